"""Reads a workbook back cell by cell, as its formulas and as its cached values.

Our own reader reads here, a sheet when it is first asked for and once for all tests: openpyxl, whose words are used,
takes seconds for the numbers on Data. That other programs read the same is for the golden texts, the tests of the
renderer, IronCalc and LibreOffice to show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from mobility_xl.workbook.package import Cell as StoredCell
from mobility_xl.workbook.package import CellStyle, Grid, Package, Table, cell_name, column_number, every, parse_range
from mobility_xl.workbook.package import Sheet as StoredSheet

_TEXTS = ("s", "str", "inlineStr")


class Cell(NamedTuple):
    """A cell: ``value`` is its formula with the equals sign, or what is cached for it; None where it is empty.

    ``data_type`` is f where the value is a formula, else s for text, n for a number, b or e.
    """

    row: int
    column: int
    value: Any
    data_type: str
    style: CellStyle

    @property
    def coordinate(self) -> str:
        """Its address."""
        return cell_name(self.row, self.column)


class Sheet:
    """One sheet of a workbook, as its formulas or as the values that are cached for them."""

    def __init__(self, package: Package, record: StoredSheet, *, values: bool) -> None:
        self.title = record.name
        self._package, self._record, self._values = package, record, values

    @cached_property
    def _grid(self) -> Grid:
        return self._package.grid(self._record)

    def elements(self, name: str) -> list[Element]:
        """Return what its part holds of a name beside the rows, such as pageSetup."""
        return list(every(self._grid.root, name))

    @property
    def print_area(self) -> str:
        """What of it is printed, as a formula."""
        at = self._package.sheets.index(self._record)
        areas = (one.formula for one in self._package.names if (one.name, one.scope) == ("_xlnm.Print_Area", at))
        return next(areas, "")

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Its tables by name."""
        return {table.display_name: table for table in self._package.tables_of(self._record)}

    @cached_property
    def max_row(self) -> int:
        """Its last row."""
        return max((row.number for row in self._grid.rows), default=1)

    @cached_property
    def max_column(self) -> int:
        """Its last column."""
        return max((cell.column for cell in self._grid.cells()), default=1)

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell, also where the file writes none."""
        found = self._grid.cell(row, column)
        if found is None:
            return Cell(row, column, None, "n", CellStyle())
        kind = "f" if self._is_formula(found) else "s" if found.kind in _TEXTS else found.kind
        return Cell(row, column, self.value(row, column), kind, self._package.styles.of(found.style))

    def value(self, row: int, column: int) -> Any:
        """Return what a cell holds."""
        found = self._grid.cell(row, column)
        if found is None:
            return None
        return f"={found.formula}" if self._is_formula(found) else _plain(found.value)

    def _is_formula(self, cell: StoredCell) -> bool:
        return cell.formula is not None and not self._values

    def iter_rows(
        self,
        min_row: int = 1,
        max_row: int | None = None,
        min_col: int = 1,
        max_col: int | None = None,
        *,
        values_only: bool = False,
    ) -> Iterator[tuple[Any, ...]]:
        """Give the rows as cells, or as values, each as long as the others."""
        columns = range(min_col, (max_col or self.max_column) + 1)
        give = self.value if values_only else self.cell
        for row in range(min_row, (max_row or self.max_row) + 1):
            yield tuple([give(row, column) for column in columns])

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return self.iter_rows()

    def __getitem__(self, place: str) -> Any:
        """Return a cell, the cells of a column such as A, or the rows of a range."""
        if place.isalpha():
            return tuple(self.cell(row, column_number(place)) for row in range(1, self.max_row + 1))
        area = parse_range(place)
        if area is None:
            raise KeyError(place)
        if ":" not in place:
            return self.cell(area.top, area.left)
        return tuple(self.iter_rows(area.top, area.bottom, area.left, area.right))


class Workbook:
    """A workbook, as its formulas or as the values that are cached for them."""

    def __init__(self, package: Package, *, values: bool) -> None:
        self.worksheets = [Sheet(package, record, values=values) for record in package.worksheets]
        self.sheetnames = [sheet.title for sheet in self.worksheets]
        self.defined_names = {name.name: name.formula for name in package.names if name.scope is None}

    def __getitem__(self, tab: str) -> Sheet:
        return self.worksheets[self.sheetnames.index(tab)]

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.worksheets)


@dataclass(frozen=True)
class Formula:
    """A formula with the value that is cached for it."""

    text: str
    value: Any


def package_of(path: Path) -> Package:
    """Return a workbook as its parts, which are read once for tests that ask for them one after the other."""
    about = path.stat()
    return _opened(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=4)
def _opened(path: Path, _written: int, _size: int) -> Package:
    return Package.open(path)


def sheets_of(path: Path, *, values: bool = False) -> Workbook:
    """Return the sheets of a workbook."""
    return _sheets(package_of(path), values=values)


@lru_cache(maxsize=8)
def _sheets(package: Package, *, values: bool) -> Workbook:
    return Workbook(package, values=values)


def formulas(path: Path) -> dict[tuple[str, str], Formula]:
    """Return every formula of a workbook by (sheet, cell)."""
    package = package_of(path)
    return {
        (sheet.name, cell.address): Formula(f"={cell.formula}", _plain(cell.value))
        for sheet in package.worksheets
        for cell in package.grid(sheet).cells()
        if cell.formula is not None
    }


def texts(path: Path) -> dict[tuple[str, str], str]:
    """Return every text that a reader sees, by (sheet, cell), sentences made by formulas too."""
    package = package_of(path)
    return {
        (sheet.name, cell.address): cell.value
        for sheet in package.worksheets
        for cell in package.grid(sheet).cells()
        if isinstance(cell.value, str) and cell.value
    }


def estimates(path: Path) -> Iterator[dict[str, Any]]:
    """Return the rows of the Estimates table."""
    sheet = sheets_of(path, values=True)["Data"]
    table = sheet.tables["Estimates"]
    area = table.body
    assert area is not None
    for row in sheet.iter_rows(area.top, area.bottom, area.left, area.right, values_only=True):
        yield dict(zip(table.columns, row, strict=True))


def same(one: object, other: object) -> bool:
    """Whether two values are the same, as far as a program that writes 15 digits can tell."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-14 * max(abs(one), abs(other))
    return one == other


def calculated_otherwise(
    path: Path, anew: Mapping[tuple[str, str], object], *, without: str | None = None
) -> dict[tuple[str, str], tuple[object, object]]:
    """Return the formulas whose cached value is not the one that a program gave, by (sheet, cell), with both.

    Those that hold the word ``without`` are left out.
    """
    return {
        cell: (formula.value, anew.get(cell))
        for cell, formula in formulas(path).items()
        if not same(formula.value, anew.get(cell)) and (without is None or without not in formula.text)
    }


def _plain(value: float | str | bool | None) -> Any:
    """Return a value as one would type it: whole numbers without a decimal point, an empty text as nothing."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if value != "" else None
