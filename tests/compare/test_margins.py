"""Margins of error: the handbook's formulas written out, and rules that hold of them."""

from math import isclose, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mobility_xl.compare.margins import margin_of_proportion, margin_of_ratio, margin_of_sum, standard_error
from mobility_xl.errors import Undefined

numbers = st.floats(1.0, 1e6)
margins = st.one_of(st.just(0.0), st.floats(0.01, 1e5))


class TestStandardError:
    def test_ninety_percent(self):
        """A 90% margin is 1.645 standard errors."""
        assert 100.0 == standard_error(164.5)


class TestSum:
    def test_three_counts(self):
        """Margins of a sum are joined by the root of their squares."""
        assert isclose(sqrt(3383**2 + 8033**2 + 7801**2), margin_of_sum([3383, 8033, 7801]), rel_tol=1e-12)

    @given(st.lists(margins, min_size=1, max_size=6))
    def test_between(self, parts):
        """It is no less than the largest, and no more than all together."""
        found = margin_of_sum(parts)

        assert max(parts) <= found * (1 + 1e-12)
        assert found <= sum(parts) * (1 + 1e-12)


class TestProportion:
    def test_formula(self):
        """The denominator's margin is taken off, since the numerator is a part of it."""
        expected = sqrt(601**2 - (4634 / 31713) ** 2 * 664**2) / 31713

        assert isclose(expected, margin_of_proportion(4634, 31713, 601, 664), rel_tol=1e-12)

    def test_unsure_denominator(self):
        """Where that leaves less than nothing it is the margin of a ratio."""
        assert margin_of_ratio(95, 100, 5, 20) == margin_of_proportion(95, 100, 5, 20)

    @given(numbers, numbers, margins, margins)
    def test_never_more_than_a_ratio(self, part, whole, part_margin, whole_margin):
        """It is never more than that of a ratio of the same numbers."""
        assume(part <= whole)

        assert margin_of_proportion(part, whole, part_margin, whole_margin) <= margin_of_ratio(
            part, whole, part_margin, whole_margin
        ) * (1 + 1e-12)

    def test_nobody(self):
        """There is no share of nobody."""
        with pytest.raises(Undefined, match="no share of nobody"):
            margin_of_proportion(0, 0, 1, 1)


class TestRatio:
    def test_formula(self):
        """The denominator's margin is added, since the two are apart."""
        expected = sqrt(601**2 + (4634 / 6440) ** 2 * 700**2) / 6440

        assert isclose(expected, margin_of_ratio(4634, 6440, 601, 700), rel_tol=1e-12)

    def test_nobody(self):
        """There is no ratio to nobody."""
        with pytest.raises(Undefined):
            margin_of_ratio(3, 0, 1, 1)
