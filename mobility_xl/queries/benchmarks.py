"""Benchmarks: what half of the people of many areas live at or below."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from mobility_xl.catalog import Catalog, Level, Variable
from mobility_xl.catalog.names import fold
from mobility_xl.errors import BadArgument
from mobility_xl.queries.comparisons import Comparisons
from mobility_xl.queries.lookups import AREAS_IN_WORDS
from mobility_xl.store import POPULATION, Area, Series, Store

if TYPE_CHECKING:
    from mobility_xl.compare.benchmarks import Benchmark

US = "US"
US_CITIES = "US cities"
AMONG: dict[Level, str] = {"county": US, "city": US_CITIES}
"""All areas of a level, as they are asked for."""
NATION: dict[str, Level] = {"us": "county", "usa": "county", "united states": "county", "us cities": "city"}


class Benchmarks(Comparisons):
    """Numbers of many areas, each counting with its people."""

    def __init__(self, store: Store, known: Catalog) -> None:
        super().__init__(store, known)
        self.benchmark = lru_cache(maxsize=None)(self._benchmark)

    def _benchmark(
        self, variable: Variable, year: int, among: str = US, share: float = 0.5, without: Area | None = None
    ) -> "Benchmark":
        """Return the population-weighted quantile of a year over many areas.

        Parameters
        ----------
        variable, year
            An overall number, in one year.
        among
            "US" for all counties, "US cities" for the published cities, or a state for its counties.
        share
            Between 0 and 1; 0.5 is the median.
        without
            An area whose people are left out, so that it is not held against itself: the rest of a state.

        Raises
        ------
        BadArgument
            When there is no such state, or the share is not between 0 and 1.
        """
        from mobility_xl.compare.benchmarks import Benchmark, benchmark  # noqa: PLC0415 - one estimate needs no numpy

        if not 0 <= share <= 1:
            raise BadArgument(f"The quantile must be between 0 and 1, not {share:g}. 0.5 is the median.")
        level, positions = self._those(among)
        if not variable.benchmark:
            return Benchmark(None, 0, 0.0, "no benchmark is made of this number")
        series = self.store.series(variable.name, level)
        people = self.store.series(POPULATION, level)
        if series is None or year not in series.years:
            return Benchmark(None, 0, 1.0, f"not published for {AREAS_IN_WORDS[level]} in {year}")
        if people is None or year not in people.years:
            return Benchmark(None, 0, 1.0, f"the people of {AREAS_IN_WORDS[level]} in {year} are not published")

        values, flags = (series.across_areas(part, year) for part in ("value", "quality"))
        population = people.across_areas("value", year)
        if positions is None and without is None:
            return benchmark(values, flags, population, share)
        width = min(map(len, (values, flags, population)))
        left_out = without.position if without is not None and without.level == level else None
        chosen = [one for one in positions or range(width) if one < width and one != left_out]
        return benchmark(
            [values[one] for one in chosen], [flags[one] for one in chosen], [population[one] for one in chosen], share
        )

    def benchmark_year(self, variable: Variable, among: str = US) -> int | None:
        """Return the latest year in which any of some areas has a value; None where no year has.

        Raises
        ------
        BadArgument
            When there is no such state.
        """
        level, positions = self._those(among)
        series = self.store.series(variable.name, level)
        years = reversed(series.years) if series else ()
        return next((year for year in years if self._any_of(series, year, positions)), None)

    @staticmethod
    def _any_of(series: Series | None, year: int, positions: Sequence[int] | None) -> bool:
        if series is None or positions is None:
            return series is not None
        return any(series.value(position, year) is not None for position in positions)

    def _those(self, among: str) -> tuple[Level, Sequence[int] | None]:
        """Return the level of the areas that a text names, and their positions; None for all."""
        words = fold(among)
        if words in NATION:
            return NATION[words], None
        letters, _ = self._state(among)
        code = next(one.state_code for one in self.store.areas.all("county", letters))
        return "county", self._positions["county", code]

    def _state(self, among: str) -> tuple[str, str]:
        """Return the letters and the name of a state."""
        try:
            letters = self.store.areas.letters_of(among)
        except BadArgument:
            raise BadArgument(f"'{among}' is neither {US}, {US_CITIES} nor a state.") from None
        return letters, self.store.areas.all("county", letters)[0].state
