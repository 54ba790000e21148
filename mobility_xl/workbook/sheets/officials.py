"""Officials: one row for each elected official, with what they answered and how it is known.

This is the one sheet that says of a person what they answered. It is left out of whatever is handed out.
"""

from collections.abc import Iterator, Sequence

from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    EntryKind,
    Formula,
    Gap,
    Line,
    Link,
    Paragraph,
    Sheet,
    Table,
)
from mobility_xl.workbook.contents.counting import (
    MOST_OFFICIALS,
    NOT_TOLD,
    OFFICIALS_TAB,
    RACES_TICKED,
    REPRESENTATION_TAB,
    counted_as,
    not_told,
    races_ticked,
)
from mobility_xl.workbook.entries import (
    ASKED,
    BODY,
    CONTACT,
    COUNTED_AS,
    HISPANIC_ANSWER,
    HOW,
    HOW_KNOWN,
    NAME,
    NO,
    NO_ANSWER,
    NOBODY,
    OFFICIALS,
    PREFERS_NOT,
    RACES,
    REPLIED,
    SEAT,
    VACANT,
    WHERE,
    YES,
)
from mobility_xl.workbook.guide import Guide

TAB = OFFICIALS_TAB
PROMPTS = ("body", "seat", "name", "vacant", "contact", "asked", "replied", "hispanic", "prefers_not", "how", "where")
WORDING = {
    "officials.answers": frozenset(),
    "officials.quality": frozenset(),
    "officials.title": frozenset(),
    "officials.subtitle": frozenset({"place"}),
    "officials.personal": frozenset(),
    "officials.never": frozenset(),
    "officials.how": frozenset(),
    "officials.counted": frozenset(),
    "officials.table": frozenset(),
    "officials.table.note": frozenset({"rows"}),
    "officials.result": frozenset(),
    **{f"officials.prompt.{key}": frozenset() for key in PROMPTS},
    "officials.prompt.race": frozenset({"race"}),
}
WIDTHS = (17, 16, 20, 8, 22, 11, 11, 10, *(10.5,) * len(RACES), 10, 19, 24, 14, 21, 8)
STYLES = {"text": "entry_small", "check": "entry_check", "date": "entry_center", "choice": "entry_center"}
READY_ROWS = 100
ROW_HEIGHT = 21


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    answers, quality = guide.write("officials.answers"), guide.write("officials.quality")
    yield Sheet(TAB, answers, quality, WIDTHS, lambda others: _blocks(guide, others), guide.accent_to_collect)


def _blocks(guide: Guide, others: Sequence[Sheet]) -> list[Block]:
    has_result = any(sheet.tab == REPRESENTATION_TAB for sheet in others)
    link = Cell(Link(guide.write("officials.result"), REPRESENTATION_TAB), "link") if has_result else None
    return [
        Line.of(guide.write("officials.title"), "title", 34, guide.accent_to_collect),
        Line.of(guide.write("officials.subtitle", place=guide.area), "subtitle", 20),
        Line.of(guide.write("officials.never"), "sentence", 24),
        *(Paragraph(guide.write(f"officials.{key}")) for key in ("personal", "how", "counted")),
        *((Line(((0, link),), 22),) if link else ()),
        Gap(8),
        _table(guide),
    ]


def _table(guide: Guide) -> Table:
    def column(header: str, key: str, kind: EntryKind = "text", choices: tuple[str, ...] = ()) -> Column:
        prompt = guide.write(f"officials.prompt.{key}", **({"race": header} if key == "race" else {}))
        head = "table_head" if STYLES[kind] == "entry_small" else "table_head_center"
        return Column(header, STYLES[kind], head, entry=Entry(kind=kind, choices=choices, prompt=prompt))

    columns = (
        column(BODY, "body"),
        column(SEAT, "seat"),
        column(NAME, "name"),
        column(VACANT, "vacant", "check"),
        column(CONTACT, "contact"),
        column(ASKED, "asked", "date"),
        column(REPLIED, "replied", "date"),
        column(HISPANIC_ANSWER, "hispanic", "choice", (YES, NO, NO_ANSWER)),
        *(column(race, "race", "check") for race in RACES),
        column(PREFERS_NOT, "prefers_not", "check"),
        column(HOW, "how", "choice", HOW_KNOWN),
        column(WHERE, "where"),
        Column(RACES_TICKED, "cell_small", "table_head_indent", formula=races_ticked()),
        Column(COUNTED_AS, "cell_small", "table_head_indent", formula=counted_as()),
        Column(NOT_TOLD, "cell_center", "table_head_center", formula=not_told()),
    )
    counted = (Formula(races_ticked(), NOBODY), Formula(counted_as(), NOBODY), Formula(not_told(), 0.0))
    return Table(
        OFFICIALS.name,
        guide.write("officials.table"),
        "Elected officials, what they answered and how it is known, to fill in",
        columns,
        [[*[None] * (len(columns) - len(counted)), *counted]] * READY_ROWS,
        guide.write("officials.table.note", rows=MOST_OFFICIALS),
        row_heights=[ROW_HEIGHT] * READY_ROWS,
        repeats=True,
        grows=True,
        room=MOST_OFFICIALS,
    )
