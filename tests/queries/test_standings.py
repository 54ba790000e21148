"""Where a place stands among others, on published numbers."""

import pytest

from mobility_xl.compare.benchmarks import Benchmark


class TestBenchmark:
    def test_counties(self, ask):
        """A county is held against all people of all counties."""
        found = ask.benchmark(ask.metric("median income"), 2023, "county")

        assert pytest.approx(77483.368, abs=0.00005) == found.value
        assert 0.0 <= found.missing_or_weak <= 0.15

    def test_cities(self, ask):
        """A city is held against the published cities, of which there are fewer."""
        county, city = (ask.benchmark(ask.metric("employment"), 2023, level) for level in ("county", "city"))

        assert city.areas <= 486 < county.areas

    @pytest.mark.parametrize(
        "name", ["count_homeless", "share_hispanic_exposure", "ratio_white_nh_house_value_households"]
    )
    def test_none_is_made(self, ask, name):
        """Of some numbers no benchmark is made."""
        assert Benchmark(None, 0, 0.0, "no benchmark is made of this number") == ask.benchmark(
            ask.catalog.variables[name], 2022, "county"
        )

    def test_year_without(self, ask):
        """A year without numbers has no benchmark."""
        found = ask.benchmark(ask.metric("employment"), 2020, "county")

        assert (None, "not published for counties in 2020") == (found.value, found.why)

    def test_level_without(self, ask):
        """A level without numbers has none."""
        assert "not published for cities in 2023" == ask.benchmark(ask.metric("low birth weight"), 2023, "city").why
