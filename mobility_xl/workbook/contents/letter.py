"""The letter that asks an elected official to say who they are, filled from cells; and both ways of asking."""

from collections.abc import Iterator

from mobility_xl.functions.registry import literal
from mobility_xl.workbook.blocks import Block, Cell, Column, Entry, EntryKind, Formula, Line, Table
from mobility_xl.workbook.entries import (
    BLACK_RACE,
    COMBINED_QUESTION,
    GROUPS,
    HISPANIC_ANSWER,
    LETTER,
    MENA_RACE,
    NOT_KNOWN,
    PREFERS_NOT,
    RACES,
    TWO_QUESTIONS,
    WHITE_RACE,
    letter,
)
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.phrases import sentence

PARTS = ("greeting", "who", "metric", "why", "use", "first", "second", "reply", "thanks", "sender")
QUESTIONS = {TWO_QUESTIONS: "two", COMBINED_QUESTION: "combined"}
ASKED = ("first", "second")
"""The parts of the letter that differ between the two ways of asking."""
NO_MORE_DAYS = 2_958_466
"""The day after the last that spreadsheets know, as they count days."""
KINDS: dict[str, EntryKind] = {"reply_by": "date", "questions": "choice"}

LETTERS_A_LINE, LINE_HEIGHT = 77, 13
"""How much of the letter a line of its cell holds, and how high it is; a row has a line more, for what is filled in."""

_PLACES = frozenset((*LETTER, "metrics"))
WORDING = {
    "letter.head": frozenset(),
    "letter.note": frozenset(),
    "letter.title": frozenset(),
    "letter.subject": frozenset({"government"}),
    **{f"letter.{part}": _PLACES for part in PARTS if part not in ASKED},
    **{f"letter.{part}.head": frozenset() for part in PARTS},
    **{f"letter.{part}.{way}": frozenset() for part in ASKED for way in QUESTIONS.values()},
    **{f"letter.entry.{what}": frozenset() for what in LETTER},
    **{f"letter.prompt.{what}": frozenset() for what in LETTER},
    **{f"letter.unfilled.{what}": frozenset() for what in LETTER if what != "questions"},
    "mapping.title": frozenset(),
    "mapping.note": frozenset(),
    "mapping.two": frozenset(),
    "mapping.combined": frozenset(),
    **{f"mapping.{key}": frozenset({"group"}) for key in ("hispanic", "black", "mena", "white", "other")},
    "mapping.several": frozenset({"group"}),
    "mapping.prefers_not": frozenset({"group"}),
    "mapping.open": frozenset({"group"}),
}


def entries(guide: Guide) -> Iterator[Block]:
    """Lay out the cells that the letter is filled from."""
    yield Line.of(guide.write("letter.head"), "section", 28, guide.accent_to_collect)
    for what in LETTER:
        entry = Entry(
            letter(what),
            {"government": str(guide.area), "questions": TWO_QUESTIONS}.get(what),
            KINDS.get(what, "text"),
            tuple(QUESTIONS) if what == "questions" else (),
            guide.write(f"letter.prompt.{what}"),
        )
        label = Cell(guide.write(f"letter.entry.{what}"), "cell")
        yield Line(((0, label), (1, Cell(entry, "entry"))), 21, grows=True)


def text(guide: Guide) -> Table:
    """Lay out the letter, a row for each part, to copy."""
    columns = (Column("Part", "cell_bold", "table_head_indent"), Column("Letter", "cell_small", "table_head_indent"))
    rows = [(guide.write(f"letter.{part}.head"), _part(guide, part)) for part in PARTS]
    heights = [LINE_HEIGHT * (len(str(formula.value)) // LETTERS_A_LINE + 2) for _, formula in rows]
    title, note = guide.write("letter.title"), guide.write("letter.note")
    return Table("Letter", title, "A letter to elected officials, part by part", columns, rows, note, heights)


def _part(guide: Guide, part: str) -> Formula:
    """Return a part of the letter, as it reads while nothing is filled in."""
    if part in ASKED:
        two, combined = (guide.write(f"letter.{part}.{way}") for way in QUESTIONS.values())
        asked = f"IFERROR({{{letter('questions')}}}={literal(COMBINED_QUESTION)},FALSE)"
        return Formula(f"IF({asked},{sentence(combined, {})},{sentence(two, {})})", two)
    filled = {what: guide.write(f"letter.unfilled.{what}") for what in LETTER if what != "questions"}
    formulas = {what: _filled(what, unfilled) for what, unfilled in filled.items()}
    filled["government"] = str(guide.area)
    metrics = str(len(guide.ask.catalog.metrics))
    words = guide.style.wording[f"letter.{part}"]
    return Formula(sentence(words, {**formulas, "metrics": literal(metrics)}), words.format(**filled, metrics=metrics))


def _filled(what: str, unfilled: str) -> str:
    """Return what is filled in, or what stands there until then."""
    cell = f"{{{letter(what)}}}"
    day = f'IF(AND({cell}>=1,{cell}<{NO_MORE_DAYS}),TEXT({cell},"yyyy-mm-dd"),{literal(unfilled)})'
    shown = f"IF(ISNUMBER({cell}),{day},{cell})" if what == "reply_by" else cell
    # An error in one of them fills nothing in.
    return f'IFERROR(IF({cell}="",{literal(unfilled)},{shown}),{literal(unfilled)})'


def mapping(guide: Guide) -> Table:
    """Say which answers each way of asking offers, and which published group each is counted in."""
    rows = [
        (HISPANIC_ANSWER, "hispanic", GROUPS["hispanic"], True, True),
        *((race, _key(race), _group(race), race != MENA_RACE, race != "Other race") for race in RACES),
        ("Several races", "several", GROUPS["other"], True, True),
        (PREFERS_NOT, "prefers_not", PREFERS_NOT, True, True),
        ("Only one of the two questions, or none", "open", NOT_KNOWN, True, True),
    ]
    columns = (
        Column("Answer", "cell_bold", "table_head_indent"),
        Column("Counted as", "cell", "table_head_indent"),
        *(Column(guide.write(f"mapping.{way}"), "cell_center", "table_head_center") for way in QUESTIONS.values()),
    )
    cells = [
        (answer, guide.write(f"mapping.{key}", group=group), *("yes" if one else "no" for one in asked))
        for answer, key, group, *asked in rows
    ]
    title, note = guide.write("mapping.title"), guide.write("mapping.note")
    return Table("Answers", title, "Which published group each answer is counted in", columns, cells, note)


def _key(race: str) -> str:
    return {BLACK_RACE: "black", WHITE_RACE: "white", MENA_RACE: "mena"}.get(race, "other")


def _group(race: str) -> str:
    return GROUPS[{"mena": "white"}.get(_key(race), _key(race))]
