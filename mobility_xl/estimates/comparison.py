"""How two published numbers are said against each other: how far they are apart, and how sure that is."""

from dataclasses import dataclass
from math import inf, log
from typing import Literal

from mobility_xl.estimates.published import Estimate

Favor = Literal["more favorable", "less favorable", "higher", "lower", "closer", "further", "same", ""]
Kind = Literal["areas", "groups", "years"]

IN_WORDS = {"closer": "closer to parity", "further": "further from parity"}


def kind_of(first: Estimate, second: Estimate) -> Kind:
    """Return what differs between two estimates: the areas, the groups of one area, or the years of one group."""
    if first.area.geoid != second.area.geoid:
        return "areas"
    return "groups" if _who(first, second) != _who(second, first) else "years"


def names_of(first: Estimate, second: Estimate) -> tuple[str, str]:
    """Return what tells two estimates apart: the names of areas or groups as they are shown, or the years."""
    kind = kind_of(first, second)
    if kind == "areas":
        return str(first.area), str(second.area)
    return (_who(first, second), _who(second, first)) if kind == "groups" else (str(first.year), str(second.year))


def _who(one: Estimate, other: Estimate) -> str:
    """Return the group of an estimate, which is its column's group or level where the other has another column."""
    return one.who if one.variable is other.variable else one.variable.hidden


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first number minus the second, and the first divided by the second.

    ``difference`` is None where a value is missing, or is a 0 that has no number; ``ratio`` also where a
    value is not above 0. ``lower`` and ``upper`` are the bounds of the difference, None where not both
    sides have a usable sampling interval; ``p_value`` is None where it is not tested. ``sure`` is the
    word for how sure the difference is, ``because`` the same as a sentence. ``factors`` are what the two
    values, in dollars of different years, were multiplied by to be in dollars of the later year.
    """

    first: Estimate
    second: Estimate
    difference: float | None
    lower: float | None
    upper: float | None
    ratio: float | None
    ratio_lower: float | None
    ratio_upper: float | None
    p_value: float | None
    sure: str
    because: str
    factors: tuple[float, float] = (1.0, 1.0)

    @property
    def kind(self) -> Kind:
        """What differs: the areas, the groups of one area, or the years of one area and group."""
        return kind_of(self.first, self.second)

    @property
    def clear(self) -> bool:
        """Whether chance alone would hardly make the difference."""
        return self.sure == "clear"

    @property
    def favor(self) -> Favor:
        """How the first number stands to the second; empty where there is no difference to speak of."""
        if self.difference is None:
            return ""
        if self.difference == 0:
            return "same"
        higher = self.difference > 0
        direction = self.first.variable.direction
        if direction == "contextual":
            return "higher" if higher else "lower"
        if direction == "nearer 1":
            return self._nearer
        return "more favorable" if higher is (direction == "higher") else "less favorable"

    @property
    def _nearer(self) -> Favor:
        """Whether the first is closer to 1 than the second: 2 is as far as a half, and 0 as far as can be."""
        first, second = (abs(log(one.value)) if one.value and one.value > 0 else inf for one in self._sides)
        if first == second:
            return "same"
        return "closer" if first < second else "further"

    @property
    def _sides(self) -> tuple[Estimate, Estimate]:
        return self.first, self.second

    @property
    def shows(self) -> bool:
        """Whether there is a difference to see once it is rounded: what rounds to nothing is not worth a look."""
        return self.difference is not None and not self.first.variable.unit.rounds_to_nothing(self.difference)

    @property
    def way(self) -> str:
        """Which way the first number lies from the second: higher, lower, or the same."""
        if not self.difference:
            return "the same"
        return "higher" if self.difference > 0 else "lower"

    @property
    def size(self) -> str:
        """How far the two are apart, as a cell shows it; empty where there is no difference to speak of."""
        return "" if self.difference is None else self.first.variable.unit.show_size(self.difference)

    @property
    def verdict(self) -> str:
        """Favor, difference and how sure: ``less favorable by 4.1 points, clear``."""
        if self.difference is None:
            nothing = self._nothing
            return f"{nothing}, {self.sure}" if nothing else self.sure
        if self.difference == 0:
            return f"the same, {self.sure}"
        if self.first.variable.direction == "nearer 1":
            # The two can lie on both sides of 1: how far they are apart is not how much closer one is.
            place = IN_WORDS.get(self.favor, "as far from parity")
            return f"{place}, {self.size} {self.way}, {self.sure}"
        return f"{self.favor} by {self.size}, {self.sure}"

    @property
    def _nothing(self) -> str:
        """Which sides hold a 0 that has no number, in words; empty where a value is missing."""
        if self.first.value is None or self.second.value is None:
            return ""
        where = [name for one, name in zip(self._sides, self.names, strict=True) if one.value == 0]
        return f"{self.first.variable.zero_of} in {' and '.join(where)}"

    @property
    def names(self) -> tuple[str, str]:
        """What tells the sides apart: the names of areas or groups, or the years."""
        return names_of(self.first, self.second)

    @property
    def sentence(self) -> str:
        """Both numbers, how far they are apart and how sure that is, as a person would say it."""
        if self.first.value is None or self.second.value is None:
            missing = dict.fromkeys(one.why for one in self._sides if one.value is None)
            return f"No comparison. {' '.join(missing)}"
        return f"{self._about}: {self._numbers}. {self._apart} {self.because}"

    @property
    def _about(self) -> str:
        first = self.first
        # What two columns of a metric have in common is the beginning of their labels.
        parts = [first.label if first.variable is self.second.variable else self._common_label]
        if first.subgroup_type and self.kind != "groups":
            parts.append(first.group)
        if self.kind != "areas":
            parts.append(str(first.area))
        return ", ".join(parts)

    @property
    def _common_label(self) -> str:
        """What two columns of one metric are labelled alike: Housing wealth, Household income."""
        one, other = self.first.variable, self.second.variable
        return one.short if one.short == other.short else one.label.partition(",")[0]

    @property
    def _numbers(self) -> str:
        """The two numbers with their company, each with the name of its side."""
        word = {"areas": "in ", "groups": "for ", "years": ""}[self.kind]
        names = ("", "") if self.kind == "years" else self.names
        return "; ".join(
            f"{word}{name}{', ' if name else ''}{self._said(one, factor)}"
            for one, name, factor in zip(self._sides, names, self.factors, strict=True)
        )

    def _said(self, one: Estimate, factor: float) -> str:
        """Return a number with its interval, year and quality, and what it is worth in the later year's money."""
        value = one.value or 0.0
        number = f"{one.variable.unit.show(value)} {one.variable.of_for(value)}"
        if value == 0 and one.variable.zero_of:
            number = one.variable.zero_of
        interval = f" ({one.interval})" if one.interval else ""
        worth = f", which is {one.variable.unit.show(value * factor)} in {self._later} dollars" if factor != 1 else ""
        return f"{number}{interval}, {one.year}, {one.quality or 'no quality flag'}{worth}"

    @property
    def _later(self) -> int:
        return max(one.year or 0 for one in self._sides)

    @property
    def _apart(self) -> str:
        """How far the two are apart, as a sentence."""
        if self.difference is None:
            return "A 0 stands for a place without any: no difference is given."
        if self.difference == 0:
            return "The two numbers are the same."
        start = {
            "areas": f"In {self.names[0]} it is",
            "groups": f"For {self.names[0]} it is",
            "years": f"In {self.names[0]} it is",
        }[self.kind]
        real = " after inflation" if self.factors != (1.0, 1.0) else ""
        favor = self.favor if self.favor in {"more favorable", "less favorable"} else IN_WORDS.get(self.favor, "")
        which = f", which is {favor}" if favor else ""
        return f"{start} {self._long_size} {self.way}{real}{self._bounds}{which}."

    @property
    def _long_size(self) -> str:
        """How far the two are apart, with what is counted: percentage points, dollars a year."""
        variable = self.first.variable
        short, counted = variable.unit.points.rpartition(" ")[2], variable.unit.points or variable.of
        return f"{self.size.removesuffix(short).rstrip()} {counted}"

    @property
    def _bounds(self) -> str:
        """The bounds of a tested difference in the direction that is said."""
        if self.p_value is None or self.lower is None or self.upper is None or self.difference is None:
            return ""
        low, high = (self.lower, self.upper) if self.difference > 0 else (-self.upper, -self.lower)
        show = self.first.variable.unit.show
        return f" ({show(low).removesuffix('%')} to {show(high).removesuffix('%')})"


@dataclass(frozen=True, slots=True)
class WidestGap:
    """The widest gap of a table of groups: clear among all its pairs, or only the largest that there is.

    ``comparison`` has the higher group first; it is None where there are not two groups to compare.
    ``tested`` is whether any pair of the groups can be tested; ``said`` tells it in words.
    """

    comparison: Comparison | None
    clear: bool
    said: str
    tested: bool = False

    @property
    def shows(self) -> bool:
        """Whether there is a gap to see once it is rounded."""
        return self.comparison is not None and self.comparison.shows

    @property
    def apart(self) -> float:
        """How far the two groups are apart, in the metric's unit; below 0 where there are not two to compare."""
        return -1.0 if self.comparison is None else abs(self.comparison.difference or 0.0)
