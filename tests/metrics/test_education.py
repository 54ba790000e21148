"""Preschool, learning, schools' poverty, diplomas and the internet: worked cases, thresholds, missing values."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.regression.linear_model import WLS
from statsmodels.tools import add_constant

from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.metrics import digital_access, high_school, learning_rate, preschool, school_poverty

cohorts = st.integers(3, 6).flatmap(
    lambda count: st.tuples(
        st.permutations(range(3, 9)).map(lambda grades: grades[:count]),
        st.lists(st.floats(-5, 15).map(lambda score: round(score, 3)), min_size=count, max_size=count),
        st.lists(st.integers(1, 5000), min_size=count, max_size=count),
    )
)


@pytest.mark.parametrize("function", [preschool, high_school])
class TestSurveyShares:
    def test_value(self, function):
        """(40 + 60) / (90 + 110)."""
        assert 0.5 == function([40, 60], [90, 110]).value

    def test_without_replicates(self, function):
        """Without replicates there is no interval, and it says so."""
        answer = function([40, 60], [90, 110])

        assert (None, None, "") == (answer.lower, answer.upper, answer.quality)
        assert "No interval: that takes the survey's 80 replicate estimates." in answer.why

    def test_interval(self, function):
        """All 80 replicates 0.01 off: the error is root(4/80 * 80 * 0.0001) = 0.02, times 1.99045 of t with 79."""
        answer = function(50, 100, [0.51, 0.49] * 40)

        assert (0.5 - 0.039809, 0.5 + 0.039809) == pytest.approx((answer.lower, answer.upper), abs=1e-7)

    def test_cut(self, function):
        """The interval of a share ends at 0 and 1."""
        assert 0 == function(1, 100, [0.2] * 80).lower
        assert 1 == function(99, 100, [0.8] * 80).upper

    @pytest.mark.parametrize("count", [0, 1, 79, 81])
    def test_count_of_replicates(self, function, count):
        """There are 80 replicates or none."""
        with pytest.raises(BadArgument, match=f"replicates has {count} cells?. Give the 80 estimates"):
            function(50, 100, [0.5] * count)

    def test_replicates_as_percentages(self, function):
        """Replicates are shares: 51 is refused."""
        with pytest.raises(BadArgument, match=r"replicates, cell 80, is 51. It cannot be above 1"):
            function(50, 100, [0.5] * 79 + [51])

    def test_few(self, function):
        """Under 30 people there is no value; 30 are enough."""
        assert 0.5 == function(15, 30).value
        with pytest.raises(NoData, match=r"add up to 29: the published method gives no value below 30"):
            function(15, 29)

    @given(
        share=st.integers(0, 100),
        replicates=st.lists(st.floats(0, 1), min_size=80, max_size=80),
    )
    def test_order(self, function, share, replicates):
        """The bounds stand on either side of the value, within 0 and 1."""
        answer = function(share, 100, replicates)

        assert 0 <= answer.lower <= answer.value <= answer.upper <= 1


class TestLearningRate:
    def test_line(self):
        """Scores on a line have its slope, and no doubt about it."""
        answer = learning_rate([3, 4, 5, 6, 7, 8], [2, 3.5, 5, 6.5, 8, 9.5], [100] * 6)

        assert (1.5, 1.5, 1.5) == pytest.approx((answer.value, answer.lower, answer.upper))

    def test_worked(self):
        """Grades 3, 4, 5 with scores 3, 5, 4 and equal tests: slope 0.5, residual squares 1.5, error root(1.5 / 2)."""
        answer = learning_rate([3, 4, 5], [3, 5, 4], [50, 50, 50])
        half = 1.96 * math.sqrt(1.5 / 2)

        assert (0.5, 0.5 - half, 0.5 + half) == pytest.approx((answer.value, answer.lower, answer.upper))

    @given(cohorts)
    def test_statsmodels(self, cohort):
        """It is the weighted least-squares slope of statsmodels, with its standard error."""
        grades, scores, tests = cohort
        fitted = WLS(scores, add_constant(np.array(grades, dtype=float)), weights=tests).fit()
        answer = learning_rate(grades, scores, tests)

        assert fitted.params[1] == pytest.approx(answer.value, abs=1e-9)
        assert fitted.bse[1] == pytest.approx((answer.upper - answer.value) / 1.96, rel=1e-6, abs=1e-7)
        assert fitted.bse[1] == pytest.approx((answer.value - answer.lower) / 1.96, rel=1e-6, abs=1e-7)

    @given(cohorts, st.integers(2, 1000))
    def test_tests_are_weights(self, cohort, factor):
        """So many times all tests change neither slope nor interval."""
        grades, scores, tests = cohort
        one, other = learning_rate(grades, scores, tests), learning_rate(grades, scores, [factor * n for n in tests])

        assert (one.value, one.lower, one.upper) == pytest.approx((other.value, other.lower, other.upper), abs=1e-7)

    def test_not_tested(self):
        """A grade without tests is not used."""
        with_it = learning_rate([3, 4, 5, 6], [3, 5, 4, 99], [50, 50, 50, 0])

        assert learning_rate([3, 4, 5], [3, 5, 4], [50, 50, 50]) == with_it

    @pytest.mark.parametrize(
        ("grades", "fewest", "quality"),
        [
            (6, 30, "Strong"),
            (5, 30, "Strong"),
            (4, 30, "Marginal"),
            (3, 30, "Weak"),
            (6, 29, "Weak"),
            (5, 29, "Weak"),
            (4, 29, "Weak"),
        ],
    )
    def test_quality(self, grades, fewest, quality):
        """Strong with five or six grades, Marginal with four, where each has at least 30 tests; else Weak."""
        tests = [100] * (grades - 1) + [fewest]

        assert quality == learning_rate(range(3, 3 + grades), range(grades), tests).quality

    def test_two_grades(self):
        """Two grades have a slope, and no interval."""
        answer = learning_rate([3, 8], [3, 4], [50, 50])

        assert 0.2 == pytest.approx(answer.value)
        assert (None, None, "Weak") == (answer.lower, answer.upper, answer.quality)
        assert "Two grades leave nothing over for an interval." in answer.why

    def test_one_grade(self):
        """One grade has no slope, nor have two of which one was not tested."""
        with pytest.raises(Undefined, match=r"Only 1 of the grades has tests"):
            learning_rate([3, 8], [3, 4], [50, 0])

    @pytest.mark.parametrize("grade", [2, 9, 4.5])
    def test_grades(self, grade):
        """Grades are whole and from 3 to 8."""
        with pytest.raises(BadArgument, match=f"grades, cell 2, is {grade}. Give whole grades from 3 to 8."):
            learning_rate([3, grade], [3, 4], [50, 50])

    def test_twice(self):
        """Every grade has one row."""
        with pytest.raises(BadArgument, match=r"grades, cell 3, is grade 3 again. Give one row per grade"):
            learning_rate([3, 4, 3], [3, 4, 5], [50, 50, 50])


class TestSchoolPoverty:
    def test_value(self):
        """40 of 100 students go to a school with at least 20% in poverty; 20% itself counts."""
        assert 0.4 == school_poverty([60, 30, 10], [0.199, 0.2, 0.9]).value

    def test_threshold(self):
        """Another threshold can be asked for."""
        assert 0.1 == school_poverty([60, 30, 10], [0.199, 0.2, 0.9], 0.5).value

    @pytest.mark.parametrize(
        ("students", "quality"), [(30, "Strong"), (29, "Marginal"), (15, "Marginal"), (14, "Weak"), (1, "Weak")]
    )
    def test_quality(self, students, quality):
        """Strong from 30 students of the group on, Marginal from 15, else Weak."""
        assert quality == school_poverty(students, 0.5).quality

    def test_percentages(self):
        """Poverty and its threshold are shares: what is above 1 is refused."""
        assert 1 == school_poverty([10], [1], 1).value
        with pytest.raises(BadArgument, match=r"school_poverty, cell 1, is 1.01. It cannot be above 1"):
            school_poverty([10], [1.01])
        with pytest.raises(BadArgument, match=r"threshold is 1.01. It cannot be above 1"):
            school_poverty([10], [1], 1.01)


class TestDigitalAccess:
    def test_value(self):
        """(40 + 60) / (90 + 110), with no interval and no quality."""
        answer = digital_access([40, 60], [90, 110])

        assert 0.5 == answer.value
        assert (None, None, "") == (answer.lower, answer.upper, answer.quality)
        assert "The method has no interval." in answer.why

    def test_few(self):
        """Under 30 households there is no value; 30 are enough."""
        assert 1 == digital_access(30, 30).value
        with pytest.raises(NoData, match=r"households add up to 29"):
            digital_access(29, 29)
