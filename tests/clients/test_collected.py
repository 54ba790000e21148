"""Copies that people filled in, sorted and saved in LibreOffice come back whole."""

from pathlib import Path

import pytest

from mobility_xl.partners import collect as collecting
from mobility_xl.partners.collect import collect
from mobility_xl.partners.collecting.collected import Collected
from mobility_xl.partners.collecting.collected_writing import write_collected
from mobility_xl.partners.collecting.records import CHECKLIST, Record, Said
from mobility_xl.partners.publish import publish
from mobility_xl.partners.reading.answers import is_ticked
from mobility_xl.partners.verify import Verification
from mobility_xl.queries import Queries
from mobility_xl.workbook.entries import BASELINE, OFFICIALS, REVIEW_NOTES, WHO
from mobility_xl.workbook.templates import Template
from tests.clients.office import Office, typing
from tests.conftest import Workbooks
from tests.partners.returned import entries
from tests.workbook.filling import Value, cell_of, entry_cell, filled, headers, table_of

PLACE = "48301"
WAYS = ("typed", "with rows", "sorted", "handed out")
SORT = """\
  Dim by_{field}(0) As New com.sun.star.table.TableSortField
  by_{field}(0).Field = {field}
  by_{field}(0).IsAscending = {ascending}
  Dim order_{field}(1) As New com.sun.star.beans.PropertyValue
  order_{field}(0).Name = "SortFields"
  order_{field}(0).Value = by_{field}()
  order_{field}(1).Name = "ContainsHeader"
  order_{field}(1).Value = False
  doc.Sheets.getByName("{sheet}").getCellRangeByPosition({left}, {top}, {right}, {bottom}).sort(order_{field}())"""
"""Of several in one macro each needs names of its own."""
WITHOUT_CALCULATING = "  doc.enableAutomaticCalculation(False)"
"""It is done once at the end: typing would wait for it after every cell."""


def insert_rows(sheet: str, before: int, count: int = 1) -> str:
    """Return the line of Basic that inserts rows before one, counted from 1."""
    return f'  doc.Sheets.getByName("{sheet}").Rows.insertByIndex({before - 1}, {count})'


def sort_rows(path: Path, table: str, heading: str, *, ascending: bool) -> str:
    """Return the lines of Basic that sort a table by one of its columns."""
    sheet, (left, top, right, bottom) = table_of(path, table)
    edges = {"left": left - 1, "top": top, "right": right - 1, "bottom": bottom - 1}
    return SORT.format(sheet=sheet.title, field=headers(path, table).index(heading), ascending=ascending, **edges)


def typed(path: Path, number: int, *, listed: bool) -> dict[tuple[str, str], Value]:
    """Return what is typed into a copy, by sheet and cell."""
    names, rows = entries(number)
    cells = {entry_cell(path, name): value for name, value in names.items()}
    for table, lines in rows.items():
        if listed or table != OFFICIALS.name:
            for index, line in lines.items():
                cells |= {cell_of(path, table, index, heading): value for heading, value in line.items()}
    return cells


def said(found: Collected) -> set[tuple[object, ...]]:
    """Return all that was said, but for the file that said it and the row it stood in.

    LibreOffice keeps 15 digits, and may keep a tick as the number 1; a baseline is what it worked out.
    """
    of_rows = {"official", "race total", "total"}
    return {
        (
            record.kind,
            () if record.kind in of_rows else record.about,
            frozenset((heading, _plain(record, value)) for heading, value in record.said if heading not in BASELINE),
            record.who,
            record.when,
        )
        for record in found.records.sources
    }


def _plain(record: Record, value: Said) -> Said | bool | None:
    if record.about[:1] == (CHECKLIST,):
        return is_ticked(str(value))
    return float(f"{value:.15g}") if isinstance(value, float) else value


@pytest.fixture(autouse=True)
def numbers_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the published numbers alone, which have tests of their own."""
    monkeypatch.setattr(collecting, "verify", lambda *_: Verification(None))


def copies(office: Office, blank: Path, folder: Path) -> tuple[list[Path], list[Path]]:
    """Return copies filled in in LibreOffice in several ways, and the same filled in without it."""
    out = folder / "handed out.xlsx"
    out.write_bytes(publish(blank).content)
    in_office, plain = [], []
    for number, way in enumerate(WAYS):
        source = out if way == "handed out" else blank
        cells = typed(source, number, listed=way != "handed out")
        lines = [WITHOUT_CALCULATING, *(typing(cell, value) for cell, value in cells.items())]
        if way == "with rows":
            sheet, (_, top, _, _) = table_of(source, REVIEW_NOTES.name)
            lines += [insert_rows(sheet.title, top + 6, 2), insert_rows(sheet.title, 4), insert_rows("Local Data", 6)]
        if way == "sorted":
            lines += [sort_rows(source, REVIEW_NOTES.name, WHO, ascending=False)]
            lines += [sort_rows(source, OFFICIALS.name, "Name", ascending=True)]
        in_office.append(office.edited(source, folder / f"copy {number} {way}.xlsx", lines))
        names, rows = entries(number)
        kept = {name: one for name, one in rows.items() if way != "handed out" or name != OFFICIALS.name}
        plain.append(filled(source, folder / f"copy {number} plain.xlsx", names, kept))
    return in_office, plain


def test_found_again(office: Office, alone_of: Workbooks, ask: Queries, template: Template, tmp_path: Path) -> None:
    """Typed, with rows inserted, sorted, and in a copy that was handed out: all that was filled in is found again.

    It says the same as copies that no program saved; every cell is accounted for, in any order of the files.
    """
    in_office, plain = copies(office, alone_of(PLACE), tmp_path)
    found = collect(in_office, with_officials=True)
    texts = {
        str(value) for number in range(len(WAYS)) for value in typed(alone_of(PLACE), number, listed=True).values()
    }
    marked = {text for text in texts if "copy" in text}
    values = {value for record in found.records.sources for _, value in record.said}
    values |= {record.who for record in found.records.sources}

    assert said(collect(plain, with_officials=True)) == said(found)
    assert set() == marked - values
    assert len(marked) > 20
    assert all(info.filled == sum(found.accounted(info.id).values()) > 30 for info in found.files)
    assert [] == [one for one in found.findings if "deleted" in one.what]
    assert (
        write_collected(found, template.style, ask.catalog)[0]
        == write_collected(collect(in_office[::-1], with_officials=True), template.style, ask.catalog)[0]
    )
