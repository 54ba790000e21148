"""The published numbers that a workbook holds: the rows of its Estimates table, and the way to point at them."""

from dataclasses import replace
from typing import NamedTuple

from mobility_xl.catalog import ALL, Level, Variable
from mobility_xl.compare.benchmarks import Benchmark
from mobility_xl.estimates import Estimate
from mobility_xl.queries import Queries
from mobility_xl.store import Area
from mobility_xl.workbook.blocks import Lookup, Words

ESTIMATES = "Estimates"
AREAS = "Areas"
NOT_PUBLISHED = "[x]"
BENCHMARK = "benchmark"
"""What stands in place of a subgroup type in a benchmark's rows."""
BENCHMARK_CODES: dict[Level, str] = {"county": "US", "city": "US cities"}
"""What stands in place of a geoid in a benchmark's rows."""


class Row(NamedTuple):
    """One row of the Estimates table. A missing bound is the text ``[x]``: an empty cell would read as 0."""

    key: str
    geoid: str
    area: str
    year: int
    variable: str
    subgroup_type: str
    subgroup: str
    value: float
    lower: float | str
    upper: float | str
    quality: str


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
        key,
        subject.area.geoid,
        str(subject.area),
        estimate.year,
        subject.variable.name,
        subject.kind,
        subject.group,
        estimate.value,
        NOT_PUBLISHED if estimate.lower is None else estimate.lower,
        NOT_PUBLISHED if estimate.upper is None else estimate.upper,
        estimate.quality or NOT_PUBLISHED,
    )


def benchmark_row(variable: Variable, year: int, among: Level, benchmark: Benchmark) -> Row:
    """Return the row of a benchmark that is not withheld."""
    code = BENCHMARK_CODES[among]
    key = f"{variable.name}|{code}|{year}|{ALL}"
    name = "Half of people live in counties at or below" if among == "county" else "Half of people in large cities"
    value = benchmark.value if benchmark.value is not None else 0.0
    return Row(key, code, name, year, variable.name, BENCHMARK, ALL, value, NOT_PUBLISHED, NOT_PUBLISHED, NOT_PUBLISHED)


class Numbers:
    """The rows of one workbook, each there once."""

    def __init__(self, ask: Queries) -> None:
        self._ask = ask
        self.rows: dict[str, Row] = {}
        self.areas: dict[str, Area] = {}

    def add_everything(self, area: Area) -> None:
        """Take in all that is published for one area."""
        for variable in self._ask.catalog.variables.values():
            for estimate in self._ask.everything(variable, area):
                self._enter(estimate)

    def look_up(self, estimate: Estimate, part: str = "value") -> Lookup:
        """Point at a part of a published estimate: value, lower or upper."""
        row = self._enter(estimate)
        unit = estimate.variable.unit
        return Lookup(ESTIMATES, part, row.key, getattr(row, part), unit.number_format, unit.places)

    def population(self, area: Area) -> Lookup:
        """Point at the population of an area, which must have one."""
        self.areas[area.geoid] = area
        return Lookup(AREAS, "population", area.geoid, area.population or 0.0, "#,##0")

    def benchmark(self, variable: Variable, year: int, among: Level, benchmark: Benchmark) -> Lookup:
        """Point at a benchmark that is not withheld."""
        row = benchmark_row(variable, year, among, benchmark)
        self.rows.setdefault(row.key, row)
        return Lookup(ESTIMATES, "value", row.key, row.value, variable.unit.number_format, variable.unit.places)

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

    def _enter(self, estimate: Estimate) -> Row:
        key = key_of(estimate)
        if key not in self.rows:
            self.areas[estimate.area.geoid] = estimate.area
            self.rows[key] = row_of(estimate)
        return self.rows[key]
