from dataclasses import replace

from mobility_xl.workbook.blocks import (
    Cell,
    Column,
    Fact,
    Figures,
    Formula,
    Gap,
    Line,
    PageBreak,
    Panel,
    Paragraph,
    Sheet,
    Table,
)
from mobility_xl.workbook.charts import Axis, TrendChart
from mobility_xl.workbook.templates import Template
from mobility_xl.workbook.writing.layout import LEAST_CHART_HEIGHTS, ROOMY_CHART_HEIGHT, Measure, Plan, plan

SHEET = Sheet("Sheet", "", "", (20, 46, 14), lambda _: [])


def measure(template: Template) -> Measure:
    """Measure with letters that are all seven pixels wide."""
    return Measure(template.style, lambda text: 7 * len(text))


def placed(template: Template, *blocks: object) -> Plan:
    """Place blocks on a sheet."""
    return plan(SHEET, blocks, measure(template))  # type: ignore[arg-type]


def table(rows: int) -> Table:
    """Return a table of some rows."""
    return Table("Small", "A table", "A table", (Column("Year"), Column("Number")), [(2020, "a")] * rows)


def panel(text: str) -> Panel:
    """Return a panel with one fact."""
    return Panel("topic", Line.of("Band", "band"), (Fact(Cell("In words", "fact_label"), Cell(text, "fact")),), ())


class TestMeasure:
    def test_breaks_between_words(self, template: Template) -> None:
        """A text is broken between words, where the column ends."""
        assert measure(template).lines("one two three", 10, "fact") == ["one two", "three"]

    def test_long_word(self, template: Template) -> None:
        """A word that is wider than the column stands alone and whole."""
        assert measure(template).lines("a bbbbbbbbbbbbbbb c", 5, "fact") == ["a", "bbbbbbbbbbbbbbb", "c"]

    def test_height_of_a_long_word(self, template: Template) -> None:
        """A cell is high enough for a word that is broken because it is wider than its column."""
        broken, word = (measure(template).height(text, 10, "fact") for text in ("b\nb\nb\nb", "b" * 30))

        assert broken == word

    def test_line_breaks(self, template: Template) -> None:
        """A line break in a text is kept."""
        assert measure(template).lines("Black,\nNon-Hispanic", 30, "fact") == ["Black,", "Non-Hispanic"]

    def test_larger_type(self, template: Template) -> None:
        """Larger type takes more lines and higher ones."""
        text = "Nothing is clipped"
        small, large = (measure(template).height(text, 20, style) for style in ("fact_small", "headline"))

        assert small < large


class TestPlan:
    def test_tables_are_announced(self, template: Template) -> None:
        """A table's title stands directly above its header row."""
        made = placed(template, table(2))

        assert made.tables["Small"].head == 1
        assert [row for row, _ in made.blocks] == [0, 1]

    def test_paragraph(self, template: Template) -> None:
        """A paragraph is as wide as the sheet and takes as many rows as it needs."""
        made = placed(template, Paragraph("word " * 60))

        assert len(made.blocks) > 2

    def test_row_fits_its_text(self, template: Template) -> None:
        """A row of facts is as high as its wrapped text."""
        short, long = (placed(template, panel(text)).heights[1] for text in ("word", "word " * 80))

        assert short * 3 < long

    def test_room_for_what_may_be_chosen(self, template: Template) -> None:
        """A row has room for whatever its formula may say."""
        small = table(1)
        long = replace(small, rows=[[Formula("{peer}", "word", others=("word " * 80,)), *small.rows[0][1:]]])
        heights = [sum(placed(template, one).heights.values()) for one in (small, long)]

        assert heights[0] * 3 < heights[1]

    def test_above_on_new_page(self, template: Template) -> None:
        """What stands above a table where it begins a page stands nowhere else."""
        near, names = (Line.of(text, "cell") for text in ("near", "names"))
        announced = replace(table(20), title="", above=near, above_on_new_page=names)
        drawn = [block for _, block in placed(template, announced, replace(announced, name="Next")).blocks]

        assert [near, names] == [block for block in drawn if isinstance(block, Line)]

    def test_page_break(self, template: Template) -> None:
        """A panel that would be cut by the end of a page begins a new one."""
        made = placed(template, *(panel("word " * 300) for _ in range(4)))

        assert made.page_breaks

    def test_no_break_on_an_empty_page(self, template: Template) -> None:
        """A page break at the top of a page makes no empty page."""
        assert placed(template, PageBreak(), table(3)).page_breaks == []

    def test_filled_page(self, template: Template) -> None:
        """Charts of a sheet of one page share what is left of it, up to their highest; elsewhere none grows."""
        chart = Figures((), 100, highest=10_000)
        one_page, capped = replace(SHEET, one_page=True), replace(chart, highest=150)
        heights = [
            [block.height for _, block in plan(sheet, blocks, measure(template)).blocks if isinstance(block, Figures)]
            for sheet, blocks in (
                (one_page, [chart]),
                (one_page, [chart, Gap(33), chart]),
                (one_page, [capped, chart]),
                (SHEET, [chart]),
            )
        ]

        assert [[532], [249, 249], [150, 266], [100]] == heights

    def test_roomy_charts(self, template: Template) -> None:
        """A panel with several rows of charts takes what is left of its page, up to a height; no other does."""
        chart = TrendChart("", "", (), Axis(0, 1, 1, "0"), "0", "", "")
        heights = [
            placed(template, replace(panel("word"), charts=(chart,) * charts), *after).panels["topic"].chart_height
            for charts, after in ((2, ()), (3, ()), (3, (table(2),)), (3, (PageBreak(), table(8))))
        ]
        alone, roomy, less, broken = heights

        assert LEAST_CHART_HEIGHTS[1] == alone
        assert roomy == broken == ROOMY_CHART_HEIGHT
        assert LEAST_CHART_HEIGHTS[2] / 2 <= less < ROOMY_CHART_HEIGHT

    def test_gaps(self, template: Template) -> None:
        """An empty row is a row."""
        assert placed(template, Gap(), table(1)).tables["Small"].head == 2
