"""The reading of ranges; what every calculator refuses is tested with the calculators."""

import numpy as np
import pandas as pd
import pytest

from mobility_xl.errors import BadArgument, Undefined
from mobility_xl.metrics import Calculated
from mobility_xl.metrics.counts import listed, number, numbers, percent, quotient, said, total


class TestListed:
    @pytest.mark.parametrize(
        "given", [[1, 2], (1, 2), np.array([1, 2]), np.array([1, 2], dtype=np.float32), pd.Series([1, 2]), range(1, 3)]
    )
    def test_ranges(self, given):
        """Every kind of range has its cells, as Python's own numbers."""
        assert [1, 2] == listed(given)
        assert {int, float} >= {type(cell) for cell in listed(given)}

    @pytest.mark.parametrize("given", [3, 3.0, np.int64(3), np.array(3)])
    def test_alone(self, given):
        """One value is a range of one cell."""
        assert [3] == listed(given)

    def test_text(self):
        """A text is one cell, not a range of letters."""
        assert ["S"] == listed("S")


class TestNumbers:
    def test_alone(self):
        """The sentence about a value that is no range has no position."""
        with pytest.raises(BadArgument, match=r"^people is blank\."):
            numbers(None, "people")

    def test_table(self):
        """A table is no range: its rows are no numbers."""
        with pytest.raises(BadArgument, match=r"people, cell 1, is no number but \[1, 2\]"):
            numbers(np.array([[1, 2], [3, 4]]), "people")

    def test_number(self):
        """A range of one cell is one number."""
        assert 3 == number([3], "people")


class TestTotal:
    def test_exact(self):
        """Sums are rounded once: ten tenths are 1."""
        assert 1 == total([0.1] * 10)

    @pytest.mark.parametrize("values", [[1.7e308, 1.7e308], [float("inf"), float("-inf")]])
    def test_too_large(self, values):
        """A sum that is no number says so."""
        with pytest.raises(Undefined, match=r"The sum is too large for a number") as found:
            total(values)

        assert found.value.too_large


class TestQuotient:
    def test_nothing(self):
        """Nothing is divided by 0, with the sentence given."""
        with pytest.raises(Undefined, match=r"^Nobody\.$") as found:
            quotient(1, 0, "Nobody.")

        assert not found.value.too_large

    def test_too_large(self):
        """An answer that is no number says so."""
        with pytest.raises(Undefined, match=r"The answer is too large for a number") as found:
            quotient(1e300, 1e-300, "Nobody.")

        assert found.value.too_large


class TestSaid:
    @pytest.mark.parametrize(
        ("value", "text"),
        [(1234.5, "1,234.5"), (1000, "1,000"), (0, "0"), (-4, "-4"), (0.1 + 0.2, "0.3"), (1e20, "1e+20")],
    )
    def test_number(self, value, text):
        """Thousands are separated, and no digit is there for nothing."""
        assert text == said(value)

    def test_percent(self):
        """A share has one decimal."""
        assert "12.3%" == percent(0.1234)

    def test_half_a_percent_more(self):
        """A half rounds up, as in a cell: one of sixteen is 6.3%."""
        assert "6.3%" == percent(1 / 16)


class TestCalculated:
    @pytest.mark.parametrize("part", ["value", "lower", "upper", "share"])
    @pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
    def test_finite(self, part, number):
        """An answer that no cell can hold is refused when it is made."""
        with pytest.raises(Undefined, match=r"The answer is too large for a number"):
            Calculated(**{"value": 1.0, "why": "", part: number})
