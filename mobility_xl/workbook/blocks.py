"""What a sheet is made of, as plain values: only the room ``writing`` knows rows, columns and formats.

A sheet is a list of blocks, top to bottom. Cells hold text, numbers that are no published numbers, or
one of the values below that become formulas over the Data sheet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mobility_xl.workbook.charts import Chart

EntryKind = Literal["text", "number", "share", "year", "date", "choice", "check"]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A number on the Data sheet: an INDEX/MATCH formula with its right value cached."""

    table: str
    column: str
    key: str
    value: float | str
    number_format: str = ""
    places: int = 0
    """How many decimal places are kept where the number is put into words."""
    factor: float = 1.0
    """What the number is multiplied by where it is put into words: money of another year."""
    by: str = ""
    """The short table that says in which ``row`` of the long one the key stands; none where that is searched itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence with numbers in it, such as ``{value} of births``; a formula that keeps up with Data."""

    template: str
    numbers: dict[str, Lookup]
    text: str
    """What the sentence says now."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One looked-up number less another, as error bars need it."""

    more: Lookup
    less: Lookup


@dataclass(frozen=True, slots=True)
class Call:
    """A formula with what it answers: a call of a LAMBDA name of the workbook, or what stands in for one."""

    formula: str
    value: float | str
    dynamic: bool = True
    """Whether newer programs may spill it, as they do what calls a LAMBDA name."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula over cells of the workbook, in functions of Excel 2010, with what it gives now.

    Places in braces become addresses: ``{peer_1}`` the entry cell of that name, ``{@Officials}`` the cell
    of that column in the formula's own row of its table. Columns of tables are named as Excel names them:
    ``Estimates[value]``; in braces, as in ``{People[Name]}``, a column is a plain range, as far as its table
    has room. A formula can bear the loss of such a range, but in some programs not of a table's name. By its
    own ``name`` other formulas find its cell, as they find an entry. ``others`` are the texts that it gives when
    people choose something else: its row has room for each of them.
    """

    template: str
    value: float | str
    number_format: str = ""
    name: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell that people write in: open where a sheet is protected, and found again by its name.

    ``choices`` are texts, or a table's column such as ``Areas[name]``. A check is TRUE or FALSE, which
    Excel shows as a box. ``prompt`` is said when the cell is chosen.
    """

    name: str = ""
    value: str | float | bool | None = None
    kind: EntryKind = "text"
    choices: tuple[str, ...] | str = ()
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a sheet of the same workbook: to the panel or table of that name, or to its top.

    ``row`` is a row of the table, counted from 1 below its header. ``words`` is a formula for the text,
    written as a :class:`Formula`'s template, where what it says depends on what people filled in.
    """

    text: str
    tab: str
    target: str = ""
    row: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A small line over one column of a table of another sheet, with what it shows in words for those without it."""

    tab: str
    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Titled:
    """A heading with its unit in plain type behind it."""

    text: str
    unit: str


Value = str | float | Lookup | Words | Difference | Call | Formula | Entry | Link | Sparkline | Titled


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and the name of its style in the style book; ``accent`` is a pillar's tab, for its colours."""

    value: Value
    style: str = ""
    number_format: str = ""
    accent: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of cells, by column number from 0."""

    cells: tuple[tuple[int, Cell], ...]
    height: float = 19
    fills: str = ""
    """A style for the rest of the row, up to the sheet's width."""
    grows: bool = False
    """Whether the row grows with the text that people write in it."""

    @classmethod
    def of(cls, value: Value, style: str, height: float = 19, accent: str = "") -> "Line":
        """Make a row that has its first cell only."""
        return cls(((0, Cell(value, style, accent=accent)),), height)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text as wide as the sheet, on as many rows as it takes."""

    text: str
    style: str = "note"


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty row."""

    height: float = 10


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture at the top right of the sheet; it takes no row."""

    picture: bytes


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class PrintEnd:
    """What follows is not printed: it stands there for charts, and for whoever looks a number up."""


@dataclass(frozen=True, slots=True)
class When:
    """How a cell looks where something holds: a condition, written as a :class:`Formula`'s template."""

    condition: str
    number_format: str = ""
    style: str = ""
    """A style whose type and fill it takes."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    header: str
    style: str = "cell"
    header_style: str = "table_head"
    number_format: str = ""
    entry: Entry | None = None
    """What people write in its cells, where they do; the entry's own name and value do not count."""
    formula: str = ""
    """What a row that people add is filled with, written as a :class:`Formula`'s template."""
    when: tuple[When, ...] = ()
    """How it looks where a row is about something else."""


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel table. Its ``title`` and ``note`` stand directly above it and announce it; its header is one row.

    What stands ``above`` may announce it in place of a title. Where every column has the style ``data``, it is for
    formulas rather than people: its rows are many, one line high, and hold plain texts and numbers.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value | Cell | None]]
    note: str = ""
    """What belongs to every number of the table, such as its unit and source."""
    row_heights: Sequence[float] = ()
    """One height per row; rows fit their text where this is empty."""
    ends: dict[int, str] = field(default_factory=dict)
    """Rows after which a pillar ends, with its tab: they have a strong rule below."""
    repeats: bool = False
    """Whether the header row is repeated on every printed page of the sheet."""
    grows: bool = False
    """Whether its rows grow with the text that people write in them."""
    close: bool = False
    """Whether its rows stand closer than elsewhere, where a sheet must fit on one page."""
    room: int = 0
    """How many rows people can fill in, those that they add included: a plain range of a column reaches so far."""
    above: Line | None = None
    """What stands right above the header, such as what people choose for the columns below."""
    above_on_new_page: Line | None = None
    """What stands there instead where the table begins a page, and so is far from what was chosen."""

    @property
    def is_data(self) -> bool:
        """Whether it is for formulas."""
        return all(column.style == "data" for column in self.columns)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what there is to say, beside the charts."""

    label: Cell
    text: Cell
    least_height: float = 18


@dataclass(frozen=True, slots=True)
class Panel:
    """A band with a metric's name; below it facts on the left and charts on the right."""

    name: str
    band: Line
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Charts side by side, together as wide as the sheet or as a ``part`` of it; ``height`` in points.

    Those that may be ``highest`` share what is left of a sheet that prints on one page.
    """

    charts: tuple[Chart, ...]
    height: float = 200
    part: float = 1.0
    highest: float = 0


@dataclass(frozen=True, slots=True)
class PivotField:
    """A column of a PivotTable's source that divides its rows.

    ``caption`` is what people read, which may be no column's name. ``chosen`` is the item that a filter opens with;
    all are shown without. ``hidden`` are items that are left out on opening, ``order`` those that come first.
    """

    column: str
    caption: str
    chosen: str | float | None = None
    hidden: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pivot:
    """A live PivotTable over an Excel table of the workbook: filters above, fields down and one across.

    ``value`` is the column that is summarized, ``caption`` what the summary is called, ``missing`` what stands where
    there is none. ``room`` is how many rows of it people may make visible. With ``slicers``, buttons for the filters
    stand above it.
    """

    name: str
    source: str
    filters: tuple[PivotField, ...]
    down: tuple[PivotField, ...]
    across: PivotField
    value: str
    caption: str
    summary: Literal["average", "count"]
    number_format: str
    missing: str
    room: int
    slicers: bool = False

    @property
    def fields(self) -> tuple[PivotField, ...]:
        """All fields: the filters, then those down, then the one across."""
        return (*self.filters, *self.down, self.across)


Block = Line | Paragraph | Gap | Logo | PageBreak | PrintEnd | Table | Panel | Figures | Pivot


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what its tab says, what it answers, and how its blocks are made when all sheets are known."""

    tab: str
    answers: str
    quality: str
    widths: tuple[float, ...]
    draw: Callable[[Sequence["Sheet"]], list[Block]]
    accent: str = ""
    one_page: bool = False
    printed: int = 0
    """How many of its columns are printed; all where this is 0."""
