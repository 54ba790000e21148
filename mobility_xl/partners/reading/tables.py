"""Finds tables in workbooks that come back, by their names and headings: people move, sort and add to them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context

from mobility_xl.workbook.package import Cell, Grid, Package, Row, Table, cell_name

_SHORTEST = Context(prec=15, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class FoundTable:
    """A table in a file: its sheet, its rows, and the columns of its headings in small letters."""

    sheet: str
    grid: Grid
    rows: range
    columns: Mapping[str, int]

    def cell(self, row: int, heading: str) -> Cell | None:
        """Return the cell of a heading in a row."""
        return self.grid.cell(row, self.columns[heading]) if heading in self.columns else None

    def text(self, row: int, heading: str) -> str:
        """Return what the cell of a heading says; a code that became a number is a text again."""
        return shown_text(self.cell(row, heading))

    def address(self, row: int, heading: str) -> str:
        """Return the address of the cell of a heading."""
        return cell_name(row, self.columns[heading])


def shown_text(cell: Cell | None) -> str:
    """Return what a cell says: of a whole number its digits."""
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()


def shortened(value: float) -> tuple[float, ...]:
    """Return a number as programs save it that keep fewer digits."""
    return float(_SHORTEST.create_decimal(repr(value))), float(f"{value:.15g}"), float(f"{value:.16g}")


def find_table(package: Package, name: str, headings: tuple[str, ...]) -> FoundTable | None:
    """Return the table of a name that has these headings, else any table that has, else cells that do.

    A program may have renamed a table or made it plain cells; its headings still tell.
    """
    tables = sorted(package.tables, key=lambda one: one.display_name.lower() != name.lower())
    for table in tables:
        found = as_found(package, table)
        if found and set(headings) <= found.columns.keys():
            return found
    return next(plain_tables(package, headings), None)


def plain_tables(package: Package, headings: tuple[str, ...]) -> Iterator[FoundTable]:
    """Give the cells that have these headings, whether a table is there or not, down to the first empty one."""
    for sheet in package.worksheets:
        grid = package.grid(sheet)
        if not set(headings) <= {text.strip().lower() for text in grid.texts}:
            continue
        for row in grid.rows:
            for columns in _side_by_side(row, headings):
                yield FoundTable(sheet.name, grid, _filled_below(grid, row.number, columns[headings[0]]), columns)


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
    return FoundTable(table.sheet, grid, range(body.top, body.bottom + 1), headings)


def _filled_below(grid: Grid, head: int, column: int) -> range:
    """Return the rows below a heading down to the first empty cell."""
    last = head
    while not grid.is_blank(last + 1, column):
        last += 1
    return range(head + 1, last + 1)
