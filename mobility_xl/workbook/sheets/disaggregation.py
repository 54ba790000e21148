"""Disaggregation: groups down and years across for a metric and a kind of groups that people choose, and the gaps."""

from collections.abc import Iterator, Sequence

from mobility_xl.catalog import ALL, Unit
from mobility_xl.compare.comparing import compare
from mobility_xl.compare.rules import rules
from mobility_xl.compare.sureness import said_of_many, trusted
from mobility_xl.estimates import Comparison, Estimate
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
    Paragraph,
    Sheet,
    Table,
    Value,
)
from mobility_xl.workbook.charts import Bars, Drawn, LiveChart, Named, Range
from mobility_xl.workbook.contents.crosstab import (
    CROSSTABS,
    MEMBERS,
    METRICS,
    MISSING,
    NOTHING,
    Crosstab,
    crosstabs,
    said_of_widest,
    tables,
    unlike,
    why,
)
from mobility_xl.workbook.contents.units import cautions, changes_as, factor, shown_as
from mobility_xl.workbook.guide import SHORTHANDS, Guide
from mobility_xl.workbook.numbers import COMPARISONS, ESTIMATES, NOT_PUBLISHED, comparison_key, key_of
from mobility_xl.workbook.phrases import NOT_LISTED, place_of

TAB = "Disaggregation"
YEARS = "GroupYears"
LATEST = "GroupGaps"
WORDING: dict[str, frozenset[str]] = {
    "groups.answers": frozenset(),
    "groups.title": frozenset(),
    "groups.subtitle": frozenset({"place"}),
    "groups.how": frozenset(),
    "groups.none": frozenset({"metric", "kind", "why"}),
    "groups.not_published": frozenset({"metric", "kind", "kinds"}),
    "groups.no_kinds": frozenset(),
    "groups.found": frozenset({"caption", "latest"}),
    "groups.years": frozenset(),
    "groups.years_note": frozenset(),
    "groups.chart": frozenset({"place"}),
    "groups.chart_about": frozenset({"place"}),
    "groups.chart_caption": frozenset({"edition"}),
    "groups.gaps": frozenset(),
    "groups.gaps_note": frozenset(),
    "groups.reference": frozenset(),
    "groups.is_reference": frozenset(),
    "groups.no_reference": frozenset(),
    "groups.widest": frozenset(),
    "groups.disparity": frozenset(),
    "groups.disparity_is": frozenset({"percent"}),
    "groups.disparity_not": frozenset(),
    "groups.tested": frozenset(),
    "groups.tested_some": frozenset({"tested", "chance"}),
    "groups.tested_none": frozenset(),
    "groups.few": frozenset(),
    **{f"groups.prompt.{one}": frozenset() for one in ("metric", "type", "reference")},
    **{f"data.{name.lower()}": frozenset() for name in (CROSSTABS, MEMBERS, METRICS, MISSING)},
}
PERCENT = Unit("percent", "0.0", 1)
"""How the Index of Disparity is said."""
ROOM = 8
"""How many groups there is room for, everybody included."""
FIRST_YEAR = 2014
WIDTHS = (34, *(11,) * 10, 50, 22, 8, 12, 8, 24)
PRINTED = 12
METRIC, KIND, REFERENCE = "{group_metric}", "{group_type}", "{group_reference}"
AT, FORMAT = "{group_at}", "{group_format}"


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    answers = guide.write("groups.answers")
    yield Sheet(TAB, answers, "See each group", WIDTHS, lambda _: _blocks(guide), one_page=True, printed=PRINTED)


def _blocks(guide: Guide) -> list[Block]:
    found = crosstabs(guide)
    guide.tables.update(tables(guide, found))
    opening = Opening(guide, _first(guide, found))
    return [
        Line.of(guide.write("groups.title"), "title", 30),
        Line.of(guide.write("groups.subtitle", place=guide.area), "subtitle"),
        Paragraph(guide.write("groups.how")),
        Gap(6),
        *_choices(guide, opening),
        Gap(6),
        _years(guide, opening),
        Gap(6),
        _chart(guide, opening),
        Gap(6),
        *_gaps(guide, opening),
        Gap(6),
        Paragraph(guide.write("groups.few")),
    ]


def _first(guide: Guide, found: Sequence[Crosstab]) -> Crosstab:
    """Return what the sheet opens with: the first gap that is clear, or the first groups that there are."""
    filled = [one for one in found if one.latest]
    clear = (one for one in filled if guide.ask.widest_gap(one.groups(guide)).clear)
    return next(clear, next(iter(filled), found[0]))


def _reference(guide: Guide, chosen: Crosstab) -> str:
    """Return what differences are first measured from: everybody, or the first group with a number to rely on."""
    found = chosen.estimates(guide)
    if chosen.has_everybody or not found:
        return ALL
    return next(filter(trusted, found), next((one for one in found if one.value is not None), found[0])).who


class Opening:
    """What every formula gives for the metric, the kind of groups and the reference that the sheet opens with."""

    def __init__(self, guide: Guide, chosen: Crosstab) -> None:
        self.guide, self.chosen = guide, chosen
        found = chosen.estimates(guide)
        self.estimates: list[Estimate | None] = [*found, *[None] * (ROOM - len(found))]
        self.unit = chosen.variable.unit
        self.reference = _reference(guide, chosen)

    def name(self, row: int) -> str:
        """Return the group of a row."""
        one = self.estimates[row]
        return NOTHING if one is None else one.who

    def number(self, row: int, year: int) -> float | str:
        """Return a row's number of a year, or the shorthand of its reason."""
        if self.estimates[row] is None:
            return NOTHING
        found = self.guide.ask.look_up(self.chosen.members[row], year)
        # Everybody can have a number in a year in which no group has.
        return NOTHING if found.value is None and year not in self.chosen.years else _value(found)

    def comparison(self, row: int) -> Comparison | None:
        """Return how a row's group stands to the reference; None for that, and where there is no such group."""
        one = self.estimates[row]
        reference = next((other for other in self.estimates if other and other.who == self.reference), None)
        return None if one is None or reference is None or one is reference else compare(one, reference)

    def in_words(self, row: int) -> str:
        """Return what is said of a row's group and the reference."""
        if self.estimates[row] is None:
            return NOTHING
        if self.name(row) == self.reference:
            return self.guide.write("groups.is_reference")
        gap = self.comparison(row)
        return gap.verdict if gap else self.guide.write("groups.no_reference")

    def latest(self, row: int) -> str:
        """Return a row's number of the latest year with its interval and its quality."""
        one = self.estimates[row]
        if one is None or one.value is None:
            return NOTHING if one is None else str(_value(one))
        interval = f" ({one.interval})" if one.interval else ""
        return f"{self.unit.show(one.value)}{interval}, {one.quality or NOT_PUBLISHED}"

    def chart_label(self, row: int) -> str:
        """Return what stands under a row's column."""
        one = self.estimates[row]
        if one is None:
            return NOTHING
        charts = {group.name: group.chart for group in self.chosen.kind.groups}
        number = str(_value(one)) if one.value is None else self.unit.show(one.value)
        quality = f" ({one.quality})" if one.value is not None and one.quality in CAUTIONS else ""
        return f"{charts.get(one.who, ALL)}\n{number}{quality}"

    def gap_row(self, row: int) -> dict[str, float | str]:
        """Return what stands in a row of the latest year's table, but for what only formulas need."""
        one, gap = self.estimates[row], self.comparison(row)
        parts: dict[str, float | str] = dict.fromkeys(FORMULAS, NOTHING)
        parts |= {"Group": self.name(row), "In words": self.in_words(row), "Chart label": self.chart_label(row)}
        if one is not None:
            parts["Value"] = _value(one)
        if one is not None and one.value is not None:
            bounds = {"Lower": one.lower, "Upper": one.upper}
            parts |= {side: NOT_PUBLISHED if bound is None else bound for side, bound in bounds.items()}
            parts["Quality"] = one.quality or NOT_PUBLISHED
            if one.lower is not None and one.upper is not None:
                parts |= {"Below": one.value - one.lower, "Above": one.upper - one.value}
        if gap is not None:
            apart = {"Difference": gap.difference}
            if gap.p_value is not None:
                apart |= {"At least": gap.lower, "At most": gap.upper}
            times = factor(self.unit)
            parts |= {side: NOT_PUBLISHED if found is None else found * times for side, found in apart.items()}
            parts |= {"Ratio": NOT_PUBLISHED if gap.ratio is None else gap.ratio, "How sure": gap.sure}
        return parts


CAUTIONS = ("Weak", "Marginal")
TESTED = ("clear", "could be chance")


def _value(one: Estimate) -> float | str:
    """Return a number, or the shorthand of its reason."""
    return SHORTHANDS[one.missing][:3] if one.value is None else one.value


def _of(column: str) -> str:
    """Return the part of a formula that says something of the chosen crosstab, which must be there."""
    return f"INDEX({CROSSTABS}[{column}],{AT})"


def _member(column: str) -> str:
    """Return the part of a formula that says something of the row's group, which must be there."""
    return f"INDEX({MEMBERS}[{column}],{{@Row}})"


def _number_key(year: str) -> str:
    return f"{_member('start')}&{year}&{_member('end')}"


def _or_missing(key: str) -> str:
    """Return the formula of the shorthand of a missing number's reason."""
    return f'IFERROR(INDEX({MISSING}[said],MATCH({key},{MISSING}[key],0)),"{NOTHING}")'


def _shown(number: str) -> str:
    """Return the formula of a number in words."""
    return f"TEXT(ROUND({number},{_of('places')}),{FORMAT})"


THERE = f'IF({AT}=0,FALSE,{_of("why")}="{NOTHING}")'
ROW = f'IF({THERE},IFERROR(MATCH({METRIC}&"|"&{KIND}&"|"&{{number}},{MEMBERS}[key],0),0),0)'
GROUP = f'IF({{@Row}}=0,"{NOTHING}",{_member("group")})'
BY_YEAR = (
    f'IF({{@Row}}=0,"{NOTHING}",IFERROR(INDEX({ESTIMATES}[value],MATCH({{key}},{ESTIMATES}[key],0)),'
    f"{_or_missing('{key}')}))"
)


def _in_estimates(column: str) -> str:
    return f'IF({{@Estimate}}=0,"{NOTHING}",INDEX({ESTIMATES}[{column}],{{@Estimate}}))'


def _in_comparisons(column: str, times: str = "") -> str:
    found = f"INDEX({COMPARISONS}[{column}],{{@Gap}})"
    return f'IF({{@Gap}}=0,"{NOTHING}",IF(ISNUMBER({found}),{found}{times},{found}))'


def _if_tested(formula: str) -> str:
    """Return a formula of what is said only of a difference that is tested."""
    words = ",".join(f'{{@How sure}}="{word}"' for word in TESTED)
    return f'IF(OR({words}),{formula},"{NOTHING}")'


def _reach(more: str, less: str) -> str:
    return f'IF(AND(ISNUMBER({more}),ISNUMBER({less})),{more}-{less},"{NOTHING}")'


def _place(key: str, table: str) -> str:
    """Return the part of a formula that finds a key, 0 where it is not there."""
    return f"IFERROR({place_of(key, table, 'key')},0)"


def _gap_key() -> str:
    return f'{_member("gap")}&"|"&{REFERENCE}'


FORMULAS = {
    "Group": GROUP,
    "Value": f'IF({{@Row}}=0,"{NOTHING}",IF({{@Estimate}}=0,{_or_missing(_number_key(_of("year")))},'
    f"INDEX({ESTIMATES}[value],{{@Estimate}})))",
    "Lower": _in_estimates("lower"),
    "Upper": _in_estimates("upper"),
    "Quality": _in_estimates("quality"),
    "Difference": _in_comparisons("difference", f"*{_of('factor')}"),
    "At least": _if_tested(_in_comparisons("lower", f"*{_of('factor')}")),
    "At most": _if_tested(_in_comparisons("upper", f"*{_of('factor')}")),
    "Ratio": _in_comparisons("ratio"),
    "Below": _reach("{@Value}", "{@Lower}"),
    "Above": _reach("{@Upper}", "{@Value}"),
    "In words": f'IF({{@Row}}=0,"{NOTHING}",IF(IFERROR({{@Group}}={REFERENCE},FALSE),{{is_reference}},'
    f"IF({{@Gap}}=0,{{no_reference}},INDEX({COMPARISONS}[verdict],{{@Gap}}))))",
    "Chart label": f'IF({{@Row}}=0,"{NOTHING}",{_member("chart")}&CHAR(10)&IF(ISNUMBER({{@Value}}),'
    f"{_shown('{@Value}')},{{@Value}})"
    '&IF(OR({@Quality}="Weak",{@Quality}="Marginal")," ("&{@Quality}&")",""))',
    "Row": f"INDEX({YEARS}[Row],{{number}})",
    "Estimate": f"IF({{@Row}}=0,0,IFERROR(MATCH({_number_key(_of('year'))},{ESTIMATES}[key],0),0))",
    "Gap": f"IF({{@Row}}=0,0,IFERROR(IF({{@Group}}={REFERENCE},0,{_place(_gap_key(), COMPARISONS)}),0))",
    "How sure": _in_comparisons("sure"),
}
"""The columns of the latest year; those from Chart label on are for the chart and for the formulas."""


def _choices(guide: Guide, opening: Opening) -> Iterator[Block]:
    """Lay out the two drop-downs, what they are about, and the cells that formulas find it by."""
    chosen = opening.chosen
    kinds = tuple(one.label for one in guide.ask.catalog.subgroup_types.values())
    metric = Entry("group_metric", chosen.label, "choice", f"{METRICS}[metric]", guide.write("groups.prompt.metric"))
    kind = Entry("group_type", chosen.kind.label, "choice", kinds, guide.write("groups.prompt.type"))
    place = crosstabs(guide).index(chosen) + 1
    at = Formula(_place(f'{METRIC}&"|"&{KIND}', CROSSTABS), place, name="group_at")
    unit = Formula(f'IF({AT}=0,"{NOTHING}",{_of("format")})', opening.unit.number_format, name=FORMAT.strip("{}"))
    caption = '&", "&'.join([_of("caption"), _of("year"), literal(str(guide.area))])
    named = Formula(
        f'IF({THERE},{caption},"{NOTHING}")',
        f"{chosen.caption}, {chosen.latest}, {guide.area}" if chosen.latest else NOTHING,
        name="group_caption",
    )
    yield Line(((0, Cell(metric, "entry_choice")), (PRINTED, Cell(at, "cell_muted"))), height=34)
    yield Line(((0, Cell(kind, "entry_choice")), (PRINTED, Cell(unit, "cell_muted"))), height=24)
    yield Line(((0, Cell(_said(guide, opening), "subtitle")), (PRINTED, Cell(named, "cell_muted"))), height=22)


def _said(guide: Guide, opening: Opening) -> Formula:
    """Say what is chosen, or why there is nothing of it."""
    published = f"INDEX({METRICS}[published_by],{place_of(METRIC, METRICS, 'metric')})"
    kinds = f'IF({published}="{NOTHING}",{literal(guide.write("groups.no_kinds"))},{published})'
    nothing = guide.write_formula("groups.not_published", metric=METRIC, kind=KIND, kinds=kinds)
    there = guide.write_formula("groups.found", caption=_of("caption"), latest=_of("year"))
    chosen = opening.chosen
    now = guide.write("groups.found", caption=chosen.caption, latest=chosen.latest)
    return Formula(
        f'IF({AT}=0,IFERROR({nothing},{literal(NOT_LISTED)}),IF({_of("why")}="{NOTHING}",{there},{_of("why")}))',
        now if chosen.latest else why(guide, chosen),
    )


def _years(guide: Guide, opening: Opening) -> Table:
    """Lay out groups down and years across, with the latest year in words."""
    years = range(FIRST_YEAR, guide.ask.store.edition - 1)
    by_unit = shown_as(FORMAT)
    columns = (
        Column("Group", "cell_bold", "table_head_indent"),
        *(Column(str(year), "cell_right", "table_head_right", when=by_unit) for year in years),
        Column("Latest year", "cell_small", "table_head_indent"),
        Column("Row", "cell_muted", "table_head_indent"),
    )
    members = _places(guide, opening)
    rows: list[Sequence[Value]] = []
    for row in range(ROOM):
        value, lower, upper, quality = (_latest(one, row) for one in ("Value", "Lower", "Upper", "Quality"))
        interval = f'IF(ISNUMBER({lower})," ("&{_shown(lower)}&" to "&{_shown(upper)}&")","")'
        said = f'IF(ISNUMBER({value}),{_shown(value)}&{interval}&", "&{quality},{value})'
        rows.append(
            (
                Formula(GROUP, opening.name(row)),
                *(
                    Formula(BY_YEAR.replace("{key}", _number_key(literal(str(year)))), opening.number(row, year))
                    for year in years
                ),
                Formula(said, opening.latest(row)),
                Formula(ROW.replace("{number}", str(row + 1)), members[row]),
            )
        )
    return Table(
        YEARS, guide.write("groups.years"), "Groups down, years across", columns, rows, guide.write("groups.years_note")
    )


def _places(guide: Guide, opening: Opening) -> list[int]:
    """Return where the groups of what the sheet opens with stand in the list of all groups, from 1; 0 for none."""
    keys = [str(row[0]) for row in guide.tables[MEMBERS].rows]
    found = [f"{opening.chosen.key}|{number}" for number in range(1, ROOM + 1)]
    return [keys.index(key) + 1 if opening.chosen.latest and key in keys else 0 for key in found]


def _latest(column: str, row: int) -> str:
    """Return the part of a formula that says something of a row of the latest year."""
    return f"INDEX({LATEST}[{column}],{row + 1})"


def _chart(guide: Guide, opening: Opening) -> Figures:
    """Draw the groups of the latest year as columns; one without a number has none."""
    reach = [opening.gap_row(row) for row in range(ROOM)]
    below, above = (
        tuple(float(one) if isinstance(one, int | float) else 0.0 for one in (row[side] for row in reach))
        for side in ("Below", "Above")
    )

    def span(column: str) -> Range:
        return Range(LATEST, column, 0, ROOM - 1)

    chart = LiveChart(
        guide.write("groups.chart", place=guide.area),
        guide.write("groups.chart_about", place=guide.area),
        (
            Drawn(
                Named("group_caption"),
                span("Value"),
                "columns",
                bars=Bars(span("Below"), span("Above"), below, above),
            ),
        ),
        "",
        guide.write("groups.chart_caption", edition=guide.ask.store.edition),
        labels=span("Chart label"),
        legend=True,
    )
    return Figures((chart,), height=230, part=0.8)


def _gaps(guide: Guide, opening: Opening) -> Iterator[Block]:
    """Lay out how far each group stands from a reference that can be chosen, and what is said of all together."""
    words = {
        "{is_reference}": literal(guide.write("groups.is_reference")),
        "{no_reference}": literal(guide.write("groups.no_reference")),
    }
    right, by_unit, changes = ("cell_right", "table_head_right"), shown_as(FORMAT), changes_as(FORMAT)
    columns = (
        Column("Group", "cell_bold", "table_head_indent"),
        *(Column(one, *right, when=by_unit) for one in ("Value", "Lower", "Upper")),
        Column("Quality", "cell_small", "table_head_indent", when=cautions("{@Quality}")),
        *(Column(one, *right, when=changes) for one in ("Difference", "At least", "At most")),
        Column("Ratio", *right, "0.00"),
        *(Column(one, *right, when=by_unit) for one in ("Below", "Above")),
        Column("In words", "cell_small", "table_head_indent"),
        *(Column(one, "cell_muted", "table_head_indent") for one in list(FORMULAS)[12:]),
    )
    members = _places(guide, opening)
    rows = []
    for row in range(ROOM):
        now = opening.gap_row(row) | _found(guide, opening, row, members[row])
        cells = []
        for header, formula in FORMULAS.items():
            text = formula.replace("{number}", str(row + 1))
            for word, said in words.items():
                text = text.replace(word, said)
            cells.append(Formula(text, now[header]))
        rows.append(cells)
    reference = Entry(
        "group_reference", opening.reference, "choice", f"{YEARS}[Group]", guide.write("groups.prompt.reference")
    )
    above = Line(((0, Cell(reference, "entry_choice")), (1, Cell(guide.write("groups.reference"), "note"))), height=24)
    yield Table(
        LATEST,
        guide.write("groups.gaps"),
        "The latest year: each group's number, and how far it stands from the reference",
        columns,
        rows,
        guide.write("groups.gaps_note"),
        row_heights=(28,) * ROOM,
        above=above,
    )
    yield Gap(6)
    for key, fact in _facts(guide, opening).items():
        yield Line(((0, Cell(guide.write(f"groups.{key}"), "note")), (1, Cell(fact, "subtitle"))), height=20)


def _found(guide: Guide, opening: Opening, row: int, member: int) -> dict[str, float | str]:
    """Return where the formulas of a row find its number and its gap, from 1; 0 for none."""
    one, gap = opening.estimates[row], opening.comparison(row)
    if one is None:
        return {"Row": 0, "Estimate": 0, "Gap": 0}
    keys, comparisons = list(guide.numbers.rows), list(guide.numbers.comparisons)
    return {
        "Row": member,
        "Estimate": keys.index(key_of(one)) + 1 if one.value is not None else 0,
        "Gap": comparisons.index(comparison_key(gap)) + 1 if gap else 0,
    }


def _facts(guide: Guide, opening: Opening) -> dict[str, Formula]:
    """Return what is said of all groups together: the widest gap, how unlike they are, how many were tested."""
    chosen = opening.chosen
    estimates = chosen.estimates(guide)
    index = unlike(chosen, chosen.latest, estimates) if chosen.latest else None
    percent = f'TEXT(ROUND({_of("disparity")},1),"0.0")'
    no_index = guide.write("groups.disparity_not")
    is_index = guide.write_formula("groups.disparity_is", percent=percent)
    tested = f"({'+'.join(f'COUNTIF({LATEST}[How sure],{literal(word)})' for word in TESTED)})"
    chance = f'IF(ROUND({tested}*{rules().chance},0)=0,"fewer than 1","about "&ROUND({tested}*{rules().chance},0))'
    none = guide.write("groups.tested_none")
    some = guide.write_formula("groups.tested_some", tested=tested, chance=chance)
    gaps = [gap for gap in map(opening.comparison, range(ROOM)) if gap]
    widest = said_of_widest(guide.ask.widest_gap(chosen.groups(guide))) if chosen.latest else NOTHING
    return {
        "widest": Formula(f'IF({THERE},{_of("widest")},"{NOTHING}")', widest),
        "disparity": Formula(
            f'IF({THERE},IF(ISNUMBER({_of("disparity")}),{is_index},{literal(no_index)}),"{NOTHING}")',
            NOTHING
            if not chosen.latest
            else no_index
            if index is None
            else guide.write("groups.disparity_is", percent=PERCENT.show(index)),
        ),
        "tested": Formula(
            f"IF({tested}=0,{literal(none)},{some})",
            f"{said_of_many(gaps)}." if any(one.p_value is not None for one in gaps) else none,
        ),
    }
