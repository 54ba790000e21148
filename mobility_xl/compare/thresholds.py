"""The thresholds of standings: ``standings.toml`` as records."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many areas on something is said, and where it is withheld or changes its word."""

    benchmark_fewest_areas: int
    benchmark_most_missing_or_weak: float
    rank_fewest_areas: int
    position_fewest_areas: int
    position_quarter: float


@lru_cache(maxsize=1)
def thresholds() -> Thresholds:
    """Return what ``standings.toml`` says."""
    written = tomllib.loads(Path(__file__).with_name("standings.toml").read_text(encoding="utf-8"))
    return Thresholds(**{f"{part}_{name}": value for part, block in written.items() for name, value in block.items()})
