"""The names that the LAMBDA names of a workbook understand, as rows of two tables on its Data sheet.

A workbook knows a part of what Python knows, so it may hold only names that Python understands in one
way: whatever it answers, Python answers too.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from mobility_xl.catalog import ALL, Level, Metric, Variable
from mobility_xl.catalog.names import Meant, column_words, fold
from mobility_xl.errors import MobilityError
from mobility_xl.queries import Queries
from mobility_xl.store import Area

CODE = "("
"""What stands before a code in the list of names: no name that is compared can hold it."""

NO_GROUP = "-"


class AreaName(NamedTuple):
    """One spelling of an area, as names are compared."""

    spelling: str
    geoid: str


class MetricName(NamedTuple):
    """What a spelling of a metric, or of a group of one (``variable|level|group``), stands for."""

    variable: str
    subgroup: str
    spelling: str


def area_names(ask: Queries, areas: Iterable[Area]) -> Iterator[AreaName]:
    """Return the codes of areas, with and without the zero that a number loses, and their names."""
    for area in areas:
        for code in dict.fromkeys((area.geoid, area.geoid.removeprefix("0"))):
            yield AreaName(f"{CODE}{code}", area.geoid)
        for spelling in ask.store.areas.spellings(area):
            yield AreaName(spelling, area.geoid)


def metric_names(ask: Queries, areas: Iterable[Area]) -> Iterator[MetricName]:
    """Return the names of every metric, then those of its groups at the levels of some areas."""
    for spelling, meant in sorted(ask.metric_spellings(), key=itemgetter(0)):
        if isinstance(meant, Variable):
            yield MetricName(meant.name, ALL, spelling)
        else:
            yield MetricName(_code(meant), NO_GROUP, spelling)
    for level in dict.fromkeys(area.level for area in areas):
        yield from _group_names(ask, level)


@lru_cache(maxsize=8)
def _group_names(ask: Queries, level: Level) -> tuple[MetricName, ...]:
    """Return the names of every metric's groups at one level: the same in all workbooks of an edition."""
    anywhere = ask.store.areas.all(level)[0]
    metrics: list[Meant] = [*ask.catalog.variables.values(), *(one for one in ask.catalog.metrics if one.by_column)]
    found = []
    for meant in metrics:
        name = meant.name if isinstance(meant, Variable) else _code(meant)
        for word in _group_words(ask, meant):
            with suppress(MobilityError):
                subject = ask.subject(meant, anywhere, word)
                found.append(MetricName(subject.variable.name, subject.group, f"{name}|{level}|{word}"))
    return tuple(found)


def _group_words(ask: Queries, meant: Meant) -> dict[str, None]:
    """Return the words for groups and levels that a metric may be asked for, as names are compared."""
    variables = meant.of_the_26 if isinstance(meant, Metric) else (meant,)
    kinds = dict.fromkeys(kind for variable in variables for kind in variable.subgroups)
    published = (word for kind in kinds for group in kind.groups for word in (group.name, *group.also))
    hidden = (word for one in variables for word in column_words(one, ask.catalog.subgroup_types.values()))
    return dict.fromkeys(map(fold, (*hidden, *published)))


def _code(metric: Metric) -> str:
    """Return what stands for a metric of one column a group or level: no name that is compared is like it."""
    return f"metric_{metric.number}"
