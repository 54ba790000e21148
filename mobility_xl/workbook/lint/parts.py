"""Checks of the file itself: its parts, what they are said to be, and the arrows between them.

What Excel does is told as far as it was reported or is expected; nothing here was tried in Excel.
"""

import posixpath
from collections import Counter
from collections.abc import Iterator

from mobility_xl.workbook.lint.finding import Problem
from mobility_xl.workbook.package import Package, relationship_ids
from mobility_xl.workbook.package.workbook import CONTENT_TYPES

# A word of the content type that the target of each kind of relationship must have.
_EXPECTED_TYPES = {
    "officeDocument": ".main+xml",
    "worksheet": "spreadsheetml.worksheet+xml",
    "chartsheet": "spreadsheetml.chartsheet+xml",
    "sharedStrings": "spreadsheetml.sharedStrings+xml",
    "styles": "spreadsheetml.styles+xml",
    "theme": "officedocument.theme+xml",
    "table": "spreadsheetml.table+xml",
    "drawing": "officedocument.drawing+xml",
    "vmlDrawing": "officedocument.vmlDrawing",
    "image": "image/",
    "chart": "drawingml.chart+xml",
    "pivotTable": "spreadsheetml.pivotTable+xml",
    "pivotCacheDefinition": "spreadsheetml.pivotCacheDefinition+xml",
    "pivotCacheRecords": "spreadsheetml.pivotCacheRecords+xml",
    "slicer": "ms-excel.slicer+xml",
    "slicerCache": "ms-excel.slicerCache+xml",
    "comments": "spreadsheetml.comments+xml",
    "calcChain": "spreadsheetml.calcChain+xml",
    "sheetMetadata": "spreadsheetml.sheetMetadata+xml",
    "externalLink": "spreadsheetml.externalLink+xml",
    "core-properties": "package.core-properties+xml",
    "extended-properties": "officedocument.extended-properties+xml",
    "custom-properties": "officedocument.custom-properties+xml",
    "vbaProject": "ms-office.vbaProject",
}


def duplicate_zip_entry(package: Package) -> Iterator[Problem]:
    """Find parts that the zip holds twice.

    In Excel: repair prompt, or either of them is read (expected).
    """
    for name, count in Counter(entry.lower() for entry in package.archive.entries).items():
        if count > 1:
            yield Problem(name, None, f"Write this part once; the file holds it {count} times.")


def malformed_part(package: Package) -> Iterator[Problem]:
    """Find parts that are not well-formed XML.

    In Excel: repair prompt, the part is lost (reported).
    """
    for part in package.xml_parts:
        fault = package.broken(part)
        if fault is not None:
            yield Problem(part, None, f"Write this part as well-formed XML: {fault}.")


def missing_content_type(package: Package) -> Iterator[Problem]:
    """Find parts of which the file does not say what they are.

    In Excel: repair prompt, or the file does not open (expected).
    """
    if not package.archive.has(CONTENT_TYPES):
        yield Problem(CONTENT_TYPES, None, "Add this part, which says what every other part is.")
        return
    for part in dict.fromkeys(package.archive.entries):
        if part != CONTENT_TYPES and not part.endswith("/") and not package.content_type(part):
            yield Problem(part, None, f"Say in {CONTENT_TYPES} what this part is.")


def wrong_content_type(package: Package) -> Iterator[Problem]:
    """Find parts that are called something else than what they are used as.

    In Excel: repair prompt (expected).
    """
    told = set()
    for source in _sources(package):
        for arrow in package.archive.relationships(source):
            expected = _EXPECTED_TYPES.get(arrow.kind)
            actual = package.content_type(arrow.target)
            if expected is None or arrow.external or actual is None or arrow.target in told:
                continue
            if package.archive.has(arrow.target) and expected.lower() not in actual.lower():
                told.add(arrow.target)
                yield Problem(
                    arrow.target,
                    None,
                    f"Call this part ...{expected} in {CONTENT_TYPES}; it is used as {arrow.kind} but called {actual}.",
                )


def missing_relationship_target(package: Package) -> Iterator[Problem]:
    """Find relationships that lead to a part that is not there.

    In Excel: repair prompt (reported).
    """
    for source in _sources(package):
        for arrow in package.archive.relationships(source):
            if not arrow.external and not package.archive.has(arrow.target):
                yield Problem(
                    source or "the package",
                    None,
                    f"Add the part {arrow.target} or take out the relationship {arrow.id} that leads to it.",
                )


def duplicate_relationship_id(package: Package) -> Iterator[Problem]:
    """Find parts two of whose relationships have one id.

    In Excel: repair prompt (expected).
    """
    for source in _sources(package):
        for name, count in Counter(arrow.id for arrow in package.archive.relationships(source)).items():
            if count > 1:
                yield Problem(
                    source or "the package", None, f"Give each relationship its own id; {count} are called {name}."
                )


def unknown_relationship_id(package: Package) -> Iterator[Problem]:
    """Find parts that name a relationship they do not have.

    In Excel: repair prompt (expected).
    """
    for part, root in package.trees():
        known = {arrow.id for arrow in package.archive.relationships(part)}
        for name in dict.fromkeys(name for element in root.iter() for name in relationship_ids(element)):
            # Excel itself writes an empty id where a chart or a link has nothing to point at.
            if name and name not in known:
                yield Problem(part, None, f"Add the relationship {name}, which this part names, or take the name out.")


def _sources(package: Package) -> Iterator[str]:
    """Give the parts that have relationships, the package itself as an empty name."""
    for entry in dict.fromkeys(package.archive.entries):
        folder, base = posixpath.split(entry)
        outer, inner = posixpath.split(folder)
        if inner == "_rels" and base.endswith(".rels"):
            yield posixpath.join(outer, base.removesuffix(".rels"))
