"""Checks whether columns are wide enough for what stands in them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from mobility_xl.workbook.lint import Problem
from mobility_xl.workbook.package import (
    Cell,
    Grid,
    Package,
    Range,
    Sheet,
    cell_name,
    decimal_number,
    every,
    parse_ranges,
)
from mobility_xl.workbook.package.shown import room, shown

# A column's stored width counts five pixels of padding; a digit of the usual font is seven wide.
_PADDING = 5 / 7
_USUAL_WIDTH = 9.14
# Letters are narrower than digits on average; a text is told as cut only when it clearly is.
_LETTER = 0.9
_SLACK = 1.0


@dataclass(frozen=True)
class _Widths:
    """The room in each column of a sheet, in digits of the workbook's normal font."""

    usual: float
    own: dict[int, float]

    def of(self, column: int) -> float:
        return self.own.get(column, self.usual)


def wide_enough(package: Package) -> Iterator[Problem]:
    """Find numbers that would show as ####, and text that the next cell cuts off.

    An estimate: nothing but Excel itself knows how wide a font runs.
    """
    normal = package.styles.normal.font.size or 11
    for sheet in package.worksheets:
        grid = package.grid(sheet)
        widths = _widths(grid)
        merged = [area for merge in every(grid.root, "mergeCell") for area in parse_ranges(merge.get("ref", ""))]
        for cell in _longest_numbers(grid):
            style = package.styles.of(cell.style)
            text = shown(cell.value, style.number_format) if isinstance(cell.value, float) else None
            if text is None or style.shrunk or any(area.holds(cell.row, cell.column) for area in merged):
                continue
            needed = room(text) * (style.font.size or normal) / normal
            there = widths.of(cell.column)
            if needed > there:
                advice = f"Widen the column to {math.floor(needed) + 1} or more, as Excel shows widths"
                yield Problem(sheet.name, cell.address, f"{advice} (now {there:.1f}), or #### is shown.")
        yield from _cut_texts(package, sheet, widths, merged)


def _widths(grid: Grid) -> _Widths:
    settings = grid.root.find("{*}sheetFormatPr")
    usual = None if settings is None else decimal_number(settings.get("defaultColWidth"))
    own = {
        number: max(column.width - _PADDING, 0)
        for column in grid.columns
        if column.width is not None
        # A column element may span all 16,384; what stands beyond the first thousand is not looked at.
        for number in range(column.first, min(column.last, column.first + 1000) + 1)
    }
    return _Widths((usual or _USUAL_WIDTH) - _PADDING, own)


def _longest_numbers(grid: Grid) -> list[Cell]:
    """Return, for each column and look, the largest and the smallest number: no other needs more room."""
    largest: dict[tuple[int, int], tuple[float, Cell]] = {}
    smallest: dict[tuple[int, int], tuple[float, Cell]] = {}
    for cell in grid.cells():
        value = cell.value
        if isinstance(value, float):
            key = (cell.column, cell.style)
            if key not in largest:
                largest[key] = smallest[key] = (value, cell)
            elif value > largest[key][0]:
                largest[key] = (value, cell)
            elif value < smallest[key][0]:
                smallest[key] = (value, cell)
    return list(dict.fromkeys(cell for _, cell in (*largest.values(), *smallest.values())))


def _cut_texts(package: Package, sheet: Sheet, widths: _Widths, merged: list[Range]) -> Iterator[Problem]:
    """Give the texts that are longer than their column while the next cell is filled: one per column."""
    grid = package.grid(sheet)
    normal = package.styles.normal.font.size or 11
    told: set[int] = set()
    for text, cell in grid.texts.items():
        style = package.styles.of(cell.style)
        if style.wrapped or style.shrunk or cell.column in told:
            continue
        longest_line = max(text.splitlines(), key=len, default="")
        needed = len(longest_line) * _LETTER * (style.font.size or normal) / normal
        if needed <= widths.of(cell.column) + _SLACK or grid.is_blank(cell.row, cell.column + 1):
            continue
        if not any(area.holds(cell.row, cell.column) for area in merged):
            told.add(cell.column)
            place = cell_name(cell.row, cell.column)
            yield Problem(sheet.name, place, f"Widen the column to {needed:.0f} or wrap the text, which is cut off.")
