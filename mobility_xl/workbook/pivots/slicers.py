"""Slicers of a PivotTable: buttons for its filters, which Excel draws over the cells.

Other programs show a box that says so.
"""

from mobility_xl.workbook.blocks import Pivot, PivotField
from mobility_xl.workbook.parts import RELATIONSHIPS, Parts, quoted
from mobility_xl.workbook.pivots.crosstab import Placed, Source

SLICERS = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
CACHE_NUMBER = 1
"""The number by which slicers know the cache of their PivotTable."""

_MICROSOFT = "http://schemas.microsoft.com/office/2007/relationships"
_DRAWINGS = "http://schemas.openxmlformats.org/drawingml/2006"
_DRAWN = "http://schemas.microsoft.com/office/drawing/2010"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_BUTTON_HEIGHT = 241300


def cache_name(field: PivotField) -> str:
    """Return the name of the workbook that stands for a slicer."""
    return f"Slicer_{field.column}"


def add_slicers(parts: Parts, source: Source, placed: Placed) -> None:
    """Add a slicer for every filter of a PivotTable, side by side on its first row."""
    pivot, sheet = placed.pivot, placed.sheet
    caches = []
    for at, field in enumerate(pivot.filters, 1):
        name = f"xl/slicerCaches/slicerCache{at}.xml"
        parts.add(name, _cache(source, placed, field), "application/vnd.ms-excel.slicerCache+xml")
        related = parts.relate("xl/workbook.xml", f"{_MICROSOFT}/slicerCache", name)
        caches.append(f'<x14:slicerCache r:id="{related}"/>')
    listed = f"<x14:slicerCaches>{''.join(caches)}</x14:slicerCaches>"
    extended = f'<ext uri="{{BBE1A952-AA13-448e-AADC-164F8A28A991}}" xmlns:x14="{SLICERS}">{listed}</ext>'
    parts.edit("xl/workbook.xml", "</workbook>", f"<extLst>{extended}</extLst></workbook>")

    slicers, drawing = "xl/slicers/slicer1.xml", "xl/drawings/slicers1.xml"
    parts.add(slicers, _slicers(pivot), "application/vnd.ms-excel.slicer+xml")
    parts.add(drawing, _drawing(pivot, placed.row), "application/vnd.openxmlformats-officedocument.drawing+xml")
    drawn = parts.relate(sheet, f"{RELATIONSHIPS}/drawing", drawing)
    related = parts.relate(sheet, f"{_MICROSOFT}/slicer", slicers)
    listed = f'<x14:slicerList><x14:slicer r:id="{related}"/></x14:slicerList>'
    extended = f'<ext uri="{{A8765BA9-456A-4dab-B4F3-ACF838C121DE}}" xmlns:x14="{SLICERS}">{listed}</ext>'
    parts.edit(sheet, "</worksheet>", f'<drawing r:id="{drawn}"/><extLst>{extended}</extLst></worksheet>')


def _cache(source: Source, placed: Placed, field: PivotField) -> str:
    """Return the state of a slicer: which items there are, and which are chosen, as in the filter."""
    items = source.items[field.column]
    chosen = [' s="1"' if field.chosen in (None, item) else "" for item in items]
    listed = "".join(f'<i x="{at}"{mark}/>' for at, mark in enumerate(chosen))
    return (
        f'<slicerCacheDefinition xmlns="{SLICERS}" name="{cache_name(field)}" sourceName={quoted(field.column)}>'
        f'<pivotTables><pivotTable tabId="{placed.number}" name={quoted(placed.pivot.name)}/></pivotTables>'
        f'<data><tabular pivotCacheId="{CACHE_NUMBER}"><items count="{len(items)}">{listed}</items></tabular></data>'
        "</slicerCacheDefinition>"
    )


def _slicers(pivot: Pivot) -> str:
    listed = "".join(
        f'<slicer name={quoted(field.column)} cache="{cache_name(field)}" caption={quoted(field.caption)} '
        f'rowHeight="{_BUTTON_HEIGHT}"/>'
        for field in pivot.filters
    )
    return f'<slicers xmlns="{SLICERS}">{listed}</slicers>'


def _drawing(pivot: Pivot, row: int) -> str:
    """Return where the slicers are drawn: one to a column."""
    anchors = "".join(_anchor(field, column, row) for column, field in enumerate(pivot.filters))
    return f'<xdr:wsDr xmlns:xdr="{_DRAWINGS}/spreadsheetDrawing" xmlns:a="{_DRAWINGS}/main">{anchors}</xdr:wsDr>'


def _anchor(field: PivotField, column: int, row: int) -> str:
    number = 2 * column + 2
    name, told = quoted(field.column), quoted(f"Slicer: choose by {field.caption}")
    start, end = (
        f"<xdr:col>{column + one}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row + one}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        for one in (0, 1)
    )
    frame = (
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number}" name={name} descr={told}/>'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{_DRAWN}/slicer"><sle:slicer xmlns:sle="{_DRAWN}/slicer" name={name}/>'
        "</a:graphicData></a:graphic></xdr:graphicFrame>"
    )
    box = (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number + 1}" name={name} descr={told}/>'
        '<xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1828800" cy="1828800"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r>'
        "<a:t>Buttons for this filter: in Excel 2010 or later.</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )
    return (
        f'<xdr:twoCellAnchor editAs="absolute"><xdr:from>{start}</xdr:from><xdr:to>{end}</xdr:to>'
        f'<mc:AlternateContent xmlns:mc="{_COMPATIBILITY}"><mc:Choice xmlns:a14="{_DRAWN}/main" Requires="a14">{frame}'
        f"</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><xdr:clientData/></xdr:twoCellAnchor>"
    )
