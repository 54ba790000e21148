"""Peers: a place beside two or three others that people choose, how far apart they are and how sure that is.

The drop-downs stand above the columns that they drive. What a formula says of two places is looked up on
Data, where the code that answers the cell functions has written it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mobility_xl.catalog import ALL, Pillar, Variable
from mobility_xl.compare.rules import rules
from mobility_xl.compare.sureness import reach_of, said_of_many
from mobility_xl.errors import NoData
from mobility_xl.estimates import Comparison, Estimate
from mobility_xl.queries.peers import Context, Peers
from mobility_xl.store import Area
from mobility_xl.workbook import entries
from mobility_xl.workbook.blocks import (
    Bars,
    Block,
    Cell,
    Column,
    Drawn,
    Entry,
    Figures,
    Formula,
    Gap,
    Line,
    Link,
    LiveChart,
    Lookup,
    PageBreak,
    Paragraph,
    Range,
    Sheet,
    Table,
    Value,
)
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import COMPARISONS, ESTIMATES
from mobility_xl.workbook.topics import topics
from mobility_xl.workbook.worth import position_in_words

TAB = "Peers"
WITH_PEERS = True
COMPARED, CHOICES, DOTS = "PeersCompared", "PeerChoices", "PeerDots"
WORDING: dict[str, frozenset[str]] = {
    "peers.answers": frozenset(),
    "peers.quality": frozenset(),
    "peers.title": frozenset(),
    "peers.subtitle": frozenset({"place"}),
    "peers.none": frozenset({"why"}),
    "peers.choose": frozenset(),
    "peers.choose.prompt": frozenset({"number"}),
    "peers.compared": frozenset(),
    "peers.compared.note": frozenset(),
    "peers.left_out": frozenset({"metrics"}),
    "peers.dots": frozenset(),
    "peers.dots.note": frozenset(),
    "peers.dots.none": frozenset(),
    "peers.dots.table": frozenset(),
    "peers.why": frozenset(),
    "peers.why.note": frozenset(),
    "peers.judged": frozenset(),
    "peers.judged.note": frozenset(),
    "peers.judged.prompt": frozenset({"column"}),
}
METRIC, UNIT, HERE, BENCHMARK, YEAR, QUALITY, POSITION = (
    *("Metric", "Unit", "This place", "Benchmark", "Year", "Quality", "Among the nearest"),
)
PEERS = ("Peer 1", "Peer 2", "Peer 3")
SAID = tuple(f"Against {name.lower()}" for name in PEERS)
WIDTHS = (44, 28, 19, 19, 19, 19, 12, 10, 11, 25, 38, 38, 38)
ROW_HEIGHT, CONTEXT_HEIGHT, CHOOSE_HEIGHT, CHART_HEIGHT = 27, 16, 40, 165
NOTE_HEIGHT = 46
MOST_CHARTS, CHARTS_IN_A_ROW = 6, 3
CODE, PEER, GOVERNMENT, DISTANCE, SHARED = "Code", "Peer", "Government", "Distance", "What they share"
NOTHING, NO_NUMBER, NO_COMPARISON, CONTEXT = "-", "[x] no number", "[x] not compared", "for context"


Row = list[Value | Cell | None]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know of a place besides its outcomes: whether a peer is a fair one."""

    label: str
    unit: str
    number_format: str
    value: float | str


@dataclass(frozen=True, slots=True)
class Compared:
    """One number of the place with how it stands to each peer that can be chosen."""

    pillar: Pillar
    estimate: Estimate
    comparisons: dict[str, Comparison]
    """By the peer's code."""

    @property
    def variable(self) -> Variable:
        """What is compared."""
        return self.estimate.variable


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with the rows of the table behind it."""

    chart: LiveChart
    rows: list[Row]


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, guide.write("peers.answers"), guide.write("peers.quality"), WIDTHS, lambda _: _blocks(guide))


def _blocks(guide: Guide) -> list[Block]:
    heads: list[Block] = [
        Line.of(guide.write("peers.title"), "title", 34),
        Line.of(guide.write("peers.subtitle", place=guide.area), "subtitle", 20),
    ]
    try:
        found = guide.ask.peers(guide.area, pins=guide.peers)
    except NoData as error:
        return [*heads, Paragraph(guide.write("peers.none", why=error), "cell")]
    offered = tuple(one.area for one in found.shown)
    # Who was named is wanted: the drop-downs open with them, in that order.
    first = tuple(dict.fromkeys((*guide.named, *offered)))[: len(PEERS)]
    compared = list(_compare(guide, offered))
    drawn = list(_drawn(guide, first, compared))
    left_out = [one.label for one in _not_published(guide)]
    behind: list[Block] = [Gap(12), _dots(guide, drawn)] if drawn else []
    return [
        *heads,
        Gap(6),
        _table(guide, first, compared),
        Line(((0, Cell(_tested(first, compared), "note")),), 18),
        *([Paragraph(guide.write("peers.left_out", metrics="; ".join(left_out)))] if left_out else []),
        PageBreak(),
        *_charts(guide, drawn),
        _judged(guide, first),
        Gap(12),
        _choices(guide, found),
        *behind,
    ]


def _published(guide: Guide) -> Iterator[tuple[Pillar, Variable]]:
    """Return the variables that are compared, in framework order; residents by group are context."""
    for pillar, _ in guide.pillars:
        for topic in topics(guide, pillar):
            if not topic.metric.collect:
                yield from ((pillar, variable) for variable in topic.variables)


def _not_published(guide: Guide) -> Iterator[Variable]:
    level = guide.area.level
    return (one for _, one in _published(guide) if guide.ask.store.series(one.name, level) is None)


def _compare(guide: Guide, offered: Sequence[Area]) -> Iterator[Compared]:
    """Hold every number of the place against those of all peers that can be chosen."""
    nothing = set(_not_published(guide))
    for pillar, variable in _published(guide):
        if variable not in nothing:
            found = {peer.geoid: guide.ask.compare(variable, guide.area, peer) for peer in offered}
            yield Compared(pillar, guide.ask.estimate(variable, guide.area), found)


# The table


def _table(guide: Guide, first: Sequence[Area], compared: Sequence[Compared]) -> Table:
    context, rows, ends = list(_context_rows(guide, first)), [], {}
    for index, one in enumerate(compared):
        rows.append(_row(guide, first, one))
        if index + 1 == len(compared) or compared[index + 1].pillar is not one.pillar:
            ends[len(context) + index] = one.pillar.tab
    columns = (
        Column(METRIC, "cell_link", "table_head_indent"),
        Column(UNIT, "cell_muted", "table_head_indent"),
        *(Column(header, "cell_right", "table_head_right") for header in (HERE, *PEERS, BENCHMARK)),
        Column(YEAR, "cell_center", "table_head_center"),
        Column(QUALITY, "cell_small", "table_head_indent"),
        Column(POSITION, "cell_small", "table_head_indent"),
        *(Column(header, "cell_small", "table_head_indent") for header in SAID),
    )
    return Table(
        COMPARED,
        guide.write("peers.compared"),
        f"{guide.area} beside the peers that are chosen above: values, how far apart and how sure",
        columns,
        [*context, *rows],
        guide.write("peers.compared.note"),
        # The last of the context, the kind of government, is in words.
        row_heights=[CONTEXT_HEIGHT] * (len(context) - 1) + [ROW_HEIGHT] * (1 + len(rows)),
        ends=ends,
        above=_drop_downs(guide, first),
    )


def _drop_downs(guide: Guide, first: Sequence[Area]) -> Line:
    cells = [(0, Cell(guide.write("peers.choose"), "section")), (2, Cell(str(guide.area), "cell_small"))]
    for at, name in enumerate(entries.PEERS):
        prompt = guide.write("peers.choose.prompt", number=at + 1)
        chosen = str(first[at]) if at < len(first) else None
        cells.append((3 + at, Cell(Entry(name, chosen, "choice", f"{CHOICES}[{PEER}]", prompt), "entry_choice")))
    return Line(tuple(cells), CHOOSE_HEIGHT)


def _code(at: int) -> str:
    """Return the formula for the code of a chosen peer, which the first row of the table holds."""
    return f"INDEX({COMPARED}[{PEERS[at]}],1)"


def _context_rows(guide: Guide, first: Sequence[Area]) -> Iterator[Row]:
    """Say what kinds of places they are, their codes first: the rows below look them up."""
    codes = [
        Formula(
            f'IFERROR(INDEX({CHOICES}[{CODE}],MATCH({{{name}}},{CHOICES}[{PEER}],0)),"{NOTHING}")',
            first[at].geoid if at < len(first) else NOTHING,
        )
        for at, name in enumerate(entries.PEERS)
    ]
    yield _context_row(Fact(CODE, "of the Census", "", guide.area.geoid), codes)
    others = [_facts(guide.ask.context(one)) for one in first]
    for row, fact in enumerate(_facts(guide.ask.context(guide.area))):
        looked_up = [
            Formula(
                f'IFERROR(INDEX({CHOICES}[{fact.label}],MATCH({_code(at)},{CHOICES}[{CODE}],0)),"{NOTHING}")',
                others[at][row].value if at < len(others) else NOTHING,
            )
            for at in range(len(PEERS))
        ]
        yield _context_row(fact, looked_up)


def _context_row(fact: Fact, looked_up: Sequence[Formula]) -> Row:
    style = "cell_small" if fact.label == GOVERNMENT else "cell_muted_right"
    cells = [Cell(one, style, fact.number_format) for one in (fact.value, *looked_up)]
    rest = [Cell(NOTHING, "cell_muted_right"), Cell(NOTHING, "cell_center"), Cell(NOTHING, "cell_muted")]
    said = [Cell(CONTEXT, "cell_muted"), *[Cell(NOTHING, "cell_muted")] * len(SAID)]
    return [Cell(fact.label, "cell"), Cell(fact.unit, "cell_muted"), *cells, *rest, *said]


def _facts(context: Context) -> list[Fact]:
    def known(value: float | None) -> float | str:
        return "[x] not published" if value is None else value

    return [
        Fact("Population", "people", "#,##0", known(context.population)),
        Fact("Density", "people per square mile", "[>=10]#,##0;0.0", known(context.density_in_miles)),
        Fact("Middle income", "a year", "$#,##0", known(context.income)),
        *(Fact(group, "of residents", "0.0%", share) for group, share in context.composition.items()),
        Fact(GOVERNMENT, "kind of unit", "", context.government),
    ]


def _row(guide: Guide, first: Sequence[Area], one: Compared) -> Row:
    estimate, variable = one.estimate, one.variable
    topic = next(topic for topic in topics(guide, one.pillar) if variable in topic.variables)
    benchmark = guide.benchmark(estimate)[0]
    position = guide.ask.position(variable, guide.area)
    none = NOTHING if estimate.value is None else "[x] none given"
    where = position_in_words(guide, position) if position.word else none
    return [
        Cell(
            Link(variable.label_for(guide.area.level), one.pillar.tab, topic.name), "cell_link", accent=one.pillar.tab
        ),
        Cell(variable.of, "cell_muted"),
        guide.value(estimate, "value", "cell_muted_right"),
        *(Cell(_value(one, at, first), "cell_right", variable.unit.number_format) for at in range(len(PEERS))),
        Cell(benchmark, "cell_right") if benchmark else Cell("[c] withheld", "cell_muted_right"),
        Cell(estimate.year if estimate.value is not None and estimate.year else NOTHING, "cell_center"),
        guide.quality(estimate),
        Cell(where, "cell_small" if position.word else "cell_muted"),
        *(Cell(_verdict(guide, one, at, first), "cell_small") for at in range(len(PEERS))),
    ]


def _key(one: Compared, at: int) -> str:
    """Return the formula for the key of the comparison with a chosen peer."""
    return f'"{one.variable.name}|{one.estimate.area.geoid}|"&{_code(at)}'


def _value(one: Compared, at: int, first: Sequence[Area]) -> Formula:
    """Look up a chosen peer's value in the year that both are compared in."""
    year = f"INDEX({COMPARISONS}[year],MATCH({_key(one, at)},{COMPARISONS}[key],0))"
    key = f'"{one.variable.name}|"&{_code(at)}&"|"&{year}&"|{ALL}"'
    number = f'IFERROR(INDEX({ESTIMATES}[value],MATCH({key},{ESTIMATES}[key],0)),"{NO_NUMBER}")'
    now: float | str = NOTHING
    if at < len(first):
        value = one.comparisons[first[at].geoid].second.value
        now = NO_NUMBER if value is None else value
    return Formula(f'IF({_code(at)}="{NOTHING}","{NOTHING}",{number})', now)


def _verdict(guide: Guide, one: Compared, at: int, first: Sequence[Area]) -> Formula:
    """Look up how the place stands to a chosen peer; the year is named where it is not the one that is shown."""
    for comparison in one.comparisons.values():
        guide.numbers.compared(comparison, _said(one, comparison))
    found = f'IFERROR(INDEX({COMPARISONS}[words],MATCH({_key(one, at)},{COMPARISONS}[key],0)),"{NO_COMPARISON}")'
    now = _said(one, one.comparisons[first[at].geoid]) if at < len(first) else NOTHING
    return Formula(f'IF({_code(at)}="{NOTHING}","{NOTHING}",{found})', now)


def _said(one: Compared, comparison: Comparison) -> str:
    year = comparison.first.year
    other = comparison.difference is not None and year != one.estimate.year
    return f"{comparison.verdict} ({year})" if other else comparison.verdict


def _tested(first: Sequence[Area], compared: Sequence[Compared]) -> Formula:
    """Count what is tested, and what would look clear by chance alone."""
    counted = "+".join(
        f'COUNTIF({COMPARED}[{header}],"*, {word}*")' for header in SAID for word in ("clear", "could be chance")
    )
    by_chance = f"ROUND(({counted})*{rules().chance},0)"
    about = f'IF({by_chance}=0,"fewer than 1","about "&{by_chance})'
    template = f'IF({counted}=0,"none tested",({counted})&" tested; "&{about}&" would look clear by chance")'
    return Formula(template, said_of_many(one.comparisons[peer.geoid] for one in compared for peer in first))


# The charts


def _drawn(guide: Guide, first: Sequence[Area], compared: Sequence[Compared]) -> Iterator[Picture]:
    """Return the first metrics with an interval that all peers have a number of, with the rows behind their charts."""
    start = 0
    above = sum(1 for _ in _context_rows(guide, first))
    usable = [
        (row, one)
        for row, one in enumerate(compared, 1 + above)
        if reach_of(one.estimate) and all(one.comparisons[peer.geoid].second.value is not None for peer in first)
    ]
    for row, one in usable[:MOST_CHARTS]:
        rows = list(_points(guide, first, row, one))
        yield Picture(_chart(guide, first, one, start, rows), rows)
        start += len(rows)


def _charts(guide: Guide, drawn: Sequence[Picture]) -> Iterator[Block]:
    yield Line.of(guide.write("peers.dots"), "section", 28)
    if not drawn:
        yield Paragraph(guide.write("peers.dots.none"), "cell")
    else:
        yield Paragraph(guide.write("peers.dots.note"))
    for begin in range(0, len(drawn), CHARTS_IN_A_ROW):
        yield Figures(tuple(one.chart for one in drawn[begin : begin + CHARTS_IN_A_ROW]), CHART_HEIGHT)
    yield Gap(12)


def _dots(guide: Guide, drawn: Sequence[Picture]) -> Table:
    columns = (
        Column("Drawn", "cell_small", "table_head_indent"),
        Column("Where", "cell_small", "table_head_indent"),
        *(Column(header, "cell_right", "table_head_right") for header in ("Dot", "From", "To", "Below", "Above")),
    )
    description = "The numbers behind the charts: value and interval of the place, the chosen peers and the benchmark"
    return Table(
        DOTS, guide.write("peers.dots.table"), description, columns, [row for one in drawn for row in one.rows]
    )


def _points(guide: Guide, first: Sequence[Area], row: int, one: Compared) -> Iterator[Row]:
    """Return the place, its peers and the benchmark as rows: a label, a value, how far its interval reaches."""
    estimate, variable = one.estimate, one.variable
    label = variable.short_for(guide.area.level)
    here = guide.numbers.look_up(estimate)
    ends = [guide.numbers.look_up(estimate, part) for part in ("lower", "upper")]
    yield _point(label, _broken(str(guide.area)), here, ends, variable.unit.number_format)
    for at, name in enumerate(entries.PEERS):
        if at >= len(first):
            continue
        peer = one.comparisons[first[at].geoid].second
        dot = f"INDEX({COMPARED}[{PEERS[at]}],{row})"
        where = Formula(f'SUBSTITUTE({{{name}}}&"",", ",","&CHAR(10))', _broken(str(first[at])))
        year = f"INDEX({COMPARISONS}[year],MATCH({_key(one, at)},{COMPARISONS}[key],0))"
        key = f'"{variable.name}|"&{_code(at)}&"|"&{year}&"|{ALL}"'
        bounds = [
            Formula(f"IFERROR(INDEX({ESTIMATES}[{part}],MATCH({key},{ESTIMATES}[key],0))+0,{{@Dot}})", bound)
            for part, bound in (("lower", _or(peer.lower, peer)), ("upper", _or(peer.upper, peer)))
        ]
        value = Formula(f"IF(ISNUMBER({dot}),{dot},NA())", peer.value or 0.0)
        yield _point(label, where, value, bounds, variable.unit.number_format)
    benchmark = guide.benchmark(estimate)[0]
    if benchmark:
        among = "US counties" if guide.area.level == "county" else "US cities"
        yield _point(label, f"Benchmark,\n{among}", benchmark, [benchmark] * 2, variable.unit.number_format)


def _or(bound: float | None, estimate: Estimate) -> float:
    return bound if bound is not None else estimate.value or 0.0


def _broken(name: str) -> str:
    """Break a name behind its comma: some programs turn long labels on their side."""
    return name.replace(", ", ",\n")


def _point(label: str, where: Value, dot: Value, ends: Sequence[Value], look: str) -> Row:
    low, high = ends
    value, least, most = (_number(one) for one in (dot, low, high))
    cells = (dot, low, high, Formula("{@Dot}-{@From}", value - least), Formula("{@To}-{@Dot}", most - value))
    return [label, where, *(Cell(one, "cell_right", look) for one in cells)]


def _number(value: Value) -> float:
    """Return what a cell's formula gives now."""
    given = value.value if isinstance(value, Lookup | Formula) else value
    return given if isinstance(given, float) else 0.0


def _chart(guide: Guide, first: Sequence[Area], one: Compared, start: int, rows: list[Row]) -> LiveChart:
    last = start + len(rows) - 1
    estimate, show = one.estimate, one.variable.unit.show
    said = [f"{guide.area} {show(estimate.value or 0.0)}"]
    said += [f"{peer} {show(one.comparisons[peer.geoid].second.value or 0.0)}" for peer in first]
    below, above = ([_number(cell.value) for row in rows if isinstance(cell := row[at], Cell)] for at in (5, 6))

    def over(column: str) -> Range:
        return Range(DOTS, column, start, last)

    own = Range(DOTS, "Dot", start, start)
    bars = Bars(over("Below"), over("Above"), tuple(below), tuple(above))
    return LiveChart(
        f"{one.variable.short_for(guide.area.level)}, {estimate.year}",
        f"Dots with their intervals: {'; '.join(said)}",
        (
            Drawn("From", over("From"), "unseen"),
            Drawn("To", over("To"), "unseen"),
            Drawn("Places", over("Dot"), "others", bars=bars, number_format=one.variable.unit.number_format),
            Drawn("This place", own, "own"),
        ),
        one.pillar.tab,
        f"{guide.area}. {estimate.quality}. {', '.join(source.short for source in one.variable.sources)}",
        over("Where"),
    )


# Why these, and what people know of them


def _choices(guide: Guide, found: Peers) -> Table:
    contexts = [_facts(guide.ask.context(peer.area)) for peer in found.shown]
    labels = [fact.label for fact in contexts[0][:-1]]
    rows: list[Row] = []
    for peer, facts in zip(found.shown, contexts, strict=True):
        distance: Value = NOTHING if peer.distance is None else peer.distance
        rows.append(
            [
                str(peer.area),
                facts[-1].value,
                Cell(peer.area.geoid, "cell_muted_right"),
                Cell(distance, "cell_right", "0.00"),
                *(Cell(fact.value, "cell_right", fact.number_format) for fact in facts[:-1]),
                f"{peer.shared}{'; stays whichever factor is left out' if peer.stays else ''}",
            ]
        )
    right = [Column(header, "cell_right", "table_head_right") for header in (CODE, DISTANCE, *labels)]
    columns = (
        Column(PEER, "cell", "table_head_indent"),
        Column(GOVERNMENT, "cell_muted", "table_head_indent"),
        *right,
        Column(SHARED, "cell_small", "table_head_indent"),
    )
    note = f"{found.why} {guide.write('peers.why.note')}"
    return Table(CHOICES, guide.write("peers.why"), "The peers that can be chosen, nearest first", columns, rows, note)


def _judged(guide: Guide, first: Sequence[Area]) -> Table:
    """Lay out what people know of the chosen peers: it is asked, not published."""
    written = entries.PEER_NOTES.written
    prompts = [Entry(prompt=guide.write("peers.judged.prompt", column=header.lower())) for header in written]
    spans = zip(written, prompts, strict=True)
    columns = (
        Column(entries.PEER, "cell_bold", "table_head_indent"),
        *(Column(header, "entry_small", "table_head", entry=entry) for header, entry in spans),
    )
    rows: list[Row] = [[str(guide.area), *[None] * len(written)]]
    for at, name in enumerate(entries.PEERS):
        chosen = str(first[at]) if at < len(first) else NOTHING
        rows.append([Formula(f'IF({{{name}}}="","{NOTHING}",{{{name}}})', chosen), *[None] * len(written)])
    return Table(
        entries.PEER_NOTES.name,
        guide.write("peers.judged"),
        "What is known of the place and its peers, to fill in",
        columns,
        rows,
        guide.write("peers.judged.note"),
        row_heights=[NOTE_HEIGHT] * len(rows),
        grows=True,
    )
