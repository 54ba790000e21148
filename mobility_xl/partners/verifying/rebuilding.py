"""Compares the sheets of a workbook with those that the builder writes today.

A number that somebody typed over a formula, or changed where formulas were frozen, is found so: nothing in
the file itself says any more what it was. Rows and columns are matched by the words in them, so that what
people inserted is followed. What depends on cells that people fill in is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from pathlib import Path

from mobility_xl import __version__
from mobility_xl.errors import MobilityError
from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.contents.representation import FROM_OFFICIALS
from mobility_xl.workbook.entries import TOTALS
from mobility_xl.workbook.formulas.parsing import Name, Reference, TableColumn, Unreadable, nodes, parsed
from mobility_xl.workbook.package import Cell, Grid, Package, Sheet
from mobility_xl.workbook.sheets import data
from mobility_xl.workbook.sheets.officials import TAB as OFFICIALS_TAB
from mobility_xl.workbook.stamp import Stamp
from mobility_xl.workbook.templates import packaged_templates, read_template

STATE_DIGITS = 2
LONGEST = 10_000
"""How many rows of a sheet are matched; ours have some hundreds."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A cell that the builder writes, and the one that stands in its place; None where there is none."""

    sheet: str
    address: str
    today: Cell
    given: Cell | None


def rebuilt(package: Package, stamp: Stamp, ask: Queries) -> Package | None:
    """Return a workbook, of which this is the stamp, as it is built today.

    None where that would be another one: of another version, of other data, of a template that is not
    here; or of a state, all of whose numbers are on its Data sheet.
    """
    if stamp.version != __version__ or stamp.data != ask.store.hash or len(stamp.geoid) == STATE_DIGITS:
        return None
    # A template of somebody's own may be changed at any time.
    built = _built_once if stamp.template in packaged_templates() else _built
    return built(stamp.geoid, stamp.template, ask, officials=_counts_officials(package))


def _built(geoid: str, name: str, ask: Queries, *, officials: bool) -> Package | None:
    try:
        template = read_template(name, ask)
        if officials:
            template = template.with_officials()
        workbook = build(ask, ask.store.areas.get(geoid), template)
    except MobilityError:
        return None
    return Package.made(Path("today.xlsx"), workbook)


# Of one workbook many copies may come back.
_built_once = lru_cache(maxsize=2)(_built)


def _counts_officials(package: Package) -> bool:
    """Tell whether a workbook was built with the sheet Officials, which may be deleted since."""
    return any(table.display_name == TOTALS.name and FROM_OFFICIALS in table.columns for table in package.tables)


def pairs(package: Package, today: Package, stamp: Stamp) -> Iterator[Beside]:
    """Give the cells with published numbers that the builder writes outside of Data, and what stands there.

    Beside numbers these are sentences with numbers, and the words in a number's row, such as its quality;
    words are left out where a template of somebody's own may have changed them meanwhile.
    """
    with_words = stamp.template in packaged_templates()
    pivots = {pivot.sheet for pivot in (*package.pivot_tables, *today.pivot_tables)}
    own = {table.display_name.lower() for table in today.tables if table.sheet == data.TAB}
    for sheet in today.worksheets:
        tab = _standing_for(sheet, package, today)
        grid = package.grid_named(tab)
        if grid is None or {sheet.name, tab} & pivots or sheet.name == data.TAB:
            continue
        yield from _Match(today, sheet, tab, grid, own, with_words=with_words).pairs()


def missing(package: Package, today: Package) -> list[str]:
    """Return the sheets that the builder writes and that are not there, under whatever name."""
    tabs = [
        sheet.name for sheet in today.worksheets if package.grid_named(_standing_for(sheet, package, today)) is None
    ]
    return [tab for tab in tabs if tab != OFFICIALS_TAB]


def _standing_for(sheet: Sheet, package: Package, today: Package) -> str:
    """Return what a sheet is called now: one that somebody renamed is found by its tables."""
    if package.grid_named(sheet.name) is not None:
        return sheet.name
    names = {table.display_name.lower() for table in today.tables_of(sheet)}
    return next((table.sheet for table in package.tables if table.display_name.lower() in names), sheet.name)


class _Match:
    """One sheet as it is built today beside the same sheet of a file, which is called ``tab`` there."""

    def __init__(
        self, today: Package, sheet: Sheet, tab: str, given: Grid, data_tables: set[str], *, with_words: bool
    ) -> None:
        self._today = today
        self._tab = tab
        self._sheet = sheet
        self._grid = today.grid(sheet)
        self._given = given
        self._data_tables = data_tables
        self._with_words = with_words

    def pairs(self) -> Iterator[Beside]:
        for row in self._grid.rows:
            found = self._rows.get(row.number)
            if found is None:
                continue
            numbers = [cell for cell in row.cells if self._is_published(cell)]
            words = [cell for cell in row.cells if self._with_words and numbers and self._is_word(cell)]
            for cell in (*numbers, *words):
                column = self._columns.get(cell.column)
                if column is not None and (self._with_words or isinstance(cell.value, float)):
                    given = self._given.cell(found, column)
                    address = Cell(found, column, "n", 0, None, None).address
                    yield Beside(self._tab, address, cell, given)

    def _is_published(self, cell: Cell) -> bool:
        """Tell whether a cell holds a number, or what a formula makes of numbers on the Data sheet alone."""
        if self._today.styles.of(cell.style).open:
            return False
        if cell.formula is None:
            return isinstance(cell.value, float)
        try:
            tree = parsed(cell.formula)
        except Unreadable:
            return False
        looked_up = [one for one in nodes(tree) if isinstance(one, TableColumn | Reference | Name)]
        return bool(looked_up) and all(self._is_from_data(one, cell.row) for one in looked_up)

    def _is_from_data(self, one: TableColumn | Reference | Name, row: int) -> bool:
        """Tell whether what a formula refers to is on the Data sheet, or a cell of its row that is."""
        if not isinstance(one, TableColumn):
            return False
        if not one.this_row:
            return one.table.lower() in self._data_tables
        column = self._headings.get((one.table.lower(), one.column.lower()), 0)
        beside = self._grid.cell(row, column)
        return beside is not None and self._is_published(beside)

    @cached_property
    def _headings(self) -> dict[tuple[str, str], int]:
        """The columns of the sheet's tables by table and heading."""
        return {
            (table.display_name.lower(), heading.lower()): table.area.left + at
            for table in self._today.tables_of(self._sheet)
            if table.area is not None
            for at, heading in enumerate(table.columns)
        }

    def _is_word(self, cell: Cell) -> bool:
        return cell.formula is None and bool(cell.text) and not self._today.styles.of(cell.style).open

    @cached_property
    def _rows(self) -> dict[int, int]:
        """The row of the file for each row of today, by the words in both."""
        return _aligned(_words_of_rows(self._grid), _words_of_rows(self._given))

    @cached_property
    def _columns(self) -> dict[int, int]:
        return _aligned(_words_of_columns(self._grid), _words_of_columns(self._given))


def _words_of_rows(grid: Grid) -> list[str]:
    """Return the words of each row from the first, as they stand in cells without formulas; years are words."""
    words = {row.number: " | ".join(filter(None, map(_word, row.cells))) for row in grid.rows}
    return [words.get(number, "") for number in range(1, max(words, default=0) + 1)]


def _words_of_columns(grid: Grid) -> list[str]:
    words: dict[int, list[str]] = {}
    for cell in grid.cells():
        if cell.column and cell.text and cell.formula is None:
            words.setdefault(cell.column, []).append(cell.text)
    return [" | ".join(words.get(number, ())) for number in range(1, max(words, default=0) + 1)]


_YEARS = range(1990, 2100)


def _word(cell: Cell) -> str:
    if cell.formula is not None or cell.value is None:
        return ""
    if isinstance(cell.value, float):
        return f"{cell.value:.0f}" if cell.value in _YEARS else ""
    return cell.text


def _aligned(first: Sequence[str], second: Sequence[str]) -> dict[int, int]:
    """Return which line of the second stands for each line of the first, counted from 1.

    Lines that differ stand for each other where as many differ in both; lines without words go with the
    ones beside them.
    """
    found: dict[int, int] = {}
    matcher = SequenceMatcher(lambda line: not line, first[:LONGEST], second[:LONGEST], autojunk=False)
    for kind, start, end, other, other_end in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and end - start == other_end - other):
            found |= {start + at + 1: other + at + 1 for at in range(end - start)}
    return found
