"""Rewarding work: jobs, wages, incomes, debt and housing wealth."""

from mobility_xl.errors import NoData, Undefined
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
    within,
)
from mobility_xl.metrics.quality import FEWEST_RECORDS
from mobility_xl.metrics.records import nearest_even, percentile_share
from mobility_xl.metrics.shares import SURVEY_AREAS, counted_share, survey_share, with_beware

HOURS_A_WEEK = 40
FEWEST_ESTABLISHMENTS = 30
FEWEST_OWNERS = 30
SHARE_DIGITS = 3


def employment(employed: Cells, people: Cells, replicates: Cells = None) -> Calculated:
    """Return the share of people aged 25 to 54 who are employed.

    Parameters
    ----------
    employed, people
        People of that age who are employed, and all of them, one count per part of the area.
    replicates
        The 80 estimates (0 to 1) of the area's share that the survey's replicate weights make.

    Returns
    -------
    Calculated
        A share; with replicates its 95% interval, cut to 0 and 1. No quality: the published flag says how
        well survey areas fit the area.

    Raises
    ------
    BadArgument
        For what is no count, more employed than people, unequal ranges, and other than 80 replicates.
    NoData
        For fewer than 30 people, which cannot be 30 survey records.
    Undefined
        Where there is nobody of that age.

    Notes
    -----
    The published method of employment opportunities, and the guide's ratio of employment to population;
    the interval is made as that of preschool enrollment.
    """
    return survey_share(("employed", employed), ("people", people), replicates)


def living_wage(
    weekly_wage: Cells, hourly_living_wage: Cells, cpi_factor: Cells = None, establishments: Cells = None
) -> Calculated:
    """Return the average wage over what one adult with two children needs.

    Parameters
    ----------
    weekly_wage
        The average weekly wage of all industries and ownerships, in dollars; for an industry of several
        sectors, one wage per sector, whose plain mean is taken.
    hourly_living_wage
        The hourly wage that one adult with two children needs, in dollars, from the Living Wage Calculator.
    cpi_factor
        What puts the living wage into the dollars of the wage's year; 1 when left out.
    establishments
        How many establishments each wage is of; without them there is no quality.

    Returns
    -------
    Calculated
        A ratio; 1 is an average job that pays a living wage for 40 hours a week. No interval. Strong from
        30 establishments on, else Weak.

    Raises
    ------
    BadArgument
        For what is no number, establishments that do not match the wages, and several living wages.
    NoData
        For a wage of 0, which the source writes where it has none.
    Undefined
        For a living wage or a factor of 0.

    Notes
    -----
    The published method of jobs paying living wages, and the guide's ratio.
    """
    wages = numbers(weekly_wage, "weekly_wage")
    hourly = number(hourly_living_wage, "hourly_living_wage")
    factor = 1.0 if cpi_factor is None else number(cpi_factor, "cpi_factor")
    many = None if establishments is None else numbers(establishments, "establishments")
    if many is not None:
        same_length(weekly_wage=wages, establishments=many)
    needed = hourly * factor * HOURS_A_WEEK
    mean = total(wages) / len(wages)
    ratio = quotient(mean, needed, "The living wage is 0 dollars, and nothing can be set against it. Check it.")
    if 0 in wages:
        raise NoData("A weekly wage is 0, which stands for no published wage. Leave its row out, or ask the source.")
    why = f"${said(round(mean, 2))} a week over the ${said(round(needed, 2))} of {HOURS_A_WEEK} living-wage hours."
    if many is None:
        return Calculated(ratio, why=f"{why} The method has no interval; no quality without establishments.")
    return Calculated(
        ratio,
        quality="Strong" if total(many) >= FEWEST_ESTABLISHMENTS else "Weak",
        why=f"{why} {said(total(many))} establishments: Strong from {FEWEST_ESTABLISHMENTS} on, else Weak. The method "
        "has no interval.",
    )


def income_percentile(incomes: Cells, weights: Cells, percentile: Cells) -> Calculated:
    """Return the household income at a percentile.

    Parameters
    ----------
    incomes
        One income per household record, in dollars of the year; it may be below 0.
    weights
        How many households each record stands for, at least 0.
    percentile
        From 1 to 99, such as 20.

    Returns
    -------
    Calculated
        Dollars, one of the given incomes. No interval and no quality from these arguments: with the
        survey's replicate weights see :func:`~mobility_xl.metrics.records.weighted_quantile`.

    Raises
    ------
    BadArgument
        For what is no number, a negative weight, unequal ranges, and a percentile out of bounds or written
        as a share.
    NoData
        For fewer than 30 records.
    Undefined
        When the weights add up to 0.

    Notes
    -----
    The published method of opportunities for income, by the rule of
    :func:`~mobility_xl.metrics.records.nearest_even`.
    """
    share = percentile_share(percentile)
    dollars, many = numbers(incomes, "incomes", least=float("-inf")), numbers(weights, "weights")
    same_length(incomes=dollars, weights=many)
    value = nearest_even(dollars, many, share)
    if len(dollars) < FEWEST_RECORDS:
        raise NoData(
            f"incomes has {len(dollars)} records: the published method gives no value below {FEWEST_RECORDS}. Use a "
            "larger area, or more years together."
        )
    return Calculated(
        value,
        why=f"{said(100 * share)}% of {said(total(many))} households, from {len(dollars)} records, have an income of "
        f"${said(value)} or less. One of the incomes, not one between two. No interval: that takes the survey's "
        f"replicate weights. {SURVEY_AREAS}",
    )


def debt(in_collections: Cells, people: Cells) -> Calculated:
    """Return the share of adults with a credit record who have debt in collections.

    Parameters
    ----------
    in_collections, people
        Adults with debt in collections, and all adults with a credit record, one count per part of the
        area. Published for places is any derogatory debt instead.

    Returns
    -------
    Calculated
        A share. No interval. Strong, as every value that is published.

    Raises
    ------
    BadArgument
        For what is no count, more in collections than people, and unequal ranges.
    Undefined
        Where there is nobody.

    Notes
    -----
    The published method of financial security. The guide names households; people are counted.
    """
    found = counted_share(("in_collections", in_collections), ("people", people))
    return with_beware(
        found, "The method has no interval and calls every value Strong. People are counted, not households.", "Strong"
    )


def housing_wealth(
    group_value: Cells, total_value: Cells, group_households: Cells, total_households: Cells
) -> Calculated:
    """Return a group's share of housing wealth over its share of households.

    Parameters
    ----------
    group_value, total_value
        The value in dollars of the homes that households of the group own and live in, and of all such
        homes, one number per part of the area.
    group_households, total_households
        Households of the group, and all households, owners or not.

    Returns
    -------
    Calculated
        A ratio; 1 is a share of wealth as large as that of households. ``shares`` has the two as published,
        such as ``0.119:0.246``: each rounded to three digits, halves to the even digit, and the ratio is of
        the rounded. No interval; the published quality says how well survey areas fit the area.

    Raises
    ------
    BadArgument
        For what is no number of at least 0, a part above its whole, and unequal ranges.
    NoData
        For 30 or fewer households of the group.
    Undefined
        Where there is no wealth or no household, and where the group's share of households rounds to
        0.000; :func:`housing_wealth_shares` still has the text then.

    Notes
    -----
    The published method of wealth-building opportunities, and the guide's ratio.
    """
    wealth, households, group = _wealth(group_value, total_value, group_households, total_households)
    text = f"{wealth:.3f}:{households:.3f}"
    ratio = quotient(
        wealth,
        households,
        f"The group's share of households rounds to 0.000 ({text}), so there is no ratio. Use a larger area.",
    )
    if group <= FEWEST_OWNERS:
        raise NoData(
            f"group_households add up to {said(group)}: the published method gives no value for {FEWEST_OWNERS} or "
            "fewer. Use a larger area."
        )
    return Calculated(
        ratio,
        shares=text,
        why=f"{percent(wealth)} of housing wealth over {percent(households)} of households, both rounded to three "
        f"digits as published: {said(round(ratio, 3))}, where 1 is proportional. The method has no interval; its "
        "quality says how well survey areas fit the area. Mortgages are not taken off the value of homes.",
    )


def housing_wealth_shares(
    group_value: Cells, total_value: Cells, group_households: Cells, total_households: Cells
) -> str:
    """Return the two shares of :func:`housing_wealth` as published, also where their ratio has no answer.

    Raises
    ------
    BadArgument, NoData, Undefined
        As there, but for a share of households that rounds to 0.000.
    """
    wealth, households, group = _wealth(group_value, total_value, group_households, total_households)
    if households:
        return housing_wealth(group_value, total_value, group_households, total_households).shares
    if 0 < group <= FEWEST_OWNERS:
        raise NoData(f"group_households add up to {said(group)}: there is no value for {FEWEST_OWNERS} or fewer.")
    return f"{wealth:.3f}:{households:.3f}"


def _wealth(
    group_value: Cells, total_value: Cells, group_households: Cells, total_households: Cells
) -> tuple[float, float, float]:
    """Return the share of wealth and of households, rounded as published, and the group's households."""
    held, all_held, homes, all_homes = paired(
        group_value=group_value,
        total_value=total_value,
        group_households=group_households,
        total_households=total_households,
    )
    group = total(homes)
    wealth = quotient(total(held), total(all_held), "total_value adds up to 0: there is no housing wealth to share.")
    households = quotient(group, total(all_homes), "total_households add up to 0: there is nobody to share.")
    within(group_value=held, total_value=all_held)
    within(group_households=homes, total_households=all_homes)
    if not group:
        raise Undefined("group_households add up to 0: a group that is not there has no ratio.")
    return round(wealth, SHARE_DIGITS), round(households, SHARE_DIGITS), group
