"""How a workbook looks and what is written on it, as a template's style book says."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mobility_xl.errors import BadFile

Properties = dict[str, Any]

ENTRIES = frozenset(
    ("entry", "entry_line", "entry_center", "entry_right", "entry_small", "entry_choice", "entry_check")
)
"""The styles of cells that people write in: they stay open where a sheet is protected."""

STYLES = ENTRIES | frozenset(
    (
        *("place", "place_long", "lead", "title", "subtitle", "section", "table_title", "sentence", "note"),
        *("figure", "figure_label", "figure_rule"),
        *("table_head", "table_head_indent", "table_head_center", "table_head_right", "head_name"),
        *("cell", "cell_bold", "cell_small", "cell_small_bold", "cell_center", "cell_right"),
        *("cell_muted", "cell_muted_right", "cell_link", "value", "link", "caution", "data"),
        *(
            "tile",
            "tile_first",
            "look",
            "badge",
            "badge_text",
            "band",
            "band_unit",
            "headline",
            "headline_year",
            "page_value",
        ),
        *("fact_label", "fact", "fact_bold", "fact_small", "fact_caution"),
    )
)
"""The styles that sheets use; a style book has each of them."""

ACCENTED: dict[str, dict[str, str]] = {
    "title": {"font_color": "accent"},
    "section": {"font_color": "accent"},
    "table_title": {"font_color": "accent"},
    "link": {"font_color": "accent"},
    "cell_link": {"font_color": "accent"},
    "headline": {"font_color": "accent"},
    "page_value": {"font_color": "accent"},
    "tile": {"bg_color": "accent", "bottom_color": "accent"},
    "tile_first": {"bg_color": "accent", "bottom_color": "accent"},
    "band": {"font_color": "accent", "bg_color": "tint", "top_color": "accent"},
    "band_unit": {"bg_color": "tint", "top_color": "accent"},
}
"""What of a style takes the pillar's colours where a pillar is given."""


@dataclass(frozen=True, slots=True)
class PillarLook:
    """How a pillar is shown; colours as ``#1D4E89``."""

    tab: str
    accent: str
    tint: str


@dataclass(frozen=True)
class StyleBook:
    """What a style book says."""

    path: Path
    styles: dict[str, Properties]
    wording: dict[str, str]
    pillars: tuple[PillarLook, ...]
    logo: bytes | None
    has_theme: bool
    """Whether the book has a theme of its own; one that LibreOffice saved has none."""

    def write(self, key: str, **values: object) -> str:
        """Return the text of a key, with its places such as ``{place}`` filled in."""
        return self.wording[key].format(**values)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a template: in which file, where in it, and what should stand there.

    ``place`` is such as ``sheet Wording, cell B12`` or ``line 8``; empty for the file as a whole.
    """

    file: Path
    place: str
    problem: str

    def __str__(self) -> str:
        place = f", {self.place}" if self.place else ""
        return f"{self.file}{place}: {self.problem}"


def refusal(mistakes: Sequence[Mistake]) -> BadFile:
    """Return the error that tells the first of some mistakes, and that there are more."""
    more = len(mistakes) - 1
    others = f" (1 of {more + 1} mistakes; `mobility-xl template check` names them all)" if more else ""
    return BadFile(f"{mistakes[0]}{others}")
