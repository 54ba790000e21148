"""Twelve copies of one workbook as partners send them back: filled in, saved and spoilt in their ways."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from mobility_xl.partners.publish import publish
from mobility_xl.partners.reading.filled import Reading
from mobility_xl.workbook.entries import METRIC, REVIEW_NOTES
from tests.partners.moving import insert_row, swap_rows, write_below
from tests.workbook.filling import Value, filled, table_of
from tests.workbook.good_workbook import Parts
from tests.workbook.reading_back import sheets_of

NOTED = "20. Babies born with low weight"
COUNTED = "Babies born with low weight"
SAID_BY_ALL = "More people than we thought"
TICKS: tuple[Value, ...] = (True, 1.0, "x", "Yes")
BODY = "County Commission"
PEOPLE: tuple[dict[str, Value], ...] = (
    {"Seat": "Judge", "Name": "Skeet Jones", "Hispanic or Latino": "No", "White": "x", "How known": "answered us"},
    {"Seat": "judge", "Name": "SKEET JONES", "Hispanic or Latino": "Yes", "How known": "a public outlet"},
    {"Seat": "Clerk", "Name": "Mozelle Carr", "Hispanic or Latino": "No", "Asian": "x", "How known": "a public outlet"},
    {"Seat": "Clerk", "Name": "Mozelle Carr", "Hispanic or Latino": "No", "White": 1.0, "How known": "unknown"},
    {"Seat": "Clerk", "Name": "Mozelle Carr", "Hispanic or Latino": "Yes", "How known": "a public outlet"},
)
"""Two people as several files list them: one who answered, one whom two outlets call differently."""


@dataclass(frozen=True)
class Copy:
    """A copy with what was filled in in it."""

    path: Path
    texts: frozenset[str]
    """Every text that only this copy holds."""


def entries(number: int) -> tuple[dict[str, Value], dict[str, dict[int, dict[str, Value]]]]:
    """Return what is filled in in a copy: names, and rows of tables."""
    mark = f"copy {number}"
    names: dict[str, Value] = {
        "answer_1_fits": SAID_BY_ALL,
        "answer_2_why": f'Rents "doubled" in {mark} & <b>more</b>',
        "check_1": TICKS[number % 4],
        "officials_hispanic": float(number),
        "officials_all": 17.0,
        "residents_black": 5.0 + number,
    }
    rows: dict[str, dict[int, dict[str, Value]]] = {
        "ReviewNotes": {
            21: {"What stands out": f"=1+1 of {mark}", "Who": f"Ana of {mark}", "Date": 46_000.0 + number},
            3: {"Compared with peers": f"Higher, says {mark}"},
        },
        "Connections": {0: {"First metric": NOTED, "How sure": "a guess", "What may connect them": f"Rent, {mark}"}},
        "Priorities": {1: {METRIC: NOTED, "Next step": f"Ask clinics, {mark}"}},
        "Targets": {0: {METRIC: COUNTED, "Target": 0.07 + number / 1000, "Target year": 2030.0, "2025": 0.09}},
        "LocalData": {
            0: {METRIC: COUNTED, "Area": "79754", "Year": 2023.0, "Numerator": 12.0 + number % 2, "Denominator": 90.0},
            1: {METRIC: COUNTED, "Area": f"Tract of {mark}", "Year": 2023.0, "Numerator": 12.0, "Denominator": 90.0},
        },
        "ElectedOfficials": {0: {"Body": BODY, **PEOPLE[number % len(PEOPLE)]}},
    }
    return names, rows


def texts_of(number: int) -> frozenset[str]:
    """Return every text of a copy that no other copy holds."""
    names, rows = entries(number)
    values = [*names.values(), *(one for table in rows.values() for row in table.values() for one in row.values())]
    return frozenset(one for one in values if isinstance(one, str) and f"copy {number}" in one)


def plain(source: Path, target: Path, number: int) -> Path:
    """Fill in a copy and leave it as it is."""
    return filled(source, target, *entries(number))


def by_openpyxl(source: Path, target: Path, number: int) -> Path:
    """Save a copy through openpyxl, which loses charts and keeps what is written."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        openpyxl.load_workbook(plain(source, target, number)).save(target)
    return target


def with_rows(source: Path, target: Path, number: int) -> Path:
    """Insert rows above and within what is filled in."""
    parts = Parts.read(plain(source, target, number).read_bytes())
    _, (_, top, _, _) = table_of(target, "ReviewNotes")
    insert_row(parts, "Review Guide", top + 6)
    insert_row(parts, "Review Guide", 4)
    insert_row(parts, "Local Data", 6)
    return parts.write(target)


def sorted_otherwise(source: Path, target: Path, number: int) -> Path:
    """Sort the notes."""
    plain(source, target, number)
    _, (_, top, _, _) = table_of(target, "ReviewNotes")
    parts = Parts.read(target.read_bytes())
    swap_rows(parts, "Review Guide", top + 1 + 21, top + 1 + 2)
    swap_rows(parts, "Review Guide", top + 1 + 3, top + 1 + 15)
    return parts.write(target)


def with_older_stamp(source: Path, target: Path, number: int) -> Path:
    """Say that the copy is of last year, by a program that had other names."""
    parts = Parts.read(plain(source, target, number).read_bytes())
    parts.rewrite("docProps/custom.xml", r'(name="edition"[^>]*><vt:lpwstr>)2025', r"\g<1>2024")
    parts.rewrite("docProps/custom.xml", r'(name="entries"[^>]*><vt:lpwstr>)\d+', r"\g<1>0")
    parts.rewrite("docProps/custom.xml", r'(name="build"[^>]*><vt:lpwstr>)\w+', r"\g<1>0123456789ab")
    return parts.write(target)


def without_properties(source: Path, target: Path, number: int) -> Path:
    """Drop the file's properties, as some programs do: the table on Notes still says which workbook it is."""
    parts = Parts.read(plain(source, target, number).read_bytes())
    parts.rewrite("docProps/custom.xml", r"<property .*</property>", "")
    return parts.write(target)


def handed_out(source: Path, target: Path, number: int) -> Path:
    """Fill in a copy that was handed out, without the list of officials."""
    target.write_bytes(publish(source).content)
    names, rows = entries(number)
    return filled(
        _renamed(target), target, names, {name: one for name, one in rows.items() if name != "ElectedOfficials"}
    )


def frozen(source: Path, target: Path, number: int) -> Path:
    """Fill in a copy whose formulas are frozen."""
    target.write_bytes(publish(source, values=True).content)
    names, rows = entries(number)
    return filled(
        _renamed(target), target, names, {name: one for name, one in rows.items() if name != "ElectedOfficials"}
    )


def with_own_sheet(source: Path, target: Path, number: int) -> Path:
    """Add a sheet, and words beside a table."""
    by_openpyxl(source, target, number)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(target)
    book.create_sheet("Our own")["A1"] = "Not asked for"
    book["Review Guide"].cell(60, 20, f"Beside, copy {number}")
    book.save(target)
    return target


def below_the_table(source: Path, target: Path, number: int) -> Path:
    """Write a note below the table, which the program did not make longer."""
    plain(source, target, number)
    texts = {METRIC: "27. Libraries", REVIEW_NOTES.written[0]: f"Two branches closed, copy {number}"}
    write_below(target, target, REVIEW_NOTES.name, texts)
    return target


def _renamed(path: Path) -> Path:
    """Move a file out of the way of one that is made from it."""
    return path.rename(path.with_name(f"blank {path.name}"))


WAYS: tuple[Callable[[Path, Path, int], Path], ...] = (
    plain,
    by_openpyxl,
    with_rows,
    sorted_otherwise,
    with_older_stamp,
    without_properties,
    handed_out,
    frozen,
    with_own_sheet,
    below_the_table,
    plain,
    with_rows,
)


def write_twelve_copies(source: Path, folder: Path) -> None:
    """Write the twelve copies into a folder."""
    for number, way in enumerate(WAYS):
        way(source, folder / f"copy {number} {way.__name__}.xlsx", number)


def twelve_copies(folder: Path) -> list[Copy]:
    """Return the twelve copies that are in a folder."""
    made = []
    for number, way in enumerate(WAYS):
        path = folder / f"copy {number} {way.__name__}.xlsx"
        more = {f"Two branches closed, copy {number}"} if way is below_the_table else set()
        more |= {f"Beside, copy {number}"} if way is with_own_sheet else set()
        made.append(Copy(path, texts_of(number) | more))
    return made


def said_in(reading: Reading) -> dict[str, object]:
    """Return what was read without its places: names, then the rows of tables by what they are about."""
    rows = {
        f"{name} {row.about[METRIC].text if METRIC in row.about else ''} {heading}": one.value
        for name, several in reading.rows.items()
        for row in several
        for heading, one in row.filled.items()
    }
    return {name: one.value for name, one in reading.names.items()} | rows


def rows_of(path: Path, table: str) -> list[dict[str, object]]:
    """Return the rows of a table by header."""
    for sheet in sheets_of(path, values=True):
        if table in sheet.tables:
            head, *rows = sheet[sheet.tables[table].ref]
            return [{str(name.value): cell.value for name, cell in zip(head, row, strict=True)} for row in rows]
    return []
