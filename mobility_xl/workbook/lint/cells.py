"""Checks of rows, cells, merged cells and validations.

What Excel does is told as far as it was reported or is expected; nothing here was tried in Excel.
"""

from collections.abc import Iterator

from mobility_xl.workbook.lint.finding import Problem
from mobility_xl.workbook.package import Cell, Package, Sheet, every, parse_ranges, parse_sheet_ranges

LONGEST_TEXT = 32_767
LONGEST_LIST = 255
LONGEST_TITLE = 32
LONGEST_MESSAGE = 255
NOT_DRAWN = "#N/A"


def _cells(package: Package) -> Iterator[tuple[Sheet, Cell]]:
    return ((sheet, cell) for sheet in package.worksheets for cell in package.grid(sheet).cells())


def rows_out_of_order(package: Package) -> Iterator[Problem]:
    """Find rows that stand behind a later one, or twice.

    In Excel: repair prompt, cells are lost (expected).
    """
    for sheet in package.worksheets:
        last = 0
        for row in package.grid(sheet).rows:
            if row.number <= last:
                yield Problem(sheet.name, f"{row.number}:{row.number}", f"Write this row once, before row {last}.")
            last = max(last, row.number)


def cells_out_of_order(package: Package) -> Iterator[Problem]:
    """Find cells that stand behind a later one of their row, twice, or in another row.

    In Excel: repair prompt (expected).
    """
    for sheet in package.worksheets:
        for row in package.grid(sheet).rows:
            last = 0
            for cell in row.cells:
                if cell.row != row.number or not cell.column:
                    yield Problem(sheet.name, f"{row.number}:{row.number}", "Give each cell an address in its own row.")
                elif cell.column <= last:
                    yield Problem(sheet.name, cell.address, "Write this cell once, in the order of the columns.")
                last = max(last, cell.column)


def shared_string_out_of_range(package: Package) -> Iterator[Problem]:
    """Find cells that point at a text that is not there.

    In Excel: repair prompt, the cell is emptied (expected).
    """
    for sheet, cell in _cells(package):
        if cell.kind == "s" and cell.value is None:
            yield Problem(
                sheet.name,
                cell.address,
                f"Point the cell at one of the {len(package.shared_strings)} shared texts.",
            )


def bad_cell_value(package: Package) -> Iterator[Problem]:
    """Find number cells that hold no number, such as nan.

    In Excel: repair prompt (expected).
    """
    for sheet, cell in _cells(package):
        if cell.kind == "n" and isinstance(cell.value, str):
            yield Problem(sheet.name, cell.address, f"Store a number, or make the cell text: it holds {cell.value!r}.")


def style_out_of_range(package: Package) -> Iterator[Problem]:
    """Find cells, rows and columns that point at a look that is not there.

    In Excel: repair prompt (expected).
    """
    known = max(len(package.styles.cell_styles), 1)
    for sheet in package.worksheets:
        grid = package.grid(sheet)
        used: dict[int, str] = {}
        for cell in grid.cells():
            if cell.style not in used:
                used[cell.style] = cell.address
        for row in grid.rows:
            used.setdefault(row.style or 0, f"{row.number}:{row.number}")
        for column in grid.columns:
            used.setdefault(column.style or 0, f"column {column.first}")
        for style, place in used.items():
            if not 0 <= style < known:
                yield Problem(
                    sheet.name, place, f"Use a style from 0 to {known - 1}; {style} is none of the workbook's."
                )


def differential_style_out_of_range(package: Package) -> Iterator[Problem]:
    """Find tables, pivots and conditional formats that point at a look that is not there.

    In Excel: repair prompt (expected).
    """
    known = len(package.styles.differential)
    for part, root in package.trees():
        for element in root.iter():
            for key, value in element.items():
                if key.lower().endswith("dxfid") and not (value.isdecimal() and int(value) < known):
                    yield Problem(part, None, f"Use one of the {known} differential styles; {key}={value!r} is none.")


def text_too_long(package: Package) -> Iterator[Problem]:
    """Find cells that hold more text than fits.

    In Excel: repair prompt, the text is cut (expected).
    """
    for sheet, cell in _cells(package):
        if isinstance(cell.value, str) and _units(cell.value) > LONGEST_TEXT:
            yield Problem(
                sheet.name,
                cell.address,
                f"Shorten the text to {LONGEST_TEXT:,} characters; it has {_units(cell.value):,}.",
            )


def _units(text: str) -> int:
    """Return a text's length as Excel counts it: an emoji and its like count as two."""
    return len(text) if len(text) * 2 <= LONGEST_TEXT else len(text) + sum(letter > "\uffff" for letter in text)


def formula_without_value(package: Package) -> Iterator[Problem]:
    """Find sheets with formulas that have no stored value.

    In Excel: calculated on opening, but previewers, Protected View and programs that read the file
    show an empty cell or 0 (reported).
    """
    for sheet in package.worksheets:
        bare = [cell for cell in package.grid(sheet).cells() if cell.formula is not None and cell.value is None]
        if bare:
            yield Problem(
                sheet.name,
                bare[0].address,
                f"Open the workbook in Excel and save it: {len(bare)} formulas here have no stored value, this first.",
            )


def cached_error(package: Package) -> Iterator[Problem]:
    """Find cells that show an error value; #N/A in what a chart draws is how a chart is told to draw nothing.

    In Excel: shown as it is; a screen reader spells it out (expected).
    """
    drawn = [
        drawn_range
        for _, part in package.charts
        for source in {element.text or "" for element in every(package.archive.xml(part), "f")}
        for drawn_range in parse_sheet_ranges(source)
    ]
    for sheet, cell in _cells(package):
        if cell.kind == "e" and not (
            cell.value == NOT_DRAWN
            and any(name == sheet.name and area.holds(cell.row, cell.column) for name, area in drawn)
        ):
            yield Problem(
                sheet.name, cell.address, f"Show a number or say why there is none; the cell shows {cell.value}."
            )


def overlapping_merges(package: Package) -> Iterator[Problem]:
    """Find merged blocks that share a cell or lie on a table.

    In Excel: repair prompt, the cells are unmerged (expected).
    """
    for sheet in package.worksheets:
        elements = package.grid(sheet).root.iterfind("{*}mergeCells/{*}mergeCell")
        merges = [area for element in elements for area in parse_ranges(element.get("ref", ""))]
        merges.sort(key=lambda area: (area.top, area.left))
        for position, area in enumerate(merges):
            for other in merges[position + 1 :]:
                if other.top > area.bottom:
                    break
                if area.overlaps(other):
                    yield Problem(sheet.name, str(area), f"Merge these cells or {other}, not both.")
        for table in package.tables_of(sheet):
            for area in merges:
                if table.area is not None and table.area.overlaps(area):
                    yield Problem(sheet.name, str(area), f"Merge no cells of the table {table.display_name}.")


def validation_too_long(package: Package) -> Iterator[Problem]:
    """Find validations whose list, title or message is too long.

    In Excel: repair prompt, the validation is dropped (expected).
    """
    for sheet in package.worksheets:
        for rule in every(package.grid(sheet).root, "dataValidation"):
            place = rule.get("sqref") or rule.findtext("{*}sqref")
            choices = "".join(text for first in rule.iterfind("{*}formula1") for text in first.itertext()).strip()
            # Two quotation marks stand around a list that is typed in.
            if rule.get("type") == "list" and choices.startswith('"') and len(choices) - 2 > LONGEST_LIST:
                yield Problem(
                    sheet.name,
                    place,
                    f"Put the list into cells and name them: typed in, {LONGEST_LIST} characters fit.",
                )
            for kind, longest in _VALIDATION_LIMITS.items():
                if len(rule.get(kind, "")) > longest:
                    yield Problem(sheet.name, place, f"Shorten the validation's {kind} to {longest} characters.")


_VALIDATION_LIMITS = {
    "promptTitle": LONGEST_TITLE,
    "errorTitle": LONGEST_TITLE,
    "prompt": LONGEST_MESSAGE,
    "error": LONGEST_MESSAGE,
}
