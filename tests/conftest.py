"""What every test may ask for: the edition that ships, its workbooks, and a user's folder of its own."""

import gc
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from mobility_xl import catalog
from mobility_xl.queries import Queries
from mobility_xl.store import open_store
from mobility_xl.workbook.build import build, build_state
from mobility_xl.workbook.saving import file_name
from mobility_xl.workbook.sheets import cover, data, local_data, notes, officials, representation, review_guide, targets
from mobility_xl.workbook.templates import Template, read_template

Workbooks = Callable[[str], Path]

# The same commit passes or fails everywhere, on slow machines too.
settings.register_profile("repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")


def pytest_collection_finish() -> None:
    """Leave thousands of collected tests out of Python's search for cycles, and search less often: it took a sixth."""
    gc.freeze()
    gc.set_threshold(300_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that accepts what the golden files are compared with."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files; read the diff")


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give this run a user folder of its own: no test reads or writes what a user imported."""
    home = tmp_path_factory.mktemp("home")
    os.environ["MOBILITY_XL_HOME"] = str(home)
    return home


@pytest.fixture(scope="session")
def ask(own_home: Path) -> Queries:  # noqa: ARG001 - the folder must be set before the store is looked for
    """Give the answers of the edition that ships."""
    return Queries(open_store(2025), catalog.load())


@pytest.fixture(scope="session")
def template(ask: Queries) -> Template:
    """Give the review template."""
    return read_template("review", ask)


def without_peers(template: Template) -> Template:
    """Return a template without the sheets that show peers, whose rows on Data take ten times as long to calculate."""
    modules = tuple(one for one in template.modules if not getattr(one, "WITH_PEERS", False))
    return replace(template, modules=modules)


def built_once(path: Path, make: Callable[[], bytes]) -> Path:
    """Return a file that the first worker makes who asks for it; the others wait, and find it."""
    path.parent.mkdir(exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            path.write_bytes(make())
    return path


def folder_filled_once(folder: Path, fill: Callable[[Path], None]) -> Path:
    """Return a folder that the first worker fills who asks for it; the others wait, and find it."""
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            half = folder.with_suffix(".half")
            half.mkdir(exist_ok=True)
            fill(half)
            half.rename(folder)
    return folder


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def workbook_of(ask: Queries, template: Template, shared_folder: Path) -> Workbooks:
    """Give the review guide of a place by its code, built once."""
    return _workbooks(ask, template, shared_folder / "review")


@pytest.fixture(scope="session")
def guide_of(ask: Queries, template: Template, shared_folder: Path) -> Workbooks:
    """Give the review guide of a place by its code without what shows peers, which is most of it."""
    return _workbooks(ask, without_peers(template), shared_folder / "guide")


@pytest.fixture(scope="session")
def analyst_of(ask: Queries, shared_folder: Path) -> Workbooks:
    """Give the workbook with every sheet of a place by its code, built once."""
    return _workbooks(ask, read_template("analyst", ask), shared_folder / "analyst")


@pytest.fixture(scope="session")
def alone_of(ask: Queries, shared_folder: Path) -> Workbooks:
    """Give the workbook with every sheet that shows a place alone, for tests that calculate it again and again."""
    return _workbooks(ask, without_peers(read_template("analyst", ask)), shared_folder / "alone")


@pytest.fixture(scope="session")
def entries_of(ask: Queries, shared_folder: Path) -> Workbooks:
    """Give the workbook with the sheets that people fill in, but for the choice of peers, and what these need."""
    template = read_template("analyst", ask)
    modules = (cover, review_guide, representation, officials, targets, local_data, notes, data)
    return _workbooks(ask, replace(template, modules=modules, protect=frozenset()), shared_folder / "entries")


def _workbooks(ask: Queries, template: Template, folder: Path) -> Workbooks:
    def of(geoid: str) -> Path:
        area = ask.area(geoid)
        path = folder / file_name(f"{area.geoid} {area}", template.title, ask.store.edition)
        return built_once(path, lambda: build(ask, area, template))

    return of


@pytest.fixture(scope="session")
def delaware(ask: Queries, shared_folder: Path) -> Path:
    """Give Delaware's workbook of functions."""
    path = shared_folder / "state" / file_name("DE Delaware", "Mobility Functions", 2025)
    return built_once(path, lambda: build_state(ask, "de", read_template("functions", ask)))
