"""The published files, read with gzip and csv alone: what the store is held against."""

import csv
import gzip
import random
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

import mobility_xl.store

EDITION = Path(mobility_xl.store.__file__).parent / "published" / "2025"
COUNTIES, CITIES = 11, 61
"""The numbers of the overall files."""

NUMBERS = (*range(11, 21), *range(61, 69))
"""The numbers of all files."""


def path(number: int) -> Path:
    """Return the file that carries a number in its name."""
    (found,) = EDITION.glob(f"{number}_*.csv.gz")
    return found


@lru_cache(maxsize=4)
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
    place = "county" if "county" in names else "place"
    chosen = itemgetter(*map(names.index, ("state", place, "year", *columns)))
    rows = csv.reader(map(text, lines(number)))
    next(rows)
    for state, area, *rest in map(chosen, rows):
        yield (state + area, *rest)


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
