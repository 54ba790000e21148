"""Formulas that many sheets need: a number of the Data sheet, a sentence around numbers, what people typed."""

from collections.abc import Mapping
from string import Formatter

from mobility_xl.functions.registry import literal
from mobility_xl.workbook.blocks import Lookup

LONGEST_TEXT = 255
"""How long one text inside a formula may be."""
NOT_LISTED, NOT_A_NUMBER, AN_ERROR = "[x] not listed", "[x] not a number", "[x] an error"
"""What is said of what people typed where something from a list, a number, or a text belongs."""


def index_match(number: Lookup) -> str:
    """Return the formula that looks a number up, in functions that every spreadsheet program has."""
    key = "geoid" if number.table == "Areas" else "key"
    row = f"MATCH({literal(number.key)},{number.by or number.table}[{key}],0)"
    return f"INDEX({number.table}[{number.column}],{f'INDEX({number.by}[row],{row})' if number.by else row})"


def sentence(text: str, places: Mapping[str, str]) -> str:
    """Return the formula of a text whose places, such as ``{count}``, hold what formulas give."""
    parts: list[str] = []
    for plain, place, _, _ in Formatter().parse(text):
        parts += [literal(plain[at : at + LONGEST_TEXT]) for at in range(0, len(plain), LONGEST_TEXT)]
        if place:
            parts.append(places[place])
    return "&".join(parts)


def place_of(typed: str, table: str, key: str) -> str:
    """Return the formula of the row of a table whose key is what people typed, an error where none is.

    To MATCH, a star in what people typed stands for any letters: what it finds is compared.
    """
    found = f"MATCH({typed},{table}[{key}],0)"
    return f"IF(INDEX({table}[{key}],{found})={typed},{found},NA())"


def listed(typed: str, table: str, key: str, column: str, otherwise: str = NOT_LISTED) -> str:
    """Return the formula of what a table says of what people typed, or of the text that says that it is not there."""
    return f"IFERROR(INDEX({table}[{column}],{place_of(typed, table, key)}),{literal(otherwise)})"


def trimmed(cell: str) -> str:
    """Return the formula of what a cell says without the blanks around it, those of web pages too."""
    return f'TRIM(SUBSTITUTE({cell},"\u00a0"," "))'


def is_empty(cell: str) -> str:
    """Return the condition that nothing is typed into a cell; blanks are nothing, an error is something."""
    return f'IFERROR({trimmed(cell)}="",FALSE)'


def is_no_number(cell: str) -> str:
    """Return the condition that something is typed into a cell, and that it is no number."""
    return f"NOT(OR(ISNUMBER({cell}),{is_empty(cell)}))"
