"""Opens a store and looks numbers up, with the standard library alone.

Any number of processes may read one store at once; nobody writes to it. Numbers are read from the file
the first time a series is asked for and stay in memory.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from mobility_xl.catalog import ALL, Level
from mobility_xl.errors import BadFile
from mobility_xl.store.areas import Areas

FORMAT = 2
"""Counts up when the tables or the meaning of the numbers change; other formats are not opened."""

OVERALL = "all"
"""The subgroup type of the files that hold everybody."""

OVERALL_FILES: dict[Level, int] = {"county": 11, "city": 61}
"""The numbers of the published files that hold everybody."""

POPULATION = "population"
"""The name under which the published population is kept, beside the catalog's variables."""

HASH_DIGITS = 12

QUALITIES = ("", "Strong", "Marginal", "Weak")
"""The words of a quality flag; the position is the number that per-metric files use instead."""

QUALITY_BITS = 0b11
JUDGED_MISSING = 0b100
"""In a quality byte: the two bits of the flag, and whether the published value was judged missing."""


EMPTY = memoryview(b"").cast("d")


class Numbers(NamedTuple):
    """One cell of a series as published; what is missing is None, a missing flag 0.

    ``first`` and ``second`` are the shares of a ratio published as text.
    """

    value: float | None
    lower: float | None
    upper: float | None
    quality: int
    judged_missing: bool
    first: float | None
    second: float | None


NOTHING = Numbers(None, None, None, 0, judged_missing=False, first=None, second=None)


class Series:
    """One variable at one level for one kind of groups: years x groups x areas."""

    __slots__ = (
        "_groups",
        "_id",
        "_parts",
        "_store",
        "_years",
        "groups",
        "level",
        "subgroup_type",
        "variable",
        "width",
        "years",
    )

    def __init__(self, store: "Store", row: tuple[int, str, Level, str, str, str, int]) -> None:
        self._store = store
        self._id, self.variable, self.level, self.subgroup_type, years, groups, self.width = row
        self.years: tuple[int, ...] = tuple(json.loads(years))
        self.groups: tuple[str, ...] = tuple(json.loads(groups))
        self._years = {year: index for index, year in enumerate(self.years)}
        self._groups = {group: index for index, group in enumerate(self.groups)}
        self._parts: dict[str, memoryview[Any] | None] = {}

    def part(self, name: str) -> "memoryview[Any] | None":
        """Return all numbers of one part (value, lower, upper, quality, first, second), or None without it.

        Missing is NaN, and 0 in quality. The order is groups, then years, then areas by position.
        """
        if name not in self._parts:
            size = len(self.groups) * len(self.years) * self.width * (1 if name == "quality" else EMPTY.itemsize)
            blob = self._store.read_part(self._id, name, size)
            numbers = None if blob is None else memoryview(blob)
            self._parts[name] = numbers if numbers is None or name == "quality" else numbers.cast("d")
        return self._parts[name]

    def index(self, position: int, year: int, group: str = ALL) -> int | None:
        """Return where an area's number stands in each part, or None where the series has none."""
        row = self._years.get(year)
        block = self._groups.get(group)
        if row is None or block is None or position >= self.width:
            return None
        return (block * len(self.years) + row) * self.width + position

    def numbers(self, position: int, year: int, group: str = ALL) -> Numbers:
        """Return an area's numbers of one year and group."""
        index = self.index(position, year, group)
        return NOTHING if index is None else self._numbers_at(index)

    def everything(self, position: int) -> Iterator[tuple[str, int, Numbers]]:
        """Return an area's numbers of every group and year with a value, group by group, earliest first."""
        values = self.part("value")
        if values is None or position >= self.width:
            return
        for index, (group, year) in enumerate(product(self.groups, self.years)):
            at = index * self.width + position
            if values[at] == values[at]:
                yield group, year, self._numbers_at(at)

    def _numbers_at(self, index: int) -> Numbers:
        flags = self.part("quality")
        byte = flags[index] if flags is not None else 0
        return Numbers(
            self._number("value", index),
            self._number("lower", index),
            self._number("upper", index),
            byte & QUALITY_BITS,
            bool(byte & JUDGED_MISSING),
            self._number("first", index),
            self._number("second", index),
        )

    def across_areas(self, part: str, year: int, group: str = ALL) -> "memoryview[Any]":
        """Return one part of all areas by position, uncopied; quality as its bytes. Empty where there is none."""
        numbers, start = self.part(part), self.index(0, year, group)
        return EMPTY if numbers is None or start is None else numbers[start : start + self.width]

    def value(self, position: int, year: int, group: str = ALL) -> float | None:
        """Return an area's value of one year and group."""
        index = self.index(position, year, group)
        return None if index is None else self._number("value", index)

    def by_year(self, group: str = ALL) -> "dict[int | None, memoryview[Any]]":
        """Return the values of all areas by position for each year; None has each area's latest. Missing is NaN."""
        found: dict[int | None, memoryview[Any]] = {
            year: self.across_areas("value", year, group) for year in self.years
        }
        latest = array("d", found[self.years[-1]])
        for year in reversed(self.years[:-1]):
            for position, value in enumerate(found[year]):
                if latest[position] != latest[position]:
                    latest[position] = value
        return {**found, None: memoryview(latest)}

    def years_with_a_value(self, position: int, group: str = ALL, part: str = "value") -> Iterator[int]:
        """Return the years that have a value (or another part) for one area and group, latest first."""
        for year in reversed(self.years):
            index = self.index(position, year, group)
            if index is not None and self._number(part, index) is not None:
                yield year

    def _number(self, part: str, index: int) -> float | None:
        numbers = self.part(part)
        if numbers is None:
            return None
        number: float = numbers[index]
        return None if number != number else number  # noqa: PLR0124 - only NaN differs from itself


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A published file that a store was built from."""

    level: Level
    subgroup_type: str
    number: int
    name: str
    sha256: str
    rows: int


class Store:
    """One edition, opened for reading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()
        with self._refusing_damage():
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        with self._refusing_damage(KeyError, TypeError, ValueError):
            meta: dict[str, str] = dict(self.rows("SELECT key, value FROM meta"))
            if meta.get("format") != str(FORMAT):
                raise BadFile(f"{path} was made by another version. `mobility-xl data import` builds it anew.")
            self.edition = int(meta["edition"])
            self.title = meta["title"]
            self.hash = meta["hash"]
            rows = self.rows("SELECT id, variable, level, subgroup_type, years, groups, width FROM series")
            self._series = {
                (series.variable, series.level, series.subgroup_type): series
                for series in (Series(self, row) for row in rows)
            }
        self._absent = frozenset(self.rows("SELECT number, variable, year FROM absent"))
        self.areas = Areas(self.rows)

    def series(self, variable: str, level: Level, subgroup_type: str = OVERALL) -> Series | None:
        """Return a series, or None where nothing of it is in this store."""
        return self._series.get((variable, level, subgroup_type))

    def all_series(self) -> tuple[Series, ...]:
        """Return every series."""
        return tuple(self._series.values())

    def absent_years(self, number: int, variable: str) -> tuple[int, ...]:
        """Return the years of a variable that are published in a file, but not in this copy."""
        return tuple(sorted(year for file, name, year in self._absent if file == number and name == variable))

    @property
    def short_hash(self) -> str:
        """As much of the data's hash as tells editions and copies apart."""
        return self.hash[:HASH_DIGITS]

    @cached_property
    def file_numbers(self) -> frozenset[int]:
        """The numbers of the published files that this store was built from."""
        return frozenset(one.number for one in self.files())

    @property
    def absent(self) -> dict[int, dict[str, tuple[int, ...]]]:
        """What is published and not in this copy: years by variable by number of the file to import."""
        numbers = sorted({number for number, _, _ in self._absent})
        return {
            number: {
                name: self.absent_years(number, name)
                for name in sorted({name for file, name, _ in self._absent if file == number})
            }
            for number in numbers
        }

    def files(self) -> tuple[ImportedFile, ...]:
        """Return the files that this store was built from, by number."""
        rows = self.rows("SELECT level, subgroup_type, number, name, sha256, rows FROM file ORDER BY number")
        return tuple(ImportedFile(*row) for row in rows)

    def read_part(self, series: int, name: str, size: int) -> bytes | None:
        """Return the bytes of one part of a series, which are that many, or None where it has no such part."""
        rows = self.rows("SELECT numbers FROM part WHERE series = ? AND name = ?", series, name)
        if not rows:
            return None
        numbers = rows[0][0]
        with self._refusing_damage(ValueError):
            if not isinstance(numbers, bytes) or len(numbers) != size:
                raise ValueError(f"series {series} has no {size:,} bytes of {name}")
        return numbers

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query.

        Raises
        ------
        BadFile
            When the file is damaged.
        """
        with self._lock, self._refusing_damage():
            return self._db.execute(query, values).fetchall()

    @contextmanager
    def _refusing_damage(self, *also: type[Exception]) -> Iterator[None]:
        damage: tuple[type[Exception], ...] = (sqlite3.DatabaseError, UnicodeDecodeError, *also)
        try:
            yield
        except damage as error:
            raise BadFile(
                f"{self.path} is not a store, or is damaged ({error}). `mobility-xl data import` builds it anew."
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
