"""What cells may hold for an argument, and what is refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.errors import BadArgument
from mobility_xl.functions import arguments

EMPTY = [None, "", " ", "\t", "\u00a0"]
"""What stands for an argument left out."""

each_empty = pytest.mark.parametrize("cell", EMPTY, ids=map(repr, EMPTY))


def refusal(read, *cells) -> str:
    """Return what is said when a cell is refused."""
    with pytest.raises(BadArgument) as refused:
        read(*cells)
    return str(refused.value)


class TestLeftOut:
    @each_empty
    def test_empty(self, cell):
        """An empty cell and empty text are arguments left out."""
        assert arguments.left_out(cell)

    @pytest.mark.parametrize("cell", [0, 0.0, False, "0", "x", []], ids=repr)
    def test_something(self, cell):
        """Zero, false and a range are something: they are refused or used, never passed over."""
        assert not arguments.left_out(cell)


class TestName:
    def test_text(self):
        """A text is given on as it is."""
        assert "low birth weight" == arguments.name("low birth weight", "metric")

    @each_empty
    def test_left_out(self, cell):
        """What must be there is asked for."""
        assert "The metric is missing. Write its name." == refusal(arguments.name, cell, "metric")

    @pytest.mark.parametrize(("cell", "shown"), [(7, "7"), (1.5, "1.5"), (True, "True"), ([["a"]], "[['a']]")])
    def test_no_text(self, cell, shown):
        """A number is no name."""
        assert f"The metric must be a name, not {shown}." == refusal(arguments.name, cell, "metric")


class TestPlace:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            (6037, "6037"),
            (6037.0, "6037"),
            ("06037", "06037"),
            ("6037.0", "6037.0"),
            (1714000, "1714000"),
            ("Cook County, IL", "Cook County, IL"),
        ],
    )
    def test_code_or_name(self, cell, text):
        """A code may be a number, as a spreadsheet makes it; a name is a text."""
        assert text == arguments.place(cell, "place")

    @pytest.mark.parametrize("cell", [6037.5, math.nan, math.inf, -math.inf])
    def test_no_code(self, cell):
        """A number that is no code is refused with a code."""
        assert f"The place must be a code such as 17031, not {cell!r}." == refusal(arguments.place, cell, "place")

    @pytest.mark.parametrize("cell", [1e300, 10**400, -(10**15)])
    def test_too_large(self, cell):
        """A number that no cell holds exactly is refused, and not written out."""
        assert "The place must be a code such as 17031, not a number as large as that." == refusal(
            arguments.place, cell, "place"
        )

    def test_truth(self):
        """True is no code, though it counts as 1 elsewhere."""
        assert "The place must be a name, not True." == refusal(arguments.place, True, "place")

    @each_empty
    def test_left_out(self, cell):
        """A place must be there."""
        assert "The place is missing. Write its name." == refusal(arguments.place, cell, "place")


class TestYear:
    @pytest.mark.parametrize("cell", [2022, 2022.0, "2022", " 2022 ", "2022.0", "02022"], ids=repr)
    def test_year(self, cell):
        """A year may be a number or its text."""
        assert 2022 == arguments.year(cell, "year")

    @each_empty
    def test_latest(self, cell):
        """Left out, it is the latest."""
        assert arguments.year(cell, "year") is None

    @pytest.mark.parametrize(
        "cell",
        ["latest", "2022-23", "-1", "2022.5", "20 22", "\u0662\u0660\u0662\u0662", "\u00b2", "9" * 16, "9" * 5000],
    )
    def test_no_year_in_text(self, cell):
        """A text that is no whole number is refused: other digits and very long ones too."""
        assert f"The year must be a number such as 2022, not '{cell}'." == refusal(arguments.year, cell, "year")

    @pytest.mark.parametrize("cell", [2022.5, True, math.nan, math.inf, [[2022]]], ids=repr)
    def test_no_year(self, cell):
        """A fraction, a truth value and a range are refused."""
        assert f"The year must be a number such as 2022, not {cell!r}." == refusal(arguments.year, cell, "year")

    @given(st.integers(-(10**14), 10**14))
    def test_any_whole_number(self, year):
        """Whether there is such a year is not the reader's question."""
        assert year == arguments.year(year, "year") == arguments.year(float(year), "year")


class TestNumber:
    @pytest.mark.parametrize(
        ("cell", "number"),
        [(0.4, 0.4), (40, 40.0), ("0.4", 0.4), ("40%", 0.4), (" 12.5 % ", 0.125), ("-1e3", -1000.0)],
        ids=repr,
    )
    def test_number(self, cell, number):
        """A number may be typed as text, and as a percentage."""
        assert number == arguments.number(cell, "threshold")

    @pytest.mark.parametrize(
        "cell",
        ["four", "40 %%", "1,000", "inf", "nan", True, math.nan, math.inf, 10**400],
        ids=lambda one: repr(one)[:9],
    )
    def test_no_number(self, cell):
        """What is no finite number is refused."""
        assert refusal(arguments.number, cell, "threshold").startswith("The threshold must be a number")

    @each_empty
    def test_left_out(self, cell):
        """Left out it is asked for where it must be there, and None where it need not."""
        assert "The threshold is missing. Write a number." == refusal(arguments.number, cell, "threshold")
        assert arguments.optional_number(cell, "threshold") is None


class TestPercentile:
    @pytest.mark.parametrize(
        ("cell", "percentile"),
        [
            (20, 20.0),
            ("20", 20.0),
            (0.2, 20.0),
            ("20%", 20.0),
            ("0.2", 20.0),
            (0.07, 7.0),
            ("7%", 7.0),
            (1, 1.0),
            ("1%", 1.0),
            (99.5, 99.5),
            ("100%", 100.0),
            (0, 0.0),
        ],
        ids=repr,
    )
    def test_share_or_number(self, cell, percentile):
        """A percentile may be a share or a number of percent, and 7% is 7, not a hair above."""
        assert percentile == arguments.percentile(cell, "percentile")

    @pytest.mark.parametrize("cell", ["median", True, math.nan], ids=repr)
    def test_no_number(self, cell):
        """What is no number is no percentile."""
        assert refusal(arguments.percentile, cell, "percentile").startswith("The percentile must be a number")


class TestOption:
    PARTS = ("value", "lower", "why")

    @each_empty
    def test_first(self, cell):
        """Left out, it is the first."""
        assert "value" == arguments.option(cell, "part", self.PARTS)

    @pytest.mark.parametrize("cell", ["why", "WHY", " Why "])
    def test_word(self, cell):
        """Case and spaces do not matter."""
        assert "why" == arguments.option(cell, "part", self.PARTS)

    @pytest.mark.parametrize("cell", ["valu", "val", "values", 1, True, math.nan, [["value"]]], ids=repr)
    def test_another(self, cell):
        """Anything else is refused with the words there are: part of a word too."""
        assert f"The part must be one of value, lower, why, not '{cell}'." == refusal(
            arguments.option, cell, "part", self.PARTS
        )


class TestWhole:
    @given(st.one_of(st.integers(), st.floats(), st.booleans(), st.text(), st.none(), st.lists(st.integers())))
    def test_anything(self, cell):
        """Anything is a whole number of at most 15 digits, or refused in a sentence."""
        try:
            answer: object = arguments.whole(cell, "place", "a code")
        except BadArgument as error:
            answer = str(error)

        if isinstance(answer, str):
            assert answer.startswith("The place must be a code, not ")
        else:
            assert cell == answer
            assert abs(answer) < 10**15
