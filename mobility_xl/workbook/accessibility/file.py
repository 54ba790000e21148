"""Checks of the file: its properties and name, what it carries, inputs and stored values."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from mobility_xl.workbook.lint import Problem
from mobility_xl.workbook.lint.cells import formula_without_value
from mobility_xl.workbook.lint.safety import dynamic_data_exchange, external_link, macro
from mobility_xl.workbook.package import Package, Range, Sheet, every, is_true, parse_ranges, parse_sheet_ranges

_PROPERTIES = {
    "title": "a title",
    "language": "a language, such as en-US",
    "creator": "an author",
    "keywords": "keywords",
}
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAYING_NOTHING = frozenset(
    {"book", "copy", "document", "draft", "excel", "file", "final", "new", "output", "sheet", "spreadsheet", "temp",
     "test", "the", "untitled", "version", "workbook", "xlsx"}
)  # fmt: skip


def described_file(package: Package) -> Iterator[Problem]:
    """Find missing properties of the document: title, language, author, keywords."""
    part = next(iter(package.targets("", "core-properties")), "docProps/core.xml")
    root = package.archive.xml(part)
    for name, words in _PROPERTIES.items():
        if not "".join(text for element in root.iterfind("{*}" + name) for text in element.itertext()).strip():
            yield Problem(part, None, f"Give the document {words} (File, Info, Properties).")


def no_macros_or_ways_out(package: Package) -> Iterator[Problem]:
    """Find macros, links to other files and calls of other programs."""
    yield from macro(package)
    yield from external_link(package)
    yield from dynamic_data_exchange(package)


def telling_file_name(package: Package) -> Iterator[Problem]:
    """Find a file name that says nothing, or another ending than .xlsx."""
    words = [word for word in _WORD.findall(package.path.stem.lower()) if word not in _SAYING_NOTHING]
    if len(words) < 2:
        yield Problem(package.path.name, None, "Name the file after what it is about, in two words or more.")
    if package.path.suffix.lower() != ".xlsx":
        yield Problem(package.path.name, None, "Save the file as an Excel Workbook (.xlsx).")


def inputs_explained(package: Package) -> Iterator[Problem]:
    """Find cells with a validation but no input message, or that neither a name nor a table names."""
    for sheet in package.worksheets:
        named = list(_named(package, sheet))
        for rule in every(package.grid(sheet).root, "dataValidation"):
            areas = parse_ranges(rule.get("sqref") or rule.findtext("{*}sqref") or "")
            place = " ".join(map(str, areas))
            if not _has_message(rule):
                yield Problem(sheet.name, place, "Give this cell an input message that says what to enter.")
            if not all(_is_covered(area, named) for area in areas):
                yield Problem(sheet.name, place, "Define a name for what people enter here.")


def _is_covered(area: Range, named: list[Range]) -> bool:
    """Tell whether names or tables hold all of a block, one of them or several together: programs join blocks."""
    if any(known.encloses(area) for known in named):
        return True
    parts = [known for known in named if area.encloses(known)]
    return sum(known.height * known.width for known in set(parts)) >= area.height * area.width


def _has_message(rule: Element) -> bool:
    return is_true(rule.get("showInputMessage")) and bool(rule.get("prompt", "").strip())


def _named(package: Package, sheet: Sheet) -> Iterator[Range]:
    """Give the ranges of a sheet that a defined name or a table names."""
    for name in package.names:
        for owner, area in parse_sheet_ranges(name.formula):
            if owner.lower() == sheet.name.lower():
                yield area
    for table in package.tables_of(sheet):
        if table.area is not None:
            yield table.area


def stored_values(package: Package) -> Iterator[Problem]:
    """Find formulas without a stored value, which readers other than Excel show as nothing."""
    yield from formula_without_value(package)
