"""Checks of formulas, wherever they stand: cells, names, validations, conditional formats, charts.

What Excel does is told as far as it was reported or is expected; nothing here was tried in Excel.
"""

import re
from collections.abc import Iterator

from mobility_xl.functions.registry import PREFIX
from mobility_xl.workbook.lint.finding import Problem
from mobility_xl.workbook.lint.scanning import scan
from mobility_xl.workbook.newer_functions import file_spelling
from mobility_xl.workbook.package import Package, SheetFormula, parse_cell, parse_range, parse_sheet

LONGEST_FORMULA = 8_192
LONGEST_STRING = 255

_LINK_INSIDE = re.compile(r"#(?:'(?:[^']|'')+'|[^'!]+)!.+", re.DOTALL)
# Names that Excel gives a meaning of its own: parameters of LAMBDA and LET, functions passed by name.
_OWN_PREFIXES = ("_xlpm.", "_xlop.", "_xleta.", "_xlnm.")


def unbalanced_formula(package: Package) -> Iterator[Problem]:
    """Find formulas whose brackets or quotation marks do not pair.

    In Excel: repair prompt, the formula is lost (reported).
    """
    for formula in package.formulas:
        fault = scan(formula.text).fault
        if fault is not None:
            yield Problem(formula.where, formula.cell, f"{formula.what} cannot be read, mend it: {fault}.")


def unprefixed_function(package: Package) -> Iterator[Problem]:
    """Find newer functions without their prefix or capitals.

    In Excel: #NAME? until someone edits the cell (reported).
    """
    own = {defined.name.lower() for defined in package.names}
    ours = {f"The defined name {name.name}" for name in package.names if name.name.upper().startswith(PREFIX)}
    for formula in package.formulas:
        # Those of our own names are one finding: see lowered_cell_function.
        if formula.what in ours:
            continue
        for function in dict.fromkeys(scan(formula.text).functions):
            spelling = file_spelling(function)
            if spelling != function and function.lower() not in own:
                yield Problem(formula.where, formula.cell, f"{formula.what} must spell {function} as {spelling}.")


def formula_too_long(package: Package) -> Iterator[Problem]:
    """Find formulas longer than Excel takes.

    In Excel: repair prompt, the formula is lost (expected).
    """
    for formula in package.formulas:
        if len(formula.text) > LONGEST_FORMULA:
            yield Problem(
                formula.where,
                formula.cell,
                f"{formula.what} has {len(formula.text):,} characters; split it, {LONGEST_FORMULA:,} fit.",
            )


def string_in_formula_too_long(package: Package) -> Iterator[Problem]:
    """Find formulas with a text inside that is longer than Excel takes.

    In Excel: repair prompt, the formula is lost (expected).
    """
    for formula in package.formulas:
        # A validation's typed list is one text, with a check and a remedy of its own.
        if formula.what == "A validation" or len(formula.text) <= LONGEST_STRING:
            continue
        if any(len(text) > LONGEST_STRING for text in scan(formula.text).strings):
            yield Problem(
                formula.where,
                formula.cell,
                f"{formula.what} holds a text of over {LONGEST_STRING} characters; join shorter ones with &.",
            )


def formula_to_missing_sheet(package: Package) -> Iterator[Problem]:
    """Find formulas and names that refer to a sheet that is not there.

    In Excel: repair prompt or #REF! (expected).
    """
    known = _sheet_names(package)
    for formula in package.formulas:
        for sheet in dict.fromkeys(scan(formula.text).sheets):
            if sheet.lower() not in known:
                yield Problem(formula.where, formula.cell, f"{formula.what} refers to {sheet!r}, which is no sheet.")


def lost_reference(package: Package) -> Iterator[Problem]:
    """Find formulas and names in use with #REF!, the trace of something deleted.

    In Excel: shows #REF! (expected).
    """
    harmless = set(_harmless_losses(package))
    for formula in _lost(package):
        if formula not in harmless:
            yield Problem(formula.where, formula.cell, f"{formula.what} holds #REF!: say what it should refer to.")


def harmless_lost_reference(package: Package) -> Iterator[Problem]:
    """Find #REF! that no cell shows: in names that nothing uses, and in formulas that say what stands in its place.

    In Excel: shows what stands in its place (expected). Sheets that can be spared leave such formulas when deleted.
    """
    for formula in _harmless_losses(package):
        yield Problem(formula.where, formula.cell, f"{formula.what} holds #REF!: take it out, or leave it as it is.")


def _lost(package: Package) -> list[SheetFormula]:
    return [formula for formula in package.formulas if "#REF!" in scan(formula.text).errors]


def _harmless_losses(package: Package) -> Iterator[SheetFormula]:
    lost = _lost(package)
    used = {name.lower() for formula in package.formulas for name in scan(formula.text).names} if lost else set()
    unused = {f"The defined name {one.name}" for one in package.names if one.name.lower() not in used}
    for formula in lost:
        grid = package.grid_named(formula.where) if formula.cell else None
        at = parse_cell(formula.cell or "")
        cell = grid.cell(*at) if grid and at else None
        instead = "IFERROR(" in formula.text.upper() and cell is not None and cell.value and cell.kind != "e"
        if formula.what in unused or instead:
            yield formula


def unknown_structured_reference(package: Package) -> Iterator[Problem]:
    """Find formulas that name a table or a column that is not there.

    In Excel: repair prompt, the formula is lost (expected).
    """
    headings = {table.display_name.lower(): {name.lower() for name in table.columns} for table in package.tables}
    for formula in package.formulas:
        for reference in dict.fromkeys(scan(formula.text).tables):
            known = headings.get(reference.table.lower())
            if known is None:
                yield Problem(
                    formula.where, formula.cell, f"{formula.what} refers to {reference.table}, which is no table."
                )
                continue
            for column in reference.columns:
                if column.lower() not in known:
                    yield Problem(
                        formula.where,
                        formula.cell,
                        f"{formula.what} refers to column {column!r}, which table {reference.table} does not have.",
                    )


def unknown_name(package: Package) -> Iterator[Problem]:
    """Find formulas with a word that is defined nowhere.

    In Excel: shows #NAME? (expected).
    """
    known = {defined.name.lower() for defined in package.names}
    known |= {table.display_name.lower() for table in package.tables}
    for formula in package.formulas:
        for name in dict.fromkeys(scan(formula.text).names):
            if name.lower() not in known and not name.startswith(_OWN_PREFIXES):
                yield Problem(formula.where, formula.cell, f"{formula.what} uses {name}: define that name or mend it.")


def hyperlink_to_missing_sheet(package: Package) -> Iterator[Problem]:
    """Find links inside the workbook that lead nowhere.

    In Excel: "Reference isn't valid" when clicked (expected).
    """
    known = _sheet_names(package)
    names = {name.name.lower() for name in package.names} | {table.display_name.lower() for table in package.tables}
    for where, cell, target in _links_inside(package):
        sheet, _, place = target.rpartition("!")
        name = parse_sheet(sheet).lower()
        if name not in known if sheet else parse_range(place) is None and place.lower() not in names:
            yield Problem(where, cell, f"Point the link at a place in the workbook; {target!r} is none.")


def _links_inside(package: Package) -> Iterator[tuple[str, str | None, str]]:
    """Give (where, cell, target) of every link to a place in the workbook, targets without their #."""
    for sheet in package.worksheets:
        for link in package.grid(sheet).root.iterfind("{*}hyperlinks/{*}hyperlink"):
            arrow = package.related(sheet.part, link)
            # Beside an address outside, the location is a place there.
            if arrow is None or arrow.target.startswith("#"):
                target = link.get("location") or (arrow.target if arrow is not None else "")
                yield sheet.name, link.get("ref"), target.removeprefix("#")
    for sheet, part in package.drawings:
        for arrow in package.archive.relationships(part):
            if arrow.kind == "hyperlink" and arrow.target.startswith("#"):
                yield sheet.name, None, arrow.target.removeprefix("#")
    for formula in package.formulas:
        found = scan(formula.text)
        if "HYPERLINK" in found.functions:
            for text in found.strings:
                # A link put together from pieces cannot be told.
                if _LINK_INSIDE.fullmatch(text):
                    yield formula.where, formula.cell, text.removeprefix("#")


def _sheet_names(package: Package) -> set[str]:
    return {sheet.name.lower() for sheet in package.sheets}
