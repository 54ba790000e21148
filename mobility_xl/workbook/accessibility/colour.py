"""Contrast between two colours, as WCAG 2.1 works it out."""

import colorsys
from xml.etree.ElementTree import Element

from mobility_xl.workbook.package import Theme, is_colour, local_name, whole_number

_WHOLE = 100_000


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours given as six hexadecimal digits, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 for black and 1 for white."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def drawn_colour(fill: Element | None, theme: Theme) -> str | None:
    """Return the colour of a drawing's solid fill, None where it is another kind of fill or cannot be told."""
    colour = None if fill is None else next(iter(fill), None)
    if colour is None:
        return None
    value = colour.get("val", "")
    base = {"srgbClr": value.upper(), "schemeClr": theme.colour(value), "sysClr": colour.get("lastClr")}.get(
        local_name(colour)
    )
    if not is_colour(base):
        return None
    changes = {local_name(change): whole_number(change.get("val")) or 0 for change in colour}
    red, green, blue = (int(base[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    light = light * changes.get("lumMod", _WHOLE) / _WHOLE + changes.get("lumOff", 0) / _WHOLE
    channels = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), full)
    return "".join(f"{round(channel * 255):02X}" for channel in channels)
