"""Calculates from people's own records: weighted shares and quantiles, with a survey's 80 replicate weights."""

from collections.abc import Sequence
from itertools import accumulate

from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.metrics.calculated import Calculated, Quality
from mobility_xl.metrics.counts import Cells, listed, number, numbers, percent, quotient, said, same_length, total
from mobility_xl.metrics.quality import FEWEST_RECORDS, allocation_quality
from mobility_xl.metrics.shares import REPLICATES, T_79, replicate_error, replicate_interval

NOBODY = "The weights add up to 0, so the records stand for nobody. Check them."


def weighted_share(
    belongs: Cells,
    weights: Cells,
    replicate_weights: object = None,
    *,
    inside: Cells = None,
    products: float | None = None,
) -> Calculated:
    """Return the share of people for whom something holds, from one record per person or household.

    Parameters
    ----------
    belongs
        Per record whether it holds: True or 1, False or 0.
    weights
        Per record how many people it stands for, at least 0.
    replicate_weights
        The survey's 80 replicate weights: 80 sequences with one number per record (they may be below
        0), or a frame with 80 columns. Without them there is no interval.
    inside
        Per record the part (0 to 1) of its survey area's people that live in the area; 1 when left out.
        Weights and replicate weights are multiplied by it.
    products
        :func:`~mobility_xl.metrics.quality.sum_products` of the area; without it there is no quality.

    Raises
    ------
    BadArgument
        For what is no number, out of bounds, or not equally long.
    NoData
        When the effective sample, the sum of ``inside``, is below 30 records.
    Undefined
        When the weights add up to 0.

    Notes
    -----
    The published method of preschool enrollment, high school degrees and employment: the variance is
    4/80 of the squared distances of the replicate estimates from the estimate, the 95% interval that
    of Student's t with 79 degrees of freedom, as the published bounds have it, cut to 0 and 1.
    """
    flags = _flags(belongs)
    allocation = _allocation(inside, len(flags))
    full = _weighted(weights, "weights", allocation, least=0.0)
    share = _share(flags, full)
    _enough(allocation)
    quality, rule = _quality(products)
    why = f"{percent(share)} of the weighted {said(len(flags))} records."
    if replicate_weights is None:
        return Calculated(share, quality=quality, why=f"{why} No interval without replicate weights. {rule}")
    estimates = [_share(flags, one) for one in _replicates(replicate_weights, allocation)]
    lower, upper = replicate_interval(share, estimates)
    why = f"{why} The 95% interval comes from the {REPLICATES} replicate weights. {rule}"
    return Calculated(share, lower=lower, upper=upper, quality=quality, why=why)


def weighted_quantile(
    values: Cells,
    weights: Cells,
    percentile: float,
    replicate_weights: object = None,
    *,
    inside: Cells = None,
    products: float | None = None,
) -> Calculated:
    """Return a quantile of what records hold, such as household income, each standing for many.

    Parameters
    ----------
    values
        One number per record, in its own unit; incomes may be below 0.
    weights, replicate_weights, inside, products
        As in :func:`weighted_share`.
    percentile
        From 1 to 99, such as 20.

    Raises
    ------
    BadArgument, NoData, Undefined
        As :func:`weighted_share`.

    Notes
    -----
    The published method of the income percentiles: the value by :func:`nearest_even`; the interval by
    inverting that of a share (Woodruff 1952), which leaves it uneven around the value: of the people at
    or below the value the 95% interval is taken from the replicate weights, and its two ends are turned
    back into values by the same rule.
    """
    share = percentile_share(percentile)
    held = numbers(values, "values", least=float("-inf"))
    allocation = _allocation(inside, len(held))
    full = _weighted(weights, "weights", allocation, least=0.0)
    value = nearest_even(held, full, share)
    _enough(allocation)
    quality, rule = _quality(products)
    why = f"{said(100 * share)}% of the weighted {said(len(held))} records are at or below {said(value)}."
    if replicate_weights is None:
        return Calculated(value, quality=quality, why=f"{why} No interval without replicate weights. {rule}")
    at_or_below = [one <= value for one in held]
    reached = _share(at_or_below, full)
    estimates = [_share(at_or_below, one) for one in _replicates(replicate_weights, allocation)]
    half = T_79 * replicate_error(reached, estimates)
    lower, upper = (nearest_even(held, full, min(max(end, 0.0), 1.0)) for end in (reached - half, reached + half))
    why = f"{why} The 95% interval comes from the {REPLICATES} replicate weights. {rule}"
    return Calculated(value, lower=lower, upper=upper, quality=quality, why=why)


def nearest_even(values: Sequence[float], weights: Sequence[float], share: float) -> float:
    """Return the value at or below which a share of the weights lies, one of the given values.

    Parameters
    ----------
    values, weights
        Numbers already checked, one per record; weights are at least 0.
    share
        From 0 to 1.

    Raises
    ------
    Undefined
        When the weights add up to 0.

    Notes
    -----
    The discontinuous rule called "hf3" in R's package survey, the third of Hyndman and Fan (1996) with
    weights: the first value past the share; where the weights up to a value make exactly the share, that
    value if its place among the different values is even, else the next.
    """
    by_value: dict[float, list[float]] = {}
    for value, weight in zip(values, weights, strict=True):
        if weight:
            by_value.setdefault(value, []).append(weight)
    if not total(weights):
        raise Undefined(NOBODY)
    ordered = sorted(by_value)
    reached = list(accumulate(total(by_value[value]) for value in ordered))
    all_ = reached[-1]
    # Of whole weights the quotient meets a percentile's share exactly where it should.
    place = sum(people / all_ <= share for people in reached)
    exact = place > 0 and share == reached[place - 1] / all_
    if place == len(ordered) or (exact and place % 2 == 0):
        return ordered[place - 1]
    return ordered[place]


def percentile_share(percentile: Cells) -> float:
    """Return a percentile, from 1 to below 100, as a share.

    Raises
    ------
    BadArgument
        For what is no percentile; a number below 1 is none, since it is more likely a share such as 0.2.
    """
    found = number(percentile, "percentile")
    if not 1 <= found < 100:
        raise BadArgument(
            f"percentile is {said(found)}. Write a number from 1 to 99, such as 20 for the 20th percentile."
        )
    return found / 100


def _flags(given: Cells) -> list[bool]:
    flags = listed(given)
    if not flags:
        raise BadArgument("belongs is an empty range. Give at least one record.")
    for position, flag in enumerate(flags, start=1):
        if not isinstance(flag, bool | int | float) or flag not in {0, 1}:
            raise BadArgument(f"belongs, cell {position}, is {flag!r}. Write 1 where it holds and 0 where not.")
    return [bool(flag) for flag in flags]


def _allocation(inside: Cells, count: int) -> list[float]:
    found = [1.0] * count if inside is None else numbers(inside, "inside", most=1)
    same_length(records=range(count), inside=found)
    return found


def _weighted(given: Cells, name: str, allocation: list[float], least: float) -> list[float]:
    found = numbers(given, name, least=least)
    same_length(records=allocation, **{name: found})
    return [weight * part for weight, part in zip(found, allocation, strict=True)]


def _replicates(given: object, allocation: list[float]) -> list[list[float]]:
    # A frame gives its columns by name; anything else is a row of rows.
    columns = getattr(given, "columns", None)
    sets = listed(given) if columns is None else [given[name] for name in columns]  # type: ignore[index]
    if len(sets) != REPLICATES:
        raise BadArgument(f"replicate_weights has {len(sets)} sets of weights. Give {REPLICATES}, one after the other.")
    return [
        _weighted(one, f"replicate_weights, set {position}", allocation, least=float("-inf"))
        for position, one in enumerate(sets, start=1)
    ]


def _share(flags: Sequence[bool], weights: Sequence[float]) -> float:
    return quotient(total([w for flag, w in zip(flags, weights, strict=True) if flag]), total(weights), NOBODY)


def _enough(allocation: list[float]) -> None:
    effective = total(allocation)
    if effective < FEWEST_RECORDS:
        raise NoData(
            f"The effective sample is {said(effective)} records: the published method gives no value below "
            f"{FEWEST_RECORDS}. Use a larger area, or more years together."
        )


def _quality(products: float | None) -> tuple[Quality, str]:
    if products is None:
        return "", "No quality without the survey areas' shares (sum_products)."
    flag = allocation_quality(products)
    return flag, f"Quality {flag}: survey areas fit the area to {said(products)}, Strong from 0.75, Marginal from 0.35."
