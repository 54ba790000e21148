"""Cell functions that answer with published numbers."""

from mobility_xl import queries
from mobility_xl.errors import MobilityError, NoData, Undefined
from mobility_xl.functions import arguments
from mobility_xl.queries import Estimate

PARTS = ("value", "lower", "upper", "quality", "year", "unit", "label", "shares", "shown", "why")


def mobility_metric(
    metric: object, place: object, year: object = None, subgroup: object = None, part: object = None
) -> str | float:
    """Return one published estimate.

    Parameters
    ----------
    metric
        A variable's or a metric's name: share_low_birth_weight, low birth weight, neonatal health.
    place
        A county or a city, by name or code: "Cook County, IL", "17031", 6037.
    year
        The latest with a value when left out.
    subgroup
        A published group such as Hispanic; everybody when left out.
    part
        value (default), lower, upper, quality, year, unit, label, shares, shown or why.

    Raises
    ------
    NoData
        There is no such number.
    BadArgument
        An argument cannot be understood.
    Undefined
        The published shares of a ratio leave it undefined.
    """
    wanted = arguments.option(part, "part", PARTS)
    if wanted == "why":
        return _why(metric, place, year, subgroup)
    return _part(_estimate(metric, place, year, subgroup), wanted)


def _estimate(metric: object, place: object, year: object, subgroup: object) -> Estimate:
    ask = queries.default()
    meant = ask.metric(arguments.name(metric, "metric"))
    area = ask.area(arguments.place(place))
    group = None if arguments.left_out(subgroup) else arguments.name(subgroup, "subgroup")
    return ask.estimate(meant, area, arguments.year(year), group)


def _part(estimate: Estimate, part: str) -> str | float:
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


def _why(metric: object, place: object, year: object, subgroup: object) -> str:
    try:
        estimate = _estimate(metric, place, year, subgroup)
    except MobilityError as error:
        return str(error)
    if estimate.value is None:
        return estimate.why
    ask = queries.default()
    newer = [ask.newer(estimate)] if arguments.left_out(year) else []
    return " ".join(filter(None, (f"{estimate.shown}.{ask.about(estimate.area)}", *newer, *estimate.variable.cautions)))
