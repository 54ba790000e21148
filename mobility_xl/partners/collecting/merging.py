"""Merges officials' lists of several files: the same person once, an own answer before what others say.

Nothing is settled here that a person should settle: where two answers of the same weight differ, the
merged row has none, and both are listed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mobility_xl.partners.reading.officials import Answer, Official
from mobility_xl.workbook.entries import ANSWERED, HOW_KNOWN

_, *OTHERS = HOW_KNOWN


@dataclass(frozen=True, slots=True)
class Received:
    """A row of one file's list."""

    official: Official
    file: str

    @property
    def weight(self) -> int:
        """How much its answer counts, 0 most: told by the official, then said in public, then known from elsewhere."""
        if self.official.told_us:
            return 0
        how = self.official.how.casefold()
        return OTHERS.index(how) + 1 if how in OTHERS else len(OTHERS)


@dataclass(frozen=True, slots=True)
class Merged:
    """One official with the files that list them."""

    official: Official
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToSettle:
    """What a person must settle, or should know: who it is about, the sentence, and the files."""

    who: str
    sentence: str
    files: tuple[str, ...]


def merge(received: Sequence[Received]) -> tuple[list[Merged], list[ToSettle]]:
    """Return each official once, and what is to settle, in an order that does not depend on that of the files."""
    people: dict[tuple[str, str], list[Received]] = {}
    for one in sorted(received, key=lambda one: (one.file, one.official.row)):
        people.setdefault(one.official.person, []).append(one)
    merged: list[Merged] = []
    to_settle: list[ToSettle] = []
    for _, rows in sorted(people.items(), key=lambda entry: (entry[0][1], entry[0][0])):
        person, open_questions = _merged(rows)
        merged.append(person)
        to_settle += open_questions
    return merged, [*to_settle, *_of_one_seat(people)]


def _merged(rows: list[Received]) -> tuple[Merged, list[ToSettle]]:
    """Return one official from the rows about them."""
    files = tuple(dict.fromkeys(one.file for one in rows))
    first = rows[0].official
    who = ", ".join(filter(None, (first.name, first.office)))
    # Who gives no answer leaves the question open; only where nobody answers it is that what the list says.
    written = [one for one in rows if one.official.answer != Answer()]
    told = [one for one in written if not one.official.answer.is_empty] or written
    best = min((one.weight for one in told), default=len(HOW_KNOWN))
    answers = list(dict.fromkeys(one.official.answer for one in told if one.weight == best))
    open_questions: list[ToSettle] = []
    if len(answers) > 1:
        said = "; ".join(f"{in_words(one.official)} ({one.file})" for one in told if one.weight == best)
        open_questions.append(ToSettle(who, f"Answers differ, and the list says none: {said}.", files))
    chosen = next((one.official for one in told if one.weight == best), first) if len(answers) == 1 else None
    set_aside = [one for one in told if chosen is not None and one.official.answer != chosen.answer]
    for one in set_aside:
        sentence = f"Set aside for what counts more: {in_words(one.official)} ({one.file})."
        open_questions.append(ToSettle(who, sentence, (one.file,)))
    vacant = {one.official.vacant for one in rows}
    if len(vacant) > 1:
        open_questions.append(ToSettle(who, "The seat is vacant in some files and not in others.", files))
    official = replace(
        first,
        vacant=vacant == {True},
        contact=_joined(one.official.contact for one in rows),
        asked=_earliest(one.official.asked for one in rows),
        replied=chosen.replied if chosen else None,
        answer=chosen.answer if chosen else Answer(),
        how=chosen.how if chosen else "",
        where=_joined(one.official.where for one in rows if chosen is None or one.official.answer == chosen.answer),
        unclear=tuple(dict.fromkeys(pair for one in rows for pair in one.official.unclear)),
    )
    for heading, text in official.unclear:
        open_questions.append(ToSettle(who, f"{heading} says '{text}', which is not understood.", files))
    return Merged(official, files), open_questions


def _of_one_seat(people: dict[tuple[str, str], list[Received]]) -> Iterator[ToSettle]:
    """Tell the seats for which files name different people: one may be another spelling, or have left office."""
    seats: dict[str, list[list[Received]]] = {}
    for (_, office), rows in sorted(people.items()):
        if office:
            seats.setdefault(office, []).append(rows)
    for groups in seats.values():
        in_one_file = [sum(any(one.file == file for one in rows) for rows in groups) for file in _files(groups)]
        # A body whose seats have no names of their own has several people in one seat, in every file.
        if len(groups) > 1 and max(in_one_file) == 1:
            names = " and ".join(rows[0].official.name or "nobody" for rows in groups)
            yield ToSettle(
                groups[0][0].official.office, f"Held by {names}: one person, or one after the other?", _files(groups)
            )


def _files(groups: list[list[Received]]) -> tuple[str, ...]:
    return tuple(sorted({one.file for rows in groups for one in rows}))


def in_words(official: Official) -> str:
    """Return what is known of an official and how, in words."""
    answer = official.answer
    parts = [
        f"Hispanic or Latino: {answer.hispanic}" if answer.hispanic else "",
        *answer.races,
        "prefers not to answer" if answer.prefers_not else "",
    ]
    how = official.how or (ANSWERED if official.told_us else "not said how known")
    return f"{', '.join(filter(None, parts))} - {how}"


def _joined(texts: Iterator[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _earliest(days: Iterator[date | None]) -> date | None:
    return min((one for one in days if one is not None), default=None)
