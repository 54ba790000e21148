"""Finds tables in workbooks that come back, by their names and headings: people move, sort and add to them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context
from functools import partial

from mobility_xl.workbook.package import Cell, Grid, Package, Row, Table, cell_name

_SHORTEST = Context(prec=15, rounding=ROUND_HALF_UP)
"""How LibreOffice saves a number: with its first 15 digits. openpyxl saves 16."""


@dataclass(frozen=True)
class FoundTable:
    """A table in a file: its sheet, its rows, and the columns of its headings in small letters."""

    sheet: str
    grid: Grid
    rows: range
    columns: Mapping[str, int]
    has_totals: bool = False
    """Whether a row of totals stands below its rows."""

    def cell(self, row: int, heading: str) -> Cell | None:
        """Return the cell of a heading in a row."""
        return self.grid.cell(row, self.columns[heading]) if heading in self.columns else None

    def text(self, row: int, heading: str) -> str:
        """Return what the cell of a heading says; a code that became a number is a text again."""
        cell = self.cell(row, heading)
        return "" if cell is None else cell.said

    def address(self, row: int, heading: str) -> str:
        """Return the address of the cell of a heading."""
        return cell_name(row, self.columns[heading])


def shortened(value: float) -> tuple[float, ...]:
    """Return a number as programs save it that keep fewer digits."""
    return float(_SHORTEST.create_decimal(repr(value))), float(f"{value:.15g}"), float(f"{value:.16g}")


def find_table(package: Package, name: str, headings: tuple[str, ...]) -> FoundTable | None:
    """Return the table of a name that has these headings, else any table that has, else cells that do.

    A program may have renamed a table or made it plain cells; its headings still tell. They are given in small
    letters. None where nothing has them.
    """
    tables = sorted(package.tables, key=lambda one: one.display_name.lower() != name.lower())
    for table in tables:
        found = as_found(package, table)
        if found and set(headings) <= found.columns.keys():
            return found
    return next(plain_tables(package, headings), None)


def find_filled(package: Package, name: str, headings: tuple[str, ...]) -> FoundTable | None:
    """Return the table that people fill in, with the rows that they wrote right below it.

    Not every program then makes the table longer. What the builder wrote below is none of its rows.
    """
    found = find_table(package, name, headings)
    if found is None or found.has_totals:
        return found
    last = last_written(found.grid, found.rows.stop - 1, found.columns.values(), partial(is_typed, package))
    return replace(found, rows=range(found.rows.start, last + 1))


def last_written(
    grid: Grid, row: int, columns: Collection[int], counts: Callable[[Cell], bool] = lambda _cell: True
) -> int:
    """Return the last of the rows right below one in which something is written; that row itself where nothing is.

    Parameters
    ----------
    grid
        The sheet's cells.
    row
        Where to begin: the heading, or the last row that a table says is its own.
    columns
        Where something may be written.
    counts
        Which of the cells that are not empty count.
    """
    while any(
        (cell := grid.cell(row + 1, column)) is not None and not cell.is_blank and counts(cell) for column in columns
    ):
        row += 1
    return row


def is_typed(package: Package, cell: Cell) -> bool:
    """Tell whether a person wrote a cell: it is open, or has no look, which the builder gives every cell."""
    return cell.style == 0 or package.styles.of(cell.style).open


def plain_tables(package: Package, headings: tuple[str, ...]) -> Iterator[FoundTable]:
    """Give the cells that have these headings, whether a table is there or not, down to the first empty one."""
    for sheet in package.worksheets:
        grid = package.grid(sheet)
        if not set(headings) <= {text.strip().lower() for text in grid.texts}:
            continue
        for row in grid.rows:
            for columns in _side_by_side(row, headings):
                last = last_written(grid, row.number, [columns[headings[0]]])
                yield FoundTable(sheet.name, grid, range(row.number + 1, last + 1), columns)


def _side_by_side(row: Row, headings: tuple[str, ...]) -> Iterator[dict[str, int]]:
    """Give the columns of a row's headings as often as all of some are in it."""
    found: dict[str, list[int]] = defaultdict(list)
    for cell in row.cells:
        if text := cell.text.strip().lower():
            found[text].append(cell.column)
    for at in range(min(len(found.get(heading, ())) for heading in headings)):
        yield {heading: columns[min(at, len(columns) - 1)] for heading, columns in found.items()}


def as_found(package: Package, table: Table) -> FoundTable | None:
    """Return a table with its sheet's cells; None where the file does not say where it stands."""
    body, grid = table.body, package.grid_named(table.sheet)
    if body is None or grid is None or table.area is None:
        return None
    headings = {name.strip().lower(): table.area.left + at for at, name in enumerate(table.columns)}
    return FoundTable(table.sheet, grid, range(body.top, body.bottom + 1), headings, table.totals_rows > 0)
