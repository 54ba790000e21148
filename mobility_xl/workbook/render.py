"""Writes sheets as an Excel workbook: the only module that imports the writing library.

Every formula carries its right value, since LibreOffice, previewers and Protected View show what is
cached; and Excel is told that nothing needs to be calculated anew.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_pixel_width, xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

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
    Named,
    Panel,
    Pivot,
    Range,
    Sheet,
    Sparkline,
    Table,
    Titled,
    TrendChart,
    Value,
    When,
    Words,
)
from mobility_xl.workbook.charts import PLAIN, Charts
from mobility_xl.workbook.data_rows import data_rows
from mobility_xl.workbook.lambda_names import Address, DefinedName
from mobility_xl.workbook.layout import (
    CHART_COLUMNS,
    DATA_ROW_HEIGHT,
    PIXELS_A_COLUMN,
    PIXELS_A_POINT,
    PIXELS_A_WIDTH,
    Measure,
    Plan,
    as_cell,
    plan,
)
from mobility_xl.workbook.parts import Parts
from mobility_xl.workbook.phrases import index_match
from mobility_xl.workbook.pivots import HEAD_ROWS, Crosstab, Placed, Source, add_pivots, cache_name, cells
from mobility_xl.workbook.style import ACCENTED, ENTRIES, StyleBook

CALCULATED_BY = 191029
"""The version that is said to have calculated the file: for an older one, Excel would do it anew."""

PLAIN_TEXT = re.compile(r"[\w|,.$/()-]+(?: [\w|,.$/()-]+)*")
"""Texts with nothing in them that a file writes otherwise."""
LONGEST_TEXT_IN_A_FORMULA = 255
CHART_WIDTH = 405
LONGEST_PROMPT = 255
LONGEST_LIST = 255
"""How many letters a list of choices may have in all; a longer one stands in a table."""
BOX = '[=1]"\u2611";[=0]"\u2610";General'
"""Shows a box where a program does not draw one for TRUE and FALSE."""
ENTRY_FORMATS = {"check": BOX, "number": PLAIN, "share": "0.0%", "year": "0", "date": "yyyy-mm-dd"}
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
_TEXT = re.compile(r'"[^"]*(?:""[^"]*)*"')
"""A text within a formula."""
LONGEST_FOOTER = 255
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


@dataclass(frozen=True, slots=True)
class Properties:
    """What a workbook says of itself."""

    title: str
    subject: str
    keywords: str
    place: str
    source: str
    created: datetime
    custom: dict[str, str]


def render(
    sheets: Sequence[Sheet],
    blocks: Sequence[Sequence[Block]],
    style: StyleBook,
    properties: Properties,
    *,
    values: bool,
    names: Callable[[Address], Iterable[DefinedName]] | None = None,
) -> bytes:
    """Return a workbook as the bytes of an .xlsx file; the same sheets give the same bytes.

    Parameters
    ----------
    sheets, blocks
        The sheets in order, and the blocks of each.
    style
        How they look.
    properties
        The document's properties.
    values
        Whether every formula is frozen as its value.
    names
        Gives the workbook's defined names, told where the columns of the tables are; none without.
    """
    made = BytesIO()
    workbook = _Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_calc_mode("auto", CALCULATED_BY)
    workbook.calc_on_load = False
    if style.has_theme:
        workbook.use_custom_theme(style.path)
    workbook.set_properties(
        {
            "title": properties.title,
            "subject": properties.subject,
            "author": "mobility_xl",
            "keywords": properties.keywords,
            "created": properties.created,
        }
    )
    for name, text in properties.custom.items():
        workbook.set_custom_property(name, text)
    measure = Measure(style, xl_pixel_width)
    plans = {sheet.tab: plan(sheet, drawn, measure) for sheet, drawn in zip(sheets, blocks, strict=True)}
    workbook.pivot_source = _pivot_source(plans)
    named = list(_named_cells(plans))
    addresses = {value.name: address for value, address in named}
    shared = _Shared(plans, _Formats(workbook, style), Charts(workbook, style), addresses, values)
    for placed in plans.values():
        _SheetWriter(workbook, placed, shared).write(properties)
    for value, address in named:
        if isinstance(value, Entry):
            workbook.define_name(value.name, f"={address}")
    for one in names(_addresses(plans)) if names else ():
        workbook.define_name(one.name, one.definition)
        workbook.comments[one.name] = one.comment
    workbook.close()
    return made.getvalue()


class _Packager(Packager):  # type: ignore[misc]
    """Adds in the library's own pass what it does not offer: a language, named styles, comments on names, pivots."""

    def _create_package(self) -> list[tuple[BytesIO, str, bool]]:
        made = super()._create_package()
        parts = Parts({name: part.getvalue() for part, name, binary in made if not binary})
        _add_language(parts)
        _add_named_styles(parts)
        _add_comments(parts, self.workbook.comments)
        if self.workbook.pivots:
            placed = [replace(one, number_format=look.num_format_index) for one, look in self.workbook.pivots]
            add_pivots(parts, self.workbook.pivot_source, placed)
        pictures = [(part, name, True) for part, name, binary in made if binary]
        return [*((BytesIO(text.encode()), name, True) for name, text in parts.texts.items()), *pictures]

    def _write_shared_strings_file(self) -> None:
        texts = _SharedStrings()
        texts.string_table = self.workbook.str_table
        texts._set_xml_writer(self._filename("xl/sharedStrings.xml"))
        texts._assemble_xml_file()


class _SharedStrings(SharedStrings):  # type: ignore[misc]
    """Writes plain texts, as keys are, as they are: the library searches each six times for what to escape."""

    def _write_si(self, string: str) -> None:
        if PLAIN_TEXT.fullmatch(string) and "_x" not in string:
            self.fh.write(f"<si><t>{string}</t></si>")
        else:
            super()._write_si(string)


def _add_language(parts: Parts) -> None:
    parts.edit("docProps/core.xml", "</dc:creator>", "</dc:creator><dc:language>en-US</dc:language>")


def _add_named_styles(parts: Parts) -> None:
    count = f'count="{1 + len(NAMED_STYLES)}"'
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    names = "".join(
        f'<cellStyle name="{name}" xfId="{number}" builtinId="{builtin}"/>'
        for number, (name, builtin) in enumerate(NAMED_STYLES.items(), 1)
    )
    for old, new in (
        ('<cellStyleXfs count="1">', f"<cellStyleXfs {count}>"),
        ("</cellStyleXfs>", f"{plain * len(NAMED_STYLES)}</cellStyleXfs>"),
        ('<cellStyles count="1">', f"<cellStyles {count}>"),
        ("</cellStyles>", f"{names}</cellStyles>"),
    ):
        parts.edit("xl/styles.xml", old, new)


def _add_comments(parts: Parts, comments: dict[str, str]) -> None:
    for name, comment in comments.items():
        start = f'<definedName name="{name}"'
        parts.edit("xl/workbook.xml", f"{start}>", f'{start} comment="{escape(comment)}">')


class _Text(str):
    """A text that stays one: of an array formula's text the library makes a number where it can, also of a code."""

    __slots__ = ()

    def __float__(self) -> float:
        raise ValueError("This is a text.")


def _kept(text: str) -> str:
    """Return a text so that it stays as it is, also where it looks like the library's own text of two looks."""
    text = harmless(text, "cell")
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
    return text


class _Worksheet(Worksheet):  # type: ignore[misc]
    """Writes numbers with all their digits: the library's 16 would change the last bit of published ones.

    Formulas are written as they are: ours hold no function that the library would have to prefix, and its
    search for them took a fifth of the time of a workbook.
    """

    growing: frozenset[int] | set[int] = frozenset()
    """The rows that grow with the text that people write in them."""
    dim_rowmin: int
    dim_rowmax: int

    def __init__(self) -> None:
        super().__init__()
        self._data: list[tuple[range, str]] = []

    def add_data_table(
        self,
        head: int,
        rows: Sequence[Sequence[Value | Cell]],
        looks: Sequence[tuple[Format, str]],
        options: dict[str, Any],
    ) -> None:
        """Add a table whose rows are written as text, below what was added so.

        ``looks`` are its columns' formats, with the formula of those whose numbers one gives.
        """
        first, last, right = head + 1, head + len(rows), len(looks) - 1
        # The library notes each cell of a table to find tables that overlap: ours stand one below the other.
        self.add_table(head, 0, first, right, options)
        self.tables[-1]["range"] = xl_range(head, 0, last, right)
        self._check_dimensions(last, right)
        columns = [
            (xl_col_to_name(column), look._get_xf_index(), formula) for column, (look, formula) in enumerate(looks)
        ]
        texts = self.str_table
        before = texts.count
        written = data_rows(rows, first + 1, columns, lambda text: texts._get_shared_string_index(_kept(text)))
        # The library counts every use of a text.
        texts.count = before + written.count(' t="s">')
        self._data.append((range(first, last + 1), written))

    def _write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        answer: int = super()._write_string(row, col, _kept(string), cell_format)
        return answer

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: float | str = 0
    ) -> int:
        self._check_dimensions(row, col)
        self.table[row][col] = CellFormulaTuple(self._prepare_formula(formula), cell_format, value)
        return 0

    def _write_rows(self) -> None:
        """Write the rows in order: the library's up to each data table, then the table's."""
        first, last = self.dim_rowmin, self.dim_rowmax
        for rows, written in self._data:
            self.dim_rowmax = rows.start - 1
            super()._write_rows()
            self.fh.write(written)
            self.dim_rowmin = rows.stop
        self.dim_rowmax = last
        super()._write_rows()
        self.dim_rowmin = first

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT
        return _in_short_texts(formula.removeprefix("="))

    def _xml_number_element(self, number: float, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        written = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{written}><v>{number!r}</v></c>")

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        super()._xml_start_tag_unencoded(tag, self._free_to_grow(tag, attributes))

    def _xml_empty_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        super()._xml_empty_tag_unencoded(tag, self._free_to_grow(tag, attributes))

    def _free_to_grow(self, tag: str, attributes: Sequence[tuple[str, Any]]) -> Sequence[tuple[str, Any]]:
        """Leave out the mark that a row's height was set by hand, where the row may grow with its text."""
        if tag != "row" or int(attributes[0][1]) - 1 not in self.growing:
            return attributes
        return [one for one in attributes if one[0] != "customHeight"]


def _is_words(cell: object) -> bool:
    """Whether a cell that a chart draws holds no number; the library keeps numbers as texts, too."""
    try:
        float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return True
    return False


class _Workbook(Workbook):  # type: ignore[misc]
    worksheet_class = _Worksheet

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.comments: dict[str, str] = {}
        self.pivots: list[tuple[Placed, Format]] = []
        self.pivot_source: Source | None = None

    def _add_chart_data(self) -> None:
        """Leave a gap in what a chart has cached where a cell holds words: the library would take them for 0."""
        super()._add_chart_data()
        for chart in self.charts:
            for series in chart.series:
                drawn = chart.formula_data[series["val_data_id"]]
                chart.formula_data[series["val_data_id"]] = [None if _is_words(one) else one for one in drawn or ()]

    def _get_packager(self) -> _Packager:
        return _Packager()


class _Formats:
    """Makes each format of a workbook once."""

    def __init__(self, workbook: Workbook, style: StyleBook) -> None:
        self._workbook = workbook
        self._style = style
        self._accents = {look.tab: {"accent": look.accent, "tint": look.tint} for look in style.pillars}
        self._made: dict[tuple[str, str, str, str, bool], Format] = {}
        self._heading_numbers = {name: number for number, name in enumerate(NAMED_STYLES, 1)}

    def get(
        self, style: str, number_format: str = "", accent: str = "", end: str = "", *, quoted: bool = False
    ) -> Format:
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

    def conditional(self, when: When) -> Format:
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


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all sheets of a workbook are written with."""

    plans: dict[str, Plan]
    formats: _Formats
    charts: Charts
    addresses: dict[str, str]
    """Where the cells are that formulas find by a name."""
    values: bool


class _SheetWriter:
    """Writes one sheet."""

    def __init__(self, workbook: Workbook, placed: Plan, shared: _Shared) -> None:
        self._workbook = workbook
        self._plan = placed
        self._plans = shared.plans
        self._formats = shared.formats
        self._charts = shared.charts
        self._named = shared.addresses
        self._values = shared.values
        self._sheet = workbook.add_worksheet(placed.sheet.tab)
        self._sheet.growing = placed.growing
        self._quoted = quote_sheetname(placed.sheet.tab)

    def write(self, properties: Properties) -> None:
        """Write columns, rows, blocks and the way it prints."""
        sheet, made = self._plan.sheet, self._sheet
        for column, width in enumerate(sheet.widths):
            made.set_column(column, column, width)
        for row, height in self._plan.heights.items():
            if height != DATA_ROW_HEIGHT:
                made.set_row(row, height)
        if sheet.accent:
            made.set_tab_color(self._formats.accent(sheet.accent))
        made.hide_gridlines(2)
        for row, block in self._plan.blocks:
            self._block(row, block)
        made.set_landscape()
        made.set_paper(1)
        made.set_margins(left=0.4, right=0.4, top=0.45, bottom=0.55)
        made.fit_to_pages(1, 1 if sheet.one_page else 0)
        if sheet.printed or self._plan.printed_rows:
            rows = self._plan.printed_rows or max(self._plan.heights) + 1
            made.print_area(0, 0, rows - 1, (sheet.printed or len(sheet.widths)) - 1)
        left, center = f"{properties.place}: {sheet.tab}", properties.source
        right = "&R&10Page &P of &N"
        room = LONGEST_FOOTER - len(f"&L&10{_plain(left)}&C&10{right}")
        made.set_footer(f"&L&10{_plain(left)}&C&10{_plain(_shortened(center, room))}{right}")
        if self._plan.page_breaks and not sheet.one_page:
            made.set_h_pagebreaks(self._plan.page_breaks)

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
            xl_range(head, 0, last, right),
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

    def _entry(self, row: int, column: int, entry: Entry, look: Format, *, validated: bool) -> None:
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
            return f"={_addresses(self._plans)(table, column)}"
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
        return _address(placed, Range(table, column, 0, max(len(found.rows), found.room) - 1))

    def _beside(self, condition: str, row: int, table: Table) -> str:
        """Return a conditional format's condition: it knows no names of tables, and no other sheet."""
        columns = [one.header for one in table.columns]

        def address(place: re.Match[str]) -> str:
            if place[1]:
                cell: str = xl_rowcol_to_cell(row, columns.index(place[2]), col_abs=True)
                return cell
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
        self, row: int, column: int, value: Lookup | Difference | Words | Call | Formula | Link, look: Format
    ) -> None:
        formula, cached = self._formula_of(value)
        if self._values and isinstance(cached, str):
            self._sheet.write_string(row, column, cached, look)
        elif self._values:
            self._sheet.write_number(row, column, cached, look)
        elif isinstance(value, Call) and value.dynamic:
            kept = _Text(cached) if isinstance(cached, str) else cached
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
                return _sentence(value), value.text
            case Call():
                return value.formula, value.value
            case Formula():
                return value.template, value.value
            case Link():
                return self._link(value), value.text

    def _link(self, link: Link) -> str:
        row = self._plans[link.tab].row_of(link.target) + link.row
        address = f"#{quote_sheetname(link.tab)}!{xl_rowcol_to_cell(row, 0)}"
        words = self._addressed(link.words) if link.words else literal(link.text)
        return f"HYPERLINK({literal(address)},{words})"

    def _titled(self, row: int, column: int, titled: Titled, look: Format, accent: str) -> None:
        unit = self._formats.get("band_unit", accent=accent)
        text, counted_in = harmless(titled.text, "cell"), harmless(titled.unit, "cell")
        self._sheet.write_rich_string(row, column, look, f"{text}, ", unit, counted_in, look)

    def _sparkline(self, row: int, column: int, line: Sparkline, look: Format, accent: str) -> None:
        placed = self._plans[line.tab].tables[line.table]
        at = Range(line.table, line.column, 0, len(placed.table.rows) - 1)
        self._sheet.write_blank(row, column, None, look)
        self._sheet.add_sparkline(
            row,
            column,
            {
                "range": _address(self._plans[line.tab], at),
                "last_point": True,
                "weight": 1.75,
                "series_color": self._formats.accent(accent),
                "last_color": self._formats.ink(),
            },
        )

    def _reference(self, at: Range | Named) -> str:
        return self._named[at.name] if isinstance(at, Named) else _address(self._plan, at)


def _address(placed: Plan, at: Range) -> str:
    """Return the address of a range of a table, with its sheet."""
    table = placed.tables[at.table]
    column = table.columns[at.column]
    first, last = (
        xl_rowcol_to_cell(table.head + 1 + row, column, row_abs=True, col_abs=True) for row in (at.first, at.last)
    )
    return f"{quote_sheetname(placed.sheet.tab)}!{first}:{last}"


def _pivot_source(plans: dict[str, Plan]) -> Source | None:
    """Return the table that the PivotTables of a workbook show; they share one."""
    pivots = [block for placed in plans.values() for _, block in placed.blocks if isinstance(block, Pivot)]
    if not pivots:
        return None
    (name,) = {pivot.source for pivot in pivots}
    placed = next(one for one in plans.values() if name in one.tables)
    return Source(placed.tables[name].table, pivots)


def _named_cells(plans: dict[str, Plan]) -> Iterator[tuple[Entry | Formula, str]]:
    """Return every entry and formula that has a name, with the address of its cell."""
    for placed in plans.values():
        for row, block in placed.blocks:
            cells: Iterable[tuple[int, int, object]] = ()
            if isinstance(block, Line):
                cells = ((row, column, cell.value) for column, cell in block.cells)
            elif isinstance(block, Table) and not block.is_data:
                cells = (
                    (row + 1 + down, across, value.value if isinstance(value, Cell) else value)
                    for down, values in enumerate(block.rows)
                    for across, value in enumerate(values)
                )
            for at, column, value in cells:
                if isinstance(value, Entry | Formula) and value.name:
                    cell = xl_rowcol_to_cell(at, column, row_abs=True, col_abs=True)
                    yield value, f"{quote_sheetname(placed.sheet.tab)}!{cell}"


def _addresses(plans: dict[str, Plan]) -> Address:
    """Return what tells where the columns of the workbook's tables are."""

    def address(table: str, column: str) -> str:
        placed = next(one for one in plans.values() if table in one.tables)
        rows = len(placed.tables[table].table.rows)
        return _address(placed, Range(table, column, 0, rows - 1))

    return address


def _sentence(words: Words) -> str:
    """Return the formula of a sentence: texts and rounded numbers, joined."""
    parts = []
    rest = words.template
    while rest:
        text, brace, rest = rest.partition("{")
        if text:
            parts.append(literal(text))
        if brace:
            name, _, rest = rest.partition("}")
            number = words.numbers[name]
            if isinstance(number.value, str):
                parts.append(index_match(number))
                continue
            factor = f"*{number.factor!r}" if number.factor != 1 else ""
            # Rounded first: programs differ in how TEXT rounds a half.
            rounded = f"ROUND({index_match(number)}{factor},{number.places})"
            parts.append(f"TEXT({rounded},{literal(number.number_format)})")
    return "&".join(parts)


def _less(difference: Difference) -> float:
    more, less = difference.more.value, difference.less.value
    return more - less if isinstance(more, float) and isinstance(less, float) else 0.0


def _in_short_texts(formula: str) -> str:
    """Return a formula whose texts are no longer than Excel takes them within formulas."""
    return _TEXT.sub(_in_pieces, formula) if len(formula) > LONGEST_TEXT_IN_A_FORMULA // 2 else formula


def _in_pieces(text: re.Match[str]) -> str:
    """Return a text of a formula, a long one as several that are joined; a quote in it is written twice."""
    # Excel counts a letter beyond the first 65,536 as two.
    if len(text[0].encode("utf-16-le")) // 2 <= LONGEST_TEXT_IN_A_FORMULA:
        return text[0]
    inner, size = text[0][1:-1].replace('""', '"'), LONGEST_TEXT_IN_A_FORMULA // 2
    return "&".join(literal(inner[at : at + size]) for at in range(0, len(inner), size))


def _shortened(text: str, most: int) -> str:
    """Return a text, cut off where it is longer than there is room for."""
    return text if len(_plain(text)) <= most else f"{text[: max(most // 2, 3) - 3]}..."


def _plain(text: str) -> str:
    """Return text for a footer, where an ampersand begins a code."""
    return text.replace("&", "&&")
