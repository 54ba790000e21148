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

MOST_OFFICIALS = 500
OFFICIALS_TAB, REPRESENTATION_TAB = "Officials", "Descriptive Representation"
RACES_TICKED = "Races ticked"


def is_ticked(column: str) -> str:
    """Return the condition that a box of the row is ticked, in any way that people tick one."""
    return f"OR({_any_tick(f'{{@{column}}}', ',')})"


def races_ticked() -> str:
    """Return how many of the published races the row's boxes name."""
    boxes = [is_ticked(race) for race in RACES if race not in (WHITE_RACE, MENA_RACE)]
    return "+".join([*boxes, f"OR({is_ticked(WHITE_RACE)},{is_ticked(MENA_RACE)})"])


def counted_as() -> str:
    """Return the group that the row's answers put an official in, or why in none."""
    white = f"OR({is_ticked(WHITE_RACE)},{is_ticked(MENA_RACE)})"
    nothing = "&".join(f"{{@{column}}}" for column in (BODY, SEAT, NAME, HISPANIC_ANSWER))
    cases = [
        (is_ticked(VACANT), VACANT_SEAT),
        (is_ticked(PREFERS_NOT), PREFERS_NOT),
        (is_ticked(HISPANIC_ANSWER), GROUPS["hispanic"]),
        (f'AND({nothing}="",{{@{RACES_TICKED}}}=0)', NOBODY),
        (f"OR({{@{HISPANIC_ANSWER}}}<>{literal(NO)},{{@{RACES_TICKED}}}=0)", NOT_KNOWN),
        (f"{{@{RACES_TICKED}}}>1", GROUPS["other"]),
        (is_ticked(BLACK_RACE), GROUPS["black"]),
        (white, GROUPS["white"]),
    ]
    formula = literal(GROUPS["other"])
    for condition, answer in reversed(cases):
        formula = f"IF({condition},{literal(answer)},{formula})"
    # An error in one cell spoils no count of all.
    return f"IFERROR({formula},{literal(NOT_KNOWN)})"


def count_of(count: str) -> str:
    """Return how many officials the sheet Officials counts of a kind that ``entries.COUNTS`` names.

    Where that sheet is deleted, the answer is a dash; so it is of people while nobody is listed, since an
    empty list does not say that there is none.
    """
    if count == ALL:
        found = f"SUMPRODUCT({_people()})"
    elif count == "not_told":
        told = f"({_column(HOW)}={literal(ANSWERED)})*({_column(COUNTED_AS)}<>{literal(NOT_KNOWN)})"
        found = f"SUMPRODUCT({_people()}*({_column(COUNTED_AS)}<>{literal(PREFERS_NOT)})*(1-{told}))"
    else:
        word = GROUPS.get(count) or {"prefer_not": PREFERS_NOT, "vacant": VACANT_SEAT}[count]
        found = f"COUNTIF({_column(COUNTED_AS)},{literal(word)})"
    return f"IFERROR({found if count in {ALL, 'vacant'} else _if_listed(found)},{literal(NOBODY)})"


def count_of_race(race: str) -> str:
    """Return how many officials named a race, alone or with others."""
    ticked = _any_tick(_column(race), "+", grouped=True)
    names = f"({_column(COUNTED_AS)}<>{literal(PREFERS_NOT)})"
    found = _if_listed(f"SUMPRODUCT({_people()}*{names}*({ticked}>0))")
    return f"IFERROR({found},{literal(NOBODY)})"


def _if_listed(count: str) -> str:
    """Return a count of people, or a dash while nobody is listed."""
    return f"IF(N({{counted_{ALL}}})>0,{count},{literal(NOBODY)})"


def _people() -> str:
    """Return, for each row, 1 where it is about a person; what people have not come to is empty."""
    return "*".join(f"({_column(COUNTED_AS)}<>{literal(word)})" for word in ("", NOBODY, VACANT_SEAT))


def _column(header: str) -> str:
    return f"{{{OFFICIALS.name}[{header}]}}"


def _any_tick(cell: str, joined: str, *, grouped: bool = False) -> str:
    tests = [f"{cell}={literal(tick)}" for tick in TICKS]
    return joined.join(f"({test})" if grouped else test for test in tests)
