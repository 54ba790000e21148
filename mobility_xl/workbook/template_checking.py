"""Finds every mistake in a template, also what can be read only with difficulty."""

from collections.abc import Iterator
from typing import NamedTuple

from mobility_xl.errors import BadFile
from mobility_xl.queries import Queries
from mobility_xl.workbook.accessibility.colour import contrast
from mobility_xl.workbook.accessibility.looks import GRAPHIC_CONTRAST, TEXT_CONTRAST, font_advice
from mobility_xl.workbook.style import ACCENTED, ENTRIES, Mistake, PillarLook, Properties
from mobility_xl.workbook.style_reading import Reading, read_style_book
from mobility_xl.workbook.templates import LAYOUT, STYLE, read_layout, review_style, template_folder, wording

BLACK, WHITE = "#000000", "#FFFFFF"
SIDES = ("left", "right", "top", "bottom")
COLUMNS = {"accent": "D", "tint": "E"}
"""The columns of the sheet Pillars that hold a pillar's colours."""


def template_mistakes(name: str, ask: Queries) -> list[Mistake]:
    """Return every mistake in a template, in its layout and in its style book; none where all is well.

    Parameters
    ----------
    name
        Its name, or the path of its folder.
    ask
        Knows the pillars.

    Raises
    ------
    BadArgument
        When there is no such template.
    """
    folder = template_folder(name)
    _, mistakes = read_layout(folder / LAYOUT)
    review = review_style(ask)
    path = folder / STYLE
    if not path.exists():
        return mistakes
    inherited = None if path == review.path else review
    try:
        reading = read_style_book(path, ask.catalog, wording(), inherited)
    except BadFile as error:
        return [*mistakes, Mistake(path, "", str(error).removeprefix(f"{path} "))]
    return [*mistakes, *reading.mistakes, *_hard_to_read(reading)]


def template_advice(name: str, ask: Queries) -> list[Mistake]:
    """Return what is no mistake in a template but makes its workbooks harder to read: serifs and small text.

    It is what `mobility-xl check` says of fonts, in each of the template's own styles.

    Raises
    ------
    BadArgument
        When there is no such template.
    """
    path, review = template_folder(name) / STYLE, review_style(ask)
    if not path.exists():
        return []
    try:
        reading = read_style_book(path, ask.catalog, wording(), None if path == review.path else review)
    except BadFile:
        return []
    return [
        Mistake(path, f"sheet Styles, cell B{reading.rows['Styles', style]}", advice)
        for style, properties in reading.book.styles.items()
        if ("Styles", style) in reading.rows
        for advice in font_advice(properties.get("font_name"), properties.get("font_size"))
    ]


class _Shown(NamedTuple):
    """Something drawn in one colour on another: by which style, in which pillar's colours, where that is set."""

    style: str
    pillar: str
    what: str
    colour: str
    background: str
    needed: float
    place: str

    @property
    def contrast(self) -> float:
        return contrast(self.colour.removeprefix("#").upper(), self.background.removeprefix("#").upper())


def _hard_to_read(reading: Reading) -> Iterator[Mistake]:
    """Give the worst of what stands out too little from its background, once for each cell that sets a colour."""
    worst: dict[str, _Shown] = {}
    for shown in _all_shown(reading):
        if shown.contrast < shown.needed and (shown.place not in worst or shown.contrast < worst[shown.place].contrast):
            worst[shown.place] = shown
    for shown in worst.values():
        pillar = f" of {shown.pillar}" if shown.pillar else ""
        yield Mistake(
            reading.book.path,
            shown.place,
            f"{shown.what} of the style '{shown.style}'{pillar} is {shown.colour} on {shown.background}: the contrast "
            f"is {shown.contrast:.1f} to 1, needed is {shown.needed:g} to 1. Choose a darker or a lighter colour.",
        )


def _all_shown(reading: Reading) -> Iterator[_Shown]:
    """Give every text and every edge of a cell to write in, with each pillar's colours, that this book decides on."""
    for style, properties in reading.book.styles.items():
        row = reading.rows.get(("Styles", style))
        own = f"sheet Styles, cell B{row}" if row else ""
        accented = ACCENTED.get(style, {})
        if own and "bg_color" not in accented:
            yield _text(style, "", properties, own)
        if own and style in ENTRIES:
            yield from _edges(style, properties, own)
        for look in reading.book.pillars if accented else ():
            changed = properties | {name: getattr(look, what) for name, what in accented.items()}
            place = _pillar_place(reading, look, accented) or own
            if place:
                yield _text(style, look.tab, changed, place)


def _pillar_place(reading: Reading, look: PillarLook, accented: dict[str, str]) -> str:
    """Return the cell that sets the colour a style takes from a pillar; empty where another book does."""
    row = reading.rows.get(("Pillars", look.tab))
    column = COLUMNS[accented.get("font_color") or accented["bg_color"]]
    return f"sheet Pillars, cell {column}{row}" if row else ""


def _text(style: str, pillar: str, properties: Properties, place: str) -> _Shown:
    colour, background = properties.get("font_color", BLACK), properties.get("bg_color", WHITE)
    return _Shown(style, pillar, "the text", colour, background, TEXT_CONTRAST, place)


def _edges(style: str, properties: Properties, place: str) -> Iterator[_Shown]:
    for side in SIDES:
        if side in properties:
            colour = properties[f"{side}_color"]
            yield _Shown(style, "", f"the {side} edge", colour, WHITE, GRAPHIC_CONTRAST, place)
