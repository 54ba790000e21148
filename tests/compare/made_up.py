"""Estimates that are published nowhere, for what the published ones do not reach."""

from mobility_xl import catalog
from mobility_xl.catalog import ALL
from mobility_xl.estimates import Estimate, Subject
from mobility_xl.store import Area

CATALOG = catalog.load()


def area(geoid: str) -> Area:
    """Return a county or city that is known by its code."""
    level = "county" if len(geoid) == 5 else "city"
    numbers = {"first_year": 2014, "last_year": 2023, "population": 1000.0, "population_year": 2023, "area_sqkm": 1.0}
    where = {"latitude": 0.0, "longitude": 0.0, "approximate": False, "until": None, "successors": ()}
    return Area(geoid, level, 0, f"Place {geoid}", "Illinois", "IL", **numbers, **where)


def estimate(  # noqa: PLR0917 - an estimate has that many parts
    value: float | None,
    lower: float | None = None,
    upper: float | None = None,
    variable: str = "share_employed",
    geoid: str = "17001",
    year: int = 2023,
    quality: str = "Strong",
    group: str = "",
) -> Estimate:
    """Return an estimate; a group is named with its kind, ``gender: Male``."""
    kind, _, name = group.partition(": ")
    known = CATALOG.variables[variable]
    subject = Subject(known, area(geoid), CATALOG.subgroup_types[kind] if kind else None, name or ALL)
    return Estimate(subject, year, value, lower, upper, quality, said="" if value is not None else "not there.")
