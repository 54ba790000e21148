"""Ranks against a count of pairs one by one, and what must hold of any set of areas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.intervals import Reach, p_value
from mobility_xl.compare.ranks import AT_ONCE, Ranked
from mobility_xl.compare.rules import rules

WIDTHS = st.one_of(st.none(), st.tuples(st.integers(0, 30), st.integers(1, 30)))
AREAS = st.lists(st.tuples(st.integers(-20, 20), WIDTHS), min_size=2, max_size=25)


def ranked(areas: list[tuple[float, tuple[float, float] | None]], *, higher: bool = True) -> Ranked:
    """Return areas of a value, and how far its interval reaches below and above."""
    values = [float(value) for value, _ in areas]
    reaches = [Reach(float(value), *map(float, sides)) if sides else None for value, sides in areas]
    return Ranked(values, reaches, higher_is_first=higher)


def counted(
    areas: list[tuple[float, tuple[float, float] | None]], me: int, *, higher: bool = True
) -> tuple[float, ...]:
    """Return percentile, rank, best and worst of one area, each pair looked at by itself."""
    value, sides = areas[me]
    less = ties = more = clearly_less = clearly_more = 0
    for index, (other, its_sides) in enumerate(areas):
        if index == me:
            continue
        favorable = value > other if higher else value < other
        less += favorable
        ties += value == other
        more += value != other and not favorable
        if sides and its_sides:
            p = p_value(Reach(value, *sides), Reach(other, *its_sides))
            clear = p is not None and p < rules().chance / (len(areas) - 1)
            clearly_less += clear and favorable
            clearly_more += clear and not favorable
    percentile = 100 * (less + ties / 2) / (len(areas) - 1)
    return percentile, 1 + more, 1 + clearly_more, len(areas) - clearly_less


class TestRanks:
    @given(AREAS, st.booleans())
    def test_counted(self, areas, higher):
        """Every number is what counting the pairs one by one gives."""
        expected = [counted(areas, me, higher=higher) for me in range(len(areas))]

        assert expected == list(zip(*(part.tolist() for part in ranked(areas, higher=higher).ranks()), strict=True))

    @given(AREAS)
    def test_turned(self, areas):
        """Turning values and intervals round turns the percentiles, and leaves the ranks as they are."""
        turned = [(-value, sides and sides[::-1]) for value, sides in areas]
        found, other = ranked(areas).ranks(), ranked(turned, higher=False).ranks()

        assert [part.tolist() for part in found] == [part.tolist() for part in other]
        assert (
            pytest.approx((100 - found.percentile).tolist()) == ranked(areas, higher=False).ranks().percentile.tolist()
        )

    @given(AREAS, st.integers(-100, 100))
    def test_moved(self, areas, by):
        """A number added to all changes nothing."""
        moved = [(value + by, sides) for value, sides in areas]

        assert [part.tolist() for part in ranked(areas).ranks()] == [part.tolist() for part in ranked(moved).ranks()]

    @given(AREAS)
    def test_between(self, areas):
        """The rank lies between the best and the worst, and all between 1 and the count."""
        found = ranked(areas).ranks()

        for rank, best, worst in zip(found.rank, found.best, found.worst, strict=True):
            assert 1 <= best <= rank <= worst <= len(areas)

    @given(AREAS, st.integers(2, 5))
    def test_wider(self, areas, times):
        """Wider intervals leave no fewer ranks open."""
        wider = [(value, sides and (sides[0] * times, sides[1] * times)) for value, sides in areas]
        found, other = ranked(areas).ranks(), ranked(wider).ranks()

        assert (other.best <= found.best).all()
        assert (other.worst >= found.worst).all()

    def test_no_interval(self):
        """Without an interval nothing is ruled out."""
        found = ranked([(value, None) for value in (1, 2, 3)]).ranks()

        assert ([1] * 3, [3] * 3) == (found.best.tolist(), found.worst.tolist())

    def test_ties(self):
        """Two that are equal share the better rank, and each has half of the other below it."""
        found = ranked([(3, None), (2, None), (2, None), (1, None)]).ranks()

        assert [1, 2, 2, 4] == found.rank.tolist()
        assert [100.0, 50.0, 50.0, 0.0] == found.percentile.tolist()

    def test_some(self):
        """Some areas can be asked for; more than are worked on at once give the same."""
        areas = [((index * 37) % 101, (index % 5, 1 + index % 3)) for index in range(2 * AT_ONCE + 5)]
        every = ranked(areas).ranks()
        some = ranked(areas).ranks([5, AT_ONCE, 2 * AT_ONCE + 4])

        assert [[part[at] for at in (5, AT_ONCE, 2 * AT_ONCE + 4)] for part in every] == [list(part) for part in some]
        assert counted(areas, AT_ONCE + 1) == tuple(part[AT_ONCE + 1] for part in every)
