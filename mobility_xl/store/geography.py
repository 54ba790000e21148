"""Where areas are, what they are called, what became of old codes, and which cities lie in which counties."""

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mobility_xl.catalog import Level
from mobility_xl.catalog.names import fold
from mobility_xl.errors import BadFile
from mobility_xl.store.reading import MISSING, read_bytes, read_rows

GEOGRAPHY_FILE = "geography.csv.gz"
CROSSWALK_FILE = "geocorr2022_county_place_2022_onwards.csv.gz"


@dataclass(frozen=True, slots=True)
class Location:
    """A centre in degrees and, for counties, an area in square km with inland water."""

    latitude: float
    longitude: float
    area_sqkm: float | None
    approximate: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of a city's people live in a county, and of the county's in the city (2020)."""

    county: str
    city: str
    share_of_city: float
    share_of_county: float


@dataclass(frozen=True, slots=True)
class FormerArea:
    """A code that was in use before ``until``, and the codes that took its place."""

    until: int
    successors: tuple[str, ...]


@dataclass(frozen=True)
class Geography:
    """What is known of areas beside their numbers."""

    locations: dict[str, Location]
    overlaps: tuple[Overlap, ...]
    states: dict[str, str]
    """Two-digit state codes and their two letters."""


def read_geography(folder: Path) -> Geography:
    """Read the geography and crosswalk files of a published edition."""
    overlaps, states = [], {}
    for row in _table(folder / CROSSWALK_FILE):
        states[row["state"]] = row["stab"]
        county, city = row["countyfip"], row["state"] + row["place"]
        overlaps.append(Overlap(county, city, float(row["afact2"]), float(row["afact"])))
    return Geography(dict(_locations(folder / GEOGRAPHY_FILE)), tuple(overlaps), states)


def _table(path: Path) -> Iterator[dict[str, str]]:
    rows = read_rows(read_bytes(path))
    try:
        header = next(rows)
        for row in rows:
            yield dict(zip(header, row, strict=True))
    except (csv.Error, ValueError) as error:
        raise BadFile(f"{path.name} is damaged ({error}). Restore it from the repository.") from error


def _locations(path: Path) -> Iterator[tuple[str, Location]]:
    for row in _table(path):
        area = None if row["area_sqkm"] == MISSING else float(row["area_sqkm"])
        yield row["geoid"], Location(float(row["lat"]), float(row["lon"]), area, row["note"] == "approximate")


@lru_cache(maxsize=1)
def former_areas() -> dict[str, FormerArea]:
    """Return the old codes and what became of them."""
    blocks = tomllib.loads(_beside("former_areas.toml"))["area"]
    return {one["geoid"]: FormerArea(one["until"], tuple(one["successors"])) for one in blocks}


@lru_cache(maxsize=1)
def _other_names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = tomllib.loads(_beside("other_names.toml"))["also"]
    return names


def _beside(file: str) -> str:
    return (Path(__file__).parent / file).read_text(encoding="utf-8")


# The legal words behind a name, longest first, so that "City and Borough" goes before "Borough".
_LEGAL_WORDS: dict[Level, tuple[str, ...]] = {
    "county": (
        "City and Borough",
        "Planning Region",
        "Census Area",
        "Municipality",
        "Borough",
        "County",
        "Parish",
        "city",
    ),
    "city": (
        "metropolitan government (balance)",
        "consolidated government (balance)",
        "unified government (balance)",
        "metro government (balance)",
        "city (balance)",
        "municipality",
        "urban county",
        "village",
        "County",
        "city",
        "town",
        "CDP",
    ),
}
_CONSOLIDATED = ("government (balance)", "urban county", "County")
_ABBREVIATED = {"St.": "Saint", "Ste.": "Sainte", "Ft.": "Fort", "Mt.": "Mount"}


def spellings(geoid: str, level: Level, names: Iterable[str], state: str, letters: str) -> set[str]:
    """Return every way to write one area that is understood, folded for comparison.

    Parameters
    ----------
    geoid
        The area's code, for the names in ``other_names.toml``.
    names
        Its published names in all years, without the state.
    state, letters
        The state's name and its two letters.
    """
    forms = {form for name in names for form in _forms(name, level)} | set(_other_names().get(geoid, ()))
    forms |= {form.replace(short, long) for form in forms for short, long in _ABBREVIATED.items()}
    forms |= {_without_accents(form) for form in forms}
    return {fold(form) for one in forms for form in (one, f"{one}, {state}", f"{one}, {letters}")}


def hinted_spellings(level: Level, name: str, state: str, letters: str) -> set[str]:
    """Return the spellings that tell a county from the city of the same name, such as "(county)"."""
    return {fold(f"{name}, {where} ({level})") for where in (state, letters)}


def _forms(name: str, level: Level) -> Iterator[str]:
    """Return a name as published, and as people shorten it."""
    yield name
    legal = next((word for word in _LEGAL_WORDS[level] if name.endswith(f" {word}")), None)
    if legal is None:
        return
    bare = name.removesuffix(f" {legal}")
    yield bare
    if level == "city":
        if legal in ("city", "town", "village"):
            yield f"{legal} of {bare}"
        if name.endswith(_CONSOLIDATED):
            yield re.split(r"[-/]", bare)[0]
        if inside := re.fullmatch(r"(.+) \((.+)\)", bare):
            yield from inside.groups()
    elif legal == "County":
        yield f"{bare} Co."


def _without_accents(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
