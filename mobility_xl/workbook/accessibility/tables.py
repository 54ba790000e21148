"""Checks of tables: whether data can be read row by row with its headings, and nothing is missed."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from mobility_xl.workbook.lint import Problem
from mobility_xl.workbook.package import Cell, Grid, Package, Range, Sheet, Table, cell_name, every, parse_ranges

SHORTHANDS = ("[x]", "[c]", "[low]", "-")

_SMALLEST_BLOCK = 3
_MOST_BLANKS = 100_000
_NUMBER_AS_TEXT = re.compile(r"[-+\u2212(]?\s*[$€£]?\s*\d[\d.,]*\s*%?\s*\)?")
_BRACKETED_SHORTHAND = re.compile(r"\[(?:x|c|low)\]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_NAME_BY_DEFAULT = re.compile(r"Table[\s_]?\d*|Column\d+", re.IGNORECASE)


def data_in_tables(package: Package) -> Iterator[Problem]:
    """Find numbers in a block that is no table, and tables whose headings are missing or repeat.

    A block is at least three by three cells that hold numbers, numbers written as text, or shorthands.
    What a PivotTable shows is no block: it is announced by Excel as a table of its own.
    """
    for sheet in package.worksheets:
        known = [area for area in _announced_areas(package, sheet) if area is not None]
        for block in _blocks(package.grid(sheet), known):
            yield Problem(sheet.name, str(block), "Make this block of numbers an Excel table with one row of headings.")
    for table in package.tables:
        if table.header_rows != 1:
            yield Problem(table.sheet, table.ref, f"Give table {table.display_name} one row of headings.")
        if not all(name.strip() for name in table.columns):
            yield Problem(table.sheet, table.ref, f"Write a heading over every column of table {table.display_name}.")
        for name, count in Counter(name.strip().lower() for name in table.columns).items():
            if count > 1 and name:
                yield Problem(
                    table.sheet,
                    table.ref,
                    f"Give {count} columns of table {table.display_name} a heading each, not {name!r}.",
                )


def _announced_areas(package: Package, sheet: Sheet) -> Iterator[Range | None]:
    for table in package.tables_of(sheet):
        yield table.area
    for pivot in package.pivot_tables:
        if pivot.sheet == sheet.name:
            yield pivot.area


def _blocks(grid: Grid, known: list[Range]) -> list[Range]:
    """Return the blocks of numbers outside the known ranges."""
    # The side of the largest filled square whose last corner a cell is, as in the textbook.
    sides: dict[tuple[int, int], int] = {}
    blocks: list[Range] = []
    reach = _SMALLEST_BLOCK - 1
    for line in grid.rows:
        row = line.number
        taken = [range(area.left, area.right + 1) for area in known if area.top <= row <= area.bottom]
        for cell in line.cells:
            column = cell.column
            if any(column in columns for columns in taken) or not _reads_as_number(cell):
                continue
            before = ((row - 1, column), (row, column - 1), (row - 1, column - 1))
            side = sides[row, column] = 1 + min(sides.get(place, 0) for place in before)
            if side >= _SMALLEST_BLOCK:
                _join(blocks, Range(row - reach, column - reach, row, column))
    return blocks


def _join(blocks: list[Range], square: Range) -> None:
    """Add a square to the block it overlaps, or as a new one."""
    for place, block in enumerate(blocks):
        if block.overlaps(square):
            blocks[place] = Range(
                min(block.top, square.top),
                min(block.left, square.left),
                max(block.bottom, square.bottom),
                max(block.right, square.right),
            )
            return
    blocks.append(square)


def _reads_as_number(cell: Cell) -> bool:
    if isinstance(cell.value, str):
        text = cell.value.strip()
        return text.lower() in SHORTHANDS or _NUMBER_AS_TEXT.fullmatch(text) is not None
    return isinstance(cell.value, float)


def named_and_described(package: Package) -> Iterator[Problem]:
    """Find tables whose name says nothing, or that have no alternative text."""
    for table in package.tables:
        if _NAME_BY_DEFAULT.fullmatch(table.display_name):
            yield Problem(table.sheet, table.ref, f"Name table {table.display_name} after what it holds.")
        if not table.title.strip() and not table.description.strip():
            yield Problem(table.sheet, table.ref, f"Give table {table.display_name} an alternative text.")


def no_blank_rows(package: Package) -> Iterator[Problem]:
    """Find rows and columns inside a table that are wholly blank: many readers take them for its end."""
    for table in package.tables:
        if table.body is None:
            continue
        blanks = _blank_cells(package, table)
        rows, columns = Counter(row for row, _ in blanks), Counter(column for _, column in blanks)
        for row in (row for row, count in rows.items() if count == table.body.width):
            yield Problem(table.sheet, f"{row}:{row}", f"Take the blank row out of table {table.display_name}.")
        for column in (column for column, count in columns.items() if count == table.body.height):
            place = cell_name(table.body.top, column)
            yield Problem(table.sheet, place, f"Take the blank column out of table {table.display_name}.")


def no_empty_cells(package: Package) -> Iterator[Problem]:
    """Find empty cells inside tables, and shorthands that no sheet explains.

    A cell with an empty text counts as empty; one that holds a sparkline does not, nor one that people
    write in, which is open where its sheet is protected. Formulas without a stored value are A25's.
    """
    for table in package.tables:
        blanks = _blank_cells(package, table)
        if blanks:
            count = f"{len(blanks)} cells are" if len(blanks) > 1 else "1 cell is"
            yield Problem(
                table.sheet,
                cell_name(*blanks[0]),
                f"Say why there is nothing, with one of {', '.join(SHORTHANDS)}: {count} empty in table "
                f"{table.display_name}, this one first.",
            )
    explained = {shorthand for sheet in package.worksheets for shorthand in _explained(package, sheet)}
    for sheet in package.worksheets:
        for text, cell in package.grid(sheet).texts.items():
            for shorthand in _BRACKETED_SHORTHAND.findall(text):
                if shorthand.lower() not in explained:
                    explained.add(shorthand.lower())
                    yield Problem(sheet.name, cell.address, f"Explain {shorthand} on a sheet of the workbook.")


def _blank_cells(package: Package, table: Table) -> list[tuple[int, int]]:
    """Return the rows and columns of a table's blank cells, of very many the first."""
    grid, body = package.grid_named(table.sheet), table.body
    if grid is None or body is None:
        return []
    marks = [area for mark in every(grid.root, "sparkline") for area in parse_ranges(mark.findtext("{*}sqref") or "")]
    columns = frozenset(range(body.left, body.right + 1))
    filled = {
        row.number: {cell.column for cell in row.cells if _is_filled(package, cell)}
        for row in grid.rows
        if body.top <= row.number <= body.bottom
    }
    blanks = (
        (row, column)
        for row in range(body.top, body.bottom + 1)
        for column in sorted(columns - filled.get(row, set()))
        if not any(area.holds(row, column) for area in marks)
    )
    # A table may say that it is as large as the sheet, which has 17 billion cells.
    return list(islice(blanks, _MOST_BLANKS))


def _is_filled(package: Package, cell: Cell) -> bool:
    waits_for_a_value = cell.formula is not None and cell.value is None
    return not cell.is_blank or waits_for_a_value or package.styles.of(cell.style).open


def _explained(package: Package, sheet: Sheet) -> Iterator[str]:
    """Give the shorthands that a sheet explains: in a sentence outside tables, or with words in the next cell."""
    grid = package.grid(sheet)
    bodies = [table.body for table in package.tables_of(sheet) if table.body is not None]
    for cell in grid.cells():
        if "[" not in cell.text:
            continue
        for shorthand in _BRACKETED_SHORTHAND.findall(cell.text):
            beside = grid.text(cell.row, cell.column + 1) if cell.text.strip().lower() == shorthand.lower() else ""
            in_sentence = not any(body.holds(cell.row, cell.column) for body in bodies)
            if (in_sentence and len(_WORD.findall(cell.text)) > 1) or len(_WORD.findall(beside)) > 2:
                yield shorthand.lower()


def start_in_first_column(package: Package) -> Iterator[Problem]:
    """Find tables that do not start in column A, and content to the right of a table."""
    for table in package.tables:
        grid = package.grid_named(table.sheet)
        if table.area is None or grid is None:
            continue
        if table.area.left != 1:
            yield Problem(table.sheet, table.ref, f"Start table {table.display_name} in column A.")
        beside = (
            cell
            for row in grid.rows
            if table.area.top <= row.number <= table.area.bottom
            for cell in reversed(row.cells)
            if cell.column > table.area.right and not cell.is_blank
        )
        for cell in beside:
            yield Problem(
                table.sheet, cell.address, f"Put this above or below table {table.display_name}, not to its right."
            )
            break


def one_below_the_other(package: Package) -> Iterator[Problem]:
    """Find sheets of several tables where two share rows, or one has no text right above it."""
    for sheet in package.worksheets:
        grid = package.grid(sheet)
        placed = [(table, table.area) for table in package.tables_of(sheet) if table.area is not None]
        placed.sort(key=lambda entry: entry[1].top)
        if len(placed) < 2:
            continue
        bottom = 0
        for table, area in placed:
            if area.top <= bottom:
                yield Problem(sheet.name, table.ref, f"Put table {table.display_name} below the one beside it.")
            if not any(grid.text(area.top - 1, column).strip() for column in {1, area.left}):
                yield Problem(
                    sheet.name, table.ref, f"Announce table {table.display_name} in a line of text right above it."
                )
            bottom = max(bottom, area.bottom)
