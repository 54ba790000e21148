"""Where tables and named cells stand, as formulas point at them."""

from collections.abc import Iterable, Iterator, Mapping

from mobility_xl.workbook.blocks import Cell, Entry, Formula, Line, Table
from mobility_xl.workbook.charts import Range
from mobility_xl.workbook.lambda_names import Address
from mobility_xl.workbook.package import column_name, sheet_name
from mobility_xl.workbook.writing.layout import Plan


def fixed(row: int, column: int) -> str:
    """Return a cell's address that stays where it is when the formula is copied; both count from 0."""
    return f"${column_name(column + 1)}${row + 1}"


def range_address(placed: Plan, at: Range) -> str:
    """Return the address of a range of a table, with its sheet."""
    table = placed.tables[at.table]
    column = table.columns[at.column]
    first, last = (fixed(table.head + 1 + row, column) for row in (at.first, at.last))
    return f"{sheet_name(placed.sheet.tab)}!{first}:{last}"


def named_cells(plans: Mapping[str, Plan]) -> Iterator[tuple[Entry | Formula, str]]:
    """Return every entry and formula that has a name, with the address of its cell."""
    for placed in plans.values():
        for row, block in placed.blocks:
            cells: Iterable[tuple[int, int, object]] = ()
            if isinstance(block, Line):
                cells = ((row, column, cell.value) for column, cell in block.cells)
            elif isinstance(block, Table) and not block.is_data:
                cells = (
                    (row + 1 + down, across, value.value if isinstance(value, Cell) else value)
                    for down, values in enumerate(block.rows)
                    for across, value in enumerate(values)
                )
            for at, column, value in cells:
                if isinstance(value, Entry | Formula) and value.name:
                    yield value, f"{sheet_name(placed.sheet.tab)}!{fixed(at, column)}"


def column_addresses(plans: Mapping[str, Plan]) -> Address:
    """Return what tells where the columns of the workbook's tables are."""

    def address(table: str, column: str) -> str:
        placed = next(one for one in plans.values() if table in one.tables)
        rows = len(placed.tables[table].table.rows)
        return range_address(placed, Range(table, column, 0, rows - 1))

    return address
