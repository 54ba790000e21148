"""The parts of a file that make PivotTables and their slicers live."""

import re
from collections.abc import Sequence

from mobility_xl.workbook.blocks import Pivot, PivotField
from mobility_xl.workbook.parts import RELATIONSHIPS, Parts, quoted
from mobility_xl.workbook.pivots.crosstab import Item, Placed, Places, Source
from mobility_xl.workbook.pivots.slicers import CACHE_NUMBER, SLICERS, add_slicers

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CACHE_ID = 1
_STYLE = "PivotStyleLight1"
_HIDDEN = ' h="1"'
_WRAPPED = '<alignment horizontal="{}" vertical="bottom" wrapText="1"/>'
HEADINGS_IN_LIBREOFFICE = "Pivot Table Category"
_VERSIONS = 'createdVersion="6" updatedVersion="6" minRefreshableVersion="3"'


def add_pivots(parts: Parts, source: Source, placed: Sequence[Placed]) -> None:
    """Add PivotTables over one table to a workbook."""
    wrapped = _add_wrapped(parts)
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    sliced = any(one.pivot.slicers for one in placed)
    parts.add(cache, _cache(source, sliced=sliced), f"{_TYPES}.pivotCacheDefinition+xml")
    kind = f"{RELATIONSHIPS}/pivotCacheDefinition"
    related = parts.relate("xl/workbook.xml", kind, cache)
    listed = f'<pivotCaches><pivotCache cacheId="{_CACHE_ID}" r:id="{related}"/></pivotCaches>'
    parts.edit("xl/workbook.xml", "</workbook>", f"{listed}</workbook>")
    for number, one in enumerate(placed, 1):
        name = f"xl/pivotTables/pivotTable{number}.xml"
        parts.add(name, _pivot_table(one, source, wrapped), f"{_TYPES}.pivotTable+xml")
        parts.relate(name, kind, cache)
        parts.relate(one.sheet, f"{RELATIONSHIPS}/pivotTable", name)
        if one.pivot.slicers:
            add_slicers(parts, source, one)


def _cache(source: Source, *, sliced: bool) -> str:
    """Return what the PivotTables know of their source.

    It holds no rows (saveData), and so they are read when the file is opened (refreshOnLoad).
    """
    fields = "".join(_cache_field(source, column) for column in source.columns)
    known = f'<x14:pivotCacheDefinition pivotCacheId="{CACHE_NUMBER}"/>'
    extended = f'<ext uri="{{725AE2AE-9491-48be-B2B4-4EB974FC3084}}" xmlns:x14="{SLICERS}">{known}</ext>'
    extensions = f"<extLst>{extended}</extLst>" if sliced else ""
    return (
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}" saveData="0" refreshOnLoad="1" '
        'refreshedBy="mobility_xl" createdVersion="6" refreshedVersion="6" minRefreshableVersion="3">'
        f'<cacheSource type="worksheet"><worksheetSource name="{source.name}"/></cacheSource>'
        f'<cacheFields count="{len(source.columns)}">{fields}</cacheFields>{extensions}</pivotCacheDefinition>'
    )


def _cache_field(source: Source, column: str) -> str:
    values = source.values(column)
    types = set(map(type, values))
    kinds = ""
    if types != {str}:
        # Texts and numbers in one column, or numbers alone; no column has an empty cell.
        numbers = [value for value in values if isinstance(value, int | float)]
        kinds = ' containsMixedTypes="1"' if str in types else ' containsSemiMixedTypes="0" containsString="0"'
        kinds += ' containsNumber="1"'
        if all(float(number).is_integer() for number in numbers):
            kinds += ' containsInteger="1"'
        kinds += f' minValue="{min(numbers)!r}" maxValue="{max(numbers)!r}"'
    items = source.items.get(column, ())
    listed = "".join(map(_shared_item, items))
    shared = f'<sharedItems{kinds} count="{len(items)}">{listed}</sharedItems>' if items else f"<sharedItems{kinds}/>"
    return f'<cacheField name={quoted(column)} numFmtId="0">{shared}</cacheField>'


def _shared_item(item: Item) -> str:
    return f"<s v={quoted(item)}/>" if isinstance(item, str) else f'<n v="{item!r}"/>'


def _add_wrapped(parts: Parts) -> int:
    """Add the looks of headings that are wrapped: of the name of the number, then of what stands across.

    LibreOffice gives headings a named style instead, which wraps them where the workbook has one of that name.
    """
    first = _add_to(parts, "dxfs", *(f"<dxf>{_WRAPPED.format(side)}</dxf>" for side in ("left", "right")))
    plain = 'numFmtId="0" fontId="0" fillId="0" borderId="0" applyAlignment="1"'
    named = _add_to(parts, "cellStyleXfs", f"<xf {plain}>{_WRAPPED.format('general')}</xf>")
    _add_to(parts, "cellStyles", f'<cellStyle name="{HEADINGS_IN_LIBREOFFICE}" xfId="{named}"/>')
    return first


def _add_to(parts: Parts, what: str, *entries: str) -> int:
    """Add entries to a list of looks, and return the number of the first, counted from 0."""
    styles = "xl/styles.xml"
    found = re.search(rf'<{what} count="(\d+)"(?:/>|>(.*?)</{what}>)', parts.texts[styles], re.DOTALL)
    if found is None:
        raise RuntimeError(f"The writing library no longer writes a list of {what}; see workbook/render.py.")
    count = int(found[1])
    whole = f'<{what} count="{count + len(entries)}">{found[2] or ""}{"".join(entries)}</{what}>'
    parts.edit(styles, found[0], whole)
    return count


def _pivot_table(placed: Placed, source: Source, wrapped: int) -> str:
    """Return the definition of a PivotTable: in tabular form, which all programs lay out alike, without totals.

    An average over all years or metrics would be no metric.
    """
    pivot, shown = placed.pivot, placed.shown
    at = {column: number for number, column in enumerate(source.columns)}
    by_column = {field.column: field for field in pivot.fields}
    fields = "".join(_pivot_field(pivot, source, column, by_column.get(column)) for column in source.columns)
    filters = "".join(_page_field(field, at[field.column], source) for field in pivot.filters)
    down = "".join(f'<field x="{at[field.column]}"/>' for field in pivot.down)
    rows = "".join(_row_items(shown.down))
    across = "".join(f"<i>{_pointer(number)}</i>" for number in shown.across)
    subtotal = f' subtotal="{pivot.summary}"'
    pages = f'rowPageCount="{len(pivot.filters)}" colPageCount="1"'
    off = " ".join(f'apply{what}Formats="0"' for what in ("Number", "Border", "Font", "Pattern", "Alignment"))
    return (
        f'<pivotTableDefinition xmlns="{MAIN}" name={quoted(pivot.name)} cacheId="{_CACHE_ID}" {off} '
        f'applyWidthHeightFormats="1" dataCaption="Values" missingCaption={quoted(pivot.missing)} {_VERSIONS} '
        'itemPrintTitles="1" indent="0" compact="0" compactData="0" gridDropZones="0" multipleFieldFilters="0" '
        'rowGrandTotals="0" colGrandTotals="0">'
        f'<location ref="{placed.area}" firstHeaderRow="1" firstDataRow="2" firstDataCol="{len(pivot.down)}" {pages}/>'
        f'<pivotFields count="{len(source.columns)}">{fields}</pivotFields>'
        f'<rowFields count="{len(pivot.down)}">{down}</rowFields><rowItems count="{len(shown.down)}">{rows}</rowItems>'
        f'<colFields count="1"><field x="{at[pivot.across.column]}"/></colFields>'
        f'<colItems count="{len(shown.across)}">{across}</colItems>'
        f'<pageFields count="{len(pivot.filters)}">{filters}</pageFields>'
        f'<dataFields count="1"><dataField name={quoted(pivot.caption)} fld="{at[pivot.value]}"{subtotal} '
        f'baseField="0" baseItem="0" numFmtId="{placed.number_format}"/></dataFields>'
        f"{_formats(at[pivot.across.column], wrapped)}"
        f'<pivotTableStyleInfo name="{_STYLE}" showRowHeaders="1" showColHeaders="1" showRowStripes="0" '
        'showColStripes="0" showLastColumn="1"/></pivotTableDefinition>'
    )


def _formats(across: int, wrapped: int) -> str:
    """Return that headings are wrapped: the name of the number, and the items of the field across."""
    label = 'dataOnly="0" labelOnly="1" outline="0"'
    items = f'<references count="1"><reference field="{across}" count="0"/></references>'
    return (
        f'<formats count="2"><format dxfId="{wrapped}"><pivotArea type="origin" {label} fieldPosition="0"/></format>'
        f'<format dxfId="{wrapped + 1}"><pivotArea {label} fieldPosition="0">{items}</pivotArea></format></formats>'
    )


def _pivot_field(pivot: Pivot, source: Source, column: str, field: PivotField | None) -> str:
    """Return what a PivotTable makes of one column: which axis it stands on, and its items in order."""
    form = 'compact="0" outline="0" showAll="0"'
    items = source.items.get(column, ())
    hidden = field.hidden if field else frozenset()
    listed = "".join(f'<item{_HIDDEN if item in hidden else ""} x="{number}"/>' for number, item in enumerate(items))
    if column == pivot.value:
        return f'<pivotField dataField="1" {form}/>'
    if not items:
        return f"<pivotField {form}/>"
    if field is None or field in pivot.filters:
        caption = f' name={quoted(field.caption)} axis="axisPage"' if field else ""
        whole = f'<items count="{len(items) + 1}">{listed}<item t="default"/></items>'
        return f"<pivotField{caption} {form}>{whole}</pivotField>"
    axis = "axisCol" if field == pivot.across else "axisRow"
    whole = f'<items count="{len(items)}">{listed}</items>'
    return f'<pivotField name={quoted(field.caption)} axis="{axis}" {form} defaultSubtotal="0">{whole}</pivotField>'


def _page_field(field: PivotField, at: int, source: Source) -> str:
    chosen = "" if field.chosen is None else f' item="{source.numbers[field.column][field.chosen]}"'
    return f'<pageField fld="{at}"{chosen} hier="-1"/>'


def _row_items(down: Sequence[Places]) -> list[str]:
    """Return the rows; what is the same as in the row above is counted, not repeated."""
    rows = []
    above: Places = ()
    for places in down:
        same = 0
        while same < len(places) - 1 and places[: same + 1] == above[: same + 1]:
            same += 1
        repeated = f' r="{same}"' if same else ""
        rows.append(f"<i{repeated}>{''.join(map(_pointer, places[same:]))}</i>")
        above = places
    return rows


def _pointer(number: int) -> str:
    return f'<x v="{number}"/>' if number else "<x/>"
