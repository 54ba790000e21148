"""Tells what a formula reads and through which functions; nothing is calculated."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from mobility_xl.workbook.package import Range, parse_cell, parse_range, parse_sheet

_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_AREA = rf"{_CELL}(?::{_CELL})?|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[1-9]\d{{0,6}}:\$?[1-9]\d{{0,6}}"
_PIECE = re.compile(
    rf"""
    (?P<string>"(?:[^"]|"")*")
  | (?P<number>(?<![\w.$:])\d+\.?\d*(?:[eE][+-]?\d+)?(?![\w:$]))
  | (?: (?P<quoted>'(?:[^']|'')+')!
      | (?P<sheet>(?:\[[^\[\]]*\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!
      | (?P<book>\[[^\[\]]*\])!
    )?
    (?:
        (?P<area>{_AREA})(?![\w.(\[])
      | (?P<call>[^\W\d][\w.]*)\(
      | (?P<table>[^\W\d][\w.\\]*)?\[
      | (?P<name>[^\W\d\#][\w.\\?]*)
    )
  | (?P<open>[({{])
  | (?P<close>[)}}])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LITERAL = re.compile(r'\s*"((?:[^"]|"")*)"\s*\)')
_OF_A_CELL = re.compile(r'\s*"(?:[^"]*"\s*,|(?!contents")[^"]*"\s*\))', re.IGNORECASE)
_THIS_ROW = re.compile(r"\s*(?:\[?\#This Row\]?|@)", re.IGNORECASE)
_TRUTHS = frozenset({"TRUE", "FALSE"})
_MAKE_REFERENCES = frozenset({"INDIRECT", "EVALUATE", "CELL"})
"""Functions that read what is not written as a reference: of texts, or of the cell that somebody stands on."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One thing that a formula reads.

    Of ``area``, ``table``, ``name`` and ``text`` one says what it is: cells, a table (empty for the
    formula's own), a defined name or a function that is none of the program's, or a text in quotation
    marks, which may be an address too. ``sheets`` is empty for the formula's own sheet, and has two names
    for all sheets from one to the other. ``within`` are the functions around it, the outermost first.

    ``relative`` says that an area moves with the place from which a name that stands for it is used,
    ``loose`` that any other cell of the same sheet can be meant as well, such as with OFFSET, and
    ``anything`` that any cell of any sheet can, such as with INDIRECT.
    """

    area: Range | None = None
    table: str | None = None
    name: str = ""
    text: str = ""
    sheets: tuple[str, ...] = ()
    this_row: bool = False
    outside: bool = False
    within: tuple[str, ...] = ()
    relative: bool = False
    loose: bool = False
    anything: bool = False


@lru_cache(maxsize=1 << 14)
def reaches(formula: str) -> tuple[Reach, ...]:
    """Return all that a formula reads; any text at all is accepted."""
    reading = _Reading(formula)
    while reading.at < len(formula) and (match := _PIECE.match(formula, reading.at)):
        reading.take(match)
    return tuple(replace(one, loose=True) for one in reading.found) if reading.loose else tuple(reading.found)


class _Reading:
    """A formula that is read piece by piece."""

    def __init__(self, formula: str) -> None:
        self.at = 0
        self.found: list[Reach] = []
        self.loose = False
        self._formula = formula
        self._around: list[str] = []
        self._after_area = self._after_colon = False

    def take(self, match: re.Match[str]) -> None:
        """Note what a piece says, and go on behind it."""
        self.at = match.end()
        self.loose = self.loose or _begins_with_cell(match)
        if match["open"]:
            self._around.append("")
        elif match["close"] and self._around:
            self._around.pop()
        elif not match["other"] and not match["close"]:
            self._take_reference(match)
        if match["other"] and match["other"].isspace():
            return
        # A colon that is no part of an address makes one block of what stands on both sides of it.
        if match["other"] == ":":
            self.loose, self._after_colon = self.loose or not self._after_area, True
        else:
            self.loose = self.loose or (self._after_colon and not match["area"])
            self._after_area, self._after_colon = match["area"] is not None, False

    def _take_reference(self, match: re.Match[str]) -> None:
        sheets, outside = _sheets(match)
        plain = Reach(sheets=sheets, outside=outside, within=tuple(one for one in self._around if one))
        if match["string"]:
            self.found.append(replace(plain, text=match["string"][1:-1].replace('""', '"')))
        elif match["area"]:
            self._take_area(replace(plain, area=parse_range(match["area"]), relative=_is_relative(match["area"])))
        elif match["call"]:
            self._take_call(replace(plain, name=bare_name(match["call"])))
        elif match["name"]:
            if match["name"].upper() not in _TRUTHS:
                self.found.append(replace(plain, name=match["name"]))
        elif not match["number"]:
            inside, self.at = _bracketed(self._formula, self.at)
            this_row = _THIS_ROW.match(inside) is not None
            self.found.append(replace(plain, table=match["table"] or "", this_row=this_row))

    def _take_area(self, area: Reach) -> None:
        block = _joined(self.found[-1], area) if self._after_colon and self._after_area else None
        if block is not None:
            self.found[-1] = block
        else:
            self.loose = self.loose or self._after_colon
            self.found.append(area)

    def _take_call(self, call: Reach) -> None:
        self.found.append(call)
        self._around.append(call.name)
        self.loose = self.loose or call.name == "OFFSET"
        if call.name in _MAKE_REFERENCES:
            self.found += _made(call.name, self._formula, self.at, (*call.within, call.name))


def _joined(first: Reach, last: Reach) -> Reach | None:
    """Return the block between two areas, None where that cannot be told."""
    if first.area is None or last.area is None or first.outside or last.outside:
        return None
    if last.sheets and last.sheets != first.sheets:
        return None
    return replace(first, area=first.area.around(last.area), relative=first.relative or last.relative)


def _begins_with_cell(match: re.Match[str]) -> bool:
    """Tell whether what looks like two sheets is a cell, and the sheet of the cell up to which a block goes."""
    first, colon, _ = (match["sheet"] or "").partition(":")
    return colon != "" and parse_cell(first) is not None


def _is_relative(area: str) -> bool:
    """Tell whether a row or a column of an address has no dollar sign."""
    return area.count("$") < len(re.findall(r"[A-Za-z]+|\d+", area))


def _made(function: str, formula: str, at: int, within: tuple[str, ...]) -> list[Reach]:
    """Return what a function reads that is not written as a reference, seen from its first argument on."""
    if function == "CELL":
        return [] if _OF_A_CELL.match(formula, at) else [Reach(anything=True, within=within)]
    literal = _LITERAL.match(formula, at)
    meant = reaches(literal[1].replace('""', '"').lstrip("=")) if literal and function == "INDIRECT" else ()
    if len(meant) == 1 and (meant[0].area is not None or meant[0].table is not None):
        return [replace(meant[0], within=within)]
    return [Reach(anything=True, within=within)]


def bare_name(function: str) -> str:
    """Return a function's name in capitals, without what a file or an add-in puts before it."""
    return re.sub(r"^(?:_XLFN\.|_XLWS\.|_XLUDF\.|_XLDUDF_|_XLL\.)+", "", function.upper())


def _sheets(match: re.Match[str]) -> tuple[tuple[str, ...], bool]:
    """Return the sheets named before a reference, and whether they are another workbook's."""
    if match["book"]:
        return (), not match["book"].startswith("[0]")
    names = parse_sheet(match["quoted"] or match["sheet"] or "").removeprefix("[0]")
    # No sheet's name holds these: they are of a file's path, or put its name in brackets.
    outside = any(sign in names for sign in "[\\/")
    return () if outside or not names else tuple(names.split(":")), outside


def _bracketed(formula: str, at: int) -> tuple[str, int]:
    """Return what stands from a place to the square bracket that closes it, and where to go on."""
    start, depth = at, 1
    while depth and at < len(formula):
        if formula[at] == "'":
            at += 1
        elif formula[at] in "[]":
            depth += 1 if formula[at] == "[" else -1
        at += 1
    return formula[start : at - 1], at
