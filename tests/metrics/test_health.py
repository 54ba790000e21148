"""Physicians, births, air and injuries: worked cases, the published numbers, thresholds and missing values."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import chi2

from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.metrics import air_quality, injury_deaths, low_birth_weight, physicians
from mobility_xl.store import POPULATION

FLAGS = {1: "Strong", 2: "Marginal", 3: "Weak"}


class TestPhysicians:
    @pytest.mark.parametrize(
        ("people", "doctors", "ratio"),
        [
            (20_000, 11, 1818),  # 1,818.18
            (5, 2, 2),  # 2.5: half, to the even number
            (7, 2, 4),  # 3.5: half, to the even number
        ],
    )
    def test_value(self, people, doctors, ratio):
        """It is rounded to a whole number, halves to the even one."""
        assert ratio == physicians(people, doctors).value

    def test_sums(self):
        """Parts are summed before they are divided: one without a physician does not spoil the rest."""
        assert 2500 == physicians([9000, 1000], [4, 0]).value

    @pytest.mark.parametrize(
        ("doctors", "quality"),
        [
            (5, "Strong"),  # one more changes the ratio by 1/6
            (4, "Marginal"),  # by exactly 1/5
            (2, "Marginal"),  # by 1/3
            (1, "Weak"),  # by 1/2
        ],
    )
    def test_quality(self, doctors, quality):
        """Strong if one physician more would change the ratio by less than 20%, Marginal by less than 40%."""
        assert quality == physicians(60_000, doctors).quality

    @pytest.mark.parametrize("people", [1, 2000])
    def test_none_for_few(self, people):
        """No physician for at most 2,000 people is 0, which is Weak."""
        answer = physicians(people, 0)

        assert (0, "Weak") == (answer.value, answer.quality)

    def test_none_for_many(self):
        """No physician for more than 2,000 people has no number."""
        with pytest.raises(NoData, match=r"There is no physician for 2,001 people"):
            physicians(2001, 0)

    @pytest.mark.parametrize("year", range(2014, 2021))
    def test_published(self, ask, year):
        """Every published ratio and flag is that of a whole number of physicians. In 2021 the population differs."""
        series = ask.store.series("ratio_population_pc_physician", "county")
        ratios, flags = (series.across_areas(part, year) for part in ("value", "quality"))
        people = ask.store.series(POPULATION, "county").across_areas("value", year)
        known = [row for row in zip(ratios, flags, people, strict=True) if row[0] > 0 and row[2] > 0]
        found = [
            {
                (answer.value, answer.quality)
                for doctors in (round(population / ratio) + step for step in (-1, 0, 1))
                if doctors > 0
                for answer in [physicians(population, doctors)]
            }
            for ratio, _, population in known
        ]

        assert len(known) > 2900
        assert [] == [
            row for row, answers in zip(known, found, strict=True) if (row[0], FLAGS[int(row[1])]) not in answers
        ]


class TestLowBirthWeight:
    def test_value(self):
        """100 of 1,000: 0.1 -/+ 1.96 * root(0.1 * 0.9 / 1000) = 0.1 -/+ 0.018594."""
        answer = low_birth_weight([40, 60], [400, 600])

        assert (0.1, 0.081406, 0.118594) == pytest.approx((answer.value, answer.lower, answer.upper), abs=1e-6)

    @pytest.mark.parametrize(
        ("births", "quality"),
        [(200, "Strong"), (199, "Marginal"), (100, "Marginal"), (99, "Weak"), (30, "Weak")],
    )
    def test_quality(self, births, quality):
        """Strong from 200 births on, Marginal from 100, else Weak."""
        assert quality == low_birth_weight(10, births).quality

    def test_few(self):
        """Under 30 births there is no value."""
        with pytest.raises(NoData, match=r"births add up to 29: the published method gives no value below 30"):
            low_birth_weight(10, 29)

    def test_cut(self):
        """The interval of a share ends at 0 and 1."""
        assert 0 == low_birth_weight(1, 30).lower
        assert 1 == low_birth_weight(29, 30).upper

    @pytest.mark.parametrize("year", range(2016, 2024))
    def test_published(self, ask, year):
        """The births that a published interval is made of give share and bounds back to the twelfth digit."""
        series = ask.store.series("share_low_birth_weight", "county")
        rows = list(zip(*(series.across_areas(part, year) for part in ("value", "lower", "upper")), strict=True))
        known = [row for row in rows if not any(map(math.isnan, row))]
        found = []
        for share, lower, upper in known:
            births = round(share * (1 - share) * (1.96 / ((upper - lower) / 2)) ** 2)
            answer = low_birth_weight(round(share * births), births)
            found.append((answer.value, answer.lower, answer.upper))

        assert len(known) > 3000
        assert np.allclose(known, found, rtol=0, atol=1e-12)


class TestAirQuality:
    def test_value(self):
        """(40 * 300 + 61 * 100) / 400 = 45.25, rounded."""
        assert 45 == air_quality([40, 61], [300, 100]).value

    @pytest.mark.parametrize(("one", "other", "value"), [(40, 41, 40), (41, 42, 42)])
    def test_half(self, one, other, value):
        """A half goes to the even number."""
        assert value == air_quality([one, other], [1, 1]).value

    @pytest.mark.parametrize(
        ("without", "quality"), [(None, ""), (0, "Strong"), (49, "Strong"), (50, "Marginal"), (5000, "Marginal")]
    )
    def test_quality(self, without, quality):
        """Marginal where at least 5% of the people live in tracts without data; unknown where that is not said."""
        assert quality == air_quality(50, 950, people_without_data=without).quality

    def test_bounds(self):
        """An index lies between 0 and 100."""
        with pytest.raises(BadArgument, match=r"tract_index, cell 2, is 101. It cannot be above 100"):
            air_quality([40, 101], [1, 1])

    @given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 10**5)), min_size=1, max_size=20))
    def test_numpy(self, rows):
        """It is numpy's weighted average, to half a point."""
        index, people = zip(*rows, strict=True)
        assume(sum(people) > 0)

        assert np.average(index, weights=people) == pytest.approx(air_quality(index, people).value, abs=0.5 + 1e-9)


class TestInjuryDeaths:
    def test_many(self):
        """400 deaths in 500,000 person-years: 80, error 80 / 20 = 4, interval 1.96 * 4 = 7.84 to each side."""
        answer = injury_deaths([80] * 5, [100_000] * 5)

        assert (80, 72.2, 87.8, "Strong") == (answer.value, answer.lower, answer.upper, answer.quality)

    @pytest.mark.parametrize("deaths", range(20, 100))
    def test_few(self, deaths):
        """Below 100 deaths the bounds are those of a Poisson count: half of chi-squared quantiles."""
        expected = (chi2.ppf(0.025, 2 * deaths) / 2, chi2.ppf(0.975, 2 * (deaths + 1)) / 2)
        answer = injury_deaths(deaths, 100_000)

        assert expected == pytest.approx((answer.lower, answer.upper), abs=0.05 + 1e-9)

    def test_from_hundred_on(self):
        """At 99 deaths the interval is uneven, at 100 it is even: 100 -/+ 19.6."""
        few, many = injury_deaths(99, 100_000), injury_deaths(100, 100_000)

        assert (80.5, 120.5) == (few.lower, few.upper)
        assert (80.4, 119.6) == (many.lower, many.upper)

    @pytest.mark.parametrize(
        ("deaths", "quality"),
        [
            (26, "Strong"),  # error 1 / root(26) = 0.196
            (25, "Marginal"),  # 0.2
            (20, "Marginal"),
        ],
    )
    def test_quality(self, deaths, quality):
        """Strong where the error is below 20% of the rate, Marginal below 40%."""
        assert quality == injury_deaths(deaths, 25_000).quality

    def test_rate_of_nothing(self):
        """A rate that rounds to 0.0 cannot be told from its error."""
        assert (0, "Weak") == (injury_deaths(20, 10**9).value, injury_deaths(20, 10**9).quality)

    @pytest.mark.parametrize(
        ("deaths", "sentence"),
        [
            (19, "deaths add up to 19: below 20 deaths the source calls the rate unreliable"),
            (10, "deaths add up to 10: below 20 deaths the source calls the rate unreliable"),
            (9, "deaths add up to 9: below 10 deaths the source suppresses the rate"),
            (0, "deaths add up to 0: below 10 deaths the source suppresses the rate"),
        ],
    )
    def test_unreliable(self, deaths, sentence):
        """Under 20 deaths there is no value."""
        with pytest.raises(NoData, match=sentence):
            injury_deaths(deaths, 100_000)

    def test_whole(self):
        """Deaths are whole."""
        with pytest.raises(BadArgument, match=r"deaths, cell 2, is 10.5. Deaths are counted in whole numbers."):
            injury_deaths([20, 10.5], [100_000, 100_000])

    def test_nobody(self):
        """Nobody lives there: that is said before deaths are too few."""
        with pytest.raises(Undefined, match=r"population adds up to 0"):
            injury_deaths(0, 0)

    def test_published(self, ask):
        """A published rate and both its bounds are those of one whole number of deaths, few or many."""
        series = ask.store.series("rate_injury_death", "county")
        rows = list(zip(*(series.across_areas(part, 2023) for part in ("value", "lower", "upper")), strict=True))
        known = [row for row in rows if not any(map(math.isnan, row))]
        # The error is the rate over the root of the deaths. Thousands of deaths leave too many to try.
        deaths = [(1.96 * rate / ((upper - lower) / 2)) ** 2 for rate, lower, upper in known]
        tried = [(row, about) for row, about in zip(known, deaths, strict=True) if about < 400][::60]
        found = [any(_issued(row, count, about) for count in range(20, 450)) for row, about in tried]

        assert len(tried) > 30
        assert found.count(True) >= 0.97 * len(tried)


def _issued(row: tuple[float, float, float], deaths: int, about: float) -> bool:
    """Whether so many deaths, in a population that makes the published rate, give the published bounds."""
    if abs(deaths - about) > 0.12 * about:
        return False
    for hundredths in range(-5, 6):
        answer = injury_deaths(deaths, deaths * 100_000 / (row[0] + hundredths / 100))
        if row == (answer.value, answer.lower, answer.upper):
            return True
    return False
