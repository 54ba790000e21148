"""Reads a template's style book, as staff edited it in Excel: the only module that imports openpyxl.

``style.xlsx`` has four sheets. *Styles*: a name and a cell that looks as wished. *Wording*: a key and its
text. *Pillars*: which ones, in what order, in which colours. *Logo*: a picture, or none. What a template's
book leaves out is as in the review template's. It is only read, so nothing in it can be lost.
"""

import colorsys
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import ParseError, fromstring
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.colors import Color
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from mobility_xl.catalog import Catalog
from mobility_xl.errors import BadFile
from mobility_xl.workbook.style import STYLES, PillarLook, Properties, StyleBook

FIRST_ROW = 2
YES_AND_NO = {"yes": True, "no": False}
BORDERS = {None: 0, "thin": 1, "medium": 2, "dashed": 3, "dotted": 4, "thick": 5, "double": 6, "hair": 7}
THEME_COLOURS = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
OFFICE_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
LARGEST_LOGO = 5_000_000


def read_style_book(
    path: Path, catalog: Catalog, wording: dict[str, frozenset[str]], inherited: StyleBook | None
) -> StyleBook:
    """Read a style book and check it whole; see :func:`mobility_xl.workbook.style.style_book`."""
    try:
        book = load_workbook(path, rich_text=False)
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise BadFile(f"{path} cannot be opened as a workbook ({error}). Save it again from Excel as .xlsx.") from error
    reader = _Reader(path, book, inherited)
    return StyleBook(
        path,
        reader.styles(STYLES),
        reader.wording(wording),
        reader.pillars(catalog),
        _logo(path) or (inherited.logo if inherited else None),
        bool(book.loaded_theme),
    )


class _Reader:
    """Reads one open style book."""

    def __init__(self, path: Path, book: Workbook, inherited: StyleBook | None) -> None:
        self._path = path
        self._book = book
        self._inherited = inherited
        self._theme = _theme_colours(book.loaded_theme)

    def _refuse(self, sheet: str, cell: str, problem: str) -> BadFile:
        return BadFile(f"{self._path}, sheet {sheet}, cell {cell}: {problem}")

    def _sheet(self, name: str) -> Worksheet:
        if name not in self._book.sheetnames:
            raise BadFile(
                f"{self._path}: the sheet '{name}' is missing. Copy it from the review template's style.xlsx."
            )
        sheet: Worksheet = self._book[name]
        return sheet

    def _rows(self, name: str) -> Iterator[tuple[str, int]]:
        """Return the keys in column A with their rows, and refuse a key that stands there twice."""
        if self._inherited and name not in self._book.sheetnames:
            return
        sheet = self._sheet(name)
        seen: dict[str, int] = {}
        for row in range(FIRST_ROW, sheet.max_row + 1):
            key = str(sheet.cell(row, 1).value or "").strip()
            if not key:
                continue
            if key in seen:
                raise self._refuse(
                    name, f"A{row}", f"'{key}' stands there already in A{seen[key]}. Keep one of the two."
                )
            seen[key] = row
            yield key, row

    def _complete(self, name: str, found: dict[str, Any], needed: frozenset[str], kind: str) -> None:
        for key in sorted(needed - found.keys()):
            row = self._sheet(name).max_row + 1
            raise self._refuse(
                name, f"A{row}", f"the {kind} '{key}' is missing. Add it here, as in the review template."
            )

    def styles(self, needed: frozenset[str]) -> dict[str, Properties]:
        """Read the sheet Styles."""
        found: dict[str, Properties] = {}
        for key, row in self._rows("Styles"):
            if key not in needed:
                raise self._refuse(
                    "Styles", f"A{row}", f"no sheet uses a style '{key}'. Use one of {', '.join(sorted(needed))}."
                )
            found[key] = self._properties(self._sheet("Styles").cell(row, 2))
        if self._inherited:
            return {**self._inherited.styles, **found}
        self._complete("Styles", found, needed, "style")
        return found

    def wording(self, needed: dict[str, frozenset[str]]) -> dict[str, str]:
        """Read the sheet Wording."""
        found: dict[str, str] = {}
        for key, row in self._rows("Wording"):
            text = self._sheet("Wording").cell(row, 2).value
            if key not in needed:
                raise self._refuse(
                    "Wording", f"A{row}", f"no sheet writes '{key}'. Remove the row, or correct the key."
                )
            if not isinstance(text, str) or not text.strip():
                raise self._refuse("Wording", f"B{row}", f"the text of '{key}' is missing. Write it here.")
            strange = sorted(set(re.findall(r"{([^}]*)}", text)) - needed[key])
            if strange or text.count("{") != text.count("}"):
                places = ", ".join(f"{{{place}}}" for place in sorted(needed[key])) or "no place in braces"
                raise self._refuse("Wording", f"B{row}", f"'{text}' can hold {places}, and braces come in pairs.")
            found[key] = text.strip()
        if self._inherited:
            return {**self._inherited.wording, **found}
        self._complete("Wording", found, frozenset(needed), "key")
        return found

    def pillars(self, catalog: Catalog) -> tuple[PillarLook, ...]:
        """Read the sheet Pillars."""
        if self._inherited and "Pillars" not in self._book.sheetnames:
            return self._inherited.pillars
        known = {pillar.tab: pillar for pillar in catalog.pillars}
        sheet = self._sheet("Pillars")
        looks: list[tuple[float, int, PillarLook]] = []
        found = {}
        for key, row in self._rows("Pillars"):
            if key not in known:
                raise self._refuse("Pillars", f"A{row}", f"'{key}' is no pillar. Use {', '.join(known)}.")
            include, order = sheet.cell(row, 2).value, sheet.cell(row, 3).value
            if str(include).strip().lower() not in YES_AND_NO:
                raise self._refuse("Pillars", f"B{row}", f"'{include}' should be yes or no.")
            if not isinstance(order, int | float):
                raise self._refuse("Pillars", f"C{row}", f"'{order}' should be a number: the pillar's place in order.")
            colours = [self._fill(sheet.cell(row, column)) for column in (4, 5)]
            for column, colour in zip("DE", colours, strict=True):
                if not colour:
                    raise self._refuse(
                        "Pillars", f"{column}{row}", "the cell has no fill. Fill it with the pillar's colour."
                    )
            found[key] = True
            if YES_AND_NO[str(include).strip().lower()]:
                looks.append((float(order), row, PillarLook(key, *colours)))
        self._complete("Pillars", found, frozenset(known), "pillar")
        if not looks:
            raise self._refuse("Pillars", f"B{FIRST_ROW}", "no pillar is included. Write yes for at least one.")
        return tuple(look for _, _, look in sorted(looks, key=lambda one: one[:2]))

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
            return _tinted(self._theme[colour.theme], colour.tint or 0.0)
        return ""


def _theme_colours(theme: bytes | None) -> tuple[str, ...]:
    """Return the colours of a workbook's theme; Office's where it has none, as after saving in LibreOffice."""
    try:
        root = fromstring(theme) if theme else None
    except ParseError:
        root = None
    if root is None:
        return OFFICE_THEME
    found = []
    for name, fallback in zip(THEME_COLOURS, OFFICE_THEME, strict=True):
        element = root.find(f".//{{*}}clrScheme/{{*}}{name}/*")
        attributes = element.attrib if element is not None else {}
        found.append(attributes.get("lastClr") or attributes.get("val") or fallback)
    return tuple(found)


def _tinted(colour: str, tint: float) -> str:
    """Make a theme colour lighter (tint above 0) or darker, as the format says: by its lightness."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness = lightness * (1 + tint) if tint < 0 else lightness * (1 - tint) + tint
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in colorsys.hls_to_rgb(hue, lightness, saturation))


def _logo(path: Path) -> bytes | None:
    """Return the book's picture, which stands on the sheet Logo: openpyxl would need a picture library for it."""
    with ZipFile(path) as parts:
        names = {name: parts.getinfo(name).file_size for name in parts.namelist() if name.startswith("xl/media/")}
        if not names:
            return None
        name = min(names)
        if names[name] > LARGEST_LOGO:
            raise BadFile(f"{path}, sheet Logo: the picture is larger than 5 MB. Make it smaller.")
        return parts.read(name)
