"""Writes a former edition's file as today's would be: its columns, flags, groups and years by today's names.

What is published stays as it is, but for three texts that say the same number in another way
(``20.8%:27.5%``, ``2235:1``, and a ratio that today's edition halves). Rows keep their places, so that a
refusal names the row of the file.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mobility_xl.catalog import ALL, Level
from mobility_xl.catalog.former import FormerEdition
from mobility_xl.errors import BadFile
from mobility_xl.store.reading import MISSING, Origin, read_bytes, read_rows

SUMMARY = "metric_vars_prefix"
"""A column of the tables that describe the metrics and hold no numbers."""

_SUFFIXES = ("_lb", "_ub", "_quality", "")
_AS_TODAY = ("year", "state", "county", "place", "state_name", "county_name", "place_name", "population")
_PERCENTS = re.compile(r"([0-9]+)\.([0-9])%:([0-9]+)\.([0-9])%")
_TO_ONE = re.compile(r"([0-9]+):1")

EVERYBODY = ("all", MISSING)
"""What stands in place of a kind of groups where a number is about everybody."""

Row = list[str]
Numbered = tuple[int, Row]
Cell = Callable[[Row], str]


@dataclass(frozen=True)
class Translated:
    """A file, or the part of it that today is a file, in today's form."""

    raw: bytes
    sha256: str
    """That of the file itself."""
    origin: Origin
    left_out: tuple[str, ...]
    """What of the file is in no part, in words."""
    has_years: bool


def holds_numbers(path: Path) -> bool:
    """Whether a file is more than a table that describes the metrics."""
    return SUMMARY not in next(read_rows(read_bytes(path).partition(b"\n")[0]), [])


def translated(path: Path, former: FormerEdition) -> Iterator[Translated]:
    """Give a former edition's file in today's form.

    A file of several kinds of groups is given once for each kind, one without years once for every year that
    its numbers are of.

    Raises
    ------
    BadFile
        When a column is none of that edition's.
    """
    raw = read_bytes(path)
    rows = read_rows(raw)
    try:
        header = next(rows, [])
        body = list(_whole(rows, header, path.name))
    except csv.Error as error:
        raise BadFile(f"{path.name} is not CSV ({error}). Download it again.") from error
    if ("county" in header) == ("place" in header):
        raise BadFile(f"{path.name}, row 1 needs a column 'county' or a column 'place'. Use the published file.")
    level: Level = "county" if "county" in header else "city"
    file = _Translation(path.name, header, level, former, hashlib.sha256(raw).hexdigest())
    for part in _by_kind(header, body):
        if "year" in header:
            yield file.of(part, file.names)
            continue
        for year in sorted({former.variables[name, level].recent for name in file.names}):
            yield file.of(part, [name for name in file.names if former.variables[name, level].recent == year], year)


def _by_kind(header: Row, body: list[Numbered]) -> Iterator[list[Numbered]]:
    """Give the rows of each kind of groups, with those of everybody."""
    if "subgroup_type" not in header:
        yield body
        return
    at = header.index("subgroup_type")
    for kind in dict.fromkeys(row[at] for _, row in body if row[at] not in EVERYBODY):
        yield [one for one in body if one[1][at] in {kind, *EVERYBODY}]


def _whole(rows: Iterable[Row], header: Row, file: str) -> Iterator[Numbered]:
    """Give the rows, which have a cell for every column, with their numbers; refuse the first that has not."""
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise BadFile(
                f"{file}, row {number:,} has {len(row)} cells where the header has {len(header)}. Download it again."
            )
        yield number, row


class _Translation:
    """Knows where each column of today stands in one former file."""

    def __init__(self, file: str, header: Row, level: Level, former: FormerEdition, sha256: str) -> None:
        self._file = file
        self._sha256 = sha256
        self._at = {column: index for index, column in enumerate(header)}
        self._level = level
        self._former = former
        flags = {*former.flags.values(), *former.passed_over}
        unwanted = {one.column: one for one in former.left_out.values()}
        left_out = []
        names: dict[str, None] = {}
        for column in header:
            if column in (*_AS_TODAY, "subgroup", "subgroup_type") or column in flags:
                continue
            stems = [column.removesuffix(suffix) for suffix in _SUFFIXES if column.endswith(suffix)]
            # The longest name goes first: index_air_quality is a metric, and no flag of index_air.
            name = next((today for stem in reversed(stems) if (today := former.today(stem, level))), None)
            if name:
                names[name] = None
            elif left := next((unwanted[stem] for stem in stems if stem in unwanted), None):
                left_out.append(f"{left.column} is left out: {left.why}")
            else:
                raise BadFile(
                    f"{file}, row 1: column '{column}' is not known in the {former.year} edition. Remove it, or use "
                    "the published file."
                )
        self.names = list(names)
        self._left_out = tuple(dict.fromkeys(left_out))

    def of(self, body: list[Numbered], names: list[str], year: int | None = None) -> Translated:
        """Write some variables in today's form, with the year that a file without years does not name."""
        columns: dict[str, Cell] = {one: self._cell(one) for one in _AS_TODAY if one in self._at}
        if year is not None:
            columns = {"year": lambda _: str(year), **columns}
        if "subgroup" in self._at:
            columns |= {"population": self._of_everybody("population")} if "population" in self._at else {}
            columns |= {
                "subgroup_type": self._renamed("subgroup_type", self._former.kinds),
                "subgroup": self._renamed("subgroup", self._former.groups),
            }
        called = {}
        for name in names:
            for today, then, cell in self._variable(name):
                columns[today] = cell
                called[today] = then
        made = io.StringIO()
        writer = csv.writer(made, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([cell(row) for cell in columns.values()] for _, row in body)
        origin = Origin(called, tuple(number for number, _ in body))
        return Translated(made.getvalue().encode(), self._sha256, origin, self._left_out, year is None)

    def _cell(self, column: str) -> Cell:
        index = self._at[column]
        return lambda row: row[index] or MISSING

    def _of_everybody(self, column: str) -> Cell:
        """Return the way to a cell that counts once: it stands beside every group."""
        cell, group = self._cell(column), self._cell("subgroup")
        return lambda row: cell(row) if group(row) in {ALL, MISSING} else MISSING

    def _renamed(self, column: str, names: dict[str, str]) -> Cell:
        cell = self._cell(column)
        return lambda row: names.get(cell(row), cell(row))

    def _variable(self, name: str) -> Iterator[tuple[str, str, Cell]]:
        """Give each column of a variable: today's name, the file's, and the way to its cell."""
        then = self._former.variables[name, self._level]
        for suffix in ("", "_lb", "_ub"):
            if then.name + suffix in self._at:
                cell = self._cell(then.name + suffix)
                yield f"{name}{suffix}", f"{then.name}{suffix}", _number(cell, then.factor)
        flag = self._former.flags.get(name, f"{then.name}_quality")
        if flag in self._at:
            yield f"{name}_quality", flag, self._cell(flag)
        elif name in self._former.always_strong:
            value = self._cell(then.name)
            yield f"{name}_quality", flag, lambda row: MISSING if value(row) == MISSING else "1"


def _number(cell: Cell, factor: float) -> Cell:
    """Return the way to a number in today's spelling."""

    def spelled(row: Row) -> str:
        text = cell(row)
        if percents := _PERCENTS.fullmatch(text):
            return ":".join(_share(*percents.group(whole, whole + 1)) for whole in (1, 3))
        if to_one := _TO_ONE.fullmatch(text):
            return to_one[1]
        if factor == 1 or text == MISSING:
            return text
        try:
            return repr(float(text) * factor)
        except ValueError:
            return text  # The reading that follows refuses it by its row.

    return spelled


def _share(whole: str, tenth: str) -> str:
    """Return ``20`` and ``8`` of 20.8% as 0.208, without a calculation that could round."""
    digits = f"{whole}{tenth}".zfill(4)
    return f"{digits[:-3]}.{digits[-3:]}"
