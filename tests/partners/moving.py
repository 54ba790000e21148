"""Moves rows of a workbook as people do in Excel: tables, names and cells go along."""

import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from mobility_xl.workbook.package import cell_name
from tests.workbook.filling import headers, table_of
from tests.workbook.good_workbook import Parts

ROW = re.compile(r'<row r="(\d+)"(?:[^>]*/>|.*?</row>)', re.DOTALL)


def part_of(parts: Parts, sheet: str) -> str:
    """Return the part of a sheet, which the builder numbers in the order of the tabs."""
    names = re.findall(r'<sheet name="([^"]*)"', parts.text("xl/workbook.xml"))
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def insert_row(parts: Parts, sheet: str, before: int) -> None:
    """Insert an empty row with the looks of the one above it, as Excel does."""

    def moved(row: int) -> int:
        return row + 1 if row >= before else row

    _renumber(parts, sheet, moved)
    name = part_of(parts, sheet)
    above = next(row for row in ROW.finditer(parts.text(name)) if int(row[1]) == before - 1)
    looks = re.sub(
        r'<c r="([A-Z]+)\d+"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', rf'<c r="\g<1>{before}"\2/>', above[0], flags=re.DOTALL
    )
    looks = looks.replace(f'<row r="{before - 1}"', f'<row r="{before}"', 1)
    parts.change(name, above[0], above[0] + looks)


def swap_rows(parts: Parts, sheet: str, one: int, other: int) -> None:
    """Swap two rows of a table, as sorting it does."""
    name = part_of(parts, sheet)
    rows = {int(row[1]): row[0] for row in ROW.finditer(parts.text(name))}
    text = parts.text(name)
    text = text.replace(rows[one], "<!-- one -->").replace(rows[other], "<!-- other -->")
    text = text.replace("<!-- one -->", _at(rows[other], one)).replace("<!-- other -->", _at(rows[one], other))
    parts.put(name, text)


def write_below(source: Path, target: Path, table: str, texts: Mapping[str, str]) -> tuple[str, int]:
    """Write texts by header into the row below a table, which the program does not make longer.

    Returns the sheet and that row.
    """
    sheet, (left, _, _, bottom) = table_of(source, table)
    parts = Parts.read(source.read_bytes())
    name = part_of(parts, sheet.title)
    columns = {left + headers(source, table).index(header): text for header, text in texts.items()}
    cells = "".join(
        f'<c r="{cell_name(bottom + 1, column)}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for column, text in sorted(columns.items())
    )
    parts.put(name, re.sub(rf'<row r="{bottom + 1}"(?:[^>]*/>|.*?</row>)', "", parts.text(name), flags=re.DOTALL))
    after = next((row[0] for row in ROW.finditer(parts.text(name)) if int(row[1]) > bottom + 1), "</sheetData>")
    parts.change(name, after, f'<row r="{bottom + 1}">{cells}</row>{after}')
    parts.write(target)
    return sheet.title, bottom + 1


def _at(row: str, number: int) -> str:
    """Return a row with another number."""
    row = re.sub(r'<row r="\d+"', f'<row r="{number}"', row)
    return re.sub(r'<c r="([A-Z]+)\d+"', rf'<c r="\g<1>{number}"', row)


def _renumber(parts: Parts, sheet: str, moved: Callable[[int], int]) -> None:
    name = part_of(parts, sheet)
    text = ROW.sub(lambda row: _at(row[0], moved(int(row[1]))), parts.text(name))
    parts.put(name, text)

    def shifted(reference: re.Match[str]) -> str:
        return re.sub(r"(\$?[A-Z]{1,3}\$?)(\d+)", lambda cell: f"{cell[1]}{moved(int(cell[2]))}", reference[0])

    arrows = f"xl/worksheets/_rels/{name.rpartition('/')[2]}.rels"
    for table in re.findall(r'Target="\.\./(tables/[^"]+)"', parts.text(arrows)):
        parts.put(f"xl/{table}", re.sub(r' ref="[A-Z]+\d+:[A-Z]+\d+"', shifted, parts.text(f"xl/{table}")))
    pattern = rf"(?<=>)(?:'{re.escape(sheet)}'|{re.escape(sheet)})!\$[A-Z]+\$\d+(?=</definedName>)"
    parts.put("xl/workbook.xml", re.sub(pattern, shifted, parts.text("xl/workbook.xml")))
