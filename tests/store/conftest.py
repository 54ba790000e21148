"""What the tests of the store share: a copy of the package with a small edition, and a user's folder for it."""

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

import mobility_xl
from mobility_xl.catalog import ALL
from mobility_xl.store import Store, editions, open_store
from mobility_xl.store.lookup import Numbers
from tests.store import published

PLACES = {"01001", "09001", "09110", "17031", "35013", "36061", "0103076", "0644000", "1714000"}
"""The counties and cities of the small edition."""

FILES = (11, 17, 20, 61)
"""The files of the small edition, cut down to its places."""


@dataclass(frozen=True)
class Package:
    """A copy of this package whose edition is small, run as a program or looked at in this process."""

    folder: Path

    @property
    def published(self) -> Path:
        """Where its published files are."""
        return self.folder / "mobility_xl" / "store" / "published"

    @property
    def packaged(self) -> Path:
        """Where the stores are that ship with it."""
        return self.folder / "mobility_xl" / "store" / "editions"

    def start(self, home: Path, *words: object, before: str = "") -> subprocess.Popen[str]:
        """Start a command in a process of its own; ``before`` is Python that runs there first."""
        program = f"{before}\nimport runpy\nrunpy.run_module('mobility_xl', run_name='__main__', alter_sys=True)"
        return subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", program, *map(str, words)],
            cwd=self.folder,
            env={**os.environ, "MOBILITY_XL_HOME": str(home), "PYTHONPATH": str(self.folder), "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def copy(self, folder: Path) -> "Package":
        """Copy it, without the stores that were built in it."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("editions"))
        return Package(folder)


def cut(number: int) -> bytes:
    """Return a published file with the rows of the small edition's places alone."""
    header, *rows = published.lines(number)
    kept = [row for row in rows if b"".join(row.split(b",")[1:3]).decode() in PLACES]
    return b"\n".join([header, *kept, b""])


@pytest.fixture(scope="session")
def built_package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Give the small package, once."""
    package = Package(tmp_path_factory.mktemp("package"))
    left_out = shutil.ignore_patterns("published", "editions", "__pycache__")
    shutil.copytree(Path(mobility_xl.__file__).parent, package.folder / "mobility_xl", ignore=left_out)
    edition = package.published / "2025"
    edition.mkdir(parents=True)
    for beside in published.EDITION.glob("[!0-9]*"):
        shutil.copy(beside, edition)
    for number in FILES:
        (edition / published.path(number).name).write_bytes(gzip.compress(cut(number)))
    return package


@pytest.fixture
def package(built_package: Package, monkeypatch: pytest.MonkeyPatch) -> Package:
    """Give the small package, and let this process take its edition for the one that ships."""
    # Not as an attribute of the package: a function of the same name stands there.
    module = import_module("mobility_xl.store.editions")
    monkeypatch.setattr(module, "PUBLISHED", built_package.published)
    monkeypatch.setattr(module, "PACKAGED", built_package.packaged)
    return built_package


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a user's folder of this test's own, not made yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MOBILITY_XL_HOME", str(folder))
    return folder


Ask = Callable[..., Numbers]


@pytest.fixture
def numbers() -> Ask:
    """Ask the store for the numbers of one variable, place, year and group; opened anew each time."""

    def asked(
        variable: str, geoid: str, year: int, kind: str = "all", group: str = ALL, *, edition: int = 2025
    ) -> Numbers:
        open_store(edition)
        store = Store(editions()[edition])
        area = store.areas.get(geoid)
        found = store.series(variable, area.level, kind).numbers(area.position, year, group)
        store.close()
        return found

    return asked
