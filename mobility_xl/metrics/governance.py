"""Responsive and just governance: turnout, representation, crime and arrests."""

from mobility_xl.errors import BadArgument, NoData
from mobility_xl.metrics.calculated import Calculated, Quality
from mobility_xl.metrics.counts import (
    Cells,
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
from mobility_xl.metrics.quality import below, variation_of

CITIZENS = (0.05, 0.15)
FEWEST_PEOPLE = 30
MOST_AGENCIES = 0.8


def turnout(votes: Cells, citizens: Cells, citizens_moe: Cells = None) -> Calculated:
    """Return the share of citizens of voting age who voted for president.

    Parameters
    ----------
    votes, citizens
        Votes cast for president, and citizens of voting age, one count per part of the area.
    citizens_moe
        The 90% margins of error of the citizens, as the Census Bureau gives them; without them there is
        no quality.

    Returns
    -------
    Calculated
        A share, at most 1. No interval. By the standard error of the citizens over their number: Strong
        below 0.05, Marginal below 0.15, else Weak.

    Raises
    ------
    BadArgument
        For what is no count, and unequal ranges.
    Undefined
        Where there are no citizens.

    Notes
    -----
    The published method of political participation for counties. The guide names the voting-age
    population; citizens of that age are counted. More votes than citizens are possible, since citizens
    are estimated, and count as 1. In places the published quality also judges precincts.
    """
    cast, people = paired(votes=votes, citizens=citizens)
    voted, able = total(cast), total(people)
    share = quotient(voted, able, "citizens add up to 0, so there is no share.")
    why = f"{said(voted)} votes among {said(able)} citizens of voting age are {percent(share)}"
    why += "; more votes than citizens count as 100%." if share > 1 else "."
    why += " Presidential elections only; the method has no interval."
    if citizens_moe is None:
        return Calculated(min(share, 1.0), why=f"{why} No quality without the citizens' margins of error.")
    margins = numbers(citizens_moe, "citizens_moe")
    same_length(citizens=people, citizens_moe=margins)
    ratio = variation_of(able, margins)
    return Calculated(
        min(share, 1.0),
        quality=below(ratio, CITIZENS),
        why=f"{why} The standard error of the citizens is {percent(ratio)} of them: Strong below 5%, Marginal below "
        "15%, else Weak.",
    )


def representation(
    group_officials: Cells, officials: Cells, group_residents: Cells, residents: Cells, unknown: Cells = None
) -> Calculated:
    """Return a group's share of the elected officials over its share of the residents.

    Parameters
    ----------
    group_officials, officials
        Elected officials known to be of the group, and all of them, one count per part of the government.
    group_residents, residents
        Residents of the group, and all of them, in the same rows.
    unknown
        Of all officials, those whose group is not known.

    Returns
    -------
    Calculated
        A ratio; 1 is proportional. ``shares`` has the two shares, such as ``90.0%:50.0%``. With
        ``unknown``, ``lower`` and ``upper`` are the ratio if none and if all of the unknown are of the
        group: bounds, no confidence interval, and the value, which counts those known, is the lower. Weak
        where any is unknown; else no quality, since the method has no rule.

    Raises
    ------
    BadArgument
        For what is no count, a part above its whole, more known and unknown than officials, and unequal
        ranges.
    Undefined
        Where there are no officials, no residents, or nobody of the group among the residents;
        :func:`representation_shares` still has the text in the last case.

    Notes
    -----
    The guide's metric, for which officials are asked to identify themselves. Published is the residents'
    share alone. The residents' groups are Hispanic of any race and, not Hispanic, Black, white and other.
    """
    held, living, unknown_share = _represented(group_officials, officials, group_residents, residents, unknown)
    ratio = quotient(
        held,
        living,
        f"The group has no residents ({_as_text(held, living)}), so there is no ratio. Check group_residents.",
    )
    shares = _as_text(held, living)
    why = (
        f"{percent(held)} of officials over {percent(living)} of residents: {said(round(ratio, 2))}; 1 is proportional."
    )
    if unknown_share is None:
        return Calculated(
            ratio, shares=shares, why=f"{why} It takes the group of every official as known. No interval."
        )
    upper = quotient(held + unknown_share, living, "")
    return Calculated(
        ratio,
        lower=ratio,
        upper=upper,
        quality="Weak" if unknown_share else "",
        shares=shares,
        why=f"{why} {percent(unknown_share)} of officials are of unknown group: {said(round(ratio, 2))} if none of "
        f"them is of this group, {said(round(upper, 2))} if all are. These are bounds, not a confidence interval. "
        "Weak where any is unknown.",
    )


def representation_shares(
    group_officials: Cells, officials: Cells, group_residents: Cells, residents: Cells, unknown: Cells = None
) -> str:
    """Return the two shares of :func:`representation` as text, also where the group has no residents.

    Raises
    ------
    BadArgument, Undefined
        As there, but for a group without residents.
    """
    held, living, _ = _represented(group_officials, officials, group_residents, residents, unknown)
    return _as_text(held, living)


def _as_text(held: float, living: float) -> str:
    return f"{percent(held)}:{percent(living)}"


def _represented(
    group_officials: Cells, officials: Cells, group_residents: Cells, residents: Cells, unknown: Cells
) -> tuple[float, float, float | None]:
    """Return the group's share of officials and of residents, and the share of officials of unknown group."""
    some, all_, living, everybody = paired(
        group_officials=group_officials, officials=officials, group_residents=group_residents, residents=residents
    )
    seats = total(all_)
    held = quotient(total(some), seats, "officials add up to 0, so there is no share of them.")
    share = quotient(total(living), total(everybody), "residents add up to 0, so there is no share of them.")
    within(group_officials=some, officials=all_)
    within(group_residents=living, residents=everybody)
    if unknown is None:
        return held, share, None
    open_ = numbers(unknown, "unknown")
    same_length(officials=all_, unknown=open_)
    known_or_not = [one + other for one, other in zip(some, open_, strict=True)]
    for position, (one, most) in enumerate(zip(known_or_not, all_, strict=True)):
        if one > most:
            raise BadArgument(
                f"{where('unknown', unknown, position)} makes {said(one)} with group_officials, more than the "
                f"{said(most)} of officials. Officials include the unknown: correct one of the three."
            )
    return held, share, total(open_) / seats


def crime(offenses: Cells, population: Cells, agencies_reporting: Cells = None, agencies: Cells = None) -> Calculated:
    """Return the reported crimes for every 100,000 people.

    Parameters
    ----------
    offenses
        Offenses known to the police, violent or property, one count per part of the area. Those of an
        agency that serves several counties are split by their population.
    population
        The people of each part.
    agencies_reporting, agencies
        Police agencies that reported, and all that serve the part; both or neither. Without them there is
        no quality.

    Returns
    -------
    Calculated
        A rate per 100,000. No interval. Strong where all agencies reported, Marginal from 80% on, else
        Weak; published is also Marginal where every agency of the core city reported.

    Raises
    ------
    BadArgument
        For what is no count, more agencies reporting than there are, one of the two without the other, and
        unequal ranges.
    NoData
        For fewer than 30 people, and where no agency reported.
    Undefined
        Where nobody lives.

    Notes
    -----
    The published method of safety from crime, and the guide's rates. There may be more offenses than
    people, where many come to shop or work: that is not refused.
    """
    return _police_rate(("offenses", offenses), ("population", population), agencies_reporting, agencies)


def juvenile_arrests(
    arrests: Cells, juveniles: Cells, agencies_reporting: Cells = None, agencies: Cells = None
) -> Calculated:
    """Return the arrests of juveniles for every 100,000 juveniles.

    Parameters
    ----------
    arrests, juveniles
        Arrests of people aged 10 to 17, and all people of that age, one count per part of the area; for a
        group, both of the group.
    agencies_reporting, agencies
        As in :func:`crime`.

    Returns
    -------
    Calculated
        A rate per 100,000, with quality as in :func:`crime`. No interval.

    Raises
    ------
    BadArgument, NoData, Undefined
        As :func:`crime`.

    Notes
    -----
    The published method of just policing, and the guide's rate. Arrests are counted, not people: one
    person arrested twice counts twice.
    """
    return _police_rate(("arrests", arrests), ("juveniles", juveniles), agencies_reporting, agencies)


def _police_rate(
    events: tuple[str, Cells], people: tuple[str, Cells], agencies_reporting: Cells, agencies: Cells
) -> Calculated:
    (what, counted), (who, all_) = events, people
    many, living = paired(**{what: counted, who: all_})
    rate = quotient(total(many) * 100_000, total(living), f"{who} add up to 0: nobody is there, so there is no rate.")
    quality, rule = _coverage(living, who, agencies_reporting, agencies)
    if total(living) < FEWEST_PEOPLE:
        raise NoData(
            f"{who} add up to {said(total(living))}: the published method gives no rate below {FEWEST_PEOPLE}. Use a "
            "larger area."
        )
    return Calculated(
        rate,
        quality=quality,
        why=f"{said(total(many))} {what} for {said(total(living))} {who} are {said(round(rate, 1))} per 100,000. Only "
        f"what is known to agencies that report counts. The method has no interval. {rule}",
    )


def _coverage(living: list[float], who: str, agencies_reporting: Cells, agencies: Cells) -> tuple[Quality, str]:
    if agencies_reporting is None and agencies is None:
        return "", "No quality without the number of agencies."
    if agencies_reporting is None or agencies is None:
        lacking = "agencies_reporting" if agencies_reporting is None else "agencies"
        raise BadArgument(f"{lacking} is left out. Give both agencies_reporting and agencies, or neither.")
    reporting, all_ = paired(agencies_reporting=agencies_reporting, agencies=agencies)
    same_length(**{who: living, "agencies": all_})
    within(agencies_reporting=reporting, agencies=all_)
    if total(reporting) == 0:
        raise NoData("No agency reported: what happened is not known, and 0 would be wrong. Ask the agencies.")
    share = total(reporting) / total(all_)
    quality: Quality = "Strong" if share == 1 else "Marginal" if share >= MOST_AGENCIES else "Weak"
    return quality, (
        f"{said(total(reporting))} of {said(total(all_))} agencies reported: Strong if all did, Marginal from 80% on, "
        "else Weak. Published is also Marginal where every agency of the core city reported."
    )
