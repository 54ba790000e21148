"""The thresholds and words of comparing, read once from ``sureness.toml``."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a difference is as sure as it is: the word for a cell, and the same as a sentence."""

    word: str
    because: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds, and every reason by its key, in the order in which they apply."""

    z: float
    chance: float
    most_years_apart: int
    reasons: dict[str, Reason]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return what ``sureness.toml`` says."""
    written = tomllib.loads(Path(__file__).with_name("sureness.toml").read_text(encoding="utf-8"))
    reasons = {key: Reason(**block) for key, block in written.pop("reason").items()}
    return Rules(**written, reasons=reasons)
