"""The percentile of people over all areas of the country, by the rule of the published medians."""

# The same rule as in compare/benchmarks.py, which takes whole arrays: a cell function does without numpy.

from itertools import accumulate
from math import floor, isnan

from mobility_xl.errors import BadArgument, NoData
from mobility_xl.metrics.calculated import Calculated
from mobility_xl.metrics.counts import (
    Cells,
    listed,
    numbers,
    percent,
    quotient,
    said,
    same_length,
    total,
    where,
)
from mobility_xl.metrics.records import percentile_share

MOST_MISSING = 0.15
"""Where a larger share of people lives without a value, the published figure is withheld."""


def national_percentile(values: Cells, weights: Cells, percentile: float = 50) -> Calculated:
    """Return the value at or below which a percentage of the country's people live.

    Parameters
    ----------
    values
        One number per county, in the metric's unit. Unlike a count a value may be missing, as a blank
        cell, the published NA, None or NaN: its county is left out of the percentile.
    weights
        One count per county: its people. Shares are refused, since the rule counts people.
    percentile
        From 1 to 99; 50 is the median.

    Raises
    ------
    BadArgument
        For a weight that is no count, a value that is neither a number nor missing, unequal ranges, and a
        percentile out of bounds or written as a share.
    NoData
        When no county has a value, or over 15% of the people live where it is missing.
    Undefined
        When nobody lives anywhere.

    Notes
    -----
    The rule of R's ``Hmisc::wtd.quantile`` with ``type = "quantile"``, which the published national
    medians use: order position 1 + (W - 1) p of the W people in order of value, between two people in
    proportion. The published figure is withheld for Weak values too, which are not known here.
    """
    share = percentile_share(percentile)
    held, people = _values(values), numbers(weights, "weights")
    same_length(values=held, weights=people)
    for position, weight in enumerate(people):
        if 0 < weight < 1:
            raise BadArgument(
                f"{where('weights', weights, position)} is {said(weight)}. Weights are people: give counts, not shares."
            )
    everybody = total(people)
    without = total([weight for value, weight in zip(held, people, strict=True) if value is None])
    missing = quotient(without, everybody, "weights add up to 0, so nobody lives anywhere. Check them.")
    known = sorted((value, weight) for value, weight in zip(held, people, strict=True) if value is not None and weight)
    if not known or missing > MOST_MISSING:
        raise NoData(
            f"{percent(missing)} of the people live where the value is missing: above {percent(MOST_MISSING)} the "
            "published method withholds the figure. Add the missing values, or ask about fewer areas."
        )
    value = _at([value for value, _ in known], [weight for _, weight in known], share)
    left_out = sum(one is None for one in held)
    return Calculated(
        value,
        why=f"{said(100 * share)}% of {said(everybody - without)} people in {len(known)} areas live at or below "
        f"{said(value)}; areas left out for want of a value: {left_out}. Whether values are Weak is not known here: "
        "a published figure is also withheld for those.",
    )


def _values(given: Cells) -> list[float | None]:
    cells = listed(given)
    gone = [
        cell is None
        or (isinstance(cell, str) and cell.strip().upper() in {"", "NA"})
        or (isinstance(cell, float) and isnan(cell))
        for cell in cells
    ]
    filled: list[object] = [0.0 if missing else cell for cell, missing in zip(cells, gone, strict=True)]
    found = numbers(filled if len(filled) != 1 or isinstance(given, list) else filled[0], "values", least=float("-inf"))
    return [None if missing else value for value, missing in zip(found, gone, strict=True)]


def _at(values: list[float], weights: list[float], share: float) -> float:
    """Return the quantile of values in order, each with the people who live there, 1 at least."""
    reached = list(accumulate(weights))
    position = 1 + (reached[-1] - 1) * share
    first = floor(position)
    low, high = (
        next(v for v, people in zip(values, reached, strict=True) if people >= min(one, reached[-1]))
        for one in (first, first + 1)
    )
    rest = position - first
    # Rounding must not carry it past the two values it lies between, which are often the same.
    return min(max((1 - rest) * low + rest * high, low), high)
