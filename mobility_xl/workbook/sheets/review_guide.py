"""Review Guide: the three questions, notes metric by metric, connections, priorities and the checklist.

All that is filled in here is found again by the names of :mod:`mobility_xl.workbook.entries`.
"""

from collections.abc import Iterator
from dataclasses import replace

from mobility_xl.compare.sureness import said_of_many
from mobility_xl.functions.registry import literal
from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Formula,
    Gap,
    Line,
    Link,
    PageBreak,
    Paragraph,
    Sheet,
    Table,
)
from mobility_xl.workbook.contents.starting_points import STARTS, changes_tested
from mobility_xl.workbook.contents.topics import Topic, topics
from mobility_xl.workbook.contents.worth import first_looks
from mobility_xl.workbook.entries import (
    CHECKS,
    COMPARED,
    CONNECTIONS,
    DATE,
    DIFFERS,
    FIRST_METRIC,
    HOW_SURE,
    METRIC,
    PILLAR,
    PRIORITIES,
    QUESTIONS,
    REVIEW_NOTES,
    SECOND_METRIC,
    STANDS_OUT,
    SURE,
    WHO,
    answer,
)
from mobility_xl.workbook.guide import SHORTHANDS, Guide
from mobility_xl.workbook.phrases import is_empty, listed
from mobility_xl.workbook.sheets.data import TOPICS

TAB = "Review Guide"
PARTS = [f"{question}.{part}" for question, parts in QUESTIONS.items() for part in parts]
WORDING = {
    "review.answers": frozenset(),
    "review.carried": frozenset({"edition"}),
    "review.carried.beside": frozenset({"edition", "number", "company"}),
    "review.quality": frozenset(),
    "review.title": frozenset(),
    "review.subtitle": frozenset({"place"}),
    "review.questions": frozenset(),
    **{f"review.{question}": frozenset[str]() for question in QUESTIONS},
    **{f"review.{question}.head": frozenset() for question in QUESTIONS},
    **{f"review.{part}": frozenset() for part in PARTS},
    **{f"review.{part}.head": frozenset() for part in PARTS},
    "review.start": frozenset(),
    "review.start.none": frozenset(),
    "review.start.tested": frozenset({"tested"}),
    **{f"review.start.{question}": frozenset() for question in QUESTIONS},
    "review.notes": frozenset(),
    "review.notes.note": frozenset(),
    "review.connections": frozenset(),
    "review.connections.note": frozenset(),
    "review.priorities": frozenset(),
    "review.priorities.note": frozenset(),
    "review.checklist": frozenset(),
    "review.count": frozenset(),
    **{f"review.{name}": frozenset() for name in CHECKS},
    "review.check.prompt": frozenset(),
    "review.prompt.metric": frozenset(),
    "review.prompt.text": frozenset({"column"}),
    "review.prompt.sure": frozenset(),
    "review.prompt.who": frozenset(),
    "review.prompt.date": frozenset(),
}
WIDTHS = (15, 40, 13, 27, 33, 33, 33, 13, 12)
QUESTION_COLUMN, FIRST_ANSWER = 1, 4
ANSWER_HEIGHT, NOTE_HEIGHT, SPARE_HEIGHT = 118, 30, 46
SPARE_NOTES, SPARE_ROWS = 4, 5
"""How many rows wait empty below the metrics, and in the other tables."""

VALUE, COMPANY = "Value", "Of what, year, quality"
NO_METRIC = "-"
"""What stands for the pillar of a row whose metric is not chosen yet."""


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, guide.write("review.answers"), guide.write("review.quality"), WIDTHS, lambda _: _blocks(guide))


def link_to_notes(guide: Guide, topic: Topic) -> Link:
    """Return a link to the first note on a topic that says how many there are."""
    about = f"{REVIEW_NOTES.name}[{METRIC}],{literal(topic.heading)}"
    notes = ",".join(f'{REVIEW_NOTES.name}[{header}],""' for header in (STANDS_OUT, DIFFERS, COMPARED))
    # An error that somebody typed into a note is no empty note, and spoils no count.
    count = f"COUNTIFS({about})-COUNTIFS({about},{notes})"
    headings = [one.heading for pillar, _ in guide.pillars for one in topics(guide, pillar)]
    said = f"{guide.write('review.count')} "
    row = headings.index(topic.heading) + 1
    return Link(f"{said}0", TAB, REVIEW_NOTES.name, row, f"{literal(said)}&({count})")


def _blocks(guide: Guide) -> list[Block]:
    return [
        Line.of(guide.write("review.title"), "title", 34),
        Line.of(guide.write("review.subtitle", place=guide.area), "subtitle", 20),
        *_carried(guide),
        Gap(6),
        Line.of(guide.write("review.questions"), "section", 28),
        *(block for number, question in enumerate(QUESTIONS, 1) for block in _question(guide, number, question)),
        Gap(12),
        _connections(guide),
        Gap(12),
        _priorities(guide),
        Gap(12),
        Line.of(guide.write("review.checklist"), "section", 28),
        *(_check(guide, name) for name in CHECKS),
        PageBreak(),
        Gap(12),
        _notes(guide),
    ]


def _carried(guide: Guide) -> Iterator[Block]:
    """Say that what is written here was written about another edition's numbers."""
    if guide.carried is not None:
        yield Paragraph(guide.write("review.carried", edition=guide.carried.edition))


def _question(guide: Guide, number: int, question: str) -> Iterator[Block]:
    """Lay out a question with its parts side by side, each over the room for its answer."""
    parts = QUESTIONS[question]
    heads = [(0, Cell(f"{number}. {guide.write(f'review.{question}.head')}", "table_title"))]
    heads += [
        (column, Cell(guide.write(f"review.{question}.{part}.head"), "table_head"))
        for column, part in enumerate(parts, FIRST_ANSWER)
    ]
    room = [(QUESTION_COLUMN, Cell(guide.write(f"review.{question}"), "fact"))]
    room += [
        (column, Cell(Entry(answer(question, part), prompt=guide.write(f"review.{question}.{part}")), "entry"))
        for column, part in enumerate(parts, FIRST_ANSWER)
    ]
    yield Line(tuple(heads), 24)
    yield Line(tuple(room), ANSWER_HEIGHT, grows=True)
    yield from _starts(guide, question)
    yield Gap(10)


def _starts(guide: Guide, question: str) -> Iterator[Block]:
    """Give up to five sentences to start from, and the rule that chose them."""
    yield Line.of(guide.write("review.start"), "cell_small_bold", 22)
    found = STARTS[question](guide)
    if not found:
        yield Line.of(guide.write("review.start.none"), "look", 20)
    for start in found:
        tab, topic = start.look.tab, start.look.topic
        yield Line(
            (
                (0, Cell(Link(tab, tab, topic.name), "tile_first", accent=tab)),
                (QUESTION_COLUMN, Cell(start.words, "look")),
            ),
            21,
        )
    rule = guide.write(f"review.start.{question}")
    if question == "stands_out" and (tested := changes_tested(guide)):
        rule = f"{rule} {guide.write('review.start.tested', tested=said_of_many(tested))}"
    yield Paragraph(rule)


def _notes(guide: Guide) -> Table:
    """Lay out a row for each metric, and some more for whoever wants to add one."""
    rows: list[list[Cell | None]] = []
    ends: dict[int, str] = {}
    nothing = [None] * len(REVIEW_NOTES.written)
    marked = {look.topic.name for look in first_looks(guide)}
    for pillar, look in guide.pillars:
        style = "tile_first"
        for topic in topics(guide, pillar):
            tile = Cell(Link(pillar.tab, pillar.tab, topic.name), style, accent=look.tab)
            look_first = "cell_bold" if topic.name in marked else "cell"
            rows.append([tile, Cell(topic.heading, look_first), *_beside(guide, topic), *nothing])
            style = "tile"
        ends[len(rows) - 1] = look.tab
    heights = [NOTE_HEIGHT] * (len(rows) + SPARE_NOTES)
    dash = Cell("-", "cell_muted")
    spare = [Cell(Formula(_pillar_of(METRIC), NO_METRIC), "cell_muted"), None, dash, dash]
    rows += [[*spare, *nothing] for _ in range(SPARE_NOTES)]
    columns = (
        Column(PILLAR, "cell_muted", "table_head_indent", formula=_pillar_of(METRIC)),
        Column(METRIC, "entry_small", "table_head_indent", entry=_metric(guide)),
        Column(VALUE, "cell_right", "table_head_right"),
        Column(COMPANY, "cell_muted", "table_head_indent"),
        *(_written(guide, header) for header in (STANDS_OUT, DIFFERS, COMPARED)),
        *_signed(guide, DATE),
    )
    return Table(
        REVIEW_NOTES.name,
        guide.write("review.notes"),
        "Notes on each metric, to fill in",
        columns,
        rows,
        guide.write("review.notes.note"),
        row_heights=heights,
        ends=ends,
        repeats=True,
        grows=True,
    )


def _beside(guide: Guide, topic: Topic) -> tuple[Cell, Cell]:
    """Return the same with the numbers that carried notes stood beside, which need not be today's."""
    number, company = _number(guide, topic)
    carried = guide.carried.beside.get(topic.heading) if guide.carried else None
    return (number, replace(company, value=f"{company.value}\n{carried}")) if carried else (number, company)


def _number(guide: Guide, topic: Topic) -> tuple[Cell, Cell]:
    """Return a topic's latest number and its company, or why there is none."""
    estimate = guide.estimate(topic.first)
    if topic.grouped or estimate.value is None:
        why = "by group: see its sheet" if topic.grouped else SHORTHANDS[estimate.missing]
        return Cell("-", "cell_muted_right"), Cell("you collect this" if topic.metric.collect else why, "cell_muted")
    company = f"{topic.first.of_for(estimate.value)}, {estimate.year}, {estimate.quality or 'no flag'}"
    return guide.value(estimate, "cell_right"), Cell(company, "cell_muted")


def _connections(guide: Guide) -> Table:
    sure = Entry(kind="choice", choices=SURE, prompt=guide.write("review.prompt.sure"))
    nothing = is_empty(f"{{@{FIRST_METRIC}}}&{{@{SECOND_METRIC}}}")
    both = f'{_pillar_of(FIRST_METRIC)}&", "&{_pillar_of(SECOND_METRIC)}'
    pillars = f'IF({nothing},"{NO_METRIC}",{both})'
    columns = (
        Column("Pillars", "cell_muted", "table_head_indent", formula=pillars),
        Column(FIRST_METRIC, "entry_small", "table_head", entry=_metric(guide)),
        Column(HOW_SURE, "entry_small", "table_head", entry=sure),
        Column(SECOND_METRIC, "entry_small", "table_head", entry=_metric(guide)),
        *(_written(guide, header) for header in CONNECTIONS.written[1:-2]),
        *_signed(guide, DATE),
    )
    rows = [[Formula(pillars, NO_METRIC), *[None] * (len(columns) - 1)] for _ in range(SPARE_ROWS)]
    return Table(
        CONNECTIONS.name,
        guide.write("review.connections"),
        "Metrics that may be connected, in people's judgement",
        columns,
        rows,
        guide.write("review.connections.note"),
        row_heights=[SPARE_HEIGHT] * SPARE_ROWS,
        grows=True,
    )


def _priorities(guide: Guide) -> Table:
    columns = (
        Column("Order", "cell_center", "table_head_center"),
        Column(METRIC, "entry_small", "table_head", entry=_metric(guide)),
        Column(PILLAR, "cell_muted", "table_head_indent", formula=_pillar_of(METRIC)),
        *(_written(guide, header) for header in PRIORITIES.written[:-2]),
        *_signed(guide, PRIORITIES.written[-1]),
    )
    rows = [
        [order, None, Formula(_pillar_of(METRIC), NO_METRIC), *[None] * (len(columns) - 3)]
        for order in range(1, SPARE_ROWS + 1)
    ]
    return Table(
        PRIORITIES.name,
        guide.write("review.priorities"),
        "What comes first, to fill in",
        columns,
        rows,
        guide.write("review.priorities.note"),
        row_heights=[SPARE_HEIGHT] * SPARE_ROWS,
        grows=True,
    )


def _check(guide: Guide, name: str) -> Line:
    box = Entry(name, kind="check", prompt=guide.write("review.check.prompt"))
    return Line(((0, Cell(box, "entry_check")), (1, Cell(guide.write(f"review.{name}"), "sentence"))), 24)


def _pillar_of(column: str) -> str:
    """Return the formula that finds the pillar of the metric chosen in a column of the same row, or says why none."""
    metric = f"{{@{column}}}"
    return f"IF({is_empty(metric)},{literal(NO_METRIC)},{listed(metric, TOPICS, 'topic', 'pillar')})"


def _metric(guide: Guide) -> Entry:
    return Entry(kind="choice", choices=f"{TOPICS}[topic]", prompt=guide.write("review.prompt.metric"))


def _written(guide: Guide, header: str) -> Column:
    return Column(header, "entry_small", entry=Entry(prompt=guide.write("review.prompt.text", column=header)))


def _signed(guide: Guide, date: str) -> Iterator[Column]:
    """Return the columns that say who wrote a row, and the date."""
    yield Column(WHO, "entry_small", entry=Entry(prompt=guide.write("review.prompt.who")))
    yield Column(date, "entry_center", entry=Entry(kind="date", prompt=guide.write("review.prompt.date")))
