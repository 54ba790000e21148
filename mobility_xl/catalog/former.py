"""What former editions called things, and which of their series are today's.

One file an edition, ``former_editions/YEAR.toml``: what is not in it was as it is today.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from mobility_xl.catalog.model import Catalog, Level
from mobility_xl.errors import BadFile

Likeness = Literal["same", "revised", "other"]
"""Equal numbers; the same measure with other numbers; another measure."""

_WORDS = {"name", "formerly", "level", "series", "factor", "recent", "why"}


@dataclass(frozen=True, slots=True)
class Former:
    """What one of today's variables was in a former edition, at one level.

    ``name`` is its column then; what was published is multiplied by ``factor`` to be in today's unit.
    ``recent`` is the year of its number in a file without years.
    """

    name: str
    series: Likeness
    recent: int
    factor: float = 1.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that is no number of today's variable, and why."""

    column: str
    why: str


@dataclass(frozen=True)
class FormerEdition:
    """How an edition was written, where that differs from today."""

    year: int
    variables: dict[tuple[str, Level], Former]
    """By today's name and level."""
    flags: dict[str, str]
    """The flag column of a variable that shared one, by today's name."""
    passed_over: frozenset[str]
    always_strong: frozenset[str]
    kinds: dict[str, str]
    groups: dict[str, str]
    left_out: dict[str, LeftOut]
    """What was another measure in another unit, by today's name."""

    def today(self, column: str, level: Level) -> str | None:
        """Return what today's edition calls a variable's column; None for what it does not have."""
        found = (name for (name, at), one in self.variables.items() if (one.name, at) == (column, level))
        return next((name for name in found if name not in self.left_out), None)


def former_edition(year: int, catalog: Catalog) -> FormerEdition | None:
    """Return how an edition was written, or None for one that is written as today's is.

    Raises
    ------
    BadFile
        Naming the entry that is wrong.
    """
    path = Path(__file__).parent / "former_editions" / f"{year}.toml"
    return _read(path, catalog) if path.exists() else None


def _read(path: Path, catalog: Catalog) -> FormerEdition:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    where = f"catalog/former_editions/{path.name}"
    recent = told["recent"]
    variables: dict[tuple[str, Level], Former] = {
        (name, level): Former(name, "same", recent) for name in catalog.variables for level in get_args(Level)
    }
    for block in told["variable"]:
        _check(block, catalog, where)
        name = block["name"]
        for level in [block["level"]] if "level" in block else get_args(Level):
            variables[name, level] = Former(
                block.get("formerly", name),
                block["series"],
                block.get("recent", recent),
                block.get("factor", 1.0),
                block.get("why", ""),
            )
    return FormerEdition(
        told["year"],
        variables,
        told["flags"],
        frozenset(told["passed_over"]["columns"]),
        frozenset(told["always_strong"]["variables"]),
        told["kinds"],
        told["groups"],
        {name: LeftOut(**one) for name, one in told["left_out"].items()},
    )


def _check(block: dict[str, Any], catalog: Catalog, where: str) -> None:
    """Refuse a block that names no variable, likeness or level, or says something nobody reads."""
    entry = f"{where}, variable '{block.get('name', 'without a name')}'"
    if block.get("name") not in catalog.variables:
        raise BadFile(f"{entry}: the catalog has no such variable. Use a name of catalog/pillars.")
    if block.get("series") not in get_args(Likeness):
        raise BadFile(f"{entry}: 'series' must be one of {', '.join(get_args(Likeness))}.")
    if block.get("level", "city") not in get_args(Level):
        raise BadFile(f"{entry}: 'level' must be county or city; leave it out where it is both.")
    if strange := sorted(block.keys() - _WORDS):
        raise BadFile(f"{entry}: '{strange[0]}' is not a word here; use {', '.join(sorted(_WORDS))}.")
