"""Tells what a formula reads and through which functions; nothing is calculated."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mobility_xl.workbook.package import Range, parse_range

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
_THIS_ROW = re.compile(r"\s*(?:\[?\#This Row\]?|@)", re.IGNORECASE)
_TRUTHS = frozenset({"TRUE", "FALSE"})


@dataclass(frozen=True, slots=True)
class Reach:
    """One thing that a formula reads.

    Of ``area``, ``table``, ``name`` and ``text`` one says what it is: cells, a table (empty for the
    formula's own), a defined name or a function that is none of the program's, or a text in quotation
    marks, which may be an address too. ``sheets`` is empty for the formula's own sheet, and has two names
    for all sheets from one to the other. ``within`` are the functions around it, the outermost first.
    """

    area: Range | None = None
    table: str | None = None
    name: str = ""
    text: str = ""
    sheets: tuple[str, ...] = ()
    this_row: bool = False
    outside: bool = False
    within: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 14)
def reaches(formula: str) -> tuple[Reach, ...]:
    """Return all that a formula reads; any text at all is accepted."""
    found: list[Reach] = []
    around: list[str] = []
    at = 0
    while at < len(formula):
        match = _PIECE.match(formula, at)
        if match is None:
            break
        at = match.end()
        within = tuple(one for one in around if one)
        sheets, outside = _sheets(match)
        if match["string"]:
            found.append(Reach(text=match["string"][1:-1].replace('""', '"'), within=within))
        elif match["area"]:
            found.append(Reach(parse_range(match["area"]), sheets=sheets, outside=outside, within=within))
        elif match["call"]:
            name = bare_name(match["call"])
            found.append(Reach(name=name, sheets=sheets, outside=outside, within=within))
            around.append(name)
        elif match["name"]:
            if match["name"].upper() not in _TRUTHS:
                found.append(Reach(name=match["name"], sheets=sheets, outside=outside, within=within))
        elif match["open"]:
            around.append("")
        elif match["close"] and around:
            around.pop()
        elif formula[at - 1] == "[" and not match["other"]:
            inside, at = _bracketed(formula, at)
            this_row = _THIS_ROW.match(inside) is not None
            table = match["table"] or ""
            found.append(Reach(table=table, sheets=sheets, this_row=this_row, outside=outside, within=within))
    return tuple(found)


def bare_name(function: str) -> str:
    """Return a function's name in capitals, without what a file or an add-in puts before it."""
    return re.sub(r"^(?:_XLFN\.|_XLWS\.|_XLUDF\.|_XLDUDF_|_XLL\.)+", "", function.upper())


def _sheets(match: re.Match[str]) -> tuple[tuple[str, ...], bool]:
    """Return the sheets named before a reference, and whether they are another workbook's."""
    if match["book"]:
        return (), not match["book"].startswith("[0]")
    quoted = match["quoted"]
    written = quoted[1:-1].replace("''", "'") if quoted else match["sheet"] or ""
    names = written.removeprefix("[0]")
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
