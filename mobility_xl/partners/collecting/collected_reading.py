"""Reads a collected workbook back: its tables as the records that they were written from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from mobility_xl.partners.collecting.collected import (
    CHANGED,
    COUNT_WORDS,
    COUNTED_FROM_LIST,
    NUMBERED,
    PERSONAL_KINDS,
    REFUSED,
    REMARK,
    ROWS,
    TOTAL_PARTS,
    FileInfo,
    Finding,
    shown_names,
    unmarked,
)
from mobility_xl.partners.collecting.records import (
    ANSWERS,
    BETWEEN,
    SAYS,
    Pair,
    Record,
    Said,
    Source,
    about_row,
)
from mobility_xl.partners.reading.answers import said
from mobility_xl.partners.reading.tables import FoundTable, find_filled
from mobility_xl.workbook.collected import (
    ABOUT,
    BESIDE,
    CODE,
    FILE,
    FILE_COLUMNS,
    FILE_TABLE,
    FILES,
    FINDINGS,
    HOW,
    NOBODY,
    NOTE,
    NOTES,
    NUMBER,
    OTHERS,
    PARTNER,
    PERSONAL,
    PERSONAL_SOURCES,
    PROPERTY,
    QUESTION,
    SOURCES,
    TOTALS,
    WHAT,
    Part,
)
from mobility_xl.workbook.entries import (
    COUNTS,
    DATE,
    METRIC,
)
from mobility_xl.workbook.package import Cell as FileCell
from mobility_xl.workbook.package import Package, decoded, plain_text, whole_number

_NOT_SAID = frozenset({NUMBER, FILE, FILES, PARTNER, DATE, BESIDE, HOW})
_CELLS = re.compile(r"(.+?![A-Z]{1,3}[1-9]\d*)(?:; |$)", re.DOTALL)


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
        ids = {shown: id_ for id_, shown in shown_names(files).items()}
        sources: dict[str, dict[Source, None]] = {}
        for row in (*self._rows(SOURCES), *self._rows(PERSONAL_SOURCES)):
            number, entry, file, cells = (row.text(header) for header in SOURCES.columns)
            sources.setdefault(number, {})[Source(file, entry, tuple(_CELLS.findall(cells)))] = None
        own = f"{name} ({code})"
        pairs: list[Pair] = []
        for part in NUMBERED:
            if not part.personal or self._with_officials:
                for row in self._rows(part):
                    pairs += _pairs(part, row, sources, own)
        taken_in: dict[str, int] = {}
        added = 0
        for record, source in pairs:
            added += len(source.cells) if source.file == own else 0
            if record.kind in PERSONAL_KINDS:
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
        table = find_filled(self._package, part.name, tuple(header.lower() for header in part.columns))
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
            kind, file, where, what, was, now = (plain_text(row.value(header)) for header in FINDINGS.columns)
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
            return plain_text(cell.value)
        return unmarked(decoded(cell.value)) if isinstance(cell.value, str) else cell.value

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
    who, when = (plain_text(row.value(header)) for header in (PARTNER, DATE))
    if part is NOTES:
        about = ANSWERS.get(source.entry) or (plain_text(row.value(METRIC)), plain_text(row.value(QUESTION)))
        return Record("note", about, ((NOTE, plain_text(row.value(NOTE))),), who, when)
    if part is OTHERS:
        what, between, heading = source.entry.rpartition(BETWEEN)
        named = (what, heading) if between else (row.text(WHAT), SAYS)
        return Record("other", (named[0], plain_text(row.value(ABOUT))), ((named[1], row.value(SAYS)),))
    if part is PERSONAL:
        return Record("personal", (source.file, row.text(ABOUT)), ((SAYS, row.value(SAYS)),))
    if part.name in COUNT_WORDS:
        whose = next(whose for whose, one in TOTAL_PARTS.items() if one is part)
        counts = {count: row.value(words) for count, words in COUNT_WORDS[part.name].items()}
        return Record(
            "total", (whose, source.file), tuple(sorted((key, one) for key, one in counts.items() if one != ""))
        )
    kind = next(kind for kind, one in ROWS.items() if one is part)
    headers = [one for one in (*part.columns, *filter(str.isdigit, row.table.columns)) if one not in _NOT_SAID]
    values = tuple(sorted((header, value) for header in headers if (value := row.value(header)) != ""))
    texts = {header: plain_text(value) for header, value in values}
    place = re.sub("![A-Z]+", "!", source.cells[0])
    return Record(kind, about_row(kind, texts, source.file, place), values, who, when)
