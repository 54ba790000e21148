"""Local Data: what its formulas give for rows that people fill in is what Python gives for the same counts."""

from dataclasses import replace
from pathlib import Path

import pytest

from mobility_xl.compare.local_counts import LocalCount, local_numbers
from mobility_xl.queries import Queries
from mobility_xl.workbook import entries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.sheets import data, local_data
from mobility_xl.workbook.sheets.local_data import FORMULAS, LOCAL_DATA, ROWS
from mobility_xl.workbook.templates import read_template
from tests.clients.engines import IronCalc, ironcalc_values
from tests.workbook.filling import Error, Value, cell_of, entry_cell, filled, headers, table_of
from tests.workbook.local_rows import LOCAL_ROWS, as_counts, as_entries
from tests.workbook.reading_back import sheets_of

Values = dict[tuple[str, str], object]


@pytest.fixture(scope="module")
def cook(ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give Cook County's sheet and what it looks up: the whole takes seconds to calculate again and again."""
    path = tmp_path_factory.mktemp("cook") / "Cook County Local Data.xlsx"
    path.write_bytes(build(ask, ask.area("17031"), replace(read_template("analyst", ask), modules=(local_data, data))))
    return path


@pytest.fixture(scope="module")
def worked_in(cook: Path, ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give it with rows filled in."""
    target = tmp_path_factory.mktemp("local") / "filled in.xlsx"
    return filled(cook, target, rows={LOCAL_DATA: as_entries(ask.catalog)})


def row_of(values: Values, path: Path, row: int) -> dict[str, object]:
    """Return what stands in the calculated columns of a row."""
    return {header: values.get(cell_of(path, LOCAL_DATA, row, header)) for header in FORMULAS}


def crosstab(values: Values, path: Path, table: str = "LocalCrosstab") -> dict[object, list[object]]:
    """Return the rows of the crosstab by their area."""
    headers = ["All", *(f"Group {number}" for number in range(1, 7))]
    return {
        values.get(cell_of(path, table, row, "Area")): [values.get(cell_of(path, table, row, one)) for one in headers]
        for row in range(12)
    }


class TestPrinting:
    def test_first_page(self, cook: Path) -> None:
        """The rows to fill in are on the first page, below what is said of them."""
        sheet, (_, _, _, bottom) = table_of(cook, LOCAL_DATA)

        assert bottom == min(int(one.get("id", 0)) for one in sheet.elements("brk"))


class TestRows:
    def test_same_as_python(self, cook: Path, worked_in: Path, ask: Queries) -> None:
        """Value, interval, quality and the word for what is not shown are those of the same counts in Python."""
        values = ironcalc_values(worked_in)
        counts = as_counts(ask.catalog)

        for number, (count, expected) in enumerate(zip(counts, local_numbers(counts), strict=True)):
            found = row_of(values, cook, number)
            numbers = [found[header] for header in ("Value", "Lower", "Upper")]
            assert (expected.said, expected.quality or "-") == (found["Shown"], found["Quality"]), count
            for one, other in zip((expected.value, expected.lower, expected.upper), numbers, strict=True):
                shorthand = "[x]" if expected.said == "shown" else expected.said[:3]
                assert other == (shorthand if one is None else pytest.approx(one, rel=1e-9)), count

    def test_empty(self, cook: Path, worked_in: Path) -> None:
        """A row with nothing in it says nothing."""
        found = row_of(ironcalc_values(worked_in), cook, ROWS - 1)

        assert {"-"} == {found[one] for one in ("What is counted", "Value", "Lower", "Upper", "Quality", "Shown")}

    def test_what_is_counted(self, cook: Path, ask: Queries, tmp_path: Path) -> None:
        """As soon as a metric is chosen, its row says which two counts make it."""
        label = ask.catalog.variables["share_low_birth_weight"].label
        path = filled(cook, tmp_path / "a.xlsx", rows={LOCAL_DATA: {0: {"Metric": label}}})
        found = row_of(ironcalc_values(path), cook, 0)

        assert "Births under 2,500 grams among: Births of known weight" == found["What is counted"]
        assert ("[x]", "[x] incomplete") == (found["Value"], found["Shown"])

    def test_unknown_metric(self, cook: Path, tmp_path: Path) -> None:
        """A metric that is pasted in and not on the list is told, and gives no number."""
        path = filled(cook, tmp_path / "a.xlsx", rows={LOCAL_DATA: {0: {"Metric": "Happiness", "Numerator": 5}}})
        found = row_of(ironcalc_values(path), cook, 0)

        assert ("[x] not listed", "[x] incomplete") == (found["What is counted"], found["Shown"])

    def test_stars(self, cook: Path, tmp_path: Path) -> None:
        """A star stands for no metric, though a look-up takes it for any letters."""
        typed = {0: {"Metric": "*", "Numerator": 50, "Denominator": 500}, 1: {"Metric": "Babies*"}}
        values = ironcalc_values(filled(cook, tmp_path / "a.xlsx", rows={LOCAL_DATA: typed}))

        assert {"[x] not listed"} == {row_of(values, cook, row)["What is counted"] for row in typed}
        assert {"[x] incomplete"} == {row_of(values, cook, row)["Shown"] for row in typed}

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"Numerator": "about 12"}, "[x] not a number"),
            ({"Denominator": "1,200"}, "[x] not a number"),
            ({"Year": "'2023"}, "[x] not a number"),
            ({"Numerator": Error("#N/A")}, "[x] an error"),
            ({"Area": Error("#N/A")}, "[x] an error"),
            ({"Subgroup": Error("#DIV/0!")}, "[x] an error"),
            ({"Metric": Error("#VALUE!")}, "[x] an error"),
            ({"Year": 20255}, "[x] no such year"),
            ({"Year": 45_292}, "[x] no such year"),
            ({"Year": 2023.5}, "[x] no such year"),
            ({"Numerator": " "}, "[x] incomplete"),
            ({"Area": "\u00a0"}, "[x] incomplete"),
            ({"Source": Error("#N/A")}, "shown"),
            ({"Area": "zip 60632 "}, "[x] there twice"),
            ({"Area": "An area \U0001f600\nof two lines" * 50}, "shown"),
        ],
    )
    def test_said(self, cook: Path, ask: Queries, tmp_path: Path, typed: dict[str, Value], said: str) -> None:
        """Whatever is typed in place of what belongs there is told in its row; no count is taken for 0."""
        rows = as_entries(ask.catalog)
        other = {0: rows[4], 1: {**rows[4], "Area": "ZIP 1", **typed}}
        values = ironcalc_values(filled(cook, tmp_path / "a.xlsx", rows={LOCAL_DATA: other}))
        first, second = (row_of(values, cook, row) for row in other)

        assert ("shown", said) == (first["Shown"], second["Shown"])
        assert (said == "shown") is isinstance(second["Value"], float)

    @pytest.mark.parametrize(
        ("entry", "typed", "said"),
        [
            ("local_year", "2023", "[x] not a number"),
            ("local_metric", "*", "[x] not listed"),
            ("local_metric", None, "[x] not listed"),
            ("local_type", "Shoe size", "No row above is about this metric, year and kind of groups yet."),
        ],
    )
    def test_chosen(self, cook: Path, tmp_path: Path, entry: str, typed: Value, said: str) -> None:
        """What is pasted into a drop-down and not on its list is told, and finds no published number either."""
        values = ironcalc_values(filled(cook, tmp_path / "a.xlsx", {entry: typed}))

        assert said in values.values()
        if said.startswith("[x]"):
            assert values[cell_of(cook, "LocalCrosstab", 0, "All")] == "[x]"

    @pytest.mark.parametrize("heading", ["Numerator", "Year", "Metric", "Subgroup", "Area", "Subgroup type", "Source"])
    def test_error(self, cook: Path, worked_in: Path, heading: str) -> None:
        """An error that somebody typed spoils its own row and no other, here and in the crosstab."""
        before = ironcalc_values(worked_in)
        book = IronCalc(worked_in)
        book.write({cell_of(worked_in, LOCAL_DATA, 0, heading): "=NA()"})
        shown = [cell_of(cook, LOCAL_DATA, row, "Shown") for row in range(4, 12)]

        areas = [cell_of(cook, "LocalCrosstab", row, "Area") for row in range(1, 4)]

        assert [before[cell] for cell in shown] == [book.value(*cell) for cell in shown]
        assert not [cell for cell in areas if str(book.value(*cell)).startswith("#")]
        assert "shown" in [before[cell] for cell in shown]


@pytest.fixture(scope="module")
def births(cook: Path, ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Values]:
    """Give the workbook with the crosstab of low birth weight."""
    label = ask.catalog.variables["share_low_birth_weight"].label
    target = tmp_path_factory.mktemp("crosstab") / "births.xlsx"
    chosen = {"local_metric": label, "local_year": 2023, "local_type": "race and ethnicity"}
    path = filled(cook, target, chosen, {LOCAL_DATA: as_entries(ask.catalog)})
    return cook, ironcalc_values(path)


class TestCrosstab:
    def test_values(self, births: tuple[Path, Values]) -> None:
        """Areas stand down and groups across; what must not be shown is not, and what is published stands first."""
        path, values = births
        found = crosstab(values, path)

        assert ["Hispanic", "Black, Non-Hispanic", "White, Non-Hispanic", "-"] == [
            values.get(_above(path, f"Group {number}")) for number in range(1, 5)
        ]
        assert ["Cook County, Illinois, as published", "ZIP 60629", "ZIP 60632", "-"] == list(found)
        assert [pytest.approx(56 / 710), 0.08, "[c]", "[c]", "-", "-", "-"] == found["ZIP 60629"]
        assert ["-", 0.1, "[c]", "[c]", "-", "-", "-"] == found["ZIP 60632"]

    def test_published(self, births: tuple[Path, Values], ask: Queries) -> None:
        """The place's own number of that year is the published one."""
        path, values = births
        published = ask.value(ask.metric("low birth weight"), ask.area("17031"), 2023)

        assert published == crosstab(values, path)["Cook County, Illinois, as published"][0]

    def test_intervals(self, births: tuple[Path, Values]) -> None:
        """The second table says the interval of each number of the first."""
        path, values = births

        assert ["6.1% to 10.1%", "5.9% to 10.7%", "[c]"] == crosstab(values, path, "LocalIntervals")["ZIP 60629"][:3]

    def test_counted(self, births: tuple[Path, Values]) -> None:
        """A sentence says how many rows there are, and how many of them give no number."""
        path, values = births
        _, entry = entry_cell(path, "local_metric")
        below = f"A{int(entry[1:]) + 1}"

        assert (
            "7 rows above are about it. Without a number, since too few or withheld: 4." == values["Local Data", below]
        )

    def test_nothing(self, cook: Path) -> None:
        """Without rows it says so."""
        _, entry = entry_cell(cook, "local_metric")
        said = sheets_of(cook, values=True)["Local Data"][f"A{int(entry[1:]) + 1}"].value

        assert "No row above is about this metric, year and kind of groups yet." == said


def _above(path: Path, header: str) -> tuple[str, str]:
    """Return the cell over a column of the crosstab's fixed header."""
    tab, first = cell_of(path, "LocalCrosstab", 0, header)
    return tab, f"{first[0]}{int(first[1:]) - 2}"


def test_every_row_of_the_list(ask: Queries) -> None:
    """The rows that are filled in hold every word that can be said of a row."""
    words = {one.said for one in local_numbers(as_counts(ask.catalog))}

    assert len(words) == 8
    assert len(LOCAL_ROWS) == len(as_counts(ask.catalog))
    assert all(isinstance(one, LocalCount) for one in as_counts(ask.catalog))


def test_read_back(cook: Path) -> None:
    """The table has the columns by which it is read back, all of them open."""
    sheet, _ = table_of(cook, LOCAL_DATA)
    written = (*entries.LOCAL_DATA.key, *entries.LOCAL_DATA.written)

    assert written == tuple(headers(cook, LOCAL_DATA)[: len(written)])
    assert all(sheet[cell_of(cook, LOCAL_DATA, 0, header)[1]].style.open for header in written)


def test_catalog_is_listed(cook: Path, ask: Queries) -> None:
    """Everything that two counts make can be chosen."""
    sheet = sheets_of(cook)["Data"]
    listed = {row[0] for row in sheet.iter_rows(values_only=True)}

    assert {one.label for one in ask.catalog.variables.values() if one.counts} <= listed
