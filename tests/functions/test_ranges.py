"""Ranges given for single cells: how they go together, and what a range may be."""

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.functions import FUNCTIONS, call
from mobility_xl.functions.ranges import OUTSIDE, broadcast, flat, plain

COOK, LOS_ANGELES = 0.8239283602471233, 0.8034928125938031
"""The published share of adults with a job in 17031 and in 06037, in 2023."""


def joined(*cells: object) -> object:
    """Say what came together in a cell; an error that stands in a cell goes on."""
    return next((cell for cell in cells if isinstance(cell, NoData)), "".join(map(str, cells)))


def metric(*cells: object) -> object:
    """Call the function as a front end does."""
    return call("MOBILITY_METRIC", *cells)


def kinds(rows: object) -> list[list[object]]:
    """Return rows with the class of an error in its place."""
    assert isinstance(rows, list)
    return [[type(cell) if isinstance(cell, Exception) else cell for cell in row] for row in rows]


class TestBroadcast:
    @pytest.mark.parametrize(
        ("ranges", "answers"),
        [
            (([["a"], ["b"]], "1"), [["a1"], ["b1"]]),
            (("1", [["a", "b"]]), [["1a", "1b"]]),
            (([["a"], ["b"]], [["1", "2", "3"]]), [["a1", "a2", "a3"], ["b1", "b2", "b3"]]),
            (([["a", "b"], ["c", "d"]], [["1", "2"], ["3", "4"]]), [["a1", "b2"], ["c3", "d4"]]),
            (([["a", "b"], ["c", "d"]], [["1"], ["2"]]), [["a1", "b1"], ["c2", "d2"]]),
            (([["a", "b"], ["c", "d"]], [["1", "2"]]), [["a1", "b2"], ["c1", "d2"]]),
            (([["a"]], [["1", "2"], ["3", "4"]]), [["a1", "a2"], ["a3", "a4"]]),
            (([["a"], ["b"]], [["1"], ["2"]], "!"), [["a1!"], ["b2!"]]),
        ],
        ids=[
            "column and one",
            "one and row",
            "column and row",
            "tables",
            "table and column",
            "table and row",
            "one cell and table",
            "columns",
        ],
    )
    def test_shapes_that_meet(self, ranges, answers):
        """One cell, one row or one column is repeated; equal shapes go cell by cell."""
        assert answers == broadcast(ranges, joined)

    @pytest.mark.parametrize(
        ("ranges", "answers"),
        [
            (([["a", "b"]], [["1", "2", "3"]]), [["a1", "b2", OUTSIDE]]),
            (([["a"], ["b"], ["c"]], [["1"], ["2"]]), [["a1"], ["b2"], [OUTSIDE]]),
            (
                ([["a", "b"], ["c", "d"]], [["1", "2"], ["3", "4"], ["5", "6"]]),
                [["a1", "b2"], ["c3", "d4"], [OUTSIDE] * 2],
            ),
            (
                ([["a", "b"], ["c", "d"]], [["1", "2", "3"]]),
                [["a1", "b2", OUTSIDE], ["c1", "d2", OUTSIDE]],
            ),
            (([["a", "b", "c"], ["d"]], "1"), [["a1", "b1", "c1"], ["d1", OUTSIDE, OUTSIDE]]),
            (([["a"], []], "1"), [["a1"], [OUTSIDE]]),
        ],
        ids=["rows", "columns", "tables", "table and row", "ragged", "ragged column"],
    )
    def test_shapes_that_do_not(self, ranges, answers):
        """Where one of the ranges does not reach there is no such number, and the rest is answered."""
        assert answers == broadcast(ranges, joined)

    @pytest.mark.parametrize("empty", [[[]], [[], []]], ids=repr)
    def test_empty(self, empty):
        """A range without a cell is refused."""
        with pytest.raises(BadArgument, match="A range holds no cell"):
            broadcast([empty, "1"], joined)

    @given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
    def test_as_an_array(self, rows, columns, more_rows, more_columns):
        """Ranges that numpy can add go together as its arrays do, and as Excel's: everywhere else some cell is out."""
        one = np.arange(rows * columns).reshape(rows, columns)
        other = 100 * np.arange(more_rows * more_columns).reshape(more_rows, more_columns)

        found = broadcast([one.tolist(), other.tolist()], lambda a, b: OUTSIDE if OUTSIDE in {a, b} else a + b)

        try:
            expected = (one + other).tolist()
        except ValueError:
            assert OUTSIDE in flat(found)
            assert (max(rows, more_rows), max(columns, more_columns)) == (len(found), len(found[0]))
        else:
            assert expected == found


class TestPlain:
    @pytest.mark.parametrize(
        ("given_", "rows"),
        [
            ([1, 2], [[1, 2]]),
            ((1, 2), [[1, 2]]),
            (((1, 2), (3, 4)), [[1, 2], [3, 4]]),
            ([(1, None), ("a", True)], [[1, None], ["a", True]]),
            ([1, [2, 3]], [[1], [2, 3]]),
            ([], [[]]),
            (np.array([[1.0, np.nan], [3.0, 4.0]]), [[1.0, None], [3.0, 4.0]]),
            (np.array([1, 2]), [[1, 2]]),
            (np.array(["a", "b"]), [["a", "b"]]),
            (np.array([["a"], [np.nan]], dtype=object), [["a"], [None]]),
            ([[np.float64(0.5), np.int64(3), np.str_("a"), np.bool_(True)]], [[0.5, 3, "a", True]]),
            (pd.DataFrame({"place": ["17031", None], "year": [2022, np.nan]}), [["17031", 2022.0], [None, None]]),
            (pd.DataFrame({"year": [2022, 2023]}), [[2022], [2023]]),
            (pd.Series(["17031", None]), [["17031", None]]),
            (pd.Series([2022, None], dtype="Int64"), [[2022, None]]),
            (pd.Series([pd.NA, "a"], dtype=object), [[None, "a"]]),
            (pd.Series([True, None], dtype="boolean"), [[True, None]]),
        ],
        ids=[
            "list",
            "tuple",
            "tuples",
            "mixed",
            "a cell for a row",
            "nothing",
            "array",
            "flat array",
            "texts",
            "objects",
            "numpy's own",
            "frame",
            "column",
            "series",
            "whole numbers",
            "objects of pandas",
            "truths",
        ],
    )
    def test_rows(self, given_, rows):
        """A range in any form is rows of plain cells, and what is missing in an array or a frame is an empty cell."""
        found = plain(given_)

        assert rows == found
        assert [[type(cell) for cell in row] for row in rows] == [[type(cell) for cell in row] for row in found]

    @pytest.mark.parametrize("cell", [1, 1.5, "a", "", True, None], ids=repr)
    def test_scalars(self, cell):
        """A single cell stays what it is."""
        assert cell is plain(cell)

    @pytest.mark.parametrize(
        ("cell", "expected"), [(np.float64(0.5), 0.5), (np.int64(17031), 17031), (np.array("a"), "a")], ids=repr
    )
    def test_scalars_of_numpy(self, cell, expected):
        """A number of numpy's is a plain one."""
        assert expected == plain(cell)
        assert type(expected) is type(plain(cell))

    @pytest.mark.parametrize(
        "cell",
        [
            date(2022, 1, 1),
            Decimal("0.5"),
            b"a",
            {"a": 1},
            {1},
            object,
            1j,
            np.datetime64("2022"),
        ],
        ids=repr,
    )
    def test_no_cell(self, cell):
        """What no spreadsheet holds becomes the error that says so, alone and in a range."""
        for found in (plain(cell), plain([["a", cell]])[0][1]):
            assert isinstance(found, BadArgument)
            assert str(found).startswith("No cell can hold ")

    @pytest.mark.parametrize("cell", [np.array([]), np.array([1, 2]), pd.Series([1, 2]), pd.DataFrame({"a": [1]})])
    def test_no_range_in_a_cell(self, cell):
        """A range inside a cell of a range is no cell."""
        assert isinstance(plain([["a", cell]])[0][1], BadArgument)

    def test_errors_stay(self):
        """An error that stands in a cell stays that error."""
        error = NoData("Nothing there.")

        assert error is plain(error)
        assert error is plain([[1, error]])[0][1]


class TestRangesOfPlaces:
    @pytest.mark.parametrize(
        "places",
        [
            [["17031"], [6037]],
            (("17031",), (6037,)),
            np.array([[17031], [6037]]),
            np.array([[17031.0], [6037.0]]),
            pd.DataFrame({"place": ["17031", "06037"]}),
        ],
        ids=["lists", "tuples", "whole numbers", "numbers", "frame"],
    )
    def test_column(self, places):
        """A column of places is answered by a column, in whatever form it comes."""
        assert [[COOK], [LOS_ANGELES]] == metric("employment", places, 2023)

    def test_row(self):
        """A flat list is a row."""
        assert [[COOK, LOS_ANGELES]] == metric("employment", ["17031", "06037"], 2023)
        assert [[COOK, LOS_ANGELES]] == metric("employment", pd.Series([17031, 6037]), 2023)

    def test_table(self):
        """Places down and years across make a table."""
        expected = [[metric("employment", place, year) for year in (2022, 2023)] for place in (17031, 6037)]

        assert expected == metric("employment", [[17031], [6037]], [[2022, 2023]])

    def test_one_bad_cell(self):
        """A bad cell spoils only its own answer, and each is its own kind of error."""
        places = [["17031"], ["Nowhere"], [None], ["48301"], ["06037"], [True]]
        found = metric("employment", places, 2023)

        assert [[COOK], [BadArgument], [BadArgument], [NoData], [LOS_ANGELES], [BadArgument]] == kinds(found)
        assert "No county or city is called 'Nowhere'. `mobility-xl places` finds names." == str(found[1][0])

    def test_undefined(self):
        """A ratio to nothing is undefined in its own cell."""
        found = metric("housing wealth", [["17031", "05005"]], 2022, "Black")

        assert [[metric("housing wealth", 17031, 2022, "Black"), Undefined]] == kinds(found)

    def test_errors_go_on(self):
        """An error in a cell is the answer of that cell; a later argument does not hide it."""
        error = NoData("Nothing there.")
        found = metric("employment", [["17031", error]], [[2023], ["soon"]])

        assert [[COOK, error], [found[1][0], error]] == found
        assert isinstance(found[1][0], BadArgument)

    def test_error_alone(self):
        """An error given for a single cell is the answer."""
        with pytest.raises(NoData, match=r"Nothing there\."):
            metric("employment", NoData("Nothing there."), 2023)

    def test_empty_cells(self):
        """An empty cell among years is an argument left out."""
        assert [[COOK], [COOK], [COOK]] == metric("employment", 17031, [[None], [""], [2023]])

    @pytest.mark.parametrize(
        "empty", [[], [[]], (), np.array([]), np.empty((0, 2)), pd.DataFrame(), pd.Series(dtype=float)], ids=repr
    )
    def test_empty_range(self, empty):
        """A range without a cell is refused, whatever it is."""
        with pytest.raises(BadArgument, match="A range holds no cell"):
            metric("employment", empty)

    def test_parts(self):
        """Parts across: one call makes a table of a number and its company."""
        answer = metric("low birth weight", 17031, 2022, None, [["value", "quality", "year"]])

        assert [[metric("low birth weight", 17031, 2022), "Strong", 2022]] == answer

    def test_why(self):
        """The part why is a sentence in every cell, also where the ranges do not meet."""
        places = [["17031"], ["Nowhere"], [None], [NoData("Nothing there.")], [6037]]
        shown, nowhere, blank, error, outside = flat(metric("employment", places, [[2023]] * 4, None, "why"))

        assert shown.startswith("82.4% (")
        assert "No county or city is called 'Nowhere'. `mobility-xl places` finds names." == nowhere
        assert "The place is missing. Write its name." == blank
        assert "Nothing there." == error
        assert str(OUTSIDE) == outside

    def test_why_and_value(self):
        """Where parts are a range, why is a sentence and the value beside it an error."""
        value, why = metric("employment", 48301, 2022, None, [["value", "why"]])[0]

        assert isinstance(value, NoData)
        assert str(value) == why

    @pytest.mark.parametrize("name", ["MOBILITY_TREND", "MOBILITY_GROUPS"])
    def test_rows_refuse_ranges(self, name):
        """A function that answers with rows is given single cells."""
        with pytest.raises(BadArgument, match=f"{name} answers with rows: give it single cells, and fill down"):
            call(name, "low birth weight", [["17031"], ["06037"]])

    def test_choices_refuse_ranges(self):
        """The choices of a place are rows; its other parts are answered over a range."""
        with pytest.raises(BadArgument, match="answers with rows"):
            call("MOBILITY_PLACE", [["Springfield"], ["Cook"]], "choices")

        assert [["17031"], ["06037"]] == call("MOBILITY_PLACE", [["Cook County, IL"], [6037]])

    def test_why_of_ranges(self):
        """MOBILITY_WHY has a sentence for every cell, and for a range without one."""
        said = call("MOBILITY_WHY", "employment", [["48301", "Nowhere"]])

        assert all(isinstance(one, str) and one.endswith(".") for one in flat(said))
        assert "A range holds no cell. Give one that does." == call("MOBILITY_WHY", "employment", [[]])

    def test_cite_of_ranges(self):
        """Sources of several metrics come as a column."""
        names = ["low birth weight", "employment"]

        assert [[call("MOBILITY_CITE", one)] for one in names] == call("MOBILITY_CITE", [[one] for one in names])

    def test_nothing_changes(self):
        """A range that was given is as it was; an answer that is changed by its reader does not change the next."""
        places = [["17031"], [6037]]
        first = metric("employment", places, 2023)
        first[0][0] = "gone"
        trend = call("MOBILITY_TREND", "employment", 17031)
        trend[0][0] = "gone"

        assert [["17031"], [6037]] == places
        assert [[COOK], [LOS_ANGELES]] == metric("employment", places, 2023)
        assert 2014 == call("MOBILITY_TREND", "employment", 17031)[0][0]

    @pytest.mark.parametrize("name", ["MOBILITY_METRIC", "MOBILITY_PLACE", "MOBILITY_CITE", "MOBILITY_WHY"])
    def test_cell_by_cell(self, name):
        """A range is answered as each of its cells is; what is not understood is refused, or said."""
        function = FUNCTIONS[name]
        first, *others = function.examples[0]
        good, bad = flat(function.answer([[[first], ["nothing of that name"]], *others]))

        assert function.answer([first, *others]) == good
        assert isinstance(bad, str if function.never_fails else BadArgument)

    @pytest.mark.parametrize("name", [name for name in FUNCTIONS if name.startswith("MOBILITY_CALC_")])
    def test_calculators_never_spill(self, name):
        """A calculator takes a range as the parts of one area: it answers with one number, or refuses the range."""
        function = FUNCTIONS[name]
        first, *others = function.examples[0]
        cells = flat(first) if isinstance(first, list) else [first]
        try:
            answer = function.answer([[[cell] for cell in (*cells, *cells)], *others])
        except (BadArgument, NoData, Undefined) as refused:
            answer = str(refused)

        assert not isinstance(answer, list)
        assert function.calculates


class TestShapes:
    def test_row_beside_column(self):
        """A row beside a column of as many cells is refused: which cells belong together cannot be told."""
        with pytest.raises(BadArgument, match="The group and the people have different shapes"):
            call("MOBILITY_CALC_RACIAL_EXPOSURE", [[200, 900]], [[1000], [1200]])

    def test_replicates_stand_alone(self):
        """A range of another size has its own shape."""
        replicates = [[0.4] for _ in range(80)]

        assert 0.4 == call("MOBILITY_CALC_PRESCHOOL", [[20, 20]], [[50, 50]], replicates, "lower")

    def test_one_cell_for_rows(self):
        """A range of one cell is a single cell to a function that answers with rows."""
        assert call("MOBILITY_TREND", "employment", 17031) == call("MOBILITY_TREND", [["employment"]], [["17031"]])
        assert call("MOBILITY_PLACE", "Springfield", "choices") == call("MOBILITY_PLACE", [["Springfield"]], "choices")

    def test_pandas_without_cells(self):
        """What pandas cannot give cell by cell is refused like anything else that no cell holds."""
        odd = pd.MultiIndex.from_tuples([(1, 2)])
        with pytest.raises(BadArgument):
            call("MOBILITY_METRIC", "employment", odd)

        assert isinstance(call("MOBILITY_METRIC", "employment", pd.Categorical(["17031"]))[0][0], float)
