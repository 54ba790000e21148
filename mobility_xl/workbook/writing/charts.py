"""Turns a chart's description into a chart of the writing library."""

from collections.abc import Callable, Collection
from typing import Any

from mobility_xl.workbook.charts import (
    TIME_AXIS,
    Bars,
    Chart,
    Drawn,
    GroupChart,
    LiveChart,
    Named,
    PairChart,
    Range,
    TrendChart,
    TrendLine,
)
from mobility_xl.workbook.style import StyleBook

Reference = Callable[[Range | Named], str]
Options = dict[str, Any]

WHITE = "#FFFFFF"
COMPARED = "#808A95"
"""What stands beside a colour to be compared with it: dark enough to be seen on white."""
YEAR_STEP = 3
PLAIN = "[>=1000]#,##0;General"
"""Numbers of any size, without a point where they have no decimals."""
MARKERS = ("circle", "diamond", "square", "triangle")


class Charts:
    """Makes the charts of one workbook, in the style book's font and colours."""

    def __init__(self, workbook: Any, style: StyleBook) -> None:
        self._workbook = workbook
        self._ink = style.styles["cell"]["font_color"]
        self._muted = style.styles["cell_muted"]["font_color"]
        self._hairline = style.styles["cell"].get("bottom_color", "#E1E5EA")
        self._font = style.styles["cell"]["font_name"]
        self._accents = {look.tab: look.accent for look in style.pillars}

    def make(self, chart: Chart, reference: Reference) -> Any:
        """Make a chart whose ranges ``reference`` turns into addresses."""
        match chart:
            case TrendChart():
                made = self._trend(chart, reference)
            case GroupChart():
                made = self._groups(chart, reference)
            case PairChart():
                made = self._pairs(chart, reference)
            case LiveChart():
                made = self._live(chart, reference)
        made.set_title(
            {
                "name": chart.title,
                "name_font": self._text(11, self._ink, bold=True),
                "layout": {"x": 0.01, "y": 0.02},
            }
        )
        made.set_chartarea({"border": {"none": True}, "fill": {"color": WHITE}})
        made.set_plotarea({"fill": {"none": True}, "border": {"none": True}})
        return made

    def _text(self, size: int, colour: str, *, bold: bool = False) -> Options:
        return {"name": self._font, "size": size, "bold": bold, "color": colour, "rotation": 0}

    def _bars(self, bars: Bars, reference: Reference) -> Options:
        return {
            "type": "custom",
            "plus_values": f"={reference(bars.above)}",
            "minus_values": f"={reference(bars.below)}",
            "plus_data": list(bars.above_values),
            "minus_data": list(bars.below_values),
            "line": {"color": self._ink, "width": 1.25},
        }

    def _trend(self, chart: TrendChart, reference: Reference) -> Any:
        made = self._workbook.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
        alone = not any(line.number for line in chart.lines)
        for line in sorted(chart.lines, key=lambda one: not one.reference):
            made.add_series(self._line(chart, line, reference, alone=alone))
        made.set_legend({"none": True} if alone else {"position": "bottom", "font": self._text(10, self._ink)})
        made.set_x_axis(
            {
                "name": chart.caption,
                "name_font": self._text(10, self._muted),
                "min": TIME_AXIS[0],
                "max": TIME_AXIS[1],
                "major_unit": YEAR_STEP,
                "num_format": "0",
                "num_font": self._text(10, self._muted),
                "line": {"color": self._muted},
                "major_gridlines": {"visible": False},
                "major_tick_mark": "outside",
                "minor_tick_mark": "none",
                "crossing": "min",
            }
        )
        made.set_y_axis(
            {
                "min": chart.axis.low,
                "max": chart.axis.high,
                "major_unit": chart.axis.step,
                "num_format": chart.axis.number_format,
                "num_font": self._text(10, self._muted),
                "line": {"none": True},
                "major_gridlines": {"visible": True, "line": {"color": self._hairline, "width": 0.75}},
                "major_tick_mark": "none",
                "crossing": "min",
            }
        )
        return made

    def _line(self, chart: TrendChart, line: TrendLine, reference: Reference, *, alone: bool) -> Options:
        accent = self._accents[chart.accent]
        points = line.values.last - line.values.first + 1
        series: Options = {
            "name": line.name,
            "categories": f"={reference(line.years)}",
            "values": f"={reference(line.values)}",
        }
        if line.reference:
            series |= {
                "line": {"color": self._muted, "width": 1.5, "dash_type": "dash"},
                "marker": {"type": "none"},
                "data_labels": self._label([line.label_at], points)
                | {
                    "series_name": True,
                    "value": False,
                    "position": line.label_place,
                    "font": self._text(10, self._muted),
                },
            }
            return series
        colour = accent if line.number % 2 == 0 else self._ink
        dash = {} if line.number < 2 else {"dash_type": "square_dot"}
        series |= {
            "line": {"color": colour, "width": 2.5 if alone else 2} | dash,
            "marker": {
                "type": MARKERS[line.number % len(MARKERS)],
                "size": 7,
                "fill": {"color": colour},
                "border": {"color": WHITE},
            },
        }
        if line.label_at >= 0:
            series["data_labels"] = self._label([line.label_at], points) | {
                "value": True,
                "position": "right",
                "num_format": chart.number_format,
                "font": self._text(12, accent, bold=True),
            }
        if line.bars:
            series["y_error_bars"] = self._bars(line.bars, reference)
        return series

    @staticmethod
    def _label(labelled: Collection[int], points: int) -> Options:
        """Label some points of a series, which has so many."""
        return {"custom": [None if index in labelled else {"delete": True} for index in range(points)]}

    def _pairs(self, chart: PairChart, reference: Reference) -> Any:
        made = self._workbook.add_chart({"type": "bar"})
        for bars, colour, bold in (
            (chart.first, self._accents.get(chart.accent, self._ink), True),
            (chart.second, COMPARED, False),
        ):
            made.add_series(
                {
                    "name": bars.column,
                    "categories": f"={reference(chart.labels)}",
                    "values": f"={reference(bars)}",
                    "fill": {"color": colour},
                    "gap": 55,
                    "overlap": 0,
                    "data_labels": {
                        "value": True,
                        "position": "outside_end",
                        "num_format": chart.number_format,
                        "font": self._text(10, self._ink, bold=bold),
                    },
                }
            )
        made.set_legend({"position": "top", "font": self._text(10, self._ink)})
        made.set_y_axis(
            {
                "reverse": True,
                "num_font": self._text(10, self._ink),
                "line": {"color": self._muted},
                "major_tick_mark": "none",
            }
        )
        made.set_x_axis(
            {
                "name": chart.caption,
                "name_font": self._text(10, self._muted),
                "visible": False,
                "major_gridlines": {"visible": False},
                "min": 0,
            }
        )
        return made

    def _groups(self, chart: GroupChart, reference: Reference) -> Any:
        accent = self._accents[chart.accent]
        made = self._workbook.add_chart({"type": "column"})
        count = chart.values.last - chart.values.first + 1
        series: Options = {
            "name": "Group",
            "categories": f"={reference(chart.labels)}",
            "values": f"={reference(chart.values)}",
            "fill": {"color": accent},
            "gap": 60,
            "data_labels": self._label([at for at in range(count) if at not in chart.short], count)
            | {
                "value": True,
                "position": "inside_base",
                "num_format": chart.number_format,
                "font": self._text(11, WHITE, bold=True),
            },
        }
        if chart.bars:
            series["y_error_bars"] = self._bars(chart.bars, reference)
        if chart.references:
            colours = [accent] * (count - chart.references) + [self._muted] * chart.references
            series["points"] = [{"fill": {"color": colour}} for colour in colours]
        made.add_series(series)
        if chart.everybody or chart.short:
            made.combine(self._over_columns(chart, reference))
        made.set_legend({"none": True})
        made.set_x_axis(
            {
                "name": chart.caption,
                "name_font": self._text(10, self._muted),
                "num_font": self._text(10, self._ink) | {"rotation": 360},
                "line": {"color": self._muted},
                "major_tick_mark": "none",
            }
        )
        made.set_y_axis(
            {"min": 0, "max": chart.highest * 1.08 or 1, "visible": False, "major_gridlines": {"visible": False}}
        )
        return made

    def _live(self, chart: LiveChart, reference: Reference) -> Any:
        kind = {"type": "scatter", "subtype": "straight_with_markers"}
        if chart.labels:
            kind = {"type": "column" if chart.series[0].look == "columns" else "line"}
        made = self._workbook.add_chart(kind)
        for one in chart.series:
            made.add_series(self._drawn(chart, one, reference))
        made.set_legend({"position": "top", "font": self._text(10, self._ink)} if chart.legend else {"none": True})
        caption = {"name": chart.caption, "name_font": self._text(10, self._muted), "major_tick_mark": "none"}
        line = {"line": {"color": self._muted}}
        if chart.labels:
            made.set_x_axis(caption | line | {"num_font": self._text(10, self._ink) | {"rotation": 360}})
            fits = any(one.look == "unseen" for one in chart.series)
            scale = {"min": chart.axis.low, "max": chart.axis.high} if chart.axis else {} if fits else {"min": 0}
            made.set_y_axis(scale | {"visible": False, "major_gridlines": {"visible": False}})
            return made
        numbers = {"num_font": self._text(10, self._muted)}
        axis: Options = {"num_format": "0", "major_gridlines": {"visible": False}, "crossing": "min"}
        if chart.axis:
            axis |= {"min": chart.axis.low, "max": chart.axis.high, "major_unit": chart.axis.step}
        made.set_x_axis(caption | line | numbers | axis)
        gridlines = {"visible": True, "line": {"color": self._hairline, "width": 0.75}}
        values: Options = {"num_format": PLAIN, "line": {"none": True}, "crossing": "min"}
        made.set_y_axis(numbers | values | {"major_gridlines": gridlines})
        return made

    def _drawn(self, chart: LiveChart, one: Drawn, reference: Reference) -> Options:
        accent = self._accents.get(chart.accent, self._ink)
        series: Options = {
            "name": f"={reference(one.name)}" if isinstance(one.name, Range | Named) else one.name,
            "values": f"={reference(one.values)}",
        }
        if places := one.years or chart.labels:
            series["categories"] = f"={reference(places)}"
        if one.look == "columns":
            series |= {"fill": {"color": accent if chart.accent else COMPARED}, "gap": 60}
        elif one.look == "unseen":
            series |= {"line": {"none": True}, "marker": {"type": "none"}}
        elif one.look == "path":
            series |= {"line": {"color": self._ink, "width": 1.5, "dash_type": "dash"}, "marker": {"type": "none"}}
        else:
            shape, size, colour = {
                "dots": ("circle", 7, accent),
                "others": ("circle", 8, self._muted),
                "own": ("circle", 10, accent),
                "diamonds": ("diamond", 9, self._ink),
            }[one.look]
            marker = {"type": shape, "size": size, "fill": {"color": colour}, "border": {"color": colour}}
            series |= {"line": {"none": True}, "marker": marker}
        if one.bars:
            series["y_error_bars"] = self._bars(one.bars, reference)
        if one.number_format:
            series["data_labels"] = {
                "value": True,
                "position": "right",
                # The third part is for 0, which stands for no number.
                "num_format": f"{one.number_format};-{one.number_format};",
                "font": self._text(11, self._ink, bold=True),
            }
        return series

    def _over_columns(self, chart: GroupChart, reference: Reference) -> Any:
        """Draw what stands over the columns: everybody's value, and the numbers of columns that are too short.

        These have a series of their own: LibreOffice cannot give one label of a series another place than the rest.
        """
        over = self._workbook.add_chart({"type": "line"})
        if chart.everybody:
            over.add_series(self._everybody(chart, chart.everybody, reference))
        if chart.short:
            count = chart.values.last - chart.values.first + 1
            labels = self._label(chart.short, count) | {
                "value": True,
                "position": "above",
                "num_format": chart.number_format,
                "font": self._text(11, self._ink, bold=True),
                # Where everybody's line goes through a number, the number stands on white.
                "fill": {"color": WHITE},
            }
            over.add_series(self._unseen(chart, chart.values, reference) | {"name": "Group", "data_labels": labels})
        return over

    def _everybody(self, chart: GroupChart, everybody: Range, reference: Reference) -> Options:
        """Draw everybody's value across the columns: a trend line reaches to both edges, a plain line does not."""
        at = [] if chart.everybody_label_at is None else [chart.everybody_label_at]
        dash = {"color": self._ink, "width": 1.5, "dash_type": "dash"}
        return self._unseen(chart, everybody, reference) | {
            "name": "All",
            "data_labels": self._label(at, everybody.last - everybody.first + 1)
            | {
                "value": True,
                "position": "above",
                "num_format": f'"All "{chart.number_format}',
                "font": self._text(10, self._ink, bold=True),
            },
            "trendline": {"type": "linear", "forward": 0.5, "backward": 0.5, "line": dash},
        }

    @staticmethod
    def _unseen(chart: GroupChart, values: Range, reference: Reference) -> Options:
        """Return a series over a chart's groups that shows nothing of its own."""
        return {
            "categories": f"={reference(chart.labels)}",
            "values": f"={reference(values)}",
            "line": {"none": True},
            "marker": {"type": "none"},
        }
