"""Cell functions that hold two published numbers against each other: how far apart, and how sure that is."""

from typing import Annotated

from mobility_xl import queries
from mobility_xl.catalog import ALL
from mobility_xl.compare.comparing import apart, compare
from mobility_xl.errors import NoData, Undefined
from mobility_xl.estimates import Comparison, Estimate
from mobility_xl.functions.arguments import Name, OptionalName, Place, Year, parts
from mobility_xl.functions.published import GROUP_NOTE, METRIC_NOTE, PLACE_NOTE
from mobility_xl.functions.registry import cell_function

GAP_PARTS = ("difference", "ratio", "lower", "upper", "sure", "verdict", "why")
PARTS = ("difference", "ratio", "lower", "upper", "p_value", "sure", "verdict", "why")
PART_NOTE = "What of it: the difference, or a word for what belongs to it"


@cell_function(
    examples=(
        ("low birth weight", "Cook County, IL", "Black", "White"),
        ("low birth weight", "Cook County, IL", "Black", "White", None, "verdict"),
    ),
    portable=("difference", "ratio"),
)
def mobility_gap(
    metric: Annotated[Name, METRIC_NOTE],
    place: Annotated[Place, PLACE_NOTE],
    group: Annotated[Name, "A published group, such as Hispanic, or a level, such as 20th percentile"],
    reference: Annotated[OptionalName, "The group that it is held against; All when left out"] = None,
    year: Annotated[Year, "A year; the latest in which both have a value when left out"] = None,
    part: Annotated[str, parts(*GAP_PARTS), PART_NOTE] = "difference",
) -> str | float:
    """Return how far one group stands from another of the same table, or from All: group minus reference.

    A difference of shares is between -1 and 1: format the cell as a percentage. ``lower`` and ``upper``
    are its bounds, ``ratio`` is group divided by reference, ``sure`` tells whether it could be chance or
    why it is not tested, ``verdict`` and ``why`` say it in words. Against All no group is tested, since
    it is part of it.

    Raises
    ------
    NoData
        One of the two has no such number, or there is no interval.
    BadArgument
        An argument cannot be understood.
    Undefined
        The ratio of numbers that are not both above 0.
    """
    ask = queries.default()
    meant, area = ask.metric(metric), ask.area(place)
    return _part(ask.of_groups(meant, area, group, reference or ALL, year), part)


@cell_function(
    examples=(
        ("low birth weight", "Cook County, IL", "Los Angeles County, CA"),
        ("median income", 17031, 1714000, 2021, None, "verdict"),
    ),
    portable=("difference", "ratio"),
)
def mobility_compare(
    metric: Annotated[Name, METRIC_NOTE],
    place: Annotated[Place, PLACE_NOTE],
    peer: Annotated[Place, "The county or city that it is held against"],
    year: Annotated[Year, "A year; the latest in which both have a value when left out"] = None,
    subgroup: Annotated[OptionalName, GROUP_NOTE] = None,
    part: Annotated[str, parts(*PARTS), PART_NOTE] = "difference",
) -> str | float:
    """Return how far one place's number stands from another's: place minus peer.

    A difference of shares is between -1 and 1: format the cell as a percentage. ``lower`` and ``upper``
    are its bounds, ``ratio`` is place divided by peer, ``p_value`` is how often chance alone would make a
    difference as large, ``sure`` tells whether it could be chance or why it is not tested, ``verdict`` and
    ``why`` say it in words.

    Raises
    ------
    NoData
        One of the two has no such number, or there is no interval or no test.
    BadArgument
        An argument cannot be understood.
    Undefined
        The ratio of numbers that are not both above 0.
    """
    ask = queries.default()
    meant, area, other = ask.metric(metric), ask.area(place), ask.area(peer)
    return _part(ask.of_areas(meant, area, other, year, subgroup), part)


@cell_function(
    examples=(
        ("employment", "Cook County, IL"),
        ("median income", "Cook County, IL", 2014, 2023, None, "verdict"),
    ),
    portable=("difference", "ratio"),
)
def mobility_change(
    metric: Annotated[Name, METRIC_NOTE],
    place: Annotated[Place, PLACE_NOTE],
    from_: Annotated[
        Year, "A year; the earliest that is not Weak, after the last break of the series, when left out"
    ] = None,
    to: Annotated[Year, "A year; the latest that is not Weak when left out"] = None,
    subgroup: Annotated[OptionalName, GROUP_NOTE] = None,
    part: Annotated[str, parts(*PARTS), PART_NOTE] = "difference",
) -> str | float:
    """Return how far a place's number moved between two years: the one of ``to`` minus the one of ``from``.

    Dollars are put into dollars of the later year first: their change is real. A difference of shares is
    between -1 and 1: format the cell as a percentage. ``lower`` and ``upper`` are its bounds, ``ratio`` is
    the one divided by the other, ``p_value`` is how often chance alone would make a difference as large,
    ``sure`` tells whether it could be chance or why it is not tested, ``verdict`` and ``why`` say it in
    words.

    Raises
    ------
    NoData
        One of the two years has no such number, or there is no interval or no test.
    BadArgument
        An argument cannot be understood.
    Undefined
        The ratio of numbers that are not both above 0.
    """
    ask = queries.default()
    meant, area = ask.metric(metric), ask.area(place)
    return _part(ask.of_years(meant, area, from_, to, subgroup), part)


def _part(sides: tuple[Estimate, Estimate], part: str) -> str | float:
    if part == "difference" and (difference := apart(*sides)) is not None:
        return difference
    found = compare(*sides)
    answers: dict[str, str | float | None] = {
        "difference": found.difference,
        "ratio": found.ratio,
        "lower": found.lower,
        "upper": found.upper,
        "p_value": found.p_value,
        "sure": found.sure,
    }
    if part not in answers:
        return found.verdict if part == "verdict" else found.sentence
    answer = answers[part]
    if answer is None:
        raise _none(found, part)
    return answer


def _none(found: Comparison, part: str) -> NoData | Undefined:
    """Return the error for a number that a comparison does not have."""
    if part == "ratio" and found.difference is not None:
        return Undefined(f"There is no ratio of numbers that are not both above 0. {found.sentence}")
    lacks = {"lower": "There are no bounds. ", "upper": "There are no bounds. ", "p_value": "There is no test. "}
    return NoData(f"{lacks.get(part, '') if found.difference is not None else ''}{found.sentence}")
