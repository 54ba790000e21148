"""The formulas that count officials: which group a person's answers put them in, and how many of each there are.

A person is counted as the published shares of residents count people, so that the two can be divided:
Hispanic of any race first; of all others, one race alone, and everybody of several races under other.
The Census Bureau's groups of today still hold people of the Middle East and North Africa with White.
"""

from mobility_xl.functions.registry import literal
from mobility_xl.workbook.entries import (
    ALL,
    ANSWERED,
    BLACK_RACE,
    BODY,
    COUNTED_AS,
    GROUPS,
    HISPANIC_ANSWER,
    HOW,
    MENA_RACE,
    NAME,
    NO,
    NOBODY,
    NOT_KNOWN,
    OFFICIALS,
    PREFERS_NOT,
    RACES,
    SEAT,
    TICKS,
    VACANT,
    VACANT_SEAT,
    WHITE_RACE,
)
from mobility_xl.workbook.phrases import is_empty, trimmed

MOST_OFFICIALS = 500
OFFICIALS_TAB, REPRESENTATION_TAB = "Officials", "Descriptive Representation"
RACES_TICKED, NOT_TOLD = "Races ticked", "Not told"
AND = " + "
"""What stands between the races that are ticked."""
UNREADABLE = "[x]"
"""What stands for races where a box holds an error."""


def is_ticked(column: str) -> str:
    """Return the condition that a box of the row is ticked, in any way that people tick one."""
    cell, ticks = f"{{@{column}}}", "|".join(str(one).lower() for one in TICKS)
    return f'OR({cell}=TRUE,ISNUMBER(FIND("|"&LOWER({trimmed(cell)})&"|",{literal(f"|{ticks}|")})))'


def races_ticked() -> str:
    """Return the races that the row's boxes name, a dash where there is none."""
    named = "&".join(f'IF({is_ticked(race)},{literal(AND + race)},"")' for race in RACES)
    # An error in one box leaves the others unread: the row is then told, and no other.
    return f"IFERROR(SUBSTITUTE({literal(NOBODY)}&{named},{literal(NOBODY + AND)},{literal('')}),{literal(UNREADABLE)})"


def counted_as() -> str:
    """Return the group that the row's answers put an official in, or why in none."""
    hispanic, races = f"{{@{HISPANIC_ANSWER}}}", f"{{@{RACES_TICKED}}}"
    nothing = is_empty("&".join(f"{{@{column}}}" for column in (BODY, SEAT, NAME, HISPANIC_ANSWER)))
    # The two are one published group, and stand side by side.
    both = f"{MENA_RACE}{AND}{WHITE_RACE}"
    several = f"ISNUMBER(FIND({literal(AND)},SUBSTITUTE({races},{literal(both)},{literal(WHITE_RACE)})))"
    unnamed = f"{races}={literal(NOBODY)},{races}={literal(UNREADABLE)}"
    cases = [
        (is_ticked(VACANT), VACANT_SEAT),
        (is_ticked(PREFERS_NOT), PREFERS_NOT),
        (is_ticked(HISPANIC_ANSWER), GROUPS["hispanic"]),
        (f"AND({nothing},{races}={literal(NOBODY)})", NOBODY),
        (f"OR({trimmed(hispanic)}<>{literal(NO)},{unnamed})", NOT_KNOWN),
        (several, GROUPS["other"]),
        (f"{races}={literal(BLACK_RACE)}", GROUPS["black"]),
        (f"OR({','.join(f'{races}={literal(one)}' for one in (WHITE_RACE, MENA_RACE, both))})", GROUPS["white"]),
    ]
    formula = literal(GROUPS["other"])
    for condition, answer in reversed(cases):
        formula = f"IF({condition},{literal(answer)},{formula})"
    # An error in one cell spoils no count of all.
    return f"IFERROR({formula},{literal(NOT_KNOWN)})"


def not_told() -> str:
    """Return 1 for an official who did not tell us themselves, or whose group is not known; else 0."""
    counted = f"{{@{COUNTED_AS}}}"
    nobody_asked = ",".join(f"{counted}={literal(word)}" for word in (NOBODY, VACANT_SEAT, PREFERS_NOT))
    told = f"IFERROR({trimmed(f'{{@{HOW}}}')}={literal(ANSWERED)},FALSE)"
    return f"IF(OR({nobody_asked}),0,IF(AND({told},{counted}<>{literal(NOT_KNOWN)}),0,1))"


def count_of(count: str) -> str:
    """Return how many officials the sheet Officials counts of a kind that ``entries.COUNTS`` names.

    Where that sheet is deleted, the answer is a dash; so it is of people while nobody is listed, since an
    empty list does not say that there is none.
    """
    if count == ALL:
        found = f"SUMPRODUCT({_people()})"
    elif count == "not_told":
        found = f"SUM({_column(NOT_TOLD)})"
    else:
        word = GROUPS.get(count) or {"prefer_not": PREFERS_NOT, "vacant": VACANT_SEAT}[count]
        found = f"COUNTIF({_column(COUNTED_AS)},{literal(word)})"
    return f"IFERROR({found if count in {ALL, 'vacant'} else _if_listed(found)},{literal(NOBODY)})"


def count_of_race(race: str) -> str:
    """Return how many officials named a race, alone or with others."""
    others = ",".join(f"{_column(COUNTED_AS)},{literal(f'<>{word}')}" for word in (PREFERS_NOT, VACANT_SEAT))
    found = _if_listed(f"COUNTIFS({_column(RACES_TICKED)},{literal(f'*{race}*')},{others})")
    return f"IFERROR({found},{literal(NOBODY)})"


def _if_listed(count: str) -> str:
    """Return a count of people, or a dash while nobody is listed."""
    return f"IF(N({{counted_{ALL}}})>0,{count},{literal(NOBODY)})"


def _people() -> str:
    """Return, for each row, 1 where it is about a person; what people have not come to is empty."""
    return "*".join(f"({_column(COUNTED_AS)}<>{literal(word)})" for word in ("", NOBODY, VACANT_SEAT))


def _column(header: str) -> str:
    return f"{{{OFFICIALS.name}[{header}]}}"
