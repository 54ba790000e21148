"""The published files, read with gzip and csv alone: what the store is held against."""

import csv
import gzip
import random
from collections.abc import Iterator
from functools import cache
from itertools import islice
from operator import itemgetter
from pathlib import Path

import mobility_xl.store

EDITION = Path(mobility_xl.store.__file__).parent / "published" / "2025"
COUNTIES, CITIES = 11, 61
"""The numbers of the overall files."""

MISSING = "NA"

NUMBERS = (*range(11, 21), *range(61, 69))
"""The numbers of all files."""


def path(number: int) -> Path:
    """Return the file that carries a number in its name."""
    (found,) = EDITION.glob(f"{number}_*.csv.gz")
    return found


def lines(number: int) -> list[bytes]:
    """Return the lines of a file, header first; no published cell holds a line end."""
    return gzip.decompress(path(number).read_bytes()).splitlines()


def text(line: bytes) -> str:
    """Return a line as text: one of the files mixes UTF-8 and Latin-1."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def header(number: int) -> list[str]:
    """Return the columns of a file."""
    with gzip.open(path(number), "rt", encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def cells(number: int, *columns: str) -> Iterator[tuple[str, ...]]:
    """Return the code of each row's area, its year, and the cells of some columns."""
    names = header(number)
    wanted = ("state", "county" if "county" in names else "place", "year", *columns)
    if number in (COUNTIES, CITIES):
        chosen = zip(*map(_by_columns(number).__getitem__, wanted), strict=True)
    else:
        chosen = map(itemgetter(*map(names.index, wanted)), _rows(number))
    for state, area, *rest in chosen:
        yield (state + area, *rest)


def _rows(number: int) -> Iterator[list[str]]:
    """Return the rows of a file without its header."""
    return islice(csv.reader(map(text, lines(number))), 1, None)


@cache
def _by_columns(number: int) -> dict[str, tuple[str, ...]]:
    """Return a file by columns, to be asked often; most cells are NA, and all of those are one in memory."""
    rows = ([MISSING if cell == MISSING else cell for cell in row] for row in _rows(number))
    return dict(zip(header(number), zip(*rows, strict=True), strict=True))


def some_rows(number: int, count: int, seed: int) -> list[dict[str, str]]:
    """Return rows of a file by chance, the same in every run."""
    first, *rest = lines(number)
    chosen = random.Random(seed).sample(rest, count)  # noqa: S311 - chance that repeats
    return list(csv.DictReader(map(text, [first, *chosen])))


def geoid(row: dict[str, str]) -> str:
    """Return the code of a row's area."""
    return row["state"] + (row["county"] if "county" in row else row["place"])


def variables(number: int) -> list[str]:
    """Return the variables of a file: what has a flag beside it."""
    return [name.removesuffix("_quality") for name in header(number) if name.endswith("_quality")]
