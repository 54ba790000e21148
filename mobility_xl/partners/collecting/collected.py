"""A collection: what several filled copies of one place's workbook hold, and what there is to tell of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mobility_xl.partners.collecting.records import Kind, Record, Records, Said
from mobility_xl.partners.reading.officials import Official, official_of
from mobility_xl.workbook.blocks import Cell, Value
from mobility_xl.workbook.collected import (
    AIMS,
    CONNECTED,
    COUNTED,
    FIRST,
    NOBODY,
    NOTES,
    OTHERS,
    PEERS,
    PERSONAL,
    PROPERTY,
    RACE_TOTALS,
    RECEIVED,
    RESIDENTS,
    TOTALS,
    Part,
)
from mobility_xl.workbook.entries import ALL, COUNTS, GROUPS
from mobility_xl.workbook.entries import TOTALS as TOTALS_TABLE
from mobility_xl.workbook.package import Package, plain_text

REFUSED, CHANGED, REMARK, DIFFERS, TO_SETTLE = "Refused", "Changed number", "Remark", "Another one", "To settle"
"""The kinds of findings."""
COUNTED_FROM_LIST = "counted from its list"

NUMBERED = (NOTES, OTHERS, CONNECTED, FIRST, PEERS, TOTALS, RESIDENTS, RACE_TOTALS, AIMS, COUNTED, RECEIVED, PERSONAL)
"""The tables whose rows have a number, in the order in which they are numbered."""
ROWS: dict[Kind, Part] = {
    "connection": CONNECTED,
    "priority": FIRST,
    "peer": PEERS,
    "target": AIMS,
    "local": COUNTED,
    "race total": RACE_TOTALS,
    "official": RECEIVED,
    "personal": PERSONAL,
}
"""The tables of which each row is a record of one kind."""
PERSONAL_KINDS = frozenset({"official", "personal"})
TOTAL_PARTS = {TOTALS_TABLE.written[0]: TOTALS, TOTALS_TABLE.written[1]: RESIDENTS}
COUNT_WORDS = {TOTALS.name: COUNTS, RESIDENTS.name: {**GROUPS, ALL: "All residents"}}
"""The headers over counts, by the table and the word for them in the names of entries."""


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
    return official_of({heading: plain_text(value) for heading, value in record.said})


def is_collected(package: Package) -> bool:
    """Tell whether a workbook is one that copies were collected into."""
    return PROPERTY in package.custom_properties


def shown_names(files: Sequence[FileInfo]) -> dict[str, str]:
    """Return how files are called, by their ids: by name alone where no other has the name."""
    names = [info.name for info in files]
    return {info.id: info.name if names.count(info.name) == 1 else info.id for info in files}


def marked(value: Value | Cell) -> Value | Cell:
    """Return a value as it is written: nothing is a dash, and a dash that somebody wrote has a space behind it."""
    if value == "":
        return NOBODY
    return f"{value} " if isinstance(value, str) and value.strip() == NOBODY else value


def unmarked(value: Said) -> Said:
    """Return what was said before it was written."""
    if value == NOBODY:
        return ""
    return value[:-1] if isinstance(value, str) and value.strip() == NOBODY else value
