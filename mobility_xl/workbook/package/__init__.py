"""Reads an .xlsx as its parts, on the defensive, for the lint and the accessibility checks."""

from mobility_xl.workbook.package.cells import Cell, Column, Grid, Row, Run, Text
from mobility_xl.workbook.package.elements import (
    decimal_number,
    decoded,
    every,
    is_true,
    local_name,
    relationship_ids,
    whole_number,
)
from mobility_xl.workbook.package.records import (
    DefinedName,
    Drawn,
    PivotCache,
    PivotRecords,
    PivotTable,
    Sheet,
    SheetFormula,
    Table,
)
from mobility_xl.workbook.package.references import (
    Range,
    cell_name,
    column_name,
    column_number,
    parse_cell,
    parse_range,
    parse_ranges,
    parse_sheet_ranges,
)
from mobility_xl.workbook.package.styles import CellStyle, Fill, Font, Styles, Theme, is_colour
from mobility_xl.workbook.package.workbook import Package, anchored

__all__ = [
    "Cell",
    "CellStyle",
    "Column",
    "DefinedName",
    "Drawn",
    "Fill",
    "Font",
    "Grid",
    "Package",
    "PivotCache",
    "PivotRecords",
    "PivotTable",
    "Range",
    "Row",
    "Run",
    "Sheet",
    "SheetFormula",
    "Styles",
    "Table",
    "Text",
    "Theme",
    "anchored",
    "cell_name",
    "column_name",
    "column_number",
    "decimal_number",
    "decoded",
    "every",
    "is_colour",
    "is_true",
    "local_name",
    "parse_cell",
    "parse_range",
    "parse_ranges",
    "parse_sheet_ranges",
    "relationship_ids",
    "whole_number",
]
