"""Where a place stands among others: benchmarks."""

from functools import lru_cache
from typing import TYPE_CHECKING

from mobility_xl.catalog import Catalog, Level, Variable
from mobility_xl.queries.comparisons import Comparisons
from mobility_xl.queries.lookups import AREAS_IN_WORDS
from mobility_xl.store import POPULATION, Store

if TYPE_CHECKING:
    from mobility_xl.compare.benchmarks import Benchmark


class Standings(Comparisons):
    """One number among those of many areas."""

    def __init__(self, store: Store, known: Catalog) -> None:
        super().__init__(store, known)
        self.benchmark = lru_cache(maxsize=None)(self._benchmark)

    def _benchmark(self, variable: Variable, year: int, among: Level) -> "Benchmark":
        """Return the population-weighted median of a year over all US counties, or the published cities."""
        from mobility_xl.compare.benchmarks import Benchmark, benchmark  # noqa: PLC0415 - one estimate needs no numpy

        if not variable.benchmark:
            return Benchmark(None, 0, 0.0, "no benchmark is made of this number")
        series = self.store.series(variable.name, among)
        people = self.store.series(POPULATION, among)
        if series is None or people is None or year not in series.years or year not in people.years:
            return Benchmark(None, 0, 1.0, f"not published for {AREAS_IN_WORDS[among]} in {year}")

        values, flags = (series.across_areas(part, year) for part in ("value", "quality"))
        return benchmark(values, flags, people.across_areas("value", year))
