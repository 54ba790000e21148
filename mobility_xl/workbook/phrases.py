"""Formulas that many sheets need: a number of the Data sheet, a sentence around numbers, the first of some numbers."""

from collections.abc import Mapping
from string import Formatter

from mobility_xl.functions.registry import literal
from mobility_xl.workbook.blocks import Lookup

LONGEST_TEXT = 255
"""How long one text inside a formula may be."""


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


def first_number(*cells: str) -> str:
    """Return the formula of the first of some cells that holds a number, a dash where none does."""
    formula = literal("-")
    for cell in reversed(cells):
        formula = f"IF(ISNUMBER({cell}),{cell},{formula})"
    return formula
