"""Writes a collection as the rows of a workbook's tables."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from mobility_xl.catalog import Catalog
from mobility_xl.partners.collecting.collected import (
    COUNT_WORDS,
    COUNTED_FROM_LIST,
    NUMBERED,
    PERSONAL_KINDS,
    ROWS,
    TO_SETTLE,
    TOTAL_PARTS,
    Collected,
    FileInfo,
    Finding,
    marked,
    official_in,
    shown_names,
)
from mobility_xl.partners.collecting.merging import Received, merge
from mobility_xl.partners.collecting.records import (
    ANSWERS,
    SAYS,
    Kind,
    Record,
    Said,
)
from mobility_xl.partners.reading.officials import Official
from mobility_xl.workbook.blocks import Cell, Value
from mobility_xl.workbook.collected import (
    ABOUT,
    AIMS,
    BESIDE,
    CONNECTED,
    COUNTED,
    FILE,
    FILE_TABLE,
    FILES,
    FINDINGS,
    FIRST,
    HOW,
    MERGED,
    NAMED,
    NOBODY,
    NOTES,
    NUMBER,
    OTHERS,
    PARTNER,
    PEERS,
    PERSONAL,
    PERSONAL_SOURCES,
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
    ASKED,
    BODY,
    CONTACT,
    COUNTS,
    DATE,
    HISPANIC_ANSWER,
    LOCAL_DATA,
    METRIC,
    NAME,
    PREFERS_NOT,
    RACES,
    REPLIED,
    SEAT,
    VACANT,
    WHERE,
)
from mobility_xl.workbook.entries import HOW as HOW_KNOWN
from mobility_xl.workbook.package import plain_text
from mobility_xl.workbook.style import StyleBook

TYPED = "typed"
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
_KINDS: dict[Kind, Part] = {"note": NOTES, "other": OTHERS, **ROWS}
_YEARS = frozenset({"Baseline year", "Target year"})


def write_collected(collected: Collected, style: StyleBook, catalog: Catalog) -> tuple[bytes, int]:
    """Return a collection as the bytes of a workbook, and how much in it a person must settle.

    The same collection gives the same bytes.

    Parameters
    ----------
    collected
        What the files hold together.
    style
        How it looks, and the words on it.
    catalog
        Says how numbers of a metric are shown.
    """
    content = _Writing(collected, style, catalog).content()
    to_settle = sum(row[0] == TO_SETTLE for row in content.rows[FINDINGS.name]) + len(content.rows[UNSETTLED.name])
    return collected_workbook(content, style), to_settle


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
        self._shown = shown_names(collected.files)
        self._formats = {
            label: variable.unit.number_format
            for variable in catalog.variables.values()
            for label in (variable.label, variable.label_for("city"))
        }
        self._numbers: dict[Record, str] = {}
        self._counts: dict[tuple[str, ...], list[Record]] = defaultdict(list)

    def content(self) -> Content:
        """Return all rows."""
        records = {part: self._records_of(part) for part in _LETTERS}
        for part, several in records.items():
            self._numbers |= {one: f"{_LETTERS[part]}{place}" for place, one in enumerate(several, 1)}
        for one in records[COUNTED.name]:
            self._counts[_counted_of(one)].append(one)
        years = sorted({heading for one in records[AIMS.name] for heading, _ in one.said if heading.isdigit()})
        more = {AIMS.name: tuple(years)}
        rows: dict[str, Rows] = {
            part.name: [self._row(one, (*part.columns, *more.get(part.name, ()))) for one in records[part.name]]
            for part in NUMBERED
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
        rows[PERSONAL_SOURCES.name] = [row[::-1] for row in self._sources(personal=True)]
        collected = self._collected
        cells = sum(info.filled for info in collected.files)
        return Content(collected.place, collected.geoid, collected.edition, len(collected.files), cells, rows, more)

    def _records_of(self, part: str) -> list[Record]:
        """Return the records of a table, in order."""
        kinds = [kind for kind, one in _KINDS.items() if one.name == part]
        found = self._records.of_kind(*kinds) if kinds else self._records.of_kind("total")
        return found if kinds else [one for one in found if TOTAL_PARTS[one.about[0]].name == part]

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
                named = self._style.write(NAMED[about]) if about in NAMED else what
                values |= {ABOUT: about, WHAT: named if heading == SAYS else f"{what}: {heading}", SAYS: value}
            case "personal":
                values[ABOUT] = record.about[1]
            case "total":
                words = COUNT_WORDS[TOTAL_PARTS[record.about[0]].name]
                values |= {words[count]: value for count, value in record.said} | {HOW: TYPED}
            case "local":
                values[BESIDE] = self._others_of(record)
        return [marked(values.get(header, "")) for header in headers]

    def _shown_as(self, record: Record, heading: str, value: Said) -> Value | Cell:
        """Return a value; a target's numbers are shown as those of its metric are."""
        number_format = self._formats.get(plain_text(record.get(METRIC)), "")
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
        others = [self._numbers[one] for one in self._counts[_counted_of(record)] if one != record]
        return f"counted otherwise in {', '.join(others)}" if others else ""

    def _side_by_side(self) -> Iterator[Finding]:
        """Tell what several files say otherwise of the same: targets of one metric, counts of one group."""
        targets: dict[str, list[Record]] = {}
        for one in self._records.of_kind("target"):
            targets.setdefault(plain_text(one.get(METRIC)), []).append(one)
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
            if (record.kind in PERSONAL_KINDS) == personal:
                for source in sorted(self._records.sources[record]):
                    yield number, source.entry, source.file, "; ".join(source.cells)


def _counted_of(record: Record) -> tuple[str, ...]:
    """Return what a row of local data counts, whatever it counted."""
    said = dict(record.said)
    return tuple(plain_text(said.get(heading, "")).casefold() for heading in LOCAL_DATA.key)


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
