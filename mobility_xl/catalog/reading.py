"""Reads the catalog's TOML files once and says in plain words which entry is wrong.

A metric with one published column is written in one block. Where a metric has several, what they
share stands in the metric's block and each column adds, or overrides, its own.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from mobility_xl.catalog.model import (
    Break,
    Catalog,
    Counts,
    Direction,
    Group,
    Interval,
    Level,
    Metric,
    Pillar,
    Predictor,
    Source,
    SubgroupType,
    Unit,
    Variable,
)
from mobility_xl.errors import BadFile

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Block = dict[str, Any]
Record = TypeVar("Record", bound="DataclassInstance")

REQUIRED = (
    "name",
    "label",
    "short",
    "names",
    "meaning",
    "sentence",
    "unit",
    "of",
    "direction",
    "interval",
    "sources",
    "cautions",
    "subgroups",
    "pooling",
    "level",
    "group",
    "differs",
)
OPTIONAL = (
    "breaks",
    "benchmark",
    "unranked",
    "unplaced",
    "beside",
    "headline",
    "judged_missing",
    "judged_as",
    "shares",
    "city_label",
    "city_short",
    "city_sentence",
    "zero_of",
    "zero_sentence",
    "counts",
    "pooled_years",
    "group_pooled_years",
    "statewide",
    "levels_differ",
)
METRIC_ONLY = ("variable", "collect")
LISTS = ("names", "sources", "cautions", "subgroups", "breaks", "shares")
CHOICES = {"direction": get_args(Direction), "interval": get_args(Interval)}
KINDS = {str: "text in quotes", int: "a whole number", bool: "true or false"}
NOTHING = "none"


@lru_cache(maxsize=1)
def load() -> Catalog:
    """Return the catalog that ships with the package, read and checked once per process."""
    return read(Path(__file__).parent)


def read(folder: Path) -> Catalog:
    """Read a catalog folder: ``pillars/*.toml``, and ``subgroups``, ``sources``, ``units`` and ``breaks.toml``.

    Raises
    ------
    BadFile
        Naming the file, the entry and what is wrong with it.
    """
    units = {
        name: _record(Unit, f"catalog/units.toml, unit '{name}'", {"name": name, **block})
        for name, block in _toml(folder / "units.toml").items()
    }
    sources = {
        key: _record(Source, f"catalog/sources.toml, source '{key}'", {"key": key, **block})
        for key, block in _toml(folder / "sources.toml").items()
    }
    groups = _blocks(_toml(folder / "subgroups.toml"), "type", "catalog/subgroups.toml")
    types = {one.name: one for one in map(_subgroup_type, groups)}
    breaks = _breaks(_toml(folder / "breaks.toml"), "break", "catalog/breaks.toml")
    reader = _Reader(units, sources, types, breaks)
    blocks = {f"catalog/pillars/{file.name}": _toml(file) for file in sorted((folder / "pillars").glob("*.toml"))}
    pillars = tuple(reader.pillar(file, blocks[file]) for file in _in_order(blocks))
    variables = [variable for pillar in pillars for metric in pillar.metrics for variable in metric.variables]
    return Catalog(pillars, types, sources, {variable.name: variable for variable in variables})


def _in_order(blocks: dict[str, Block]) -> list[str]:
    """Return the pillars' files in framework order; a file that is gone leaves a gap."""
    in_order = []
    for number in range(1, max(len(blocks), 1) + 1):
        found = [file for file, block in blocks.items() if block.get("order") == number]
        if len(found) != 1:
            orders = "; ".join(f"{file}: {block.get('order', 'no order')}" for file, block in blocks.items())
            raise BadFile(f"catalog/pillars: 'order' must count the files from 1; there is {orders or 'no file'}.")
        in_order += found
    return in_order


def _toml(file: Path) -> Block:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFile(f"{file} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFile(f"{file} is not valid TOML: {error}.") from error


def _blocks(block: Block, key: str, entry: str) -> list[Block]:
    """Return the blocks under one word, each a table of its own."""
    found = block.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadFile(f"{entry}: '{key}' must be blocks, each beginning with its name in double brackets.")
    return found


def _record(kind: type[Record], entry: str, block: Block) -> Record:
    """Make one record; a word that is missing, unknown, empty or of another kind is named with its entry."""
    known = {one.name: one for one in fields(kind)}
    for word in block:
        if word not in known:
            raise BadFile(f"{entry}: '{word}' is not a word of the catalog.")
    for word, one in known.items():
        if one.default is MISSING and word not in block:
            raise BadFile(f"{entry}: '{word}' is missing.")
        if one.default is MISSING and block[word] == "":
            raise BadFile(f"{entry}: '{word}' is empty.")
    for problem in _wrong_kinds(kind, block):
        raise BadFile(f"{entry}: {problem}")
    return kind(**block)


def _subgroup_type(block: Block) -> SubgroupType:
    entry = f"catalog/subgroups.toml, type '{block.get('name', 'without a name')}'"
    groups = tuple(
        _record(
            Group,
            f"{entry}, group '{one.get('name', '')}'",
            {**one, **{key: tuple(one.get(key, ())) for key in ("also", "overlaps")}},
        )
        for one in _blocks(block, "group", entry)
    )
    own = {key: value for key, value in block.items() if key != "group"}
    named = {"published": block["name"]} if "name" in block else {}
    also = tuple(block.get("also", ()))
    return _record(SubgroupType, entry, {**named, **own, "groups": groups, "also": also})


def _breaks(block: Block, key: str, entry: str) -> tuple[Break, ...]:
    return tuple(_record(Break, f"{entry}, {key}", one) for one in _blocks(block, key, entry))


class _Reader:
    """Turns the blocks of pillar files into records, knowing units, sources and subgroup types."""

    def __init__(
        self,
        units: dict[str, Unit],
        sources: dict[str, Source],
        types: dict[str, SubgroupType],
        breaks: tuple[Break, ...],
    ) -> None:
        self._shared_breaks = breaks
        self._known: dict[str, dict[str, Any]] = {"unit": units, "sources": sources, "subgroups": types}
        self._declared: dict[str, str] = {}
        self._number = 0

    def pillar(self, where: str, block: Block) -> Pillar:
        predictors = tuple(self._predictor(where, one) for one in _blocks(block, "predictor", where))
        own = {key: value for key, value in block.items() if key != "predictor"}
        return _record(Pillar, where, {**own, "predictors": predictors})

    def _predictor(self, where: str, block: Block) -> Predictor:
        entry = f"{where}, predictor '{block.get('label', 'without a label')}'"
        metrics = tuple(self._metric(where, one) for one in _blocks(block, "metric", entry))
        own = {key: value for key, value in block.items() if key != "metric"}
        return _record(Predictor, entry, {**own, "metrics": metrics})

    def _metric(self, where: str, block: Block) -> Metric:
        self._number += 1
        entry = f"{where}, metric '{block.get('label', block.get('name', 'without a label'))}'"
        for problem in _wrong_lists(block):
            raise BadFile(f"{entry}: {problem}")
        shared = {key: value for key, value in block.items() if key not in METRIC_ONLY}
        columns = _blocks(block, "variable", entry) or [{}]
        variables = tuple(self._variable(where, {**shared, **own}) for own in columns)
        own: Block = {key: block[key] for key in ("label", "meaning", "collect") if key in block}
        names = tuple(block.get("names", ()))
        metric = _record(Metric, entry, {**own, "number": self._number, "names": names, "variables": variables})
        if metric.grouped and not metric.meaning:
            raise BadFile(f"{entry}: 'meaning' is missing; a metric with one column a group says what it is.")
        return metric

    def _variable(self, where: str, block: Block) -> Variable:
        name = str(block.get("name", block.get("label", "without a name")))
        entry = f"{where}, entry '{name}'"
        for problem in _problems(block, self._known):
            raise BadFile(f"{entry}: {problem}")
        if name in self._declared:
            raise BadFile(f"{entry}: the variable is declared before, in {self._declared[name]}; keep one.")
        self._declared[name] = where
        values: Block = {key: tuple(value) if key in LISTS else value for key, value in block.items()}
        for key in ("pooling", "level", "group", "differs"):
            values[key] = "" if values[key] == NOTHING else values[key]
        values["unit"] = self._known["unit"][block["unit"]]
        for key in ("sources", "subgroups"):
            values[key] = tuple(self._known[key][name] for name in block[key])
        breaks = (*_breaks(block, "breaks", entry), *self._shared_breaks)
        values["breaks"] = tuple(sorted(breaks, key=lambda one: one.year))
        values.setdefault("group_pooled_years", block.get("pooled_years", 1))
        if "counts" in block:
            values["counts"] = _record(Counts, f"{entry}, counts", block["counts"])
        return Variable(**values)


def _problems(block: Block, known: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Say what is wrong with one variable's block, the plainest thing first."""
    yield from _wrong_words(block)
    yield from _wrong_lists(block)
    yield from _wrong_kinds(Variable, block)
    yield from _wrong_references(block, known)
    yield from _wrong_sentences(block)
    if "judged_missing" in block and not block.get("judged_as"):
        yield "'judged_as' is missing; say what a value that is judged missing stands for."
    if not isinstance(block.get("counts", {}), dict):
        yield '\'counts\' must be words in braces, such as { numerator = "Votes", denominator = "Citizens" }.'
    for one in block.get("breaks", ()):
        if isinstance(one, dict) and one.get("level", "county") not in get_args(Level):
            yield "the level of one of 'breaks' must be 'county' or 'city'; leave it out where it is both."


def _wrong_words(block: Block) -> Iterator[str]:
    for key in REQUIRED:
        if key not in block:
            yield f"'{key}' is missing; every variable states it, with '{NOTHING}' where there is nothing to say."
        elif block[key] == "":
            yield f"'{key}' is empty; write it, or '{NOTHING}' where there is nothing to say."
    for key in sorted(block.keys() - {*REQUIRED, *OPTIONAL}):
        yield f"'{key}' is not a word of the catalog; use one of {', '.join((*REQUIRED, *OPTIONAL))}."


def _wrong_lists(block: Block) -> Iterator[str]:
    for key in LISTS:
        if key in block and not isinstance(block[key], list):
            yield f"'{key}' must be a list, such as {key} = []."
        elif key != "breaks" and not all(isinstance(one, str) for one in block.get(key, ())):
            yield f"'{key}' must be a list of texts in quotes."


def _wrong_kinds(kind: "type[DataclassInstance]", block: Block) -> Iterator[str]:
    for one in fields(kind):
        if one.name in block and one.type in KINDS and type(block[one.name]) is not one.type:
            yield f"'{one.name}' must be {KINDS[one.type]}, not {block[one.name]!r}."


def _wrong_references(block: Block, known: dict[str, dict[str, Any]]) -> Iterator[str]:
    for key, choices in CHOICES.items():
        if block[key] not in choices:
            yield f"{key} = '{block[key]}' is not known; write one of {', '.join(choices)}."
    for key, table in known.items():
        for name in block[key] if key in LISTS else [block[key]]:
            if not isinstance(name, str) or name not in table:
                yield f"{key} names '{name}', which is not declared; write one of {', '.join(table)}."


def _wrong_sentences(block: Block) -> Iterator[str]:
    for key in ("sentence", "city_sentence"):
        if key in block and "{value}" not in block[key]:
            yield f"'{key}' must hold {{value}}, the place of the number."
    for key in ("sentence", "city_sentence", "zero_sentence"):
        rest = re.sub(r"{(value|year)}", "", block.get(key, ""))
        if strange := re.search(r"{[^{}]*}?|}", rest):
            yield f"'{key}' holds {strange[0]}; only {{value}} and {{year}} can stand between braces."
