"""Places blocks on rows: how high a row must be for its text, and where tables and panels stand."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Fact,
    Figures,
    Formula,
    Gap,
    Line,
    Link,
    Logo,
    Lookup,
    PageBreak,
    Panel,
    Paragraph,
    Pivot,
    PrintEnd,
    Sheet,
    Table,
    Titled,
    Value,
    Words,
)
from mobility_xl.workbook.style import StyleBook

MEASURED_SIZE = 11
"""The size of type whose widths are known; others are in proportion."""
BOLD = 1.06
"""How much wider bold type is."""
PADDING_PIXELS, INDENT_PIXELS = 5, 9
LINE_HEIGHT = 1.3
"""Height of a line of text, in sizes of its font."""
PADDING, CLOSE_PADDING = 4, 1
"""What a row has besides its lines, in points."""
TOO_WIDE = 0.2
"""By how much of its cell's width a word may seem too wide: letters that are drawn are narrower than they measure."""
DATA_ROW_HEIGHT = 15
HIGHEST_ROW = 409
FACT_COLUMN = 1
SLICER_HEIGHT = 150
CHART_COLUMNS = (2, 6)
"""Where a panel's charts begin: two to a row, each four columns wide."""
LEAST_CHART_HEIGHTS = (0, 190, 340, 510)
"""What one, two or three rows of charts take at least, in points."""
ROOMY_CHART_HEIGHT = 230
"""How high each of several rows of charts becomes, in points, where its page has room left."""
FILLED = 0.9
"""How much of what is left of a page is filled: programs are not at one about the height of rows."""
PIXELS_A_WIDTH, PIXELS_A_COLUMN, PIXELS_A_POINT = 7, 5, 4 / 3
PRINTED_WIDTH, PRINTED_HEIGHT = 10.2 * 72, 7.4 * 72
"""What a landscape Letter page holds between its margins, in points."""


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """Where a table stands: its header row, counted from 0, and the column of each header."""

    table: Table
    head: int
    columns: dict[str, int]


@dataclass(frozen=True, slots=True)
class PlacedPanel:
    """Where a panel's band and its last fact stand, and how high each of its charts is, in points."""

    row: int
    last: int
    chart_height: float


@dataclass
class Plan:
    """Where everything on one sheet stands, and how high its rows are in points."""

    sheet: Sheet
    blocks: list[tuple[int, Block]] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    tables: dict[str, PlacedTable] = field(default_factory=dict)
    panels: dict[str, PlacedPanel] = field(default_factory=dict)
    page_breaks: list[int] = field(default_factory=list)
    printed_rows: int = 0
    """How many rows are printed; all where this is 0."""
    growing: set[int] = field(default_factory=set)
    """The rows that grow with the text that people write in them."""

    def row_of(self, name: str) -> int:
        """Return the row that a link to a panel or table of that name leads to; the top without a name."""
        if name in self.panels:
            return self.panels[name].row
        return self.tables[name].head if name in self.tables else 0


class Measure:
    """Knows how wide and how high text is in the style book's fonts."""

    def __init__(self, style: StyleBook, pixels: Callable[[str], int]) -> None:
        self._style = style
        self._pixels = lru_cache(maxsize=None)(pixels)
        self._heights = lru_cache(maxsize=None)(self._measured)

    def lines(self, text: str, width: float, style: str) -> list[str]:
        """Return a text broken into the lines that it takes in a column, or in columns, of a width in characters."""
        room = self._room(width, style)
        broken = []
        for paragraph in text.split("\n"):
            line, used = "", 0.0
            for word in paragraph.split(" "):
                wide = self._pixels(word)
                if line and used + self._pixels(" ") + wide > room:
                    broken.append(line)
                    line, used = word, float(wide)
                else:
                    line, used = (f"{line} {word}", used + self._pixels(" ") + wide) if line else (word, float(wide))
            broken.append(line)
        return broken

    def height(self, text: str, width: float, style: str) -> float:
        """Return how high a wrapped text is, in points; a word that is wider than its cell is broken there."""
        # What sheets say again and again, such as Strong, is measured once.
        return self._heights(text, width, style)

    def _measured(self, text: str, width: float, style: str) -> float:
        size: float = self._style.styles[style].get("font_size", MEASURED_SIZE)
        room = max(self._room(width, style), 1.0)
        lines = sum(max(math.ceil(self._pixels(line) / room - TOO_WIDE), 1) for line in self.lines(text, width, style))
        return math.ceil(lines * size * LINE_HEIGHT + PADDING)

    def _room(self, width: float, style: str) -> float:
        """Return how wide a text can be in a column, in pixels of the measured size."""
        look = self._style.styles[style]
        scale = look.get("font_size", MEASURED_SIZE) / MEASURED_SIZE * (BOLD if look.get("bold") else 1.0)
        room: float = (width * PIXELS_A_WIDTH - PADDING_PIXELS - INDENT_PIXELS * look.get("indent", 0)) / scale
        return room

    def row_height(self, cells: Sequence[tuple[float, Cell]]) -> float:
        """Return how high a row must be, in points, for cells of given widths in characters."""
        return max(self.height(text, width, cell.style) for width, cell in cells for text in _texts_of(cell.value))


def _texts_of(value: Value) -> tuple[str, ...]:
    """Return all that a cell may say."""
    others = value.others if isinstance(value, Formula) else ()
    return (text_of(value), *others)


def text_of(value: Value) -> str:
    """Return what a cell will say; a number says little and is never wrapped."""
    if isinstance(value, Words | Link | Titled):
        return value.text
    if isinstance(value, Formula | Entry | Lookup):
        value = value.value if isinstance(value.value, str) else ""
    return value if isinstance(value, str) else ""


def as_cell(value: Value | Cell | None, column: Column) -> Cell:
    """Return a table's value as a cell in its column's style; where people write, as an entry."""
    if isinstance(value, Cell):
        return value
    if column.entry and (value is None or isinstance(value, str | float | int)):
        value = replace(column.entry, name="", value=value)
    return Cell("" if value is None else value, column.style, column.number_format)


def pivot_heights(pivot: Pivot, heads: Sequence[float]) -> list[float]:
    """Return the heights of a PivotTable's rows: slicers, filters, one between, headings, and its room."""
    slicers = [SLICER_HEIGHT] if pivot.slicers else []
    return [
        *slicers,
        *[DATA_ROW_HEIGHT] * (len(pivot.filters) + 1),
        *heads,
        *[DATA_ROW_HEIGHT] * pivot.room,
    ]


def plan(sheet: Sheet, blocks: Sequence[Block], measure: Measure) -> Plan:
    """Place the blocks of one sheet, from its first row down; what may grow takes the rest of a page that is alone."""
    planned = _planned(sheet, blocks, measure)
    filling = [block for block in blocks if isinstance(block, Figures) and block.highest > block.height]
    if not sheet.one_page or not filling:
        return planned
    printed = [height for row, height in planned.heights.items() if row < (planned.printed_rows or row + 1)]
    more = max(_page_height(sheet) - sum(printed), 0.0) / len(filling)
    higher = {id(one): replace(one, height=math.floor(min(one.height + more, one.highest))) for one in filling}
    return _planned(sheet, [higher.get(id(block), block) for block in blocks], measure)


def _planned(sheet: Sheet, blocks: Sequence[Block], measure: Measure) -> Plan:
    planner = _Planner(sheet, measure)
    for block in blocks:
        planner.place(block)
    planner.fill_page()
    return planner.plan


def _page_height(sheet: Sheet) -> float:
    """Return how high a page is, in points of the sheet, which is printed one page wide."""
    printed = sheet.widths[: sheet.printed or None]
    width = sum(one * PIXELS_A_WIDTH + PIXELS_A_COLUMN for one in printed) / PIXELS_A_POINT
    return PRINTED_HEIGHT * max(width / PRINTED_WIDTH, 1.0)


class _Planner:
    """Places one block after the other, and begins a new page before a panel that would be cut."""

    def __init__(self, sheet: Sheet, measure: Measure) -> None:
        self.plan = Plan(sheet)
        self._measure = measure
        self._row = 0
        self._on_page = 0.0
        self._page_height = _page_height(sheet)
        self._roomy: dict[str, int] = {}
        """The panels on this page with several rows of charts, and how many."""

    def place(self, block: Block) -> None:
        """Place a block below the last one."""
        match block:
            case Paragraph():
                for line in self._lines_of(block.text, block.style):
                    self.place(line)
            case PageBreak():
                self._new_page()
            case PrintEnd():
                self.plan.printed_rows = self._row
            case Table():
                self._table(block)
            case Panel():
                self._panel(block)
            case Line() if block.grows:
                self._block(block)
                widths = self.plan.sheet.widths
                needed = self._measure.row_height([(widths[column], cell) for column, cell in block.cells])
                self._rows([min(max(block.height, needed), HIGHEST_ROW)], grow=True)
            case Line() | Gap() | Figures():
                self._block(block)
                self._rows([block.height])
            case Pivot():
                self._block(block)
                self._rows(pivot_heights(block, self._pivot_heads(block)))
            case Logo():
                self._block(block)

    def _lines_of(self, text: str, style: str, accent: str = "") -> list[Line]:
        """Return a text as wide as the sheet, on as many rows as it takes."""
        sheet = self.plan.sheet
        width = sum(sheet.widths[: sheet.printed or None])
        *first, last = self._measure.lines(text, width, style)
        height = self._measure.height(last, width, style)
        # Within a text no room is left between its lines.
        return [
            *(Line.of(line, style, height - PADDING, accent) for line in first),
            Line.of(last, style, height, accent),
        ]

    def _block(self, block: Block) -> None:
        self.plan.blocks.append((self._row, block))

    def _rows(self, heights: Sequence[float], *, grow: bool = False) -> None:
        for height in heights:
            self.plan.heights[self._row] = height
            if grow:
                self.plan.growing.add(self._row)
            self._on_page += height
            self._row += 1

    def fill_page(self) -> None:
        """Let panels with several rows of charts share what is left of their page."""
        left = max(self._page_height - self._on_page, 0.0) * FILLED
        for name, rows in self._roomy.items():
            placed = self.plan.panels[name]
            higher = min(left / len(self._roomy), (ROOMY_CHART_HEIGHT - placed.chart_height) * rows)
            if higher > 0:
                self.plan.panels[name] = replace(placed, chart_height=placed.chart_height + higher / rows)
                self.plan.heights[placed.last] += higher
        self._roomy.clear()

    def _new_page(self) -> None:
        self.fill_page()
        if self._on_page:
            self.plan.page_breaks.append(self._row)
            self._on_page = 0.0

    def _table(self, table: Table) -> None:
        widths = self.plan.sheet.widths
        heads = [(width, Cell(one.header, one.header_style)) for width, one in zip(widths, table.columns, strict=False)]
        heights = [self._measure.row_height(heads) - self._closer(table), *self._row_heights(table)]
        lines = [
            *(self._lines_of(table.title, "table_title", self.plan.sheet.accent) if table.title else ()),
            *(self._lines_of(table.note, "note") if table.note else ()),
        ]
        above = table.above
        needed = sum(line.height for line in lines) + (above.height if above else 0) + sum(heights)
        if self._on_page + needed > self._page_height > sum(heights):
            self._new_page()
            above = table.above_on_new_page or above
        for line in (*lines, *([above] if above else ())):
            self.place(line)
        self._block(table)
        columns = {column.header: index for index, column in enumerate(table.columns)}
        self.plan.tables[table.name] = PlacedTable(table, self._row, columns)
        self._rows(heights[:1])
        self._rows(heights[1:], grow=table.grows)

    def _closer(self, table: Table) -> float:
        return PADDING - CLOSE_PADDING if table.close else 0

    def _pivot_heads(self, pivot: Pivot) -> list[float]:
        """Return how high the headings of a PivotTable are: the name of the number, and the items across."""
        label, *_, width = self.plan.sheet.widths
        return [
            self._measure.height(pivot.caption, label, "table_head"),
            max(self._measure.height(item, width, "table_head_right") for item in pivot.across.order),
        ]

    def _row_heights(self, table: Table) -> list[float]:
        """Return the height of each row of a table's body."""
        if table.row_heights and not table.grows:
            return list(table.row_heights)
        if table.is_data:
            return [DATA_ROW_HEIGHT] * len(table.rows)
        heights = []
        for row in table.rows:
            entries = zip(self.plan.sheet.widths, table.columns, row, strict=False)
            cells = [(width, as_cell(value, column)) for width, column, value in entries]
            heights.append(self._measure.row_height(cells) - self._closer(table))
        # What people wrote there may need more than the room that was left for it.
        least = table.row_heights or heights
        return [min(max(pair), HIGHEST_ROW) for pair in zip(heights, least, strict=True)]

    def _panel(self, panel: Panel) -> None:
        width = self.plan.sheet.widths[FACT_COLUMN]
        heights = [self._fact_height(fact, width) for fact in panel.facts]
        rows_of_charts = math.ceil(len(panel.charts) / len(CHART_COLUMNS))
        least = LEAST_CHART_HEIGHTS[rows_of_charts]
        # Words and charts end together: the last fact takes what is left.
        heights[-1] += max(least - sum(heights), 0)
        if self._on_page + panel.band.height + sum(heights) > self._page_height:
            self._new_page()
        self._block(panel)
        last = self._row + len(heights)
        self.plan.panels[panel.name] = PlacedPanel(self._row, last, sum(heights) / max(rows_of_charts, 1))
        if rows_of_charts > 1:
            self._roomy[panel.name] = rows_of_charts
        self._rows([panel.band.height, *heights])

    def _fact_height(self, fact: Fact, width: float) -> float:
        if not (text_of(fact.label.value) or fact.text.value):
            return fact.least_height
        label = (self.plan.sheet.widths[0], fact.label)
        return max(self._measure.row_height([label, (width, fact.text)]), fact.least_height)
