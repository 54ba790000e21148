"""Writes the rows of a data table as the text of a sheet, all at once.

Data is most of a workbook's cells, and handing each to the writing library took half the time of a build.
"""

import math
from collections.abc import Callable, Sequence
from html import escape

from mobility_xl.workbook.blocks import Cell, Value


class _Texts(dict[str, str]):
    """The inside of a text's cell, which is the text's number in the workbook; asked for once."""

    def __init__(self, number_of: Callable[[str], int]) -> None:
        super().__init__()
        self._number_of = number_of

    def __missing__(self, text: str) -> str:
        self[text] = inside = f' t="s"><v>{self._number_of(text)}</v></c>'
        return inside


def data_rows(
    rows: Sequence[Sequence[Value | Cell]],
    first: int,
    columns: Sequence[tuple[str, int, str]],
    number_of: Callable[[str], int],
) -> str:
    """Return rows as elements of a sheet.

    Parameters
    ----------
    rows
        Texts and numbers; numbers are written with all their digits.
    first
        The number of the first row, counted from 1.
    columns
        Each column's letter, the number of its format, and the formula of its numbers where they have one.
    number_of
        Takes in a text and gives the number of it among the workbook's texts.

    Raises
    ------
    TypeError
        When a cell is neither.
    ValueError
        When a number is none that a sheet can hold.
    """
    for at, (letter, _, formula) in enumerate(columns):
        if formula and any(isinstance(row[at], str) for row in rows):
            raise TypeError(f"The formula of column {letter} gives numbers alone.")
    texts = _Texts(number_of)
    cells = "".join(_start(*column) for column in columns)
    row_of = f'<row r="%d">{cells}</row>'
    written = []
    for number, row in enumerate(rows, first):
        inside: list[int | str] = [number]
        for value in row:
            inside += number, texts[value] if isinstance(value, str) else _number(value)
        written.append(row_of % tuple(inside))
    return "".join(written)


def _start(letter: str, look: int, formula: str) -> str:
    """Return how a column's cells begin, up to what their inside begins with."""
    start = f'<c r="{letter}%d" s="{look}"'
    return f"{start}><f>{escape(formula, quote=False).replace('%', '%%')}</f%s" if formula else f"{start}%s"


def _number(value: Value | Cell) -> str:
    """Return the inside of a number's cell."""
    if not isinstance(value, int | float):
        raise TypeError(f"A data table holds texts and numbers, not {value!r}.")
    if not math.isfinite(value):
        raise ValueError(f"A cell cannot hold {value!r}.")
    return f"><v>{value!r}</v></c>"
