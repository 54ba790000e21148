"""Shares of people and households, and the interval that a survey's 80 replicate estimates give."""

from dataclasses import replace
from math import sqrt

from mobility_xl.errors import BadArgument, NoData
from mobility_xl.metrics.calculated import Calculated, Quality
from mobility_xl.metrics.counts import Cells, listed, numbers, paired, percent, quotient, said, total, within
from mobility_xl.metrics.quality import FEWEST_RECORDS
from mobility_xl.words import several

REPLICATES = 80

T_79 = 1.9904502102301285
"""97.5% of Student's t lie below, at the 79 degrees of freedom that 80 replicates have."""

SURVEY_AREAS = (
    "No quality: the published flag says how well survey areas fit the area, which counts do not show "
    f"(fewer than {FEWEST_RECORDS} survey records would be suppressed)."
)


def replicate_error(estimate: float, replicates: list[float]) -> float:
    """Return the standard error: the root of 4/80 of the squares that 80 replicates lie from the estimate."""
    return sqrt(4 / REPLICATES * total([(one - estimate) * (one - estimate) for one in replicates]))


def replicate_interval(share: float, replicates: list[float]) -> tuple[float, float]:
    """Return a share's 95% interval from its 80 replicate estimates, cut to 0 and 1."""
    half = T_79 * replicate_error(share, replicates)
    return max(0.0, share - half), min(1.0, share + half)


def counted_share(cases: tuple[str, Cells], people: tuple[str, Cells], fewest: int = 0) -> Calculated:
    """Return the cases among the people, all parts of an area together.

    Parameters
    ----------
    cases, people
        The name of each range and its cells, weighted or not; row by row, no more cases than people.
    fewest
        Below so many people the published value is suppressed.

    Raises
    ------
    BadArgument
        For what is no count, more cases than people, and unequal ranges.
    NoData
        For fewer than ``fewest`` people.
    Undefined
        For nobody.
    """
    (part, counted), (whole, all_) = cases, people
    found, among = paired(**{part: counted, whole: all_})
    numerator, denominator = total(found), total(among)
    share = quotient(numerator, denominator, f"{whole} add up to 0, and a share of nobody has no answer. Check them.")
    within(**{part: found, whole: among})
    if denominator < fewest:
        raise NoData(
            f"{whole} add up to {said(denominator)}: the published method gives no value below "
            f"{fewest}. Use a larger area, or more years together."
        )
    return Calculated(share, why=f"{said(numerator)} of {said(denominator)} are {percent(share)}.")


def survey_share(cases: tuple[str, Cells], people: tuple[str, Cells], replicates: Cells) -> Calculated:
    """Return a share that is published from a survey, with its interval where there are replicates.

    Parameters
    ----------
    cases, people
        As in :func:`counted_share`; fewer than 30 people have no value, since they cannot be 30 records.
    replicates
        80 estimates (0 to 1) of the same share, made with the survey's replicate weights; or None.

    Raises
    ------
    BadArgument
        As :func:`counted_share`, and for other than 80 replicates.
    NoData, Undefined
        As :func:`counted_share`.
    """
    found = counted_share(cases, people, FEWEST_RECORDS)
    if replicates is None:
        return with_beware(found, f"No interval: that takes the survey's 80 replicate estimates. {SURVEY_AREAS}")
    lower, upper = replicate_interval(found.value, _replicates(replicates))
    interval = f"The 95% interval, {percent(lower)} to {percent(upper)}, comes from the 80 replicate estimates."
    return replace(with_beware(found, f"{interval} {SURVEY_AREAS}"), lower=lower, upper=upper)


def with_beware(found: Calculated, beware: str, quality: Quality = "") -> Calculated:
    """Return the answer with more to say of it, and a flag where every value has the same."""
    return replace(found, why=f"{found.why} {beware}", quality=quality)


def _replicates(given: Cells) -> list[float]:
    cells = listed(given)
    if len(cells) != REPLICATES:
        raise BadArgument(
            f"replicates has {several(len(cells), 'cell')}. Give the {REPLICATES} estimates that "
            "the survey's replicate weights make, or leave it out."
        )
    return numbers(given, "replicates", most=1)
