"""How cells look: fonts, fills, number formats and named styles, with theme colours worked out."""

import colorsys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard
from xml.etree.ElementTree import Element

from mobility_xl.workbook.package.elements import decimal_number, every, is_true, local_name, whole_number

BLACK = "000000"
WHITE = "FFFFFF"

# The Office theme, for files without one (LibreOffice writes none), in the order of the ``theme`` attribute.
_OFFICE_COLOURS = (WHITE, BLACK, "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
_OFFICE_LINKS = ("0563C1", "954F72")
_THEME_ORDER = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip

# The palette of Excel 97: eight colours twice, then its forty others; 64 and 65 are the system's text and window.
_FIRST_EIGHT = (BLACK, WHITE, "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF")
_OTHER_COLOURS = (
    "800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080", "9999FF", "993366", "FFFFCC",
    "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF", "000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000",
    "008080", "0000FF", "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99", "3366FF",
    "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696", "003366", "339966", "003300", "333300",
    "993300", "993366", "333399", "333333",
)  # fmt: skip
_PALETTE = (*_FIRST_EIGHT, *_FIRST_EIGHT, *_OTHER_COLOURS)
_SYSTEM_COLOURS = {64: BLACK, 65: WHITE}

_NUMBER_FORMATS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Font:
    """A font as shown; None stands for what a file leaves to the program."""

    name: str | None = None
    size: float | None = None
    bold: bool = False
    colour: str | None = None
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """A cell's background: no colour, one colour, the stops of a gradient, or a hatched pattern."""

    colours: tuple[str, ...] = ()
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class CellStyle:
    """Everything the style index of a cell stands for.

    ``name`` and ``builtin`` are the named style it comes from ("Heading 1", 16); ``rotation`` is 0 for
    level text; ``open`` tells whether people may still write there when the sheet is protected.
    """

    font: Font = Font()
    fill: Fill = Fill()
    number_format: str = "General"
    name: str = "Normal"
    builtin: int | None = 0
    rotation: int = 0
    wrapped: bool = False
    shrunk: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class DifferentialStyle:
    """What a conditional format changes; None is left as it was."""

    font_colour: str | None
    fill_colour: str | None


@dataclass(frozen=True)
class Theme:
    """A workbook's colours in the order of the ``theme`` attribute, and its two fonts."""

    colours: tuple[str, ...]
    major_font: str | None
    minor_font: str | None

    def colour(self, name: str) -> str | None:
        """Return the colour that a drawing calls by name, such as accent1 or tx1."""
        other = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}.get(name, name)
        return self.colours[_THEME_ORDER.index(other)] if other in _THEME_ORDER else None


def read_theme(root: Element) -> Theme:
    """Read a theme part; what it lacks is the Office theme's."""
    found = list(_OFFICE_COLOURS + _OFFICE_LINKS)
    for scheme in every(root, "clrScheme"):
        for entry in scheme:
            name = local_name(entry)
            colour = next((child.get("lastClr") or child.get("val") for child in entry), None)
            if name in _THEME_ORDER and is_colour(colour):
                found[_THEME_ORDER.index(name)] = colour.upper()
    major = root.find(".//{*}majorFont/{*}latin")
    minor = root.find(".//{*}minorFont/{*}latin")
    return Theme(
        colours=tuple(found),
        major_font=None if major is None else major.get("typeface"),
        minor_font=None if minor is None else minor.get("typeface"),
    )


def tinted(colour: str, tint: float) -> str:
    """Return a colour lightened (tint above 0, up to 1) or darkened (down to -1) as spreadsheets do it."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light + (1 - light) * tint
    channels = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), full)
    return "".join(f"{round(channel * 255):02X}" for channel in channels)


def indexed_colour(index: int, palette: Sequence[str] = _PALETTE) -> str | None:
    """Return the six digits of a colour by its number in a palette, that of Excel 97 unless a file has its own.

    64 and 65 are the system's text and window; None for a number that stands for no colour.
    """
    return palette[index] if 0 <= index < len(palette) else _SYSTEM_COLOURS.get(index)


def is_colour(text: str | None) -> TypeGuard[str]:
    """Tell whether a text is six hexadecimal digits."""
    return text is not None and len(text) == 6 and all(letter in "0123456789abcdefABCDEF" for letter in text)


@dataclass(frozen=True)
class Styles:
    """The styles part of a workbook; an index outside its list gives the plain look."""

    root: Element
    theme: Theme

    @cached_property
    def cell_styles(self) -> tuple[CellStyle, ...]:
        """One look per style index."""
        named = {
            whole_number(style.get("xfId")): (style.get("name", ""), whole_number(style.get("builtinId")))
            for style in self.root.iterfind("{*}cellStyles/{*}cellStyle")
        }
        fonts = [self._font(font) for font in self.root.iterfind("{*}fonts/{*}font")]
        fills = [self._fill(fill) for fill in self.root.iterfind("{*}fills/{*}fill")]
        formats = self._number_formats()
        return tuple(
            _cell_style(entry, fonts, fills, formats, named) for entry in self.root.iterfind("{*}cellXfs/{*}xf")
        )

    @cached_property
    def differential(self) -> tuple[DifferentialStyle, ...]:
        """One entry per index that tables and conditional formats point at."""
        return tuple(self._differential(entry) for entry in self.root.iterfind("{*}dxfs/{*}dxf"))

    def of(self, index: int) -> CellStyle:
        """Return the look of a style index."""
        return self.cell_styles[index] if 0 <= index < len(self.cell_styles) else CellStyle()

    @property
    def normal(self) -> CellStyle:
        """The look of a cell that sets none; column widths count its digits."""
        return self.of(0)

    def colour(self, element: Element | None) -> str | None:
        """Return the six hexadecimal digits a colour element means, None for automatic or none."""
        if element is None or is_true(element.get("auto")):
            return None
        rgb = (element.get("rgb") or "")[-6:]
        base = rgb.upper() if is_colour(rgb) else self._listed(element)
        tint = decimal_number(element.get("tint"))
        return base if base is None or not tint else tinted(base, tint)

    def _listed(self, element: Element) -> str | None:
        """Return the colour that an index into the theme or the old palette means."""
        theme, indexed = whole_number(element.get("theme")), whole_number(element.get("indexed"))
        if theme is not None:
            return self.theme.colours[theme] if 0 <= theme < len(self.theme.colours) else None
        return None if indexed is None else indexed_colour(indexed, self._palette)

    @cached_property
    def _palette(self) -> Sequence[str]:
        own = [
            entry.get("rgb", "")[-6:].upper() for entry in self.root.iterfind("{*}colors/{*}indexedColors/{*}rgbColor")
        ]
        return own if own and all(is_colour(colour) for colour in own) else _PALETTE

    def _number_formats(self) -> dict[int | None, str]:
        formats: dict[int | None, str] = dict(_NUMBER_FORMATS.items())
        for entry in self.root.iterfind("{*}numFmts/{*}numFmt"):
            formats[whole_number(entry.get("numFmtId"))] = entry.get("formatCode", "General")
        return formats

    def _font(self, font: Element) -> Font:
        parts = {local_name(child): child for child in font}
        look = {name: child.get("val") for name, child in parts.items()}
        theme_fonts = {"major": self.theme.major_font, "minor": self.theme.minor_font}
        return Font(
            name=theme_fonts.get(look.get("scheme") or "") or look.get("name"),
            size=decimal_number(look.get("sz")),
            bold="b" in parts and is_true(look["b"] or "1"),
            colour=self.colour(parts.get("color")),
            raised=look.get("vertAlign") == "superscript",
        )

    def _fill(self, fill: Element) -> Fill:
        stops = tuple(self.colour(colour) or WHITE for colour in fill.iterfind("{*}gradientFill/{*}stop/{*}color"))
        pattern = fill.find("{*}patternFill")
        if pattern is None:
            return Fill(stops)
        kind = pattern.get("patternType", "none")
        if kind == "solid":
            return Fill((self.colour(pattern.find("{*}fgColor")) or WHITE,))
        return Fill(hatched=kind != "none")

    def _differential(self, entry: Element) -> DifferentialStyle:
        pattern = entry.find("{*}fill/{*}patternFill")
        fill = None
        if pattern is not None and pattern.get("patternType") != "none":
            # Unlike in a cell, the colour of a conditional format's plain fill is its background.
            fill = self.colour(pattern.find("{*}bgColor")) or self.colour(pattern.find("{*}fgColor"))
        return DifferentialStyle(self.colour(entry.find("{*}font/{*}color")), fill)


def _cell_style(
    entry: Element,
    fonts: Sequence[Font],
    fills: Sequence[Fill],
    formats: Mapping[int | None, str],
    named: Mapping[int | None, tuple[str, int | None]],
) -> CellStyle:
    """Resolve one entry of the list that cells point into."""
    font, fill = whole_number(entry.get("fontId")) or 0, whole_number(entry.get("fillId")) or 0
    name, builtin = named.get(whole_number(entry.get("xfId")) or 0, ("Normal", 0))
    alignment = entry.find("{*}alignment")
    align = {} if alignment is None else alignment.attrib
    protection = entry.find("{*}protection")
    return CellStyle(
        font=fonts[font] if 0 <= font < len(fonts) else Font(),
        fill=fills[fill] if 0 <= fill < len(fills) else Fill(),
        number_format=formats.get(whole_number(entry.get("numFmtId")) or 0, "General"),
        name=name,
        builtin=builtin,
        rotation=whole_number(align.get("textRotation")) or 0,
        wrapped=is_true(align.get("wrapText")),
        shrunk=is_true(align.get("shrinkToFit")),
        open=protection is not None and not is_true(protection.get("locked") or "1"),
    )
