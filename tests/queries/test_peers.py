"""Peers of published areas: against a computation with pandas, and what is said of them."""

import csv
import gzip
import math
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from mobility_xl.errors import BadArgument, NoData
from mobility_xl.store.editions import PUBLISHED

LEVELS = {"county": "11_mobility-metrics_county", "city": "61_mobility-metrics_place"}
SAMPLE = {
    "county": ["17031", "48301", "15005", "09110", "02063", "11001", "36061", "06037", "51610", "22071", "30069"],
    "city": ["1714000", "1372122", "0203000", "1571550", "3651000", "0611530"],
}
SHARES = ["black_nonhispanic", "hispanic", "other", "white_nonhispanic"]


def published(level: str) -> pd.DataFrame:
    """Return what peers are found by, read from the published files with pandas alone."""
    path = next((PUBLISHED / "2025").glob(f"{LEVELS[level]}*"))
    shares = [f"share_desc_rep_{one}" for one in SHARES]
    columns = ["year", "state", "county" if level == "county" else "place", "population", "pctl_income_50", *shares]
    rows = pd.read_csv(path, usecols=columns, dtype={columns[1]: str, columns[2]: str}, encoding="latin-1")
    rows = rows[rows["year"] == rows["year"].max()]
    with gzip.open(PUBLISHED / "2025" / "geography.csv.gz", "rt", encoding="utf-8") as file:
        where = pd.DataFrame(csv.DictReader(file)).set_index("geoid")[["lat", "lon", "area_sqkm"]]
    rows.index = pd.Index(rows["state"] + rows[columns[2]])
    rows = rows.join(where.replace("NA", math.nan).astype(float)).sort_index()
    # The area of one small city is written as 0.0: its density is not known.
    rows["area_sqkm"] = rows["area_sqkm"].replace(0, math.nan)
    found = np.log10(rows[["population", "pctl_income_50"]])
    if level == "county":
        found["density"] = np.log10(rows["population"] / rows["area_sqkm"])
    return found.join(rows[[*shares, "lat", "lon"]])


def distances(numbers: pd.DataFrame, geoid: str) -> pd.Series:
    """Return the distance of every candidate from one area, nearest first."""
    lacking = [name for name in numbers if math.isnan(numbers.at[geoid, name])]
    known = numbers.drop(columns=lacking).dropna()
    scores = (known - known.mean()) / known.std(ddof=0)
    weights = {"population": 1, "pctl_income_50": 1, "density": 0.5} | {f"share_desc_rep_{one}": 0.25 for one in SHARES}
    total = sum(
        weight * (scores[name] - scores.at[geoid, name]) ** 2 for name, weight in weights.items() if name in scores
    )
    latitude, longitude = np.radians(known["lat"]), np.radians(known["lon"])
    here, there = latitude[geoid], longitude[geoid]
    half = np.sin((latitude - here) / 2) ** 2 + np.cos(latitude) * np.cos(here) * np.sin((longitude - there) / 2) ** 2
    km = 2 * 6371.0088 * np.arcsin(np.sqrt(half))
    found = np.sqrt(total + 0.5 * (km / 800) ** 2).drop(geoid)
    return found.sort_index().sort_values(kind="stable")


@pytest.fixture(scope="module", params=["county", "city"])
def level(request):
    """Return each level, with its published numbers."""
    return request.param, published(request.param)


class TestPublished:
    def test_pandas(self, ask, level):
        """The twelve nearest and their distances are those that pandas finds in the published files."""
        name, numbers = level
        for geoid in SAMPLE[name]:
            expected = distances(numbers, geoid)[:12]
            found = ask.peers(ask.store.areas.get(geoid)).nearest

            assert list(expected.index) == [one.area.geoid for one in found]
            assert pytest.approx(list(expected), abs=1e-9) == [one.distance for one in found]

    def test_everybody(self, ask, level):
        """Every area of the latest year has twelve peers of its level, nearest first, and none is itself."""
        for area in ask.store.areas.all(level[0]):
            found = ask.peers(area)
            near = [one.area for one in found.nearest]
            order = [(one.distance, one.area.geoid) for one in found.nearest]

            assert 12 == len(set(near))
            assert area not in near
            assert {level[0]} == {one.level for one in near}
            assert order == sorted(order)

    def test_left_out(self, ask):
        """The 344 counties without a median income are answered without it, and are told so."""
        lacking = [one for one in map(ask.peers, ask.store.areas.all("county")) if one.left_out]

        assert {("socioeconomic",): 344, ("density",): 1} == Counter(one.left_out for one in lacking)
        assert "Left out: median household income, not published for Alpine County, California in 2023." in next(
            one.why for one in lacking if one.area.geoid == "06003"
        )


class TestPeers:
    def test_said(self, ask):
        """What peers share is said in words, with where they differ most."""
        first = ask.peers(ask.area("09110")).nearest[0]

        assert "Worcester County, Massachusetts" == str(first.area)
        assert first.shared == (
            "alike in population, median household income and location; "
            "differs most in composition by race and ethnicity (62% of the distance)"
        )

    def test_no_close_peer(self, ask):
        """Where the nearest is above 2 there is no close peer, and each of them is told so."""
        found = ask.peers(ask.area("Kalawao County, HI"))

        assert 2 < found.nearest[0].distance
        assert "There is no close peer: no distance is at or below 2." in found.why
        assert all(one.shared.startswith("no close peer; ") for one in found.nearest)
        assert "no close peer" not in ask.peers(ask.area("17031")).why

    def test_stability(self, ask):
        """How many of the first three stay without a factor is told by factor."""
        found = ask.peers(ask.area("17031"))

        assert {"size": 0} == {name: count for name, count in found.stability.items() if count < 3}
        assert "Without population, none of the 3 nearest would be among the 12 nearest." in found.why
        assert ask.peers(ask.area("01005")).why.endswith(
            "Whichever factor is left out, the 3 nearest stay among the 12 nearest."
        )
        assert ask.peers(ask.area("01019")).why.endswith(
            "Without composition by race and ethnicity, 2 of the 3 nearest would be among the 12 nearest; "
            "without median household income, 2; without location, none."
        )

    def test_count(self, ask):
        """Stability is that of the first three, however many are asked for."""
        cook = ask.area("17031")

        assert ask.peers(cook).stability == ask.peers(cook, 1).stability

    def test_weak(self, ask):
        """A Weak median income is said, of the area and of its peers."""
        weak = next(one for one in ask.store.areas.all("county") if ask.context(one).income_quality == "Weak")
        found = ask.peers(weak)

        assert ("socioeconomic",) == found.weak
        assert f"Weak for {weak}: median household income." in found.why
        assert all(
            (("socioeconomic",) if ask.context(one.area).income_quality == "Weak" else ()) == one.weak
            for one in found.nearest
        )

    def test_weights(self, ask):
        """Other weights give other peers, and a factor of weight 0 is not in use."""
        cook = ask.area("17031")
        found = ask.peers(cook, weights={"size": 2, "proximity": 0})

        assert {"size": 2, "density": 0.5, "diversity": 1, "socioeconomic": 1} == found.weights
        assert [one.area for one in found.nearest] != [one.area for one in ask.peers(cook).nearest]

    def test_government(self, ask):
        """With a weight on government, a consolidated city's nearest are consolidated too."""
        found = ask.peers(ask.area("Denver County, CO"), 3, weights={"government": 100})

        assert {"city and county in one"} == {ask.context(one.area).government for one in found.nearest}

    def test_pins(self, ask):
        """A pinned area stands with its distance, once, whether or not it is among the nearest."""
        cook, loving, near = ask.area("17031"), ask.area("48301"), ask.peers(ask.area("17031")).nearest[4]
        los_angeles = ask.area("06037")
        found = ask.peers(cook, pins=(los_angeles, near.area, loving, los_angeles))

        assert [los_angeles, near.area, loving] == [one.area for one in found.pinned]
        assert near.distance == found.pinned[1].distance == found.nearest[4].distance
        assert found.nearest[4].pinned
        assert found.nearest[-1].distance < found.pinned[0].distance
        assert [los_angeles, loving] == [one.area for one in found.shown[12:]]
        assert found.pinned[2].distance is None
        assert "no distance: a number that it needs is not published" == found.pinned[2].shared

    def test_refused(self, ask):
        """A former code has no peers, and what is no other area of the level and year cannot be pinned."""
        cook, chicago, former = (ask.area(one) for one in ("17031", "1714000", "09001"))

        with pytest.raises(NoData, match=r"counties of 2023, which peers are found in\. It was replaced from 2022 by"):
            ask.peers(former)
        with pytest.raises(NoData, match="of 2023"):
            ask.context(former)
        for pin in (chicago, former, cook):
            with pytest.raises(BadArgument, match="cannot be"):
                ask.peers(cook, pins=(pin,))
        with pytest.raises(NoData, match="has no peers by median household income: not published for it in 2023"):
            ask.peers(ask.area("48301"), weights=dict.fromkeys(("size", "density", "diversity", "proximity"), 0))
        with pytest.raises(BadArgument, match="The count must be 1 or more"):
            ask.peers(cook, 0)


class TestContext:
    def test_county(self, ask):
        """A county has people, density, income, composition and a kind of government."""
        found = ask.context(ask.area("17031"))

        assert pytest.approx(found.population / found.density) == ask.area("17031").area_sqkm
        assert (5087072.0, 80848, "Strong") == (found.population, round(found.income), found.income_quality)
        assert pytest.approx(1, abs=1e-6) == sum(found.composition.values())
        assert "county or parish" == found.government

    def test_city(self, ask):
        """A city's density is not known."""
        assert ask.context(ask.area("Chicago, IL")).density is None
