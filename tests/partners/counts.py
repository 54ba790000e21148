"""A workbook with counts of few people, and all that can give them away, as people make it in Excel."""

from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import xlsxwriter

from mobility_xl.workbook.entries import LOCAL_DATA
from tests.workbook.good_workbook import ARROWS, HEAD, MAIN, TYPES, Parts

HEADINGS = (*LOCAL_DATA.key, *LOCAL_DATA.written)
BIRTHS, RACE = "Babies born with low weight", "race and ethnicity"
SHEET, OURS, PIVOT, BACKUP = "Local Data", "Ours", "By area", "Backup"
FEW_ROW, WITHHELD_ROW = 5, 6


NAMES = {
    "the_few": f"='{SHEET}'!$F${FEW_ROW}",
    "dynamic": f"=OFFSET('{SHEET}'!$F$4,0,0,4,1)",
    "by_text": f"=INDIRECT(\"'{SHEET}'!F\"&{FEW_ROW})",
    "by_name": "=dynamic",
    "beside": f"='{SHEET}'!F1",
}
"""Names that lead to the counts; ``beside`` to the one in the row where it is used."""
OTHER_WAYS = (
    "=INDEX(dynamic,2)",
    "=by_text",
    "=INDEX(by_name,2)",
    f"=SUM('{SHEET}'!F4:'{SHEET}'!F6)-40-{{1}}",
    "=beside",
    f"=SUM('{SHEET}'!F{FEW_ROW} : '{SHEET}'!F{FEW_ROW})",
    f"=SUM(INDEX({LOCAL_DATA.name}[Numerator],2):INDEX({LOCAL_DATA.name}[Numerator],2))",
    f"=INDEX('{SHEET}'!F:F,{FEW_ROW})",
    f"=SUM('{SHEET}:{SHEET}'!F{FEW_ROW})",
    f"=SUM(('{SHEET}'!F{FEW_ROW},'{SHEET}'!F{FEW_ROW}))/2",
    f"=SUM('{SHEET}'!F4:F7 '{SHEET}'!{FEW_ROW}:{FEW_ROW})",
    f"=CELL(\"contents\",'{SHEET}'!F{FEW_ROW})",
    f'=INDIRECT("{LOCAL_DATA.name}[Numerator]")',
    f"=INDIRECT(\"'{SHEET}'!R{FEW_ROW}C6\",FALSE)",
    f"=N('{SHEET}'!the_few)",
    f"=OFFSET('{SHEET}'!A1,4,5)",
    f"='{BACKUP}'!F6",
)
"""Formulas that give the count of the few, one below the other from D1 on."""


def rows_of(few: tuple[int, int]) -> list[tuple[str | int, ...]]:
    """Return rows of one area: of two groups that are not to be shown, and of all others."""
    counts = {"Hispanic": (40, 500), "Black, Non-Hispanic": (few[0], 60), "White, Non-Hispanic": (few[1], 150)}
    rows = [(BIRTHS, "ZIP 60629", 2023, RACE, group, *both, "the clinic") for group, both in counts.items()]
    return [*rows, (BIRTHS, "ZIP 60629", 2023, "", "", 56, 710, "the clinic")]


def counted(path: Path, few: tuple[int, int]) -> Path:
    """Write the workbook.

    Parameters
    ----------
    few
        How many were counted in the two groups that are not to be shown.
    """
    rows = rows_of(few)
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"title": "Counts of ours", "created": datetime(2025, 1, 1)})
        sheet, ours, pivot = (book.add_worksheet(name) for name in (SHEET, OURS, PIVOT))
        _write_backup(book.add_worksheet(BACKUP), rows)
        columns = [{"header": heading} for heading in HEADINGS]
        sheet.add_table(2, 0, 2 + len(rows), len(HEADINGS) - 1, {"name": LOCAL_DATA.name, "columns": columns})
        for at, row in enumerate(rows, 3):
            sheet.write_row(at, 0, row)
        _write_ours(book, ours, [row[5] for row in rows])
        for at, row in enumerate(rows):
            pivot.write_row(at + 3, 0, (f"{row[4]} of {row[1]}", row[5]))
        pivot.write_row(2, 0, ("Subgroup", "Sum of Numerator"))
        ours.write_formula("A12", f"='{PIVOT}'!B5", None, few[0])
        for name, formula in NAMES.items():
            book.define_name(name, formula)
        _write_by_other_ways(book, ours, [row[5] for row in rows])
        sheet.write_comment(f"F{FEW_ROW}", f"only {few[0]}, says the clinic", {"author": "Zebedee Clerk"})
    parts = Parts.read(path.read_bytes())
    _share(parts)
    _remember(parts, few[0])
    _add_pivot(parts, rows)
    add_pivot_over(parts, "xl/worksheets/sheet3.xml", f"{OURS}!A1:A2", few[0])
    _hide_a_line(parts, few[0])
    _write_on_the_chart(parts, few[0])
    _keep_a_view(parts, few[0])
    return parts.write(path)


def _write_ours(book, sheet, numerators) -> None:
    few = numerators[1]
    sheet.write_formula("A1", f"='{SHEET}'!F{FEW_ROW}", None, few)
    sheet.write_formula("A2", f"=SUM({LOCAL_DATA.name}[Numerator])-2*'{SHEET}'!F{WITHHELD_ROW}", None, few * 2 + 80)
    sheet.write_formula("A3", f"=INDIRECT(\"'{SHEET}'!F{FEW_ROW}\")", None, few)
    sheet.write_formula("A4", f"=AGGREGATE(15,6,{LOCAL_DATA.name}[Numerator],1)", None, few)
    sheet.write_formula("A5", '="There are "&A1', None, f"There are {few}")
    sheet.write_formula("A6", "=the_few/60", None, few / 60)
    sheet.write_formula("A7", f"=MOBILITY_CALC_LOW_BIRTH_WEIGHT('{SHEET}'!F{FEW_ROW},60)", None, few / 60)
    sheet.write_formula("A8", f"=SUM({LOCAL_DATA.name}[Denominator])", None, 1420)
    sheet.write_formula("A9", f"='{SHEET}'!F4", None, 40)
    sheet.write_formula("A10", "=A9/2", None, 20)
    sheet.write_array_formula("B1:B4", f"{{={LOCAL_DATA.name}[Numerator]}}", None, numerators[0])
    for at, number in enumerate(numerators[1:], 1):
        sheet.write_number(at, 1, number)
    for at, number in enumerate(numerators, 4):
        sheet.write_formula(f"C{at}", f"='{SHEET}'!F{at}*2", None, number * 2)
    drawn = book.add_chart({"type": "column"})
    cells = f"='{SHEET}'!$F$4:$F$7"
    drawn.add_series({"name": "Counted", "values": cells, "values_data": list(numerators)})
    drawn.add_series({"name": "Whole", "values": f"={OURS}!$A$9:$A$10", "values_data": [40, 20]})
    sheet.insert_chart("E2", drawn, {"description": "Columns"})
    sheet.insert_textbox("E20", f"There are {few}", {"textlink": "=$A$5"})
    sheet.conditional_format("A1:A9", {"type": "cell", "criteria": ">", "value": f"='{SHEET}'!$F${FEW_ROW}"})


def _write_by_other_ways(book, sheet, numerators) -> None:
    few = numerators[1]
    for at, formula in enumerate(OTHER_WAYS):
        sheet.write_formula(at, 3, formula, None, few)
    sheet.write_formula(f"M{FEW_ROW}", f"={LOCAL_DATA.name}[[#This Row],[Numerator]]", None, few)
    # What a data table tries: the formula above it, for other values of a cell.
    sheet.write_formula("O1", f"='{SHEET}'!F{FEW_ROW}+P9", None, few)
    sheet.write_row("N2", (1, few + 1))
    sheet.write_row("N3", (2, few + 2))
    drawn = book.add_chart({"type": "line"})
    for name in ("dynamic", "by_text", "by_name", "the_few"):
        drawn.add_series({"name": name, "values": f"={OURS}!{name}", "values_data": [few]})
    drawn.add_series({"name": "Whole", "values": f"={OURS}!$A$9:$A$10", "values_data": [40, 20]})
    sheet.insert_chart("E30", drawn, {"description": "Lines"})


def _write_backup(sheet, rows) -> None:
    """Paste the rows twice side by side, and the counts alone below."""
    for at, row in enumerate((HEADINGS, *rows), 2):
        sheet.write_row(at, 0, row)
        sheet.write_row(at, len(HEADINGS) + 2, row)
    for at, row in enumerate((HEADINGS, *rows), 10):
        sheet.write_row(at, 0, row[4:7])


def add_pivot_over(parts: Parts, sheet: str, source: str, value: str | int) -> None:
    """Add a PivotTable to a part's sheet over some cells, one of which holds a value."""
    cache, pivot = "xl/pivotCache/pivotCacheDefinition2.xml", "xl/pivotTables/pivotTable2.xml"
    tab, _, ref = source.partition("!")
    parts.put(
        cache,
        f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{ARROWS}" saveData="0">'
        f'<cacheSource type="worksheet"><worksheetSource ref="{ref}" sheet="{tab}"/></cacheSource>'
        f'<cacheFields count="1"><cacheField name="Few" numFmtId="0">'
        f"<sharedItems>{_value(value)}</sharedItems></cacheField></cacheFields>"
        "</pivotCacheDefinition>",
    )
    parts.put(
        pivot,
        f'{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="Again" cacheId="2" dataCaption="Values">'
        '<location ref="H90:H91" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/></pivotTableDefinition>',
    )
    parts.declare(cache, f"{TYPES}.pivotCacheDefinition+xml")
    parts.declare(pivot, f"{TYPES}.pivotTable+xml")
    parts.relate("xl/workbook.xml", "rIdAgain", f"{ARROWS}/pivotCacheDefinition", cache.removeprefix("xl/"))
    parts.relate(pivot, "rId1", f"{ARROWS}/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition2.xml")
    parts.relate(sheet, "rIdAgain", f"{ARROWS}/pivotTable", "../pivotTables/pivotTable2.xml")
    if "</pivotCaches>" not in parts.text("xl/workbook.xml"):
        parts.rewrite("xl/workbook.xml", r"(<calcPr[^>]*/>)", r"\1<pivotCaches></pivotCaches>")
    listed = f'<pivotCache xmlns:r="{ARROWS}" cacheId="2" r:id="rIdAgain"/></pivotCaches>'
    parts.change("xl/workbook.xml", "</pivotCaches>", listed)
    cell = f't="str"><v>{value}</v></c></row>'
    parts.change(sheet, "</sheetData>", f'<row r="90"><c r="H90" {cell}<row r="91"><c r="H91" {cell}</sheetData>')


def _hide_a_line(parts: Parts, few: int) -> None:
    """Hide a line of a chart, which remembers it all the same."""
    space = "http://schemas.microsoft.com/office/drawing/2012/chart"
    hidden = (
        f'<c:extLst><c:ext uri="{{02D57815-91ED-43cb-92C2-25804820EDAC}}" xmlns:c15="{space}"><c15:filteredLineSeries>'
        '<c15:ser><c:idx val="9"/><c:order val="9"/><c:val><c:numRef><c:extLst><c:ext uri="x"><c15:formulaRef>'
        f"<c15:sqref>'{SHEET}'!$F${FEW_ROW}</c15:sqref></c15:formulaRef></c:ext></c:extLst><c:numCache>"
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{few}</c:v></c:pt></c:numCache></c:numRef></c:val></c15:ser>'
        "</c15:filteredLineSeries></c:ext></c:extLst></c:lineChart>"
    )
    parts.rewrite("xl/charts/chart2.xml", "</c:lineChart>", hidden)


def _write_on_the_chart(parts: Parts, few: int) -> None:
    """Put a text box into a chart that shows a cell."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    parts.put(
        "xl/drawings/drawing9.xml",
        f'{HEAD}<c:userShapes xmlns:c="{drawing}/chart" xmlns:a="{drawing}/main"><cdr:relSizeAnchor '
        f'xmlns:cdr="{drawing}/chartDrawing"><cdr:sp macro="" textlink="{OURS}!$A$1"><cdr:txBody><a:p><a:r>'
        f"<a:t>{few}</a:t></a:r></a:p></cdr:txBody></cdr:sp></cdr:relSizeAnchor></c:userShapes>",
    )
    parts.declare("xl/drawings/drawing9.xml", "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml")
    parts.relate("xl/charts/chart2.xml", "rIdShapes", f"{ARROWS}/chartUserShapes", "../drawings/drawing9.xml")
    parts.rewrite(
        "xl/charts/chart2.xml", "</c:chartSpace>", f'<c:userShapes xmlns:r="{ARROWS}" r:id="rIdShapes"/></c:chartSpace>'
    )


def _keep_a_view(parts: Parts, few: int) -> None:
    """Keep a view of the table of one person's own, with a choice in its filter."""
    space = "http://schemas.microsoft.com/office/spreadsheetml/2019/namedsheetviews"
    parts.put(
        "xl/namedSheetViews/namedSheetView1.xml",
        f'{HEAD}<namedSheetViews xmlns="{space}" xmlns:x="{MAIN}"><namedSheetView name="View1" id="{{1}}"><nsvFilter '
        f'filterId="{{2}}" ref="A3:H7" tableId="1"><columnFilter colId="5"><filter colId="5"><x:filters>'
        f'<x:filter val="{few}"/></x:filters></filter></columnFilter></nsvFilter></namedSheetView></namedSheetViews>',
    )
    parts.declare("xl/namedSheetViews/namedSheetView1.xml", "application/vnd.ms-excel.namedsheetviews+xml")
    kind = "http://schemas.microsoft.com/office/2019/04/relationships/namedSheetView"
    parts.relate("xl/worksheets/sheet1.xml", "rIdView", kind, "../namedSheetViews/namedSheetView1.xml")


def with_control(path: Path, link: str) -> Path:
    """Add a spin button that is linked to a cell, whose value it holds."""
    parts = Parts.read(path.read_bytes())
    space = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    parts.put(
        "xl/ctrlProps/ctrlProp1.xml",
        f'{HEAD}<formControlPr xmlns="{space}" objectType="Spin" fmlaLink="{link}" max="30000" val="4"/>',
    )
    parts.declare("xl/ctrlProps/ctrlProp1.xml", "application/vnd.ms-excel.controlproperties+xml")
    parts.relate("xl/worksheets/sheet2.xml", "rIdControl", f"{ARROWS}/ctrlProp", "../ctrlProps/ctrlProp1.xml")
    return parts.write(path)


def with_embedded(path: Path) -> Path:
    """Embed another workbook."""
    parts = Parts.read(path.read_bytes())
    parts.content["xl/embeddings/Microsoft_Excel_Sheet1.xlsx"] = path.read_bytes()
    parts.relate(
        "xl/worksheets/sheet2.xml", "rIdFile", f"{ARROWS}/package", "../embeddings/Microsoft_Excel_Sheet1.xlsx"
    )
    parts.change(
        "[Content_Types].xml", "<Override", f'<Default Extension="xlsx" ContentType="{TYPES}.sheet"/><Override'
    )
    return parts.write(path)


def _share(parts: Parts) -> None:
    """Write the formulas of column C once, for all its cells."""
    sheet = "xl/worksheets/sheet2.xml"
    parts.rewrite(sheet, r'(<c r="C4"[^>]*>)<f>([^<]*)</f>', r'\1<f t="shared" ref="C4:C7" si="0">\2</f>')
    parts.rewrite(sheet, r'(<c r="O2"[^>]*>)(<v>)', r'\1<f t="dataTable" ref="O2:O3" dt2D="0" dtr="0" r1="P9"/>\2')
    for row in range(5, 8):
        parts.rewrite(sheet, rf'(<c r="C{row}"[^>]*>)<f>[^<]*</f>', r'\1<f t="shared" si="0"/>')


def _remember(parts: Parts, few: int) -> None:
    """Choose a count in the table's filter, and keep it as a scenario."""
    chosen = f'<filterColumn colId="5"><filters><filter val="{few}"/></filters></filterColumn></autoFilter>'
    parts.rewrite("xl/tables/table1.xml", r"<autoFilter ([^>]*)/>", rf"<autoFilter \1>{chosen}")
    scenario = (
        f'<scenario name="Ours" count="1" user="Zebedee Clerk"><inputCells r="F{FEW_ROW}" val="{few}"/></scenario>'
    )
    parts.rewrite("xl/worksheets/sheet1.xml", r"(</sheetData>)", rf"\1<scenarios>{scenario}</scenarios>")


def _add_pivot(parts: Parts, rows) -> None:
    """Add a PivotTable over the counts with all that it remembers."""
    folder, cache, pivot = "xl/pivotCache/", "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotTables/pivotTable1.xml"
    fields = "".join(
        f'<cacheField name={quoteattr(heading)} numFmtId="0"><sharedItems>{_items(rows, at)}</sharedItems></cacheField>'
        for at, heading in enumerate(HEADINGS)
    )
    parts.put(
        cache,
        f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{ARROWS}" r:id="rId1" recordCount="{len(rows)}">'
        f'<cacheSource type="worksheet"><worksheetSource name="{LOCAL_DATA.name}"/></cacheSource>'
        f'<cacheFields count="{len(HEADINGS)}">{fields}</cacheFields></pivotCacheDefinition>',
    )
    records = "".join(f"<r>{''.join(map(_value, row))}</r>" for row in rows)
    parts.put(
        f"{folder}pivotCacheRecords1.xml",
        f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="{len(rows)}">{records}</pivotCacheRecords>',
    )
    parts.put(
        pivot,
        f'{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="Counts" cacheId="1" dataCaption="Values">'
        f'<location ref="A3:B{len(rows) + 3}" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        "</pivotTableDefinition>",
    )
    for name, kind in ((cache, "pivotCacheDefinition"), (f"{folder}pivotCacheRecords1.xml", "pivotCacheRecords")):
        parts.declare(name, f"{TYPES}.{kind}+xml")
    parts.declare(pivot, f"{TYPES}.pivotTable+xml")
    parts.relate("xl/workbook.xml", "rIdPivot", f"{ARROWS}/pivotCacheDefinition", cache.removeprefix("xl/"))
    parts.relate(cache, "rId1", f"{ARROWS}/pivotCacheRecords", "pivotCacheRecords1.xml")
    parts.relate(pivot, "rId1", f"{ARROWS}/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    parts.relate("xl/worksheets/sheet3.xml", "rIdPivot", f"{ARROWS}/pivotTable", "../pivotTables/pivotTable1.xml")
    listed = '<pivotCaches><pivotCache cacheId="1" r:id="rIdPivot"/></pivotCaches>'
    parts.rewrite("xl/workbook.xml", r"(<calcPr[^>]*/>)", rf"\1{listed}")


def _items(rows, at: int) -> str:
    return "".join(_value(value) for value in dict.fromkeys(row[at] for row in rows))


def _value(value: str | int) -> str:
    return f"<s v={quoteattr(value)}/>" if isinstance(value, str) else f'<n v="{value}"/>'
