"""Descriptive Representation: what is counted, what is typed, and what comes out of both."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobility_xl.functions import call
from mobility_xl.partners.collecting.counting import counted_as
from mobility_xl.partners.reading.officials import official_of
from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.entries import (
    COUNTS,
    GROUPS,
    HOW_KNOWN,
    OFFICIALS,
    RACES,
    TICKS,
    TOTALS,
    officials,
    residents,
)
from mobility_xl.workbook.sheets import data, representation
from mobility_xl.workbook.sheets import officials as officials_sheet
from mobility_xl.workbook.templates import read_template
from tests.clients.engines import IronCalc, ironcalc_values
from tests.workbook.filling import Error, Value, cell_of, filled, headers, row_of
from tests.workbook.reading_back import sheets_of

Row = Mapping[str, Value]
Answers = tuple[Mapping[str, Value], str]

HISPANIC, BLACK, WHITE, OTHER = GROUPS.values()
TOLD = {"How known": HOW_KNOWN[0]}
ANSWERS: list[Answers] = [
    ({"Hispanic or Latino": "Yes"}, HISPANIC),
    ({"Hispanic or Latino": "yes", "White": True}, HISPANIC),
    ({"Hispanic or Latino": True, "White": True, "Asian": True}, HISPANIC),
    ({"Hispanic or Latino": "No", "Black or African American": True}, BLACK),
    ({"Hispanic or Latino": "No", "White": True}, WHITE),
    ({"Hispanic or Latino": "No", "Middle Eastern or North African": True}, WHITE),
    ({"Hispanic or Latino": "No", "Middle Eastern or North African": True, "White": True}, WHITE),
    ({"Hispanic or Latino": "No", "White": True, "Black or African American": True}, OTHER),
    ({"Hispanic or Latino": "No", "Middle Eastern or North African": True, "Asian": True}, OTHER),
    *(({"Hispanic or Latino": "No", race: True}, OTHER) for race in (*RACES[1:4], "Other race")),
    *(({"Hispanic or Latino": "No", "White": tick}, WHITE) for tick in (*TICKS, "X", "YES")),
    *(({"Hispanic or Latino": "No", "White": tick}, "Not known") for tick in (False, 0, "no", "-", "*", "|")),
    *(({"Hispanic or Latino": yes}, HISPANIC) for yes in ("YES", "Yes ", " yes\u00a0", "y", 1)),
    *(({"Hispanic or Latino": no, "White": " X "}, WHITE) for no in ("NO", "no ", "\u00a0No")),
    ({"Hispanic or Latino": "maybe", "White": True}, "Not known"),
    ({"Hispanic or Latino": "maybe"}, "Not known"),
    ({"Name": " "}, "-"),
    ({"Hispanic or Latino": "No answer", "White": True}, "Not known"),
    ({"White": True}, "Not known"),
    ({"Name": "Ana Lee"}, "Not known"),
    ({"Hispanic or Latino": "No"}, "Not known"),
    ({"Prefers not to answer": True, "Hispanic or Latino": "Yes"}, "Prefers not to answer"),
    ({"Vacant": True, "Seat": "District 4"}, "Vacant"),
    ({}, "-"),
    ({"How known": "unknown"}, "-"),
]
"""What people may write into a row of Officials, and what it is counted as."""


def small(ask: Queries, path: Path, *modules: ModuleType) -> Path:
    """Write a guide of Cook County with some sheets only: the whole takes seconds to calculate."""
    path.write_bytes(build(ask, ask.area("17031"), replace(read_template("review", ask), modules=modules)))
    return path


@pytest.fixture(scope="module")
def listed(ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a guide with the sheet Officials."""
    return small(ask, tmp_path_factory.mktemp("small") / "listed.xlsx", representation, officials_sheet, data)


@pytest.fixture(scope="module")
def unlisted(ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a guide without it."""
    return small(ask, tmp_path_factory.mktemp("small") / "unlisted.xlsx", representation, data)


class Counted:
    """What a filled workbook says, by table, row and column."""

    def __init__(self, path: Path, values: Mapping[tuple[str, str], object]) -> None:
        self._path, self._values = path, values

    def of(self, table: str, key: str, column: str) -> object:
        """Return a cell of the row that a text stands in."""
        return self._values[cell_of(self._path, table, row_of(self._path, table, key), column)]

    def ratio(self, group: str, column: str = "Ratio") -> object:
        """Return what the table of ratios says of a group."""
        return self.of("Representation", group, column)

    def says(self, text: str) -> bool:
        """Tell whether the sheet holds a sentence with this in it."""
        said = [value for (tab, _), value in self._values.items() if tab == "Descriptive Representation"]
        return any(text in str(one) for one in said)


def counted(
    path: Path,
    tmp_path: Path,
    entries: Mapping[str, Value] | None = None,
    rows: Mapping[str, Mapping[int, Row]] | None = None,
) -> Counted:
    """Fill a workbook in and calculate it."""
    return Counted(path, ironcalc_values(filled(path, tmp_path / "filled.xlsx", entries, rows)))


def of_one_group(count: int, others: int, **row: Value) -> dict[int, Row]:
    """Return rows of Officials: some Hispanic, the others white, all told by themselves."""
    first: Row = {"Name": "A", "Hispanic or Latino": "Yes", **TOLD, **row}
    second: Row = {"Name": "B", "Hispanic or Latino": "No", "White": True, **TOLD, **row}
    return dict(enumerate([first] * count + [second] * others))


class TestCountedAs:
    def test_every_answer(self, listed: Path, tmp_path: Path) -> None:
        """Each way to answer, and each way to tick a box, is counted in the group that the mapping names."""
        rows = {OFFICIALS.name: {at: answers for at, (answers, _) in enumerate(ANSWERS)}}
        values = ironcalc_values(filled(listed, tmp_path / "filled.xlsx", rows=rows))
        found = [values[cell_of(listed, OFFICIALS.name, at, "Counted as")] for at in range(len(ANSWERS))]

        assert [group for _, group in ANSWERS] == found

    def test_as_partners_count(self) -> None:
        """Who reads the lists without a spreadsheet counts each answer in the same group."""
        says = [
            {heading: "" if one is None else str(one).strip() for heading, one in row.items()} for row, _ in ANSWERS
        ]
        read = [official_of(row) for row in says]

        assert [group for _, group in ANSWERS] == ["-" if one is None else counted_as(one) for one in read]

    def test_races_are_told_apart(self) -> None:
        """No race's name stands in another's: they are counted by their names."""
        assert not [(one, other) for one in RACES for other in RACES if one != other and one in other]

    def test_groups_are_published(self, ask: Queries) -> None:
        """Officials are counted in the groups that residents are published in."""
        metric = next(metric for metric in ask.catalog.metrics if metric.collect)

        assert {variable.group for variable in metric.variables} == set(GROUPS.values())


class TestRatio:
    HALF: Mapping[str, Value] = {residents("hispanic"): 500, residents("all"): 1000}

    @pytest.mark.parametrize("how", ["typed", "listed"])
    def test_nine_of_ten(self, listed: Path, unlisted: Path, tmp_path: Path, how: str) -> None:
        """9 of 10 officials against half of the residents are 1.8, however they are counted."""
        if how == "typed":
            typed = {officials("hispanic"): 9, officials("all"): 10, officials("not_told"): 0}
            found = counted(unlisted, tmp_path, {**self.HALF, **typed})
        else:
            found = counted(listed, tmp_path, self.HALF, {OFFICIALS.name: of_one_group(9, 1)})

        assert found.ratio(HISPANIC) == 1.8
        assert found.ratio(HISPANIC, "As two shares") == "90.0%:50.0%"
        assert found.ratio(HISPANIC, "Officials") == 9
        assert found.ratio(HISPANIC, "All officials") == 10

    @settings(max_examples=25)
    @given(
        of_officials=st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 20)).filter(any),
        of_residents=st.tuples(st.integers(1, 5000), st.integers(0, 5000)),
    )
    def test_as_the_cell_function(
        self,
        unlisted: Path,
        tmp_path_factory: pytest.TempPathFactory,
        of_officials: tuple[int, int, int],
        of_residents: tuple[int, int],
    ) -> None:
        """Ratio, bounds and shares are those of MOBILITY_CALC_REPRESENTATION for any counts."""
        (held, others, unknown), living = of_officials, of_residents[0]
        all_, everybody = sum(of_officials), sum(of_residents)
        typed = {
            officials("hispanic"): held,
            officials("white"): others,
            officials("all"): all_,
            residents("hispanic"): living,
            residents("all"): everybody,
        }
        found = counted(unlisted, tmp_path_factory.mktemp("filled"), typed)

        def expected(part: str) -> object:
            return call("MOBILITY_CALC_REPRESENTATION", held, all_, living, everybody, unknown, part)

        assert found.ratio(HISPANIC) == pytest.approx(expected("ratio"), rel=1e-14)
        assert found.ratio(HISPANIC, "As two shares") == expected("shares")
        lower = found.of("RepresentationBounds", HISPANIC, "Ratio if none of the unknown")
        upper = found.of("RepresentationBounds", HISPANIC, "Ratio if all of the unknown")
        assert lower == pytest.approx(expected("lower"), rel=1e-14)
        assert upper == pytest.approx(expected("upper"), rel=1e-14)
        # A range is said only where an answer is missing.
        assert bool(unknown) == str(found.of("RepresentationBounds", HISPANIC, "In words")).startswith("Between")
        if unknown:
            assert found.ratio(HISPANIC, "Quality") == expected("quality") == "Weak"

    def test_published_residents(self, unlisted: Path, ask: Queries, tmp_path: Path) -> None:
        """Without residents typed, officials are held against the published shares."""
        found = counted(unlisted, tmp_path, {officials("black"): 4, officials("all"): 17})
        share = ask.value(ask.metric("share_desc_rep_black_nonhispanic"), ask.area("17031"))

        assert share is not None
        assert found.ratio(BLACK) == pytest.approx(4 / 17 / share, rel=1e-14)

    def test_in_words(self, unlisted: Path, tmp_path: Path) -> None:
        """A share is larger or smaller only where another number of seats would be nearer to equal."""
        typed = {officials("hispanic"): 4, officials("black"): 3, officials("white"): 10, officials("all"): 17}
        found = counted(unlisted, tmp_path, typed)
        said = {group: found.ratio(group, "In words") for group in GROUPS.values()}

        # Equal shares of 17 seats would be 4.5, 3.8, 6.9 and 1.8.
        assert said == {
            HISPANIC: "Smaller share of officials than of residents",
            BLACK: "Smaller share of officials than of residents",
            WHITE: "Larger share of officials than of residents",
            OTHER: "Count the officials first",
        }

    def test_one_seat(self, unlisted: Path, tmp_path: Path) -> None:
        """What one seat changes is said as a share of all officials, and as the ratio with one seat more."""
        typed = {**self.HALF, officials("hispanic"): 4, officials("all"): 10, officials("vacant"): 2}
        found = counted(unlisted, tmp_path, typed)

        assert found.of("Seats", "One seat", "Number") == 0.1
        assert found.of("Seats", "Seats", "Number") == 12
        assert found.of("RepresentationBounds", HISPANIC, "Ratio with one seat more") == 1
        assert found.of("RepresentationBounds", HISPANIC, "Seats at an equal share") == 5


class TestNotKnown:
    def test_empty_is_not_zero(self, unlisted: Path, listed: Path, tmp_path: Path) -> None:
        """A group that is neither typed nor listed has no share; its officials may be among the unknown."""
        for path in (unlisted, listed):
            found = counted(path, tmp_path, {officials("white"): 6, officials("all"): 10})

            assert found.ratio(BLACK, "Officials") == found.ratio(BLACK) == "-"
            assert found.of("Seats", "Group not known", "Number") == 4

    def test_zero_is_zero(self, unlisted: Path, tmp_path: Path) -> None:
        """A group with no official at all has a ratio of 0."""
        found = counted(unlisted, tmp_path, {officials("black"): 0, officials("all"): 10})

        assert found.ratio(BLACK) == 0

    def test_below_0(self, unlisted: Path, tmp_path: Path) -> None:
        """Fewer than no officials give no share."""
        found = counted(unlisted, tmp_path, {officials("black"): -2, officials("all"): 10})

        assert found.ratio(BLACK, "Share of officials") == "[x] below 0"
        assert found.ratio(BLACK) == "-"

    def test_residents_below_0(self, unlisted: Path, tmp_path: Path) -> None:
        """Nor do fewer than no residents."""
        found = counted(unlisted, tmp_path, {residents("white"): -6, residents("all"): 9, officials("white"): 1})

        assert found.ratio(WHITE, "Share of residents") == "[x] below 0"
        assert found.ratio(WHITE) == "-"

    @pytest.mark.parametrize(
        ("heading", "counts"),
        [
            ("Vacant", (3, 1, 4)),
            ("Hispanic or Latino", (3, 1, 4)),
            ("Asian", (3, 1, 3)),
            ("How known", (4, 1, 4)),
            ("Name", (4, 0, 4)),
            ("Where and when", (4, 0, 4)),
        ],
    )
    def test_error_in_a_cell(self, listed: Path, tmp_path: Path, heading: str, counts: tuple[int, int, int]) -> None:
        """An error in one official's row makes what it is about not known, and no count of the others."""
        path = filled(listed, tmp_path / "filled.xlsx", rows={OFFICIALS.name: of_one_group(0, 4)})
        book = IronCalc(path)
        book.write({cell_of(path, OFFICIALS.name, 0, heading): "=NA()"})

        def count(table: str, words: str) -> object:
            return book.value(*cell_of(path, table, row_of(path, table, words), "From Officials"))

        white, not_told = (count(TOTALS.name, one) for one in (WHITE, "Not told by the official"))

        assert counts == (white, not_told, count("RacesCombined", "White"))
        assert [4, 0] == [count(TOTALS.name, one) for one in ("All officials", "Vacant seats")]

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("about 12", "[x] not a number"),
            ("12 people", "[x] not a number"),
            ("1,200", "[x] not a number"),
            (Error("#N/A"), "[x] not a number"),
            (-1, "[x] below 0"),
            (2.5, "[x] not whole"),
            (1e200, "[x] not a number"),
        ],
    )
    def test_no_count(self, listed: Path, tmp_path: Path, typed: Value, said: str) -> None:
        """What cannot be a count is told in its row: neither taken for 0, nor passed over for the counted one."""
        rows = {OFFICIALS.name: of_one_group(3, 2)}
        group = counted(listed, tmp_path, {officials("white"): typed}, rows)
        everybody = counted(listed, tmp_path, {officials("all"): typed}, rows)

        assert said == group.ratio(WHITE, "Officials") == group.ratio(WHITE, "Share of officials")
        assert group.ratio(WHITE, "In words") == "No ratio: see what this row marks"
        assert group.ratio(HISPANIC, "All officials") == "[x] unclear"
        assert said == everybody.ratio(WHITE, "All officials")
        assert everybody.says(f"All officials: {said}.")
        assert {"-"} == {one.ratio(group) for one in (group, everybody) for group in (HISPANIC, WHITE)}

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("1,200", "[x] not a number"),
            (Error("#N/A"), "[x] not a number"),
            (0.265, "[x] not whole"),
            (0, "[x] no residents"),
        ],
    )
    def test_no_count_of_residents(self, unlisted: Path, tmp_path: Path, typed: Value, said: str) -> None:
        """Nor is the published share taken silently where residents were typed that are no count."""
        totals = {officials("white"): 5, officials("all"): 10, residents("white"): 500}
        group = counted(unlisted, tmp_path, {**totals, residents("white"): typed, residents("all"): 900})
        everybody = counted(unlisted, tmp_path, {**totals, residents("all"): typed})

        if typed != 0:
            assert said == group.ratio(WHITE, "Share of residents") == group.ratio(WHITE, "Residents")
        assert said == everybody.ratio(WHITE, "Share of residents") == everybody.of("Seats", "Residents", "Number")

    def test_no_officials_at_all(self, unlisted: Path, tmp_path: Path) -> None:
        """A total of 0 officials gives no shares, and says so."""
        found = counted(unlisted, tmp_path, {officials("white"): 0, officials("all"): 0})

        assert found.says("All officials: [x] no officials.")

    def test_residents_of_all_groups(self, unlisted: Path, tmp_path: Path) -> None:
        """Groups of residents that add up to more than all give no share, though each is smaller."""
        typed = {residents("white"): 600, residents("black"): 600, residents("all"): 1000, officials("all"): 10}
        found = counted(unlisted, tmp_path, typed)

        assert [found.ratio(group, "Share of residents") for group in (WHITE, BLACK)] == ["[x] more than all"] * 2

    def test_told_by_more_than_all(self, unlisted: Path, tmp_path: Path) -> None:
        """More officials who did not tell than there are give no quality."""
        typed = {officials("white"): 6, officials("all"): 10, officials("not_told"): 11}

        assert counted(unlisted, tmp_path, typed).ratio(WHITE, "Quality") == "[x] more than all"

    def test_more_than_all(self, unlisted: Path, tmp_path: Path) -> None:
        """Groups that add up to more than all officials, or residents to more than all, give no ratio."""
        too_many = counted(unlisted, tmp_path, {officials("white"): 6, officials("black"): 6, officials("all"): 10})
        living = counted(unlisted, tmp_path, {residents("white"): 6, residents("all"): 5, officials("white"): 1})

        assert too_many.ratio(WHITE, "Share of officials") == "[x] more than all"
        assert living.ratio(WHITE, "Share of residents") == "[x] more than all"
        assert too_many.ratio(WHITE) == living.ratio(WHITE) == "-"

    def test_no_residents(self, unlisted: Path, tmp_path: Path) -> None:
        """A group without residents has no ratio, and says so; its two shares are there."""
        found = counted(unlisted, tmp_path, {officials("white"): 1, residents("white"): 0, residents("all"): 9})

        assert (found.ratio(WHITE), found.ratio(WHITE, "In words")) == ("[x]", "No ratio: no residents of the group")
        assert found.ratio(WHITE, "As two shares") == "100.0%:0.0%"

    def test_nothing_counted(self, unlisted: Path, listed: Path, tmp_path: Path) -> None:
        """Before anything is counted, the sheet says so, and that few officials are told by a total."""
        for path in (unlisted, listed):
            found = counted(path, tmp_path)

            assert found.says("Nothing is counted yet")
            assert found.says("With fewer than ten officials")
            assert found.ratio(HISPANIC) == found.ratio(HISPANIC, "Quality") == "-"


class TestQuality:
    def test_all_told(self, listed: Path, tmp_path: Path) -> None:
        """Where every official told us, the result is not Weak."""
        found = counted(listed, tmp_path, rows={OFFICIALS.name: of_one_group(9, 2)})

        assert found.ratio(WHITE, "Quality") == "told by officials"
        assert found.says("All officials told us themselves: 11 in all, of whom 0 chose not to answer.")

    @pytest.mark.parametrize("how", [*HOW_KNOWN[1:], None])
    def test_one_from_elsewhere(self, listed: Path, tmp_path: Path, how: Value) -> None:
        """One answer that did not come from the official makes every row Weak, with the count said."""
        rows = of_one_group(9, 2)
        rows[3] = {**rows[3], "How known": how}
        found = counted(listed, tmp_path, rows={OFFICIALS.name: rows})

        assert {"Weak"} == {found.ratio(group, "Quality") for group in GROUPS.values()}
        assert found.says("Weak: 1 of 11 officials did not tell us themselves")

    def test_prefers_not(self, listed: Path, tmp_path: Path) -> None:
        """To prefer not to answer is an answer: not Weak, counted in all, in no group."""
        rows = {**of_one_group(9, 2), 11: {"Name": "C", "Prefers not to answer": True}}
        found = counted(listed, tmp_path, rows={OFFICIALS.name: rows})

        assert found.ratio(HISPANIC, "Quality") == "told by officials"
        assert found.ratio(HISPANIC, "Share of officials") == 9 / 12
        assert found.of("Seats", "Group not known", "Number") == 1
        assert found.says("All officials told us themselves: 12 in all, of whom 1 chose not to answer.")

    def test_not_said(self, unlisted: Path, tmp_path: Path) -> None:
        """Totals of which nobody says who told them have no quality."""
        found = counted(unlisted, tmp_path, {officials("hispanic"): 4, officials("white"): 6})

        assert found.ratio(WHITE, "Quality") == "[x] say who told"

    def test_not_all_listed(self, listed: Path, tmp_path: Path) -> None:
        """A list of some officials tells nothing of how it is known what the others are."""
        found = counted(listed, tmp_path, {officials("all"): 14}, {OFFICIALS.name: of_one_group(9, 2)})
        typed = {officials("all"): 14, officials("not_told"): 0, officials("other"): 3}
        told = counted(listed, tmp_path, typed, {OFFICIALS.name: of_one_group(9, 2)})

        assert (found.ratio(WHITE, "Quality"), told.ratio(WHITE, "Quality")) == ("Weak", "told by officials")
        assert found.says("Weak: 3 of 14 officials did not tell us themselves")

    def test_typed_beside_a_list(self, listed: Path, tmp_path: Path) -> None:
        """Totals that are typed beside a list of one official are not told by all."""
        typed = {officials("white"): 9, officials("all"): 10}
        found = counted(listed, tmp_path, typed, {OFFICIALS.name: of_one_group(1, 0)})

        assert found.ratio(WHITE, "Quality") == "[x] say who told"

    def test_small_body(self, unlisted: Path, tmp_path: Path) -> None:
        """With fewer than ten officials the sheet warns, with ten it does not."""
        nine = counted(unlisted, tmp_path, {officials("white"): 9})
        ten = counted(unlisted, tmp_path, {officials("white"): 10})

        assert nine.says("Caution: with so few officials (9)")
        assert not ten.says("Caution")


class TestTotals:
    def test_typed_override(self, listed: Path, tmp_path: Path) -> None:
        """A total that is typed stands in place of the counted one."""
        rows = {OFFICIALS.name: of_one_group(9, 2)}
        found = counted(listed, tmp_path, {officials("white"): 5, officials("all"): 14}, rows)

        assert [found.ratio(group, "Officials") for group in (HISPANIC, WHITE)] == [9, 5]
        assert found.ratio(WHITE, "Share of officials") == 5 / 14

    def test_vacant(self, listed: Path, tmp_path: Path) -> None:
        """A vacant seat is counted as a seat, and in no share."""
        rows = {**of_one_group(5, 5), 10: {"Seat": "District 4", "Vacant": "x"}}
        found = counted(listed, tmp_path, rows={OFFICIALS.name: rows})

        assert found.ratio(WHITE, "Share of officials") == 0.5
        assert [found.of("Seats", what, "Number") for what in ("Vacant seats", "Seats")] == [1, 11]

    def test_no_officials_anywhere(self, unlisted: Path) -> None:
        """A guide without the sheet Officials has no formula that looks for it."""
        formulas = [str(cell.value) for sheet in sheets_of(unlisted) for row in sheet for cell in row]

        assert not [formula for formula in formulas if OFFICIALS.name in formula]
        assert "From Officials" not in headers(unlisted, "RepresentationTotals")


class TestCombined:
    def test_several_races(self, listed: Path, tmp_path: Path) -> None:
        """Who names several races is counted with each; who prefers not to answer, with none."""
        named: Row = {"Name": "A", "Hispanic or Latino": "Yes", "White": "x", "Asian": True, **TOLD}
        rows = {
            OFFICIALS.name: {0: named, 1: {**named, "Prefers not to answer": True}, 2: {"Vacant": True, "White": True}},
            "RacesCombined": {row_of(listed, "RacesCombined", "Asian"): {"Residents typed": 250}},
        }
        found = counted(listed, tmp_path, {residents("all"): 1000}, rows)

        assert [found.of("RacesCombined", race, "From Officials") for race in ("White", "Asian")] == [1, 1]
        assert found.of("RacesCombined", "Asian", "As two shares") == "50.0%:25.0%"
        assert found.of("RacesCombined", "Asian", "Ratio") == 2

    def test_typed(self, unlisted: Path, tmp_path: Path) -> None:
        """Without the sheet Officials, both sides are typed; the population stands for all residents."""
        row = row_of(unlisted, "RacesCombined", "White")
        rows = {"RacesCombined": {row: {"Officials typed": 6, "Residents typed": 2_543_536}}}
        found = counted(unlisted, tmp_path, {officials("all"): 12}, rows)

        assert found.of("RacesCombined", "White", "Ratio") == 1

    @pytest.mark.parametrize(
        ("typed", "column", "said"),
        [
            ({"Officials typed": -2}, "Share of officials", "[x] below 0"),
            ({"Residents typed": -2}, "Share of residents", "[x] below 0"),
            ({"Officials typed": "two"}, "Share of officials", "[x] not a number"),
            ({"Residents typed": "1,200"}, "Share of residents", "[x] not a number"),
            ({"Officials typed": 13}, "Share of officials", "[x] more than all"),
        ],
    )
    def test_no_count(self, unlisted: Path, tmp_path: Path, typed: Row, column: str, said: str) -> None:
        """Here, too, what cannot be a count is told, and gives no ratio."""
        rows = {"RacesCombined": {row_of(unlisted, "RacesCombined", "White"): typed}}
        found = counted(unlisted, tmp_path, {officials("all"): 12}, rows)

        assert (said, "-") == tuple(found.of("RacesCombined", "White", one) for one in (column, "Ratio"))


class TestLetter:
    def test_filled(self, unlisted: Path, tmp_path: Path) -> None:
        """The letter says what its cells say."""
        entries = {"letter_name": "Ana Lee", "letter_role": "budget analyst", "letter_official": 'Dana "Dee" Poe'}
        found = counted(unlisted, tmp_path, {**entries, "letter_reply_by": 46173, "letter_reply_to": "a@b.example"})

        assert found.says('Dear Dana "Dee" Poe,')
        assert found.says("My name is Ana Lee, budget analyst, and I write for Cook County, Illinois.")
        assert found.says("Please send your answer to a@b.example by 2026-05-31.")

    @pytest.mark.parametrize(("typed", "said"), [("May 31", "May 31"), (1e9, "(a date)"), (Error("#N/A"), "(a date)")])
    def test_date(self, unlisted: Path, tmp_path: Path, typed: Value, said: str) -> None:
        """A date typed as text stands as it was typed; what is no date fills nothing in."""
        entries = {"letter_reply_by": typed, "letter_reply_to": "a@b.example"}

        assert counted(unlisted, tmp_path, entries).says(f"Please send your answer to a@b.example by {said}.")

    def test_both_ways_to_ask(self, unlisted: Path, tmp_path: Path) -> None:
        """It asks two questions, or the combined one of the federal standard of 2024."""
        two = counted(unlisted, tmp_path)
        combined = counted(unlisted, tmp_path, {"letter_questions": "one combined question"})

        assert two.says("1. Are you Hispanic")
        assert two.says("2. Which of these races")
        assert combined.says("What is your race or ethnicity?")
        assert combined.says("[ ] Middle Eastern or North African")
        assert not combined.says("1. Are you Hispanic")


class TestPersonal:
    def test_never_from_a_name(self, listed: Path) -> None:
        """The sheet Officials says that a name or a photograph tells nothing."""
        assert any(
            "Never from a name or a photograph" in str(cell.value) for cell in sheets_of(listed)["Officials"]["A"]
        )

    def test_officials_are_personal(self, listed: Path) -> None:
        """All that says what one person answered is in the one table that is left out of what is handed out."""
        assert OFFICIALS.personal
        assert {*OFFICIALS.key, *OFFICIALS.written} <= set(headers(listed, OFFICIALS.name))

    def test_review_with_officials(self, ask: Queries, tmp_path: Path) -> None:
        """The review guide has the sheet only where it is asked for."""
        path = tmp_path / "review.xlsx"
        path.write_bytes(build(ask, ask.area("48301"), read_template("review", ask).with_officials()))
        tabs = sheets_of(path).sheetnames

        assert tabs.index("Officials") == tabs.index("Descriptive Representation") + 1


class TestCounts:
    def test_names(self, unlisted: Path) -> None:
        """Every total that can be typed is found by its name."""
        names = sheets_of(unlisted).defined_names

        assert {officials(count) for count in COUNTS} <= set(names)
        assert {residents(group) for group in (*GROUPS, "all")} <= set(names)
