"""Compares the tables, the sheets and the formulas of one workbook with the numbers of one edition."""

import math
import re

from mobility_xl.catalog import ALL
from mobility_xl.errors import NoData
from mobility_xl.partners.reading.tables import FoundTable, find_table, shortened
from mobility_xl.partners.verifying.expected import Expected
from mobility_xl.partners.verifying.found import Altered, Shown, Verification
from mobility_xl.partners.verifying.rebuilding import missing, pairs, rebuilt
from mobility_xl.queries import Queries
from mobility_xl.store import Area
from mobility_xl.workbook.formulas.values import Column, ExcelError, Scalar, Unknown
from mobility_xl.workbook.formulas.workbook import Calculator
from mobility_xl.workbook.numbers import (
    AREAS,
    COMPARISONS,
    ESTIMATES,
    NOT_PUBLISHED,
    SHOWN,
    Row,
    compared_row,
    row_of,
)
from mobility_xl.workbook.package import Cell, Package, plain_text, whole_number

COMPARED = ("key", "area", "value", "lower", "upper", "quality", "metric", "shown")
IDENTIFYING = ("geoid", "year", "variable", "subgroup_type", "subgroup")
SAID = ("difference", "lower", "upper", "ratio", "sure", "verdict")
GONE = "the row is gone"
EMPTY = "an empty cell"

_LOOKS_UP = re.compile(rf"\b(?:{ESTIMATES}|{AREAS}|{COMPARISONS})\[|\[#This Row\]", re.IGNORECASE)
_PLAIN_LOOKUP = re.compile(r"INDEX\([^()]*(?:INDEX\([^()]*MATCH\([^()]*\)\)|MATCH\([^()]*\))\)", re.IGNORECASE)


class Comparison:
    """Compares one workbook with one edition; what it finds is added to ``found``."""

    def __init__(self, package: Package, ask: Queries, found: Verification) -> None:
        self._package = package
        self._ask = ask
        self._expected = Expected(ask)
        self._found = found
        self._rows: dict[str, Row] = {}
        self._columns: dict[tuple[str, str], Column] = {}
        self._rows_of_shown: set[tuple[str, str]] = set()

    def run(self, table: FoundTable | None) -> None:
        """Compare tables, then what the builder writes on sheets, then what formulas give."""
        if table is not None:
            self._estimates(table)
        shown = find_table(self._package, SHOWN, ("key", "as_built", "row"))
        if table is not None and shown is not None:
            self._places(shown)
        comparisons = find_table(self._package, COMPARISONS, ("key", "year", *SAID))
        if comparisons is not None:
            self._comparisons(comparisons)
        areas = find_table(self._package, AREAS, ("geoid", "name", "population"))
        if areas is not None:
            self._areas(areas)
        self._sheets()
        self._formulas()

    def _estimates(self, table: FoundTable) -> None:
        """Compare the rows of the Estimates table, and see which are gone."""
        unknown = 0
        seen: dict[str, int] = {}
        for number in table.rows:
            if all(not table.text(number, heading) for heading in IDENTIFYING):
                continue
            row = self._expected.row(*(table.text(number, heading) for heading in IDENTIFYING))
            if row is None:
                unknown += 1
                continue
            first = seen.setdefault(row.key, number)
            if first != number:
                self._alter(table.sheet, table.address(number, "value"), self._what(row), f"row {first} alone", "twice")
            self._rows[row.key] = row
            for heading in COMPARED:
                if heading in table.columns:
                    self._compare(
                        table.sheet,
                        table.address(number, heading),
                        f"{self._what(row)}: {heading}",
                        getattr(row, heading),
                        table.cell(number, heading),
                    )
        self._gone(table)
        if unknown:
            self._found.unread.append(
                f"{unknown} rows of the table on sheet {table.sheet} name no area, variable, year and group of this "
                "edition: they were added or changed by somebody."
            )
        rows = list(self._rows.values())
        for heading in (*IDENTIFYING, *COMPARED):
            values: list[Scalar] = [_scalar(getattr(row, heading)) for row in rows]
            self._columns[ESTIMATES.lower(), heading] = Column(values)

    def _places(self, shown: FoundTable) -> None:
        """Find anew where the numbers stand that sheets show, whatever is stored of it."""
        keys = self._columns[ESTIMATES.lower(), "key"]
        found = [keys.find(shown.text(number, "key")) for number in shown.rows]
        places = [ExcelError("#N/A") if place is None else place + 1.0 for place in found]
        self._columns[SHOWN.lower(), "row"] = Column(places)
        self._rows_of_shown = {(shown.sheet, shown.address(number, "row")) for number in shown.rows}

    def _gone(self, table: FoundTable) -> None:
        """Tell the rows that the builder wrote for the workbook's own place or state and that are not there."""
        own = self._found.stamp.geoid if self._found.stamp else None
        for area in self._ask.store.areas.all_ever():
            if own in {area.geoid, area.state_code}:
                self._gone_of(area, table)

    def _gone_of(self, area: Area, table: FoundTable) -> None:
        for variable in self._ask.catalog.variables.values():
            for estimate in self._ask.everything(variable, area):
                row = row_of(estimate)
                if row.key not in self._rows:
                    self._rows[row.key] = row
                    self._alter(table.sheet, "", self._what(row), row.value, GONE)

    def _comparisons(self, table: FoundTable) -> None:
        """Compare what is said of two published numbers with what is said of them now."""
        unknown = 0
        for number in table.rows:
            key = table.text(number, "key")
            if not key:
                continue
            compared = self._expected.comparison(key, whole_number(table.text(number, "year")))
            if compared is None:
                unknown += 1
                continue
            row = compared_row(compared)
            for heading in SAID:
                what = f"{compared.first.label}, {' and '.join(compared.names)}: {heading}"
                self._compare(
                    table.sheet,
                    table.address(number, heading),
                    what,
                    getattr(row, heading),
                    table.cell(number, heading),
                )
        if unknown:
            self._found.unread.append(
                f"{unknown} rows of the table {COMPARISONS} on sheet {table.sheet} compare nothing of this edition: "
                "they were added or changed by somebody."
            )

    def _areas(self, table: FoundTable) -> None:
        """Compare names and populations."""
        for number in table.rows:
            try:
                area = self._expected.area(table.text(number, "geoid"))
            except NoData:
                continue
            people: Shown = NOT_PUBLISHED if area.population is None else area.population
            for heading, published in (("name", area.name), ("population", people)):
                self._compare(
                    table.sheet,
                    table.address(number, heading),
                    f"{area}: {heading}",
                    published,
                    table.cell(number, heading),
                )

    def _formulas(self) -> None:
        """Work out anew every formula that looks a number up, or takes it from its own row."""
        calculator = Calculator(self._package, self._columns)
        told = {(one.sheet, one.cell) for one in self._found.altered}
        empty = 0
        for sheet in self._package.worksheets:
            for cell in self._package.grid(sheet).cells():
                if not cell.formula or not _LOOKS_UP.search(cell.formula):
                    continue
                if (sheet.name, cell.address) in self._rows_of_shown or (sheet.name, cell.address) in told:
                    continue
                if cell.value is None:
                    empty += 1
                    continue
                try:
                    result = calculator.result(sheet.name, cell)
                except Unknown:
                    continue
                except ExcelError as error:
                    result = error.code
                exact = _PLAIN_LOOKUP.fullmatch(cell.formula) is not None
                self._compare(sheet.name, cell.address, "what its formula gives", result, cell, exact=exact)
        if empty:
            self._found.stale.append(
                f"{empty} formulas have no stored value, as after some programs' saving: open it in Excel and save it."
            )

    def _sheets(self) -> None:
        """Compare what stands on the other sheets in place of formulas with what is built today."""
        stamp = self._found.stamp
        today = rebuilt(self._package, stamp, self._ask) if stamp else None
        if stamp is None or today is None:
            return
        told = {(one.sheet, one.cell) for one in self._found.altered}
        # A formula follows numbers that somebody changed on Data: they are told there, once.
        data = {one.sheet for one in self._package.tables if one.display_name == ESTIMATES}
        follow = any(one.sheet in data for one in self._found.altered)
        for pair in pairs(self._package, today, stamp):
            given = pair.given
            looks_up = given is not None and given.formula is not None and bool(_LOOKS_UP.search(given.formula))
            gives_number = given is not None and given.value is not None and isinstance(pair.today.value, float)
            if (pair.sheet, pair.address) in told or (looks_up and (follow or not gives_number)):
                continue
            what = "what the builder's formula gives here" if looks_up else "what the builder writes here"
            self._compare(pair.sheet, pair.address, what, pair.today.value, given, exact=False, again=looks_up)
        self._found.stale += [
            f"The sheet {name} is not there: its numbers are not compared." for name in missing(self._package, today)
        ]

    def _compare(
        self,
        sheet: str,
        address: str,
        what: str,
        published: Scalar,
        cell: Cell | None,
        *,
        exact: bool = True,
        again: bool = False,
    ) -> None:
        """Compare one cell; ``exact`` for what is no more than looked up, ``again`` where it is counted elsewhere."""
        self._found.compared += isinstance(published, float) and not again
        held = cell.value if cell is not None else None
        if isinstance(published, float | int) and isinstance(held, float | bool):
            if held == published:
                return
            if held in shortened(published):
                self._found.shortened += 1
                return
            if not exact and math.isclose(held, published, rel_tol=1e-9, abs_tol=1e-12):
                return
        # Below a number's company stands what carried notes were written beside.
        elif f"{cell.said if cell else ''}\n".startswith(f"{_plain(published)}\n"):
            return
        self._alter(sheet, address, what, _plain(published), EMPTY if held is None else held)

    def _alter(self, sheet: str, cell: str, what: str, was: Shown, now: Shown) -> None:
        self._found.altered.append(Altered(sheet, cell, what, was, now))

    def _what(self, row: Row) -> str:
        """Return what a row is about, in words."""
        group = "" if row.subgroup == ALL else f", {row.subgroup}"
        return f"{self._ask.catalog.variables[row.variable].label}{group}, {row.area}, {row.year}"


def _plain(value: Scalar) -> Shown:
    """Return a published value as it is told."""
    return value if isinstance(value, float) else plain_text(value).strip()


def _scalar(value: Shown) -> Scalar:
    """Return a row's entry as a cell holds it."""
    return value if isinstance(value, str) else float(value)
