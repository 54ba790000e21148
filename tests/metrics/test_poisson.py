"""The interval of a count of events, held against printed tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.metrics.poisson import poisson_bounds


class TestPoissonBounds:
    @pytest.mark.parametrize(
        ("count", "lower", "upper"),
        [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904), (100, 81.364, 121.6268)],
    )
    def test_printed(self, count, lower, upper):
        """The interval of a count of events is the exact one of the printed tables."""
        assert (lower, upper) == tuple(round(bound, 4) for bound in poisson_bounds(count))

    @given(st.integers(0, 3000))
    def test_grows(self, count):
        """One event more moves both bounds up, and the count lies between them."""
        (lower, upper), (more_lower, more_upper) = poisson_bounds(count), poisson_bounds(count + 1)

        assert lower <= count < upper
        assert (lower < more_lower, upper < more_upper) == (True, True)
