"""What an argument of a cell function may be, and how a cell is read as one.

A kind stands in the annotation of an argument, beside the note for its reader. Reading makes a plain
value of what a spreadsheet program has made of the cell, or refuses with BadArgument what nobody can understand.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from mobility_xl.errors import BadArgument

MOST_DIGITS = 15
"""How many digits of a number a spreadsheet program keeps."""

PERCENTILE_DIGITS = 10

Cell = str | float | bool | None
Values = Sequence[Cell]


@dataclass(frozen=True)
class Kind:
    """A kind of argument: its word in the help, and how a cell is read.

    ``is_range`` is set where a range is read by its cells, as the parts of one area; ``whole`` where one may
    be given that is read by its cells, while the function's other ranges are answered cell by cell.
    """

    word: str
    read: Callable[[object, str], object]
    is_range: bool = False
    choices: tuple[str, ...] = ()
    whole: bool = False


def left_out(cell: object) -> bool:
    """Whether a cell stands for an argument left out: an empty cell or empty text."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def name(cell: object, what: str) -> str:
    """Return a text that must be there, such as the name of a metric."""
    if left_out(cell):
        raise BadArgument(f"The {what} is missing. Write its name.")
    if not isinstance(cell, str):
        raise BadArgument(f"The {what} must be a name, not {cell!r}.")
    return cell


def optional_name(cell: object, what: str) -> str | None:
    """Return a text, or None when left out."""
    return None if left_out(cell) else name(cell, what)


def place(cell: object, what: str) -> str:
    """Return a place as text: a name, or a code that a spreadsheet may have made a number of."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return str(whole(cell, what, "a code such as 17031"))
    return name(cell, what)


def optional_place(cell: object, what: str) -> str | None:
    """Return a place as text, or None when left out."""
    return None if left_out(cell) else place(cell, what)


def among(cell: object, what: str) -> str | list[str] | None:
    """Return a text, the places of a range without its empty cells, or None when left out."""
    if isinstance(cell, list):
        return [place(one, what) for one in cell if not left_out(one)]
    return optional_name(cell, what)


def year(cell: object, what: str) -> int | None:
    """Return a year, or None for the latest."""
    if left_out(cell):
        return None
    if isinstance(cell, str):
        text = cell.strip().removesuffix(".0")
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
            raise BadArgument(f"The {what} must be a number such as 2022, not '{cell}'.")
        cell = int(text)
    return whole(cell, what, "a number such as 2022")


def number(cell: object, what: str) -> float:
    """Return a number that must be there; text such as ``40%`` or ``0.4`` is one."""
    if left_out(cell):
        raise BadArgument(f"The {what} is missing. Write a number.")
    if isinstance(cell, str):
        text, percent = cell.strip(), cell.strip().endswith("%")
        try:
            found = float(text.removesuffix("%")) / (100 if percent else 1)
        except ValueError:
            raise BadArgument(f"The {what} must be a number, not '{cell}'.") from None
    elif isinstance(cell, bool) or not isinstance(cell, int | float):
        raise BadArgument(f"The {what} must be a number, not {cell!r}.")
    else:
        found = _as_float(cell, what)
    if not math.isfinite(found):
        raise BadArgument(f"The {what} must be a number, not {cell!r}.")
    return found


def optional_number(cell: object, what: str) -> float | None:
    """Return a number, or None when left out."""
    return None if left_out(cell) else number(cell, what)


def optional_whole(cell: object, what: str) -> int | None:
    """Return a whole number, or None when left out."""
    found = optional_number(cell, what)
    return None if found is None else whole(found, what, "a whole number")


def percentile(cell: object, what: str) -> float:
    """Return a percentile between 0 and 100: ``20``, ``20%`` and ``0.2`` are the same one."""
    found = number(cell, what)
    is_share = 0 < found < 1 or (isinstance(cell, str) and cell.strip().endswith("%"))
    # A spreadsheet makes 0.07 of 7%, and 100 times that is a hair above 7.
    return round(found * 100, PERCENTILE_DIGITS) if is_share else found


def cells(cell: object, what: str) -> Values:
    """Return the cells of a range that must be there, as they are."""
    found = optional_cells(cell, what)
    if found is None:
        raise BadArgument(f"The {what} are missing. Give a cell or a range.")
    return found


def optional_cells(cell: object, _: str) -> Values | None:
    """Return the cells of a range, or None when left out."""
    if isinstance(cell, list):
        return cell
    return None if left_out(cell) else [cell]  # type: ignore[list-item]


def option(cell: object, what: str, choices: tuple[str, ...]) -> str:
    """Return one of a few words, the first when left out."""
    if left_out(cell):
        return choices[0]
    word = cell.strip().lower() if isinstance(cell, str) else str(cell)
    if word not in choices:
        raise BadArgument(f"The {what} must be one of {', '.join(choices)}, not '{cell}'.")
    return word


def whole(cell: object, what: str, expected: str) -> int:
    """Return a whole number of at most 15 digits, which is what a cell can hold."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell % 1:
        raise BadArgument(f"The {what} must be {expected}, not {cell!r}.")
    if abs(cell) >= 10**MOST_DIGITS:
        raise BadArgument(f"The {what} must be {expected}, not a number as large as that.")
    return int(cell)


def _as_float(cell: float, what: str) -> float:
    try:
        return float(cell)
    except OverflowError:
        raise BadArgument(f"The {what} must be a number that a cell can hold.") from None


def parts(*choices: str) -> Kind:
    """Return the kind of an argument that is one of a few words, the first when left out."""
    return Kind("text", lambda cell, what: option(cell, what, choices), choices=choices)


Name = Annotated[str, Kind("text", name)]
OptionalName = Annotated[str | None, Kind("text", optional_name)]
Place = Annotated[str, Kind("text or number", place)]
OptionalPlace = Annotated[str | None, Kind("text or number", optional_place)]
Among = Annotated[str | list[str] | None, Kind("text or range", among, whole=True)]
Year = Annotated[int | None, Kind("number", year)]
Number = Annotated[float, Kind("number", number)]
Percentile = Annotated[float, Kind("number", percentile)]
OptionalNumber = Annotated[float | None, Kind("number", optional_number)]
OptionalWhole = Annotated[int | None, Kind("number", optional_whole)]
Range = Annotated[Values, Kind("range", cells, is_range=True)]
OptionalRange = Annotated[Values | None, Kind("range", optional_cells, is_range=True)]
