"""The Pivot sheet: live PivotTables over the Estimates table, in units that people read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mobility_xl.catalog import ALL
from mobility_xl.store import QUALITIES
from mobility_xl.workbook.blocks import Block, Gap, Line, PageBreak, Paragraph, Pivot, PivotField, Sheet
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import BENCHMARK, ESTIMATES, NOT_PUBLISHED, Row, area_in_words

TAB = "Pivot"
WITH_PEERS = True
"""The sheet shows the numbers of peers."""

WORDING: dict[str, frozenset[str]] = {
    "pivot.answers": frozenset(),
    "pivot.title": frozenset(),
    "pivot.use": frozenset(),
    "pivot.opens": frozenset(("metric", "year")),
    "pivot.no_groups": frozenset(("place", "metric", "year")),
    "pivot.no_number": frozenset(("place", "metric", "year")),
    "pivot.values": frozenset(),
    "pivot.values_note": frozenset(),
    "pivot.quality": frozenset(("place",)),
    "pivot.quality_note": frozenset(),
    "pivot.metric": frozenset(),
    "pivot.year": frozenset(),
    "pivot.kind": frozenset(),
    "pivot.group": frozenset(),
    "pivot.area": frozenset(),
    "pivot.flag": frozenset(),
    "pivot.value": frozenset(),
    "pivot.count": frozenset(),
}
LABEL_WIDTHS = (18, 36)
PLACE_WIDTH = 13
LEAST_PLACES = 6
"""So many columns beside the labels the text above may use."""

SHOWN = "[>=1000]#,##0;General"
"""Shown values are rounded already, each in its unit: 9.4, 0.48, 80,848."""

_ROOM = 4
"""Rows that are free below the longest PivotTable."""


class _Opening(NamedTuple):
    """What a PivotTable opens with, and how many groups of the place have a number there."""

    metric: str
    year: int
    groups: int


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet, where the workbook has PivotTables."""
    if guide.pivots == "native":
        places = max(len(guide.numbers.areas), LEAST_PLACES)
        widths = (*LABEL_WIDTHS, *[PLACE_WIDTH] * places)
        yield Sheet(TAB, guide.write("pivot.answers"), "Every year and group", widths, lambda _: _blocks(guide))


def _blocks(guide: Guide) -> list[Block]:
    rows = [row for row in guide.numbers.rows.values() if row.subgroup_type != BENCHMARK]
    opening = _opening(guide, rows)
    own = any(row.geoid == guide.area.geoid for row in rows)
    place = area_in_words(guide.area) if own else rows[0].area
    return [
        Line.of(guide.write("pivot.title"), "title", 34),
        Paragraph(guide.write("pivot.use"), "subtitle"),
        Paragraph(_opens(guide, opening, own=own), "subtitle"),
        Gap(),
        Line.of(guide.write("pivot.values"), "section", 24),
        Paragraph(guide.write("pivot.values_note")),
        _values(guide, rows, opening),
        PageBreak(),
        Line.of(guide.write("pivot.quality", place=place), "section", 24),
        Paragraph(guide.write("pivot.quality_note")),
        _qualities(guide, rows, place),
    ]


def _opens(guide: Guide, opening: _Opening, *, own: bool) -> str:
    """Say what is chosen at first, and what the place has none of."""
    said = {"metric": opening.metric, "year": opening.year}
    if opening.groups:
        return guide.write("pivot.opens", **said)
    return guide.write("pivot.no_groups" if own else "pivot.no_number", place=guide.area, **said)


def _values(guide: Guide, rows: Sequence[Row], opening: _Opening) -> Pivot:
    """Lay out the values: one metric and year, groups down, the place and its peers across."""
    lines = {(row.metric, row.subgroup_type, row.subgroup) for row in rows}
    return Pivot(
        "PivotValues",
        ESTIMATES,
        filters=(
            PivotField("metric", guide.write("pivot.metric"), chosen=opening.metric),
            PivotField("year", guide.write("pivot.year"), chosen=opening.year),
        ),
        down=_down(guide),
        across=PivotField("area", guide.write("pivot.area"), order=tuple(dict.fromkeys(row.area for row in rows))),
        value="shown",
        caption=guide.write("pivot.value"),
        summary="average",
        number_format=SHOWN,
        missing=NOT_PUBLISHED,
        room=max(Counter(metric for metric, _, _ in lines).values()) + _ROOM,
        slicers=guide.slicers,
    )


def _qualities(guide: Guide, rows: Sequence[Row], place: str) -> Pivot:
    """Lay out how many numbers of a place have which quality, by group."""
    return Pivot(
        "PivotQuality",
        ESTIMATES,
        filters=(
            PivotField("area", guide.write("pivot.area"), chosen=place),
            PivotField("metric", guide.write("pivot.metric")),
            PivotField("year", guide.write("pivot.year")),
        ),
        down=_down(guide),
        across=PivotField("quality", guide.write("pivot.flag"), order=QUALITIES[1:]),
        value="key",
        caption=guide.write("pivot.count"),
        summary="count",
        number_format="#,##0",
        missing="-",
        room=len({(row.subgroup_type, row.subgroup) for row in rows}) + _ROOM,
    )


def _down(guide: Guide) -> tuple[PivotField, ...]:
    return (
        PivotField("subgroup_type", guide.write("pivot.kind"), hidden=frozenset([BENCHMARK])),
        PivotField("subgroup", guide.write("pivot.group")),
    )


def _opening(guide: Guide, rows: Sequence[Row]) -> _Opening:
    """Choose what is shown at first: the metric with most groups of the place, in its latest year with any.

    Where the place has no number by group, it is the metric with most numbers. Weak ones do not count, and no
    metric by which places are not to be compared, such as arrests, while there is another.
    """
    placed = [row for row in rows if not guide.ask.catalog.variables[row.variable].unplaced] or rows
    own = [row for row in placed if row.geoid == guide.area.geoid]
    groups = [row for row in own if row.subgroup != ALL and row.quality != "Weak"]
    latest: dict[str, int] = {}
    for row in groups or own or placed:
        latest[row.metric] = max(row.year, latest.get(row.metric, 0))
    by_group = Counter((row.metric, row.year) for row in groups)
    all_there = Counter((row.metric, row.year) for row in rows if row.quality != "Weak")
    metric, year = max(latest.items(), key=lambda one: (by_group[one], all_there[one]))
    return _Opening(metric, year, by_group[metric, year])
