"""The workbook that filled copies are collected into: its sheets and tables, and the words on them.

What stands in the tables is said by :mod:`mobility_xl.partners`; here is what they are called, what their
columns are and how they look. A collected workbook is read back by the same names and headings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mobility_xl.workbook.blocks import Block, Cell, Column, Entry, Gap, Line, Link, Paragraph, Sheet, Table, Value
from mobility_xl.workbook.entries import (
    CHECKS,
    COMBINED,
    CONNECTIONS,
    COUNTS,
    DATE,
    GROUPS,
    LETTER,
    LOCAL_DATA,
    METRIC,
    OFFICIALS,
    PEER,
    PEER_NOTES,
    PREFERS_NOT,
    PRIORITIES,
    RACE,
    RACES,
    TARGETS,
    VACANT,
    letter,
)
from mobility_xl.workbook.render import Properties, render
from mobility_xl.workbook.style import StyleBook

PROPERTY = "collected"
"""The document property that tells a collected workbook; it says by which version of these names it was made."""
VERSION = 1

NUMBER, FILE, FILES, PARTNER = "No.", "File", "Files", "Partner"
ABOUT, QUESTION, NOTE, WHAT, SAYS, HOW, BESIDE = "About", "Question", "Note", "What", "Says", "How", "Beside"
CHOSEN_AS = "Chosen as"
CODE, ENTRY, CELLS, KIND, WHERE, WAS, IS = "Code", "Entry", "Cells", "Kind", "Where", "Was", "Is"
NOBODY = "-"
"""What stands where there is nothing to say, and in the one row of a table without any."""

FILE_COLUMNS = (
    FILE,
    CODE,
    "Edition",
    "Template",
    "Build",
    "Entries",
    "Filled in",
    "Notes",
    "Tables",
    "Totals",
    "Officials",
    "Other",
    "Accounted for",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a collected workbook: its name, the key of its words, its columns."""

    name: str
    key: str
    columns: tuple[str, ...]
    personal: bool = False
    for_programs: bool = False


NOTES = Part("PartnerNotes", "notes", (NUMBER, METRIC, QUESTION, NOTE, PARTNER, DATE, FILES))
OTHERS = Part("PartnerEntries", "others", (NUMBER, ABOUT, WHAT, SAYS, PARTNER, DATE, FILES))
CONNECTED = Part(
    "PartnerConnections",
    "connections",
    (NUMBER, *CONNECTIONS.key, *CONNECTIONS.written[:-2], PARTNER, DATE, FILES),
)
FIRST = Part("PartnerPriorities", "priorities", (NUMBER, METRIC, *PRIORITIES.written[:-2], "By when", PARTNER, FILES))
PEERS = Part("PartnerPeers", "peers", (NUMBER, PEER, CHOSEN_AS, *PEER_NOTES.written, FILES))
TOTALS = Part("PartnerTotals", "totals", (NUMBER, FILE, *COUNTS.values(), HOW))
RESIDENTS = Part("PartnerResidents", "residents", (NUMBER, FILE, *GROUPS.values(), "All residents"))
RACE_TOTALS = Part("PartnerRaces", "races", (NUMBER, FILE, RACE, *COMBINED.written))
AIMS = Part("PartnerTargets", "targets", (NUMBER, METRIC, *TARGETS.written, FILES))
COUNTED = Part("PartnerLocalData", "local", (NUMBER, *LOCAL_DATA.key, *LOCAL_DATA.written, BESIDE, FILES))
MERGED = Part(OFFICIALS.name, "officials", (*OFFICIALS.key, *OFFICIALS.written, FILES), personal=True)
RECEIVED = Part("PartnerOfficials", "received", (*OFFICIALS.key, *OFFICIALS.written, FILE, NUMBER), personal=True)
UNSETTLED = Part("PartnerOfficialsToSettle", "unsettled", (WHERE, FILES, WHAT), personal=True)
PERSONAL = Part("PartnerPersonal", "personal", (ABOUT, SAYS, NUMBER, FILE), personal=True)
FILE_TABLE = Part("PartnerFiles", "files", FILE_COLUMNS)
FINDINGS = Part("PartnerFindings", "findings", (KIND, FILE, WHERE, WHAT, WAS, IS))
SOURCES = Part("PartnerSources", "sources", (NUMBER, ENTRY, FILE, CELLS), for_programs=True)
PERSONAL_SOURCES = Part("PartnerOfficialsSources", "personal_sources", SOURCES.columns[::-1], personal=True)
"""Of officials: which box is ticked shows in which cell was filled in."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of a collected workbook with its tables."""

    name: str
    key: str
    widths: tuple[float, ...]
    parts: tuple[Part, ...]


TABS = (
    Tab("Partners", "partners", (7, 36, 30, 64, 22, 13, 40), (NOTES, OTHERS)),
    Tab("Connections", "connected", (7, 32, 32, 15, 32, 32, 32, 20, 13, 36), (CONNECTED,)),
    Tab("Priorities", "first", (7, 34, 34, 34, 34, 34, 16, 20, 36), (FIRST,)),
    Tab("Peers", "compared", (7, 34, 10, 30, 44, 44, 40), (PEERS,)),
    Tab("Totals of Officials", "counted", (7, 42, *(15,) * len(COUNTS), 28), (TOTALS, RESIDENTS, RACE_TOTALS)),
    Tab(
        "Officials",
        "people",
        (20, 18, 22, 9, 24, 12, 12, 11, *(11,) * len(RACES), 11, 18, 32, 36),
        (MERGED, UNSETTLED, RECEIVED, PERSONAL, PERSONAL_SOURCES),
    ),
    Tab("Targets", "aims", (7, 38, *(12,) * 4, 24, 12, 12, 36), (AIMS,)),
    Tab("Local Data", "local", (7, 36, 18, 9, 18, 20, 13, 13, 26, 26, 36), (COUNTED,)),
    Tab("Report", "report", (40, 15, 10, 13, 15, 10, 11, 11, 11, 11, 11, 11, 12), (FILE_TABLE,)),
    Tab("Findings", "found", (22, 36, 28, 64, 22, 22), (FINDINGS,)),
    Tab("Sources", "sources", (8, 40, 44, 80), (SOURCES,)),
)
CHOICES = (
    *("group_metric", "group_type", "group_reference"),
    *("local_metric", "local_year", "local_type"),
    "target_metric",
)
"""The entry cells that choose what a sheet shows."""
NAMED = {
    **{name: f"review.{name}" for name in CHECKS},
    **{name: f"collect.entry.{name}" for name in CHOICES},
    **{letter(what): f"letter.entry.{what}" for what in LETTER},
}
"""The entry cells without a table of their own, with the key of the words that say what each is."""
WORDING: dict[str, frozenset[str]] = {
    "collect.title": frozenset(),
    "collect.subtitle": frozenset({"place"}),
    "collect.accounted": frozenset({"files", "cells"}),
    "collect.contents": frozenset(),
    **{f"collect.entry.{name}": frozenset() for name in CHOICES},
    **{f"collect.tab.{tab.key}": frozenset() for tab in TABS},
    **{f"collect.{part.key}": frozenset() for tab in TABS for part in tab.parts},
    **{f"collect.{part.key}.note": frozenset() for tab in TABS for part in tab.parts},
}

_BOXES = frozenset({VACANT, *RACES, PREFERS_NOT})
_RIGHT = frozenset({"Numerator", "Denominator", "Target", *TARGETS.written[:3], *COMBINED.written, *FILE_COLUMNS[6:]})

Rows = Sequence[Sequence[Value | Cell | None]]


@dataclass(frozen=True)
class Content:
    """What stands in a collected workbook: rows by the name of their table, ``more`` columns of a table besides."""

    place: str
    geoid: str
    edition: int
    files: int
    cells: int
    rows: Mapping[str, Rows]
    more: Mapping[str, tuple[str, ...]]


def collected_workbook(content: Content, style: StyleBook) -> bytes:
    """Return the workbook as the bytes of an .xlsx file; the same content gives the same bytes.

    Sheets whose tables hold nothing are left out, but for the notes and the report.
    """
    tabs = [
        tab for tab in TABS if tab.key in {"partners", "report"} or any(content.rows.get(p.name) for p in tab.parts)
    ]
    sheets = [Sheet(tab.name, "", "", _widths(tab, content), lambda _: []) for tab in tabs]
    title = f"{content.place} - collected Review Guides"
    properties = Properties(
        title=title,
        subject=f"What partners filled in, {content.place}",
        keywords=f"mobility metrics, review guide, collected, {content.place}",
        place=content.place,
        source=style.write("collect.subtitle", place=content.place),
        created=datetime(content.edition, 1, 1),
        custom={
            PROPERTY: str(VERSION),
            "place": content.place,
            "geoid": content.geoid,
            "edition": str(content.edition),
        },
    )
    blocks = [_blocks(tab, content, style) for tab in tabs]
    blocks[0][3:3] = _contents(tabs, style)
    return render(sheets, blocks, style, properties, values=False)


def _widths(tab: Tab, content: Content) -> tuple[float, ...]:
    extra = max((len(content.more.get(part.name, ())) for part in tab.parts), default=0)
    return (*tab.widths, *(12.0,) * extra)


def _blocks(tab: Tab, content: Content, style: StyleBook) -> list[Block]:
    head: list[Block] = [
        Line.of(f"{style.write('collect.title')}: {tab.name}", "title", 34),
        Line.of(style.write("collect.subtitle", place=content.place), "subtitle", 20),
        Paragraph(style.write(f"collect.tab.{tab.key}")),
    ]
    if tab.key in {"partners", "report"}:
        head.append(Paragraph(style.write("collect.accounted", files=content.files, cells=f"{content.cells:,}")))
    shown = [part for part in tab.parts if content.rows.get(part.name) or part in {NOTES, FILE_TABLE}]
    for part in shown:
        head += [Gap(10), _table(part, content, style)]
    return head


def _contents(tabs: Sequence[Tab], style: StyleBook) -> list[Block]:
    """Lay out links to all sheets."""
    return [
        Gap(6),
        Line(((1, Cell(style.write("collect.contents"), "cell_bold")),)),
        *(Line(((1, Cell(Link(tab.name, tab.name), "link")),)) for tab in tabs[1:]),
        Gap(6),
    ]


def _table(part: Part, content: Content, style: StyleBook) -> Table:
    headers = (*part.columns, *content.more.get(part.name, ()))
    rows = content.rows.get(part.name) or [[NOBODY] * len(headers)]
    title = style.write(f"collect.{part.key}")
    columns = tuple(Column(header, "data") if part.for_programs else _column(header, part) for header in headers)
    note = style.write(f"collect.{part.key}.note")
    return Table(part.name, title, title, columns, rows, note, repeats=len(rows) > 1)


def _column(header: str, part: Part) -> Column:
    if part is MERGED and header in _BOXES:
        return Column(header, "entry_check", "table_head_center", entry=Entry(kind="check"))
    if header in _RIGHT or header.isdigit() or (part in {TOTALS, RESIDENTS} and header in _TOTALLED):
        return Column(header, "cell_right", "table_head_right")
    return Column(header, "cell_small", "table_head_indent")


_TOTALLED = frozenset({*COUNTS.values(), *GROUPS.values(), "All residents"})
