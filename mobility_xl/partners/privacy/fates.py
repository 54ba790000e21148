"""Decides which formulas of a workbook stay in a copy to hand out, and which become a value or are left out."""

from collections.abc import Mapping, Sequence

from mobility_xl.functions.registry import PREFIX
from mobility_xl.partners.formulas.freezing import Fate, FormulaCell, formula_cells
from mobility_xl.partners.formulas.reaching import reaches
from mobility_xl.partners.privacy.private import Private, find_private
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.package.splicing import Splice


def find_shown(package: Package) -> Private:
    """Find what is private in a workbook, with the cells of other sheets that show it, at any remove."""
    private = find_private(package)
    if private.sheets:
        parts = {sheet.name: Splice(sheet.part, package.archive.read(sheet.part)) for sheet in package.worksheets}
        Fates(package, private, values=False).of({name: formula_cells(part) for name, part in parts.items()})
    return private


class Fates:
    """What becomes of formulas and names.

    ``names`` are the defined names that go, in small letters: those of cell functions, those that lead to
    what is private or outside, and those that use them.
    """

    def __init__(self, package: Package, private: Private, *, values: bool) -> None:
        self._package = package
        self._private = private
        self._values = values
        self.names: set[str] = set()
        again = True
        while again:
            before = len(self.names)
            self.names |= {name.name.lower() for name in package.names if self._name_goes(name.name, name.formula)}
            again = len(self.names) > before

    def _name_goes(self, name: str, formula: str) -> bool:
        return name.upper().startswith(PREFIX) or self._private.manner_of_name(name) != "" or self._calls(formula)

    def _calls(self, formula: str) -> bool:
        """Tell whether a formula calls a cell function, a name that goes, or another workbook."""
        return any(
            one.outside or one.name.upper().startswith(PREFIX) or one.name.lower() in self.names
            for one in reaches(formula)
        )

    def goes(self, formula: str, sheet: str) -> bool:
        """Tell whether a rule or a column's formula cannot stay."""
        return self._private.manner(formula, sheet) != "" or self._calls(formula)

    def of(self, found: Mapping[str, Sequence[FormulaCell]]) -> dict[tuple[str, int, int], Fate]:
        """Return what becomes of formulas, by sheet, row and column; those that stay are left out.

        What shows something private is private itself, and so is what shows that: such cells are noted.

        Parameters
        ----------
        found
            The formulas of each sheet.
        """
        every = [(name, one) for name, several in found.items() for one in several]
        sources = {(name, one.group): one for name, one in every if one.group is not None and one.text}
        fates: dict[tuple[str, int, int], Fate] = {}
        again = True
        while again:
            again = False
            for name, one in every:
                place = name, one.row, one.column
                source = one if one.group is None else sources.get((name, one.group), one)
                manner = self._private.manner(source.text, name, source.spread)
                if manner == "shows" and fates.get(place) != "left out":
                    fates[place] = "left out"
                    self._private.add(name, one.fills)
                    again = True
                elif manner == "leads":
                    fates[place] = "link"
                elif manner == "counts" or (not manner and (self._values or self._calls(source.text))):
                    fates[place] = "value"
        return fates
