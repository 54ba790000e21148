"""Cell functions that say where a place stands among others, and which are like it."""

from typing import Annotated

from mobility_xl import queries
from mobility_xl.errors import NoData
from mobility_xl.functions.arguments import Among, Name, OptionalName, OptionalNumber, OptionalWhole, Place, Year, parts
from mobility_xl.functions.published import METRIC_NOTE, PLACE_NOTE, YEAR_NOTE
from mobility_xl.functions.ranges import Rows
from mobility_xl.functions.registry import WHY, cell_function
from mobility_xl.queries.benchmarks import US

PARTS = ("percentile", "rank", "count", "best", "worst", "why")


@cell_function(
    examples=(
        ("employment", "Cook County, IL"),
        ("employment", "Cook County, IL", "IL", None, "why"),
    )
)
def mobility_rank(
    metric: Annotated[Name, METRIC_NOTE],
    place: Annotated[Place, PLACE_NOTE],
    among: Annotated[Among, "US, a state, or a range of places of the same level; US when left out"] = None,
    year: Annotated[Year, YEAR_NOTE] = None,
    part: Annotated[str, parts(*PARTS), "What of it: the percentile, or a word for what belongs to it"] = "percentile",
) -> str | float:
    """Return where a place stands among others of its level: a percentile, 100 being the most favorable.

    Places with a number that is not Weak are ranked, this place always among them. ``rank`` counts from the
    most favorable, ``count`` is how many are ranked, ``best`` and ``worst`` are the ranks that chance leaves
    open. What is neither favorable nor unfavorable is ranked by value. ``why`` says it in sentences, or why
    there is no rank: crime, arrests, counts, racial exposure and housing wealth have none, nor has a Weak number.

    Raises
    ------
    NoData
        There is no such number, it is Weak, or no rank is given of it; or fewer than five places have one.
    BadArgument
        An argument cannot be understood.
    """
    ask = queries.default()
    variable, area = ask.variable(ask.metric(metric)), ask.area(place)
    others = [ask.area(one) for one in among] if isinstance(among, list) else among or US
    found = ask.rank(variable, area, others, year)
    if part == WHY:
        return found.why
    answer: float | None = getattr(found, part)
    if answer is None:
        raise NoData(found.why)
    return answer


@cell_function(
    examples=(
        ("employment",),
        ("median income", "TX", 2023, 0.25),
    ),
    portable=("value",),
)
def mobility_benchmark(
    metric: Annotated[Name, METRIC_NOTE],
    among: Annotated[
        OptionalName,
        "US for all counties, US cities for the published cities, or a state for its counties; US when left out",
    ] = None,
    year: Annotated[Year, "A year; the latest in which any of them has a value when left out"] = None,
    quantile: Annotated[OptionalNumber, "From 0 to 1, such as 25%; the median when left out"] = None,
) -> float:
    """Return the number at or below which half of the people live, or another share of them.

    Each county or city counts with its people, all of whom have its number: it is no average, and it does
    not tell how single people fare.

    Raises
    ------
    NoData
        It is withheld: fewer than five of them have a value, or more than 15% of the people live where it is
        missing or Weak. Or none is made of this number, or it is not published for that year.
    BadArgument
        An argument cannot be understood.
    """
    ask = queries.default()
    variable, whose = ask.variable(ask.metric(metric)), among or US
    asked = ask.benchmark_year(variable, whose) if year is None else year
    if asked is None:
        raise NoData(f"{variable.label}, benchmark of {whose}: no year has a value.")
    found = ask.benchmark(variable, asked, whose, 0.5 if quantile is None else quantile)
    if found.value is None:
        raise NoData(f"{variable.label}, benchmark of {whose}, {asked}: {found.why}.")
    return found.value


@cell_function(
    examples=(
        ("Cook County, IL",),
        ("Chicago, IL", 5),
    )
)
def mobility_peers(
    place: Annotated[Place, PLACE_NOTE],
    count: Annotated[OptionalWhole, "How many; twelve when left out"] = None,
) -> Rows:
    """Return the places most like one: rows of geoid, name, distance, what they share.

    They are of its level, and like it in population, density (counties), composition by race and
    ethnicity, median household income and location, in the latest year. The nearest comes first; above a
    distance of 2 a place is no close peer, and the row says so.

    Raises
    ------
    NoData
        No area has that code, or it is no longer in use.
    BadArgument
        An argument cannot be understood.
    """
    ask = queries.default()
    found = ask.peers(ask.area(place), count)
    return [[one.area.geoid, str(one.area), one.distance, one.shared] for one in found.nearest]
