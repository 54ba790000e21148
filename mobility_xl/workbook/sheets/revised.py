"""Revised: every published number of the place that a former edition has, too, and that is another there.

Only a workbook that takes over one of a former edition has it: what people wrote was about those numbers.
"""

from collections.abc import Iterator

from mobility_xl.catalog import Variable
from mobility_xl.workbook.blocks import Block, Cell, Column, Gap, Line, Paragraph, Sheet, Table, Value
from mobility_xl.workbook.carried import CarryOver, Revised
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import Row

TAB = "Revised"
REVISED = "RevisedNumbers"
WORDING: dict[str, frozenset[str]] = {
    "revised.answers": frozenset(),
    "revised.quality": frozenset(),
    "revised.title": frozenset(),
    "revised.subtitle": frozenset({"place", "edition", "former"}),
    "revised.how": frozenset(),
    "revised.table": frozenset({"count"}),
    "revised.table.note": frozenset({"edition", "former"}),
    "revised.unseen": frozenset(),
    "revised.none": frozenset({"edition", "former"}),
}
WIDTHS = (46, 30, 8, 12, 12, 12, 11, 12, 12, 12, 11, 18, 50)


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet, where a workbook is taken over."""
    if guide.carried is not None:
        carried = guide.carried
        answers, quality = guide.write("revised.answers"), guide.write("revised.quality")
        yield Sheet(TAB, answers, quality, WIDTHS, lambda _: _blocks(guide, carried))


def _blocks(guide: Guide, carried: CarryOver) -> list[Block]:
    editions = {"edition": guide.ask.store.edition, "former": carried.edition}
    return [
        Line.of(guide.write("revised.title"), "title", 34),
        Line.of(guide.write("revised.subtitle", place=guide.area, **editions), "subtitle", 20),
        Paragraph(guide.write("revised.how")),
        Gap(8),
        _table(guide, carried, editions)
        if carried.revised
        else Paragraph(guide.write("revised.none", **editions), "sentence"),
    ]


def _table(guide: Guide, carried: CarryOver, editions: dict[str, int]) -> Table:
    right = ("cell_right", "table_head_right")
    parts = ("value", "lower", "upper")
    columns = (
        Column("Metric", "cell_small", "table_head_indent"),
        Column("Group", "cell_small", "table_head_indent"),
        Column("Year", "cell_center", "table_head_center"),
        *(
            column
            for edition in (carried.edition, guide.ask.store.edition)
            for column in (
                *(Column(f"{part.capitalize()}, {edition} edition", *right) for part in parts),
                Column(f"Quality, {edition} edition", "cell_small", "table_head_indent"),
            )
        ),
        Column("Measure", "cell_small", "table_head_indent"),
        Column("What differs", "cell_small", "table_head_indent"),
    )
    rows = [_row(guide, one) for one in carried.revised]
    title, note = guide.write("revised.table", count=len(rows)), guide.write("revised.table.note", **editions)
    return Table(
        REVISED, title, "Published numbers that differ between two editions", columns, rows, note, repeats=True
    )


def _row(guide: Guide, one: Revised) -> list[Value | Cell]:
    now = guide.numbers.rows[one.key]
    variable = guide.ask.catalog.variables[now.variable]
    shown = variable.unit.number_format
    then = (Cell(was, "cell_right", "" if isinstance(was, str) else shown) for was in (one.value, one.lower, one.upper))
    parts = ("value", "lower", "upper", "quality")
    today = {part: guide.numbers.point_at(now, variable, part) for part in parts}
    return [
        guide.label(variable),
        one.key.rpartition("|")[2],
        now.year,
        *then,
        one.quality,
        *(Cell(today[part], "cell_right") for part in ("value", "lower", "upper")),
        today["quality"],
        one.measure,
        one.why or (guide.write("revised.unseen") if _looks_alike(one, now, variable) else "-"),
    ]


def _looks_alike(one: Revised, now: Row, variable: Variable) -> bool:
    """Tell whether the two are the same in the digits that are shown."""
    pairs = ((one.value, now.value), (one.lower, now.lower), (one.upper, now.upper))
    shown = [[number if isinstance(number, str) else variable.unit.show(number) for number in pair] for pair in pairs]
    return one.quality == now.quality and all(then == today for then, today in shown)
