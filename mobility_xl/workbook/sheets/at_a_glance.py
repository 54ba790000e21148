"""At a Glance: every metric in one table that prints on one page."""

from collections import Counter
from collections.abc import Iterator, Sequence

from mobility_xl.catalog import Variable
from mobility_xl.estimates import Estimate
from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    Gap,
    Line,
    Link,
    Paragraph,
    Sheet,
    Sparkline,
    Table,
    Value,
)
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.pillar_tables import VALUE
from mobility_xl.workbook.topics import Topic, topics, years_table

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
    "glance.direction": frozenset(),
    "glance.missing": frozenset(),
}
WIDTHS = (15, 5, 58, 17, 28, 22, 7, 11, 12, 33, 15)
COLUMNS = (
    Column("Pillar", header_style="table_head_indent"),
    Column("No.", "cell_center", "table_head_center"),
    Column("Metric", "link", "table_head_indent"),
    Column("Value", "value", "table_head_right"),
    Column("Unit", "cell_muted", "table_head_indent"),
    Column("95% interval", "cell_small", "table_head_indent"),
    Column("Year", "cell_center", "table_head_center"),
    Column("Quality", "cell_small", "table_head_indent"),
    Column("Trend", "cell_small", "table_head_indent"),
    Column("Direction", "cell_small", "table_head_indent"),
    Column("US benchmark", "cell_right", "table_head_right"),
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
            for variable in topic.variables[:1] if topic.metric.collect else topic.variables:
                shown = Cell(pillar.tab, tile, accent=look.tab)
                rows.append(
                    _row_to_collect(topic, shown) if topic.metric.collect else _row(guide, topic, variable, shown)
                )
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
            f"Every metric of {guide.area}: value, interval, year, quality, trend, direction and US benchmark",
            COLUMNS,
            rows,
            row_heights=[19.5] * len(rows),
            ends=ends,
            repeats=True,
        ),
        Gap(6),
        *(Paragraph(guide.write(key)) for key in ("glance.benchmark", "glance.direction", "glance.missing")),
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
    """Whether a number has a confidence interval with some width and is not Weak."""
    lower, upper = estimate.lower, estimate.upper
    has_width = lower is not None and upper is not None and lower < upper
    return has_width and estimate.variable.interval == "sampling" and estimate.quality not in ("Weak", "")


def _row(guide: Guide, topic: Topic, variable: Variable, tile: Cell) -> Sequence[Cell]:
    estimate = guide.estimate(variable)
    benchmark, _ = guide.benchmark(estimate)
    count = len(guide.ask.trend(variable, estimate.area)) if estimate.value is not None else 0
    trend = Cell(Sparkline(tile.accent, years_table(variable), VALUE), "cell", accent=tile.accent)
    if count < 2:
        trend = Cell("[x] one year" if count else "-", "cell_muted")
    return (
        tile,
        Cell(topic.number, "cell_center"),
        Cell(Link(guide.label(variable), tile.accent, topic.name), "link", accent=tile.accent),
        guide.value(estimate, missing_style="cell_muted_right"),
        Cell(variable.of_for(estimate.value), "cell_muted"),
        _small(guide.interval(estimate)),
        Cell(estimate.year if estimate.value is not None and estimate.year else "-", "cell_center"),
        guide.quality(estimate),
        trend,
        _small(guide.direction(estimate)),
        Cell(benchmark, "cell_right") if benchmark else Cell(_no_benchmark(estimate), "cell_muted_right"),
    )


def _row_to_collect(topic: Topic, tile: Cell) -> Sequence[Cell]:
    collect, nothing = Cell("you collect this", "cell_muted"), Cell("-", "cell_muted")
    return (
        tile,
        Cell(topic.number, "cell_center"),
        Cell(Link(topic.label, tile.accent, topic.name), "link", accent=tile.accent),
        Cell("-", "cell_muted_right"),
        Cell("ratio by group", "cell_muted"),
        collect,
        Cell("-", "cell_center"),
        nothing,
        nothing,
        collect,
        Cell("-", "cell_muted_right"),
    )


def _no_benchmark(estimate: Estimate) -> str:
    if estimate.value is None:
        return "-"
    return "[c] withheld" if estimate.variable.benchmark else "[x] none made"


def _small(value: Value) -> Cell:
    return Cell(value, "cell_muted" if isinstance(value, str) else "cell_small")
