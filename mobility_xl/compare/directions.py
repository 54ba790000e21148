"""Which way a series went, said without a verdict."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

WEAK = "Weak"


class Point(NamedTuple):
    """One year of a series that has a value."""

    year: int
    value: float
    quality: str


class Course(NamedTuple):
    """From where to where a series went, as published, and which way: up, down or unchanged.

    ``factor`` is what the first value is multiplied by to be in the money of the last year; 1 for what
    is no money.
    """

    first: Point
    last: Point
    way: str
    factor: float = 1.0


def _worth_the_same(_year: int, _into: int) -> float:
    return 1.0


def course(
    points: Sequence[Point], breaks: Sequence[int] = (), worth: Callable[[int, int], float] = _worth_the_same
) -> Course | None:
    """Return where a series came from, or None where fewer than two years can be held together.

    Parameters
    ----------
    points
        The years with a value, earliest first.
    breaks
        The years from which the series no longer continues the years before.
    worth
        What a value of one year is multiplied by to be worth what it would be in another: the price
        index for dollars.

    Notes
    -----
    Weak years are not used, and nothing before the last break is. It says how far the two ends are
    apart, not whether the difference could be chance.
    """
    since = max((year for year in breaks if points and year <= points[-1].year), default=0)
    usable = [point for point in points if point.quality != WEAK and point.year >= since]
    if len(usable) < 2:
        return None
    first, last = usable[0], usable[-1]
    factor = worth(first.year, last.year)
    before = first.value * factor
    way = "up" if last.value > before else "down" if last.value < before else "unchanged"
    return Course(first, last, way, factor)
