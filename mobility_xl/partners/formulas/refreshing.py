"""Stores what formulas give where a file does not say it, or says what was so before somebody filled it in.

Spreadsheet programs store the value of every formula; programs that only write cells may leave none, or an old one.
"""

from collections.abc import Collection, Mapping

from mobility_xl.functions.registry import PREFIX
from mobility_xl.partners.copying.draft import Draft
from mobility_xl.partners.formulas.calling import answer_of
from mobility_xl.partners.formulas.dependents import Place, dependents
from mobility_xl.partners.formulas.filling_in import store_answers
from mobility_xl.partners.formulas.recalculating import answers_anew
from mobility_xl.queries import default
from mobility_xl.workbook.formulas.values import ExcelError, Scalar, Unknown
from mobility_xl.workbook.package import Cell, Package
from mobility_xl.workbook.stamp import read_stamp

NEAR = 1e-9
"""How far a stored number may be from what is worked out here, in proportion."""


def refreshed(package: Package, doubtful: Collection[str]) -> tuple[Package, int]:
    """Return a workbook with the values of its formulas, and how many of them were not stored in it.

    Parameters
    ----------
    package
        The workbook; it is returned as it is where nothing lacks.
    doubtful
        Sheets, in small letters, that somebody may have filled in without the formulas over them being
        worked out again.
    """
    cells = {
        (sheet.name, cell.row, cell.column): cell
        for sheet in package.worksheets
        for cell in package.grid(sheet).cells()
        if cell.formula is not None or sheet.name.lower() in doubtful
    }
    written = {place for place, cell in cells.items() if cell.formula is None}
    wanted = {place for place, cell in cells.items() if cell.formula and cell.value is None}
    if written:
        wanted |= dependents(package, written)
    answers = answers_anew(package, wanted) | _called(package, cells)
    new = {place: answer for place, answer in answers.items() if place in cells and not _agree(cells[place], answer)}
    if not new:
        return package, 0
    draft = Draft(package)
    store_answers(draft, new)
    return Package.made(package.path, draft.content()), len(new)


def _called(package: Package, cells: Mapping[Place, Cell]) -> dict[Place, Scalar | ExcelError | Unknown]:
    """Return what calls of cell functions answer that the program which saved the file could not answer.

    It is asked of the numbers that the workbook was built from, and of no others.
    """
    unable = package.from_libreoffice
    waiting = {
        place: cell.formula
        for place, cell in cells.items()
        if cell.formula and PREFIX in cell.formula.upper() and (cell.value is None or (unable and cell.kind == "e"))
    }
    stamp = read_stamp(package)
    if not waiting or stamp is None:
        return {}
    store = default().store
    if (stamp.edition, stamp.data) != (store.edition, store.hash):
        return {}
    return {place: answer_of(package, place[0], formula) for place, formula in waiting.items()}


def _agree(cell: Cell, given: Scalar | ExcelError | Unknown) -> bool:
    """Tell whether a stored value is what its formula gives; where that cannot be told, it is taken for right."""
    match given:
        case Unknown():
            return True
        case ExcelError():
            return cell.kind == "e"
        case str():
            return cell.value == given
        case bool() | None:
            return cell.value == given and cell.value is not None
        case _:
            value = cell.value
            return isinstance(value, float) and abs(value - given) <= NEAR * max(abs(value), abs(given))
