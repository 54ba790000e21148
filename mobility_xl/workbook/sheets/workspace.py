"""An empty sheet to work on, in a workbook that has the cell functions at hand."""

from collections.abc import Iterator, Sequence

from mobility_xl.workbook.blocks import Block, Line, Link, Paragraph, Sheet
from mobility_xl.workbook.guide import Guide

TAB = "Workspace"
WORDING = {
    "workspace.answers": frozenset[str](),
    "workspace.title": frozenset({"place"}),
    "workspace.note": frozenset({"example"}),
}
WIDTHS = (30, 30, 18, 18, 18, 18, 18, 18)


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, guide.write("workspace.answers"), "-", WIDTHS, lambda others: _blocks(guide, others))


def _blocks(guide: Guide, others: Sequence[Sheet]) -> list[Block]:
    example = f'=MOBILITY_METRIC("low birth weight","{guide.area}")'
    return [
        Line.of(guide.write("workspace.title", place=guide.state or str(guide.area)), "title", 30),
        Paragraph(guide.write("workspace.note", example=example)),
        *(Line.of(Link(f"{one.tab}: {one.answers}", one.tab), "link") for one in others if one.tab != TAB),
    ]
