"""Takes out of a workbook's copy what shows single officials' answers, and all that leads to it."""

from collections.abc import Sequence

from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.copying.draft import Draft
from mobility_xl.partners.formulas.freezing import LEFT_OUT
from mobility_xl.partners.privacy.private import Private
from mobility_xl.workbook.package import (
    PivotTable,
    Range,
    Sheet,
    cell_name,
    every,
    parse_cell,
    parse_ranges,
    relationship_ids,
    whole_number,
)
from mobility_xl.workbook.package.splicing import Span, Splice

_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor", "relSizeAnchor", "absSizeAnchor")
_SLICER_CACHES = ("slicerCache", "timelineCache")


def pivots_over(private: Private) -> list[PivotTable]:
    """Return the PivotTables over private cells."""
    caches = {cache.cache_id for cache in private.package.pivot_caches if _reads_private(private, cache.part)}
    return [pivot for pivot in private.package.pivot_tables if pivot.cache_id in caches]


def leave_out_pivots(draft: Draft, private: Private, gone: Sequence[PivotTable]) -> list[str]:
    """Take out PivotTables over private cells, and all that is remembered of such cells; tell of each."""
    package = draft.package
    _refuse_slicers(draft, private, gone)
    for pivot in gone:
        sheet = next(sheet for sheet in package.sheets if sheet.name == pivot.sheet)
        for arrow in draft.arrows(sheet.part, "pivotTable"):
            if arrow.target.lower() == pivot.part.lower():
                draft.cut(sheet.part, arrow)
    caches = {cache.cache_id: cache.part for cache in package.pivot_caches if _reads_private(private, cache.part)}
    book = draft.part(package.workbook_part)
    for span in book.root.every("pivotCache"):
        if whole_number(span.attributes.get("cacheId")) in caches:
            book.remove(span)
    for arrow in draft.arrows(package.workbook_part, "pivotCacheDefinition"):
        if arrow.target.lower() in {part.lower() for part in caches.values()}:
            draft.cut(package.workbook_part, arrow)
    return [f"{one.sheet}: the PivotTable {one.name}" for one in gone if not private.holds(one.sheet)]


def _reads_private(private: Private, cache: str) -> bool:
    """Tell whether a pivot cache was made from private cells."""
    for source in every(private.package.archive.xml(cache), "cacheSource"):
        for element in source.iter():
            name, sheet, ref = (element.get(key, "") for key in ("name", "sheet", "ref"))
            if private.holds(sheet) or private.reads_table(name):
                return True
            if private.manner_of_name(name) or (name and private.manner(name, "")) or private.manner(ref, sheet):
                return True
    return False


def _refuse_slicers(draft: Draft, private: Private, pivots: Sequence[PivotTable]) -> None:
    """Raise BadWorkbook where buttons filter what goes: they cannot be cut out without harm."""
    package = draft.package
    names = {pivot.name for pivot in pivots}
    numbers = {table.id for table in package.tables if private.holds(table.sheet)}
    for part in (arrow.target for kind in _SLICER_CACHES for arrow in draft.arrows(package.workbook_part, kind)):
        root = package.archive.xml(part)
        of_pivot = any(one.get("name") in names for one in every(root, "pivotTable"))
        of_table = any(whole_number(one.get("tableId")) in numbers for one in every(root, "tableSlicerCache"))
        if of_pivot or of_table:
            raise BadWorkbook(
                f"{package.path.name}: the slicer {root.get('name', '')} filters {private.what}. Delete it in "
                f"Excel and save{private.otherwise}."
            )


def leave_out_sheets(draft: Draft, private: Private) -> list[Sheet]:
    """Take whole sheets out of the workbook's lists; return those that stay.

    Raises
    ------
    BadWorkbook
        When no sheet would be left to show.
    """
    package = draft.package
    gone = {at for at, sheet in enumerate(package.sheets) if private.holds(sheet.name)}
    kept = [sheet for sheet in package.sheets if not private.holds(sheet.name)]
    if not any(sheet.state == "visible" for sheet in kept):
        raise BadWorkbook(f"{package.path.name} would have no sheet left to show: there is nothing to hand out.")
    if not gone:
        return kept
    book = draft.part(package.workbook_part)
    leading = {arrow.id: arrow for arrow in draft.arrows(package.workbook_part)}
    for at, element in enumerate(package.workbook.iterfind("{*}sheets/{*}sheet")):
        if at in gone:
            book.remove(book.root.every("sheet")[at])
            for arrow_id in relationship_ids(element):
                draft.cut(package.workbook_part, leading[arrow_id])
    for span in book.root.every("definedName"):
        scope = whole_number(span.attributes.get("localSheetId"))
        if scope in gone:
            book.remove(span)
        elif scope is not None:
            book.set(span, localSheetId=str(_moved(scope, gone)))
    for span in book.root.every("workbookView", "customWorkbookView"):
        for key in ("activeTab", "firstSheet"):
            place = whole_number(span.attributes.get(key))
            if place is not None:
                book.set(span, **{key: "0" if place in gone else str(_moved(place, gone))})
    return kept


def _moved(place: int, gone: set[int]) -> int:
    """Return the place of a sheet once those before it are gone."""
    return place - sum(one < place for one in gone)


def leave_out_drawn(draft: Draft, private: Private, sheet: Sheet) -> list[str]:
    """Take out of a sheet's drawings the lines, texts and pictures that show private cells; tell of each."""
    told = []
    for drawing in draft.arrows(sheet.part, "drawing"):
        told += _clean_shapes(draft, private, drawing.target, sheet.name)
        for chart in draft.arrows(drawing.target, "chart", "chartEx"):
            if _clean_chart(draft, private, chart.target, sheet.name):
                told.append(f"{sheet.name}: the lines of a chart over {private.what}")
            for shapes in draft.arrows(chart.target, "chartUserShapes"):
                told += _clean_shapes(draft, private, shapes.target, sheet.name)
    return told


def _clean_shapes(draft: Draft, private: Private, drawing: str, sheet: str) -> list[str]:
    told = []
    part = draft.part(drawing)
    for span in part.root.every("sp", "cxnSp", "pic", "graphicFrame", "cameraTool", "hlinkClick"):
        if _shows(private, span, sheet):
            anchor = span.above(*_ANCHORS)
            if anchor is not None:
                part.remove(anchor)
                _cut_arrows(draft, drawing, anchor)
                told.append(f"{sheet}: a shape that shows {private.what}")
        elif span.name == "hlinkClick":
            _cut_link(draft, private, drawing, span, part)
    return told


def leave_out_notes(draft: Draft, private: Private, sheet: Sheet) -> list[str]:
    """Take out what people wrote in notes and comments at private cells; tell of each."""
    areas = private.cells.get(sheet.name.lower(), ())
    told = []
    for arrow in draft.arrows(sheet.part, "comments", "threadedComment") if areas else ():
        part = draft.part(arrow.target)
        for span in part.root.every("comment", "threadedComment"):
            place, text = parse_cell(span.attributes.get("ref", "")), span.child("text")
            if text is None or place is None or not any(area.holds(*place) for area in areas):
                continue
            if span.name == "comment":
                part.replace(text.inner, text.close, f"<{text.prefix}t>{LEFT_OUT}</{text.prefix}t>")
            else:
                part.write(text, LEFT_OUT)
            told.append(f"{sheet.name}!{cell_name(*place)}: what a note at {private.what} says")
    return list(dict.fromkeys(told))


def leave_out_remembered(part: Splice, private: Private, sheet: str) -> None:
    """Take out of a sheet or a table what remembers values of private cells: choices of filters, and scenarios."""
    cells = private.cells.get(sheet.lower(), ())
    for span in part.root.every("filterColumn"):
        around = span.parent.attributes.get("ref", "") if span.parent else ""
        for area in parse_ranges(around):
            column = area.left + (whole_number(span.attributes.get("colId")) or 0)
            if any(one.overlaps(Range(area.top, column, area.bottom, column)) for one in cells):
                part.remove(span)
    for span in part.root.every("scenario"):
        inputs = (area for one in span.every("inputCells") for area in parse_ranges(one.attributes.get("r", "")))
        if any(one.overlaps(area) for area in inputs for one in cells):
            around_all = span.above("scenarios")
            part.remove(around_all or span)
            return


def _shows(private: Private, span: Span, sheet: str) -> bool:
    formulas = (span.attributes.get(key, "").lstrip("=") for key in ("textlink", "cellRange"))
    return any(formula and private.manner(formula, sheet) for formula in formulas)


def _cut_link(draft: Draft, private: Private, drawing: str, span: Span, part: Splice) -> None:
    """Take out a shape's link to a private sheet."""
    for arrow in draft.arrows(drawing, "hyperlink"):
        if arrow.id == span.attributes.get("id") and private.leads(arrow.target.lstrip("#")):
            part.remove(span)
            draft.cut(drawing, arrow)


def _cut_arrows(draft: Draft, part: str, anchor: Span) -> None:
    """Take away the relationships that only something that goes has named."""
    named = {value for span in anchor.inside() for value in span.attributes.values()}
    others = {
        value
        for span in draft.part(part).root.inside()
        if not anchor.start <= span.start < anchor.end
        for value in span.attributes.values()
    }
    for arrow in draft.arrows(part):
        if arrow.id in named - others:
            draft.cut(part, arrow)


def _clean_chart(draft: Draft, private: Private, chart: str, sheet: str) -> bool:
    """Take out of a chart what it draws of private cells, with the numbers it remembers; tell whether there was any."""
    part = draft.part(chart)
    pivot = next((one.text for one in part.root.every("pivotSource") for one in one.every("name")), "")
    over_private = any(
        one.name and pivot.endswith(f"!{one.name}") and not draft.remains(one.part)
        for one in draft.package.pivot_tables
    )
    found = False
    # Lines that are hidden name their cells in another way.
    for span in part.root.every("f", "sqref"):
        if not (over_private or private.manner(span.text.strip(), sheet)):
            continue
        found = True
        holder = span.above("ser") or span.above("title") or span.above("data")
        if holder is None or holder.name == "data":
            raise BadWorkbook(
                f"{draft.package.path.name}, sheet {sheet}: a chart draws {private.what}. Delete it in Excel and "
                f"save{private.otherwise}."
            )
        hidden = holder.parent is not None and holder.parent.name.startswith("filtered")
        part.remove(holder.parent if hidden and holder.parent else holder)
    if over_private:
        for span in part.root.every("pivotSource"):
            part.remove(span)
    return found
