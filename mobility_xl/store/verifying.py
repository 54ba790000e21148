"""Reads published files again, cell by cell, and compares every number and flag with the store.

It shares nothing with the import but the unpacking of a file: rows come from the csv module, numbers
from ``float``, and the store answers through its look-ups.
"""

import csv
import math
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from mobility_xl.catalog import ALL, Catalog, Level, Variable
from mobility_xl.catalog.former import former_edition
from mobility_xl.errors import BadFile
from mobility_xl.store.areas import padded
from mobility_xl.store.former_files import holds_numbers, translated
from mobility_xl.store.lookup import JUDGED_MISSING, OVERALL, POPULATION, QUALITIES, QUALITY_BITS, Series, Store
from mobility_xl.store.reading import MISSING, read_bytes, read_rows

_SUFFIXES = {"value": "", "lower": "_lb", "upper": "_ub", "quality": "_quality"}
_FLAGS = {**{word: flag for flag, word in enumerate(QUALITIES) if word}, "1": 1, "2": 2, "3": 3}
_DIGITS: dict[Level, int] = {"county": 3, "city": 5}


@dataclass
class Comparison:
    """What the comparison of one file found."""

    file: str
    estimates: int = 0
    bounds: int = 0
    flags: int = 0
    judged_missing: int = 0
    differences: list[str] = field(default_factory=list)


def verify_file(path: Path, store: Store, catalog: Catalog) -> Comparison:
    """Compare one published file with the store.

    Parameters
    ----------
    path
        A file of the store's edition.
    store
        The store to hold against it.
    catalog
        Says which column is what, and which published values stand for no value.

    Returns
    -------
    Comparison
        Counts of what was compared, and a sentence for every difference: a number or a flag that is not
        the same, one that the store lacks, and one that the store has and the file has not.

    Raises
    ------
    BadFile
        When it is no published file that an import would take.
    """
    try:
        return _verify(path, store, catalog)
    except (csv.Error, IndexError, ValueError) as error:
        raise BadFile(
            f"{path.name} is no published file ({error}). `mobility-xl data import` names the column and the row."
        ) from error


def _verify(path: Path, store: Store, catalog: Catalog) -> Comparison:
    found = Comparison(path.name)
    former = former_edition(store.edition, catalog)
    if former is None:
        _compare(found, read_bytes(path), store, catalog, whole=True)
    elif holds_numbers(path):
        for part in translated(path, former):
            _compare(found, part.raw, store, catalog, whole=False)
    return found


def _compare(found: Comparison, raw: bytes, store: Store, catalog: Catalog, *, whole: bool) -> None:
    """Compare a file's bytes; ``whole`` says that no other file holds numbers of the same groups."""
    kind = _kind(found.file, read_rows(raw), catalog)
    rows = read_rows(raw)
    header = next(rows, [])
    level: Level = "county" if "county" in header else "city"
    columns = [
        _Column(part, header.index(name + suffix), name, store.series(name, level, kind), variable)
        for name, variable in catalog.variables.items()
        for part, suffix in _SUFFIXES.items()
        if name + suffix in header
    ]
    if whole and POPULATION in header:
        columns.append(_Column("value", header.index(POPULATION), POPULATION, store.series(POPULATION, level), None))
    place_of = _Places(header, store, level, kind != OVERALL)
    cells_of = itemgetter(*(column.index for column in columns)) if columns else lambda _: ()
    for number, row in enumerate(rows, 2):
        place = place_of(row)
        cells = cells_of(row) if len(columns) > 1 else (cells_of(row),)
        for column, cell in zip(columns, cells, strict=True):
            if cell == MISSING:
                continue
            _count(found, column, cell)
            if column.differs(cell, column.series.index(*place) if column.series else None):
                found.differences.append(f"row {number:,}, {column.name} {column.part}: the file has {cell}.")
    if not whole:
        return
    for column in columns:
        if (extra := column.held_by_store() - column.seen) > 0:
            found.differences.append(f"{column.name} {column.part}: the store has {extra:,} that the file has not.")
    for name in catalog.variables:
        series = store.series(name, level, kind)
        for part, suffix in _SUFFIXES.items():
            if series and series.part(part) and name + suffix not in header:
                found.differences.append(f"{name} {part}: the store has it, the file has no such column.")


def verify(paths: Iterable[Path], store: Store, catalog: Catalog) -> Iterator[Comparison]:
    """Compare files with the store, one after the other, each when it is asked for.

    Raises
    ------
    BadFile
        When a file cannot be read as the published one that it should be.
    """
    for path in paths:
        yield verify_file(path, store, catalog)


def _kind(file: str, rows: Iterator[list[str]], catalog: Catalog) -> str:
    """Return the subgroup type of a file, by its groups."""
    header = next(rows, [])
    if "subgroup" not in header:
        return OVERALL
    column = header.index("subgroup")
    groups = {row[column] for row in rows} - {ALL, MISSING}
    if not groups:
        return OVERALL
    for one in catalog.subgroup_types.values():
        if groups <= {group.name for group in one.groups}:
            return one.name
    raise BadFile(f"{file}: no kind of groups has {', '.join(sorted(groups))}.")


class _Column:
    """One column of a file beside the same part of a series."""

    def __init__(self, part: str, index: int, name: str, series: Series | None, variable: Variable | None) -> None:
        self.part = part
        self.index = index
        self.name = name
        self.series = series
        self.judged = variable.judged_missing if variable else None
        self.shares = bool(variable and variable.shares)
        self.seen = 0

    def differs(self, cell: str, place: int | None) -> bool:
        """Whether the store says something else than a published cell that is not missing."""
        self.seen += 1
        if self.series is None or place is None:
            return True
        if self.part == "quality":
            return self._number("quality", place) % (QUALITY_BITS + 1) != _FLAGS.get(cell, -1)
        if self.part == "value" and self.shares:
            first, second = map(float, cell.split(":"))
            value = self._number("value", place)
            undefined = second == 0 and math.isnan(value)
            held = (self._number("first", place), self._number("second", place))
            return (first, second) != held or not (undefined or (second and value == first / second))
        if self.part == "value" and self.judged == float(cell):
            return not int(self._number("quality", place)) & JUDGED_MISSING
        return self._number(self.part, place) != float(cell)

    def _number(self, part: str, place: int) -> float:
        numbers = self.series.part(part) if self.series else None
        return float("nan") if numbers is None else numbers[place]

    def held_by_store(self) -> int:
        """Count what the store holds for this column: numbers, and those that are judged missing."""
        part = "first" if self.part == "value" and self.shares else self.part
        numbers = (self.series.part(part) if self.series else None) or ()
        if part == "quality":
            return sum(1 for byte in numbers if byte & QUALITY_BITS)
        flags = (self.series.part("quality") if self.series and part == "value" else None) or ()
        judged = sum(1 for byte in flags if byte & JUDGED_MISSING)
        return judged + sum(1 for number in numbers if number == number)  # noqa: PLR0124 - only NaN differs from itself


class _Places:
    """Says which area, year and group each row of a file is about."""

    def __init__(self, header: list[str], store: Store, level: Level, grouped: bool) -> None:
        self._positions = {area.geoid: area.position for area in store.areas.all_ever() if area.level == level}
        self._digits = _DIGITS[level]
        columns = ("state", "county" if level == "county" else "place", "year")
        self._state, self._place, self._year = map(header.index, columns)
        self._group = header.index("subgroup") if grouped else None

    def __call__(self, row: list[str]) -> tuple[int, int, str]:
        """Return position, year and group; a position beyond all areas where the store does not know the area."""
        geoid = padded(row[self._state] + row[self._place].zfill(self._digits))
        group = ALL if self._group is None or row[self._group] == MISSING else row[self._group]
        return self._positions.get(geoid, sys.maxsize), int(row[self._year]), group


def _count(found: Comparison, column: _Column, cell: str) -> None:
    if column.name == POPULATION:
        return
    if column.part == "value":
        found.estimates += 1
        found.judged_missing += column.judged is not None and not column.shares and float(cell) == column.judged
    elif column.part == "quality":
        found.flags += 1
    else:
        found.bounds += 1
