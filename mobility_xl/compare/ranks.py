"""Ranks, the ranks that chance cannot rule out, and percentiles; the place of one value among a few.

The best and worst rank of an area count the areas that are clearly more and clearly less favorable, each
pair tested at 5% divided by the number of pairs: the plain form of the marginal confidence sets of
Mogstad, Romano, Shaikh and Wilhelm (2024, Review of Economic Studies 91, 476-518).
"""

from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mobility_xl.compare.intervals import Reach
from mobility_xl.compare.rules import rules

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

AT_ONCE = 256
"""How many areas are held against all others at once: it bounds the memory."""


class Ranks(NamedTuple):
    """One entry per area asked for; a percentile is between 0, the least favorable, and 100."""

    percentile: Numbers
    rank: Whole
    best: Whole
    worst: Whole


class Ranked:
    """The areas that are ranked together, each with a number that is not Weak.

    Parameters
    ----------
    values
        One entry per area.
    reaches
        How far their intervals reach, None where there is none to test with.
    higher_is_first
        Whether a higher value is more favorable; for what is neither, whether it goes first.
    """

    def __init__(self, values: Sequence[float], reaches: Sequence[Reach | None], *, higher_is_first: bool) -> None:
        self._favorable = np.asarray(values, dtype=float) * (1 if higher_is_first else -1)
        self._in_order = np.sort(self._favorable)
        sides = np.asarray([(one.down, one.up) if one else (np.nan, np.nan) for one in reaches], dtype=float)
        # Turned round, an interval reaches up as far as it reached down.
        self._down, self._up = np.square(sides.reshape(-1, 2).T[:: 1 if higher_is_first else -1])

    def ranks(self, of: Sequence[int] | None = None) -> Ranks:
        """Return ranks and percentiles of some of the areas, by where they stand, or of all.

        Notes
        -----
        The rank is 1 and how many are more favorable. The percentile is 100 times how many are less
        favorable, and half of the ties, by how many others there are. The best rank is 1 and how many are
        clearly more favorable, the worst the count less how many are clearly less favorable; who has no
        interval is not different from anybody.
        """
        count = len(self._favorable)
        chosen = np.arange(count) if of is None else np.asarray(of, dtype=int)
        less = np.searchsorted(self._in_order, self._favorable[chosen], "left")
        up_to = np.searchsorted(self._in_order, self._favorable[chosen], "right")
        ties = up_to - less - 1
        above, below = np.zeros(len(chosen), int), np.zeros(len(chosen), int)
        for start in range(0, len(chosen), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            above[part], below[part] = self._clearly(chosen[part])
        with np.errstate(invalid="ignore"):
            percentile = 100 * (less + ties / 2) / np.float64(count - 1)
        return Ranks(percentile, 1 + count - up_to, 1 + above, count - below)

    def _clearly(self, block: NDArray[np.intp]) -> tuple[Whole, Whole]:
        """Return how many areas are clearly more and clearly less favorable than each of some."""
        apart = self._favorable[block, None] - self._favorable
        ahead = apart > 0
        # The sides that face each other.
        spread = np.where(ahead, self._down[block, None] + self._up, self._up[block, None] + self._down)
        clear = (rules().z * apart) ** 2 > _critical(len(self._favorable) - 1) ** 2 * spread
        clear &= spread > 0
        return (clear & ~ahead).sum(axis=1), (clear & ahead).sum(axis=1)


def _critical(pairs: int) -> float:
    """Return above which z a pair is clear, when each of so many is tested at its part of the level."""
    return NormalDist().inv_cdf(1 - rules().chance / max(pairs, 1) / 2)
