"""The formulas of Descriptive Representation: a group's share of officials held against its share of residents.

They give what the cell function MOBILITY_CALC_REPRESENTATION gives for the same counts. A total that is
typed stands in place of a counted one; what is neither typed nor counted is not known, and never 0.

Names in braces are cells: entries, and the formulas that are named here, ``counted_``, ``held_``,
``published_`` and ``living_`` with the word for a count or a group.
"""

from mobility_xl.functions.registry import literal
from mobility_xl.workbook.entries import ALL, GROUPS, NOBODY, OFFICIALS_TYPED, RESIDENTS_TYPED
from mobility_xl.workbook.entries import officials as typed
from mobility_xl.workbook.entries import residents as typed_residents
from mobility_xl.workbook.phrases import first_number, sentence

TABLE, BOUNDS, SEATS = "Representation", "RepresentationBounds", "Seats"
GROUP, WORDS, HELD, OFFICIALS, SHARE = "Group", "In words", "Officials", "All officials", "Share of officials"
RESIDENTS, LIVING, SHARES, RATIO, QUALITY = "Residents", "Share of residents", "As two shares", "Ratio", "Quality"
EQUAL, NONE = "Seats at an equal share", "Ratio if none of the unknown"
EVERY, MORE = "Ratio if all of the unknown", "Ratio with one seat more"
FROM_OFFICIALS, PUBLISHED, WHAT, NUMBER = "From Officials", "Residents published", "What", "Number"

TOO_MANY, NO_RESIDENTS = "[x] more than all", "[x] no residents"
WEAK, TOLD, NOT_SAID = "Weak", "told by officials", "[x] say who told"
COUNT_FIRST = "Count the officials first"
AS_NEAR = "As near to equal as whole seats allow"
LARGER, SMALLER = "Larger share of officials than of residents", "Smaller share of officials than of residents"

UNKNOWN, PEOPLE, SEATS_IN_ALL, ONE_SEAT = "unknown", "people", "seats", "one_seat"
"""What else is counted, besides what ``entries.COUNTS`` names."""

_ALL = f"{{held_{ALL}}}"
_GROUPS = ",".join(f"{{held_{group}}}" for group in GROUPS)
_PEOPLE = f"{{held_{PEOPLE}}}"


def _or_dash(condition: str, formula: str) -> str:
    return f"IF({condition},{formula},{literal(NOBODY)})"


def held(count: str, *, listed: bool) -> str:
    """Return a total as it is used: as typed, else as the sheet Officials counts it, else a dash.

    ``listed`` tells whether the workbook has that sheet. All officials are, where nothing is typed, as many
    as are listed, or as the groups add up to.
    """
    counted = (f"{{counted_{count}}}",) if listed else ()
    entry = f"{{{typed(count)}}}"
    if count == "not_told":
        said = f"N({first_number(entry, *counted)})"
        return _or_dash(f"ISNUMBER({_ALL})", f"MAX({said},{_ALL}-SUM({_GROUPS},{{held_prefer_not}}))")
    if count != ALL:
        return first_number(entry, *counted)
    found = f"MAX({','.join((*counted, f'SUM({_GROUPS},{{held_prefer_not}})'))})"
    return f"IF(N({entry})>0,{entry},{_or_dash(f'{found}>0', found)})"


def seats(*, listed: bool) -> dict[str, str]:
    """Return the formulas of the table of seats in its order, by what they give."""
    counted = f"ISNUMBER({_ALL})"
    rest = f"{_ALL}-SUM({_GROUPS})"
    return {
        ALL: held(ALL, listed=listed),
        "vacant": held("vacant", listed=listed),
        SEATS_IN_ALL: _or_dash(counted, f"{_ALL}+N({{held_vacant}})"),
        "prefer_not": held("prefer_not", listed=listed),
        UNKNOWN: _or_dash(counted, f"IF({rest}<0,{literal(TOO_MANY)},{rest})"),
        "not_told": held("not_told", listed=listed),
        ONE_SEAT: _or_dash(counted, f"1/{_ALL}"),
        PEOPLE: _people(),
    }


def _people() -> str:
    """Return all residents: as typed, else as the groups that are typed add up to, else as published."""
    each = ",".join(f"{{{typed_residents(group)}}}" for group in GROUPS)
    entry = f"{{{typed_residents(ALL)}}}"
    groups = f"IF(COUNT({each})={len(GROUPS)},SUM({each}),{{published_{ALL}}})"
    return f"IF(N({entry})>0,{entry},{groups})"


def living(group: str) -> str:
    """Return a group's share of residents: of those typed where they are, else as published."""
    one = f"{{{typed_residents(group)}}}"
    share = f"IF({one}>{_PEOPLE},{literal(TOO_MANY)},{one}/{_PEOPLE})"
    return f"IF(AND(ISNUMBER({one}),ISNUMBER({_PEOPLE})),{share},{{published_{group}}})"


def people(group: str) -> str:
    """Return how many residents a group has, rounded to whole people where the share is published."""
    one = f"{{{typed_residents(group)}}}"
    known = f"AND(ISNUMBER({{@{LIVING}}}),ISNUMBER({_PEOPLE}))"
    return f"IF(ISNUMBER({one}),{one},{_or_dash(known, f'ROUND({{@{LIVING}}}*{_PEOPLE},0)')})"


def quality(*, listed: bool) -> str:
    """Return Weak as soon as one answer did not come from the official."""
    told = first_number(f"{{{typed('not_told')}}}", *(("{counted_not_told}",) if listed else ()))
    said = f"IF(ISNUMBER({told}),{literal(TOLD)},{literal(NOT_SAID)})"
    return _or_dash("ISNUMBER({held_not_told})", f"IF({{held_not_told}}>0,{literal(WEAK)},{said})")


SHARE_OF_OFFICIALS = _or_dash(
    f"AND(ISNUMBER({{@{HELD}}}),ISNUMBER({_ALL}))",
    f"IF(SUM({_GROUPS})>{_ALL},{literal(TOO_MANY)},{{@{HELD}}}/{_ALL})",
)

_BOTH = f"AND(ISNUMBER({{@{SHARE}}}),ISNUMBER({{@{LIVING}}}))"
TWO_SHARES = _or_dash(_BOTH, f'TEXT(ROUND({{@{SHARE}}},3),"0.0%")&":"&TEXT(ROUND({{@{LIVING}}},3),"0.0%")')
"""The form in which ratios are published, such as ``90.0%:50.0%``."""
RATIO_OF_SHARES = _or_dash(_BOTH, f"IF({{@{LIVING}}}>0,{{@{SHARE}}}/{{@{LIVING}}},{literal(NO_RESIDENTS)})")

_EQUAL_SEATS = f"{_ALL}*{{@{LIVING}}}"
IN_WORDS = (
    f"IF(ISNUMBER({{@{RATIO}}}),IF(ROUND({_EQUAL_SEATS},0)={{@{HELD}}},{literal(AS_NEAR)},"
    f"IF({{@{HELD}}}>{_EQUAL_SEATS},{literal(LARGER)},{literal(SMALLER)})),{literal(COUNT_FIRST)})"
)
"""Only a whole seat can be more or fewer: a count that no other would beat is said to be as near as can be."""


def bounds(group: str) -> dict[str, str]:
    """Return, by header, what a group's ratio could be with other answers or another seat."""
    one, share = f"{{held_{group}}}", f"{{living_{group}}}"

    def ratio(officials: str) -> str:
        return _or_dash(f"ISNUMBER({{ratio_{group}}})", f"{officials}/{_ALL}/{share}")

    more = f"IF({one}<{_ALL},({one}+1)/{_ALL}/{share},{literal(NOBODY)})"
    return {
        EQUAL: _or_dash(f"ISNUMBER({{ratio_{group}}})", f"{_ALL}*{share}"),
        NONE: ratio(one),
        EVERY: ratio(f"({one}+{_ALL}-SUM({_GROUPS}))"),
        MORE: _or_dash(f"ISNUMBER({{ratio_{group}}})", more),
    }


def bounds_in_words(group: str, text: str) -> str:
    """Return the sentence on what a ratio could be; ``text`` has the places seats, none, every and more."""
    shown = {"seats": (EQUAL, "0.0"), "none": (NONE, "0.00"), "every": (EVERY, "0.00"), "more": (MORE, "0.00")}
    places = {
        place: f"IF(ISNUMBER({{@{column}}}),TEXT(ROUND({{@{column}}},{len(form) - 2}),{literal(form)}),{{@{column}}})"
        for place, (column, form) in shown.items()
    }
    return _or_dash(f"ISNUMBER({{ratio_{group}}})", sentence(text, places))


def combined_share(*, listed: bool) -> str:
    """Return the share of officials of a row's race, alone or with others."""
    one = first_number(f"{{@{OFFICIALS_TYPED}}}", *((f"{{@{FROM_OFFICIALS}}}",) if listed else ()))
    part = f"IF({one}>{_ALL},{literal(TOO_MANY)},{one}/{_ALL})"
    return _or_dash(f"AND(ISNUMBER({one}),ISNUMBER({_ALL}))", part)


SHARE_OF_TYPED = _or_dash(
    f"AND(ISNUMBER({{@{RESIDENTS_TYPED}}}),ISNUMBER({_PEOPLE}))",
    f"IF({{@{RESIDENTS_TYPED}}}>{_PEOPLE},{literal(TOO_MANY)},{{@{RESIDENTS_TYPED}}}/{_PEOPLE})",
)
"""The share of residents of a row's race, alone or with others."""
