"""The Cover: whose guide this is, what is in it, how to read a number, and where the numbers come from."""

from collections.abc import Iterator, Sequence

from mobility_xl import __version__
from mobility_xl.estimates import Estimate
from mobility_xl.workbook.blocks import Block, Cell, Column, Gap, Line, Link, Logo, Paragraph, Sheet, Table
from mobility_xl.workbook.contents.worth import Look, first_looks, looks
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.sheets.at_a_glance import can_be_tested

TAB = "Cover"
READING = ("interval", "Strong", "Marginal", "Weak", "x", "c", "dash", "benchmark")
WORDING = {
    "cover.purpose": frozenset({"metrics"}),
    "cover.release": frozenset({"source", "years"}),
    "cover.partial": frozenset(),
    "cover.people": frozenset({"year"}),
    "cover.metrics": frozenset({"published", "collect"}),
    "cover.strong": frozenset({"all", "tested"}),
    "cover.look": frozenset(),
    "cover.contents": frozenset(),
    "cover.reading": frozenset(),
    "cover.prepared": frozenset({"who"}),
    "cover.attribution": frozenset({"title"}),
    "cover.licence": frozenset(),
    "cover.disclaimer": frozenset({"version"}),
    "cover.data": frozenset({"edition", "copy", "hash"}),
    **{f"reading.{key}": frozenset() for key in READING},
    **{f"reading.{key}.word": frozenset() for key in READING},
}
WIDTHS = (45, 51, 32, 42)
LONG_NAME = 44


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, "", "", WIDTHS, lambda others: _blocks(guide, others), one_page=True)


def _blocks(guide: Guide, others: Sequence[Sheet]) -> list[Block]:
    store = guide.ask.store
    estimates = [guide.estimate(variable) for variable in guide.variables]
    published = [one for one in estimates if one.value is not None]
    years = sorted({one.year for one in published if one.year})
    span = f"{years[0]} to {years[-1]}" if years else "no year"
    about = guide.ask.about(guide.area).strip()
    source = guide.write("print.source", edition=store.edition)
    copy = "partial copy" if guide.ask.partial else "whole copy"
    return [
        *([Logo(guide.style.logo)] if guide.style.logo else []),
        Line.of(str(guide.area), "place" if len(str(guide.area)) <= LONG_NAME else "place_long", 50),
        Line.of(guide.write("cover.purpose", metrics=len(guide.metrics)), "lead", 26),
        Line.of(guide.write("cover.release", source=source, years=span), "subtitle", 20),
        *([Paragraph(about)] if about else []),
        *([Paragraph(guide.write("cover.partial"))] if guide.ask.partial else []),
        *_prepared(guide),
        Gap(12),
        *_figures(guide, published),
        Gap(16),
        _contents(guide, others),
        Gap(12),
        _reading(guide),
        Gap(8),
        Paragraph(guide.write("cover.attribution", title=store.title)),
        Paragraph(guide.write("cover.licence")),
        Paragraph(guide.write("cover.disclaimer", version=__version__)),
        Paragraph(guide.write("cover.data", edition=store.edition, copy=copy, hash=store.short_hash)),
    ]


def _prepared(guide: Guide) -> Iterator[Block]:
    who = ", ".join(filter(None, (guide.prepared_by, guide.date)))
    if who:
        yield Paragraph(guide.write("cover.prepared", who=who))


def _figures(guide: Guide, published: Sequence[Estimate]) -> Iterator[Block]:
    """Return four large figures with what they count below them."""
    own = [one for one in published if one.area is guide.area]
    metrics = guide.metrics
    to_collect = [metric for metric in metrics if metric.collect]
    names = {one.variable.name for one in published}
    with_numbers = [
        metric for metric in metrics if not metric.collect and names & {one.name for one in metric.of_the_26}
    ]
    people = Cell("[x]", "figure")
    if guide.area.population is not None:
        people = Cell(guide.numbers.population(guide.area), "figure")
    strong = sum(one.quality == "Strong" for one in own)
    marked = sum(bool(one.reasons) for one in looks(guide))
    figures = (
        (people, guide.write("cover.people", year=guide.area.population_year)),
        (
            Cell(len(metrics), "figure"),
            guide.write("cover.metrics", published=len(with_numbers), collect=len(to_collect)),
        ),
        (Cell(strong, "figure"), guide.write("cover.strong", all=len(own), tested=sum(map(can_be_tested, own)))),
        (Cell(marked, "figure"), guide.write("cover.look")),
    )
    yield Line(tuple((column, figure) for column, (figure, _) in enumerate(figures)), 42, "figure_rule")
    yield Line(tuple((column, Cell(label, "figure_label")) for column, (_, label) in enumerate(figures)), 34)


def _contents(guide: Guide, others: Sequence[Sheet]) -> Table:
    rows = [
        (
            Cell(Link(sheet.tab, sheet.tab), "tile_first", accent=sheet.accent),
            sheet.answers,
            Cell(sheet.quality, "cell_muted"),
            _marked(guide, sheet),
        )
        for sheet in others
        if sheet.tab != TAB
    ]
    columns = (
        Column("Sheet", header_style="table_head_indent"),
        Column("What it answers", "cell", "table_head_indent"),
        Column("Quality of its data", "cell", "table_head_indent"),
        Column("Worth a look first", "cell_small", "table_head_indent"),
    )
    title = guide.write("cover.contents")
    return Table("Contents", title, "The sheets of this workbook", columns, rows)


def _marked(guide: Guide, sheet: Sheet) -> Cell:
    """Name the metrics of a sheet that are worth a look first, by their number on At a Glance."""
    found = [f"{at}: {_named(guide, one)}" for at, one in enumerate(first_looks(guide), 1) if one.tab == sheet.tab]
    return Cell("; ".join(found), "cell_small_bold") if found else Cell("-", "cell_muted")


def _named(guide: Guide, look: Look) -> str:
    area = look.estimate.area
    return look.topic.label if area is guide.area else f"{look.topic.label} ({area.name})"


def _reading(guide: Guide) -> Table:
    rows = [(Cell(guide.write(f"reading.{key}.word"), "cell_bold"), guide.write(f"reading.{key}")) for key in READING]
    columns = (
        Column("Word or sign", header_style="table_head_indent"),
        Column("What it means", "cell", "table_head_indent"),
    )
    title = guide.write("cover.reading")
    return Table("Reading", title, "Words and signs that stand beside numbers", columns, rows)
