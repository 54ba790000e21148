"""Imports run one way, each Excel library has one door, and cell functions start light."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
FRONT_ENDS = PROJECT / "udfs"
MODULES = sorted([*(PROJECT / "mobility_xl").rglob("*.py"), *FRONT_ENDS.rglob("*.py")])

RANKS = {
    "errors": 0,
    "files": 0,
    "words": 0,
    "harmless": 1,
    "catalog": 1,
    "store": 2,
    "metrics": 3,
    "estimates": 3,
    "compare": 4,
    "queries": 5,
    "functions": 6,
    "workbook": 7,
    "udfs": 7,
    "partners": 8,
    "cli": 9,
    "__main__": 10,
}
"""The rooms of the package: what is in one imports only from those before it, or from its own."""

RANKS_WITHIN = {
    "mobility_xl.workbook": {
        "package": 0,
        "formulas": 1,
        "lint": 2,
        "accessibility": 3,
        "pivots": 4,
        "writing": 5,
        "contents": 5,
        "sheets": 6,
    },
    "mobility_xl.partners": {
        "copying": 0,
        "formulas": 1,
        "reading": 2,
        "privacy": 3,
        "asking": 3,
        "collecting": 4,
        "verifying": 4,
        "carrying": 5,
        "outreach": 6,
        "publish": 6,
        "verify": 6,
        "carry": 7,
        "check": 7,
        "collect": 7,
    },
}
"""The same within two large rooms: of partners, what each verb is made of, then the verbs."""

WHOLE_TABLE = {"pandas", "numpy"}
EXCEL = {"openpyxl", "xlsxwriter", "xlwings"}


def name_of(module: Path) -> str:
    """Return a module's dotted name."""
    parts = module.relative_to(PROJECT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return f"mobility_xl.{name}" if module.is_relative_to(FRONT_ENDS) else name


NAMES = {name_of(module): module for module in MODULES}


@cache
def imported(module: Path, *, at_start: bool = False) -> frozenset[str]:
    """Return what a module imports, from within the package as dotted names of modules.

    Parameters
    ----------
    at_start
        Leave out what is imported within a function, or for the type checker alone.
    """
    return frozenset(_imported(module, at_start=at_start))


def _imported(module: Path, *, at_start: bool) -> Iterator[str]:
    package = name_of(module) if module.stem == "__init__" else name_of(module).rpartition(".")[0]
    for node in statements(ast.parse(module.read_text(encoding="utf-8")), at_start=at_start):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            inner = [f"{source}.{alias.name}" for alias in node.names if f"{source}.{alias.name}" in NAMES]
            yield from inner
            if len(inner) < len(node.names):
                yield source


def statements(tree: ast.AST, *, at_start: bool) -> Iterator[ast.AST]:
    """Give the nodes of a module, or only those that run when it is imported."""
    for node in ast.iter_child_nodes(tree):
        checking = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if at_start and (checking or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            continue
        yield node
        yield from statements(node, at_start=at_start)


def room_of(name: str, within: str = "mobility_xl") -> str:
    """Return the room that a module of a package is in; empty for the package itself."""
    return name.removeprefix(within).removeprefix(".").partition(".")[0]


def importers(library: str) -> set[str]:
    """Return the modules that import a library, anywhere in them."""
    return {name for name, module in NAMES.items() if any(one.partition(".")[0] == library for one in imported(module))}


def loaded_by(statement: str) -> set[str]:
    """Return the libraries that a fresh process has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603 - our own code
    return {name.partition(".")[0] for name in result.stdout.split("\n")[-2].split()}


class TestRooms:
    def test_every_room_has_a_rank(self):
        """Every room and module of the package has its place in the order."""
        assert {room_of(name) for name in NAMES} - {""} <= set(RANKS)

    @pytest.mark.parametrize("name", [name for name in NAMES if room_of(name)])
    def test_one_way(self, name):
        """A module imports from its own room and from those before it, never from one after or beside it."""
        room = room_of(name)
        others = {room_of(one) for one in imported(NAMES[name]) if one.startswith("mobility_xl.")} - {room}

        assert [] == [one for one in others if RANKS[one] >= RANKS[room]]

    @pytest.mark.parametrize("within", RANKS_WITHIN)
    def test_one_way_within(self, within):
        """So it is among the rooms within a room, all of which have a rank."""
        ranks = RANKS_WITHIN[within]
        backwards = [
            (name, one)
            for name in NAMES
            if (room := room_of(name, within)) in ranks and name.startswith(within)
            for one in imported(NAMES[name])
            if one.startswith(f"{within}.") and room_of(one, within) != room
            if ranks.get(room_of(one, within), -1) >= ranks[room]
        ]
        rooms = {room_of(name, within) for name in NAMES if name.startswith(f"{within}.") and name.count(".") > 2}

        assert [] == backwards
        assert rooms <= ranks.keys()

    def test_no_circle(self):
        """No module needs itself, through whatever others."""
        needs = {name: {one for one in imported(module) if one in NAMES} for name, module in NAMES.items()}
        while free := [name for name, others in needs.items() if not others & needs.keys() - {name}]:
            for name in free:
                del needs[name]

        assert [] == sorted(needs)

    def test_packaged(self):
        """Every room is in what is installed."""
        declared = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
            "packages"
        ]

        assert {name for name, module in NAMES.items() if module.stem == "__init__"} <= {*declared}

    def test_seen(self):
        """Imports are seen: within functions, for the type checker, and those of a module by its package."""
        found = imported(NAMES["mobility_xl.queries.benchmarks"])

        assert {"mobility_xl.compare.benchmarks", "mobility_xl.catalog", "mobility_xl.store"} <= found
        assert "mobility_xl.compare.comparing" in imported(NAMES["mobility_xl.queries.comparisons"])
        assert "mobility_xl.queries.standings" in imported(NAMES["mobility_xl.queries"])
        assert "mobility_xl.compare.benchmarks" not in self.at_start("mobility_xl.queries.benchmarks")

    def at_start(self, name: str) -> frozenset[str]:
        """Return what a module imports when it is imported itself."""
        return imported(NAMES[name], at_start=True)

    def test_top(self):
        """The package itself imports nothing: whoever imports one room loads no other."""
        assert not imported(NAMES["mobility_xl"])


class TestDoors:
    def test_xlsxwriter(self):
        """One module writes with XlsxWriter."""
        assert {"mobility_xl.workbook.render"} == importers("xlsxwriter")

    def test_openpyxl(self):
        """One module reads with openpyxl."""
        assert {"mobility_xl.workbook.style_reading"} == importers("openpyxl")

    def test_xlwings(self):
        """One module declares functions to xlwings, and none imports its parts under another licence."""
        doors = [name for name in NAMES if "xlwings" in {one.partition(".")[0] for one in imported(NAMES[name])}]
        parts = {one for name in doors for one in imported(NAMES[name]) if one.startswith("xlwings")}

        assert (["mobility_xl.udfs.excel_windows.functions"], {"xlwings"}) == (doors, parts)

    @pytest.mark.parametrize("library", sorted(WHOLE_TABLE))
    def test_whole_tables(self, library):
        """What works on whole tables is the store's reading and comparing, not the answering of questions."""
        rooms = {room_of(name) for name in importers(library)}

        assert rooms <= {"store", "compare", "workbook"}

    def test_pandas(self):
        """The reading of published files has pandas, and the looking up of numbers has nothing of the kind."""
        assert "mobility_xl.store.reading" in importers("pandas")
        assert "mobility_xl.store.lookup" not in importers("pandas") | importers("numpy")


class TestLight:
    def reached(self, name: str) -> set[str]:
        """Return every module that is imported with a module, and every library."""
        seen: set[str] = set()
        waiting = {name}
        while waiting:
            one = waiting.pop()
            seen.add(one)
            # A module is imported with the packages that hold it.
            more = set(imported(NAMES[one], at_start=True)) if one in NAMES else set()
            more |= {one.rpartition(".")[0]} - {""}
            waiting |= more - seen
        return seen

    @pytest.mark.parametrize(
        "name", [name for name in NAMES if room_of(name) in {"errors", "catalog", "metrics", "queries", "functions"}]
    )
    def test_no_heavy_library(self, name):
        """What a cell function needs imports, when it starts, no library for tables or workbooks."""
        assert not {one.partition(".")[0] for one in self.reached(name)} & (WHOLE_TABLE | EXCEL)

    def test_fresh_process(self):
        """Importing the cell functions in a fresh process loads none of the heavy libraries, nor click."""
        loaded = loaded_by("import mobility_xl.functions")

        assert "mobility_xl" in loaded
        assert not loaded & {*WHOLE_TABLE, *EXCEL, "click", "difflib"}

    def test_first_answers(self, ask):  # noqa: ARG002 - the store must be built before
        """Neither do an estimate, a reason, a trend of dollars and a table of groups."""
        loaded = loaded_by(
            "from mobility_xl.functions import call\n"
            "from mobility_xl.queries import default\n"
            "assert 0.09 < call('MOBILITY_METRIC', 'low birth weight', 'Cook County, IL') < 0.10\n"
            "assert 'cities' in call('MOBILITY_METRIC', 'low birth weight', 'Chicago, IL', None, None, 'why')\n"
            "ask = default()\n"
            "variable = ask.metric('median income')\n"
            "assert ask.change(variable, ask.area('17031')).way == 'higher'\n"
            "assert ask.group_tables(ask.metric('employment'), ask.area('17031'))"
        )

        assert not loaded & {*WHOLE_TABLE, *EXCEL, "click"}

    def test_commands(self):
        """A command that is only asked for help loads neither the store nor the workbook's libraries."""
        loaded = loaded_by(
            "from click.testing import CliRunner\n"
            "from mobility_xl.cli import main\n"
            "assert CliRunner().invoke(main, ['build', '--help']).exit_code == 0"
        )

        assert not loaded & {*WHOLE_TABLE, *EXCEL, "sqlite3"}
