"""Takes formulas apart, as far as the checks need: no formula is calculated here."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mobility_xl.workbook.package import parse_sheet

_PIECE = re.compile(
    r"""
    (?P<string>"(?:[^"]|"")*")
  | (?P<open_string>")
  | (?P<sheet>'(?:[^']|'')*'(?=!))
  | (?P<open_quote>')
  | (?P<outside>\[[^\[\]]*\](?:[^\W\d][\w.]*)?(?=!))
  | (?P<error>\#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|BLOCKED!|CONNECT!|FIELD!))
  | (?P<number>(?<![\w.$])\d+(?:\.\d*)?(?:[eE][+-]?\d+)?(?![\w$]))
  | (?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w.(!\[]))
  | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(!\[]))
  | (?P<word>[^\W\d][\w.\\?]*(?::[^\W\d][\w.]*(?=!))?|\\[\w.\\?]*)
  | (?P<bracket>[(){}])
  | (?P<square>\[)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING = {")": "(", "}": "{"}
_TRUTHS = frozenset({"TRUE", "FALSE"})
_SPECIAL_ITEMS = frozenset({"#all", "#data", "#headers", "#totals", "#this row"})
_ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]", re.DOTALL)
_ESCAPED = re.compile(r"'(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StructuredReference:
    """A reference to a table by name; ``columns`` are headings with their escapes taken off."""

    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a formula consists of.

    ``fault`` says in a few words what keeps its brackets and quotes from balancing, None where they
    do. ``sheets`` are names before ``!`` in this workbook; ``outside`` are references to another one.
    ``names`` are words that are neither a function, a cell, a table nor a sheet.
    """

    fault: str | None = None
    functions: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    tables: tuple[StructuredReference, ...] = ()
    names: tuple[str, ...] = ()


# Several checks look at all formulas, one check after the other.
@lru_cache(maxsize=1 << 14)
def scan(formula: str) -> Scan:
    """Take a formula apart; any text at all is accepted, faults and all."""
    return _Scanner(formula).scan()


class _Scanner:
    """Walks over one formula and collects what it is made of."""

    def __init__(self, formula: str) -> None:
        self.formula = formula
        self.at = 0
        self.fault: str | None = None
        self.brackets: list[str] = []
        self.functions: list[str] = []
        self.strings: list[str] = []
        self.sheets: list[str] = []
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.tables: list[StructuredReference] = []
        self.names: list[str] = []
        # After "Sheet!" or "[1]!" a word is a name that belongs there, not one of the workbook's own.
        self.qualified = False

    def scan(self) -> Scan:
        while self.at < len(self.formula) and self.fault is None:
            match = _PIECE.match(self.formula, self.at)
            # The last alternative takes any character, so there always is a match.
            kind, piece = (match.lastgroup or "other", match[0]) if match else ("other", self.formula[self.at])
            self.at += len(piece)
            self._take(kind, piece)
        if self.fault is None and self.brackets:
            self.fault = f"{self.brackets[-1]} is never closed"
        return Scan(
            self.fault,
            tuple(self.functions),
            tuple(self.strings),
            tuple(self.sheets),
            tuple(self.outside),
            tuple(self.errors),
            tuple(self.tables),
            tuple(self.names),
        )

    def _take(self, kind: str, piece: str) -> None:
        """Note one piece of the formula."""
        qualified, self.qualified = self.qualified, piece == "!"
        if kind == "string":
            self.strings.append(piece[1:-1].replace('""', '"'))
        elif kind == "sheet":
            self._take_sheet(parse_sheet(piece))
        elif kind == "outside":
            # [0] is this workbook itself.
            if not piece.startswith("[0]"):
                self.outside.append(piece)
        elif kind == "error":
            self.errors.append(piece)
        elif kind == "word":
            self._take_word(piece, qualified)
        elif kind == "bracket":
            self._take_bracket(piece)
        elif kind == "square":
            self._take_structured("", qualified)
        elif kind == "open_string":
            self.fault = "a quotation mark is never closed"
        elif kind == "open_quote":
            self.fault = "an apostrophe is never closed, or no ! follows it"

    def _take_sheet(self, name: str) -> None:
        if "[" in name:
            self.outside.append(name)
        else:
            self.sheets += name.split(":")

    def _take_word(self, word: str, qualified: bool) -> None:
        follower = self.formula[self.at : self.at + 1]
        if follower == "!":
            self.sheets += word.split(":")
        elif follower == "(":
            self.functions.append(word)
        elif follower == "[":
            self.at += 1
            self._take_structured(word, qualified)
        elif not qualified and word.upper() not in _TRUTHS:
            self.names.append(word)

    def _take_bracket(self, piece: str) -> None:
        if piece in "({":
            self.brackets.append(piece)
        elif not self.brackets or self.brackets.pop() != _OPENING[piece]:
            self.fault = f"{piece} closes nothing"

    def _take_structured(self, table: str, qualified: bool) -> None:
        """Read on from behind a square bracket to the one that closes it."""
        start, depth = self.at, 1
        while depth and self.at < len(self.formula):
            letter = self.formula[self.at]
            if letter == "'":
                self.at += 1
            depth += (letter == "[") - (letter == "]")
            self.at += 1
        if depth:
            self.fault = "[ is never closed"
        elif table and not qualified:
            self.tables.append(StructuredReference(table, _columns(self.formula[start : self.at - 1])))


def _columns(inside: str) -> tuple[str, ...]:
    """Return the headings that the inside of a structured reference names."""
    items = _ITEM.findall(inside) if "[" in inside.replace("'[", "") else [inside]
    headings = (item.removeprefix("@") for item in items)
    return tuple(_ESCAPED.sub(r"\1", heading) for heading in headings if heading.lower() not in {*_SPECIAL_ITEMS, ""})
