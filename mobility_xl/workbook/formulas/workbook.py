"""A workbook's file as what formulas look into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mobility_xl.workbook.formulas.calculating import calculate
from mobility_xl.workbook.formulas.parsing import HEADERS, Node, Unreadable, parsed
from mobility_xl.workbook.formulas.values import Column, ExcelError, Scalar, Unknown
from mobility_xl.workbook.package import Cell, Grid, Package, Table


class Calculator:
    """Works out formulas of a file from what its cells hold.

    Parameters
    ----------
    package
        The workbook.
    columns
        What stands in for columns of tables, by table and heading in small letters.
    """

    def __init__(self, package: Package, columns: Mapping[tuple[str, str], Column]) -> None:
        self._package = package
        self._columns = dict(columns)

    def result(self, sheet: str, cell: Cell) -> Scalar:
        """Return what a cell's formula gives.

        Raises
        ------
        Unknown
            When that cannot be told here.
        ExcelError
            When it gives an error.
        """
        try:
            tree = parsed(cell.formula or "")
        except Unreadable as error:
            raise Unknown from error
        return calculate(tree, _Place(self, sheet, cell.row))

    @cached_property
    def _grids(self) -> dict[str, Grid]:
        return {sheet.name.lower(): self._package.grid(sheet) for sheet in self._package.worksheets}

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.display_name.lower(): table for table in self._package.tables}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {name.name.lower(): name.formula for name in self._package.names if name.scope is None}

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        """Return what a cell holds."""
        grid = self._grids.get(sheet.lower())
        if grid is None:
            raise Unknown
        return _held(grid.cell(row, column))

    def column(self, table: str, heading: str) -> Column:
        """Return a column of a table."""
        key = table.lower(), heading.lower()
        if key not in self._columns:
            known, number = self._find(*key)
            if known.body is None:
                raise Unknown
            rows = range(known.body.top, known.body.bottom + 1)
            self._columns[key] = Column([self._value(known.sheet, row, number) for row in rows])
        return self._columns[key]

    def in_row(self, sheet: str, row: int, table: str, heading: str) -> Scalar:
        """Return the cell of a table's column in a row; without a name it is the table that holds the row."""
        if table:
            _, number = self._find(table.lower(), heading.lower())
        else:
            holding = (
                one.display_name.lower()
                for one in self._package.tables
                if one.sheet.lower() == sheet.lower() and one.area and one.area.top <= row <= one.area.bottom
            )
            _, number = self._find(next(holding, ""), heading.lower())
        return self.cell(sheet, row, number)

    def in_columns(self, sheet: str, row: int, table: str, first: str, last: str) -> list[Scalar | ExcelError]:
        """Return the cells of a row from one column of a table to another."""
        numbers = [self._find(table.lower(), heading.lower())[1] for heading in (first, last)]
        return [self._value(sheet, row, number) for number in range(min(numbers), max(numbers) + 1)]

    def _value(self, sheet: str, row: int, column: int) -> Scalar | ExcelError:
        """Return what a cell of several holds, an error as what it is."""
        try:
            return self.cell(sheet, row, column)
        except ExcelError as error:
            return error

    def rows_of(self, table: str, part: str) -> range:
        """Return the numbers of the rows of a table, or of its headers."""
        known = self._tables.get(table.lower())
        if known is None or known.body is None:
            raise Unknown
        body = known.body
        return range(body.top - 1, body.top) if part == HEADERS else range(body.top, body.bottom + 1)

    def _find(self, table: str, heading: str) -> tuple[Table, int]:
        """Return a table, and the number of the column of a heading."""
        known = self._tables.get(table)
        headings = [one.lower() for one in known.columns] if known else []
        if known is None or known.area is None or heading not in headings:
            raise Unknown
        return known, known.area.left + headings.index(heading)

    def name(self, name: str) -> Node:
        """Return what a defined name stands for."""
        try:
            return parsed(self._names[name.lower()])
        except (KeyError, Unreadable) as error:
            raise Unknown from error


@dataclass(frozen=True, slots=True)
class _Place:
    """A file seen from the sheet and row of a formula."""

    calculator: Calculator
    sheet: str
    row: int

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        return self.calculator.cell(sheet or self.sheet, row, column)

    def column(self, table: str, column: str) -> Column:
        return self.calculator.column(table, column)

    def in_this_row(self, table: str, column: str) -> Scalar:
        return self.calculator.in_row(self.sheet, self.row, table, column)

    def in_these_columns(self, table: str, first: str, last: str) -> Sequence[Scalar | ExcelError]:
        return self.calculator.in_columns(self.sheet, self.row, table, first, last)

    def rows_of(self, table: str, part: str) -> range:
        return self.calculator.rows_of(table, part)

    def name(self, name: str) -> Node:
        return self.calculator.name(name)


def _held(cell: Cell | None) -> Scalar:
    """Return what a cell holds, raising its error."""
    if cell is not None and cell.kind == "e":
        raise ExcelError(str(cell.value))
    return None if cell is None else cell.value
