"""What people fill in, by the names it is found by: what a workbook and whoever reads it back agree on.

A single cell has a defined name of the workbook; what has rows is an Excel table, found by its name, and
its columns by their headers. Programs follow both wherever people move them, so a filled workbook is read
by them and never by addresses. A workbook says in its document property ``entries`` by which version of
these names it was made. Names are added freely; one that goes, or means something else, raises the version.

Review Guide: ``answer_1_stands_out`` and its like, one for every part of the three questions; ``check_1``
to ``check_3``; the tables ``ReviewNotes``, ``Connections`` and ``Priorities``.

Peers: ``peer_1`` to ``peer_3`` choose whom the place is held against; the table ``PeerNotes``.

Targets: the table ``Targets``; ``target_metric`` chooses what its chart shows.

Carried over: the table ``CarriedOver``, of what was written in a former edition's workbook and has no other place.

Local Data: the table ``LocalData``; ``local_metric``, ``local_year`` and ``local_type`` choose what its
crosstab shows.

Officials: the table ``ElectedOfficials``, personal. Descriptive Representation: ``officials_hispanic`` and
its like, totals that stand in place of counted ones; ``residents_hispanic`` and its like, in place of
published shares; the same by race in the table ``RacesCombined``, such as ``officials_race_asian``;
``letter_name`` and its like, what the letter is filled with.
"""

from dataclasses import dataclass

VERSION = 1
PROPERTY = "entries"
"""The document property that says the version."""


@dataclass(frozen=True, slots=True)
class EntryTable:
    """A table with rows to fill in.

    ``key`` are the columns that say what a row is about, ``written`` those that people write in; what
    else it has is said by the workbook. ``personal`` tables are left out of whatever is handed out.
    """

    name: str
    key: tuple[str, ...]
    written: tuple[str, ...]
    personal: bool = False


QUESTIONS: dict[str, tuple[str, ...]] = {
    "stands_out": ("stands_out", "fits", "surprises"),
    "differs": ("differs", "concerns", "why"),
    "peers": ("compared", "notable", "context"),
}
"""The three questions of the guide in their order, each with its parts."""

CHECKS = ("check_1", "check_2", "check_3")
"""The checklist: how the metrics were made is understood; the place's metrics are open; insights are noted."""

METRIC, PILLAR = "Metric", "Pillar"
STANDS_OUT, DIFFERS, COMPARED = "What stands out", "Where outcomes differ", "Compared with peers"
WHO, DATE = "Who", "Date"

REVIEW_NOTES = EntryTable("ReviewNotes", (METRIC,), (STANDS_OUT, DIFFERS, COMPARED, WHO, DATE))
"""A metric begins with its number in the framework, such as ``20.`` or ``25a.``."""

FIRST_METRIC, SECOND_METRIC, HOW_SURE = "First metric", "Second metric", "How sure"
SURE = ("a guess", "several see it", "data show it")
CONNECTIONS = EntryTable(
    "Connections",
    (FIRST_METRIC, SECOND_METRIC),
    (HOW_SURE, "What may connect them", "What makes us think so", "What would tell us more", WHO, DATE),
)
PRIORITIES = EntryTable(
    "Priorities",
    (METRIC,),
    ("Why it comes first", "What we want to know", "Next step", "How we would see progress", WHO, "By when"),
)

LOCAL_DATA = EntryTable(
    "LocalData",
    (METRIC, "Area", "Year", "Subgroup type", "Subgroup"),
    ("Numerator", "Denominator", "Source"),
)

BASELINE = ("Baseline", "Lower", "Upper", "Baseline year", "Baseline from")
"""A target's baseline: cells with formulas that give the latest published number, until it is written over. To keep
it as it was when the target was set, carry over what they give."""
TARGETS = EntryTable("Targets", (METRIC,), (*BASELINE, "Target", "Target year"))
"""Besides, each year that there is room for has a column with its number as header, such as ``2024``."""
PEERS = ("peer_1", "peer_2", "peer_3")
"""The drop-downs that say with whom the place is compared."""
PEER = "Peer"
PEER_NOTES = EntryTable("PeerNotes", (PEER,), ("Form of government", "Local context", "Why chosen"))

STOOD, ABOUT, HEADING, SAYS, WHY = "Stood at", "About", "Heading", "Says", "Why here"
CARRIED_OVER = EntryTable("CarriedOver", (STOOD, ABOUT, HEADING), (SAYS,))
"""One row for each filled cell of a former workbook that had no other place; ``Why here`` says why."""

YES, NO, NO_ANSWER = "Yes", "No", "No answer"
TICKS = (True, 1, "x", "yes", "y", "\u2713", "\u2714", "\u2611", "\u2612", "\u2715", "\u2717")
"""What counts as a ticked box, whatever the case of its letters and the blanks around it: not every program draws
boxes."""

BLACK_RACE, MENA_RACE, WHITE_RACE = "Black or African American", "Middle Eastern or North African", "White"
RACES = (
    BLACK_RACE,
    "Asian",
    "American Indian or Alaska Native",
    "Native Hawaiian or Pacific Islander",
    MENA_RACE,
    WHITE_RACE,
    "Other race",
)
"""The races that an official can name: the guide's, with the one that the federal standard of 2024 adds."""

ANSWERED = "answered us"
HOW_KNOWN = (ANSWERED, "own public statement", "a public outlet", "unknown")

BODY, SEAT, NAME, VACANT, CONTACT = "Body", "Seat", "Name", "Vacant", "Public contact"
ASKED, REPLIED, HISPANIC_ANSWER = "Asked on", "Answered on", "Hispanic or Latino"
PREFERS_NOT, HOW, WHERE = "Prefers not to answer", "How known", "Where and when"
OFFICIALS = EntryTable(
    "ElectedOfficials",
    (BODY, SEAT, NAME),
    (VACANT, CONTACT, ASKED, REPLIED, HISPANIC_ANSWER, *RACES, PREFERS_NOT, HOW, WHERE),
    personal=True,
)
"""Not called Officials: so is an argument of a LAMBDA name, which one engine then takes for the table."""
COUNTED_AS = "Counted as"
"""Says of each official, by formula, which published group the answers put them in, or one of the next four."""
NOT_KNOWN, VACANT_SEAT, NOBODY = "Not known", "Vacant", "-"

GROUPS = {
    "hispanic": "Hispanic",
    "black": "Black, Non-Hispanic",
    "white": "White, Non-Hispanic",
    "other": "Other Races and Ethnicities",
}
"""The published groups of residents, by the word for them in the names of entries."""
ALL = "all"
COUNT, RACE = "Count", "Race"
OFFICIALS_TYPED, RESIDENTS_TYPED = "Officials typed", "Residents typed"
TOTALS = EntryTable("RepresentationTotals", (COUNT,), (OFFICIALS_TYPED, RESIDENTS_TYPED))
COUNTS = {
    **GROUPS,
    "prefer_not": PREFERS_NOT,
    ALL: "All officials",
    "not_told": "Not told by the official",
    "vacant": "Vacant seats",
}
"""What can be counted: ``officials_`` and one of these words name the cell for a total that is typed."""
COMBINED = EntryTable("RacesCombined", (RACE,), (OFFICIALS_TYPED, RESIDENTS_TYPED))

LETTER = ("name", "role", "government", "reply_to", "reply_by", "official", "questions")
"""What the letter to officials is filled with; ``letter_name`` and its like name the cells."""
TWO_QUESTIONS, COMBINED_QUESTION = "two questions", "one combined question"

TABLES = (
    REVIEW_NOTES,
    CONNECTIONS,
    PRIORITIES,
    PEER_NOTES,
    TARGETS,
    LOCAL_DATA,
    OFFICIALS,
    TOTALS,
    COMBINED,
    CARRIED_OVER,
)


def officials(count: str) -> str:
    """Return the name of the cell for a total of officials, such as ``officials_hispanic``."""
    return f"officials_{count}"


def residents(group: str) -> str:
    """Return the name of the cell for residents of a group, or for all of them."""
    return f"residents_{group}"


def letter(what: str) -> str:
    """Return the name of the cell for a part of the letter."""
    return f"letter_{what}"


def answer(question: str, part: str) -> str:
    """Return the name of the cell that answers a part of a question."""
    return f"answer_{list(QUESTIONS).index(question) + 1}_{part}"


def answers() -> tuple[str, ...]:
    """Return the names of all answers, in order."""
    return tuple(answer(question, part) for question, parts in QUESTIONS.items() for part in parts)
