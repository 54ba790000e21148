"""Our own lint: the rules between the parts of a workbook that published validators do not look at.

Each rule is one function of a Package that gives its problems; ``RULES`` lists them in the order in
which they are tried and told, the file itself first. What Excel loses, refuses, asks about or gets wrong
is essential.
"""

import os
from collections.abc import Callable, Iterator

from mobility_xl.workbook.lint import cell_functions, cells, drawings, formulas, names, parts, pivots, safety, tables
from mobility_xl.workbook.lint.finding import Finding, Level, Problem, Result, Rule
from mobility_xl.workbook.package import Package

__all__ = ["RULES", "Finding", "Level", "Problem", "Result", "Rule", "lint", "results"]

Find = Callable[[Package], Iterator[Problem]]


def _rule(find: Find, title: str, level: Level = "E") -> Rule:
    return Rule(find.__name__, level, title, find)


RULES: tuple[Rule, ...] = (
    _rule(parts.duplicate_zip_entry, "Every part of the file is there once"),
    _rule(parts.malformed_part, "Every part of the file is well-formed"),
    _rule(parts.missing_content_type, "The file says what each of its parts is"),
    _rule(parts.wrong_content_type, "Every part is called what it is used as"),
    _rule(parts.missing_relationship_target, "Every part that is referred to is there"),
    _rule(parts.duplicate_relationship_id, "Every relationship between parts has an id of its own"),
    _rule(parts.unknown_relationship_id, "Parts name only relationships that they have"),
    _rule(names.bad_sheet_name, "Sheets have names that Excel takes"),
    _rule(names.duplicate_sheet_name, "No two sheets have one name"),
    _rule(names.duplicate_defined_name, "No name is defined twice"),
    _rule(names.bad_defined_name, "Defined names are such that Excel takes them"),
    _rule(names.forced_recalculation, "Nothing asks to be calculated on opening", "D"),
    _rule(cells.rows_out_of_order, "Rows are written once and in order"),
    _rule(cells.cells_out_of_order, "Cells are written once and in order"),
    _rule(cells.shared_string_out_of_range, "Every cell's text is there"),
    _rule(cells.bad_cell_value, "Cells of numbers hold numbers"),
    _rule(cells.style_out_of_range, "Every cell's look is there"),
    _rule(cells.differential_style_out_of_range, "Every look that a rule or a table gives is there"),
    _rule(cells.text_too_long, "Texts fit into their cells"),
    _rule(cells.formula_without_value, "Every formula has a stored value"),
    _rule(cells.cached_error, "No cell shows an error value", "D"),
    _rule(cells.overlapping_merges, "Merged cells do not overlap"),
    _rule(cells.validation_too_long, "Lists and messages of validations are not too long"),
    _rule(formulas.unbalanced_formula, "Brackets and quotation marks of formulas pair"),
    _rule(formulas.unprefixed_function, "Newer functions are spelled as a file must spell them"),
    _rule(formulas.formula_too_long, "Formulas are not too long"),
    _rule(formulas.string_in_formula_too_long, "Texts within formulas are not too long"),
    _rule(formulas.formula_to_missing_sheet, "Formulas refer to sheets that are there"),
    _rule(formulas.lost_reference, "No formula has lost what it refers to"),
    _rule(formulas.harmless_lost_reference, "No trace is left of what was deleted", "D"),
    _rule(formulas.unknown_structured_reference, "Formulas refer to tables and columns that are there"),
    _rule(formulas.unknown_name, "Formulas use names that are defined"),
    _rule(formulas.hyperlink_to_missing_sheet, "Links within the workbook lead somewhere", "D"),
    _rule(tables.table_header_mismatch, "A table's headings are what its cells say"),
    _rule(tables.table_column_count, "A table has as many columns as it says"),
    _rule(tables.bad_table_range, "Tables lie on cells and have rows"),
    _rule(tables.overlapping_tables, "Tables do not overlap"),
    _rule(tables.duplicate_table_column, "No two columns of a table have one heading"),
    _rule(tables.duplicate_table_name, "No two tables have one name or number"),
    _rule(tables.bad_table_name, "Tables have names that Excel takes"),
    _rule(pivots.pivot_record_count, "A PivotTable's records are as many as it says"),
    _rule(pivots.pivot_item_out_of_range, "Items of PivotTables are there"),
    _rule(pivots.pivot_field_count, "PivotTables have as many fields as their records"),
    _rule(pivots.pivot_source_missing, "What a PivotTable is made from is there"),
    _rule(pivots.pivot_field_header, "A PivotTable's fields are called as the columns they come from"),
    _rule(pivots.pivot_unknown_cache, "PivotTables use records that are there"),
    _rule(pivots.pivot_axis_without_items, "Rows, columns and filters of a PivotTable list their items"),
    _rule(pivots.pivot_long_item, "Long items of PivotTables say that they are"),
    _rule(pivots.stale_pivot_selection, "No sheet remembers a choice within a PivotTable"),
    _rule(pivots.slicer_unknown_cache, "Slicers have what they choose from"),
    _rule(pivots.slicer_wrong_pivot_cache, "Slicers choose from the PivotTable's own records"),
    _rule(drawings.duplicate_drawing_id, "Everything that is drawn has a number of its own"),
    _rule(drawings.chart_to_missing_sheet, "Charts draw from sheets that are there"),
    _rule(drawings.chart_element_order, "Charts say what they say in the format's order"),
    _rule(cell_functions.local_cell_function, "Cell functions belong to the whole workbook"),
    _rule(cell_functions.lowered_cell_function, "Cell functions are defined in words that Excel knows", "D"),
    _rule(cell_functions.call_without_year, "Calls of cell functions name their years", "D"),
    _rule(safety.macro, "There are no macros"),
    _rule(safety.external_link, "Nothing is read from another workbook or connection"),
    _rule(safety.dynamic_data_exchange, "Nothing calls another program"),
)


def results(package: Package) -> list[Result]:
    """Return what every rule found, kept or not."""
    return [rule.result(package) for rule in RULES]


def lint(workbook: str | os.PathLike[str] | Package) -> list[Finding]:
    """Return what is wrong with a workbook, nothing where all is well.

    Raises BadWorkbook where a path leads to no workbook at all.
    """
    package = workbook if isinstance(workbook, Package) else Package.open(workbook)
    return [finding for result in results(package) for finding in result.findings]
