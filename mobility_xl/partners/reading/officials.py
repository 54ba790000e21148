"""The officials of a workbook's entry sheet, one record each.

What they answered is theirs: whoever works with these records says of one person no more than that they
answered, unless asked to with ``--with-officials``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.reading.answers import day, folded, is_ticked, said
from mobility_xl.partners.reading.tables import FoundTable, find_filled
from mobility_xl.workbook.entries import (
    ANSWERED,
    ASKED,
    BODY,
    CONTACT,
    HISPANIC_ANSWER,
    HOW,
    HOW_KNOWN,
    NAME,
    NO,
    NO_ANSWER,
    OFFICIALS,
    PREFERS_NOT,
    RACES,
    REPLIED,
    SEAT,
    VACANT,
    WHERE,
    YES,
)
from mobility_xl.workbook.package import Package

HISPANIC_ANSWERS = {one.casefold(): one for one in (YES, NO, NO_ANSWER)}
_HOW_KNOWN = {one.casefold(): one for one in HOW_KNOWN}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of how an official identifies: ``hispanic`` is one of the entry's choices, or nothing."""

    hispanic: str = ""
    races: tuple[str, ...] = ()
    prefers_not: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return not (self.hispanic in {YES, NO} or self.races or self.prefers_not)

    @property
    def contradicts_itself(self) -> bool:
        """Whether it both answers and prefers not to."""
        return self.prefers_not and (self.hispanic in {YES, NO} or bool(self.races))


@dataclass(frozen=True, slots=True)
class Official:
    """One row of the table: a seat, who holds it, how to write to them, what is known and how.

    ``row`` is the sheet's. What was typed and says nothing that is known here, such as a box with "maybe"
    in it, is in ``unclear``, by heading.
    """

    row: int
    body: str
    seat: str
    name: str
    vacant: bool
    contact: str
    asked: date | None
    replied: date | None
    answer: Answer
    how: str
    where: str
    unclear: tuple[tuple[str, str], ...] = ()

    @property
    def office(self) -> str:
        """The seat and its body, in words."""
        return ", ".join(filter(None, (self.seat, self.body)))

    @property
    def person(self) -> tuple[str, str]:
        """What tells one person in one office from others: name and office, without what people vary."""
        return folded(self.name), folded(f"{self.body} {self.seat}")

    @property
    def told_us(self) -> bool:
        """Whether the official answered, which includes to say that they prefer not to."""
        return self.how == ANSWERED or self.replied is not None or self.answer.prefers_not


def find_officials(package: Package) -> FoundTable | None:
    """Return the table of officials, None where the workbook has none."""
    return find_filled(package, OFFICIALS.name, tuple(one.lower() for one in OFFICIALS.key))


def read_officials(package: Package) -> tuple[FoundTable, list[Official]]:
    """Return the table of officials and its rows that say anything.

    Raises
    ------
    BadWorkbook
        When the workbook has no such table.
    """
    table = find_officials(package)
    if table is None:
        raise BadWorkbook(
            f"{package.path.name} has no table of officials, with the headings {', '.join(OFFICIALS.key)}. Build it "
            "with --officials, or name the copy that has the sheet Officials."
        )
    first_day = package.first_day
    headings = (*OFFICIALS.key, *OFFICIALS.written)
    rows = (
        official_of({heading: said(table.cell(row, heading.lower())) for heading in headings}, row, first_day)
        for row in table.rows
    )
    return table, [one for one in rows if one is not None]


def official_of(said_in: Mapping[str, str], row: int = 0, first_day: date | None = None) -> Official | None:
    """Return what the cells of a row say, by heading, as a record; None for a row that nobody has written in.

    ``first_day`` is the day from which the workbook counts its dates, where dates are counts.
    """
    texts = {heading: said_in.get(heading, "") for heading in (*OFFICIALS.key, *OFFICIALS.written)}
    boxes = {heading: is_ticked(texts[heading]) for heading in (VACANT, *RACES, PREFERS_NOT)}
    if not any(text for heading, text in texts.items() if boxes.get(heading, True) is not False):
        return None
    hispanic = HISPANIC_ANSWERS.get(texts[HISPANIC_ANSWER].casefold(), "")
    if not hispanic and is_ticked(texts[HISPANIC_ANSWER]):
        hispanic = YES
    dates = {heading: day(texts[heading], first_day) for heading in (ASKED, REPLIED)}
    unclear = [(heading, texts[heading]) for heading, ticked in boxes.items() if ticked is None]
    unclear += [(heading, texts[heading]) for heading, found in dates.items() if texts[heading] and found is None]
    if texts[HISPANIC_ANSWER] and not hispanic:
        unclear.append((HISPANIC_ANSWER, texts[HISPANIC_ANSWER]))
    return Official(
        row=row,
        body=texts[BODY],
        seat=texts[SEAT],
        name=texts[NAME],
        vacant=bool(boxes[VACANT]),
        contact=texts[CONTACT],
        asked=dates[ASKED],
        replied=dates[REPLIED],
        answer=Answer(hispanic, tuple(race for race in RACES if boxes[race]), bool(boxes[PREFERS_NOT])),
        how=_HOW_KNOWN.get(texts[HOW].casefold(), texts[HOW]),
        where=texts[WHERE],
        unclear=tuple(unclear),
    )


def by_person(officials: Sequence[Official]) -> dict[tuple[str, str], list[Official]]:
    """Return officials by who they are; several rows may be about one."""
    found: dict[tuple[str, str], list[Official]] = {}
    for one in officials:
        found.setdefault(one.person, []).append(one)
    return found
