"""What a new workbook takes over from a filled one of a former edition, and how it gets into the sheets.

Sheets do not know of it: what they lay out is filled in afterwards, entries by their names and tables row
by row, so that a sheet with cells to fill in takes part as soon as it is there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from mobility_xl.workbook import entries
from mobility_xl.workbook.blocks import Block, Cell, Column, Entry, EntryKind, Formula, Line, Table, Value
from mobility_xl.workbook.entries import EntryTable
from mobility_xl.workbook.package import FIRST_DAY, plain_text

Written = str | float | bool | date
"""What a person wrote: a text, a number, a truth, or a day."""

NO_PLACE = "this workbook has no cell for it"
PERSONAL = "personal, and this workbook has no place for it: it stays in the former one"

_ENTRY_IN_A_FORMULA = re.compile(r"{(\w+)}")
_PERSONAL = frozenset(one.name for one in entries.TABLES if one.personal)
_Row = list[Value | Cell | None]


@dataclass(frozen=True, slots=True)
class Carried:
    """A filled cell of the former workbook: where it stood, what it says."""

    place: str
    value: Written


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A row of a table, by heading: what people wrote, and what the row said besides."""

    table: str
    cells: Mapping[str, Carried]
    about: Mapping[str, str] = field(default_factory=dict)

    def text(self, heading: str) -> str:
        """Return what the row says under a heading."""
        return plain_text(self.cells[heading].value) if heading in self.cells else self.about.get(heading, "")


@dataclass(frozen=True, slots=True)
class Without:
    """A filled cell for which the new workbook has no place: where it stood, what it was about and says, and why."""

    place: str
    about: str
    heading: str
    value: Written
    why: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What is told of and not carried: a formula, a sheet of people's own."""

    place: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Revised:
    """A published number that both editions have and that differs: its key in Estimates, and what it was."""

    key: str
    value: float | str
    lower: float | str
    upper: float | str
    quality: str
    measure: str
    why: str


@dataclass(frozen=True)
class CarryOver:
    """All that comes from one former workbook.

    ``beside`` says by metric which number notes stood beside. ``without`` are the cells of metrics that are
    gone; those for which a sheet has no place are found while the sheets are drawn. ``cells`` is how many
    cells were filled.
    """

    edition: int
    build: str
    cells: int
    names: Mapping[str, Carried] = field(default_factory=dict)
    rows: tuple[CarriedRow, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    without: tuple[Without, ...] = ()
    listed: tuple[Listed, ...] = ()
    revised: tuple[Revised, ...] = ()
    placed: dict[str, None] = field(default_factory=dict, repr=False, compare=False)
    """Where the cells stood that have found their place; the sheets tell while they are drawn."""

    def years(self, table: str) -> list[int]:
        """Return the years that have a column of their own in a table, where something is written in it."""
        return sorted({int(one) for row in self.rows if row.table == table for one in row.cells if one.isdigit()})

    def into(self, blocks: Sequence[Block], lists: Mapping[str, Table]) -> list[Block]:
        """Return the blocks of a sheet with what was filled in there.

        ``lists`` are the tables on Data of what can be chosen: what is not among it any more has no place.
        """
        lists = {**lists, **{one.name: one for one in blocks if isinstance(one, Table)}}
        return [self._into(block, lists) for block in blocks]

    def left(self) -> list[Without]:
        """Return the cells that have no place on the sheets that are drawn, those of metrics that are gone first."""
        names = [
            Without(one.place, "", name.replace("_", " "), one.value, NO_PLACE)
            for name, one in self.names.items()
            if one.place not in self.placed
        ]
        rows = [
            Without(one.place, _about(row), heading, one.value, NO_PLACE)
            for row in self.rows
            for heading, one in row.cells.items()
            if one.place not in self.placed and row.table not in _PERSONAL
        ]
        return [*self.without, *names, *rows]

    def not_carried(self) -> list[Listed]:
        """Return what is told of and not carried. Of single officials no more is said than where it stood."""
        personal = [
            Listed(one.place, "an entry about an official", PERSONAL)
            for row in self.rows
            for one in row.cells.values()
            if one.place not in self.placed and row.table in _PERSONAL
        ]
        return [*self.listed, *personal]

    def _into(self, block: Block, lists: Mapping[str, Table]) -> Block:
        match block:
            case Line():
                return self._line(block, lists)
            case Table() if not block.is_data:
                rows = [[self._entered(value, lists) for value in row] for row in block.rows]
                above = block.above and self._line(block.above, lists)
                return self._filled(replace(block, rows=rows, above=above), rows)
            case _:
                return block

    def _line(self, line: Line, lists: Mapping[str, Table]) -> Line:
        return replace(line, cells=tuple((column, self._in_cell(cell, lists)) for column, cell in line.cells))

    def _in_cell(self, cell: Cell, lists: Mapping[str, Table]) -> Cell:
        return replace(cell, value=self._in_entry(cell.value, lists)) if isinstance(cell.value, Entry) else cell

    def _entered(self, value: Value | Cell | None, lists: Mapping[str, Table]) -> Value | Cell | None:
        if isinstance(value, Cell):
            return self._in_cell(value, lists)
        return self._in_entry(value, lists) if isinstance(value, Entry) else value

    def _in_entry(self, entry: Entry, lists: Mapping[str, Table]) -> Entry:
        """Return an entry with what was written in the one of its name."""
        one = self.names.get(entry.name)
        if one is None or not _can_choose(entry, one.value, lists):
            return entry
        self.placed[one.place] = None
        return replace(entry, value=as_kind(one.value, entry.kind))

    def _filled(self, table: Table, rows: list[_Row]) -> Table:
        """Return a table with its rows filled in, and with more rows where there is not room for all."""
        known = next((one for one in entries.TABLES if one.name == table.name), None)
        mine = [row for row in self.rows if row.table == table.name]
        if known is None or not mine:
            return table
        chosen = {name: plain_text(one.value) for name, one in self.names.items() if one.place in self.placed}
        filling = _Filling(table, known, rows, chosen)
        for row in mine:
            for one in filling.put(row):
                self.placed[one.place] = None
        return replace(table, rows=filling.rows, row_heights=filling.heights)


class _Filling:
    """Fills the rows of one table, each once: the row of the same key, else the next one that is free.

    ``chosen`` is what entries say that formulas in the table may repeat.
    """

    def __init__(self, table: Table, known: EntryTable, rows: list[_Row], chosen: Mapping[str, str]) -> None:
        self._chosen = chosen
        self._columns = {one.header: at for at, one in enumerate(table.columns)}
        self._looks: tuple[Column, ...] = table.columns
        self._key = [one for one in known.key if one in self._columns]
        self.rows = rows
        self.heights = list(table.row_heights)
        self._keys = [self._key_of(row) for row in rows]
        self._spare = next((list(row) for row in reversed(rows) if not any(self._key_of(row))), None)
        self._taken: set[int] = set()

    def put(self, row: CarriedRow) -> list[Carried]:
        """Fill in a row; return its cells that have found their place."""
        at = self._place_of(row)
        if at is None:
            return []
        self._taken.add(at)
        if not any(self._keys[at]):
            for heading in self._key:
                if text := row.about.get(heading):
                    self.rows[at][self._columns[heading]] = text
        placed = []
        for heading, one in row.cells.items():
            column = self._columns.get(heading)
            if column is None:
                continue
            entry = self._looks[column].entry
            stands = _said(self.rows[at][column])
            if entry is not None and not isinstance(self.rows[at][column], Cell):
                self.rows[at][column] = as_kind(one.value, entry.kind)
                placed.append(one)
            elif stands == plain_text(one.value):
                placed.append(one)
        return placed

    def _key_of(self, row: _Row) -> tuple[str, ...]:
        return tuple(_said(row[self._columns[one]], self._chosen) for one in self._key)

    def _place_of(self, row: CarriedRow) -> int | None:
        """Return the number of the row for what is carried, None where the table has none."""
        key = tuple(row.text(one).strip() for one in self._key)
        if any(key):
            same = (at for at, one in enumerate(self._keys) if one == key and at not in self._taken)
            if (at := next(same, None)) is not None:
                return at
        if self._spare is None:
            return None
        free = [at for at, one in enumerate(self._keys) if not any(one) and at not in self._taken]
        # Rows that are counted keep their number.
        free.sort(key=lambda at: not self._counted_alike(self.rows[at], row))
        return free[0] if free else self._added(self._spare)

    def _counted_alike(self, row: _Row, carried: CarriedRow) -> bool:
        numbers = {one.header: row[at] for at, one in enumerate(self._looks) if isinstance(row[at], int)}
        return bool(numbers) and all(str(number) == carried.about.get(name) for name, number in numbers.items())

    def _added(self, spare: _Row) -> int:
        """Add an empty row like the others; return its number."""
        last = self.rows[-1]
        counted = [
            value + 1 if isinstance(value, int) and not column.entry else of_spare
            for column, value, of_spare in zip(self._looks, last, spare, strict=True)
        ]
        self.rows.append(counted)
        self._keys.append(self._key_of(counted))
        if self.heights:
            self.heights.append(self.heights[-1])
        return len(self.rows) - 1


def as_kind(value: Written, kind: EntryKind) -> str | float | bool:
    """Return what was written as a cell of a kind holds it: a tick as a tick, a day as a count of days or in digits."""
    if kind == "check":
        ticked = value in entries.TICKS or (isinstance(value, str) and value.strip().casefold() in entries.TICKS)
        return True if ticked else plain_text(value)
    if isinstance(value, date) and kind == "date":
        return float((value - FIRST_DAY).days)
    if isinstance(value, bool | date):
        return plain_text(value)
    return value


def _can_choose(entry: Entry, value: Written, lists: Mapping[str, Table]) -> bool:
    """Tell whether an entry takes what was chosen in the former workbook."""
    if not isinstance(entry.choices, str):
        return True
    name, _, column = entry.choices.removesuffix("]").partition("[")
    if name not in lists:
        return True
    at = [one.header for one in lists[name].columns].index(column)
    return plain_text(value) in {_said(row[at]) for row in lists[name].rows}


def _said(value: Value | Cell | None, chosen: Mapping[str, str] | None = None) -> str:
    """Return what a cell says: a text, a number, or what a formula gives that repeats what was chosen."""
    if isinstance(value, Cell | Entry):
        return _said(value.value if not isinstance(value.value, bool) else None, chosen)
    if isinstance(value, Formula):
        names = (name for name in _ENTRY_IN_A_FORMULA.findall(value.template) if name in (chosen or {}))
        name = next(names, None)
        return (chosen or {})[name] if name else _said(value.value)
    return plain_text(value).strip() if isinstance(value, str | int | float) else ""


def _about(row: CarriedRow) -> str:
    """Return what a row is about: its key, as far as it says one."""
    known = next((one for one in entries.TABLES if one.name == row.table), None)
    said = [row.text(one) for one in (known.key if known else ())]
    return "; ".join(one for one in said if one) or "-"
