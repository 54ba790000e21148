"""Means over tracts, and the national ranking of their air."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mobility_xl.errors import BadArgument, Undefined
from mobility_xl.metrics import allocated, tract_air_index

hazards = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=30
).filter(lambda rows: all(len(set(one)) > 1 for one in zip(*rows, strict=True)))


class TestAllocated:
    def test_value(self):
        """Each count times its share inside."""
        assert [100, 50, 0] == allocated([100, 200, 300], [1, 0.25, 0])

    @pytest.mark.parametrize(
        ("counts", "inside", "sentence"),
        [
            ([1], [1.01], r"inside, cell 1, is 1.01. It cannot be above 1"),
            ([-1], [1], r"counts, cell 1, is -1. It cannot be below 0"),
            ([1, 2], [1], r"counts has 2 cells and inside has 1"),
        ],
    )
    def test_bad(self, counts, inside, sentence):
        """What is no count or share, or not equally long, is refused."""
        with pytest.raises(BadArgument, match=sentence):
            allocated(counts, inside)


class TestTractAirIndex:
    def test_order(self):
        """The most hazardous of five is 0, the cleanest 100, the rest a quarter apart."""
        hazard = [5, 4, 3, 2, 1]

        assert [0, 25, 50, 75, 100] == tract_air_index(hazard, hazard, hazard)

    def test_ties(self):
        """Equal tracts take the lowest of their ranks: (2 - 1) / (4 - 1) for both in the middle."""
        hazard = [9, 5, 5, 1]

        assert [0, 33, 33, 100] == tract_air_index(hazard, hazard, hazard)

    def test_each_hazard_weighs_the_same(self):
        """Hazards are set in standard deviations, so units do not matter."""
        one, other, third = [5.0, 1, 3, 2], [1.0, 4, 2, 8], [2.0, 2, 9, 4]

        assert tract_air_index(one, other, third) == tract_air_index([1000 * value for value in one], other, third)

    @given(hazards)
    def test_pandas(self, rows):
        """It is the formula written out with pandas."""
        frame = pd.DataFrame(rows, dtype=float)
        scores = -((frame - frame.mean()) / frame.std()).sum(axis=1)
        # Scores that differ by rounding alone would rank either way.
        ordered = np.sort(scores)
        assume(not ((np.diff(ordered) > 0) & (np.diff(ordered) < 1e-9)).any())
        ranks = (scores.rank(method="min") - 1) / (len(frame) - 1)
        found = tract_air_index(*zip(*rows, strict=True))
        tied = scores.duplicated(keep=False)

        assert np.allclose((100 * ranks)[~tied], np.array(found)[~tied], rtol=0, atol=0.5 + 1e-9)

    @given(hazards)
    def test_bounds(self, rows):
        """Indexes are whole, from 0, and a tract that is cleaner in all hazards has no lower one."""
        found = tract_air_index(*zip(*rows, strict=True))

        assert 0 == min(found)
        assert max(found) <= 100
        assert all(isinstance(one, int) for one in found)
        for cleaner, one in zip(rows, found, strict=True):
            for dirtier, other in zip(rows, found, strict=True):
                if all(a < b for a, b in zip(cleaner, dirtier, strict=True)):
                    assert one >= other

    def test_alone(self):
        """One tract has no rank."""
        with pytest.raises(Undefined, match=r"One tract has no rank"):
            tract_air_index([1], [2], [3])

    def test_same_everywhere(self):
        """A hazard that is the same everywhere ranks nothing."""
        with pytest.raises(Undefined, match=r"A hazard is the same in every tract"):
            tract_air_index([1, 2], [2, 2], [3, 4])

    @pytest.mark.parametrize("size", [1e200, 1e308])
    def test_out_of_all_proportion(self, size):
        """Hazards of absurd size end in a sentence."""
        with pytest.raises((BadArgument, Undefined), match=r"too large"):
            tract_air_index([0, size], [0, 1], [0, 1])

    @pytest.mark.parametrize(
        ("respiratory", "sentence"),
        [
            ([1, None], r"respiratory, cell 2, is blank"),
            ([1, -1], r"respiratory, cell 2, is -1"),
            ([1], r"respiratory has 1 cell and cancer has 2"),
        ],
    )
    def test_bad(self, respiratory, sentence):
        """What is no hazard, or not equally long, is refused."""
        with pytest.raises(BadArgument, match=sentence):
            tract_air_index(respiratory, [1, 2], [1, 2])
