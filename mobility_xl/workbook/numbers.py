"""The published numbers that a workbook holds: the rows of its Estimates table, and the way to point at them."""

from dataclasses import replace
from functools import cache
from typing import NamedTuple

from mobility_xl.catalog import ALL, Level, Variable
from mobility_xl.compare.benchmarks import Benchmark
from mobility_xl.estimates import Comparison, Estimate
from mobility_xl.queries import Queries
from mobility_xl.store import Area
from mobility_xl.workbook.blocks import Lookup, Words

ESTIMATES = "Estimates"
AREAS = "Areas"
SHOWN = "ShownRows"
"""Says in which row of Estimates each number stands that sheets show: none is searched for in the long table itself."""
COMPARISONS = "Comparisons"
NOT_PUBLISHED = "[x]"
BENCHMARK = "benchmark"
"""What stands in place of a subgroup type in a benchmark's rows."""
BENCHMARK_CODES: dict[Level, str] = {"county": "US", "city": "US cities"}
"""What stands in place of a geoid in a benchmark's rows."""


class Row(NamedTuple):
    """One row of the Estimates table. A missing bound is the text ``[x]``: an empty cell would read as 0.

    Two are for people: ``metric`` is what is measured, with what it is counted in, and ``shown`` the value in that:
    9.4 for a share of 0.0935. The key, which only formulas read, stands last.
    """

    area: str
    geoid: str
    year: int
    variable: str
    subgroup_type: str
    subgroup: str
    value: float
    lower: float | str
    upper: float | str
    quality: str
    shown: float
    metric: str
    key: str


def area_in_words(area: Area) -> str:
    """Return a short name that no other area has, also where capitals do not count: 14 cities are counties too."""
    name = area.name if area.name == area.state else f"{area.name}, {area.letters}"
    is_also_a_city = area.level == "county" and area.name.lower().endswith((" city", " municipality"))
    return f"{name} (county)" if is_also_a_city else name


@cache
def metric_in_words(variable: Variable, level: Level) -> str:
    """Return what a variable measures with what it is counted in: ``Babies born with low weight (% of births)``."""
    return f"{variable.label_for(level)} ({variable.shown_in})"


def in_its_unit(variable: Variable, value: float) -> float:
    """Return a value in the unit that people read, rounded as it is shown: 9.4 for a share of 0.0935."""
    return float(variable.unit.rounded(value))


def key_of(estimate: Estimate) -> str:
    """Return what formulas look an estimate up by; everybody of a subgroup file is told from everybody."""
    subject = estimate.subject
    group = f"{ALL} ({subject.kind})" if subject.subgroup_type and subject.group == ALL else subject.group
    return f"{subject.variable.name}|{subject.area.geoid}|{estimate.year}|{group}"


def row_of(estimate: Estimate) -> Row:
    """Return the row of an estimate, which must have a value."""
    subject, key = estimate.subject, key_of(estimate)
    if estimate.value is None or estimate.year is None:
        raise ValueError(f"{key} has no value to point at: {estimate.why}")
    return Row(
        area_in_words(subject.area),
        subject.area.geoid,
        estimate.year,
        subject.variable.name,
        subject.kind,
        subject.group,
        estimate.value,
        NOT_PUBLISHED if estimate.lower is None else estimate.lower,
        NOT_PUBLISHED if estimate.upper is None else estimate.upper,
        estimate.quality or NOT_PUBLISHED,
        in_its_unit(subject.variable, estimate.value),
        metric_in_words(subject.variable, subject.area.level),
        key,
    )


def benchmark_row(variable: Variable, year: int, among: Level, benchmark: Benchmark) -> Row:
    """Return the row of a benchmark of all areas of a level; it must not be withheld."""
    name = "Half of people in US counties" if among == "county" else "Half of people in large US cities"
    return _benchmark_row(variable, year, among, (BENCHMARK_CODES[among], name), benchmark)


def rest_of_state_row(variable: Variable, year: int, area: Area, benchmark: Benchmark) -> Row:
    """Return the row of a benchmark of a state's counties without an area; it must not be withheld."""
    name = f"Half of people in other counties of {area.state}"
    return _benchmark_row(variable, year, "county", (rest_of_state_code(area), name), benchmark)


def rest_of_state_code(area: Area) -> str:
    """Return what stands in place of a geoid in the rows of a state's rest."""
    return f"{area.letters} without {area.geoid}"


def _benchmark_row(variable: Variable, year: int, among: Level, named: tuple[str, str], benchmark: Benchmark) -> Row:
    code, name = named
    if benchmark.value is None:
        raise ValueError(f"The benchmark {code} of {variable.name} is withheld: {benchmark.why}")
    key, nothing = f"{variable.name}|{code}|{year}|{ALL}", (NOT_PUBLISHED,) * 3
    shown, metric = in_its_unit(variable, benchmark.value), metric_in_words(variable, among)
    return Row(name, code, year, variable.name, BENCHMARK, ALL, benchmark.value, *nothing, shown, metric, key)


class Compared(NamedTuple):
    """One row of the Comparisons table: the first number less the second, by the code that cell functions ask.

    Formulas look it up by its key, so that what people choose in a drop-down is compared by the same rules.
    ``words`` is what a sheet says of it.
    """

    first: str
    geoid: str
    year: int | str
    variable: str
    kind: str
    difference: float | str
    lower: float | str
    upper: float | str
    ratio: float | str
    second: str
    sure: str
    verdict: str
    words: str
    key: str


def comparison_key(comparison: Comparison) -> str:
    """Return what formulas look a comparison up by.

    ``variable|geoid|change`` for the years of an area, ``variable|geoid|peer's geoid`` for two areas,
    ``variable|geoid|kind of groups|group|reference`` for two groups.
    """
    first, second = comparison.first, comparison.second
    start = f"{first.variable.name}|{first.area.geoid}"
    match comparison.kind:
        case "years":
            return f"{start}|change"
        case "areas":
            return f"{start}|{second.area.geoid}"
        case "groups":
            return f"{start}|{first.subject.kind}|{first.who}|{second.who}"


def compared_row(comparison: Comparison, words: str = "") -> Compared:
    """Return the row of a comparison; what it lacks is ``[x]``."""
    first, second = comparison.names
    numbers = (comparison.difference, comparison.lower, comparison.upper, comparison.ratio)
    difference, lower, upper, ratio = (NOT_PUBLISHED if one is None else one for one in numbers)
    return Compared(
        first,
        comparison.first.area.geoid,
        comparison.first.year or comparison.second.year or NOT_PUBLISHED,
        comparison.first.variable.name,
        comparison.kind,
        difference,
        lower,
        upper,
        ratio,
        second,
        comparison.sure,
        comparison.verdict,
        words or comparison.verdict,
        comparison_key(comparison),
    )


def lookup(row: Row, variable: Variable, part: str = "value", by: str = "") -> Lookup:
    """Return how people would look up a part of any row; ``by`` is the table that says where it stands."""
    unit = variable.unit
    return Lookup(ESTIMATES, part, row.key, getattr(row, part), unit.number_format, unit.places, by=by)


class Numbers:
    """The rows of one workbook, each there once."""

    def __init__(self, ask: Queries) -> None:
        self._ask = ask
        self.rows: dict[str, Row] = {}
        self.comparisons: dict[str, Compared] = {}
        self.areas: dict[str, Area] = {}
        self._shown: dict[str, None] = {}

    def add_everything(self, area: Area) -> None:
        """Take in all that is published for one area."""
        variables = self._ask.catalog.variables.values()
        rows = [row_of(one) for variable in variables for one in self._ask.everything(variable, area)]
        if rows:
            self.areas[area.geoid] = area
            self.rows |= {row.key: row for row in rows}

    @property
    def shown_keys(self) -> list[str]:
        """The keys of the rows that sheets show a number of, in the order in which they did first."""
        return list(self._shown)

    def look_up(self, estimate: Estimate, part: str = "value") -> Lookup:
        """Point at a part of a published estimate: value, lower or upper."""
        return self.point_at(self.enter(estimate), estimate.variable, part)

    def point_at(self, row: Row, variable: Variable, part: str = "value") -> Lookup:
        """Point at a part of a row: value, lower, upper or quality."""
        self._shown.setdefault(row.key)
        return lookup(row, variable, part, SHOWN)

    def add(self, row: Row) -> Row:
        """Take in a row, and return the one of its key."""
        return self.rows.setdefault(row.key, row)

    def population(self, area: Area) -> Lookup:
        """Point at the population of an area, which must have one."""
        self.areas[area.geoid] = area
        return Lookup(AREAS, "population", area.geoid, area.population or 0.0, "#,##0")

    def benchmark(self, variable: Variable, year: int, among: Level, benchmark: Benchmark) -> Lookup:
        """Point at a benchmark that is not withheld."""
        return self.point_at(self.add(benchmark_row(variable, year, among, benchmark)), variable)

    def rest_of_state(self, variable: Variable, year: int, area: Area, benchmark: Benchmark) -> Lookup:
        """Point at the benchmark of a state's counties without an area, which must not be withheld."""
        return self.point_at(self.add(rest_of_state_row(variable, year, area, benchmark)), variable)

    def compared(self, comparison: Comparison, words: str = "") -> Lookup:
        """Point at what is said of a comparison in words; those of the first who asks stay."""
        row = compared_row(comparison, words)
        row = self.comparisons.setdefault(row.key, row)
        return Lookup(COMPARISONS, "words", row.key, row.words)

    def in_money_of(self, number: Lookup, factor: float) -> Lookup:
        """Return a number that is shown in the money of another year."""
        return replace(number, factor=factor)

    def words(self, template: str, **numbers: Lookup) -> Words:
        """Put numbers into a sentence."""
        shown = {name: self.shown(number) for name, number in numbers.items()}
        return Words(template, numbers, template.format(**shown))

    def shown(self, number: Lookup) -> str:
        """Return a number as the sentence's formula will show it."""
        variable = self._ask.catalog.variables.get(number.key.partition("|")[0])
        if variable is None or isinstance(number.value, str):
            return f"{number.value:,.0f}" if isinstance(number.value, float) else str(number.value)
        return variable.unit.show(number.value * number.factor if number.factor != 1 else number.value)

    def enter(self, estimate: Estimate) -> Row:
        """Take in the row of an estimate, which must have a value, and return it."""
        key = key_of(estimate)
        if key not in self.rows:
            self.areas[estimate.area.geoid] = estimate.area
            self.rows[key] = row_of(estimate)
        return self.rows[key]
