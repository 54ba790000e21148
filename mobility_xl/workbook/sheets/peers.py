"""Peers: a place beside two or three others that people choose, how far apart they are and how sure that is.

The drop-downs stand above the columns that they drive. What a formula says of two places is looked up on
Data, where the code that answers the cell functions has written it. Each pillar has a table, so that every page
begins with a header and with the names of the places.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from textwrap import wrap

from mobility_xl.catalog import ALL, Pillar, Variable
from mobility_xl.compare.rules import rules
from mobility_xl.compare.sureness import reach_of, said_of_many
from mobility_xl.errors import NoData
from mobility_xl.estimates import Comparison, Estimate
from mobility_xl.queries.peers import UNKNOWN_DISTANCE, Context, Peer, Peers
from mobility_xl.store import Area
from mobility_xl.workbook import entries
from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Figures,
    Formula,
    Gap,
    Line,
    Link,
    Lookup,
    PageBreak,
    Paragraph,
    Sheet,
    Table,
    Value,
    When,
)
from mobility_xl.workbook.charts import Bars, Drawn, LiveChart, Range
from mobility_xl.workbook.contents.topics import topics
from mobility_xl.workbook.contents.worth import position_in_words
from mobility_xl.workbook.guide import Guide, no_benchmark
from mobility_xl.workbook.numbers import COMPARISONS, ESTIMATES, NOT_PUBLISHED
from mobility_xl.workbook.phrases import NOT_LISTED, is_empty
from mobility_xl.workbook.writing.layout import as_cell

TAB = "Peers"
WITH_PEERS = True
CONTEXT, COMPARED, CHOICES, DOTS = "PeersContext", "PeersCompared", "PeerChoices", "PeerDots"
"""The tables; each pillar's has the name of those that compare with the pillar's number behind it."""
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
    "peers.dots.table.note": frozenset(),
    "peers.why": frozenset(),
    "peers.why.note": frozenset(),
    "peers.judged": frozenset(),
    "peers.judged.note": frozenset(),
    "peers.judged.prompt": frozenset({"column"}),
}
METRIC, UNIT, HERE, COMPANY = "Metric", "Unit", "This place", "Year and quality"
BENCHMARK, POSITION = "Benchmark", "Among the nearest"
PEERS = ("Peer 1", "Peer 2", "Peer 3")
COMPANIES = tuple(f"{COMPANY} {number}" for number, _ in enumerate(PEERS, 1))
SAID = tuple(f"Against {name.lower()}" for name in PEERS)
WIDTHS = (28.5, 15, 11, 10.2, *(13.5, 10.2) * len(PEERS), 11.2, 15.5, *[23] * len(PEERS))
NAME_COLUMNS = (4, 6, 8)
"""Where the peers stand: each has its year and quality beside it."""
PILLAR_HEIGHT, CHART_HEIGHT, NOTE_HEIGHT = 26, 190, 46
NAME_LETTERS, NAME_LINE, NAME_PADDING = 13, 14.5, 5
"""How many letters of a place's name a line surely holds, and how high that line is."""
MOST_CHARTS, CHARTS_IN_A_ROW = 6, 3
CODE, PEER, GOVERNMENT, DISTANCE, CLOSE = "Code", "Peer", "Government", "Distance", "How close"
NOTHING, NO_NUMBER, NO_COMPARISON = "-", "[x] none", "[x] not compared"
NO_FLAG = "[x] no flag"


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
    """One number of the place with how it stands to each peer that can be chosen.

    ``table`` and ``row``, counted from 1, are where it stands; ``comparisons`` are by the peer's code.
    """

    pillar: Pillar
    table: str
    row: int
    estimate: Estimate
    comparisons: dict[str, Comparison]

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
    choices = _choices(guide, found)
    left_out = [one.label for one in _not_published(guide)]
    behind: list[Block] = [Gap(12), _dots(guide, drawn)] if drawn else []
    return [
        *heads,
        Gap(6),
        _context(guide, found, first),
        *_side_by_side(guide, first, compared, _names_height(guide.area, *offered)),
        Paragraph(guide.write("peers.compared.note")),
        Line(((0, Cell(_tested(first, compared), "note")),), 18),
        *([Paragraph(guide.write("peers.left_out", metrics="; ".join(left_out)))] if left_out else []),
        PageBreak(),
        *_charts(guide, drawn),
        _judged(guide, choices, first),
        Gap(12),
        choices,
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
    there = [(pillar, variable) for pillar, variable in _published(guide) if variable not in nothing]
    for number, (pillar, rows) in enumerate(groupby(there, lambda one: one[0]), 1):
        for row, (_, variable) in enumerate(rows, 1):
            found = {peer.geoid: guide.ask.compare(variable, guide.area, peer) for peer in offered}
            estimate = guide.ask.estimate(variable, guide.area)
            yield Compared(pillar, f"{COMPARED}{number}", row, estimate, found)


# The tables


def _context(guide: Guide, found: Peers, first: Sequence[Area]) -> Table:
    columns = (
        Column(f"Context, {found.year}", "cell", "table_head_indent"),
        Column(UNIT, "cell_muted", "table_head_indent"),
        *_number_columns(),
    )
    return Table(
        CONTEXT,
        "",
        f"What kinds of places {guide.area} and the peers that are chosen above are",
        columns,
        list(_context_rows(guide, first)),
        above=_drop_downs(guide, found, first),
    )


def _side_by_side(
    guide: Guide, first: Sequence[Area], compared: Sequence[Compared], names_height: float
) -> Iterator[Table]:
    """Lay out a table for each pillar; a page begins with the names of the places."""
    columns = (
        Column(METRIC, "cell_link", "table_head_indent"),
        Column(UNIT, "cell_muted", "table_head_indent"),
        *_number_columns(),
        Column(BENCHMARK, "cell_right", "table_head_right"),
        *(Column(header, "cell_small", "table_head_indent") for header in (POSITION, *SAID)),
    )
    for name, group in groupby(compared, lambda one: one.table):
        held = list(group)
        pillar = held[0].pillar
        named = (0, Cell(f"{guide.write('peers.compared')}: {pillar.tab}", "section", accent=pillar.tab))
        yield Table(
            name,
            "",
            f"{pillar.label} of {guide.area} and of the peers that are chosen: values, how far apart and how sure",
            columns,
            [_row(guide, first, one) for one in held],
            ends={len(held) - 1: pillar.tab},
            above=Line((named,), PILLAR_HEIGHT),
            above_on_new_page=Line((named, *_names(guide, first)), names_height),
        )


def _number_columns() -> Iterator[Column]:
    """Return the columns of the place and its peers, each with its year and quality beside it.

    A peer's number of another year than the place's, and one that is not Strong, stands out.
    """
    yield Column(HERE, "cell_right", "table_head_right")
    yield Column(COMPANY, "cell_muted", "table_head_indent")
    for peer, company in zip(PEERS, COMPANIES, strict=True):
        yield Column(peer, "cell_right", "table_head_right")
        careful = f'OR(RIGHT({{@{company}}},4)="Weak",RIGHT({{@{company}}},8)="Marginal")'
        both = f'{{@{COMPANY}}}<>"{NOTHING}",{{@{company}}}<>"{NOTHING}"'
        other = f"AND({both},LEFT({{@{COMPANY}}},4)<>LEFT({{@{company}}},4))"
        looks = (When(careful, style="caution"), When(other, style="cell_small_bold"))
        yield Column(company, "cell_muted", "table_head_indent", when=looks)


def _drop_downs(guide: Guide, found: Peers, first: Sequence[Area]) -> Line:
    cells = [(0, Cell(guide.write("peers.choose"), "section")), (2, Cell(str(guide.area), "head_name"))]
    for at, name in enumerate(entries.PEERS):
        prompt = guide.write("peers.choose.prompt", number=at + 1)
        chosen = str(first[at]) if at < len(first) else None
        entry = Entry(name, chosen, "choice", f"{CHOICES}[{PEER}]", prompt)
        cells.append((NAME_COLUMNS[at], Cell(entry, "entry_choice")))
    return Line(tuple(cells), _names_height(guide.area, *(peer.area for peer in found.shown)))


def _names(guide: Guide, first: Sequence[Area]) -> Iterator[tuple[int, Cell]]:
    """Name the places that are chosen above the numbers of each."""
    yield 2, Cell(str(guide.area), "head_name")
    for at, (column, name) in enumerate(zip(NAME_COLUMNS, entries.PEERS, strict=True)):
        yield column, Cell(_name(name, str(first[at]) if at < len(first) else NOTHING), "head_name")


def _name(name: str, now: str) -> Formula:
    """Repeat what stands in a drop-down; an error there is no name."""
    chosen = f"{{{name}}}"
    return Formula(f'IF({is_empty(chosen)},"{NOTHING}",IFERROR({chosen},"{NOT_LISTED}"))', now)


def _names_height(*areas: Area) -> float:
    """Return how high a line is that has room for each name, whichever is chosen."""
    return max(len(wrap(str(one), NAME_LETTERS)) for one in areas) * NAME_LINE + NAME_PADDING


def _listed_code(chosen: str) -> str:
    """Return the formula for the code of what stands in a drop-down, which says so where it is none of the places.

    What is found is compared with what was typed: to MATCH, a star stands for any letters.
    """
    found, code = (f"INDEX({CHOICES}[{column}],MATCH({chosen},{CHOICES}[{PEER}],0))" for column in (PEER, CODE))
    listed = f'IFERROR(IF({found}={chosen},{code},"{NOT_LISTED}"),"{NOT_LISTED}")'
    return f'IF({is_empty(chosen)},"{NOTHING}",{listed})'


def _code(at: int) -> str:
    """Return the formula for the code of a chosen peer, which the first row of the table holds."""
    return f"INDEX({CONTEXT}[{PEERS[at]}],1)"


def _context_rows(guide: Guide, first: Sequence[Area]) -> Iterator[Row]:
    """Say what kinds of places they are, their codes first: the rows below look them up."""
    codes = [
        Formula(_listed_code(f"{{{name}}}"), first[at].geoid if at < len(first) else NOTHING)
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
    nothing = Cell(NOTHING, "cell_muted")
    numbers = [Cell(one, style, fact.number_format) for one in (fact.value, *looked_up)]
    beside = [cell for number in numbers for cell in (number, nothing)]
    return [Cell(fact.label, "cell"), Cell(fact.unit, "cell_muted"), *beside]


def _facts(context: Context) -> list[Fact]:
    def known(value: float | None) -> float | str:
        return NOT_PUBLISHED if value is None else value

    return [
        Fact("Population", "people", "#,##0", known(context.population)),
        Fact("Density", "per square mile", "[>=10]#,##0;0.0", known(context.density_in_miles)),
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
    numbers: list[Value | Cell | None] = []
    for at in range(len(PEERS)):
        numbers.append(Cell(_value(one, at, first), "cell_right", variable.unit.number_format))
        numbers.append(Cell(_company(one, at, first), "cell_muted"))
    said = {code: _said(one, comparison) for code, comparison in one.comparisons.items()}
    for code, comparison in one.comparisons.items():
        guide.numbers.compared(comparison, said[code])
    quality = estimate.value is not None and estimate.quality in {"Marginal", "Weak"}
    return [
        Cell(
            Link(variable.label_for(guide.area.level), one.pillar.tab, topic.name), "cell_link", accent=one.pillar.tab
        ),
        Cell(variable.of, "cell_muted"),
        guide.value(estimate),
        Cell(_said_of_number(estimate), "caution" if quality else "cell_muted"),
        *numbers,
        Cell(benchmark, "cell_right") if benchmark else Cell(no_benchmark(estimate), "cell_muted_right"),
        Cell(where, "cell_small" if position.word else "cell_muted"),
        *(Cell(_verdict(one, said, at, first), "cell_small") for at in range(len(PEERS))),
    ]


def _key(one: Compared, at: int) -> str:
    """Return the formula for the key of the comparison with a chosen peer."""
    return f'"{one.variable.name}|{one.estimate.area.geoid}|"&{_code(at)}'


def _looked_up(one: Compared, at: int, part: str) -> str:
    """Return the formula for a part of a chosen peer's number in the year that both are compared in."""
    key = f'"{one.variable.name}|"&{_code(at)}&"|"&{_year(one, at)}&"|{ALL}"'
    return f"INDEX({ESTIMATES}[{part}],MATCH({key},{ESTIMATES}[key],0))"


def _year(one: Compared, at: int) -> str:
    return f"INDEX({COMPARISONS}[year],MATCH({_key(one, at)},{COMPARISONS}[key],0))"


def _value(one: Compared, at: int, first: Sequence[Area]) -> Formula:
    """Look up a chosen peer's value."""
    number = f'IFERROR({_looked_up(one, at, "value")},"{NO_NUMBER}")'
    now: float | str = NOTHING
    if at < len(first):
        value = one.comparisons[first[at].geoid].second.value
        now = NO_NUMBER if value is None else value
    return Formula(f'IF({_code(at)}="{NOTHING}","{NOTHING}",{number})', now)


def _company(one: Compared, at: int, first: Sequence[Area]) -> Formula:
    """Say the year and the quality of a chosen peer's value: the year may be another than the place's."""
    quality = f'SUBSTITUTE({_looked_up(one, at, "quality")},"{NOT_PUBLISHED}","{NO_FLAG}")'
    now = _said_of_number(one.comparisons[first[at].geoid].second) if at < len(first) else NOTHING
    return Formula(f'IFERROR({_year(one, at)}&CHAR(10)&{quality},"{NOTHING}")', now)


def _said_of_number(estimate: Estimate) -> str:
    """Return the year of a number and below it its quality."""
    return NOTHING if estimate.value is None else f"{estimate.year}\n{estimate.quality or NO_FLAG}"


def _verdict(one: Compared, said: Mapping[str, str], at: int, first: Sequence[Area]) -> Formula:
    """Look up how the place stands to a chosen peer: the row has room for what is ``said`` of any, by their codes."""
    found = f'IFERROR(INDEX({COMPARISONS}[words],MATCH({_key(one, at)},{COMPARISONS}[key],0)),"{NO_COMPARISON}")'
    now = said[first[at].geoid] if at < len(first) else NOTHING
    # All columns of verdicts are as wide: the first makes room for all.
    others = () if at else tuple(dict.fromkeys(said.values()))
    return Formula(f'IF({_code(at)}="{NOTHING}","{NOTHING}",{found})', now, others=others)


def _said(one: Compared, comparison: Comparison) -> str:
    """Say how the place stands to a peer; the year is named where it is not that of the place's number."""
    year = comparison.first.year
    other = comparison.difference is not None and year != one.estimate.year
    return f"{comparison.verdict} ({year})" if other else comparison.verdict


def _tested(first: Sequence[Area], compared: Sequence[Compared]) -> Formula:
    """Count what is tested, and what would look clear by chance alone."""
    counted = "+".join(
        f'COUNTIF({{{table}[{header}]}},"*, {word}*")'
        for table in dict.fromkeys(one.table for one in compared)
        for header in SAID
        for word in ("clear", "could be chance")
    )
    by_chance = f"ROUND(({counted})*{rules().chance},0)"
    about = f'IF({by_chance}=0,"fewer than 1","about "&{by_chance})'
    template = (
        f'IF({counted}=0,"No difference was tested",({counted})&" tested; "&{about}&" would look clear by chance")'
    )
    return Formula(template, said_of_many(one.comparisons[peer.geoid] for one in compared for peer in first))


# The charts


def _drawn(guide: Guide, first: Sequence[Area], compared: Sequence[Compared]) -> Iterator[Picture]:
    """Return the first metrics with an interval that all peers have a number of, with the rows behind their charts."""
    start = 0
    usable = [
        one
        for one in compared
        if reach_of(one.estimate) and all(one.comparisons[peer.geoid].second.value is not None for peer in first)
    ]
    for one in usable[:MOST_CHARTS]:
        rows = list(_points(guide, first, one))
        yield Picture(_chart(guide, first, one, start, rows), rows)
        start += len(rows)


def _charts(guide: Guide, drawn: Sequence[Picture]) -> Iterator[Block]:
    yield Line.of(guide.write("peers.dots"), "section", 28)
    if not drawn:
        yield Paragraph(guide.write("peers.dots.none"), "cell")
    else:
        yield Paragraph(guide.write("peers.dots.note"))
    for begin in range(0, len(drawn), CHARTS_IN_A_ROW):
        row = tuple(one.chart for one in drawn[begin : begin + CHARTS_IN_A_ROW])
        yield Figures(row, CHART_HEIGHT, len(row) / CHARTS_IN_A_ROW)
    yield Gap(12)


def _dots(guide: Guide, drawn: Sequence[Picture]) -> Table:
    columns = (
        Column("Where", "cell_small", "table_head_indent"),
        Column("Drawn", "cell_small", "table_head_indent"),
        *(Column(header, "cell_right", "table_head_right") for header in ("Dot", "From", "To", "Below", "Above")),
    )
    description = "The numbers behind the charts: value and interval of the place, the chosen peers and the benchmark"
    rows = [row for one in drawn for row in one.rows]
    note = guide.write("peers.dots.table.note")
    return Table(DOTS, guide.write("peers.dots.table"), description, columns, rows, note, repeats=True)


def _points(guide: Guide, first: Sequence[Area], one: Compared) -> Iterator[Row]:
    """Return the place, its peers and the benchmark as rows: a label, a value, how far its interval reaches."""
    estimate, variable = one.estimate, one.variable
    label = variable.short_for(guide.area.level)
    here = guide.numbers.look_up(estimate)
    ends = [guide.numbers.look_up(estimate, part) for part in ("lower", "upper")]
    yield _point(label, _broken(str(guide.area)), here, ends, variable.unit.number_format)
    for at in range(min(len(first), len(PEERS))):
        peer = one.comparisons[first[at].geoid].second
        dot = f"INDEX({one.table}[{PEERS[at]}],{one.row})"
        bounds = [
            Formula(f"IFERROR({_looked_up(one, at, part)}+0,{{@Dot}})", bound)
            for part, bound in (("lower", _or(peer.lower, peer)), ("upper", _or(peer.upper, peer)))
        ]
        value = Formula(f"IF(ISNUMBER({dot}),{dot},NA())", peer.value or 0.0)
        yield _point(label, _where(one, at, peer), value, bounds, variable.unit.number_format)
    benchmark = guide.benchmark(estimate)[0]
    if benchmark:
        among = "US counties" if guide.area.level == "county" else "US cities"
        yield _point(label, f"Benchmark,\n{among}", benchmark, [benchmark] * 2, variable.unit.number_format)


def _where(one: Compared, at: int, peer: Estimate) -> Formula:
    """Name a chosen peer below its dot, with the year and the quality where it is no Strong number of the same year."""
    name = f"{{{entries.PEERS[at]}}}"
    company = f"INDEX({one.table}[{COMPANIES[at]}],{one.row})"
    same = f'{one.estimate.year}"&CHAR(10)&"Strong'
    known = f'IF({company}="{same}","",CHAR(10)&"("&SUBSTITUTE({company},CHAR(10),", ")&")")'
    said = f'IF({company}="{NOTHING}",CHAR(10)&"(no number)",{known})'
    named = f'SUBSTITUTE({name},", ",","&CHAR(10))&{said}'
    formula = f'IF({is_empty(name)},"{NOTHING}",IFERROR({named},"{NOT_LISTED}"))'
    year, _, quality = _said_of_number(peer).partition("\n")
    now = "" if (year, quality) == (str(one.estimate.year), "Strong") else f"\n({year}, {quality})"
    longest = max((_broken(str(other.second.area)) for other in one.comparisons.values()), key=len)
    return Formula(formula, f"{_broken(str(peer.area))}{now}", others=(f"{longest}\n({year}, Marginal)",))


def _or(bound: float | None, estimate: Estimate) -> float:
    return bound if bound is not None else estimate.value or 0.0


def _broken(name: str) -> str:
    """Break a name behind its comma: some programs turn long labels on their side."""
    return name.replace(", ", ",\n")


def _point(label: str, where: Value, dot: Value, ends: Sequence[Value], look: str) -> Row:
    low, high = ends
    value, least, most = (_number(one) for one in (dot, low, high))
    cells = (dot, low, high, Formula("{@Dot}-{@From}", value - least), Formula("{@To}-{@Dot}", most - value))
    return [where, label, *(Cell(one, "cell_right", look) for one in cells)]


def _number(value: Value) -> float:
    """Return what a cell's formula gives now."""
    given = value.value if isinstance(value, Lookup | Formula) else value
    return given if isinstance(given, float) else 0.0


def _chart(guide: Guide, first: Sequence[Area], one: Compared, start: int, rows: list[Row]) -> LiveChart:
    last = start + len(rows) - 1
    estimate, show = one.estimate, one.variable.unit.show
    peers = [one.comparisons[peer.geoid].second for peer in first]
    said = [
        f"{number.area} {show(number.value or 0.0)}, {number.year}, {number.quality or NO_FLAG}"
        for number in (estimate, *peers)
    ]
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
    rows: list[Row] = []
    for peer in found.shown:
        distance: Value = NOTHING if peer.distance is None else peer.distance
        numbers: Row = [peer.area.geoid, Cell(distance, "cell_right", "0.00"), *_numbers_of(guide, peer.area)]
        words = [_close(peer), peer.alike or NOTHING, peer.differs or NOTHING]
        rows.append([str(peer.area), guide.ask.context(peer.area).government, *numbers, *words])
    columns = (
        Column(PEER, "cell", "table_head_indent"),
        *_kind_columns(guide),
        Column("Alike in", "cell_small", "table_head_indent"),
        Column("Differs most in", "cell_small", "table_head_indent"),
    )
    note = f"{found.why} {guide.write('peers.why.note')}"
    return Table(CHOICES, guide.write("peers.why"), "The peers that can be chosen, nearest first", columns, rows, note)


def _kind_columns(guide: Guide) -> tuple[Column, ...]:
    """Return the columns that say what kind of place a peer is."""
    labels = [fact.label for fact in _facts(guide.ask.context(guide.area))[:-1]]
    return (
        Column(GOVERNMENT, "cell_muted", "table_head_indent"),
        Column(CODE, "cell_muted_right", "table_head_right"),
        *(Column(header, "cell_right", "table_head_right") for header in (DISTANCE, *labels)),
        Column(CLOSE, "cell_small", "table_head_indent"),
    )


def _numbers_of(guide: Guide, area: Area) -> list[Value | Cell | None]:
    facts = _facts(guide.ask.context(area))[:-1]
    return [Cell(fact.value, "cell_right", fact.number_format) for fact in facts]


def _close(peer: Peer) -> str:
    """Say whether a peer is close, also where a factor is left out, and which of its numbers are Weak."""
    if peer.distance is None:
        return UNKNOWN_DISTANCE
    said = [
        *(() if peer.close else ("no close peer",)),
        *(("stays whichever factor is left out",) if peer.stays else ()),
        *((f"Weak: {peer.weak_in_words}",) if peer.weak else ()),
    ]
    return "; ".join(said) or NOTHING


def _judged(guide: Guide, choices: Table, first: Sequence[Area]) -> Table:
    """Lay out what people know of the chosen peers, beside what is published: it is asked, not published."""
    written = entries.PEER_NOTES.written
    prompts = [Entry(prompt=guide.write("peers.judged.prompt", column=header.lower())) for header in written]
    spans = zip(written, prompts, strict=True)
    known = _kind_columns(guide)
    columns = (
        Column(entries.PEER, "cell_bold", "table_head_indent"),
        *known,
        *(Column(header, "entry_small", "table_head", entry=entry) for header, entry in spans),
    )
    area, nothing = guide.area, [None] * len(written)
    own: Row = [guide.ask.context(area).government, area.geoid, NOTHING, *_numbers_of(guide, area), NOTHING]
    rows: list[Row] = [[str(area), *own, *nothing]]
    published = {row[0]: row[1 : 1 + len(known)] for row in choices.rows}
    texts = [tuple(one for one in column if isinstance(one, str)) for column in zip(*published.values(), strict=True)]
    for at, name in enumerate(entries.PEERS):
        chosen = str(first[at]) if at < len(first) else NOTHING
        now = published.get(chosen, [NOTHING] * len(known))
        looked_up = [_kind(at, *one) for one in zip(known, now, texts, strict=True)]
        rows.append([_name(name, chosen), *looked_up, *nothing])
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


def _kind(at: int, column: Column, now: Value | Cell | None, texts: tuple[str, ...]) -> Cell:
    """Look up what is published of a chosen peer among those that can be chosen, and what may stand there."""
    formula = f'IFERROR(INDEX({CHOICES}[{column.header}],MATCH({_code(at)},{CHOICES}[{CODE}],0)),"{NOTHING}")'
    shown = as_cell(now, column)
    value = shown.value if isinstance(shown.value, str | float) else NOTHING
    return replace(shown, value=Formula(formula, value, others=texts))
