"""Jobs, wages, incomes, debt and housing wealth: worked cases, thresholds and missing values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.metrics import (
    debt,
    employment,
    housing_wealth,
    housing_wealth_shares,
    income_percentile,
    living_wage,
)

RECORDS = list(range(1000, 41000, 1000))
"""Forty incomes."""


class TestEmployment:
    def test_value(self):
        """(40 + 60) / (90 + 110)."""
        assert 0.5 == employment([40, 60], [90, 110]).value

    def test_interval(self):
        """All 80 replicates 0.01 off: the error is root(4/80 * 80 * 0.0001) = 0.02, times 1.99045 of t with 79."""
        answer = employment(80, 100, [0.81, 0.79] * 40)

        assert (0.8 - 0.039809, 0.8 + 0.039809) == pytest.approx((answer.lower, answer.upper), abs=1e-7)

    def test_few(self):
        """Under 30 people there is no value."""
        with pytest.raises(NoData, match=r"people add up to 29"):
            employment(20, 29)


class TestLivingWage:
    def test_value(self):
        """$1,000 a week over $25 an hour for 40 hours."""
        answer = living_wage(1000, 25)

        assert (1, None, None, "") == (answer.value, answer.lower, answer.upper, answer.quality)

    def test_factor(self):
        """The living wage of 2021 put into dollars before it: 900 / (25 * 0.9 * 40)."""
        assert 1 == pytest.approx(living_wage(900, 25, 0.9).value)

    def test_sectors(self):
        """Of several sectors the plain mean counts, (900 + 1,500) / 2, whatever their establishments."""
        assert 1.2 == pytest.approx(living_wage([900, 1500], 25, None, [1000, 1]).value)

    @pytest.mark.parametrize(
        ("establishments", "quality"),
        [([30], "Strong"), ([29], "Weak"), ([0], "Weak"), ([15, 15], "Strong"), ([15, 14], "Weak")],
    )
    def test_quality(self, establishments, quality):
        """Strong from 30 establishments on, all sectors together, else Weak."""
        assert quality == living_wage([1000] * len(establishments), 25, None, establishments).quality

    def test_no_wage(self):
        """A wage of 0 stands for none that was published: no value, never 0."""
        with pytest.raises(NoData, match=r"A weekly wage is 0, which stands for no published wage"):
            living_wage([900, 0], 25)

    @pytest.mark.parametrize(("hourly", "factor"), [(0, 1), (25, 0)])
    def test_nothing_needed(self, hourly, factor):
        """Nothing is divided by a living wage of 0."""
        with pytest.raises(Undefined, match=r"The living wage is 0 dollars"):
            living_wage(900, hourly, factor)

    def test_lengths(self):
        """Every wage has its establishments."""
        with pytest.raises(BadArgument, match=r"weekly_wage has 2 cells and establishments has 1"):
            living_wage([900, 1000], 25, None, [30])


class TestIncomePercentile:
    @pytest.mark.parametrize(
        ("percentile", "value"),
        [
            # With equal weights the first eight of forty make exactly 20%, and the eighth place is even.
            (20, 8000),
            (50, 20000),
            # 22.5% are nine records: the ninth place is odd, so the next.
            (22.5, 10000),
            (21, 9000),
            (99, 40000),
        ],
    )
    def test_value(self, percentile, value):
        """It is the income past the percentile, or one that meets it in an even place."""
        assert value == income_percentile(RECORDS, [10] * 40, percentile).value

    def test_weights(self):
        """Who stands for more people counts for more."""
        assert 1000 == income_percentile(RECORDS, [1000] + [1] * 39, 50).value

    def test_one_of_them(self):
        """It is one of the incomes, with neither interval nor quality."""
        answer = income_percentile(RECORDS, [3] * 40, 80)

        assert answer.value in RECORDS
        assert (None, None, "") == (answer.lower, answer.upper, answer.quality)

    @pytest.mark.parametrize("percentile", [0.2, 0, 100, 101])
    def test_percentile(self, percentile):
        """A percentile out of bounds, or written as a share, is refused."""
        with pytest.raises(BadArgument, match=r"Write a number from 1 to 99, such as 20 for the 20th percentile"):
            income_percentile(RECORDS, [10] * 40, percentile)

    def test_few_records(self):
        """Under 30 records there is no value; 30 are enough."""
        assert 15000 < income_percentile(RECORDS[:30], [10] * 30, 51).value
        with pytest.raises(NoData, match=r"incomes has 29 records: the published method gives no value below 30"):
            income_percentile(RECORDS[:29], [10] * 29, 50)

    @given(st.integers(1, 10**6), st.integers(1, 99))
    def test_scale(self, factor, percentile):
        """So many times all whole weights change nothing."""
        weights = [1 + place % 7 for place in range(40)]
        larger = [factor * weight for weight in weights]

        assert (
            income_percentile(RECORDS, weights, percentile).value
            == income_percentile(RECORDS, larger, percentile).value
        )


class TestDebt:
    def test_value(self):
        """(40 + 60) / (90 + 110); every value is Strong, of however few people."""
        answer = debt([40, 60], [90, 110])

        assert (0.5, None, None, "Strong") == (answer.value, answer.lower, answer.upper, answer.quality)
        assert 1 == debt(1, 1).value


class TestHousingWealth:
    def test_published(self):
        """The published text of two shares comes back, with their quotient."""
        answer = housing_wealth(119, 1000, 246, 1000)

        assert ("0.119:0.246", 0.119 / 0.246) == (answer.shares, answer.value)

    def test_value(self):
        """Shares 0.1185 and 0.2461 are rounded to 0.118 and 0.246 first, the half to the even digit."""
        answer = housing_wealth(1185, 10_000, 2461, 10_000)

        assert "0.118:0.246" == answer.shares
        assert 0.118 / 0.246 == answer.value
        assert (None, None, "") == (answer.lower, answer.upper, answer.quality)

    def test_sums(self):
        """Parts are summed before they are divided."""
        assert "0.500:0.250" == housing_wealth([400, 600], [900, 1100], [20, 30], [90, 110]).shares

    @pytest.mark.parametrize(("group", "enough"), [(31, True), (30, False), (1, False)])
    def test_few(self, group, enough):
        """For 30 or fewer households of the group there is no value."""
        if enough:
            assert 1 == housing_wealth(group, 100, group, 100).value
        else:
            with pytest.raises(NoData, match=rf"group_households add up to {group}: .* no value for 30 or fewer"):
                housing_wealth(group, 100, group, 100)
            with pytest.raises(NoData, match=rf"group_households add up to {group}: .* no value for 30 or fewer"):
                housing_wealth_shares(group, 100, group, 100)

    def test_rounds_to_nothing(self):
        """Where the share of households rounds to 0.000 there is no ratio; the text is still there."""
        few = (119, 1000, 40, 100_000)
        with pytest.raises(Undefined, match=r"rounds to 0.000 \(0.119:0.000\), so there is no ratio"):
            housing_wealth(*few)

        assert "0.119:0.000" == housing_wealth_shares(*few)
        with pytest.raises(NoData, match=r"group_households add up to 30: there is no value for 30 or fewer"):
            housing_wealth_shares(119, 1000, 30, 100_000)

    def test_shares(self):
        """The text alone is the answer's."""
        assert "0.119:0.246" == housing_wealth_shares(119, 1000, 246, 1000)

    @pytest.mark.parametrize("function", [housing_wealth, housing_wealth_shares])
    @pytest.mark.parametrize(
        ("given_", "sentence"),
        [
            ((0, 0, 50, 100), "there is no housing wealth to share"),
            ((0, 100, 0, 0), "total_households add up to 0"),
            ((0, 100, 0, 100), "group_households add up to 0"),
        ],
    )
    def test_nobody(self, function, given_, sentence):
        """Without wealth, households or the group there is no answer."""
        with pytest.raises(Undefined, match=sentence):
            function(*given_)

    @given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(31, 10**4)), min_size=2, max_size=4))
    def test_groups_make_the_whole(self, groups):
        """The shares of all groups add up to 1, but for the rounding of each."""
        wealth, homes = (sum(one) for one in zip(*groups, strict=True))
        texts = [housing_wealth_shares(some, wealth, few, homes).split(":") for some, few in groups]

        for shares in zip(*texts, strict=True):
            assert 1 == pytest.approx(sum(map(float, shares)), abs=0.0005 * len(groups) + 1e-9)
