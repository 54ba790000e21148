"""IronCalc, which calculates a workbook in this process and knows LAMBDA."""

from pathlib import Path

import ironcalc


def ironcalc_values(path: Path) -> dict[tuple[str, str], object]:
    """Return what every cell holds after a recalculation, by (sheet, cell); empty cells are left out."""
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    names = [sheet["name"] for sheet in model.get_worksheets_properties()]
    values = {
        (names[sheet], f"{ironcalc.column_name_from_number(column)}{row}"): model.get_cell_value(sheet, row, column)
        for sheet, row, column in model.get_all_cells()
    }
    return {cell: value for cell, value in values.items() if value not in {None, ""}}
