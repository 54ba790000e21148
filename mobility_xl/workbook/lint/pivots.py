"""Checks of pivot tables, their caches and slicers.

Most of what makes Excel offer to repair a generated PivotTable was reported by other projects; the rest
is expected. Nothing here was tried in Excel.
"""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from mobility_xl.workbook.lint.finding import Problem
from mobility_xl.workbook.package import (
    Package,
    PivotTable,
    Range,
    decoded,
    every,
    local_name,
    parse_range,
    whole_number,
)

_LONGEST_SHORT_ITEM = 255


def pivot_record_count(package: Package) -> Iterator[Problem]:
    """Find pivot caches that count other records than they hold.

    In Excel: repair prompt, the PivotTable is lost (reported).
    """
    for part, root in _caches(package):
        declared = whole_number(root.get("recordCount"))
        for records_part in package.targets(part, "pivotCacheRecords"):
            records = package.records(records_part)
            if any(count not in {None, records.count} for count in (declared, records.declared)):
                yield Problem(
                    part,
                    None,
                    f"Count the records as they are: {records_part} holds {records.count} and says "
                    f"{records.declared}, the cache says {declared}.",
                )


def pivot_item_out_of_range(package: Package) -> Iterator[Problem]:
    """Find pivots and records that point at an item their field does not have.

    In Excel: repair prompt (expected).
    """
    for part, root in _caches(package):
        shared = [len(items) for items in _shared_items(root)]
        for records_part in package.targets(part, "pivotCacheRecords"):
            for position, highest in package.records(records_part).highest.items():
                if position >= len(shared) or highest >= shared[position]:
                    yield Problem(
                        records_part, None, f"Point the records at items that field {position} of the cache has."
                    )
    for pivot in package.pivot_tables:
        shared = [len(items) for items in _shared_items(_cache_of(package, pivot))]
        root = package.archive.xml(pivot.part)
        yield from _items_out_of_range(root, pivot, shared)
        # LibreOffice numbers the lines instead of pointing at items; Excel works them out anew (expected).
        if not package.from_libreoffice:
            yield from _lines_out_of_range(root, pivot)


def _items_out_of_range(root: Element, pivot: PivotTable, shared: Sequence[int]) -> Iterator[Problem]:
    """Give what is wrong with the items of one pivot; ``shared`` are the numbers of items of its cache's fields."""
    fields = root.findall("{*}pivotFields/{*}pivotField")
    listed = [len(field.findall("{*}items/{*}item")) for field in fields]
    for position, field in enumerate(fields):
        known = shared[position] if position < len(shared) else 0
        for item in field.iterfind("{*}items/{*}item"):
            index = whole_number(item.get("x"))
            if index is not None and not 0 <= index < known:
                yield Problem(
                    pivot.part,
                    None,
                    f"Point field {position} at one of its {known} shared items; item {index} is none.",
                )
    for page in root.iterfind("{*}pageFields/{*}pageField"):
        target, index = whole_number(page.get("fld")), whole_number(page.get("item"))
        if target is not None and index is not None and not (0 <= target < len(listed) and 0 <= index < listed[target]):
            yield Problem(
                pivot.part, None, f"Let the page filter of field {target} show an item it lists; {index} is none."
            )


def _lines_out_of_range(root: Element, pivot: PivotTable) -> Iterator[Problem]:
    """Give the lines of a pivot's rows and columns that point at no item of their field."""
    listed = [len(field.findall("{*}items/{*}item")) for field in root.iterfind("{*}pivotFields/{*}pivotField")]
    for axis in ("row", "col"):
        order = [whole_number(field.get("x")) for field in root.iterfind(f"{{*}}{axis}Fields/{{*}}field")]
        for line in root.iterfind(f"{{*}}{axis}Items/{{*}}i"):
            # "r" items repeat from the line above, and subtotal lines stop early.
            first = whole_number(line.get("r")) or 0
            for place, pointer in enumerate(line.iterfind("{*}x"), first):
                index = whole_number(pointer.get("v")) or 0
                target = order[place] if place < len(order) else None
                # -2 is the heading "Values", no field.
                if target is not None and target >= 0 and not (target < len(listed) and index < listed[target]):
                    yield Problem(
                        pivot.part,
                        None,
                        f"Point {axis}Items at items that field {target} lists; {index} is none of them.",
                    )


def pivot_field_count(package: Package) -> Iterator[Problem]:
    """Find pivots and records with other fields than their cache.

    In Excel: repair prompt (reported).
    """
    for pivot in package.pivot_tables:
        root, cache = package.archive.xml(pivot.part), _cache_of(package, pivot)
        fields, known = len(root.findall("{*}pivotFields/{*}pivotField")), len(_fields(cache))
        if local_name(cache) and fields != known:
            yield Problem(pivot.part, None, f"List as many pivotFields as the cache has: {known}, not {fields}.")
    for part, root in _caches(package):
        # Grouped and calculated fields have no value in the records.
        stored = sum(field.get("databaseField") != "0" for field in _fields(root))
        for records_part in package.targets(part, "pivotCacheRecords"):
            if package.records(records_part).widths - {stored}:
                yield Problem(records_part, None, f"Give each record one value per field of the cache: {stored}.")


def pivot_source_missing(package: Package) -> Iterator[Problem]:
    """Find pivot caches whose source is no table, name or sheet of the workbook.

    In Excel: refresh fails (expected).
    """
    known = {table.display_name.lower() for table in package.tables} | {name.name.lower() for name in package.names}
    sheets = {sheet.name.lower() for sheet in package.sheets}
    for part, root in _caches(package):
        for source in root.iterfind("{*}cacheSource/{*}worksheetSource"):
            name, sheet = source.get("name"), source.get("sheet")
            if name is not None and name.lower() not in known:
                yield Problem(part, None, f"Take a table or a name of the workbook as source; {name!r} is none.")
            if sheet is not None and sheet.lower() not in sheets:
                yield Problem(part, None, f"Take a sheet of the workbook as source; {sheet!r} is none.")


def pivot_field_header(package: Package) -> Iterator[Problem]:
    """Find pivot caches whose fields are not their source's headings, in their order.

    In Excel: repair prompt (reported).
    """
    for part, root in _caches(package):
        headings = _source_headings(package, root)
        names = [decoded(field.get("name", "")) for field in _fields(root) if field.get("databaseField") != "0"]
        if headings is not None and [name.lower() for name in names] != [heading.lower() for heading in headings]:
            wrong = next(
                (pair for pair in zip(names, headings, strict=False) if pair[0].lower() != pair[1].lower()), None
            )
            told = f"{wrong[0]!r} stands where the source has {wrong[1]!r}" if wrong else "their numbers differ"
            yield Problem(part, None, f"Name the cache's fields as the source's headings: {told}.")


def pivot_unknown_cache(package: Package) -> Iterator[Problem]:
    """Find pivots that call for a cache the workbook does not list, or for two.

    In Excel: repair prompt (expected).
    """
    by_id = {cache.cache_id: cache.part for cache in package.pivot_caches}
    for pivot in package.pivot_tables:
        related = package.targets(pivot.part, "pivotCacheDefinition")
        if pivot.cache_id not in by_id:
            yield Problem(pivot.part, None, f"Use a cacheId that the workbook lists; {pivot.cache_id} is none.")
        elif related and related[0].lower() != by_id[pivot.cache_id].lower():
            yield Problem(
                pivot.part,
                None,
                f"Let cacheId and relationship lead to one cache, not {by_id[pivot.cache_id]} and {related[0]}.",
            )


def pivot_axis_without_items(package: Package) -> Iterator[Problem]:
    """Find fields on an axis of a pivot that list no shared items.

    In Excel: repair prompt (reported).
    """
    for pivot in package.pivot_tables:
        shared = _shared_items(_cache_of(package, pivot))
        fields = package.archive.xml(pivot.part).iterfind("{*}pivotFields/{*}pivotField")
        for position, field in enumerate(fields):
            if field.get("axis") and position < len(shared) and not shared[position]:
                yield Problem(pivot.part, None, f"List the shared items of field {position}, which is on an axis.")


def pivot_long_item(package: Package) -> Iterator[Problem]:
    """Find shared items that are long while their field does not say so (longText).

    In Excel: repair prompt (expected).
    """
    for part, root in _caches(package):
        for field in _fields(root):
            for items in field.iterfind("{*}sharedItems"):
                longest = max((len(item.get("v", "")) for item in items), default=0)
                if longest > _LONGEST_SHORT_ITEM and items.get("longText") not in {"1", "true"}:
                    yield Problem(
                        part, None, f"Set longText on field {field.get('name')!r}: an item has {longest} characters."
                    )


def stale_pivot_selection(package: Package) -> Iterator[Problem]:
    """Find sheets that select in a pivot they do not have.

    In Excel: repair prompt (reported).
    """
    with_pivots = {pivot.sheet for pivot in package.pivot_tables}
    for sheet in package.worksheets:
        if sheet.name not in with_pivots and next(every(package.grid(sheet).root, "pivotSelection"), None) is not None:
            yield Problem(sheet.name, None, "Take pivotSelection out of the sheet's view: the sheet has no PivotTable.")


def slicer_unknown_cache(package: Package) -> Iterator[Problem]:
    """Find slicers that call for a slicer cache that is not there.

    In Excel: repair prompt, the slicer is lost (expected).
    """
    known = {root.get("name", "") for _, root in _slicer_caches(package)}
    for sheet in package.sheets:
        for part in package.targets(sheet.part, "slicer"):
            for slicer in package.archive.xml(part):
                if slicer.get("cache") not in known:
                    yield Problem(part, None, f"Use a slicer cache of the workbook; {slicer.get('cache')!r} is none.")


def slicer_wrong_pivot_cache(package: Package) -> Iterator[Problem]:
    """Find slicer caches that name another pivot cache than their pivots use, or no such pivot.

    In Excel: repair prompt (reported).
    """
    pivots = {pivot.name: pivot for pivot in package.pivot_tables}
    for part, root in _slicer_caches(package):
        declared = {data.get("pivotCacheId") for data in every(root, "tabular")}
        for entry in root.iterfind("{*}pivotTables/{*}pivotTable"):
            pivot = pivots.get(entry.get("name", ""))
            if pivot is None:
                yield Problem(
                    part, None, f"Let the slicer filter a PivotTable of the workbook; {entry.get('name')!r} is none."
                )
                continue
            cache = _cache_of(package, pivot)
            extended = next(cache.iterfind("{*}extLst/{*}ext/{*}pivotCacheDefinition"), None)
            own = None if extended is None else extended.get("pivotCacheId")
            # Without an extended number the cache goes by the number the workbook gives it.
            if declared - {own if own is not None else str(pivot.cache_id)}:
                yield Problem(part, None, f"Give the slicer the pivotCacheId of {pivot.name}'s cache, which is {own}.")


def _caches(package: Package) -> Iterator[tuple[str, Element]]:
    """Give the definitions of the pivot caches with their parts."""
    for cache in package.pivot_caches:
        yield cache.part, package.archive.xml(cache.part)


def _cache_of(package: Package, pivot: PivotTable) -> Element:
    """Return the definition of a pivot's cache, an empty element where it has none."""
    related = package.targets(pivot.part, "pivotCacheDefinition")
    listed = [cache.part for cache in package.pivot_caches if cache.cache_id == pivot.cache_id]
    return package.archive.xml(next(iter(related or listed), ""))


def _fields(cache: Element) -> list[Element]:
    return cache.findall("{*}cacheFields/{*}cacheField")


def _shared_items(cache: Element) -> list[list[Element]]:
    """Return the shared items of each field; a grouped field's are its groups."""
    return [
        [item for items in field.iter() if local_name(items) in {"sharedItems", "groupItems"} for item in items]
        for field in _fields(cache)
    ]


def _slicer_caches(package: Package) -> Iterator[tuple[str, Element]]:
    for part in package.targets(package.workbook_part, "slicerCache"):
        yield part, package.archive.xml(part)


def _source_headings(package: Package, cache: Element) -> list[str] | None:
    """Return the headings of a cache's source, None where it is not a table or a range of this workbook."""
    source = cache.find("{*}cacheSource/{*}worksheetSource")
    if source is None:
        return None
    name = source.get("name", "").lower()
    for table in package.tables:
        if table.display_name.lower() == name:
            return list(table.columns)
    area, grid = parse_range(source.get("ref", "")), package.grid_named(source.get("sheet", ""))
    if name or area is None or grid is None:
        return None
    top = Range(area.top, area.left, area.top, area.right)
    return [grid.text(top.top, column) for column in range(top.left, top.right + 1)]
