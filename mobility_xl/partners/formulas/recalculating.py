"""Works out anew what a workbook's formulas give when some of its cells hold something else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import overload

from mobility_xl.partners.formulas.dependents import Place, dependents
from mobility_xl.workbook.formulas.values import Column, ExcelError, Scalar, Unknown
from mobility_xl.workbook.formulas.workbook import Calculator
from mobility_xl.workbook.package import Package


def recalculated(package: Package, written: Mapping[Place, Scalar]) -> dict[Place, Scalar | ExcelError | Unknown]:
    """Return what the formulas give that read some cells, at any remove, by where they stand.

    Parameters
    ----------
    package
        The workbook.
    written
        What some of its cells hold now in place of what the file says; nothing changes for those that hold
        the same.

    Returns
    -------
    dict
        The value, the error, or Unknown where it cannot be told here.
    """
    stale = dependents(package, written.keys()) - written.keys()
    calculation = _Recalculation(package, stale, written)
    return {place: calculation.answer(place) for place in sorted(stale)}


def answers_anew(package: Package, places: Iterable[Place]) -> dict[Place, Scalar | ExcelError | Unknown]:
    """Return what formulas give, whatever is stored for them; where that cannot be told here, Unknown."""
    stale = frozenset(places)
    calculation = _Recalculation(package, stale, {})
    return {place: calculation.answer(place) for place in sorted(stale)}


def answers_lacking(package: Package) -> Callable[[Place], Scalar | ExcelError | Unknown]:
    """Return what tells what formulas give for which the file stores nothing, as after some programs' saving.

    Each is worked out when it is asked for, with those without a stored value that it reads.
    """
    stale = (
        (sheet.name, cell.row, cell.column)
        for sheet in package.worksheets
        for cell in package.grid(sheet).cells()
        if cell.formula and cell.value is None
    )
    return _Recalculation(package, stale, {}).answer


class _Recalculation(Calculator):
    """A workbook in which some formulas wait to be worked out: each is when it is first asked for."""

    def __init__(self, package: Package, stale: Iterable[Place], written: Mapping[Place, Scalar]) -> None:
        super().__init__(package, {})
        self._workbook = package
        self._sheets = {sheet.name.lower(): sheet.name for sheet in package.worksheets}
        self._stale = frozenset(stale)
        self._written = written
        self._answers: dict[Place, Scalar | ExcelError | Unknown] = {}
        self._asking: set[Place] = set()

    def answer(self, place: Place) -> Scalar | ExcelError | Unknown:
        """Return what a formula gives."""
        if place not in self._answers:
            if place in self._asking:
                return Unknown()
            self._asking.add(place)
            try:
                self._answers[place] = self._work_out(place)
            finally:
                self._asking.discard(place)
        return self._answers[place]

    def _work_out(self, place: Place) -> Scalar | ExcelError | Unknown:
        grid = self._workbook.grid_named(place[0])
        cell = grid.cell(place[1], place[2]) if grid is not None else None
        if cell is None or not cell.formula:
            return Unknown()
        try:
            return self.result(place[0], cell)
        except (ExcelError, Unknown) as error:
            return error
        except RecursionError:
            return Unknown()

    def column(self, table: str, heading: str) -> Column:
        """Return a column of a table, whose cells are worked out when they are asked for: one may look at another."""
        key = table.lower(), heading.lower()
        if key not in self._columns:
            known, number = self._find(*key)
            rows = range(known.body.top, known.body.bottom + 1) if known.body else range(0)
            self._columns[key] = Column(_Waiting([partial(self._value, known.sheet, row, number) for row in rows]))
        return self._columns[key]

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        """Return what a cell holds now."""
        place = self._sheets.get(sheet.lower(), sheet), row, column
        if place in self._written:
            return self._written[place]
        if place not in self._stale:
            return super().cell(sheet, row, column)
        found = self.answer(place)
        if isinstance(found, ExcelError | Unknown):
            raise found
        return found


class _Waiting(Sequence[Scalar | ExcelError]):
    """Values that are worked out when they are asked for, each once."""

    def __init__(self, ways: Sequence[Callable[[], Scalar | ExcelError]]) -> None:
        self._ways = ways
        self._known: dict[int, Scalar | ExcelError] = {}

    def __len__(self) -> int:
        return len(self._ways)

    @overload
    def __getitem__(self, place: int) -> Scalar | ExcelError: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Scalar | ExcelError]: ...

    def __getitem__(self, place: int | slice) -> Scalar | ExcelError | Sequence[Scalar | ExcelError]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if place not in self._known:
            self._known[place] = self._ways[place]()
        return self._known[place]
