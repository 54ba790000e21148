"""Functions that make one value of many, such as SUM."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from mobility_xl.workbook.formulas.values import WILD, ExcelError, Scalar, Unknown, as_number, folded, is_number


@dataclass(frozen=True, slots=True)
class Gathered:
    """The values of one argument; ``refers`` tells whether they are cells, whose texts and truths do not count."""

    values: "Sequence[Scalar | ExcelError]"
    refers: bool

    @property
    def numbers(self) -> list[float]:
        """The numbers among them; an error among them is raised."""
        for one in self.values:
            if isinstance(one, ExcelError):
                raise one
        if len(self.values) == 1 and not self.refers:
            return [] if self.values[0] is None else [as_number(self.values[0])]  # type: ignore[arg-type]
        return [one for one in self.values if isinstance(one, float)]


def counted(value: "Scalar | ExcelError") -> float:
    """Return what a value adds to a sum of products."""
    if isinstance(value, ExcelError):
        raise value
    return value if isinstance(value, float) else 0.0


def condition(sought: Scalar) -> "Callable[[Scalar | ExcelError], bool]":
    """Return the condition of COUNTIF that a value meets.

    A number, a text, a text with stars for any letters, ``<>`` before a text that must not stand there, or
    nothing for what is empty. An error meets none of them, and it is not said here whether it is no text.
    """
    if sought == "":
        return lambda value: value is None or value == ""
    if isinstance(sought, str):
        unlike, text = sought.startswith("<>"), sought.removeprefix("<>")
        if not text or is_number(text) or text[0] in "<>=" or WILD & (set(text) - {"*"}):
            raise Unknown
        if "*" not in text:
            return partial(_is_unlike if unlike else _is, folded(text))
        if not unlike:
            pattern = ".*".join(map(re.escape, text.split("*")))
            return partial(_reads, re.compile(pattern, re.IGNORECASE | re.DOTALL))
        raise Unknown
    return partial(_is, folded(sought))


def _is(wanted: object, value: "Scalar | ExcelError") -> bool:
    return folded(value) == wanted


def _is_unlike(wanted: object, value: "Scalar | ExcelError") -> bool:
    if isinstance(value, ExcelError):
        raise Unknown
    return folded(value) != wanted


def _reads(pattern: re.Pattern[str], value: "Scalar | ExcelError") -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _numbers(arguments: Sequence[Gathered]) -> list[float]:
    return [number for one in arguments for number in one.numbers]


def _ranked(arguments: Sequence[Gathered], *, largest: bool) -> float:
    """SMALL and LARGE."""
    numbers, place = sorted(arguments[0].numbers, reverse=largest), int(arguments[1].numbers[0])
    if not 1 <= place <= len(numbers):
        raise ExcelError("#NUM!")
    return numbers[place - 1]


def _average(arguments: Sequence[Gathered]) -> float:
    numbers = _numbers(arguments)
    if not numbers:
        raise ExcelError("#DIV/0!")
    return sum(numbers) / len(numbers)


OVER: dict[str, Callable[[Sequence[Gathered]], Scalar]] = {
    "SUM": lambda arguments: sum(_numbers(arguments)),
    "MAX": lambda arguments: max(_numbers(arguments), default=0.0),
    "MIN": lambda arguments: min(_numbers(arguments), default=0.0),
    "AVERAGE": _average,
    "COUNT": lambda arguments: float(
        sum(isinstance(value, float) and not isinstance(value, bool) for one in arguments for value in one.values)
    ),
    "COUNTA": lambda arguments: float(sum(value is not None for one in arguments for value in one.values)),
    "SMALL": partial(_ranked, largest=False),
    "LARGE": partial(_ranked, largest=True),
}
"""Functions that make one value of many."""
