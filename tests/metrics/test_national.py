"""The national percentile: the published medians, the rule, and when it is withheld."""

import csv
import gzip
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.benchmarks import weighted_quantile
from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.metrics import national_percentile
from mobility_xl.store import POPULATION

PUBLISHED = Path(__file__).parents[1] / "fixtures" / "county_medians_year_suppressed.csv.gz"

with gzip.open(PUBLISHED, "rt", encoding="utf-8") as file:
    MEDIANS = {int(row["year"]): row for row in csv.DictReader(file)}

areas = st.lists(st.tuples(st.floats(-1e6, 1e6), st.integers(1, 60)), min_size=1, max_size=25)


class TestPublished:
    @pytest.mark.parametrize(
        "name", ["share_employed", "pctl_income_50", "rate_injury_death", "share_digital_access", "index_air_hazard"]
    )
    def test_medians(self, ask, name):
        """Our median over counties, the missing left out, is the publisher's."""
        series, people = ask.store.series(name, "county"), ask.store.series(POPULATION, "county")
        expected, found = [], []
        for year in series.years:
            if MEDIANS[year][name] == "NA":
                continue
            rows = zip(series.across_areas("value", year), people.across_areas("value", year), strict=False)
            values, weights = zip(*((v, w) for v, w in rows if not math.isnan(w)), strict=True)
            expected.append(float(MEDIANS[year][name]))
            found.append(national_percentile(values, weights, 50).value)

        assert expected
        assert expected == pytest.approx(found, abs=0.000051)


class TestRule:
    def test_position(self):
        """Position 1 + (4 - 1) / 2 = 2.5 of 4 people is half way between the second and the third."""
        assert 15 == national_percentile([10, 20], [2, 2], 50).value
        assert 10 == national_percentile([10, 20], [3, 1], 50).value

    def test_median_by_default(self):
        """The percentile left out is the median."""
        assert 15 == national_percentile([10, 20], [2, 2]).value

    @given(areas, st.integers(1, 99))
    def test_people(self, rows, percentile):
        """It is numpy's quantile of all people, each with the value of their area."""
        values, people = zip(*rows, strict=True)
        expected = np.quantile(np.repeat(np.array(values, dtype=float), people), percentile / 100)

        assert expected == pytest.approx(national_percentile(values, people, percentile).value, rel=1e-9, abs=1e-6)

    @given(areas, st.integers(1, 99))
    def test_benchmark(self, rows, percentile):
        """It is what a benchmark's quantile is, to the last digits."""
        values, people = (np.array(one, dtype=float) for one in zip(*rows, strict=True))
        expected = weighted_quantile(values, people, percentile / 100)

        assert expected == pytest.approx(national_percentile(values, people, percentile).value, rel=1e-12, abs=1e-9)

    def test_nobody_there(self):
        """An area without people has no say."""
        assert 10 == national_percentile([10, 99], [3, 0], 99).value


class TestMissing:
    @pytest.mark.parametrize("missing", [None, "", " ", "NA", "na", math.nan])
    def test_left_out(self, missing):
        """A missing value is left out with its people, and counted in the reason."""
        answer = national_percentile([10, 20, missing], [100, 100, 10], 50)

        assert 15 == answer.value
        assert "areas left out for want of a value: 1" in answer.why

    def test_withheld(self):
        """It is withheld where more than 15% of people live without a value; 15% is not more."""
        assert 10 == national_percentile([10, None], [85, 15]).value
        with pytest.raises(NoData, match=r"16.0% of the people live where the value is missing: above 15.0%"):
            national_percentile([10, None], [84, 16])

    def test_nothing_known(self):
        """Without any value there is none."""
        with pytest.raises(NoData, match=r"100.0% of the people live where the value is missing"):
            national_percentile([None], [84])
        with pytest.raises(NoData, match=r"100.0% of the people live where the value is missing"):
            national_percentile(None, 84)

    @pytest.mark.parametrize("text", ["n/a", "12"])
    def test_other_text(self, text):
        """Any other text is refused, with its position."""
        with pytest.raises(BadArgument, match=rf"^values, cell 2, is the text '{text}'"):
            national_percentile([10, text], [1, 1])

    def test_missing_people(self):
        """A missing weight is refused: it is a count."""
        with pytest.raises(BadArgument, match=r"^weights, cell 2, is blank"):
            national_percentile([10, 20], [1, None])

    def test_shares(self):
        """Weights are people, not shares, on which the rule would give the greatest value."""
        with pytest.raises(BadArgument, match=r"weights, cell 1, is 0.25. Weights are people: give counts"):
            national_percentile([10, 20], [0.25, 0.75])

    @pytest.mark.parametrize("percentile", [0.5, 0, 100])
    def test_percentile(self, percentile):
        """A percentile out of bounds, or written as a share, is refused."""
        with pytest.raises(BadArgument, match=r"Write a number from 1 to 99"):
            national_percentile([10, 20], [2, 2], percentile)

    def test_nobody(self):
        """Where nobody lives there is no answer."""
        with pytest.raises(Undefined, match=r"nobody lives anywhere"):
            national_percentile([10, 20], [0, 0])
