"""Officials' answers come back into the sheet they were asked from: nothing is lost, nothing overwritten in silence."""

import csv
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from mobility_xl.errors import BadFile
from mobility_xl.partners.asking.letters import ANSWER_COLUMNS, ANSWERS_TABLE
from mobility_xl.partners.asking.replies import Taken, take
from mobility_xl.partners.reading.officials import Answer, Official, read_officials
from mobility_xl.partners.reading.receiving import receive
from mobility_xl.workbook.entries import ANSWERED, COMBINED_QUESTION
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.package import Package
from tests.clients.engines import ironcalc_values
from tests.partners.moving import write_below
from tests.partners.officials import ANN, BODY, CY, ROSA, with_officials
from tests.test_cli import run
from tests.workbook.filling import cell_of
from tests.workbook.reading_back import package_of

ON = {"Answered on": "2026-03-05"}
YES_WHITE = {"Hispanic or Latino": "Yes", "White": "x", **ON}
NO_ASIAN = {"Hispanic or Latino": "No", "Asian": "x", **ON}


@pytest.fixture(scope="module")
def sheet(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the workbook whose officials are asked."""
    return with_officials(empty, tmp_path_factory.mktemp("asked") / "asked.xlsx")


def answers(folder: Path, *rows: dict[str, str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Write a table of answers; a row without an office is of the board's president."""
    path = folder / ANSWERS_TABLE
    names = list(dict.fromkeys([*ANSWER_COLUMNS, *(name for row in rows for name in row)]))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, names, delimiter=delimiter)
        writer.writeheader()
        writer.writerows({"Body": BODY, "Seat": "President", "Name": ROSA} | row for row in rows)
    return path


def taken(sheet: Path, folder: Path, *rows: dict[str, str], **how: str) -> tuple[Taken, dict[str, Official]]:
    """Take answers into a copy of the sheet, and return what was done, with its officials by name."""
    found = take(package_of(sheet), answers(folder, *rows, **how))
    copy = folder / "taken.xlsx"
    copy.write_bytes(found.content or sheet.read_bytes())
    return found, {one.name: one for one in read_officials(Package.open(copy))[1]}


class TestTaken:
    def test_with_source_and_date(self, sheet, tmp_path):
        """An answer stands in the official's row, with the day, that they told us, and how they were asked."""
        found, officials = taken(sheet, tmp_path, YES_WHITE)
        rosa = officials[ROSA]

        assert ["line 2, Rosa Quintanilla, President, County Board"] == found.taken
        assert Answer("Yes", ("White",)) == rosa.answer
        assert (date(2026, 3, 5), ANSWERED) == (rosa.replied, rosa.how)
        assert "their reply of 2026-03-05, two questions" == rosa.where

    def test_below_the_table(self, sheet, tmp_path):
        """An answer finds the row of an official whom somebody wrote right below the table."""
        clerk = {"Body": BODY, "Seat": "Clerk", "Name": "Eve Oda"}
        write_below(sheet, tmp_path / "below.xlsx", "ElectedOfficials", clerk)
        found, officials = taken(tmp_path / "below.xlsx", tmp_path, {"Name": "Eve Oda", "Seat": "Clerk", **YES_WHITE})

        assert ["line 2, Eve Oda, Clerk, County Board"] == found.taken
        assert Answer("Yes", ("White",)) == officials["Eve Oda"].answer

    @pytest.mark.parametrize(
        ("row", "answer"),
        [
            ({"Hispanic or Latino": "no", "Asian": "TRUE", "White": "1"}, Answer("No", ("Asian", "White"))),
            ({"Hispanic or Latino": "No", "Races": "White; Asian"}, Answer("No", ("Asian", "White"))),
            ({"Prefers not to answer": "Yes"}, Answer(prefers_not=True)),
            ({"Hispanic or Latino": "No answer"}, Answer("No answer")),
            ({"White": "X"}, Answer("", ("White",))),
            ({"White": "\u2713", "Questions asked": COMBINED_QUESTION}, Answer("No", ("White",))),
            (
                {"Races": "Hispanic or Latino, White", "Questions asked": "One combined question"},
                Answer("Yes", ("White",)),
            ),
        ],
        ids=["ticks", "in one cell", "prefers not", "no answer", "one question", "combined", "combined in one cell"],
    )
    def test_ways_of_answering(self, sheet, tmp_path, row, answer):
        """Answers are understood as people and forms write them; one question of two leaves the other open."""
        assert answer == taken(sheet, tmp_path, row | ON)[1][ROSA].answer

    @pytest.mark.parametrize("day", ["2026-03-05", "3/5/2026", "March 5, 2026", "2026-03-05T14:10:22"])
    def test_days(self, sheet, tmp_path, day):
        """Days are read as people and forms of the United States write them."""
        assert date(2026, 3, 5) == taken(sheet, tmp_path, YES_WHITE | {"Answered on": day})[1][ROSA].replied

    @pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t")])
    def test_ways_of_saving(self, sheet, tmp_path, encoding, delimiter):
        """A table is read whichever letters and separators it was saved with."""
        assert (
            Answer("Yes", ("White",))
            == taken(sheet, tmp_path, YES_WHITE, encoding=encoding, delimiter=delimiter)[1][ROSA].answer
        )

    def test_name_and_office_as_people_vary_them(self, sheet, tmp_path):
        """Capitals, points and spaces make no other person."""
        row = {"Name": " rosa  QUINTANILLA", "Body": "county board", "Seat": "president."}

        assert 1 == len(taken(sheet, tmp_path, YES_WHITE | row)[0].taken)

    def test_name_alone(self, sheet, tmp_path):
        """A name that only one official has is enough where no office is given."""
        assert 1 == len(taken(sheet, tmp_path, YES_WHITE | {"Body": "", "Seat": ""})[0].taken)

    def test_beats_an_outlet(self, sheet, tmp_path):
        """An own answer takes the place of what a public outlet says, which is kept beside it."""
        ann = taken(sheet, tmp_path, YES_WHITE | {"Seat": "District 2", "Name": ANN})[1][ANN]

        assert (Answer("Yes", ("White",)), ANSWERED) == (ann.answer, ann.how)
        assert ann.where.endswith("before: Hispanic or Latino: No, Asian, a public outlet, County website, 2026-01-02")

    def test_no_answer(self, sheet, tmp_path):
        """Who leaves the question open takes back nothing that is known from an outlet."""
        row = {"Seat": "District 2", "Name": ANN, "Hispanic or Latino": "No answer", **ON}
        found, officials = taken(sheet, tmp_path, row)

        assert Answer("No", ("Asian",)) == officials[ANN].answer
        assert ["line 2, Ann Lee, District 2, County Board"] == found.empty

    def test_twice(self, sheet, tmp_path):
        """Taken again, the same table changes nothing."""
        first, _ = taken(sheet, tmp_path, YES_WHITE)
        (tmp_path / "once.xlsx").write_bytes(first.content)
        again, officials = taken(tmp_path / "once.xlsx", tmp_path, YES_WHITE)

        assert (0, 1, b"") == (len(again.taken), len(again.known), again.content)
        assert "their reply of 2026-03-05, two questions" == officials[ROSA].where


class TestToSettle:
    @pytest.mark.parametrize(
        ("rows", "why"),
        [
            ([NO_ASIAN | {"Seat": "District 4", "Name": CY}], "the sheet has another answer of the same official"),
            ([YES_WHITE, NO_ASIAN], "another answer stands in line 3"),
            ([YES_WHITE | {"Name": "Nobody"}], "no row of the sheet Officials has this name and office"),
            ([YES_WHITE | {"Name": ""}], "no row"),
            ([YES_WHITE | {"Prefers not to answer": "x"}], "it answers, and says 'Prefers not to answer'"),
            ([YES_WHITE | {"Answered on": "lately"}], "'Answered on' must be a day"),
            ([{"Hispanic or Latino": "perhaps", **ON}], "'Hispanic or Latino' must be"),
            ([{"White": "rather", **ON}], "an answer cannot be understood"),
            ([{"Races": "Martian", **ON}], "an answer cannot be understood"),
            ([YES_WHITE | {"Questions asked": "three"}], "'Questions asked' must be"),
        ],
        ids=[
            "own answers differ",
            "two lines",
            "nobody",
            "no name",
            "both",
            "no day",
            "hispanic",
            "box",
            "race",
            "way",
        ],
    )
    def test_listed(self, sheet, tmp_path, rows, why):
        """What a person must settle is listed with its line, without saying any answer, and nothing is written."""
        found, _ = taken(sheet, tmp_path, *rows)

        assert [b"", []] == [found.content, found.taken]
        assert why in found.to_settle[0]
        assert not any(answer in " ".join(found.to_settle) for answer in ("Asian", "White", "Martian", "perhaps"))

    def test_vacant(self, tmp_path, empty):
        """An answer for a seat that is said to be vacant is listed."""
        copy = with_officials(empty, tmp_path / "vacant.xlsx", {0: {"Seat": "President", "Name": ROSA, "Vacant": True}})

        assert "the seat is vacant" in taken(copy, tmp_path, YES_WHITE)[0].to_settle[0]

    def test_every_line_is_told(self, sheet, tmp_path):
        """The lines taken, known, empty and to settle are all lines of the table."""
        rows = [YES_WHITE, YES_WHITE, {"Name": "Dee Fox", "Seat": "District 5"}, YES_WHITE | {"Name": "Nobody"}]
        found, _ = taken(sheet, tmp_path, *rows)

        assert (1, 1, 1, 1) == tuple(map(len, (found.taken, found.known, found.empty, found.to_settle)))

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"Official,Answer\nRosa,Yes\n", "has no column 'Name'"),
            (b"Name,White,White\nRosa,x,x\n", "has the heading 'white' twice"),
            (b"", "has no column 'Name'"),
            (b"PK\x03\x04\0\0\0\0Name", "is no text"),
            (b'Name\n"' + b"x" * 200_000, "cannot be read as CSV"),
        ],
        ids=["no name", "twice", "empty", "workbook", "long field"],
    )
    def test_bad_tables(self, sheet, tmp_path, content, why):
        """A file that is no table of answers is refused in a sentence."""
        path = tmp_path / "bad.csv"
        path.write_bytes(content)

        with pytest.raises(BadFile, match=f"bad.csv {why}"):
            take(package_of(sheet), path)


class TestNothingElse:
    def test_other_parts(self, sheet, tmp_path):
        """Of the file's parts only the sheets that show the answers change."""
        found, _ = taken(sheet, tmp_path, YES_WHITE)
        with ZipFile(sheet) as old, ZipFile(tmp_path / "taken.xlsx") as new:
            changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
            shown_on = {"Descriptive Representation", "Officials"}
            names = {one.part for one in package_of(sheet).sheets if one.name in shown_on}

            assert old.namelist() == new.namelist()
            assert changed == names
        assert found.content

    def test_counted(self, sheet, tmp_path):
        """The counts of the sheet Descriptive Representation keep up with the answers."""
        taken(sheet, tmp_path, YES_WHITE)
        values = ironcalc_values(tmp_path / "taken.xlsx")

        assert "Hispanic" == values[cell_of(sheet, "ElectedOfficials", 0, "Counted as")]

    @pytest.mark.client  # A whole guide is built, saved or read.
    def test_nothing_stale(self, empty, tmp_path):
        """No formula keeps a value that was calculated before the answers."""
        one = with_officials(empty, tmp_path / "one.xlsx", {0: {"Seat": "President", "Name": ROSA}}, {})
        taken(one, tmp_path, YES_WHITE)
        stored = {
            (tab.name, cell.address): cell.value
            for package in [Package.open(tmp_path / "taken.xlsx")]
            for tab in package.worksheets
            for cell in package.grid(tab).cells()
            if cell.formula and cell.value is not None
        }
        calculated = ironcalc_values(tmp_path / "taken.xlsx")
        tabs = {"Officials", "Descriptive Representation"}

        assert {} == {at: value for at, value in stored.items() if at[0] in tabs and calculated.get(at) != value}

    @pytest.mark.client  # Another program takes seconds to read and save a workbook.
    def test_saved_without_values(self, empty, tmp_path):
        """In a file of a program that stores no values, the counts of officials are true too, in every cell."""
        one = with_officials(empty, tmp_path / "one.xlsx", sender={})
        openpyxl.load_workbook(one).save(tmp_path / "saved.xlsx")
        shown = []
        for path in (one, tmp_path / "saved.xlsx"):
            taken(path, tmp_path, YES_WHITE)
            grid = Package.open(tmp_path / "taken.xlsx").grid_named("Descriptive Representation")
            shown.append({cell.address: cell.value for cell in grid.cells() if cell.formula})

        assert str(shown[0]["A3"]).startswith("Weak: 2 of 5 officials did not tell us themselves")
        assert shown[0] == pytest.approx(shown[1])

    def test_valid(self, sheet, tmp_path):
        """The file has no fault that would make Excel repair it."""
        taken(sheet, tmp_path, YES_WHITE)
        rules = {one.rule for one in lint(Package.open(tmp_path / "taken.xlsx"))}

        assert rules <= {"formula_without_value", "forced_recalculation"}


class TestCommand:
    def test_in_place(self, sheet, tmp_path):
        """Without -o the workbook itself gets the answers; what is to settle gives exit code 1."""
        copy = tmp_path / "guide.xlsx"
        copy.write_bytes(sheet.read_bytes())
        result = run("outreach", copy, "--reply", answers(tmp_path, YES_WHITE, YES_WHITE | {"Name": "Nobody"}))

        assert 1 == result.exit_code
        assert "2 lines: 1 taken" in result.stdout
        assert "To settle: line 3, Nobody" in result.stderr
        assert "White" not in result.output
        assert ANSWERED in [one.how for one in read_officials(receive(copy))[1]]

    def test_to_a_new_file(self, sheet, tmp_path):
        """With -o the workbook stays as it was."""
        before = sheet.read_bytes()
        result = run("outreach", sheet, "--reply", answers(tmp_path, YES_WHITE), "-o", tmp_path / "new.xlsx")

        assert 0 == result.exit_code
        assert before == sheet.read_bytes()
        assert (tmp_path / "new.xlsx").exists()
