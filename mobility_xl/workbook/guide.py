"""What every sheet of one workbook is made from."""

from dataclasses import dataclass, field

from mobility_xl.catalog import Metric, Pillar, Variable
from mobility_xl.errors import NoData
from mobility_xl.estimates import Comparison, Estimate, Missing, Subject, WidestGap
from mobility_xl.estimates.comparison import IN_WORDS
from mobility_xl.functions.registry import literal
from mobility_xl.queries import Queries
from mobility_xl.queries.benchmarks import AMONG
from mobility_xl.store import Area
from mobility_xl.workbook.blocks import Cell, Lookup, Table, Words
from mobility_xl.workbook.carried import CarryOver
from mobility_xl.workbook.numbers import Numbers
from mobility_xl.workbook.stamp import Stamp
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


def no_benchmark(estimate: Estimate) -> str:
    """Return what stands in a cell in place of a benchmark: that it is withheld, or that none is made of the number."""
    if estimate.value is None:
        return "-"
    return "[c] withheld" if estimate.variable.benchmark else "[x] none"


def change_in_words(change: Comparison, shown: Estimate) -> str:
    """Say how a number changed, with the earlier year: ``Less favorable than 2018 by 0.8 points, clear``.

    Where it did so before the year that is ``shown``, which is Weak then, the later year is named too.
    """
    year = change.second.year
    if change.difference is None:
        return f"{change.verdict[:1].upper()}{change.verdict[1:]}"
    later = "" if change.first.year == shown.year else f" in {change.first.year}"
    if change.difference == 0:
        return f"The same{later} as in {year}, {change.sure}"
    real = f" ({change.first.year} dollars)" if change.factors != (1.0, 1.0) else ""
    place = IN_WORDS.get(change.favor)
    if place:
        return f"{place.capitalize()}{later} than {year}, {change.size} {change.way}, {change.sure}"
    return f"{change.favor.capitalize()}{later} than {year} by {change.size}{real}, {change.sure}"


@dataclass(frozen=True, eq=False)
class Guide:
    """One place's review guide in the making.

    ``county`` is the county that most of a city's people live in; its numbers stand where none are
    published for cities. It is None for a county. ``functions`` is what the cell functions of the workbook
    are: "lambda" for LAMBDA names, or "none". ``state`` is the state whose
    areas the workbook holds, where it is about one. ``tables`` are those that sheets add to Data, by name.
    ``stamp`` is what the workbook says of where it comes from. ``peers`` are the areas to compare with, nearest
    first, whose numbers the workbook holds too; ``named`` are those that were asked for, in that order. ``pivots``
    tells whether it has PivotTables ("native") or "none", ``slicers`` whether they have buttons. ``carried`` is
    what it takes over from a workbook of a former edition.
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
    tables: dict[str, Table] = field(default_factory=dict)
    stamp: Stamp = field(default=Stamp())
    peers: tuple[Area, ...] = ()
    named: tuple[Area, ...] = ()
    pivots: str = "native"
    slicers: bool = False
    carried: CarryOver | None = None

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics of the pillars that the workbook has, in framework order."""
        held = {pillar.tab for pillar, _ in self.pillars}
        return tuple(one for pillar in self.ask.catalog.pillars if pillar.tab in held for one in pillar.metrics)

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The published variables of those metrics."""
        return tuple(variable for metric in self.metrics for variable in metric.variables)

    @property
    def accent_to_collect(self) -> str:
        """The tab of the pillar whose metric a community collects itself, for its colours; empty without it."""
        tabs = (look.tab for pillar, look in self.pillars if any(metric.collect for metric in pillar.metrics))
        return next(tabs, "")

    def write(self, key: str, **values: object) -> str:
        """Return a text of the style book."""
        return self.style.write(key, **values)

    def write_formula(self, key: str, **formulas: str) -> str:
        """Return the formula of a text of the style book, with formulas in its places."""
        text = literal(self.write(key, **{name: f"<{name}>" for name in formulas}))
        for name, formula in formulas.items():
            text = text.replace(f"<{name}>", f'"&{formula}&"')
        return text

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

    def rest_of_state(self, estimate: Estimate) -> tuple[Lookup | None, str]:
        """Return the benchmark of the other counties of a county's state, or why there is none; cities have no why."""
        area, variable = estimate.area, estimate.variable
        if estimate.year is None:
            return None, "there is no number to compare"
        if area.level != "county":
            return None, ""
        found = self.ask.benchmark(variable, estimate.year, area.letters, without=area)
        if found.value is None:
            return None, found.why
        return self.numbers.rest_of_state(variable, estimate.year, area, found), ""

    def change(self, estimate: Estimate) -> Comparison | str:
        """Return how the latest number that is not Weak stands to the earliest such, or why to none."""
        variable, area = estimate.variable, estimate.area
        if estimate.value is None:
            return "-"
        try:
            found = self.ask.change(variable, area)
        except NoData as error:
            return str(error)
        if found.first.value is not None and found.second.value is not None:
            return found
        return "Weak: no change is given" if estimate.quality == "Weak" else self._why_no_change(estimate)

    def _why_no_change(self, estimate: Estimate) -> str:
        """Say why the latest number, which is not Weak, has none before it that it can be held against."""
        variable, area, latest = estimate.variable, estimate.area, estimate.year or 0
        since = max(
            (one.year for one in variable.breaks_for(area.level, area.state_code) if one.year <= latest), default=0
        )
        broke = f" since the series broke in {since}" if since else ""
        if any(since <= (one.year or 0) < latest for one in self.ask.trend(variable, area)):
            return f"Earlier years{broke} are Weak"
        return f"One year{broke or ' only'}"

    def gap_in_words(self, gap: WidestGap) -> Words | str:
        """Name the two groups of a widest gap with their numbers, and say how sure it is; empty without two groups."""
        pair = gap.comparison
        if pair is None:
            return ""
        first, second = (self.numbers.look_up(one) for one in (pair.first, pair.second))
        sure = "clear" if gap.clear else "no clear gap" if gap.tested else "not tested"
        size = f"{pair.size} apart" if pair.difference else "the same"
        said = self.numbers.compared(pair, f"{size}, {sure}")
        template = f"{pair.first.who} {{first}}, {pair.second.who} {{second}}, {pair.first.year}: {{said}}"
        return self.numbers.words(template, first=first, second=second, said=said)

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

    def quality(self, estimate: Estimate) -> Cell:
        """Return the quality as a cell; Marginal and Weak stand out."""
        if estimate.value is None:
            return Cell("-", "cell_muted")
        if not estimate.quality:
            return Cell("[x] no flag", "cell_muted")
        return Cell(estimate.quality, "cell_small" if estimate.quality == "Strong" else "caution")
