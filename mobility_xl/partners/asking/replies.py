"""Takes officials' answers back into the entry sheet they were asked from, with their source and date.

Nothing is overwritten in silence: an own answer takes the place of what a public outlet says, and what
stood there before is said beside it; where two own answers differ, both stay where they are and a person
settles it. What is said of an answer here never says which answer it was.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mobility_xl.errors import BadFile
from mobility_xl.partners.asking.letters import ASKED_WITH
from mobility_xl.partners.formulas.dependents import Place
from mobility_xl.partners.formulas.filling_in import ToWrite, fill_in
from mobility_xl.partners.formulas.refreshing import refreshed
from mobility_xl.partners.reading.answers import day, folded, is_ticked
from mobility_xl.partners.reading.officials import HISPANIC_ANSWERS, Answer, Official, by_person, read_officials
from mobility_xl.partners.reading.tables import FoundTable
from mobility_xl.workbook.contents.letter import QUESTIONS
from mobility_xl.workbook.entries import (
    ANSWERED,
    BODY,
    COMBINED_QUESTION,
    HISPANIC_ANSWER,
    HOW,
    NAME,
    NO,
    OFFICIALS,
    PREFERS_NOT,
    RACES,
    REPLIED,
    SEAT,
    TWO_QUESTIONS,
    WHERE,
    YES,
)
from mobility_xl.workbook.package import Package

LARGEST = 10_000_000
SEVERAL_RACES = ("race", "races")
"""Headings under which all races may stand in one cell, between semicolons or commas, as forms export them."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One row of a table of answers; ``line`` counts the header as 1."""

    line: int
    body: str
    seat: str
    name: str
    replied: date
    answer: Answer
    questions: str

    @property
    def who(self) -> str:
        """The line and whom it is about, to tell of it."""
        return f"line {self.line}, {', '.join(filter(None, (self.name, self.seat, self.body)))}"


@dataclass
class Taken:
    """What became of a table of answers: the workbook with them, and of every line what was done."""

    content: bytes = b""
    taken: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    """Lines that say what the sheet says already."""
    empty: list[str] = field(default_factory=list)
    """Lines without an answer, as those of officials who have not answered yet."""
    to_settle: list[str] = field(default_factory=list)
    """Sentences on lines that a person must look at."""


def take(package: Package, answers: Path, asked_with: str = TWO_QUESTIONS) -> Taken:
    """Return a workbook with the answers of a CSV file in its table of officials.

    Parameters
    ----------
    package
        The workbook, which stays as it is.
    answers
        The file; :data:`mobility_xl.partners.asking.letters.ANSWER_COLUMNS` are the headings it may have.
    asked_with
        How the officials were asked, where the file does not say.

    Raises
    ------
    BadFile
        When the file cannot be read, or lacks what tells whom an answer is from.
    BadWorkbook
        When the workbook has no table of officials.
    """
    table, officials = read_officials(package)
    found = Taken()
    replies = list(_read(answers, asked_with, found))
    values: dict[Place, ToWrite] = {}
    known = by_person(officials)
    by_name: dict[str, list[Official]] = {}
    for one in officials:
        by_name.setdefault(folded(one.name), []).append(one)
    said: dict[int, list[Reply]] = {}
    rows = {one.row: one for one in officials}
    for reply in replies:
        same = known.get((folded(reply.name), folded(f"{reply.body} {reply.seat}")), [])
        if not same and not (reply.body and reply.seat):
            same = by_name.get(folded(reply.name), [])
        if len(same) != 1 or not folded(reply.name):
            count = f"{len(same)} rows" if same else "no row"
            found.to_settle.append(f"{reply.who}: {count} of the sheet {table.sheet} has this name and office.")
        else:
            said.setdefault(same[0].row, []).append(reply)
    for row, several in sorted(said.items()):
        _take_one(table, rows[row], several, found, values)
    if values:
        # What the new answers' counts read may not be stored in the file, or be of before the last were written.
        package, _ = refreshed(package, {table.sheet.lower()})
        found.content = fill_in(package, values)
    return found


def _take_one(
    table: FoundTable, official: Official, replies: list[Reply], found: Taken, values: dict[Place, ToWrite]
) -> None:
    """Write what one official answered, unless it is known or contradicts something."""
    answers = {(reply.answer, reply.replied) for reply in replies}
    first = replies[0]
    if len({answer for answer, _ in answers}) > 1:
        others = " and ".join(str(reply.line) for reply in replies[1:])
        found.to_settle.append(f"{first.who}: another answer stands in line {others}. Keep the one that counts.")
        return
    found.known += [reply.who for reply in replies[1:]]
    if official.vacant:
        found.to_settle.append(f"{first.who}: the sheet says that the seat is vacant.")
    elif official.told_us and official.answer == first.answer:
        found.known.append(first.who)
    elif first.answer.is_empty and not official.answer.is_empty:
        # Who leaves the question open takes back nothing that is known.
        found.empty.append(first.who)
    elif official.told_us and not official.answer.is_empty:
        found.to_settle.append(
            f"{first.who}: the sheet has another answer of the same official (row {official.row}). Keep the one that "
            "counts."
        )
    else:
        values |= {
            (table.sheet, official.row, table.columns[heading.lower()]): value
            for heading, value in _cells(official, first).items()
            if heading.lower() in table.columns
        }
        found.taken.append(first.who)


def _cells(official: Official, reply: Reply) -> Mapping[str, ToWrite]:
    """Return what the cells of an official's row say after a reply."""
    answer = reply.answer
    source = f"their reply of {reply.replied.isoformat()}, {reply.questions}"
    before = _said_before(official)
    return {
        REPLIED: reply.replied,
        HISPANIC_ANSWER: answer.hispanic or None,
        **{race: race in answer.races for race in RACES},
        PREFERS_NOT: answer.prefers_not,
        HOW: ANSWERED,
        WHERE: f"{source}; before: {before}" if before else source,
    }


def _said_before(official: Official) -> str:
    """Return what a row said from other sources: it is kept beside the answer."""
    told = [
        f"{HISPANIC_ANSWER}: {official.answer.hispanic}" if official.answer.hispanic else "",
        *official.answer.races,
        *(f"{heading}: {text}" for heading, text in official.unclear),
        official.how,
        official.where,
    ]
    return ", ".join(filter(None, told))


def _read(path: Path, asked_with: str, found: Taken) -> Iterator[Reply]:
    """Give the answers of a file; what is no answer is told in ``found``."""
    rows = _rows(path)
    headings = [heading.strip().casefold() for heading in next(rows, [])]
    doubled = sorted({heading for heading in headings if heading and headings.count(heading) > 1})
    if NAME.casefold() not in headings or doubled:
        wrong = f"has the heading '{doubled[0]}' twice" if doubled else f"has no column '{NAME}'"
        raise BadFile(f"{path.name} {wrong}: its first line names the columns, such as {', '.join(OFFICIALS.key)}.")
    for line, row in enumerate(rows, 2):
        texts = {heading: _unmarked(text) for heading, text in zip(headings, row, strict=False) if heading}
        if not any(texts.values()):
            continue
        who = f"line {line}, {', '.join(filter(None, (texts.get(key.casefold(), '') for key in (NAME, SEAT, BODY))))}"
        try:
            reply = _reply(line, texts, asked_with)
        except _Unclear as unclear:
            found.to_settle.append(f"{who}: {unclear}")
            continue
        if reply is None:
            found.empty.append(who)
        else:
            yield reply


class _Unclear(Exception):  # noqa: N818 - says what a line is
    """A line holds no answer that can be taken, and the sentence says why."""


def _unmarked(text: str) -> str:
    """Return a cell's text without the apostrophe that keeps it from being a formula in a CSV file."""
    return re.sub(r"^'(?=\W)", "", text.strip())


def _rows(path: Path) -> Iterator[list[str]]:
    """Give the lines of a CSV file, whichever letters and separators the program that saved it uses."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read ({error.strerror}).") from error
    if len(content) > LARGEST:
        raise BadFile(f"{path.name} is too large for a table of answers. Name the file with the answers.")
    text = _decoded(content)
    if "\0" in text:
        raise BadFile(f"{path.name} is no text. Save the answers as CSV (in Excel: Save As, CSV UTF-8).")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise BadFile(f"{path.name} cannot be read as CSV ({error}).") from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel in the United States writes where it is not told otherwise.
        return content.decode("cp1252", "replace")


def _reply(line: int, texts: Mapping[str, str], asked_with: str) -> Reply | None:
    """Return a line as a reply; None where it holds no answer."""

    def text(heading: str) -> str:
        return texts.get(heading.casefold(), "")

    asked = (text(ASKED_WITH) or asked_with).casefold()
    if asked not in QUESTIONS:
        raise _Unclear(f"'{ASKED_WITH}' must be {' or '.join(QUESTIONS)}.")
    answer = _answer(text, next((texts[one] for one in SEVERAL_RACES if one in texts), ""), asked)
    if answer == Answer():
        return None
    if answer.contradicts_itself:
        raise _Unclear(f"it answers, and says '{PREFERS_NOT}'.")
    replied = day(text(REPLIED))
    if replied is None:
        raise _Unclear(f"'{REPLIED}' must be a day, such as 2026-03-31.")
    return Reply(line, text(BODY), text(SEAT), text(NAME), replied, answer, asked)


def _answer(text: Callable[[str], str], in_one_cell: str, asked: str) -> Answer:
    """Return what a line answers, to either way of asking."""
    boxes = {heading: is_ticked(text(heading)) for heading in (*RACES, PREFERS_NOT)}
    listed, strange = _listed(in_one_cell)
    if None in boxes.values() or strange:
        raise _Unclear(
            "an answer cannot be understood; a box is ticked with x, and several races are written as asked."
        )
    races = tuple(race for race in RACES if boxes[race] or race in listed)
    hispanic = _hispanic(text(HISPANIC_ANSWER), listed)
    if hispanic is None:
        raise _Unclear(f"'{HISPANIC_ANSWER}' must be {', '.join(HISPANIC_ANSWERS.values())}, or empty.")
    if asked == COMBINED_QUESTION and races and hispanic == "":
        # One question for all: who marks other groups and not this one says that it is not theirs.
        hispanic = NO
    return Answer(hispanic, races, bool(boxes[PREFERS_NOT]) or PREFERS_NOT in listed)


def _hispanic(text: str, listed: frozenset[str]) -> str | None:
    """Return one of the choices, nothing where none is made, None for what is none of them."""
    if not text:
        return YES if HISPANIC_ANSWER in listed else ""
    ticked = is_ticked(text)
    known = HISPANIC_ANSWERS.get(text.casefold())
    return known or (YES if ticked else NO if ticked is False else None)


def _listed(text: str) -> tuple[frozenset[str], bool]:
    """Return the groups that stand in one cell, and whether something there is none."""
    known = {folded(one): one for one in (*RACES, HISPANIC_ANSWER, PREFERS_NOT)}
    pieces = [piece.strip() for piece in re.split(r"[;,\n]", text) if piece.strip()]
    found = {known[folded(piece)] for piece in pieces if folded(piece) in known}
    return frozenset(found), any(folded(piece) not in known for piece in pieces)
