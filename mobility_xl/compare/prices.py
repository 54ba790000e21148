"""Puts dollars of one year into dollars of another."""

import tomllib
from functools import lru_cache
from pathlib import Path

from mobility_xl.errors import NoData


@lru_cache(maxsize=1)
def price_index() -> dict[int, float]:
    """Return the annual CPI-U by year, earliest first."""
    text = Path(__file__).with_name("prices.toml").read_text(encoding="utf-8")
    return {int(year): index for year, index in tomllib.loads(text)["cpi_u"].items()}


def price_factor(year: int, into: int) -> float:
    """Return what dollars of ``year`` are multiplied by to be dollars of ``into``, by the annual CPI-U.

    Raises
    ------
    NoData
        When the index of one of the years is not known.
    """
    index = price_index()
    for one in (year, into):
        if one not in index:
            raise NoData(f"No price index is known for {one}. Update mobility_xl.")
    return index[into] / index[year]
