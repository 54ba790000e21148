"""The formulas of Descriptive Representation: a group's share of officials held against its share of residents.

They give what the cell function MOBILITY_CALC_REPRESENTATION gives for the same counts. A total that is
typed stands in place of a counted one; what is neither typed nor counted is not known, and never 0.

Names in braces are cells: entries, and formulas that are named by what they give and the word for a count,
a group or a race, such as ``held_hispanic``. Cells are named rather than columns of tables, since an old
LibreOffice forgets the tables of a sheet when the next one is deleted.
"""

from mobility_xl.functions.registry import literal
from mobility_xl.workbook.entries import ALL, GROUPS, NOBODY
from mobility_xl.workbook.entries import officials as typed
from mobility_xl.workbook.entries import residents as typed_residents
from mobility_xl.workbook.phrases import first_number, sentence

TABLE, BOUNDS, SEATS = "Representation", "RepresentationBounds", "Seats"
GROUP, WORDS, HELD, OFFICIALS, SHARE = "Group", "In words", "Officials", "All officials", "Share of officials"
RESIDENTS, LIVING, SHARES, RATIO, QUALITY = "Residents", "Share of residents", "As two shares", "Ratio", "Quality"
EQUAL, NONE = "Seats at an equal share", "Ratio if none of the unknown"
EVERY, MORE = "Ratio if all of the unknown", "Ratio with one seat more"
FROM_OFFICIALS, PUBLISHED, WHAT, NUMBER = "From Officials", "Residents published", "What", "Number"

TOO_MANY, NO_RESIDENTS, BELOW_0 = "[x] more than all", "[x] no residents", "[x] below 0"
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
    most = f"IF({one}>{_PEOPLE},{literal(TOO_MANY)},{one}/{_PEOPLE})"
    share = f"IF({one}<0,{literal(BELOW_0)},{most})"
    return f"IF(AND(ISNUMBER({one}),ISNUMBER({_PEOPLE})),{share},{{published_{group}}})"


def people(group: str) -> str:
    """Return how many residents a group has, rounded to whole people where the share is published."""
    one = f"{{{typed_residents(group)}}}"
    share = f"{{living_{group}}}"
    known = f"AND(ISNUMBER({share}),ISNUMBER({_PEOPLE}))"
    return f"IF(ISNUMBER({one}),{one},{_or_dash(known, f'ROUND({share}*{_PEOPLE},0)')})"


def quality(*, listed: bool) -> str:
    """Return Weak as soon as one answer did not come from the official."""
    told = first_number(f"{{{typed('not_told')}}}", *(("{counted_not_told}",) if listed else ()))
    said = f"IF(ISNUMBER({told}),{literal(TOLD)},{literal(NOT_SAID)})"
    return _or_dash("ISNUMBER({held_not_told})", f"IF({{held_not_told}}>0,{literal(WEAK)},{said})")


def share(group: str) -> str:
    """Return a group's share of officials; groups that add up to more than all are told."""
    one = f"{{held_{group}}}"
    most = f"IF(SUM({_GROUPS})>{_ALL},{literal(TOO_MANY)},{one}/{_ALL})"
    part = f"IF(MIN({_GROUPS})<0,{literal(BELOW_0)},{most})"
    return _or_dash(f"AND(ISNUMBER({one}),ISNUMBER({_ALL}))", part)


def two_shares(row: str) -> str:
    """Return the two shares of a group or a race in the form in which ratios are published: ``90.0%:50.0%``."""
    share_, living_ = f"{{share_{row}}}", f"{{living_{row}}}"
    return _or_dash(_both(row), f'TEXT(ROUND({share_},3),"0.0%")&":"&TEXT(ROUND({living_},3),"0.0%")')


def ratio(row: str) -> str:
    """Return the ratio of the two shares of a group or a race."""
    share_, living_ = f"{{share_{row}}}", f"{{living_{row}}}"
    return _or_dash(_both(row), f"IF({living_}>0,{share_}/{living_},{literal(NO_RESIDENTS)})")


def _both(row: str) -> str:
    return f"AND(ISNUMBER({{share_{row}}}),ISNUMBER({{living_{row}}}))"


def in_words(group: str) -> str:
    """Say whether a group's share of officials is larger or smaller than its share of residents.

    Only a whole seat can be more or fewer: a count that no other would beat is said to be as near as can be.
    """
    one, equal = f"{{held_{group}}}", f"{_ALL}*{{living_{group}}}"
    larger = f"IF({one}>{equal},{literal(LARGER)},{literal(SMALLER)})"
    said = f"IF(ROUND({equal},0)={one},{literal(AS_NEAR)},{larger})"
    return f"IF(ISNUMBER({{ratio_{group}}}),{said},{literal(COUNT_FIRST)})"


def bounds(group: str) -> dict[str, str]:
    """Return what a group's ratio could be with other answers or another seat, by the word in the cells' names."""
    one, living_ = f"{{held_{group}}}", f"{{living_{group}}}"

    def if_counted(formula: str) -> str:
        return _or_dash(f"ISNUMBER({{ratio_{group}}})", formula)

    more = f"IF({one}<{_ALL},({one}+1)/{_ALL}/{living_},{literal(NOBODY)})"
    return {
        "equal": if_counted(f"{_ALL}*{living_}"),
        "none": if_counted(f"{one}/{_ALL}/{living_}"),
        "every": if_counted(f"({one}+{_ALL}-SUM({_GROUPS}))/{_ALL}/{living_}"),
        "more": if_counted(more),
    }


def bounds_in_words(group: str, text: str) -> str:
    """Return the sentence on what a ratio could be; ``text`` has the places equal, none, every and more."""
    places = {}
    for word, decimals in (("equal", 1), ("none", 2), ("every", 2), ("more", 2)):
        cell, form = f"{{{word}_{group}}}", literal(f"0.{'0' * decimals}")
        places[word] = f"IF(ISNUMBER({cell}),TEXT(ROUND({cell},{decimals}),{form}),{cell})"
    return _or_dash(f"ISNUMBER({{ratio_{group}}})", sentence(text, places))


def combined_share(race: str, *, listed: bool) -> str:
    """Return the share of officials of a race, alone or with others."""
    one = first_number(f"{{{typed(race)}}}", *((f"{{counted_{race}}}",) if listed else ()))
    part = f"IF({one}>{_ALL},{literal(TOO_MANY)},{one}/{_ALL})"
    return _or_dash(f"AND(ISNUMBER({one}),ISNUMBER({_ALL}))", part)


def combined_living(race: str) -> str:
    """Return the share of residents of a race, alone or with others."""
    one = f"{{{typed_residents(race)}}}"
    part = f"IF({one}>{_PEOPLE},{literal(TOO_MANY)},{one}/{_PEOPLE})"
    return _or_dash(f"AND(ISNUMBER({one}),ISNUMBER({_PEOPLE}))", part)
