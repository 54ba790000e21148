"""How a workbook looks and what is written on it, as a template's style book says.

Reading a style book takes a fifth of the time of a workbook, so what was read is remembered until the
book changes.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mobility_xl import __version__
from mobility_xl.catalog import Catalog
from mobility_xl.errors import BadFile
from mobility_xl.files import replace_file
from mobility_xl.store.editions import user_folder

Properties = dict[str, Any]

KEPT_BOOKS = 12
"""How many style books are remembered: a version of each template, and some that staff work on."""
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


def style_book(
    path: Path, catalog: Catalog, wording: dict[str, frozenset[str]], inherited: StyleBook | None = None
) -> StyleBook:
    """Return what a style book says, checked whole.

    Parameters
    ----------
    path
        The template's ``style.xlsx``.
    catalog
        Says which pillars there are.
    wording
        The keys that sheets use, and the places that each text may fill in.
    inherited
        The book that says what this one leaves out; without it, nothing may be left out.

    Raises
    ------
    BadFile
        Naming the sheet and the cell of a missing or broken entry, and what should stand there.
    """
    try:
        book = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path} cannot be read ({error.strerror}).") from error
    needed = [__version__, *sorted(STYLES), *(f"{key} {sorted(places)}" for key, places in sorted(wording.items()))]
    if inherited:
        needed += [str(inherited)]
    digest = hashlib.sha256(book + "\n".join(needed).encode()).hexdigest()
    memory = user_folder() / "styles" / f"{digest[:32]}.json"
    try:
        return _from_memory(path, json.loads(memory.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        from mobility_xl.workbook.style_reading import read_style_book  # noqa: PLC0415 - only for a book that is new

        found, mistakes, _ = read_style_book(path, catalog, wording, inherited)
        if mistakes:
            raise refusal(mistakes) from None
        _remember(memory, found)
        return found


def _from_memory(path: Path, told: dict[str, Any]) -> StyleBook:
    pillars = tuple(PillarLook(**one) for one in told["pillars"])
    logo = base64.b64decode(told["logo"]) if told["logo"] else None
    return StyleBook(path, told["styles"], told["wording"], pillars, logo, told["has_theme"])


def _remember(memory: Path, book: StyleBook) -> None:
    """Keep what was read; a folder that cannot be written to only makes the next time slower."""
    told = {
        "styles": book.styles,
        "wording": book.wording,
        "pillars": [asdict(look) for look in book.pillars],
        "logo": base64.b64encode(book.logo).decode() if book.logo else "",
        "has_theme": book.has_theme,
    }
    with suppress(OSError):
        replace_file(memory, json.dumps(told).encode())
        for old in sorted(memory.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)[:-KEPT_BOOKS]:
            old.unlink()
