"""Which way a series went: from where, to where, and what is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.directions import Course, Point, course
from mobility_xl.compare.prices import price_factor

STRONG = [Point(2018, 0.30, "Strong"), Point(2022, 0.26, "Strong"), Point(2023, 0.22, "Strong")]

points = st.lists(
    st.builds(
        Point,
        st.integers(2014, 2023),
        st.floats(-1e6, 1e6),
        st.sampled_from(["Strong", "Marginal", "Weak", ""]),
    ),
    unique_by=lambda point: point.year,
    max_size=10,
).map(sorted)


class TestCourse:
    @pytest.mark.parametrize(
        ("last", "way"),
        [(0.31, "up"), (0.29, "down"), (0.30, "unchanged")],
    )
    def test_way(self, last, way):
        """It says which way the last value lies from the first."""
        first, end = Point(2018, 0.30, "Strong"), Point(2023, last, "Marginal")

        assert Course(first, end, way) == course([first, end])

    def test_ends(self):
        """It holds the first usable year against the last, whatever lies between."""
        found = course([Point(2014, 1.0, "Strong"), Point(2016, 9.0, "Strong"), Point(2018, 2.0, "Strong")])

        assert (2014, 2018, "up") == (found.first.year, found.last.year, found.way)

    def test_weak(self):
        """Weak years are left out, at both ends."""
        found = course([Point(2014, 9.0, "Weak"), *STRONG, Point(2024, 9.0, "Weak")])

        assert course(STRONG) == found

    def test_no_flag(self):
        """A year without a flag is used: it is not known to be Weak."""
        assert course([Point(2018, 1.0, ""), Point(2019, 2.0, "")]) is not None

    def test_break(self):
        """Nothing before a break is held against what comes after; the year of the break belongs to the new series."""
        found = course(STRONG, breaks=[2022])

        assert (2022, 2023) == (found.first.year, found.last.year)

    @pytest.mark.parametrize(
        ("breaks", "first"),
        [([], 2018), ([2018], 2018), ([2019], 2022), ([2019, 2022], 2022), ([2022, 2019], 2022), ([2030], 2018)],
    )
    def test_last_break(self, breaks, first):
        """The last break counts, in any order; one after the last year does not."""
        assert first == course(STRONG, breaks).first.year

    @pytest.mark.parametrize(
        ("some", "breaks"),
        [
            ([], []),
            ([], [2019]),
            (STRONG[:1], []),
            (STRONG, [2023]),
            ([STRONG[0], Point(2023, 0.22, "Weak")], []),
            ([STRONG[0], Point(2022, 0.26, "Weak")], [2022]),
        ],
        ids=["nothing", "nothing and a break", "one year", "one after the break", "one not Weak", "none not Weak"],
    )
    def test_too_few(self, some, breaks):
        """Fewer than two years that can be held together give no course."""
        assert course(some, breaks) is None

    def test_dollars(self):
        """Dollars are held against the dollars of the last year: 50,000 of 2014 are 64,355 of 2023."""
        points_ = [Point(2014, 50_000.0, "Strong"), Point(2023, 60_000.0, "Strong")]
        found = course(points_, worth=price_factor)

        assert "down" == found.way
        assert "up" == course(points_).way
        assert 64_355 == round(found.first.value * found.factor)

    def test_published_values_stay(self):
        """The two ends are given as published; only the factor says what they are worth."""
        found = course([Point(2014, 50_000.0, "Strong"), Point(2023, 60_000.0, "Strong")], worth=price_factor)

        assert (50_000.0, 60_000.0) == (found.first.value, found.last.value)

    @given(points)
    def test_mirrored(self, some):
        """With the signs of all values changed, up is down."""
        mirrored = {"up": "down", "down": "up", "unchanged": "unchanged"}
        found = course(some)
        other = course([point._replace(value=-point.value) for point in some])

        assert (None if found is None else mirrored[found.way]) == (None if other is None else other.way)

    @given(points, st.lists(st.integers(2010, 2030), max_size=3))
    def test_ends_can_be_held_together(self, some, breaks):
        """Neither end is Weak, and no break lies between them."""
        found = course(some, breaks)

        if found is None:
            usable = [point for point in some if point.quality != "Weak"]
            assert len(usable) < 2 or breaks
        else:
            assert "Weak" not in {found.first.quality, found.last.quality}
            assert not [year for year in breaks if found.first.year < year <= found.last.year]
