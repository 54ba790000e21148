"""Descriptive Representation: whether the elected officials are as the residents are, and how to find out.

The result stands first: a row for each published group. Below it what one seat changes, the totals that
can be typed, and the same by race alone or in combination; then the steps, the questions with the
groups that their answers are counted in, and the letter. Totals that are typed stand in place of counted ones,
so nothing is lost with the sheet Officials, which says of each person what they answered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mobility_xl.functions.registry import literal
from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Figures,
    Formula,
    Gap,
    Line,
    Link,
    Lookup,
    PageBreak,
    Paragraph,
    Sheet,
    Table,
    Value,
    When,
)
from mobility_xl.workbook.charts import PairChart, Range
from mobility_xl.workbook.contents import letter
from mobility_xl.workbook.contents import representation as ratio
from mobility_xl.workbook.contents.counting import OFFICIALS_TAB, REPRESENTATION_TAB, count_of, count_of_race
from mobility_xl.workbook.entries import (
    ALL,
    COMBINED,
    COUNT,
    COUNTS,
    GROUPS,
    NOBODY,
    OFFICIALS_TYPED,
    RACE,
    RACES,
    RESIDENTS_TYPED,
    TOTALS,
    officials,
    residents,
)
from mobility_xl.workbook.guide import SHORTHANDS, Guide
from mobility_xl.workbook.phrases import index_match, sentence

TAB = REPRESENTATION_TAB
WHEN_WEAK = When(f"{{@{ratio.QUALITY}}}={literal(ratio.WEAK)}", style="caution")
SMALL_BODY = 10
"""With fewer officials than this, a total can tell what one person answered."""

STEPS = ("list", "ask", "write_down", "fill_gaps", "type")
IN_SEATS = tuple(ratio.seats(listed=False))
COMBINED_ROWS = {race: f"race_{race.lower().replace(' ', '_')}" for race in RACES}
"""The word for a race in the names of cells, since white and black are groups, too."""
_TOLD = frozenset({"count", "all", "prefer"})
WORDING = {
    "represent.answers": frozenset(),
    "represent.quality": frozenset(),
    "represent.title": frozenset(),
    "represent.subtitle": frozenset({"place", "number"}),
    "represent.nothing": frozenset(),
    "represent.unclear": frozenset({"all"}),
    "represent.weak": _TOLD,
    "represent.not_said": _TOLD,
    "represent.told": _TOLD,
    "represent.small": _TOLD,
    "represent.not_small": frozenset(),
    "represent.table": frozenset(),
    "represent.table.note": frozenset({"year", "people_year"}),
    "represent.reading": frozenset(),
    "represent.chart": frozenset(),
    "represent.bounds": frozenset(),
    "represent.bounds.note": frozenset(),
    "represent.bounds.words": frozenset({"equal", "none", "every", "more"}),
    "represent.bounds.known": frozenset({"equal", "more"}),
    "represent.seats": frozenset(),
    "represent.seats.note": frozenset(),
    **{f"represent.seats.{key}": frozenset() for key in IN_SEATS},
    **{f"represent.seats.{key}.head": frozenset() for key in IN_SEATS},
    "represent.totals": frozenset(),
    "represent.totals.note": frozenset(),
    "represent.totals.listed": frozenset(),
    **{f"represent.count.{key}": frozenset() for key in COUNTS},
    "represent.prompt.officials": frozenset({"count"}),
    "represent.prompt.residents": frozenset({"count"}),
    "represent.combined": frozenset(),
    "represent.combined.note": frozenset(),
    **{f"represent.combined.{key}": frozenset() for key in COMBINED_ROWS.values()},
    "represent.steps": frozenset(),
    "represent.steps.note": frozenset(),
    **{f"represent.step.{key}": frozenset() for key in STEPS},
    **{f"represent.step.{key}.head": frozenset() for key in STEPS},
    "represent.step.write_down.listed": frozenset(),
    "represent.officials": frozenset(),
    **letter.WORDING,
}
WIDTHS = (29, 60, 14, 14, 14, 14, 14, 16, 10, 19)
SHARES_DRAWN = "0%;;"
"""A share that is 0, or not known yet, has no bar and no number."""


@dataclass(frozen=True)
class _Published:
    """What is published of the residents: each group's share and all people, or why there is none."""

    numbers: dict[str, Lookup | str]
    year: int | None

    def value(self, group: str) -> float | str:
        """Return a number itself, or the shorthand for the reason."""
        number = self.numbers[group]
        return number if isinstance(number, str) else number.value

    def cell(self, group: str) -> Cell:
        """Return the cell that other formulas find."""
        number = self.numbers[group]
        if isinstance(number, str):
            return Cell(Formula(literal(number), number, name=f"published_{group}"), "cell_muted_right")
        formula = Formula(index_match(number), number.value, number.number_format, f"published_{group}")
        return Cell(formula, "cell_right")


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    answers, quality = guide.write("represent.answers"), guide.write("represent.quality")
    yield Sheet(TAB, answers, quality, WIDTHS, lambda others: _blocks(guide, others), guide.accent_to_collect)


def _blocks(guide: Guide, others: Sequence[Sheet]) -> list[Block]:
    listed = any(sheet.tab == OFFICIALS_TAB for sheet in others)
    published = _published(guide)
    number = next(metric.number for metric in guide.ask.catalog.metrics if metric.collect)
    link = Cell(Link(guide.write("represent.officials"), OFFICIALS_TAB), "link") if listed else None
    return [
        Line.of(guide.write("represent.title"), "title", 34, guide.accent_to_collect),
        Line.of(guide.write("represent.subtitle", place=guide.area, number=number), "subtitle", 20),
        *(Line(((0, Cell(said, "sentence")),), 24) for said in _status(guide)),
        *((Line(((0, link),), 22),) if link else ()),
        Gap(6),
        _result(guide, published, listed=listed),
        Paragraph(guide.write("represent.reading")),
        Gap(8),
        Figures((_chart(guide, published),), 180),
        Gap(8),
        _bounds(guide),
        Gap(12),
        _seats(guide, published, listed=listed),
        Gap(12),
        _totals(guide, published, listed=listed),
        Gap(12),
        _combined(guide, listed=listed),
        Gap(12),
        _steps(guide, listed=listed),
        Gap(12),
        letter.mapping(guide),
        PageBreak(),
        Gap(12),
        *letter.entries(guide),
        Gap(12),
        letter.text(guide),
    ]


def _published(guide: Guide) -> _Published:
    metric = next(metric for metric in guide.ask.catalog.metrics if metric.collect)
    estimates = {variable.group: guide.estimate(variable) for variable in metric.variables}
    numbers: dict[str, Lookup | str] = {}
    for group, name in GROUPS.items():
        one = estimates[name]
        numbers[group] = SHORTHANDS[one.missing] if one.value is None else guide.numbers.look_up(one)
    numbers[ALL] = "[x]" if guide.area.population is None else guide.numbers.population(guide.area)
    years = [one.year for one in estimates.values() if one.value is not None and one.year]
    return _Published(numbers, max(years) if years else None)


def _status(guide: Guide) -> Iterator[Formula]:
    """Say in a sentence what the result stands on, and in another whether so few are counted that one is told."""
    all_, quality = f"{{held_{ALL}}}", "{quality_hispanic}"
    places = {"all": all_, "count": "{held_not_told}", "prefer": "N({held_prefer_not})"}
    texts = {key: guide.style.wording[f"represent.{key}"] for key in ("weak", "not_said", "told", "small")}
    said = {key: sentence(text, places) for key, text in texts.items()}
    nothing, not_small = (guide.write(f"represent.{key}") for key in ("nothing", "not_small"))
    of_quality = (
        f"IF({quality}={literal(ratio.WEAK)},{said['weak']},"
        f"IF({quality}={literal(ratio.TOLD)},{said['told']},{said['not_said']}))"
    )
    unclear = sentence(guide.style.wording["represent.unclear"], places)
    none = f"IF({all_}={literal(NOBODY)},{sentence(nothing, {})},{unclear})"
    yield Formula(f"IF(ISNUMBER({all_}),{of_quality},{none})", nothing)
    small = f"AND(ISNUMBER({all_}),N({all_})<{SMALL_BODY})"
    yield Formula(f"IF({small},{said['small']},{sentence(not_small, {})})", not_small)


def _result(guide: Guide, published: _Published, *, listed: bool) -> Table:
    columns = (
        Column(ratio.GROUP, "cell_bold", "table_head_indent"),
        Column(ratio.WORDS, "cell", "table_head_indent"),
        *_numbers("0", ratio.HELD, ratio.OFFICIALS),
        *_numbers("0.0%", ratio.SHARE),
        *_numbers("#,##0", ratio.RESIDENTS),
        *_numbers("0.0%", ratio.LIVING),
        *_numbers("", ratio.SHARES),
        Column(ratio.RATIO, "value", "table_head_right", "0.00"),
        Column(ratio.QUALITY, "cell_small", "table_head_indent", when=(WHEN_WEAK,)),
    )
    rows = [_group(group, published, listed=listed) for group in GROUPS]
    note = guide.write("represent.table.note", year=published.year or "-", people_year=guide.area.last_year)
    said = f"Officials and residents of {guide.area} by race and ethnicity"
    title = guide.write("represent.table")
    return Table(ratio.TABLE, title, said, columns, rows, note, row_heights=[26] * len(rows))


def _numbers(number_format: str, *headers: str) -> Iterator[Column]:
    for header in headers:
        yield Column(header, "cell_right", "table_head_right", number_format)


def _group(group: str, published: _Published, *, listed: bool) -> tuple[Value, ...]:
    """Return a group's row: every formula with what it gives before anything is counted."""
    living, everybody = published.value(group), published.value(ALL)
    people: float | str = NOBODY
    if isinstance(living, float) and isinstance(everybody, float):
        people = float(int(living * everybody + 0.5))
    cells = {
        "said": (ratio.in_words(group), ratio.COUNT_FIRST),
        "held": (ratio.held(group, listed=listed), NOBODY),
        "all": (f"{{held_{ALL}}}", NOBODY),
        "share": (ratio.share(group), NOBODY),
        "people": (ratio.people(group), people),
        "living": (ratio.living(group), living),
        "shares": (ratio.two_shares(group), NOBODY),
        "ratio": (ratio.ratio(group), NOBODY),
        "quality": (ratio.quality(listed=listed), NOBODY),
    }
    return (GROUPS[group], *_named(cells, group))


def _named(cells: dict[str, tuple[str, float | str]], row: str) -> Iterator[Formula]:
    """Return formulas with what they give now, each named by its word and its row."""
    for word, (formula, value) in cells.items():
        yield Formula(formula, value, name=f"{word}_{row}")


def _bounds(guide: Guide) -> Table:
    """Say what the ratios could be, with other answers or another seat."""
    text, known = (guide.style.wording[f"represent.bounds.{key}"] for key in ("words", "known"))
    rows: list[tuple[Value, ...]] = [
        (
            name,
            Formula(ratio.bounds_in_words(group, text, known), NOBODY),
            *_named({word: (formula, NOBODY) for word, formula in ratio.bounds(group).items()}, group),
        )
        for group, name in GROUPS.items()
    ]
    columns = (
        Column(ratio.GROUP, "cell_bold", "table_head_indent"),
        Column(ratio.WORDS, "cell", "table_head_indent"),
        *_numbers("0.0", ratio.EQUAL),
        *_numbers("0.00", ratio.NONE, ratio.EVERY, ratio.MORE),
    )
    title, note = guide.write("represent.bounds"), guide.write("represent.bounds.note")
    return Table(ratio.BOUNDS, title, "What the ratios could be", columns, rows, note, row_heights=[32] * len(rows))


def _chart(guide: Guide, published: _Published) -> PairChart:
    last = len(GROUPS) - 1
    shown = [
        f"{name} {number if isinstance(number, str) else guide.numbers.shown(number)}"
        for name, number in ((name, published.numbers[group]) for group, name in GROUPS.items())
    ]
    title = guide.write("represent.chart")
    return PairChart(
        title,
        f"Bar chart. {title}, {guide.area}. Residents: {'; '.join(shown)}. Officials: as the table above counts them.",
        Range(ratio.TABLE, ratio.GROUP, 0, last),
        Range(ratio.TABLE, ratio.SHARE, 0, last),
        Range(ratio.TABLE, ratio.LIVING, 0, last),
        SHARES_DRAWN,
        guide.accent_to_collect,
        str(guide.area),
    )


def _seats(guide: Guide, published: _Published, *, listed: bool) -> Table:
    now = {"vacant": 0.0 if listed else NOBODY, ratio.PEOPLE: published.value(ALL)}
    formats = {ratio.ONE_SEAT: "0.0%", ratio.PEOPLE: "#,##0"}
    rows = [
        (
            guide.write(f"represent.seats.{key}.head"),
            guide.write(f"represent.seats.{key}"),
            Cell(Formula(formula, now.get(key, NOBODY), formats.get(key, "0"), f"held_{key}"), "cell_right"),
        )
        for key, formula in ratio.seats(listed=listed).items()
    ]
    columns = (
        Column(ratio.WHAT, "cell_bold", "table_head_indent"),
        Column(ratio.WORDS, "cell", "table_head_indent"),
        Column(ratio.NUMBER, "cell_right", "table_head_right"),
    )
    title, note = guide.write("represent.seats"), guide.write("represent.seats.note")
    return Table(ratio.SEATS, title, "Seats, vacancies and what one seat changes", columns, rows, note)


def _totals(guide: Guide, published: _Published, *, listed: bool) -> Table:
    dash = Cell(NOBODY, "cell_muted_right")
    rows: list[list[Value | Cell]] = []
    for count, label in COUNTS.items():
        has_residents = count in GROUPS or count == ALL
        rows.append(
            [
                label,
                guide.write(f"represent.count.{count}"),
                *(
                    [Formula(count_of(count), 0.0 if count in {ALL, "vacant"} else NOBODY, name=f"counted_{count}")]
                    if listed
                    else []
                ),
                _typed(guide, officials(count), "officials", label),
                published.cell(count) if has_residents else dash,
                _typed(guide, residents(count), "residents", label) if has_residents else dash,
            ]
        )
    columns = (
        Column(COUNT, "cell_bold", "table_head_indent"),
        Column("What it is", "cell", "table_head_indent"),
        *(_numbers("0", ratio.FROM_OFFICIALS) if listed else ()),
        *_numbers("", OFFICIALS_TYPED, ratio.PUBLISHED, RESIDENTS_TYPED),
    )
    title, note = guide.write("represent.totals"), guide.write("represent.totals.note")
    if listed:
        note = f"{note} {guide.write('represent.totals.listed')}"
    return Table(TOTALS.name, title, "Totals of officials and residents, to fill in", columns, rows, note)


def _typed(guide: Guide, name: str, what: str, label: str) -> Cell:
    prompt = guide.write(f"represent.prompt.{what}", count=label)
    return Cell(Entry(name, kind="number", prompt=prompt), "entry_right")


def _combined(guide: Guide, *, listed: bool) -> Table:
    rows: list[list[Value | Cell]] = []
    for race, key in COMBINED_ROWS.items():
        cells: dict[str, tuple[str, float | str]] = {
            "share": (ratio.combined_share(key, listed=listed), NOBODY),
            "living": (ratio.combined_living(key), NOBODY),
            "shares": (ratio.two_shares(key), NOBODY),
            "ratio": (ratio.ratio(key), NOBODY),
        }
        rows.append(
            [
                race,
                guide.write(f"represent.combined.{key}"),
                *([Formula(count_of_race(race), NOBODY, name=f"counted_{key}")] if listed else []),
                _typed(guide, officials(key), "officials", f"{race}, alone or with others"),
                _typed(guide, residents(key), "residents", f"{race}, alone or with others"),
                *_named(cells, key),
            ]
        )
    columns = (
        Column(RACE, "cell_bold", "table_head_indent"),
        Column("Where to find the residents", "cell", "table_head_indent"),
        *(_numbers("0", ratio.FROM_OFFICIALS) if listed else ()),
        *_numbers("", OFFICIALS_TYPED, RESIDENTS_TYPED),
        *_numbers("0.0%", ratio.SHARE, ratio.LIVING),
        *_numbers("", ratio.SHARES),
        Column(ratio.RATIO, "value", "table_head_right", "0.00"),
    )
    title, note = guide.write("represent.combined"), guide.write("represent.combined.note")
    return Table(COMBINED.name, title, "Officials and residents by race alone or in combination", columns, rows, note)


def _steps(guide: Guide, *, listed: bool) -> Table:
    rows = [
        (
            guide.write(f"represent.step.{key}.head"),
            guide.write(f"represent.step.{key}{'.listed' if listed and key == 'write_down' else ''}"),
        )
        for key in STEPS
    ]
    columns = (
        Column("Step", "cell_bold", "table_head_indent"),
        Column("What to do", "cell_small", "table_head_indent"),
    )
    title, note = guide.write("represent.steps"), guide.write("represent.steps.note")
    return Table("Steps", title, "How to find out who holds office, step by step", columns, rows, note)
