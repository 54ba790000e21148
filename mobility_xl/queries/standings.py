"""Where a place stands among others: its ranks, its peers, its position among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isnan, nan
from typing import TYPE_CHECKING

from mobility_xl.catalog import Catalog, Level, Variable
from mobility_xl.catalog.names import fold
from mobility_xl.compare.intervals import reach
from mobility_xl.compare.likeness import rules
from mobility_xl.compare.positions import position
from mobility_xl.compare.thresholds import thresholds
from mobility_xl.errors import BadArgument
from mobility_xl.estimates import Estimate, Position, Rank
from mobility_xl.queries.benchmarks import NATION, US, US_CITIES, Benchmarks
from mobility_xl.queries.lookups import AREAS_IN_WORDS
from mobility_xl.queries.peers import Context, Neighbors, Peers
from mobility_xl.store import QUALITIES, QUALITY_BITS, Area, Store

if TYPE_CHECKING:
    from mobility_xl.compare.ranks import Ranked

WEAK = "Weak"
RANKED_IN_WORDS: dict[Level, str] = {"county": "counties", "city": "large cities"}
"""What the areas of a level are called that are ranked: of cities only a selection is published."""
REMEMBERED = 512


@dataclass(frozen=True)
class _Together:
    """The areas that are ranked together, and where each stands in them, by its position."""

    ranked: "Ranked"
    places: Mapping[int, int]


class Standings(Benchmarks):
    """One place among many."""

    def __init__(self, store: Store, known: Catalog) -> None:
        super().__init__(store, known)
        self._together = lru_cache(maxsize=REMEMBERED)(self._put_together)
        self.nearest = lru_cache(maxsize=REMEMBERED)(self._nearest_areas)
        self._neighbors = lru_cache(maxsize=None)(lambda level: Neighbors(store, known, level, self.about))

    # Ranks

    def rank(self, variable: Variable, area: Area, among: str | Sequence[Area] = US, year: int | None = None) -> Rank:
        """Return where an area's number stands among those of other areas of its level.

        Parameters
        ----------
        variable
            Of it the overall number is ranked, in the favorable direction; a contextual one by value.
        area
            It is ranked also where it is not among the others.
        among
            "US", a state, or areas.
        year
            The latest that has a value for the area when left out.

        Raises
        ------
        BadArgument
            When there is no such state, or an area is of another level.
        """
        estimate = self.estimate(variable, area, year)
        positions, words = self._others(area, among)
        none = self._no_rank(estimate)
        if none or estimate.year is None:
            return Rank(estimate, words, none=none)
        together = self._together(variable, area.level, estimate.year, positions)
        count = len(together.places)
        if count < thresholds().rank_fewest_areas:
            return Rank(estimate, words, none=f"only {count} of the {words} with a number that is not Weak")
        return next(_ranks(together, words, [estimate]))

    def ranks(self, variable: Variable, level: Level, year: int, among: str = US) -> dict[Area, Rank]:
        """Return the ranks of all areas that have one, of a level and maybe a state, in order of code.

        Raises
        ------
        BadArgument
            When there is no such state.
        """
        areas = [one for one in self.store.areas.all_ever() if one.level == level]
        positions, words = self._others(areas[0], among)
        together = self._together(variable, level, year, positions)
        if variable.unranked or len(together.places) < thresholds().rank_fewest_areas:
            return {}
        estimates = [self.estimate(variable, one, year) for one in areas if one.position in together.places]
        return dict(zip((one.area for one in estimates), _ranks(together, words, estimates), strict=True))

    def position(self, variable: Variable, area: Area) -> Position:
        """Return where an area's latest number stands among those of the twelve nearest areas in that year."""
        estimate = self.estimate(variable, area)
        none = "none is given of this number" if variable.unplaced else self._no_standing(estimate)
        near = self.nearest(area) if not none else ()
        if none or not near:
            return Position(estimate, none=none or "it has no nearest areas in the latest year")
        others = [self.estimate(variable, one, estimate.year) for one in near]
        weak = sum(one.value is not None and one.quality == WEAK for one in others)
        values = [one.value for one in others if one.value is not None and one.quality != WEAK]
        missing = len(others) - len(values) - weak
        if len(values) + 1 < thresholds().position_fewest_areas:
            none = f"only {len(values)} of them have a number that is not Weak"
            return Position(estimate, areas=len(values), weak=weak, missing=missing, none=none)
        word = position(estimate.value or 0.0, values)
        return Position(estimate, word, min(values), max(values), len(values), weak, missing)

    def _nearest_areas(self, area: Area) -> tuple[Area, ...]:
        neighbors = self._neighbors(area.level)
        return tuple(one.area for one in self.peers(area).nearest) if neighbors.has(area) else ()

    def _no_rank(self, estimate: Estimate) -> str:
        """Return why an estimate has no rank; empty where it may have one."""
        return estimate.variable.unranked or self._no_standing(estimate)

    @staticmethod
    def _no_standing(estimate: Estimate) -> str:
        """Return why an estimate stands nowhere among others, whatever it is a number of."""
        if estimate.value is None:
            return estimate.said
        if estimate.quality != WEAK:
            return ""
        pooled = (
            f"; {estimate.variable.pooling[0].lower()}{estimate.variable.pooling[1:-1]}"
            if estimate.variable.statewide
            else ""
        )
        return f"it is Weak{pooled}"

    def _others(self, area: Area, among: str | Sequence[Area]) -> tuple[tuple[int, ...] | None, str]:
        """Return the positions of the areas that one is ranked among, None for all, and their name in words."""
        level = area.level
        kind = RANKED_IN_WORDS[level]
        if not isinstance(among, str):
            for one in among:
                if one.level != level:
                    raise BadArgument(f"{one} is a {one.level}: {area} is ranked among {AREAS_IN_WORDS[level]}.")
            return tuple(sorted({area.position, *(one.position for one in among)})), f"{kind} named"
        words = fold(among)
        if words in NATION:
            if NATION[words] != level and words == fold(US_CITIES):
                raise BadArgument(f"{area} is a county, and is ranked among counties: write {US}.")
            return None, kind
        letters, state = self._state(among)
        code = next(one.state_code for one in self.store.areas.all("county", letters))
        return tuple(sorted({area.position, *self._positions[level, code]})), f"{kind} of {state}"

    def _put_together(
        self, variable: Variable, level: Level, year: int, positions: tuple[int, ...] | None
    ) -> "_Together":
        """Return the areas with a number that is not Weak, in order of position, ready to be ranked."""
        from mobility_xl.compare.ranks import Ranked  # noqa: PLC0415 - one estimate needs no numpy

        series = self.store.series(variable.name, level)
        values, lower, upper, flags = (
            series.across_areas(part, year) if series else () for part in ("value", "lower", "upper", "quality")
        )
        usable = [
            one
            for one in (range(len(values)) if positions is None else positions)
            if one < len(values) and not isnan(values[one]) and QUALITIES[flags[one] & QUALITY_BITS] != WEAK
        ]
        reaches = [
            reach(values[one], _number(lower, one), _number(upper, one), share=variable.unit.percent)
            if variable.interval == "sampling" and flags[one] & QUALITY_BITS
            else None
            for one in usable
        ]
        ranked = Ranked([values[one] for one in usable], reaches, higher_is_first=variable.direction != "lower")
        return _Together(ranked, {one: place for place, one in enumerate(usable)})

    # Peers

    def peers(
        self,
        area: Area,
        count: int | None = None,
        weights: Mapping[str, float] | None = None,
        pins: Sequence[Area] = (),
    ) -> Peers:
        """Return the areas most like one, of its level and in the latest year.

        Parameters
        ----------
        area
            A county or city of the latest year.
        count
            How many; twelve when left out.
        weights
            Weights that replace the usual ones, by factor.
        pins
            Areas that are wanted beside the nearest, with their distance.

        Raises
        ------
        NoData
            When the area is not there in the latest year.
        BadArgument
            When a weight or a count cannot be used, or a pin is no other area of that level and year.
        """
        wanted = rules().nearest if count is None else count
        if wanted < 1:
            raise BadArgument(f"The count must be 1 or more, not {wanted}.")
        return self._neighbors(area.level).peers(area, wanted, weights, pins)

    def context(self, area: Area) -> Context:
        """Return what kind of place an area is: its people, density, income, composition and government.

        Raises
        ------
        NoData
            When the area is not there in the latest year.
        """
        return self._neighbors(area.level).context(area)


def _ranks(together: _Together, words: str, estimates: Sequence[Estimate]) -> Iterator[Rank]:
    """Return the ranks of estimates that are among those ranked together."""
    found = together.ranked.ranks([together.places[one.area.position] for one in estimates])
    for one, percentile, rank, best, worst in zip(estimates, *(part.tolist() for part in found), strict=True):
        yield Rank(one, words, len(together.places), percentile, rank, best, worst)


def _number(numbers: Sequence[float], position: int) -> float | None:
    """Return a bound, or None where it is not published."""
    found = numbers[position] if position < len(numbers) else nan
    return None if isnan(found) else found
