"""The tables behind a pillar sheet's charts: years and groups, each with its interval and quality."""

from collections.abc import Iterator, Sequence

from mobility_xl.estimates import Estimate
from mobility_xl.workbook.blocks import Cell, Column, Formula, Lookup, Table
from mobility_xl.workbook.contents.topics import Compared, Content, Groups, Years
from mobility_xl.workbook.guide import Guide

VALUE, LOWER, UPPER, BELOW, ABOVE = "Value", "Lower", "Upper", "Below", "Above"
"""Below and above: how far the interval reaches on each side of the value, as error bars need it."""

EVERYBODY, BENCHMARK = "All", "Benchmark"
YEAR, LABEL = "Year", "Chart label"
STATE_BENCHMARK, US_BENCHMARK = "State benchmark", "US benchmark"

_YEAR = Column(YEAR, "cell_center", "table_head_center")
_INTERVAL = tuple(Column(name, "cell_right", "table_head_right") for name in (LOWER, UPPER, BELOW, ABOVE))
_QUALITY = Column("Quality", "cell_small", "table_head_indent")


def tables_of(guide: Guide, found: Content) -> Iterator[Table]:
    """Return a topic's tables: its groups where they are columns, then every variable's years and groups."""
    topic = found.topic
    if found.columns:
        yield groups_table(guide, topic.label, topic.first.of, found.columns)
    if found.compared:
        yield compared_table(guide, found.compared)
    for variable in (*topic.variables, *topic.siblings):
        if found.years[variable.name].estimates:
            yield years_table(guide, found.years[variable.name])
        for groups in found.groups[variable.name]:
            yield groups_table(guide, guide.label(variable), variable.of, groups)


def years_table(guide: Guide, series: Years) -> Table:
    """Lay out the years of one variable."""
    variable = series.variable
    label = guide.label(variable)
    has_benchmark = any(series.benchmarks)
    columns = (
        _YEAR,
        Column("Number", "cell"),
        Column(VALUE, "cell_right", "table_head_right"),
        *(_INTERVAL if series.has_intervals else ()),
        *((Column(BENCHMARK, "cell_right", "table_head_right"),) if has_benchmark else ()),
        _QUALITY,
    )
    rows = [
        (
            one.year or 0,
            label,
            *_value(guide, one),
            *(_interval(guide, one) if series.has_intervals else ()),
            *((_or(benchmark, "[c] withheld"),) if has_benchmark else ()),
            guide.quality(one),
        )
        for one, benchmark in zip(series.estimates, series.benchmarks, strict=True)
    ]
    where = series.estimates[0].area
    note = _note(variable.of, variable.sources)
    return Table(series.table, f"{label}, by year", f"{label} in {where}, by year", columns, rows, note)


def groups_table(guide: Guide, label: str, unit: str, found: Groups) -> Table:
    """Lay out groups side by side."""
    everybody = found.everybody
    columns = (
        _YEAR,
        Column("Group", "cell"),
        Column(VALUE, "cell_right", "table_head_right"),
        *(_INTERVAL if found.has_intervals else ()),
        *((Column(EVERYBODY, "cell_right", "table_head_right"),) if everybody else ()),
        _QUALITY,
        Column(LABEL, "cell_small", "table_head_indent"),
    )
    rows = [
        (
            found.year,
            name,
            *_value(guide, one),
            *(_interval(guide, one) if found.has_intervals else ()),
            *((guide.numbers.look_up(everybody),) if everybody else ()),
            guide.quality(one),
            chart_label,
        )
        for one, name, chart_label in zip(found.estimates, found.names, found.labels, strict=True)
    ]
    first = found.estimates[0]
    title, said = f"{label}, by {found.kind}, {found.year}", f"{label} in {first.area}, by {found.kind}"
    return Table(found.table, title, said, columns, rows, _note(unit, first.variable.sources))


def compared_table(guide: Guide, found: Compared) -> Table:
    """Lay out a number beside its benchmark."""
    estimate = found.estimate
    label, year = guide.label(estimate.variable), estimate.year or 0
    columns = (
        _YEAR,
        Column("Compared", "cell"),
        Column(VALUE, "cell_right", "table_head_right"),
        _QUALITY,
        Column(LABEL, "cell_small", "table_head_indent"),
    )
    name = estimate.area.name
    weak = "\n(Weak)" if estimate.quality == "Weak" else ""
    rows = [
        (year, str(estimate.area), *_value(guide, estimate), guide.quality(estimate), f"{name}{weak}"),
        (year, US_BENCHMARK, Cell(found.benchmark, "cell_right"), Cell("-", "cell_muted"), US_BENCHMARK),
    ]
    note = _note(estimate.variable.of, estimate.variable.sources)
    return Table(found.table, f"{label}, compared", f"{label} in {name} and the {US_BENCHMARK}", columns, rows, note)


def _note(unit: str, sources: Sequence[object]) -> str:
    return f"Unit: {unit}. Source: {'; '.join(map(str, sources))}."


def _value(guide: Guide, estimate: Estimate) -> tuple[Cell]:
    return (guide.value(estimate, "cell_right", "cell_muted_right"),)


def _interval(guide: Guide, estimate: Estimate) -> tuple[Cell, ...]:
    """Return lower, upper and the two half-widths, or why there are none."""
    if estimate.value is None or not estimate.has_interval:
        missing = "[x]" if estimate.value is not None else "-"
        return (Cell(missing, "cell_muted_right"),) * len(_INTERVAL)
    value, lower, upper = (guide.numbers.look_up(estimate, part) for part in ("value", "lower", "upper"))
    look = lower.number_format
    below = Formula(f"{{@{VALUE}}}-{{@{LOWER}}}", float(value.value) - float(lower.value), look)
    above = Formula(f"{{@{UPPER}}}-{{@{VALUE}}}", float(upper.value) - float(value.value), look)
    return tuple(Cell(one, "cell_right") for one in (lower, upper, below, above))


def _or(lookup: Lookup | None, shorthand: str) -> Cell:
    return Cell(lookup, "cell_right") if lookup else Cell(shorthand, "cell_muted_right")
