"""Peers: distances against a plain computation of them, and what must hold of any field of areas."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.likeness import rules, weights_for
from mobility_xl.compare.peers import Field
from mobility_xl.errors import BadArgument

SHARES = [one.name for one in rules().factor("diversity").measures]
USUAL = {"size": 1, "density": 0.5, "diversity": 1, "socioeconomic": 1, "proximity": 0.5, "government": 0}

numbers = st.floats(1, 1e7)
places = st.fixed_dictionaries(
    {
        "population": numbers,
        "density": st.one_of(numbers, st.just(math.nan)),
        "pctl_income_50": st.one_of(numbers, st.just(math.nan)),
        **dict.fromkeys(SHARES, st.floats(0, 1)),
        "latitude": st.floats(18, 71),
        "longitude": st.floats(-179, -66),
        "government": st.sampled_from(["county", "city"]),
    }
)
fields = st.lists(places, min_size=2, max_size=20)
factors = st.sampled_from(list(USUAL))


def field_of(rows: list[dict], level: str = "county") -> Field:
    """Return the field of areas given as rows, in the order of their codes."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    where = [columns.pop(name) for name in ("latitude", "longitude", "government")]
    return Field(level, columns, *where)


def kilometres(one: dict, other: dict) -> float:
    """Return the great-circle distance of two areas, by the haversine formula."""
    first, second = (math.radians(row["latitude"]) for row in (one, other))
    across = math.radians(other["longitude"] - one["longitude"])
    half = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(across / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1, math.sqrt(half)))


def plain_distances(rows: list[dict], me: int, weights: dict[str, float]) -> dict[int, float]:
    """Return the distance of every candidate, from the rule as it is written, one area at a time."""
    measures = {
        "size": [("population", 1, True)],
        "density": [("density", 1, True)],
        "diversity": [(name, 0.25, False) for name in SHARES],
        "socioeconomic": [("pctl_income_50", 1, True)],
        "proximity": [],
        "government": [],
    }
    in_use = [
        name
        for name, weight in weights.items()
        if weight and not any(math.isnan(rows[me][one]) for one, _, _ in measures[name])
    ]
    needed = [one for name in in_use for one, _, _ in measures[name]]
    candidates = [index for index, row in enumerate(rows) if not any(math.isnan(row[one]) for one in needed)]
    scores = {}
    for name in in_use:
        for one, _, log in measures[name]:
            column = [math.log10(rows[index][one]) if log else rows[index][one] for index in candidates]
            mean = math.fsum(column) / len(column)
            deviation = math.sqrt(math.fsum((number - mean) ** 2 for number in column) / len(column))
            scores[one] = {index: (number - mean) / deviation for index, number in zip(candidates, column, strict=True)}
    found = {}
    for index in candidates:
        if index == me:
            continue
        total = 0.0
        for name in in_use:
            part = sum(weight * (scores[one][index] - scores[one][me]) ** 2 for one, weight, _ in measures[name])
            if name == "proximity":
                part = (kilometres(rows[me], rows[index]) / 800) ** 2
            if name == "government":
                part = float(rows[me]["government"] != rows[index]["government"])
            total += weights[name] * part
        found[index] = math.sqrt(total)
    return found


def random_rows(count: int, seed: int = 1) -> list[dict]:
    """Return rows of areas with made-up numbers that are all different."""
    random = np.random.default_rng(seed)
    return [
        {
            "population": float(random.lognormal(10, 2)),
            "density": float(random.lognormal(3, 2)),
            "pctl_income_50": float(random.lognormal(11, 0.3)) if random.random() > 0.2 else math.nan,
            **{name: float(random.random()) for name in SHARES},
            "latitude": float(random.uniform(25, 49)),
            "longitude": float(random.uniform(-124, -67)),
            "government": str(random.choice(["county", "city"])),
        }
        for _ in range(count)
    ]


class TestDistances:
    @pytest.mark.parametrize("weights", [{}, {"size": 2, "proximity": 0}, {"government": 3, "socioeconomic": 0}])
    @pytest.mark.parametrize("level", ["county", "city"])
    def test_plain(self, weights, level):
        """Distances and order are those of the rule worked out one area at a time."""
        rows = random_rows(60)
        at_level = {**USUAL, **weights} | ({"density": 0} if level == "city" else {})
        field = field_of(rows, level)
        for me in range(len(rows)):
            expected = plain_distances(rows, me, at_level)
            nearest = sorted(expected, key=lambda index: (expected[index], index))[:12]
            found = field.nearest(me, 12, weights)

            assert nearest == [one.index for one in found.near]
            assert pytest.approx([expected[index] for index in nearest], abs=1e-9) == [
                one.distance for one in found.near
            ]

    def test_stability(self):
        """Of the first three, those are counted that stay among the twelve nearest without each factor."""
        rows = [row for row in random_rows(90) if not math.isnan(row["pctl_income_50"])]
        field = field_of(rows)
        for me in range(len(rows)):
            found = field.nearest(me, 3)
            for name, count in found.stability.items():
                # The candidates all have every factor, so that leaving one out changes no z-score.
                without = plain_distances(rows, me, {**USUAL, name: 0})
                twelve = sorted(without, key=lambda index: (without[index], index))[:12]

                assert count == sum(one.index in twelve for one in found.near)

    def test_parts(self):
        """The shares of the squared distance add up, and are made of weight and difference."""
        for one in field_of(random_rows(40)).nearest(3, 12).near:
            assert pytest.approx(1) == sum(one.shares.values())
            for name, share in one.shares.items():
                assert pytest.approx(share * one.distance**2) == USUAL[name] * one.differences[name] ** 2

    @given(fields, st.data())
    def test_both_ways(self, rows, data):
        """Two areas that have the same factors are as far from each other either way."""
        field = field_of(rows)
        one, other = (data.draw(st.integers(0, len(rows) - 1)) for _ in range(2))
        lacking = [
            [factor.name for factor in rules().at("county") if field.lacks(index, factor)] for index in (one, other)
        ]
        if one == other or lacking[0] != lacking[1]:
            return
        there, back = (field.nearest(*pair) for pair in ((one, len(rows)), (other, len(rows))))

        distance = next(near.distance for near in there.near if near.index == other)
        assert pytest.approx(distance) == next(near.distance for near in back.near if near.index == one)

    @given(fields, factors)
    def test_never_itself(self, rows, factor):
        """An area is never its own peer, and none lacks a factor in use."""
        field = field_of(rows)
        for me in range(len(rows)):
            found = field.nearest(me, 12, {factor: 2})

            assert me not in {one.index for one in found.near}
            assert all(not field.lacks(one.index, rules().factor(name)) for one in found.near for name in one.shares)

    @given(fields, st.floats(0.1, 10))
    def test_weights_stretch(self, rows, times):
        """All weights times the same number leave the order as it is."""
        field = field_of(rows)
        usual = field.nearest(0, 12, {"government": 0.3})
        stretched = field.nearest(
            0, 12, {name: weight * times for name, weight in {**USUAL, "government": 0.3}.items()}
        )

        assert pytest.approx([one.distance * math.sqrt(times) for one in usual.near]) == [
            one.distance for one in stretched.near
        ]

    def test_ties(self):
        """Of areas equally far the one with the smaller code goes first, also where the count cuts between them."""
        same = {**random_rows(1)[0], "pctl_income_50": 50_000.0}
        field = field_of([same] * 6)

        assert [0, 1, 3] == [one.index for one in field.nearest(2, 3).near]
        assert [0.0] * 5 == [one.distance for one in field.nearest(5, 12).near]

    def test_left_out(self):
        """A factor that the area lacks is left out for everybody, and is named."""
        rows = random_rows(30)
        poor = next(index for index, row in enumerate(rows) if math.isnan(row["pctl_income_50"]))
        found = field_of(rows).nearest(poor, 40)

        assert ("socioeconomic",) == found.left_out
        assert "socioeconomic" not in found.stability
        assert 29 == len(found.near)

    def test_no_location(self):
        """An area whose place is not known is compared without it, and is no candidate for others."""
        rows = random_rows(20)
        rows[4]["latitude"] = math.nan
        field = field_of(rows)

        assert ("proximity",) == field.nearest(4, 3).left_out[-1:]
        assert 4 not in {one.index for one in field.nearest(0, 20).near}

    def test_asked(self):
        """An area asked for shows its distance like any other, or none where a factor is missing there."""
        rows = random_rows(30)
        rows[0]["pctl_income_50"] = 50_000.0
        poor = next(index for index, row in enumerate(rows) if math.isnan(row["pctl_income_50"]))
        everybody = field_of(rows).nearest(0, 30)
        far = everybody.near[-1]
        found = field_of(rows).nearest(0, 2, None, (far.index, poor))

        assert [far.index, poor] == [one.index for one in found.asked]
        assert [far.distance, None] == [one.distance for one in found.asked]

    def test_one_factor(self):
        """With one factor there is nothing to leave out."""
        found = field_of(random_rows(20)).nearest(0, 3, dict.fromkeys(USUAL, 0) | {"size": 1})

        assert {} == found.stability
        assert [{"size": 1.0}] * 3 == [one.shares for one in found.near]


class TestWeights:
    def test_usual(self):
        """The usual weights are those of the method; density is known for counties only."""
        used = {name: weight for name, weight in USUAL.items() if weight}

        assert used == weights_for("county")
        assert used | {"density": 0} == weights_for("city") | {"density": 0}

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"wealth": 1}, "There is no factor 'wealth' of peers. There are: size, density"),
            ({"size": -1}, "The weight of size must be a number from 0 on, not -1."),
            ({"size": math.nan}, "not nan"),
            ({"size": math.inf}, "not inf"),
            (dict.fromkeys(USUAL, 0), "All weights are 0"),
        ],
    )
    def test_refused(self, changed, said):
        """A factor that is none and a weight that is none are refused in a sentence."""
        with pytest.raises(BadArgument, match=said):
            weights_for("county", changed)
