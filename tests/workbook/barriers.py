"""Barriers that the accessibility checks must notice, as one edit of the good workbook each."""

from .faults import (
    BOOK,
    CHART,
    COVER,
    DATA,
    GLANCE,
    GLANCE_TABLE,
    MISSING_TABLE,
    NOTES,
    PEERS,
    Fault,
    add_formula,
    add_macros,
    add_merges,
    add_row,
    change,
    rename_sheet,
    rewrite,
)
from .good_workbook import ARROWS, MAIN, Parts

STYLES = "xl/styles.xml"
TEXTS = "xl/sharedStrings.xml"
GUIDE = "The Urban Institute's guide"
SERIES = '<a:srgbClr val="1D4E89"/>'
WIDTH = r'(<col min="2" max="9" width=")[^"]*'
CORE = "docProps/core.xml"


def block(top: int, height: int, width: int, value: str, kind: str) -> str:
    """Return rows of equal cells from column A on."""
    rows = ""
    for row in range(top, top + height):
        cells = "".join(f'<c r="{column}{row}"{kind}>{value}</c>' for column in "ABCDEF"[:width])
        rows += f'<row r="{row}">{cells}</row>'
    return rows


def add_block(height: int, width: int, value: str = "<v>1</v>", kind: str = ""):
    """Return an edit that adds a block of cells to the Notes sheet."""
    return change(NOTES, "</sheetData>", f"{block(20, height, width, value, kind)}</sheetData>")


def text(address: str, words: str, style: int = 0) -> str:
    """Return a cell of text."""
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t>{words}</t></is></c>'


def add_look(font: str = "", fill: str = "", alignment: str = "", words: str = "Some words"):
    """Return an edit that adds a look and a cell of the Notes sheet that has it."""

    def add(parts: Parts) -> None:
        styles = parts.text(STYLES)
        kinds = ("fonts", "fills", "cellXfs")
        fonts, fills, looks = (styles.split(f"<{kind} ")[1].split(f"</{kind}>")[0] for kind in kinds)
        numbers = [piece.count(f"<{kind}") for piece, kind in ((fonts, "font>"), (fills, "fill>"), (looks, "xf "))]
        if font:
            parts.change(STYLES, "</fonts>", f"<font>{font}</font></fonts>")
        if fill:
            parts.change(STYLES, "</fills>", f"<fill>{fill}</fill></fills>")
        entry = (
            f'<xf numFmtId="0" fontId="{numbers[0] if font else 0}" fillId="{numbers[1] if fill else 0}" borderId="0" '
            f'xfId="0">{alignment}</xf></cellXfs>'
        )
        parts.change(STYLES, "</cellXfs>", entry)
        add_row(NOTES, text("A90", words, numbers[2]))(parts)

    return add


def solid(colour: str) -> str:
    """Return a fill of one colour."""
    return f'<patternFill patternType="solid"><fgColor {colour}/></patternFill>'


def add_rule(rule: str, area: str):
    """Return an edit that adds a conditional format."""
    block = f'<conditionalFormatting sqref="{area}">{rule}</conditionalFormatting>'
    return change(GLANCE, "<conditionalFormatting ", f"{block}<conditionalFormatting ")


def add_ruled_number(rule: str):
    """Return an edit that adds a number below the tables, with a conditional format."""

    def add(parts: Parts) -> None:
        add_row(GLANCE, '<c r="B90"><v>1</v></c>')(parts)
        add_rule(rule, "B90")(parts)

    return add


def number_table(parts: Parts) -> None:
    """Leave nothing but numbers in the table's columns behind the first."""
    parts.rewrite(GLANCE, r'<c r="C5"[^>]*>.*?</c>', '<c r="C5"><v>1</v></c>')
    parts.rewrite(GLANCE, r'<c r="F5"[^>]*>.*?</c>', '<c r="F5"><v>1</v></c>')


def add_table_beside(parts: Parts) -> None:
    """Put a third table beside the first one."""
    name = "xl/tables/table9.xml"
    parts.put(
        name,
        f'<table xmlns="{MAIN}" id="9" name="Beside" displayName="Beside" ref="I4:I5"><tableColumns count="1">'
        '<tableColumn id="1" name="Other"/></tableColumns></table>',
    )
    parts.relate(GLANCE, "rIdBeside", f"{ARROWS}/table", "../tables/table9.xml")


def select_two_sheets(parts: Parts) -> None:
    """Select the Notes sheet beside the first one."""
    parts.change(NOTES, "<sheetView ", '<sheetView tabSelected="1" ')


BARRIERS = (
    Fault("block of numbers outside tables", "A01", add_block(3, 3)),
    Fault("block of numbers as text", "A01", add_block(4, 5, "<is><t>9.4%</t></is>", ' t="inlineStr"')),
    Fault("table without headings", "A01", change(GLANCE_TABLE, 'ref="A4:G7"', 'headerRowCount="0" ref="A4:G7"')),
    Fault("empty heading", "A01", change(GLANCE_TABLE, 'name="Unit"', 'name=" "')),
    Fault("heading twice", "A01", change(GLANCE_TABLE, 'name="Unit"', 'name="value "')),
    Fault("table called Table1", "A02", change(GLANCE_TABLE, 'displayName="Glance"', 'displayName="Table1"')),
    Fault("table without alternative text", "A02", rewrite(GLANCE_TABLE, "<extLst>.*</extLst>", "")),
    Fault("merged cells", "A03", add_merges("A60:B61")),
    Fault("blank row in a table", "A04", rewrite(DATA, '<row r="9".*?</row>', "")),
    Fault("blank column in a table", "A04", rewrite(GLANCE, "<x14:sparklineGroups.*</x14:sparklineGroups>", "")),
    Fault("empty cell in a table", "A05", rewrite(DATA, r'<c r="C9"[^>]*><v>.*?</v></c>', "")),
    Fault(
        "empty text in a table", "A05", rewrite(DATA, r'<c r="C9"[^>]*><v>.*?</v></c>', '<c r="C9" t="str"><v></v></c>')
    ),
    Fault("shorthand not explained", "A05", add_row(NOTES, text("A90", "[low]"))),
    Fault(
        "shorthands nowhere explained", "A05", rewrite("xl/sharedStrings.xml", r"\[x\] means[^<]*", "Nothing is said.")
    ),
    Fault("hidden sheet", "A06", change(BOOK, 'name="Notes"', 'name="Notes" state="hidden"')),
    Fault("hidden row", "A06", change(DATA, '<row r="9"', '<row hidden="1" r="9"')),
    Fault("hidden column", "A06", rewrite(DATA, '<col min="2"', '<col hidden="1" min="2"')),
    Fault(
        "frozen panes",
        "A07",
        rewrite(DATA, r"<sheetView ([^>]*)/>", r'<sheetView \1><pane ySplit="3" state="frozen"/></sheetView>'),
    ),
    Fault("filter of a table", "A07", change(GLANCE_TABLE, "<tableColumns", '<autoFilter ref="A4:G7"/><tableColumns')),
    Fault("filter of a sheet", "A07", change(DATA, "</sheetData>", '</sheetData><autoFilter ref="A3:F21"/>')),
    Fault("no title", "A08", rewrite(PEERS, '<c r="A1".*?</c>', "")),
    Fault("title without a heading style", "A08", rewrite(PEERS, '(<c r="A1") s="[^"]*"', r"\1")),
    Fault("table in column B", "A09", change(MISSING_TABLE, 'ref="A10:B12"', 'ref="B10:B12"')),
    Fault("note beside a table", "A09", rewrite(DATA, '(<row r="9".*?)</row>', r'\1<c r="H9"><v>1</v></c></row>')),
    Fault("tables side by side", "A10", add_table_beside),
    Fault("table not announced", "A10", rewrite(GLANCE, r'<c r="A9"[^>]*><v>.*?</v></c>', "")),
    Fault("blank sheet", "A11", rewrite(NOTES, "<sheetData>.*</sheetData>", "<sheetData/>")),
    Fault("sheets of one name", "A11", rename_sheet("data")),
    Fault("sheet of a long name", "A11", rename_sheet("N" * 32)),
    Fault("footer only", "A12", change(PEERS, "Urban Institute, 2025", "Urban Institute, 2024")),
    Fault("header only", "A12", change(PEERS, "<oddFooter>", "<oddHeader>&amp;CA draft</oddHeader><oddFooter>")),
    Fault("text box only", "A12", change("xl/drawings/drawing2.xml", "Table 2: what is missing", "Read this first")),
    Fault(
        "picture without words", "A13", change("xl/drawings/drawing1.xml", 'descr="Seal of Cook County"', 'descr=""')
    ),
    Fault("chart without words", "A13", rewrite("xl/drawings/drawing2.xml", 'descr="Columns[^"]*"', "")),
    Fault("slicer without words", "A13", change("xl/drawings/drawing9.xml", ' descr="Filter by group"', "")),
    Fault("chart outside tables", "A13", change(CHART, "$B$5:$B$7", "$I$5:$I$7")),
    Fault("error bars outside tables", "A13", change(CHART, "$E$5:$E$7", "$I$5:$I$7")),
    Fault("pale text", "A14", add_look(font='<sz val="11"/><color rgb="FF999999"/><name val="Calibri"/>')),
    Fault(
        "pale text of the theme",
        "A14",
        add_look(font='<sz val="11"/><color theme="4" tint="0.6"/><name val="Calibri"/>'),
    ),
    Fault("dark background", "A14", add_look(fill=solid('theme="1" tint="0.35"'))),
    Fault("pale old colour", "A14", add_look(font='<sz val="11"/><color indexed="5"/><name val="Calibri"/>')),
    Fault(
        "gradient",
        "A14",
        add_look(
            fill='<gradientFill><stop position="0"><color rgb="FFFFFFFF"/></stop>'
            '<stop position="1"><color rgb="FF333333"/></stop></gradientFill>'
        ),
    ),
    Fault("pale conditional format", "A14", rewrite(STYLES, r'(<dxfs.*?<bgColor )rgb="[^"]*"', r'\1rgb="FF333333"')),
    Fault("pale series", "A14", change(CHART, SERIES, '<a:srgbClr val="C0D0E0"/>')),
    Fault(
        "pale series of the theme",
        "A14",
        change(CHART, SERIES, '<a:schemeClr val="bg1"><a:lumMod val="85000"/></a:schemeClr>'),
    ),
    Fault(
        "pale sparkline",
        "A14",
        change(GLANCE, '<x14:colorSeries rgb="FF1D4E89"/>', '<x14:colorSeries rgb="FFDDDDDD"/>'),
    ),
    Fault("colour without words", "A15", number_table),
    Fault("icons alone", "A15", add_ruled_number('<cfRule type="iconSet" priority="9"/>')),
    Fault("colours alone", "A15", add_ruled_number('<cfRule type="colorScale" priority="9"/>')),
    Fault(
        "bar without its number",
        "A15",
        add_ruled_number('<cfRule type="dataBar" priority="9"><dataBar showValue="0"/></cfRule>'),
    ),
    Fault("note not explained", "A16", add_row(DATA, text("A90", "More [note 7]"))),
    Fault("note to which nothing leads", "A16", add_row(NOTES, text("A90", "[note 7] A word more."))),
    Fault("note marked by a symbol", "A16", add_row(DATA, text("A90", "More†"))),
    Fault("note marked by a raised digit", "A16", add_row(DATA, text("A90", "Births²"))),
    Fault(
        "note marked by a raised run",
        "A16",
        add_row(
            DATA,
            '<c r="A90" t="inlineStr"><is><r><t>More</t></r>'
            '<r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>',
        ),
    ),
    Fault("link that says here", "A17", change(TEXTS, GUIDE, "Click here")),
    Fault("link that is an address", "A17", change(TEXTS, GUIDE, "https://www.urban.org/")),
    Fault("link without text", "A17", rewrite(COVER, r'<c r="A12"[^>]*>.*?</c>', "")),
    Fault("formula link that says here", "A17", add_formula('HYPERLINK("#Cover!A1","x")')),
    Fault("font with serifs", "A18", add_look(font='<sz val="11"/><name val="Cambria"/>')),
    Fault(
        "theme's font with serifs",
        "A18",
        rewrite("xl/theme/theme1.xml", '(<a:minorFont><a:latin typeface=)"Calibri"', r'\1"Georgia"'),
    ),
    Fault("small text", "A18", add_look(font='<sz val="9"/><name val="Calibri"/>')),
    Fault(
        "small run",
        "A18",
        add_row(DATA, '<c r="A90" t="inlineStr"><is><r><rPr><sz val="8"/></rPr><t>small</t></r></is></c>'),
    ),
    Fault("turned text", "A18", add_look(alignment='<alignment textRotation="90"/>')),
    Fault("small title", "A18", change(STYLES, '<sz val="22"/>', '<sz val="11"/>')),
    *(
        Fault(f"no {name}", "A19", rewrite(CORE, f"<(dc|cp):{name}>[^<]*<", rf"<\1:{name}><"))
        for name in ("title", "language", "creator", "keywords")
    ),
    Fault("no properties at all", "A19", lambda parts: parts.put(CORE, "<coreProperties/>")),
    Fault("opens on another sheet", "A20", change(BOOK, "<workbookView ", '<workbookView activeTab="2" ')),
    Fault(
        "another cell selected",
        "A20",
        rewrite(NOTES, r"<sheetView ([^>]*)/>", r'<sheetView \1><selection activeCell="C4" sqref="C4"/></sheetView>'),
    ),
    Fault("two sheets selected", "A20", select_two_sheets),
    Fault("macros", "A21", add_macros),
    Fault("another workbook", "A21", add_formula("[1]Sheet1!A1+1")),
    Fault("column too narrow for its numbers", "A23", rewrite(DATA, WIDTH, r"\g<1>1.7")),
    Fault("text cut off", "A23", rewrite(DATA, WIDTH, r"\g<1>4.7")),
    Fault("input without a message", "A24", rewrite(PEERS, ' prompt="[^"]*"', "")),
    Fault("input without a name", "A24", change(BOOK, "Peers!$B$3", "Peers!$B$4")),
    Fault("formula without a value", "A25", add_row(NOTES, '<c r="A90"><f>1+1</f></c>')),
    Fault("sheet not listed", "A26", rename_sheet("Endnotes")),
    Fault("notes before detail", "A26", change(BOOK, 'name="Peers"', 'name="Notes and sources"')),
)
