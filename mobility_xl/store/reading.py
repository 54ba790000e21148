"""Reads one published wide CSV file, repairs what can be repaired and refuses the rest.

After this door, codes are text with their zeros, missing is missing, a flag is 0 to 3 and every
number is the published one, bit for bit. Refusals name the column and the row; the header is row 1.
"""

import codecs
import csv
import gzip
import hashlib
import io
import math
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mobility_xl.catalog import ALL, Catalog, Level, SubgroupType, Variable
from mobility_xl.errors import BadFile
from mobility_xl.store.lookup import OVERALL_FILES, QUALITIES
from mobility_xl.words import several

Floats = NDArray[np.float64]

MISSING = "NA"

_FLAGS = {MISSING: 0, **{word: flag for flag, word in enumerate(QUALITIES) if word}, "1": 1, "2": 2, "3": 3}
_LEVELS: dict[str, Level] = {"county": "county", "place": "city"}
_CODE_DIGITS = {"state": 2, "county": 3, "place": 5}
_CODE = re.compile(r"([0-9]+)(?:\.0)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# Three digits always: what a spreadsheet makes of such a text, 12:30:00 or 0:00, is refused.
_SHARES = re.compile(r"([01]\.[0-9]{3}):([01]\.[0-9]{3})")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_FIRST_ROW = 2
_MANY = 200


def _byte_as_latin_1(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are not UTF-8 as Latin-1: a published file mixes the two in one column."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("byte-as-latin-1", _byte_as_latin_1)


@dataclass(frozen=True)
class Origin:
    """Where bytes come from that are no file as it was published: what it calls their columns, and their rows in it."""

    called: dict[str, str]
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Column:
    """One variable of a file, row by row; a missing number is NaN, a missing flag 0.

    ``lower`` and ``upper`` are None where the file has no bounds. ``first`` and ``second`` are the
    shares of a ratio published as text, and ``value`` their quotient. ``judged`` marks the rows
    whose published value the catalog reads as no value.
    """

    variable: Variable
    value: Floats
    quality: NDArray[np.uint8]
    judged: NDArray[np.bool_]
    lower: Floats | None = None
    upper: Floats | None = None
    first: Floats | None = None
    second: Floats | None = None

    @property
    def says_something(self) -> NDArray[np.bool_]:
        """The rows with a value, with a flag, or with the shares of an undefined ratio."""
        says = ~np.isnan(self.value) | (self.quality > 0)
        return says if self.first is None else says | ~np.isnan(self.first)


@dataclass(frozen=True)
class PublishedFile:
    """One file, read and checked. ``subgroup_type`` is None where it holds everybody."""

    path: Path
    sha256: str
    level: Level
    subgroup_type: SubgroupType | None
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    """With geoid, year, state, place and subgroup, and population in an overall file."""
    repairs: tuple[str, ...]
    """What was put right, in words."""
    beside_others: bool = False
    """Whether other files of the same edition hold other variables for the same groups."""

    def __str__(self) -> str:
        """Return what the file is, on one line."""
        kind = f"by {self.subgroup_type.label}" if self.subgroup_type else "all people"
        what = f"{self.path.name}: {self.level} file {self.number}, {kind}, {len(self.rows):,} rows"
        return "; ".join((what, *self.repairs))

    @property
    def number(self) -> int:
        """The number that the published file of this content carries in its name."""
        return self.subgroup_type.files[self.level] if self.subgroup_type else OVERALL_FILES[self.level]


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, unpacked where it is gzip, whatever its name says.

    Raises
    ------
    BadFile
        When it cannot be opened, is cut short, or is plainly something else than CSV.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from error
    if raw.startswith(b"\x1f\x8b"):
        try:
            raw = gzip.decompress(raw)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise BadFile(f"{path.name} is cut short or damaged ({error}). Download it again.") from error
    start = raw[:512].removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith(b"<"):
        raise BadFile(f"{path.name} is a web page, not a CSV file. Download the file itself, not the page about it.")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadFile(f"{path.name} is an Excel workbook or a zip file. Use the published CSV file.")
    if not start:
        raise BadFile(f"{path.name} is empty. Download it again.")
    if (nul := raw.find(b"\0")) >= 0:
        row = raw.count(b"\n", 0, nul) + 1
        raise BadFile(f"{path.name}, row {row:,} holds a byte of zeros: it is damaged, or no UTF-8. Download it again.")
    return raw


def read_rows(raw: bytes) -> Iterator[list[str]]:
    """Return the rows of a file's bytes as text, header first: exact, and slow beside :func:`read_file`."""
    text = raw.decode("utf-8-sig", "byte-as-latin-1")
    return csv.reader(io.StringIO(text, newline=""), strict=True)


def read_file(path: Path, catalog: Catalog) -> PublishedFile:
    """Read one published file: CSV, plain or gzip, UTF-8, Latin-1 or both, columns in any order.

    Raises
    ------
    BadFile
        Naming the file, the column and the first bad row.
    """
    return read_published(path, read_bytes(path), catalog)


def read_published(path: Path, raw: bytes, catalog: Catalog, origin: Origin | None = None) -> PublishedFile:
    """Read the bytes of a published file; ``origin`` says what they are in the file itself, where that differs.

    Raises
    ------
    BadFile
        As :func:`read_file` does.
    """
    layout = _Layout(path.name, raw, catalog, origin or Origin({}))
    frame = layout.frame(raw)
    subgroup, subgroup_type = layout.subgroups(frame)
    geoid, repairs = layout.geoids(frame)
    state, place = layout.names(frame)
    rows = pd.DataFrame(
        {"geoid": geoid, "year": layout.years(frame), "state": state, "place": place, "subgroup": subgroup}
    )
    if "population" in frame:
        rows["population"] = frame["population"]
    layout.refuse_duplicates(rows)
    columns = tuple(layout.column(frame, variable) for variable in layout.variables)
    return PublishedFile(path, hashlib.sha256(raw).hexdigest(), layout.level, subgroup_type, columns, rows, repairs)


class _Layout:
    """What each column of one file means, in whatever order the columns stand."""

    def __init__(self, file: str, raw: bytes, catalog: Catalog, origin: Origin) -> None:
        self._file = file
        self._origin = origin
        self._catalog = catalog
        self._header = self._read_header(raw)
        self.level = self._find_level()
        self._place_column = "county" if self.level == "county" else "place"
        self._kinds: dict[str, str] = dict.fromkeys(
            ("year", "state", "state_name", self._place_column, f"{self._place_column}_name"), "word"
        )
        for column in self._kinds:
            self._require(column, "every published file has it")
        for column, other in (("subgroup", "subgroup_type"), ("subgroup_type", "subgroup")):
            if other in self._header:
                self._require(column, f"{other} is there")
        self._kinds |= {"subgroup": "word", "subgroup_type": "word", "population": "number"}
        self.variables = self._find_variables()

    def _read_header(self, raw: bytes) -> list[str]:
        try:
            header = next(read_rows(raw.partition(b"\n")[0]), [])
        except csv.Error as error:
            raise BadFile(f"{self._file}, row 1 is not CSV ({error}). Download the file again.") from error
        for column in header:
            if header.count(column) > 1:
                times = header.count(column)
                raise BadFile(f"{self._file}, row 1: column '{column}' stands there {times} times. Keep one.")
        return header

    def _find_level(self) -> Level:
        levels = [level for column, level in _LEVELS.items() if column in self._header]
        for mark, name in ((";", "semicolons"), ("\t", "tabs")):
            if len(self._header) == 1 and mark in self._header[0]:
                raise BadFile(f"{self._file}, row 1 is divided by {name}. Use the published file, divided by commas.")
        if len(levels) != 1:
            header = "".join(one if one.isprintable() else "?" for one in ", ".join(self._header)[:_MANY])
            raise BadFile(
                f"{self._file}, row 1 needs a column 'county' or a column 'place', not "
                f"{'both' if levels else 'neither'}. Use the published file. Columns here: {header} ..."
            )
        return levels[0]

    def _require(self, column: str, because: str) -> None:
        if column not in self._header:
            raise BadFile(f"{self._file}, row 1: column '{column}' is missing; {because}. Use the published file.")

    def _find_variables(self) -> list[Variable]:
        """Say what every column is, and refuse half a variable."""
        found: dict[str, Variable] = {}
        for column in self._header:
            if column in self._kinds:
                continue
            name = next((stem for stem in _stems(column) if stem in self._catalog.variables), None)
            if name is None:
                raise BadFile(
                    f"{self._file}, row 1: column '{column}' is not in the catalog. Remove it, or declare it in "
                    "catalog/pillars."
                )
            found[name] = self._catalog.variables[name]
        for name, variable in found.items():
            self._require(name, "its bounds or its flag are there")
            self._require(f"{name}_quality", f"{name} is there, and every variable has a flag")
            self._kinds |= {name: "shares" if variable.shares else "number", f"{name}_quality": "flag"}
            for bound, other in ((f"{name}_lb", f"{name}_ub"), (f"{name}_ub", f"{name}_lb")):
                if bound in self._header:
                    self._require(other, f"{bound} is there")
                    self._kinds[bound] = "number"
        if not found:
            raise BadFile(f"{self._file}, row 1 has no column of a metric. Use the published file.")
        return list(found.values())

    def frame(self, raw: bytes) -> pd.DataFrame:
        """Read the rows: numbers as numbers, all else as categories of text, since text repeats."""
        numbers = [column for column in self._header if self._kinds[column] == "number"]
        try:
            frame = pd.read_csv(
                io.BytesIO(raw.rstrip(b"\r\n")),
                # Not "category": the reader would make numbers of codes and drop their zeros.
                dtype={column: "float64" if column in numbers else "object" for column in self._header},
                na_values={column: [MISSING] for column in numbers},
                keep_default_na=False,
                skip_blank_lines=False,
                encoding="utf-8-sig",
                encoding_errors="byte-as-latin-1",
            )
        except (ValueError, pd.errors.ParserError) as error:
            self._refuse_first_fault(raw, str(error))
        if frame.empty:
            raise BadFile(f"{self._file} has a header and no rows. Download it again.")
        for column in numbers:
            self._refuse_where(frame, column, np.isinf(frame[column].to_numpy()), "a number or NA")
        return frame.astype({column: "category" for column in self._header if column not in numbers})

    def _refuse_first_fault(self, raw: bytes, reported: str) -> NoReturn:
        """Find the row and the column that the quick reader could not name."""
        row = 0
        try:
            for row, cells in enumerate(read_rows(raw), 1):
                if len(cells) != len(self._header):
                    column = self._header[min(len(cells), len(self._header) - 1)]
                    where = "ends before" if len(cells) < len(self._header) else "goes on after"
                    raise BadFile(
                        f"{self._file}, row {row:,} {where} column '{column}': it has {len(cells)} cells where the "
                        f"header has {len(self._header)}. The file is cut short or damaged. Download it again."
                    )
                for column, cell in zip(self._header, cells, strict=True):
                    if row > 1 and self._kinds[column] == "number" and not _is_number(cell):
                        self._refuse(column, row, cell, "a number or NA")
        except csv.Error as error:
            raise BadFile(f"{self._file}, row {row + 1:,} is not CSV ({error}). Download it again.") from error
        raise BadFile(f"{self._file} is not CSV ({reported}). Download it again.")

    def _refuse(self, column: str, row: int, found: object, expected: str) -> NoReturn:
        column = self._origin.called.get(column, column)
        row = self._origin.rows[row - _FIRST_ROW] if self._origin.rows else row
        raise BadFile(f"{self._file}, column '{column}', row {row:,}: '{found}' should be {expected}.")

    def _refuse_where(self, frame: pd.DataFrame, column: str, bad: NDArray[np.bool_], expected: str) -> None:
        if bad.any():
            index = int(bad.argmax())
            self._refuse(column, index + _FIRST_ROW, frame[column].iloc[index], expected)

    def _translated(self, frame: pd.DataFrame, column: str, translation: dict[str, Any], expected: str) -> NDArray[Any]:
        """Return a column of repeating text with every text replaced; None refuses it."""
        texts = frame[column].cat.categories
        replaced = [translation.get(text) for text in texts]
        codes = frame[column].cat.codes.to_numpy()
        for code, text in enumerate(replaced):
            if text is None:
                self._refuse_where(frame, column, codes == code, expected)
        return np.array(replaced)[codes]

    def years(self, frame: pd.DataFrame) -> NDArray[Any]:
        """Return each row's year."""
        years = {text: int(text) for text in frame["year"].cat.categories if _YEAR.fullmatch(text)}
        return self._translated(frame, "year", years, "a year of four digits")

    def geoids(self, frame: pd.DataFrame) -> tuple[NDArray[Any], tuple[str, ...]]:
        """Return each row's code, with the zeros that spreadsheets drop put back (1,1 is 01001)."""
        parts = []
        repaired = np.zeros(len(frame), bool)
        for column in ("state", self._place_column):
            digits = _CODE_DIGITS[column]
            found = {text: _CODE.fullmatch(text) for text in frame[column].cat.categories}
            codes = {text: one[1].zfill(digits) for text, one in found.items() if one and len(one[1]) <= digits}
            parts.append(self._translated(frame, column, codes, f"a code of {digits} digits"))
            repaired |= parts[-1] != frame[column].to_numpy(dtype=object)
        geoid = np.char.add(*parts).astype(object)
        told = f"put the leading zeros back into the codes of {several(int(repaired.sum()), 'row')}"
        return geoid, (told,) if repaired.any() else ()

    def names(self, frame: pd.DataFrame) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return each row's state and place names.

        One year has "New Mexico, Doña Ana County" as the state and no county: a slip that is undone.
        """
        columns = ("state_name", f"{self._place_column}_name")
        state, place = (frame[column].to_numpy(dtype=object) for column in columns)
        for column, names, missing in zip(columns, (state, place), (("", MISSING), ("",)), strict=True):
            self._refuse_where(frame, column, np.isin(names, missing), "a name")
        for index in np.flatnonzero(place == MISSING):
            name, comma, rest = state[index].partition(", ")
            if not comma:
                self._refuse(f"{self._place_column}_name", int(index) + _FIRST_ROW, MISSING, "a name")
            state[index], place[index] = name, rest
        return state, place

    def subgroups(self, frame: pd.DataFrame) -> tuple[NDArray[Any], SubgroupType | None]:
        """Return each row's group, and what kind of groups the file is about.

        The overall city file has stray subgroup columns that say All or nothing: it is about everybody.
        """
        everybody = np.full(len(frame), ALL, dtype=object)
        if "subgroup" not in frame or "subgroup_type" not in frame:
            return everybody, None
        groups = set(frame["subgroup"].cat.categories) - {ALL, MISSING}
        if not groups:
            return everybody, None
        kinds = frame["subgroup_type"]
        names = sorted({one.published for one in self._catalog.subgroup_types.values()})
        unknown = ~(frame["subgroup"].isin([ALL, MISSING]) | kinds.isin(names))
        self._refuse_where(frame, "subgroup_type", unknown.to_numpy(), f"one of {', '.join(names)}")
        types = [one for one in self._catalog.subgroup_types.values() if one.published in kinds.cat.categories]
        fitting = max(types, key=lambda one: len(groups & {group.name for group in one.groups}))
        expected = [ALL, *(group.name for group in fitting.groups)]
        known = {MISSING: ALL, **{name: name for name in expected}}
        subgroups = self._translated(frame, "subgroup", known, f"one of {'; '.join(expected)}").astype(object)
        other = ~kinds.isin([fitting.published, "all", MISSING])
        self._refuse_where(frame, "subgroup_type", other.to_numpy(), f"{fitting.published} or all")
        return subgroups, fitting

    def refuse_duplicates(self, rows: pd.DataFrame) -> None:
        """Refuse a second row for the same area, year and group."""
        keys = rows[["geoid", "year", "subgroup"]]
        again = keys.duplicated().to_numpy()
        if again.any():
            index = int(again.argmax())
            key = keys.iloc[index]
            first = int((keys == key).all(axis=1).to_numpy().argmax()) + _FIRST_ROW
            raise BadFile(
                f"{self._file}, columns 'state', '{self._place_column}' and 'year', row {index + _FIRST_ROW:,}: "
                f"{key.geoid}, {key.year}, {key.subgroup} stands there already in row {first:,}. Keep one of the two."
            )

    def column(self, frame: pd.DataFrame, variable: Variable) -> Column:
        """Put one variable's cells together."""
        name = variable.name
        quality = self._translated(frame, f"{name}_quality", _FLAGS, "Strong, Marginal, Weak, 1, 2, 3 or NA")
        lower, upper = (frame[key].to_numpy() if key in frame else None for key in (f"{name}_lb", f"{name}_ub"))
        if lower is not None and upper is not None:
            self._refuse_where(frame, f"{name}_lb", lower > upper, f"no more than its {name}_ub")
        nowhere = np.zeros(len(frame), bool)
        if variable.shares:
            first, second = self._shares(frame, name)
            with np.errstate(divide="ignore", invalid="ignore"):
                value = np.where(second == 0, np.nan, first / second)
            return Column(variable, value, quality.astype(np.uint8), nowhere, lower, upper, first, second)
        value = frame[name].to_numpy()
        judged = nowhere if variable.judged_missing is None else value == variable.judged_missing
        return Column(variable, np.where(judged, np.nan, value), quality.astype(np.uint8), judged, lower, upper)

    def _shares(self, frame: pd.DataFrame, name: str) -> tuple[Floats, Floats]:
        texts = frame[name].cat.categories
        shares = {text: (float(match[1]), float(match[2])) for text in texts if (match := _SHARES.fullmatch(text))}
        known = {MISSING: (math.nan, math.nan), **shares}
        expected = "two shares such as 0.119:0.246, or NA (a spreadsheet may have made a time of it)"
        pairs = self._translated(frame, name, known, expected)
        return pairs[:, 0], pairs[:, 1]


def _stems(column: str) -> Iterator[str]:
    """Return the variable names that a column may belong to."""
    yield column
    for suffix in ("_quality", "_lb", "_ub"):
        if column.endswith(suffix):
            yield column.removesuffix(suffix)


def _is_number(cell: str) -> bool:
    return cell == MISSING or (_NUMBER.fullmatch(cell.strip(" ")) is not None and math.isfinite(float(cell)))
