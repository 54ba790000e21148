"""Counts officials as the sheet Descriptive Representation does, for lists that are not handed on."""

from collections.abc import Sequence

from mobility_xl.partners.reading.officials import Official
from mobility_xl.workbook.entries import (
    ALL,
    ANSWERED,
    BLACK_RACE,
    COUNTS,
    GROUPS,
    HISPANIC_ANSWER,
    MENA_RACE,
    NO,
    NOBODY,
    NOT_KNOWN,
    PREFERS_NOT,
    VACANT_SEAT,
    WHITE_RACE,
    YES,
)


def counted(officials: Sequence[Official]) -> dict[str, int]:
    """Return how many officials there are of each kind that ``entries.COUNTS`` names; nothing of an empty list."""
    named = [(one, group) for one in officials if (group := counted_as(one)) != NOBODY]
    if not named:
        return {}
    groups = [group for _, group in named]
    people = [(one, group) for one, group in named if group != VACANT_SEAT]
    special = {
        ALL: len(people),
        "not_told": sum(group != PREFERS_NOT and (one.how != ANSWERED or group == NOT_KNOWN) for one, group in people),
        "vacant": groups.count(VACANT_SEAT),
    }
    return {count: special.get(count, groups.count(words)) for count, words in COUNTS.items()}


def counted_as(official: Official) -> str:
    """Return the published group that an official's answers put them in, or why in none."""
    answer = official.answer
    # The published residents of the Middle East and North Africa are counted with White.
    races = {WHITE_RACE if race == MENA_RACE else race for race in answer.races}
    if official.vacant:
        return VACANT_SEAT
    if answer.prefers_not:
        return PREFERS_NOT
    if answer.hispanic == YES:
        return GROUPS["hispanic"]
    if not (official.body or official.seat or official.name or races or answer.hispanic or _unclear(official)):
        return NOBODY
    if answer.hispanic != NO or not races:
        return NOT_KNOWN
    groups = {BLACK_RACE: GROUPS["black"], WHITE_RACE: GROUPS["white"]}
    return groups.get("".join(races), GROUPS["other"])


def _unclear(official: Official) -> bool:
    """Tell whether something was answered that is neither yes nor no."""
    return any(heading == HISPANIC_ANSWER for heading, _ in official.unclear)
