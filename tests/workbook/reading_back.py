"""Reads a workbook back cell by cell, as its formulas and as its cached values."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import openpyxl


@dataclass(frozen=True)
class Formula:
    """A formula with the value that is cached for it."""

    text: str
    value: object


@lru_cache(maxsize=4)
def sheets_of(path: Path, *, values: bool = False) -> openpyxl.Workbook:
    """Open a workbook; openpyxl warns of the sparklines that it cannot keep, and nothing here saves them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, data_only=values)


@lru_cache(maxsize=2)
def formulas(path: Path) -> dict[tuple[str, str], Formula]:
    """Return every formula of a workbook by (sheet, cell)."""
    cached = sheets_of(path, values=True)
    return {
        (sheet.title, cell.coordinate): Formula(
            getattr(cell.value, "text", cell.value), cached[sheet.title][cell.coordinate].value
        )
        for sheet in sheets_of(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


@lru_cache(maxsize=2)
def texts(path: Path) -> dict[tuple[str, str], str]:
    """Return every text that a reader sees, by (sheet, cell), sentences made by formulas too."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in sheets_of(path, values=True)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }


def estimates(path: Path) -> Iterator[dict[str, object]]:
    """Return the rows of the Estimates table."""
    sheet = sheets_of(path, values=True)["Data"]
    head, *rows = sheet[sheet.tables["Estimates"].ref]
    names = [str(cell.value) for cell in head]
    for row in rows:
        yield dict(zip(names, (cell.value for cell in row), strict=True))


def same(one: object, other: object) -> bool:
    """Whether two values are the same, as far as a program that writes 15 digits can tell."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-14 * max(abs(one), abs(other))
    return one == other
