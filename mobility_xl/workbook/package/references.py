"""Cell and range references, as they stand in the parts of a workbook."""

import re
from dataclasses import dataclass
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_WHOLE_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_WHOLE_ROW = re.compile(r"\$?([1-9][0-9]{0,6})")
_SHEET_AND_RANGE = re.compile(r"('(?:[^']|'')+'|[^'!,()\s]+)!([$A-Za-z0-9:]+)")

_PLAIN_NAME = re.compile(r"(?!(?:R|C|RC)$)[A-Z]+", re.IGNORECASE)
"""Names of sheets that cannot be read as anything else in a formula."""


class Spread(NamedTuple):
    """How many rows and columns beyond its own place something is repeated."""

    up: int = 0
    left: int = 0
    down: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """A block of cells; rows and columns count from 1 and both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = cell_name(self.top, self.left)
        last = cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def height(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.right - self.left + 1

    def holds(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def encloses(self, other: "Range") -> bool:
        """Tell whether all of another range lies in it."""
        return self.holds(other.top, other.left) and self.holds(other.bottom, other.right)

    def spread(self, by: Spread) -> "Range":
        """Return all that a reference to it means where the reference is repeated beyond its own place."""
        top, left = max(1, self.top - by.up), max(1, self.left - by.left)
        return Range(top, left, self.bottom + by.down, self.right + by.right)

    def around(self, other: "Range") -> "Range":
        """Return the block from the first cell of the two to the last."""
        return Range(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )

    def overlaps(self, other: "Range") -> bool:
        """Tell whether the two share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


EVERYWHERE = Range(1, 1, LAST_ROW, LAST_COLUMN)
"""All cells of a sheet."""


def column_name(column: int) -> str:
    """Return the letters of a column, 1 being A."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, A being 1, and 0 for letters that name none."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number if number <= LAST_COLUMN else 0


def cell_name(row: int, column: int) -> str:
    """Return a cell's address, such as B12."""
    return f"{column_name(column)}{row}"


def parse_cell(text: str) -> tuple[int, int] | None:
    """Return the row and column of an address such as B12 or $B$12, None where it is not one."""
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if column and row <= LAST_ROW else None


def parse_range(text: str) -> Range | None:
    """Return the range that a reference without a sheet names, None where it is not one.

    Whole columns (A:C) and whole rows (1:3) count, corners may come in any order.
    """
    first, colon, last = text.partition(":")
    start, end = parse_cell(first), parse_cell(last if colon else first)
    if start is not None and end is not None:
        rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
        return Range(rows[0], columns[0], rows[1], columns[1])
    if _WHOLE_COLUMN.fullmatch(first) and _WHOLE_COLUMN.fullmatch(last):
        columns = sorted((column_number(first.strip("$")), column_number(last.strip("$"))))
        return Range(1, columns[0], LAST_ROW, columns[1]) if columns[0] else None
    if _WHOLE_ROW.fullmatch(first) and _WHOLE_ROW.fullmatch(last):
        rows = sorted((int(first.strip("$")), int(last.strip("$"))))
        return Range(rows[0], 1, rows[1], LAST_COLUMN) if rows[1] <= LAST_ROW else None
    return None


def parse_ranges(text: str) -> tuple[Range, ...]:
    """Return the ranges of a list separated by spaces (``sqref``), leaving out what is not one."""
    ranges = (parse_range(piece) for piece in text.split())
    return tuple(found for found in ranges if found is not None)


def parse_sheet_ranges(text: str) -> tuple[tuple[str, Range], ...]:
    """Return (sheet, range) for each reference such as ``'My sheet'!$A$1:$B$2`` in a chart's source."""
    found = []
    for sheet, reference in _SHEET_AND_RANGE.findall(text):
        area = parse_range(reference)
        if area is not None:
            found.append((parse_sheet(sheet), area))
    return tuple(found)


def parse_sheet(written: str) -> str:
    """Return what a sheet is called, of its name as formulas write it: between apostrophes, or plain."""
    apostrophes = len(written) > 1 and written[0] == written[-1] == "'"
    return written[1:-1].replace("''", "'") if apostrophes else written


def sheet_name(tab: str) -> str:
    """Return a sheet's name as formulas write it: between apostrophes unless nobody could misread it."""
    doubled = tab.replace("'", "''")
    return tab if _PLAIN_NAME.fullmatch(tab) else f"'{doubled}'"
