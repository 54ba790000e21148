"""Where the stores are: one for each edition, the one that ships with the package and those imported here."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from mobility_xl import catalog
from mobility_xl.errors import BadArgument, BadFile
from mobility_xl.store.lookup import Store

if TYPE_CHECKING:
    from mobility_xl.store.building import Draft
    from mobility_xl.store.reading import PublishedFile

PACKAGED = Path(__file__).parent / "editions"
PUBLISHED = Path(__file__).parent / "published"
HOME = "MOBILITY_XL_HOME"
"""The environment variable that names another folder for what this package keeps for its user."""

Progress = Callable[[int, int, str], None]
"""Told before each step: how many are done, of how many, and what comes now; the last call says ``total, total``."""

BUILDERS = ("building", "geography", "lookup", "reading")
"""The modules here that decide what is in a store, beside the catalog."""

_YEAR = "[12][0-9][0-9][0-9]"
"""What an edition is called. A copy that somebody made beside it, "2025 (1)", is none."""

_open: dict[Path, Store] = {}


def silent(done: int, total: int, what: str) -> None:
    """Tell nobody."""


def user_folder() -> Path:
    """Return the folder where imported editions are kept for this user."""
    if named := os.environ.get(HOME):
        return Path(named).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415 - only asked for once a process

    return user_data_path("mobility_xl", appauthor=False)


def editions() -> dict[int, Path]:
    """Return where the store of each edition is, or will be when it is first used; newest last.

    An edition that was imported here goes before the one that ships with the package.
    """
    own = {int(path.stem): path for path in _own(_YEAR).parent.glob(f"{_YEAR}.sqlite")}
    return dict(sorted((_shipped() | own).items()))


def open_store(edition: int | None = None, progress: Progress = silent) -> Store:
    """Open the store of an edition, the newest when none is named.

    From a checkout the store is built from the published files when it is first used, or when they are
    newer; that takes some seconds, once.

    Raises
    ------
    BadArgument
        When there is no such edition.
    BadFile
        When its store is damaged, or cannot be built.
    """
    known = editions()
    if not known:
        raise BadFile("This copy of mobility_xl has no data. Install it again, or use `mobility-xl data import FILES`.")
    year = max(known) if edition is None else edition
    if year not in known:
        raise BadArgument(
            f"There is no {year} edition here; there is {', '.join(map(str, known))}. "
            f"To add it: `mobility-xl data import FILES --edition {year}`."
        )
    path = known[year]
    if path == _packaged(year):
        _build_where_outdated(year, progress)
    if path not in _open:
        _open[path] = Store(path)
    return _open[path]


def published_files(edition: int) -> list[Path]:
    """Return the published files of an edition that this checkout keeps; none in an installed package."""
    return sorted((PUBLISHED / str(edition)).glob("[0-9]*.csv.gz"))


def import_files(
    paths: Iterable[Path], edition: int | None = None, progress: Progress = silent, *, fewer_rows: bool = False
) -> list[str]:
    """Import published files for this user: all of them, or none when one is bad.

    They replace the files of the same content in the edition, and the rest of the edition stays. An
    edition that is not here yet starts with what is imported. Files of a former edition are read in the
    form that they had then; its tables that hold no numbers are passed over. A file that has not half the
    rows of the one that it replaces is refused unless ``fewer_rows`` says that it is meant so.

    Returns
    -------
    list of str
        One line for each file: what it was, and what was put right in it.

    Raises
    ------
    BadArgument
        When the edition is no year.
    BadFile
        Naming the file, the column and the row; the store stays as it was.
    """
    files = list(paths)
    year = max(editions(), default=0) if edition is None else edition
    target = _own(str(year))
    if not target.match(f"{_YEAR}.sqlite"):
        raise BadArgument(f"An edition is called by its year, such as 2026, not {year}.")
    with _alone(target):
        draft, told = _draft(year, target, progress)
        lines = []
        for done, (path, read) in enumerate(_in_turn(files, year)):
            progress(done, len(files), path.name)
            lines.append(
                f"{_take(draft, read, fewer_rows=fewer_rows)}{told}"
                if read
                else f"{path.name}: no numbers; passed over"
            )
            told = "" if read else told
        if not draft.series:
            raise BadFile("None of these files holds numbers. Name the published files that do.")
        draft.write(target)
        progress(len(files), len(files), "")
    _open.pop(target, None)
    return lines


def _in_turn(files: Iterable[Path], year: int) -> Iterator[tuple[Path, "list[PublishedFile]"]]:
    """Read files one after the other, each as one or, where a former one is without years, as one for every year.

    Of a former edition those without years come first, so that a variable with years takes their place.
    """
    from mobility_xl.catalog.former import former_edition  # noqa: PLC0415 - few imports are of a former edition
    from mobility_xl.store.former_files import holds_numbers, translated  # noqa: PLC0415
    from mobility_xl.store.reading import read_file, read_published  # noqa: PLC0415 - reading a store needs no pandas

    known = catalog.load()
    former = former_edition(year, known)
    if former is None:
        for path in files:
            yield path, [read_file(path, known)]
        return
    read: list[tuple[bool, Path, list[PublishedFile]]] = []
    for path in files:
        pieces = list(translated(path, former)) if holds_numbers(path) else []
        found = [
            replace(file, sha256=piece.sha256, beside_others=True, repairs=(*file.repairs, *piece.left_out))
            for piece in pieces
            for file in [read_published(path, piece.raw, known, piece.origin)]
        ]
        read.append((any(piece.has_years for piece in pieces), path, found))
    yield from ((path, found) for _, path, found in sorted(read, key=itemgetter(0)))


def _take(draft: "Draft", pieces: "list[PublishedFile]", *, fewer_rows: bool) -> str:
    """Put the pieces of one file into the draft, and tell what it was."""
    told = [draft.take(file, fewer_rows=fewer_rows) for file in pieces]
    kinds = dict.fromkeys(map(str, pieces))
    return f"{'; '.join(kinds)}{told[0]}"


def _draft(year: int, target: Path, progress: Progress) -> tuple["Draft", str]:
    """Return what an import starts from, and what there is to say about it.

    It is this user's store of the edition, else the one that ships; else only where the areas are. No
    store stays open: Windows lets nobody replace an open file.
    """
    from mobility_xl.store.building import Draft  # noqa: PLC0415 - reading a store needs no pandas

    shipped = _shipped()
    if not shipped:
        raise BadFile("This copy of mobility_xl has no data. Install it again.")
    base = year if year in shipped else max(shipped)
    _build_where_outdated(base, progress)
    with closing(Store(shipped[base])) as store:
        if not target.exists():
            return Draft.from_store(store, year), ""
        try:
            with closing(Store(target)) as own:
                draft = Draft.from_store(own, year)
        except BadFile as error:
            anew = f"; the store was built anew, without what was imported before, because {error}"
            return Draft.from_store(store, year), anew
        draft.know_more(store)
        return draft, ""


def _own(year: str) -> Path:
    return user_folder() / "editions" / f"{year}.sqlite"


def _packaged(year: int) -> Path:
    return PACKAGED / f"{year}.sqlite"


def _shipped() -> dict[int, Path]:
    """Return where the stores are that ship with the package, or will be when they are first used."""
    found = {int(folder.name): _packaged(int(folder.name)) for folder in PUBLISHED.glob(_YEAR)}
    return found | {int(path.stem): path for path in PACKAGED.glob(f"{_YEAR}.sqlite")}


def _outdated(path: Path, published: Path) -> bool:
    """Whether a checkout's store is missing, or older than the files and the code that it is built from."""
    room, known = Path(__file__).parent, Path(catalog.__file__).parent
    code = [
        *room.glob("*.toml"),
        *(room / f"{name}.py" for name in BUILDERS),
        *known.rglob("*.toml"),
        *known.glob("*.py"),
    ]
    sources = [*published.glob("*"), *code]
    if not published.is_dir():
        return False
    return not path.exists() or max(source.stat().st_mtime for source in sources) > path.stat().st_mtime


def _build_where_outdated(year: int, progress: Progress) -> None:
    """Build a checkout's store if it has to be; of several processes that need it at once, one does."""
    path, published = _packaged(year), PUBLISHED / str(year)
    if not _outdated(path, published):
        return
    from mobility_xl.store.building import build_published  # noqa: PLC0415 - reading a store needs no pandas

    with _alone(path):
        if _outdated(path, published):
            build_published(published, path, progress)
    _open.pop(path, None)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let no other process write the same store meanwhile."""
    from filelock import FileLock  # noqa: PLC0415 - reading a store needs no lock

    lock = FileLock(f"{path}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        raise BadFile(f"{path} cannot be written ({error}). Check that you may write to that folder.") from error
    try:
        yield
    finally:
        lock.release()
