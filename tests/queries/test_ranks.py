"""Ranks and positions of published numbers: against the published files, and what is said of them."""

import csv
import gzip
from math import erfc, sqrt

import pytest

from mobility_xl.errors import BadArgument
from mobility_xl.estimates.standing import ordinal
from mobility_xl.store.editions import PUBLISHED

FILES = {"county": "11_mobility-metrics_county", "city": "61_mobility-metrics_place"}
LOWER = {"share_low_birth_weight", "rate_injury_death", "share_debt_coll"}
NONE = {
    "rate_crime_violent": "the FBI warns against ranking places by reported crime",
    "rate_juv_arrest": "the FBI warns against ranking places by arrests",
    "count_homeless": "it is a count, which grows with the size of a place",
    "share_hispanic_exposure": "it mirrors the group's own share of residents",
    "ratio_white_nh_house_value_households": "1 is an equal share",
}


def published(level: str, name: str, year: int) -> dict[str, tuple[float, float | None, float | None]]:
    """Return value and bounds of every area whose number is not Weak, read with csv alone."""
    path = next((PUBLISHED / "2025").glob(f"{FILES[level]}*"))
    found = {}
    with gzip.open(path, "rt", encoding="latin-1") as file:
        rows = csv.reader(file)
        columns = {column: index for index, column in enumerate(next(rows))}
        in_year, value, quality = columns["year"], columns[name], columns[f"{name}_quality"]
        state, place = columns["state"], columns["county" if level == "county" else "place"]
        ends = [columns.get(f"{name}{end}") for end in ("_lb", "_ub")]
        for row in rows:
            if row[in_year] == str(year) and row[value] != "NA" and row[quality] != "Weak":
                bounds = ("NA" if end is None else row[end] for end in ends)
                numbers = (None if one == "NA" else float(one) for one in bounds)
                found[row[state] + row[place]] = (float(row[value]), *numbers)
    return found


def half_widths(name: str, number: tuple[float, float | None, float | None]) -> tuple[float, float] | None:
    """Return how far an interval reaches below and above, None where it cannot be tested with."""
    value, lower, upper = number
    if lower is None or upper is None or not lower <= value <= upper or lower == upper:
        return None
    down, up = value - lower, upper - value
    if name.startswith("share_"):
        down, up = (up if lower in {0, 1} else down), (down if upper in {0, 1} else up)
    return down, up


def standing(name: str, numbers: dict, geoid: str) -> tuple[float, int, int, int, int]:
    """Return percentile, rank, count, best and worst by the rule as it is written, pair by pair."""
    mine, sides = numbers[geoid][0], half_widths(name, numbers[geoid])
    sign = -1 if name in LOWER else 1
    others = [one for other, one in numbers.items() if other != geoid]
    less = sum(sign * one[0] < sign * mine for one in others)
    ties = sum(one[0] == mine for one in others)
    best, worst = 1, len(numbers)
    for one in others:
        its = half_widths(name, one)
        if sides and its and one[0] != mine:
            down, up = (sides[0], its[1]) if mine > one[0] else (its[0], sides[1])
            spread = sqrt(down**2 + up**2)
            p = erfc(1.959964 * abs(mine - one[0]) / spread / sqrt(2)) if spread else 1.0
            if p < 0.05 / (len(numbers) - 1):
                best, worst = best + (sign * one[0] > sign * mine), worst - (sign * one[0] < sign * mine)
    return 100 * (less + ties / 2) / len(others), 1 + len(others) - less - ties, len(numbers), best, worst


class TestPublished:
    @pytest.mark.parametrize(
        ("level", "name", "year"),
        [
            ("county", "share_employed", 2023),
            ("county", "share_low_birth_weight", 2021),
            ("county", "rate_injury_death", 2023),
            ("county", "pctl_income_50", 2019),
            ("county", "share_debt_coll", 2018),
            ("county", "share_election_turnout", 2020),
            ("city", "share_hs_degree", 2023),
            ("city", "rate_learning", 2018),
        ],
    )
    def test_pair_by_pair(self, ask, level, name, year):
        """Percentile, rank, best and worst of every fiftieth area are what the published files give."""
        numbers = published(level, name, year)
        found = {area.geoid: one for area, one in ask.ranks(ask.catalog.variables[name], level, year).items()}

        assert numbers.keys() == found.keys()
        for geoid in sorted(numbers)[::50]:
            one = found[geoid]
            percentile, *others = standing(name, numbers, geoid)

            assert others == [one.rank, one.count, one.best, one.worst]
            assert percentile == one.percentile

    def test_one_and_all(self, ask):
        """An area's rank by itself is its rank among all."""
        learning = ask.catalog.variables["rate_learning"]
        every = ask.ranks(learning, "county", 2018)

        for area in list(every)[::300]:
            assert every[area] == ask.rank(learning, area, "US", 2018)

    def test_middle(self, ask):
        """A county in the middle by employment may stand anywhere between 8th and 1,018th of 1,034."""
        found = ask.rank(ask.metric("employment"), ask.area("Umatilla County, OR"))

        assert (517, 1034, 8, 1018) == (found.rank, found.count, found.best, found.worst)
        assert "It is 517th of 1,034 counties with a number that is not Weak, the most favorable first" in found.why
        assert found.why.endswith("percentile 50.0. Chance leaves any rank from 8th to 1,018th open.")


class TestRank:
    @pytest.mark.parametrize(("name", "why"), NONE.items())
    def test_none(self, ask, name, why):
        """Of some numbers no rank is given, and the reason says why."""
        variable = ask.catalog.variables[name]
        found = ask.rank(variable, ask.area("17031"))

        assert (None,) * 5 == (found.percentile, found.rank, found.count, found.best, found.worst)
        assert f"No rank: {why}" in found.why
        assert {} == ask.ranks(variable, "county", found.estimate.year)

    def test_who_has_none(self, ask):
        """Crime, arrests, the count of homeless students, racial exposure and housing wealth have no rank."""
        expected = {
            name
            for name in ask.catalog.variables
            if name.startswith("rate_crime_")
            or name.endswith(("_exposure", "_house_value_households"))
            or name in {"rate_juv_arrest", "count_homeless"}
        } - {"share_poverty_exposure"}

        assert expected == {name for name, one in ask.catalog.variables.items() if one.unranked}

    def test_weak(self, ask):
        """A Weak number has no rank, and a county that carries its state's pooled value is told so."""
        found = ask.rank(ask.metric("low birth weight"), ask.area("Petroleum County, MT"))

        assert found.rank is None
        assert found.why.endswith(
            "Weak. No rank: it is Weak; counties under 100,000 people carry the value of all such counties "
            "of their state together."
        )

    def test_no_pooled_value_is_ranked(self, ask):
        """Of the ranked counties no two in a state have one value of low birth weight with one interval."""
        births = ask.metric("low birth weight")
        for year in ask.store.series(births.name, "county").years:
            ranked = [one.estimate for one in ask.ranks(births, "county", year).values()]
            kept = {(one.area.letters, one.value, one.lower, one.upper) for one in ranked}

            assert len(kept) == len(ranked)

    def test_missing(self, ask):
        """Without a number there is no rank, and the reason is that of the number."""
        found = ask.rank(ask.metric("employment"), ask.area("48301"))

        assert found.why == ask.estimate(ask.metric("employment"), ask.area("48301")).why

    def test_few(self, ask):
        """Fewer than five areas are not ranked."""
        found = ask.rank(ask.metric("employment"), ask.area("Kent County, DE"), "DE")

        assert found.why.endswith("No rank: only 3 of the counties of Delaware with a number that is not Weak.")
        assert {} == ask.ranks(ask.metric("employment"), "county", 2023, "DE")

    def test_state(self, ask):
        """Among a state's counties, or its cities, and among those of another state with the place beside them."""
        turnout, cook, chicago = ask.metric("turnout"), ask.area("17031"), ask.area("1714000")

        assert 102 == ask.rank(turnout, cook, "IL").count == ask.rank(turnout, cook, "illinois").count
        assert 73 == ask.rank(turnout, cook, "WI").count
        assert "of 14 large cities of Illinois" in ask.rank(ask.metric("employment"), chicago, "IL").why

    def test_named(self, ask):
        """Among areas that are named, the place itself always with them and each once."""
        places = [ask.area(one) for one in ("06037", "48201", "53033", "04013", "06037")]
        found = ask.rank(ask.metric("employment"), ask.area("17031"), places)

        assert 5 == found.count
        assert found == ask.rank(ask.metric("employment"), ask.area("17031"), [*places, ask.area("17031")])
        assert "of 5 counties named" in found.why

    @pytest.mark.parametrize(
        ("among", "said"),
        [
            ("Mars", "'Mars' is neither US, US cities nor a state."),
            ("US cities", "Cook County, Illinois is a county, and is ranked among counties: write US."),
        ],
    )
    def test_refused(self, ask, among, said):
        """Other levels and unknown states are refused."""
        with pytest.raises(BadArgument) as refused:
            ask.rank(ask.metric("employment"), ask.area("17031"), among)
        with pytest.raises(BadArgument, match="Chicago city, Illinois is a city"):
            ask.rank(ask.metric("employment"), ask.area("17031"), [ask.area("1714000")])

        assert said == str(refused.value)

    def test_contextual(self, ask):
        """What is neither favorable nor unfavorable is ranked by value."""
        transit = ask.metric("transit")
        found = ask.ranks(transit, "county", 2022)
        values = [one.estimate.value for one in sorted(found.values(), key=lambda one: one.rank)]

        assert values == sorted(values, reverse=True)
        assert "the highest first" in next(iter(found.values())).why
        assert "favorable" not in next(iter(found.values())).why

    def test_lower_is_first(self, ask):
        """Where less is more favorable, the least goes first."""
        found = ask.ranks(ask.metric("injury deaths"), "county", 2023)
        first = min(found.values(), key=lambda one: one.rank)

        assert 100.0 == first.percentile
        assert first.estimate.value == min(one.estimate.value for one in found.values())

    def test_no_physicians(self, ask):
        """A county with no physician is never the first by people per physician: its 0 is Weak."""
        physicians = ask.metric("physicians")
        for year in ask.store.series(physicians.name, "county").years:
            assert 0 < min(one.estimate.value for one in ask.ranks(physicians, "county", year).values())

    def test_no_interval(self, ask):
        """Without an interval every rank stays open, and the sentence says so."""
        found = ask.rank(ask.metric("turnout"), ask.area("17031"), "IL")

        assert (1, 102) == (found.best, found.worst)
        assert found.why.endswith(
            "No confidence interval is published for it: nothing rules out any rank from 1st to 102nd."
        )

    def test_ordinals(self):
        """A place in an order is said as it is read."""
        assert "1st 2nd 3rd 4th 11th 12th 13th 21st 101st 111th 1,002nd" == " ".join(
            map(ordinal, (1, 2, 3, 4, 11, 12, 13, 21, 101, 111, 1002))
        )


class TestPosition:
    def test_county(self, ask):
        """A number stands among those of the twelve nearest in the same year, with their range."""
        births, cook = ask.metric("low birth weight"), ask.area("17031")
        near = [ask.estimate(births, one.area, 2023).value for one in ask.peers(cook).nearest]
        found = ask.position(births, cook)

        assert (min(near), max(near), 12) == (found.low, found.high, found.areas)
        assert "middle half" == found.word
        assert found.why.endswith("In the middle half of the 12 nearest (7.8% to 11.1%).")

    def test_left_out(self, ask):
        """Weak numbers and missing ones among the nearest are left out and counted."""
        employment = ask.metric("employment")
        placed = [
            one for one in (ask.position(employment, area) for area in ask.store.areas.all("county", "KS")) if one.word
        ]
        for found in placed:
            near = [ask.estimate(employment, one.area, 2023) for one in ask.peers(found.estimate.area).nearest]

            assert found.weak == sum(one.quality == "Weak" for one in near if one.value is not None)
            assert found.missing == sum(one.value is None for one in near)
            assert 12 == found.areas + found.weak + found.missing
            assert ("Left out: " in found.why) is (found.areas < 12)

        assert any(one.weak for one in placed)
        assert any(one.areas == 12 for one in placed)

    @pytest.mark.parametrize("name", ["rate_crime_violent", "rate_crime_property", "rate_juv_arrest"])
    def test_none_is_given(self, ask, name):
        """Of crime and arrests no position is given."""
        found = ask.position(ask.catalog.variables[name], ask.area("17031"))

        assert ("", None) == (found.word, found.low)
        assert "no position among the nearest, since none is given of this number" in found.why

    def test_left_out_in_words(self, ask):
        """Who of the twelve is left out is counted, by the reason."""
        found = ask.position(ask.metric("preschool"), ask.area("01001"))

        assert "4 Weak and 1 without a number" == found.left_out
        assert found.why.endswith(
            "In the middle half of 7 of the 12 nearest (28.9% to 54.9%). Left out: 4 Weak and 1 without a number."
        )
        assert "" == ask.position(ask.metric("employment"), ask.area("17031")).left_out

    def test_others(self, ask):
        """Of every other number there is a position, also where there is no rank."""
        cook = ask.area("17031")
        without = {name for name, one in ask.catalog.variables.items() if not ask.position(one, cook).word}

        assert {"rate_crime_violent", "rate_crime_property", "rate_juv_arrest"} == without

    def test_weak(self, ask):
        """A Weak number, a missing one and an area that is gone have no position."""
        transit = ask.metric("transit")

        assert "since it is Weak." in ask.position(transit, ask.area("48301")).why
        assert "suppressed" in ask.position(ask.metric("employment"), ask.area("48301")).why
        assert "no nearest areas in the latest year" in ask.position(transit, ask.area("09001")).why

    def test_few(self, ask):
        """With fewer than four numbers among the nearest there is no position."""
        found = [ask.position(ask.metric("low birth weight"), one) for one in ask.store.areas.all("county")]
        few = [one for one in found if one.none.startswith("only ")]

        assert few
        assert all(one.areas < 4 and not one.word for one in few)

    def test_least_favorable(self, ask):
        """The least favorable quarter is the lower or the upper one, by the metric's direction; or neither."""
        words = {"higher": {"lowest", "lower quarter"}, "lower": {"upper quarter", "highest"}}
        for name, variable in ask.catalog.variables.items():
            found = ask.position(variable, ask.area("1714000"))

            assert (found.word in words.get(variable.direction, set())) is found.least_favorable, name
