"""Formulas as a file takes them: sentences around numbers, and texts no longer than Excel allows."""

import re

from mobility_xl.functions.registry import literal
from mobility_xl.workbook.blocks import Words
from mobility_xl.workbook.phrases import index_match

LONGEST_TEXT_IN_A_FORMULA = 255
_TEXT = re.compile(r'"[^"]*(?:""[^"]*)*"')
"""A text within a formula."""


class FixedText(str):
    """A text that stays one: of an array formula's text the library makes a number where it can, also of a code."""

    __slots__ = ()

    def __float__(self) -> float:
        raise ValueError("This is a text.")


def sentence(words: Words) -> str:
    """Return the formula of a sentence: texts and rounded numbers, joined."""
    parts = []
    rest = words.template
    while rest:
        text, brace, rest = rest.partition("{")
        if text:
            parts.append(literal(text))
        if brace:
            name, _, rest = rest.partition("}")
            number = words.numbers[name]
            if isinstance(number.value, str):
                parts.append(index_match(number))
                continue
            factor = f"*{number.factor!r}" if number.factor != 1 else ""
            # Rounded first: programs differ in how TEXT rounds a half.
            rounded = f"ROUND({index_match(number)}{factor},{number.places})"
            parts.append(f"TEXT({rounded},{literal(number.number_format)})")
    return "&".join(parts)


def in_short_texts(formula: str) -> str:
    """Return a formula whose texts are no longer than Excel takes them within formulas."""
    return _TEXT.sub(_in_pieces, formula) if len(formula) > LONGEST_TEXT_IN_A_FORMULA // 2 else formula


def _in_pieces(text: re.Match[str]) -> str:
    """Return a text of a formula, a long one as several that are joined; a quote in it is written twice."""
    # Excel counts a letter beyond the first 65,536 as two.
    if len(text[0].encode("utf-16-le")) // 2 <= LONGEST_TEXT_IN_A_FORMULA:
        return text[0]
    inner, size = text[0][1:-1].replace('""', '"'), LONGEST_TEXT_IN_A_FORMULA // 2
    return "&".join(literal(inner[at : at + size]) for at in range(0, len(inner), size))
