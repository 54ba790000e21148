"""Checks of our cell functions where people call them, and of the names that answer them.

What Excel does is told as far as it was reported or is expected; nothing here was tried in Excel.
"""

from collections.abc import Iterator

from mobility_xl.functions import FUNCTIONS
from mobility_xl.functions.registry import PREFIX
from mobility_xl.workbook.formulas.parsing import Call, Constant, Unreadable, calls, parsed
from mobility_xl.workbook.lint.finding import Problem
from mobility_xl.workbook.package import Package

# How the tables of the sheet that explains the functions are called.
_EXAMPLES = "Functions_"
_YEARS = frozenset({"year", "from", "to"})


def local_cell_function(package: Package) -> Iterator[Problem]:
    """Find names of cell functions that belong to one sheet, as copied sheets bring them along.

    In Excel: on that sheet they answer from another Data sheet than elsewhere (expected).
    """
    for name in package.names:
        if name.scope is not None and name.name.upper().startswith(PREFIX):
            known = 0 <= name.scope < len(package.sheets)
            where = package.sheets[name.scope].name if known else package.workbook_part
            yield Problem(
                where, None, f"Delete {name.name} of this sheet (Formulas, Name Manager); keep the workbook's own."
            )


def call_without_year(package: Package) -> Iterator[Problem]:
    """Find calls that name no year: they answer with the latest one, another after an update.

    The examples on our own sheet of functions are left out.

    In Excel: the number changes by itself when the Data sheet does (expected).
    """
    examples = {table.sheet for table in package.tables if table.display_name.startswith(_EXAMPLES)}
    for formula in package.formulas:
        if PREFIX not in formula.text.upper() or formula.cell is None or formula.where in examples:
            continue
        try:
            found = calls(parsed(formula.text))
        except Unreadable:
            continue
        for call in found:
            missing = _missing_years(call)
            if missing:
                yield Problem(
                    formula.where, formula.cell, f"Name the {' and the '.join(missing)} in {call.function}(...)."
                )


def _missing_years(call: Call) -> list[str]:
    """Return the arguments of a call that are years and are left out."""
    function = FUNCTIONS.get(call.function)
    names = [one.name.rstrip("_") for one in function.arguments] if function else []
    given = [*call.arguments, *[Constant(None)] * len(names)]
    nothing = (Constant(None), Constant(""))
    return [name for name, value in zip(names, given, strict=False) if name in _YEARS and value in nothing]


def lowered_cell_function(package: Package) -> Iterator[Problem]:
    """Find names of cell functions whose definition Excel no longer understands.

    LibreOffice writes newer functions in small letters when it saves a workbook.

    In Excel: what is typed with such a name shows #NAME? (expected).
    """
    spoilt = [name.name for name in package.names if name.name.upper().startswith(PREFIX) and "_xlfn.l" in name.formula]
    if spoilt:
        yield Problem(
            package.workbook_part,
            None,
            f"Type cell functions into the workbook as it was built, not into this copy: of {len(spoilt)} names, such "
            f"as {spoilt[0]}, LibreOffice wrote the definition in small letters, which Excel does not know.",
        )
