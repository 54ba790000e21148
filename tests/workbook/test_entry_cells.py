"""What people type into the cells that are theirs is answered in its row, and spoils nothing beyond it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from mobility_xl.catalog import load
from mobility_xl.workbook import entries
from tests.clients.engines import IronCalc
from tests.conftest import Workbooks
from tests.workbook.filling import Value, filled
from tests.workbook.local_rows import as_entries
from tests.workbook.reading_back import formulas, sheets_of

BY_PEERS = frozenset({"Peers"})
"""Sheets whose cells are not looked at here."""
OFFICIAL: Mapping[str, Value] = {
    "Name": "A",
    entries.HISPANIC_ANSWER: entries.NO,
    entries.WHITE_RACE: True,
    entries.HOW: entries.ANSWERED,
}
ROWS: Mapping[str, Mapping[int, Mapping[str, Value]]] = {
    entries.REVIEW_NOTES.name: {0: {entries.STANDS_OUT: "High"}, 3: {entries.DIFFERS: "By race"}},
    entries.OFFICIALS.name: dict.fromkeys(range(4), OFFICIAL),
    entries.TARGETS.name: {
        row: {"Metric": load().variables[name].label, "Target": goal, "Target year": 2030}
        for row, (name, goal) in enumerate([("share_debt_coll", 0.1), ("share_employed", 0.9)])
    },
    entries.LOCAL_DATA.name: as_entries(load()),
}


@pytest.fixture(scope="module")
def worked_in(alone_of: Workbooks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workbook that people have filled in."""
    typed: dict[str, Value] = {entries.officials(group): 3 for group in entries.GROUPS}
    typed |= {entries.residents("hispanic"): 500, entries.residents(entries.ALL): 2000}
    return filled(alone_of("48301"), tmp_path_factory.mktemp("cells") / "worked in.xlsx", typed, ROWS)


def open_cells(path: Path) -> Iterator[tuple[str, str]]:
    """Give every cell that people write in; of most tables those of the first row, which the others are like."""
    named = {entries.TOTALS.name, entries.COMBINED.name}
    for sheet in sheets_of(path).worksheets:
        areas = [one.area for name, one in sheet.tables.items() if one.area is not None and name not in named]
        rows = [(one.top + 2, one.bottom) for one in areas]
        for cells in () if sheet.title in BY_PEERS else sheet.iter_rows():
            for cell in cells:
                if cell.style.open and not any(first <= cell.row <= last for first, last in rows):
                    yield sheet.title, cell.coordinate


class TestErrors:
    @pytest.mark.client  # A workbook is calculated anew for each of its cells.
    def test_every_cell(self, worked_in: Path) -> None:
        """Whichever cell an error is typed into, it is the only cell that shows one."""
        book, own = IronCalc(worked_in), {cell: one.text for cell, one in formulas(worked_in).items()}
        cells, spoilt = list(open_cells(worked_in)), {}
        put_back: dict[tuple[str, str], str | float] = {}
        for cell in cells:
            before = book.value(*cell)
            book.write({**put_back, cell: "=1/0"})
            if found := [one for one in own if one != cell and str(book.value(*one)).startswith("#DIV")]:
                spoilt[cell] = found
            put_back = {cell: own.get(cell, before if isinstance(before, float | str) else "")}
        book.write(dict.fromkeys(cells, "=NA()"))

        assert len(cells) > 100
        assert {} == spoilt
        assert not [one for one in own if one not in cells and str(book.value(*one)).startswith("#N/A")]
