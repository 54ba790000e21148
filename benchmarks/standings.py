"""Peers and ranks of all counties, beside the same in pandas."""

from collections.abc import Iterator
from functools import partial
from statistics import NormalDist

import numpy as np
import pandas as pd

from benchmarks.measure import Row, usual
from mobility_xl import queries
from mobility_xl.compare.likeness import rules, weights_for
from mobility_xl.queries import Queries
from mobility_xl.store import Area

TIMES = 3


def peers() -> Iterator[Row]:
    """Time the twelve nearest with their parts and stability, beside the distances alone in pandas."""
    ask = queries.default()
    counties = ask.store.areas.all("county")
    cook = ask.area("17031")
    ask.peers(cook)
    every = usual(lambda: [ask.peers(one) for one in counties], times=TIMES)
    frame = with_every_factor(ask, counties)
    plain = usual(lambda: [nearest(frame, one) for one in frame.index], times=TIMES)
    several = f"the {len(frame):,} with every factor"
    yield Row(f"peers of all {len(counties):,} counties", every, "pandas, distances alone", plain, "5 s", several)
    one = usual(partial(ask.peers, cook))
    yield Row(
        "peers of one county, warm", one, "pandas, distances alone", usual(partial(nearest, frame, "17031")), "50 ms"
    )


def ranks() -> Iterator[Row]:
    """Time percentiles, ranks and the ranks that chance leaves open, beside the same in pandas, county by county."""
    ask = queries.default()
    employed = ask.catalog.variables["share_employed"]
    found = [one.estimate for one in ask.ranks(employed, "county", 2023).values()]
    frame = pd.DataFrame({"value": [one.value for one in found]})
    frame["down"] = frame["value"] - [one.lower for one in found]
    frame["up"] = pd.Series([one.upper for one in found]) - frame["value"]
    every = usual(lambda: Queries(ask.store, ask.catalog).ranks(employed, "county", 2023), times=TIMES)
    plain = usual(lambda: [open_ranks(frame, one) for one in frame.index], times=TIMES)
    yield Row(f"ranks of {len(frame):,} counties, with those left open", every, "pandas, one by one", plain)


def open_ranks(frame: pd.DataFrame, index: int) -> tuple[int, int, int]:
    """Return the rank of one area and those that chance leaves open, by pandas."""
    here, most = frame.loc[index], NormalDist().inv_cdf(1 - 0.05 / (len(frame) - 1) / 2)
    apart = here["value"] - frame["value"]
    facing = np.hypot(here["down"], frame["up"]).where(apart > 0, np.hypot(here["up"], frame["down"]))
    clear = 1.959964 * apart.abs() > most * facing
    return (
        int(1 + (apart < 0).sum()),
        int(1 + (clear & (apart < 0)).sum()),
        int(len(frame) - (clear & (apart > 0)).sum()),
    )


def with_every_factor(ask: Queries, areas: list[Area]) -> pd.DataFrame:
    """Return the scores and the centres of the areas that have every number, as anybody would put them in a frame."""
    contexts = {one.geoid: ask.context(one) for one in areas}
    numbers = pd.DataFrame(
        {
            "size": {geoid: np.log10(one.population) for geoid, one in contexts.items()},
            "density": {geoid: np.log10(one.density) if one.density else np.nan for geoid, one in contexts.items()},
            "socioeconomic": {geoid: np.log10(one.income) if one.income else np.nan for geoid, one in contexts.items()},
        }
    ).join(pd.DataFrame({geoid: dict(one.composition) for geoid, one in contexts.items()}).T)
    where = pd.DataFrame({one.geoid: (one.latitude, one.longitude) for one in areas}, index=["latitude", "longitude"]).T
    known = numbers.dropna()
    scores = (known - known.mean()) / known.std(ddof=0)
    return scores.join(np.radians(where))


def nearest(frame: pd.DataFrame, geoid: str) -> pd.Series:
    """Return the twelve nearest with their distances, by pandas."""
    weights = pd.Series(1 / 4, index=[name for name in frame if name not in {"latitude", "longitude"}])
    weights.update(pd.Series({name: weight for name, weight in weights_for("county").items() if name in weights}))
    here = frame.loc[geoid]
    squared = ((frame[weights.index] - here[weights.index]) ** 2 * weights).sum(axis=1)
    across = np.sin((frame["latitude"] - here["latitude"]) / 2) ** 2
    across += (
        np.cos(frame["latitude"]) * np.cos(here["latitude"]) * np.sin((frame["longitude"] - here["longitude"]) / 2) ** 2
    )
    km = 2 * rules().radius_km * np.arcsin(np.sqrt(across))
    proximity = weights_for("county")["proximity"] * (km / rules().unit_km) ** 2
    return np.sqrt(squared + proximity).drop(geoid).nsmallest(rules().nearest)
