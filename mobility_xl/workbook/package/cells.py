"""The rows and cells of a sheet, read in one pass."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from math import isfinite
from typing import NamedTuple, Self
from xml.etree.ElementTree import Element

from mobility_xl.workbook.package.elements import (
    decimal_number,
    decoded,
    is_true,
    local_name,
    whole_number,
    without_collection,
)
from mobility_xl.workbook.package.references import cell_name, column_name, parse_cell


class Run(NamedTuple):
    """A stretch of text with a look of its own; None is the cell's own font or size."""

    text: str
    font: str | None
    size: float | None
    raised: bool


class Text(str):
    """A cell's text whose parts have looks of their own."""

    __slots__ = ("runs",)
    runs: tuple[Run, ...]

    def __new__(cls, text: str, runs: tuple[Run, ...]) -> Self:
        """Make a text with its runs."""
        made = super().__new__(cls, text)
        made.runs = runs
        return made


class Cell(NamedTuple):
    """One cell as the file has it.

    ``kind`` is the type letter of the file: n number, s shared string, str formula text, inlineStr,
    b boolean, e error, d date. ``value`` is a number, a text, or a boolean; None where the file holds
    none, or where a shared string's index points at nothing; a number that cannot be read stays the
    text it is. ``formula`` has no equals sign, is empty where it repeats a shared formula, and None
    where the cell has none. ``column`` is 0 where the address cannot be read.
    """

    row: int
    column: int
    kind: str
    style: int
    value: float | str | bool | None
    formula: str | None

    @property
    def address(self) -> str:
        """The cell's name, such as B12."""
        return cell_name(self.row, self.column)

    @property
    def text(self) -> str:
        """The value where it is text, else nothing."""
        return self.value if isinstance(self.value, str) and self.kind != "e" else ""

    @property
    def said(self) -> str:
        """What a reader sees in it, whatever its format, without spaces around: see :func:`plain_text`."""
        return plain_text(decoded(self.value) if isinstance(self.value, str) else self.value).strip()

    @property
    def is_blank(self) -> bool:
        """Whether a reader sees nothing in it."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


def plain_text(value: float | str | bool | date | None) -> str:
    """Return a value as people would type it: of a whole number its digits, of a day the year first.

    A number has the 15 digits that spreadsheet programs show, a truth is TRUE or FALSE, nothing is an empty text.
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() | int():
            return f"{value:.15g}"
        case date():
            return value.isoformat()
        case _:
            return value


@dataclass(frozen=True, slots=True)
class Row:
    """One row that the file writes down; ``style`` is None where the row sets none."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool
    style: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """Columns from first to last that share a width (in characters) and a look."""

    first: int
    last: int
    width: float | None
    hidden: bool
    style: int | None


@dataclass(frozen=True)
class Grid:
    """What a sheet's part holds: ``root`` is its XML without the rows, which are in ``rows``."""

    root: Element
    rows: tuple[Row, ...]

    @cached_property
    def _by_number(self) -> dict[int, dict[int, Cell]]:
        return {row.number: {cell.column: cell for cell in row.cells} for row in self.rows}

    def cells(self) -> Iterator[Cell]:
        """Give every cell in the file's order."""
        return chain.from_iterable(row.cells for row in self.rows)

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell, None where the file writes none."""
        return self._by_number.get(row, {}).get(column)

    def text(self, row: int, column: int) -> str:
        """Return a cell's text, nothing where it holds none."""
        cell = self.cell(row, column)
        return "" if cell is None else cell.text

    def is_blank(self, row: int, column: int) -> bool:
        """Tell whether a reader sees nothing in a cell."""
        cell = self.cell(row, column)
        return cell is None or cell.is_blank

    @cached_property
    def texts(self) -> dict[str, Cell]:
        """Every different text of the sheet with the first cell that holds it; blanks are left out."""
        found: dict[str, Cell] = {}
        for cell in self.cells():
            if isinstance(cell.value, str) and cell.kind != "e" and cell.value.strip():
                found.setdefault(cell.value, cell)
        return found

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that set a width or a look."""
        return tuple(
            Column(
                first=whole_number(column.get("min")) or 0,
                last=whole_number(column.get("max")) or 0,
                width=decimal_number(column.get("width")),
                hidden=is_true(column.get("hidden")),
                style=whole_number(column.get("style")),
            )
            for column in self.root.iterfind("{*}cols/{*}col")
        )


def read_text(element: Element) -> str:
    """Return the text of a shared or inline string; pronunciation hints are left out."""
    runs = tuple(_read_run(run) for run in element.iterfind("{*}r"))
    plain = element.findtext("{*}t") or ""
    return Text(plain + "".join(run.text for run in runs), runs) if runs else plain


def _read_run(run: Element) -> Run:
    properties = run.find("{*}rPr")
    look = {} if properties is None else {local_name(child): child.get("val") for child in properties}
    return Run(
        text=run.findtext("{*}t") or "",
        font=look.get("rFont"),
        size=decimal_number(look.get("sz")),
        raised=look.get("vertAlign") == "superscript",
    )


def read_grid(elements: Iterable[Element], strings: Sequence[str]) -> Grid:
    """Read a sheet from its row elements and, last, its root; see ``Archive.stream``."""
    rows: list[Row] = []
    root = Element("")
    with without_collection():
        for element in elements:
            if element.tag.endswith("}row"):
                rows.append(_read_row(element, rows[-1].number + 1 if rows else 1, strings))
            else:
                root = element
    for data in root.iterfind("{*}sheetData"):
        data.clear()
    return Grid(root, tuple(rows))


def _read_row(element: Element, expected: int, strings: Sequence[str]) -> Row:
    number = whole_number(element.get("r")) or expected
    styled = is_true(element.get("customFormat"))
    return Row(
        number=number,
        cells=tuple(_read_cells(element, number, strings)),
        hidden=is_true(element.get("hidden")),
        style=whole_number(element.get("s")) if styled else None,
    )


def _read_cells(row: Element, number: int, strings: Sequence[str]) -> list[Cell]:
    """Return the cells of a row.

    A long sheet spends its time here, hence the plain steps and ``tuple.__new__``, which makes a
    record in two thirds of the time of calling its class.
    """
    space = row.tag[: -len("row")]
    value_tag, formula_tag, inline_tag = space + "v", space + "f", space + "is"
    digits = str(number)
    cells: list[Cell] = []
    column = 0
    for element in row:
        get = element.get
        own_number = number
        address = get("r")
        if address is None:
            column += 1
        elif address.endswith(digits) and (known := _COLUMNS.get(address[: -len(digits)])):
            column = known
        else:
            own_number, column = parse_cell(address) or (0, 0)
        raw = formula = inline = None
        for child in element:
            tag = child.tag
            if tag == value_tag:
                raw = child.text or ""
            elif tag == formula_tag:
                formula = child.text or ""
            elif tag == inline_tag:
                inline = read_text(child)
        kind = get("t", "n")
        style = get("s")
        value = _read_value(kind, raw, strings) if inline is None else inline
        cells.append(
            tuple.__new__(Cell, (own_number, column, kind, _read_style(style) if style else 0, value, formula))
        )
    return cells


# Looking letters up is quicker than working them out; a sheet has far fewer columns than cells.
_COLUMNS = {column_name(column): column for column in range(1, 703)}


def _read_style(text: str) -> int:
    """Return a style's index; what is no number points at no look, and -1 is out of any range."""
    index = whole_number(text)
    return -1 if index is None else index


def _read_value(kind: str, raw: str | None, strings: Sequence[str]) -> float | str | bool | None:
    """Return a cell's value from the text the file has for it."""
    if raw is None or (not raw and kind != "str"):
        return None
    try:
        if kind == "n":
            number = float(raw)
            return number if isfinite(number) else raw
        if kind == "s":
            index = int(raw)
            return strings[index] if index >= 0 else None
    except ValueError:
        return raw if kind == "n" else None
    except IndexError:
        return None
    return is_true(raw) if kind == "b" else raw
