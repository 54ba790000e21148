"""Writes one sheet: its blocks as cells, tables, charts and what people may type; and the way it prints."""

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from mobility_xl.functions.registry import literal
from mobility_xl.harmless import begins_formula, harmless
from mobility_xl.workbook.blocks import (
    Block,
    Call,
    Cell,
    Difference,
    Entry,
    Figures,
    Formula,
    Line,
    Link,
    Logo,
    Lookup,
    Panel,
    Pivot,
    Sparkline,
    Table,
    Titled,
    Words,
)
from mobility_xl.workbook.charts import Named, Range, TrendChart
from mobility_xl.workbook.package import Range as Area
from mobility_xl.workbook.package import cell_name, column_name, sheet_name
from mobility_xl.workbook.phrases import index_match
from mobility_xl.workbook.pivots import HEAD_ROWS, Crosstab, Placed, cache_name, cells
from mobility_xl.workbook.writing.addresses import column_addresses, range_address
from mobility_xl.workbook.writing.charts import PLAIN, Charts
from mobility_xl.workbook.writing.formats import Formats
from mobility_xl.workbook.writing.formula_texts import FixedText, sentence
from mobility_xl.workbook.writing.layout import (
    CHART_COLUMNS,
    DATA_ROW_HEIGHT,
    PIXELS_A_COLUMN,
    PIXELS_A_POINT,
    PIXELS_A_WIDTH,
    Plan,
    as_cell,
)

CHART_WIDTH = 405
NARROW = 0.5
"""The width of a column that is not to be seen, in characters."""
LONGEST_PROMPT = 255
LONGEST_LIST = 255
"""How many letters a list of choices may have in all; a longer one stands in a table."""
BOX = '[=1]"\u2611";[=0]"\u2610";General'
"""Shows a box where a program does not draw one for TRUE and FALSE."""
ENTERED = f"[<0]General;{PLAIN}"
"""A number as it was typed: without a section of its own, one below 0 loses its sign in some programs."""
ENTRY_FORMATS = {"check": BOX, "number": ENTERED, "share": "0.0%", "year": "0", "date": "yyyy-mm-dd"}
TYPED: dict[str, dict[str, Any]] = {
    "number": {"validate": "decimal", "criteria": ">=", "value": 0},
    "share": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
    "year": {"validate": "integer", "criteria": "between", "minimum": 1900, "maximum": 2200},
    "date": {"validate": "date", "criteria": ">=", "value": datetime(1900, 1, 1)},
}
"""What can be typed into an entry of each kind; text and checks take anything."""
NOTHING = "-"
"""What stands where a line would be over a table of a sheet that the template leaves out."""
PLACE_IN_A_FORMULA = re.compile(r"{(@?)([^{}]+)}")
LONGEST_FOOTER = 255
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.45, "bottom": 0.55}
NARROW_MARGINS = {"left": 0.25, "right": 0.25, "top": 0.3, "bottom": 0.5}
"""In inches; a sheet that is printed on one page has more of it."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all sheets of a workbook are written with."""

    plans: dict[str, Plan]
    formats: Formats
    charts: Charts
    addresses: dict[str, str]
    """Where the cells are that formulas find by a name."""
    values: bool
    """Whether every formula is frozen as its value."""
    place: str
    source: str
    """What the footers say: what the workbook is about, and where its numbers come from."""


class SheetWriter:
    """Writes one sheet of a workbook, which is the writing library's."""

    def __init__(self, workbook: Any, placed: Plan, shared: Shared) -> None:
        self._workbook = workbook
        self._plan = placed
        self._plans = shared.plans
        self._formats = shared.formats
        self._charts = shared.charts
        self._named = shared.addresses
        self._values = shared.values
        self._place, self._source = shared.place, shared.source
        self._sheet = workbook.add_worksheet(placed.sheet.tab)
        self._sheet.growing = placed.growing
        self._quoted = sheet_name(placed.sheet.tab)

    def write(self) -> None:
        """Write columns, rows, blocks and the way it prints."""
        sheet, made = self._plan.sheet, self._sheet
        for column, width in enumerate(sheet.widths):
            made.set_column(column, column, width)
        for row, height in self._plan.heights.items():
            if height != DATA_ROW_HEIGHT:
                made.set_row(row, height)
        self._keep_room()
        if sheet.accent:
            made.set_tab_color(self._formats.accent(sheet.accent))
        made.hide_gridlines(2)
        for row, block in self._plan.blocks:
            self._block(row, block)
        made.set_landscape()
        made.set_paper(1)
        made.set_margins(**(NARROW_MARGINS if sheet.one_page else MARGINS))
        made.fit_to_pages(1, 1 if sheet.one_page else 0)
        if sheet.printed or self._plan.printed_rows:
            rows = self._plan.printed_rows or max(self._plan.heights) + 1
            made.print_area(0, 0, rows - 1, (sheet.printed or len(sheet.widths)) - 1)
        left, center = f"{self._place}: {sheet.tab}", self._source
        right = "&R&10Page &P of &N"
        room = LONGEST_FOOTER - len(f"&L&10{_plain(left)}&C&10{right}")
        made.set_footer(f"&L&10{_plain(left)}&C&10{_plain(_shortened(center, room))}{right}")
        if self._plan.page_breaks and not sheet.one_page:
            made.set_h_pagebreaks(self._plan.page_breaks)

    def _keep_room(self) -> None:
        """Hold rows that grow open while little is written in them: some programs fit them to their text at once.

        What holds a row stands right of all columns, in one too narrow to be seen.
        """
        beside = len(self._plan.sheet.widths)
        for row in sorted(self._plan.growing):
            self._sheet.write_blank(row, beside, None, self._formats.room(self._plan.heights[row]))
        if self._plan.growing:
            self._sheet.set_column(beside, beside, NARROW)

    def _block(self, row: int, block: Block) -> None:
        match block:
            case Line():
                self._line(row, block)
            case Table():
                self._table(row, block)
            case Panel():
                self._panel(row, block)
            case Figures():
                self._figures(row, block)
            case Pivot():
                self._pivot(row, block)
            case Logo():
                self._logo(row, block)

    def _line(self, row: int, line: Line) -> None:
        if line.fills:
            accent = line.cells[0][1].accent
            for column in range(len(self._plan.sheet.widths)):
                self._sheet.write_blank(row, column, None, self._formats.get(line.fills, accent=accent))
        for column, cell in line.cells:
            self._cell(row, column, cell)

    def _pivot(self, row: int, pivot: Pivot) -> None:
        source = self._workbook.pivot_source
        shown = Crosstab.of(pivot, source)
        top = row + pivot.slicers
        for down, across, cell in cells(pivot, shown, source):
            if cell.value == "":
                self._sheet.write_blank(top + down, across, None, self._formats.get(cell.style))
            else:
                self._cell(top + down, across, cell)
        head = top + len(pivot.filters) + 1
        last, right = head + HEAD_ROWS - 1 + len(shown.down), len(pivot.down) + len(shown.across) - 1
        number = self._sheet.index + 1
        placed = Placed(
            pivot,
            shown,
            f"xl/worksheets/sheet{number}.xml",
            number,
            row,
            str(Area(head + 1, 1, last + 1, right + 1)),
            number_format=0,
        )
        self._workbook.pivots.append((placed, self._formats.get("cell_right", pivot.number_format)))
        for field in pivot.filters if pivot.slicers else ():
            self._workbook.define_name(cache_name(field), "=#N/A")

    def _logo(self, row: int, logo: Logo) -> None:
        last = len(self._plan.sheet.widths) - 1
        options = {"image_data": BytesIO(logo.picture), "description": "Logo", "object_position": 3}
        self._sheet.insert_image(row, last, "logo.png", options)

    def _table(self, row: int, table: Table) -> None:
        head, last = row, row + len(table.rows)
        options = {
            "name": table.name,
            "title": table.title,
            "description": table.description,
            "autofilter": False,
            "style": None,
            "columns": [
                {"header": one.header, "header_format": self._formats.get(one.header_style)} for one in table.columns
            ],
        }
        formulas = [self._addressed(one.formula, table.name) for one in table.columns]
        if table.repeats:
            self._sheet.repeat_rows(head)
        if table.is_data:
            looks = [
                (self._formats.get(one.style, one.number_format), "" if self._values else formula)
                for one, formula in zip(table.columns, formulas, strict=True)
            ]
            self._sheet.add_data_table(head, table.rows, looks, options)
        else:
            self._sheet.add_table(head, 0, last, len(table.columns) - 1, options)
        for column, formula in enumerate(formulas):
            if formula:
                # Excel fills it into rows that people add; the rows that are there have it with their value.
                self._sheet.tables[-1]["columns"][column]["formula"] = formula
        if table.is_data:
            return
        for column, one in enumerate(table.columns):
            if one.entry:
                self._validate(head + 1, column, last, column, one.entry)
            for when in one.when:
                criteria = f"={self._beside(when.condition, head + 1, table)}"
                rule = {"type": "formula", "criteria": criteria, "format": self._formats.conditional(when)}
                self._sheet.conditional_format(head + 1, column, last, column, rule)
        for index, values in enumerate(table.rows):
            end = table.ends.get(index, "")
            for column, value in enumerate(values):
                cell = as_cell(value, table.columns[column])
                self._cell(head + 1 + index, column, cell, end, table)

    def _panel(self, row: int, panel: Panel) -> None:
        self._line(row, panel.band)
        for index, fact in enumerate(panel.facts, row + 1):
            self._cell(index, 0, fact.label)
            self._cell(index, 1, fact.text)
        height = self._plan.panels[panel.name].chart_height * PIXELS_A_POINT
        wide = len(panel.charts) == 1 and isinstance(panel.charts[0], TrendChart)
        width = 2 * CHART_WIDTH if wide else CHART_WIDTH
        for index, chart in enumerate(panel.charts):
            made = self._charts.make(chart, self._reference)
            made.set_size({"width": width, "height": round(height) - 6})
            down, across = divmod(index, len(CHART_COLUMNS))
            options = {
                "x_offset": 6,
                "y_offset": round(down * height) + 3,
                "object_position": 2,
                "description": chart.description,
            }
            self._sheet.insert_chart(row + 1, CHART_COLUMNS[across], made, options)

    def _figures(self, row: int, figures: Figures) -> None:
        """Place charts side by side over the width of the sheet."""
        sheet = self._plan.sheet
        width = sum(one * PIXELS_A_WIDTH + PIXELS_A_COLUMN for one in sheet.widths[: sheet.printed or None])
        each = width * figures.part / len(figures.charts)
        for index, chart in enumerate(figures.charts):
            made = self._charts.make(chart, self._reference)
            made.set_size({"width": round(each) - 8, "height": round(figures.height * PIXELS_A_POINT) - 6})
            options = {"x_offset": round(index * each) + 4, "y_offset": 3, "object_position": 2}
            self._sheet.insert_chart(row, 0, made, options | {"description": chart.description})

    def _entry(self, row: int, column: int, entry: Entry, look: Any, *, validated: bool) -> None:
        """Write a cell that people write in, with what is in it already."""
        if not validated:
            self._validate(row, column, row, column, entry)
        match entry.value:
            case None | "" if entry.kind != "check":
                self._sheet.write_blank(row, column, None, look)
            case str():
                self._sheet.write_string(row, column, entry.value, look)
            case bool() | None:
                self._sheet.insert_checkbox(row, column, bool(entry.value), look)
            case _:
                self._sheet.write_number(row, column, entry.value, look)

    def _validate(self, first_row: int, first_column: int, last_row: int, last_column: int, entry: Entry) -> None:
        """Say what may be typed, and what a cell is for."""
        options: dict[str, Any] = {"ignore_blank": True}
        if entry.kind == "choice":
            options |= {"validate": "list", "source": self._choices(entry.choices)}
        elif entry.kind in TYPED:
            options |= TYPED[entry.kind]
        elif entry.prompt:
            options |= {"validate": "any"}
        else:
            return
        if entry.prompt:
            options["input_message"] = entry.prompt[:LONGEST_PROMPT]
        self._sheet.data_validation(first_row, first_column, last_row, last_column, options)

    def _choices(self, choices: tuple[str, ...] | str) -> list[str] | str:
        if isinstance(choices, str):
            table, _, column = choices.removesuffix("]").partition("[")
            return f"={column_addresses(self._plans)(table, column)}"
        if len(",".join(choices)) > LONGEST_LIST:
            raise ValueError(f"The choices {choices} are too long for a cell: put them into a table.")
        return list(choices)

    def _addressed(self, template: str, table: str = "") -> str:
        """Return a formula with addresses in its places."""

        def address(place: re.Match[str]) -> str:
            if place[1]:
                return f"{table}[[#This Row],[{place[2]}]]"
            if "[" in place[2]:
                return self._column(*place[2].removesuffix("]").split("[", 1))
            return self._named[place[2]]

        return PLACE_IN_A_FORMULA.sub(address, template)

    def _column(self, table: str, column: str) -> str:
        """Return the address of a table's column, as far as its table has room."""
        placed = next(one for one in self._plans.values() if table in one.tables)
        found = placed.tables[table].table
        return range_address(placed, Range(table, column, 0, max(len(found.rows), found.room) - 1))

    def _beside(self, condition: str, row: int, table: Table) -> str:
        """Return a conditional format's condition: it knows no names of tables, and no other sheet."""
        columns = [one.header for one in table.columns]

        def address(place: re.Match[str]) -> str:
            if place[1]:
                at = columns.index(place[2]) + 1
                return f"${column_name(at)}{row + 1}"
            return self._named[place[2]].removeprefix(f"{self._quoted}!")

        return PLACE_IN_A_FORMULA.sub(address, condition)

    def _cell(self, row: int, column: int, cell: Cell, end: str = "", table: Table | None = None) -> None:
        value, number_format = cell.value, cell.number_format
        if isinstance(value, Lookup | Formula):
            number_format = number_format or value.number_format
        elif isinstance(value, Difference):
            number_format = number_format or value.more.number_format
        elif isinstance(value, Entry):
            number_format = number_format or ENTRY_FORMATS.get(value.kind, "")
        if isinstance(value, Formula):
            template = self._addressed(value.template, table.name if table else "")
            value = Formula(template, value.value, value.number_format, value.name)
        written = value.value if isinstance(value, Entry) else value
        quoted = isinstance(written, str) and begins_formula(written)
        look = self._formats.get(cell.style, number_format, cell.accent, end, quoted=quoted)
        match value:
            case str():
                self._sheet.write_string(row, column, value, look)
            case Words() if "{" not in value.template:
                self._sheet.write_string(row, column, value.text, look)
            case Link() | Sparkline() if value.tab not in self._plans:
                self._sheet.write_string(row, column, value.text if isinstance(value, Link) else NOTHING, look)
            case Lookup() | Difference() | Words() | Call() | Formula() | Link():
                self._formula(row, column, value, look)
            case Entry():
                validated = table is not None and table.columns[column].entry is not None
                self._entry(row, column, value, look, validated=validated)
            case Titled():
                self._titled(row, column, value, look, cell.accent)
            case Sparkline():
                self._sparkline(row, column, value, look, cell.accent)
            case _:
                self._sheet.write_number(row, column, value, look)

    def _formula(
        self, row: int, column: int, value: Lookup | Difference | Words | Call | Formula | Link, look: Any
    ) -> None:
        formula, cached = self._formula_of(value)
        if self._values and isinstance(cached, str):
            self._sheet.write_string(row, column, cached, look)
        elif self._values:
            self._sheet.write_number(row, column, cached, look)
        elif isinstance(value, Call) and value.dynamic:
            kept = FixedText(cached) if isinstance(cached, str) else cached
            self._sheet.write_dynamic_array_formula(row, column, row, column, f"={formula}", look, kept)
        else:
            self._sheet.write_formula(row, column, f"={formula}", look, cached)

    def _formula_of(self, value: Lookup | Difference | Words | Call | Formula | Link) -> tuple[str, float | str]:
        """Return a value's formula, and what it gives."""
        match value:
            case Lookup():
                return index_match(value), value.value
            case Difference():
                return f"{index_match(value.more)}-{index_match(value.less)}", _less(value)
            case Words():
                return sentence(value), value.text
            case Call():
                return value.formula, value.value
            case Formula():
                return value.template, value.value
            case Link():
                return self._link(value), value.text

    def _link(self, link: Link) -> str:
        row = self._plans[link.tab].row_of(link.target) + link.row
        address = f"#{sheet_name(link.tab)}!{cell_name(row + 1, 1)}"
        words = self._addressed(link.words) if link.words else literal(link.text)
        return f"HYPERLINK({literal(address)},{words})"

    def _titled(self, row: int, column: int, titled: Titled, look: Any, accent: str) -> None:
        unit = self._formats.get("band_unit", accent=accent)
        text, counted_in = harmless(titled.text, "cell"), harmless(titled.unit, "cell")
        self._sheet.write_rich_string(row, column, look, f"{text}, ", unit, counted_in, look)

    def _sparkline(self, row: int, column: int, line: Sparkline, look: Any, accent: str) -> None:
        placed = self._plans[line.tab].tables[line.table]
        at = Range(line.table, line.column, 0, len(placed.table.rows) - 1)
        self._sheet.write_blank(row, column, None, look)
        self._sheet.add_sparkline(
            row,
            column,
            {
                "range": range_address(self._plans[line.tab], at),
                "last_point": True,
                "weight": 1.75,
                "series_color": self._formats.accent(accent),
                "last_color": self._formats.ink(),
            },
        )

    def _reference(self, at: Range | Named) -> str:
        return self._named[at.name] if isinstance(at, Named) else range_address(self._plan, at)


def _less(difference: Difference) -> float:
    more, less = difference.more.value, difference.less.value
    return more - less if isinstance(more, float) and isinstance(less, float) else 0.0


def _shortened(text: str, most: int) -> str:
    """Return a text, cut off where it is longer than there is room for."""
    return text if len(_plain(text)) <= most else f"{text[: max(most // 2, 3) - 3]}..."


def _plain(text: str) -> str:
    """Return text for a footer, where an ampersand begins a code."""
    return text.replace("&", "&&")
