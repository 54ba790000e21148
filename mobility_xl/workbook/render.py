"""Writes sheets as an Excel workbook: the only module that imports the writing library.

Every formula carries its right value, since LibreOffice, previewers and Protected View show what is
cached; and Excel is told that nothing needs to be calculated anew.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import xl_col_to_name, xl_pixel_width, xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from mobility_xl.errors import BadFile
from mobility_xl.harmless import harmless
from mobility_xl.workbook.blocks import Block, Cell, Entry, Pivot, Sheet, Value
from mobility_xl.workbook.lambda_names import Address, DefinedName
from mobility_xl.workbook.lint.formulas import LONGEST_FORMULA
from mobility_xl.workbook.parts import Parts
from mobility_xl.workbook.pivots import Placed, Source, add_pivots
from mobility_xl.workbook.style import StyleBook
from mobility_xl.workbook.writing.addresses import column_addresses, named_cells
from mobility_xl.workbook.writing.charts import Charts
from mobility_xl.workbook.writing.data_rows import data_rows
from mobility_xl.workbook.writing.formats import NAMED_STYLES, Formats
from mobility_xl.workbook.writing.formula_texts import in_short_texts
from mobility_xl.workbook.writing.layout import Measure, Plan, plan
from mobility_xl.workbook.writing.sheet_writer import Shared, SheetWriter

CALCULATED_BY = 191029
"""The version that is said to have calculated the file: for an older one, Excel would do it anew."""

PLAIN_TEXT = re.compile(r"[\w|,.$/()-]+(?: [\w|,.$/()-]+)*")
"""Texts with nothing in them that a file writes otherwise."""


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
    named = list(named_cells(plans))
    addresses = {value.name: address for value, address in named}
    shared = Shared(
        plans, Formats(workbook, style), Charts(workbook, style), addresses, values, properties.place, properties.source
    )
    for placed in plans.values():
        SheetWriter(workbook, placed, shared).write()
    for value, address in named:
        if isinstance(value, Entry):
            workbook.define_name(value.name, f"={address}")
    for one in names(column_addresses(plans)) if names else ():
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
        written = self._prepare_formula(formula)
        if len(written) > LONGEST_FORMULA:
            raise BadFile(
                f"{self.name}!{xl_rowcol_to_cell(row, col)} would say too much: its formula has {len(written):,} "
                f"characters, and {LONGEST_FORMULA:,} fit. Shorten what the template's sheet Wording says there."
            )
        self.table[row][col] = CellFormulaTuple(written, cell_format, value)
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
        return in_short_texts(formula.removeprefix("="))

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


def _pivot_source(plans: dict[str, Plan]) -> Source | None:
    """Return the table that the PivotTables of a workbook show; they share one."""
    pivots = [block for placed in plans.values() for _, block in placed.blocks if isinstance(block, Pivot)]
    if not pivots:
        return None
    (name,) = {pivot.source for pivot in pivots}
    placed = next(one for one in plans.values() if name in one.tables)
    return Source(placed.tables[name].table, pivots)
