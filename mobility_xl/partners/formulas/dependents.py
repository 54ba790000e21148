"""Finds the formulas of a workbook that read some cells, at any remove."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from mobility_xl.partners.formulas.freezing import FormulaCell, formula_cells
from mobility_xl.partners.formulas.naming import Names
from mobility_xl.partners.formulas.reaching import Reach, reaches
from mobility_xl.workbook.package import EVERYWHERE, Package, Range, Sheet, Spread, Table
from mobility_xl.workbook.package.splicing import Splice

Place = tuple[str, int, int]
"""A sheet's name, a row and a column, counted from 1."""


_ANY_SHEET = ""
_ALONE = Spread()


def dependents(package: Package, places: Collection[Place]) -> set[Place]:
    """Return where the formulas stand whose answers can change when what stands in some cells does.

    So do the cells that such a formula fills beside its own. A formula that makes an address of a text,
    such as one with INDIRECT, may read anything: it is among them always, and so is one that uses a name of such.
    """
    return Web(package).led_to_from(places)


def writes_for_several_cells(package: Package, sheet: Sheet) -> bool:
    """Tell whether a sheet has formulas that are written once for several cells."""
    return _FOR_SEVERAL_CELLS.search(package.archive.read(sheet.part)) is not None


@dataclass
class _Readers:
    """The formulas that read cells of one sheet."""

    of_cells: dict[tuple[int, int], list[Place]] = field(default_factory=lambda: defaultdict(list))
    of_ranges: dict[Range, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def add(self, area: Range, reader: Place) -> None:
        """Note that a formula reads a range."""
        if area.height == area.width == 1:
            self.of_cells[area.top, area.left].append(reader)
        else:
            self.of_ranges[area].append(reader)

    def of(self, row: int, column: int) -> Iterator[Place]:
        """Give the formulas that read a cell."""
        yield from self.of_cells.get((row, column), ())
        for area, readers in self.of_ranges.items():
            if area.holds(row, column):
                yield from readers


class Web:
    """Which formulas of a workbook read which cells."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = Names(package)
        self._readers: dict[str, _Readers] = defaultdict(_Readers)
        self._readers_of_anything: set[Place] = set()
        self._filled: dict[Place, Range] = {}
        for sheet in package.worksheets:
            for cell in package.grid(sheet).cells():
                if cell.formula:
                    self._add(cell.formula, (sheet.name, cell.row, cell.column))
            if writes_for_several_cells(package, sheet):
                part = Splice(sheet.part, package.archive.read(sheet.part))
                self._add_for_several_cells(sheet, formula_cells(part))

    def _add_for_several_cells(self, sheet: Sheet, formulas: list[FormulaCell]) -> None:
        """Add formulas that are written once for several cells."""
        sources = {one.group: one for one in formulas if one.group is not None and one.text}
        for one in formulas:
            place = sheet.name, one.row, one.column
            if one.fills.height * one.fills.width > 1:
                self._filled[place] = one.fills
                self._add(one.text, place)
            source = None if one.group is None else sources.get(one.group)
            if source is not None and source is not one:
                # It repeats the other's formula from its own place, which is within this reach.
                self._add(source.text, place, source.spread)

    def led_to_from(self, places: Collection[Place]) -> set[Place]:
        """Return what :func:`dependents` does."""
        found = set(self._readers_of_anything)
        waiting = [*places, *found]
        while waiting:
            place = waiting.pop()
            sheet, row, column = place
            reached = [*self._readers[sheet.lower()].of(row, column), *self._filled_by(place)]
            for reader in reached:
                if reader not in found:
                    found.add(reader)
                    waiting.append(reader)
        return found

    def _filled_by(self, place: Place) -> Iterator[Place]:
        area = self._filled.get(place)
        if area is not None:
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    yield place[0], row, column

    def _add(self, formula: str, reader: Place, spread: Spread = _ALONE) -> None:
        for reach in reaches(formula):
            for sheet, area in self._areas(reach, reader):
                if sheet == _ANY_SHEET:
                    self._readers_of_anything.add(reader)
                else:
                    self._readers[sheet.lower()].add(area.spread(spread), reader)

    def _areas(self, reach: Reach, reader: Place) -> Iterator[tuple[str, Range]]:
        """Give the cells that a reference leads to, with their sheets."""
        if reach.outside:
            return
        if reach.anything:
            yield _ANY_SHEET, EVERYWHERE
        elif reach.area is not None:
            for sheet in self._package.sheets_between(reach.sheets) or [reader[0]]:
                yield sheet, EVERYWHERE if reach.loose else reach.area
        elif reach.table is not None:
            for sheet, area in self._cells_of_table(reach, reader):
                yield sheet, EVERYWHERE if reach.loose else area
        elif reach.name:
            for one in self._names.read_by(reach):
                yield from self._areas(one, reader)

    def _cells_of_table(self, reach: Reach, reader: Place) -> Iterator[tuple[str, Range]]:
        sheet, row, column = reader
        if reach.table:
            meant = self._package.tables_by_name.get(reach.table.lower(), [])
        else:
            meant = [one for one in self._tables_on[sheet] if one.area is not None and one.area.holds(row, column)]
        for table in meant:
            if (area := table.area) is not None:
                yield table.sheet, Range(row, area.left, row, area.right) if reach.this_row else area

    @cached_property
    def _tables_on(self) -> dict[str, list[Table]]:
        """The tables by their sheets."""
        found: dict[str, list[Table]] = defaultdict(list)
        for table in self._package.tables:
            found[table.sheet].append(table)
        return found


_FOR_SEVERAL_CELLS = re.compile(rb"""<(?:\w+:)?f\b[^>]*\st=["'](?:shared|array|dataTable)["']""")
