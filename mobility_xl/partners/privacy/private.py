"""Finds what shows one official's answers: the sheet that holds them, and whatever reads it without counting."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from mobility_xl.partners.formulas.naming import Names
from mobility_xl.partners.formulas.reaching import Reach, reaches
from mobility_xl.workbook import entries
from mobility_xl.workbook.package import EVERYWHERE, Package, Range, Sheet, Spread, Table

OFFICIALS = "officials"
"""What the sheet with one row per official is called, in small letters."""

PERSONAL = frozenset({OFFICIALS, *(table.name.lower() for table in entries.TABLES if table.personal)})
"""Tables with one row per person."""

TELLING = frozenset(one.lower() for one in (entries.HISPANIC_ANSWER, entries.PREFERS_NOT, entries.HOW))
"""Headings that only such a table has: it is known by them, too, whatever it is called."""

COUNTING = frozenset(
    ("COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT", "ROWS", "AVERAGE")
)
"""Functions that make one number of a whole column, in which nobody is seen alone."""

PICKING = frozenset(
    ("INDEX", "OFFSET", "CHOOSE", "LOOKUP", "VLOOKUP", "HLOOKUP", "XLOOKUP", "FILTER", "TAKE", "DROP", "CHOOSEROWS",
     "INDIRECT", "SORT", "SORTBY", "LARGE", "SMALL", "AGGREGATE")
)  # fmt: skip
"""Functions that pick one value of a column, also within one that counts."""

Manner = Literal["", "shows", "counts", "leads"]
"""How a formula reads what is private: not at all, so that it shows, only by counting whole columns, as a link."""

_WORST_FIRST: tuple[Manner, ...] = ("shows", "counts", "leads")
_ALONE = Spread()


@dataclass
class Private:
    """What is private in a workbook; it grows while more is found.

    ``sheets`` are whole sheets in small letters, ``cells`` those of other sheets that show something of
    them. ``what`` says what it is, ``otherwise`` how else to publish what cannot be cut out.
    """

    package: Package
    sheets: frozenset[str] = frozenset()
    cells: dict[str, list[Range]] = field(default_factory=dict)
    what: str = "officials' answers"
    otherwise: str = ", or publish with --with-officials"
    _known: dict[tuple[str, str, bool], Manner] = field(default_factory=dict)

    def holds(self, sheet: str) -> bool:
        """Tell whether a whole sheet is private."""
        return sheet.lower() in self.sheets

    def add(self, sheet: str, area: Range) -> None:
        """Note cells of a sheet that show what is private."""
        self.cells.setdefault(sheet.lower(), []).append(area)
        self._known.clear()

    def manner(self, formula: str, sheet: str, spread: Spread = _ALONE) -> Manner:
        """Return how a formula on a sheet reads what is private.

        Parameters
        ----------
        formula
            Without its equals sign.
        sheet
            Where it stands.
        spread
            How far beyond its place the formula is repeated.
        """
        if not (self.sheets or self.cells):
            return ""
        return _worst({self._reach(one, sheet, spread) for one in reaches(formula)})

    def manner_of_name(self, name: str) -> Manner:
        """Return how a defined name reads what is private."""
        return self._of_name(Reach(name=name), "") if self.sheets or self.cells else ""

    def _reach(self, reach: Reach, sheet: str, spread: Spread) -> Manner:
        if reach.outside:
            return ""
        if reach.anything or (reach.text and self._addresses(reach.text)):
            return "leads" if reach.text and "HYPERLINK" in reach.within else "shows"
        if reach.name:
            return self._of_name(reach, sheet)
        areas = list(self._areas(reach, sheet, spread))
        if not areas:
            return ""
        whole = not (reach.this_row or reach.loose) and all(area.height > 1 for area in areas)
        return "counts" if whole and _is_counted(reach.within) else "shows"

    def _of_name(self, reach: Reach, sheet: str) -> Manner:
        key = reach.name.lower(), sheet, reach.loose
        if key not in self._known:
            self._known[key] = _worst({self._reach(one, sheet, _ALONE) for one in self._names.read_by(reach)})
        return self._known[key]

    @cached_property
    def _names(self) -> Names:
        return Names(self.package)

    def leads(self, target: str) -> bool:
        """Tell whether a link inside the workbook, to an address or a name, leads to a private sheet."""
        return self._addresses(target) or self.manner_of_name(target) != ""

    def _addresses(self, text: str) -> bool:
        """Tell whether a text is an address on a private sheet, as INDIRECT and HYPERLINK read it."""
        spelt = text.lower().replace("''", "'")
        return any(f"{one}!" in spelt or f"{one}'!" in spelt for one in self.sheets) or any(
            f"{one}[" in spelt or spelt == one for one in self._whole_tables
        )

    @cached_property
    def _whole_tables(self) -> list[str]:
        """The names of those on private sheets."""
        return [table.display_name.lower() for table in self.package.tables if self.holds(table.sheet)]

    def _areas(self, reach: Reach, sheet: str, spread: Spread) -> Iterator[Range]:
        """Give the private cells that a reference leads to, each as the range that it names there."""
        if reach.table is not None:
            yield from self._of_table(reach, sheet)
            return
        if reach.area is None:
            return
        area = EVERYWHERE if reach.loose else reach.area.spread(spread)
        for one in self.package.sheets_between(reach.sheets) or [sheet]:
            if self.holds(one) or any(area.overlaps(cells) for cells in self.cells.get(one.lower(), ())):
                yield reach.area

    def _of_table(self, reach: Reach, sheet: str) -> Iterator[Range]:
        name = reach.table
        if not name:
            # A formula's own table: its cells are private, or beside some that are.
            yield from self.cells.get(sheet.lower(), ())
            return
        for table in self.package.tables_by_name.get(name.lower(), ()):
            if table.area is None:
                continue
            cells = self.cells.get(table.sheet.lower(), ())
            read = EVERYWHERE if reach.loose else table.area
            if self.holds(table.sheet) or any(read.overlaps(area) for area in cells):
                # The formula of a table of one row still counts its column.
                yield Range(table.area.top, table.area.left, table.area.bottom + 1, table.area.right)

    def reads_table(self, name: str) -> bool:
        """Tell whether a table has private cells."""
        return any(
            self.holds(table.sheet)
            or any(table.area.overlaps(cells) for cells in self.cells.get(table.sheet.lower(), ()))
            for table in self.package.tables_by_name.get(name.lower(), ())
            if table.area is not None
        )


def find_private(package: Package) -> Private:
    """Find the sheets with officials' answers."""
    sheets = {one.name.lower() for one in package.sheets if one.name.lower() == OFFICIALS}
    sheets |= {table.sheet.lower() for table in package.tables if _is_of_officials(table)}
    sheets |= {one.name.lower() for one in package.worksheets if _has_headings(package, one)}
    return Private(package, frozenset(sheets))


def _worst(found: Collection[Manner]) -> Manner:
    return next((manner for manner in _WORST_FIRST if manner in found), "")


def _is_of_officials(table: Table) -> bool:
    return table.display_name.lower() in PERSONAL or {one.strip().lower() for one in table.columns} >= TELLING


def _has_headings(package: Package, sheet: Sheet) -> bool:
    """Tell whether a row of a sheet has the headings: somebody may have made the table plain cells, or a copy of it."""
    grid = package.grid(sheet)
    if not {text.strip().lower() for text in grid.texts} >= TELLING:
        return False
    return any({cell.text.strip().lower() for cell in row.cells} >= TELLING for row in grid.rows)


def _is_counted(within: tuple[str, ...]) -> bool:
    """Tell whether what stands within functions is made one number before anything of it is picked."""
    for function in reversed(within):
        if function in COUNTING:
            return True
        if function in PICKING:
            return False
    return False
