"""Puts the values of small areas together: means over tracts, and the national ranking of their air."""

from collections import Counter
from math import sqrt

from mobility_xl.errors import BadArgument, Undefined
from mobility_xl.metrics.counts import Cells, numbers, paired, quotient, same_length, total


def allocated(counts: Cells, inside: Cells) -> list[float]:
    """Return how many of each tract's people or households count for a place.

    Parameters
    ----------
    counts
        One count per tract or ZIP code, at least 0.
    inside
        Of each, the share (0 to 1) that lies in the place.

    Raises
    ------
    BadArgument
        For what is no count or share, and ranges that are not equally long.
    """
    many, shares = numbers(counts, "counts"), numbers(inside, "inside", most=1)
    same_length(counts=many, inside=shares)
    return [count * share for count, share in zip(many, shares, strict=True)]


def weighted_mean(values: list[float], weights: list[float], nothing: str) -> float:
    """Return the mean of numbers already checked, never beyond the least and the greatest that count.

    Raises
    ------
    Undefined
        When the weights are all 0, with the sentence ``nothing``.
    """
    mean = quotient(total([v * w for v, w in zip(values, weights, strict=True)]), total(weights), nothing)
    used = [value for value, weight in zip(values, weights, strict=True) if weight]
    # Rounding must not carry it past the values it lies between.
    return min(max(mean, min(used)), max(used))


def tract_air_index(respiratory: Cells, cancer: Cells, neurological: Cells) -> list[int]:
    """Return every tract's air index, from 0 (most hazardous) to 100 (cleanest).

    Parameters
    ----------
    respiratory, cancer, neurological
        The hazards of one year, one number per tract, at least 0, for all tracts of the country: the
        index is a rank among them. A tract without data is left out of all three.

    Returns
    -------
    list of int
        One whole number per tract in the given order. Each hazard is set against the mean in standard
        deviations (of n - 1), the three are added and turned around, and the tract's index is its rank
        below the others, (rank - 1) / (n - 1) of 100, ties taking the lowest; rounded, halves to even.

    Raises
    ------
    BadArgument
        For what is no number of at least 0, and ranges that are not equally long.
    Undefined
        For fewer than two tracts, or a hazard that is the same everywhere.

    Notes
    -----
    The method of the published metric, which draws on the EPA's screening of air toxics.
    """
    hazards = paired(respiratory=respiratory, cancer=cancer, neurological=neurological)
    if len(hazards[0]) == 1:
        raise Undefined("One tract has no rank. Give all tracts of the country.")
    scores = [-total(three) for three in zip(*map(_standardized, hazards), strict=True)]
    below: dict[float, int] = {}
    count = 0
    for score, many in sorted(Counter(scores).items()):
        below[score] = count
        count += many
    return [round(100 * (below[score] / (count - 1))) for score in scores]


def _standardized(values: list[float]) -> list[float]:
    if min(values) == max(values):
        raise Undefined("A hazard is the same in every tract, so none stands out. Check the three ranges.")
    mean = total(values) / len(values)
    try:
        spread = sqrt(total([(value - mean) ** 2 for value in values]) / (len(values) - 1))
    except OverflowError:
        raise BadArgument("A hazard is too large to be compared. Check the units of the three ranges.") from None
    return [quotient(value - mean, spread, "A hazard differs too little between tracts.") for value in values]
