"""A workbook with counts of few people, and all that can give them away, as people make it in Excel."""

from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import xlsxwriter

from mobility_xl.workbook.entries import LOCAL_DATA
from tests.workbook.good_workbook import ARROWS, HEAD, MAIN, TYPES, Parts

HEADINGS = (*LOCAL_DATA.key, *LOCAL_DATA.written)
BIRTHS, RACE = "Babies born with low weight", "race and ethnicity"
SHEET, OURS, PIVOT = "Local Data", "Ours", "By area"
FEW_ROW, WITHHELD_ROW = 5, 6


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
        columns = [{"header": heading} for heading in HEADINGS]
        sheet.add_table(2, 0, 2 + len(rows), len(HEADINGS) - 1, {"name": LOCAL_DATA.name, "columns": columns})
        for at, row in enumerate(rows, 3):
            sheet.write_row(at, 0, row)
        _write_ours(book, ours, [row[5] for row in rows])
        for at, row in enumerate(rows):
            pivot.write_row(at + 3, 0, (f"{row[4]} of {row[1]}", row[5]))
        pivot.write_row(2, 0, ("Subgroup", "Sum of Numerator"))
        ours.write_formula("A12", f"='{PIVOT}'!B5", None, few[0])
        book.define_name("the_few", f"='{SHEET}'!$F${FEW_ROW}")
    parts = Parts.read(path.read_bytes())
    _share(parts)
    _remember(parts, few[0])
    _add_pivot(parts, rows)
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


def _share(parts: Parts) -> None:
    """Write the formulas of column C once, for all its cells."""
    sheet = "xl/worksheets/sheet2.xml"
    parts.rewrite(sheet, r'(<c r="C4"[^>]*>)<f>([^<]*)</f>', r'\1<f t="shared" ref="C4:C7" si="0">\2</f>')
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
