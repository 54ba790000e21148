"""Our own lint: the rules between the parts of a workbook that published validators do not look at.

Each rule is one function of a Package that gives its problems; ``CHECKS`` lists them in the order in
which they are tried and told, the file itself first.
"""

import os

from mobility_xl.workbook.lint import cells, drawings, formulas, names, parts, pivots, safety, tables
from mobility_xl.workbook.lint.finding import Check, Finding, Problem
from mobility_xl.workbook.package import Package

__all__ = ["CHECKS", "Check", "Finding", "Problem", "lint"]

CHECKS: tuple[Check, ...] = (
    parts.duplicate_zip_entry,
    parts.malformed_part,
    parts.missing_content_type,
    parts.wrong_content_type,
    parts.missing_relationship_target,
    parts.duplicate_relationship_id,
    parts.unknown_relationship_id,
    names.bad_sheet_name,
    names.duplicate_sheet_name,
    names.duplicate_defined_name,
    names.bad_defined_name,
    names.forced_recalculation,
    cells.rows_out_of_order,
    cells.cells_out_of_order,
    cells.shared_string_out_of_range,
    cells.bad_cell_value,
    cells.style_out_of_range,
    cells.differential_style_out_of_range,
    cells.text_too_long,
    cells.formula_without_value,
    cells.cached_error,
    cells.overlapping_merges,
    cells.validation_too_long,
    formulas.unbalanced_formula,
    formulas.unprefixed_function,
    formulas.formula_too_long,
    formulas.string_in_formula_too_long,
    formulas.formula_to_missing_sheet,
    formulas.lost_reference,
    formulas.unknown_structured_reference,
    formulas.unknown_name,
    formulas.hyperlink_to_missing_sheet,
    tables.table_header_mismatch,
    tables.table_column_count,
    tables.bad_table_range,
    tables.overlapping_tables,
    tables.duplicate_table_column,
    tables.duplicate_table_name,
    tables.bad_table_name,
    pivots.pivot_record_count,
    pivots.pivot_item_out_of_range,
    pivots.pivot_field_count,
    pivots.pivot_source_missing,
    pivots.pivot_field_header,
    pivots.pivot_unknown_cache,
    pivots.pivot_axis_without_items,
    pivots.pivot_long_item,
    pivots.stale_pivot_selection,
    pivots.slicer_unknown_cache,
    pivots.slicer_wrong_pivot_cache,
    drawings.duplicate_drawing_id,
    drawings.chart_to_missing_sheet,
    drawings.chart_element_order,
    safety.macro,
    safety.external_link,
    safety.dynamic_data_exchange,
)


def lint(workbook: str | os.PathLike[str] | Package) -> list[Finding]:
    """Return what is wrong with a workbook, nothing where all is well.

    Raises BadWorkbook where a path leads to no workbook at all.
    """
    package = workbook if isinstance(workbook, Package) else Package.open(workbook)
    return [Finding(check.__name__, *problem) for check in CHECKS for problem in check(package)]
