"""IronCalc, which calculates a workbook in this process and knows LAMBDA."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import ascii_uppercase, digits

import ironcalc


def ironcalc_values(path: Path) -> dict[tuple[str, str], object]:
    """Return what every cell holds after a recalculation, by (sheet, cell); empty cells are left out."""
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    names = [sheet["name"] for sheet in model.get_worksheets_properties()]
    values = {
        (names[sheet], f"{_letters(column)}{row}"): model.get_cell_value(sheet, row, column)
        for sheet, row, column in model.get_all_cells()
    }
    return {cell: value for cell, value in values.items() if value not in {None, ""}}


# The engine is asked once for each column, not for each of a hundred thousand cells.
_letters = cache(ironcalc.column_name_from_number)


class IronCalc:
    """One workbook, in which cells are changed and calculated anew as often as asked."""

    def __init__(self, path: Path) -> None:
        self._model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        self._sheets = {sheet["name"]: index for index, sheet in enumerate(self._model.get_worksheets_properties())}

    def write(self, cells: Mapping[tuple[str, str], str | float]) -> None:
        """Write into cells, by sheet and address, and calculate everything anew."""
        for (tab, address), value in cells.items():
            column, row = column_index(address), int(address.lstrip(ascii_uppercase))
            if isinstance(value, str) and value.startswith("="):
                self._model.update_cell_with_formula(self._sheets[tab], row, column, value)
            elif isinstance(value, str):
                self._model.update_cell_with_text(self._sheets[tab], row, column, value)
            else:
                self._model.update_cell_with_number(self._sheets[tab], row, column, value)
        self._model.evaluate()

    def value(self, tab: str, address: str) -> object:
        """Return what a cell holds."""
        row = int(address.lstrip(ascii_uppercase))
        return self._model.get_cell_value(self._sheets[tab], row, column_index(address))


def column_index(address: str) -> int:
    """Return the number of an address's column, from 1."""
    number = 0
    for letter in address.rstrip(digits):
        number = number * 26 + ascii_uppercase.index(letter) + 1
    return number
