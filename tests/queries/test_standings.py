"""Where a place stands among others, on published numbers."""

from itertools import accumulate

import pytest

from mobility_xl.compare.benchmarks import Benchmark
from mobility_xl.errors import BadArgument
from mobility_xl.store import POPULATION


class TestBenchmark:
    def test_counties(self, ask):
        """A county is held against all people of all counties."""
        found = ask.benchmark(ask.metric("median income"), 2023)

        assert pytest.approx(77483.368, abs=0.00005) == found.value
        assert 0.0 <= found.missing_or_weak <= 0.15

    def test_cities(self, ask):
        """A city is held against the published cities, of which there are fewer."""
        county, city = (ask.benchmark(ask.metric("employment"), 2023, among) for among in ("US", "US cities"))

        assert city.areas <= 486 < county.areas

    @pytest.mark.parametrize(
        "name", ["count_homeless", "share_hispanic_exposure", "ratio_white_nh_house_value_households"]
    )
    def test_none_is_made(self, ask, name):
        """Of some numbers no benchmark is made."""
        assert Benchmark(None, 0, 0.0, "no benchmark is made of this number") == ask.benchmark(
            ask.catalog.variables[name], 2022
        )

    def test_year_without(self, ask):
        """A year without numbers has no benchmark."""
        found = ask.benchmark(ask.metric("employment"), 2020)

        assert (None, "not published for counties in 2020") == (found.value, found.why)

    def test_level_without(self, ask):
        """A level without numbers has none."""
        assert (
            "not published for cities in 2023" == ask.benchmark(ask.metric("low birth weight"), 2023, "US cities").why
        )

    def test_among(self, ask):
        """All counties, the published cities, or a state's counties, by its name or letters."""
        income = ask.metric("median income")

        assert ask.benchmark(income, 2023, "US") == ask.benchmark(income, 2023, "united states")
        assert ask.benchmark(income, 2023, "TX") == ask.benchmark(income, 2023, "texas")
        assert 254 >= ask.benchmark(income, 2023, "TX").areas > 150
        with pytest.raises(BadArgument, match="'Middle Earth' is neither US, US cities nor a state"):
            ask.benchmark(income, 2023, "Middle Earth")

    def test_state(self, ask):
        """A state's benchmark is that of its counties, worked out one by one."""
        turnout, people = (ask.store.series(name, "county") for name in ("share_election_turnout", POPULATION))
        texas = ask.store.areas.all("county", "TX")
        pairs = sorted((turnout.value(one.position, 2020), people.value(one.position, 2020)) for one in texas)
        half = 1 + (sum(count for _, count in pairs) - 1) / 2
        before = accumulate(count for _, count in pairs)
        expected = next(value for (value, _), so_far in zip(pairs, before, strict=True) if so_far >= half)

        assert expected == ask.benchmark(ask.metric("turnout"), 2020, "TX").value

    def test_rest(self, ask):
        """The rest of a state has neither the place's value nor its people."""
        turnout, cook = ask.metric("turnout"), ask.area("17031")
        whole, rest = (ask.benchmark(turnout, 2020, "IL", without=one) for one in (None, cook))

        assert 102 == whole.areas == rest.areas + 1
        assert rest.value != whole.value
        # A city is not one of the state's counties: nothing is left out for it.
        assert whole == ask.benchmark(turnout, 2020, "IL", without=ask.area("1714000"))

    def test_quantiles(self, ask):
        """A higher quantile is no lower number, and only 0 to 1 can be asked for."""
        income = ask.metric("median income")
        found = [ask.benchmark(income, 2023, "US", share).value for share in (0, 0.25, 0.5, 0.75, 1)]

        assert found == sorted(found)
        with pytest.raises(BadArgument, match="must be between 0 and 1"):
            ask.benchmark(income, 2023, "US", 1.5)

    @pytest.mark.parametrize(
        ("name", "among", "year"),
        [
            ("employment", "US", 2023),
            ("turnout", "US", 2020),
            ("low birth weight", "CT", 2021),
            ("low birth weight", "US cities", None),
        ],
    )
    def test_year(self, ask, name, among, year):
        """The latest year of some areas is the last in which any of them has a value."""
        assert year == ask.benchmark_year(ask.metric(name), among)
