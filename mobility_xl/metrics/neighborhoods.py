"""Opportunity-rich and inclusive neighborhoods: homes, homeless students, exposure, ties and transport."""

from mobility_xl.errors import NoData
from mobility_xl.metrics.calculated import Calculated, Quality
from mobility_xl.metrics.counts import (
    Cells,
    listed,
    number,
    numbers,
    paired,
    percent,
    quotient,
    said,
    same_length,
    total,
    within,
)
from mobility_xl.metrics.quality import FEWEST_RECORDS, at_least
from mobility_xl.metrics.tracts import weighted_mean

SUPPRESSED = "S"
"""What stands for a count of 1 or 2 students that the publisher hides."""

FEWEST_HOMELESS = 10
FEW_HOMELESS = 30
BOUNDS_APART = (1.05, 1.1)
FEWEST_EXPOSED = 30
SAME_RATE = 1e-12
"""A rate no further above the threshold is the threshold itself: counts times a tract's share are rounded."""

PLACE_ZIP_CODES = (0.5, 0.15)
NORMAL = 1.959964
"""97.5% of a normal distribution lie below."""


def housing_affordability(affordable_occupied: Cells, affordable_vacant: Cells, households: Cells) -> Calculated:
    """Return the affordable and available homes for every household below an income level.

    Parameters
    ----------
    affordable_occupied
        Homes that cost at most 30% of the level and are lived in by a household at or below it.
    affordable_vacant
        Vacant homes that cost at most 30% of the level.
    households
        Households at or below the level: 80%, 50% or 30% of the area's median income for four people.

        Each a range of the area's parts, weighted or not, one row per part.

    Returns
    -------
    Calculated
        A ratio; 1 is a home for every household, and it can be more. No interval and no quality: the
        published flag says how well survey areas fit the area.

    Raises
    ------
    BadArgument
        For what is no count, and unequal ranges.
    NoData
        For fewer than 30 households.
    Undefined
        Where no household is below the level.

    Notes
    -----
    The ratio of the published affordable-and-available metric, whose columns are called shares. It is
    the guide's ratio. With all affordable homes that are lived in, by whomever, the first argument makes
    it the published ratio of affordable homes instead.
    """
    occupied, vacant, under = paired(
        affordable_occupied=affordable_occupied, affordable_vacant=affordable_vacant, households=households
    )
    homes, needing = total([total(occupied), total(vacant)]), total(under)
    ratio = quotient(homes, needing, "households add up to 0: no household is below the level, so there is no ratio.")
    if needing < FEWEST_RECORDS:
        raise NoData(
            f"households add up to {said(needing)}: the published method gives no value below {FEWEST_RECORDS} "
            "households. Use a larger area."
        )
    return Calculated(
        ratio,
        why=f"{said(homes)} affordable and available homes for {said(needing)} households at or below the level: "
        f"{said(ratio)} a household. A ratio, not a share: it can be above 1, and homes are not matched to the size "
        "of households. The method has no interval; its quality says how well survey areas fit the area.",
    )


def homeless_students(counts: Cells, enrollments: Cells, suppressed_upper: Cells = None) -> Calculated:
    """Return how many students schools record as homeless, and which share of all students they are.

    Parameters
    ----------
    counts
        Homeless students, one count per school district with its office in the area; ``S`` for one that
        is suppressed, which stands for 1 or 2 students.
    enrollments
        All students of each district; 0 where unknown, and the district's homeless students then count 0.
    suppressed_upper
        The most that an ``S`` can be, at least 1; 2 when left out. The publisher uses the smallest number
        reported in the state where at most two of its districts are suppressed that year.

    Returns
    -------
    Calculated
        The count as value, with ``share`` of the students enrolled. ``lower`` and ``upper`` are bounds of
        imputation, no confidence interval: every ``S`` at 0 and at its most; the value takes it as 1.
        Strong while upper is at most 1.05 of lower, Marginal to 1.1, else Weak; Weak below 30 students.

    Raises
    ------
    BadArgument
        For what is no count nor ``S``, and unequal ranges.
    NoData
        For fewer than 10 students, and for more homeless students than students.
    Undefined
        Where there are no students.

    Notes
    -----
    The published method of housing stability; by race or ethnicity the share is of the group's own
    students. The guide names both the number and the share.
    """
    cells = listed(counts)
    hidden = [isinstance(cell, str) and cell.strip().upper() == SUPPRESSED for cell in cells]
    shown: list[object] = [1 if gone else cell for cell, gone in zip(cells, hidden, strict=True)]
    students = numbers(shown if isinstance(counts, list | tuple) or len(shown) != 1 else shown[0], "counts")
    enrolled = numbers(enrollments, "enrollments")
    same_length(counts=students, enrollments=enrolled)
    most = 2.0 if suppressed_upper is None else number(suppressed_upper, "suppressed_upper", least=1)
    there = [many > 0 for many in enrolled]
    rows = list(zip(students, hidden, there, strict=True))
    count = total([one for one, _, open_ in rows if open_])
    lower = total([0.0 if gone else one for one, gone, open_ in rows if open_])
    upper = total([most if gone else one for one, gone, open_ in rows if open_])
    share = quotient(count, total(enrolled), "enrollments add up to 0: there are no students, so there is no share.")
    if count < FEWEST_HOMELESS:
        raise NoData(
            f"counts add up to {said(count)} homeless students in districts with students: the published method gives "
            f"no value below {FEWEST_HOMELESS}. Use a larger area."
        )
    if share > 1:
        raise NoData(
            f"{said(count)} homeless students are more than the {said(total(enrolled))} enrolled: the published method "
            "gives no value for a share above 1. Check that both ranges are of the same districts and year."
        )
    taken = sum(gone and open_ for _, gone, open_ in rows)
    return Calculated(
        count,
        lower=lower,
        upper=upper,
        quality=_bounds_quality(count, lower, upper),
        share=share,
        why=f"{said(count)} homeless among {said(total(enrolled))} students, {percent(share)}; districts "
        f"suppressed and counted as 1: {taken}. The bounds {said(lower)} to {said(upper)} take them at 0 and at "
        f"{said(most)}: they are no confidence interval. Strong while the upper is at most 1.05 of the lower, "
        f"Marginal to 1.1, Weak beyond or below {FEW_HOMELESS} students. A student who moved between districts can be "
        "counted twice.",
    )


def _bounds_quality(count: float, lower: float, upper: float) -> Quality:
    if count < FEW_HOMELESS or lower == 0:
        return "Weak"
    strong, marginal = BOUNDS_APART
    return "Strong" if upper / lower <= strong else "Marginal" if upper / lower <= marginal else "Weak"


def poverty_exposure(poor: Cells, people: Cells, group_poor: Cells = None, threshold: Cells = None) -> Calculated:
    """Return the share of people in poverty who live where poverty is high.

    Parameters
    ----------
    poor, people
        People in poverty, and all people whose poverty is known, one count per census tract. For a place,
        each times the tract's share in the place.
    group_poor
        Of the poor, those of one group; its share is then calculated. The tract's overall rate still
        decides whether poverty is high there.
    threshold
        The poverty rate, 0 to 1, above which it is high; 0.4 when left out.

    Returns
    -------
    Calculated
        A share. No interval; for quality see :func:`~mobility_xl.metrics.quality.exposure_quality`, which
        needs the tracts' margins of error.

    Raises
    ------
    BadArgument
        For what is no count, more poor than people, more of the group than poor, and unequal ranges.
    NoData
        For 30 or fewer people in poverty, of the group where one is asked about.
    Undefined
        Where nobody is in poverty.

    Notes
    -----
    The published method of economic inclusion. A rate of exactly the threshold is not high.
    """
    limit = 0.4 if threshold is None else number(threshold, "threshold", most=1)
    poor_, people_ = paired(poor=poor, people=people)
    within(poor=poor_, people=people_)
    asked = poor_
    if group_poor is not None:
        asked = numbers(group_poor, "group_poor")
        same_length(poor=poor_, group_poor=asked)
        within(group_poor=asked, poor=poor_)
    name = "poor" if group_poor is None else "group_poor"
    high = [some > (limit + SAME_RATE) * all_ for some, all_ in zip(poor_, people_, strict=True)]
    exposed, everyone = total([one for one, is_high in zip(asked, high, strict=True) if is_high]), total(asked)
    share = quotient(exposed, everyone, f"{name} add up to 0: nobody is in poverty, so there is no share.")
    _enough(everyone, name, "in poverty")
    return Calculated(
        share,
        why=f"{said(exposed)} of {said(everyone)} people in poverty, {percent(share)}, live in the {sum(high)} of "
        f"{len(high)} tracts where more than {percent(limit)} of all people are in poverty. No interval; the published "
        "quality rests on the tracts' margins of error.",
    )


def racial_exposure(group: Cells, people: Cells) -> Calculated:
    """Return the share of other groups among the neighbors of a group's average member.

    Parameters
    ----------
    group, people
        The group's members, and all people, one count per census tract. For a place, each times the
        tract's share in the place.

    Returns
    -------
    Calculated
        A share: over the tracts, the part of the group that lives there times the part of the tract's
        people who are not of the group. No interval; for quality see
        :func:`~mobility_xl.metrics.quality.exposure_quality`.

    Raises
    ------
    BadArgument
        For what is no count, more members than people, and unequal ranges.
    NoData
        For 30 or fewer members.
    Undefined
        Where nobody is of the group.

    Notes
    -----
    The published method of racial diversity, known as the interaction index of the group with everybody
    else. It mirrors the group's own share of the people: alone it says little on segregation.
    """
    members, everybody = paired(group=group, people=people)
    within(group=members, people=everybody)
    all_members = total(members)
    met = total([some * (all_ - some) / all_ for some, all_ in zip(members, everybody, strict=True) if all_ > 0])
    share = quotient(met, all_members, "group adds up to 0: nobody is of the group, so nobody has neighbors.")
    _enough(all_members, "group", "of the group")
    share = min(max(share, 0.0), 1.0)
    return Calculated(
        share,
        why=f"For the average of {said(all_members)} members in {len(members)} tracts, {percent(share)} of the people "
        "in the tract are of another group. It falls as the group's own share of the people rises. No interval; the "
        "published quality rests on the tracts' margins of error.",
    )


def _enough(people: float, name: str, what: str) -> None:
    if people <= FEWEST_EXPOSED:
        raise NoData(
            f"{name} add up to {said(people)}: the published method gives no value for {FEWEST_EXPOSED} or fewer "
            f"people {what}. Use a larger area."
        )


def associations(associations: Cells, population: Cells) -> Calculated:
    """Return membership associations for every 10,000 people.

    Parameters
    ----------
    associations
        Establishments of the industries 813410, 713950, 713910, 713940, 711211, 813110, 813940, 813930,
        813910 and 813920 (NAICS), one count per part of the area.
    population
        The people of each part.

    Returns
    -------
    Calculated
        A rate per 10,000, rounded to one decimal as published, halves to the even digit. No interval; the
        published quality is Strong for every county, and for a place says how well ZIP codes fit it.

    Raises
    ------
    BadArgument
        For what is no count, more associations than people, and unequal ranges.
    Undefined
        Where nobody lives.

    Notes
    -----
    The published method of social capital, and the guide's number. Only establishments with paid staff
    are known to its source.
    """
    many, people = paired(associations=associations, population=population)
    all_, everybody = total(many), total(people)
    rate = quotient(all_, everybody / 10_000, "population adds up to 0: nobody lives there, so there is no rate.")
    within(associations=many, population=people)
    return Calculated(
        round(rate, 1),
        why=f"{said(all_)} associations for {said(everybody)} people are {said(round(rate, 1))} per 10,000, rounded "
        "to one decimal as published. No interval; the published quality is Strong for counties and depends on ZIP "
        "codes for places.",
    )


def connectedness(connectedness: Cells, standard_error: Cells = None) -> Calculated:
    """Return the share of high-status friends among the friends of people with low status.

    Parameters
    ----------
    connectedness
        Economic connectedness from the Social Capital Atlas: one number from 0 to 2.
    standard_error
        Its standard error; the Atlas gives one for counties.

    Returns
    -------
    Calculated
        A share, half the connectedness; 0.5 would be full integration. With a standard error, the 95%
        interval (1.959964 standard errors to each side) and Strong, as every published county.

    Raises
    ------
    BadArgument
        For more than one number, or one out of bounds.

    Notes
    -----
    The published method of social capital. The guide words it as a ratio, which is twice this share and
    was published until 2024. For a place see :func:`connectedness_of_place`.
    """
    share = 0.5 * number(connectedness, "connectedness", most=2)
    why = f"Half the connectedness: {percent(share)} of the friends of people with low status have high status."
    if standard_error is None:
        return Calculated(share, why=f"{why} No interval and no quality without a standard error, which counties have.")
    half = NORMAL * 0.5 * number(standard_error, "standard_error")
    return Calculated(
        share,
        lower=share - half,
        upper=share + half,
        quality="Strong",
        why=f"{why} The 95% interval is {NORMAL} halved standard errors to each side. Strong, as every published "
        "county.",
    )


def connectedness_of_place(connectedness: Cells, inside: Cells) -> Calculated:
    """Return the share of high-status friends in a place, from its ZIP codes.

    Parameters
    ----------
    connectedness
        Economic connectedness, 0 to 2, one number per ZIP code that the place touches.
    inside
        Of each ZIP code's area, the share (0 to 1) that lies in the place.

    Returns
    -------
    Calculated
        A share: half the mean, weighted by ``inside``. No interval. Strong where at least half of the ZIP
        codes are at least half inside, Marginal from 15% on, else Weak.

    Raises
    ------
    BadArgument
        For numbers out of bounds, and unequal ranges.
    Undefined
        Where no ZIP code is inside.

    Notes
    -----
    The published method for places; :func:`connectedness` is that of counties.
    """
    values, parts = numbers(connectedness, "connectedness", most=2), numbers(inside, "inside", most=1)
    same_length(connectedness=values, inside=parts)
    share = 0.5 * weighted_mean(values, parts, "inside adds up to 0: no ZIP code is in the place.")
    mostly = sum(part >= 0.5 for part in parts)
    return Calculated(
        share,
        quality=at_least(mostly / len(parts), PLACE_ZIP_CODES),
        why=f"Half the mean of {len(parts)} ZIP codes, weighted by their part in the place. {mostly} are at least half "
        "inside: Strong where half of them are, Marginal from 15% on. The method has no interval for places.",
    )


def transit_trips(tract_values: Cells, households: Cells) -> Calculated:
    """Return the share of commuters who use transit, for the average household.

    Parameters
    ----------
    tract_values
        Per census tract, the percentage (0 to 100) of commuters who use transit, as the H+T Index models
        it for a household with 80% of the regional median income.
    households
        Households of each tract; for a place, times the tract's share in the place.

    Returns
    -------
    Calculated
        A share, the mean weighted by households. No interval; for quality see
        :func:`~mobility_xl.metrics.quality.transport_quality`.

    Raises
    ------
    BadArgument
        For what is out of bounds, and unequal ranges.
    Undefined
        Where no household lives.

    Notes
    -----
    The published method of transportation access. The guide names an index of transit trips, which
    earlier releases had; this is a share.
    """
    return _transport(tract_values, households, 100, "of commuters use transit")


def transportation_cost(tract_values: Cells, households: Cells) -> Calculated:
    """Return transportation cost as a share of income, for the average household.

    Parameters
    ----------
    tract_values
        Per census tract, transportation cost as a percentage of income, as the H+T Index models it for a
        household with 80% of the regional median income.
    households
        Households of each tract; for a place, times the tract's share in the place.

    Returns
    -------
    Calculated
        A share, the mean weighted by households. No interval; for quality see
        :func:`~mobility_xl.metrics.quality.transport_quality`.

    Raises
    ------
    BadArgument
        For what is out of bounds, and unequal ranges.
    Undefined
        Where no household lives.

    Notes
    -----
    The published method of transportation access. The guide names an index of transportation cost, which
    earlier releases had; this is a share of income.
    """
    return _transport(tract_values, households, float("inf"), "of income goes into transportation")


def _transport(tract_values: Cells, households: Cells, most: float, what: str) -> Calculated:
    values, weights = numbers(tract_values, "tract_values", most=most), numbers(households, "households")
    same_length(tract_values=values, households=weights)
    share = weighted_mean(values, weights, "households add up to 0, so there is no average household.") / 100
    return Calculated(
        share,
        why=f"{percent(share)} {what}: the mean of {len(values)} tract values, read as percentages and weighted by "
        f"{said(total(weights))} households. Modelled for a household with 80% of the regional median income. No "
        "interval; the published quality rests on the tracts' margins of error.",
    )
