"""The Data sheet: the tables that every formula of the workbook looks up.

Where cell functions are LAMBDA names, the tables that they need stand below: which year is a series'
latest, and which names mean what.
"""

from collections.abc import Iterator, Sequence
from typing import get_args

from mobility_xl.catalog import Level
from mobility_xl.compare.prices import price_index
from mobility_xl.queries.benchmarks import AMONG
from mobility_xl.workbook.blocks import Block, Cell, Column, Gap, Line, Paragraph, PrintEnd, Sheet, Table
from mobility_xl.workbook.contents.topics import topics
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import (
    AREAS,
    BENCHMARK,
    BENCHMARK_CODES,
    COMPARISONS,
    ESTIMATES,
    NOT_PUBLISHED,
    SHOWN,
    Compared,
    Row,
    benchmark_row,
)
from mobility_xl.workbook.spellings import AreaName, MetricName, area_names, metric_names

TAB = "Data"
METRICS = "Metrics"
TOPICS = "Topics"
LATEST = "Latest"
AREA_NAMES = "AreaNames"
METRIC_NAMES = "MetricNames"
VERSION = "Version"
BREAKS = "Breaks"
PRICES = "Prices"
WORDING: dict[str, frozenset[str]] = {
    "data.answers": frozenset(),
    "data.title": frozenset(),
    "data.note": frozenset(),
    "data.areas": frozenset(),
    "data.metrics": frozenset(),
    "data.topics": frozenset(),
    "data.estimates": frozenset(),
    "data.shown": frozenset(),
    "data.shown.note": frozenset(),
    "data.comparisons": frozenset(),
    "data.latest": frozenset(),
    "data.area_names": frozenset(),
    "data.metric_names": frozenset(),
    "data.version": frozenset(),
    "data.breaks": frozenset(),
    "data.prices": frozenset(),
}
ROW = (
    f"IF(IFERROR(INDEX({ESTIMATES}[key],{{@as_built}})={{@key}},FALSE),{{@as_built}},"
    f"MATCH({{@key}},{ESTIMATES}[key],0))"
)
"""Where a number stands: in the row that the builder wrote it in, or where it is after people sorted the rows."""
WIDTHS = (62, 25, 14, 39, 26, 26, 22, 22, 25, 55, 82, 100, 105, 38)
"""Wide enough for every table: a table's longest text stands in its last column, with room beside it."""
PRINTED = 6
"""Its columns of areas are printed; what is only for formulas would take dozens of pages that nobody can read."""


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet; it is drawn last, when all numbers are known."""
    answers = guide.write("data.answers")
    yield Sheet(TAB, answers, "As published", WIDTHS, lambda _: _blocks(guide), printed=PRINTED)


def _blocks(guide: Guide) -> list[Block]:
    benchmarks = _take_benchmarks(guide) if guide.functions == "lambda" else {}
    return [
        Line.of(guide.write("data.title"), "title", 30),
        Paragraph(guide.write("data.note")),
        Gap(),
        _areas(guide),
        PrintEnd(),
        Gap(),
        _metrics(guide),
        *((Gap(), _topics(guide)) if not guide.state else ()),
        Gap(),
        *_estimates(guide),
        *((Gap(), _comparisons(guide)) if guide.numbers.comparisons else ()),
        *(block for table in guide.tables.values() for block in (Gap(), table)),
        *(_for_names(guide, benchmarks) if guide.functions == "lambda" else ()),
    ]


def _for_names(guide: Guide, benchmarks: dict[str, int]) -> Iterator[Block]:
    """Lay out what the LAMBDA names need besides."""
    areas = list(guide.numbers.areas.values())
    tables: list[tuple[str, str, str, tuple[str, ...], Sequence[Sequence[str | float]]]] = [
        (VERSION, "data.version", "What made this workbook", ("version",), [(guide.ask.version,)]),
        (
            AREA_NAMES,
            "data.area_names",
            "Codes and names of areas",
            AreaName._fields,
            list(area_names(guide.ask, areas)),
        ),
        (
            METRIC_NAMES,
            "data.metric_names",
            "Names of metrics and of their groups",
            MetricName._fields,
            list(metric_names(guide.ask, areas)),
        ),
        (LATEST, "data.latest", "The latest year of every series", ("series", "year"), _latest(guide, benchmarks)),
        (BREAKS, "data.breaks", "The years from which a series is another", ("series", "year"), _breaks(guide)),
        (PRICES, "data.prices", "The index that puts dollars into those of another year", ("year", "index"), _prices()),
    ]
    for name, title, description, headers, rows in tables:
        yield Gap()
        yield Table(name, guide.write(title), description, _columns(*headers), rows)


def _take_benchmarks(guide: Guide) -> dict[str, int]:
    """Take in every national median, and return the latest year that each is asked for, withheld or not."""
    latest = {}
    for variable in guide.ask.catalog.variables.values():
        for level, among in AMONG.items():
            series = guide.ask.store.series(variable.name, level)
            newest = guide.ask.benchmark_year(variable, among)
            if series is None or newest is None or not variable.benchmark:
                continue
            latest[f"{variable.name}|{BENCHMARK_CODES[level]}|{BENCHMARK}"] = newest
            for year in series.years:
                found = guide.ask.benchmark(variable, year, among)
                if found.value is not None:
                    guide.numbers.add(benchmark_row(variable, year, level, found))
    return latest


def _latest(guide: Guide, benchmarks: dict[str, int]) -> list[tuple[str, int]]:
    """Return the latest year of each series: variable, area and group, or benchmark."""
    years: dict[str, int] = {}
    for row in guide.numbers.rows.values():
        is_series = row.key.endswith(f"|{row.subgroup}") and row.subgroup_type != BENCHMARK
        if is_series:
            series = f"{row.variable}|{row.geoid}|{row.subgroup}"
            years[series] = max(row.year, years.get(series, 0))
    return [*years.items(), *benchmarks.items()]


def _breaks(guide: Guide) -> list[tuple[str, int]]:
    """Return the breaks of each variable at each level; those of one state alone no area lives to see."""
    return [
        (f"{variable.name}|{level}", one.year)
        for variable in guide.ask.catalog.variables.values()
        for level in get_args(Level)
        for one in variable.breaks_for(level)
    ]


def _prices() -> list[tuple[int, float]]:
    return list(price_index().items())


def _columns(*headers: str) -> tuple[Column, ...]:
    return tuple(Column(header, "data") for header in headers)


def _areas(guide: Guide) -> Table:
    columns = _columns("name", "geoid", "state", "level", "population", "population_year")
    rows: list[tuple[str | float, ...]] = [
        (
            area.name,
            area.geoid,
            area.state,
            area.level,
            NOT_PUBLISHED if area.population is None else area.population,
            area.population_year or NOT_PUBLISHED,
        )
        for area in guide.numbers.areas.values()
    ]
    # The benchmarks' area. With it the table has two rows: one engine cannot search a table of one.
    rows.append(("United States", BENCHMARK_CODES["county"], "United States", "country", NOT_PUBLISHED, NOT_PUBLISHED))
    return Table(AREAS, guide.write("data.areas"), "The areas whose numbers this workbook holds", columns, rows)


def _metrics(guide: Guide) -> Table:
    columns = _columns(
        "label",
        "pillar",
        "number",
        "variable",
        "direction",
        "unit",
        "group",
        "level",
        "predictor",
        "zero",
        "interval",
        "counted_in",
        "city_label",
    )
    rows: list[Sequence[str | float | Cell]] = []
    for pillar in guide.ask.catalog.pillars:
        for predictor in pillar.predictors:
            for metric in predictor.metrics:
                rows += [
                    (
                        one.label,
                        pillar.tab,
                        metric.number,
                        one.name,
                        one.direction,
                        one.of,
                        one.group or "-",
                        one.level or "-",
                        predictor.label,
                        one.zero_of or "-",
                        one.interval,
                        one.counted_in,
                        one.label_for("city"),
                    )
                    for one in metric.variables
                ]
    return Table(METRICS, guide.write("data.metrics"), "The published variables", columns, rows)


def _topics(guide: Guide) -> Table:
    """List the metrics as people choose them, one row each."""
    rows = [(topic.heading, pillar.tab) for pillar, _ in guide.pillars for topic in topics(guide, pillar)]
    return Table(TOPICS, guide.write("data.topics"), "The metrics, to choose from", _columns("topic", "pillar"), rows)


def _estimates(guide: Guide) -> Iterator[Block]:
    """Lay out the numbers, the place's own and the benchmarks first, and where those stand that sheets show."""
    own = {guide.area.geoid, guide.county.geoid if guide.county else ""}
    rows = sorted(guide.numbers.rows.values(), key=lambda row: (row.geoid not in own, row.subgroup_type != BENCHMARK))
    title = guide.write("data.estimates")
    yield Table(ESTIMATES, title, "Published numbers, one row each", _columns(*Row._fields), rows)
    if keys := guide.numbers.shown_keys:
        places = {row.key: place for place, row in enumerate(rows, 1)}
        columns = (*_columns("key", "as_built"), Column("row", "data", formula=ROW))
        found = [(key, places[key], places[key]) for key in keys]
        description = "In which row of Estimates each number stands that sheets show"
        title, note = guide.write("data.shown"), guide.write("data.shown.note")
        yield Gap()
        # One engine cannot search a table of one row.
        yield Table(SHOWN, title, description, columns, found * 2 if len(found) == 1 else found, note)


def _comparisons(guide: Guide) -> Table:
    columns = _columns(*Compared._fields)
    rows = list(guide.numbers.comparisons.values())
    description = "How far two published numbers are apart, and how sure that is, one row each"
    return Table(COMPARISONS, guide.write("data.comparisons"), description, columns, rows)
