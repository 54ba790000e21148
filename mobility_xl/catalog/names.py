"""Finds the metric that somebody means: by column name, plain name, metric or predictor.

Only listed spellings are accepted, never part of a name, so that a workbook that carries the same
list gives the same answer. Upper case, commas, periods, hyphens and spaces do not matter.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize

from mobility_xl.catalog.model import ALL, Catalog, Group, Metric, SubgroupType, Variable
from mobility_xl.errors import BadArgument

Meant = Variable | Metric
"""What a name stands for: one column, or a metric of one column a group or level, which comes next."""

_DASHES = "-_/\u2010\u2011\u2013\u2014"
_DROPPED = ",.'()\u2018\u2019"
_HALF_LETTERS = tuple(map(chr, range(0xD800, 0xE000)))
"""What is left where a letter was cut in two: no file can be searched for them."""

_FOLDED = str.maketrans(
    {**dict.fromkeys(_DASHES, " "), **dict.fromkeys(_DROPPED), **dict.fromkeys(_HALF_LETTERS, "\ufffd")}
)


def fold(text: str) -> str:
    """Return a name as names are compared: lower case, without punctuation or double spaces."""
    return " ".join(normalize("NFC", text.lower().translate(_FOLDED)).split())


class MetricNames:
    """The names of one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        exact: dict[str, list[Meant]] = defaultdict(list)
        wider: dict[str, list[Meant]] = defaultdict(list)
        for variable in catalog.variables.values():
            _enter(exact, (variable.name, variable.label, *_own_names(catalog, variable)), [variable])
        for metric in catalog.metrics:
            meant: list[Meant] = [metric] if metric.by_column else [*metric.of_the_26]
            _enter(wider, (metric.label, *metric.names), meant)
        for predictor in catalog.predictors:
            _enter(wider, (predictor.label,), [one for m in predictor.metrics for one in wider[fold(m.label)]])
        self.spellings: dict[str, tuple[Meant, ...]] = {
            **{name: tuple(meant) for name, meant in wider.items()},
            **{name: tuple(meant) for name, meant in exact.items()},
        }
        self._columns = {fold(name): name for name in catalog.variables}
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> Meant:
        """Return what the name stands for.

        Raises
        ------
        BadArgument
            When nothing has that name (with the nearest names), or several variables do (with them).
        """
        meant = self.spellings.get(fold(text), ())
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise BadArgument(fits_several(text, [one for one in meant if isinstance(one, Variable)]))
        raise BadArgument(f"No metric is called '{text}'. {self._advice(text)}")

    def _advice(self, text: str) -> str:
        """Return the nearest name of each of the nearest metrics, as it can be typed.

        Names that hold every word of the text go before those that are only spelled like it.
        """
        from difflib import get_close_matches  # noqa: PLC0415 - only a misspelling needs it, and cells start fast

        typed, near = fold(text), dict[tuple[Meant, ...], str]()
        words = set(typed.split())
        holding = [name for name in self.spellings if words and words <= set(name.split())]
        alike = get_close_matches(typed, holding, n=len(holding), cutoff=0) if holding else []
        for name in alike or get_close_matches(typed, list(self.spellings), n=9, cutoff=0.65):
            near.setdefault(self.spellings[name], self._columns.get(name, name))
        if near:
            return f"Did you mean {' or '.join(repr(name) for name in list(near.values())[:3])}?"
        return "`mobility-xl metric` lists the names."


def fits_several(text: str, variables: Iterable[Variable]) -> str:
    """Return the sentence that refuses a name of several variables, with the list of them."""
    choices = [f"{one.label} ({one.name})" for one in variables]
    return f"'{text}' fits {len(choices)} variables; name one of them: {'; '.join(choices)}."


def group_column(metric: Metric, types: Iterable[SubgroupType], text: str) -> Variable:
    """Return the column of a metric that is published one column a group, or a level.

    Parameters
    ----------
    metric
        A metric whose columns each name a group or a level.
    types
        The subgroup types, which know other words for a group.
    text
        A group's or a level's name, or another word for it.

    Raises
    ------
    BadArgument
        When the metric has no group or level of that name.
    """
    known = list(types)
    for variable in metric.of_the_26:
        if names_group(variable, known, text):
            return variable
    what = "groups" if metric.grouped else "levels"
    hidden = "; ".join(variable.hidden for variable in metric.of_the_26)
    raise BadArgument(f"{metric.label} is published for these {what}, not for '{text}': {hidden}.")


def names_group(variable: Variable, types: Iterable[SubgroupType], text: str) -> bool:
    """Whether a word means the group or the level that a column's name holds."""
    return fold(text) in map(fold, column_words(variable, types))


def column_words(variable: Variable, types: Iterable[SubgroupType]) -> tuple[str, ...]:
    """Return the words for the group or the level that a column's name holds, the published one first."""
    if variable.group:
        also = [word for one in types for group in one.groups if group.name == variable.group for word in group.also]
        return (variable.group, short_group(variable.group), *also)
    return (variable.level, variable.level.partition(" ")[0]) if variable.level else ()


def group_in(
    types: Iterable[SubgroupType], published: dict[str, frozenset[str]], text: str
) -> tuple[SubgroupType, Group]:
    """Return the published group that a word means for one metric, and its type.

    Parameters
    ----------
    types
        The metric's subgroup types.
    published
        The groups that the metric fills, by type: "Black" is whichever of two is filled.
    text
        A group's published name, or another word for it.

    Raises
    ------
    BadArgument
        When the metric is not published for such a group, with those it is published for.
    """
    wanted = fold(text)
    candidates = [(one, group) for one in types for group in one.groups]
    for one, group in candidates:
        if wanted == fold(group.name) and group.name in published.get(one.name, ()):
            return one, group
    for one, group in candidates:
        if wanted in map(fold, group.also) and group.name in published.get(one.name, ()):
            return one, group
    for one, group in candidates:
        if wanted in map(fold, (group.name, *group.also)):
            return one, group
    filled = [group.name for one, group in candidates if group.name in published.get(one.name, ())]
    names = "; ".join(filled or [group.name for _, group in candidates])
    advice = f"Use {ALL}; {names}." if names else f"Only {ALL} is published."
    raise BadArgument(f"No group is called '{text}' here. {advice}")


def short_group(name: str) -> str:
    """Return the one word that people use for a group, such as ``Black`` for ``Black, Non-Hispanic``."""
    return name.partition(",")[0].partition(" Races")[0]


def _own_names(catalog: Catalog, variable: Variable) -> tuple[str, ...]:
    """Leave out the names that a variable only inherits from a metric of several variables."""
    metric = catalog.metric_of(variable)
    return variable.names if len(metric.variables) == 1 or variable.names != metric.names else ()


def _enter(names: dict[str, list[Meant]], spellings: Iterable[str], meant: list[Meant]) -> None:
    for spelling in {fold(spelling) for spelling in spellings}:
        names[spelling] += [one for one in meant if one not in names[spelling]]
