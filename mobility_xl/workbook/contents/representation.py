"""The formulas of Descriptive Representation: a group's share of officials held against its share of residents.

They give what the cell function MOBILITY_CALC_REPRESENTATION gives for the same counts. A total that is
typed stands in place of a counted one; what is neither typed nor counted is not known, and never 0. What is
typed and cannot be a count is told in its row, and neither taken for 0 nor passed over.

Names in braces are cells: entries, and formulas that are named by what they give and the word for a count,
a group or a race, such as ``held_hispanic``. Cells are named rather than columns of tables, since an old
LibreOffice forgets the tables of a sheet when the next one is deleted.
"""

from mobility_xl.functions.registry import literal
from mobility_xl.workbook.entries import ALL, GROUPS, NOBODY
from mobility_xl.workbook.entries import officials as typed
from mobility_xl.workbook.entries import residents as typed_residents
from mobility_xl.workbook.phrases import NOT_A_NUMBER, is_empty, sentence

TABLE, BOUNDS, SEATS = "Representation", "RepresentationBounds", "Seats"
GROUP, WORDS, HELD, OFFICIALS, SHARE = "Group", "In words", "Officials", "All officials", "Share of officials"
RESIDENTS, LIVING, SHARES, RATIO, QUALITY = "Residents", "Share of residents", "As two shares", "Ratio", "Quality"
EQUAL, NONE = "Seats at an equal share", "Ratio if none of the unknown"
EVERY, MORE = "Ratio if all of the unknown", "Ratio with one seat more"
FROM_OFFICIALS, PUBLISHED, WHAT, NUMBER = "From Officials", "Residents published", "What", "Number"

TOO_MANY, NO_RESIDENTS, BELOW_0 = "[x] more than all", "[x] no residents", "[x] below 0"
NO_OFFICIALS, NOT_WHOLE, UNCLEAR = "[x] no officials", "[x] not whole", "[x] unclear"
MARK = "[x]"
MOST = "1E+10"
"""More than this are no people."""
WEAK, TOLD, NOT_SAID = "Weak", "told by officials", "[x] say who told"
COUNT_FIRST, SEE_MARK = "Count the officials first", "No ratio: see what this row marks"
NOBODY_LIVES = "No ratio: no residents of the group"
AS_NEAR = "As near to equal as whole seats allow"
LARGER, SMALLER = "Larger share of officials than of residents", "Smaller share of officials than of residents"

UNKNOWN, PEOPLE, SEATS_IN_ALL, ONE_SEAT = "unknown", "people", "seats", "one_seat"
"""What else is counted, besides what ``entries.COUNTS`` names."""

_ALL = f"{{held_{ALL}}}"
_GROUPS = ",".join(f"{{held_{group}}}" for group in GROUPS)
_PEOPLE = f"{{held_{PEOPLE}}}"
_LIVING = ",".join(f"{{{typed_residents(group)}}}" for group in GROUPS)


def _or_dash(condition: str, formula: str) -> str:
    return f"IF({condition},{formula},{literal(NOBODY)})"


def _is_marked(cell: str) -> str:
    return f"LEFT({cell},{len(MARK)})={literal(MARK)}"


def _mark_or_dash(cell: str) -> str:
    return f"IF({_is_marked(cell)},{cell},{literal(NOBODY)})"


def _typed_or(entry: str, otherwise: str, *, whole: bool, none: str = "") -> str:
    """Return the formula of a count that is typed, of what stands there where none is, or of why it can be none.

    ``none`` is said of 0, where 0 cannot be.
    """
    cases = [(f"{entry}<0", BELOW_0), (f"{entry}>{MOST}", NOT_A_NUMBER)]
    # Less than one resident is a share that somebody typed.
    cases += [(f"{entry}<>INT({entry})" if whole else f"AND({entry}>0,{entry}<1)", NOT_WHOLE)]
    cases += [(f"{entry}=0", none)] if none else []
    number = entry
    for condition, said in reversed(cases):
        number = f"IF({condition},{literal(said)},{number})"
    return f"IF(ISNUMBER({entry}),{number},IF({is_empty(entry)},{otherwise},{literal(NOT_A_NUMBER)}))"


def _told(*, listed: bool) -> str:
    """Return how many officials did not tell us themselves, by what is typed or by a list of all of them."""
    whole = f"N({{counted_{ALL}}})>={_ALL}"
    counted = _or_dash(whole, "{counted_not_told}") if listed else literal(NOBODY)
    return _typed_or(f"{{{typed('not_told')}}}", counted, whole=True)


def held(count: str, *, listed: bool) -> str:
    """Return a total as it is used: as typed, else as the sheet Officials counts it, else a dash.

    ``listed`` tells whether the workbook has that sheet. All officials are, where nothing is typed, as many
    as are listed, or as the groups add up to.
    """
    entry, counted = f"{{{typed(count)}}}", f"{{counted_{count}}}" if listed else literal(NOBODY)
    if count == "not_told":
        said = _told(listed=listed)
        rest = f"{_ALL}-SUM({_GROUPS},{{held_prefer_not}})"
        number = f"IF({_is_marked(said)},{said},IF(N({said})>{_ALL},{literal(TOO_MANY)},MAX(N({said}),{rest})))"
        return _or_dash(f"ISNUMBER({_ALL})", number)
    if count != ALL:
        return _typed_or(entry, counted, whole=True)
    parts = [f"{{held_{one}}}" for one in (*GROUPS, "prefer_not")]
    summed = f"SUM({','.join(parts)})"
    found = f"MAX({counted},{summed})" if listed else summed
    marked = ",".join(map(_is_marked, parts))
    added = f"IF(OR({marked}),{literal(UNCLEAR)},{_or_dash(f'{found}>0', found)})"
    return _typed_or(entry, added, whole=True, none=NO_OFFICIALS)


def seats(*, listed: bool) -> dict[str, str]:
    """Return the formulas of the table of seats in its order, by what they give."""
    counted = f"ISNUMBER({_ALL})"
    rest = f"{_ALL}-SUM({_GROUPS})"
    return {
        ALL: held(ALL, listed=listed),
        "vacant": held("vacant", listed=listed),
        SEATS_IN_ALL: _or_dash(counted, f"IF({_is_marked('{held_vacant}')},{{held_vacant}},{_ALL}+N({{held_vacant}}))"),
        "prefer_not": held("prefer_not", listed=listed),
        UNKNOWN: _or_dash(counted, f"IF({rest}<0,{literal(TOO_MANY)},{rest})"),
        "not_told": held("not_told", listed=listed),
        ONE_SEAT: _or_dash(counted, f"1/{_ALL}"),
        PEOPLE: _people(),
    }


def _people() -> str:
    """Return all residents: as typed, else as the groups that are typed add up to, else as published."""
    usable = f"IF(COUNT({_LIVING})={len(GROUPS)},AND(MIN({_LIVING})>=0,SUM({_LIVING})>0),FALSE)"
    groups = f"IF({usable},SUM({_LIVING}),{{published_{ALL}}})"
    return _typed_or(f"{{{typed_residents(ALL)}}}", groups, whole=False, none=NO_RESIDENTS)


def living(group: str) -> str:
    """Return a group's share of residents: of those typed where they are, else as published."""
    one, published = f"{{{typed_residents(group)}}}", f"{{published_{group}}}"
    most = f"IF(MAX({one},IFERROR(SUM({_LIVING}),0))>{_PEOPLE},{literal(TOO_MANY)},{one}/{_PEOPLE})"
    wrong = ",".join(f"{_PEOPLE}={literal(mark)}" for mark in (NOT_A_NUMBER, NOT_WHOLE, BELOW_0, NO_RESIDENTS))
    # Where nothing is published of all residents, what is typed of a group waits for them.
    number = f"IF(ISNUMBER({_PEOPLE}),{most},IF(OR({wrong}),{_PEOPLE},{published}))"
    said = _typed_or(one, published, whole=False)
    return f"IF(ISNUMBER({one}),IF(ISNUMBER({said}),{number},{said}),{said})"


def people(group: str) -> str:
    """Return how many residents a group has, rounded to whole people where the share is published."""
    share = f"{{living_{group}}}"
    known = f"AND(ISNUMBER({share}),ISNUMBER({_PEOPLE}))"
    return _typed_or(f"{{{typed_residents(group)}}}", _or_dash(known, f"ROUND({share}*{_PEOPLE},0)"), whole=False)


def quality(*, listed: bool) -> str:
    """Return Weak as soon as one answer did not come from the official."""
    said = f"IF(ISNUMBER({_told(listed=listed)}),{literal(TOLD)},{literal(NOT_SAID)})"
    weak = f"IF({{held_not_told}}>0,{literal(WEAK)},{said})"
    return f"IF(ISNUMBER({{held_not_told}}),{weak},{_mark_or_dash('{held_not_told}')})"


def share(group: str) -> str:
    """Return a group's share of officials; groups that add up to more than all are told."""
    one = f"{{held_{group}}}"
    part = f"IF(SUM({_GROUPS},{{held_prefer_not}})>{_ALL},{literal(TOO_MANY)},{one}/{_ALL})"
    return f"IF(AND(ISNUMBER({one}),ISNUMBER({_ALL})),{part},{_mark_or_dash(one)})"


def two_shares(row: str) -> str:
    """Return the two shares of a group or a race in the form in which ratios are published: ``90.0%:50.0%``."""
    share_, living_ = f"{{share_{row}}}", f"{{living_{row}}}"
    return _or_dash(_both(row), f'TEXT(ROUND({share_},3),"0.0%")&":"&TEXT(ROUND({living_},3),"0.0%")')


def ratio(row: str) -> str:
    """Return the ratio of the two shares of a group or a race."""
    share_, living_ = f"{{share_{row}}}", f"{{living_{row}}}"
    return _or_dash(_both(row), f"IF({living_}>0,{share_}/{living_},{literal(MARK)})")


def _both(row: str) -> str:
    return f"AND(ISNUMBER({{share_{row}}}),ISNUMBER({{living_{row}}}))"


def in_words(group: str) -> str:
    """Say whether a group's share of officials is larger or smaller than its share of residents.

    Only a whole seat can be more or fewer: a count that no other would beat is said to be as near as can be.
    """
    one, equal = f"{{held_{group}}}", f"{_ALL}*{{living_{group}}}"
    larger = f"IF({one}>{equal},{literal(LARGER)},{literal(SMALLER)})"
    said = f"IF(ROUND({equal},0)={one},{literal(AS_NEAR)},{larger})"
    nothing = f"OR({one}={literal(NOBODY)},{_ALL}={literal(NOBODY)})"
    living_ = f"{{living_{group}}}"
    nobody = f"IF(ISNUMBER({living_}),{living_}=0,FALSE)"
    why = f"IF({nobody},{literal(NOBODY_LIVES)},{literal(SEE_MARK)})"
    return f"IF(ISNUMBER({{ratio_{group}}}),{said},IF({nothing},{literal(COUNT_FIRST)},{why}))"


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


def bounds_in_words(group: str, text: str, known: str) -> str:
    """Return the sentence on what a ratio could be; ``text`` has the places equal, none, every and more.

    ``known`` is said where no official's group is unknown; it has the places equal and more.
    """
    places = {}
    for word, decimals in (("equal", 1), ("none", 2), ("every", 2), ("more", 2)):
        cell, form = f"{{{word}_{group}}}", literal(f"0.{'0' * decimals}")
        places[word] = f"IF(ISNUMBER({cell}),TEXT(ROUND({cell},{decimals}),{form}),{cell})"
    fixed = {word: places[word] for word in ("equal", "more")}
    said = f"IF({{none_{group}}}={{every_{group}}},{sentence(known, fixed)},{sentence(text, places)})"
    return _or_dash(f"ISNUMBER({{ratio_{group}}})", said)


def combined_share(race: str, *, listed: bool) -> str:
    """Return the share of officials of a race, alone or with others."""
    counted = f"{{counted_{race}}}" if listed else literal(NOBODY)
    one = _typed_or(f"{{{typed(race)}}}", counted, whole=True)
    part = f"IF({one}>{_ALL},{literal(TOO_MANY)},{one}/{_ALL})"
    return f"IF(AND(ISNUMBER({one}),ISNUMBER({_ALL})),{part},{_mark_or_dash(one)})"


def combined_living(race: str) -> str:
    """Return the share of residents of a race, alone or with others."""
    one = _typed_or(f"{{{typed_residents(race)}}}", literal(NOBODY), whole=False)
    part = f"IF({one}>{_PEOPLE},{literal(TOO_MANY)},{one}/{_PEOPLE})"
    return f"IF(AND(ISNUMBER({one}),ISNUMBER({_PEOPLE})),{part},{_mark_or_dash(one)})"
