"""The Data sheet: three tables that every formula of the workbook looks up, smallest first."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from mobility_xl.workbook.blocks import Block, Cell, Column, Gap, Line, Paragraph, Sheet, Table
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import AREAS, BENCHMARK_CODES, ESTIMATES, NOT_PUBLISHED, Row

TAB = "Data"
METRICS = "Metrics"
WORDING: dict[str, frozenset[str]] = {
    "data.answers": frozenset(),
    "data.title": frozenset(),
    "data.note": frozenset(),
    "data.areas": frozenset(),
    "data.metrics": frozenset(),
    "data.estimates": frozenset(),
}
WIDTHS = (60, 48, 46, 10, 44, 27, 30, 24, 24, 24, 12)


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet; it is drawn last, when all numbers are known."""
    yield Sheet(TAB, guide.write("data.answers"), "As published", WIDTHS, lambda _: _blocks(guide))


def _blocks(guide: Guide) -> list[Block]:
    return [
        Line.of(guide.write("data.title"), "title", 30),
        Paragraph(guide.write("data.note")),
        Gap(),
        _areas(guide),
        Gap(),
        _metrics(guide),
        Gap(),
        _estimates(guide),
    ]


def _columns(*headers: str) -> tuple[Column, ...]:
    return tuple(Column(header, "data") for header in headers)


def _areas(guide: Guide) -> Table:
    columns = _columns("geoid", "name", "state", "level", "population", "population_year")
    rows: list[tuple[str | float, ...]] = [
        (
            area.geoid,
            area.name,
            area.state,
            area.level,
            NOT_PUBLISHED if area.population is None else area.population,
            area.last_year,
        )
        for area in guide.numbers.areas.values()
    ]
    # The benchmarks' area. With it the table has two rows: one engine cannot search a table of one.
    rows.append((BENCHMARK_CODES["county"], "United States", "United States", "country", NOT_PUBLISHED, NOT_PUBLISHED))
    return Table(AREAS, guide.write("data.areas"), "The areas whose numbers this workbook holds", columns, rows)


def _metrics(guide: Guide) -> Table:
    columns = _columns(
        "variable", "pillar", "predictor", "number", "label", "unit", "direction", "interval", "group", "level"
    )
    rows: list[Sequence[str | float | Cell]] = []
    for pillar in guide.ask.catalog.pillars:
        for predictor in pillar.predictors:
            for metric in predictor.metrics:
                rows += [
                    (
                        one.name,
                        pillar.tab,
                        predictor.label,
                        metric.number,
                        one.label,
                        one.of,
                        one.direction,
                        one.interval,
                        one.group or "-",
                        one.level or "-",
                    )
                    for one in metric.variables
                ]
    return Table(METRICS, guide.write("data.metrics"), "The published variables", columns, rows)


def _estimates(guide: Guide) -> Table:
    columns = _columns(*(one.name for one in fields(Row)))
    names = [column.header for column in columns]
    rows = [[getattr(row, name) for name in names] for row in guide.numbers.rows.values()]
    return Table(ESTIMATES, guide.write("data.estimates"), "Published numbers, one row each", columns, rows)
