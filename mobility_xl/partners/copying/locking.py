"""Locks what the builder wrote, leaves open what people fill in, and tells when locked content was changed."""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence

from mobility_xl.partners.copying.draft import Draft
from mobility_xl.store.lookup import HASH_DIGITS
from mobility_xl.workbook.package import Cell, Package, Sheet

# Without a password: it keeps from slips, and whoever means to can take it off. Charts stay free, so
# that they can be copied into slides; columns and rows can be made to fit.
_PROTECTION = '<{prefix}sheetProtection sheet="1" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>'
_AFTER = ("sheetCalcPr", "sheetData")
_QUOTED = re.compile(r'("(?:[^"]|"")*")')
_PREFIX = re.compile(r"_xl(?:fn|ws|pm|op)\.", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])\d+\.\d+(?:E[+-]?\d+)?(?![\w.])", re.IGNORECASE)
_TRUTH = re.compile(r"\b(TRUE|FALSE)\(\)")


def protect(draft: Draft, sheets: Sequence[Sheet], chosen: Collection[str]) -> list[str]:
    """Protect the chosen sheets, and return their names.

    A sheet with a PivotTable stays open: Excel could not refresh it. Cells are open or locked as they
    are, which counts only on protected sheets.
    """
    done = []
    for sheet in sheets:
        if sheet.name not in chosen or sheet.kind != "worksheet" or draft.arrows(sheet.part, "pivotTable"):
            continue
        part = draft.part(sheet.part)
        before = next((span for name in _AFTER if (span := part.root.child(name)) is not None), None)
        written = _PROTECTION.format(prefix=part.root.prefix)
        known = part.root.child("sheetProtection")
        if known is not None:
            part.replace(known.start, known.end, written)
        elif before is not None:
            part.replace(before.end, before.end, written)
        done.append(sheet.name)
    return done


def locked_content(package: Package, sheets: Collection[str]) -> Iterator[tuple[str, Cell, str]]:
    """Give each locked cell of some sheets with what it says, however the program that saved it spells that."""
    for sheet in package.worksheets:
        if sheet.name in sheets:
            for cell in package.grid(sheet).cells():
                if not cell.is_blank and not package.styles.of(cell.style).open:
                    yield sheet.name, cell, spelling(cell)


def locked_hash(package: Package, sheets: Collection[str]) -> str:
    """Return a short hash of the locked content of some sheets."""
    lines = (f"{sheet}!{cell.address} {text}\n" for sheet, cell, text in locked_content(package, sheets))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:HASH_DIGITS]


def spelling(cell: Cell) -> str:
    """Return what a cell says in one spelling: programs save other digits, line ends and capitals."""
    if cell.formula:
        return "=" + "".join(one if one.startswith('"') else _plain(one) for one in _QUOTED.split(cell.formula))
    match cell.value:
        case bool():
            return str(cell.value).upper()
        case float():
            return _digits(cell.value)
        case str():
            return " ".join(cell.value.split())
        case None:
            return ""


def _plain(formula: str) -> str:
    """Return a formula's signs, names and numbers in one spelling."""
    bare = _TRUTH.sub(r"\1", _PREFIX.sub("", formula))
    return "".join(_NUMBER.sub(lambda number: _digits(float(number[0])), bare).split()).upper()


def _digits(number: float) -> str:
    """Return a number's first 12 digits: programs save 15, 16 or 17, and the last may differ.

    It is rounded to 15 first, as LibreOffice does: rounding twice can give another last digit than once.
    """
    return f"{float(f'{number:.15g}'):.12g}"
