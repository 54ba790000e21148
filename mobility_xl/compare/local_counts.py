"""Numbers that a community counts itself: value, interval and quality of two counts, and what must not be shown."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path
from typing import Literal

from mobility_xl.catalog import ALL, Variable
from mobility_xl.metrics.poisson import poisson_bounds

Kind = Literal["share", "rate", "ratio"]

Z = 1.959963984540054
"""97.5% of a normal distribution lie below."""

SHOWN = "shown"
NOBODY = "[x] nobody"
MORE = "[x] more than all"
NOT_WHOLE = "[x] not whole"
BELOW_0 = "[x] below 0"
NO_YEAR = "[x] no such year"
TWICE = "[x] there twice"
FEW = "[c] too few"
WITHHELD = "[c] withheld"
COUNTS_LEFT_OUT = "[c] counts left out"
"""Why a row gives no number; ``withheld`` because another one of its kind is too few, the last in a copy that was
handed out: such a row has :data:`NO_COUNT` in place of its counts."""
NO_COUNT = "[c]"
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The years that counts can be of; what lies outside is a slip of the hand, or a day."""


@dataclass(frozen=True, slots=True)
class Rules:
    """From how many people on a number is given, and from how much on it is Strong, or Marginal, by kind."""

    fewest_people: int
    quality: dict[str, tuple[int, int]]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return what ``local_counts.toml`` says."""
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return Rules(written["fewest_people"], {kind: (one[0], one[1]) for kind, one in written["quality"].items()})


@dataclass(frozen=True, slots=True)
class LocalCount:
    """Two counts of one variable, area and year; ``group`` is All for everybody."""

    variable: Variable
    area: str
    year: int
    numerator: float
    denominator: float
    subgroup_type: str = ""
    group: str = ALL


@dataclass(frozen=True, slots=True)
class LocalNumber:
    """What the counts give. ``said`` is "shown", or the shorthand and the word for why there is no number.

    ``lower`` and ``upper`` are a 95% confidence interval; None for a ratio, which has none.
    """

    said: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    quality: str = ""


def kind_of(variable: Variable) -> Kind:
    """Return how a variable's two counts make its number."""
    if variable.unit.percent:
        return "share"
    return "rate" if variable.counts and variable.counts.per > 1 else "ratio"


def wilson(numerator: float, denominator: float) -> tuple[float, float]:
    """Return the 95% interval of a share of people (Wilson 1927; Newcombe 1998, method 3)."""
    whole = denominator + Z * Z
    middle = (numerator + Z * Z / 2) / whole
    half = Z / whole * sqrt(numerator * (denominator - numerator) / denominator + Z * Z / 4)
    lower, upper = middle - half, middle + half
    return lower if numerator else 0.0, upper if numerator < denominator else 1.0


def local_numbers(counts: Sequence[LocalCount]) -> list[LocalNumber]:
    """Return the number of each row, or why it is not given.

    Too few is a count below what the catalog asks for, of a share also of those whom it leaves out, or too
    few people to count among. Where too few stand alone among the groups of one variable, area, year and
    kind of groups, or where their sum would tell them, the total would give them away: then the next
    smallest group is withheld as well.
    """
    said = [_alone(count, counts[:place]) for place, count in enumerate(counts)]
    for place, one in _second_groups(counts, said):
        said[place] = one
    return [_number(count) if one == SHOWN else LocalNumber(one) for count, one in zip(counts, said, strict=True)]


def guarded(count: LocalCount) -> float:
    """Return the smaller number of people that a row tells of: those counted, or of a share those left out."""
    counted = count.numerator
    if not (count.variable.counts and count.variable.counts.fewest) or not 0 <= counted <= count.denominator:
        return 0.0
    if kind_of(count.variable) == "share":
        return min(count.numerator, count.denominator - count.numerator)
    return count.numerator


def _alone(count: LocalCount, before: Sequence[LocalCount]) -> str:
    """Return what is said of a row by itself."""
    kind = kind_of(count.variable)
    key = set_of(count), as_compared(count.group)
    cases = (
        (NO_YEAR, not FIRST_YEAR <= count.year <= LAST_YEAR),
        (NOBODY, count.denominator <= 0),
        (BELOW_0, count.numerator < 0),
        (MORE, kind == "share" and count.numerator > count.denominator),
        (TWICE, any((set_of(one), as_compared(one.group)) == key for one in before)),
        (NOT_WHOLE, kind == "rate" and count.numerator % 1 > 0),
        (FEW, 0 < guarded(count) < _fewest(count) or count.denominator < rules().fewest_people),
    )
    return next((said for said, applies in cases if applies), SHOWN)


def _second_groups(counts: Sequence[LocalCount], said: Sequence[str]) -> list[tuple[int, str]]:
    """Return the rows that are withheld for another's sake."""
    found = []
    for one in dict.fromkeys(map(set_of, counts)):
        groups = [place for place, count in enumerate(counts) if set_of(count) == one and count.group != ALL]
        few = [guarded(counts[place]) for place in groups if said[place] == FEW]
        rest = [place for place in groups if said[place] == SHOWN]
        fewest = _fewest(counts[groups[0]]) if groups else 0
        # As many as there can be, or as few, is as good as told: 9 and 9 are the only two below 10 that make 18.
        told = len(few) == 1 or sum(few) < fewest or sum(few) == len(few) * (fewest - 1)
        if fewest and few and told and rest:
            found.append((min(rest, key=lambda place: _after_none(guarded(counts[place]))), WITHHELD))
    return found


def _after_none(people: float) -> tuple[bool, float]:
    """Order groups by how few people they tell of; one that tells of none hides others only where no other can."""
    return people == 0, people


def set_of(count: LocalCount) -> tuple[str, str, int, str]:
    """Return what the groups whose counts add up have in common, compared as a spreadsheet compares texts."""
    return count.variable.name, as_compared(count.area), count.year, as_compared(count.subgroup_type)


def as_compared(text: str) -> str:
    """Return a text as a spreadsheet compares it."""
    return text.strip().casefold()


def _fewest(count: LocalCount) -> int:
    return count.variable.counts.fewest if count.variable.counts else 0


def _number(count: LocalCount) -> LocalNumber:
    kind = kind_of(count.variable)
    per = count.variable.counts.per if count.variable.counts else 1
    strong, marginal = rules().quality[kind]
    weight = count.numerator if kind == "rate" else count.denominator
    quality = "Strong" if weight >= strong else "Marginal" if weight >= marginal else "Weak"
    value = count.numerator / count.denominator * per
    if kind == "ratio":
        return LocalNumber(SHOWN, value, quality=quality)
    if kind == "share":
        lower, upper = wilson(count.numerator, count.denominator)
    else:
        lower, upper = (bound / count.denominator * per for bound in poisson_bounds(int(count.numerator)))
    return LocalNumber(SHOWN, value, lower, upper, quality)
