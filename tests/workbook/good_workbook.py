"""A small workbook with everything ours have, right in every respect, and a way to spoil its parts."""

import datetime as dt
import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

import xlsxwriter

METRICS = ("Births", "Debt", "Wages")
YEARS = (2019, 2021, 2023)
GROUPS = ("All", "Black")
HEADINGS = ("geoid", "metric", "year", "group", "value", "quality")
ROWS = [
    ["17031", metric, year, group, round(0.1 + 0.01 * place, 2), "Strong"]
    for place, (metric, year, group) in enumerate(itertools.product(METRICS, YEARS, GROUPS))
]
SHEETS = ("Cover", "At a Glance", "Peers", "Pivot", "Notes", "Data")
SOURCE = "Source: Urban Institute, 2025 release"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ARROWS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SLICERS = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# One grey dot.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6368000000820081"
    "77cd72b60000000049454e44ae426082"
)


@dataclass
class Parts:
    """The parts of a file by name, in their order, and parts to be written a second time."""

    content: dict[str, bytes]
    again: list[tuple[str, bytes]] = field(default_factory=list)

    @classmethod
    def read(cls, source: bytes) -> "Parts":
        """Take a file apart."""
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()})

    def write(self, path: Path) -> Path:
        """Put the file together."""
        with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
            # A part written twice is one of the faults.
            warnings.simplefilter("ignore")
            for name, content in [*self.content.items(), *self.again]:
                entry = zipfile.ZipInfo(name, (1980, 1, 31, 0, 0, 0))
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 1)
        return path

    def text(self, name: str) -> str:
        """Return a part as text."""
        return self.content[name].decode()

    def put(self, name: str, text: str) -> None:
        """Write a part."""
        self.content[name] = text.encode()

    def change(self, name: str, old: str, new: str) -> None:
        """Replace the first place where a part says something, which it must."""
        text = self.text(name)
        assert old in text, f"{name} has no {old}"
        self.put(name, text.replace(old, new, 1))

    def rewrite(self, name: str, pattern: str, new: str | Callable[[re.Match[str]], str]) -> None:
        """Replace the first place where a part fits a pattern, which it must."""
        text, count = re.subn(pattern, new, self.text(name), count=1, flags=re.DOTALL)
        assert count, f"{name} fits no {pattern}"
        self.put(name, text)

    def sheet(self, name: str) -> str:
        """Return the part of one of the good workbook's sheets."""
        return f"xl/worksheets/sheet{SHEETS.index(name) + 1}.xml"

    def declare(self, part: str, content_type: str) -> None:
        """Say what a new part is."""
        entry = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
        self.change("[Content_Types].xml", "</Types>", entry)

    def relate(self, part: str, arrow: str, kind: str, target: str, mode: str = "") -> None:
        """Give a part a relationship, in a new list where it has none."""
        folder, _, base = part.rpartition("/")
        name = f"{folder}/_rels/{base}.rels"
        if name not in self.content:
            self.put(name, f'{HEAD}<Relationships xmlns="{PACKAGE}"></Relationships>')
        entry = f'<Relationship Id="{arrow}" Type="{kind}" Target="{target}"{mode}/></Relationships>'
        self.change(name, "</Relationships>", entry)


def good_parts(*, frozen: bool = False) -> Parts:
    """Build the good workbook, with frozen panes on its Data sheet where asked for."""
    parts = Parts.read(_written(frozen=frozen))
    _complete_properties(parts)
    _complete_styles(parts)
    _add_pivot(parts)
    _add_slicer(parts)
    return parts


def _written(*, frozen: bool) -> bytes:
    """Write all that XlsxWriter writes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties(
        {
            "title": "Cook County: Mobility Review Guide",
            "author": "Cook County",
            "keywords": "upward mobility, Cook County",
            "created": dt.datetime(2025, 1, 31, tzinfo=dt.UTC),
        }
    )
    title = book.add_format({"bold": True, "font_size": 22, "font_color": "#1B2430"})
    sheets = {name: book.add_worksheet(name) for name in SHEETS}
    for name, sheet in sheets.items():
        sheet.write_string("A1", f"Cook County: {name}", title)
        sheet.set_column("A:A", 30)
        sheet.set_column("B:I", 14)
        sheet.set_footer(f'&L&"Calibri"&10Cook County: {name}&C&10{SOURCE}&R&10Page &P of &N')
        sheet.set_landscape()
    _write_cover(sheets["Cover"])
    _write_glance(book, sheets["At a Glance"])
    _write_peers(book, sheets["Peers"])
    sheets["Notes"].write_string("A3", "[note 1] Births are counted where the mother lives.")
    _write_data(sheets["Data"], frozen=frozen)
    book.define_name("RATIO", "=_xlfn.LAMBDA(_xlpm.part,_xlpm.whole,_xlpm.part/_xlpm.whole)")
    book.define_name("latest_year", "=MAX(Estimates[year])")
    book.close()
    return target.getvalue()


def _write_cover(sheet):
    for row, name in enumerate(SHEETS[1:], 3):
        sheet.write_formula(row, 0, f"""=HYPERLINK("#'{name}'!A1","{name}")""", None, name)
    sheet.write_string("A10", "[x] means not published, [c] means withheld.")
    sheet.write_string("A11", SOURCE)
    sheet.write_url("A12", "https://www.urban.org/", string="The Urban Institute's guide")
    sheet.write_url("A13", "internal:'At a Glance'!A1", string="All metrics at a glance", tip="Go there")
    sheet.insert_image(
        "C3", "dot.png", {"image_data": io.BytesIO(PICTURE), "description": "Seal of Cook County", "x_scale": 40}
    )


def _write_glance(book, sheet):
    percent = book.add_format({"num_format": "0.0%"})
    caution = book.add_format({"bg_color": "#FBE9D0", "font_color": "#1B2430", "bold": True})
    headings = ["Metric", "Value", "Unit", "Minus", "Plus", "Quality", "Trend line"]
    sheet.write_string("A3", "Table 1: every metric in 2023 [note 1]")
    sheet.add_table("A4:G7", _table("Glance", headings))
    for row, metric in enumerate(METRICS, 5):
        value = next(row[4] for row in ROWS if row[1:4] == [metric, 2023, "All"])
        formula = f"=INDEX(Estimates[value],MATCH(1,INDEX((Estimates[metric]=A{row})*(Estimates[year]=2023),0),0))"
        sheet.write_string(f"A{row}", metric)
        sheet.write_formula(f"B{row}", formula, percent, value)
        sheet.write_string(f"C{row}", "of people")
        sheet.write_number(f"D{row}", 0.01, percent)
        sheet.write_number(f"E{row}", 0.02, percent)
        sheet.write_string(f"F{row}", "Weak" if metric == "Debt" else "Strong")
        sheet.add_sparkline(f"G{row}", {"range": f"Data!E{row - 1}:E{row + 4}", "series_color": "#1D4E89"})
    sheet.conditional_format("B5:B7", {"type": "formula", "criteria": '=$F5="Weak"', "format": caution})
    sheet.conditional_format("D5:D7", {"type": "data_bar", "data_bar_2010": True, "bar_color": "#1D4E89"})
    sheet.write_string("A9", "Table 2: what is missing")
    sheet.add_table("A10:B12", _table("Missing", ["Metric", "Reason"]))
    for row, (metric, reason) in enumerate((("Preschool", "[x]"), ("Jobs", "[c]")), 11):
        sheet.write_string(f"A{row}", metric)
        sheet.write_string(f"B{row}", reason)
    sheet.write_dynamic_array_formula("A14:A14", '=_xlfn.XLOOKUP("Debt",Glance[Metric],Glance[Quality])', None, "Weak")
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "Cook County",
            "categories": "='At a Glance'!$A$5:$A$7",
            "values": "='At a Glance'!$B$5:$B$7",
            "fill": {"color": "#1D4E89"},
            "y_error_bars": {
                "type": "custom",
                "plus_values": "='At a Glance'!$E$5:$E$7",
                "minus_values": "='At a Glance'!$D$5:$D$7",
                "plus_data": [0.02, 0.02, 0.02],
                "minus_data": [0.01, 0.01, 0.01],
            },
        }
    )
    sheet.insert_chart("A16", chart, {"description": "Columns: births, debt and wages in Cook County in 2023"})
    # What a text box says stands in a cell too.
    sheet.insert_textbox("I3", "Table 2: what is missing")


def _write_peers(book, sheet):
    sheet.write_string("A3", "First peer")
    sheet.write_string("B3", "Lake County")
    sheet.data_validation(
        "B3",
        {
            "validate": "list",
            "source": ["Lake County", "Will County"],
            "input_title": "Peer",
            "input_message": "Choose a county to compare with.",
        },
    )
    book.define_name("peer_1", "=Peers!$B$3")


def _write_data(sheet, *, frozen):
    sheet.write_string("A2", "Every estimate of Cook County")
    sheet.add_table("A3:F21", _table("Estimates", HEADINGS) | {"data": ROWS})
    if frozen:
        sheet.freeze_panes("A4")


def _table(name, headings):
    return {
        "name": name,
        "columns": [{"header": heading} for heading in headings],
        "autofilter": False,
        "title": f"Table {name}",
        "description": f"All of {name}",
    }


def _complete_properties(parts: Parts) -> None:
    """Add what XlsxWriter has no setting for, and take out the forced calculation it always asks for."""
    parts.change("docProps/core.xml", "</dc:creator>", "</dc:creator><dc:language>en-US</dc:language>")
    parts.rewrite("xl/workbook.xml", ' fullCalcOnLoad="1"', "")


def _complete_styles(parts: Parts) -> None:
    """Make the titles' look the named style Title."""
    index = int(re.search(r'<c r="A1" s="(\d+)"', parts.text(parts.sheet("Cover")))[1])
    styles = parts.text("xl/styles.xml")
    named = re.search(r"<cellStyleXfs[^>]*>(.*?)</cellStyleXfs>", styles, re.DOTALL)[1]
    looks = re.findall(
        r"<xf [^>]*?(?:/>|>.*?</xf>)", re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)[0], re.DOTALL
    )
    font = re.search(r'fontId="(\d+)"', looks[index])[1]
    count = len(re.findall("<xf ", named))
    entry = f'<xf numFmtId="0" fontId="{font}" fillId="0" borderId="0"/>'
    styles = re.sub(r"<cellStyleXfs[^>]*>", f'<cellStyleXfs count="{count + 1}">', styles)
    styles = styles.replace("</cellStyleXfs>", f"{entry}</cellStyleXfs>")
    styles = styles.replace(looks[index], re.sub(r'xfId="\d+"', f'xfId="{count}"', looks[index]))
    styles = re.sub(r"<cellStyles[^>]*>", f'<cellStyles count="{count + 1}">', styles)
    styles = styles.replace("</cellStyles>", f'<cellStyle name="Title" xfId="{count}" builtinId="15"/></cellStyles>')
    parts.put("xl/styles.xml", styles)


def _add_pivot(parts: Parts) -> None:
    """Add a PivotTable: metrics down, years across, the mean of the values, filtered by group."""
    cache, records, pivot = (
        "xl/pivotCache/pivotCacheDefinition1.xml",
        "xl/pivotCache/pivotCacheRecords1.xml",
        "xl/pivotTables/pivotTable1.xml",
    )
    items = {"metric": METRICS, "year": YEARS, "group": GROUPS}
    fields = "".join(_cache_field(heading, items.get(heading)) for heading in HEADINGS)
    parts.put(
        cache,
        f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{ARROWS}" r:id="rId1" refreshOnLoad="1" '
        f'createdVersion="6" refreshedVersion="6" minRefreshableVersion="3" recordCount="{len(ROWS)}">'
        '<cacheSource type="worksheet"><worksheetSource name="Estimates"/></cacheSource>'
        f'<cacheFields count="{len(HEADINGS)}">{fields}</cacheFields>'
        f'<extLst><ext uri="{{725AE2AE-9491-48be-B2B4-4EB974FC3084}}" xmlns:x14="{SLICERS}">'
        '<x14:pivotCacheDefinition pivotCacheId="1234567"/></ext></extLst></pivotCacheDefinition>',
    )
    rows = "".join(
        f"<r>{''.join(_record_value(heading, value, items) for heading, value in zip(HEADINGS, row, strict=True))}</r>"
        for row in ROWS
    )
    parts.put(records, f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="{len(ROWS)}">{rows}</pivotCacheRecords>')
    parts.put(pivot, _pivot_table())
    parts.declare(cache, f"{TYPES}.pivotCacheDefinition+xml")
    parts.declare(records, f"{TYPES}.pivotCacheRecords+xml")
    parts.declare(pivot, f"{TYPES}.pivotTable+xml")
    parts.relate(
        "xl/workbook.xml", "rIdPivot", f"{ARROWS}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"
    )
    parts.relate(cache, "rId1", f"{ARROWS}/pivotCacheRecords", "pivotCacheRecords1.xml")
    parts.relate(pivot, "rId1", f"{ARROWS}/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    parts.relate(parts.sheet("Pivot"), "rIdPivot", f"{ARROWS}/pivotTable", "../pivotTables/pivotTable1.xml")
    parts.rewrite(
        "xl/workbook.xml",
        r"(<calcPr[^>]*/>)",
        r'\1<pivotCaches><pivotCache cacheId="1" r:id="rIdPivot"/></pivotCaches>',
    )
    _render_pivot(parts)


def _cache_field(heading: str, items) -> str:
    """Describe a field of the cache, with its items where it is on an axis."""
    if heading == "year":
        listed = "".join(f'<n v="{item}"/>' for item in items)
        kinds = 'containsSemiMixedTypes="0" containsString="0" containsNumber="1" containsInteger="1"'
        ends = f'minValue="{YEARS[0]}" maxValue="{YEARS[-1]}"'
        shared = f'<sharedItems {kinds} {ends} count="{len(items)}">{listed}</sharedItems>'
    elif heading == "value":
        kinds = 'containsSemiMixedTypes="0" containsString="0" containsNumber="1"'
        shared = f'<sharedItems {kinds} minValue="0.1" maxValue="0.27"/>'
    elif items:
        shared = (
            f'<sharedItems count="{len(items)}">{"".join(f"<s v={quoteattr(item)}/>" for item in items)}</sharedItems>'
        )
    else:
        shared = "<sharedItems/>"
    return f'<cacheField name="{heading}" numFmtId="0">{shared}</cacheField>'


def _record_value(heading, value, items) -> str:
    if heading in items:
        return f'<x v="{items[heading].index(value)}"/>'
    return f'<n v="{value}"/>' if heading == "value" else f"<s v={quoteattr(value)}/>"


def _pivot_table() -> str:
    """Describe the PivotTable at A5, its page filter at A3."""
    axis = {"metric": "axisRow", "year": "axisCol"}
    fields = ""
    for heading in HEADINGS:
        count = len({"metric": METRICS, "year": YEARS, "group": GROUPS}.get(heading, ()))
        listed = "".join(f'<item x="{place}"/>' for place in range(count))
        if heading in axis:
            fields += (
                f'<pivotField axis="{axis[heading]}" compact="0" outline="0" showAll="0" defaultSubtotal="0">'
                f'<items count="{count}">{listed}</items></pivotField>'
            )
        elif heading == "group":
            fields += (
                '<pivotField axis="axisPage" compact="0" outline="0" showAll="0">'
                f'<items count="{count + 1}">{listed}<item t="default"/></items></pivotField>'
            )
        else:
            data = 'dataField="1" ' if heading == "value" else ""
            fields += f'<pivotField {data}compact="0" outline="0" showAll="0"/>'
    lines = "<i><x/></i>" + "".join(f'<i><x v="{place}"/></i>' for place in (1, 2))
    return (
        f'{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="Means" cacheId="1" dataCaption="Values" updatedVersion="6" '
        'minRefreshableVersion="3" compact="0" compactData="0" gridDropZones="0" rowGrandTotals="0" '
        'colGrandTotals="0" createdVersion="6" indent="0">'
        '<location ref="A5:D9" firstHeaderRow="1" firstDataRow="2" firstDataCol="1" rowPageCount="1" colPageCount="1"/>'
        f'<pivotFields count="{len(HEADINGS)}">{fields}</pivotFields>'
        f'<rowFields count="1"><field x="1"/></rowFields><rowItems count="3">{lines}</rowItems>'
        f'<colFields count="1"><field x="2"/></colFields><colItems count="3">{lines}</colItems>'
        '<pageFields count="1"><pageField fld="3" item="0" hier="-1"/></pageFields>'
        '<dataFields count="1"><dataField name="Mean" fld="4" subtotal="average" baseField="0" baseItem="0"/>'
        "</dataFields>"
        '<pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" showColHeaders="1" showRowStripes="0" '
        'showColStripes="0" showLastColumn="1"/></pivotTableDefinition>'
    )


def _render_pivot(parts: Parts) -> None:
    """Write the cells that the PivotTable shows."""
    lines = {3: ["group", "All"], 5: ["Mean", "year"], 6: ["metric", *YEARS]}
    for row, metric in enumerate(METRICS, 7):
        lines[row] = [metric, *(line[4] for line in ROWS if line[1] == metric and line[3] == "All")]
    rows = "".join(
        f'<row r="{row}">{"".join(_inline(row, column, value) for column, value in enumerate(values))}</row>'
        for row, values in lines.items()
    )
    parts.change(parts.sheet("Pivot"), "</sheetData>", f"{rows}</sheetData>")
    parts.rewrite(parts.sheet("Pivot"), r'<dimension ref="[^"]*"', '<dimension ref="A1:D9"')


def _inline(row: int, column: int, value) -> str:
    address = f"{'ABCD'[column]}{row}"
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{address}"><v>{value}</v></c>'


def _add_slicer(parts: Parts) -> None:
    """Add a slicer of the group to the Pivot sheet, with the drawing that shows it."""
    sheet, slicer, cache, drawing = (
        parts.sheet("Pivot"),
        "xl/slicers/slicer1.xml",
        "xl/slicerCaches/slicerCache1.xml",
        "xl/drawings/drawing9.xml",
    )
    pivot_sheet = SHEETS.index("Pivot") + 1
    parts.put(
        cache,
        f'{HEAD}<slicerCacheDefinition xmlns="{SLICERS}" name="Slicer_group" sourceName="group"><pivotTables>'
        f'<pivotTable tabId="{pivot_sheet}" name="Means"/></pivotTables><data><tabular pivotCacheId="1234567">'
        '<items count="2"><i x="0" s="1"/><i x="1"/></items></tabular></data></slicerCacheDefinition>',
    )
    parts.put(
        slicer,
        f'{HEAD}<slicers xmlns="{SLICERS}">'
        '<slicer name="group" cache="Slicer_group" caption="Group" rowHeight="241300"/></slicers>',
    )
    parts.put(drawing, _SLICER_DRAWING)
    parts.declare(cache, "application/vnd.ms-excel.slicerCache+xml")
    parts.declare(slicer, "application/vnd.ms-excel.slicer+xml")
    parts.declare(drawing, "application/vnd.openxmlformats-officedocument.drawing+xml")
    microsoft = "http://schemas.microsoft.com/office/2007/relationships"
    parts.relate("xl/workbook.xml", "rIdSlicer", f"{microsoft}/slicerCache", "slicerCaches/slicerCache1.xml")
    parts.relate(sheet, "rIdSlicer", f"{microsoft}/slicer", "../slicers/slicer1.xml")
    parts.relate(sheet, "rIdDrawing", f"{ARROWS}/drawing", "../drawings/drawing9.xml")
    caches = '<x14:slicerCaches><x14:slicerCache r:id="rIdSlicer"/></x14:slicerCaches>'
    parts.change(
        "xl/workbook.xml",
        "</workbook>",
        f'<extLst><ext uri="{{BBE1A952-AA13-448e-AADC-164F8A28A991}}" xmlns:x14="{SLICERS}">{caches}</ext></extLst>'
        "</workbook>",
    )
    parts.change(
        "xl/workbook.xml", "</definedNames>", '<definedName name="Slicer_group">#N/A</definedName></definedNames>'
    )
    parts.change(
        sheet,
        "</worksheet>",
        '<drawing r:id="rIdDrawing"/><extLst>'
        f'<ext uri="{{A8765BA9-456A-4dab-B4F3-ACF838C121DE}}" xmlns:x14="{SLICERS}">'
        '<x14:slicerList><x14:slicer r:id="rIdSlicer"/></x14:slicerList></ext></extLst></worksheet>',
    )


_DRAWINGS = "http://schemas.openxmlformats.org/drawingml/2006"
_DRAWN_SLICERS = "http://schemas.microsoft.com/office/drawing/2010"
_SLICER_DRAWING = (
    f'{HEAD}<xdr:wsDr xmlns:xdr="{_DRAWINGS}/spreadsheetDrawing" xmlns:a="{_DRAWINGS}/main">'
    '<xdr:twoCellAnchor editAs="absolute"><xdr:from><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row>'
    "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>7</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>12</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:to>"
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f'<mc:Choice xmlns:a14="{_DRAWN_SLICERS}/main" Requires="a14"><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
    '<xdr:cNvPr id="2" name="group" descr="Filter by group"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
    '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
    f'<a:graphicData uri="{_DRAWN_SLICERS}/slicer"><sle:slicer xmlns:sle="{_DRAWN_SLICERS}/slicer" name="group"/>'
    '</a:graphicData></a:graphic></xdr:graphicFrame></mc:Choice><mc:Fallback><xdr:sp macro="" textlink=""><xdr:nvSpPr>'
    '<xdr:cNvPr id="3" name=""/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="1828800" cy="2000000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody>'
    "<a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>A slicer, for Excel 2010 or later.</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    "</mc:Fallback></mc:AlternateContent><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)
