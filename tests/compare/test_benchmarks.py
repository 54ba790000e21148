"""Benchmarks: the published national medians, the rule of the quantile, and when one is withheld."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl import catalog
from mobility_xl.compare.benchmarks import Benchmark, benchmark, weighted_quantile
from mobility_xl.store import POPULATION

PUBLISHED = Path(__file__).parents[1] / "fixtures" / "county_medians_year_suppressed.csv.gz"
"""The publisher's medians over counties: four decimals, NA where withheld or where there is no such year."""

with gzip.open(PUBLISHED, "rt", encoding="utf-8") as file:
    MEDIANS = {int(row["year"]): row for row in csv.DictReader(file)}

VARIABLES = [name for name in next(iter(MEDIANS.values())) if name not in {"year", "group"}]

TWO_DECIMALS = {"share_transit_commuter", "share_transportation_cost"}
"""Medians that were made before the last update of the data, and agree as far as they are written out."""

areas = st.lists(
    st.tuples(st.floats(-1e6, 1e6), st.integers(1, 60)),
    min_size=1,
    max_size=25,
)
shares = st.floats(0, 1)


def quantile(pairs: list[tuple[float, int]], share: float) -> float:
    """Return the weighted quantile of (value, people) pairs."""
    values, people = zip(*pairs, strict=True)
    return weighted_quantile(np.array(values, dtype=float), np.array(people, dtype=float), share)


class TestPublishedMedians:
    @pytest.mark.parametrize("name", VARIABLES)
    def test_equal(self, ask, name):
        """Our median over counties is the publisher's, and is withheld where theirs is."""
        people = ask.store.series(POPULATION, "county")
        series = ask.store.series(name, "county")
        half = 0.0050001 if name in TWO_DECIMALS else 0.000050001
        expected, found = {}, {}
        for year in series.years:
            values, flags = (series.across_areas(part, year) for part in ("value", "quality"))
            made = benchmark(values, flags, people.across_areas("value", year)).value
            published = MEDIANS[year][name]
            expected[year] = None if published == "NA" else round(float(published), 4)
            found[year] = None if made is None else pytest.approx(made, abs=half)

        assert expected
        assert expected == found

    def test_count(self, ask):
        """There are 256 medians to hold ours against, 17 of them withheld."""
        texts = [MEDIANS[year][name] for name in VARIABLES for year in ask.store.series(name, "county").years]

        assert (256, 17) == (len(texts), texts.count("NA"))

    def test_years(self, ask):
        """The publisher has no median of a year for which we have no values."""
        more = [
            (name, year)
            for year, row in MEDIANS.items()
            for name in VARIABLES
            if row[name] != "NA" and year not in ask.store.series(name, "county").years
        ]

        assert [] == more

    def test_all_variables(self):
        """The publisher has medians of every variable but the shares of housing wealth."""
        assert {name for name, one in catalog.load().variables.items() if not one.shares} == set(VARIABLES)

    def test_withheld(self, ask):
        """Low birth weight is withheld in every year, since small counties share their state's value, which is Weak."""
        births = ask.catalog.variables["share_low_birth_weight"]
        found = [ask.benchmark(births, year) for year in range(2016, 2024)]

        assert [None] * 8 == [one.value for one in found]
        assert all("people live where the value is missing or Weak" in one.why for one in found)


class TestWeightedQuantile:
    @given(areas, shares)
    def test_people(self, pairs, share):
        """It is the quantile of all people, each with the value of the area they live in."""
        values, people = zip(*pairs, strict=True)
        expected = np.quantile(np.repeat(np.array(values, dtype=float), people), share)

        assert pytest.approx(expected, rel=1e-9, abs=1e-6) == quantile(pairs, share)

    @given(areas, shares)
    def test_between(self, pairs, share):
        """It lies between the least and the greatest value."""
        values = [value for value, _ in pairs]

        assert min(values) <= quantile(pairs, share) <= max(values)

    @given(areas)
    def test_ends(self, pairs):
        """At 0 and 1 it is the least and the greatest value."""
        values = [value for value, _ in pairs]

        assert (min(values), max(values)) == (quantile(pairs, 0.0), quantile(pairs, 1.0))

    @given(areas, shares, st.randoms(use_true_random=False))
    def test_order(self, pairs, share, random):
        """The order of the areas does not matter."""
        shuffled = random.sample(pairs, len(pairs))

        assert quantile(pairs, share) == quantile(shuffled, share)

    @given(areas, shares, shares)
    def test_rises(self, pairs, one, other):
        """A greater share of people gives no smaller value."""
        low, high = sorted((one, other))

        assert quantile(pairs, low) <= quantile(pairs, high) + 1e-9

    @given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=31).filter(lambda values: len(values) % 2))
    def test_equal_weights(self, values):
        """With one person an area, an odd count's median is numpy's, to the last digit."""
        assert float(np.median(values)) == quantile([(value, 1) for value in values], 0.5)

    def test_rule(self):
        """Position 1 + (W - 1) / 2 of W = 4 people is 2.5: half way between the second and the third person."""
        assert 15.0 == quantile([(10.0, 2), (20.0, 2)], 0.5)
        assert 10.0 == quantile([(10.0, 3), (20.0, 1)], 0.5)

    @given(st.floats(-1e6, 1e6), st.integers(1, 10**7), shares)
    def test_one_area(self, value, people, share):
        """One area is its own quantile, to the last digit."""
        assert value == quantile([(value, people)], share)


class TestBenchmark:
    def test_value(self):
        """Half of the people live in areas at or below it."""
        made = benchmark([0.1, 0.2, 0.3, 0.4, 0.5], [1, 1, 1, 1, 1], [10, 10, 10, 10, 101])

        assert Benchmark(0.5, 5, 0.0) == made

    def test_share(self):
        """Another share than a half can be asked for."""
        assert 0.1 == benchmark([0.1, 0.2, 0.3, 0.4, 0.5], [1] * 5, [10] * 5, 0.0).value
        assert 0.5 == benchmark([0.1, 0.2, 0.3, 0.4, 0.5], [1] * 5, [10] * 5, 1.0).value

    def test_weak_enters(self):
        """A Weak value counts, so long as few people live there."""
        made = benchmark([0.1, 0.2, 0.3, 0.4, 0.5, 0.9], [1, 2, 1, 1, 1, 3], [90] * 5 + [50])

        assert 0.3 == pytest.approx(made.value)
        assert 6 == made.areas
        assert pytest.approx(0.1) == made.missing_or_weak

    @pytest.mark.parametrize("weak_people", [15, 16])
    def test_withheld_beyond_15_percent(self, weak_people):
        """It is withheld where more than 15% of people live where the value is Weak; 15% is not more."""
        made = benchmark([0.1, 0.2, 0.3, 0.4, 0.5], [1, 1, 1, 1, 3], [25, 25, 25, 25 - weak_people, weak_people])

        assert (weak_people > 15) is (made.value is None)
        assert weak_people / 100 == made.missing_or_weak
        assert ("16% of people live where the value is missing or Weak" if weak_people > 15 else "") == made.why

    def test_missing(self):
        """Missing values count against it with the people of their area."""
        made = benchmark([0.1, 0.2, 0.3, 0.4, 0.5, np.nan], [1, 1, 1, 1, 1, 0], [16] * 5 + [20])

        assert Benchmark(None, 5, 0.2, "20% of people live where the value is missing or Weak") == made

    def test_no_flag(self):
        """A value without a flag is not Weak."""
        assert 0.0 == benchmark([0.1, 0.2, 0.3, 0.4, 0.5], [0] * 5, [10] * 5).missing_or_weak

    @pytest.mark.parametrize(
        ("count", "why"),
        [
            (0, "no area has a value"),
            (1, "only 1 area has a value"),
            (4, "only 4 areas have a value"),
        ],
    )
    def test_few_areas(self, count, why):
        """Fewer than five areas make no benchmark."""
        made = benchmark([0.5] * count + [np.nan] * 2, [1] * (count + 2), [10] * (count + 2))

        assert Benchmark(None, count, pytest.approx(2 / (count + 2)), why) == made

    def test_nobody(self):
        """Where no area is there, nothing is divided by nobody."""
        assert Benchmark(None, 0, 1.0, "no area has a value") == benchmark([], [], [])
        assert Benchmark(None, 0, 1.0, "no area has a value") == benchmark([0.5], [1], [np.nan])

    def test_not_there_that_year(self):
        """An area without people that year is left out, though it has a value."""
        made = benchmark([0.1, 0.2, 0.3, 0.4, 0.5, 99.0], [1] * 6, [10] * 5 + [np.nan])

        assert Benchmark(pytest.approx(0.3), 5, 0.0) == made

    def test_lengths(self):
        """What only the longer of the three have is left out."""
        made = benchmark([0.1, 0.2, 0.3, 0.4, 0.5, 99.0], [1] * 7, [10] * 5)

        assert Benchmark(pytest.approx(0.3), 5, 0.0) == made

    def test_state(self, ask):
        """Connecticut's old counties have no people in 2022, so its missing values do not count against 2022."""
        employed = ask.catalog.variables["share_employed"]

        assert ask.benchmark(employed, 2022).missing_or_weak < 0.15
        assert pytest.approx(0.8188, abs=0.00005) == ask.benchmark(employed, 2022).value
