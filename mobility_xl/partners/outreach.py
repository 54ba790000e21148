"""Asks elected officials how they identify: whom to write to, who writes, and the files that come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mobility_xl.errors import BadArgument
from mobility_xl.partners.asking.letters import (
    ANSWERS_TABLE,
    LETTERS_TABLE,
    Asking,
    Letter,
    answers_table,
    draft,
    draft_name,
    merge_table,
    write_letters,
)
from mobility_xl.partners.reading.answers import day, said
from mobility_xl.partners.reading.officials import Official, read_officials
from mobility_xl.workbook.entries import LETTER, TWO_QUESTIONS, letter
from mobility_xl.workbook.package import Package, parse_sheet_ranges
from mobility_xl.workbook.style import StyleBook


@dataclass(frozen=True)
class Asked:
    """Whom to write to, and how many are left out and why."""

    officials: tuple[Official, ...]
    vacant: int = 0
    answered: int = 0
    declined: int = 0
    nameless: int = 0


def whom_to_ask(officials: list[Official]) -> Asked:
    """Return the officials who have not answered; vacant seats and rows without a name are left out too.

    Somebody whose group is only known from elsewhere is asked: their own answer counts more.
    """
    named = [one for one in officials if not one.vacant and one.name]
    return Asked(
        tuple(one for one in named if not one.told_us),
        vacant=sum(one.vacant for one in officials),
        answered=sum(one.told_us and not one.answer.prefers_not for one in named),
        declined=sum(one.answer.prefers_not for one in named),
        nameless=sum(not one.vacant and not one.name for one in officials),
    )


def who_asks(package: Package, given: Mapping[str, str | None]) -> Asking:
    """Return who asks and how: what is given, else what the cells of the letter say.

    Raises
    ------
    BadArgument
        When the day until which to answer is no day.
    """
    found = {what: given.get(what) or _in_cell(package, letter(what)) for what in LETTER if what != "official"}
    found["questions"] = (found["questions"] or TWO_QUESTIONS).casefold()
    by = day(found["reply_by"], package.first_day)
    if found["reply_by"] and by is None:
        raise BadArgument(f"'{found['reply_by']}' is not a date. Write one such as 2026-05-31.")
    found["reply_by"] = _in_words(by) if by else ""
    return Asking(**found)


def _in_cell(package: Package, name: str) -> str:
    """Return what the cell of a defined name says."""
    for defined in package.names:
        if defined.name.casefold() == name and defined.scope is None:
            for sheet, area in parse_sheet_ranges(defined.formula):
                grid = package.grid_named(sheet)
                return "" if grid is None else said(grid.cell(area.top, area.left))
    return ""


def _in_words(one: date) -> str:
    return f"{one:%B} {one.day}, {one.year}"


@dataclass(frozen=True)
class Outreach:
    """The files to write, by name, and what there is to say of them."""

    files: dict[str, bytes]
    letters: tuple[Letter, ...]
    asked: Asked


def outreach(package: Package, given: Mapping[str, str | None], style: StyleBook, metrics: int) -> Outreach:
    """Return a letter to each official who has not answered, as drafts and as a table, and a table for answers.

    Parameters
    ----------
    package
        A workbook with the sheet Officials.
    given
        Who asks and how, by :data:`mobility_xl.workbook.entries.LETTER`, where the cells of the letter are not to say.
    style
        The style book with the words.
    metrics
        How many metrics the framework has.

    Raises
    ------
    BadArgument
        When it is not said who asks, or a day or a way of asking cannot be understood.
    BadWorkbook
        When the workbook has no table of officials.
    """
    _, officials = read_officials(package)
    asked = whom_to_ask(officials)
    asking = who_asks(package, given)
    letters = write_letters(asked.officials, asking, style, metrics)
    files = {draft_name(number, one): draft(one, asking) for number, one in enumerate(letters, 1)}
    files |= {LETTERS_TABLE: merge_table(letters), ANSWERS_TABLE: answers_table(letters, asking)}
    return Outreach(files, tuple(letters), asked)
