"""The factors that make areas alike, their weights and thresholds: ``peers.toml`` as records."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mobility_xl.errors import BadArgument


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that areas are held against each other by; ``weight`` is its part within the factor."""

    name: str
    log: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Factor:
    """One way in which areas are alike or not.

    ``measures`` is empty for the distance on the map and for the kind of government.
    """

    name: str
    label: str
    weight: float
    levels: tuple[str, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The factors in order, and the thresholds.

    Above the distance ``close`` an area is no close peer. ``nearest`` are shown; of the ``first`` of them it
    is said whether they stay. Up to a difference of ``alike`` two areas are said to be alike in a factor.
    """

    factors: tuple[Factor, ...]
    close: float
    nearest: int
    first: int
    alike: float
    radius_km: float
    unit_km: float

    def factor(self, name: str) -> Factor:
        """Return the factor of that name."""
        return next(one for one in self.factors if one.name == name)

    def at(self, level: str) -> tuple[Factor, ...]:
        """Return the factors that are known for one level."""
        return tuple(one for one in self.factors if level in one.levels)


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Read the rules."""
    known = tomllib.loads(Path(__file__).with_name("peers.toml").read_text(encoding="utf-8"))
    proximity = next(one for one in known["factor"] if "radius_km" in one)
    factors = tuple(
        Factor(
            one["name"],
            one["label"],
            float(one["weight"]),
            tuple(one["levels"]),
            tuple(Measure(**{**each, "weight": float(each["weight"])}) for each in one.get("measures", ())),
        )
        for one in known["factor"]
    )
    return Rules(
        factors,
        known["close"],
        known["nearest"],
        known["first"],
        known["alike"],
        proximity["radius_km"],
        float(proximity["unit_km"]),
    )


def weights_for(level: str, changed: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return the weight of every factor that is in use at a level, those of weight 0 left out.

    Parameters
    ----------
    level
        "county" or "city".
    changed
        Weights that replace the usual ones, by the name of the factor.

    Raises
    ------
    BadArgument
        When there is no such factor, or a weight is no number from 0 on, or nothing weighs anything.
    """
    known = {one.name: one.weight for one in rules().factors}
    for name, weight in (changed or {}).items():
        if name not in known:
            raise BadArgument(f"There is no factor '{name}' of peers. There are: {', '.join(known)}.")
        if not math.isfinite(weight) or weight < 0:
            raise BadArgument(f"The weight of {name} must be a number from 0 on, not {weight:g}.")
        known[name] = float(weight)
    in_use = {one.name: known[one.name] for one in rules().at(level) if known[one.name] > 0}
    if not in_use:
        raise BadArgument("All weights are 0: give one factor a weight above 0.")
    return in_use
