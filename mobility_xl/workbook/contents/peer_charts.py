"""The charts of the sheet Peers: the place, the chosen peers and the benchmark as dots, with the rows behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mobility_xl.compare.sureness import reach_of
from mobility_xl.estimates import Estimate
from mobility_xl.store import Area
from mobility_xl.workbook import entries
from mobility_xl.workbook.blocks import Cell, Formula, Lookup, Value
from mobility_xl.workbook.charts import Bars, Drawn, LiveChart, Range
from mobility_xl.workbook.contents.chosen_peers import (
    COMPANIES,
    NO_FLAG,
    NOTHING,
    PEERS,
    Compared,
    looked_up,
    said_of_number,
)
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.phrases import NOT_LISTED, is_empty

DOTS = "PeerDots"
"""The table of the numbers behind the charts."""
MOST_CHARTS = 6

Row = list[Value | Cell | None]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with the rows of the table behind it."""

    chart: LiveChart
    rows: list[Row]


def pictures(guide: Guide, first: Sequence[Area], compared: Sequence[Compared]) -> Iterator[Picture]:
    """Return the first metrics with an interval that all peers have a number of, with the rows behind their charts."""
    start = 0
    usable = [
        one
        for one in compared
        if reach_of(one.estimate) and all(one.comparisons[peer.geoid].second.value is not None for peer in first)
    ]
    for one in usable[:MOST_CHARTS]:
        rows = list(_points(guide, first, one))
        yield Picture(_chart(guide, first, one, start, rows), rows)
        start += len(rows)


def _points(guide: Guide, first: Sequence[Area], one: Compared) -> Iterator[Row]:
    """Return the place, its peers and the benchmark as rows: a label, a value, how far its interval reaches."""
    estimate, variable = one.estimate, one.variable
    label = variable.short_for(guide.area.level)
    here = guide.numbers.look_up(estimate)
    ends = [guide.numbers.look_up(estimate, part) for part in ("lower", "upper")]
    yield _point(label, _broken(str(guide.area)), here, ends, variable.unit.number_format)
    for at in range(min(len(first), len(PEERS))):
        peer = one.comparisons[first[at].geoid].second
        dot = f"INDEX({one.table}[{PEERS[at]}],{one.row})"
        bounds = [
            Formula(f"IFERROR({looked_up(one, at, part)}+0,{{@Dot}})", bound)
            for part, bound in (("lower", _or(peer.lower, peer)), ("upper", _or(peer.upper, peer)))
        ]
        value = Formula(f"IF(ISNUMBER({dot}),{dot},NA())", peer.value or 0.0)
        yield _point(label, _where(one, at, peer), value, bounds, variable.unit.number_format)
    benchmark = guide.benchmark(estimate)[0]
    if benchmark:
        among = "US counties" if guide.area.level == "county" else "US cities"
        yield _point(label, f"Benchmark,\n{among}", benchmark, [benchmark] * 2, variable.unit.number_format)


def _where(one: Compared, at: int, peer: Estimate) -> Formula:
    """Name a chosen peer below its dot, with the year and the quality where it is no Strong number of the same year."""
    name = f"{{{entries.PEERS[at]}}}"
    company = f"INDEX({one.table}[{COMPANIES[at]}],{one.row})"
    same = f'{one.estimate.year}"&CHAR(10)&"Strong'
    known = f'IF({company}="{same}","",CHAR(10)&"("&SUBSTITUTE({company},CHAR(10),", ")&")")'
    said = f'IF({company}="{NOTHING}",CHAR(10)&"(no number)",{known})'
    named = f'SUBSTITUTE({name},", ",","&CHAR(10))&{said}'
    formula = f'IF({is_empty(name)},"{NOTHING}",IFERROR({named},"{NOT_LISTED}"))'
    year, _, quality = said_of_number(peer).partition("\n")
    now = "" if (year, quality) == (str(one.estimate.year), "Strong") else f"\n({year}, {quality})"
    longest = max((_broken(str(other.second.area)) for other in one.comparisons.values()), key=len)
    return Formula(formula, f"{_broken(str(peer.area))}{now}", others=(f"{longest}\n({year}, Marginal)",))


def _or(bound: float | None, estimate: Estimate) -> float:
    return bound if bound is not None else estimate.value or 0.0


def _broken(name: str) -> str:
    """Break a name behind its comma: some programs turn long labels on their side."""
    return name.replace(", ", ",\n")


def _point(label: str, where: Value, dot: Value, ends: Sequence[Value], look: str) -> Row:
    low, high = ends
    value, least, most = (_number(one) for one in (dot, low, high))
    cells = (dot, low, high, Formula("{@Dot}-{@From}", value - least), Formula("{@To}-{@Dot}", most - value))
    return [where, label, *(Cell(one, "cell_right", look) for one in cells)]


def _number(value: Value) -> float:
    """Return what a cell's formula gives now."""
    given = value.value if isinstance(value, Lookup | Formula) else value
    return given if isinstance(given, float) else 0.0


def _chart(guide: Guide, first: Sequence[Area], one: Compared, start: int, rows: list[Row]) -> LiveChart:
    last = start + len(rows) - 1
    estimate, show = one.estimate, one.variable.unit.show
    peers = [one.comparisons[peer.geoid].second for peer in first]
    said = [
        f"{number.area} {show(number.value or 0.0)}, {number.year}, {number.quality or NO_FLAG}"
        for number in (estimate, *peers)
    ]
    below, above = ([_number(cell.value) for row in rows if isinstance(cell := row[at], Cell)] for at in (5, 6))

    def over(column: str) -> Range:
        return Range(DOTS, column, start, last)

    own = Range(DOTS, "Dot", start, start)
    bars = Bars(over("Below"), over("Above"), tuple(below), tuple(above))
    return LiveChart(
        f"{one.variable.short_for(guide.area.level)}, {estimate.year}",
        f"Dots with their intervals: {'; '.join(said)}",
        (
            Drawn("From", over("From"), "unseen"),
            Drawn("To", over("To"), "unseen"),
            Drawn("Places", over("Dot"), "others", bars=bars, number_format=one.variable.unit.number_format),
            Drawn("This place", own, "own"),
        ),
        one.pillar.tab,
        f"{guide.area}. {estimate.quality}. {', '.join(source.short for source in one.variable.sources)}",
        over("Where"),
    )
