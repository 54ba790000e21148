"""Finds the county or city that somebody means, by code or by name."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any
from unicodedata import combining, normalize

from mobility_xl.catalog import Level
from mobility_xl.catalog.names import fold
from mobility_xl.errors import BadArgument, MobilityError, NoData

_CODE = re.compile(r"[0-9]{1,7}(\.0+)?")
_COMMA = re.compile(r",(?![^()]*\))")
_HINT = re.compile(r"\s*\((?:county|city), ([0-9]{5}|[0-9]{7})\)$")
_COUNTY_DIGITS = 5
_CITY_DIGITS = 7
STATE_LETTERS = 2
_MANY = 12


@dataclass(frozen=True, slots=True)
class Area:
    """A county or a city.

    ``population`` is that of ``population_year``, the last that it is published for. ``until`` is the year
    from which a former code is no longer used; ``successors`` are the codes that took its place.
    """

    geoid: str
    level: Level
    position: int
    name: str
    state: str
    letters: str
    first_year: int
    last_year: int
    population: float | None
    population_year: int | None
    latitude: float | None
    longitude: float | None
    area_sqkm: float | None
    approximate: bool
    until: int | None
    successors: tuple[str, ...]

    def __str__(self) -> str:
        """Return the name with its state, such as ``Cook County, Illinois``."""
        return self.name if self.name == self.state else f"{self.name}, {self.state}"

    @property
    def state_code(self) -> str:
        """The two digits of the state."""
        return self.geoid[:2]

    def told_apart(self) -> str:
        """Return the name with what tells it from all others, as a choice that can be typed back."""
        return f"{self} ({self.level}, {self.geoid})"


_COLUMNS = tuple(one.name for one in fields(Area))


@dataclass(frozen=True, slots=True)
class Part:
    """An area that shares people with another, and the share of this area's people."""

    area: Area
    share: float


class Areas:
    """The areas of one store, which ``rows`` asks."""

    def __init__(self, rows: Callable[..., list[tuple[Any, ...]]]) -> None:
        self._rows = rows
        self._all = lru_cache(maxsize=256)(self._find_all)
        self.find = lru_cache(maxsize=16384)(self._find)
        self.get = lru_cache(maxsize=4096)(self._get)
        # One misspelled name is often in many cells, and takes a tenth of a second.
        self._near = lru_cache(maxsize=1024)(self._find_near)

    def _areas(self, where: str, *values: object) -> list[Area]:
        rows = self._rows(f"SELECT {', '.join(_COLUMNS)} FROM area WHERE {where} ORDER BY level, geoid", *values)  # noqa: S608 - no value enters
        return [_area(dict(zip(_COLUMNS, row, strict=True))) for row in rows]

    def _get(self, geoid: str) -> Area:
        """Return the area of a code with its zeros.

        Raises
        ------
        NoData
            When no area has that code.
        """
        found = self._areas("geoid = ?", geoid)
        if not found:
            level = "city" if len(geoid) == _CITY_DIGITS else "county"
            raise NoData(f"No {level} has the code {geoid}. `mobility-xl places` finds codes by name.")
        return found[0]

    def all(self, level: Level | None = None, letters: str | None = None) -> list[Area]:
        """Return all areas in use in the last year, or those of one level or state, in order of code."""
        return list(self._all(level, letters))

    def _find_all(self, level: Level | None, letters: str | None) -> tuple[Area, ...]:
        where, values = "until IS NULL", []
        for column, value in (("level", level), ("letters", letters)):
            if value is not None:
                where += f" AND {column} = ?"
                values.append(value)
        return tuple(self._areas(where, *values))

    def all_ever(self) -> list[Area]:
        """Return all areas, former codes too, in order of code."""
        return list(self._ever)

    @cached_property
    def _ever(self) -> tuple[Area, ...]:
        return tuple(self._areas("1"))

    def _find(self, text: str) -> Area:
        """Return the area that a code or a name means.

        A bare "City, ST" is the city where one is published, also where a county has the same name.

        Raises
        ------
        BadArgument
            When no area, or more than one, has that name; the sentence gives the choices.
        NoData
            When it is a code that no area has.
        """
        # Half of a pair of UTF-16 units is no character that a store can be asked for.
        words = text.strip().encode("utf-8", "replace").decode()
        if _CODE.fullmatch(words):
            return self.get(padded(words.partition(".")[0]))
        if hint := _HINT.search(words):
            return self.get(hint[1])
        found = self.choices(words)
        if len(found) == 1:
            return found[0]
        if found:
            names = "; ".join(area.told_apart() for area in found[:_MANY])
            more = f"; and {len(found) - _MANY} more" if len(found) > _MANY else ""
            raise BadArgument(f"'{words}' can be {len(found)} places; add the state or use the code: {names}{more}.")
        if self._letters(words):
            within = self.of_state(words)[0]
            raise BadArgument(f"'{words}' is a state. Name a county or city in it, such as {within}.")
        near = self._near(words)
        advice = f"Did you mean {' or '.join(map(str, near))}?" if near else "`mobility-xl places` finds names."
        raise BadArgument(f"No county or city is called '{words}'. {advice}")

    def find_several(self, text: str) -> list[Area]:
        """Return the areas of a list with commas between them, which are in names too: ``17043, Lake County, IL``.

        Raises as :meth:`find` does, of the first that is none.
        """
        pieces = [piece.strip() for piece in _COMMA.split(text) if piece.strip()]
        found = []
        while pieces:
            area, taken = self._first_of(pieces)
            found.append(area)
            del pieces[:taken]
        return found

    def _first_of(self, pieces: list[str]) -> tuple[Area, int]:
        """Return the first area of a list, and how many pieces its name takes: a name with its state takes two."""
        if _CODE.fullmatch(pieces[0]):
            return self.find(pieces[0]), 1
        try:
            return self.find(", ".join(pieces[:2])), 2
        except MobilityError as as_two:
            try:
                return self.find(pieces[0]), 1
            except MobilityError:
                if len(pieces) > 1 and self._letters(pieces[1]):
                    raise as_two from None
                raise

    def of_state(self, text: str) -> list[Area]:
        """Return the counties and cities in use of a state, by its name or letters; the one with most people first.

        Raises
        ------
        BadArgument
            When there is no such state.
        """
        return sorted(self.all(letters=self.letters_of(text)), key=lambda area: -(area.population or 0.0))

    def letters_of(self, text: str) -> str:
        """Return the two letters of a state, by its name or letters.

        Raises
        ------
        BadArgument
            When there is no such state.
        """
        letters = self._letters(text)
        if letters is None:
            raise BadArgument(f"No state is called '{text}'. Write its name or two letters, such as TX.")
        return letters

    def _letters(self, text: str) -> str | None:
        """Return the letters of the state that a text names, or None."""
        rows = self._rows("SELECT DISTINCT state, letters FROM area")
        return next((letters for state, letters in rows if fold(text) in (fold(state), letters.lower())), None)

    def choices(self, text: str) -> list[Area]:
        """Return the areas that a name can mean: the city before a county of the same state, today's before former."""
        found = self._areas("geoid IN (SELECT geoid FROM spelling WHERE spelling = ?)", fold(text))
        current = [area for area in found if area.until is None]
        found = current or found
        cities = [area for area in found if area.level == "city"]
        one_state = len({area.letters for area in found}) == 1
        return cities if cities and one_state else found

    def search(self, text: str) -> list[Area]:
        """Return the areas whose name holds every word, best first: by name, state, two letters or code.

        Accents do not matter.
        """
        words = _plain(text).split()
        if not words:
            return []
        if len(words) == 1 and _CODE.fullmatch(words[0]):
            code = words[0]
            return self._areas("geoid = ? OR geoid LIKE ?", padded(code), f"{code}%")
        # A state's name is also that of counties elsewhere; its letters are in too many names.
        if len(text.strip()) == STATE_LETTERS and self._letters(text):
            return self.of_state(text)
        exact = {
            area.geoid for area in self._areas("geoid IN (SELECT geoid FROM spelling WHERE spelling = ?)", fold(text))
        }
        ranked = []
        for area in self.all_ever():
            name, state = _plain(area.name), f"{fold(area.state)} {area.letters.lower()}"
            rank = _rank(words, name, state)
            if rank is not None or area.geoid in exact:
                ranked.append(
                    (
                        area.geoid not in exact,
                        rank or 0,
                        area.until is not None,
                        -(area.population or 0),
                        area.geoid,
                        area,
                    )
                )
        return [row[-1] for row in sorted(ranked, key=lambda row: row[:-1])]

    def spellings(self, area: Area) -> list[str]:
        """Return the names, as they are compared, that mean this area and no other."""
        rows = self._rows("SELECT spelling FROM spelling WHERE geoid = ? ORDER BY spelling", area.geoid)
        return [spelling for (spelling,) in rows if self.choices(spelling) == [area]]

    def predecessors(self, area: Area) -> list[Area]:
        """Return the areas of former codes that this one took the place of, wholly or in part."""
        return [one for one in self._former if area.geoid in one.successors]

    @cached_property
    def _former(self) -> list[Area]:
        return self._areas("until IS NOT NULL")

    def cities_in(self, county: Area) -> list[Part]:
        """Return the published cities with people in a county, the share of each city's people, largest first."""
        return self._parts(
            "SELECT city, share_of_city FROM overlap WHERE county = ? AND share_of_city > 0 "
            "ORDER BY share_of_county DESC, city",
            county.geoid,
        )

    def counties_of(self, city: Area) -> list[Part]:
        """Return the counties that a city's people live in, with the share of them, largest first."""
        return self._parts(
            "SELECT county, share_of_city FROM overlap WHERE city = ? AND share_of_city > 0 "
            "ORDER BY share_of_city DESC, county",
            city.geoid,
        )

    def county_of(self, area: Area) -> Area | None:
        """Return the county that most of a city's people live in; None for a county, and where none is known."""
        counties = self.counties_of(area) if area.level == "city" else []
        return counties[0].area if counties else None

    def _parts(self, query: str, geoid: str) -> list[Part]:
        return [Part(self.get(other), share) for other, share in self._rows(query, geoid)]

    def _find_near(self, text: str) -> list[Area]:
        from difflib import get_close_matches  # noqa: PLC0415 - only a misspelling needs it, and cells start fast

        spelled = [row[0] for row in self._rows("SELECT DISTINCT spelling FROM spelling")]
        near: dict[str, Area] = {}
        for spelling in get_close_matches(fold(text), spelled, n=6, cutoff=0.8):
            near |= {str(area): area for area in self.choices(spelling)}
        return list(near.values())[:3]


def _area(row: dict[str, Any]) -> Area:
    """Make an area of a row: SQLite knows neither truth values nor lists."""
    return Area(**{**row, "approximate": bool(row["approximate"]), "successors": tuple(row["successors"].split())})


def padded(code: str) -> str:
    """Put back the zero that a number loses: 6037 is 06037, 644000 is 0644000."""
    return code.zfill(_COUNTY_DIGITS if len(code) <= _COUNTY_DIGITS else _CITY_DIGITS)


def _plain(text: str) -> str:
    """Fold a name and take the accents off its letters."""
    return "".join(letter for letter in normalize("NFD", fold(text)) if not combining(letter))


def _rank(words: list[str], name: str, state: str) -> int | None:
    """Return how well the words fit, or None where one of them is in neither name nor state."""
    in_name = [word for word in words if word in name]
    if not all(word in name or word in state.split() or (len(word) > 2 and word in state) for word in words):
        return None
    if not in_name:
        return 3
    if name.startswith(" ".join(in_name)):
        return 0 if set(in_name) <= set(name.split()) else 1
    return 2
