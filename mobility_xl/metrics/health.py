"""Healthy environment and access to good health care: physicians, births, air and injuries."""

from math import sqrt

from mobility_xl.errors import BadArgument, NoData
from mobility_xl.metrics.calculated import Calculated
from mobility_xl.metrics.counts import (
    Cells,
    number,
    numbers,
    paired,
    percent,
    quotient,
    said,
    same_length,
    total,
    where,
    within,
)
from mobility_xl.metrics.poisson import poisson_bounds
from mobility_xl.metrics.quality import EXPOSURE, at_least, below
from mobility_xl.metrics.tracts import weighted_mean

FEW_PEOPLE = 2_000
ONE_PHYSICIAN_MORE = (0.2, 0.4)
FEWEST_BIRTHS = 30
BIRTHS = (200, 100)
WITHOUT_DATA = 0.05
SUPPRESSED_DEATHS, UNRELIABLE_DEATHS = 10, 20
MANY_DEATHS = 100
"""From so many deaths on the source makes its interval from the normal distribution."""

NORMAL = 1.96
"""How many standard errors the published bounds of births and deaths lie from the estimate."""


def physicians(population: Cells, physicians: Cells) -> Calculated:
    """Return the people for every primary care physician.

    Parameters
    ----------
    population, physicians
        The people, and the primary care physicians who practice there, one count per part of the area.

    Returns
    -------
    Calculated
        People per physician, rounded to a whole number as published, halves to the even one; 0 stands for
        no physician where at most 2,000 people live. No interval. With one physician more the ratio would
        change by less than 20%: Strong; less than 40%: Marginal; else Weak, and Weak for 0.

    Raises
    ------
    BadArgument
        For what is no count, more physicians than people, and unequal ranges.
    NoData
        Without a physician for more than 2,000 people.
    Undefined
        Where nobody lives.

    Notes
    -----
    The published method of access to health services, and the guide's ratio; published for counties only.
    """
    people, doctors = paired(population=population, physicians=physicians)
    everybody, all_ = total(people), total(doctors)
    quotient(0.0, everybody, "population adds up to 0: nobody lives there, so there is no ratio.")
    within(physicians=doctors, population=people)
    rule = (
        "Strong if one physician more would change the ratio by less than 20%, Marginal by less than 40%, else Weak. "
        "The method has no interval, and people also see physicians across the border."
    )
    if all_ == 0:
        if everybody > FEW_PEOPLE:
            raise NoData(
                f"There is no physician for {said(everybody)} people: the published method has no number above "
                f"{said(FEW_PEOPLE)} people. Say it in words, or use a larger area."
            )
        why = f"0 stands for no physician for {said(everybody)} people, at most {said(FEW_PEOPLE)}: Weak. {rule}"
        return Calculated(0.0, quality="Weak", why=why)
    ratio = quotient(everybody, all_, "")
    rounded = float(round(ratio))
    return Calculated(
        rounded,
        # As published, the change is of the rounded ratio.
        quality=below(abs(everybody / (all_ + 1) - rounded) / rounded, ONE_PHYSICIAN_MORE),
        why=f"{said(everybody)} people for {said(all_)} physicians, {said(rounded)} each, rounded as published. {rule}",
    )


def low_birth_weight(low_weight_births: Cells, births: Cells) -> Calculated:
    """Return the share of babies born with low weight.

    Parameters
    ----------
    low_weight_births
        Births under 2,500 grams (5 pounds 8 ounces), one count per part of the area.
    births
        Births with a known weight of each part.

    Returns
    -------
    Calculated
        A share with its 95% interval, 1.96 standard errors of a proportion to each side, cut to 0 and 1.
        Strong from 200 births on, Marginal from 100, else Weak.

    Raises
    ------
    BadArgument
        For what is no count, more low-weight births than births, and unequal ranges.
    NoData
        For fewer than 30 births.
    Undefined
        Where there are none.

    Notes
    -----
    The published method of neonatal health, and the guide's share. A published county under 100,000
    people shows its state's pooled value, which is Weak; counts of one's own are not pooled, and the
    rules on pooling do not apply. The publisher's formula could pass 0 or 1, which no published bound does.
    """
    low, all_ = paired(low_weight_births=low_weight_births, births=births)
    known = total(all_)
    share = quotient(total(low), known, "births add up to 0, so there is no share.")
    within(low_weight_births=low, births=all_)
    if known < FEWEST_BIRTHS:
        raise NoData(
            f"births add up to {said(known)}: the published method gives no value below {FEWEST_BIRTHS}. Use a larger "
            "area, or more years together."
        )
    half = NORMAL * sqrt(share * (1 - share) / known)
    lower, upper = max(0.0, share - half), min(1.0, share + half)
    return Calculated(
        share,
        lower=lower,
        upper=upper,
        quality=at_least(known, BIRTHS),
        why=f"{said(total(low))} of {said(known)} births with known weight are {percent(share)}. The 95% interval, "
        f"{percent(lower)} to {percent(upper)} is {NORMAL} standard errors of a proportion. Strong from 200 births on, "
        "Marginal from 100, else Weak. Births of a state are not pooled here, as they are in published small counties.",
    )


def air_quality(tract_index: Cells, people: Cells, *, people_without_data: Cells = None) -> Calculated:
    """Return the air index of the average resident's census tract.

    Parameters
    ----------
    tract_index
        Each tract's index, 0 to 100, from :func:`~mobility_xl.metrics.tracts.tract_air_index`.
    people
        The people of each tract; for a place, times the tract's share in the place.
    people_without_data
        The people of the area who live in tracts without an index, which stand in no row. Without it
        there is no quality.

    Returns
    -------
    Calculated
        From 0 to 100, higher is cleaner: the mean weighted by people, rounded to a whole number as
        published, halves to the even one. No interval. Marginal where at least 5% of the people live in
        tracts without data, else Strong.

    Raises
    ------
    BadArgument
        For what is out of bounds, and unequal ranges.
    Undefined
        Where nobody lives.

    Notes
    -----
    The published method of environmental quality: a national rank of the hazards from toxics in the air.
    It is not the daily Air Quality Index, which the guide's wording may bring to mind.
    """
    index, residents = numbers(tract_index, "tract_index", most=100), numbers(people, "people")
    same_length(tract_index=index, people=residents)
    value = float(round(weighted_mean(index, residents, "people add up to 0, so there is no average resident.")))
    known = total(residents)
    why = (
        f"The mean of {len(index)} tract indexes, weighted by {said(known)} people and rounded as published. A "
        "national rank where higher is cleaner, not the daily Air Quality Index. The method has no interval."
    )
    if people_without_data is None:
        return Calculated(value, why=f"{why} No quality without the number of people in tracts without data.")
    without = number(people_without_data, "people_without_data")
    missing = without / total([known, without])
    return Calculated(
        value,
        quality="Marginal" if missing >= WITHOUT_DATA else "Strong",
        why=f"{why} {percent(missing)} of the people live in tracts without data: Marginal from 5% on, else Strong.",
    )


def injury_deaths(deaths: Cells, population: Cells) -> Calculated:
    """Return the deaths due to injury for every 100,000 people.

    Parameters
    ----------
    deaths, population
        Deaths due to injury, and the people, one count per year of the five pooled years (or per part of
        the area and year). Population is counted anew each year, as deaths are.

    Returns
    -------
    Calculated
        A yearly rate per 100,000 with its 95% interval, each rounded to one decimal as issued by the
        source, halves to the even digit. Strong where the standard error is below 20% of the rate, Marginal
        below 40%, else Weak.

    Raises
    ------
    BadArgument
        For deaths that are no whole count, more deaths than people, and unequal ranges.
    NoData
        For fewer than 20 deaths: below 10 the source suppresses the rate, below 20 it calls it unreliable.
    Undefined
        Where nobody lives.

    Notes
    -----
    The published method of safety from trauma, and the guide's rate: crude, not adjusted for age. As CDC
    WONDER makes them, the standard error is the rate over the root of the deaths, and the interval is
    1.96 of it to each side, or below 100 deaths that of a Poisson count, which is uneven.
    """
    died, people = paired(deaths=deaths, population=population)
    all_, years = total(died), total(people)
    rate = quotient(all_ * 100_000, years, "population adds up to 0: nobody lives there, so there is no rate.")
    within(deaths=died, population=people)
    for position, one in enumerate(died):
        if one % 1:
            raise BadArgument(
                f"{where('deaths', deaths, position)} is {said(one)}. Deaths are counted in whole numbers."
            )
    if all_ < UNRELIABLE_DEATHS:
        rule = "suppresses the rate" if all_ < SUPPRESSED_DEATHS else "calls the rate unreliable"
        raise NoData(
            f"deaths add up to {said(all_)}: below "
            f"{SUPPRESSED_DEATHS if all_ < SUPPRESSED_DEATHS else UNRELIABLE_DEATHS} deaths the source {rule}, and "
            "the published method gives no value. Use more years or a larger area."
        )
    error = rate / sqrt(all_)
    lower, upper = rate - NORMAL * error, rate + NORMAL * error
    if all_ < MANY_DEATHS:
        lower, upper = (rate * expected / all_ for expected in poisson_bounds(int(all_)))
    issued, issued_error = round(rate, 1), round(error, 1)
    return Calculated(
        issued,
        lower=round(lower, 1),
        upper=round(upper, 1),
        quality=below(issued_error / issued, EXPOSURE) if issued else "Weak",
        why=f"{said(all_)} deaths in {said(years)} person-years are {said(issued)} a year per 100,000, rounded to one "
        "decimal as issued. The population must be added up over the same five years. Not adjusted for age. Strong "
        f"where the standard error ({said(issued_error)}) is below 20% of the rate, Marginal below 40%, else Weak.",
    )
