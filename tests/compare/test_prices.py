"""Dollars of one year as dollars of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.prices import price_factor
from mobility_xl.errors import NoData

CPI_U = {
    2014: 236.736,
    2015: 237.017,
    2016: 240.007,
    2017: 245.120,
    2018: 251.107,
    2019: 255.657,
    2020: 258.811,
    2021: 270.970,
    2022: 292.655,
    2023: 304.702,
}
"""The annual index of consumer prices, 1982-84 = 100, by the Bureau of Labor Statistics."""

years = st.sampled_from(list(CPI_U))


class TestPriceFactor:
    @pytest.mark.parametrize("year", CPI_U)
    def test_index(self, year):
        """A year's factor is the ratio of the last year's index to its own."""
        assert CPI_U[2023] / CPI_U[year] == price_factor(year, 2023)

    @given(years)
    def test_same_year(self, year):
        """Dollars of a year are dollars of that year."""
        assert 1.0 == price_factor(year, year)

    @given(years, years, years)
    def test_by_way_of(self, first, other, last):
        """It makes no difference by way of which year dollars are put into another's."""
        assert pytest.approx(price_factor(first, last)) == price_factor(first, other) * price_factor(other, last)

    def test_prices_rose(self):
        """Prices rose in every year, so earlier dollars are worth more of later ones."""
        factors = [price_factor(year, 2023) for year in CPI_U]

        assert sorted(factors, reverse=True) == factors

    @pytest.mark.parametrize(("year", "into", "unknown"), [(2013, 2023, 2013), (2023, 2024, 2024)])
    def test_unknown(self, year, into, unknown):
        """A year without an index is refused, and the file to add it to is named."""
        with pytest.raises(NoData) as refused:
            price_factor(year, into)

        assert f"No price index is known for {unknown}. Update mobility_xl." == str(refused.value)

    def test_published_years(self, ask):
        """Every year in which a number in dollars is published has an index."""
        dollars = {name for name, one in ask.catalog.variables.items() if one.unit.name == "dollars"}
        found = {year for one in ask.store.all_series() if one.variable in dollars for year in one.years}

        assert {"pctl_income_20", "pctl_income_50", "pctl_income_80"} == dollars
        assert found
        assert found <= set(CPI_U)
