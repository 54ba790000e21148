"""Margins of error that other sources print, and those of what is made from several numbers of theirs.

Source: Census Bureau, "Understanding and Using American Community Survey Data: What All Data Users Need
to Know" (General Handbook), chapter 8. All margins are of the same level; the Census Bureau prints 90%.
"""

from collections.abc import Iterable
from math import sqrt

from mobility_xl.errors import Undefined
from mobility_xl.metrics.quality import MARGIN_TO_ERROR


def standard_error(margin: float) -> float:
    """Return the standard error that a 90% margin of error stands for."""
    return margin / MARGIN_TO_ERROR


def margin_of_sum(margins: Iterable[float]) -> float:
    """Return the margin of a sum or a difference of numbers, taken as independent."""
    return sqrt(sum(margin * margin for margin in margins))


def margin_of_proportion(
    numerator: float, denominator: float, numerator_margin: float, denominator_margin: float
) -> float:
    """Return the margin of a proportion, whose numerator is a part of its denominator.

    Where that cannot be calculated, because the denominator is too unsure, it is that of a ratio.

    Parameters
    ----------
    numerator, denominator
        Two published numbers in one unit.
    numerator_margin, denominator_margin
        Their margins of error, of one level, in that unit.

    Returns
    -------
    float
        The margin of the proportion (0 to 1), of the same level.

    Raises
    ------
    Undefined
        When the denominator is 0.
    """
    proportion = _divided(numerator, denominator)
    radicand = numerator_margin**2 - (proportion * denominator_margin) ** 2
    if radicand < 0:
        return margin_of_ratio(numerator, denominator, numerator_margin, denominator_margin)
    return sqrt(radicand) / abs(denominator)


def margin_of_ratio(numerator: float, denominator: float, numerator_margin: float, denominator_margin: float) -> float:
    """Return the margin of a ratio, whose numerator is no part of its denominator.

    The arguments are those of :func:`margin_of_proportion`.

    Raises
    ------
    Undefined
        When the denominator is 0.
    """
    ratio = _divided(numerator, denominator)
    return sqrt(numerator_margin**2 + (ratio * denominator_margin) ** 2) / abs(denominator)


def _divided(numerator: float, denominator: float) -> float:
    if denominator == 0:
        raise Undefined("There is no share of nobody. Give a denominator above 0.")
    return numerator / denominator
