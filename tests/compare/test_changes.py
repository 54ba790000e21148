"""Between which years a series is held against itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.changes import Ends, Point, ends

STRONG = [Point(year, "Strong") for year in range(2014, 2024)]

series = st.builds(
    lambda years: [Point(year, quality) for year, quality in sorted(years.items())],
    st.dictionaries(st.integers(2010, 2026), st.sampled_from(["Strong", "Marginal", "Weak", ""]), max_size=10),
)
years = st.one_of(st.none(), st.integers(2010, 2026))
some_breaks = st.lists(st.integers(2010, 2026), max_size=2).map(sorted)


class TestEnds:
    def test_first_and_last(self):
        """It goes from the earliest to the latest year."""
        assert Ends(2014, 2023) == ends(STRONG)

    def test_weak(self):
        """Weak years are no ends."""
        points = [Point(2014, "Weak"), *STRONG[1:9], Point(2023, "Weak")]

        assert Ends(2015, 2022) == ends(points)

    @pytest.mark.parametrize(
        ("breaks", "start"), [([2019], 2019), ([2016, 2020], 2020), ([2014], 2014), ([2024], 2014), ([2030], 2014)]
    )
    def test_last_break(self, breaks, start):
        """It begins after the last break that the series lives to see."""
        assert Ends(start, 2023) == ends(STRONG, breaks)

    def test_weak_since_a_break(self):
        """Where all is Weak since the break, years before it do not stand in."""
        points = [*STRONG[:8], Point(2022, "Weak"), Point(2023, "Weak")]

        assert ends(points, [2022]).start is None

    def test_named(self):
        """Years that are named stand: Weak ones, those before a break, and those the other way round."""
        points = [*STRONG[:9], Point(2023, "Weak")]

        assert Ends(2014, 2023) == ends(points, [2019], 2014, 2023)
        assert Ends(2023, 2014) == ends(points, [], 2023, 2014)

    def test_start_alone(self):
        """A start goes with the latest year after it that is not Weak."""
        assert Ends(2015, 2023) == ends(STRONG, [2019], 2015)
        assert Ends(2023, None) == ends(STRONG, [], 2023)

    def test_end_alone(self):
        """An end goes with the earliest year before it, after the last break up to it."""
        assert Ends(2014, 2018) == ends(STRONG, [2019], None, 2018)
        assert Ends(2019, 2021) == ends(STRONG, [2019], None, 2021)
        assert Ends(None, 2019) == ends(STRONG, [2019], None, 2019)

    @given(series, some_breaks)
    def test_of_itself(self, points, breaks):
        """Left to itself it has two years of the series in order, none Weak, with no break between, or not two."""
        found = ends(points, breaks)
        usable = [one.year for one in points if one.quality != "Weak"]

        assert {found.start, found.end} <= {None, *usable}
        if None not in found:
            assert found.start < found.end
            assert not [one for one in breaks if found.start < one <= found.end]

    @given(series, some_breaks, years, years)
    def test_asked(self, points, breaks, start, end):
        """What is asked for stands."""
        found = ends(points, breaks, start, end)

        assert start in {None, found.start}
        assert end in {None, found.end}

    def test_nothing(self):
        """Without a year there are no ends."""
        assert Ends(None, None) == ends([])
