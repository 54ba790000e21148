"""Checks of words: what stands only in a margin or a box, notes, and the text of links."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from mobility_xl.workbook.lint import Problem
from mobility_xl.workbook.package import Package, Sheet, Text, every, local_name, parse_ranges

# Codes for fonts, sizes, colours, dates, names and sections, then page numbers with the words around them.
_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&K\d\d[+-]\d{3}|&\d+|&[+-]|&(?![PpNn])[A-Za-z]')
_PAGE_NUMBER = re.compile(r"(?:\bpage\s*)?&P(?:[+-]\d+)?(?:\s*(?:of|/)\s*&N)?|(?:\b(?:of|/)\s*)?&N", re.IGNORECASE)
_BETWEEN_PIECES = re.compile(r"[|·•;:\u2013\u2014\n]|\s-\s|,\s")
_NOT_A_WORD = " \t\r\n.,;:|·•\u2013\u2014-()"

_NOTE = re.compile(r"\[note ([^\]]+)\]", re.IGNORECASE)
_NOTE_SHEET = re.compile(r"\bnotes?\b", re.IGNORECASE)
# A raised digit after a word (not after a unit such as km), or a typographer's mark for a note.
_NOTE_SYMBOL = re.compile(r"(?<=[^\W\d_]{3})[¹²³⁰⁴-⁹]|(?<=[.,;)])[¹²³⁰⁴-⁹]|[†‡]|(?<=\w)\*+(?=\s|$)")

_ADDRESS = re.compile(r"(?:https?://|www\.|mailto:|file:)\S*", re.IGNORECASE)
_EMPTY_PHRASES = frozenset(
    {
        "click", "click here", "details", "go", "here", "learn more", "link", "more", "open", "page", "read more",
        "see", "this", "this page", "url", "web site", "website",
    }
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def nothing_only_in_margins(package: Package) -> Iterator[Problem]:
    """Find text that stands in a header, a footer or a text box, and in no cell.

    Page numbers, dates, and the names of file and sheet may stand there alone.
    """
    told = _told_in_cells(package)
    for sheet in package.sheets:
        for margin in _margins(package, sheet):
            for piece in _pieces_of_margin(margin.text or ""):
                if not _is_told(piece, told):
                    yield Problem(
                        sheet.name,
                        None,
                        f"Write {piece!r} into a cell too; it stands only in the {_margin_name(margin)}.",
                    )
    for drawn in package.drawn:
        for paragraph in drawn.paragraphs:
            if not _is_told(paragraph, told):
                yield Problem(drawn.sheet, None, f"Write {paragraph!r} into a cell too; it stands only in a text box.")


def _margin_name(margin: Element) -> str:
    return "header" if "eader" in local_name(margin) else "footer"


def _margins(package: Package, sheet: Sheet) -> Iterator[Element]:
    root = package.grid(sheet).root if sheet.kind == "worksheet" else package.archive.xml(sheet.part)
    for margins in every(root, "headerFooter"):
        yield from margins


def _pieces_of_margin(text: str) -> Iterator[str]:
    """Give the words of a header or footer that no code stands for."""
    without_codes = _PAGE_NUMBER.sub("\n", _CODE.sub("\n", text.replace("&&", "\0")))
    for piece in without_codes.replace("\0", "&").split("\n"):
        if piece.strip(_NOT_A_WORD):
            yield piece.strip()


def _told_in_cells(package: Package) -> str:
    """Return all different texts of all cells, one a line, in lower case with single spaces."""
    texts = {text for sheet in package.worksheets for text in package.grid(sheet).texts}
    names = {sheet.name for sheet in package.sheets}
    return "\n".join(" ".join(text.split()).lower() for text in texts | names)


def _is_told(piece: str, told: str) -> bool:
    """Tell whether a text stands in cells, whole or in parts."""
    parts = (" ".join(part.split()).strip(_NOT_A_WORD).lower() for part in _BETWEEN_PIECES.split(piece))
    return " ".join(piece.split()).lower() in told or all(part in told for part in parts)


def notes_in_words(package: Package) -> Iterator[Problem]:
    """Find notes marked by a symbol, missing from the Notes sheet, or to which nothing leads."""
    explained: dict[str, tuple[Sheet, str]] = {}
    used: dict[str, tuple[Sheet, str]] = {}
    for sheet in package.worksheets:
        collected = explained if _NOTE_SHEET.search(sheet.name) else used
        for text, cell in package.grid(sheet).texts.items():
            for number in _NOTE.findall(text):
                collected.setdefault(number.strip().lower(), (sheet, cell.address))
            raised = isinstance(text, Text) and any(run.raised and run.text.strip() for run in text.runs)
            if raised or package.styles.of(cell.style).font.raised or _NOTE_SYMBOL.search(text):
                yield Problem(sheet.name, cell.address, "Mark a note as [note 1], not by a symbol or a raised letter.")
    for number, (sheet, address) in used.items():
        if number not in explained:
            yield Problem(sheet.name, address, f"Write [note {number}] with its text on a sheet called Notes.")
    for number, (sheet, address) in explained.items():
        if number not in used:
            yield Problem(sheet.name, address, f"Mark what [note {number}] is about, or take the note out.")


def links_say_where(package: Package) -> Iterator[Problem]:
    """Find links whose text is an address, says nothing, or is missing."""
    for sheet in package.worksheets:
        grid = package.grid(sheet)
        for link in grid.root.iterfind("{*}hyperlinks/{*}hyperlink"):
            for area in parse_ranges(link.get("ref", "")):
                yield from _judge_link(sheet, str(area), grid.text(area.top, area.left))
        for cell in grid.cells():
            # What a formula without a stored value says cannot be told; it is A25's.
            if cell.formula and "HYPERLINK(" in cell.formula.upper() and cell.value is not None:
                yield from _judge_link(sheet, cell.address, cell.text)


def _judge_link(sheet: Sheet, cell: str, text: str) -> Iterator[Problem]:
    words = text.strip().strip(".!:>»→ ").lower()
    if not words:
        yield Problem(sheet.name, cell, "Write into this cell where its link leads.")
    elif _ADDRESS.fullmatch(words) or words in _EMPTY_PHRASES or not _LETTERS.search(words):
        yield Problem(sheet.name, cell, f"Say in words where this link leads, not {text!r}.")
