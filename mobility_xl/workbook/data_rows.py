"""Writes the rows of a data table as the text of a sheet, all at once.

Data is most of a workbook's cells, and handing each to the writing library took half the time of a build.
"""

import math
from collections.abc import Callable, Sequence

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
    columns: Sequence[tuple[str, int]],
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
        Each column's letter and the number of its format.
    number_of
        Takes in a text and gives the number of it among the workbook's texts.

    Raises
    ------
    TypeError
        When a cell is neither.
    ValueError
        When a number is none that a sheet can hold.
    """
    texts = _Texts(number_of)
    cells = "".join(f'<c r="{letter}%d" s="{look}"%s' for letter, look in columns)
    row_of = f'<row r="%d">{cells}</row>'
    written = []
    for number, row in enumerate(rows, first):
        inside: list[int | str] = [number]
        for value in row:
            inside += number, texts[value] if isinstance(value, str) else _number(value)
        written.append(row_of % tuple(inside))
    return "".join(written)


def _number(value: Value | Cell) -> str:
    """Return the inside of a number's cell."""
    if not isinstance(value, int | float):
        raise TypeError(f"A data table holds texts and numbers, not {value!r}.")
    if not math.isfinite(value):
        raise ValueError(f"A cell cannot hold {value!r}.")
    return f"><v>{value!r}</v></c>"
