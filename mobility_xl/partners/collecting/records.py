"""What partners said, as plain records: each knows which cells of which files it comes from.

A record is what belongs together: an answer, a note, a row of a table. The same record from several files
is one record with several sources; of every source each cell is named, so that it can be counted whether
all that was filled in has found its place.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from mobility_xl.harmless import harmless
from mobility_xl.partners.reading.filled import NOTHING_TO_WRITE, Filled, FilledRow, Reading, Value
from mobility_xl.workbook.collected import CHOSEN_AS
from mobility_xl.workbook.entries import (
    ALL,
    BASELINE,
    CHECKS,
    COMBINED,
    CONNECTIONS,
    COUNTS,
    DATE,
    GROUPS,
    LOCAL_DATA,
    METRIC,
    OFFICIALS,
    PEER,
    PEER_NOTES,
    PEERS,
    PRIORITIES,
    QUESTIONS,
    RACE,
    REVIEW_NOTES,
    TARGETS,
    TOTALS,
    WHO,
    EntryTable,
    answer,
    officials,
    residents,
)
from mobility_xl.workbook.numbers import NOT_PUBLISHED

Kind = Literal[
    "note",
    "other",
    "connection",
    "priority",
    "peer",
    "total",
    "race total",
    "target",
    "local",
    "official",
    "personal",
]
Said = str | float
"""What a record says under one heading: a text or a number; a day is a text, year first."""

NOTES_OF = REVIEW_NOTES.written[:-2]
"""The columns of the table of notes that hold a note each."""
SAYS, CHECKLIST = "Says", "Checklist"
BETWEEN = " | "
"""What stands between the parts of what an entry without a table of its own is called."""
SIGNED = frozenset({WHO, DATE})

KINDS: dict[Kind, EntryTable] = {
    "connection": CONNECTIONS,
    "priority": PRIORITIES,
    "peer": PEER_NOTES,
    "target": TARGETS,
    "local": LOCAL_DATA,
    "official": OFFICIALS,
    "race total": COMBINED,
}
"""The kinds of records that are rows of tables."""
TOTAL_NAMES = {officials(count): (TOTALS.written[0], count) for count in COUNTS} | {
    residents(group): (TOTALS.written[1], group) for group in (*GROUPS, ALL)
}
"""The entry cells for totals, with whose totals they are and what each counts."""
ANSWERS = {answer(question, part): (question, part) for question, parts in QUESTIONS.items() for part in parts}
"""The entry cells for answers, with the question and the part that each answers."""

_GIVEN: dict[Kind, tuple[str, ...]] = {"target": BASELINE, "peer": (PEER,)}
_NO_PEER = Filled("", "", "")
_NUMBERED = re.compile(r"\s*(\d{1,2}[a-h]?)\.\s")
_LAST = 99


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """The cells of one file that say a record, such as ``Review Guide!D7``; ``entry`` is what they are called."""

    file: str
    entry: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody said.

    ``about`` is what it is about: a metric and a heading, a question and its part, an entry. ``said`` are its
    values by heading. Two records that say the same are equal, whichever files they come from.
    """

    kind: Kind
    about: tuple[str, ...]
    said: tuple[tuple[str, Said], ...]
    who: str = ""
    when: str = ""

    def get(self, heading: str) -> Said:
        """Return what it says under a heading, nothing where it says nothing."""
        return dict(self.said).get(heading, "")


Pair = tuple[Record, Source]


@dataclass(frozen=True)
class Records:
    """Records, each with its sources."""

    sources: Mapping[Record, frozenset[Source]]

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> "Records":
        """Gather records, the same from several files as one."""
        found: dict[Record, set[Source]] = {}
        for record, source in pairs:
            found.setdefault(record, set()).add(source)
        return cls({record: frozenset(sources) for record, sources in found.items()})

    def of_kind(self, *kinds: Kind) -> list[Record]:
        """Return the records of some kinds, in an order that does not depend on that of the files."""
        return sorted((one for one in self.sources if one.kind in kinds), key=in_order)

    def files(self, record: Record) -> list[str]:
        """Return the files that say a record."""
        return sorted({source.file for source in self.sources[record]})


def in_order(record: Record) -> tuple[object, ...]:
    """Return what orders records: metrics as in the framework, then words."""
    numbered = _NUMBERED.match(record.about[0]) if record.about else None
    place = (int(re.sub(r"\D", "", numbered[1])), numbered[1]) if numbered else (_LAST, "")
    said = tuple((heading, isinstance(value, str), value) for heading, value in record.said)
    return record.kind, *place, record.about, str(said), record.who, record.when


def metric_number(text: str) -> str:
    """Return the number by which a metric is chosen, such as ``25a``; nothing where there is none."""
    found = _NUMBERED.match(f"{text} ")
    return found[1] if found else ""


def canonical(record: Record, headings: Mapping[str, str]) -> Record:
    """Return a record with its metrics as they are headed here, by their numbers; others stay as they are."""

    def named(text: Said) -> Said:
        return headings.get(metric_number(text), text) if isinstance(text, str) else text

    if record.kind not in {"note", "connection", "priority"} or record.about in ANSWERS.values():
        return record
    about = tuple(str(named(one)) for one in record.about)
    chosen = {METRIC, *CONNECTIONS.key}
    said = tuple((heading, named(value) if heading in chosen else value) for heading, value in record.said)
    return replace(record, about=about, said=said)


def records_of(reading: Reading, file: str) -> Iterator[Pair]:
    """Give the records of one filled workbook, each with the cells that it comes from.

    Every filled cell is in exactly one of them.
    """
    yield from _of_names({name: one for name, one in reading.names.items() if name not in PEERS}, file)
    yield from _of_peers(reading, file)
    for name, rows in reading.rows.items():
        for row in rows if name != PEER_NOTES.name else ():
            yield from _of_row(name, row, file)
    for one in reading.others:
        yield _other((one.sheet, "beside its tables"), SAYS, one, file)


def _of_names(names: Mapping[str, Filled], file: str) -> Iterator[Pair]:
    totals: dict[str, dict[str, Filled]] = {}
    for name, one in names.items():
        if name in ANSWERS:
            yield Record("note", ANSWERS[name], (("Note", one_text(one)),)), _source(file, name, one)
        elif name in TOTAL_NAMES:
            whose, count = TOTAL_NAMES[name]
            totals.setdefault(whose, {})[count] = one
        else:
            yield _other((CHECKLIST if name in CHECKS else "Entry", name), SAYS, one, file)
    for whose, counts in totals.items():
        # Totals are of whoever counted: two files with the same ones stand side by side.
        said = tuple(sorted((count, _said(one)) for count, one in counts.items()))
        yield Record("total", (whose, file), said), _source(file, whose, *counts.values())


def _of_peers(reading: Reading, file: str) -> Iterator[Pair]:
    """Give the peers that were chosen, each with what was written of it."""
    chosen = [(str(number), reading.names[name], name) for number, name in enumerate(PEERS, 1) if name in reading.names]
    for row in reading.rows.get(PEER_NOTES.name, ()):
        peer = (row.filled.get(PEER) or row.about.get(PEER) or _NO_PEER).text
        same = next((one for one in chosen if one[1].text == peer), None)
        if same is not None:
            chosen.remove(same)
        yield from _of_row(PEER_NOTES.name, row, file, {} if same is None else {CHOSEN_AS: same[:2]})
    for number, one, name in chosen:
        said = ((CHOSEN_AS, number), (PEER, one_text(one)))
        yield Record("peer", (one_text(one),), said), _source(file, name, one)


def _of_row(
    table: str, row: FilledRow, file: str, beside: Mapping[str, tuple[str, Filled]] | None = None
) -> Iterator[Pair]:
    """Give the records of a row; columns that somebody added to a table have records of their own.

    ``beside`` is what cells elsewhere say of what the row is about, by heading.
    """
    beside = beside or {}
    texts = {heading: one_text(one) for heading, one in {**row.about, **row.filled}.items()}
    metric = texts.get(METRIC, "") or f"{row.sheet}, row {row.row}"
    kind = next((kind for kind, declared in KINDS.items() if declared.name == table), None)
    if table == REVIEW_NOTES.name:
        ours = yield from _notes(row, texts, file)
    elif kind is None:
        ours = {}
    else:
        known = {*KINDS[kind].key, *KINDS[kind].written} | {one for one in row.filled if one.isdigit()}
        ours = {heading: one for heading, one in row.filled.items() if heading in known}
        if ours:
            # A baseline that nobody wrote over is what its formula gave, and so is the name of a chosen peer.
            given = {
                heading: one
                for heading, one in row.about.items()
                if heading in _GIVEN.get(kind, ()) and one.value != NOT_PUBLISHED
            }
            values = {heading: _said(one) for heading, one in {**given, **ours}.items() if heading not in SIGNED}
            values |= {heading: said for heading, (said, _) in beside.items()}
            said = tuple(sorted((heading, value) for heading, value in values.items() if value != NOTHING_TO_WRITE))
            about = about_row(kind, texts, file, f"{row.sheet}!{row.row}")
            record = Record(kind, about, said, texts.get(WHO, ""), texts.get(DATE, ""))
            yield record, _source(file, table, *(cell for _, cell in beside.values()), *ours.values())
    for heading, one in row.filled.items():
        if heading not in ours:
            yield _other((table, metric), heading, one, file)


def about_row(kind: Kind, texts: Mapping[str, str], file: str, place: str) -> tuple[str, ...]:
    """Return what a record is about that is a row of a table of its kind.

    Parameters
    ----------
    kind
        One of :data:`KINDS`.
    texts
        What the row says, by heading.
    file, place
        Where it stands. Officials and totals are of whoever counted: two files with the same stand side by side.
    """
    match kind:
        case "official":
            return file, place
        case "race total":
            return texts.get(RACE, ""), file
        case "connection":
            return (texts.get(CONNECTIONS.key[0], ""),)
        case "peer":
            return (texts.get(PEER, ""),)
        case _:
            return (texts.get(METRIC, ""),)


def _notes(row: FilledRow, texts: Mapping[str, str], file: str) -> Generator[Pair, None, dict[str, Filled]]:
    """Give the notes of a row, and return the cells they take: who wrote it, and when, are with the first."""
    written = [heading for heading in NOTES_OF if heading in row.filled]
    besides = {heading: one for heading, one in row.filled.items() if heading in {*SIGNED, METRIC}} if written else {}
    taken = {heading: row.filled[heading] for heading in written} | besides
    for at, heading in enumerate(written):
        record = Record(
            "note",
            (texts.get(METRIC, ""), heading),
            (("Note", texts[heading]),),
            texts.get(WHO, ""),
            texts.get(DATE, ""),
        )
        entry = f"{REVIEW_NOTES.name}: {heading}"
        yield record, _source(file, entry, row.filled[heading], *(() if at else besides.values()))
    return taken


def _other(about: tuple[str, str], heading: str, one: Filled, file: str) -> Pair:
    """Return a single cell that has no other place."""
    return Record("other", about, ((heading, _said(one)),)), _source(file, f"{about[0]}{BETWEEN}{heading}", one)


def one_text(one: Filled) -> str:
    """Return what a filled cell says, as a cell can hold it."""
    return harmless(one.text, "cell")


def _said(one: Filled) -> Said:
    value: Value = one.value
    if isinstance(value, bool | date | str):
        return one_text(one)
    return value


def _source(file: str, entry: str, *cells: Filled) -> Source:
    return Source(file, entry, tuple(one.place for one in cells))
