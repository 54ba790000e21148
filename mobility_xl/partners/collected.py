"""A collected workbook: a collection as rows of its tables, and its tables as a collection again."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mobility_xl.catalog import Catalog
from mobility_xl.partners.answers import said
from mobility_xl.partners.merging import Received, merge
from mobility_xl.partners.officials import Official, official_of
from mobility_xl.partners.records import (
    ANSWERS,
    BETWEEN,
    CHECKLIST,
    SAYS,
    Kind,
    Pair,
    Record,
    Records,
    Said,
    Source,
)
from mobility_xl.partners.tables import FoundTable, find_table
from mobility_xl.workbook.blocks import Cell, Value
from mobility_xl.workbook.collected import (
    ABOUT,
    AIMS,
    BESIDE,
    CODE,
    CONNECTED,
    COUNTED,
    FILE,
    FILE_COLUMNS,
    FILE_TABLE,
    FILES,
    FINDINGS,
    FIRST,
    HOW,
    MERGED,
    NOBODY,
    NOTE,
    NOTES,
    NUMBER,
    OTHERS,
    PARTNER,
    PEERS,
    PERSONAL,
    PERSONAL_SOURCES,
    PROPERTY,
    QUESTION,
    RACE_TOTALS,
    RECEIVED,
    RESIDENTS,
    SOURCES,
    TOTALS,
    UNSETTLED,
    WHAT,
    Content,
    Part,
    Rows,
    collected_workbook,
)
from mobility_xl.workbook.entries import (
    ALL,
    ASKED,
    BODY,
    CONNECTIONS,
    CONTACT,
    COUNTS,
    DATE,
    GROUPS,
    HISPANIC_ANSWER,
    LOCAL_DATA,
    METRIC,
    NAME,
    PEER,
    PREFERS_NOT,
    RACE,
    RACES,
    REPLIED,
    SEAT,
    VACANT,
    WHERE,
)
from mobility_xl.workbook.entries import HOW as HOW_KNOWN
from mobility_xl.workbook.entries import TOTALS as TOTALS_TABLE
from mobility_xl.workbook.package import Cell as FileCell
from mobility_xl.workbook.package import Package, decoded, whole_number
from mobility_xl.workbook.style import StyleBook

REFUSED, CHANGED, REMARK, DIFFERS, TO_SETTLE = "Refused", "Changed number", "Remark", "Another one", "To settle"
"""The kinds of findings."""
TYPED, COUNTED_FROM_LIST = "typed", "counted from its list"
MOST_FILES_NAMED = 5

_LETTERS: dict[str, str] = {
    NOTES.name: "N",
    OTHERS.name: "E",
    CONNECTED.name: "C",
    FIRST.name: "P",
    PEERS.name: "B",
    TOTALS.name: "T",
    RESIDENTS.name: "R",
    RACE_TOTALS.name: "A",
    AIMS.name: "G",
    COUNTED.name: "L",
    RECEIVED.name: "O",
    PERSONAL.name: "X",
}
"""What the numbers of a table's rows begin with."""
_ROWS: dict[Kind, Part] = {
    "connection": CONNECTED,
    "priority": FIRST,
    "peer": PEERS,
    "target": AIMS,
    "local": COUNTED,
    "race total": RACE_TOTALS,
    "official": RECEIVED,
    "personal": PERSONAL,
}
_PERSONAL = frozenset({"official", "personal"})
_TOTAL_PARTS = {TOTALS_TABLE.written[0]: TOTALS, TOTALS_TABLE.written[1]: RESIDENTS}
_COUNT_WORDS = {TOTALS.name: COUNTS, RESIDENTS.name: {**GROUPS, ALL: "All residents"}}
_NOT_SAID = frozenset({NUMBER, FILE, FILES, PARTNER, DATE, BESIDE, HOW})
_CELLS = re.compile(r"(.+?![A-Z]{1,3}[1-9]\d*)(?:; |$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What is known of a filled copy: its name and short hash, what it says of itself, how much was filled in.

    ``left_out`` are the cells of its list of officials where that is not taken in; ``counted`` is how many
    officials of each kind the list counts.
    """

    name: str
    code: str
    edition: int | None
    template: str
    build: str
    schema: int | None
    filled: int
    left_out: int = 0
    counted: Mapping[str, int] = field(default_factory=dict, hash=False)

    @property
    def id(self) -> str:
        """What tells the file from others, also of the same name."""
        return f"{self.name} ({self.code})"

    def with_more(self, other: "FileInfo") -> "FileInfo":
        """Return it with what is known from elsewhere: a list that was taken in once is not left out."""
        return replace(self, left_out=min(self.left_out, other.left_out), counted=self.counted or other.counted)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something to be told of a file: what kind it is, where, what, and what was and is there."""

    kind: str
    file: str
    where: str = ""
    what: str = ""
    was: str = ""
    now: str = ""


@dataclass(frozen=True)
class Collected:
    """What several filled copies of one place's workbook hold together."""

    geoid: str
    place: str
    edition: int
    files: tuple[FileInfo, ...]
    records: Records
    findings: tuple[Finding, ...]
    with_officials: bool

    def accounted(self, file: str) -> dict[Kind, int]:
        """Return how many cells of a file are in records, by the kind of the record."""
        found: dict[Kind, int] = {}
        for record, sources in self.records.sources.items():
            for source in sources:
                if source.file == file:
                    found[record.kind] = found.get(record.kind, 0) + len(source.cells)
        return found

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The files that were not taken in, with why."""
        return tuple(one for one in self.findings if one.kind == REFUSED)


def official_in(record: Record) -> Official | None:
    """Return the official that a record of a list is about."""
    return official_of({heading: _text(value) for heading, value in record.said})


def is_collected(package: Package) -> bool:
    """Tell whether a workbook is one that copies were collected into."""
    return PROPERTY in package.custom_properties


def write_collected(collected: Collected, style: StyleBook, catalog: Catalog) -> tuple[bytes, int]:
    """Return a collection as the bytes of a workbook, and how much in it a person must settle.

    The same collection gives the same bytes.
    """
    content = _Writing(collected, style, catalog).content()
    to_settle = sum(row[0] == TO_SETTLE for row in content.rows[FINDINGS.name]) + len(content.rows[UNSETTLED.name])
    return collected_workbook(content, style), to_settle


def _text(value: Said) -> str:
    return value if isinstance(value, str) else f"{value:.15g}"


def _shown_names(files: Sequence[FileInfo]) -> dict[str, str]:
    """Return how files are called, by their ids: by name alone where no other has the name."""
    names = [info.name for info in files]
    return {info.id: info.name if names.count(info.name) == 1 else info.id for info in files}


def _marked(value: Value | Cell) -> Value | Cell:
    """Return a value as it is written: nothing is a dash, and a dash that somebody wrote has a space behind it."""
    if value == "":
        return NOBODY
    return f"{value} " if isinstance(value, str) and value.strip() == NOBODY else value


def _unmarked(value: Said) -> Said:
    """Return what was said before it was written."""
    if value == NOBODY:
        return ""
    return value[:-1] if isinstance(value, str) and value.strip() == NOBODY else value


def _some(names: Sequence[str]) -> str:
    """Return the names of files in order, the first of many."""
    ordered = sorted(set(names))
    more = f" and {len(ordered) - MOST_FILES_NAMED} more" if len(ordered) > MOST_FILES_NAMED else ""
    return "; ".join(ordered[:MOST_FILES_NAMED]) + more


class _Writing:
    """Turns a collection into rows."""

    def __init__(self, collected: Collected, style: StyleBook, catalog: Catalog) -> None:
        self._collected = collected
        self._records = collected.records
        self._style = style
        self._shown = _shown_names(collected.files)
        self._formats = {
            label: variable.unit.number_format
            for variable in catalog.variables.values()
            for label in (variable.label, variable.label_for("city"))
        }
        self._numbers: dict[Record, str] = {}

    def content(self) -> Content:
        """Return all rows."""
        records = {part: self._records_of(part) for part in _LETTERS}
        for part, several in records.items():
            self._numbers |= {one: f"{_LETTERS[part]}{place}" for place, one in enumerate(several, 1)}
        years = sorted({heading for one in records[AIMS.name] for heading, _ in one.said if heading.isdigit()})
        more = {AIMS.name: tuple(years)}
        rows: dict[str, Rows] = {
            part.name: [self._row(one, (*part.columns, *more.get(part.name, ()))) for one in records[part.name]]
            for part in _NUMBERED
        }
        rows[TOTALS.name] = [*rows[TOTALS.name], *self._counted()]
        rows[FILE_TABLE.name] = [self._file(info) for info in self._collected.files]
        rows[MERGED.name], rows[UNSETTLED.name] = self._merged(records[RECEIVED.name])
        findings = sorted({*self._collected.findings, *self._side_by_side()})
        rows[FINDINGS.name] = [
            [
                text or NOBODY
                for text in (one.kind, self._shown.get(one.file, one.file), one.where, one.what, one.was, one.now)
            ]
            for one in findings
        ]
        rows[SOURCES.name] = list(self._sources(personal=False))
        rows[PERSONAL_SOURCES.name] = list(self._sources(personal=True))
        collected = self._collected
        cells = sum(info.filled for info in collected.files)
        return Content(collected.place, collected.geoid, collected.edition, len(collected.files), cells, rows, more)

    def _records_of(self, part: str) -> list[Record]:
        """Return the records of a table, in order."""
        kinds = [kind for kind, one in _KINDS.items() if one.name == part]
        found = self._records.of_kind(*kinds) if kinds else self._records.of_kind("total")
        return found if kinds else [one for one in found if _TOTAL_PARTS[one.about[0]].name == part]

    def _row(self, record: Record, headers: Sequence[str]) -> list[Value | Cell]:
        """Return what a record says in the columns of its table."""
        files = self._named(self._records.files(record))
        said = {heading: self._shown_as(record, heading, value) for heading, value in record.said}
        values: dict[str, Value | Cell] = {
            NUMBER: self._numbers[record],
            PARTNER: record.who,
            DATE: record.when,
            FILES: files,
            FILE: files,
            **said,
        }
        match record.kind:
            case "note":
                is_answer = record.about in ANSWERS.values()
                values[METRIC] = "" if is_answer else record.about[0]
                values[QUESTION] = self._question(*record.about) if is_answer else record.about[1]
            case "other":
                heading, value = record.said[0]
                about, what = record.about[1], record.about[0]
                named = self._style.write(f"review.{about}") if what == CHECKLIST else what
                values |= {ABOUT: about, WHAT: named if heading == SAYS else f"{what}: {heading}", SAYS: value}
            case "personal":
                values[ABOUT] = record.about[1]
            case "total":
                words = _COUNT_WORDS[_TOTAL_PARTS[record.about[0]].name]
                values |= {words[count]: value for count, value in record.said} | {HOW: TYPED}
            case "local":
                values[BESIDE] = self._others_of(record)
        return [_marked(values.get(header, "")) for header in headers]

    def _shown_as(self, record: Record, heading: str, value: Said) -> Value | Cell:
        """Return a value; a target's numbers are shown as those of its metric are."""
        number_format = self._formats.get(_text(record.get(METRIC)), "")
        if record.kind == "target" and isinstance(value, float) and number_format and heading not in _YEARS:
            return Cell(value, "cell_right", number_format)
        return value

    def _question(self, question: str, part: str) -> str:
        """Return the words over the room for an answer."""
        return ": ".join(self._style.write(f"review.{key}.head") for key in (question, f"{question}.{part}"))

    def _named(self, files: Sequence[str]) -> str:
        """Return files in words."""
        return _some([self._shown[file] for file in files])

    def _others_of(self, record: Record) -> str:
        """Return which other rows count the same thing otherwise."""
        key = [_text(record.get(heading)).casefold() for heading in LOCAL_DATA.key]
        others = [
            self._numbers[one]
            for one in self._records.of_kind("local")
            if one != record and [_text(one.get(heading)).casefold() for heading in LOCAL_DATA.key] == key
        ]
        return f"counted otherwise in {', '.join(others)}" if others else ""

    def _side_by_side(self) -> Iterator[Finding]:
        """Tell what several files say otherwise of the same: targets of one metric, counts of one group."""
        targets: dict[str, list[Record]] = {}
        for one in self._records.of_kind("target"):
            targets.setdefault(_text(one.get(METRIC)), []).append(one)
        for metric, several in targets.items():
            if metric and len(several) > 1:
                numbers = ", ".join(self._numbers[one] for one in several)
                yield Finding(TO_SETTLE, self._of(several), metric, f"There are {len(several)} targets: {numbers}.")
        for one in self._records.of_kind("local"):
            if others := self._others_of(one):
                yield Finding(TO_SETTLE, self._of([one]), self._numbers[one], f"A count of the same is {others}.")

    def _of(self, records: Sequence[Record]) -> str:
        return self._named(sorted({file for one in records for file in self._records.files(one)}))

    def _counted(self) -> Iterator[list[Value | Cell]]:
        """Give what the lists of officials count, file by file."""
        for info in self._collected.files:
            if info.counted:
                counts = [float(info.counted.get(count, 0)) for count in COUNTS]
                yield [NOBODY, self._shown[info.id], *counts, COUNTED_FROM_LIST]

    def _file(self, info: FileInfo) -> list[Value | Cell]:
        """Return how much was filled in in a file, and where it is now."""
        cells = self._collected.accounted(info.id)
        officials = cells.get("official", 0) + cells.get("personal", 0) + info.left_out
        counts = (
            cells.get("note", 0),
            sum(cells.get(kind, 0) for kind in ("connection", "priority", "peer", "target", "local")),
            cells.get("total", 0) + cells.get("race total", 0),
            officials,
            cells.get("other", 0),
        )
        about = (info.name, info.code, str(info.edition or NOBODY), info.template or NOBODY, info.build or NOBODY)
        schema = NOBODY if info.schema is None else str(info.schema)
        return [*about, schema, float(info.filled), *map(float, counts), float(sum(counts))]

    def _merged(self, records: Sequence[Record]) -> tuple[Rows, Rows]:
        """Return each official once, and what of their lists is to settle: both say how single people answered."""
        received = [
            Received(official, self._shown[file])
            for one in records
            for file in self._records.files(one)
            if (official := official_in(one)) is not None
        ]
        merged, to_settle = merge(received)
        rows = [[*_cells_of(one.official), _some(one.files)] for one in merged]
        return rows, [(one.who or NOBODY, _some(one.files), one.sentence) for one in to_settle]

    def _sources(self, *, personal: bool) -> Iterator[tuple[str, str, str, str]]:
        """Give the cells that each row comes from: of officials' rows, or of all others."""
        for record, number in self._numbers.items():
            if (record.kind in _PERSONAL) == personal:
                for source in sorted(self._records.sources[record]):
                    yield number, source.entry, source.file, "; ".join(source.cells)


_NUMBERED = (NOTES, OTHERS, CONNECTED, FIRST, PEERS, TOTALS, RESIDENTS, RACE_TOTALS, AIMS, COUNTED, RECEIVED, PERSONAL)
_KINDS: dict[Kind, Part] = {"note": NOTES, "other": OTHERS, **_ROWS}
_YEARS = frozenset({"Baseline year", "Target year"})


def _cells_of(official: Official) -> list[Value | Cell]:
    """Return an official's cells, in the order of the entry sheet's columns."""
    values: dict[str, str | bool] = {
        BODY: official.body,
        SEAT: official.seat,
        NAME: official.name,
        VACANT: official.vacant,
        CONTACT: official.contact,
        ASKED: official.asked.isoformat() if official.asked else "",
        REPLIED: official.replied.isoformat() if official.replied else "",
        HISPANIC_ANSWER: official.answer.hispanic,
        **{race: race in official.answer.races for race in RACES},
        PREFERS_NOT: official.answer.prefers_not,
        HOW_KNOWN: official.how,
        WHERE: official.where,
    }
    return [
        values[heading] or (values[heading] if isinstance(values[heading], bool) else NOBODY)
        for heading in MERGED.columns[:-1]
    ]


@dataclass(frozen=True)
class Before:
    """What a collected workbook holds: the records of its files with what is known of these, and findings."""

    pairs: tuple[Pair, ...]
    files: tuple[FileInfo, ...]
    findings: tuple[Finding, ...]


def read_collected(package: Package, name: str, code: str, *, with_officials: bool) -> Before:
    """Return what a collected workbook holds; rows that somebody added to it are of the workbook itself.

    Parameters
    ----------
    package
        The workbook.
    name, code
        What it is called, and the short hash of its bytes.
    with_officials
        Whether its lists of officials are taken in, where it has any.
    """
    return _Reading(package, with_officials=with_officials).run(name, code)


class _Reading:
    """Reads one collected workbook."""

    def __init__(self, package: Package, *, with_officials: bool) -> None:
        self._package = package
        self._with_officials = with_officials

    def run(self, name: str, code: str) -> Before:
        """Read the files first, which all others name."""
        files = list(self._files())
        ids = {shown: id_ for id_, shown in _shown_names(files).items()}
        sources: dict[str, dict[Source, None]] = {}
        for row in (*self._rows(SOURCES), *self._rows(PERSONAL_SOURCES)):
            number, entry, file, cells = (row.text(header) for header in SOURCES.columns)
            sources.setdefault(number, {})[Source(file, entry, tuple(_CELLS.findall(cells)))] = None
        own = f"{name} ({code})"
        pairs: list[Pair] = []
        for part in _NUMBERED:
            if not part.personal or self._with_officials:
                for row in self._rows(part):
                    pairs += _pairs(part, row, sources, own)
        taken_in: dict[str, int] = {}
        added = 0
        for record, source in pairs:
            added += len(source.cells) if source.file == own else 0
            if record.kind in _PERSONAL:
                taken_in[source.file] = taken_in.get(source.file, 0) + len(source.cells)
        counted = dict(self._counted(ids))
        known = [
            replace(info, left_out=info.left_out - taken_in.get(info.id, 0), counted=counted.get(info.id, {}))
            for info in files
        ]
        if added:
            known.append(FileInfo(name, code, None, PROPERTY, "", None, added))
        return Before(tuple(pairs), tuple(known), tuple(self._findings(ids)))

    def _rows(self, part: Part) -> Iterator["_Row"]:
        """Give the rows of a table that say anything."""
        table = find_table(self._package, part.name, tuple(header.lower() for header in part.columns))
        if table is not None:
            for number in table.rows:
                row = _Row(table, number)
                if row.filled:
                    yield row

    def _files(self) -> Iterator[FileInfo]:
        """Give the files; as left out count all cells of their lists, until it is known which are here."""
        for row in self._rows(FILE_TABLE):
            texts = {header: "" if (text := row.text(header)) == NOBODY else text for header in FILE_COLUMNS}
            if texts[FILE]:
                yield FileInfo(
                    texts[FILE],
                    texts[CODE],
                    whole_number(texts["Edition"]),
                    texts["Template"],
                    texts["Build"],
                    whole_number(texts["Entries"]),
                    filled=whole_number(texts["Filled in"]) or 0,
                    left_out=whole_number(texts["Officials"]) or 0,
                )

    def _counted(self, ids: Mapping[str, str]) -> Iterator[tuple[str, dict[str, int]]]:
        """Give what lists count, by file."""
        for row in self._rows(TOTALS):
            if row.text(HOW) == COUNTED_FROM_LIST:
                counts = {count: whole_number(row.text(words)) or 0 for count, words in COUNTS.items()}
                yield ids.get(row.text(FILE), row.text(FILE)), counts

    def _findings(self, ids: Mapping[str, str]) -> Iterator[Finding]:
        """Give the findings that are not found anew."""
        for row in self._rows(FINDINGS):
            kind, file, where, what, was, now = (_text(row.value(header)) for header in FINDINGS.columns)
            if kind in {REFUSED, CHANGED, REMARK}:
                yield Finding(kind, ids.get(file, file), where, what, was, now)


@dataclass(frozen=True)
class _Row:
    """A row of a table of a collected workbook."""

    table: FoundTable
    number: int

    def cell(self, header: str) -> FileCell | None:
        """Return the cell under a header."""
        return self.table.cell(self.number, header.lower())

    def text(self, header: str) -> str:
        """Return what stands under a header; a dash of ours is kept."""
        return said(self.cell(header))

    def value(self, header: str) -> Said:
        """Return what stands under a header as somebody said it, with its spaces."""
        cell = self.cell(header)
        if cell is None or cell.value is None:
            return ""
        if isinstance(cell.value, bool):
            return str(cell.value).upper()
        return _unmarked(decoded(cell.value)) if isinstance(cell.value, str) else cell.value

    @property
    def filled(self) -> tuple[str, ...]:
        """The places of the cells that say anything."""
        cells = (self.table.grid.cell(self.number, column) for column in self.table.columns.values())
        return tuple(f"{self.table.sheet}!{one.address}" for one in cells if one is not None and not one.is_blank)


def _pairs(part: Part, row: _Row, sources: Mapping[str, Iterable[Source]], own: str) -> Iterator[Pair]:
    """Give the records of a row, one for each of its sources."""
    number = row.text(NUMBER)
    # A row of ours without a number is no record: the one of a table with none, or what a list counts.
    if number == NOBODY:
        return
    for source in sources.get(number) or [Source(own, part.name, row.filled)]:
        yield _record(part, row, source), source


def _record(part: Part, row: _Row, source: Source) -> Record:
    """Return what a row says, as it was before it was written."""
    who, when = (_text(row.value(header)) for header in (PARTNER, DATE))
    if part is NOTES:
        about = ANSWERS.get(source.entry) or (_text(row.value(METRIC)), _text(row.value(QUESTION)))
        return Record("note", about, ((NOTE, _text(row.value(NOTE))),), who, when)
    if part is OTHERS:
        what, between, heading = source.entry.rpartition(BETWEEN)
        named = (what, heading) if between else (row.text(WHAT), SAYS)
        return Record("other", (named[0], _text(row.value(ABOUT))), ((named[1], row.value(SAYS)),))
    if part is PERSONAL:
        return Record("personal", (source.file, row.text(ABOUT)), ((SAYS, row.value(SAYS)),))
    if part.name in _COUNT_WORDS:
        whose = next(whose for whose, one in _TOTAL_PARTS.items() if one is part)
        counts = {count: row.value(words) for count, words in _COUNT_WORDS[part.name].items()}
        return Record(
            "total", (whose, source.file), tuple(sorted((key, one) for key, one in counts.items() if one != ""))
        )
    kind = next(kind for kind, one in _ROWS.items() if one is part)
    headers = [one for one in (*part.columns, *filter(str.isdigit, row.table.columns)) if one not in _NOT_SAID]
    values = tuple(sorted((header, value) for header in headers if (value := row.value(header)) != ""))
    abouts: dict[Kind, tuple[str, ...]] = {
        "official": (source.file, re.sub("![A-Z]+", "!", source.cells[0])),
        "race total": (_text(row.value(RACE)), source.file),
        "connection": (_text(row.value(CONNECTIONS.key[0])),),
        "peer": (_text(row.value(PEER)),),
    }
    return Record(kind, abouts.get(kind, (_text(row.value(METRIC)),)), values, who, when)
