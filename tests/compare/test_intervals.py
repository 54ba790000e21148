"""Two intervals: what each reaches, the bounds of difference and ratio, and the test."""

from math import exp, isclose, log, sqrt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from mobility_xl.compare.intervals import Reach, bounds, p_value, ratio_bounds, reach

Z = 1.959964

values = st.floats(-1e6, 1e6)
widths = st.floats(0.001, 1e5)
reaches = st.builds(Reach, values, widths, widths)
above_0 = st.builds(
    lambda value, down, up: Reach(value, down * value, up * value),
    st.floats(0.01, 1e6),
    st.floats(0.01, 0.9),
    st.floats(0.01, 3.0),
)


def moved(one: Reach, by: float) -> Reach:
    """Return an estimate with a constant added to value and bounds."""
    return one._replace(value=one.value + by)


class TestReach:
    def test_each_side(self):
        """Each side is kept apart: most published incomes reach further to one side."""
        assert Reach(80848.0, 2202.0, 1121.0) == reach(80848.0, 78646.0, 81969.0, share=False)

    @pytest.mark.parametrize(
        ("value", "lower", "upper"),
        [
            (0.5, None, 0.6),
            (0.5, 0.4, None),
            (0.5, None, None),
            (0.5, 0.6, 0.7),
            (0.5, 0.3, 0.4),
            (0.5, 0.5, 0.5),
            (0.5, float("nan"), 0.6),
        ],
    )
    def test_none(self, value, lower, upper):
        """A bound that is missing or on the wrong side, and an interval without width, leave nothing to test with."""
        assert reach(value, lower, upper, share=True) is None

    @pytest.mark.parametrize(
        ("lower", "value", "upper", "expected"),
        [
            (0.93, 0.97, 1.0, (0.04, 0.04)),
            (0.0, 0.01, 0.04, (0.03, 0.03)),
            (0.9, 0.97, 0.99, (0.07, 0.02)),
            (0.0, 0.0, 0.04, (0.04, 0.04)),
        ],
    )
    def test_cut(self, lower, value, upper, expected):
        """A bound of a share that was cut at 0 or 1 reaches as far as the other."""
        assert expected == pytest.approx(reach(value, lower, upper, share=True)[1:])

    def test_not_cut(self):
        """Only a share is cut: a learning rate can end at 1, and dollars at 0."""
        assert (0.5, 0.25) == reach(0.75, 0.25, 1.0, share=False)[1:]
        assert (5.0, 3.0) == reach(5.0, 0.0, 8.0, share=False)[1:]

    def test_cut_to_nothing(self):
        """Everybody, with no width, is no interval, though both of its bounds are 1."""
        assert reach(1.0, 1.0, 1.0, share=True) is None

    def test_one_side(self):
        """An interval that reaches to one side only is one."""
        assert Reach(50_000.0, 0.0, 900.0) == reach(50_000.0, 50_000.0, 50_900.0, share=False)


class TestBounds:
    @given(reaches, reaches)
    def test_swapped(self, one, other):
        """The other way round, the bounds change sides and sign."""
        lower, upper = bounds(one, other)

        assert (-upper, -lower) == bounds(other, one)

    @given(reaches, reaches, st.integers(-1000, 1000))
    def test_constant(self, one, other, by):
        """A constant added to both changes nothing."""
        assert bounds(one, other) == pytest.approx(bounds(moved(one, by), moved(other, by)), rel=1e-6, abs=1e-6)

    @given(reaches, reaches)
    def test_around(self, one, other):
        """The difference lies between its bounds."""
        lower, upper = bounds(one, other)

        assert lower <= one.value - other.value <= upper

    @given(reaches, reaches, st.floats(1.0, 10.0))
    def test_wider(self, one, other, times):
        """A wider interval never makes the bounds narrower."""
        wide = Reach(one.value, one.down * times, one.up * times)
        (lower, upper), (wide_lower, wide_upper) = bounds(one, other), bounds(wide, other)

        assert wide_lower <= lower
        assert upper <= wide_upper

    @given(st.integers(1, 400), st.integers(1, 400), st.data())
    def test_newcombe(self, of_one, of_other, data):
        """With Wilson's bounds of two shares they are those of Newcombe's method 10, as statsmodels has them."""
        some, others = data.draw(st.integers(0, of_one)), data.draw(st.integers(0, of_other))
        one, other = (
            Reach(count / nobs, count / nobs - lower, upper - count / nobs)
            for count, nobs in ((some, of_one), (others, of_other))
            for lower, upper in [proportion_confint(count, nobs, method="wilson")]
        )
        expected = confint_proportions_2indep(some, of_one, others, of_other, method="newcomb", compare="diff")

        assert expected == pytest.approx(bounds(one, other), abs=1e-12)


class TestRatio:
    def test_formula(self):
        """The logarithms' bounds are joined as those of a difference are."""
        lower, upper = ratio_bounds(Reach(0.6, 0.1, 0.2), Reach(0.3, 0.05, 0.1))

        assert isclose(exp(log(2) - sqrt(log(0.6 / 0.5) ** 2 + log(0.4 / 0.3) ** 2)), lower, rel_tol=1e-12)
        assert isclose(exp(log(2) + sqrt(log(0.8 / 0.6) ** 2 + log(0.3 / 0.25) ** 2)), upper, rel_tol=1e-12)

    @given(above_0, above_0)
    def test_swapped(self, one, other):
        """The other way round, the bounds are one over what they were."""
        lower, upper = ratio_bounds(one, other)

        assert (1 / upper, 1 / lower) == pytest.approx(ratio_bounds(other, one), rel=1e-9)

    @given(above_0, above_0, st.floats(0.5, 3.0))
    def test_other_money(self, one, other, factor):
        """In other money nothing changes."""
        assert ratio_bounds(one, other) == pytest.approx(ratio_bounds(one.times(factor), other.times(factor)), rel=1e-9)

    @pytest.mark.parametrize("one", [Reach(0.1, 0.1, 0.1), Reach(0.1, 0.2, 0.1)])
    def test_bound_at_0(self, one):
        """A bound at or below 0, on either side, leaves none."""
        assert ratio_bounds(one, Reach(0.5, 0.1, 0.1)) is None
        assert ratio_bounds(Reach(0.5, 0.1, 0.1), one) is None


class TestPValue:
    @given(reaches, reaches)
    def test_swapped(self, one, other):
        """The other way round it is the same."""
        assert p_value(one, other) == p_value(other, one)

    @given(values, values, widths, widths)
    def test_symmetric(self, first, second, width, other_width):
        """With symmetric intervals it is the Z test of the Census Bureau, to 12 digits."""
        errors = (width / Z, other_width / Z)
        z = abs(first - second) / sqrt(errors[0] ** 2 + errors[1] ** 2)
        assume(z < 20)

        found = p_value(Reach(first, width, width), Reach(second, other_width, other_width))

        assert isclose(2 * norm.sf(z), found, rel_tol=1e-12)

    def test_facing_sides(self):
        """Only the sides that face each other count: what reaches away from the other is no matter."""
        assert p_value(Reach(5, 1, 1), Reach(2, 1, 1)) == p_value(Reach(5, 1, 99), Reach(2, 99, 1))

    @given(reaches, reaches)
    def test_agrees_with_bounds(self, one, other):
        """It is at most 5% where the bounds leave out 0, and above it where they do not."""
        lower, upper = bounds(one, other)
        found = p_value(one, other)
        assume(found is None or abs(found - 0.05) > 1e-6)

        assert (found <= 0.05) is (lower > 0 or upper < 0)

    @given(reaches, reaches, st.floats(1.0, 10.0), st.floats(1.0, 10.0))
    def test_wider(self, one, other, down, up):
        """A wider interval never makes chance less likely."""
        assert p_value(one, other) <= p_value(one._replace(down=one.down * down, up=one.up * up), other)

    def test_equal(self):
        """Of equal values chance makes as large a difference always."""
        assert 1.0 == p_value(Reach(0.5, 0.1, 0.1), Reach(0.5, 0.2, 0.3))

    def test_no_side(self):
        """Where neither reaches towards the other there is no test."""
        assert p_value(Reach(5.0, 0.0, 1.0), Reach(2.0, 1.0, 0.0)) is None
