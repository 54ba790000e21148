"""Reads what people filled in, wherever it stands now: by defined names and by the headings of tables.

Rows may have been inserted, tables sorted or made longer, cells moved; the file may have been saved by
any program. Every filled cell is in exactly one place of what is read, with the sheet and the address
that it came from, so that whoever goes on with it can account for each.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from mobility_xl.functions.registry import PREFIX
from mobility_xl.partners.copying.locking import spelling
from mobility_xl.partners.formulas.dependents import Place
from mobility_xl.partners.formulas.reaching import reaches
from mobility_xl.partners.formulas.recalculating import answers_anew, answers_lacking
from mobility_xl.partners.reading.tables import is_typed, last_written
from mobility_xl.workbook import entries
from mobility_xl.workbook.entries import EntryTable
from mobility_xl.workbook.formulas.values import ExcelError, Scalar, Unknown
from mobility_xl.workbook.package import (
    Cell,
    DefinedName,
    Grid,
    Package,
    Range,
    Sheet,
    Table,
    cell_name,
    decoded,
    parse_cell,
    parse_sheet_ranges,
    plain_text,
)
from mobility_xl.workbook.stamp import Stamp, read_stamp

Value = str | float | bool | date
"""What a person wrote: a text, a number, a truth, or a day."""

NOTHING_TO_WRITE = "-"
"""What the builder writes where a column that people write in has no place for a row."""

_QUOTED_OR_COLOUR = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_TRUTHS = {"TRUE()": True, "FALSE()": False, "TRUE": True, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell that somebody filled in: what it holds, and where it stands now.

    ``formula`` is what the person calculates it with, where it is calculated: without its equals sign. Where
    the file does not store what it gives and that cannot be told here, the formula itself is what it says.
    """

    sheet: str
    cell: str
    value: Value
    formula: str = ""

    @property
    def place(self) -> str:
        """Where it stands, such as ``Review Guide!D7``."""
        return f"{self.sheet}!{self.cell}"

    @property
    def position(self) -> Place:
        """The same as its sheet, its row and its column."""
        return self.sheet, *(parse_cell(self.cell) or (0, 0))

    @property
    def is_untold(self) -> bool:
        """Whether nobody knows what its formula gives."""
        return self.formula != "" and self.value == f"={self.formula}"

    @property
    def text(self) -> str:
        """What it says, as somebody would type it."""
        return plain_text(self.value)


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row of a table that somebody filled in.

    ``about`` is what the row says besides, by heading: which metric, and what formulas of ours give.
    ``filled`` are the cells that people wrote, by heading.
    """

    table: str
    sheet: str
    row: int
    about: Mapping[str, Filled]
    filled: Mapping[str, Filled]


@dataclass(frozen=True)
class Reading:
    """What people filled in in one workbook.

    ``names`` are single cells by their defined names, ``rows`` those of tables by the table's name, and
    ``others`` what stands elsewhere on sheets of ours, where nobody was asked to write. ``lost`` are names
    of cells to fill in that somebody deleted. ``own_sheets`` are people's own: what they hold is not read.
    """

    stamp: Stamp | None
    names: Mapping[str, Filled] = field(default_factory=dict)
    rows: Mapping[str, tuple[FilledRow, ...]] = field(default_factory=dict)
    others: tuple[Filled, ...] = ()
    lost: tuple[str, ...] = ()
    own_sheets: tuple[str, ...] = ()

    @property
    def filled(self) -> tuple[Filled, ...]:
        """Every filled cell, each once."""
        of_rows = (one for rows in self.rows.values() for row in rows for one in row.filled.values())
        return (*self.names.values(), *of_rows, *self.others)


def read_filled(package: Package) -> Reading:
    """Return what people filled in in a workbook, whoever saved it.

    A box that is not ticked is not filled in. What the builder wrote into a cell to fill in, such as a peer
    that it proposes, counts as filled.
    """
    return _Reader(package).read()


class _Reader:
    """Reads one workbook; ``taken`` are the cells that have found their place."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._stamp = read_stamp(package)
        self._taken: set[tuple[str, str]] = set()

    def read(self) -> Reading:
        """Read names first, then tables, then what is left."""
        ours = [sheet for sheet in self._package.worksheets if self._is_ours(sheet)]
        names = dict(self._names())
        rows: dict[str, tuple[FilledRow, ...]] = {}
        for table in self._tables(ours):
            if found := tuple(self._rows(table)):
                rows[table.name] = (*rows.get(table.name, ()), *found)
        others = tuple(one for sheet in ours for one in self._others(sheet))
        return Reading(
            stamp=self._stamp,
            names=names,
            rows=rows,
            others=others,
            lost=tuple(name.name for name in self._package.names if _is_entry(name) and "#REF!" in name.formula),
            own_sheets=tuple(sheet.name for sheet in self._package.sheets if sheet not in ours),
        )

    def _is_ours(self, sheet: Sheet) -> bool:
        """Tell whether the builder made a sheet, or somebody made it as a copy of one."""
        known = self._stamp.sheets if self._stamp else ()
        return not known or sheet.name in known or any(map(_declared, self._package.tables_of(sheet)))

    def _names(self) -> Iterator[tuple[str, Filled]]:
        """Give the cells that have a name of their own, those that are filled in."""
        for name in self._package.names:
            places = parse_sheet_ranges(name.formula)
            if not _is_entry(name) or len(places) != 1:
                continue
            sheet, area = places[0]
            grid = self._package.grid_named(sheet)
            cell = None if grid is None else grid.cell(area.top, area.left)
            if area.height * area.width == 1 and cell is not None:
                title = next(one.name for one in self._package.sheets if one.name.lower() == sheet.lower())
                filled = self._filled(title, cell)
                if filled is not None and (title, filled.cell) not in self._taken:
                    self._taken.add((title, filled.cell))
                    yield name.name, filled

    def _tables(self, ours: list[Sheet]) -> Iterator["_Found"]:
        """Give the tables that people fill in: those that are declared, and others with open cells."""
        for sheet in ours:
            grid = self._package.grid(sheet)
            for table in self._package.tables_of(sheet):
                if table.body is None:
                    continue
                known = _declared(table)
                columns = {name.strip(): table.body.left + at for at, name in enumerate(table.columns)}
                written = {*known.written} & columns.keys() if known else self._open_columns(grid, table.body, columns)
                # People write on below a table, and not every program then makes it longer.
                below = () if table.totals_rows else range(table.body.left, table.body.right + 1)
                rows = range(table.body.top, last_written(grid, table.body.bottom, below, self._is_typed) + 1)
                if written:
                    name = known.name if known else table.display_name
                    keys = frozenset(known.key if known else ())
                    formulas = {heading: self._ours(grid, table, rows, column) for heading, column in columns.items()}
                    yield _Found(name, sheet.name, grid, rows, columns, keys, written, formulas)

    def _ours(self, grid: Grid, table: Table, rows: range, column: int) -> set[str]:
        """Return the formulas that the builder put into a column, which people may write over.

        The table says them, but LibreOffice does not keep that: there they are those that most rows repeat
        and that look something up in another table.
        """
        declared = list(self._package.archive.xml(table.part).iterfind("{*}tableColumns/{*}tableColumn"))
        place = column - (table.area.left if table.area else column)
        formulas = declared[place].iterfind("{*}calculatedColumnFormula") if place < len(declared) else ()
        said = {spelling(Cell(0, 0, "n", 0, None, one.text or "")) for one in formulas}
        cells = (grid.cell(row, column) for row in rows)
        repeated = Counter(spelling(cell) for cell in cells if cell is not None and cell.formula)
        most = (one for one, times in repeated.items() if 2 * times >= len(rows))
        return said | {one for one in most if _looks_up(one, table)}

    def _open_columns(self, grid: Grid, body: Range, columns: Mapping[str, int]) -> set[str]:
        """Return the headings of a table's columns in which a cell is open."""
        looks = self._package.styles
        open_ = {
            cell.column
            for row in grid.rows
            if body.top <= row.number <= body.bottom
            for cell in row.cells
            if looks.of(cell.style).open
        }
        return {name for name, column in columns.items() if column in open_}

    def _rows(self, table: "_Found") -> Iterator[FilledRow]:
        """Give the rows of a table in which something is filled in."""
        for row in table.rows:
            cells = {name: table.grid.cell(row, column) for name, column in table.columns.items()}
            filled: dict[str, Filled] = {}
            about: dict[str, Filled] = {}
            for name, cell in cells.items():
                one = None if cell is None else self._filled(table.sheet, cell, asked=name in table.written)
                if cell is None or one is None or (table.sheet, one.cell) in self._taken:
                    continue
                # Whoever pastes brings a look along: where people write, all but a dash of ours is theirs.
                theirs = self._is_typed(cell) or (name in table.written and one.value != NOTHING_TO_WRITE)
                # Where formulas are frozen, a baseline that nobody wrote over is a dash too.
                frozen = name in entries.BASELINE and one.value == NOTHING_TO_WRITE
                if theirs and not frozen and not (cell.formula and spelling(cell) in table.ours[name]):
                    filled[name] = one
                else:
                    about[name] = one
                self._taken.add((table.sheet, one.cell))
            if filled:
                about |= self._worked_out(table, cells)
                yield FilledRow(table.name, table.sheet, row, about, filled)

    def _worked_out(self, table: "_Found", cells: Mapping[str, Cell | None]) -> dict[str, Filled]:
        """Return what formulas of ours say a row is about: a program that only writes cells stores an old answer."""
        formulas = {
            (table.sheet, cell.row, cell.column): heading
            for heading, cell in cells.items()
            if heading in table.keys and cell is not None and cell.formula
        }
        answers = answers_anew(self._package, formulas)
        return {
            formulas[place]: Filled(table.sheet, cell_name(*place[1:]), answer)
            for place, answer in answers.items()
            if isinstance(answer, str) and answer != NOTHING_TO_WRITE
        }

    def _others(self, sheet: Sheet) -> Iterator[Filled]:
        """Give what is filled in where no name and no table is, or none any more."""
        pivots = [one.filled for one in self._package.pivot_tables if one.sheet == sheet.name]
        for cell in self._package.grid(sheet).cells():
            if not self._is_typed(cell) or (cell.is_blank and cell.formula is None):
                continue
            if any(area is not None and area.holds(cell.row, cell.column) for area in pivots):
                continue
            filled = self._filled(sheet.name, cell)
            if filled is not None and (sheet.name, filled.cell) not in self._taken:
                self._taken.add((sheet.name, filled.cell))
                yield filled

    def _is_typed(self, cell: Cell) -> bool:
        return is_typed(self._package, cell)

    def _filled(self, sheet: str, cell: Cell, *, asked: bool = False) -> Filled | None:
        """Return a cell as somebody filled it in; None where it says nothing, or is a box without a tick.

        ``asked`` says that people write there whatever the cell looks like.
        """
        value = self._value(cell)
        if value is None and cell.formula is not None and (asked or self._is_typed(cell)):
            value = self._lacking_value(sheet, cell)
        if value is None or value is False or value == "":
            return None
        truth = (cell.formula or "").upper().strip() in _TRUTHS
        return Filled(sheet, cell_name(cell.row, cell.column), value, "" if truth else cell.formula or "")

    @cached_property
    def _lacking(self) -> Callable[[Place], Scalar | ExcelError | Unknown]:
        """What tells what formulas give for which the file stores nothing."""
        return answers_lacking(self._package)

    def _lacking_value(self, sheet: str, cell: Cell) -> Value | None:
        """Return what a formula gives whose value is not stored, or the formula where that cannot be told."""
        match self._lacking((sheet, cell.row, cell.column)):
            case Unknown():
                return f"={cell.formula}"
            case ExcelError() as error:
                return error.code
            case answer:
                return self._value(cell._replace(value=answer, formula=None))

    def _value(self, cell: Cell) -> Value | None:
        """Return what a cell holds; a count of days is a day, and LibreOffice's TRUE() a truth."""
        written = _TRUTHS.get((cell.formula or "").upper().strip())
        if written is not None:
            return written
        match cell.value:
            case bool() | None:
                return cell.value
            case float():
                if not _is_day(self._package.styles.of(cell.style).number_format):
                    return cell.value
                return _day(cell.value, self._package.first_day)
            case _:
                text = decoded(cell.value).replace("\r\n", "\n").replace("\r", "\n")
                return text if text.strip() else None


@dataclass(frozen=True, slots=True)
class _Found:
    """A table that people fill in: its columns by heading, those that say what a row is about and those to write in."""

    name: str
    sheet: str
    grid: Grid
    rows: range
    columns: Mapping[str, int]
    keys: frozenset[str]
    written: set[str]
    ours: Mapping[str, set[str]]
    """The builder's formulas, by heading."""


def _is_entry(name: DefinedName) -> bool:
    """Tell whether a defined name can be that of a cell to fill in."""
    return name.scope is None and not name.name.startswith(("_", PREFIX))


def _declared(table: Table) -> EntryTable | None:
    """Return what is declared of a table, known by its name or, where it was copied, by its headings."""
    headings = {name.strip() for name in table.columns}
    for one in entries.TABLES:
        if one.name.lower() == table.display_name.lower() or {*one.key, *one.written} <= headings:
            return one
    return None


def _looks_up(formula: str, table: Table) -> bool:
    """Tell whether a formula reads a column of another table than its own."""
    return any(reach.table and reach.table.lower() != table.display_name.lower() for reach in reaches(formula))


def _is_day(number_format: str) -> bool:
    """Tell whether a number is shown as a day."""
    return bool(re.search("[yd]", _QUOTED_OR_COLOUR.sub("", number_format).lower()))


def _day(count: float, first_day: date) -> Value:
    """Return the day that a count of days means; what means none stays a number."""
    try:
        return first_day + timedelta(days=int(count))
    except OverflowError:
        return count
