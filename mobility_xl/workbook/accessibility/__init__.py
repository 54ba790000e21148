"""The accessibility checks A01 to A26: what a file can tell about who can read it.

A person must still look at what no file tells: plain language, whether an alternative text is a good
one, and how a screen reader gets through.
"""

import os

from mobility_xl.workbook.accessibility import drawings, file, looks, sheets, tables, widths, words
from mobility_xl.workbook.lint import Result, Rule
from mobility_xl.workbook.package import Package

__all__ = ["RULES", "check"]

RULES: tuple[Rule, ...] = (
    Rule("A01", "E", "Every block of data is a table with one row of different headings", tables.data_in_tables),
    Rule("A02", "D", "Tables have telling names and an alternative text", tables.named_and_described),
    Rule("A03", "E", "No cells are merged", sheets.no_merged_cells),
    Rule("A04", "E", "No row or column inside a table is blank", tables.no_blank_rows),
    Rule("A05", "E", "No cell of a table is empty, and shorthands are explained", tables.no_empty_cells),
    Rule("A06", "D", "Nothing is hidden", sheets.nothing_hidden),
    Rule("A07", "D", "No filters or frozen panes unless asked for", sheets.no_filters_or_frozen_panes),
    Rule("A08", "E", "Every sheet has a title in A1 with a heading style", sheets.titled),
    Rule("A09", "E", "Tables start in column A with nothing to their right", tables.start_in_first_column),
    Rule("A10", "D", "Several tables stand one below the other, each announced", tables.one_below_the_other),
    Rule("A11", "E", "Sheets have different names of at most 31 characters, and none is blank", sheets.named_sheets),
    Rule("A12", "E", "Headers, footers and text boxes repeat what is in cells", words.nothing_only_in_margins),
    Rule("A13", "AA", "Charts and pictures have an alternative text, charts a table", drawings.pictures_in_words),
    Rule("A14", "AA", "Text and graphics stand out from their background", looks.readable_contrast),
    Rule("A15", "E", "Colour is never the only signal", looks.colour_has_words),
    Rule("A16", "E", "Notes are marked in words and stand on a Notes sheet", words.notes_in_words),
    Rule("A17", "E", "Links say where they lead", words.links_say_where),
    Rule("A18", "D", "Fonts have no serifs, are large enough and level", looks.readable_fonts),
    Rule("A19", "E", "The document has a title, a language, an author and keywords", file.described_file),
    Rule("A20", "E", "The file opens on the first sheet, every sheet at A1", sheets.opens_at_the_start),
    Rule("A21", "D", "No macros, no links to other files, no calls of other programs", file.no_macros_or_ways_out),
    Rule("A22", "D", "The file's name says what it is, and ends in .xlsx", file.telling_file_name),
    Rule("A23", "D", "Columns are wide enough", widths.wide_enough),
    Rule("A24", "AA", "Cells to fill in have a name and an input message", file.inputs_explained),
    Rule("A25", "E", "Every formula has a stored value", file.stored_values),
    Rule("A26", "D", "Sheets stand in reading order, the first lists the others", sheets.reading_order),
)


def check(workbook: str | os.PathLike[str] | Package) -> list[Result]:
    """Return the result of every check, passed or not, in the order of their ids.

    Raises BadWorkbook where a path leads to no workbook at all.
    """
    package = workbook if isinstance(workbook, Package) else Package.open(workbook)
    return [rule.result(package) for rule in RULES]
