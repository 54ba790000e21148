"""Checks of the workbook's sheets, defined names and calculation settings.

What Excel does is told as far as it was reported or is expected; nothing here was tried in Excel.
"""

import re
from collections import Counter
from collections.abc import Iterator

from mobility_xl.workbook.lint.finding import Problem
from mobility_xl.workbook.package import Package, is_true, parse_cell

_LONGEST_SHEET_NAME = 31
_LONGEST_NAME = 255
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]+")
_ROW_COLUMN_NOTATION = re.compile(r"[rR]\d*(?:[cC]\d*)?|[cC]\d*")


def bad_sheet_name(package: Package) -> Iterator[Problem]:
    """Find sheet names that Excel refuses.

    In Excel: repair prompt, the sheet is renamed (expected).
    """
    for sheet in package.sheets:
        if not sheet.name:
            yield Problem(package.workbook_part, None, "Give every sheet a name; one has none.")
        if len(sheet.name) > _LONGEST_SHEET_NAME:
            yield Problem(sheet.name, None, f"Shorten the sheet's name to {_LONGEST_SHEET_NAME} characters.")
        if _FORBIDDEN_IN_SHEET_NAME.search(sheet.name) or sheet.name.startswith("'") or sheet.name.endswith("'"):
            yield Problem(sheet.name, None, "Take [ ] : * ? / \\ and outer apostrophes out of the sheet's name.")
        if sheet.name.lower() == "history":
            yield Problem(sheet.name, None, "Choose another name than History, which Excel keeps for itself.")


def duplicate_sheet_name(package: Package) -> Iterator[Problem]:
    """Find sheets with one name but for its case.

    In Excel: repair prompt (expected).
    """
    for name, count in Counter(sheet.name.lower() for sheet in package.sheets).items():
        if count > 1:
            yield Problem(name, None, f"Give each sheet its own name; {count} are called this (case does not count).")


def duplicate_defined_name(package: Package) -> Iterator[Problem]:
    """Find names that one scope defines twice.

    In Excel: repair prompt, names are dropped (expected).
    """
    for (name, scope), count in Counter((defined.name.lower(), defined.scope) for defined in package.names).items():
        if count > 1:
            place = "the workbook" if scope is None else f"sheet number {scope + 1}"
            yield Problem(package.workbook_part, None, f"Define the name {name} once for {place}, not {count} times.")


def bad_defined_name(package: Package) -> Iterator[Problem]:
    """Find defined names that Excel refuses.

    In Excel: repair prompt, the name is dropped (expected).
    """
    for defined in package.names:
        name = defined.name
        reads_as_cell = parse_cell(name) is not None or _ROW_COLUMN_NOTATION.fullmatch(name) is not None
        if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name) or reads_as_cell:
            yield Problem(
                package.workbook_part,
                None,
                f"Rename {name}: a defined name starts with a letter or _, has no spaces, and does not read as a cell.",
            )
        if defined.scope is not None and not 0 <= defined.scope < len(package.sheets):
            yield Problem(
                package.workbook_part, None, f"Give the name {name} the position of a sheet as its scope, or none."
            )


def forced_recalculation(package: Package) -> Iterator[Problem]:
    """Find the wish that everything be calculated on opening.

    In Excel: asks to save a workbook that nobody changed, and in Protected View shows the stored
    values all the same (expected).
    """
    for settings in package.workbook.iterfind("{*}calcPr"):
        if is_true(settings.get("fullCalcOnLoad")):
            yield Problem(
                package.workbook_part, None, "Take fullCalcOnLoad out of calcPr and store each formula's value."
            )
