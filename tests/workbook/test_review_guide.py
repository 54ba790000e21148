"""The Review Guide: every question with its parts, a note for every metric, and what the pillar sheets say of them."""

from pathlib import Path

import pytest

from mobility_xl.workbook.entries import CHECKS, CONNECTIONS, PRIORITIES, QUESTIONS, REVIEW_NOTES, EntryTable, answers
from mobility_xl.workbook.sheets import review_guide
from tests.clients.engines import ironcalc_values
from tests.conftest import Workbooks
from tests.workbook.filling import Error, Value, cell_of, entry_cell, filled, headers, row_of
from tests.workbook.places import ALONE
from tests.workbook.reading_back import sheets_of

NOTED = "20. Babies born with low weight"


@pytest.fixture(scope="module")
def cook(alone_of: Workbooks) -> Path:
    """Give Cook County's guide."""
    return alone_of("17031")


class TestEntries:
    def test_named(self, cook: Path) -> None:
        """Every answer and every check is an open cell of the sheet that its name leads to."""
        book = sheets_of(cook)
        found = {name: entry_cell(cook, name) for name in (*answers(), *CHECKS)}

        assert {tab for tab, _ in found.values()} == {review_guide.TAB}
        assert all(book[tab][cell].style.open for tab, cell in found.values())

    def test_prompted(self, cook: Path) -> None:
        """Each answer says, when it is chosen, which part of the question it is about."""
        sheet = sheets_of(cook)[review_guide.TAB]
        said = {rule.get("sqref"): rule.get("prompt") for rule in sheet.elements("dataValidation")}
        cells = [entry_cell(cook, name)[1] for name in answers()]

        assert len({said[cell] for cell in cells}) == sum(map(len, QUESTIONS.values())) == len(cells)

    @pytest.mark.parametrize("table", [REVIEW_NOTES, CONNECTIONS, PRIORITIES], ids=lambda table: table.name)
    def test_tables(self, cook: Path, table: EntryTable) -> None:
        """Every table to fill in has the columns that its readers look for."""
        found = headers(cook, table.name)

        assert len(set(found)) == len(found)
        assert {*table.key, *table.written} <= set(found)

    @pytest.mark.parametrize("geoid", ALONE, scope="class")
    def test_a_row_for_each_metric(self, alone_of: Workbooks, geoid: str) -> None:
        """Every place has a row ready for each of the 26 metrics, in framework order; crime has two."""
        path = alone_of(geoid)
        sheet = sheets_of(path, values=True)[review_guide.TAB]
        first = sheet[cell_of(path, "ReviewNotes", 0, "Metric")[1]].row
        numbers = [str(sheet.cell(first + row, 2).value).split(".")[0] for row in range(27)]

        assert [*map(str, range(1, 25)), "25a", "25b", "26"] == numbers


class TestNotesOnPillarSheets:
    @pytest.mark.parametrize(
        ("rows", "count"),
        [
            ([], 0),
            ([{"What stands out": "High for the state"}], 1),
            ([{"Who": "Ana"}], 0),
            ([{"Where outcomes differ": "By race"}, {"Compared with peers": "Higher"}], 2),
        ],
        ids=["none", "one", "signed only", "two"],
    )
    def test_counted(self, cook: Path, tmp_path: Path, rows: list[dict[str, str]], count: int) -> None:
        """A metric's band says how many rows hold a note on it, also one that was added; others stay without."""
        ready, spare = row_of(cook, "ReviewNotes", NOTED), 27
        lines = {at: {"Metric": NOTED, **row} for at, row in zip((ready, spare), rows, strict=False)}
        values = ironcalc_values(filled(cook, tmp_path / "filled.xlsx", rows={"ReviewNotes": lines}))
        bands = [text for (tab, _), text in values.items() if tab == "Health" and "Review Guide" in str(text)]

        assert sorted(["Notes on Review Guide: 0"] * 3 + [f"Notes on Review Guide: {count}"]) == sorted(bands)

    @pytest.mark.parametrize("heading", ["Metric", "What stands out", "Compared with peers", "Who"])
    def test_error(self, cook: Path, tmp_path: Path, heading: str) -> None:
        """An error that somebody typed into a row of the notes counts there alone, and not against other metrics."""
        row = row_of(cook, "ReviewNotes", NOTED)
        lines = {row - 1: {heading: Error("#N/A")}, row: {"What stands out": "High"}, 27: {heading: Error("#DIV/0!")}}
        values = ironcalc_values(filled(cook, tmp_path / "filled.xlsx", rows={"ReviewNotes": lines}))
        bands = [str(text) for text in values.values() if str(text).startswith("Notes on Review Guide")]

        assert "Notes on Review Guide: 1" in bands
        assert len(bands) == bands.count("Notes on Review Guide: 0") + (1 if heading in {"Metric", "Who"} else 2)

    def test_pillar_of_a_metric(self, cook: Path, tmp_path: Path) -> None:
        """A row that people add finds the pillar of the metric they choose."""
        rows = {
            "ReviewNotes": {27: {"Metric": NOTED}},
            "Priorities": {0: {"Metric": "14. Adults with a job"}},
            "Connections": {1: {"First metric": NOTED, "Second metric": "14. Adults with a job"}},
        }
        values = ironcalc_values(filled(cook, tmp_path / "filled.xlsx", rows=rows))

        assert values[cell_of(cook, "ReviewNotes", 27, "Pillar")] == "Health"
        assert values[cell_of(cook, "Priorities", 0, "Pillar")] == "Work"
        assert values[cell_of(cook, "Connections", 1, "Pillars")] == "Health, Work"
        assert values[cell_of(cook, "Connections", 0, "Pillars")] == "-"

    @pytest.mark.parametrize("typed", ["Happiness", "*", Error("#N/A")])
    def test_no_metric(self, cook: Path, tmp_path: Path, typed: Value) -> None:
        """What is pasted over a drop-down and is no metric is told, and has no pillar."""
        rows = {
            "ReviewNotes": {27: {"Metric": typed}},
            "Priorities": {0: {"Metric": typed}},
            "Connections": {0: {"First metric": typed, "Second metric": NOTED}},
        }
        values = ironcalc_values(filled(cook, tmp_path / "filled.xlsx", rows=rows))

        assert values[cell_of(cook, "ReviewNotes", 27, "Pillar")] == "[x] not listed"
        assert values[cell_of(cook, "Priorities", 0, "Pillar")] == "[x] not listed"
        assert values[cell_of(cook, "Connections", 0, "Pillars")] == "[x] not listed, Health"

    def test_links(self, cook: Path) -> None:
        """A metric's band leads to its row, and the row back to its band."""
        row = cell_of(cook, REVIEW_NOTES.name, row_of(cook, "ReviewNotes", NOTED), "Pillar")
        band = next(
            cell.value
            for cells in sheets_of(cook)["Health"].iter_rows()
            for cell in cells
            if "20. Babies" in str(cell.value) and "HYPERLINK" in str(cell.value)
        )

        assert f"#'{row[0]}'!{row[1]}" in band
        assert '"#Health!A' in sheets_of(cook)[row[0]][row[1]].value
