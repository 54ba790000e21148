"""A workbook with officials' answers and everything that can show them, as people make it in Excel."""

from datetime import datetime
from pathlib import Path

import xlsxwriter

from mobility_xl.workbook.stamp import Stamp
from tests.workbook.good_workbook import Parts

RACES = ("White", "Black or African American", "Asian")
HEADINGS = ("Body", "Seat", "Name", "Contact", "Hispanic", *RACES, "Prefers not to answer", "How known", "Where")
ANSWERS = (
    ("City Council", "Ward 1", "Rosa Quintanilla", "rosa@council.example", "Yes", False, False, False, False),
    ("City Council", "Ward 2", "Thaddeus Okonkwo", "ward2@council.example", "No", False, True, False, False),
    ("City Council", "Ward 3", "Wilhelmina Sprague", "ward3@council.example", "No", True, False, False, False),
    ("City Council", "Mayor", "Prudence Nakamura", "mayor@council.example", "No", False, False, True, False),
    ("City Council", "Ward 4", "Ignatius Vandermeer", "ward4@council.example", "No", False, False, False, True),
)
KNOWN = "stated on a podcast in 2024"
SECRETS = (
    *(row[2] for row in ANSWERS),
    *(row[3] for row in ANSWERS),
    KNOWN,
    "whispered at the picnic",
    "Zebedee Clerk",
)
"""What may stand in no part of a copy: names, addresses, where it was heard, and who wrote the file."""


OTHER_WAYS = (
    "=INDIRECT(F1)",
    "=INDIRECT(F1,TRUE)",
    "=by_way",
    "=by_text",
    "=OFFSET($A$9,1,0)",
    '=INDIRECT("Notes!A10")',
    "=INDEX(A9:A9:A11,2)",
    "=T(INDEX(A10:A14,1):A10)",
    "=Notes!six_above",
)
"""Formulas that give an official's answer by way of Notes!A10, one below the other from F2 on."""
Answers = tuple[tuple[str | bool, ...], ...]


def turned(by: int) -> Answers:
    """Return the same people and the same answers, each with the answer of another."""
    return tuple((*row[:4], *ANSWERS[(at + by) % len(ANSWERS)][4:]) for at, row in enumerate(ANSWERS))


def council(path: Path, *, own: bool = True, chart: bool = True, answers: Answers = ANSWERS) -> Path:
    """Write the workbook.

    Parameters
    ----------
    answers
        What each official answered.
    own
        Whether it has sheets of people's own with formulas over the officials.
    chart
        Whether one of them draws single officials.
    """
    with xlsxwriter.Workbook(path) as book:
        book.set_properties(
            {
                "title": "Springfield",
                "created": datetime(2025, 1, 1),
                "author": "Zebedee Clerk",
                "manager": "Zebedee Clerk",
                "company": "Z",
            }
        )
        book.set_custom_property("_AuthorEmail", "Zebedee Clerk")
        stamp = Stamp(place="Springfield", geoid="17999", edition=2025, version="0.1.0", protect=("Representation",))
        for name, text in stamp.properties.items():
            book.set_custom_property(name, text)
        entry = book.add_format({"locked": False, "bg_color": "#FFF8DB"})
        cover, totals, officials = (book.add_worksheet(name) for name in ("Cover", "Representation", "Officials"))
        _write_officials(book, officials, entry, answers)
        cover.write_string("A1", "Springfield")
        cover.write_formula("A2", """=HYPERLINK("#'Officials'!A1","Officials")""", None, "Officials")
        cover.write_url("A3", "internal:Officials!A1", string="To the officials")
        cover.write_formula("A4", """=HYPERLINK("#'Representation'!A1","Totals")""", None, "Totals")
        _write_totals(book, totals, entry)
        if own:
            _write_own(book, answers, chart=chart)
        book.define_name("MOBILITY_METRIC", "=_xlfn.LAMBDA(_xlpm.metric,_xlpm.metric)")
        book.define_name("members", "=COUNTA(Officials[Name])")
        book.define_name("first_name", "=Officials!$C$4")
        if own:
            book.define_name("Notes!local", "=Notes!$A$1")
            book.define_name("first_note", "=Notes!$A$10")
            book.define_name("by_way", "=first_note")
            book.define_name("six_above", "=Notes!A4")
            book.define_name("by_text", "=INDIRECT(Notes!$F$1)")
        officials.activate()
    return _with_people(path)


def _write_officials(book, sheet, entry, answers):
    sheet.write_string("A1", "Elected officials")
    columns = [{"header": heading} for heading in HEADINGS]
    sheet.add_table(2, 0, 2 + len(ANSWERS), len(HEADINGS) - 1, {"name": "Officials", "columns": columns})
    for row, one in enumerate(answers, 3):
        for column, value in enumerate((*one, "a public outlet", KNOWN)):
            if isinstance(value, bool):
                sheet.insert_checkbox(row, column, value, entry)
            else:
                sheet.write_string(row, column, value, entry)
    sheet.write_comment("C4", "whispered at the picnic", {"author": "Zebedee Clerk"})
    sheet.set_footer("Officials of Springfield")
    picture = book.add_chart({"type": "bar"})
    picture.add_series({"categories": "=Officials!$C$4:$C$8", "values": "=Officials!$F$4:$F$8", "name": "Who"})
    sheet.insert_chart("A12", picture, {"description": "Bars"})


def _write_totals(book, sheet, entry):
    sheet.write_string("A1", "Totals")
    sheet.add_table("A3:C5", {"name": "Totals", "columns": [{"header": one} for one in ("Group", "Counted", "Typed")]})
    for row, (group, formula, value) in enumerate(
        (
            ("Hispanic", '=COUNTIF(Officials[Hispanic],"Yes")', 1),
            ("Black", '=SUMPRODUCT((Officials[Hispanic]="No")*(Officials[Black or African American]=TRUE))', 1),
        ),
        4,
    ):
        sheet.write_string(f"A{row}", group)
        sheet.write_formula(f"B{row}", formula, None, value)
        sheet.write_blank(f"C{row}", None, entry)
    sheet.write_formula(
        "A8",
        '=IF(COUNTA(Officials[Name])<10,"Small: "&COUNTA(Officials[Name])&" members","")',
        None,
        "Small: 5 members",
    )
    sheet.write_formula("A9", "=B4/members", None, 0.2)
    sheet.write_formula("A10", "=IF(N(C4)>0,C4,B4)", None, 1)
    sheet.data_validation("C4", {"validate": "list", "source": "=Officials!$C$4:$C$8"})
    sheet.data_validation("C5", {"validate": "list", "source": ["1", "2"]})
    sheet.conditional_format(
        "A4:C5", {"type": "formula", "criteria": "=Officials!$F$4=TRUE", "format": book.add_format({"bold": True})}
    )


def _write_own(book, answers, *, chart):
    notes = book.add_worksheet("Notes")
    notes.write_string("A1", "What we think")
    notes.write_formula("A2", "=Officials!C4", None, ANSWERS[0][2])
    notes.write_formula("A3", "=INDEX(Officials[Name],2)", None, ANSWERS[1][2])
    notes.write_formula("A4", '=A2&" is asked first"', None, f"{ANSWERS[0][2]} is asked first")
    notes.write_formula("A5", "=first_name", None, ANSWERS[0][2])
    notes.write_formula("A6", '=INDIRECT("Officials!C6")', None, ANSWERS[2][2])
    notes.write_formula("A7", "=SUM(INDEX(Officials[Asian],4)*1)", None, int(answers[3][7]))
    notes.write_formula("A8", "=COUNTIF(Officials!$G$5:$G$5,TRUE)", None, int(answers[1][6]))
    for row, one in enumerate(answers, 10):
        notes.write_formula(f"A{row}", f"=Officials!E{row - 6}", None, one[4])
    notes.write_formula("A16", f'=A10&", as {answers[0][2]} said"', None, f"{answers[0][4]}, as {answers[0][2]} said")
    notes.write_array_formula("B10:B14", "{=Officials!E4:E8}", None, answers[0][4])
    for row, one in enumerate(answers[1:], 11):
        notes.write_string(f"B{row}", one[4])
    notes.write_array_formula("B2:B6", "{=Officials!C4:C8}", None, ANSWERS[0][2])
    for row, one in enumerate(answers[1:], 3):
        notes.write_string(f"B{row}", one[2])
    notes.write_string("F1", "Officials!E4")
    for row, formula in enumerate(OTHER_WAYS, 2):
        notes.write_formula(f"F{row}", formula, None, answers[0][4])
    notes.write_comment("A10", f"They said {answers[0][4]}", {"author": "Zebedee Clerk"})
    notes.write_formula("C1", "=SUM(D1:D3)", None, 6)
    for row in (1, 2, 3):
        notes.write_number(f"D{row}", row)
    notes.write_comment("A1", "Ask again in May", {"author": "Zebedee Clerk"})
    notes.add_sparkline("E1", {"range": "Officials!F4:H4"})
    notes.add_sparkline("E2", {"range": "Notes!D1:D3"})
    if chart:
        drawn = book.add_chart({"type": "column"})
        names = {"categories": "=Officials!$C$4:$C$8", "values": "=Officials!$G$4:$G$8", "name": "Each of them"}
        drawn.add_series(
            names | {"categories_data": [row[2] for row in ANSWERS], "values_data": [int(row[6]) for row in answers]}
        )
        drawn.add_series({"categories": "=Notes!$D$1:$D$3", "values": "=Notes!$D$1:$D$3", "name": "Plain"})
        notes.insert_chart("G2", drawn, {"description": "Columns"})


def _with_people(path: Path) -> Path:
    """Add what Excel writes and the library does not: who saved the file, where, and what it calculated last."""
    parts = Parts.read(path.read_bytes())
    parts.rewrite("xl/workbook.xml", r' fullCalcOnLoad="1"', "")
    parts.rewrite(
        "xl/workbook.xml",
        r"(<workbookPr )",
        r'<fileSharing userName="Zebedee Clerk"/>\1',
    )
    parts.rewrite(
        "xl/workbook.xml",
        r"(<bookViews>)",
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x15" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
        '<x15ac:absPath url="C:\\\\Users\\\\Zebedee Clerk\\\\" '
        'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice>'
        r"</mc:AlternateContent>\1",
    )
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    arrows = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts.put("xl/calcChain.xml", f'<calcChain xmlns="{main}"><c r="A2" i="4"/><c r="B4" i="2"/></calcChain>')
    parts.declare("xl/calcChain.xml", f"{spreadsheet}.calcChain+xml")
    parts.relate("xl/workbook.xml", "rIdChain", f"{arrows}/calcChain", "calcChain.xml")
    parts.put("xl/worksheets/old.xml", f'<worksheet xmlns="{main}"><!-- {KNOWN} --></worksheet>')
    return parts.write(path)
