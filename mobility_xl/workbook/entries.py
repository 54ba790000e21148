"""What people fill in, by the names it is found by: what a workbook and whoever reads it back agree on.

A single cell has a defined name of the workbook; what has rows is an Excel table, found by its name, and
its columns by their headers. Programs follow both wherever people move them, so a filled workbook is read
by them and never by addresses. A workbook says in its document property ``entries`` by which version of
these names it was made. Names are added freely; one that goes, or means something else, raises the version.

Review Guide: ``answer_1_stands_out`` and its like, one for every part of the three questions; ``check_1``
to ``check_3``; the tables ``ReviewNotes``, ``Connections`` and ``Priorities``.

Local Data: the table ``LocalData``; ``local_metric``, ``local_year`` and ``local_type`` choose what its
crosstab shows.
"""

from dataclasses import dataclass

VERSION = 1
PROPERTY = "entries"
"""The document property that says the version."""

YES, NO, NO_ANSWER = "Yes", "No", "No answer"


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

TABLES = (REVIEW_NOTES, CONNECTIONS, PRIORITIES, LOCAL_DATA)


def answer(question: str, part: str) -> str:
    """Return the name of the cell that answers a part of a question."""
    return f"answer_{list(QUESTIONS).index(question) + 1}_{part}"


def answers() -> tuple[str, ...]:
    """Return the names of all answers, in order."""
    return tuple(answer(question, part) for question, parts in QUESTIONS.items() for part in parts)
