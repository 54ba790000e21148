"""Local Data: rows that a community adds, what their counts give, and a crosstab of them.

The formulas follow :mod:`mobility_xl.compare.local_counts`, which gives the same for the same counts.
"""

from collections.abc import Iterator, Sequence

from mobility_xl.catalog import ALL, Variable
from mobility_xl.compare import local_counts
from mobility_xl.compare.local_counts import (
    BELOW_0,
    COUNTS_LEFT_OUT,
    FEW,
    FIRST_YEAR,
    LAST_YEAR,
    MORE,
    NO_COUNT,
    NO_YEAR,
    NOBODY,
    NOT_WHOLE,
    SHOWN,
    TWICE,
    WITHHELD,
    Z,
    kind_of,
)
from mobility_xl.functions.registry import literal
from mobility_xl.workbook import entries
from mobility_xl.workbook.blocks import (
    Block,
    Cell,
    Column,
    Entry,
    Formula,
    Gap,
    Line,
    PageBreak,
    Paragraph,
    Sheet,
    Table,
    Value,
    When,
)
from mobility_xl.workbook.contents.units import cautions
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.phrases import AN_ERROR, NOT_A_NUMBER, NOT_LISTED, is_no_number, listed, trimmed

TAB = "Local Data"
LOCAL_DATA = entries.LOCAL_DATA.name
LOCAL_METRICS = "LocalMetrics"
CROSSTAB = "LocalCrosstab"
INTERVALS = "LocalIntervals"
WORDING: dict[str, frozenset[str]] = {
    "local.answers": frozenset(),
    "local.title": frozenset(),
    "local.subtitle": frozenset({"place"}),
    "local.how": frozenset(),
    "local.few": frozenset({"people"}),
    "local.rules": frozenset(),
    "local.private": frozenset(),
    "local.rows": frozenset(),
    "local.crosstab": frozenset(),
    "local.crosstab_how": frozenset(),
    "local.values": frozenset(),
    "local.intervals": frozenset(),
    "local.none": frozenset(),
    "local.found": frozenset(),
    "local.published": frozenset({"place"}),
    "data.local_metrics": frozenset(),
    **{
        f"local.prompt.{one}": frozenset()
        for one in ("metric", "area", "year", "type", "subgroup", "numerator", "denominator", "source", "choose")
    },
}
ROWS, ROW_HEIGHT = 45, 17
"""How many rows are ready to be filled in, on one page; more can be added below them."""
AREAS, GROUPS = 12, 6
"""How many areas the crosstab has room for, and how many groups beside everybody."""
NAME = "<group>"
NAMES = (f'"{ALL}"', *(f"{{local_group_{number}}}" for number in range(1, GROUPS + 1)))
"""Everybody and the groups across, as formulas name them."""
HEADERS = (ALL, *(f"Group {number}" for number in range(1, GROUPS + 1)))
PRINTED = 14
WIDTHS = (34, 16, 14, 16, 18, 14, 14, 18, 44, 10, 10, 10, 10, 16, 16, 10, 16, 24, 10, 16, 10, 10, 10, 16)
FORMATS = {"share": "0.0%", "rate": "#,##0.0", "ratio": "0.00"}
INCOMPLETE = "[x] incomplete"


def _metric(column: str) -> str:
    """Return the part of a formula that looks up what is known of the row's metric."""
    return f"INDEX({LOCAL_METRICS}[{column}],MATCH({{@Metric}},{LOCAL_METRICS}[metric],0))"


def _if_listed(column: str, otherwise: str) -> str:
    """Return the same where there is such a metric; nothing where none is typed."""
    found = listed("{@Metric}", LOCAL_METRICS, "metric", column, otherwise)
    return f'IFERROR(IF({{@Metric}}="","-",{found}),"{otherwise}")'


def _chosen(column: str) -> str:
    """Return the same for the metric that the crosstab is of, a dash where it is not listed."""
    return listed("{local_metric}", LOCAL_METRICS, "metric", column, "-")


ROW = f"ROW({LOCAL_DATA}[Metric])"
IN_SET = f"({LOCAL_DATA}[Set]={{@Set}})"
BEYOND = "1E+15"
"""More people than there are: a group that tells of none comes after all that do."""
ROW_IN_TABLE = f"ROW({LOCAL_DATA}[Metric])-ROW({LOCAL_DATA}[[#Headers],[Metric]])"
GROUPS_OF_SET = f'{IN_SET}*({LOCAL_DATA}[Group]<>"{ALL}")'
ARE_FEW = f'{GROUPS_OF_SET}*({LOCAL_DATA}[By itself]="{FEW}")'
COUNT_FEW, SUM_FEW = f"SUMPRODUCT({ARE_FEW})", f"SUMPRODUCT({ARE_FEW}*{LOCAL_DATA}[Guarded])"
COULD_BE_SECOND = f'{GROUPS_OF_SET}*({LOCAL_DATA}[By itself]="{SHOWN}")'
ALL_GUARDED = f"({LOCAL_DATA}[Guarded]+({LOCAL_DATA}[Guarded]=0)*{BEYOND})"
OWN_GUARDED = f"({{@Guarded}}+({{@Guarded}}=0)*{BEYOND})"
SMALLER = (
    f"SUMPRODUCT({COULD_BE_SECOND}*((({ALL_GUARDED}<{OWN_GUARDED})+({ALL_GUARDED}={OWN_GUARDED})*({ROW}<ROW()))>0))"
)
TYPED = "&".join(f"{{@{header}}}" for header in (*entries.LOCAL_DATA.key, *entries.LOCAL_DATA.written[:2]))
NO_NUMBERS = f"OR({','.join(is_no_number(f'{{@{header}}}') for header in ('Year', 'Numerator', 'Denominator'))})"
ARE_LEFT_OUT = f'IFERROR(AND({{@Numerator}}="{NO_COUNT}",{{@Denominator}}="{NO_COUNT}"),FALSE)'
COMPLETE = (
    'AND({@Kind}<>"-",{@Place}<>"-",{@Group}<>"-",ISNUMBER({@Year}),'
    f"OR(AND(ISNUMBER({{@Numerator}}),ISNUMBER({{@Denominator}})),{ARE_LEFT_OUT}))"
)

FORMULAS = {
    "What is counted": _if_listed("counted", NOT_LISTED),
    "Value": (
        f'IFERROR(IF({{@Shown}}="{SHOWN}",{{@Numerator}}/{{@Denominator}}*{_metric("per")},LEFT({{@Shown}},3)),"[x]")'
    ),
    "Lower": (
        f'IFERROR(IF({{@Shown}}<>"{SHOWN}",LEFT({{@Shown}},3),IF({{@Kind}}="ratio","[x]",IF({{@Numerator}}=0,0,'
        f'IF({{@Kind}}="share",({{@Numerator}}+{Z * Z / 2!r})/({{@Denominator}}+{Z * Z!r})'
        f"-{Z!r}/({{@Denominator}}+{Z * Z!r})*SQRT({{@Numerator}}*({{@Denominator}}-{{@Numerator}})/{{@Denominator}}"
        f'+{Z * Z / 4!r}),CHIINV(0.975,2*{{@Numerator}})/2/{{@Denominator}}*{_metric("per")})))),"[x]")'
    ),
    "Upper": (
        f'IFERROR(IF({{@Shown}}<>"{SHOWN}",LEFT({{@Shown}},3),IF({{@Kind}}="ratio","[x]",'
        f'IF({{@Kind}}="share",IF({{@Numerator}}={{@Denominator}},1,'
        f"({{@Numerator}}+{Z * Z / 2!r})/({{@Denominator}}+{Z * Z!r})"
        f"+{Z!r}/({{@Denominator}}+{Z * Z!r})*SQRT({{@Numerator}}*({{@Denominator}}-{{@Numerator}})/{{@Denominator}}"
        f'+{Z * Z / 4!r})),CHIINV(0.025,2*{{@Numerator}}+2)/2/{{@Denominator}}*{_metric("per")}))),"[x]")'
    ),
    "Quality": (
        f'IF({{@Shown}}<>"{SHOWN}","-",IF(IF({{@Kind}}="rate",{{@Numerator}},{{@Denominator}})'
        f'>={_metric("strong_from")},"Strong",IF(IF({{@Kind}}="rate",{{@Numerator}},{{@Denominator}})'
        f'>={_metric("marginal_from")},"Marginal","Weak")))'
    ),
    "Shown": (
        f'IF({{@By itself}}<>"{SHOWN}",{{@By itself}},IF(AND({_metric("fewest")}>0,{{@Group}}<>"{ALL}",{COUNT_FEW}>0,'
        f"OR({COUNT_FEW}=1,{SUM_FEW}<{_metric('fewest')},{SUM_FEW}={COUNT_FEW}*({_metric('fewest')}-1)),"
        f'{SMALLER}=0),"{WITHHELD}","{SHOWN}"))'
    ),
    "Interval": (
        'IF(NOT(AND(ISNUMBER({@Lower}),ISNUMBER({@Upper}))),LEFT({@Lower},3),IF({@Kind}="share",'
        'TEXT(ROUND({@Lower},3),"0.0%")&" to "&TEXT(ROUND({@Upper},3),"0.0%"),'
        'TEXT(ROUND({@Lower},1),"#,##0.0")&" to "&TEXT(ROUND({@Upper},1),"#,##0.0")))'
    ),
    # What people typed can be an error: it spoils its own row, and no count over all rows.
    "Kind": _if_listed("kind", "-"),
    "Group": f'IFERROR(IF({trimmed("{@Subgroup}")}="","{ALL}",{trimmed("{@Subgroup}")}),"-")',
    "Set": (
        f'IFERROR(IF({COMPLETE},TRIM({{@Metric}})&"|"&{{@Place}}&"|"&{{@Year}}'
        f'&"|"&{trimmed("{@Subgroup type}")},"-"),"-")'
    ),
    "Guarded": (
        f'IF(OR({{@Set}}="-",{ARE_LEFT_OUT}),0,IF(OR({_metric("fewest")}=0,{{@Numerator}}<0,{{@Numerator}}>{{@Denominator}}),0,'
        f'IF({{@Kind}}="share",MIN({{@Numerator}},{{@Denominator}}-{{@Numerator}}),{{@Numerator}})))'
    ),
    "By itself": (
        f'IF({{@Set}}="-",IF(COUNTA({LOCAL_DATA}[[#This Row],[Metric]:[Source]])=0,"-",'
        f'IF(ISERROR({TYPED}),"{AN_ERROR}",IF({NO_NUMBERS},"{NOT_A_NUMBER}","{INCOMPLETE}"))),'
        f'IF({ARE_LEFT_OUT},"{COUNTS_LEFT_OUT}",IF(OR({{@Year}}<{FIRST_YEAR},{{@Year}}>{LAST_YEAR},'
        f'{{@Year}}<>INT({{@Year}})),"{NO_YEAR}",IF({{@Denominator}}<=0,"{NOBODY}",IF({{@Numerator}}<0,"{BELOW_0}",'
        f'IF(AND({{@Kind}}="share",{{@Numerator}}>{{@Denominator}}),"{MORE}",'
        f'IF(SUMPRODUCT({IN_SET}*({LOCAL_DATA}[Group]={{@Group}})*({ROW}<ROW()))>0,"{TWICE}",'
        f'IF(AND({{@Kind}}="rate",{{@Numerator}}<>INT({{@Numerator}})),"{NOT_WHOLE}",'
        f"IF(OR(AND({{@Guarded}}>0,{{@Guarded}}<{_metric('fewest')}),"
        f'{{@Denominator}}<{local_counts.rules().fewest_people}),"{FEW}","{SHOWN}")))))))))'
    ),
    "In crosstab": (
        f'IFERROR(IF(AND({{@Set}}<>"-",{{@By itself}}<>"{TWICE}",{{@Metric}}={{local_metric}},{{@Year}}={{local_year}},'
        f'OR({{@Group}}="{ALL}",{trimmed("{@Subgroup type}")}={{local_type}})),1,0),0)'
    ),
    "First area": (
        f"IF({{@In crosstab}}=0,0,IF(SUMPRODUCT(({LOCAL_DATA}[In crosstab]=1)*({LOCAL_DATA}[Place]={{@Place}})"
        f"*({ROW}<ROW()))>0,0,ROW()-ROW({LOCAL_DATA}[[#Headers],[Metric]])))"
    ),
    "First group": (
        f'IF(OR({{@In crosstab}}=0,{{@Group}}="{ALL}"),0,IF(SUMPRODUCT(({LOCAL_DATA}[In crosstab]=1)'
        f"*({LOCAL_DATA}[Group]={{@Group}})*({ROW}<ROW()))>0,0,ROW()-ROW({LOCAL_DATA}[[#Headers],[Metric]])))"
    ),
    "Place": f'IFERROR(IF({trimmed("{@Area}")}="","-",{trimmed("{@Area}")}),"-")',
}
"""What stands beside the counts, by column. The columns from Interval on are for the sheet's own counting."""

EMPTY: dict[str, str | float] = {
    **dict.fromkeys(FORMULAS, "-"),
    "Group": ALL,
    "Guarded": 0,
    "In crosstab": 0,
    "First area": 0,
    "First group": 0,
}
"""What they give for a row with nothing in it."""


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, guide.write("local.answers"), "Yours to count", WIDTHS, lambda _: _blocks(guide), printed=PRINTED)


def counted(guide: Guide) -> list[Variable]:
    """Return the variables whose number two counts make."""
    return [one for pillar, _ in guide.pillars for metric in pillar.metrics for one in metric.variables if one.counts]


def _blocks(guide: Guide) -> list[Block]:
    guide.tables[LOCAL_METRICS] = _metrics(guide)
    return [
        Line.of(guide.write("local.title"), "title", 30),
        Line.of(guide.write("local.subtitle", place=guide.area), "subtitle"),
        Paragraph(guide.write("local.how")),
        Paragraph(guide.write("local.few", people=local_counts.rules().fewest_people)),
        Paragraph(guide.write("local.rules")),
        Paragraph(guide.write("local.private")),
        Gap(6),
        _rows(guide),
        PageBreak(),
        Line.of(guide.write("local.crosstab"), "section", 26),
        Paragraph(guide.write("local.crosstab_how")),
        *_choices(guide),
        Gap(6),
        _crosstab(guide),
        Gap(8),
        _intervals(guide),
    ]


def _metrics(guide: Guide) -> Table:
    """List what can be counted, with the rules of each."""
    rows = []
    for variable in counted(guide):
        kind, counts = kind_of(variable), variable.counts
        if counts is None:
            continue
        words = {"share": "{} among: {}", "rate": f"Per {counts.per:,}: {{}} / {{}}", "ratio": "{} / {}"}[kind]
        rows.append(
            (
                variable.label,
                kind,
                counts.per,
                f"{variable.name}|{guide.area_of(variable).geoid}",
                counts.fewest,
                *local_counts.rules().quality[kind],
                words.format(counts.numerator, counts.denominator),
            )
        )
    headers = ("metric", "kind", "per", "series", "fewest", "strong_from", "marginal_from", "counted")
    columns = tuple(Column(header, "data") for header in headers)
    return Table(LOCAL_METRICS, guide.write("data.local_metrics"), "What Local Data can be counted of", columns, rows)


def _shown_as(kind: str) -> tuple[When, ...]:
    """Return the number formats of numbers whose kind stands in a cell."""
    return tuple(When(f'{kind}="{name}"', number_format) for name, number_format in FORMATS.items())


def _rows(guide: Guide) -> Table:
    """Lay out the rows to fill in, each with what its counts give."""

    def entry(kind: str, key: str, choices: tuple[str, ...] | str = ()) -> Entry:
        return Entry(kind=kind, choices=choices, prompt=guide.write(f"local.prompt.{key}"))  # type: ignore[arg-type]

    types = tuple(one.label for one in guide.ask.catalog.subgroup_types.values())
    shown_as = _shown_as("{@Kind}")
    written = (
        Column(
            "Metric", "entry_line", "table_head_indent", entry=entry("choice", "metric", f"{LOCAL_METRICS}[metric]")
        ),
        Column("Area", "entry_line", "table_head_indent", entry=entry("text", "area")),
        Column("Year", "entry_center", "table_head_center", entry=entry("year", "year")),
        Column("Subgroup type", "entry_line", "table_head_indent", entry=entry("choice", "type", types)),
        Column("Subgroup", "entry_line", "table_head_indent", entry=entry("text", "subgroup")),
        Column("Numerator", "entry_right", "table_head_right", entry=entry("number", "numerator")),
        Column("Denominator", "entry_right", "table_head_right", entry=entry("number", "denominator")),
        Column("Source", "entry_line", "table_head_indent", entry=entry("text", "source")),
    )
    looks = {
        "What is counted": ("cell_small", "table_head_indent", ()),
        "Value": ("cell_right", "table_head_right", shown_as),
        "Lower": ("cell_right", "table_head_right", shown_as),
        "Upper": ("cell_right", "table_head_right", shown_as),
        "Quality": (
            "cell_small",
            "table_head_indent",
            cautions("{@Quality}"),
        ),
        "Shown": ("cell_small", "table_head_indent", ()),
    }
    plain = ("cell_muted", "table_head_indent", ())
    columns = (
        *written,
        *(
            Column(header, look[0], look[1], when=look[2], formula=formula)
            for header, formula in FORMULAS.items()
            for look in (looks.get(header, plain),)
        ),
    )
    rows: list[Sequence[Value | None]] = [
        (*(None,) * len(written), *(Formula(formula, EMPTY[header]) for header, formula in FORMULAS.items()))
    ] * ROWS
    return Table(
        LOCAL_DATA,
        guide.write("local.rows"),
        "Counts that the community adds: metric, area, year, group, numerator and denominator; and what they give",
        columns,
        rows,
        row_heights=(ROW_HEIGHT,) * ROWS,
        grows=True,
        close=True,
    )


def _choices(guide: Guide) -> Iterator[Block]:
    """Lay out what the crosstab is of."""
    first = counted(guide)[0]
    prompt = guide.write("local.prompt.choose")
    types = tuple(one.label for one in guide.ask.catalog.subgroup_types.values())
    yield Line(
        tuple((at, Cell(text, "note")) for at, text in enumerate(("Metric", "Year", "", "Subgroup type"))), height=16
    )
    yield Line(
        (
            (0, Cell(Entry("local_metric", first.label, "choice", f"{LOCAL_METRICS}[metric]", prompt), "entry_choice")),
            (1, Cell(Entry("local_year", guide.ask.store.edition - 2, "year", prompt=prompt), "entry_choice")),
            (3, Cell(Entry("local_type", types[0], "choice", types, prompt), "entry_choice")),
            (PRINTED, Cell(Formula(_chosen("kind"), kind_of(first), name="local_kind"), "cell_muted")),
        ),
        height=31,
    )
    none, found = guide.write("local.none"), f" {guide.write('local.found')} "
    withheld = "+".join(f'({LOCAL_DATA}[Shown]="{one}")' for one in (FEW, WITHHELD, COUNTS_LEFT_OUT))
    # The year and the metric are compared as they stand: what is neither finds no row, and says why.
    said = (
        f'IF({_chosen("kind")}="-",{literal(NOT_LISTED)},IF(NOT(ISNUMBER({{local_year}})),{literal(NOT_A_NUMBER)},'
        f"IF(SUM({LOCAL_DATA}[In crosstab])=0,{literal(none)},SUM({LOCAL_DATA}[In crosstab])&{literal(found)}"
        f'&SUMPRODUCT({LOCAL_DATA}[In crosstab]*({withheld}))&".")))'
    )
    yield Line.of(Formula(said, none), "note", 20)


def _group_names() -> Line:
    """Lay out the names of the groups in the crosstab's columns, which its fixed header cannot say."""
    names = [
        Formula(
            f"IFERROR(INDEX({LOCAL_DATA}[Group],SMALL({LOCAL_DATA}[First group],"
            f'COUNTIF({LOCAL_DATA}[First group],0)+{number})),"-")',
            "-",
            name=f"local_group_{number}",
        )
        for number in range(1, GROUPS + 1)
    ]
    return Line(
        (
            (0, Cell("Groups of your rows", "table_head_indent")),
            (1, Cell(ALL, "table_head_right")),
            *((at, Cell(name, "table_head_right")) for at, name in enumerate(names, 2)),
        ),
        height=34,
    )


def _crosstab(guide: Guide) -> Table:
    """Lay out areas down and groups across, with what is published for the place itself first."""
    shown_as = _shown_as("{local_kind}")
    columns = (
        Column("Area", "cell", "cell_muted"),
        *(Column(one, "cell_right", "cell_muted_right", when=shown_as) for one in HEADERS),
    )
    published = guide.write("local.published", place=guide.area)
    place = guide.ask.estimate(counted(guide)[0], guide.area_of(counted(guide)[0]), guide.ask.store.edition - 2)
    key = f'{_chosen("series")}&"|"&{{local_year}}&"|"&{NAME}'
    found = f'IF(ISNUMBER({{local_year}}),IFERROR(INDEX(Estimates[value],MATCH({key},Estimates[key],0)),"[x]"),"[x]")'
    rows: list[Sequence[Value]] = [
        (
            published,
            Formula(found.replace(NAME, NAMES[0]), "[x]" if place.value is None else place.value),
            *(Formula(f'IF({name}="-","-",{found.replace(NAME, name)})', "-") for name in NAMES[1:]),
        )
    ]
    for number in range(1, AREAS + 1):
        area = (
            f"IFERROR(INDEX({LOCAL_DATA}[Place],SMALL({LOCAL_DATA}[First area],"
            f'COUNTIF({LOCAL_DATA}[First area],0)+{number})),"-")'
        )
        rows.append((Formula(area, "-"), *(Formula(_found("Value", name), "-") for name in NAMES)))
    title = guide.write("local.values")
    return Table(CROSSTAB, title, "Areas down, groups across", columns, rows, above=_group_names())


def _intervals(guide: Guide) -> Table:
    """Lay out the same with each number's interval."""
    columns = (Column("Area", "cell", "cell_muted"), *(Column(one, "cell_small", "cell_muted") for one in HEADERS))
    rows = [
        (
            Formula(f"INDEX({CROSSTAB}[Area],{number + 1})", "-"),
            *(Formula(_found("Interval", name), "-") for name in NAMES),
        )
        for number in range(1, AREAS + 1)
    ]
    names = [Cell(Formula(name, "-"), "table_head_indent") for name in NAMES[1:]]
    above = Line(
        (
            (0, Cell("Groups of your rows", "table_head_indent")),
            (1, Cell(ALL, "table_head_indent")),
            *((at, name) for at, name in enumerate(names, 2)),
        ),
        height=34,
    )
    title, heights = guide.write("local.intervals"), (28,) * AREAS
    description = "The interval of each number"
    return Table(INTERVALS, title, description, columns, rows, row_heights=heights, above=above)


def _found(column: str, group: str) -> str:
    """Return the formula that finds what a column says of the row's area and a group."""
    rows = f"({LOCAL_DATA}[In crosstab]=1)*({LOCAL_DATA}[Place]={{@Area}})*({LOCAL_DATA}[Group]={group})"
    # 1 divided by 0 where there is no such row: INDEX would take 0 for all rows.
    return f'IFERROR(INDEX({LOCAL_DATA}[{column}],1/(1/SUMPRODUCT(MAX({rows}*({ROW_IN_TABLE}))))),"-")'
