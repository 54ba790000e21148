"""At a Glance: what stands out, then every metric in one table; it prints on one page."""

from collections import Counter
from collections.abc import Iterator, Sequence

from mobility_xl.compare.sureness import reach_of, trusted
from mobility_xl.estimates import Estimate
from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    Gap,
    Line,
    Link,
    Lookup,
    Paragraph,
    Sheet,
    Sparkline,
    Table,
    Value,
)
from mobility_xl.workbook.guide import Guide, change_in_words
from mobility_xl.workbook.pillar_tables import VALUE
from mobility_xl.workbook.topics import Topic, topics, widest_gap, years_table

TAB = "At a Glance"
WORDING = {
    "glance.answers": frozenset(),
    "glance.title": frozenset(),
    "glance.subtitle": frozenset({"place", "metrics"}),
    "glance.county": frozenset({"place", "county"}),
    "glance.bearing": frozenset({"all", "strong", "marginal", "weak", "tested"}),
    "glance.bearing_none": frozenset(),
    "glance.tested": frozenset(),
    "glance.benchmark": frozenset(),
    "glance.change": frozenset(),
    "glance.gap": frozenset(),
    "glance.missing": frozenset(),
}
WIDTHS = (14, 48, 12, 25, 19, 6, 10, 10, 46, 11, 11, 60)
"""Of pillar, metric, value, unit, interval, year, quality, trend, change, state, US, widest gap."""
STATE, US = "State benchmark", "US benchmark"
COLUMNS = (
    Column("Pillar", header_style="table_head_indent"),
    Column("Metric", "link", "table_head_indent"),
    Column("Value", "value", "table_head_right"),
    Column("Unit", "cell_muted", "table_head_indent"),
    Column("95% interval", "cell_small", "table_head_indent"),
    Column("Year", "cell_center", "table_head_center"),
    Column("Quality", "cell_small", "table_head_indent"),
    Column("Trend", "cell_small", "table_head_indent"),
    Column("Change", "cell_small", "table_head_indent"),
    Column(STATE, "cell_right", "table_head_right"),
    Column(US, "cell_right", "table_head_right"),
    Column("Widest gap between groups", "cell_small", "table_head_indent"),
)


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, guide.write("glance.answers"), "See each metric", WIDTHS, lambda _: _blocks(guide), one_page=True)


def _blocks(guide: Guide) -> list[Block]:
    rows: list[Sequence[Cell]] = []
    ends: dict[int, str] = {}
    for pillar, look in guide.pillars:
        tile = "tile_first"
        for topic in topics(guide, pillar):
            shown = Cell(pillar.tab, tile, accent=look.tab)
            rows.append(_row_to_collect(topic, shown) if topic.metric.collect else _row(guide, topic, shown))
            tile = "tile"
        ends[len(rows) - 1] = look.tab
    county = guide.county and guide.write("glance.county", place=guide.area, county=guide.county)
    return [
        Line.of(guide.write("glance.title"), "title", 30),
        Line.of(guide.write("glance.subtitle", place=guide.area, metrics=len(guide.ask.catalog.metrics)), "subtitle"),
        Line.of(_bearing(guide), "section", 22),
        Paragraph(guide.write("glance.tested")),
        *([Paragraph(county)] if county else []),
        Gap(6),
        Table(
            "Glance",
            guide.write("glance.answers"),
            f"Every metric of {guide.area}: value, interval, year, quality, trend, change, benchmarks and widest gap",
            COLUMNS,
            rows,
            ends=ends,
            repeats=True,
        ),
        Gap(6),
        *(Paragraph(guide.write(f"glance.{key}")) for key in ("benchmark", "change", "gap", "missing")),
    ]


def _bearing(guide: Guide) -> str:
    """Say what the place's own data can bear."""
    estimates = [guide.estimate(variable) for variable in guide.ask.catalog.variables.values()]
    own = [one for one in estimates if one.value is not None and one.area is guide.area]
    if not own:
        return guide.write("glance.bearing_none")
    counts = Counter(one.quality for one in own)
    return guide.write(
        "glance.bearing",
        all=len(own),
        strong=counts["Strong"],
        marginal=counts["Marginal"],
        weak=counts["Weak"],
        tested=sum(map(can_be_tested, own)),
    )


def can_be_tested(estimate: Estimate) -> bool:
    """Whether a number has a confidence interval that a test can use, and is not Weak."""
    return trusted(estimate) and reach_of(estimate) is not None


def _shown(guide: Guide, topic: Topic) -> Estimate:
    """Return the number of a topic that is shown: of a metric published by group, the first group's that has one."""
    found = [guide.estimate(variable) for variable in topic.variables]
    return next((one for one in found if one.value is not None), found[0])


def _row(guide: Guide, topic: Topic, tile: Cell) -> Sequence[Cell]:
    estimate = _shown(guide, topic)
    variable = estimate.variable
    count = len(guide.ask.trend(variable, estimate.area)) if estimate.value is not None else 0
    trend = Cell(Sparkline(tile.accent, years_table(variable), VALUE), "cell", accent=tile.accent)
    if count < 2:
        trend = Cell("[x] one year" if count else "-", "cell_muted")
    return (
        tile,
        Cell(Link(f"{topic.number}. {guide.label(variable)}", tile.accent, topic.name), "link", accent=tile.accent),
        guide.value(estimate, missing_style="cell_muted_right"),
        Cell(variable.of_for(estimate.value), "cell_muted"),
        _small(guide.interval(estimate)),
        Cell(estimate.year if estimate.value is not None and estimate.year else "-", "cell_center"),
        guide.quality(estimate),
        trend,
        _change(guide, estimate),
        _benchmark(estimate, *guide.rest_of_state(estimate)),
        _benchmark(estimate, *guide.benchmark(estimate)),
        _gap(guide, topic),
    )


def _row_to_collect(topic: Topic, tile: Cell) -> Sequence[Cell]:
    collect, nothing = Cell("you collect this", "cell_muted"), Cell("-", "cell_muted")
    return (
        tile,
        Cell(Link(topic.heading, tile.accent, topic.name), "link", accent=tile.accent),
        Cell("-", "cell_muted_right"),
        Cell("ratio by group", "cell_muted"),
        collect,
        Cell("-", "cell_center"),
        nothing,
        nothing,
        collect,
        Cell("-", "cell_muted_right"),
        Cell("-", "cell_muted_right"),
        collect,
    )


def _change(guide: Guide, estimate: Estimate) -> Cell:
    """Say how the number changed; what is less favorable is bold."""
    change = guide.change(estimate)
    if isinstance(change, str):
        return Cell(change, "cell_muted")
    style = "cell_small_bold" if change.favor == "less favorable" else "cell_small"
    return Cell(guide.numbers.compared(change, change_in_words(change)), style)


def _benchmark(estimate: Estimate, number: Lookup | None, why: str) -> Cell:
    """Return a benchmark, or the shorthand of why there is none."""
    if number is not None:
        return Cell(number, "cell_right")
    if estimate.value is None or not why:
        return Cell("-", "cell_muted_right")
    return Cell("[c] withheld" if estimate.variable.benchmark else "[x] none made", "cell_muted_right")


def _gap(guide: Guide, topic: Topic) -> Cell:
    """Name the two groups that are farthest apart, with their numbers."""
    words = guide.gap_in_words(widest_gap(guide, topic))
    if not words:
        published = topic.grouped or topic.first.subgroups
        return Cell("[x] no two groups to compare" if published else "[x] not published by group", "cell_muted")
    return Cell(words, "cell_small")


def _small(value: Value) -> Cell:
    return Cell(value, "cell_muted" if isinstance(value, str) else "cell_small")
