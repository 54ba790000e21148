"""Targets: where a number stands, where it should go, and what that takes each year.

The formulas follow :mod:`mobility_xl.compare.targets`. A baseline is a formula in a cell that people may
write in: a value that is written over it stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, permutations
from typing import get_args

from mobility_xl.catalog import Variable
from mobility_xl.compare.local_counts import FIRST_YEAR, LAST_YEAR
from mobility_xl.compare.targets import Refusal, refusal
from mobility_xl.estimates import Estimate
from mobility_xl.functions.registry import literal
from mobility_xl.workbook import entries
from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    EntryKind,
    Figures,
    Formula,
    Gap,
    Line,
    Paragraph,
    Sheet,
    Table,
    Value,
)
from mobility_xl.workbook.charts import Axis, Bars, Drawn, LiveChart, Look, Range
from mobility_xl.workbook.contents.units import changes_as, factor, shown_as
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import NOT_PUBLISHED
from mobility_xl.workbook.phrases import NOT_A_NUMBER, NOT_LISTED, is_empty, is_no_number, listed, place_of

TAB = "Targets"
TARGETS = entries.TARGETS.name
TARGET_METRICS = "TargetMetrics"
TARGET_CHOICES = "TargetChoices"
TARGET_DRAWN = "TargetDrawn"
STATES = (
    *("metric", "number", "baseline", "target", "years", "year", "share", "same"),
    *("unfavorable", "no_interval", "larger", "within", "never", "recorded"),
)
WORDING: dict[str, frozenset[str]] = {
    "targets.answers": frozenset(),
    "targets.title": frozenset(),
    "targets.subtitle": frozenset({"place"}),
    "targets.how": frozenset(),
    "targets.kept": frozenset(),
    "targets.rule": frozenset(),
    "targets.rows": frozenset(),
    "targets.none": frozenset(),
    "targets.chart": frozenset(),
    "targets.chart_title": frozenset({"place"}),
    "targets.chart_about": frozenset({"place"}),
    "targets.drawn": frozenset(),
    **{f"targets.drawn.{one}": frozenset() for one in ("published", "baseline", "way", "target", "recorded")},
    "targets.drawn_note": frozenset(),
    "targets.from": frozenset({"edition", "quality"}),
    "targets.own_share": frozenset(),
    "targets.own_number": frozenset(),
    **{f"targets.state.{one}": frozenset({"steps"} if one == "within" else ()) for one in STATES},
    **{f"targets.refused.{one}": frozenset({"years"} if one == "pooled" else ()) for one in get_args(Refusal)},
    **{
        f"targets.prompt.{one}": frozenset()
        for one in ("metric", "baseline", "target", "target_year", "recorded", "chart")
    },
    "data.target_metrics": frozenset(),
    "data.target_choices": frozenset(),
}
ROWS = 8
RECORDED = 8
"""How many years there is room for, the first being the one after the latest that the edition can hold."""
PRINTED = 11 + RECORDED
WIDTHS = (36, 11, 11, 11, 10, 22, 11, 9, 12, 12, 50, *(9,) * RECORDED, 10, 30, 16, 16)
STEP = "(({@Target}-{@Baseline})/({@Target year}-{@Baseline year}))"
DECIMALS = "#,##0.00"
CHART_YEARS = Axis(2014, 2035, 3, "0")


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, guide.write("targets.answers"), "Yours to set", WIDTHS, lambda _: _blocks(guide), printed=PRINTED)


def refused(guide: Guide, variable: Variable) -> Refusal | None:
    """Return why no target can be set on a variable here; None where one can."""
    estimate = guide.estimate(variable)
    series = guide.ask.store.series(variable.name, estimate.area.level)
    return refusal(estimate, len(series.years) if series else 0)


def _variables(guide: Guide) -> list[Variable]:
    return [one for pillar, _ in guide.pillars for metric in pillar.metrics for one in metric.variables]


def _blocks(guide: Guide) -> list[Block]:
    guide.tables[TARGET_METRICS] = _metrics(guide)
    able = [one for one in _variables(guide) if refused(guide, one) is None]
    return [
        Line.of(guide.write("targets.title"), "title", 30),
        Line.of(guide.write("targets.subtitle", place=guide.area), "subtitle"),
        *(Paragraph(guide.write(f"targets.{one}")) for one in ("how", "kept", "rule")),
        Gap(6),
        _rows(guide),
        Gap(12),
        *(_picture(guide, able) if able else [Paragraph(guide.write("targets.none"))]),
    ]


def _metrics(guide: Guide) -> Table:
    """List what can be chosen, with how it is counted and why it cannot have a target."""
    rows: list[Sequence[str | float]] = []
    for variable in _variables(guide):
        estimate, why = guide.estimate(variable), refused(guide, variable)
        said = guide.write(f"targets.refused.{why}", years=variable.pooled_years) if why else "-"
        series = f"{variable.name}|{estimate.area.geoid}"
        numbers = _numbers(guide, estimate)
        rows.append((guide.label(variable), variable.direction, *numbers, *_counted(variable), series, said))
    nothing = (NOT_PUBLISHED,) * 5
    for key, unit in (("own_share", "share"), ("own_number", "rate")):
        like = next(one for one in guide.ask.catalog.variables.values() if one.unit.name == unit)
        rows.append((guide.write(f"targets.{key}"), "-", *nothing, *_counted(like)[:-1], *"---"))
    headers = ("metric", "direction", "value", "lower", "upper", "year", "from")
    counted = ("format", "factor", "size_places", "size_format", "least", "counted", "series", "refused")
    columns = tuple(Column(header, "data") for header in (*headers, *counted))
    return Table(TARGET_METRICS, guide.write("data.target_metrics"), "What a target can be set on", columns, rows)


def _numbers(guide: Guide, estimate: Estimate) -> tuple[str | float, ...]:
    """Return a baseline as it is now: value, bounds, year, and where it is from."""
    if estimate.value is None or estimate.year is None:
        return (NOT_PUBLISHED,) * 5
    # Only a confidence interval tells what chance alone can do.
    bounds = (estimate.lower, estimate.upper) if estimate.variable.interval == "sampling" else (None, None)
    said = guide.write("targets.from", edition=guide.ask.store.edition, quality=estimate.quality or "no flag")
    return estimate.value, *(NOT_PUBLISHED if one is None else one for one in bounds), estimate.year, said


def _counted(variable: Variable) -> tuple[str | float, ...]:
    """Return how a variable's numbers, and the sizes of its changes, are shown."""
    unit = variable.unit
    size_format = unit.number_format.removesuffix("%")
    least = unit.show_size(0.1**9).removeprefix("less than ")
    word = f'" {unit.points.rpartition(" ")[2]}"' if unit.points else ""
    return unit.number_format, factor(unit), unit.decimals, f"{size_format}{word}", least, variable.counted_in


def _of(column: str) -> str:
    """Return the part of a formula that looks up what is known of the row's metric."""
    return f"INDEX({TARGET_METRICS}[{column}],MATCH({{@Metric}},{TARGET_METRICS}[metric],0))"


def _size(number: str) -> str:
    """Return the formula of how large a change is, in words."""
    rounded = f"ROUND(ABS({number})*{_of('factor')},{_of('size_places')})"
    return f'IF({rounded}=0,"less than "&{_of("least")},TEXT({rounded},{_of("size_format")}))'


def _in_words(guide: Guide) -> str:
    """Return the formula of the sentence on a target."""

    def state(name: str) -> str:
        return guide.write_formula(f"targets.state.{name}", steps=steps)

    bound = "IF({@Target}>{@Baseline},{@Upper},{@Lower})"
    steps = f"INT(ABS({bound}-{{@Baseline}})/ABS({STEP}))+1"
    sure = (
        f"IF(ABS({STEP})>ABS({bound}-{{@Baseline}}),{state('larger')},"
        f"IF({steps}>{{@Target year}}-{{@Baseline year}},{state('never')},{state('within')}))"
    )
    # A bound on the wrong side of the baseline is none.
    tested = f"IF(ISNUMBER({bound}),({bound}-{{@Baseline}})*({{@Target}}-{{@Baseline}})>0,FALSE)"
    unfavorable = f'{state("unfavorable")[:-1]} "'
    cases = (
        (is_empty("{@Metric}"), f'IF(COUNTA({TARGETS}[[#This Row],[Target]:[Target year]])=0,"-",{state("metric")})'),
        ('{@Refused}<>"-"', "{@Refused}"),
        (f'{{@Typed}}<>"{NOTHING}"', state("number")),
        ("NOT(AND(ISNUMBER({@Baseline}),ISNUMBER({@Baseline year})))", state("baseline")),
        ("NOT(AND(ISNUMBER({@Target}),ISNUMBER({@Target year})))", state("target")),
        (f"NOT({ARE_YEARS})", state("years")),
        ("{@Target year}<={@Baseline year}", state("year")),
        (f"NOT({ARE_SHARES})", state("share")),
        ("{@Target}={@Baseline}", state("same")),
    )
    yearly = f'IF({_less_favorable()},{unfavorable},"")&{_size(STEP)}&" a year. "'
    said = f"{yearly}&IF({tested},{sure},{state('no_interval')})"
    text = "".join(f"IF({condition},{words}," for condition, words in cases) + said + ")" * len(cases)
    return f'IFERROR({text},"{NOT_A_NUMBER}")&IF({{@Recorded}}<>"{NOTHING}"," "&{state("recorded")},"")'


def _less_favorable() -> str:
    """Return the condition that a target lies on the less favorable side of its baseline."""
    from_parity = "IF({0}<=0,1E+99,MAX({0},1/{0}))"
    target, baseline = from_parity.format("{@Target}"), from_parity.format("{@Baseline}")
    return (
        f'IF({_of("direction")}="nearer 1",{target}>{baseline},IF({_of("direction")}="higher",'
        f'{{@Target}}<{{@Baseline}},AND({_of("direction")}="lower",{{@Target}}>{{@Baseline}})))'
    )


def _prefilled(column: str) -> str:
    """Return the formula of a cell of the baseline, until people write over it."""
    found = f'IF({{@Refused}}<>"-","{NOT_PUBLISHED}",{_of(column)})'
    return f'IF({is_empty("{@Metric}")},"-",IFERROR({found},"{NOT_PUBLISHED}"))'


NOTHING = "-"
NUMBERS = ("Baseline", "Lower", "Upper", "Baseline year", "Target", "Target year")


def _is_no_number(column: str) -> str:
    """Return the condition that people typed something else into a cell than a number."""
    cell = f"{{@{column}}}"
    unknown = f'IFERROR(OR({cell}="-",{cell}="{NOT_PUBLISHED}"),FALSE)'
    return f"AND({is_no_number(cell)},NOT({unknown}))"


def _unless_numbers(columns: Iterable[str]) -> str:
    """Return the formula that says whether people typed something else than numbers into some cells of a row."""
    return f'IF(OR({",".join(map(_is_no_number, columns))}),"{NOT_A_NUMBER}","{NOTHING}")'


def _is_year(column: str) -> str:
    cell = f"{{@{column}}}"
    return f"AND({cell}>={FIRST_YEAR},{cell}<={LAST_YEAR},{cell}=INT({cell}))"


ARE_YEARS = f"AND({_is_year('Baseline year')},{_is_year('Target year')})"
ARE_SHARES = 'IF({@Format}="0.0%",AND({@Baseline}>=0,{@Baseline}<=1,{@Target}>=0,{@Target}<=1),TRUE)'
ARE_THERE = (
    '{@Refused}="-",{@Typed}="-",ISNUMBER({@Baseline}),ISNUMBER({@Baseline year}),'
    "ISNUMBER({@Target}),ISNUMBER({@Target year})"
)
CAN_BE_SAID = f"IF(AND({ARE_THERE}),AND({ARE_YEARS},{ARE_SHARES}),FALSE)"
PREFILLED = {"Baseline": "value", "Lower": "lower", "Upper": "upper", "Baseline year": "year", "Baseline from": "from"}
REFUSED = f'IF({is_empty("{@Metric}")},"-",{listed("{@Metric}", TARGET_METRICS, "metric", "refused")})'
FORMAT = f'IFERROR(IF({{@Metric}}="","-",{_of("format")}),"-")'


def recorded_years(guide: Guide) -> tuple[str, ...]:
    """Return the years that there is room for."""
    carried = guide.carried.years(TARGETS) if guide.carried else []
    first = min((guide.ask.store.edition - 1, *carried))
    return tuple(str(year) for year in range(first, first + RECORDED))


def _rows(guide: Guide) -> Table:
    """Lay out the rows to fill in."""

    def entry(kind: EntryKind, key: str, choices: str = "") -> Entry:
        return Entry(kind=kind, choices=choices, prompt=guide.write(f"targets.prompt.{key}"))

    by_unit, changes = shown_as("{@Format}"), changes_as("{@Format}")
    number, year = entry("number", "baseline"), entry("year", "baseline")
    prefilled = {name: _prefilled(column) for name, column in PREFILLED.items()}
    years = f"IFERROR(IF({CAN_BE_SAID},IF({{@Target year}}>{{@Baseline year}},"
    change = f"({{@Target}}-{{@Baseline}})*{_of('factor')}"
    formulas = prefilled | {
        "Change needed": f'{years}{change},"-"),"-"),"-")',
        "A year": f'{years}{change}/({{@Target year}}-{{@Baseline year}}),"-"),"-"),"-")',
        "In words": _in_words(guide),
        "Format": FORMAT,
        "Refused": REFUSED,
        "Typed": _unless_numbers(NUMBERS),
        "Recorded": _unless_numbers(recorded_years(guide)),
    }
    right = ("entry_right", "table_head_right")
    columns = (
        Column(
            "Metric", "entry_line", "table_head_indent", entry=entry("choice", "metric", f"{TARGET_METRICS}[metric]")
        ),
        *(Column(one, *right, entry=number, formula=formulas[one], when=by_unit) for one in list(PREFILLED)[:3]),
        Column("Baseline year", "entry_center", "table_head_center", entry=year, formula=formulas["Baseline year"]),
        Column(
            "Baseline from",
            "entry_line",
            "table_head_indent",
            entry=entry("text", "baseline"),
            formula=formulas["Baseline from"],
        ),
        Column("Target", *right, entry=entry("number", "target"), when=by_unit),
        Column("Target year", "entry_center", "table_head_center", entry=entry("year", "target_year")),
        *(
            Column(one, "cell_right", "table_head_right", formula=formulas[one], when=changes)
            for one in ("Change needed", "A year")
        ),
        Column("In words", "cell_small", "table_head_indent", formula=formulas["In words"]),
        *(Column(one, *right, entry=entry("number", "recorded"), when=by_unit) for one in recorded_years(guide)),
        *(
            Column(one, "cell_muted", "table_head_indent", formula=formulas[one])
            for one in ("Format", "Refused", "Typed", "Recorded")
        ),
    )
    row = [Formula(one.formula, "-") if one.formula else None for one in columns]
    return Table(
        TARGETS,
        guide.write("targets.rows"),
        "Targets: the baseline as it was when set, the target and its year, what it takes, and each year's number",
        columns,
        [row] * ROWS,
        row_heights=(46,) * ROWS,
    )


def _picture(guide: Guide, able: Sequence[Variable]) -> Iterator[Block]:
    """Lay out the chart of one metric's years and target, and the numbers behind it."""
    labels = [(guide.label(one),) for one in able]
    columns = (Column("metric", "data"),)
    guide.tables[TARGET_CHOICES] = Table(
        TARGET_CHOICES, guide.write("data.target_choices"), "Metrics to draw", columns, labels
    )
    prompt = guide.write("targets.prompt.chart")
    chosen = Entry("target_metric", labels[0][0], "choice", f"{TARGET_CHOICES}[metric]", prompt)
    yield Line.of(guide.write("targets.chart"), "section", 26)
    place = [guide.label(one) for one in _variables(guide)].index(labels[0][0]) + 1
    at = Formula(f'IFERROR({place_of(CHOSEN, TARGET_METRICS, "metric")},"-")', place, name=AT.strip("{}"))
    unit = Formula(f'IFERROR({_of_chosen("format")},"-")', able[0].unit.number_format, name=TARGET_FORMAT.strip("{}"))
    said = Formula(f"IFERROR({_of_chosen('counted')},{literal(NOT_LISTED)})", able[0].counted_in)
    yield Line(
        (
            (0, Cell(chosen, "entry_choice")),
            (1, Cell(said, "cell_small")),
            (PRINTED, Cell(unit, "cell_muted")),
            (PRINTED + 1, Cell(at, "cell_muted")),
        ),
        height=31,
    )
    yield Gap(6)
    parts = _points(guide, able[0])
    yield Figures((_chart(guide, parts),), height=280, part=0.6)
    yield Gap(10)
    yield Table(
        TARGET_DRAWN,
        guide.write("targets.drawn"),
        "The years, the baseline and the target that the chart draws",
        (
            Column("What", "cell"),
            Column("Year", "cell_center", "table_head_center"),
            Column("Value", "cell_right", "table_head_right", when=shown_as(TARGET_FORMAT)),
            Column("Year drawn", "cell_center", "table_head_center"),
            *(Column(one, "cell_right", "table_head_right", DECIMALS) for one in ("Value drawn", "Below", "Above")),
        ),
        [row for rows in parts.values() for row in rows],
        note=guide.write("targets.drawn_note"),
    )


Points = list[tuple[Value, ...]]
LOOKS: dict[str, Look] = {"published": "others", "way": "path", "recorded": "diamonds", "baseline": "own"}
"""The parts of the chart, the last on top."""
CHOSEN, TARGET_FORMAT, AT = "{target_metric}", "{target_format}", "{target_at}"
DRAWN = "AND(ISNUMBER({@Year}),ISNUMBER({@Value}))"


def _of_chosen(column: str) -> str:
    """Return the part of a formula that says something of the chosen metric; an error where that is not listed."""
    return f"INDEX({TARGET_METRICS}[{column}],{AT})"


def _of_row(*columns: str, otherwise: str) -> str:
    """Return the formula of what the chosen metric's target says in the first of some columns, if all say a number."""
    cells = [f"INDEX({TARGETS}[{one}],MATCH({CHOSEN},{TARGETS}[Metric],0))" for one in columns]
    numbers = ",".join(f"ISNUMBER({one})" for one in (AT, *cells))
    return f'IFERROR(IF(AND({numbers}),{cells[0]},{otherwise}),IFERROR({otherwise},"-"))'


def _points(guide: Guide, variable: Variable) -> dict[str, Points]:
    """Return the rows behind the chart by part, with what they give for the metric that it opens with."""
    times = factor(variable.unit)
    estimate = guide.estimate(variable)
    value, year = estimate.value or 0.0, estimate.year or 0
    _, lower, upper, *_ = _numbers(guide, estimate)
    known = {one.year: one.value for one in guide.ask.trend(variable, guide.area_of(variable)) if one.value is not None}

    def row(what: Value, year_of: Value, value_of: Value, below: Value = "-", above: Value = "-") -> tuple[Value, ...]:
        at, amount = (one.value if isinstance(one, Formula) else one for one in (year_of, value_of))
        drawn = (at, amount) if isinstance(at, int | float) and isinstance(amount, int | float) else (year, value)
        return (
            what,
            year_of,
            value_of,
            Formula(f"IF({DRAWN},{{@Year}},N({{target_base_year}}))", drawn[0]),
            Formula(f"IFERROR(IF({DRAWN},{{@Value}},N({{target_base}}))*{_of_chosen('factor')},0)", drawn[1] * times),
            below,
            above,
        )

    def label(key: str, text: str, now: str) -> Formula:
        said = guide.write(f"targets.drawn.{key}")
        return Formula(f'IFERROR({text}&", "&{literal(said)},{literal(said)})', f"{now}, {said}")

    def side(bound: str, now: str | float, sign: str) -> Formula:
        found = _of_row(bound, "Baseline", otherwise=_of_chosen(bound.lower()))
        apart = f'IFERROR(IF(ISNUMBER({found}),{sign}({{@Value}}-{found})*{_of_chosen("factor")},"-"),"-")'
        return Formula(apart, "-" if isinstance(now, str) else abs(value - now) * times)

    published = (
        f'IFERROR(INDEX(Estimates[value],MATCH({_of_chosen("series")}&"|"&{{@Year}}&"|All",Estimates[key],0)),"-")'
    )
    first, last = int(CHART_YEARS.low), guide.ask.store.edition - 2
    name = f'{_of_chosen("metric")}&", "&{_of_chosen("counted")}'
    named = f"{guide.label(variable)}, {variable.counted_in}"
    base = Formula(_of_row("Baseline", "Baseline year", otherwise=_of_chosen("value")), value, name="target_base")
    base_year = Formula(
        _of_row("Baseline year", "Baseline", otherwise=_of_chosen("year")), year, name="target_base_year"
    )
    way = [Formula(_of_row(one, other, otherwise='"-"'), "-") for one, other in permutations(("Target", "Target year"))]
    return {
        "published": [
            row(label("published", name, named), at, Formula(published, known.get(at, "-")))
            for at in range(first, last + 1)
        ],
        "baseline": [
            row(
                label("baseline", "{target_base_year}", str(year)),
                base_year,
                base,
                side("Lower", lower, ""),
                side("Upper", upper, "-"),
            )
        ],
        "way": [
            row(guide.write("targets.drawn.way"), Formula("{target_base_year}", year), Formula("{target_base}", value)),
            row(guide.write("targets.drawn.target"), way[1], way[0]),
        ],
        "recorded": [
            row(guide.write("targets.drawn.recorded"), int(at), Formula(_of_row(at, otherwise='"-"'), "-"))
            for at in recorded_years(guide)
        ],
    }


def _reach(cells: Iterable[Value]) -> tuple[float, ...]:
    """Return how far intervals reach now; 0 where there is none."""
    values = (one.value if isinstance(one, Formula) else one for one in cells)
    return tuple(float(one) if isinstance(one, int | float) else 0.0 for one in values)


def _chart(guide: Guide, parts: dict[str, Points]) -> LiveChart:
    """Draw the years, the way from the baseline to the target, what was recorded, and the baseline on top."""
    first = dict(zip(parts, accumulate(map(len, parts.values()), initial=0), strict=False))

    below, above = (_reach(row) for row in zip(*[one[-2:] for one in parts["baseline"]], strict=True))

    def span(column: str, part: str) -> Range:
        return Range(TARGET_DRAWN, column, first[part], first[part] + len(parts[part]) - 1)

    def series(part: str) -> Drawn:
        name = Range(TARGET_DRAWN, "What", first[part], first[part])
        bars = Bars(span("Below", part), span("Above", part), below, above) if part == "baseline" else None
        return Drawn(name, span("Value drawn", part), LOOKS[part], span("Year drawn", part), bars)

    return LiveChart(
        guide.write("targets.chart_title", place=guide.area),
        guide.write("targets.chart_about", place=guide.area),
        tuple(map(series, LOOKS)),
        "",
        guide.write("print.source", edition=guide.ask.store.edition),
        axis=CHART_YEARS,
        legend=True,
    )
