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
from mobility_xl.workbook.contents.pillar_tables import STATE_BENCHMARK, US_BENCHMARK, VALUE
from mobility_xl.workbook.contents.topics import Topic, topics, years_table
from mobility_xl.workbook.contents.worth import (
    Look,
    change_cell,
    first_looks,
    gap_cell,
    look_in_words,
    looks,
    position_in_words,
)
from mobility_xl.workbook.guide import Guide, no_benchmark

TAB = "At a Glance"
REASONS = ("gap", "change", "position")
NOTES = ("tested", "benchmark", "change", "position", "gap", "missing")
"""What the small print below the table explains."""
IN_LETTERS = ("one", "two", "three", "four", "five")
WORDING = {
    "glance.answers": frozenset(),
    "glance.title": frozenset(),
    "glance.subtitle": frozenset({"place", "metrics", "pillars"}),
    "glance.county": frozenset({"place", "county"}),
    "glance.bearing": frozenset({"all", "strong", "marginal", "weak", "tested"}),
    "glance.bearing_none": frozenset(),
    "glance.tested": frozenset(),
    "glance.look": frozenset(),
    "glance.look.rule": frozenset(),
    "glance.look.none": frozenset(),
    **{f"glance.look.{reason}": frozenset[str]() for reason in REASONS},
    "glance.benchmark": frozenset(),
    "glance.change": frozenset(),
    "glance.position": frozenset(),
    "glance.gap": frozenset(),
    "glance.missing": frozenset(),
}
WIDTHS = (14.5, 10, 46, 11.2, 17.5, 14.5, 6.6, 9.8, 8, 34.8, 10.8, 10.8, 16.8, 46)
COLUMNS = (
    Column("Pillar", header_style="table_head_indent"),
    Column("Worth a look", "cell_muted", "table_head_indent"),
    Column("Metric", "cell_link", "table_head_indent"),
    Column("Value", "value", "table_head_right"),
    Column("Unit", "cell_muted", "table_head_indent"),
    Column("95% interval", "cell_small", "table_head_indent"),
    Column("Year", "cell_center", "table_head_center"),
    Column("Quality", "cell_small", "table_head_indent"),
    Column("Trend", "cell_small", "table_head_indent"),
    Column("Change", "cell_small", "table_head_indent"),
    Column(STATE_BENCHMARK, "cell_right", "table_head_right"),
    Column(US_BENCHMARK, "cell_right", "table_head_right"),
    Column("Among the nearest", "cell_small", "table_head_indent"),
    Column("Widest gap between groups", "cell_small", "table_head_indent"),
)


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, guide.write("glance.answers"), "See each metric", WIDTHS, lambda _: _blocks(guide), one_page=True)


def _blocks(guide: Guide) -> list[Block]:
    found = {one.topic.name: one for one in looks(guide)}
    rows: list[Sequence[Cell]] = []
    ends: dict[int, str] = {}
    for pillar, look in guide.pillars:
        tile = "tile_first"
        for topic in topics(guide, pillar):
            named = Cell(pillar.tab, tile, accent=look.tab)
            rows.append(
                _row_to_collect(topic, named) if topic.metric.collect else _row(guide, found[topic.name], named)
            )
            tile = "tile"
        ends[len(rows) - 1] = look.tab
    held = f"{IN_LETTERS[len(guide.pillars) - 1]} pillar{'s' if len(guide.pillars) > 1 else ''}"
    about = [guide.write("glance.subtitle", place=guide.area, metrics=len(guide.metrics), pillars=held)]
    if guide.county:
        about.append(guide.write("glance.county", place=guide.area, county=guide.county))
    return [
        Line.of(guide.write("glance.title"), "title", 29),
        Paragraph(" ".join(about), "subtitle"),
        Line.of(_bearing(guide), "section", 21),
        *_look_here_first(guide),
        Gap(4),
        Table(
            "Glance",
            guide.write("glance.answers"),
            f"Every metric of {guide.area}: value, interval, year, quality, trend, change, benchmarks and widest gap",
            COLUMNS,
            rows,
            ends=ends,
            repeats=True,
            close=True,
        ),
        Gap(4),
        Paragraph(" ".join(guide.write(f"glance.{key}") for key in NOTES)),
    ]


def _bearing(guide: Guide) -> str:
    """Say what the place's own data can bear."""
    estimates = [guide.estimate(variable) for variable in guide.variables]
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


def _look_here_first(guide: Guide) -> Iterator[Block]:
    """Say the marked metrics as sentences, number first, and the rule that marked them."""
    yield Line.of(guide.write("glance.look"), "section", 20)
    marked = first_looks(guide)
    if not marked:
        yield Line.of(guide.write("glance.look.none"), "look", 18)
    for number, look in enumerate(marked, 1):
        yield Line(
            (
                (0, Cell(look.tab, "tile_first", accent=look.tab)),
                (1, Cell(number, "badge")),
                (2, Cell(look_in_words(guide, look), "look")),
            ),
            18,
        )
    yield Paragraph(guide.write("glance.look.rule"))


def _marked(guide: Guide, look: Look) -> Cell:
    """Return the mark of a metric that is worth a look, with the reasons beside it."""
    if not look.reasons:
        return Cell("-", "cell_muted")
    first = [one.topic.name for one in first_looks(guide)]
    reasons = ", ".join(guide.write(f"glance.look.{reason}") for reason in look.reasons)
    if look.topic.name in first:
        return Cell(f"{first.index(look.topic.name) + 1}: {reasons}", "badge_text")
    return Cell(reasons, "cell_small")


def _row(guide: Guide, look: Look, tile: Cell) -> Sequence[Cell]:
    topic, estimate = look.topic, look.estimate
    variable = estimate.variable
    count = len(guide.ask.trend(variable, estimate.area)) if estimate.value is not None else 0
    trend = Cell(Sparkline(tile.accent, years_table(variable), VALUE), "cell", accent=tile.accent)
    if count < 2:
        trend = Cell("[x] one year" if count else "-", "cell_muted")
    return (
        tile,
        _marked(guide, look),
        Cell(
            Link(f"{topic.number}. {guide.label(variable)}", tile.accent, topic.name), "cell_link", accent=tile.accent
        ),
        guide.value(estimate),
        Cell(variable.of_for(estimate.value), "cell_muted"),
        _small(guide.interval(estimate)),
        Cell(estimate.year if estimate.value is not None and estimate.year else "-", "cell_center"),
        guide.quality(estimate),
        trend,
        change_cell(guide, look),
        _benchmark(estimate, *guide.rest_of_state(estimate)),
        _benchmark(estimate, *guide.benchmark(estimate)),
        _position(guide, look),
        gap_cell(guide, look),
    )


def _row_to_collect(topic: Topic, tile: Cell) -> Sequence[Cell]:
    collect, nothing = Cell("you collect this", "cell_muted"), Cell("-", "cell_muted")
    return (
        tile,
        nothing,
        Cell(Link(topic.heading, tile.accent, topic.name), "cell_link", accent=tile.accent),
        Cell("-", "cell_muted_right"),
        Cell("ratio by group", "cell_muted"),
        collect,
        Cell("-", "cell_center"),
        nothing,
        nothing,
        collect,
        Cell("-", "cell_muted_right"),
        Cell("-", "cell_muted_right"),
        nothing,
        collect,
    )


def _benchmark(estimate: Estimate, number: Lookup | None, why: str) -> Cell:
    """Return a benchmark, or the shorthand of why there is none."""
    if number is not None:
        return Cell(number, "cell_right")
    return Cell(no_benchmark(estimate) if why else "-", "cell_muted_right")


def _position(guide: Guide, look: Look) -> Cell:
    """Say where the number stands among the nearest areas."""
    if not look.position.word:
        none = "-" if look.estimate.value is None else "[x] none given"
        return Cell(none, "cell_muted")
    return Cell(position_in_words(guide, look.position), "cell_small")


def _small(value: Value) -> Cell:
    return Cell(value, "cell_muted" if isinstance(value, str) else "cell_small")
