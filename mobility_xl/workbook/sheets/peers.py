"""Peers: a place beside two or three others that people choose, how far apart they are and how sure that is.

The drop-downs stand above the columns that they drive. Each pillar has a table, so that every page begins with a
header and with the names of the places.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from textwrap import wrap

from mobility_xl.errors import NoData
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
    PageBreak,
    Paragraph,
    Sheet,
    Table,
    Value,
    When,
)
from mobility_xl.workbook.contents.chosen_peers import (
    COMPANIES,
    COMPANY,
    CONTEXT,
    NOTHING,
    PEERS,
    SAID,
    Compared,
    code_of,
    company_of,
    compare_all,
    how_many_tested,
    not_published,
    said_of,
    said_of_number,
    value_of,
    verdict_on,
)
from mobility_xl.workbook.contents.peer_charts import DOTS, Picture, Row, pictures
from mobility_xl.workbook.contents.topics import topics
from mobility_xl.workbook.contents.worth import position_in_words
from mobility_xl.workbook.guide import Guide, no_benchmark
from mobility_xl.workbook.numbers import NOT_PUBLISHED
from mobility_xl.workbook.phrases import NOT_LISTED, is_empty, listed
from mobility_xl.workbook.writing.layout import as_cell

TAB = "Peers"
WITH_PEERS = True
CHOICES = "PeerChoices"
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
METRIC, UNIT, HERE = "Metric", "Unit", "This place"
BENCHMARK, POSITION = "Benchmark", "Among the nearest"
WIDTHS = (28.5, 15, 11, 10.2, *(13.5, 10.2) * len(PEERS), 11.2, 15.5, *[23] * len(PEERS))
NAME_COLUMNS = (4, 6, 8)
"""Where the peers stand: each has its year and quality beside it."""
PILLAR_HEIGHT, CHART_HEIGHT, NOTE_HEIGHT = 26, 190, 46
NAME_LETTERS, NAME_LINE, NAME_PADDING = 13, 14.5, 5
"""How many letters of a place's name a line surely holds, and how high that line is."""
CHARTS_IN_A_ROW = 3
CODE, PEER, GOVERNMENT, DISTANCE, CLOSE = "Code", "Peer", "Government", "Distance", "How close"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to know of a place besides its outcomes: whether a peer is a fair one."""

    label: str
    unit: str
    number_format: str
    value: float | str


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
    compared = list(compare_all(guide, offered))
    drawn = list(pictures(guide, first, compared))
    choices = _choices(guide, found)
    left_out = [one.label for one in not_published(guide)]
    behind: list[Block] = [Gap(12), _dots(guide, drawn)] if drawn else []
    return [
        *heads,
        Gap(6),
        _context(guide, found, first),
        *_side_by_side(guide, first, compared, _names_height(guide.area, *offered)),
        Paragraph(guide.write("peers.compared.note")),
        Line(((0, Cell(how_many_tested(first, compared), "note")),), 18),
        *([Paragraph(guide.write("peers.left_out", metrics="; ".join(left_out)))] if left_out else []),
        PageBreak(),
        *_charts(guide, drawn),
        _judged(guide, choices, first),
        Gap(12),
        choices,
        *behind,
    ]


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
    """Return the formula for the code of what stands in a drop-down, which says so where it is none of the places."""
    return f'IF({is_empty(chosen)},"{NOTHING}",{listed(chosen, CHOICES, PEER, CODE)})'


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
                f'IFERROR(INDEX({CHOICES}[{fact.label}],MATCH({code_of(at)},{CHOICES}[{CODE}],0)),"{NOTHING}")',
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
        numbers.append(Cell(value_of(one, at, first), "cell_right", variable.unit.number_format))
        numbers.append(Cell(company_of(one, at, first), "cell_muted"))
    said = {code: said_of(one, comparison) for code, comparison in one.comparisons.items()}
    for code, comparison in one.comparisons.items():
        guide.numbers.compared(comparison, said[code])
    quality = estimate.value is not None and estimate.quality in {"Marginal", "Weak"}
    return [
        Cell(
            Link(variable.label_for(guide.area.level), one.pillar.tab, topic.name), "cell_link", accent=one.pillar.tab
        ),
        Cell(variable.of, "cell_muted"),
        guide.value(estimate),
        Cell(said_of_number(estimate), "caution" if quality else "cell_muted"),
        *numbers,
        Cell(benchmark, "cell_right") if benchmark else Cell(no_benchmark(estimate), "cell_muted_right"),
        Cell(where, "cell_small" if position.word else "cell_muted"),
        *(Cell(verdict_on(one, said, at, first), "cell_small") for at in range(len(PEERS))),
    ]


# The charts


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
    formula = f'IFERROR(INDEX({CHOICES}[{column.header}],MATCH({code_of(at)},{CHOICES}[{CODE}],0)),"{NOTHING}")'
    shown = as_cell(now, column)
    value = shown.value if isinstance(shown.value, str | float) else NOTHING
    return replace(shown, value=Formula(formula, value, others=texts))
