"""The areas most like one area, with what they share said in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import TYPE_CHECKING

from mobility_xl.catalog import Catalog, Level
from mobility_xl.compare.governments import government
from mobility_xl.compare.likeness import rules, weights_for
from mobility_xl.errors import BadArgument, NoData
from mobility_xl.queries.lookups import AREAS_IN_WORDS
from mobility_xl.store import POPULATION, QUALITIES, QUALITY_BITS, Area, Store

if TYPE_CHECKING:
    from mobility_xl.compare.peers import Field, Near

DENSITY = "density"
INCOME = "pctl_income_50"
COMPOSITION = "share_desc_rep_"
SQUARE_KM_A_SQUARE_MILE = 2.589988110336
UNKNOWN_DISTANCE = "no distance: a number that it needs is not published"


@dataclass(frozen=True, slots=True)
class Peer:
    """An area held against another.

    ``distance`` is None where a factor in use is not published for it. ``shares`` are the factors' parts of
    the squared distance, ``differences`` the differences in each factor's own measure. ``stays`` tells
    whether it is among the first twelve whichever factor is left out; ``pinned`` whether it was asked for;
    ``weak`` are the factors whose number is Weak here.
    """

    area: Area
    distance: float | None
    shares: Mapping[str, float]
    differences: Mapping[str, float]
    stays: bool
    pinned: bool
    weak: tuple[str, ...]

    @property
    def close(self) -> bool:
        """Whether it is near enough to be called a close peer."""
        return self.distance is not None and self.distance <= rules().close

    @property
    def alike(self) -> str:
        """In which factors it is alike; empty where in none, and where its distance is not known."""
        known = rules()
        return _listed([known.factor(name).label for name, one in self.differences.items() if one <= known.alike])

    @property
    def differs(self) -> str:
        """In which factor it differs most; empty where it is alike in all, and where its distance is not known."""
        if self.distance is None:
            return ""
        known = rules()
        widest = max(self.shares, key=lambda name: self.shares[name])
        if self.differences[widest] <= known.alike:
            return ""
        return f"{known.factor(widest).label} ({self.shares[widest]:.0%} of the distance)"

    @property
    def weak_in_words(self) -> str:
        """The factors whose number is Weak here; empty where none is."""
        return _labels(self.weak)

    @property
    def shared(self) -> str:
        """What it shares and where it differs most, in words."""
        if self.distance is None:
            return UNKNOWN_DISTANCE
        said = [f"alike in {self.alike}"] if self.alike else []
        if self.differs:
            said.append(f"differs most in {self.differs}")
        return "; ".join([*(() if self.close else ("no close peer",)), *said])


@dataclass(frozen=True, slots=True)
class Peers:
    """The areas nearest to one, and those pinned beside them.

    ``left_out`` are the factors that the area itself has no number for. ``stability`` is, by the factor
    left out, how many of the first three stay among the first twelve. ``pinned`` are the areas asked for,
    in that order, also where they are among the nearest.
    """

    area: Area
    year: int
    nearest: tuple[Peer, ...]
    pinned: tuple[Peer, ...]
    weights: Mapping[str, float]
    left_out: tuple[str, ...]
    stability: Mapping[str, int]
    weak: tuple[str, ...]

    @property
    def shown(self) -> tuple[Peer, ...]:
        """The nearest, then those pinned that are not among them."""
        near = {one.area for one in self.nearest}
        return (*self.nearest, *(one for one in self.pinned if one.area not in near))

    @property
    def close(self) -> bool:
        """Whether the nearest is a close peer."""
        return bool(self.nearest) and self.nearest[0].close

    @property
    def why(self) -> str:
        """By what they were found, and what to beware of, in sentences."""
        sentences = [f"Nearest by {_labels(self.weights)}, {self.year}."]
        if self.left_out:
            sentences.append(f"Left out: {_labels(self.left_out)}, not published for {self.area} in {self.year}.")
        if self.weak:
            sentences.append(f"Weak for {self.area}: {_labels(self.weak)}.")
        if not self.close:
            sentences.append(f"There is no close peer: no distance is at or below {rules().close:g}.")
        return " ".join([*sentences, *filter(None, [self.stability_said])])

    @property
    def stability_said(self) -> str:
        """How many of the three nearest stay without a factor, as a sentence.

        Empty where nothing can be left out, or fewer are shown.
        """
        first, nearest = rules().first, rules().nearest
        moved = [(rules().factor(name).label, stay) for name, stay in self.stability.items() if stay < first]
        if not self.stability or len(self.nearest) < first:
            return ""
        if not moved:
            return f"Whichever factor is left out, the {first} nearest stay among the {nearest} nearest."
        (label, stay), *others = moved
        said = f"Without {label}, {stay or 'none'} of the {first} nearest would be among the {nearest} nearest"
        return "; ".join([said, *(f"without {one}, {stay or 'none'}" for one, stay in others)]) + "."


@dataclass(frozen=True, slots=True)
class Context:
    """What kind of place an area is, in the latest year: what peers are found by, and its government.

    What is not published is None. ``density`` is people per square km. ``composition`` is the share of
    residents by group; ``income`` the median household income in dollars, with ``income_quality``.
    """

    population: float | None
    density: float | None
    income: float | None
    income_quality: str
    composition: Mapping[str, float]
    government: str

    @property
    def density_in_miles(self) -> float | None:
        """People per square mile, as they are shown; None where the density is not known."""
        return None if self.density is None else self.density * SQUARE_KM_A_SQUARE_MILE


class Neighbors:
    """All areas of one level in the latest year, ready to be held against each other.

    Nothing is read before the first question, and the scores are worked out once for all.
    """

    def __init__(self, store: Store, known: Catalog, level: Level, about: Callable[[Area], str]) -> None:
        self._about = about
        self._groups = {name: one.group for name, one in known.variables.items() if name.startswith(COMPOSITION)}
        self._store = store
        self._level: Level = level
        people = store.series(POPULATION, level)
        self.year = max(people.years) if people else 0
        self.areas = tuple(store.areas.all(level))
        self._index = {area: index for index, area in enumerate(self.areas)}

    def peers(self, area: Area, count: int, weights: Mapping[str, float] | None, pins: Sequence[Area]) -> Peers:
        """Return the areas nearest to one, and those pinned; see :meth:`mobility_xl.queries.Queries.peers`."""
        self._check(area)
        for pin in pins:
            if pin == area:
                raise BadArgument(f"{area} cannot be its own peer.")
            if not self.has(pin):
                raise BadArgument(
                    f"{pin} cannot be a peer of {area}: peers are {AREAS_IN_WORDS[self._level]} of {self.year}."
                )
        in_use = weights_for(self._level, weights)
        if all(self._field.lacks(self._index[area], rules().factor(name)) for name in in_use):
            raise NoData(f"{area} has no peers by {_labels(in_use)}: not published for it in {self.year}.")
        wanted = [self._index[pin] for pin in dict.fromkeys(pins)]
        found = self._field.nearest(self._index[area], count, weights, wanted)
        return Peers(
            area,
            self.year,
            tuple(self._peer(one, pinned=self.areas[one.index] in pins) for one in found.near),
            tuple(self._peer(one, pinned=True) for one in found.asked),
            {name: weight for name, weight in in_use.items() if name not in found.left_out},
            found.left_out,
            found.stability,
            self._weak(self._index[area], set(in_use) - set(found.left_out)),
        )

    def has(self, area: Area) -> bool:
        """Whether an area is of this level and there in the latest year."""
        return area in self._index and self._field.has(self._index[area])

    def context(self, area: Area) -> Context:
        """Return what kind of place an area of the latest year is."""
        self._check(area)
        index = self._index[area]

        def number(name: str) -> float | None:
            value = self._measures[name][index]
            return value if value == value else None  # noqa: PLR0124 - only NaN differs from itself

        composition = {group: number(name) for name, group in self._groups.items()}
        income = number(INCOME)
        return Context(
            number(POPULATION),
            number(DENSITY),
            income,
            self._flags[INCOME][index] if income is not None else "",
            {group: share for group, share in composition.items() if share is not None},
            self._governments[index],
        )

    def _check(self, area: Area) -> None:
        if not self.has(area):
            areas = f"the {AREAS_IN_WORDS[self._level]} of {self.year}"
            raise NoData(f"{area} is not among {areas}, which peers are found in.{self._about(area)}")

    def _peer(self, near: "Near", *, pinned: bool) -> Peer:
        return Peer(
            self.areas[near.index],
            near.distance,
            near.shares,
            near.differences,
            near.stays,
            pinned,
            self._weak(near.index, near.shares),
        )

    def _weak(self, index: int, factors: Iterable[str]) -> tuple[str, ...]:
        """Return which of some factors rest on a number that is Weak for an area."""
        return tuple(
            factor.name
            for factor in rules().factors
            if factor.name in factors
            and any(self._flags[one.name][index] == "Weak" for one in factor.measures if one.name in self._flags)
        )

    @cached_property
    def _field(self) -> "Field":
        from mobility_xl.compare.peers import Field  # noqa: PLC0415 - one estimate needs no numpy

        return Field(
            self._level,
            self._measures,
            [nan if one.latitude is None else one.latitude for one in self.areas],
            [nan if one.longitude is None else one.longitude for one in self.areas],
            self._governments,
        )

    @cached_property
    def _governments(self) -> list[str]:
        return [government(one.geoid, one.level, one.name) for one in self.areas]

    @cached_property
    def _measures(self) -> dict[str, list[float]]:
        """The latest year's numbers by measure, NaN where missing, whatever their quality."""
        found = {name: self._across(name, "value", nan) for name in self._names}
        found[DENSITY] = [
            people / (area.area_sqkm or nan) for people, area in zip(found[POPULATION], self.areas, strict=True)
        ]
        return found

    @cached_property
    def _flags(self) -> dict[str, list[str]]:
        """The quality of each number by measure."""
        return {
            name: [QUALITIES[int(one) & QUALITY_BITS] for one in self._across(name, "quality", 0)]
            for name in self._names
        }

    @property
    def _names(self) -> list[str]:
        """The measures that are published numbers."""
        return [one.name for factor in rules().factors for one in factor.measures if one.name != DENSITY]

    def _across(self, name: str, part: str, missing: float) -> list[float]:
        """Return one part of a published number in the latest year, in the order of the areas."""
        series = self._store.series(name, self._level)
        numbers = series.across_areas(part, self.year) if series and series.part(part) is not None else ()
        return [numbers[one.position] if one.position < len(numbers) else missing for one in self.areas]


def _labels(names: Mapping[str, float] | tuple[str, ...]) -> str:
    return _listed([rules().factor(name).label for name in names])


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
