"""People's own records: weighted shares and quantiles, replicate weights, and the effective sample."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.metrics import weighted_quantile, weighted_share
from mobility_xl.metrics.records import nearest_even

COUNT = 60
RANDOM = np.random.default_rng(20250521)
BELONGS = RANDOM.integers(0, 2, COUNT)
INCOMES = RANDOM.integers(1, 200, COUNT) * 1000.0
WEIGHTS = RANDOM.integers(1, 90, COUNT).astype(float)
REPLICATES = WEIGHTS * RANDOM.normal(1, 0.4, (80, COUNT))
"""Generated records; as in the survey, a replicate weight may be below 0."""

T_79 = 1.990450
"""97.5% of Student's t with 79 degrees of freedom, from a table."""

pairs = st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 20)), min_size=1, max_size=30)


class TestWeightedShare:
    def test_value(self):
        """It is numpy's weighted average of the flags."""
        assert np.average(BELONGS, weights=WEIGHTS) == pytest.approx(weighted_share(BELONGS, WEIGHTS).value)

    def test_interval(self):
        """The variance is 4/80 of the squares that the replicate estimates lie from the estimate."""
        estimate = np.average(BELONGS, weights=WEIGHTS)
        estimates = REPLICATES @ BELONGS / REPLICATES.sum(axis=1)
        half = T_79 * math.sqrt(4 / 80 * ((estimates - estimate) ** 2).sum())
        answer = weighted_share(BELONGS, WEIGHTS, REPLICATES)

        assert (estimate - half, estimate + half) == pytest.approx((answer.lower, answer.upper), abs=1e-6)

    def test_inside(self):
        """Records are counted by their part inside the area, in the replicates too."""
        inside = np.tile([1.0, 0.25], COUNT // 2)
        there = weighted_share(BELONGS, WEIGHTS, REPLICATES, inside=inside)
        weighted = weighted_share(BELONGS, WEIGHTS * inside, REPLICATES * inside)

        assert (weighted.value, weighted.lower, weighted.upper) == pytest.approx(
            (there.value, there.lower, there.upper)
        )

    @pytest.mark.parametrize(("part", "enough"), [(0.5, True), (0.49, False)])
    def test_effective_sample(self, part, enough):
        """Under an effective sample of 30 records there is no value: 60 records half inside are enough."""
        if enough:
            assert 0 <= weighted_share(BELONGS, WEIGHTS, inside=[part] * COUNT).value <= 1
        else:
            with pytest.raises(NoData, match=r"The effective sample is 29.4 records: .* no value below 30"):
                weighted_share(BELONGS, WEIGHTS, inside=[part] * COUNT)

    @pytest.mark.parametrize(
        ("products", "quality"), [(None, ""), (0.75, "Strong"), (0.74, "Marginal"), (0.35, "Marginal"), (0.34, "Weak")]
    )
    def test_quality(self, products, quality):
        """The flag is that of geographic allocation."""
        assert quality == weighted_share(BELONGS, WEIGHTS, products=products).quality

    def test_frames(self):
        """Columns of a frame will do, and a frame of replicate weights."""
        frame = pd.DataFrame({"flag": BELONGS.astype(bool), "weight": WEIGHTS})
        replicates = pd.DataFrame({f"weight{number}": one for number, one in enumerate(REPLICATES, start=1)})

        assert weighted_share(BELONGS, WEIGHTS, REPLICATES) == weighted_share(
            frame["flag"], frame["weight"], replicates
        )

    def test_both_sides(self):
        """Those for whom it holds and the others make the whole, in the interval mirrored."""
        one, other = weighted_share(BELONGS, WEIGHTS, REPLICATES), weighted_share(1 - BELONGS, WEIGHTS, REPLICATES)

        assert (1, 1) == pytest.approx((one.value + other.value, one.lower + other.upper))

    @pytest.mark.parametrize("flag", [None, "yes", 2, math.nan])
    def test_flag(self, flag):
        """A flag is one of two."""
        with pytest.raises(BadArgument, match=r"belongs, cell 2, is .* Write 1 where it holds and 0 where not"):
            weighted_share([1, flag], [1, 1])

    def test_empty(self):
        """Without records there is nothing to count."""
        with pytest.raises(BadArgument, match=r"belongs is an empty range"):
            weighted_share([], [])

    def test_lengths(self):
        """Every record has a weight, in every replicate."""
        with pytest.raises(BadArgument, match=r"records has 60 cells and weights has 59"):
            weighted_share(BELONGS, WEIGHTS[1:])
        with pytest.raises(BadArgument, match=r"records has 60 cells and inside has 59"):
            weighted_share(BELONGS, WEIGHTS, inside=[1] * 59)
        with pytest.raises(BadArgument, match=r"records has 60 cells and replicate_weights, set 1 has 59"):
            weighted_share(BELONGS, WEIGHTS, REPLICATES[:, 1:])

    def test_part(self):
        """A part inside the area is a share."""
        with pytest.raises(BadArgument, match=r"inside, cell 1, is 1.01. It cannot be above 1"):
            weighted_share(BELONGS, WEIGHTS, inside=[1.01] * COUNT)

    def test_replicates(self):
        """There are 80 replicates."""
        with pytest.raises(BadArgument, match=r"replicate_weights has 79 sets of weights. Give 80"):
            weighted_share(BELONGS, WEIGHTS, REPLICATES[1:])

    def test_nobody(self):
        """Weights of 0 stand for nobody."""
        with pytest.raises(Undefined, match=r"The weights add up to 0"):
            weighted_share(BELONGS, [0] * COUNT)


class TestWeightedQuantile:
    def test_interval(self):
        """The interval of the share at or below the value, turned back into values."""
        value = nearest_even(list(INCOMES), list(WEIGHTS), 0.5)
        below = INCOMES <= value
        reached = WEIGHTS[below].sum() / WEIGHTS.sum()
        estimates = REPLICATES @ below / REPLICATES.sum(axis=1)
        half = T_79 * math.sqrt(4 / 80 * ((estimates - reached) ** 2).sum())
        answer = weighted_quantile(INCOMES, WEIGHTS, 50, REPLICATES)
        ends = [nearest_even(list(INCOMES), list(WEIGHTS), end) for end in (reached - half, reached + half)]

        assert value == answer.value
        assert ends == [answer.lower, answer.upper]
        assert answer.lower < answer.value < answer.upper

    def test_without_replicates(self):
        """Without replicate weights there is no interval, and it says so."""
        answer = weighted_quantile(INCOMES, WEIGHTS, 50, products=0.5)

        assert (None, None, "Marginal") == (answer.lower, answer.upper, answer.quality)
        assert "No interval without replicate weights." in answer.why

    def test_effective_sample(self):
        """Under an effective sample of 30 records there is no value."""
        with pytest.raises(NoData, match=r"The effective sample is 29.4 records"):
            weighted_quantile(INCOMES, WEIGHTS, 50, inside=[0.49] * COUNT)

    def test_nobody(self):
        """Weights of 0 stand for nobody."""
        with pytest.raises(Undefined, match=r"The weights add up to 0"):
            weighted_quantile(INCOMES, [0] * COUNT, 50)

    @given(st.integers(1, 99))
    def test_order(self, percentile):
        """The bounds stand on either side of the value, all three among the records."""
        answer = weighted_quantile(INCOMES, WEIGHTS, percentile, REPLICATES)

        assert answer.lower <= answer.value <= answer.upper
        assert {answer.lower, answer.value, answer.upper} <= set(INCOMES)


class TestNearestEven:
    @pytest.mark.parametrize(
        ("share", "value"),
        [
            (0.0, 10),
            (0.1, 10),
            (0.25, 20),  # the first of four is exactly 25%, in an odd place: the next
            (0.26, 20),
            (0.5, 20),  # the second is exactly 50%, in an even place
            (0.51, 30),
            (0.75, 40),  # the third is exactly 75%, in an odd place: the next
            (1.0, 40),
        ],
    )
    def test_rule(self, share, value):
        """The first value past the share, or the one that meets it in an even place."""
        assert value == nearest_even([40, 10, 30, 20], [1, 1, 1, 1], share)

    def test_ties(self):
        """Records of one value count as one place: 10 and 10 make 50% in the first place, which is odd."""
        assert 20 == nearest_even([10, 10, 20, 30], [1, 1, 1, 1], 0.5)

    def test_no_weight(self):
        """A record that stands for nobody has no place."""
        assert 20 == nearest_even([5, 10, 20, 30], [0, 1, 1, 2], 0.5)

    @given(pairs, st.integers(1, 99))
    def test_definition(self, rows, percentile):
        """At most the share lies below the value, and at least the share at or below it."""
        values, weights = (np.array(one, dtype=float) for one in zip(*rows, strict=True))
        value = nearest_even(list(values), list(weights), percentile / 100)
        all_ = weights.sum()

        assert weights[values < value].sum() / all_ <= percentile / 100 + 1e-12
        assert weights[values <= value].sum() / all_ >= percentile / 100 - 1e-12

    @given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=40, unique=True), st.integers(1, 99))
    def test_inverse(self, values, percentile):
        """Of different values with equal weights it is numpy's inverse of the distribution, save where met exactly."""
        found = nearest_even(values, [1] * len(values), percentile / 100)
        if len(values) * percentile % 100:
            assert np.quantile(values, percentile / 100, method="inverted_cdf") == found
        else:
            place = len(values) * percentile // 100
            assert sorted(values)[place - 1 if place % 2 == 0 else place] == found
