"""Homes, homeless students, exposure, ties and transport: worked cases, thresholds and missing values."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.metrics import (
    associations,
    connectedness,
    connectedness_of_place,
    homeless_students,
    housing_affordability,
    poverty_exposure,
    racial_exposure,
    transit_trips,
    transportation_cost,
)
from mobility_xl.store import POPULATION

PYSAL = [
    (
        [954, 1485, 267, 161, 42, 3, 1188, 812, 681, 282, 1727, 599],
        [2392, 2583, 3788, 4754, 222, 763, 4123, 4745, 1283, 1593, 4351, 2145],
        0.6327440823879428,
    ),
    (
        [96, 369, 51, 94, 1694, 2660, 33, 157, 810, 1874, 3086, 1098],
        [4195, 1344, 591, 1527, 2098, 4080, 2283, 504, 1707, 3020, 4075, 3656],
        0.3778812523189259,
    ),
    (
        [1294, 161, 28, 0, 238, 8, 2219, 1137, 43, 71, 139, 156],
        [4066, 473, 938, 1222, 947, 4016, 4352, 2931, 245, 515, 1694, 2193],
        0.6105548555052019,
    ),
]
"""Generated tracts (group, people) and the Interaction index of PySAL's segregation 2.5.4."""

tracts = st.lists(
    st.integers(0, 5000).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people))),
    min_size=1,
    max_size=20,
)


class TestHousingAffordability:
    def test_value(self):
        """(300 + 500 occupied + 40 + 60 vacant) / 2,000 households = 0.45."""
        assert 0.45 == housing_affordability([300, 500], [40, 60], [900, 1100]).value

    def test_above_one(self):
        """It is a ratio: 90 homes for 60 households are 1.5."""
        assert 1.5 == housing_affordability(80, 10, 60).value

    def test_no_quality(self):
        """It has no interval, and its quality cannot be known from counts."""
        answer = housing_affordability(80, 10, 60)

        assert (None, None, "") == (answer.lower, answer.upper, answer.quality)
        assert "it can be above 1" in answer.why

    def test_few_households(self):
        """Under 30 households there is no value; 30 are enough."""
        assert 1.0 == housing_affordability(20, 10, 30).value
        with pytest.raises(NoData, match=r"households add up to 29.9: the published method gives no value below 30"):
            housing_affordability(20, 10, 29.9)


class TestHomelessStudents:
    def test_sums(self):
        """5 + 20 + S (1) = 26 of 500; bounds 5 + 20 + 0 and 5 + 20 + 2."""
        answer = homeless_students([5, 20, "S"], [100, 300, 100])

        assert (26, 25, 27) == (answer.value, answer.lower, answer.upper)
        assert 26 / 500 == answer.share

    @pytest.mark.parametrize("suppressed", ["S", "s", " S "])
    def test_suppressed(self, suppressed):
        """S is known however it is typed."""
        assert 21 == homeless_students([20, suppressed], [300, 100]).value

    def test_suppressed_alone(self):
        """A range of one S stands for 1 student, too few."""
        with pytest.raises(NoData, match=r"counts add up to 1 homeless students"):
            homeless_students("S", 100)

    def test_upper_given(self):
        """Where the state reports so little that S can only be 1, the upper bound takes it so."""
        assert 21 == homeless_students([20, "S"], [300, 100], 1).upper

    def test_upper_of_another_source(self):
        """Where a source hides more than two students, the upper bound can take it so."""
        assert 24 == homeless_students([20, "S"], [300, 100], 4).upper

    def test_upper_out_of_bounds(self):
        """An S stands for at least 1 student, which the value takes it for."""
        with pytest.raises(BadArgument, match=r"suppressed_upper is"):
            homeless_students([20, "S"], [300, 100], 0.99)

    def test_no_students(self):
        """A district without students counts 0, in the bounds as well."""
        answer = homeless_students([40, 7, "S"], [100, 0, 0])

        assert (40, 40, 40, 0.4) == (answer.value, answer.lower, answer.upper, answer.share)

    def test_other_text(self):
        """Any other text is refused, with its position."""
        with pytest.raises(BadArgument, match=r"^counts, cell 2, is the text '\*'"):
            homeless_students([20, "*"], [300, 100])

    @pytest.mark.parametrize(
        ("shown", "hidden", "quality"),
        [
            # upper / lower = (shown + 2 hidden) / shown
            (200, 5, "Strong"),  # 210 / 200 = 1.05
            (199, 5, "Marginal"),  # 209 / 199 = 1.0503
            (200, 10, "Marginal"),  # 220 / 200 = 1.1
            (199, 10, "Weak"),  # 219 / 199 = 1.1005
            (30, 0, "Strong"),
            (29, 0, "Weak"),
            (29, 1, "Marginal"),  # 31 / 29 = 1.069, and 30 students
        ],
    )
    def test_quality(self, shown, hidden, quality):
        """Strong while upper is at most 1.05 of lower, Marginal to 1.1; Weak below 30 students."""
        answer = homeless_students([shown, *["S"] * hidden], [10_000] * (hidden + 1))

        assert quality == answer.quality

    def test_all_suppressed(self):
        """Where every count is suppressed the lower bound is 0, and the value Weak."""
        answer = homeless_students(["S"] * 40, [100] * 40)

        assert (40, 0, 80, "Weak") == (answer.value, answer.lower, answer.upper, answer.quality)

    def test_few(self):
        """Under 10 students there is no value; 10 are enough."""
        assert 10 == homeless_students(10, 100).value
        with pytest.raises(NoData, match=r"counts add up to 9 homeless students .* no value below 10"):
            homeless_students(9, 100)

    def test_share_above_one(self):
        """More homeless students than students have no value; as many as students have."""
        assert 1 == homeless_students(20, 20).share
        with pytest.raises(NoData, match=r"21 homeless students are more than the 20 enrolled"):
            homeless_students(21, 20)


class TestPovertyExposure:
    def test_value(self):
        """Rates 0.5, 0.41, 0.1: the first two of three tracts are poor, (50 + 41) / (50 + 41 + 9)."""
        assert 0.91 == pytest.approx(poverty_exposure([50, 41, 9], [100, 100, 90]).value)

    def test_threshold_itself(self):
        """A rate of exactly 40% is not above 40%."""
        assert 0 == poverty_exposure([40], [100]).value
        assert 1 == poverty_exposure([41], [100]).value

    @given(st.integers(50, 10_000), st.integers(1, 10_000))
    def test_threshold_itself_in_a_part(self, poor, inside):
        """Two poor in five are 40%, however much of the tract lies in the place."""
        share = inside / 10_000
        assume(2 * poor * share > 30)

        assert 0 == poverty_exposure(2 * poor * share, 5 * poor * share).value

    def test_other_threshold(self):
        """Another threshold can be asked for."""
        assert 1 == poverty_exposure([40], [100], None, 0.39).value

    def test_group(self):
        """Of a group, the tract's overall rate decides: 30 of its 40 poor live in the poor tract."""
        assert 0.75 == poverty_exposure([50, 20], [100, 100], [30, 10]).value

    def test_empty_tract(self):
        """A tract without people adds nothing."""
        assert 1 == poverty_exposure([50, 0], [100, 0]).value

    def test_one_person(self):
        """A tract with one person, who is poor, is a poor tract."""
        assert 1 / 51 == poverty_exposure([50, 1], [200, 1]).value

    def test_more_of_the_group(self):
        """There are not more of the group than poor."""
        with pytest.raises(BadArgument, match=r"group_poor, cell 2, is 21, more than the 20 of poor"):
            poverty_exposure([50, 20], [100, 100], [30, 21])

    def test_group_length(self):
        """The group has a row for every tract."""
        with pytest.raises(BadArgument, match=r"poor has 2 cells and group_poor has 1"):
            poverty_exposure([50, 20], [100, 100], [30])

    def test_percentage(self):
        """A threshold is a share: 40 is refused."""
        with pytest.raises(BadArgument, match=r"threshold is 40. It cannot be above 1"):
            poverty_exposure([50], [100], None, 40)

    def test_few_poor(self):
        """With 30 or fewer people in poverty there is no value; with 31 there is."""
        assert 0 == poverty_exposure(31, 100).value
        with pytest.raises(NoData, match=r"poor add up to 30: .* no value for 30 or fewer people in poverty"):
            poverty_exposure(30, 100)

    def test_few_of_the_group(self):
        """For a group, its own poor are counted."""
        with pytest.raises(NoData, match=r"group_poor add up to 30"):
            poverty_exposure(50, 100, 30)

    @given(tracts)
    def test_groups_make_the_whole(self, rows):
        """Groups that make up the poor have exposures that make up the overall one."""
        poor, people = [one for one, _ in rows], [all_ for _, all_ in rows]
        some = [one // 2 for one in poor]
        rest = [one - other for one, other in zip(poor, some, strict=True)]
        assume(min(sum(some), sum(rest)) > 30)
        parts = [poverty_exposure(poor, people, group).value * sum(group) for group in (some, rest)]

        assert poverty_exposure(poor, people).value == pytest.approx(sum(parts) / sum(poor))


class TestRacialExposure:
    def test_value(self):
        """60 of 80 live where 1 - 60/100 = 0.4 are others, 20 where 1 - 20/100 = 0.8: 0.75 * 0.4 + 0.25 * 0.8."""
        assert 0.5 == pytest.approx(racial_exposure([60, 20], [100, 100]).value)

    @pytest.mark.parametrize(("group", "people", "index"), PYSAL)
    def test_pysal(self, group, people, index):
        """It is the Interaction index that PySAL computes."""
        assert index == pytest.approx(racial_exposure(group, people).value, rel=1e-14)

    @given(tracts)
    def test_numpy(self, rows):
        """It is the formula written out with numpy, and lies between 0 and 1."""
        group, people = np.array(rows, dtype=float).T
        assume(group.sum() > 30)
        there = people > 0
        expected = (group[there] / group.sum() * (1 - group[there] / people[there])).sum()
        found = racial_exposure(group, people).value

        assert expected == pytest.approx(found, abs=1e-12)
        assert 0 <= found <= 1

    @given(tracts)
    def test_both_sides(self, rows):
        """As many members meet others as others meet members."""
        group, people = np.array(rows, dtype=float).T
        others = people - group
        assume(min(group.sum(), others.sum()) > 30)
        met = racial_exposure(group, people).value * group.sum()

        assert met == pytest.approx(racial_exposure(others, people).value * others.sum(), abs=1e-6)

    def test_alone(self):
        """A group that lives by itself meets nobody."""
        assert 0 == racial_exposure([100, 0], [100, 50]).value

    def test_few(self):
        """With 30 or fewer members there is no value; with 31 there is."""
        assert 0.69 == pytest.approx(racial_exposure(31, 100).value)
        with pytest.raises(NoData, match=r"group add up to 30: .* no value for 30 or fewer people of the group"):
            racial_exposure(30, 100)


class TestAssociations:
    @pytest.mark.parametrize(
        ("many", "people", "rate"),
        [
            (11, 20_000, 5.5),
            (1, 80_000, 0.1),  # 0.125
            (1, 40_000, 0.2),  # 0.25: half, to the even digit
            (3, 40_000, 0.8),  # 0.75: half, to the even digit
        ],
    )
    def test_value(self, many, people, rate):
        """It is a rate per 10,000, rounded to one decimal, halves to the even digit."""
        assert rate == associations(many, people).value

    def test_sums(self):
        """Parts are summed before they are divided: 11 / 2."""
        assert 5.5 == associations([4, 7], [9000, 11000]).value

    def test_published(self, ask):
        """In small counties every published rate is that of a whole number of associations."""
        series = ask.store.series("count_membership_associations_per_10k", "county")
        people = ask.store.series(POPULATION, "county")
        rates, populations = series.across_areas("value", 2021), people.across_areas("value", 2021)
        # From 100,000 people on every decimal is some number's.
        known = [(r, p) for r, p in zip(rates, populations, strict=True) if r == r and p < 30_000]  # noqa: PLR0124 - NaN
        found = [associations(round(rate * people / 10_000), people).value for rate, people in known]

        assert len(known) > 1000
        assert [rate for rate, _ in known] == found


class TestConnectedness:
    def test_value(self):
        """Half of 0.8."""
        assert 0.4 == connectedness(0.8).value
        assert (None, None, "") == (connectedness(0.8).lower, connectedness(0.8).upper, connectedness(0.8).quality)

    def test_interval(self):
        """0.4 -/+ 1.959964 * 0.5 * 0.02 = 0.4 -/+ 0.01959964, and Strong as every county."""
        answer = connectedness(0.8, 0.02)

        assert (0.38040036, 0.41959964) == pytest.approx((answer.lower, answer.upper), rel=1e-12)
        assert "Strong" == answer.quality

    def test_out_of_bounds(self):
        """Connectedness lies between 0 and 2."""
        assert 1 == connectedness(2).value
        with pytest.raises(BadArgument, match=r"connectedness is 2.1. It cannot be above 2"):
            connectedness(2.1)


class TestConnectednessOfPlace:
    def test_value(self):
        """(0.8 * 1 + 1.2 * 0.5) / 1.5 / 2 = 0.4667."""
        answer = connectedness_of_place([0.8, 1.2], [1, 0.5])

        assert 1.4 / 1.5 / 2 == pytest.approx(answer.value)
        assert (None, None) == (answer.lower, answer.upper)

    @pytest.mark.parametrize(
        ("mostly", "quality"),
        [(10, "Strong"), (9, "Marginal"), (3, "Marginal"), (2, "Weak")],
    )
    def test_quality(self, mostly, quality):
        """Strong where half of 20 ZIP codes are at least half inside, Marginal from 15% on."""
        inside = [0.5] * mostly + [0.49] * (20 - mostly)

        assert quality == connectedness_of_place([1] * 20, inside).quality

    def test_nothing_inside(self):
        """Where no ZIP code is inside there is no answer."""
        with pytest.raises(Undefined, match=r"no ZIP code is in the place"):
            connectedness_of_place([1, 1], [0, 0])

    @pytest.mark.parametrize(
        ("values", "inside", "sentence"),
        [
            ([1, 1], [1], "connectedness has 2 cells and inside has 1"),
            ([1, 1], [1, 1.1], "inside, cell 2, is 1.1. It cannot be above 1"),
            ([1, 3], [1, 1], "connectedness, cell 2, is 3. It cannot be above 2"),
        ],
    )
    def test_bad(self, values, inside, sentence):
        """What is out of bounds or not equally long is refused."""
        with pytest.raises(BadArgument, match=sentence):
            connectedness_of_place(values, inside)


@pytest.mark.parametrize("function", [transit_trips, transportation_cost])
class TestTransport:
    def test_value(self, function):
        """(10 * 300 + 20 * 100) / 400 = 12.5%."""
        assert 0.125 == function([10, 20], [300, 100]).value

    def test_nobody_there(self, function):
        """A tract without households has no say."""
        assert 0.1 == function([10, 99], [300, 0]).value

    @given(rows=st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1e6)), min_size=1, max_size=20))
    def test_numpy(self, function, rows):
        """It is numpy's weighted average, between the least and the greatest."""
        values, weights = zip(*rows, strict=True)
        assume(sum(weights) > 0)
        found = function(values, weights).value
        used = [value for value, weight in rows if weight]

        assert np.average(values, weights=weights) / 100 == pytest.approx(found, abs=1e-9)
        assert min(used) / 100 <= found <= max(used) / 100


class TestTransit:
    def test_percentages(self):
        """No more than all commuters use transit; cost can pass income."""
        assert 1.5 == transportation_cost(150, 10).value
        with pytest.raises(BadArgument, match=r"tract_values is 150. It cannot be above 100"):
            transit_trips(150, 10)
