"""Puts published files into one store file: all or nothing.

The store is one SQLite file. Its tables say which areas, series and files there are; the numbers of a
series (one variable, one level, one kind of groups) are dense arrays of 8-byte floats, group by group,
year by year, area by area. Measured against one integer-coded row per estimate it is a third smaller,
needs no index, is read whole by numpy and number by number without it, and a look-up is one index.
"""

import hashlib
import json
import os
import sqlite3
import tomllib
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mobility_xl.catalog import ALL, Level, load
from mobility_xl.catalog.names import fold
from mobility_xl.errors import BadFile
from mobility_xl.store.geography import (
    Geography,
    Location,
    Overlap,
    former_areas,
    hinted_spellings,
    read_geography,
    spellings,
)
from mobility_xl.store.lookup import FORMAT, JUDGED_MISSING, OVERALL, POPULATION, Store
from mobility_xl.store.reading import Column, PublishedFile, read_file
from mobility_xl.words import several

SeriesKey = tuple[str, Level, str]

PARTS = ("value", "lower", "upper", "quality", "first", "second")
"""The parts of a series, named as in :class:`mobility_xl.store.reading.Column`."""

UNFINISHED = ".unfinished"
"""The ending of a store that is being written; one that was left behind is worthless."""

_FEWEST = 0.5
"""A file with a smaller part of the rows that it would replace was cut off on the way, in all likelihood."""

_BOUNDS = {"lower": "_lb", "upper": "_ub"}

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (level TEXT, subgroup_type TEXT, number INTEGER, name TEXT, sha256 TEXT, rows INTEGER);
CREATE TABLE absent (number INTEGER, variable TEXT, year INTEGER);
CREATE TABLE state (code TEXT PRIMARY KEY, letters TEXT) WITHOUT ROWID;
CREATE TABLE area (
    geoid TEXT PRIMARY KEY, level TEXT, position INTEGER, name TEXT, state TEXT, letters TEXT,
    first_year INTEGER, last_year INTEGER, population REAL, population_year INTEGER,
    latitude REAL, longitude REAL, area_sqkm REAL, approximate INTEGER, until INTEGER, successors TEXT
) WITHOUT ROWID;
CREATE TABLE area_name (geoid TEXT, name TEXT);
CREATE TABLE spelling (spelling TEXT, geoid TEXT, PRIMARY KEY (spelling, geoid)) WITHOUT ROWID;
CREATE TABLE overlap (county TEXT, city TEXT, share_of_city REAL, share_of_county REAL);
CREATE TABLE series (
    id INTEGER PRIMARY KEY, variable TEXT, level TEXT, subgroup_type TEXT, years TEXT, groups TEXT, width INTEGER
);
CREATE TABLE part (series INTEGER, name TEXT, numbers BLOB, PRIMARY KEY (series, name));
"""


@dataclass
class _Series:
    years: tuple[int, ...]
    groups: tuple[str, ...]
    width: int
    parts: dict[str, bytes]


@dataclass
class _Area:
    level: Level
    position: int
    state: str
    names: list[str]
    """Every published name, the latest last."""
    first_year: int
    last_year: int


@dataclass
class Draft:
    """A store in the making, in memory."""

    edition: int
    title: str
    geography: Geography
    absent: set[tuple[int, str, int]] = field(default_factory=set)
    files: dict[tuple[Level, str, str], tuple[int, str, int]] = field(default_factory=dict)
    """By level, kind of groups and file name: its number, its hash and its rows."""
    areas: dict[str, _Area] = field(default_factory=dict)
    borrowed: set[str] = field(default_factory=set)
    """The areas that are known from another edition, and in no file of this one so far."""
    series: dict[SeriesKey, _Series] = field(default_factory=dict)

    @classmethod
    def from_manifest(cls, folder: Path) -> "Draft":
        """Start from an edition's own folder: what it is, what it lacks, and the geography beside it."""
        manifest = tomllib.loads((folder / "edition.toml").read_text(encoding="utf-8"))
        absent = {
            (block["file"], variable, year)
            for block in manifest["absent"]
            for variable in block["variables"]
            for year in block["years"]
        }
        return cls(manifest["year"], manifest["title"], read_geography(folder), absent)

    @classmethod
    def from_store(cls, store: Store, edition: int) -> "Draft":
        """Start from a store: from all of it, or for another edition from its areas and geography alone."""
        title = store.title.replace(str(store.edition), str(edition))
        draft = cls(edition, title, _geography_of(store))
        names: dict[str, list[str]] = {}
        for geoid, name in store.rows("SELECT geoid, name FROM area_name ORDER BY rowid"):
            names.setdefault(geoid, []).append(name)
        draft.areas = {
            area.geoid: _Area(area.level, area.position, area.state, names[area.geoid], area.first_year, area.last_year)
            for area in store.areas.all_ever()
        }
        if edition != store.edition:
            draft.borrowed = set(draft.areas)
            return draft
        draft.absent = {
            (number, name, year) for number, names in store.absent.items() for name in names for year in names[name]
        }
        draft.files = {
            (one.level, one.subgroup_type, one.name): (one.number, one.sha256, one.rows) for one in store.files()
        }
        for series in store.all_series():
            parts = {part: bytes(numbers) for part in PARTS if (numbers := series.part(part)) is not None}
            draft.series[series.variable, series.level, series.subgroup_type] = _Series(
                series.years, series.groups, series.width, parts
            )
        return draft

    def know_more(self, store: Store) -> None:
        """Learn from another edition's store where those areas are that this one had no file for so far."""
        other = _geography_of(store)
        self.geography = Geography(
            other.locations | self.geography.locations,
            tuple(dict.fromkeys((*self.geography.overlaps, *other.overlaps))),
            other.states | self.geography.states,
        )

    def take(self, file: PublishedFile, *, fewer_rows: bool = False) -> str:
        """Put one file in, in place of an earlier one of the same content, and tell if it holds less.

        Raises
        ------
        BadFile
            When a column is gone that the earlier file had, an area is none of this edition's, or the file has
            not half the rows of the earlier one and ``fewer_rows`` does not allow that.
        """
        self._refuse_unknown_areas(file)
        kind = file.subgroup_type.name if file.subgroup_type else OVERALL
        if not fewer_rows:
            self._refuse_cut_off(file, kind)
        held = {name: series for (name, *other), series in self.series.items() if other == [file.level, kind]}
        if file.beside_others:
            held = {name: held[name] for name in held if name in {one.variable.name for one in file.columns}}
        for name in () if file.beside_others else sorted(_columns_of(held) - _columns_in(file)):
            raise BadFile(
                f"{file.path.name}, row 1: column '{name}' is missing; the {self.edition} edition at hand has it in "
                "this file. Use the whole file, or name another edition with --edition."
            )
        for name in held:
            del self.series[name, file.level, kind]
        self._take_areas(file)
        positions = np.array([self.areas[geoid].position for geoid in file.rows["geoid"]])
        for column in file.columns:
            self._take_column(file, kind, column, positions)
        if "population" in file.rows:
            self._take_population(file, positions)
        before = self._put_away(file, kind)
        self.files[file.level, kind, file.path.name] = (file.number, file.sha256, len(file.rows))
        self.absent -= {
            (file.number, name, year)
            for (name, level, other), series in self.series.items()
            for year in series.years
            if (level, other) == (file.level, kind)
        }
        if before is not None and len(file.rows) < before:
            return f"; beware: the file before had {before:,} rows"
        return ""

    def _put_away(self, file: PublishedFile, kind: str) -> int | None:
        """Forget the file that this one takes the place of, and return how many rows it had."""
        same = [key for key in self.files if key[:2] == (file.level, kind)]
        if file.beside_others:
            same = [key for key in same if key[-1] == file.path.name]
        rows = [self.files.pop(key)[-1] for key in same]
        return rows[0] if rows else None

    def _refuse_cut_off(self, file: PublishedFile, kind: str) -> None:
        """Refuse a file that has not half the rows of the one that it would take the place of."""
        before = max((rows for key, (_, _, rows) in self.files.items() if key[:2] == (file.level, kind)), default=0)
        # A former edition comes in pieces, each of some of the rows.
        if not file.beside_others and len(file.rows) < _FEWEST * before:
            raise BadFile(
                f"{file.path.name} has {several(len(file.rows), 'row')}; the file of the {self.edition} edition that "
                f"it would replace has {before:,}. It seems to be cut off: download it again, or "
                "take it as it is with --fewer-rows."
            )

    def _refuse_unknown_areas(self, file: PublishedFile) -> None:
        """Refuse a code of no state and, once the edition has its overall file, an area that is new to it."""
        geoids = file.rows["geoid"]
        bad = ~geoids.str[:2].isin(self.geography.states)
        # The files of a former edition differ in their areas: none of them says which there are.
        if not file.beside_others and any(key[:2] == (file.level, OVERALL) for key in self.files):
            bad |= ~geoids.isin({*self.areas, *self.geography.locations})
        if bad.any():
            index = int(bad.to_numpy().argmax())
            column = "county" if file.level == "county" else "place"
            raise BadFile(
                f"{file.path.name}, columns 'state' and '{column}', row {index + 2:,}: no {file.level} of the "
                f"{self.edition} edition has the code {geoids.iloc[index]}. Correct it, or name another edition "
                "with --edition."
            )

    def _width(self, level: Level) -> int:
        return sum(area.level == level for area in self.areas.values())

    def _take_areas(self, file: PublishedFile) -> None:
        """Give new areas the next positions: series that are in the draft already keep theirs."""
        width = self._width(file.level)
        rows = file.rows.sort_values("year", kind="stable").drop_duplicates(["geoid", "state", "place"], keep="last")
        years = file.rows.groupby("geoid")["year"].agg(["min", "max"])
        spans = {str(geoid): (int(first), int(last)) for geoid, first, last in years.itertuples()}
        for geoid, state, name in zip(rows["geoid"], rows["state"], rows["place"], strict=True):
            first, last = spans[geoid]
            if geoid not in self.areas:
                self.areas[geoid] = _Area(file.level, width, state, [], first, last)
                width += 1
            area = self.areas[geoid]
            if geoid in self.borrowed:
                self.borrowed.remove(geoid)
                area.first_year, area.last_year = first, last
            newest = last >= area.last_year
            area.first_year, area.last_year = min(area.first_year, first), max(area.last_year, last)
            if newest and name in area.names:
                area.names.remove(name)
            if name not in area.names:
                area.names.insert(len(area.names) if newest else 0, name)

    def _take_column(self, file: PublishedFile, kind: str, column: Column, positions: NDArray[np.int64]) -> None:
        says = column.says_something | column.judged
        if not says.any():
            return
        rows = file.rows[says]
        order = [ALL, *(group.name for group in file.subgroup_type.groups)] if file.subgroup_type else [ALL]
        present = set(rows["subgroup"].unique())
        groups = tuple(group for group in order if group in present)
        years = tuple(int(year) for year in sorted(rows["year"].unique()))
        width = self._width(file.level)
        block = rows["subgroup"].map({group: index for index, group in enumerate(groups)}).to_numpy()
        index = (block * len(years) + np.searchsorted(years, rows["year"])) * width + positions[says]
        size = len(groups) * len(years) * width
        parts = {}
        for name in PARTS:
            if name != "quality" and (numbers := getattr(column, name)) is not None and not np.isnan(numbers).all():
                spread = np.full(size, np.nan)
                spread[index] = numbers[says]
                parts[name] = spread.tobytes()
        flags = np.zeros(size, np.uint8)
        flags[index] = column.quality[says] | (column.judged[says] * np.uint8(JUDGED_MISSING))
        parts["quality"] = flags.tobytes()
        self.series[column.variable.name, file.level, kind] = _Series(years, groups, width, parts)

    def _take_population(self, file: PublishedFile, positions: NDArray[np.int64]) -> None:
        known = file.rows["population"].notna().to_numpy()
        rows, held = file.rows[known], self.series.get((POPULATION, file.level, OVERALL))
        years = tuple(int(year) for year in sorted(rows["year"].unique()))
        if not years or (file.beside_others and held and len(held.years) > len(years)):
            return
        width = self._width(file.level)
        spread = np.full(len(years) * width, np.nan)
        spread[np.searchsorted(years, rows["year"]) * width + positions[known]] = rows["population"]
        self.series[POPULATION, file.level, OVERALL] = _Series(years, (ALL,), width, {"value": spread.tobytes()})

    def write(self, path: Path) -> None:
        """Write the store beside its place, then put it there in one step.

        A process that is killed on the way leaves what was there before, and a file whose name ends in
        ``.unfinished``, which the next one removes.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        # Those of this store alone: another process may be writing another edition's.
        for left in path.parent.glob(f"{path.name}.*{UNFINISHED}"):
            left.unlink(missing_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}{UNFINISHED}")
        try:
            with closing(sqlite3.connect(temporary, isolation_level=None)) as db:
                self._fill(db)
            with temporary.open("rb+") as written:
                os.fsync(written.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except PermissionError as error:
            raise BadFile(
                f"{path} is in use by another program. Close Excel and other users of it, then repeat."
            ) from error
        except (OSError, sqlite3.Error) as error:
            raise BadFile(f"{path} cannot be written ({error}). Make room on the disk, then repeat.") from error
        finally:
            temporary.unlink(missing_ok=True)

    def _fill(self, db: sqlite3.Connection) -> None:
        db.executescript(
            "PRAGMA page_size = 32768; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + _SCHEMA
        )
        digest = hashlib.sha256("".join(sorted(sha for _, sha, _ in self.files.values())).encode()).hexdigest()
        meta = {"format": FORMAT, "edition": self.edition, "title": self.title, "hash": digest}
        db.executemany("INSERT INTO meta VALUES (?, ?)", ((key, str(value)) for key, value in meta.items()))
        db.executemany("INSERT INTO absent VALUES (?, ?, ?)", sorted(self.absent))
        db.executemany("INSERT INTO state VALUES (?, ?)", sorted(self.geography.states.items()))
        db.executemany(
            "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)",
            sorted((level, kind, row[0], name, *row[1:]) for (level, kind, name), row in self.files.items()),
        )
        db.executemany(
            "INSERT INTO overlap VALUES (?, ?, ?, ?)",
            (
                (one.county, one.city, one.share_of_city, one.share_of_county)
                for one in self.geography.overlaps
                if one.city in self.areas and one.county in self.areas
            ),
        )
        for number, (key, series) in enumerate(sorted(self.series.items()), 1):
            row = (number, *key, json.dumps(series.years), json.dumps(series.groups), series.width)
            db.execute("INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            db.executemany("INSERT INTO part VALUES (?, ?, ?)", ((number, *part) for part in series.parts.items()))
        self._fill_areas(db)
        db.execute("COMMIT")

    def _fill_areas(self, db: sqlite3.Connection) -> None:
        shared = _repeated((fold(area.names[-1]), area.state) for area in self.areas.values())
        for geoid, area in sorted(self.areas.items()):
            name, letters = area.names[-1], self.geography.states.get(geoid[:2], "")
            spelled = spellings(geoid, area.level, area.names, area.state, letters)
            if (fold(name), area.state) in shared:
                spelled |= hinted_spellings(area.level, name, area.state, letters)
            db.executemany("INSERT INTO spelling VALUES (?, ?)", ((spelling, geoid) for spelling in sorted(spelled)))
            db.executemany("INSERT INTO area_name VALUES (?, ?)", ((geoid, one) for one in area.names))
            place = self.geography.locations.get(geoid)
            location = (place.latitude, place.longitude, place.area_sqkm, place.approximate) if place else (None,) * 4
            former = former_areas().get(geoid)
            later = (former.until, " ".join(former.successors)) if former else (None, "")
            row = (geoid, area.level, area.position, name, area.state, letters, area.first_year, area.last_year)
            db.execute(
                "INSERT INTO area VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, *self._population(area), *location, *later),
            )

    def _population(self, area: _Area) -> tuple[float | None, int | None]:
        """Return the last population that is published for an area, with its year."""
        series = self.series.get((POPULATION, area.level, OVERALL))
        if series is None or area.position >= series.width:
            return None, None
        numbers = np.frombuffer(series.parts["value"])[area.position :: series.width]
        known = np.flatnonzero(~np.isnan(numbers))
        return (float(numbers[known[-1]]), series.years[known[-1]]) if len(known) else (None, None)


def build_published(folder: Path, path: Path, progress: Callable[[int, int, str], None]) -> None:
    """Build the store of an edition from its folder of published files."""
    draft = Draft.from_manifest(folder)
    files = sorted(folder.glob("[0-9]*.csv.gz"))
    for done, file in enumerate(files):
        progress(done, len(files), file.name)
        draft.take(read_file(file, load()))
    draft.write(path)
    progress(len(files), len(files), "")


def _geography_of(store: Store) -> Geography:
    return Geography(
        {
            area.geoid: Location(area.latitude, area.longitude, area.area_sqkm, area.approximate)
            for area in store.areas.all_ever()
            if area.latitude is not None and area.longitude is not None
        },
        tuple(Overlap(*row) for row in store.rows("SELECT county, city, share_of_city, share_of_county FROM overlap")),
        dict(store.rows("SELECT code, letters FROM state")),
    )


def _columns_of(held: dict[str, _Series]) -> set[str]:
    """Return the columns of numbers that these series came from."""
    bounds = (f"{name}{end}" for name, one in held.items() for part, end in _BOUNDS.items() if part in one.parts)
    return {*held, *bounds}


def _columns_in(file: PublishedFile) -> set[str]:
    """Return the columns of numbers that a file has."""
    columns = {one.variable.name: one for one in file.columns}
    bounds = (
        f"{name}{end}"
        for name, one in columns.items()
        for part, end in _BOUNDS.items()
        if getattr(one, part) is not None
    )
    return {*columns, *bounds, *({POPULATION} & {*file.rows})}


def _repeated(keys: Iterable[Any]) -> set[Any]:
    seen: set[Any] = set()
    return {key for key in keys if key in seen or seen.add(key)}  # type: ignore[func-returns-value]
