"""Writes into cells of a workbook that is there already, by cutting its parts: nothing else of it changes.

Charts, checkboxes, validations, people's own sheets and whatever else the file holds stay byte by byte.
What formulas give that read them, at any remove, is stored anew, so that previewers show what is right too.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from mobility_xl.harmless import begins_formula, harmless
from mobility_xl.partners.copying.draft import Draft
from mobility_xl.partners.formulas.dependents import Place
from mobility_xl.partners.formulas.freezing import cells
from mobility_xl.partners.formulas.recalculating import recalculated
from mobility_xl.workbook.formulas.values import ExcelError, Scalar, Unknown
from mobility_xl.workbook.package import Package, cell_name, parse_cell, whole_number
from mobility_xl.workbook.package.splicing import Span, Splice, escaped

ToWrite = str | float | bool | date | None
"""What is written into a cell; None empties it."""

_LIKE_A_CODED_LETTER = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def fill_in(package: Package, values: Mapping[Place, ToWrite]) -> bytes:
    """Return a workbook with other values in some of its cells, as the bytes of a file.

    The cells keep their looks; one that the file does not write down takes that of the cell above.

    Raises
    ------
    LookupError
        When the file has no such row, or nothing in it.
    """
    draft = Draft(package)
    first_day = package.first_day
    for sheet in package.worksheets:
        rows: dict[int, dict[int, ToWrite]] = defaultdict(dict)
        for (name, row, column), value in values.items():
            if name == sheet.name:
                rows[row][column] = value
        if rows:
            _write_rows(draft.part(sheet.part), rows, first_day)
    held = {place: _held(value, first_day) for place, value in values.items()}
    store_answers(draft, recalculated(package, held))
    for arrow in draft.arrows(package.workbook_part, "calcChain"):
        draft.cut(package.workbook_part, arrow)
    return draft.content()


def worked_out(package: Package, places: Collection[Place]) -> bytes:
    """Return a workbook in which what formulas give that read some cells, at any remove, is stored anew."""
    draft = Draft(package)
    grids = {sheet.name: package.grid(sheet) for sheet in package.worksheets}
    cells = {place: grids[place[0]].cell(*place[1:]) for place in places}
    store_answers(draft, recalculated(package, {place: one.value for place, one in cells.items() if one is not None}))
    return draft.content()


def _held(value: ToWrite, first_day: date) -> Scalar:
    """Return what a cell holds where something is written into it."""
    if isinstance(value, date):
        return float((value - first_day).days)
    return None if value == "" else value


def store_answers(draft: Draft, answers: Mapping[Place, Scalar | ExcelError | Unknown]) -> None:
    """Store in a draft what formulas give; of what cannot be told, nothing, and programs work it out on opening."""
    package = draft.package
    by_sheet: dict[str, dict[tuple[int, int], Scalar | ExcelError | Unknown]] = defaultdict(dict)
    for (name, row, column), answer in answers.items():
        by_sheet[name][row, column] = answer
    for sheet in package.worksheets:
        if sheet.name in by_sheet:
            part = draft.part(sheet.part)
            for row, column, cell in cells(part):
                if (row, column) in by_sheet[sheet.name] and cell.child("f") is not None:
                    _store(part, cell, by_sheet[sheet.name][row, column])
    if any(isinstance(answer, Unknown) for answer in answers.values()):
        book = draft.part(package.workbook_part)
        calculation = book.root.child("calcPr")
        if calculation is not None:
            book.set(calculation, fullCalcOnLoad="1")


def _store(part: Splice, cell: Span, answer: Scalar | ExcelError | Unknown) -> None:
    """Store what a formula gives beside it."""
    kind, text = _stored(answer)
    written = f"<{cell.prefix}v>{escaped(text)}</{cell.prefix}v>" if kind != "" or text else ""
    value = cell.child("v")
    if value is not None:
        part.replace(value.start, value.end, written)
    else:
        part.replace(cell.close, cell.close, written)
    part.set(cell, t=kind or None)


def _stored(answer: Scalar | ExcelError | Unknown) -> tuple[str, str]:
    """Return the kind of a stored value, and how it is written; nothing where it cannot be told."""
    match answer:
        case Unknown():
            return "", ""
        case ExcelError():
            return "e", answer.code
        case bool():
            return "b", str(int(answer))
        case str():
            return "str", answer
        case None:
            return "", "0"
        case _:
            return "", repr(answer)


def _write_rows(part: Splice, rows: Mapping[int, Mapping[int, ToWrite]], first_day: date) -> None:
    """Write values into cells of a sheet's part, by row and column."""
    left = set(rows)
    looks: dict[int, str] = {}
    number = 0
    for span in part.spans(skip={"row"}):
        if span.name != "row":
            continue
        number = whole_number(span.attributes.get("r")) or number + 1
        if span.inner == span.end:
            continue
        present = _by_column(span)
        looks |= {column: cell.attributes.get("s", "") for column, cell in present.items()}
        for column, value in sorted(rows.get(number, {}).items()):
            written = _cell(span.prefix, cell_name(number, column), looks.get(column, ""), value, first_day)
            if column in present:
                part.replace(present[column].start, present[column].end, written)
            else:
                before = [cell.end for at, cell in present.items() if at < column]
                at = max(before, default=span.inner)
                part.replace(at, at, written)
        left.discard(number)
    if left:
        raise LookupError(f"The part {part.name} has no row {min(left)}.")


def _by_column(row: Span) -> dict[int, Span]:
    """Return the cells of a row; one without an address follows the one before."""
    found: dict[int, Span] = {}
    column = 0
    for cell in row.children:
        place = parse_cell(cell.attributes.get("r", ""))
        column = place[1] if place else column + 1
        found[column] = cell
    return found


def _cell(prefix: str, address: str, look: str, value: ToWrite, first_day: date) -> str:
    """Return a cell as a part writes it; a text can only be one."""
    head = f'<{prefix}c r="{address}"' + (f' s="{look}"' if look else "")
    match value:
        case None | "":
            return f"{head}/>"
        case bool():
            return f'{head} t="b"><{prefix}v>{int(value)}</{prefix}v></{prefix}c>'
        case str():
            # Somebody may edit the cell, and programs then read it as if it were typed.
            text = harmless(f"'{value}" if begins_formula(value) else value, "cell")
            text = _LIKE_A_CODED_LETTER.sub("_x005F_", text)
            inside = f'<{prefix}is><{prefix}t xml:space="preserve">{escaped(text)}</{prefix}t></{prefix}is>'
            return f'{head} t="inlineStr">{inside}</{prefix}c>'
        case date():
            return f"{head}><{prefix}v>{(value - first_day).days}</{prefix}v></{prefix}c>"
        case _:
            return f"{head}><{prefix}v>{value!r}</{prefix}v></{prefix}c>"
