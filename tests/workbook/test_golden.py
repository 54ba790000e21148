"""Each sheet of one small workbook against a text that is read in reviews: cell, value, formula, look.

`pytest --update-golden` writes the texts anew; the diff says what changed.
"""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import ReadOnlyCell

from mobility_xl.workbook.lambda_names import names
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.stamp import read_stamp
from tests.conftest import Workbooks
from tests.workbook.test_build import TABS

GOLDEN = Path(__file__).parents[1] / "golden"
LOVING = "48301"
DATA_ROWS = 90
"""How many rows of Data are kept: all of its kinds, not all of its numbers."""


def look_of(cell: ReadOnlyCell) -> str:
    """Say how a cell looks, in a few words."""
    font, fill = cell.font, cell.fill
    colour = font.color.rgb[2:] if font.color is not None and isinstance(font.color.rgb, str) else ""
    words = (
        f"{font.sz:g}",
        "bold" if font.b else "",
        colour,
        f"on {fill.fgColor.rgb[2:]}" if fill.fill_type == "solid" else "",
        cell.number_format if cell.number_format != "General" else "",
    )
    return " ".join(filter(None, words))


@lru_cache(maxsize=2)
def read_by_openpyxl(path: Path, *, values: bool) -> Workbook:
    """Open a workbook row by row, so that the thousands of rows of Data which are not kept are not read."""
    return load_workbook(path, read_only=True, data_only=values)


def as_text(path: Path, tab: str) -> str:
    """Return a sheet as text, a line a cell."""
    last = DATA_ROWS if tab == "Data" else None
    both = (read_by_openpyxl(path, values=values)[tab].iter_rows(max_row=last) for values in (False, True))
    lines = []
    for row, shown in zip(*both, strict=True):
        for cell, value in zip(row, shown, strict=True):
            if cell.value is None:
                continue
            formula = f" | {getattr(cell.value, 'text', cell.value)}" if cell.data_type == "f" else ""
            lines.append(f"{cell.coordinate} | {value.value!r} | {look_of(cell)}{formula}")
    stamp = read_stamp(Package.open(path))
    # Any word of the style book changes it; the line would change with every other line, and say no more.
    return "\n".join(lines).replace(repr(stamp.build), "the build") + "\n"


def without_repeats(text: str) -> str:
    """Leave out the lines of a row that differ from those of the row above by its number only."""
    rows: dict[str, list[str]] = {}
    for line in text.splitlines():
        column, row = re.match(r"([A-Z]+)(\d+)", line).groups()
        rows.setdefault(row, []).append(f"{column}{line[len(column + row) :]}")
    kept, above = [], None
    for row, lines in rows.items():
        if lines != above:
            kept += [f"{line.split(' ', 1)[0]}{row} {line.split(' ', 1)[1]}" for line in lines]
        above = lines
    return "\n".join(kept) + "\n"


# openpyxl warns of the sparklines that it would not keep; nothing here saves them.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline")


@pytest.mark.parametrize("tab", TABS)
class TestGolden:
    def test_sheet(self, workbook_of: Workbooks, tab: str, request: pytest.FixtureRequest) -> None:
        """A sheet of Loving County, Texas is what it was, unless somebody meant to change it."""
        golden = GOLDEN / f"{tab.lower().replace(' ', '_')}.txt"
        found = as_text(workbook_of(LOVING), tab)
        if request.config.getoption("--update-golden"):
            golden.write_text(found, encoding="utf-8")

        assert golden.read_text(encoding="utf-8") == found


@pytest.mark.parametrize("tab", ["Officials", "Targets", "Local Data"])
class TestAnalystGolden:
    def test_sheet(self, analyst_of: Workbooks, tab: str, request: pytest.FixtureRequest) -> None:
        """A sheet of Loving County's analyst guide is what it was, unless somebody meant to change it."""
        golden = GOLDEN / f"{tab.lower().replace(' ', '_')}.txt"
        found = without_repeats(as_text(analyst_of(LOVING), tab))
        if request.config.getoption("--update-golden"):
            golden.write_text(found, encoding="utf-8")

        assert golden.read_text(encoding="utf-8") == found


@pytest.mark.parametrize("tab", ["Workspace", "Functions"])
class TestFunctionsGolden:
    def test_sheet(self, delaware: Path, tab: str, request: pytest.FixtureRequest) -> None:
        """A sheet of Delaware's workbook of functions is what it was, unless somebody meant to change it."""
        golden = GOLDEN / f"{tab.lower()}.txt"
        found = as_text(delaware, tab)
        if request.config.getoption("--update-golden"):
            golden.write_text(found, encoding="utf-8")

        assert golden.read_text(encoding="utf-8") == found


class TestLambdaNames:
    def test_definitions(self, request: pytest.FixtureRequest) -> None:
        """Every LAMBDA name is defined as it was, unless somebody meant to change it."""
        golden = GOLDEN / "lambda_names.txt"
        defined = names(lambda table, column: f"Data!{table}_{column}")
        found = "\n\n".join(f"{one.name}\n{one.comment}\n{one.definition}" for one in defined) + "\n"
        if request.config.getoption("--update-golden"):
            golden.write_text(found, encoding="utf-8")

        assert golden.read_text(encoding="utf-8") == found
