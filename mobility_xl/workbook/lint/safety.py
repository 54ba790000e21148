"""Checks for what a workbook that is handed out should not carry: macros and ways out of the file.

Excel asks before it runs or follows them, or blocks them (expected; nothing here was tried in Excel).
"""

import re
from collections.abc import Iterator

from mobility_xl.workbook.lint.finding import Problem
from mobility_xl.workbook.lint.scanning import scan
from mobility_xl.workbook.package import Package, local_name

# program|topic!item, as typed into a cell
_DYNAMIC_DATA_EXCHANGE = re.compile(r"(?:^|[^\w'\"])\w+\|(?:'[^']*'|\w+)!")
_MACRO_KINDS = frozenset({"vbaProject", "vbaProjectSignature", "xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"})
_OUTSIDE_KINDS = frozenset({"externalLink", "connections", "queryTable"})


def macro(package: Package) -> Iterator[Problem]:
    """Find macros.

    In Excel: those from the internet are blocked (reported).
    """
    if "macroenabled" in (package.content_type(package.workbook_part) or "").lower():
        yield Problem(package.workbook_part, None, "Save the workbook as .xlsx, without macros.")
    for part, kind, target in _arrows(package):
        if kind in _MACRO_KINDS:
            yield Problem(part, None, f"Take out {target}: it holds macros or a dialog of theirs.")


def external_link(package: Package) -> Iterator[Problem]:
    """Find what the workbook reads from another file or a connection.

    In Excel: a security prompt; elsewhere old values (expected).
    """
    for part, kind, target in _arrows(package):
        if kind in _OUTSIDE_KINDS:
            yield Problem(part, None, f"Take out {target}: it reads from outside the workbook.")
        elif kind.startswith("External "):
            yield Problem(
                part, None, f"Keep {kind.removeprefix('External ')} inside the file; it is taken from {target}."
            )
    for formula in package.formulas:
        for reference in dict.fromkeys(scan(formula.text).outside):
            yield Problem(
                formula.where, formula.cell, f"{formula.what} reads another workbook ({reference}); put a value."
            )


def dynamic_data_exchange(package: Package) -> Iterator[Problem]:
    """Find formulas and links that start another program (DDE).

    In Excel: a security prompt (expected).
    """
    for part in package.targets(package.workbook_part, "externalLink"):
        for element in package.archive.xml(part):
            if local_name(element) == "ddeLink":
                yield Problem(part, None, f"Take out the link to the program {element.get('ddeService')!r}.")
    for formula in package.formulas:
        if "|" in formula.text and _DYNAMIC_DATA_EXCHANGE.search(formula.text):
            yield Problem(formula.where, formula.cell, f"{formula.what} calls another program (DDE); take it out.")


def _arrows(package: Package) -> Iterator[tuple[str, str, str]]:
    """Give (part, kind, target) of every relationship; links that people click are left out."""
    for part in dict.fromkeys(("", *package.archive.entries)):
        for arrow in package.archive.relationships(part):
            if not arrow.external:
                yield part, arrow.kind, arrow.target
            elif arrow.kind not in {"hyperlink", "externalLinkPath"}:
                yield part, f"External {arrow.kind}", arrow.target
