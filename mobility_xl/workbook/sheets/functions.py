"""Functions: every cell function by kind and pillar, with an example that works where the workbook can answer."""

import re
from collections.abc import Iterator, Sequence

from mobility_xl.catalog import Variable
from mobility_xl.errors import MobilityError
from mobility_xl.estimates import Estimate, Subject
from mobility_xl.functions import FUNCTIONS, CellFunction
from mobility_xl.functions.registry import literal
from mobility_xl.store import Area
from mobility_xl.words import several
from mobility_xl.workbook.blocks import (
    Block,
    Call,
    Cell,
    Column,
    Difference,
    Gap,
    Line,
    Lookup,
    Paragraph,
    Sheet,
    Table,
)
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import AREAS, benchmark_row, lookup

TAB = "Functions"
PLACES = ("place", "text")
"""The arguments that are places."""
COMPARING = ("MOBILITY_GAP", "MOBILITY_COMPARE", "MOBILITY_CHANGE")
"""The functions that hold two numbers against each other."""
FORMATS = {"MOBILITY_RANK": "0", "MOBILITY_CALC_REPRESENTATION": "0.00"}
"""How answers are shown that are in another unit than their metric: a percentile, a ratio of two shares."""
WAYS = ("start", "copy", "one")
"""How the functions come into one's own workbook."""

WORDING = {
    "functions.answers": frozenset(),
    "functions.title": frozenset(),
    "functions.note": frozenset({"places"}),
    "functions.published": frozenset(),
    "functions.national": frozenset(),
    "functions.everywhere": frozenset(),
    "functions.elsewhere": frozenset(),
    "functions.own": frozenset(),
    **{f"functions.own.{key}": frozenset() for key in WAYS},
}
WIDTHS = (41, 36, 80, 17, 46, 34, 14)
COLUMNS = ("Function", "What it answers", "Arguments", "Works in", "Example", "Answer", "Without LAMBDA")


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, guide.write("functions.answers"), "-", WIDTHS, lambda _: _blocks(guide))


def _blocks(guide: Guide) -> list[Block]:
    held = len(guide.numbers.areas)
    blocks: list[Block] = [
        Line.of(guide.write("functions.title"), "title", 30),
        Paragraph(guide.write("functions.note", places=several(held, "place"))),
    ]
    for number, (title, functions) in enumerate(_kinds(guide).items(), 1):
        blocks += [Gap(), _table(guide, f"Functions_{number}", title, functions)]
    return [*blocks, Gap(), _ways(guide)]


def _ways(guide: Guide) -> Table:
    rows = [(str(number), guide.write(f"functions.own.{key}")) for number, key in enumerate(WAYS, 1)]
    columns = (
        Column("Way", "cell_small", "table_head_indent"),
        Column("What to do", "cell_small", "table_head_indent"),
    )
    return Table("Own_workbook", guide.write("functions.own"), "Using the functions elsewhere", columns, rows)


def _kinds(guide: Guide) -> dict[str, list[CellFunction]]:
    """Return the functions by kind: what is published, then the calculators by pillar, then the rest."""
    catalog = guide.ask.catalog
    kinds: dict[str, list[CellFunction]] = {guide.write("functions.published"): []}
    kinds |= {pillar.label: [] for pillar in catalog.pillars}
    for function in FUNCTIONS.values():
        kind = guide.write("functions.national" if function.calculates else "functions.published")
        if function.of:
            kind = catalog.pillar_of(catalog.variables[function.of]).label
        kinds.setdefault(kind, []).append(function)
    return kinds


def _table(guide: Guide, name: str, title: str, functions: Sequence[CellFunction]) -> Table:
    rows = [_row(guide, function) for function in functions]
    columns = tuple(Column(header, "cell_small", "table_head_indent") for header in COLUMNS)
    return Table(name, title, "Cell functions, one row each", columns, rows)


def _row(guide: Guide, function: CellFunction) -> tuple[str | Cell | Lookup, ...]:
    arguments = "; ".join(f"{one}: {one.note}" for one in function.arguments) or "none"
    cells = _example(guide, function)
    typed = function.formula_for(cells)
    if function.answers_with_rows:
        typed = f"=INDEX({typed.removeprefix('=')},1,2)"
    works = guide.write("functions.everywhere" if function.portable else "functions.elsewhere")
    return (
        Cell(function.name, "cell_bold"),
        function.summary,
        arguments,
        works,
        typed,
        _answer(guide, function, cells, typed),
        _without_lambda(guide, function, cells),
    )


def _example(guide: Guide, function: CellFunction) -> tuple[object, ...]:
    """Return the first example, where it is about a place of one that this workbook holds, and a number there is."""
    cells = list(function.examples[0])
    names = [one.name for one in function.arguments]
    if not any(name in PLACES for name in names):
        return tuple(cells)
    about: dict[str, str] = {**dict.fromkeys(PLACES, str(guide.area)), "metric": _variable(guide).names[0]}
    if "peer" in names and (peer := _other_area(guide)):
        about["peer"] = str(peer)
    if "group" in names and (pair := _two_groups(guide)):
        about |= {"metric": pair[0].variable.names[0], "group": pair[0].group, "reference": pair[1].group}
    return tuple(about.get(name, cell) for name, cell in zip(names, cells, strict=False))


def _other_area(guide: Guide) -> Area | None:
    """Return another area that this workbook holds, one of the same level where there is one."""
    others = [one for one in guide.numbers.areas.values() if one.geoid != guide.area.geoid]
    return next((one for one in others if one.level == guide.area.level), others[0] if others else None)


def _two_groups(guide: Guide) -> tuple[Estimate, Estimate] | None:
    """Return two groups of a table that have numbers here."""
    for variable in (_variable(guide), *guide.ask.catalog.variables.values()):
        for table in guide.ask.group_tables(variable, guide.area):
            known = [one for one in table.groups if one.value is not None]
            if len(known) > 1 and not variable.group:
                return known[0], known[1]
    return None


def _variable(guide: Guide) -> Variable:
    """Return the variable that examples ask for: one with several years here where there is one."""
    names = ("share_low_birth_weight", "share_digital_access", *guide.ask.catalog.variables)
    variables = [guide.ask.catalog.variables[name] for name in names]
    return next((one for one in variables if one.names and guide.ask.trend(one, guide.area)), variables[0])


def _answer(guide: Guide, function: CellFunction, cells: Sequence[object], typed: str) -> Cell:
    """Return what an example answers: alive where the workbook has the function, else as it was answered here."""
    try:
        found = function.answer(cells)
    except MobilityError as error:
        return Cell(f"[x] {error}", "cell_small")
    value = found[0][1] if isinstance(found, list) else found
    if isinstance(value, MobilityError):
        return Cell(f"[x] {value}", "cell_small")
    number_format = _number_format(guide, function, cells) if isinstance(value, float) else ""
    live = function.portable and guide.functions == "lambda" and _held(guide, function, cells)
    return Cell(Call(typed.removeprefix("="), value) if live else value, "cell_small", number_format)


def _held(guide: Guide, function: CellFunction, cells: Sequence[object]) -> bool:
    """Whether this workbook holds every place that a call is about."""
    names = (one.name for one in function.arguments)
    places = [str(cell) for name, cell in zip(names, cells, strict=False) if name in {"place", "text", "peer"}]
    return all(guide.ask.area(place).geoid in guide.numbers.areas for place in places)


def _number_format(guide: Guide, function: CellFunction, cells: Sequence[object]) -> str:
    if function.name in FORMATS:
        return FORMATS[function.name]
    variables = guide.ask.catalog.variables
    if function.of:
        return variables[function.of].unit.number_format
    metrics = [str(cell) for one, cell in zip(function.arguments, cells, strict=False) if one.name == "metric"]
    return guide.ask.variable(guide.ask.metric(metrics[0])).unit.number_format if metrics else ""


def _without_lambda(guide: Guide, function: CellFunction, cells: Sequence[object]) -> Cell:
    """Return the same answer by functions that every program has: INDEX and MATCH, or the calculator's own formula."""
    found = _looked_up(guide, function, cells)
    if found:
        return Cell(found, "cell_small", _number_format(guide, function, cells) if function.name in COMPARING else "")
    if function.formula:
        given = {one.name: literal(cell) for one, cell in zip(function.arguments, cells, strict=False)}
        formula = re.sub(r"[a-z_]+", lambda word: given[word[0]], function.formula)
        value = function.answer(cells)
        if isinstance(value, float):
            return Cell(Call(formula, value, dynamic=False), "cell_small", _number_format(guide, function, cells))
    return Cell("-", "cell_muted")


def _looked_up(guide: Guide, function: CellFunction, cells: Sequence[object]) -> Lookup | Difference | None:
    """Return where the Data sheet holds the answer, or the two numbers that it is the difference of."""
    variable = _variable(guide)
    series = guide.ask.trend(variable, guide.area)
    if function.name == "MOBILITY_PLACE":
        return Lookup(AREAS, "geoid", guide.area.geoid, guide.area.geoid)
    if series and function.name == "MOBILITY_METRIC":
        return _of(guide, guide.ask.look_up(Subject(variable, guide.area)))
    if series and function.name == "MOBILITY_TREND":
        return _of(guide, series[0])
    if function.name in COMPARING:
        return _apart(guide, function, cells)
    return _benchmark(guide, str(cells[0])) if function.name == "MOBILITY_BENCHMARK" else None


def _apart(guide: Guide, function: CellFunction, cells: Sequence[object]) -> Difference | None:
    """Return the difference of two numbers that this workbook holds, in dollars only of one year; or None."""
    if not _held(guide, function, cells):
        return None
    ask, (metric, place, *more) = guide.ask, [str(cell) for cell in cells]
    meant, area = ask.metric(metric), ask.area(place)
    if function.name == "MOBILITY_GAP":
        found = ask.gap(meant, area, more[0], more[1])
    elif function.name == "MOBILITY_COMPARE":
        found = ask.compare(meant, area, ask.area(*more))
    else:
        found = ask.change(meant, area)
    if found.difference is None or found.factors != (1.0, 1.0):
        return None
    return Difference(_of(guide, found.first), _of(guide, found.second))


def _of(guide: Guide, estimate: Estimate) -> Lookup:
    """Return how people would look up an estimate themselves, one that no sheet shows included."""
    return lookup(guide.numbers.enter(estimate), estimate.variable)


def _benchmark(guide: Guide, metric: str) -> Lookup | None:
    """Return the latest national median of a metric, or None where it is withheld."""
    variable = guide.ask.variable(guide.ask.metric(metric))
    year = guide.ask.benchmark_year(variable)
    found = guide.ask.benchmark(variable, year) if year else None
    if not year or not found or not found.value:
        return None
    return lookup(guide.numbers.add(benchmark_row(variable, year, "county", found)), variable)
