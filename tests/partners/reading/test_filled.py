"""What people filled in is found again, wherever it stands and whoever saved the file."""

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobility_xl.partners.publish import publish
from mobility_xl.partners.reading.filled import Filled, Reading, read_filled
from mobility_xl.workbook.entries import CHECKS, LOCAL_DATA, METRIC, REVIEW_NOTES, answers
from tests.conftest import Workbooks
from tests.partners.moving import insert_row, part_of, swap_rows, write_below
from tests.partners.returned import said_in
from tests.workbook.filling import cell_of, entry_cell, filled
from tests.workbook.good_workbook import Parts, good_parts
from tests.workbook.reading_back import package_of

ASKED = {*answers(), *CHECKS}
"""Cells to fill in that the builder leaves empty; it fills others in itself, to be changed."""

NOTE = 'Up from 8.6%: "why?" - ask Rosa & José\n1. clinics\n2. <b>rents</b>, 5 > 3'
ANSWERS = {name: f"{NOTE} ({name})" for name in answers()}
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(str.strip)
STANDS_OUT, DIFFERS, _, WHO, DATE = REVIEW_NOTES.written


@pytest.fixture(scope="module")
def blank(entries_of: Workbooks) -> Path:
    """Give the workbook of a place, with nothing filled in."""
    return entries_of("48301")


@pytest.fixture(scope="module")
def answered(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give it with every answer, some notes, a connection and a check."""
    path = tmp_path_factory.mktemp("filled") / "answered.xlsx"
    notes = {3: {STANDS_OUT: NOTE, WHO: "Health Department"}, 20: {DIFFERS: "By tract", DATE: 46_000.0}}
    return filled(
        blank, path, {**ANSWERS, "check_2": True}, {"ReviewNotes": notes, "Connections": {0: {"How sure": "a guess"}}}
    )


def read(path: Path) -> Reading:
    """Read a file."""
    return read_filled(package_of(path))


def written(reading: Reading) -> dict[str, object]:
    """Return what people wrote into cells with a name."""
    return {name: one.value for name, one in reading.names.items() if name in ASKED}


class TestNothing:
    @pytest.mark.parametrize("geoid", ["48301", pytest.param("1714000", marks=pytest.mark.client)])
    def test_blank(self, workbook_of: Workbooks, geoid: str) -> None:
        """In a workbook as it was built there is only what the builder proposes: no word of ours is somebody's."""
        reading = read(workbook_of(geoid))

        assert ASKED.isdisjoint(reading.names)
        assert "letter_government" in reading.names
        assert ({}, (), (), ()) == (reading.rows, reading.others, reading.lost, reading.own_sheets)

    @pytest.mark.client  # A whole guide is built, saved or read.
    def test_copy(self, blank: Path, tmp_path: Path) -> None:
        """Nor is there in a copy to hand out."""
        (tmp_path / "copy.xlsx").write_bytes(publish(blank).content)

        assert said_in(read(blank)) == said_in(read(tmp_path / "copy.xlsx"))

    def test_frozen(self, blank: Path, tmp_path: Path) -> None:
        """Nor where every formula is frozen: the dash of a baseline without a target is ours."""
        (tmp_path / "copy.xlsx").write_bytes(publish(blank, values=True).content)

        assert {} == read(tmp_path / "copy.xlsx").rows

    def test_functions(self, delaware: Path) -> None:
        """Nor in a workbook of functions."""
        assert () == read(delaware).filled

    def test_foreign(self, tmp_path: Path) -> None:
        """A workbook that somebody else made is read for what it has; it says nothing of where it is from."""
        reading = read(good_parts().write(tmp_path / "foreign.xlsx"))

        assert reading.stamp is None
        assert "peer_1" in reading.names


class TestFilled:
    def test_every_value(self, answered: Path) -> None:
        """Every answer, note and check is found by its name or heading, to the letter."""
        reading = read(answered)
        notes = [one.value for row in reading.rows["ReviewNotes"] for one in row.filled.values()]

        assert ANSWERS == {name: one.value for name, one in reading.names.items() if name in ANSWERS}
        assert reading.names["check_2"].value is True
        assert "check_1" not in reading.names
        assert [NOTE, "Health Department", "By tract", dt.date(2025, 12, 9)] == notes
        assert ["a guess"] == [one.value for row in reading.rows["Connections"] for one in row.filled.values()]
        assert ANSWERS.keys() | {"check_2"} == written(reading).keys()
        assert len(reading.filled) == len(reading.names) + len(notes) + 1
        assert () == reading.others

    def test_places(self, answered: Path) -> None:
        """Each is told with the sheet and the cell it stands in, no two with the same."""
        reading = read(answered)
        sheet, cell = entry_cell(answered, "answer_1_stands_out")
        note = cell_of(answered, "ReviewNotes", 3, STANDS_OUT)
        row = reading.rows["ReviewNotes"][0]

        assert (sheet, cell) == (reading.names["answer_1_stands_out"].sheet, reading.names["answer_1_stands_out"].cell)
        assert note == (row.filled[STANDS_OUT].sheet, row.filled[STANDS_OUT].cell)
        assert len(reading.filled) == len({one.place for one in reading.filled})

    def test_days(self, answered: Path) -> None:
        """A count of days in a cell for dates is a day."""
        found = [row.filled[DATE] for row in read(answered).rows["ReviewNotes"] if DATE in row.filled]

        assert [dt.date(1899, 12, 30) + dt.timedelta(days=46_000)] == [one.value for one in found]
        assert ["2025-12-09"] == [one.text for one in found]

    @pytest.mark.parametrize("tick", [True, 1.0, "x", "Yes", "\u2713"])
    def test_ticks(self, blank: Path, tmp_path: Path, tick: bool | float | str) -> None:
        """A box is filled in however it was ticked, and keeps what was typed."""
        assert {"check_1": tick} == written(read(filled(blank, tmp_path / "ticked.xlsx", {"check_1": tick})))

    @settings(max_examples=5)
    @given(st.fixed_dictionaries(dict.fromkeys(answers(), TEXT)))
    def test_any_text(self, blank: Path, tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]) -> None:
        """Any text comes back as it was typed."""
        path = tmp_path_factory.mktemp("text") / "text.xlsx"

        assert texts == written(read(filled(blank, path, texts)))

    def test_text_of_many_looks(self, blank: Path, tmp_path: Path) -> None:
        """Text with bold words, or as programs share it, is whole; line ends of Windows are line ends."""
        parts = Parts.read(filled(blank, tmp_path / "one.xlsx", {"answer_2_why": "PUT HERE"}).read_bytes())
        bold = '<r><rPr><b/></rPr><t xml:space="preserve">rose_x000D_\n</t></r>'
        rich = f"<is><r><t>Rents </t></r>{bold}<r><t>fast</t></r></is>"
        parts.rewrite(part_of(parts, "Review Guide"), r"<is><t [^>]*>PUT HERE</t></is>", rich)

        assert {"answer_2_why": "Rents rose\nfast"} == written(read(parts.write(tmp_path / "rich.xlsx")))

    def test_own_formula(self, blank: Path, tmp_path: Path) -> None:
        """What somebody calculates is told with its formula; TRUE() of LibreOffice is a tick, no formula."""
        parts = Parts.read(filled(blank, tmp_path / "one.xlsx", {"answer_2_why": 7.5, "check_1": 1.0}).read_bytes())
        name = part_of(parts, "Review Guide")
        parts.change(name, "<v>7.5</v>", "<f>15/2</f><v>7.5</v>")
        parts.rewrite(name, r'<c r="(\w+)"( s="\d+")><v>1\.0</v>', r'<c r="\1"\2 t="b"><f>TRUE()</f><v>1</v>')
        found = read(parts.write(tmp_path / "own.xlsx")).names

        assert (7.5, "15/2") == (found["answer_2_why"].value, found["answer_2_why"].formula)
        assert (True, "") == (found["check_1"].value, found["check_1"].formula)

    def test_formulas_without_values(self, blank: Path, tmp_path: Path) -> None:
        """A formula whose value the file does not store is worked out; where that cannot be, the formula is read."""
        cells = [entry_cell(blank, name) for name in answers()[:4]]
        beside = (cells[0][0], "T60")
        formulas = ('="see "&"council"', f"={cells[0][1]}&1+1", "=1/0", "=MOBILITY_UNKNOWN(1)", f"={cells[1][1]}")
        book = openpyxl.load_workbook(blank)
        for (tab, address), formula in zip((*cells, beside), formulas, strict=True):
            book[tab][address] = formula
        book.save(tmp_path / "saved.xlsx")
        found = read(tmp_path / "saved.xlsx")
        by_place = {(one.sheet, one.cell): one for one in found.filled}

        assert ["see council", "see council2", "#DIV/0!", formulas[3]] == [by_place[one].value for one in cells]
        assert "see council2" == by_place[beside].value
        assert [False, False, False, True] == [by_place[one].is_untold for one in cells]
        assert len(found.filled) == len(read(blank).filled) + len(formulas)


class TestMoved:
    def test_inserted(self, answered: Path, tmp_path: Path) -> None:
        """Rows inserted above answers, and within a table, move everything and lose nothing."""
        parts = Parts.read(answered.read_bytes())
        before = read(answered)
        top = before.rows["ReviewNotes"][0].row
        insert_row(parts, "Review Guide", top + 1)
        insert_row(parts, "Review Guide", 3)
        after = read(parts.write(tmp_path / "inserted.xlsx"))

        assert said_in(before) == said_in(after)
        assert top + 1 == after.rows["ReviewNotes"][0].row
        assert {one.place for one in before.filled} != {one.place for one in after.filled}

    def test_sorted(self, answered: Path, tmp_path: Path) -> None:
        """A sorted table tells the same of each metric."""
        parts = Parts.read(answered.read_bytes())
        rows = [row.row for row in read(answered).rows["ReviewNotes"]]
        swap_rows(parts, "Review Guide", rows[0], rows[1])
        swap_rows(parts, "Review Guide", rows[0] + 1, rows[1] + 1)

        assert said_in(read(answered)) == said_in(read(parts.write(tmp_path / "sorted.xlsx")))

    def test_below(self, blank: Path, tmp_path: Path) -> None:
        """A row written below a table belongs to it, also where the program did not make it longer."""
        texts = {METRIC: "27. Libraries", STANDS_OUT: "Two branches closed"}
        place = write_below(blank, tmp_path / "below.xlsx", "ReviewNotes", texts)
        (row,) = read(tmp_path / "below.xlsx").rows["ReviewNotes"]

        assert place == (row.sheet, row.row)
        assert texts == {heading: one.value for heading, one in row.filled.items()}

    def test_pasted(self, blank: Path, tmp_path: Path) -> None:
        """What was pasted with a look of its own is somebody's, too."""
        parts = Parts.read(
            filled(
                blank, tmp_path / "one.xlsx", {"answer_1_fits": NOTE}, {"ReviewNotes": {2: {STANDS_OUT: "Pasted"}}}
            ).read_bytes()
        )
        name = part_of(parts, "Review Guide")
        plain = re.search(r'<c r="A1" s="(\d+)"', parts.text(name))[1]
        parts.rewrite(name, r' s="\d+"( t="inlineStr"><is><t [^>]*>Pasted)', rf' s="{plain}"\1')
        parts.rewrite(name, r' s="\d+"( t="inlineStr"><is><t [^>]*>Up from)', rf' s="{plain}"\1')
        reading = read(parts.write(tmp_path / "pasted.xlsx"))

        assert NOTE == reading.names["answer_1_fits"].value
        assert ["Pasted"] == [row.filled[STANDS_OUT].value for row in reading.rows["ReviewNotes"]]

    def test_beside(self, blank: Path, tmp_path: Path) -> None:
        """What somebody wrote where nobody asked is told apart, with its place."""
        parts = Parts.read(blank.read_bytes())
        name = part_of(parts, "Cover")
        parts.rewrite(
            name, r'(<row r="3"[^>]*>.*?)(</row>)', r'\1<c r="Z3" t="inlineStr"><is><t>Call the clinic</t></is></c>\2'
        )
        reading = read(parts.write(tmp_path / "beside.xlsx"))

        assert (Filled("Cover", "Z3", "Call the clinic"),) == reading.others

    def test_deleted(self, blank: Path, tmp_path: Path) -> None:
        """A cell to fill in that somebody deleted is told by its name."""
        parts = Parts.read(blank.read_bytes())
        parts.rewrite("xl/workbook.xml", r'(name="answer_3_notable">)[^<]*', r"\1'Review Guide'!#REF!")

        assert ("answer_3_notable",) == read(parts.write(tmp_path / "deleted.xlsx")).lost

    @pytest.mark.client  # A whole guide is built, saved or read.
    def test_own_sheet(self, answered: Path, tmp_path: Path) -> None:
        """A sheet of somebody's own is named and not read; a copy of a sheet of ours is read as ours."""
        book = openpyxl.load_workbook(answered)
        own = book.create_sheet("Budget")
        own["A1"] = "ours"
        book.save(tmp_path / "own.xlsx")
        reading = read(tmp_path / "own.xlsx")

        assert ("Budget",) == reading.own_sheets
        assert said_in(read(answered)) == said_in(reading)


class TestOtherPrograms:
    def test_openpyxl(self, answered: Path, tmp_path: Path) -> None:
        """A file that openpyxl saved tells the same."""
        book = openpyxl.load_workbook(answered)
        book.save(tmp_path / "saved.xlsx")

        assert said_in(read(answered)) == said_in(read(tmp_path / "saved.xlsx"))

    def test_prefixes(self, answered: Path, tmp_path: Path) -> None:
        """So does one of a program that writes every element with a prefix."""
        parts = Parts.read(answered.read_bytes())
        name = part_of(parts, "Review Guide")
        text = parts.text(name)
        text = re.sub(r"<(/?)(?=[a-zA-Z]+[ />])(?!\w+:)", r"<\1x:", text)
        parts.put(name, text.replace('xmlns="http', 'xmlns:x="http', 1))

        assert said_in(read(answered)) == said_in(read(parts.write(tmp_path / "prefixed.xlsx")))


class TestAnalyst:
    def test_chosen(self, blank: Path) -> None:
        """What the builder chose for somebody counts as filled: it may have been changed."""
        assert {"local_metric", "local_type", "local_year"} <= read(blank).names.keys()

    def test_formulas_of_ours(self, blank: Path, tmp_path: Path) -> None:
        """A formula of ours in a cell to fill in is not somebody's; what is written over it is, formula or not."""
        targets = {0: {METRIC: "20. Babies", "Baseline": 0.08, "Target": 0.07}, 1: {METRIC: "21. Air", "Target": 5.0}}
        parts = Parts.read(filled(blank, tmp_path / "one.xlsx", {}, {"Targets": targets}).read_bytes())
        parts.change(part_of(parts, "Targets"), "<v>5.0</v>", "<f>Targets[[#This Row],[Baseline]]*1.1</f><v>5.0</v>")
        one, other = read(parts.write(tmp_path / "targets.xlsx")).rows["Targets"]

        assert {METRIC: "20. Babies", "Baseline": 0.08, "Target": 0.07} == {
            heading: cell.value for heading, cell in one.filled.items()
        }
        assert {METRIC, "Target"} == other.filled.keys()
        assert "Targets[[#This Row],[Baseline]]*1.1" == other.filled["Target"].formula
        assert other.about["Baseline"].formula

    def test_rows(self, blank: Path, tmp_path: Path) -> None:
        """A row that a community adds is told whole, numbers as numbers."""
        row = dict(
            zip(
                (*LOCAL_DATA.key, *LOCAL_DATA.written),
                ("20. Births", "ZIP 79754", 2024.0, "", "", 3.0, 41.0, "clinic"),
                strict=True,
            )
        )
        given = {heading: value for heading, value in row.items() if value != ""}
        (found,) = read(filled(blank, tmp_path / "local.xlsx", {}, {"LocalData": {0: given}})).rows["LocalData"]

        assert given == {heading: one.value for heading, one in found.filled.items()}
