"""Peers: a place beside two or three others that people choose, how far apart they are and how sure that is.

The drop-downs stand above the columns that they drive. What a formula says of two places is looked up on
Data, where the code that answers the cell functions has written it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mobility_xl.catalog import ALL, Variable
from mobility_xl.compare.sureness import reach_of
from mobility_xl.errors import NoData
from mobility_xl.estimates import Comparison, Estimate
from mobility_xl.queries.peers import Context
from mobility_xl.store import Area
from mobility_xl.workbook import entries
from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    DotChart,
    Entry,
    Figures,
    Formula,
    Gap,
    Line,
    Link,
    PageBreak,
    Paragraph,
    Range,
    Sheet,
    Table,
    Value,
    literal,
)
from mobility_xl.workbook.guide import SHORTHANDS, Guide
from mobility_xl.workbook.numbers import COMPARISONS, ESTIMATES, NOT_PUBLISHED
from mobility_xl.workbook.topics import topics
from mobility_xl.workbook.worth import position_in_words

TAB = "Peers"
WITH_PEERS = True
COMPARED, CHOICES, DOTS, JUDGED = "PeersCompared", "PeerChoices", "PeerDots", entries.PEER_NOTES.name
WORDING: dict[str, frozenset[str]] = {
    "peers.answers": frozenset(),
    "peers.quality": frozenset(),
    "peers.title": frozenset(),
    "peers.subtitle": frozenset({"place"}),
    "peers.none": frozenset({"place", "why"}),
    "peers.choose": frozenset(),
    "peers.choose.prompt": frozenset({"number"}),
    "peers.compared": frozenset(),
    "peers.rules": frozenset(),
    "peers.dots": frozenset(),
    "peers.dots.note": frozenset(),
    "peers.dots.none": frozenset(),
    "peers.why": frozenset(),
    "peers.why.beware": frozenset(),
    "peers.judged": frozenset(),
    "peers.judged.note": frozenset(),
    "peers.prompt.government": frozenset(),
    "peers.prompt.context": frozenset(),
    "peers.prompt.why": frozenset(),
}
METRIC, UNIT, HERE, BENCHMARK, YEAR, QUALITY, POSITION = (
    *("Metric", "Unit", "This place", "Benchmark", "Year", "Quality", "Among the nearest"),
)
PEER = ("Peer 1", "Peer 2", "Peer 3")
SAID = tuple(f"Against {name.lower()}" for name in PEER)
WIDTHS = (50, 24, 15, 15, 15, 15, 11, 7, 10, 25, 37, 37, 37)
MOST_CHARTS, CHARTS_IN_A_ROW = 6, 3
ROW_HEIGHT = 30
CODE = "Code"
NOTHING = "-"
CONTEXT = "for context"


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, guide.write("peers.answers"), guide.write("peers.quality"), WIDTHS, lambda _: _blocks(guide))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The peers that the sheet opens with, and all that can be chosen."""

    guide: Guide
    offered: tuple[Area, ...]

    @property
    def first(self) -> tuple[Area, ...]:
        """Those in the drop-downs when the workbook is opened: the nearest, or those that were named."""
        return self.offered[: len(PEER)]


def _blocks(guide: Guide) -> list[Block]:
    heads = [
        Line.of(guide.write("peers.title"), "title", 34),
        Line.of(guide.write("peers.subtitle", place=guide.area), "subtitle", 20),
    ]
    try:
        found = guide.ask.peers(guide.area, pins=guide.named)
    except NoData as error:
        return [*heads, Paragraph(guide.write("peers.none", place=guide.area, why=str(error)), "cell")]
    chosen = Chosen(guide, guide.peers)
    rows, context = list(_rows(chosen)), guide.ask.context(guide.area)
    return [
        *heads,
        Gap(6),
        _drop_downs(chosen),
        _compared(chosen, [*_context_rows(chosen, context), *rows]),
        Line(((0, Cell(_tested(rows), "note")),), 18),
        Paragraph(guide.write("peers.rules")),
        PageBreak(),
        *_charts(chosen),
        Gap(12),
        _choices(guide, chosen.offered),
        Paragraph(found.why),
        Paragraph(guide.write("peers.why.beware")),
        Gap(12),
        _judged(guide),
    ]


def _drop_downs(chosen: Chosen) -> Line:
    guide = chosen.guide
    cells = [(0, Cell(guide.write("peers.choose"), "section")), (2, Cell(str(guide.area), "cell_wrap"))]
    for number, name in enumerate(entries.PEERS, 1):
        area = str(chosen.first[number - 1]) if number <= len(chosen.first) else None
        prompt = guide.write("peers.choose.prompt", number=number)
        entry = Entry(name, area, "choice", f"{CHOICES}[Peer]", prompt)
        cells.append((2 + number, Cell(entry, "entry_choice")))
    return Line(tuple(cells), 46)


def _code_of(name: str) -> str:
    """Return the formula for the code of the area in a drop-down; a dash where none is chosen."""
    return f'IFERROR(INDEX({CHOICES}[Code],MATCH({{{name}}},{CHOICES}[Peer],0)),"{NOTHING}")'


def _code(peer: str) -> str:
    """Return the formula for the code of a chosen peer, which the first row of the table holds."""
    return f"INDEX({COMPARED}[{peer}],1)"


def _context_rows(chosen: Chosen, here: Context) -> Iterator[list[Cell | Value]]:
    """Lay out what kind of places they are, so that people see whether a peer is a fair one."""
    guide = chosen.guide
    codes: list[Cell | Value] = [
        Cell(Formula(_code_of(name), chosen.first[at].geoid if at < len(chosen.first) else NOTHING), "cell_muted_right")
        for at, name in enumerate(entries.PEERS)
    ]
    yield _row_of(CODE, "of the Census", Cell(guide.area.geoid, "cell_muted_right"), codes, CONTEXT)
    facts = _facts(here)
    others = [dict(_facts(guide.ask.context(area))) for area in chosen.first]
    for label, value in facts:
        column = label.split(",")[0]
        cells = []
        for at, peer in enumerate(PEER):
            now = others[at][label] if at < len(others) else NOTHING
            formula = f'IFERROR(INDEX({CHOICES}[{column}],MATCH({_code(peer)},{CHOICES}[Code],0)),"{NOTHING}")'
            cells.append(Cell(Formula(formula, now, FORMATS.get(label, "")), "cell_right"))
        yield _row_of(label, UNITS.get(label, ""), Cell(value, "cell_right", FORMATS.get(label, "")), cells, CONTEXT)


UNITS = {
    "Population": "people",
    "Density": "people per square km",
    "Middle income": "a year",
    "Government": "kind of unit",
}
FORMATS = {"Population": "#,##0", "Density": "#,##0.0", "Middle income": "$#,##0"}
