"""Makes formulas of a sheet the values that are stored for them, by cutting the sheet's part."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from mobility_xl.errors import BadWorkbook
from mobility_xl.workbook.package import Range, Spread, cell_name, parse_cell, parse_range, whole_number
from mobility_xl.workbook.package.splicing import Span, Splice, escaped

LEFT_OUT = "[left out]"
"""What stands in place of a value that would show one official's answers."""

GONE = " (left out of this copy)"
"""What follows the words of a link to a sheet that is not there any more."""

Fate = Literal["value", "left out", "link"]


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula.

    ``fills`` are the cells that the formula fills, its own alone for most. ``group`` is the number that a
    formula shares with its copies, which have no ``text``, ``spread`` how far those go beyond it.
    """

    row: int
    column: int
    text: str
    fills: Range
    group: int | None
    spread: Spread
    cell: Span

    @property
    def address(self) -> str:
        """Its address, such as B12."""
        return cell_name(self.row, self.column)


def cells(part: Splice, first: str = "") -> Iterator[tuple[int, int, Span]]:
    """Give the row, the column and the element of every cell of a sheet's part.

    Those in rows before the ``first`` element of a name, such as ``f`` for formulas, can be left out.
    """
    row = column = 0
    for span in part.spans(skip={"row"}, first=first):
        parent = span.parent
        if span.name == "row":
            row, column = whole_number(span.attributes.get("r")) or row + 1, 0
        elif span.name == "c" and parent is not None and parent.name == "row":
            number = whole_number(parent.attributes.get("r")) or row + 1
            place = parse_cell(span.attributes.get("r", ""))
            column = place[1] if place else column + 1
            yield place[0] if place else number, column, span


def formula_cells(part: Splice) -> list[FormulaCell]:
    """Return the cells of a sheet that have a formula, in the file's order."""
    found = []
    for row, column, cell in cells(part, "f"):
        formula = cell.child("f")
        if formula is None:
            continue
        kind = formula.attributes.get("t", "normal")
        ref = parse_range(formula.attributes.get("ref", ""))
        own = Range(row, column, row, column)
        group = whole_number(formula.attributes.get("si")) if kind == "shared" else None
        spread = _beyond(ref, row, column) if ref and group is not None else Spread()
        # What a data table puts inputs into stands in attributes; it tries the formulas above it and left of it.
        inputs = [formula.attributes[name] for name in ("r1", "r2") if name in formula.attributes]
        if ref is not None and kind == "dataTable":
            inputs.append(str(Range(max(1, ref.top - 1), max(1, ref.left - 1), ref.bottom, ref.right)))
        text = ",".join([formula.text, *inputs]).strip(",")
        fills = ref if ref is not None and kind in {"array", "dataTable"} else own
        found.append(FormulaCell(row, column, text, fills, group, spread, cell))
    return found


def _beyond(area: Range, row: int, column: int) -> Spread:
    """Return how far an area goes beyond a cell, which need not be its first."""
    rows, columns = (row - area.top, area.bottom - row), (column - area.left, area.right - column)
    return Spread(max(0, rows[0]), max(0, columns[0]), max(0, rows[1]), max(0, columns[1]))


def freeze(part: Splice, one: FormulaCell, fate: Fate, where: str) -> None:
    """Put a value in a formula's place.

    Parameters
    ----------
    part
        The sheet's part.
    one
        The cell.
    fate
        Its stored value, that value as the words of a link that leads nowhere now, or a word in its place.
    where
        The file and the sheet, for what is said.

    Raises
    ------
    BadWorkbook
        When no value is stored for the formula.
    """
    cell, value = one.cell, one.cell.child("v")
    if fate == "left out":
        _write_text(part, cell, LEFT_OUT)
        return
    kind = cell.attributes.get("t", "n")
    stored = value.text if value is not None else ""
    if not stored and kind != "str":
        raise BadWorkbook(
            f"{where}, cell {one.address}: no value is stored for its formula. "
            "Open the file in Excel or LibreOffice, save it, and publish it again."
        )
    if fate == "link" and kind == "str":
        _write_text(part, cell, f"{stored}{GONE}")
    elif kind == "str":
        _write_text(part, cell, stored)
    else:
        formula = cell.child("f")
        if "cm" in cell.attributes:
            part.set(cell, cm=None)
        if formula is not None:
            part.replace(formula.start, formula.end, "")


def blank(part: Splice, areas: list[Range]) -> None:
    """Empty cells; their looks stay."""
    for row, column, cell in cells(part):
        if cell.inner != cell.end and any(area.holds(row, column) for area in areas):
            _write_text(part, cell, "")


def _write_text(part: Splice, cell: Span, text: str) -> None:
    """Write a cell anew with a text that can only be one, or with nothing."""
    keep = "".join(f' {name}="{escaped(cell.attributes[name])}"' for name in ("r", "s") if name in cell.attributes)
    space = cell.prefix
    inside = (
        f' t="inlineStr"><{space}is><{space}t xml:space="preserve">{escaped(text)}</{space}t></{space}is></{space}c>'
        if text
        else "/>"
    )
    part.replace(cell.start, cell.end, f"<{space}c{keep}{inside}")
