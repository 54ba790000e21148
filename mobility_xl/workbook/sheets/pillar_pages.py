"""The pillars on one page each, to hand to a council: every metric in a row, and charts of what is worth a look.

Below the page, unprinted, stand the tables behind the charts.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import zip_longest

from mobility_xl.catalog import Pillar
from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    Figures,
    Gap,
    Line,
    Lookup,
    Paragraph,
    PrintEnd,
    Sheet,
    Sparkline,
    Table,
    Value,
    Words,
)
from mobility_xl.workbook.charts import Chart
from mobility_xl.workbook.contents.pillar_charts import group_chart, trend_chart
from mobility_xl.workbook.contents.pillar_tables import VALUE
from mobility_xl.workbook.contents.topics import Content, Topic, content, group_columns, topics, years_table
from mobility_xl.workbook.contents.worth import Look, change_cell, first_looks, gap_cell, looks, position_in_words
from mobility_xl.workbook.guide import SHORTHANDS, Guide, no_benchmark
from mobility_xl.workbook.sheets.pillars import in_words, numbers_behind, quality_of, whereabouts
from mobility_xl.workbook.style import PillarLook

WORDING = {
    "page.subtitle": frozenset({"place", "covers"}),
    "page.table": frozenset(),
    "page.mark": frozenset({"place"}),
    "page.us": frozenset({"number"}),
    "page.state": frozenset({"state", "number"}),
    "page.near": frozenset({"position"}),
    "page.reading": frozenset(),
    "page.charts": frozenset(),
    "page.sources": frozenset({"sources"}),
}
WIDTHS = (25, 17, 24, 39, 11, 28, 28, 31)
COLUMNS = (
    Column("Metric", "cell_bold", "table_head_indent"),
    Column("Value", "page_value", "table_head_indent"),
    Column("Of what, year, quality", "cell_small", "table_head_indent"),
    Column("In words", "cell", "table_head_indent"),
    Column("Trend", "cell_small", "table_head_indent"),
    Column("Change", "cell_small", "table_head_indent"),
    Column("Compared", "cell_small", "table_head_indent"),
    Column("Widest gap between groups", "cell_small", "table_head_indent"),
)
CHART_HEIGHT, HIGHEST_CHART = 170, 330
CHARTS_IN_A_ROW = 2
MANY_METRICS = 6
"""With fewer metrics than this, there is room on the page for two rows of charts."""


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out one page for each pillar that the style book includes, in its order."""
    for pillar, look in guide.pillars:
        draw = partial(_blocks, guide, pillar, look)
        yield Sheet(pillar.tab, pillar.covers, quality_of(guide, pillar), WIDTHS, draw, look.tab, one_page=True)


def _blocks(guide: Guide, pillar: Pillar, look: PillarLook, _others: Sequence[Sheet]) -> list[Block]:
    contents = [content(guide, topic) for topic in topics(guide, pillar)]
    found = {one.topic.name: one for one in looks(guide)}
    rows = [_row(guide, one.topic, found.get(one.topic.name), look) for one in contents]
    charts = list(_charts(contents, found, look))[: CHARTS_IN_A_ROW * (1 if len(contents) > MANY_METRICS else 2)]
    sources = dict.fromkeys(source.short for one in contents for source in one.topic.first.sources)
    return [
        Line.of(pillar.label, "title", 34, look.tab),
        Line.of(guide.write("page.subtitle", place=guide.area, covers=pillar.covers), "subtitle", 20),
        *whereabouts(guide),
        Table(
            f"{pillar.tab}_page",
            guide.write("page.table"),
            f"{pillar.label} in {guide.area}: every metric, its change, comparisons and widest gap",
            COLUMNS,
            rows,
        ),
        Paragraph(guide.write("page.reading")),
        *_rows_of_charts(charts),
        *([Paragraph(guide.write("page.charts"))] if charts else []),
        Paragraph(guide.write("page.sources", sources=", ".join(sources))),
        PrintEnd(),
        *numbers_behind(guide, contents, look),
    ]


def _row(guide: Guide, topic: Topic, found: Look | None, look: PillarLook) -> Sequence[Value | Cell]:
    if found is None or topic.grouped:
        return _row_of_groups(guide, topic, found)
    estimate, variable = found.estimate, found.estimate.variable
    name = _named(guide, topic, guide.label(variable))
    nothing = Cell("-", "cell_muted")
    if estimate.value is None:
        said = f"{estimate.said[:1].upper()}{estimate.said[1:]}"
        return (name, Cell(SHORTHANDS[estimate.missing], "cell_bold"), nothing, said, *[nothing] * 4)
    company = f"{variable.of_for(estimate.value)}, {estimate.year}, {estimate.quality or 'no flag'}"
    several = len(guide.ask.trend(variable, estimate.area)) > 1
    return (
        name,
        Cell(guide.numbers.look_up(estimate), "page_value", accent=look.tab),
        Cell(company, "caution" if "Weak" in company else "cell_small"),
        in_words(guide, estimate),
        Cell(Sparkline(look.tab, years_table(variable), VALUE), "cell", accent=look.tab)
        if several
        else Cell("[x] one year", "cell_muted"),
        change_cell(guide, found),
        _compared(guide, found),
        gap_cell(guide, found),
    )


def _named(guide: Guide, topic: Topic, label: str) -> str:
    """Return a metric's number and name, with its place among what is said first on At a Glance."""
    first = [one.topic.name for one in first_looks(guide)]
    mark = f"\n{guide.write('page.mark', place=first.index(topic.name) + 1)}" if topic.name in first else ""
    return f"{topic.number}. {label}{mark}"


def _row_of_groups(guide: Guide, topic: Topic, found: Look | None) -> Sequence[Value | Cell]:
    """Return the row of a metric that is published, or collected, one number a group."""
    columns, nothing = group_columns(guide, topic), Cell("-", "cell_muted")
    numbers: dict[str, Lookup] = {}
    parts = []
    for index, one in enumerate(columns.filled if columns else ()):
        numbers[f"group_{index}"] = guide.numbers.look_up(one)
        parts.append(f"{one.who} {{group_{index}}}")
    said: Words | str = guide.numbers.words(f"{'; '.join(parts)}.", **numbers) if columns else "[x] no number here"
    company = f"{topic.first.of}, {columns.year}, {columns.quality}" if columns else "-"
    value = "you collect this" if topic.metric.collect else "by group"
    gap = gap_cell(guide, found) if found and not topic.metric.collect else nothing
    return (
        _named(guide, topic, topic.label),
        Cell(value, "cell_bold"),
        Cell(company, "caution" if "Weak" in company else "cell_small"),
        said,
        nothing,
        nothing,
        nothing,
        gap,
    )


def _compared(guide: Guide, found: Look) -> Cell:
    """Say the benchmarks of the country and of the rest of the state, and the position among the nearest areas."""
    estimate = found.estimate
    numbers: dict[str, Lookup] = {}
    parts = []
    for key, (number, _) in (("us", guide.benchmark(estimate)), ("state", guide.rest_of_state(estimate))):
        if number is not None:
            numbers[key] = number
            parts.append(guide.style.wording[f"page.{key}"].format(number=f"{{{key}}}", state=estimate.area.state))
    if found.position.word:
        position = position_in_words(guide, found.position)
        numbers |= position.numbers
        parts.append(guide.style.wording["page.near"].format(position=position.template))
    if not parts:
        return Cell(no_benchmark(estimate), "cell_muted")
    return Cell(guide.numbers.words(" ".join(parts), **numbers), "cell_small")


def _rows_of_charts(charts: Sequence[Chart]) -> Iterator[Block]:
    """Lay out the charts two by two; one that is left over is no wider than the others."""
    for first in range(0, len(charts), CHARTS_IN_A_ROW):
        pair = tuple(charts[first : first + CHARTS_IN_A_ROW])
        yield Gap(6)
        yield Figures(pair, CHART_HEIGHT, len(pair) / CHARTS_IN_A_ROW, HIGHEST_CHART)


def _charts(contents: Sequence[Content], found: dict[str, Look], look: PillarLook) -> Iterator[Chart]:
    """Draw the years of one metric, then the groups of one: those with most reasons to look at them come first."""
    drawn = [one for one in contents if _can_be_drawn(found.get(one.topic.name))]
    ordered = sorted(drawn, key=lambda one: _rank(found.get(one.topic.name)))
    by_year = (
        trend_chart(one.topic, [one.years[variable.name] for variable in one.topic.variables], look.tab)
        for one in ordered
    )
    by_group = (
        group_chart(one.topic, groups, look.tab)
        for one in sorted(ordered, key=lambda one: not _clear(found.get(one.topic.name)))
        for groups in ((one.columns,) if one.topic.grouped and one.columns else one.groups[one.topic.first.name])[:1]
    )
    for pair in zip_longest((one for one in by_year if one), (one for one in by_group if one)):
        yield from (chart for chart in pair if chart)


def _can_be_drawn(found: Look | None) -> bool:
    """Whether a number may be put forward in a picture; the residents that officials are held against may."""
    return found is None or (found.estimate.value is not None and found.estimate.quality != "Weak")


def _rank(found: Look | None) -> tuple[bool, int]:
    """Put most reasons first, and what people count themselves last."""
    return found is None, -len(found.reasons) if found else 0


def _clear(found: Look | None) -> bool:
    return bool(found and found.gap.clear)
