"""Numbers from a community's own counts: intervals held against published tables, and nothing small given away."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl import catalog
from mobility_xl.compare.local_counts import (
    BELOW_0,
    FEW,
    MORE,
    NOBODY,
    NOT_WHOLE,
    SHOWN,
    TWICE,
    WITHHELD,
    LocalCount,
    kind_of,
    local_numbers,
    wilson,
)
from mobility_xl.metrics.health import injury_deaths

VARIABLES = catalog.load().variables
BIRTHS, DEATHS, JOBS = (VARIABLES[name] for name in ("share_low_birth_weight", "rate_injury_death", "share_employed"))
HOMES = VARIABLES["share_affordable_available_30_ami"]
RACE = "race and ethnicity"


def births(low: float, births: float, group: str = "All", area: str = "ZIP 60629") -> LocalCount:
    """Return one row about low birth weight."""
    return LocalCount(BIRTHS, area, 2023, low, births, "" if group == "All" else RACE, group)


def said(*counts: LocalCount) -> list[str]:
    """Return what is said of each row."""
    return [one.said for one in local_numbers(counts)]


class TestIntervals:
    @pytest.mark.parametrize(
        ("counts", "lower", "upper"),
        [((81, 263), 0.2553, 0.3662), ((15, 148), 0.0624, 0.1605), ((0, 20), 0.0, 0.1611), ((1, 29), 0.0061, 0.1718)],
    )
    def test_wilson(self, counts: tuple[int, int], lower: float, upper: float) -> None:
        """The interval of a share is the one that Newcombe prints for his examples."""
        assert (lower, upper) == tuple(round(bound, 4) for bound in wilson(*counts))

    @given(st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
    def test_wilson_holds_the_share(self, counts: tuple[int, int]) -> None:
        """A share lies in its interval, which lies between 0 and 1 and mirrors that of the others."""
        counted, whole = counts
        lower, upper = wilson(counted, whole)

        assert 0 <= lower <= counted / whole <= upper <= 1
        assert pytest.approx((1 - upper, 1 - lower), abs=1e-12) == wilson(whole - counted, whole)

    def test_same_as_the_calculator(self) -> None:
        """Below 100 deaths the published method has the same interval, rounded to one decimal."""
        issued = injury_deaths(62, 402_000)
        (own,) = local_numbers([LocalCount(DEATHS, "ZIP 60629", 2023, 62, 402_000)])

        assert (issued.value, issued.lower, issued.upper) == tuple(
            round(part, 1) for part in (own.value, own.lower, own.upper) if part is not None
        )


class TestNumbers:
    def test_share(self) -> None:
        """Forty of 500 births are 8%, Strong since there are at least 200."""
        (found,) = local_numbers([births(40, 500)])

        assert (0.08, "Strong", SHOWN) == (found.value, found.quality, found.said)

    @pytest.mark.parametrize(("of", "quality"), [(200, "Strong"), (199, "Marginal"), (100, "Marginal"), (99, "Weak")])
    def test_quality_of_shares(self, of: int, quality: str) -> None:
        """A share's quality goes by the births, as the published one does."""
        assert [quality] == [one.quality for one in local_numbers([births(20, of)])]

    @pytest.mark.parametrize(("deaths", "quality"), [(26, "Strong"), (25, "Marginal"), (20, "Marginal")])
    def test_quality_of_rates(self, deaths: int, quality: str) -> None:
        """A rate's quality goes by its events, as the calculator's does."""
        count = LocalCount(DEATHS, "ZIP 60629", 2023, deaths, 50_000)

        assert [quality] == [one.quality for one in local_numbers([count])]
        assert quality == injury_deaths(deaths, 50_000).quality

    def test_ratio(self) -> None:
        """Homes per household have no interval, and can be above 1."""
        (found,) = local_numbers([LocalCount(HOMES, "ZIP 60629", 2023, 600, 400)])

        assert (1.5, None, None) == (found.value, found.lower, found.upper)

    @pytest.mark.parametrize("variable", [one for one in VARIABLES.values() if one.counts], ids=lambda one: one.name)
    def test_every_variable(self, variable: catalog.Variable) -> None:
        """What the catalog says can be counted gives a number; with an interval but for a ratio."""
        (found,) = local_numbers([LocalCount(variable, "ZIP 60629", 2023, 150, 400)])

        assert SHOWN == found.said
        assert (kind_of(variable) == "ratio") == (found.lower is None)


class TestNoNumber:
    def test_nobody(self) -> None:
        """Of nobody there is no share."""
        assert [NOBODY] == said(births(0, 0))

    def test_below_0(self) -> None:
        """Fewer than nobody were not counted: that is a mistake, and no share below 0."""
        assert [BELOW_0] == said(births(-60, 500))

    def test_more_than_all(self) -> None:
        """More cases than people are a mistake, but there may be more homes than households."""
        assert [MORE, SHOWN] == said(births(41, 40), LocalCount(HOMES, "ZIP 60629", 2023, 41, 40))

    def test_not_whole(self) -> None:
        """Events come in whole numbers; people of a survey may be weighted."""
        assert [NOT_WHOLE, SHOWN] == said(
            LocalCount(DEATHS, "A", 2023, 40.5, 50_000), LocalCount(JOBS, "A", 2023, 40.5, 100)
        )

    def test_twice(self) -> None:
        """A second row about the same is not shown, however its area is written."""
        assert [SHOWN, TWICE] == said(births(40, 500), births(41, 500, area=" zip 60629"))


class TestFew:
    @pytest.mark.parametrize(
        ("low", "of", "word"), [(9, 500, FEW), (10, 500, SHOWN), (0, 500, SHOWN), (491, 500, FEW), (15, 29, FEW)]
    )
    def test_alone(self, low: int, of: int, word: str) -> None:
        """One to nine cases, one to nine without, and fewer than 30 births have no number; none has."""
        assert [word] == said(births(low, of))

    def test_deaths(self) -> None:
        """Below 20 deaths their source calls a rate unreliable: none is given, as by the calculator."""
        assert [FEW, SHOWN] == said(LocalCount(DEATHS, "A", 2023, 19, 9**6), LocalCount(DEATHS, "B", 2023, 20, 9**6))

    def test_second_group(self) -> None:
        """The smallest other group is withheld with one that is too few: with the total it would be known."""
        rows = [births(40, 500, "Hispanic"), births(4, 60, "Black"), births(12, 150, "White"), births(56, 710)]

        assert [SHOWN, FEW, WITHHELD, SHOWN] == said(*rows)

    def test_second_group_ties(self) -> None:
        """Of two that are as small the first is withheld."""
        assert [WITHHELD, SHOWN, FEW] == said(births(12, 150, "A"), births(12, 90, "B"), births(4, 60, "C"))

    def test_none_left_out(self) -> None:
        """Where all the others have everybody or nobody counted, one of them is withheld all the same."""
        rows = [births(8, 9794, "A"), births(60, 60, "B"), births(0, 500, "C"), births(68, 10354)]

        assert [FEW, WITHHELD, SHOWN, SHOWN] == said(*rows)

    def test_nobody_of_few(self) -> None:
        """That none of very few people was counted is told of nobody either."""
        assert [FEW, WITHHELD] == said(births(0, 12, "A"), births(40, 400, "B"))

    def test_two_are_enough(self) -> None:
        """Two groups that are too few hide each other."""
        assert [FEW, FEW, SHOWN] == said(births(4, 60, "A"), births(7, 90, "B"), births(50, 600, "C"))

    @pytest.mark.parametrize("low", [1, 9])
    def test_told_by_their_sum(self, low: int) -> None:
        """Two groups of one, or of nine, are known from their sum: a third is withheld."""
        assert [FEW, FEW, WITHHELD] == said(births(low, 60, "A"), births(low, 90, "B"), births(50, 600, "C"))

    def test_other_areas(self) -> None:
        """Groups of another area are left as they are."""
        assert [FEW, SHOWN] == said(births(4, 60, "A"), births(50, 600, "B", area="ZIP 60632"))

    def test_houses(self) -> None:
        """Homes are no people: a few may be shown."""
        assert [SHOWN] == said(LocalCount(HOMES, "ZIP 60629", 2023, 4, 60))

    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(30, 400)), min_size=2, max_size=6))
    def test_total_tells_nothing(self, groups: Sequence[tuple[int, int]]) -> None:
        """Whoever knows the total and what is shown cannot tell a count that is too few, if any other can hide it."""
        rows = [births(min(low, of), of, f"group {place}") for place, (low, of) in enumerate(groups)]
        words = said(*rows)
        hidden = [row for row, word in zip(rows, words, strict=True) if word in {FEW, WITHHELD}]
        can_hide = [row for row, word in zip(rows, words, strict=True) if word == SHOWN]

        assert len(hidden) != 1 or not can_hide
        assert FEW in words or WITHHELD not in words

    @given(st.permutations([(40, 500), (4, 60), (12, 150), (33, 70), (8, 80)]))
    def test_order(self, groups: Sequence[tuple[int, int]]) -> None:
        """What is withheld does not depend on the order of the rows."""
        rows = [births(low, of, f"group of {of}") for low, of in groups]
        words = {row.denominator: word for row, word in zip(rows, said(*rows), strict=True)}

        assert {500: SHOWN, 60: FEW, 150: SHOWN, 70: SHOWN, 80: FEW} == words


def test_bounds_are_ordered() -> None:
    """The bounds of more and more deaths never cross."""
    rows = [LocalCount(DEATHS, f"area {deaths}", 2023, deaths, 10**6) for deaths in range(20, 200)]

    assert all(
        (one.lower or 0) < (other.lower or 0) and (one.upper or 0) < (other.upper or 0)
        for one, other in pairwise(local_numbers(rows))
    )
