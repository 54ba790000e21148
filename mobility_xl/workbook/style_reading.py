"""Reads a template's style book, as staff edited it in Excel: the only module that imports openpyxl.

``style.xlsx`` has four sheets. *Styles*: a name and a cell that looks as wished. *Wording*: a key and its
text. *Pillars*: which ones, in what order, in which colours. *Logo*: a picture, or none. What a template's
book leaves out is as in the review template's. It is only read, so nothing in it can be lost.
"""

from collections.abc import Container, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import NamedTuple
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import ParseError, fromstring
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.colors import Color
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from mobility_xl.catalog import Catalog
from mobility_xl.errors import BadFile
from mobility_xl.workbook.package.styles import indexed_colour, read_theme, tinted
from mobility_xl.workbook.style import STYLES, Mistake, PillarLook, Properties, StyleBook

SHEETS = ("Styles", "Wording", "Pillars", "Logo")
FIRST_ROW = 2
YES_AND_NO = {"yes": True, "no": False}
BORDERS = {None: 0, "thin": 1, "medium": 2, "dashed": 3, "dotted": 4, "thick": 5, "double": 6, "hair": 7}
NO_TEXTS = {"n": "a number", "d": "a date", "b": "TRUE or FALSE", "f": "a formula", "e": "an error"}
"""What a cell holds that holds no text, by openpyxl's letter."""
LARGEST_LOGO = 5_000_000
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM")
"""How the pictures begin that can be drawn on a sheet: PNG, JPEG, GIF and BMP."""


class Reading(NamedTuple):
    """A style book as it was read.

    Where there is a mistake, the book is as good as it can be without what is wrong. ``rows`` are the rows
    of its own styles and pillars, by sheet and key.
    """

    book: StyleBook
    mistakes: list[Mistake]
    rows: dict[tuple[str, str], int]


def read_style_book(
    path: Path, catalog: Catalog, wording: dict[str, frozenset[str]], inherited: StyleBook | None
) -> Reading:
    """Read a style book and name every mistake in it; see :func:`mobility_xl.workbook.style_memory.style_book`.

    Raises
    ------
    BadFile
        When it is no workbook at all.
    """
    try:
        book = load_workbook(path, rich_text=False)
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise BadFile(f"{path} cannot be opened as a workbook ({error}). Save it again from Excel as .xlsx.") from error
    reader = _Reader(path, book, inherited)
    found = StyleBook(
        path,
        reader.styles(STYLES),
        reader.wording(wording),
        reader.pillars(catalog),
        reader.logo(),
        bool(book.loaded_theme),
    )
    return Reading(found, reader.mistakes, reader.rows)


class _Reader:
    """Reads one open style book."""

    def __init__(self, path: Path, book: Workbook, inherited: StyleBook | None) -> None:
        self._path = path
        self._book = book
        self._inherited = inherited
        self._theme = _theme_colours(book.loaded_theme)
        self.mistakes: list[Mistake] = []
        self.rows: dict[tuple[str, str], int] = {}

    def _refuse(self, sheet: str, cell: str, problem: str) -> None:
        self.mistakes.append(Mistake(self._path, f"sheet {sheet}, cell {cell}" if cell else "", problem))

    def _sheet(self, name: str) -> Worksheet | None:
        """Return a sheet, None where there is none; only a book that inherits may leave it out."""
        if name in self._book.sheetnames:
            sheet: Worksheet = self._book[name]
            return sheet
        others = {other.strip().lower(): other for other in self._book.sheetnames if other not in SHEETS}
        for near in get_close_matches(name.lower(), others, 1, 0.8):
            self._refuse(name, "A1", f"the sheet '{others[near]}' is not read. Call it '{name}'.")
            return None
        if not self._inherited:
            advice = "Copy it from the review template's style.xlsx."
            self._refuse(name, "", f"the sheet '{name}' is missing. {advice}")
        return None

    def _rows(self, name: str, sheet: Worksheet) -> Iterator[tuple[str, int]]:
        """Return the keys in column A with their rows, and refuse a key that stands there twice."""
        seen: dict[str, int] = {}
        keys = {row: str(sheet.cell(row, 1).value or "").strip() for row in range(FIRST_ROW, sheet.max_row + 1)}
        unread = [row for row, key in keys.items() if not key and sheet.cell(row, 2).value not in (None, "")]
        if unread and not any(keys.values()):
            self._refuse(name, "A1", "column A holds nothing, so no row is read. Take out what was inserted before it.")
            return
        for row in unread:
            self._refuse(
                name, f"A{row}", "the row has nothing in column A, so it is not read. Write it, or empty the row."
            )
        for row, key in keys.items():
            if not key:
                continue
            if key in seen:
                self._refuse(name, f"A{row}", f"'{key}' stands there already in A{seen[key]}. Keep one of the two.")
                continue
            seen[key] = self.rows[name, key] = row
            yield key, row

    def _complete(self, sheet: Worksheet, found: Container[str], needed: Iterable[str], kind: str) -> None:
        """Refuse what is missing, each in the row where it could be added."""
        missing = [key for key in sorted(needed) if key not in found]
        for row, key in enumerate(missing, sheet.max_row + 1):
            self._refuse(
                sheet.title, f"A{row}", f"the {kind} '{key}' is missing. Add it here, as in the review template."
            )

    def styles(self, needed: frozenset[str]) -> dict[str, Properties]:
        """Read the sheet Styles."""
        sheet = self._sheet("Styles")
        found: dict[str, Properties] = {**self._inherited.styles} if self._inherited else {}
        if sheet is None:
            return found
        for key, row in self._rows("Styles", sheet):
            if key in needed:
                found[key] = self._properties(sheet.cell(row, 2))
            else:
                self._refuse("Styles", f"A{row}", f"no sheet uses a style '{key}'. {_meant(key, needed)}")
        self._complete(sheet, found, needed, "style")
        return found

    def wording(self, needed: dict[str, frozenset[str]]) -> dict[str, str]:
        """Read the sheet Wording."""
        sheet = self._sheet("Wording")
        found: dict[str, str] = {**self._inherited.wording} if self._inherited else {}
        if sheet is None:
            return found
        told = set()
        for key, row in self._rows("Wording", sheet):
            text, kind = sheet.cell(row, 2).value, sheet.cell(row, 2).data_type
            told.add(key)
            if key not in needed:
                self._refuse("Wording", f"A{row}", f"no sheet writes '{key}'. Remove the row, or correct the key.")
            elif text is None or (isinstance(text, str) and not text.strip()):
                self._refuse("Wording", f"B{row}", f"the text of '{key}' is missing. Write it here.")
            elif not isinstance(text, str) or kind in NO_TEXTS:
                held = NO_TEXTS.get(kind, "something else")
                problem = f"'{key}' is a text, and the cell holds {held}. Write an apostrophe before it."
                self._refuse("Wording", f"B{row}", problem)
            elif _strange_places(text, needed[key]):
                places = ", ".join(f"{{{place}}}" for place in sorted(needed[key])) or "no place in braces"
                self._refuse("Wording", f"B{row}", f"'{text}' can hold {places}, and braces come in pairs.")
            else:
                found[key] = text.strip()
        self._complete(sheet, {*found, *told}, needed, "key")
        return found

    def pillars(self, catalog: Catalog) -> tuple[PillarLook, ...]:
        """Read the sheet Pillars."""
        known = {pillar.tab: pillar for pillar in catalog.pillars}
        sheet = self._sheet("Pillars")
        if sheet is None:
            return self._inherited.pillars if self._inherited else ()
        looks: list[tuple[float, int, PillarLook]] = []
        told, included = set(), False
        for key, row in self._rows("Pillars", sheet):
            told.add(key)
            if key not in known:
                self._refuse("Pillars", f"A{row}", f"'{key}' is no pillar. Use {', '.join(known)}.")
                continue
            include = YES_AND_NO.get(str(sheet.cell(row, 2).value).strip().lower())
            look, order = self._pillar(key, sheet, row), sheet.cell(row, 3).value
            included = included or include is not False
            if include and look and isinstance(order, int | float):
                looks.append((float(order), row, look))
        self._complete(sheet, told, known, "pillar")
        if not included:
            self._refuse("Pillars", f"B{FIRST_ROW}", "no pillar is included. Write yes for at least one.")
        return tuple(look for _, _, look in sorted(looks, key=lambda one: one[:2]))

    def _pillar(self, key: str, sheet: Worksheet, row: int) -> PillarLook | None:
        """Read the look of a pillar, and refuse whatever is wrong in its row."""
        include, order = sheet.cell(row, 2).value, sheet.cell(row, 3).value
        if str(include).strip().lower() not in YES_AND_NO:
            self._refuse("Pillars", f"B{row}", f"'{include}' should be yes or no.")
        if not isinstance(order, int | float):
            self._refuse("Pillars", f"C{row}", f"'{order}' should be a number: the pillar's place in order.")
        accent, tint = (self._fill(sheet.cell(row, column)) for column in (4, 5))
        for column, colour in (("D", accent), ("E", tint)):
            if not colour:
                self._refuse("Pillars", f"{column}{row}", "the cell has no fill. Fill it with the pillar's colour.")
        return PillarLook(key, accent, tint) if accent and tint else None

    def logo(self) -> bytes | None:
        """Return the book's picture, which stands on the sheet Logo: openpyxl would need a picture library for it."""
        with ZipFile(self._path) as parts:
            names = {name: parts.getinfo(name).file_size for name in parts.namelist() if name.startswith("xl/media/")}
            if not names:
                return self._inherited.logo if self._inherited else None
            name = min(names)
            if names[name] > LARGEST_LOGO:
                self._refuse("Logo", "A1", "the picture is larger than 5 MB. Make it smaller.")
                return None
            picture = parts.read(name)
        if not picture.startswith(PICTURES):
            self._refuse("Logo", "A1", "the picture is of an unusual kind. Save it as PNG or JPEG and insert that.")
            return None
        return picture

    def _properties(self, cell: Cell | MergedCell) -> Properties:
        """Return a cell's looks as XlsxWriter names them."""
        font, alignment = cell.font, cell.alignment
        found: Properties = {
            "font_name": font.name,
            "font_size": font.sz,
            "bold": bool(font.b),
            "italic": bool(font.i),
            "underline": 1 if font.u else 0,
            "font_color": self._colour(font.color),
            "bg_color": self._fill(cell),
            "align": alignment.horizontal,
            "valign": {"center": "vcenter"}.get(alignment.vertical or "", alignment.vertical),
            "text_wrap": bool(alignment.wrap_text),
            "indent": int(alignment.indent or 0),
            "num_format": None if cell.number_format == "General" else cell.number_format,
        }
        for side in ("left", "right", "top", "bottom"):
            border = getattr(cell.border, side)
            if border is not None and border.style:
                found |= {side: BORDERS.get(border.style, 1), f"{side}_color": self._colour(border.color) or "#000000"}
        return {key: value for key, value in found.items() if value not in (None, False, 0, "")}

    def _fill(self, cell: Cell | MergedCell) -> str:
        return self._colour(cell.fill.fgColor) if cell.fill.fill_type == "solid" else ""

    def _colour(self, colour: Color | None) -> str:
        """Return a colour as ``#RRGGBB``; empty where none is set."""
        if colour is None:
            return ""
        if colour.type == "rgb" and isinstance(colour.rgb, str):
            return f"#{colour.rgb[-6:]}"
        if colour.type == "theme" and colour.theme is not None and colour.theme < len(self._theme):
            return f"#{tinted(self._theme[colour.theme], colour.tint or 0.0)}"
        listed = indexed_colour(colour.indexed) if colour.type == "indexed" else None
        return f"#{listed}" if listed else ""


def _theme_colours(theme: bytes | None) -> tuple[str, ...]:
    """Return the colours of a workbook's theme; Office's where it has none, as after saving in LibreOffice."""
    try:
        root = fromstring(theme) if theme else Element("theme")
    except ParseError:
        root = Element("theme")
    return read_theme(root).colours


def _strange_places(text: str, known: frozenset[str]) -> bool:
    """Tell whether a text has places in braces that nothing fills in, or braces that do not pair."""
    try:
        places = [(place, form, kind) for _, place, form, kind in Formatter().parse(text) if place is not None]
    except ValueError:
        return True
    return any(place not in known or form or kind for place, form, kind in places)


def _meant(key: str, known: frozenset[str]) -> str:
    near = get_close_matches(key, known, 1)
    return f"Did you mean {near[0]}?" if near else f"Use one of {', '.join(sorted(known))}."
