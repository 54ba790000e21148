"""Two estimates with confidence intervals: how far apart, between which bounds, and whether chance would do it.

The bounds are those of MOVER, the method of variance estimates recovery, which keeps what a published
interval reaches below its value apart from what it reaches above (Newcombe 1998, Statistics in Medicine
17, 873-890; Zou and Donner 2008, Statistics in Medicine 27, 1693-1702). With symmetric intervals the
test is the Z test of the Census Bureau.
"""

from math import erfc, exp, log, sqrt
from typing import NamedTuple

from mobility_xl.compare.rules import rules


class Reach(NamedTuple):
    """A value, and how far its interval reaches below and above it."""

    value: float
    down: float
    up: float

    def times(self, factor: float) -> "Reach":
        """Return it in other money."""
        return Reach(self.value * factor, self.down * factor, self.up * factor)


Bounds = tuple[float, float]


def reach(value: float, lower: float | None, upper: float | None, *, share: bool) -> Reach | None:
    """Return how far an interval reaches on each side, or None where nothing can be tested with it.

    Parameters
    ----------
    value, lower, upper
        An estimate with its published 95% bounds.
    share
        Whether it lies between 0 and 1. A bound that is 0 or 1 was then cut there by the publisher, and
        that side reaches as far as the other.

    Returns
    -------
    Reach or None
        None where a bound is missing or on the wrong side of its value, and where the interval has no width.
    """
    if lower is None or upper is None or not lower <= value <= upper:
        return None
    down, up = value - lower, upper - value
    if share:
        down, up = (up if lower in {0, 1} else down), (down if upper in {0, 1} else up)
    return Reach(value, down, up) if down or up else None


def bounds(first: Reach, second: Reach) -> Bounds:
    """Return the bounds of the first minus the second."""
    apart = first.value - second.value
    return apart - _joined(first.down, second.up), apart + _joined(first.up, second.down)


def ratio_bounds(first: Reach, second: Reach) -> Bounds | None:
    """Return the bounds of the first divided by the second: those of the difference of their logarithms.

    None where a value, or a bound that would be used, is not above 0.
    """
    if min(first.value - first.down, second.value - second.down) <= 0:
        return None
    apart = log(first.value / second.value)
    (first_down, first_up), (second_down, second_up) = _logs(first), _logs(second)
    return exp(apart - _joined(first_down, second_up)), exp(apart + _joined(first_up, second_down))


def p_value(first: Reach, second: Reach) -> float | None:
    """Return how often chance alone would make a difference as large, two-sided.

    It uses the sides that face each other. None where neither reaches towards the other.
    """
    apart = first.value - second.value
    spread = _joined(first.down, second.up) if apart > 0 else _joined(first.up, second.down)
    return erfc(rules().z * abs(apart) / spread / sqrt(2)) if spread else None


def _joined(one: float, other: float) -> float:
    return sqrt(one * one + other * other)


def _logs(one: Reach) -> Bounds:
    """Return how far an interval reaches below and above on the scale of logarithms."""
    return log(one.value / (one.value - one.down)), log((one.value + one.up) / one.value)
