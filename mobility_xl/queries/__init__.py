"""The questions that every front end asks: published numbers, how far they are apart, where a place stands."""

from functools import lru_cache

from mobility_xl import catalog
from mobility_xl.queries.lookups import spans
from mobility_xl.queries.standings import Standings
from mobility_xl.store import open_store

__all__ = ["Queries", "default", "spans"]


class Queries(Standings):
    """One edition's answers."""


@lru_cache(maxsize=8)
def default(edition: int | None = None) -> Queries:
    """Return the answers of an edition, the newest when none is named; opened once per process."""
    return Queries(open_store(edition), catalog.load())
