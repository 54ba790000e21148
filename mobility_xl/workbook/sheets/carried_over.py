"""Carried over: what was written in a former edition's workbook and has no place in this one, word by word.

It is drawn when all other sheets have taken what is theirs. Only a workbook that takes over another has it.
"""

from collections.abc import Iterator

from mobility_xl.workbook.blocks import Block, Cell, Column, Entry, Gap, Line, Paragraph, Sheet, Table
from mobility_xl.workbook.carried import CarryOver, Listed, Without, as_kind
from mobility_xl.workbook.entries import ABOUT, CARRIED_OVER, HEADING, SAYS, STOOD, WHY
from mobility_xl.workbook.guide import Guide

TAB = "Carried over"
NOT_CARRIED = "NotCarried"
WORDING: dict[str, frozenset[str]] = {
    "carried.answers": frozenset(),
    "carried.quality": frozenset(),
    "carried.title": frozenset(),
    "carried.subtitle": frozenset({"place", "edition", "build"}),
    "carried.count": frozenset({"cells", "placed", "left"}),
    "carried.how": frozenset(),
    "carried.table": frozenset(),
    "carried.table.note": frozenset(),
    "carried.prompt": frozenset(),
    "carried.none": frozenset(),
    "carried.listed": frozenset(),
    "carried.listed.note": frozenset(),
    "carried.nothing": frozenset(),
}
WIDTHS = (26, 44, 28, 66, 44)


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet, where a workbook is taken over."""
    if guide.carried is not None:
        carried = guide.carried
        answers, quality = guide.write("carried.answers"), guide.write("carried.quality")
        yield Sheet(TAB, answers, quality, WIDTHS, lambda _: _blocks(guide, carried))


def _blocks(guide: Guide, carried: CarryOver) -> list[Block]:
    left, listed = carried.left(), carried.not_carried()
    counts = {"cells": carried.cells, "placed": len(carried.placed), "left": len(left)}
    subtitle = guide.write("carried.subtitle", place=guide.area, edition=carried.edition, build=carried.build)
    return [
        Line.of(guide.write("carried.title"), "title", 34),
        Line.of(subtitle, "subtitle", 20),
        Paragraph(guide.write("carried.count", **counts), "sentence"),
        Paragraph(guide.write("carried.how")),
        Gap(8),
        _left(guide, left) if left else Paragraph(guide.write("carried.none")),
        Gap(12),
        _listed(guide, listed) if listed else Paragraph(guide.write("carried.nothing")),
    ]


def _left(guide: Guide, left: list[Without]) -> Table:
    columns = (
        Column(STOOD, "cell_small", "table_head_indent"),
        Column(ABOUT, "cell_small", "table_head_indent"),
        Column(HEADING, "cell_small", "table_head_indent"),
        Column(SAYS, "entry_small", entry=Entry(prompt=guide.write("carried.prompt"))),
        Column(WHY, "cell_small", "table_head_indent"),
    )
    rows = [(one.place, one.about or "-", one.heading or "-", as_kind(one.value, "text"), one.why) for one in left]
    said = "What was written in a former workbook and has no place in this one"
    note = guide.write("carried.table.note")
    return Table(CARRIED_OVER.name, guide.write("carried.table"), said, columns, rows, note, repeats=True)


def _listed(guide: Guide, listed: list[Listed]) -> Table:
    columns = tuple(Column(one, "cell_small", "table_head_indent") for one in ("Stands at", "What it is", "Why not"))
    rows = [(Cell(one.place, "cell_bold"), one.what, one.why) for one in listed]
    said, note = "Formulas and sheets that were not carried", guide.write("carried.listed.note")
    return Table(NOT_CARRIED, guide.write("carried.listed"), said, columns, rows, note)
