"""How cells look in the file: each style of the style book, in a pillar's colours, made once."""

from typing import Any

from mobility_xl.workbook.blocks import When
from mobility_xl.workbook.style import ACCENTED, ENTRIES, StyleBook
from mobility_xl.workbook.writing.layout import LINE_HEIGHT

CONDITIONAL = ("bold", "font_color", "bg_color")
"""What a conditional format takes from a style."""
NAMED_STYLES = {"Title": 15, "Heading 1": 16, "Heading 2": 17}
"""Styles that screen readers and the navigation pane know as headings, with Excel's numbers for them."""
HEADINGS = {
    "place": "Title",
    "place_long": "Title",
    "title": "Heading 1",
    "section": "Heading 2",
    "table_title": "Heading 2",
    "band": "Heading 2",
}


class Formats:
    """Makes each format of a workbook once; ``workbook`` is the writing library's."""

    def __init__(self, workbook: Any, style: StyleBook) -> None:
        self._workbook = workbook
        self._style = style
        self._accents = {look.tab: {"accent": look.accent, "tint": look.tint} for look in style.pillars}
        self._made: dict[tuple[str, str, str, str, bool], Any] = {}
        self._heading_numbers = {name: number for number, name in enumerate(NAMED_STYLES, 1)}

    def get(self, style: str, number_format: str = "", accent: str = "", end: str = "", *, quoted: bool = False) -> Any:
        """Return the format of a style, in a pillar's colours.

        ``end`` is the pillar that ends below the cell; ``quoted`` keeps text that looks like a formula a text
        when somebody edits it.
        """
        key = style, number_format, accent, end, quoted
        if key not in self._made:
            properties = dict(self._style.styles[style])
            if accent:
                properties |= {name: self._accents[accent][what] for name, what in ACCENTED.get(style, {}).items()}
            if number_format:
                properties["num_format"] = number_format
            if style in ENTRIES:
                properties["locked"] = False
            if quoted:
                properties["quote_prefix"] = True
            if end and not style.startswith("tile"):
                properties |= {"bottom": 2, "bottom_color": self._accents[end]["accent"]}
            made = self._workbook.add_format(properties)
            made.xf_id = self._heading_numbers.get(HEADINGS.get(style, ""), 0)
            self._made[key] = made
        return self._made[key]

    def room(self, height: float) -> Any:
        """Return the format of an empty cell in type so large that its row, which fits its text, is as high."""
        key = f"room {height}", "", "", "", False
        if key not in self._made:
            size = round(height / LINE_HEIGHT)
            self._made[key] = self._workbook.add_format(
                {"font_name": self._style.styles["cell"]["font_name"], "font_size": size}
            )
        return self._made[key]

    def conditional(self, when: When) -> Any:
        """Return what a conditional format changes: how a number is shown, the type and the fill."""
        key = f"when {when.style}", when.number_format, "", "", False
        if key not in self._made:
            look = self._style.styles[when.style] if when.style else {}
            properties = {name: look[name] for name in CONDITIONAL if name in look}
            if when.number_format:
                properties["num_format"] = when.number_format
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def accent(self, tab: str) -> str:
        """Return a pillar's colour."""
        return self._accents[tab]["accent"]

    def ink(self) -> str:
        """Return the colour of plain text."""
        colour: str = self._style.styles["cell"]["font_color"]
        return colour
