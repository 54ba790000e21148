"""What kind of government an area has, as far as its name and a list of consolidated ones tell."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def consolidated() -> frozenset[str]:
    """Return the codes of the counties that are one with a city, and of those cities."""
    counties: dict[str, str] = _known()["consolidated"]["counties"]
    return frozenset({*counties, *counties.values()} - {""})


def government(geoid: str, level: str, name: str) -> str:
    """Return the kind of government of a county or city, in words.

    Parameters
    ----------
    geoid, level
        The area's code, and "county" or "city".
    name
        Its published name without the state: the legal words at its end tell the kind.

    Notes
    -----
    Consolidated ones are the Census Bureau's counties of class H6 (2020), and the published cities that
    they are one with.
    """
    known = _known()
    if geoid in consolidated():
        return str(known["consolidated"]["name"])
    ends = ((kind, end) for kind in known["kind"] if kind["level"] == level for end in kind["ends"])
    return next((str(kind["name"]) for kind, end in ends if name.endswith(end)), name)
