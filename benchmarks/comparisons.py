"""Two places in a cell, and every two counties at once."""

import random
from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import pandas as pd
from scipy.special import erfc

from benchmarks.measure import Row, usual
from mobility_xl import queries
from mobility_xl.compare.rules import rules
from mobility_xl.errors import MobilityError
from mobility_xl.functions import FUNCTIONS, call

VARIABLE, YEAR = "rate_injury_death", 2023
PAIRS = 2_000
Z = 1.959964


def pairs() -> Iterator[Row]:
    """Time COMPARE for pairs of counties, warm and cold, beside one look-up of a number."""
    ask = queries.default()
    geoids = [area.geoid for area in ask.store.areas.all("county")]
    chance = random.Random(26)  # noqa: S311 - chance that repeats
    chosen = [(chance.choice(geoids), chance.choice(geoids)) for _ in range(PAIRS)]

    def compare(part: str) -> None:
        for geoid, peer in chosen:
            with suppress(MobilityError):
                call("MOBILITY_COMPARE", VARIABLE, geoid, peer, YEAR, None, part)

    def look_up() -> None:
        for geoid, _ in chosen:
            with suppress(MobilityError):
                call("MOBILITY_METRIC", VARIABLE, geoid, YEAR)

    floor = usual(look_up, FUNCTIONS["MOBILITY_METRIC"].forget) / PAIRS
    for part in ("difference", "sure", "verdict", "why"):
        taken = usual(lambda part=part: compare(part), FUNCTIONS["MOBILITY_COMPARE"].forget) / PAIRS
        yield Row(f"MOBILITY_COMPARE, {part}, not asked before", taken, "MOBILITY_METRIC, not asked before", floor)


def matrices() -> Iterator[Row]:
    """Time how sure every difference between two counties is, beside the same rules in plain pandas."""
    ask = queries.default()
    variable = ask.catalog.variables[VARIABLE]
    frame = _frame(ask)
    areas, codes = ask.sureness(variable, YEAR)
    words = _by_pandas(frame)
    # The two must agree before either is worth timing.
    tested = {
        "clear": int((words == "clear").to_numpy().sum()),
        "could be chance": int((words == "could be chance").to_numpy().sum()),
    }
    keys = {"clear": "clear", "could be chance": "chance"}
    reasons = list(rules().reasons)
    ours = {word: int((codes == reasons.index(key)).sum()) for word, key in keys.items()}
    if tested != ours:
        raise AssertionError(f"{tested} is not {ours}")
    taken = usual(lambda: ask.sureness(variable, YEAR))
    peer = usual(lambda: _by_pandas(frame), times=1)
    yield Row(f"how sure, {len(areas):,} x {len(areas):,} counties", taken, "plain pandas", peer, "2 s")


def _frame(ask: queries.Queries) -> pd.DataFrame:
    """Return the counties of the year with value, bounds and quality, as anybody would read them from a file."""
    variable = ask.catalog.variables[VARIABLE]
    found = [
        ask.estimate(variable, area, YEAR)
        for area in ask.store.areas.all_ever()
        if area.level == "county" and area.first_year <= YEAR <= area.last_year
    ]
    rows = [(one.area.geoid, one.value, one.lower, one.upper, one.quality) for one in found]
    frame = pd.DataFrame(rows, columns=["geoid", "value", "lower", "upper", "quality"])
    frame[["value", "lower", "upper"]] = frame[["value", "lower", "upper"]].astype(float)
    return frame.set_index("geoid")


def _by_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the words of every two counties, one county against all others at a time."""
    down, up = frame["value"] - frame["lower"], frame["upper"] - frame["value"]
    usable = frame["quality"].isin(["Strong", "Marginal"]) & (down >= 0) & (up >= 0) & (down + up > 0)
    columns = {}
    for geoid, row in frame.iterrows():
        apart = row["value"] - frame["value"]
        spread = (down[geoid] ** 2 + up**2).where(apart > 0, up[geoid] ** 2 + down**2) ** 0.5
        p_value = erfc(Z * apart.abs() / spread / np.sqrt(2))
        words = pd.Series("could be chance", index=frame.index).mask(p_value <= 0.05, "clear")
        columns[geoid] = words.where(usable & usable[geoid], "not tested")
    return pd.DataFrame(columns)
