"""The rules that turn what is known of an estimate's making into Strong, Marginal or Weak."""

from math import sqrt

from mobility_xl.metrics.calculated import Quality
from mobility_xl.metrics.counts import Cells, number, numbers, quotient, same_length, total

FEWEST_RECORDS = 30
"""Below so many survey records, each counted by its part inside the area, a value is suppressed."""

MARGIN_TO_ERROR = 1.645
"""The Census Bureau's margins of error hold 90%: so many standard errors."""

ALLOCATION = (0.75, 0.35)
EXPOSURE = (0.2, 0.4)
HOUSEHOLDS = (0.08, 0.15)
MEDIAN_INCOME = (0.1, 0.3)


def at_least(measure: float, limits: tuple[float, float]) -> Quality:
    """Return Strong from the first limit on, Marginal from the second on, else Weak."""
    strong, marginal = limits
    return "Strong" if measure >= strong else "Marginal" if measure >= marginal else "Weak"


def below(measure: float, limits: tuple[float, float]) -> Quality:
    """Return Strong below the first limit, Marginal below the second, else Weak."""
    strong, marginal = limits
    return "Strong" if measure < strong else "Marginal" if measure < marginal else "Weak"


def worse(one: Quality, other: Quality) -> Quality:
    """Return the less trustworthy of two."""
    order: tuple[Quality, ...] = ("", "Strong", "Marginal", "Weak")
    return max(one, other, key=order.index)


def sum_products(in_target: Cells, of_target: Cells) -> float:
    """Return how well survey areas fit an area: 1 where it is made of whole survey areas.

    Parameters
    ----------
    in_target, of_target
        One share (0 to 1) per survey area that the area touches: of the survey area's people, those in
        the area; of the area's people, those in the survey area. ZIP codes are treated alike.

    Raises
    ------
    BadArgument
        For what is no share, and ranges that are not equally long.
    """
    inside = numbers(in_target, "in_target", most=1)
    part = numbers(of_target, "of_target", most=1)
    same_length(in_target=inside, of_target=part)
    return total([one * other for one, other in zip(inside, part, strict=True)])


def allocation_quality(products: float) -> Quality:
    """Return the flag of geographic allocation: Strong from 0.75 of :func:`sum_products`, Marginal from 0.35."""
    return at_least(number(products, "sum_products"), ALLOCATION)


def variation(estimate: Cells, margins: Cells) -> float:
    """Return an estimate's coefficient of variation: its standard error over itself.

    Parameters
    ----------
    estimate
        The estimate, above 0, such as the people in poverty of all tracts.
    margins
        The 90% margins of error that the Census Bureau gives: of the estimate, or of the tracts it is the
        sum of, which join as the root of the sum of their squares.

    Raises
    ------
    BadArgument
        For what is no number, or below 0.
    Undefined
        For an estimate of 0.
    """
    return variation_of(number(estimate, "estimate"), numbers(margins, "margins"))


def variation_of(estimate: float, margins: list[float]) -> float:
    """Return what :func:`variation` does, of numbers already checked."""
    error = sqrt(total([margin * margin for margin in margins])) / MARGIN_TO_ERROR
    return quotient(error, estimate, "The estimate is 0, so its error cannot be set against it.")


def exposure_quality(estimate: Cells, margins: Cells) -> Quality:
    """Return the flag of poverty and racial exposure: Strong below a :func:`variation` of 0.2, Marginal below 0.4.

    The estimate is the people in poverty, or the people of the group; the errors are as there.
    """
    return below(variation(estimate, margins), EXPOSURE)


def transport_quality(households_variation: float, income_variation: float) -> Quality:
    """Return the flag of transit and of transportation cost in a county, from two coefficients of variation.

    The worse of households (Strong below 0.08, Marginal below 0.15) and median household income (0.1 and
    0.3). For a place it also matters how many of its tracts lie mostly inside, which is not judged here.
    """
    households = below(number(households_variation, "households_variation"), HOUSEHOLDS)
    return worse(households, below(number(income_variation, "income_variation"), MEDIAN_INCOME))
