"""The place of one value among those of a few others."""

from collections.abc import Sequence
from typing import Literal

from mobility_xl.compare.thresholds import thresholds

Word = Literal["lowest", "lower quarter", "middle half", "upper quarter", "highest"]


def position(value: float, others: Sequence[float]) -> Word:
    """Return where a value lies among others, of which there is at least one.

    The lowest lies below all of them and the highest above all. In the lower quarter fewer than a quarter
    of them lie below it, in the upper quarter fewer than a quarter above; a tie counts half.
    """
    below = sum(one < value for one in others)
    above = sum(one > value for one in others)
    if above == len(others):
        return "lowest"
    if below == len(others):
        return "highest"
    ties = len(others) - below - above
    quarter = thresholds().position_quarter * len(others)
    if below + ties / 2 < quarter:
        return "lower quarter"
    return "upper quarter" if above + ties / 2 < quarter else "middle half"
