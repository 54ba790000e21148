"""Writes ``how-sure.md`` and its pictures from the store: ``python -m docs.how_sure``.

The words are in ``how_sure_template.md``, the examples are real. What the words say of an example is checked
before it is written: with numbers that no longer show it nothing is written, and another must be found.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from docs.pictures import Row, intervals, spans
from mobility_xl import queries
from mobility_xl.compare.rules import rules
from mobility_xl.compare.sureness import reach_of, trusted
from mobility_xl.estimates import Comparison, Estimate, GroupTable, Rank
from mobility_xl.estimates.standing import ordinal
from mobility_xl.functions import FUNCTIONS, call
from mobility_xl.queries import Queries
from mobility_xl.store import Area

FOLDER = Path(__file__).parent
PAGE, TEMPLATE = "how-sure.md", "how_sure_template.md"
COUNTY, MIDDLE = "Cook County, IL", "Umatilla County, OR"
BIRTHS, JOBS, CRIME = "low birth weight", "employment", "violent crime"
AGAINST = "the others are held against it"
RACE, FIRST, REFERENCE = "race-ethnicity", "Black", "White"
EVERY = 20
"""Of so many counties one is drawn in the picture of the ranks."""


def pages(ask: Queries) -> dict[str, str]:
    """Return the page and its pictures by file name.

    Raises
    ------
    LookupError
        When the numbers no longer show what the page says of them.
    """
    county, jobs, births = ask.area(COUNTY), ask.variable(ask.metric(JOBS)), ask.variable(ask.metric(BIRTHS))
    table = ask.groups(births, county, ask.catalog.subgroup_types[RACE])
    if table is None:
        raise LookupError(f"{BIRTHS} of {county} is not published by {RACE}.")
    gap = ask.gap(births, county, FIRST, REFERENCE)
    against = [ask.compare(jobs, county, one.area) for one in ask.peers(county).nearest]
    middle = ask.rank(jobs, ask.area(MIDDLE))
    ranks = list(ask.ranks(jobs, "county", middle.estimate.year or 0).values())
    said = {
        "births_number": _number(ask.estimate(births, county)),
        "groups_about": _groups_about(table),
        **_gap_said(gap),
        "peers_about": _peers_about(county, against),
        **_peers_said(county, against),
        "rank_about": _rank_about(middle),
        **_rank_said(middle, ranks),
        "crime_formula": FUNCTIONS["MOBILITY_RANK"].formula_for([CRIME, COUNTY]),
        "crime_why": _no_rank(ask.rank(ask.variable(ask.metric(CRIME)), county)),
        "reasons": "\n".join(f"| `{one.word}` | {one.because} |" for one in rules().reasons.values()),
        **_overall(ask),
    }
    return {
        PAGE: (FOLDER / TEMPLATE).read_text(encoding="utf-8").format(**said),
        "how_sure_groups.svg": _groups_picture(table, ask.gaps(table, gap.second.group)),
        "how_sure_peers.svg": _peers_picture(county, against),
        "how_sure_rank.svg": _rank_picture(ranks, middle),
    }


def _overall(ask: Queries) -> Mapping[str, object]:
    """Say how many numbers of a county in the middle are published, and how many can be tested."""
    variables = ask.catalog.variables.values()
    counties = [[ask.estimate(one, area) for one in variables] for area in ask.store.areas.all("county")]
    testable = median(sum(trusted(one) and reach_of(one) is not None for one in county) for county in counties)
    return {
        "edition": ask.store.edition,
        "chance": f"{rules().chance:.0%}",
        "variables": len(variables),
        "published": f"{median(sum(one.value is not None for one in county) for county in counties):.0f}",
        "testable": f"{testable:.0f}",
    }


def _gap_said(gap: Comparison) -> Mapping[str, object]:
    _must(gap.clear, "the two groups differ clearly")
    _must(not _overlap(gap), "the intervals of the two groups lie apart")
    cells, against_all = (
        [BIRTHS, COUNTY, FIRST, REFERENCE, None, "verdict"],
        [BIRTHS, COUNTY, FIRST, None, None, "sure"],
    )
    return {
        "gap_formula": FUNCTIONS["MOBILITY_GAP"].formula_for(cells),
        "gap_verdict": call("MOBILITY_GAP", *cells),
        "gap_sentence": gap.sentence,
        "all_formula": FUNCTIONS["MOBILITY_GAP"].formula_for(against_all),
        "all_sure": call("MOBILITY_GAP", *against_all),
    }


def _peers_said(county: Area, against: Sequence[Comparison]) -> Mapping[str, object]:
    clear = [one for one in against if one.clear]
    chance = [one for one in against if one.sure == "could be chance"]
    overlapping = [one for one in clear if _overlap(one)]
    _must(bool(chance), "one of the nearest differs by what could be chance")
    _must(bool(overlapping), "one of the nearest differs clearly, with intervals that overlap")
    first, pair = against[0].first, overlapping[0]
    cells = [JOBS, COUNTY, str(pair.second.area), None, None, "p_value"]
    rows = [
        f"| {one.second.area}, {_number(one.second)} | {one.second.year} | "
        f"{one.verdict.removesuffix(f', {one.sure}')} | {one.sure} |"
        for one in against
    ]
    return {
        "county": county,
        "county_typed": COUNTY,
        "county_name": county.name,
        "county_number": _number(first),
        "county_interval": first.interval,
        "jobs": first.label.lower(),
        "pairs": len(against),
        "clear": len(clear),
        "by_chance": len(chance),
        "tested": sum(one.p_value is not None for one in against),
        "one_in": f"{1 / rules().chance:.0f}",
        "peers_rows": "\n".join(rows),
        "overlapping_name": pair.second.area.name,
        "overlapping_interval": pair.second.interval,
        "p_formula": FUNCTIONS["MOBILITY_COMPARE"].formula_for(cells),
        "p_value": f"{call('MOBILITY_COMPARE', *cells):.3f}",
        "chance_name": chance[0].second.area.name,
    }


def _rank_said(middle: Rank, ranks: Sequence[Rank]) -> Mapping[str, object]:
    _must(middle.percentile is not None and abs(middle.percentile - 50) < 1, f"{MIDDLE} is in the middle")
    formulas = []
    for part in ("rank", "best", "worst"):
        cells = [JOBS, MIDDLE, None, middle.estimate.year, part]
        formula = FUNCTIONS["MOBILITY_RANK"].formula_for(cells)
        formulas.append(f"    {formula:<66}{call('MOBILITY_RANK', *cells)}")
    return {
        "middle": middle.estimate.area,
        "rank": ordinal(middle.rank or 0),
        "count": f"{middle.count:,}",
        "best": ordinal(middle.best or 0),
        "worst": ordinal(middle.worst or 0),
        "rank_formulas": "\n".join(formulas),
        "usual_span": f"{median((one.worst or 0) - (one.best or 0) + 1 for one in ranks):,.0f}",
    }


def _no_rank(found: Rank) -> str:
    _must(found.rank is None, f"{CRIME} has no rank")
    return found.why


def _groups_about(table: GroupTable) -> str:
    numbers = "; ".join(f"{one.group} {one.shown}" for one in _with_interval(table.groups))
    return (
        f"{table.variable.label} in {table.everybody.area} by {table.subgroup_type.label}, with intervals: {numbers}."
    )


def _groups_picture(table: GroupTable, gaps: Sequence[Comparison]) -> str:
    said = {one.first.group: f"{_signed(one)}, {one.sure}" for one in gaps}
    reference = gaps[0].second
    rows = [
        _row(one, one.group, said.get(one.group, AGAINST), strong=one is reference)
        for one in _with_interval(table.groups)
    ]
    title = f"{table.variable.label}, {table.everybody.area}, {table.year}"
    return intervals(title, _groups_about(table), rows, table.variable.unit.show, reference.value)


def _peers_about(county: Area, against: Sequence[Comparison]) -> str:
    numbers = "; ".join(f"{one.second.area} {_number(one.second)}, {one.sure}" for one in against)
    first = against[0].first
    return f"{first.label} in {county}, {_number(first)}, held against the nearest counties: {numbers}."


def _peers_picture(county: Area, against: Sequence[Comparison]) -> str:
    first = against[0].first
    rows = [_row(first, str(county), AGAINST, strong=True)]
    rows += [
        _row(one.second, str(one.second.area), f"{_signed(one, turned=True)}, {one.sure}")
        for one in against
        if one.second.has_interval
    ]
    title = f"{first.label}, {first.year}: {county} and the twelve nearest"
    return intervals(title, _peers_about(county, against), rows, first.variable.unit.show, first.value)


def _rank_about(middle: Rank) -> str:
    return (
        f"The ranks that chance leaves open for every {ordinal(EVERY)} of {middle.count:,} counties by share of adults "
        f"with a job: {middle.estimate.area} stands {ordinal(middle.rank or 0)}, anywhere from "
        f"{ordinal(middle.best or 0)} to {ordinal(middle.worst or 0)}."
    )


def _rank_picture(ranks: Sequence[Rank], middle: Rank) -> str:
    drawn = sorted(ranks, key=lambda one: (one.rank or 0, one.estimate.area.geoid))[::EVERY]
    others = [one for one in drawn if abs((one.rank or 0) - (middle.rank or 0)) > EVERY / 2]
    rows = [
        Row(str(one.estimate.area), one.best or 0, one.rank or 0, one.worst or 0, strong=one is middle)
        for one in sorted([*others, middle], key=lambda one: one.rank or 0)
    ]
    title = f"{middle.estimate.label}, {middle.estimate.year}: ranks that chance leaves open"
    return spans(title, _rank_about(middle), rows, f"rank, 1 is the most favorable; every {ordinal(EVERY)} county")


def _with_interval(groups: Sequence[Estimate]) -> list[Estimate]:
    return [one for one in groups if one.value is not None and one.has_interval]


def _row(one: Estimate, name: str, said: str, *, strong: bool = False) -> Row:
    return Row(name, one.lower or 0.0, one.value or 0.0, one.upper or 0.0, said, strong)


def _number(one: Estimate) -> str:
    return f"{one.variable.unit.show(one.value or 0.0)} ({one.interval})"


def _signed(one: Comparison, *, turned: bool = False) -> str:
    """Return a difference with its way, seen from the first number or, turned, from the second."""
    way = {"higher": "lower", "lower": "higher"}.get(one.way, one.way) if turned else one.way
    return f"{one.size} {way}"


def _overlap(one: Comparison) -> bool:
    (first_low, first_high), (low, high) = ((side.lower or 0.0, side.upper or 0.0) for side in (one.first, one.second))
    return first_low <= high and low <= first_high


def _must(holds: bool, what: str) -> None:
    """Refuse to write what the numbers do not show."""
    if not holds:
        raise LookupError(f"The numbers no longer show that {what}. Find another example.")


if __name__ == "__main__":
    for file, text in pages(queries.default()).items():
        (FOLDER / file).write_text(text, encoding="utf-8")
