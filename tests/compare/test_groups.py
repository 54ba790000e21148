"""The groups of a table: the widest gap and the Index of Disparity."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.groups import disparity, widest_gap
from mobility_xl.estimates import Estimate, GroupTable
from tests.compare.made_up import CATALOG, estimate

KINDS = ("Black, Non-Hispanic", "White, Non-Hispanic", "Other Races and Ethnicities", "Hispanic")

numbers = st.lists(
    st.tuples(st.floats(0.1, 0.9), st.floats(0.001, 0.09), st.sampled_from(["Strong", "Marginal", "Weak"])),
    min_size=2,
    max_size=4,
)


def groups(*numbers: tuple, variable: str = "share_employed") -> list[Estimate]:
    """Return groups in published order, each with a value and maybe a half-width and a quality."""
    return [
        estimate(
            value,
            value - more[0] if more and more[0] else None,
            value + more[0] if more and more[0] else None,
            variable,
            quality=more[1] if len(more) > 1 else "Strong",
            group=f"race-ethnicity: {name}",
        )
        for name, (value, *more) in zip(KINDS, numbers, strict=False)
    ]


def table(everybody: float | None, *values: float | None, quality: str = "Strong") -> GroupTable:
    """Return a table of groups without intervals."""
    kind = CATALOG.subgroup_types["race-ethnicity"]
    whole = estimate(everybody, quality=quality, group="race-ethnicity: All")
    return GroupTable(whole.variable, kind, 2023, whole, tuple(groups(*((one,) for one in values))))


class TestWidestGap:
    def test_clear(self):
        """It is the largest difference among the clear pairs, the higher group first."""
        found = widest_gap(groups((0.5, 0.01), (0.8, 0.01), (0.2, 0.5), (0.7, 0.01)))

        assert found.clear
        assert ("White, Non-Hispanic", "Black, Non-Hispanic") == found.comparison.names
        assert "widest gap 30.0 points: White, Non-Hispanic 80.0%, Black, Non-Hispanic 50.0%; clear" == found.said

    def test_larger_but_unsure(self):
        """A larger difference that could be chance does not stand before a clear one."""
        found = widest_gap(groups((0.5, 0.01), (0.6, 0.01), (0.1, 0.6)))

        assert ("White, Non-Hispanic", "Black, Non-Hispanic") == found.comparison.names

    def test_picked_for_being_extreme(self):
        """A pair that is clear alone may not be among the widest of six pairs."""
        half = 0.02
        alone = widest_gap(groups((0.50, half), (0.56, half)))
        among = widest_gap(groups((0.53, half), (0.50, half), (0.53, half), (0.53 + 0.0001, half)))
        borderline = widest_gap(groups((0.50, half), (0.53, half), (0.5301, half), (0.5302, half)))

        assert (True, False, False) == (alone.clear, among.clear, borderline.clear)
        assert "clear" == borderline.comparison.sure
        assert borderline.said.startswith("no clear gap among 4 groups; the largest is 3.0 points: ")

    def test_weak_groups(self):
        """A Weak group is in no pair."""
        found = widest_gap(groups((0.1, 0.01, "Weak"), (0.6, 0.01), (0.7, 0.01)))

        assert ("Other Races and Ethnicities", "White, Non-Hispanic") == found.comparison.names

    def test_no_interval(self):
        """Without intervals it is the largest difference, not tested."""
        found = widest_gap(groups((0.5,), (0.8,), (0.2,), (0.7,)))

        assert not found.clear
        assert not found.tested
        assert (
            "largest gap 60.0 points: White, Non-Hispanic 80.0%, Other Races and Ethnicities 20.0%; "
            "not tested: no interval published"
        ) == found.said

    def test_some_tested(self):
        """Where a pair was tested and none is clear there is no clear gap, though the largest itself has no test."""
        found = widest_gap(groups((0.5, 0.2), (0.55, 0.2), (0.9,)))

        assert (False, True, None) == (found.clear, found.tested, found.comparison.p_value)
        assert found.said.startswith("no clear gap among 3 groups; the largest is 40.0 points: ")

    def test_ties(self):
        """Of equal differences it is the first in published order."""
        found = widest_gap(groups((0.5,), (0.75,), (1.0,), (0.75,)))
        tied = widest_gap(groups((0.5,), (0.75,), (0.5,)))

        assert ("Other Races and Ethnicities", "Black, Non-Hispanic") == found.comparison.names
        assert ("White, Non-Hispanic", "Black, Non-Hispanic") == tied.comparison.names

    @pytest.mark.parametrize("some", [[], [(0.5, 0.1)], [(0.5, 0.1), (0.6, 0.1, "Weak")]])
    def test_too_few(self, some):
        """Fewer than two groups have no gap."""
        found = widest_gap(groups(*some))

        assert (None, False) == (found.comparison, found.clear)
        assert "fewer than two groups have a number that is not Weak" == found.said

    @given(numbers)
    def test_rule(self, some):
        """It is clear only below the level divided by the pairs, and no clear pair is wider."""
        found = widest_gap(groups(*some))
        usable = [one for one in groups(*some) if one.quality != "Weak"]
        pairs = list(combinations(usable, 2))

        if found.comparison is not None:
            apart = abs(found.comparison.difference)
            assert found.comparison.difference >= 0
            if not found.clear:
                assert max(abs(one.value - other.value) for one, other in pairs) == apart
            else:
                assert found.comparison.p_value <= 0.05 / len(pairs)


class TestDisparity:
    def test_mean_distance(self):
        """It is the mean distance from All in percent of All."""
        assert pytest.approx(100 * (0.1 + 0.2) / 2 / 0.5) == disparity(table(0.5, 0.4, 0.7))

    def test_none(self):
        """There is none without All, with All at 0 or Weak, or with fewer than two groups."""
        found = [table(None, 0.4, 0.7), table(0.0, 0.4, 0.7), table(0.5, 0.4, 0.7, quality="Weak"), table(0.5, 0.4)]

        assert [None] * 4 == [disparity(one) for one in found]

    def test_missing_group(self):
        """A group without a number is left out."""
        assert disparity(table(0.5, 0.4, 0.7)) == disparity(table(0.5, 0.4, 0.7, None))

    def test_equal(self):
        """Where every group is as All it is 0."""
        assert 0.0 == disparity(table(0.5, 0.5, 0.5, 0.5))

    def test_overlapping(self):
        """Black people, Hispanic or not, and Hispanic people are not mixed."""
        kind = CATALOG.subgroup_types["race-ethnicity"]
        whole = estimate(100.0, variable="rate_juv_arrest", group="race-ethnicity: All")
        black, white, hispanic = (
            estimate(value, variable="rate_juv_arrest", group=f"race-ethnicity: {name}")
            for value, name in ((200.0, "Black"), (50.0, "White"), (80.0, "Hispanic"))
        )

        assert disparity(GroupTable(whole.variable, kind, 2023, whole, (black, white, hispanic))) is None
        assert 75.0 == disparity(GroupTable(whole.variable, kind, 2023, whole, (black, white)))
