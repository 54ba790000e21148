"""What PivotTables show of a table, and the cells that show it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean

from mobility_xl.workbook.blocks import Cell, Pivot, PivotField, Table, Value

Item = str | float
"""What a field of a PivotTable divides rows by."""

Places = tuple[int, ...]
"""The numbers of one item of each of some fields."""


class Source:
    """A table that PivotTables show."""

    def __init__(self, table: Table, pivots: Iterable[Pivot]) -> None:
        self.name = table.name
        self.columns = [column.header for column in table.columns]
        self._values = dict(zip(self.columns, zip(*table.rows, strict=True), strict=True))
        first: dict[str, tuple[str, ...]] = {}
        for field in (field for pivot in pivots for field in pivot.fields):
            first[field.column] = first.get(field.column) or field.order
        self.items = {column: _items(self._values[column], first[column]) for column in self.columns if column in first}

    @cached_property
    def numbers(self) -> dict[str, dict[Item, int]]:
        """The number of each item of a field, counted from 0."""
        return {column: {item: number for number, item in enumerate(items)} for column, items in self.items.items()}

    def values(self, column: str) -> Sequence[Value | Cell]:
        """Return a column."""
        return self._values[column]

    def number(self, column: str, row: int) -> int:
        """Return the number of the item that a row has in a column."""
        return self.numbers[column][self._values[column][row]]

    def rows(self, fields: Iterable[PivotField]) -> Sequence[int]:
        """Return the rows, counted from 0, that fields let through when the file is opened."""
        rows: Sequence[int] = range(len(self._values[self.columns[0]]))
        for field in fields:
            values, items = self._values[field.column], self.items[field.column]
            kept = {item for item in items if item not in field.hidden and field.chosen in (None, item)}
            if len(kept) < len(items):
                rows = [row for row in rows if values[row] in kept]
        return rows


def _items(values: Sequence[object], first: Sequence[str]) -> tuple[Item, ...]:
    """Return the different values of a column: texts as they come, after those that come first; numbers in order."""
    there = set(values)
    found = dict.fromkeys([*(item for item in first if item in there), *values])
    numbers = sorted(item for item in found if isinstance(item, int | float))
    return (*(item for item in found if isinstance(item, str)), *numbers)


@dataclass(frozen=True)
class Crosstab:
    """What one PivotTable shows: the items of its rows and of its columns, and a number where there is any."""

    down: tuple[Places, ...]
    across: tuple[int, ...]
    numbers: dict[tuple[Places, int], float]

    @classmethod
    def of(cls, pivot: Pivot, source: Source) -> "Crosstab":
        """Summarize the rows of a source."""
        found: dict[tuple[Places, int], list[float]] = {}
        values, across = source.values(pivot.value), pivot.across.column
        for row in source.rows(pivot.fields):
            down = tuple(source.number(field.column, row) for field in pivot.down)
            value = values[row]
            number = value if isinstance(value, int | float) else 0.0
            found.setdefault((down, source.number(across, row)), []).append(number)
        summarize = len if pivot.summary == "count" else fmean
        return cls(
            tuple(sorted({down for down, _ in found})),
            tuple(sorted({across for _, across in found})),
            {place: summarize(numbers) for place, numbers in found.items()},
        )


HEAD_ROWS = 2
"""The name of the number and of what stands across; the names of what stands down, and the items across."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A PivotTable where it stands.

    ``sheet`` and ``number`` are its sheet's part and number, ``row`` its first row, counted from 0, ``area`` the
    address of its body, without filters. ``number_format`` is the number of the format of its numbers.
    """

    pivot: Pivot
    shown: Crosstab
    sheet: str
    number: int
    row: int
    area: str
    number_format: int


def cells(pivot: Pivot, shown: Crosstab, source: Source) -> Iterator[tuple[int, int, Cell]]:
    """Return the cells of a PivotTable with their row, from its first filter on, and their column."""
    for row, field in enumerate(pivot.filters):
        yield row, 0, Cell(field.caption, "cell_bold")
        yield row, 1, Cell("(All)" if field.chosen is None else field.chosen, "data")
    head, depth = len(pivot.filters) + 1, len(pivot.down)
    for column in range(depth + len(shown.across)):
        named = {0: pivot.caption, depth: pivot.across.caption}
        yield head, column, Cell(named.get(column, ""), "table_head")
    for column, field in enumerate(pivot.down):
        yield head + 1, column, Cell(field.caption, "table_head")
    for column, number in enumerate(shown.across, depth):
        yield head + 1, column, Cell(source.items[pivot.across.column][number], "table_head_right")
    above: Places = ()
    for row, places in enumerate(shown.down, head + HEAD_ROWS):
        for column, field in enumerate(pivot.down):
            # As programs do: what is the same as in the row above is not repeated.
            repeated = column < depth - 1 and places[: column + 1] == above[: column + 1]
            yield row, column, Cell("" if repeated else source.items[field.column][places[column]], "cell")
        for column, number in enumerate(shown.across, depth):
            found = shown.numbers.get((places, number))
            if found is None:
                yield row, column, Cell(pivot.missing, "cell_muted_right")
            else:
                yield row, column, Cell(found, "cell_right", pivot.number_format)
        above = places
