"""Checks of looks: contrast, colour as a signal, and fonts."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from mobility_xl.workbook.accessibility.colour import contrast, drawn_colour
from mobility_xl.workbook.lint import Problem
from mobility_xl.workbook.package import (
    Cell,
    CellStyle,
    Grid,
    Package,
    Range,
    Sheet,
    Text,
    every,
    local_name,
    parse_ranges,
    whole_number,
)

TEXT_CONTRAST = 4.5
LARGE_TEXT_CONTRAST = 3.0
GRAPHIC_CONTRAST = 3.0
SMALLEST_TEXT = 10
SMALLEST_TITLE = 12

_LARGE = 18
_LARGE_WHEN_BOLD = 14
_LINES = frozenset({"lineChart", "line3DChart", "scatterChart", "radarChart", "stockChart"})
_BLACK, _WHITE = "000000", "FFFFFF"

SANS_SERIF_FONTS = frozenset(
    {
        "aptos", "aptos display", "aptos narrow", "arial", "arial narrow", "arial nova", "atkinson hyperlegible",
        "bahnschrift", "calibri", "calibri light", "candara", "carlito", "corbel", "dejavu sans",
        "franklin gothic book", "franklin gothic medium", "gill sans mt", "helvetica", "helvetica neue", "lato",
        "liberation sans", "liberation sans narrow", "lucida sans", "lucida sans unicode", "microsoft sans serif",
        "montserrat", "noto sans", "nunito", "open sans", "public sans", "roboto", "segoe ui", "segoe ui light",
        "segoe ui semibold", "selawik", "source sans 3", "source sans pro", "tahoma", "trebuchet ms", "ubuntu",
        "verdana", "work sans",
    }
)  # fmt: skip


def readable_contrast(package: Package) -> Iterator[Problem]:
    """Find text too pale for its background, and series of charts and sparklines too pale to see.

    A file does not tell the colours of a built-in table style, so cells that leave their background to
    one are left out; so are series whose colour is automatic.
    """
    for sheet in package.worksheets:
        yield from _pale_cells(package, sheet)
        yield from _pale_formats(package, sheet)
        for mark in every(package.grid(sheet).root, "colorSeries"):
            colour = package.styles.colour(mark)
            if colour is not None and contrast(colour, _WHITE) < GRAPHIC_CONTRAST:
                yield Problem(sheet.name, None, f"Draw sparklines in a darker colour than #{colour}.")
    for sheet, part in package.charts:
        yield from _pale_series(package, sheet, package.archive.xml(part))


def _pale_cells(package: Package, sheet: Sheet) -> Iterator[Problem]:
    pale = {
        index: ratio
        for index, style in enumerate(package.styles.cell_styles)
        if (ratio := _least_contrast(style)) < _needed(style)
    }
    if not pale:
        return
    coloured = [table.area for table in package.tables_of(sheet) if table.style and table.area is not None]
    found: dict[int, list[Cell]] = {}
    for cell in package.grid(sheet).cells():
        if cell.style not in pale or cell.is_blank:
            continue
        unfilled = not package.styles.of(cell.style).fill.colours
        if not (unfilled and any(area.holds(cell.row, cell.column) for area in coloured)):
            found.setdefault(cell.style, []).append(cell)
    for index, cells in found.items():
        style = package.styles.of(index)
        yield Problem(
            sheet.name,
            cells[0].address,
            f"Darken the text or lighten its background, {_count(cells)}: the contrast is {pale[index]:.1f}, "
            f"needed is {_needed(style):.1f}.",
        )


def _count(cells: list[Cell]) -> str:
    return f"{len(cells)} cells like this one" if len(cells) > 1 else "in this cell"


def _least_contrast(style: CellStyle) -> float:
    """Return the contrast of a cell's text at the worst place of its background; hatched ones are let pass."""
    if style.fill.hatched:
        return 21.0
    return min(contrast(style.font.colour or _BLACK, colour) for colour in style.fill.colours or (_WHITE,))


def _needed(style: CellStyle) -> float:
    size = style.font.size or 11
    is_large = size >= _LARGE or (style.font.bold and size >= _LARGE_WHEN_BOLD)
    return LARGE_TEXT_CONTRAST if is_large else TEXT_CONTRAST


def _pale_formats(package: Package, sheet: Sheet) -> Iterator[Problem]:
    """Give the conditional formats whose own colours make text hard to read in the first cell they apply to."""
    grid = package.grid(sheet)
    for rule, areas in _rules(grid):
        index = whole_number(rule.get("dxfId"))
        if index is None or not 0 <= index < len(package.styles.differential) or not areas:
            continue
        changed = package.styles.differential[index]
        cell = grid.cell(areas[0].top, areas[0].left)
        style = package.styles.of(0 if cell is None else cell.style)
        if changed.font_colour is None and changed.fill_colour is None:
            continue
        backgrounds = (changed.fill_colour,) if changed.fill_colour else style.fill.colours or (_WHITE,)
        font = changed.font_colour or style.font.colour or _BLACK
        ratio = min(contrast(font, background) for background in backgrounds)
        if ratio < _needed(style):
            yield Problem(
                sheet.name,
                str(areas[0]),
                f"Choose other colours for this conditional format: the contrast is {ratio:.1f}.",
            )


def _pale_series(package: Package, sheet: Sheet, chart: Element) -> Iterator[Problem]:
    theme = package.theme
    backgrounds = (chart.find("{*}chart/{*}plotArea/{*}spPr/{*}solidFill"), chart.find("{*}spPr/{*}solidFill"))
    background = next((colour for fill in backgrounds if (colour := drawn_colour(fill, theme))), _WHITE)
    for plot in chart.iterfind("{*}chart/{*}plotArea/*"):
        for series in plot.iterfind("{*}ser"):
            fills = (series.find(path) for path in _drawn_fills(plot, series))
            colours = [colour for fill in fills if (colour := drawn_colour(fill, theme)) is not None]
            if colours and max(contrast(colour, background) for colour in colours) < GRAPHIC_CONTRAST:
                place = series.find("{*}idx")
                number = 1 + (whole_number(None if place is None else place.get("val")) or 0)
                yield Problem(
                    sheet.name,
                    None,
                    f"Draw series {number} of a chart in a stronger colour than #{colours[0]}; 3 to 1 is needed.",
                )


def _drawn_fills(plot: Element, series: Element) -> Iterator[str]:
    """Give the paths to the fills that a series shows: a line has no area, and may have no markers."""
    yield "{*}spPr/{*}ln/{*}solidFill"
    if local_name(plot) not in _LINES:
        yield "{*}spPr/{*}solidFill"
    symbol = series.find("{*}marker/{*}symbol")
    if symbol is None or symbol.get("val") != "none":
        yield "{*}marker/{*}spPr/{*}solidFill"


def colour_has_words(package: Package) -> Iterator[Problem]:
    """Find conditional formats whose signal is not also said in words.

    Words are text in a coloured cell itself; elsewhere in its row of the same table, the first column
    left out because it names the row; outside tables, in a cell beside. A bar over a number that is
    shown repeats that number. A format that changes neither font nor fill colour gives no signal.
    """
    for sheet in package.worksheets:
        grid = package.grid(sheet)
        for rule, areas in _rules(grid):
            for area in areas:
                row = _row_without_words(package, sheet, area) if _is_signal(package, rule) else None
                if row is not None:
                    yield Problem(
                        sheet.name,
                        str(area),
                        f"Say in words, in the same row, what the colour says; row {row} has none.",
                    )


def _rules(grid: Grid) -> Iterator[tuple[Element, tuple[Range, ...]]]:
    """Give each rule of the conditional formats with the ranges it applies to."""
    for block in every(grid.root, "conditionalFormatting"):
        areas = parse_ranges(block.get("sqref") or block.findtext("{*}sqref") or "")
        for rule in block.iterfind("{*}cfRule"):
            yield rule, areas


def _is_signal(package: Package, rule: Element) -> bool:
    kind = rule.get("type")
    if kind == "dataBar":
        return any(bar.get("showValue") in {"0", "false"} for bar in every(rule, "dataBar"))
    if kind in {"iconSet", "colorScale"}:
        return True
    index = whole_number(rule.get("dxfId"))
    if index is not None and 0 <= index < len(package.styles.differential):
        changed = package.styles.differential[index]
        return changed.font_colour is not None or changed.fill_colour is not None
    return rule.find("{*}dxf") is not None


def _row_without_words(package: Package, sheet: Sheet, area: Range) -> int | None:
    """Return the first row of a range that has something to colour and nothing that says it."""
    grid = package.grid(sheet)
    table = next((table.area for table in package.tables_of(sheet) if table.area and table.area.overlaps(area)), None)
    for row in grid.rows:
        if not area.top <= row.number <= area.bottom:
            continue
        if table is not None and table.holds(row.number, area.left):
            first, last = table.left + 1, table.right
        else:
            first, last = area.left - 1, area.right + 1
        filled = any(area.left <= cell.column <= area.right and not cell.is_blank for cell in row.cells)
        said = any(
            cell.text.strip() and (first <= cell.column <= last or area.left <= cell.column <= area.right)
            for cell in row.cells
        )
        if filled and not said:
            return row.number
    return None


def readable_fonts(package: Package) -> Iterator[Problem]:
    """Find fonts with serifs, small text and turned text."""
    for sheet in package.worksheets:
        used: dict[int, Cell] = {}
        grid = package.grid(sheet)
        for cell in grid.cells():
            if cell.style not in used and not cell.is_blank:
                used[cell.style] = cell
        for index, cell in used.items():
            style = package.styles.of(index)
            yield from _judge_font(sheet, cell, style.font.name, style.font.size)
            if style.rotation:
                yield Problem(sheet.name, cell.address, "Write this text level; widen the column or wrap it.")
        for text, cell in grid.texts.items():
            for run in text.runs if isinstance(text, Text) else ():
                yield from _judge_font(sheet, cell, run.font, run.size)
        title = grid.cell(1, 1)
        if title is not None and not title.is_blank:
            size = package.styles.of(title.style).font.size
            if size is not None and SMALLEST_TEXT <= size < SMALLEST_TITLE:
                yield Problem(sheet.name, "A1", f"Set the title in {SMALLEST_TITLE} points or more, not {size:g}.")


def _judge_font(sheet: Sheet, cell: Cell, font: str | None, size: float | None) -> Iterator[Problem]:
    yield from (Problem(sheet.name, cell.address, advice) for advice in font_advice(font, size))


def font_advice(font: str | None, size: float | None) -> Iterator[str]:
    """Say what makes a font hard to read: serifs, and small text."""
    if font is not None and font.lower() not in SANS_SERIF_FONTS:
        yield f"Use a font without serifs, such as Calibri or Arial, not {font}."
    if size is not None and size < SMALLEST_TEXT:
        yield f"Set this text in {SMALLEST_TEXT} points or more, not {size:g}."
