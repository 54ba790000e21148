"""What every sheet of one workbook is made from."""

from dataclasses import dataclass, field

from mobility_xl.catalog import Pillar, Variable
from mobility_xl.errors import NoData
from mobility_xl.estimates import Estimate, Missing, Subject
from mobility_xl.queries import Queries
from mobility_xl.queries.standings import AMONG
from mobility_xl.store import Area
from mobility_xl.workbook.blocks import Cell, Lookup, Words
from mobility_xl.workbook.numbers import Numbers
from mobility_xl.workbook.style import PillarLook, StyleBook

LONGEST_LABEL = 68
"""How many letters of a label with a county's name are shown on At a Glance."""

SHORTHANDS = {
    Missing.NOT_AT_LEVEL: "[x] not published",
    Missing.NOT_THIS_YEAR: "[x] not this year",
    Missing.SUPPRESSED: "[c] too few",
    Missing.JUDGED_MISSING: "[x] judged missing",
    Missing.NOT_IN_COPY: "[x] not in copy",
    None: "[x] undefined",
}
"""What stands in a cell in place of a missing number; None is a ratio that its shares leave undefined."""


@dataclass(frozen=True)
class Guide:
    """One place's review guide in the making.

    ``county`` is the county that most of a city's people live in; its numbers stand where none are
    published for cities. It is None for a county. ``functions`` is what the cell functions of the workbook
    are: "lambda" for LAMBDA names, or "none". ``state`` is the state whose
    areas the workbook holds, where it is about one.
    """

    ask: Queries
    area: Area
    style: StyleBook
    numbers: Numbers
    county: Area | None = None
    prepared_by: str = ""
    date: str = ""
    pillars: tuple[tuple[Pillar, PillarLook], ...] = field(default=())
    functions: str = "lambda"
    state: str = ""

    def write(self, key: str, **values: object) -> str:
        """Return a text of the style book."""
        return self.style.write(key, **values)

    def area_of(self, variable: Variable) -> Area:
        """Return the area whose number is shown: the county's where a variable has none for cities."""
        if self.county and self.ask.store.series(variable.name, self.area.level) is None:
            return self.county
        return self.area

    def estimate(self, variable: Variable) -> Estimate:
        """Return the latest overall estimate that is shown for a variable."""
        return self.ask.look_up(Subject(variable, self.area_of(variable)))

    def label(self, variable: Variable) -> str:
        """Return a variable's label, with the county's name where the county's number is shown."""
        area = self.area_of(variable)
        label = variable.label_for(area.level)
        if area is self.area:
            return label
        named = f"{label} ({area.name})"
        return named if len(named) <= LONGEST_LABEL else f"{variable.short_for(area.level)} ({area.name})"

    def benchmark(self, estimate: Estimate) -> tuple[Lookup | None, str]:
        """Return the benchmark of an estimate's year among areas of its level, or why there is none."""
        if estimate.year is None:
            return None, "there is no number to compare"
        found = self.ask.benchmark(estimate.variable, estimate.year, AMONG[estimate.area.level])
        if found.value is None:
            return None, found.why
        return self.numbers.benchmark(estimate.variable, estimate.year, estimate.area.level, found), ""

    def direction(self, estimate: Estimate) -> Words | str:
        """Say which way the years went, without a verdict."""
        variable, area = estimate.variable, estimate.area
        if estimate.value is None:
            return "-"
        if estimate.quality == "Weak":
            return "Weak: no direction is given"
        try:
            change = self.ask.change(variable, area)
        except NoData as error:
            return str(error)
        if change.difference is None or change.first.year is None:
            later = [one for one in variable.breaks_for(area.level) if one.year <= (estimate.year or 0)]
            return f"One year since the series broke in {later[-1].year}" if later else "One year only"
        first = self.numbers.look_up(change.second)
        way = {"higher": "Up from", "lower": "Down from", "the same": "The same as"}[change.way]
        money = ""
        if variable.unit.name == "dollars":
            money = f" ({change.first.year} dollars)"
            first = self.numbers.in_money_of(first, change.factors[1])
        if change.difference and self.numbers.shown(first) == variable.unit.show(estimate.value):
            way = "Much the same as"
        return self.numbers.words(f"{way} {{first}} in {change.second.year}{money}", first=first)

    def interval(self, estimate: Estimate) -> Words | str:
        """Return the bounds in words, or why there are none."""
        if estimate.value is None:
            return "-"
        if not estimate.has_interval:
            return "[x] not published"
        bounds = {part: self.numbers.look_up(estimate, part) for part in ("lower", "upper")}
        return self.numbers.words("{lower} to {upper}", **bounds)

    def value(self, estimate: Estimate, style: str = "value", missing_style: str = "cell_muted") -> Cell:
        """Return the number of an estimate as a cell, or the shorthand of its reason."""
        if estimate.value is None:
            return Cell(SHORTHANDS[estimate.missing], missing_style)
        return Cell(self.numbers.look_up(estimate), style)

    def quality(self, estimate: Estimate, style: str = "cell_small") -> Cell:
        """Return the quality as a cell; Marginal and Weak stand out."""
        if estimate.value is None:
            return Cell("-", "cell_muted")
        if not estimate.quality:
            return Cell("[x] no flag", "cell_muted")
        return Cell(estimate.quality, style if estimate.quality == "Strong" else "caution")
