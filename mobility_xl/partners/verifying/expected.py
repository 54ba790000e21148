"""What the tables of a workbook should say by an edition, row by row."""

from mobility_xl.catalog import ALL, Variable
from mobility_xl.errors import MobilityError, NoData
from mobility_xl.estimates import Comparison, Subject
from mobility_xl.queries import Queries
from mobility_xl.queries.benchmarks import AMONG
from mobility_xl.store import OVERALL, Area
from mobility_xl.store.areas import padded
from mobility_xl.workbook.numbers import (
    BENCHMARK,
    BENCHMARK_CODES,
    Row,
    benchmark_row,
    rest_of_state_code,
    rest_of_state_row,
    row_of,
)
from mobility_xl.workbook.package import whole_number


class Expected:
    """The rows that an edition gives."""

    def __init__(self, ask: Queries) -> None:
        self._ask = ask

    def area(self, geoid: str) -> Area:
        """Return the area of a code, also of one whose zero a spreadsheet program took; raise NoData for none."""
        return self._ask.store.areas.get(padded(geoid))

    def row(self, geoid: str, year: str, variable: str, subgroup_type: str, subgroup: str) -> Row | None:
        """Return the row of the Estimates table about these, as their cells say them; None where nobody knows."""
        number, known = whole_number(year), self._ask.catalog.variables.get(variable)
        if number is None or known is None:
            return None
        if subgroup_type == BENCHMARK:
            return self._benchmark(known, number, geoid)
        groups = next((one for one in known.subgroups if one.name == subgroup_type), None)
        try:
            subject = Subject(known, self.area(geoid), groups, subgroup if groups else ALL)
        except NoData:
            return None
        estimate = self._ask.look_up(subject, number)
        return None if estimate.value is None else row_of(estimate)

    def _benchmark(self, variable: Variable, year: int, code: str) -> Row | None:
        """Return the row of a benchmark by what stands in place of its geoid; None where nobody knows that."""
        level = next((level for level, known in BENCHMARK_CODES.items() if known == code), None)
        if level is not None:
            found = self._ask.benchmark(variable, year, AMONG[level])
            return None if found.value is None else benchmark_row(variable, year, level, found)
        try:
            area = self._ask.store.areas.get(code.rpartition(" ")[2])
        except NoData:
            return None
        if code != rest_of_state_code(area):
            return None
        found = self._ask.benchmark(variable, year, area.letters, without=area)
        return None if found.value is None else rest_of_state_row(variable, year, area, found)

    def comparison(self, key: str, year: int | None) -> Comparison | None:
        """Return the comparison that a key names, or None where nobody knows it."""
        ask = self._ask
        try:
            name, geoid, *sides = key.split("|")
            variable, area = ask.catalog.variables[name], ask.store.areas.get(geoid)
            match sides:
                case ["change"]:
                    return ask.change(variable, area)
                case [peer]:
                    return ask.compare(variable, area, ask.store.areas.get(peer))
                case [kind, first, second]:
                    meant = ask.catalog.metric_of(variable) if kind == OVERALL else variable
                    return ask.gap(meant, area, first, second, year)
        except (KeyError, ValueError, MobilityError):
            return None
        return None
