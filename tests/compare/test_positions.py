"""The place of a value among a few others, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.positions import position

TURNED = {
    "lowest": "highest",
    "lower quarter": "upper quarter",
    "middle half": "middle half",
    "upper quarter": "lower quarter",
    "highest": "lowest",
}
ORDER = list(TURNED)
values = st.integers(-5, 5)
others = st.lists(values, min_size=1, max_size=12)


class TestPosition:
    @pytest.mark.parametrize(
        ("value", "word"),
        [
            (0, "lowest"),
            (1, "lower quarter"),
            (1.5, "lower quarter"),
            (3, "lower quarter"),
            (3.5, "middle half"),
            (6.5, "middle half"),
            (9.5, "middle half"),
            (10, "upper quarter"),
            (11.5, "upper quarter"),
            (12, "upper quarter"),
            (12.5, "highest"),
        ],
    )
    def test_twelve(self, value, word):
        """Of twelve, who has fewer than three below is in the lower quarter; a tie counts half."""
        assert word == position(value, range(1, 13))

    def test_all_equal(self):
        """Who is as all others are is in the middle."""
        assert "middle half" == position(1, [1, 1, 1])

    @given(values, others)
    def test_turned(self, value, others):
        """Turned round, low is high."""
        assert TURNED[position(value, others)] == position(-value, [-one for one in others])

    @given(values, values, others)
    def test_rises(self, one, other, others):
        """A greater value has no lower place."""
        low, high = sorted((one, other))

        assert ORDER.index(position(low, others)) <= ORDER.index(position(high, others))
