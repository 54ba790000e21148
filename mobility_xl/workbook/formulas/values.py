"""What cells hold, and what formulas make of it: numbers, texts, truths, errors, columns of them."""

from collections.abc import Sequence
from functools import cached_property

from mobility_xl.workbook.package import plain_text

Scalar = float | str | bool | None
"""What a cell holds; None is an empty one."""

DIGITS = 15
"""How many digits of a number a program shows."""

WILD = frozenset("*?~")
"""What stands for other letters in a text that is searched for."""

_LARGEST_PLAIN, _SMALLEST_PLAIN = 1e15, 1e-4


class Unknown(Exception):  # noqa: N818 - says what the answer is
    """It cannot be told here what a formula gives."""


class ExcelError(Exception):
    """A formula gives an error, such as ``#N/A``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Column:
    """A column of values in which texts are found quickly; an error in it is an :class:`ExcelError`."""

    def __init__(self, values: Sequence["Scalar | ExcelError"]) -> None:
        self.values = values

    def at(self, place: int) -> Scalar:
        """Return the value at a place counted from 0, raising it where it is an error."""
        found = self.values[place]
        if isinstance(found, ExcelError):
            raise found
        return found

    @cached_property
    def _places(self) -> dict[object, int]:
        places: dict[object, int] = {}
        for place, value in enumerate(self.values):
            places.setdefault(folded(value), place)
        return places

    def find(self, value: Scalar) -> int | None:
        """Return where a value stands first, capitals or not, counted from 0; None where it does not."""
        return self._places.get(folded(value))


def folded(value: "Scalar | ExcelError") -> object:
    """Return what is compared: texts without capitals, and apart from numbers and truths."""
    if isinstance(value, bool):
        return ("truth", value)
    return value.casefold() if isinstance(value, str) else value


def as_number(value: Scalar) -> float:
    """Return a value as an operand of arithmetic."""
    if value is None:
        return 0.0
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise ExcelError("#VALUE!") from None
    return float(value)


def as_truth(value: Scalar) -> bool:
    """Return a value as a condition."""
    if isinstance(value, str):
        raise ExcelError("#VALUE!")
    return bool(value)


def as_text(value: Scalar) -> str:
    """Return a value as a part of a text."""
    if isinstance(value, float) and value and not _SMALLEST_PLAIN <= abs(value) < _LARGEST_PLAIN:
        raise Unknown
    return plain_text(value)


def order(value: Scalar, other: Scalar) -> tuple[int, float | str]:
    """Return what orders values: numbers before texts before truths; an empty cell is what the other is."""
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0
    if isinstance(value, bool):
        return 2, float(value)
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def is_number(text: str) -> bool:
    """Tell whether a text is a number, which some functions take for one."""
    try:
        float(text)
    except ValueError:
        return False
    return True
