"""Draws intervals as SVG, with nothing but the standard library: the same numbers give the same bytes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

INK, MUTED, REFERENCE, HAIRLINE = "#1B2430", "#56606B", "#6B7480", "#E1E5EA"
ACCENT = "#8A5A00"
WIDTH, MARGIN = 960, 20
LABELS, WORDS = 262, 268
"""How much room the names on the left and the words on the right have."""
ROW, TOP, BOTTOM = 28, 64, 44
STEPS = (1, 2, 5, 10)
CLOSE = 0.95
"""Above this part of a scale a mark would run into that of its end."""


@dataclass(frozen=True)
class Row:
    """One interval with its name on the left and what is said of it on the right."""

    name: str
    low: float
    value: float
    high: float
    said: str = ""
    strong: bool = False


def intervals(
    title: str, about: str, rows: Sequence[Row], show: Callable[[float], str], guide: float | None = None
) -> str:
    """Draw intervals below one another on one scale.

    Parameters
    ----------
    title, about
        What the picture shows, and the same in a sentence for who does not see it.
    rows
        From top to bottom; a strong one is drawn in the accent and bold.
    show
        How a number on the scale is written.
    guide
        Where a dashed line runs through all rows.
    """
    ticks = _ticks(min(row.low for row in rows), max(row.high for row in rows))
    height = TOP + ROW * len(rows) + BOTTOM

    def across(value: float) -> float:
        room = WIDTH - 2 * MARGIN - LABELS - WORDS
        return MARGIN + LABELS + room * (value - ticks[0]) / (ticks[-1] - ticks[0])

    drawn = [_text(MARGIN, 30, title, size=18, weight="bold")]
    foot = TOP + ROW * len(rows)
    for tick in ticks:
        drawn.append(_line(across(tick), TOP - 8, across(tick), foot, colour=HAIRLINE))
        drawn.append(_text(across(tick), foot + 20, show(tick), colour=MUTED, anchor="middle"))
    if guide is not None:
        drawn.append(_line(across(guide), TOP - 8, across(guide), foot, colour=REFERENCE, dashes="4 4"))
    for number, row in enumerate(rows):
        middle = TOP + ROW * number + ROW / 2
        colour, weight = (ACCENT, "bold") if row.strong else (INK, "normal")
        drawn.append(_text(MARGIN, middle + 5, row.name, weight=weight))
        drawn.append(_line(across(row.low), middle, across(row.high), middle, colour=colour, width=3))
        drawn.append(_dot(across(row.value), middle, colour))
        drawn.append(_text(WIDTH - MARGIN - WORDS + 26, middle + 5, row.said))
    return _picture(title, about, height, drawn)


def spans(title: str, about: str, rows: Sequence[Row], axis: str, height: int = 420) -> str:
    """Draw many intervals side by side, first at the left, each from its low to its high end; 1 stands at the top.

    ``axis`` says what stands along the left edge; strong rows are named.
    """
    foot, left = height - 34, MARGIN + 52
    most = max(row.high for row in rows)
    marks = [1, *(one for one in _ticks(1, most)[1:] if one < CLOSE * most), most]

    def down(value: float) -> float:
        return TOP + (foot - TOP) * (value - 1) / (most - 1)

    def along(number: int) -> float:
        return left + (WIDTH - MARGIN - left) * (number + 0.5) / len(rows)

    drawn = [_text(MARGIN, 30, title, size=18, weight="bold"), _text(MARGIN, 52, axis, colour=MUTED)]
    for mark in marks:
        drawn.append(_line(left, down(mark), WIDTH - MARGIN, down(mark), colour=HAIRLINE))
        drawn.append(_text(left - 8, down(mark) + 5, f"{mark:,.0f}", colour=MUTED, anchor="end"))
    for number, row in enumerate(rows):
        here, colour = along(number), ACCENT if row.strong else REFERENCE
        drawn.append(_line(here, down(row.low), here, down(row.high), colour=colour, width=4 if row.strong else 2))
        drawn.append(_dot(here, down(row.value), colour if row.strong else INK, radius=5 if row.strong else 3))
        if row.strong:
            drawn.append(_text(here, foot + 24, row.name, weight="bold", anchor="middle"))
    return _picture(title, about, height, drawn)


def _picture(title: str, about: str, height: int, drawn: Sequence[str]) -> str:
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    read = 'role="img" aria-labelledby="title about" font-family="Calibri, Carlito, Arial, sans-serif"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {read}>',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="about">{escape(about)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#FFFFFF"/>',
        *drawn,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _ticks(low: float, high: float) -> list[float]:
    """Return round numbers that enclose a range, four to eight of them."""
    rough = (high - low) / 5
    unit = 10 ** floor(log10(rough))
    step = next(one * unit for one in STEPS if one * unit >= rough)
    first, last = floor(low / step), ceil(high / step)
    return [round(number * step, 10) for number in range(first, last + 1)]


def _text(
    x: float, y: float, words: str, *, size: int = 14, colour: str = INK, weight: str = "normal", anchor: str = "start"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def _line(x: float, y: float, to_x: float, to_y: float, *, colour: str, width: float = 1, dashes: str = "none") -> str:
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}" '
        f'stroke-width="{width:g}" stroke-dasharray="{dashes}"/>'
    )


def _dot(x: float, y: float, colour: str, radius: int = 5) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>'
