"""Fills in a workbook as people do: values go into its cells, and nothing else of the file changes."""

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from zipfile import ZipFile

from mobility_xl.workbook.package import parse_sheet_ranges
from tests.workbook.reading_back import Sheet, package_of, sheets_of

Value = str | float | bool | None


class Error(str):
    """An error that somebody typed, such as ``#N/A``."""


def table_of(path: Path, name: str) -> tuple[Sheet, tuple[int, int, int, int]]:
    """Return the sheet of a table, and its first column, its header row, its last column and its last row."""
    sheet = next(one for one in sheets_of(path).worksheets if name in one.tables)
    area = sheet.tables[name].area
    assert area is not None
    return sheet, (area.left, area.top, area.right, area.bottom)


def headers(path: Path, table: str) -> list[str]:
    """Return the headers of a table."""
    return list(table_of(path, table)[0].tables[table].columns)


def row_of(path: Path, table: str, key: str) -> int:
    """Return the row of a table, from 0, that holds a text in one of its cells."""
    sheet, (left, top, right, bottom) = table_of(path, table)
    rows = sheets_of(path, values=True)[sheet.title].iter_rows(top + 1, bottom, left, right, values_only=True)
    return next(index for index, row in enumerate(rows) if key in row)


def cell_of(path: Path, table: str, row: int, header: str) -> tuple[str, str]:
    """Return the sheet and the address of a cell of a table, its rows counted from 0."""
    sheet, (left, top, _, _) = table_of(path, table)
    return sheet.title, sheet.cell(top + 1 + row, left + headers(path, table).index(header)).coordinate


def entry_cell(path: Path, name: str) -> tuple[str, str]:
    """Return the sheet and the address that an entry's name leads to."""
    ((tab, area),) = parse_sheet_ranges(sheets_of(path).defined_names[name])
    return tab, str(area)


def filled(
    path: Path,
    target: Path,
    entries: Mapping[str, Value] | None = None,
    rows: Mapping[str, Mapping[int, Mapping[str, Value]]] | None = None,
) -> Path:
    """Write a copy of a workbook with values in its entries, and in rows of its tables, from 0, by header."""
    cells = {entry_cell(path, name): value for name, value in (entries or {}).items()}
    for table, lines in (rows or {}).items():
        for index, line in lines.items():
            cells |= {cell_of(path, table, index, header): value for header, value in line.items()}
    return written(path, target, cells)


def written(path: Path, target: Path, cells: Mapping[tuple[str, str], Value]) -> Path:
    """Write a copy of a workbook with values in some of its cells, by sheet and address."""
    tabs = {sheet.part: sheet.name for sheet in package_of(path).worksheets}
    with ZipFile(path) as old, ZipFile(target, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if tab := tabs.get(part):
                for address, value in ((cell, value) for (on, cell), value in cells.items() if on == tab):
                    text = _with_value(text.decode(), address, value).encode()
            new.writestr(part, text)
    return target


def _with_value(sheet: str, address: str, value: Value) -> str:
    """Return a sheet's part with another value in one of its cells."""
    match value:
        case None:
            kind, inside = "", ""
        case bool():
            kind, inside = ' t="b"', f"<v>{int(value)}</v>"
        case Error():
            kind, inside = ' t="e"', f"<v>{value}</v>"
        case str():
            kind, inside = ' t="inlineStr"', f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        case _:
            kind, inside = "", f"<v>{value!r}</v>"
    cell = rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'
    changed, count = re.subn(cell, lambda found: f'<c r="{address}"{found[1] or ""}{kind}>{inside}</c>', sheet)
    if count != 1:
        raise AssertionError(f"The sheet has {count} cells {address}.")
    return changed
