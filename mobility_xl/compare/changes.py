"""Between which years a series is held against itself."""

from collections.abc import Sequence
from typing import NamedTuple

WEAK = "Weak"


class Point(NamedTuple):
    """One year of a series that has a value, and its quality."""

    year: int
    quality: str


class Ends(NamedTuple):
    """The earlier and the later year of a change; None where there is none to be had."""

    start: int | None
    end: int | None


def ends(points: Sequence[Point], breaks: Sequence[int] = (), start: int | None = None, end: int | None = None) -> Ends:
    """Return from which year to which a series is held against itself.

    Parameters
    ----------
    points
        The years with a value, earliest first.
    breaks
        The years from which the series no longer continues the years before.
    start, end
        Years that were asked for; they stand, also when Weak, and also across a break.

    Returns
    -------
    Ends
        Without a start, the earliest year that is not Weak, after the last break up to the end that was asked
        for, or else up to the last year with a value; without an end, the latest that is not Weak, after the start.
    """
    usable = [one.year for one in points if one.quality != WEAK]
    latest = end if end is not None else points[-1].year if points else 0
    if end is None:
        end = max((year for year in usable if start is None or year > start), default=None)
    if start is None:
        since = max((year for year in breaks if year <= latest), default=0)
        start = min((year for year in usable if since <= year and (end is None or year < end)), default=None)
    return Ends(start, end)
