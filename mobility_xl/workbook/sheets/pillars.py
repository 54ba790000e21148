"""The pillar sheets: for each metric what it means, its number in words, its years and its groups.

What a reader needs stands first: words on the left, charts on the right. The tables behind the charts
follow below, one under the other.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from mobility_xl.catalog import Pillar, Variable
from mobility_xl.estimates import Estimate
from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Fact,
    Gap,
    Line,
    Link,
    PageBreak,
    Panel,
    Paragraph,
    Sheet,
    Titled,
    Value,
    Words,
)
from mobility_xl.workbook.charts import Chart
from mobility_xl.workbook.contents.counting import REPRESENTATION_TAB
from mobility_xl.workbook.contents.pillar_charts import compared_chart, group_chart, trend_chart
from mobility_xl.workbook.contents.pillar_tables import STATE_BENCHMARK, US_BENCHMARK, tables_of
from mobility_xl.workbook.contents.topics import Content, Groups, Topic, content, topics
from mobility_xl.workbook.contents.worth import first_looks, looks, position_in_words
from mobility_xl.workbook.guide import SHORTHANDS, Guide, change_in_words
from mobility_xl.workbook.sheets import review_guide
from mobility_xl.workbook.style import PillarLook

WORDING = {
    "pillar.subtitle": frozenset({"place", "covers"}),
    "pillar.cities": frozenset({"cities"}),
    "pillar.county": frozenset({"place", "county"}),
    "pillar.collect": frozenset(),
    "pillar.collect.where": frozenset(),
    "pillar.numbers": frozenset(),
    "pillar.numbers_note": frozenset(),
    "quality.Strong": frozenset(),
    "quality.Marginal": frozenset(),
    "quality.Weak": frozenset(),
}
WIDTHS = (19, 68, *(14,) * 8)
NOTES_COLUMN, MARK_COLUMN = 7, 9
"""Where a metric's band says how many notes there are, and has its mark where it is worth a look first."""
TOP = 6
"""How far the first words are from the band, in points."""


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out one sheet for each pillar that the style book includes, in its order."""
    for pillar, look in guide.pillars:
        draw = partial(_blocks, guide, pillar, look)
        yield Sheet(pillar.tab, pillar.covers, quality_of(guide, pillar), WIDTHS, draw, look.tab)


def quality_of(guide: Guide, pillar: Pillar) -> str:
    """Say how good the pillar's headline numbers are, such as ``6 of 7 headline numbers Strong``."""
    estimates = [guide.estimate(topic.first) for topic in topics(guide, pillar) if not topic.metric.collect]
    published = [one for one in estimates if one.value is not None]
    strong = sum(one.quality == "Strong" for one in published)
    return f"{strong} of {len(published)} headline numbers Strong" if published else "No numbers here"


def _blocks(guide: Guide, pillar: Pillar, look: PillarLook, others: Sequence[Sheet]) -> list[Block]:
    contents = [content(guide, topic) for topic in topics(guide, pillar)]
    tabs = frozenset(sheet.tab for sheet in others)
    blocks: list[Block] = [
        Line.of(pillar.label, "title", 34, look.tab),
        Line.of(guide.write("pillar.subtitle", place=guide.area, covers=pillar.covers), "subtitle", 20),
        *whereabouts(guide),
        Gap(8),
    ]
    for found in contents:
        blocks += [_panel(guide, found, look, tabs), Gap(10)]
    behind = list(numbers_behind(guide, contents, look))
    return [*blocks, PageBreak(), *behind] if behind else blocks


def numbers_behind(guide: Guide, contents: Sequence[Content], look: PillarLook) -> Iterator[Block]:
    """Lay out the tables behind the charts of a pillar; nothing where there is no number."""
    tables = [table for found in contents for table in tables_of(guide, found)]
    if not tables:
        return
    yield Line.of(guide.write("pillar.numbers"), "section", 26, look.tab)
    yield Paragraph(guide.write("pillar.numbers_note"))
    for table in tables:
        yield table
        yield Gap(12)


def whereabouts(guide: Guide) -> Iterator[Block]:
    """Name a county's cities that have numbers of their own, or the county that a city's gaps are filled from."""
    if guide.county:
        yield Paragraph(guide.write("pillar.county", place=guide.area, county=guide.county))
        return
    parts = guide.ask.store.areas.cities_in(guide.area)
    if parts:
        cities = ", ".join(f"{part.area.name}{'' if part.share > 0.99 else ' (in part)'}" for part in parts)
        yield Paragraph(guide.write("pillar.cities", cities=cities))


def _panel(guide: Guide, found: Content, look: PillarLook, tabs: frozenset[str]) -> Panel:
    topic = found.topic
    units = {variable.of for variable in topic.variables}
    title = Titled(f"{topic.number}. {_label(guide, topic)}", units.pop() if len(units) == 1 else "of each group")
    named = (0, Cell(title, "band", accent=look.tab))
    notes = (NOTES_COLUMN, Cell(review_guide.link_to_notes(guide, topic), "band_unit", accent=look.tab))
    marks = [one.topic.name for one in first_looks(guide)]
    mark = [(MARK_COLUMN, Cell(marks.index(topic.name) + 1, "badge"))] if topic.name in marks else []
    band = Line((named, *([notes] if review_guide.TAB in tabs else []), *mark), 25, "band")
    if topic.metric.collect:
        facts = _facts_to_collect(guide, topic, found.columns, tabs)
    elif topic.grouped:
        facts = _facts_of_groups(guide, topic, found.columns)
    else:
        facts = _facts(guide, topic, look)
    said = tuple(facts)
    # Without a large number at the top, the first words keep off the band.
    top = () if said[0].text.style == "headline" else (Fact(Cell("", "fact_label"), Cell("", "fact_small"), TOP),)
    return Panel(topic.name, band, (*top, *said), tuple(_charts(found, look)))


def _label(guide: Guide, topic: Topic) -> str:
    area = guide.area_of(topic.first)
    return topic.label if area is guide.area else f"{topic.label}, {area.name}"


def _charts(found: Content, look: PillarLook) -> Iterator[Chart]:
    """Draw the years, then each kind of groups; a number beside its benchmark where there are none."""
    topic = found.topic
    by_group = found.groups[topic.first.name]
    if topic.grouped:
        by_group = (found.columns,) if found.columns else ()
    charts = [
        trend_chart(topic, [found.years[variable.name] for variable in topic.variables], look.tab),
        *(group_chart(topic, groups, look.tab) for groups in by_group),
        compared_chart(found.compared, look.tab) if found.compared else None,
    ]
    yield from (chart for chart in charts if chart is not None)


def _fact(label: str, value: Value, style: str = "fact") -> Fact:
    return Fact(Cell(label, "fact_label"), Cell(value, style))


def _facts(guide: Guide, topic: Topic, look: PillarLook) -> Iterator[Fact]:
    estimate = guide.estimate(topic.first)
    if estimate.value is None:
        yield _fact("Number", SHORTHANDS[estimate.missing], "fact_bold")
        yield _fact("Why", _sentence(estimate.said))
    else:
        number = Cell(guide.numbers.look_up(estimate), "headline", accent=look.tab)
        yield Fact(Cell(estimate.year or 0, "headline_year"), number, 40)
        yield _fact("In words", in_words(guide, estimate))
        yield _fact("Change", _change(guide, estimate))
        yield from _position(guide, topic)
        yield _fact(US_BENCHMARK, _benchmark(guide, estimate))
        yield from _rest_of_state(guide, estimate)
        yield _quality(guide, estimate)
    yield from _others(guide, topic)
    yield from _groups_in_words(guide, topic.first)
    yield from _meaning(topic.first, topic.first.meaning, () if estimate.value is None else estimate.cautions)


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}"


def in_words(guide: Guide, estimate: Estimate) -> Words:
    """Say a number as a sentence, with its interval where it has one."""
    numbers = {"value": guide.numbers.look_up(estimate)}
    if estimate.has_interval:
        numbers |= {part: guide.numbers.look_up(estimate, part) for part in ("lower", "upper")}
    template = estimate.template.replace("{year}", str(estimate.year))
    return guide.numbers.words(template, **numbers)


def _change(guide: Guide, estimate: Estimate) -> Value:
    """Say how the number changed and how sure that is, with both numbers."""
    change = guide.change(estimate)
    if isinstance(change, str):
        return change
    said = guide.numbers.compared(change, change_in_words(change, estimate))
    if change.difference is None:
        return said
    now, then = guide.numbers.look_up(change.first), guide.numbers.look_up(change.second)
    then = guide.numbers.in_money_of(then, change.factors[1])
    words = f"{{said}}. From {{then}} in {change.second.year} to {{now}} in {change.first.year}."
    return guide.numbers.words(words, said=said, then=then, now=now)


def _benchmark(guide: Guide, estimate: Estimate) -> Value:
    number, why = guide.benchmark(estimate)
    if number is None:
        return f"[c] withheld: {why}." if estimate.variable.benchmark else f"[x] none: {why}."
    if estimate.area.level == "county":
        return guide.numbers.words("Half of people live in US counties at or below {number}.", number=number)
    return guide.numbers.words("Half of people in large US cities live in one at or below {number}.", number=number)


def _position(guide: Guide, topic: Topic) -> Iterator[Fact]:
    """Say where the number stands among the nearest areas, and who of them is left out."""
    look = next(one for one in looks(guide) if one.topic.name == topic.name)
    if look.position.word:
        said = position_in_words(guide, look.position)
        left_out = f" Left out: {look.position.left_out}." if look.position.left_out else ""
        words = guide.numbers.words(f"Among the twelve nearest areas: {said.template}.{left_out}", **said.numbers)
        yield _fact("Position", words, "fact_small")


def _rest_of_state(guide: Guide, estimate: Estimate) -> Iterator[Fact]:
    number, why = guide.rest_of_state(estimate)
    if estimate.area.level != "county" or not estimate.variable.benchmark:
        return
    if number is None:
        yield _fact(STATE_BENCHMARK, f"[c] withheld: {why}.", "fact_small")
        return
    said = f"Half of people in the other counties of {estimate.area.state} live in one at or below {{number}}."
    yield _fact(STATE_BENCHMARK, guide.numbers.words(said, number=number))


def _quality(guide: Guide, estimate: Estimate) -> Fact:
    if not estimate.quality:
        return _fact("Quality", "[x] no quality flag is published.", "fact_small")
    said = guide.write(f"quality.{estimate.quality}")
    return _fact("Quality", said, "fact_small" if estimate.quality == "Strong" else "fact_caution")


def _others(guide: Guide, topic: Topic) -> Iterator[Fact]:
    """Say the metric's other levels, and what is published beside it."""
    for variable in topic.siblings:
        estimate = guide.estimate(variable)
        label = "Beside" if variable.beside else "Also"
        if estimate.value is None:
            yield _fact(label, f"{guide.label(variable)}: {SHORTHANDS[estimate.missing]}", "fact_small")
            continue
        number = guide.numbers.look_up(estimate)
        said = f"{guide.label(variable)}: {{number}}, {estimate.year}, {estimate.quality or 'no flag'}"
        yield _fact(label, guide.numbers.words(said, number=number), "fact_small")


def _groups_in_words(guide: Guide, variable: Variable) -> Iterator[Fact]:
    """Say from where to where the groups of each kind reach, or why there are none."""
    area = guide.area_of(variable)
    for kind in variable.subgroups:
        table = guide.ask.groups(variable, area, kind)
        label = f"By {kind.label}"
        filled = [one for one in table.groups if one.value is not None] if table else []
        if not filled:
            yield _fact(label, SHORTHANDS[guide.ask.missing_groups(variable, area, kind)], "fact_small")
            continue
        low = min(filled, key=lambda one: one.value or 0.0)
        high = max(filled, key=lambda one: one.value or 0.0)
        gap = guide.gap_in_words(guide.ask.widest_gap(table)) if table else ""
        yield _fact(label, gap or _reach(guide, filled, low, high), "fact_small")
        if table and (newer := guide.ask.newer(table.everybody, table.year, how=False)):
            yield _fact("", newer, "fact_small")
    if not variable.subgroups:
        yield _fact("By group", "[x] not published by group", "fact_small")


def _reach(guide: Guide, filled: Sequence[Estimate], low: Estimate, high: Estimate) -> Value:
    """Say the lowest and the highest group, or the only one."""
    if len(filled) == 1:
        return guide.numbers.words(
            f"{low.who} {{low}} ({low.year}); no other group has a number", low=guide.numbers.look_up(low)
        )
    said = f"From {{low}} ({low.who}) to {{high}} ({high.who}), {low.year}"
    return guide.numbers.words(said, low=guide.numbers.look_up(low), high=guide.numbers.look_up(high))


def _meaning(variable: Variable, meaning: str, cautions: Sequence[str]) -> Iterator[Fact]:
    """Say what a number means and where it comes from, and what to beware of where there is one."""
    yield _fact("Meaning", meaning, "fact_small")
    if variable.pooling:
        yield _fact("Pooled", variable.pooling, "fact_small")
    if variable.differs:
        yield _fact("Differs", variable.differs, "fact_small")
    if cautions:
        yield _fact("Beware", " ".join(cautions), "fact_small")
    yield _fact("Source", "; ".join(map(str, variable.sources)), "fact_small")


def _facts_of_groups(guide: Guide, topic: Topic, columns: Groups | None) -> Iterator[Fact]:
    """Say each group's number where a metric is published one column a group."""
    if columns is None:
        estimate = guide.estimate(topic.first)
        yield _fact("Number", SHORTHANDS[estimate.missing], "fact_bold")
        yield _fact("Why", _sentence(estimate.said))
    else:
        for estimate in columns.estimates:
            if estimate.value is None:
                yield _fact(str(columns.year), f"{estimate.who}: {SHORTHANDS[estimate.missing]}", "fact_small")
            else:
                yield _fact(str(estimate.year), in_words(guide, estimate))
                yield _fact("Change", _change(guide, guide.estimate(estimate.variable)), "fact_small")
        yield from _qualities(guide, columns)
    cautions = dict.fromkeys(caution for one in columns.filled for caution in one.cautions) if columns else {}
    yield from _meaning(topic.first, topic.metric.meaning, tuple(cautions))


def _qualities(guide: Guide, columns: Groups) -> Iterator[Fact]:
    for quality in dict.fromkeys(one.quality for one in columns.filled if one.quality):
        who = ", ".join(one.who for one in columns.filled if one.quality == quality)
        style = "fact_small" if quality == "Strong" else "fact_caution"
        yield _fact("Quality", f"{who}. {guide.write(f'quality.{quality}')}", style)


def _facts_to_collect(guide: Guide, topic: Topic, columns: Groups | None, tabs: frozenset[str]) -> Iterator[Fact]:
    yield _fact("Ratio", "You collect this", "fact_bold")
    yield _fact("How", guide.write("pillar.collect"))
    if REPRESENTATION_TAB in tabs:
        yield _fact("Where", Link(guide.write("pillar.collect.where"), REPRESENTATION_TAB))
    yield from _facts_of_groups(guide, topic, columns)
