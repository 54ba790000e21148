"""The areas most like one area: distances over several factors, what makes them up, and how stable they are.

Distances are the project's own, made of what is published for every area; they say which areas are
alike, not which do well.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mobility_xl.compare.likeness import Factor, rules, weights_for

Numbers = NDArray[np.float64]
POPULATION = "population"
PROXIMITY = "proximity"


@dataclass(frozen=True, slots=True)
class Near:
    """How near one area is to another.

    ``index`` is its place in the field. ``distance`` is None where one of the factors in use is missing
    there. ``shares`` are the factors' parts of the squared distance, ``differences`` the differences
    themselves, in standard deviations, in units of 800 km, or 0 and 1. ``stays`` tells whether it is among
    the first twelve whichever factor is left out.
    """

    index: int
    distance: float | None
    shares: dict[str, float]
    differences: dict[str, float]
    stays: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """The areas nearest to one, and those that were asked for.

    ``left_out`` are the factors that the area itself lacks. ``stability`` is, by the factor left out, how
    many of the first three stay among the first twelve; empty where only one factor is in use.
    """

    near: tuple[Near, ...]
    asked: tuple[Near, ...]
    left_out: tuple[str, ...]
    stability: dict[str, int]


class Field:
    """All areas of one level in one year.

    Parameters
    ----------
    level
        "county" or "city".
    measures
        The numbers by the measure's name, one entry per area in the order of their codes, NaN where
        missing. Who has no population is not there that year.
    latitudes, longitudes
        The centres, in degrees.
    governments
        The kinds of government, in words.
    """

    def __init__(
        self,
        level: str,
        measures: Mapping[str, Sequence[float]],
        latitudes: Sequence[float],
        longitudes: Sequence[float],
        governments: Sequence[str],
    ) -> None:
        self.level = level
        self._factors = rules().at(level)
        self._there = ~np.isnan(np.asarray(measures[POPULATION], dtype=float))
        self._measures = {
            measure.name: _scaled(measures[measure.name], log=measure.log)
            for factor in self._factors
            for measure in factor.measures
        }
        self._centres = _on_the_sphere(latitudes, longitudes)
        self._governments = np.unique(np.asarray(governments, dtype=str), return_inverse=True)[1]
        self._lacking = {factor.name: self._who_lacks(factor) for factor in self._factors}
        self._spaces: dict[tuple[str, ...], _Space] = {}

    def has(self, index: int) -> bool:
        """Whether an area is there that year."""
        return bool(self._there[index])

    def lacks(self, index: int, factor: Factor) -> bool:
        """Whether an area lacks a number of a factor."""
        return bool(self._lacking[factor.name][index])

    def _who_lacks(self, factor: Factor) -> NDArray[np.bool_]:
        numbers = [self._centres] if factor.name == PROXIMITY else [self._measures[one.name] for one in factor.measures]
        return np.asarray(np.isnan(np.vstack([np.zeros(len(self._there)), *numbers])).any(axis=0))

    def nearest(
        self, index: int, count: int, changed: Mapping[str, float] | None = None, asked: Sequence[int] = ()
    ) -> Nearest:
        """Return the areas nearest to one.

        Parameters
        ----------
        index
            The area's place in the field; it must be there that year, and not lack all factors in use.
        count
            How many.
        changed
            Weights that replace the usual ones, by factor; a factor of weight 0 is not in use.
        asked
            Areas whose distance is wanted whether or not they are near.

        Raises
        ------
        BadArgument
            When the weights cannot be used.

        Notes
        -----
        Candidates are the areas that have every factor in use. What the area itself lacks is left out for
        all. The distance is the square root of the sum of weight times squared difference; ties go to the
        smaller code.
        """
        weights = weights_for(self.level, changed)
        left_out = tuple(one.name for one in self._factors if one.name in weights and self.lacks(index, one))
        weights_in_use = {name: weight for name, weight in weights.items() if name not in left_out}
        return self._space(tuple(weights_in_use)).nearest(index, weights_in_use, count, asked, left_out)

    def _space(self, names: tuple[str, ...]) -> "_Space":
        """Return the candidates for some factors with their scores, worked out once."""
        if names not in self._spaces:
            factors = tuple(one for one in self._factors if one.name in names)
            there = self._there.copy()
            for factor in factors:
                there &= ~self._lacking[factor.name]
            who = np.flatnonzero(there)
            measured = {name: numbers[who] for name, numbers in self._measures.items()}
            self._spaces[names] = _Space(factors, who, measured, self._centres[:, who], self._governments[who])
        return self._spaces[names]


class _Space:
    """The candidates for some factors, with their z-scores."""

    def __init__(
        self,
        factors: tuple[Factor, ...],
        who: NDArray[np.intp],
        measured: dict[str, Numbers],
        centres: Numbers,
        governments: NDArray[np.intp],
    ) -> None:
        self._factors = factors
        self._who = who
        self._measured = measured
        self._centres = centres
        self._governments = governments

    @cached_property
    def _scores(self) -> dict[str, Numbers]:
        """Each factor's z-scores, a row a measure, times the root of the measure's weight."""
        return {
            factor.name: np.array(
                [np.sqrt(one.weight) * _z_scores(self._measured[one.name]) for one in factor.measures]
            )
            for factor in self._factors
            if factor.measures
        }

    def nearest(
        self, index: int, weights: Mapping[str, float], count: int, asked: Sequence[int], left_out: tuple[str, ...]
    ) -> Nearest:
        """Return the candidates nearest to one of them, and those asked for.

        Parameters
        ----------
        index
            Which one, by its place among the areas that the field was made of.
        weights
            How much each factor counts, by its name.
        count
            How many of the nearest; fewer where there are no more.
        asked
            Others that are wanted too, by their places; one without a number that is needed has no distance.
        left_out
            The factors that the one itself has no number for.
        """
        me = self._position(index)
        squared = {factor.name: self._squared(factor, me) for factor in self._factors}
        parts = {name: weights[name] * one for name, one in squared.items()}
        distance = _total(parts, me)
        rule = rules()
        among = {
            left: set(_smallest(_total({name: one for name, one in parts.items() if name != left}, me), rule.nearest))
            for left in (parts if len(parts) > 1 else ())
        }

        def near(position: int) -> Near:
            of = float(distance[position]) ** 2
            return Near(
                int(self._who[position]),
                float(distance[position]),
                {name: float(part[position]) / of if of else 0.0 for name, part in parts.items()},
                {name: math.sqrt(one[position]) for name, one in squared.items()},
                all(position in one for one in among.values()),
            )

        chosen = _smallest(distance, max(count, rule.first))
        stability = {name: sum(position in one for position in chosen[: rule.first]) for name, one in among.items()}
        return Nearest(
            tuple(map(near, chosen[:count])),
            tuple(
                near(self._position(one)) if one in self._known else Near(one, None, {}, {}, stays=False)
                for one in asked
            ),
            left_out,
            stability,
        )

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(self._who.tolist())

    def _position(self, index: int) -> int:
        return int(np.searchsorted(self._who, index))

    def _squared(self, factor: Factor, me: int) -> Numbers:
        """Return every candidate's squared difference from one of them in a factor."""
        if factor.measures:
            scores = self._scores[factor.name]
            return np.asarray(((scores - scores[:, me : me + 1]) ** 2).sum(axis=0))
        if factor.name == PROXIMITY:
            chord = np.sqrt(((self._centres - self._centres[:, me : me + 1]) ** 2).sum(axis=0))
            km = 2 * rules().radius_km * np.arcsin(np.minimum(chord / 2, 1))
            return np.asarray((km / rules().unit_km) ** 2)
        return np.asarray(self._governments != self._governments[me], dtype=float)


def _total(parts: Mapping[str, Numbers], me: int) -> Numbers:
    """Return the distances that squared parts add up to; the area itself is no candidate for itself."""
    distance: Numbers = np.sqrt(np.sum(list(parts.values()), axis=0))
    distance[me] = np.inf
    return distance


def _smallest(distances: Numbers, count: int) -> list[int]:
    """Return where the smallest distances stand, in order; of equal ones the earlier goes first."""
    count = min(count, len(distances) - 1)
    if count < 1:
        return []
    limit = np.partition(distances, count - 1)[count - 1]
    near = np.flatnonzero(distances <= limit)
    return [int(one) for one in near[np.argsort(distances[near], kind="stable")][:count]]


def _scaled(numbers: Sequence[float], *, log: bool) -> Numbers:
    """Return the numbers of a measure, or their log10, which is missing from 0 down."""
    array = np.asarray(numbers, dtype=float)
    return np.log10(np.where(array > 0, array, np.nan)) if log else array


def _z_scores(numbers: Numbers) -> Numbers:
    """Return how many population standard deviations each number is from the mean; 0 where all are equal."""
    deviation = numbers.std()
    return (numbers - numbers.mean()) / deviation if deviation else np.zeros_like(numbers)


def _on_the_sphere(latitudes: Sequence[float], longitudes: Sequence[float]) -> Numbers:
    """Return points on a sphere of radius 1, one column each: their chords give great-circle distances."""
    latitude, longitude = (np.radians(np.asarray(one, dtype=float)) for one in (latitudes, longitudes))
    return np.array([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
