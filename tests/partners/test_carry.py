"""What people filled in in last year's workbook is in this year's, where it belongs, and nothing is lost."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from mobility_xl.cli import main
from mobility_xl.errors import BadArgument, BadWorkbook
from mobility_xl.partners.carry import Made, carry, read_former
from mobility_xl.partners.reading.filled import FilledRow, Reading, read_filled
from mobility_xl.partners.reading.tables import find_table
from mobility_xl.queries import Queries
from mobility_xl.workbook import entries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.sheets import data, review_guide
from mobility_xl.workbook.stamp import read_stamp
from mobility_xl.workbook.templates import Template, read_template
from tests.conftest import Workbooks
from tests.partners.moving import part_of
from tests.store.former import FILES, imported
from tests.workbook.filling import Value, cell_of, filled, row_of
from tests.workbook.good_workbook import Parts

pytestmark = pytest.mark.client  # Whole workbooks of two editions are built, filled in and read.

CHICAGO, COOK, LOVING = "1714000", "17031", "48301"
SOME = [one for one in FILES if one.name.startswith(("00_", "05_", "06_"))]
BIRTHS, DEBT = "20. Babies born with low weight", "17. Adults with derogatory debt"
ARRESTS = "26. Juvenile arrests"
FRIENDS = "6. Higher-status friends of lower-status people"
OFFENDING = ("=1+1", "+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://evil.example","Click")', "cmd|' /C calc'!A0")
ANSWERS: dict[str, Value] = {
    name: f"{OFFENDING[at % len(OFFENDING)]}\nsaid by José & <b>Ana</b>, {name}"
    for at, name in enumerate(entries.answers())
}
NAMES: dict[str, Value] = {
    **ANSWERS,
    "check_1": True,
    "check_3": True,
    "officials_hispanic": 12.0,
    "officials_all": 50.0,
    "letter_name": "Ana María Rivera",
    "local_year": 2019.0,
    "peer_1": "Houston city, Texas",
}
LONG = "Rates fell where clinics opened. " * 20
STANDS_OUT, DIFFERS, COMPARED, WHO, DATE = entries.REVIEW_NOTES.written


@pytest.fixture(scope="module")
def then(tmp_path_factory: pytest.TempPathFactory) -> Queries:
    """Give the answers of the 2024 edition, imported for a user of this test's own."""
    return imported(SOME, tmp_path_factory.mktemp("former"))


@pytest.fixture(scope="module")
def blank(then: Queries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the workbook of Chicago with every sheet, built of the 2024 edition."""
    path = tmp_path_factory.mktemp("blank") / "chicago 2024.xlsx"
    path.write_bytes(build(then, then.area(CHICAGO), read_template("analyst", then).with_officials()))
    return path


@pytest.fixture(scope="module")
def old(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give it filled in as a year's work fills it."""
    note, debt = row_of(blank, "ReviewNotes", BIRTHS), row_of(blank, "ReviewNotes", DEBT)
    rows: dict[str, dict[int, dict[str, Value]]] = {
        "ReviewNotes": {
            note: {STANDS_OUT: LONG, WHO: "Health Department", DATE: 46_000.0},
            debt: {DIFFERS: "=cmd|' /C calc'!A0", COMPARED: "More than in Houston"},
        },
        "Connections": {
            at: {entries.FIRST_METRIC: BIRTHS, entries.SECOND_METRIC: DEBT, "What may connect them": f"Number {at}"}
            for at in range(5)
        },
        "Priorities": {1: {entries.METRIC: DEBT, "Next step": "Ask the bank"}},
        "Targets": {
            0: {"Metric": "Adults with a job", "Target": 0.2, "Target year": 2030.0, "2023": 0.25},
            1: {"Metric": "Membership associations", "Target": 20.0, "Target year": 2030.0},
        },
        "LocalData": {
            0: {"Metric": "Babies born with low weight", "Area": "60601", "Year": 2023.0, "Numerator": 41.0},
        },
        "ElectedOfficials": {
            2: {
                "Body": "Council",
                "Seat": "1",
                "Name": "Rosa Quintanilla",
                "Asian": True,
                "Hispanic or Latino": "No",
                "How known": "answered us",
            }
        },
        "PeerNotes": {1: {"Why chosen": "Its port"}},
        "RacesCombined": {1: {entries.OFFICIALS_TYPED: 4.0}},
    }
    path = filled(blank, tmp_path_factory.mktemp("old") / "old.xlsx", NAMES, rows)
    # Somebody calculates an answer, and writes beside a sheet.
    parts = Parts.read(path.read_bytes())
    parts.rewrite(
        part_of(parts, "Health"),
        r'(<row r="3"[^>]*>.*?)(</row>)',
        r'\1<c r="Z3" t="inlineStr"><is><t>Call the clinic</t></is></c>\2',
    )
    sheet, cell = cell_of(blank, "Priorities", 2, "Next step")
    look = rf'<c r="{cell}"( s="\d+")/>'
    parts.rewrite(part_of(parts, sheet), look, rf'<c r="{cell}"\1><f>1+1</f><v>2</v></c>')
    return parts.write(path)


@pytest.fixture(scope="module")
def made(old: Path, ask: Queries) -> Made:
    """Give what it becomes in the 2025 edition."""
    area = ask.area(CHICAGO)
    return carry(ask, area, read_template("analyst", ask), read_former(old, ask, area))


@pytest.fixture(scope="module")
def new(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give it as a file."""
    path = tmp_path_factory.mktemp("new") / "chicago 2025.xlsx"
    path.write_bytes(made.content)
    return path


@pytest.fixture(scope="module")
def after(new: Path) -> Reading:
    """Give what is filled in in it."""
    return read(new)


@pytest.fixture(scope="module")
def small(ask: Queries) -> Template:
    """Give a template that is built fast: the Review Guide and what it needs."""
    return replace(read_template("review", ask), modules=(review_guide, data), protect=frozenset())


@pytest.fixture(scope="module")
def carried(ask: Queries, small: Template, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Give what carries a workbook into the small template."""
    folder = tmp_path_factory.mktemp("carried")

    def of(path: Path) -> Path:
        area = ask.area(CHICAGO)
        target = folder / f"{len(list(folder.iterdir()))}.xlsx"
        target.write_bytes(carry(ask, area, small, read_former(path, ask, area)).content)
        return target

    return of


@pytest.fixture(scope="module")
def small_of_old(old: Path, carried: Callable[[Path], Path]) -> Path:
    """Give what the filled workbook becomes in the small template."""
    return carried(old)


def read(path: Path) -> Reading:
    """Return what is filled in in a file."""
    return read_filled(Package.open(path))


def row_about(reading: Reading, table: str, heading: str, text: str) -> FilledRow:
    """Return the row of a table that says a text under a heading."""
    return next(
        row
        for row in reading.rows[table]
        if heading in {**row.about, **row.filled} and text == {**row.about, **row.filled}[heading].text
    )


def left_over(reading: Reading) -> dict[str, FilledRow]:
    """Return the rows of Carried over by where their cells stood."""
    return {row.about[entries.STOOD].text: row for row in reading.rows.get(entries.CARRIED_OVER.name, ())}


def respelled(path: Path, target: Path, *changes: tuple[str, str]) -> Path:
    """Write a copy of a workbook that says other words in its shared texts."""
    parts = Parts.read(path.read_bytes())
    for name in ("xl/sharedStrings.xml", part_of(parts, "Review Guide")):
        text = parts.text(name)
        for one, other in changes:
            text = text.replace(one, other)
        parts.put(name, text)
    return parts.write(target)


class TestNothingLost:
    def test_every_cell(self, old: Path, new: Path, after: Reading) -> None:
        """Every filled cell is in the new workbook: in its place, on Carried over, or listed there."""
        before = read(old)
        package = Package.open(new)
        listed = find_table(package, "NotCarried", ("stands at", "what it is"))
        assert listed is not None
        told = {listed.text(row, "stands at") for row in listed.rows}
        expected = Counter(one.text for one in before.filled if one.place not in told)

        assert expected.total() > 50
        assert Counter() == expected - Counter(one.text for one in after.filled)

    def test_valid(self, new: Path) -> None:
        """The workbook has nothing to repair."""
        assert [] == [str(one) for one in lint(Package.open(new))]

    def test_told(self, made: Made) -> None:
        """What became of it is said: how many have their place, what has none, and what was not carried."""
        assert any("stand on Carried over" in line for line in made.told)
        assert any("=1+1 gave 2" in line for line in made.told)
        assert made.told[-1].endswith("published numbers differ: see Revised")

    def test_former_untouched(self, old: Path, ask: Queries, small: Template, small_of_old: Path) -> None:
        """The former workbook is only read, and carrying it twice gives the same bytes."""
        before, area = old.read_bytes(), ask.area(CHICAGO)

        assert small_of_old.read_bytes() == carry(ask, area, small, read_former(old, ask, area)).content
        assert before == old.read_bytes()


class TestInPlace:
    def test_names(self, after: Reading) -> None:
        """Answers, checks, totals and the letter are as they were, to the letter, and none is a formula."""
        assert {name: after.names[name].value for name in NAMES} == NAMES
        assert {""} == {after.names[name].formula for name in NAMES}

    def test_note(self, after: Reading) -> None:
        """A note stands with its metric, with who wrote it and when."""
        note = row_about(after, "ReviewNotes", entries.METRIC, BIRTHS)

        assert LONG.strip() == str(note.filled[STANDS_OUT].value).strip()
        assert ("Health Department", "2025-12-09") == (note.filled[WHO].text, note.filled[DATE].text)

    def test_beside(self, after: Reading, then: Queries, ask: Queries) -> None:
        """It says which number it was written about, beside the one of today."""
        note = row_about(after, "ReviewNotes", entries.METRIC, BIRTHS)
        variable = ask.catalog.variables["share_low_birth_weight"]
        counted = ask.area(COOK)
        was, now = then.estimate(variable, counted), ask.estimate(variable, counted)
        said = note.about[review_guide.COMPANY].text

        assert "2024 edition" in said
        assert f"{variable.unit.show(was.value or 0)} of births, {was.year}, {was.quality}" in said.partition("\n")[2]
        assert f"of births, {now.year}, {now.quality}" == said.partition("\n")[0]
        assert str(now.value)[:12] == note.about[review_guide.VALUE].text[:12]

    def test_offending(self, after: Reading) -> None:
        """A text that looks like a formula is a text."""
        note = row_about(after, "ReviewNotes", entries.METRIC, DEBT)

        assert ("=cmd|' /C calc'!A0", "") == (note.filled[DIFFERS].value, note.filled[DIFFERS].formula)

    def test_order(self, after: Reading) -> None:
        """A second priority stays second."""
        assert "2" == row_about(after, "Priorities", entries.METRIC, DEBT).about["Order"].text

    def test_target(self, after: Reading, then: Queries, ask: Queries) -> None:
        """A target keeps its baseline as it was, to the last bit, with its year and edition."""
        row = row_about(after, "Targets", "Metric", "Adults with a job")
        was = then.estimate(ask.catalog.variables["share_employed"], ask.area(CHICAGO))

        assert (was.value, float(was.year or 0)) == (row.filled["Baseline"].value, row.filled["Baseline year"].value)
        assert "" == row.filled["Baseline"].formula
        assert "2024" in row.filled["Baseline from"].text
        assert (0.2, 0.25) == (row.filled["Target"].value, row.filled["2023"].value)
        assert ask.estimate(ask.catalog.variables["share_employed"], ask.area(CHICAGO)).value != was.value

    def test_officials(self, new: Path, after: Reading) -> None:
        """Officials come along on their own sheet, and what counts them is worked out anew."""
        (row,) = (one for one in after.rows["ElectedOfficials"] if "Name" in one.filled)
        table = find_table(Package.open(new), "ElectedOfficials", ("name", "counted as"))
        assert table is not None

        assert ("Rosa Quintanilla", True) == (row.filled["Name"].value, row.filled["Asian"].value)
        assert "Other Races and Ethnicities" in {table.text(at, "counted as") for at in table.rows}

    def test_peers(self, new: Path, after: Reading) -> None:
        """A chosen peer comes along, also one that is none of the nearest, with its numbers and what is known of it."""
        assert (
            "Its port" == row_about(after, "PeerNotes", entries.PEER, "Houston city, Texas").filled["Why chosen"].text
        )
        areas = find_table(Package.open(new), "Areas", ("geoid", "name"))
        assert areas is not None

        assert "4835000" in {areas.text(row, "geoid") for row in areas.rows}

    def test_more_rows(self, after: Reading) -> None:
        """All rows of a full table have room."""
        assert [f"Number {at}" for at in range(5)] == [
            row.filled["What may connect them"].value for row in after.rows["Connections"]
        ]


class TestWithout:
    def test_other_measure(self, after: Reading) -> None:
        """A target on what was another measure is kept whole on Carried over, with the reason."""
        rows = [row for row in left_over(after).values() if row.about[entries.ABOUT].text == "Membership associations"]

        assert {"Metric", "Target", "Target year"} == {row.about[entries.HEADING].text for row in rows}
        assert all("cities counted other associations" in row.about[entries.WHY].text for row in rows)

    def test_other_area(self, old: Path, carried: Callable[[Path], Path], tmp_path: Path) -> None:
        """A target set from the county's number is kept whole beside the city's own, which it was not set from."""
        of_the_county = respelled(
            old, tmp_path / "of Cook.xlsx", (f">share_employed|{CHICAGO}<", f">share_employed|{COOK}<")
        )
        rows = [
            row
            for row in left_over(read(carried(of_the_county))).values()
            if row.about[entries.ABOUT].text == "Adults with a job"
        ]

        assert {"Metric", "Baseline", "Target", "Target year"} <= {row.about[entries.HEADING].text for row in rows}
        assert all(f"another area ({COOK})" in row.about[entries.WHY].text for row in rows)

    def test_beside_a_sheet(self, after: Reading) -> None:
        """What stood where nothing is asked for is kept, with where that was."""
        assert "Call the clinic" == left_over(after)["Health!Z3"].filled[entries.SAYS].value

    def test_no_sheet(self, small_of_old: Path) -> None:
        """What a smaller template has no sheet for is kept; of officials nothing is, but where it stood."""
        reading = read(small_of_old)
        kept = [row.filled[entries.SAYS].text for row in left_over(reading).values()]

        assert {"60601", "Ana María Rivera", "12"} <= {*kept}
        assert "Rosa Quintanilla" not in "\n".join(kept)

    def test_again(self, small_of_old: Path, carried: Callable[[Path], Path]) -> None:
        """Carried again, it is still there as it was told, and notes say every number that they stood beside."""
        again = read(carried(small_of_old))
        note = row_about(again, "ReviewNotes", entries.METRIC, BIRTHS)

        assert left_over(read(small_of_old)).keys() == left_over(again).keys()
        assert ["2024 edition", "2025 edition"] == [
            f"{line.partition(' edition')[0][-4:]} edition"
            for line in note.about[review_guide.COMPANY].text.splitlines()[1:]
        ]


@pytest.fixture(scope="module")
def matched(blank: Path, tmp_path_factory: pytest.TempPathFactory, carried: Callable[[Path], Path]) -> Path:
    """Give what becomes of notes on metrics that were called otherwise, are gone, or are somebody's own."""
    folder = tmp_path_factory.mktemp("matched")
    births, friends, arrests = (row_of(blank, "ReviewNotes", one) for one in (BIRTHS, FRIENDS, ARRESTS))
    notes: dict[int, dict[str, Value]] = {
        births: {STANDS_OUT: LONG, WHO: "A"},
        friends: {STANDS_OUT: "Schools mix"},
        arrests: {STANDS_OUT: "Fewer", WHO: "Police", DATE: 46_000.0},
        28: {entries.METRIC: "27. Libraries", STANDS_OUT: "Two closed"},
        29: {entries.METRIC: BIRTHS, WHO: "B"},
    }
    joined: dict[str, Value] = {
        entries.FIRST_METRIC: ARRESTS,
        entries.SECOND_METRIC: DEBT,
        "What may connect them": "Fines",
    }
    path = filled(blank, folder / "1.xlsx", {}, {"ReviewNotes": notes, "Connections": {0: joined}})
    return carried(
        respelled(
            path,
            folder / "2.xlsx",
            (BIRTHS.partition(" ")[2], "Babies born too light"),
            ("share_economic_connectedness", "ratio_high_low_ses_fb_friends"),
            (FRIENDS.partition(" ")[2], "Friends of higher status"),
            (ARRESTS.partition(" ")[2], "Something else"),
            ("rate_juv_arrest", "rate_vanished"),
        )
    )


class TestMatched:
    def test_renamed(self, matched: Path) -> None:
        """A metric with another label today is followed by the variable behind it."""
        note = row_about(read(matched), "ReviewNotes", entries.METRIC, BIRTHS)

        assert LONG.strip() == note.filled[STANDS_OUT].text.strip()

    def test_formerly(self, matched: Path) -> None:
        """So is one whose variable had another name in the former edition."""
        note = row_about(read(matched), "ReviewNotes", entries.METRIC, FRIENDS)

        assert "Schools mix" == note.filled[STANDS_OUT].text

    def test_gone(self, matched: Path) -> None:
        """One that is gone is kept whole, with what it was about; so is a connection that names it."""
        rows = [row for row in left_over(read(matched)).values() if "no such metric" in row.about[entries.WHY].text]

        assert {"26. Something else", f"26. Something else; {DEBT}"} == {row.about[entries.ABOUT].text for row in rows}
        assert {"Fewer", "Police", "2025-12-09", "Fines", DEBT, "26. Something else"} == {
            row.filled[entries.SAYS].text for row in rows
        }

    def test_own(self, matched: Path) -> None:
        """A metric of somebody's own stays as it was typed, and a second note on one stays beside the first."""
        rows = read(matched).rows["ReviewNotes"]

        assert ["A", "B"] == sorted(row.filled[WHO].text for row in rows if WHO in row.filled)
        assert (
            "Two closed"
            == row_about(read(matched), "ReviewNotes", entries.METRIC, "27. Libraries").filled[STANDS_OUT].text
        )

    def test_other_program(self, old: Path, tmp_path: Path, carried: Callable[[Path], Path]) -> None:
        """A program that stores nothing of what formulas give loses no note's number; own sheets are listed."""
        book = openpyxl.load_workbook(old)
        book.create_sheet("Budget")["A1"] = "ours"
        book.save(tmp_path / "saved.xlsx")
        path = carried(tmp_path / "saved.xlsx")
        note = row_about(read(path), "ReviewNotes", entries.METRIC, BIRTHS)
        listed = find_table(Package.open(path), "NotCarried", ("stands at", "what it is"))
        assert listed is not None

        assert "stood beside 8.7% of births, 2020, Strong" in note.about[review_guide.COMPANY].text
        assert "a sheet of your own" in {
            listed.text(row, "what it is") for row in listed.rows if listed.text(row, "stands at") == "Budget"
        }


class TestRevised:
    def test_every_number(self, new: Path, then: Queries, ask: Queries) -> None:
        """Every overall number that both editions have and that differs is listed, and no other is."""
        table = find_table(Package.open(new), "RevisedNumbers", ("metric", "group", "year"))
        assert table is not None
        listed = {
            (table.text(row, "metric"), int(table.text(row, "year")), table.text(row, "value, 2024 edition"))
            for row in table.rows
            if table.text(row, "group") == "All"
        }
        area, expected = ask.area(CHICAGO), set()
        for variable in ask.catalog.variables.values():
            if ask.store.series(variable.name, "city") is None:
                continue
            for was in then.trend(variable, area):
                now = ask.estimate(variable, area, was.year)
                both = was.value is not None and now.value is not None
                if both and (was.value, was.lower, was.upper, was.quality) != (
                    now.value, now.lower, now.upper, now.quality,
                ):  # fmt: skip
                    expected.add((variable.label_for("city"), was.year, f"{was.value:.15g}"))
        of_city = {one for one in listed if "(Cook County" not in one[0]}

        assert len(expected) > 5
        assert expected == of_city

    def test_fewer_digits(self, old: Path, made: Made, ask: Queries, small: Template, tmp_path: Path) -> None:
        """A program that saves numbers with fewer digits revises none; what differs in those alone is the same then."""
        parts = Parts.read(old.read_bytes())
        name = part_of(parts, "Data")
        number = re.compile(r"<v>(-?\d*\.\d+(?:[eE]-?\d+)?)</v>")
        fewer = number.sub(lambda found: f"<v>{float(found[1]):.15g}</v>", parts.text(name))
        assert fewer != parts.text(name)
        parts.put(name, fewer)
        area = ask.area(CHICAGO)
        told = carry(ask, area, small, read_former(parts.write(tmp_path / "saved.xlsx"), ask, area)).told

        before, after = (int(lines[-1].partition(" ")[0]) for lines in (made.told, told))

        assert before - 2 < after <= before

    def test_measures(self, new: Path) -> None:
        """Each says whether it is the same measure, a revised one, or another."""
        table = find_table(Package.open(new), "RevisedNumbers", ("metric", "measure"))
        assert table is not None
        said = {table.text(row, "metric"): table.text(row, "measure") for row in table.rows}

        assert "another measure" == said["Membership associations"]
        assert "revised" == said["Children ages 3 and 4 enrolled in school"]

    def test_same_edition(self, guide_of: Workbooks, ask: Queries, small: Template) -> None:
        """Between two workbooks of one edition nothing is revised."""
        area = ask.area(LOVING)
        told = carry(ask, area, small, read_former(guide_of(LOVING), ask, area)).told

        assert not any("Revised" in line for line in told)


class TestRefused:
    def test_other_place(self, guide_of: Workbooks, ask: Queries) -> None:
        """A workbook of another place is refused by name."""
        with pytest.raises(BadWorkbook, match=r"is about Loving County, Texas \(48301\), not about Cook County"):
            read_former(guide_of(LOVING), ask, ask.area(COOK))

    def test_former_area(self, guide_of: Workbooks, ask: Queries, tmp_path: Path) -> None:
        """One of a county whose place another took is refused for that one, saying into which it is carried."""
        parts = Parts.read(guide_of(LOVING).read_bytes())
        parts.rewrite("docProps/custom.xml", r'(name="geoid"[^>]*><vt:lpwstr>)\d+', r"\g<1>09003")
        path = parts.write(tmp_path / "Hartford.xlsx")

        with pytest.raises(
            BadWorkbook, match=r'not about Capitol .* its own area: mobility-xl build 09003 --carry ".*xlsx"'
        ):
            read_former(path, ask, ask.area("09110"))
        assert "09003" == read_former(path, ask, ask.area("09003")).stamp.geoid

    def test_no_workbook_of_ours(self, tmp_path: Path, ask: Queries) -> None:
        """So is one that says nothing of where it is from, and what is no workbook."""
        openpyxl.Workbook().save(tmp_path / "budget.xlsx")
        (tmp_path / "text.xlsx").write_text("no workbook")

        with pytest.raises(BadWorkbook, match=r"budget\.xlsx does not say which place"):
            read_former(tmp_path / "budget.xlsx", ask, ask.area(COOK))
        with pytest.raises(BadWorkbook, match=r"text\.xlsx"):
            read_former(tmp_path / "text.xlsx", ask, ask.area(COOK))

    def test_later(self, guide_of: Workbooks, then: Queries) -> None:
        """Nothing is carried back into an earlier edition."""
        with pytest.raises(BadArgument, match="later than 2024"):
            read_former(guide_of(COOK), then, then.area(COOK))


class TestCommand:
    @staticmethod
    def run(*words: object) -> Result:
        """Run the command."""
        return CliRunner().invoke(main, ["build", *map(str, words)])

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ((CHICAGO, COOK), "name that place, and no other"),
            (("--state", "IL"), "name that place, and no other"),
            ((CHICAGO, "--values"), "mobility-xl publish FILE --values"),
        ],
    )
    def test_wrong(self, old: Path, words: tuple[str, ...], said: str) -> None:
        """It takes one place, and formulas that are worked out afterwards."""
        result = self.run(*words, "--carry", old)

        assert 2 == result.exit_code
        assert said in " ".join(result.stderr.replace("│", " ").split())

    def test_output(self, workbook_of: Workbooks, tmp_path: Path) -> None:
        """It has the template of the former workbook, whose place it never takes, whatever may be replaced."""
        former = tmp_path / "48301 Loving County, Texas - Mobility Review Guide 2025.xlsx"
        filled(workbook_of(LOVING), former, {"answer_1_fits": "It is small"})
        before = former.read_bytes()
        refused = self.run(LOVING, "--carry", former, "-o", tmp_path, "--replace")
        made = self.run(LOVING, "--carry", former, "-o", tmp_path / "next.xlsx")
        (tmp_path / "theirs.xlsx").write_text("somebody's work")
        theirs = self.run(LOVING, "--carry", former, "-o", tmp_path / "theirs.xlsx")

        assert "theirs.xlsx is there already" in theirs.stderr
        assert "have their place" not in theirs.stderr
        assert (2, 0) == (refused.exit_code, made.exit_code)
        assert "would be written over" in refused.stderr
        assert "have their place" not in refused.stderr
        assert before == former.read_bytes()
        assert "have their place" in made.stderr
        stamp = read_stamp(Package.open(tmp_path / "next.xlsx"))
        assert stamp is not None
        assert ("review", LOVING) == (stamp.template, stamp.geoid)
