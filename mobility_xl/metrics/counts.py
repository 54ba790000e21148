"""Reads ranges of cells as numbers, and refuses what cannot be one."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import fsum, inf, isfinite
from typing import TypeAlias

from mobility_xl.errors import BadArgument, Undefined
from mobility_xl.words import several

Cells: TypeAlias = object
"""A range as a spreadsheet or Python gives it: a sequence of cells, one cell, a numpy array, a pandas Series."""


def listed(given: Cells) -> list[object]:
    """Return the cells of a range; one value is a range of one."""
    # numpy and pandas give Python's own values so; neither is imported for it. A frame is its cells, row by row.
    values = given.to_numpy().ravel() if hasattr(given, "columns") and hasattr(given, "to_numpy") else given
    plain = values.tolist() if hasattr(values, "tolist") else values
    if isinstance(plain, Sequence) and not isinstance(plain, str | bytes):
        return [cell.item() if hasattr(cell, "item") else cell for cell in plain]
    return [plain]


def numbers(given: Cells, name: str, least: float = 0.0, most: float = inf) -> list[float]:
    """Return a range as numbers.

    Parameters
    ----------
    given
        At least one cell, each of them a finite number.
    name
        What the range is called in the sentence of an error.
    least, most
        The bounds of a sensible number, themselves included.

    Raises
    ------
    BadArgument
        For an empty range, a blank cell, a text, TRUE or FALSE, NaN, infinity, or a number out of
        bounds. The sentence begins with the range's name and the cell's position.
    """
    cells = listed(given)
    if not cells:
        raise BadArgument(f"{name} is an empty range. Give at least one cell.")
    return [_number(cell, where(name, given, position), least, most) for position, cell in enumerate(cells)]


def number(given: Cells, name: str, least: float = 0.0, most: float = inf) -> float:
    """Return an argument that is one number, alone or in a range of one cell.

    Raises
    ------
    BadArgument
        As :func:`numbers`, and for more cells than one.
    """
    count = len(listed(given))
    if count > 1:
        raise BadArgument(f"{name} is a range of {count} cells. Give one number.")
    return numbers(given, name, least, most)[0]


def paired(**ranges: Cells) -> list[list[float]]:
    """Return ranges of counts that belong together row by row.

    Raises
    ------
    BadArgument
        As :func:`numbers`, and where the ranges are not equally long.
    """
    found = {name: numbers(given, name) for name, given in ranges.items()}
    same_length(**found)
    return list(found.values())


def same_length(**ranges: Sequence[object]) -> None:
    """Refuse ranges that do not belong together row by row.

    Raises
    ------
    BadArgument
        Naming the first two whose lengths differ.
    """
    (first, cells), *others = ranges.items()
    for name, more in others:
        if len(more) != len(cells):
            raise BadArgument(
                f"{first} has {several(len(cells), 'cell')} and {name} has {len(more)}. Give ranges of the same "
                "length, row by row."
            )


def within(**ranges: list[float]) -> None:
    """Refuse more cases than there are people: two ranges, row by row.

    Raises
    ------
    BadArgument
        Naming the first row in which the first range is above the second.
    """
    (part, cases), (whole, people) = ranges.items()
    for position, (case, all_) in enumerate(zip(cases, people, strict=True)):
        if case > all_:
            raise BadArgument(
                f"{where(part, cases if len(cases) > 1 else cases[0], position)} is {said(case)}, more than the "
                f"{said(all_)} of {whole}. Correct one of the two."
            )


def total(values: Sequence[float]) -> float:
    """Return the sum, rounded once.

    Raises
    ------
    Undefined
        When it is too large for a number.
    """
    try:
        return fsum(values)
    # Infinite products of both signs are a ValueError to it.
    except (OverflowError, ValueError):
        raise Undefined(
            "The sum is too large for a number. Check the units of what was given.", too_large=True
        ) from None


def quotient(above: float, below: float, nothing: str) -> float:
    """Divide, or say what there is nothing of.

    Raises
    ------
    Undefined
        When ``below`` is 0, with the sentence ``nothing``; when the answer is too large for a number.
    """
    if below == 0:
        raise Undefined(nothing)
    answer = above / below
    if not isfinite(answer):
        raise Undefined("The answer is too large for a number. Check the units of what was given.", too_large=True)
    return answer


def said(value: float) -> str:
    """Return a number as a sentence has it, such as ``1,234.5``."""
    return f"{value:,.6f}".rstrip("0").rstrip(".") if abs(value) < 10**15 else f"{value:g}"


def percent(share: float) -> str:
    """Return a share as a sentence has it, such as ``12.3%``; halves round up, as in spreadsheet programs."""
    if abs(share) >= 10**15:
        return f"{share:.1%}"
    exact = Decimal(f"{share:.15g}") * 100
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def where(name: str, given: Cells, position: int) -> str:
    """Return how a sentence names a cell of a range, such as ``counts, cell 3,``; a value alone has no position."""
    alone = isinstance(given, str | bytes) or not (isinstance(given, Sequence) or hasattr(given, "__len__"))
    return name if alone else f"{name}, cell {position + 1},"


def _number(cell: object, place: str, least: float, most: float) -> float:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        raise BadArgument(f"{place} is blank. Write 0 where there is none, or leave its row out of every range.")
    if isinstance(cell, bool):
        raise BadArgument(f"{place} is {str(cell).upper()}. Write a number.")
    if isinstance(cell, str):
        raise BadArgument(f"{place} is the text '{cell}'. Write a number.")
    if not isinstance(cell, int | float):
        raise BadArgument(f"{place} is no number but {cell!r}. Write a number.")
    try:
        value = float(cell)
    except OverflowError:
        raise BadArgument(f"{place} is too large for a number. Correct it.") from None
    if not isfinite(value):
        raise BadArgument(f"{place} is {cell}, which is no finite number. Correct it or leave its row out.")
    if value < least:
        raise BadArgument(f"{place} is {said(value)}. It cannot be below {said(least)}: correct it.")
    if value > most:
        raise BadArgument(f"{place} is {said(value)}. It cannot be above {said(most)}: correct it.")
    return value
