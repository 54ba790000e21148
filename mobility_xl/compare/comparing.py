"""Two published numbers of one kind: how far apart, between which bounds, and how sure."""

from mobility_xl.compare.intervals import Reach, bounds, p_value, ratio_bounds
from mobility_xl.compare.prices import price_factor
from mobility_xl.compare.sureness import in_words, reach_of, reason
from mobility_xl.estimates import Comparison, Estimate

NONE = (None, None)


def compare(first: Estimate, second: Estimate) -> Comparison:
    """Return how far two estimates are apart and how sure that is.

    Parameters
    ----------
    first, second
        Of one variable, or of two columns of one metric: two areas, two groups of an area, or two years.
        Dollars of different years are put into those of the later year, value and bounds.

    Raises
    ------
    NoData
        When no price index is known for a year of dollars.
    """
    factors = _factors(first, second)
    reaches = _reaches(first, second, factors)
    found = p_value(*reaches) if reaches else None
    key = reason(first, second, found)
    tested = found if key in {"chance", "clear"} else None
    difference, times = _apart(first, second, factors), _times(first, second, factors)
    lower, upper = bounds(*reaches) if reaches and difference is not None else NONE
    ratio_lower, ratio_upper = (ratio_bounds(*reaches) if reaches and times is not None else None) or NONE
    sure, because = in_words(key, first, second, tested)
    return Comparison(
        first,
        second,
        difference,
        lower,
        upper,
        times,
        ratio_lower,
        ratio_upper,
        tested,
        sure,
        because,
        factors,
    )


def apart(first: Estimate, second: Estimate) -> float | None:
    """Return the first minus the second by the shortest way; None where :func:`compare` says why not.

    Raises as :func:`compare` does.
    """
    return _apart(first, second, _factors(first, second))


def _factors(first: Estimate, second: Estimate) -> tuple[float, float]:
    """Return what the two values are multiplied by to be in the money of the later year; 1 for what is no money."""
    if first.year == second.year or first.variable.unit.name != "dollars" or not (first.year and second.year):
        return 1.0, 1.0
    later = max(first.year, second.year)
    return price_factor(first.year, later), price_factor(second.year, later)


def _reaches(first: Estimate, second: Estimate, factors: tuple[float, float]) -> tuple[Reach, Reach] | None:
    one, other = reach_of(first), reach_of(second)
    if one is None or other is None:
        return None
    return (one, other) if factors == (1.0, 1.0) else (one.times(factors[0]), other.times(factors[1]))


def _apart(first: Estimate, second: Estimate, factors: tuple[float, float]) -> float | None:
    if first.value is None or second.value is None:
        return None
    if first.variable.zero_of and 0 in {first.value, second.value}:
        # No physician is no number of people per physician.
        return None
    return first.value * factors[0] - second.value * factors[1]


def _times(first: Estimate, second: Estimate, factors: tuple[float, float]) -> float | None:
    if first.value is None or second.value is None or min(first.value, second.value) <= 0:
        return None
    return first.value * factors[0] / (second.value * factors[1])
