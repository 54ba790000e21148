"""Charts as plain values, over ranges of tables: only the room ``writing`` knows how they are drawn."""

from dataclasses import dataclass
from typing import Literal

Look = Literal["columns", "dots", "others", "own", "diamonds", "path", "unseen"]
"""How a series of a chart over formulas looks. What is unseen only makes the axis leave room, for intervals."""
TIME_AXIS = (2014, 2025)
"""Every trend has the same years, so that gaps show; they reach beyond the data to leave room for a label."""


@dataclass(frozen=True, slots=True)
class Range:
    """Some rows of a table's column, counted from 0, both ends included; on the sheet that the chart is on."""

    table: str
    column: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Named:
    """The cell of an entry or of a formula, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Error bars: how far below and above each value its interval reaches, with the numbers to cache."""

    below: Range
    above: Range
    below_values: tuple[float, ...]
    above_values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis."""

    low: float
    high: float
    step: float
    number_format: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One line of a trend chart, or a part of one where the series breaks: parts have the same ``number``.

    ``label_at`` is the point that says the value, or the name of a reference line.
    """

    name: str
    years: Range
    values: Range
    bars: Bars | None = None
    reference: bool = False
    number: int = 0
    label_at: int = -1
    label_place: Literal["above", "below", "right"] = "above"


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Values over true years. Several lines that are no reference are told apart by their markers and a legend."""

    title: str
    description: str
    lines: tuple[TrendLine, ...]
    axis: Axis
    number_format: str
    accent: str
    caption: str


@dataclass(frozen=True, slots=True)
class GroupChart:
    """One column for each group, with everybody as a line across."""

    title: str
    description: str
    labels: Range
    values: Range
    highest: float
    number_format: str
    accent: str
    caption: str
    bars: Bars | None = None
    everybody: Range | None = None
    everybody_label_at: int | None = None
    references: int = 0
    """How many of the last columns are no groups but references, in gray."""
    short: tuple[int, ...] = ()
    """Which columns are too short to hold their number: it stands above them."""


@dataclass(frozen=True, slots=True)
class PairChart:
    """Two bars for each label, one below the other, with their numbers: ``first`` in colour, ``second`` in gray."""

    title: str
    description: str
    labels: Range
    first: Range
    second: Range
    number_format: str
    accent: str
    caption: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One series of a chart over formulas: its name, or the cell that says it, and its look by name.

    ``years`` is where its points stand on a time axis. A ``number_format`` labels every point.
    """

    name: str | Range | Named
    values: Range
    look: Look
    years: Range | None = None
    bars: Bars | None = None
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class LiveChart:
    """A chart over formulas, which follows what people choose.

    What has no number is a text in its cell, which Excel draws as 0: columns of no height, and dots below
    an ``axis`` that begins above 0. The axis of a chart with an unseen series fits what is drawn. ``labels``
    stand under columns and dots; without them there is a time axis. The title cannot follow; with a
    ``legend`` the names of the series do.
    """

    title: str
    description: str
    series: tuple[Drawn, ...]
    accent: str
    caption: str
    labels: Range | None = None
    axis: Axis | None = None
    legend: bool = False


Chart = TrendChart | GroupChart | PairChart | LiveChart
