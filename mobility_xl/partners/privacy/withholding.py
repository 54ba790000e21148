"""Takes out of a workbook counts of so few people that no number is shown for them, and what would give them away.

The sheet Local Data shows no number for such rows, and none for the rows that it withholds with them; their
counts stand beside that as they were typed. A copy to hand out has neither. What formulas give that read them
is worked out anew, so that no total tells them either.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from mobility_xl import catalog
from mobility_xl.catalog import ALL, Variable
from mobility_xl.compare.local_counts import (
    FEW,
    NO_COUNT,
    SHOWN,
    WITHHELD,
    LocalCount,
    as_compared,
    local_numbers,
    rules,
    set_of,
)
from mobility_xl.partners.copying.draft import Draft
from mobility_xl.partners.formulas.dependents import Place, Web
from mobility_xl.partners.formulas.filling_in import ToWrite, fill_in
from mobility_xl.partners.formulas.refreshing import refreshed
from mobility_xl.partners.privacy.leaving_out import leave_out_pivots, pivots_over
from mobility_xl.partners.privacy.private import Private
from mobility_xl.partners.reading.tables import FoundTable, as_found, last_written, plain_tables
from mobility_xl.workbook.entries import LOCAL_DATA, METRIC
from mobility_xl.workbook.package import Cell, Package, PivotTable, Range, cell_name, decimal_number, whole_number
from mobility_xl.workbook.sheets.local_data import CROSSTAB, FORMULAS, INTERVALS

COUNTS = tuple(heading.lower() for heading in LOCAL_DATA.written[:2])
_HEADINGS = tuple(heading.lower() for heading in (*LOCAL_DATA.key, *LOCAL_DATA.written[:2]))
_AREA, _YEAR, _TYPE, _GROUP = (heading.lower() for heading in LOCAL_DATA.key[1:])
_FILES = "files"
"""The heading under which a collected workbook names the files that say a row."""


@dataclass(frozen=True)
class Withheld:
    """A workbook without such counts.

    ``private`` are the cells that showed them, and those that tell of these: drawings of them have to go.
    ``rows`` are the rows that lost their counts, ``pivots`` the PivotTables over them, which are out, and
    ``unknown`` the formulas that read them and whose answer cannot be told here: nothing is stored for these.
    """

    package: Package
    private: Private
    rows: tuple[str, ...] = ()
    pivots: tuple[str, ...] = ()
    unknown: frozenset[Place] = frozenset()


def withhold(package: Package) -> Withheld:
    """Return a workbook without the counts that are too few to show; where there are none, as it is."""
    found = _rows_to_withhold(package)
    counts = {place for table, row in found for place in _counts(table, row)}
    private = Private(package, cells=_ranges(counts), what="counts that are too few to show", otherwise="")
    if not counts:
        return Withheld(package, private)
    before = package
    stale, shown, pivots = _led_to(private, counts)
    draft = Draft(package)
    told = leave_out_pivots(draft, private, pivots)
    package = Package.made(package.path, draft.content())
    values: dict[Place, ToWrite] = dict.fromkeys(shown | _without_formula(package, stale) - counts)
    values |= dict.fromkeys(counts, NO_COUNT)
    package = Package.made(package.path, fill_in(package, values))
    cells = _ranges(stale - _as_before(before, package, stale) | set(values))
    package, _ = refreshed(package, ())
    private = Private(package, cells=cells, what=private.what, otherwise="")
    rows = tuple(f"{table.sheet}!{_ends(table, row)}" for table, row in found)
    return Withheld(package, private, rows, tuple(told), frozenset(_without_value(package, stale)))


def _led_to(private: Private, counts: set[Place]) -> tuple[set[Place], set[Place], list[PivotTable]]:
    """Return what tells of counts, each leading to the next; it is private from then on.

    Formulas with the cells that they fill, cells that PivotTables fill, and these.
    """
    package, web = private.package, Web(private.package)
    stale, shown, pivots = set[Place](), set[Place](), list[PivotTable]()
    again = True
    while again:
        stale = web.led_to_from(counts | shown)
        for sheet, areas in _ranges(stale).items():
            for area in areas:
                private.add(sheet, area)
        more = [one for one in pivots_over(private) if one not in pivots]
        areas_of = {(one.sheet, one.filled) for one in more if one.filled is not None}
        for sheet, area in areas_of:
            private.add(sheet, area)
        shown |= _there(package, areas_of) - counts
        pivots += more
        again = bool(more)
    return stale, shown, pivots


def _as_before(before: Package, after: Package, places: set[Place]) -> set[Place]:
    """Return the formulas of ours beside the counts that give what they gave: drawings of them can stay."""
    return {place for place in places & _ours(before) if None is not _said_in(before, place) == _said_in(after, place)}


def _said_in(package: Package, place: Place) -> float | str | bool | None:
    cell = _cell(package, place)
    return None if cell is None else cell.value


def _ours(package: Package) -> set[Place]:
    """Return the cells of the tables that the builder puts on a sheet where people count, but for where they write."""
    sheets = sheets_of_counts(package)
    return {
        (table.sheet, row, table.area.left + at)
        for table in package.tables
        if table.sheet in sheets and table.area is not None
        for at, heading in enumerate(table.columns)
        if table.display_name in {CROSSTAB, INTERVALS}
        or (table.display_name == LOCAL_DATA.name and heading in FORMULAS)
        for row in range(table.area.top, table.area.bottom + 1)
    }


def sheets_of_counts(package: Package) -> frozenset[str]:
    """Return the sheets on which people count."""
    return frozenset(table.sheet for table in _tables(package, _HEADINGS))


def _tables(package: Package, headings: tuple[str, ...]) -> list[FoundTable]:
    """Return the tables of counts, whatever they are called, and copies of them that are plain cells."""
    found = [
        one for table in package.tables if (one := as_found(package, table)) and set(headings) <= one.columns.keys()
    ]
    heads = {(one.sheet, one.rows.start - 1, one.columns[headings[0]]) for one in found}
    found += [
        one
        for one in plain_tables(package, headings)
        if (one.sheet, one.rows.start - 1, one.columns[headings[0]]) not in heads
    ]
    # Whatever stands right below counts can be counts: not every program makes a table longer for what people add.
    return [
        replace(one, rows=range(one.rows.start, last_written(one.grid, one.rows.stop - 1, one.columns.values()) + 1))
        for one in found
    ]


def _counts(table: FoundTable, row: int) -> Iterator[Place]:
    for heading in COUNTS:
        cell = table.cell(row, heading)
        if cell is not None and not cell.is_blank:
            yield table.sheet, row, table.columns[heading]


def _ends(table: FoundTable, row: int) -> str:
    first, last = sorted(table.columns[heading] for heading in COUNTS)
    return f"{cell_name(row, first)}:{cell_name(row, last)}"


def _ranges(places: set[Place]) -> dict[str, list[Range]]:
    """Return cells by their sheets in small letters, those that stand side by side as one range."""
    found: dict[str, list[Range]] = defaultdict(list)
    for sheet, row, column in sorted(places):
        ranges = found[sheet.lower()]
        before = ranges[-1] if ranges else None
        if before is not None and (before.top, before.right) == (row, column - 1):
            ranges[-1] = Range(row, before.left, row, column)
        else:
            ranges.append(Range(row, column, row, column))
    return dict(found)


def _there(package: Package, areas: Collection[tuple[str, Range]]) -> set[Place]:
    """Return the cells of ranges that hold something."""
    by_sheet: dict[str, list[Range]] = defaultdict(list)
    for sheet, area in areas:
        by_sheet[sheet].append(area)
    return {
        (sheet.name, cell.row, cell.column)
        for sheet in package.worksheets
        if sheet.name in by_sheet
        for cell in package.grid(sheet).cells()
        if not cell.is_blank and any(area.holds(cell.row, cell.column) for area in by_sheet[sheet.name])
    }


def _without_formula(package: Package, places: set[Place]) -> set[Place]:
    """Return the cells that another one's formula fills."""
    cells = ((place, _cell(package, place)) for place in places)
    return {place for place, cell in cells if cell is not None and cell.formula is None and cell.value is not None}


def _without_value(package: Package, places: set[Place]) -> Iterator[Place]:
    """Give the formulas for which nothing is stored."""
    for place in places:
        cell = _cell(package, place)
        if cell is not None and cell.formula is not None and cell.value is None:
            yield place


def _cell(package: Package, place: Place) -> Cell | None:
    grid = package.grid_named(place[0])
    return None if grid is None else grid.cell(*place[1:])


def _rows_to_withhold(package: Package) -> list[tuple[FoundTable, int]]:
    """Return the rows for which no number is shown, with those of other tables, or copies, of the same counts."""
    tables = _tables(package, _HEADINGS)
    rows = [_Row(table, number) for table in tables for number in table.rows]
    by_file: dict[tuple[int, str], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.count is not None:
            by_file[id(row.table), row.table.text(row.number, _FILES)].append(row)
    found = [row for row in rows if row.count is None and row.is_few]
    guarded = set()
    for several in by_file.values():
        numbers = local_numbers([row.count for row in several if row.count is not None])
        for row, number in zip(several, numbers, strict=True):
            if number.said != SHOWN:
                found.append(row)
            if number.said in {FEW, WITHHELD}:
                guarded.add(row.people)
    # Who counted the same people twice, in one file or in two, gives them away twice.
    few = {row.place for row in found}
    found = [row for row in rows if row.place in few or (row.count is not None and row.people in guarded)]
    return [(row.table, row.number) for row in (*found, *_copies_of(found, package))]


def _copies_of(rows: Sequence["_Row"], package: Package) -> list["_Row"]:
    """Return rows with the same two counts where there are no other headings to tell whose they are."""
    counts = {row.counts for row in rows}
    known = {row.place for row in rows}
    tables = _tables(package, COUNTS) if rows else []
    several = (
        _Row(table, number) for table in tables if not set(_HEADINGS) <= table.columns.keys() for number in table.rows
    )
    return [row for row in several if row.counts in counts and row.place not in known]


class _Row:
    """A row of counts."""

    def __init__(self, table: FoundTable, number: int) -> None:
        self.table = table
        self.number = number

    @property
    def place(self) -> tuple[str, int, int]:
        """The sheet, the row and the column of its numerator."""
        return self.table.sheet, self.number, self.table.columns[COUNTS[0]]

    @property
    def counts(self) -> tuple[str, ...]:
        """The two counts as they are written."""
        return tuple(self._text(heading) for heading in COUNTS)

    @cached_property
    def count(self) -> LocalCount | None:
        """The row as it is compared; None where it is not complete, or of a metric that is not known."""
        variable = _variables().get(as_compared(self._text(METRIC.lower())))
        year, area = whole_number(self._text(_YEAR)), self._text(_AREA)
        numerator, denominator = (decimal_number(self._text(heading)) for heading in COUNTS)
        if variable is None or year is None or not area or numerator is None or denominator is None:
            return None
        return LocalCount(variable, area, year, numerator, denominator, self._text(_TYPE), self._text(_GROUP) or ALL)

    @property
    def people(self) -> tuple[object, ...]:
        """Who was counted."""
        return () if self.count is None else (*set_of(self.count), as_compared(self.count.group))

    @property
    def is_few(self) -> bool:
        """Whether counts of something that is not known, or that cannot be read, could tell of single people."""
        if any(text not in {"", NO_COUNT} and decimal_number(text) is None for text in self.counts):
            return True
        counted, people = (decimal_number(self._text(heading)) or 0 for heading in COUNTS)
        fewest = max(variable.counts.fewest for variable in _variables().values() if variable.counts)
        return 0 < counted < fewest or 0 < people < rules().fewest_people or 0 < people - counted < fewest

    def _text(self, heading: str) -> str:
        return self.table.text(self.number, heading)


def _variables() -> Mapping[str, Variable]:
    """Return what can be counted, by its name in small letters."""
    return {
        as_compared(label): variable
        for variable in catalog.load().variables.values()
        if variable.counts
        for label in (variable.label, variable.label_for("city"))
    }
