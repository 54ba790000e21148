"""Every fault that the lint must catch, as one edit of the good workbook each."""

from collections.abc import Callable
from typing import NamedTuple

from .good_workbook import ARROWS, HEAD, MAIN, TYPES, Parts

BOOK = "xl/workbook.xml"
COVER, GLANCE, PEERS, _, NOTES, DATA = (f"xl/worksheets/sheet{number}.xml" for number in range(1, 7))
GLANCE_TABLE, MISSING_TABLE = (f"xl/tables/table{number}.xml" for number in (1, 2))
CHART = "xl/charts/chart1.xml"
CACHE = "xl/pivotCache/pivotCacheDefinition1.xml"
RECORDS = "xl/pivotCache/pivotCacheRecords1.xml"
MEANS = "xl/pivotTables/pivotTable1.xml"
SLICER = "xl/slicers/slicer1.xml"
SLICER_CACHE = "xl/slicerCaches/slicerCache1.xml"
CONTENT_TYPES = "[Content_Types].xml"

NEWER_FUNCTIONS = (
    "XLOOKUP", "FILTER", "SORT", "UNIQUE", "LET", "LAMBDA", "TEXTJOIN", "IFNA", "CONCAT", "IFS", "SWITCH", "MAXIFS",
)  # fmt: skip
MACROS = "http://schemas.microsoft.com/office/2006/relationships"
LINK = "location=\"'At a Glance'!A1\""
SOURCE = 'worksheetSource name="Estimates"'
TABLE_TYPE = r'(PartName="/xl/tables/table1.xml" ContentType=")[^"]*'
DRAWING = "xl/drawings/drawing2.xml"


class Fault(NamedTuple):
    """One way to spoil the good workbook, and the check that must notice."""

    name: str
    check: str
    spoil: Callable[[Parts], None]


def change(part: str, old: str, new: str) -> Callable[[Parts], None]:
    """Return an edit that replaces the first place where a part says something."""
    return lambda parts: parts.change(part, old, new)


def rewrite(part: str, pattern: str, new: str) -> Callable[[Parts], None]:
    """Return an edit that replaces the first place where a part fits a pattern."""
    return lambda parts: parts.rewrite(part, pattern, new)


def add_row(part: str, cells: str, number: int = 90) -> Callable[[Parts], None]:
    """Return an edit that adds a row of cells at the end of a sheet."""
    return change(part, "</sheetData>", f'<row r="{number}">{cells}</row></sheetData>')


def add_formula(formula: str) -> Callable[[Parts], None]:
    """Return an edit that adds a formula in A90 of the Notes sheet, with a stored value."""
    return add_row(NOTES, f'<c r="A90" t="str"><f>{formula}</f><v>x</v></c>')


def add_name(name: str, formula: str, scope: str = "") -> Callable[[Parts], None]:
    """Return an edit that defines one more name."""
    return change(BOOK, "<definedNames>", f'<definedNames><definedName name="{name}"{scope}>{formula}</definedName>')


def add_merges(*areas: str) -> Callable[[Parts], None]:
    """Return an edit that merges cells of the At a Glance sheet."""
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return change(GLANCE, "</sheetData>", f'</sheetData><mergeCells count="{len(areas)}">{merged}</mergeCells>')


def rename_sheet(name: str) -> Callable[[Parts], None]:
    """Return an edit that gives the Notes sheet another name."""
    return change(BOOK, 'name="Notes"', f'name="{name}"')


def write_twice(parts: Parts) -> None:
    """Write the Notes sheet a second time."""
    parts.again.append((NOTES, parts.content[NOTES]))


def drop_part(name: str) -> Callable[[Parts], None]:
    """Return an edit that leaves a part out."""
    return lambda parts: parts.content.__delitem__(name)


def swap_rows(parts: Parts) -> None:
    """Write row 3 of the Data sheet behind row 4."""
    parts.rewrite(DATA, r'(<row r="3".*?</row>)(<row r="4".*?</row>)', r"\2\1")


def swap_cells(parts: Parts) -> None:
    """Write cell A3 of the Data sheet behind B3."""
    parts.rewrite(DATA, r'(<c r="A3".*?</c>)(<c r="B3".*?</c>)', r"\2\1")


def move_table_onto_another(parts: Parts) -> None:
    """Let the second table of the At a Glance sheet begin inside the first."""
    parts.change(MISSING_TABLE, 'ref="A10:B12"', 'ref="A6:B12"')


def long_list(parts: Parts) -> None:
    """Type a list of over 255 characters into the validation."""
    parts.rewrite(PEERS, "<formula1>.*?</formula1>", f'<formula1>"{"Lake County," * 30}"</formula1>')


def long_text(parts: Parts) -> None:
    """Put a text that is too long into the shared texts' place of the note."""
    add_row(NOTES, f'<c r="A90" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c>')(parts)


def minus_before_plus(parts: Parts) -> None:
    """Write the error bars' minus values before their plus values, as some libraries do."""
    parts.rewrite(CHART, "(<c:plus>.*?</c:plus>)(<c:minus>.*?</c:minus>)", r"\2\1")


def add_macros(parts: Parts) -> None:
    """Add a macro project to the workbook."""
    parts.put("xl/vbaProject.bin", "x")
    parts.declare("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject")
    parts.relate(BOOK, "rIdMacros", f"{MACROS}/vbaProject", "vbaProject.bin")


def add_outside_book(content: str) -> Callable[[Parts], None]:
    """Return an edit that adds a link to another file or program."""

    def add(parts: Parts) -> None:
        name = "xl/externalLinks/externalLink1.xml"
        parts.put(name, f'{HEAD}<externalLink xmlns="{MAIN}" xmlns:r="{ARROWS}">{content}</externalLink>')
        parts.declare(name, f"{TYPES}.externalLink+xml")
        parts.relate(BOOK, "rIdOutside", f"{ARROWS}/externalLink", "externalLinks/externalLink1.xml")
        parts.relate(name, "rId1", f"{ARROWS}/externalLinkPath", "other.xlsx", ' TargetMode="External"')

    return add


def link_of_picture(parts: Parts) -> None:
    """Let a picture lead to a sheet that is not there."""
    parts.relate("xl/drawings/drawing1.xml", "rIdLink", f"{ARROWS}/hyperlink", "#'At Once'!A1")


def picture_from_outside(parts: Parts) -> None:
    """Take a picture of a drawing from the web."""
    parts.relate(
        "xl/drawings/drawing1.xml", "rIdWeb", f"{ARROWS}/image", "https://x.org/a.png", ' TargetMode="External"'
    )


FAULTS = (
    Fault("part written twice", "duplicate_zip_entry", write_twice),
    Fault("sheet cut off", "malformed_part", change(NOTES, "</worksheet>", "")),
    Fault("chart cut off", "malformed_part", change(CHART, "</c:chartSpace>", "")),
    Fault("records cut off", "malformed_part", change(RECORDS, "</pivotCacheRecords>", "")),
    Fault(
        "no content type for a table",
        "missing_content_type",
        rewrite(CONTENT_TYPES, f'<Default Extension="xml"[^>]*/>(.*)<Override {TABLE_TYPE}"/>', r"\1"),
    ),
    Fault("no list of content types", "missing_content_type", drop_part(CONTENT_TYPES)),
    Fault(
        "table called a chart",
        "wrong_content_type",
        rewrite(
            CONTENT_TYPES,
            TABLE_TYPE,
            r"\1application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        ),
    ),
    Fault("table left out", "missing_relationship_target", drop_part(MISSING_TABLE)),
    Fault(
        "two relationships of one id",
        "duplicate_relationship_id",
        lambda parts: parts.relate(BOOK, "rId1", f"{ARROWS}/theme", "theme/theme1.xml"),
    ),
    Fault(
        "drawing without relationship",
        "unknown_relationship_id",
        rewrite(COVER, '<drawing r:id="[^"]*"', '<drawing r:id="rId77"'),
    ),
    Fault("chart without relationship", "unknown_relationship_id", rewrite(DRAWING, 'r:id="rId1"', 'r:id="rId77"')),
    Fault("sheet name of 32 characters", "bad_sheet_name", rename_sheet("N" * 32)),
    Fault("sheet name with a slash", "bad_sheet_name", rename_sheet("Notes/Sources")),
    Fault("sheet without a name", "bad_sheet_name", rename_sheet("")),
    Fault("sheet called History", "bad_sheet_name", rename_sheet("History")),
    Fault("two sheets of one name", "duplicate_sheet_name", rename_sheet("COVER")),
    Fault("name defined twice", "duplicate_defined_name", add_name("PEER_1", "Peers!$B$3")),
    Fault(
        "name defined twice on a sheet",
        "duplicate_defined_name",
        lambda parts: [add_name(name, "Peers!$B$3", ' localSheetId="2"')(parts) for name in ("here", "Here")],
    ),
    Fault("name that reads as a cell", "bad_defined_name", add_name("TAX24", "Peers!$B$3")),
    Fault("name with a space", "bad_defined_name", add_name("peer 2", "Peers!$B$3")),
    Fault("name on a sheet that is not there", "bad_defined_name", add_name("here", "Peers!$B$3", ' localSheetId="9"')),
    Fault("calculation forced", "forced_recalculation", change(BOOK, "<calcPr ", '<calcPr fullCalcOnLoad="1" ')),
    Fault("rows swapped", "rows_out_of_order", swap_rows),
    Fault("row twice", "rows_out_of_order", add_row(DATA, "", 21)),
    Fault("cells swapped", "cells_out_of_order", swap_cells),
    Fault("cell twice", "cells_out_of_order", rewrite(DATA, '(<c r="A3".*?</c>)', r"\1\1")),
    Fault("cell of another row", "cells_out_of_order", change(DATA, '<c r="A3"', '<c r="A2"')),
    Fault("cell without an address", "cells_out_of_order", change(DATA, '<c r="A3"', '<c r="here"')),
    Fault("shared text out of range", "shared_string_out_of_range", add_row(NOTES, '<c r="A90" t="s"><v>9999</v></c>')),
    Fault("shared text below zero", "shared_string_out_of_range", add_row(NOTES, '<c r="A90" t="s"><v>-1</v></c>')),
    Fault("number that is none", "bad_cell_value", add_row(NOTES, '<c r="A90"><v>nan</v></c>')),
    Fault("cell style out of range", "style_out_of_range", add_row(NOTES, '<c r="A90" s="99"><v>1</v></c>')),
    Fault("column style out of range", "style_out_of_range", change(NOTES, "<col ", '<col style="99" ')),
    Fault(
        "row style out of range",
        "style_out_of_range",
        change(NOTES, "</sheetData>", '<row r="90" s="99" customFormat="1"/></sheetData>'),
    ),
    Fault(
        "table's look out of range",
        "differential_style_out_of_range",
        change(GLANCE_TABLE, '<tableColumn id="1"', '<tableColumn dataDxfId="99" id="1"'),
    ),
    Fault(
        "format's look out of range", "differential_style_out_of_range", rewrite(GLANCE, r'dxfId="\d+"', 'dxfId="99"')
    ),
    Fault("text too long", "text_too_long", long_text),
    Fault("formula without a value", "formula_without_value", add_row(NOTES, '<c r="A90"><f>1+1</f></c>')),
    Fault("formula with an empty value", "formula_without_value", add_row(NOTES, '<c r="A90"><f>1+1</f><v></v></c>')),
    Fault("error stored", "cached_error", add_row(NOTES, '<c r="A90" t="e"><f>NA()</f><v>#N/A</v></c>')),
    Fault("merges overlap", "overlapping_merges", add_merges("A60:B61", "B61:C62")),
    Fault("merge on a table", "overlapping_merges", add_merges("A5:B5")),
    Fault("list too long", "validation_too_long", long_list),
    Fault(
        "input title too long", "validation_too_long", change(PEERS, 'promptTitle="Peer"', f'promptTitle="{"P" * 33}"')
    ),
    Fault(
        "error message too long",
        "validation_too_long",
        change(PEERS, "promptTitle=", f'error="{"e" * 256}" promptTitle='),
    ),
    Fault("bracket open", "unbalanced_formula", add_formula("SUM(1,2")),
    Fault("bracket too many", "unbalanced_formula", add_formula("SUM(1,2))")),
    Fault("brackets crossed", "unbalanced_formula", add_formula("SUM({1,2)}")),
    Fault("quotation mark open", "unbalanced_formula", add_formula('"here')),
    Fault("apostrophe open", "unbalanced_formula", add_formula("'At a Glance!A1")),
    Fault("square bracket open", "unbalanced_formula", add_formula("SUM(Glance[Value)")),
    Fault("bracket open in a name", "unbalanced_formula", add_name("half", "SUM(1")),
    Fault(
        "bracket open in a format",
        "unbalanced_formula",
        rewrite(GLANCE, "<formula>.*?</formula>", "<formula>AND(1</formula>"),
    ),
    *(
        Fault(f"{function} without its prefix", "unprefixed_function", add_formula(f"{function}(1,2)"))
        for function in NEWER_FUNCTIONS
    ),
    Fault("FILTER with half its prefix", "unprefixed_function", add_formula("_xlfn.FILTER(1,2)")),
    Fault("prefix with small letters", "unprefixed_function", add_formula("_xlfn.xlookup(1,2)")),
    Fault("formula too long", "formula_too_long", add_formula("1" + "+1" * 4_096)),
    Fault("text in a formula too long", "string_in_formula_too_long", add_formula(f'"{"x" * 256}"')),
    Fault("formula to a missing sheet", "formula_to_missing_sheet", add_formula("Nowhere!A1")),
    Fault("formula to a missing quoted sheet", "formula_to_missing_sheet", add_formula("SUM('Not here'!A1:B2)")),
    Fault("formula across missing sheets", "formula_to_missing_sheet", add_formula("SUM(Cover:Nowhere!A1)")),
    Fault("name to a missing sheet", "formula_to_missing_sheet", add_name("lost", "Nowhere!$A$1")),
    Fault("sparkline of a missing sheet", "formula_to_missing_sheet", change(GLANCE, "<xm:f>Data!", "<xm:f>Nowhere!")),
    Fault("lost reference", "lost_reference", add_formula("SUM(Data!#REF!)")),
    Fault("lost name", "harmless_lost_reference", add_name("lost", "Data!#REF!")),
    Fault("lost, with something instead", "harmless_lost_reference", add_formula("IFERROR(SUM(Data!#REF!),1)")),
    Fault("unknown table", "unknown_structured_reference", add_formula("SUM(Nothing[Value])")),
    Fault("unknown column", "unknown_structured_reference", add_formula("SUM(Glance[Worth])")),
    Fault("unknown column of two", "unknown_structured_reference", add_formula("SUM(Glance[[#Data],[Value]:[Worth]])")),
    Fault("unknown name", "unknown_name", add_formula("latest_yaer+1")),
    Fault(
        "cell function of one sheet",
        "local_cell_function",
        add_name("MOBILITY_METRIC", "_xlfn.LAMBDA(_xlpm.a,_xlpm.a)", ' localSheetId="2"'),
    ),
    Fault(
        "cell function in small letters",
        "lowered_cell_function",
        add_name("MOBILITY_METRIC", "_xlfn.lambda(_xlpm.a,_xlpm.a)"),
    ),
    Fault("call without a year", "call_without_year", add_formula('MOBILITY_METRIC("debt",17031)')),
    Fault("call with an empty year", "call_without_year", add_formula('1+MOBILITY_METRIC("debt",17031,"","Black")')),
    Fault("change without its end", "call_without_year", add_formula('MOBILITY_CHANGE("debt",17031,2018)')),
    Fault("gap without a year", "call_without_year", add_formula('MOBILITY_GAP("debt",17031,"Black")')),
    Fault("groups without a year", "call_without_year", add_formula('ROWS(MOBILITY_GROUPS("debt",17031,,))')),
    Fault("link to a missing sheet", "hyperlink_to_missing_sheet", change(COVER, LINK, "location=\"'At Once'!A1\"")),
    Fault("link to an unknown name", "hyperlink_to_missing_sheet", change(COVER, LINK, 'location="nothing"')),
    Fault("picture's link to a missing sheet", "hyperlink_to_missing_sheet", link_of_picture),
    Fault(
        "formula link to a missing sheet",
        "hyperlink_to_missing_sheet",
        add_formula('HYPERLINK("#\'At Once\'!A1","At once")'),
    ),
    Fault(
        "heading is not the column's name", "table_header_mismatch", change(GLANCE_TABLE, 'name="Unit"', 'name="Units"')
    ),
    Fault(
        "heading is a number",
        "table_header_mismatch",
        rewrite(DATA, '<c r="C3"[^>]*><v>.*?</v>', '<c r="C3"><v>2023</v>'),
    ),
    Fault("column too few", "table_column_count", rewrite(GLANCE_TABLE, r"<tableColumn id=\"7\"[^>]*/>", "")),
    Fault(
        "columns miscounted",
        "table_column_count",
        change(GLANCE_TABLE, 'tableColumns count="7"', 'tableColumns count="8"'),
    ),
    Fault("range too wide", "table_column_count", change(GLANCE_TABLE, 'ref="A4:G7"', 'ref="A4:H7"')),
    Fault("range is none", "bad_table_range", change(GLANCE_TABLE, 'ref="A4:G7"', 'ref="here"')),
    Fault("headings only", "bad_table_range", change(GLANCE_TABLE, 'ref="A4:G7"', 'ref="A4:G4"')),
    Fault(
        "filter of another range",
        "bad_table_range",
        change(GLANCE_TABLE, "<tableColumns", '<autoFilter ref="A4:G6"/><tableColumns'),
    ),
    Fault("tables overlap", "overlapping_tables", move_table_onto_another),
    Fault("two columns of one name", "duplicate_table_column", change(GLANCE_TABLE, 'name="Plus"', 'name="minus"')),
    Fault("two tables of one name", "duplicate_table_name", change(MISSING_TABLE, 'name="Missing"', 'name="GLANCE"')),
    Fault(
        "two tables of one display name",
        "duplicate_table_name",
        change(MISSING_TABLE, 'displayName="Missing"', 'displayName="GLANCE"'),
    ),
    Fault("two tables of one number", "duplicate_table_name", rewrite(MISSING_TABLE, r' id="2"', ' id="1"')),
    Fault("table called as a name is", "duplicate_table_name", add_name("Missing", "Peers!$B$3")),
    Fault(
        "table name with a space",
        "bad_table_name",
        change(MISSING_TABLE, 'displayName="Missing"', 'displayName="Is missing"'),
    ),
    Fault(
        "records miscounted by the cache", "pivot_record_count", rewrite(CACHE, r'recordCount="\d+"', 'recordCount="7"')
    ),
    Fault("records miscounted by themselves", "pivot_record_count", rewrite(RECORDS, r' count="\d+"', ' count="7"')),
    Fault("record points too far", "pivot_item_out_of_range", change(RECORDS, '<x v="2"/>', '<x v="3"/>')),
    Fault("field points too far", "pivot_item_out_of_range", change(MEANS, '<item x="2"/>', '<item x="3"/>')),
    Fault("line points too far", "pivot_item_out_of_range", change(MEANS, '<x v="2"/>', '<x v="3"/>')),
    Fault(
        "page filter points too far", "pivot_item_out_of_range", change(MEANS, 'fld="3" item="0"', 'fld="3" item="3"')
    ),
    Fault(
        "pivot field too few",
        "pivot_field_count",
        change(MEANS, '<pivotField compact="0" outline="0" showAll="0"/>', ""),
    ),
    Fault("record value too few", "pivot_field_count", change(RECORDS, '<s v="17031"/>', "")),
    Fault("unknown source", "pivot_source_missing", change(CACHE, SOURCE, 'worksheetSource name="Estimate"')),
    Fault(
        "unknown source sheet",
        "pivot_source_missing",
        change(CACHE, SOURCE, 'worksheetSource ref="A3:F21" sheet="Dates"'),
    ),
    Fault(
        "cache field is no heading",
        "pivot_field_header",
        change(CACHE, 'cacheField name="quality"', 'cacheField name="grade"'),
    ),
    Fault(
        "cache field is no heading of the range",
        "pivot_field_header",
        change(CACHE, SOURCE, 'worksheetSource ref="B3:G21" sheet="Data"'),
    ),
    Fault("unknown cache number", "pivot_unknown_cache", change(MEANS, 'cacheId="1"', 'cacheId="7"')),
    Fault(
        "two caches",
        "pivot_unknown_cache",
        change("xl/pivotTables/_rels/pivotTable1.xml.rels", "pivotCacheDefinition1.xml", "pivotCacheDefinition2.xml"),
    ),
    Fault(
        "axis without items",
        "pivot_axis_without_items",
        rewrite(CACHE, '(name="metric" numFmtId="0">)<sharedItems.*?</sharedItems>', r"\1<sharedItems/>"),
    ),
    Fault("long item", "pivot_long_item", change(CACHE, '<s v="Births"/>', f'<s v="{"Births " * 40}"/>')),
    Fault(
        "selection of a pivot elsewhere",
        "stale_pivot_selection",
        rewrite(NOTES, r"<sheetView ([^>]*)/>", r"<sheetView \1><pivotSelection/></sheetView>"),
    ),
    Fault(
        "unknown slicer cache", "slicer_unknown_cache", change(SLICER, 'cache="Slicer_group"', 'cache="Slicer_grop"')
    ),
    Fault(
        "slicer of another cache",
        "slicer_wrong_pivot_cache",
        change(SLICER_CACHE, 'pivotCacheId="1234567"', 'pivotCacheId="1"'),
    ),
    Fault(
        "slicer of an unknown pivot", "slicer_wrong_pivot_cache", change(SLICER_CACHE, 'name="Means"', 'name="Medians"')
    ),
    Fault("two drawings of one number", "duplicate_drawing_id", change(DRAWING, 'cNvPr id="3"', 'cNvPr id="2"')),
    Fault("chart of a missing sheet", "chart_to_missing_sheet", change(CHART, "'At a Glance'!$B$5", "'At Once'!$B$5")),
    Fault("minus before plus", "chart_element_order", minus_before_plus),
    Fault(
        "values before categories",
        "chart_element_order",
        rewrite(CHART, "(<c:cat>.*</c:cat>)(<c:val>.*</c:val>)", r"\2\1"),
    ),
    Fault("macros", "macro", add_macros),
    Fault(
        "macro content type",
        "macro",
        change(CONTENT_TYPES, f"{TYPES}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    ),
    Fault("another workbook", "external_link", add_outside_book('<externalBook r:id="rId1"/>')),
    Fault("formula to another workbook", "external_link", add_formula("[1]Sheet1!A1+1")),
    Fault("formula to another quoted workbook", "external_link", add_formula("'[other.xlsx]A sheet'!A1")),
    Fault("picture from the web", "external_link", picture_from_outside),
    Fault(
        "another program",
        "dynamic_data_exchange",
        add_outside_book('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'),
    ),
    Fault("formula to another program", "dynamic_data_exchange", add_formula("cmd|'/c calc'!A0")),
)
