"""Two estimates as a comparison: money, zeros that have no number, favor, verdict and sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.comparing import apart, compare
from mobility_xl.errors import NoData
from mobility_xl.estimates import Estimate
from tests.compare.made_up import estimate

PHYSICIANS, WEALTH = "ratio_population_pc_physician", "ratio_black_nh_house_value_households"

VERDICTS = [
    ("share_employed", 0.80, 0.759, "more favorable by 4.1 points, not tested: no interval published"),
    ("share_low_birth_weight", 0.10, 0.059, "less favorable by 4.1 points, not tested: no interval published"),
    ("share_employed", 0.80, 0.7999, "more favorable by less than 0.1 points, not tested: no interval published"),
    ("share_employed", 0.80, 0.80, "the same, not tested: no interval published"),
    ("pctl_income_50", 50_000.0, 54_210.4, "less favorable by $4,210, not tested: no interval published"),
    ("pctl_income_50", 50_000.0, 50_000.3, "less favorable by less than $1, not tested: no interval published"),
    ("rate_injury_death", 1_250.0, 100.0, "less favorable by 1,150.0, not tested: no interval published"),
    ("rate_crime_violent", 300.0, 400.4, "more favorable by 100, not tested: no interval published"),
    ("ratio_living_wage", 0.9, 0.8, "more favorable by 0.10, not tested: no interval published"),
    ("index_air_hazard", 40.0, 50.0, "less favorable by 10 points, not tested: no interval published"),
    (PHYSICIANS, 900.0, 1_500.0, "more favorable by 600, not tested: no interval published"),
    ("share_transit_commuter", 0.2, 0.1, "higher by 10.0 points, not tested: no interval published"),
    ("share_desc_rep_hispanic", 0.1, 0.2, "lower by 10.0 points, not tested: no interval published"),
    (WEALTH, 0.8, 0.5, "closer to parity, 0.30 higher, not tested: no interval published"),
    (WEALTH, 1.1, 0.8, "closer to parity, 0.30 higher, not tested: no interval published"),
    (WEALTH, 1.5, 0.8, "further from parity, 0.70 higher, not tested: no interval published"),
    (WEALTH, 0.0, 9.0, "further from parity, 9.00 lower, not tested: no interval published"),
    (WEALTH, 2.0, 0.5, "as far from parity, 1.50 higher, not tested: no interval published"),
    (PHYSICIANS, 0.0, 900.0, "no physician in Place 17001, Illinois, not tested: no interval published"),
    (
        PHYSICIANS,
        0.0,
        0.0,
        "no physician in Place 17001, Illinois and Place 17003, Illinois, not tested: no interval published",
    ),
]
"""Two values of a variable without intervals, and the verdict."""


def pair(first: float, second: float, variable: str, **more) -> tuple[Estimate, Estimate]:
    """Return estimates of two counties without intervals."""
    return estimate(first, variable=variable, geoid="17001"), estimate(second, variable=variable, geoid="17003", **more)


class TestVerdict:
    @pytest.mark.parametrize(("variable", "first", "second", "expected"), VERDICTS)
    def test_verdict(self, variable, first, second, expected):
        """Favor by the direction, the difference in the metric's unit, and how sure."""
        assert expected == compare(*pair(first, second, variable)).verdict

    @pytest.mark.parametrize(("variable", "first", "second", "_expected"), VERDICTS)
    def test_said(self, variable, first, second, _expected):
        """The sentence names both and ends; it says what is more favorable of outcomes, never of people."""
        said = compare(*pair(first, second, variable)).sentence

        assert said.endswith(".")
        assert said.count("Place 17001, Illinois") >= 1 <= said.count("Place 17003, Illinois")
        assert not [word for word in ("because of", "causes", "worse", "better", "no difference.") if word in said]

    def test_percentage_points(self):
        """Shares differ by percentage points, aloud; other numbers by what they count."""
        assert "it is 4.1 percentage points higher, which is more favorable." in (
            compare(*pair(0.80, 0.759, "share_employed")).sentence
        )
        assert "it is $4,210 a year lower" in compare(*pair(50_000.0, 54_210.4, "pctl_income_50")).sentence
        assert "it is less than 0.1 percentage points higher" in (
            compare(*pair(0.80, 0.7999, "share_employed")).sentence
        )
        assert "it is 10 points lower" in compare(*pair(40.0, 50.0, "index_air_hazard")).sentence
        assert "it is 600 people per physician lower" in compare(*pair(900.0, 1_500.0, PHYSICIANS)).sentence

    def test_equal(self):
        """Equal numbers are said to be the same, not that they do not differ."""
        assert "The two numbers are the same. It is not tested:" in compare(*pair(0.8, 0.8, "share_employed")).sentence


class TestNoPhysician:
    def test_no_number(self):
        """No physician is no number of people per physician: no difference, no ratio, no favor."""
        found = compare(*pair(0.0, 900.0, PHYSICIANS))

        assert (None, None, None, "") == (found.difference, found.ratio, found.lower, found.favor)
        assert apart(*pair(0.0, 900.0, PHYSICIANS)) is None

    def test_other_zeros(self):
        """Another 0 is a number like any other, though it has no ratio."""
        found = compare(*pair(0.0, 0.2, "share_poverty_exposure"))

        assert (-0.2, None, "more favorable") == (found.difference, found.ratio, found.favor)


class TestMoney:
    def test_later_year(self):
        """Dollars of different years are put into those of the later, value and bounds, whichever side it is."""
        old = estimate(50_000.0, 49_000.0, 52_000.0, "pctl_income_50", year=2014)
        new = estimate(60_000.0, 58_000.0, 61_000.0, "pctl_income_50")
        factor = 304.702 / 236.736
        there, back = compare(new, old), compare(old, new)

        assert pytest.approx(60_000 - 50_000 * factor) == there.difference == -back.difference
        assert (-back.upper, -back.lower) == pytest.approx((there.lower, there.upper))
        assert pytest.approx(there.difference - (2_000**2 + (2_000 * factor) ** 2) ** 0.5) == there.lower
        assert there.difference == apart(new, old)

    def test_two_areas(self):
        """The same holds of two areas in different years."""
        old = estimate(50_000.0, variable="pctl_income_50", geoid="17001", year=2022)
        new = estimate(50_000.0, variable="pctl_income_50", geoid="17003", year=2023)

        assert pytest.approx(50_000 * (304.702 / 292.655 - 1)) == compare(old, new).difference

    def test_one_year(self):
        """Dollars of one year stay as published, and so does what is no money."""
        assert (1.0, 1.0) == compare(*pair(50_000.0, 60_000.0, "pctl_income_50")).factors
        assert (1.0, 1.0) == compare(*pair(0.8, 0.7, "share_employed", year=2014)).factors

    def test_unknown_price(self):
        """Dollars of a year without an index are refused."""
        with pytest.raises(NoData, match="No price index is known for 2040"):
            compare(*pair(50_000.0, 60_000.0, "pctl_income_50", year=2040))


class TestProperties:
    @given(st.floats(0.2, 0.6), st.floats(0.2, 0.6), st.floats(0.001, 0.1), st.integers(1, 8))
    def test_constant(self, first, second, width, by):
        """A constant added to both changes neither the difference, nor its bounds, nor how sure it is."""
        by = by / 64
        one, other = (
            compare(*(estimate(v + add, v + add - width, v + add + width, geoid=g) for v, g in sides))
            for add in (0.0, by)
            for sides in [((first, "17001"), (second, "17003"))]
        )

        assert one.difference == pytest.approx(other.difference, abs=1e-12)
        assert (one.lower, one.upper) == pytest.approx((other.lower, other.upper), abs=1e-12)
        assert one.p_value == pytest.approx(other.p_value, abs=1e-9)

    @given(st.floats(0.01, 100), st.floats(0.01, 100))
    def test_parity(self, first, second):
        """Closer to parity is the other way round further from it, and half is as far as double."""
        there, back = compare(*pair(first, second, WEALTH)), compare(*pair(second, first, WEALTH))

        assert {"closer": "further", "further": "closer", "same": "same"}[there.favor] == back.favor
