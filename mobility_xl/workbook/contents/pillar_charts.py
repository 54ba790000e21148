"""The charts of a pillar sheet, as plain values over its tables."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from mobility_xl.catalog import Unit
from mobility_xl.estimates import Estimate
from mobility_xl.workbook.charts import TIME_AXIS, Axis, Bars, Chart, GroupChart, Range, TrendChart, TrendLine
from mobility_xl.workbook.contents.pillar_tables import (
    ABOVE,
    BELOW,
    BENCHMARK,
    EVERYBODY,
    LABEL,
    US_BENCHMARK,
    VALUE,
    YEAR,
)
from mobility_xl.workbook.contents.topics import Compared, Groups, Topic, Years

Place = Literal["above", "below", "right"]

ABOVE_OR_BELOW: tuple[Place, ...] = ("above", "below")
CAPTION_LENGTH = 66
LEAST_POINTS = 2
SHORT = 0.22
"""A column of less than this part of the highest has no room for its number, in the lowest charts."""
NAME_YEARS, NAME_HEIGHT, NAME_GAP = 1.2, 0.1, 0.02
"""What the name of a line takes: years to each side, a part of the axis, and as much between it and its line."""


def trend_chart(topic: Topic, series: Sequence[Years], accent: str) -> Chart | None:
    """Draw the years of a topic: one line, or one for each group; none where no line has two points."""
    drawn = [one for one in series if len(one.estimates) >= LEAST_POINTS]
    if not drawn or any(map(_counts_nothing, drawn[0].estimates)):
        return None
    unit = topic.first.unit
    lines = [line for number, one in enumerate(drawn) for line in _lines(one, number, alone=len(drawn) == 1)]
    reference = _reference(drawn[0]) if len(drawn) == 1 else {}
    points = [estimate for one in drawn for estimate in one.estimates]
    extremes = [number for one in points for number in (one.value, one.lower, one.upper) if number is not None]
    axis = nice_axis([*extremes, *reference.values()], unit)
    if reference:
        lines.append(_reference_line(drawn[0], reference, axis))
    all_years = sorted({one.year or 0 for one in points})
    start = f", axis from {_short(unit, axis.low)}" if axis.low else ""
    return TrendChart(
        f"{topic.first.short_for(points[0].area.level)}, {all_years[0]} to {all_years[-1]}{start}",
        _trend_in_words(topic, drawn),
        tuple(lines),
        axis,
        unit.number_format,
        accent,
        caption(points[-1], points[-1].quality),
    )


def group_chart(topic: Topic, found: Groups, accent: str) -> Chart | None:
    """Draw groups as columns; none where fewer than two have a value, or one is below zero."""
    filled = found.filled
    values = [one.value or 0.0 for one in filled]
    if len(filled) < LEAST_POINTS or min(values) < 0:
        return None
    unit = topic.first.unit
    last = len(filled) - 1
    bars = None
    if all(one.has_interval for one in filled):
        bars = _bars(found.table, filled, 0, last)
    everybody = found.everybody.value if found.everybody else None
    tops = [one.upper if bars and one.upper is not None else one.value or 0.0 for one in filled]
    highest = max(*tops, everybody or 0.0)
    shortest = min(range(len(values)), key=values.__getitem__)
    short = _short_columns(values, highest)
    # Everybody's value stands over the shortest column, whose own number may stand there already.
    room = SHORT * highest if shortest in short else 0.0
    has_room = everybody is not None and values[shortest] < 0.8 * everybody - room
    said = f"Dashed: all {unit.show(everybody)}. " if everybody is not None and not has_room else ""
    return GroupChart(
        f"{topic.first.short_for(filled[0].area.level)}, by {found.kind}, {found.year}",
        _groups_in_words(topic, found),
        Range(found.table, LABEL, 0, last),
        Range(found.table, VALUE, 0, last),
        highest,
        unit.number_format,
        accent,
        f"{said}{caption(filled[0], found.quality)}",
        bars,
        Range(found.table, EVERYBODY, 0, last) if everybody is not None else None,
        shortest if has_room else None,
        short=short,
    )


def compared_chart(found: Compared, accent: str) -> Chart | None:
    """Draw a number beside its benchmark, where a metric has no groups; none for what can be below zero."""
    value, benchmark = found.estimate.value or 0.0, float(found.benchmark.value)
    if min(value, benchmark) < 0 or _counts_nothing(found.estimate):
        return None
    variable = found.estimate.variable
    show = variable.unit.show
    area, year = found.estimate.area, found.estimate.year
    return GroupChart(
        f"{variable.short_for(area.level)}, {year}, and the {US_BENCHMARK}",
        f"Column chart, {year}. {found.estimate.label}: {area} {show(value)}; {US_BENCHMARK} {show(benchmark)}.",
        Range(found.table, LABEL, 0, 1),
        Range(found.table, VALUE, 0, 1),
        max(value, benchmark),
        variable.unit.number_format,
        accent,
        caption(found.estimate, found.estimate.quality),
        references=1,
        short=_short_columns([value, benchmark], max(value, benchmark)),
    )


def _short_columns(values: Sequence[float], highest: float) -> tuple[int, ...]:
    return tuple(at for at, value in enumerate(values) if value < SHORT * highest or not highest)


def _counts_nothing(estimate: Estimate) -> bool:
    """Whether a 0 stands for something that is not there, such as a physician: beside numbers it would look low."""
    return estimate.value == 0 and bool(estimate.variable.zero_of)


def caption(estimate: Estimate, quality: str) -> str:
    """Say place, quality and source, so that a chart that is pasted elsewhere still does."""
    source = ", ".join(dict.fromkeys(one.short for one in estimate.variable.sources))
    whole = f"{estimate.area}. {quality or 'No flag'}. {source}"
    return whole if len(whole) <= CAPTION_LENGTH else f"{estimate.area.name}. {quality or 'No flag'}. {source}"


def nice_axis(values: Sequence[float], unit: Unit) -> Axis:
    """Return a value axis with round steps that holds all values with room to spare.

    It begins at 0 where that costs little; a chart that does not says so in its title.
    """
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1.0) * 0.15
    bottom = 0.0 if 0 <= low < 0.45 * high or low == 0 else low - room
    step = _round_step((high + room - bottom) / 5)
    bottom = math.floor(round(bottom / step, 9)) * step
    top = math.ceil(round((high + room) / step, 9)) * step
    if low >= 0:
        bottom = max(bottom, 0.0)
    if unit.most is not None and low >= 0 and high <= unit.most < top:
        # A value that nearly touches the end keeps its marker whole.
        top = unit.most if high < unit.most - step / 10 else unit.most + step / 2
    return Axis(round(bottom, 10), round(top, 10), step, _axis_format(unit, step))


def _round_step(least: float) -> float:
    """Return the next larger of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * 0.999999)


def _axis_format(unit: Unit, step: float) -> str:
    if unit.percent:
        return "0%" if step >= 0.01 and round(step * 100, 6) == round(step * 100) else "0.0%"
    if unit.prefix:
        return f"{unit.prefix}#,##0"
    return "#,##0" if step >= 1 and step == round(step) else "0.0" if round(step, 6) == round(step, 1) else "0.00"


def _short(unit: Unit, number: float) -> str:
    """Return an axis's end as it is read aloud, without decimals that say nothing."""
    shown = unit.show(number)
    whole, point, rest = shown.partition(".")
    return whole + rest.lstrip("0123456789") if point and not rest.rstrip("%").strip("0") else shown


def _lines(series: Years, number: int, *, alone: bool) -> list[TrendLine]:
    """Return a series as lines: one, or one on each side of every break, which no line may cross."""
    estimates = series.estimates
    name = "This place" if alone else series.variable.group or series.variable.level
    starts = _starts(series)
    lines = []
    for first, end in zip(starts, [*starts[1:], len(estimates)], strict=True):
        last = end - 1
        bars = None
        if alone and any(one.has_interval for one in estimates[first:end]):
            bars = _bars(series.table, estimates, first, last)
        years, values = Range(series.table, YEAR, first, last), Range(series.table, VALUE, first, last)
        label_at = last - first if alone and end == len(estimates) else -1
        lines.append(TrendLine(name, years, values, bars, number=number, label_at=label_at))
    return lines


def _starts(series: Years) -> list[int]:
    """Return where a line begins: with the first year, and behind every break."""
    breaks = {one.year for one in series.variable.breaks_for(series.estimates[0].area.level)}
    years = [one.year or 0 for one in series.estimates]
    broken = (
        index for index in range(1, len(years)) if any(years[index - 1] < year <= years[index] for year in breaks)
    )
    return [0, *broken]


def _reference(series: Years) -> dict[int, float]:
    """Return the benchmark by row, over the longest run of years that have one and no break; nothing under two."""
    starts = _starts(series)
    runs: list[dict[int, float]] = [{}]
    for index, benchmark in enumerate(series.benchmarks):
        if benchmark is None or index in starts:
            runs.append({})
        if benchmark is not None:
            runs[-1][index] = float(benchmark.value)
    run = max(reversed(runs), key=len)
    return run if len(run) >= LEAST_POINTS else {}


def _reference_line(series: Years, run: dict[int, float], axis: Axis) -> TrendLine:
    """Return the benchmark as a line that is named where its name is farthest from all that is drawn."""
    rows = list(run)
    first, last = rows[0], rows[-1]
    beside: list[tuple[int, Place]] = [(index, place) for index in rows for place in ABOVE_OR_BELOW]
    label_at, place = max([*beside, (last, "right")], key=lambda one: _room_for_name(series, run, axis, *one))
    return TrendLine(
        US_BENCHMARK,
        Range(series.table, YEAR, first, last),
        Range(series.table, BENCHMARK, first, last),
        reference=True,
        label_at=label_at - first,
        label_place=place,
    )


def _room_for_name(series: Years, run: dict[int, float], axis: Axis, index: int, place: Place) -> float:
    """Return how far the name of the benchmark, placed at a point of its line, is from what is drawn.

    In parts of the axis. Below 0 it would stand on a line, an error bar, the last value or the edge.
    """
    year, size = series.estimates[index].year or 0, axis.high - axis.low
    near, far = NAME_GAP * size, (NAME_GAP + NAME_HEIGHT) * size
    left, right = year - NAME_YEARS, year + NAME_YEARS
    low, high = (run[index] + near, run[index] + far) if place == "above" else (run[index] - far, run[index] - near)
    if place == "right":
        left, right = year + NAME_GAP, year + 2 * NAME_YEARS
        low, high = run[index] - NAME_HEIGHT / 2 * size, run[index] + NAME_HEIGHT / 2 * size
    if left < TIME_AXIS[0] or right > TIME_AXIS[1] or low < axis.low or high > axis.high:
        return -1.0
    points = [(one.year or 0, one.value or 0.0) for one in series.estimates]
    lines = [points[start:end] for start, end in pairwise([*_starts(series), len(points)])]
    lines.append([(series.estimates[row].year or 0, number) for row, number in run.items()])
    taken = [_within(line, left, right) for line in lines]
    beside = [one for one in series.estimates if left <= (one.year or 0) <= right]
    taken += [[end for end in (one.lower, one.upper) if end is not None] for one in beside]
    last, value = points[-1]
    if last <= right and left <= last + 2 * NAME_YEARS:
        taken.append([value - NAME_HEIGHT / 2 * size, value + NAME_HEIGHT / 2 * size])
    return min((max(low - max(one), min(one) - high) / size for one in taken if one), default=1.0)


def _within(line: Sequence[tuple[int, float]], left: float, right: float) -> list[float]:
    """Return the values that a line has between two years: where it begins, bends and ends there."""
    found = [value for year, value in line if left <= year <= right]
    for (start, one), (end, other) in pairwise(line):
        found += [one + (other - one) * (edge - start) / (end - start) for edge in (left, right) if start < edge < end]
    return found


def _bars(table: str, estimates: Sequence[Estimate], first: int, last: int) -> Bars:
    drawn = estimates[first : last + 1]
    below = tuple((one.value or 0.0) - one.lower if one.lower is not None else 0.0 for one in drawn)
    above = tuple(one.upper - (one.value or 0.0) if one.upper is not None else 0.0 for one in drawn)
    return Bars(Range(table, BELOW, first, last), Range(table, ABOVE, first, last), below, above)


def _trend_in_words(topic: Topic, drawn: Sequence[Years]) -> str:
    show = topic.first.unit.show
    parts = []
    for one in drawn:
        first, last = one.estimates[0], one.estimates[-1]
        who = f"{one.variable.group}: " if topic.grouped else ""
        parts.append(f"{who}{show(first.value or 0.0)} in {first.year}, {show(last.value or 0.0)} in {last.year}")
    where = drawn[0].estimates[0].area
    reference = f" A dashed line shows the {US_BENCHMARK}." if len(drawn) == 1 and any(drawn[0].benchmarks) else ""
    return f"Line chart. {topic.label}, {where}: {'; '.join(parts)}.{reference}"


def _groups_in_words(topic: Topic, found: Groups) -> str:
    show = topic.first.unit.show
    parts = [
        f"{name} {show(one.value)}"
        for one, name in zip(found.estimates, found.names, strict=True)
        if one.value is not None
    ]
    everybody = f" All: {show(found.everybody.value)}." if found.everybody and found.everybody.value is not None else ""
    where = found.estimates[0].area
    return f"Column chart by {found.kind}, {found.year}. {topic.label}, {where}: {'; '.join(parts)}.{everybody}"
