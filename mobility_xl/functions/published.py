"""Cell functions that answer with published numbers, and with what belongs to them."""

from typing import Annotated

from mobility_xl import queries
from mobility_xl.catalog import Variable
from mobility_xl.errors import MobilityError, NoData, Undefined
from mobility_xl.estimates import Estimate
from mobility_xl.functions.arguments import Name, OptionalName, OptionalPlace, Place, Year, parts
from mobility_xl.functions.ranges import Rows
from mobility_xl.functions.registry import cell_function

PARTS = ("value", "lower", "upper", "quality", "year", "unit", "label", "shares", "shown", "why")
PLACE_PARTS = ("geoid", "name", "state", "level", "population", "choices")

METRIC_NOTE = "A metric's name, such as low birth weight, or its column, such as share_low_birth_weight"
PLACE_NOTE = "A county or city: its name with the state, such as Cook County, IL, or its code"
YEAR_NOTE = "A year; the latest that has a value when left out"
GROUP_NOTE = "A published group, such as Hispanic, or a level, such as 20th percentile; everybody when left out"


@cell_function(
    examples=(
        ("low birth weight", "Cook County, IL"),
        ("employment", 17031, 2021, "Hispanic", "lower"),
    ),
    portable=("value", "lower", "upper", "quality", "year", "unit", "label"),
)
def mobility_metric(
    metric: Annotated[Name, METRIC_NOTE],
    place: Annotated[Place, PLACE_NOTE],
    year: Annotated[Year, YEAR_NOTE] = None,
    subgroup: Annotated[OptionalName, GROUP_NOTE] = None,
    part: Annotated[str, parts(*PARTS), "What of it: the value, or a word for what belongs to it"] = "value",
) -> str | float:
    """Return one published number.

    Shares are between 0 and 1: format the cell as a percentage. The part ``shown`` is the number as it is
    read aloud, with interval, year and quality; ``why`` is a sentence on why there is none, or what to
    beware of.

    Raises
    ------
    NoData
        There is no such number.
    BadArgument
        An argument cannot be understood.
    Undefined
        The published shares of a ratio leave it undefined.
    """
    ask = queries.default()
    meant, area = ask.metric(metric), ask.area(place)
    if part == "value" and (value := ask.value(meant, area, year, subgroup)) is not None:
        return value
    return _part(ask.estimate(meant, area, year, subgroup), part, latest=year is None)


@cell_function(
    examples=(
        ("low birth weight", "Cook County, IL"),
        ("employment", 17031, "Hispanic"),
    ),
    portable=("value",),
)
def mobility_trend(
    metric: Annotated[Name, METRIC_NOTE],
    place: Annotated[Place, PLACE_NOTE],
    subgroup: Annotated[OptionalName, GROUP_NOTE] = None,
) -> Rows:
    """Return the years of a published number: rows of year, value, lower, upper, quality.

    Years without a value are left out; the earliest comes first. A bound or a flag that is not published
    is #N/A.

    Raises
    ------
    NoData
        No year has a value.
    BadArgument
        An argument cannot be understood.
    """
    ask = queries.default()
    meant, area = ask.metric(metric), ask.area(place)
    years = ask.trend(meant, area, subgroup)
    if not years:
        raise NoData(ask.estimate(meant, area, None, subgroup).why)
    return [[one.year, *_numbers(one)] for one in years]


@cell_function(
    examples=(
        ("low birth weight", "Cook County, IL"),
        ("employment", 17031, "gender"),
    )
)
def mobility_groups(
    metric: Annotated[Name, METRIC_NOTE],
    place: Annotated[Place, PLACE_NOTE],
    subgroup_type: Annotated[
        OptionalName, "A kind of groups, such as race-ethnicity or gender; the first that has a value when left out"
    ] = None,
    year: Annotated[Year, "A year; the latest in which any group has a value when left out"] = None,
) -> Rows:
    """Return the groups of a published number: rows of subgroup, year, value, lower, upper, quality.

    Everybody in the same file comes first, as All; a group without a value is there, with #N/A. A metric
    that is published one column a group, or a level such as the 20th percentile, has a row for each,
    without All.

    Raises
    ------
    NoData
        No group has a value.
    BadArgument
        An argument cannot be understood, or the metric is not published by such groups.
    """
    ask = queries.default()
    meant = ask.metric(metric)
    found = ask.side_by_side(meant, ask.area(place), subgroup_type, year)
    by_column = not isinstance(meant, Variable)
    return [[one.variable.hidden if by_column else one.who, one.year, *_numbers(one)] for one in found]


@cell_function(
    examples=(
        ("cook county il",),
        ("Springfield, IL", "population"),
    ),
    portable=("geoid", "name", "state", "level", "population"),
)
def mobility_place(
    text: Annotated[Place, "A county or city as somebody wrote it, or its code"],
    part: Annotated[str, parts(*PLACE_PARTS), "What of it; choices lists all that the text can mean"] = "geoid",
) -> str | float | Rows:
    """Return the code of a county or city, or what else is known of it.

    Codes are text: 5 digits for a county, 7 for a city. The part ``choices`` answers with rows of geoid,
    name, state and level.

    Raises
    ------
    NoData
        No area has that code, or its population is not published.
    BadArgument
        No area has that name, or several do; the sentence lists them.
    """
    areas = queries.default().store.areas
    if part == "choices":
        # Some spellings are understood that the search by likeness does not find.
        return [[one.geoid, one.name, one.state, one.level] for one in areas.search(text) or [areas.find(text)]]
    area = areas.find(text)
    answers = {
        "geoid": area.geoid,
        "name": area.name,
        "state": area.state,
        "level": area.level,
        "population": area.population,
    }
    answer = answers[part]
    if answer is None:
        raise NoData(f"{area}: no population is published.")
    return answer


@cell_function(examples=(("employment", "Loving County, TX"),), never_fails=True)
def mobility_why(
    metric: Annotated[Name, METRIC_NOTE],
    place: Annotated[Place, PLACE_NOTE],
    year: Annotated[Year, YEAR_NOTE] = None,
    subgroup: Annotated[OptionalName, GROUP_NOTE] = None,
) -> str:
    """Return one sentence on why there is no number, or on what to beware of; never an error."""
    ask = queries.default()
    return _why(ask.estimate(ask.metric(metric), ask.area(place), year, subgroup), latest=year is None)


@cell_function(examples=(("low birth weight", "Cook County, IL"),))
def mobility_cite(
    metric: Annotated[Name, METRIC_NOTE],
    place: Annotated[OptionalPlace, "A county or city to name in it"] = None,
    year: Annotated[Year, "A year to name in it"] = None,
) -> str:
    """Return the source of a metric, ready to paste under a table.

    It names the edition, and how the data differ from the guide's wording.

    Raises
    ------
    NoData
        No area has that code, or the metric is not published for that year.
    BadArgument
        An argument cannot be understood.
    """
    ask = queries.default()
    meant, area = ask.metric(metric), ask.area(place) if place else None
    years = ask.published_years(meant)
    if year is not None and year not in years:
        raise NoData(f"{meant.label} is not published for {year}; there is {queries.spans(years)}.")
    return ask.citation(meant, area, year)


@cell_function(examples=((),), portable=("value",))
def mobility_version() -> str:
    """Return the version of this package, the edition of its data, whether that is partial, and its hash."""
    return queries.default().version


def _part(estimate: Estimate, part: str, *, latest: bool = False) -> str | float:
    if part == "why":
        return _why(estimate, latest=latest)
    if part in ("unit", "label"):
        return {"unit": estimate.variable.counted_in, "label": estimate.label}[part]
    if part == "shares" and estimate.shares:
        return estimate.shares_text
    if estimate.value is None or estimate.year is None:
        raise (Undefined if estimate.shares else NoData)(estimate.why)
    answers: dict[str, str | float | None] = {
        "value": estimate.value,
        "lower": estimate.lower,
        "upper": estimate.upper,
        "quality": estimate.quality or None,
        "year": estimate.year,
        "shown": estimate.shown,
        "shares": None,
    }
    answer = answers[part]
    if answer is None:
        lacks = {"quality": "no quality flag is", "shares": "no shares are"}.get(part, "no interval is")
        raise NoData(f"{estimate.subject}, {estimate.year}: {lacks} published.")
    return answer


def _numbers(estimate: Estimate) -> list[str | float | MobilityError]:
    """Return value, lower, upper and quality for a row: what is not published is its error."""
    row: list[str | float | MobilityError] = []
    for part in ("value", "lower", "upper", "quality"):
        try:
            row.append(_part(estimate, part))
        except MobilityError as error:
            row.append(error)
    return row


def _why(estimate: Estimate, *, latest: bool) -> str:
    if estimate.value is None:
        return estimate.why
    ask = queries.default()
    newer = [ask.newer(estimate)] if latest else []
    return " ".join(filter(None, (f"{estimate.shown}.{ask.about(estimate.area)}", *newer, *estimate.cautions)))
