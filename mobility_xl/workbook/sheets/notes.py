"""Notes: how the metrics came about, what words mean, why a number can be missing, and every source."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mobility_xl.estimates import Missing
from mobility_xl.queries import spans
from mobility_xl.workbook import stamp
from mobility_xl.workbook.blocks import Block, Cell, Column, Gap, Line, Paragraph, Sheet, Table
from mobility_xl.workbook.guide import SHORTHANDS, Guide

TAB = "Notes"
ABOUT = ("origin", "eligible", "limits", "disaggregate")
REASONS = {
    Missing.NOT_AT_LEVEL: "notes.reason.level",
    Missing.NOT_THIS_YEAR: "notes.reason.year",
    Missing.SUPPRESSED: "notes.reason.suppressed",
    Missing.JUDGED_MISSING: "notes.reason.judged",
    Missing.NOT_IN_COPY: "notes.reason.copy",
    None: "notes.reason.undefined",
}
TERMS = (
    "pillar",
    "predictor",
    "metric",
    "variable",
    "area",
    "subgroup",
    "estimate",
    "interval",
    "quality",
    "benchmark",
)
WORDING = {
    "notes.answers": frozenset(),
    "notes.title": frozenset(),
    "notes.subtitle": frozenset({"edition"}),
    **{f"notes.{key}": frozenset() for key in ABOUT},
    **{f"notes.{key}.head": frozenset() for key in ABOUT},
    **{key: frozenset() for key in REASONS.values()},
    **{f"notes.term.{key}": frozenset() for key in TERMS},
    "notes.about": frozenset(),
    "notes.terms": frozenset(),
    "notes.reasons": frozenset(),
    "notes.metrics": frozenset(),
    "notes.sources": frozenset(),
    "notes.absent": frozenset(),
    "notes.stamp": frozenset(),
    "notes.credits": frozenset(),
}
WIDTHS = (36, 72, 60, 44, 20)


def sheets(guide: Guide) -> Iterator[Sheet]:
    """Lay out the sheet."""
    yield Sheet(TAB, guide.write("notes.answers"), "See each metric", WIDTHS, lambda _: _blocks(guide))


def _blocks(guide: Guide) -> list[Block]:
    blocks: list[Block] = [
        Line.of(guide.write("notes.title"), "title", 30),
        Line.of(guide.write("notes.subtitle", edition=guide.ask.store.edition), "subtitle"),
    ]
    for table in (_about(guide), _terms(guide), _reasons(guide), _sources(guide), *_absent(guide), _stamp(guide)):
        blocks += [Gap(12), table]
    # The longest table is the last, since its header is repeated on every page that follows.
    return [*blocks, Gap(8), Paragraph(guide.write("notes.credits")), Gap(12), _metrics(guide)]


def _table(
    name: str, title: str, description: str, headers: Sequence[str], rows: Sequence[Sequence[str | Cell]]
) -> Table:
    return Table(
        name, title, description, tuple(Column(header, "cell_small", "table_head_indent") for header in headers), rows
    )


def _about(guide: Guide) -> Table:
    rows = [(Cell(guide.write(f"notes.{key}.head"), "cell_bold"), guide.write(f"notes.{key}")) for key in ABOUT]
    return _table("About", guide.write("notes.about"), "How the metrics came about", ("Question", "Answer"), rows)


def _terms(guide: Guide) -> Table:
    rows = [(Cell(key, "cell_bold"), guide.write(f"notes.term.{key}")) for key in TERMS]
    return _table("Terms", guide.write("notes.terms"), "What the words mean", ("Word", "Meaning"), rows)


def _reasons(guide: Guide) -> Table:
    rows = [(Cell(SHORTHANDS[reason], "cell_bold"), guide.write(key)) for reason, key in REASONS.items()]
    return _table("Reasons", guide.write("notes.reasons"), "Why a number is missing", ("Sign", "Reason"), rows)


def _metrics(guide: Guide) -> Table:
    """List every variable with its unit, its years here, what to beware of and its sources."""
    rows = []
    for metric in guide.metrics:
        for variable in metric.variables:
            years = [one.year for one in guide.ask.trend(variable, guide.area_of(variable)) if one.year]
            differs = f"{variable.differs} " if variable.differs else ""
            rows.append(
                (
                    Cell(f"{metric.number}. {guide.label(variable)}", "cell_bold"),
                    variable.meaning,
                    f"{differs}{' '.join(variable.all_cautions)}",
                    "; ".join(map(str, variable.sources)),
                    spans(years) if years else "[x] no number here",
                )
            )
    headers = ("Metric", "What it is", "Beware", "Source", "Years here")
    table = _table("Metric_notes", guide.write("notes.metrics"), "Notes on every published variable", headers, rows)
    return replace(table, repeats=True)


def _sources(guide: Guide) -> Table:
    known = guide.ask.catalog
    left_out = {source for one in known.variables.values() if one not in guide.variables for source in one.sources}
    left_out -= {source for one in guide.variables for source in one.sources}
    rows = [
        (Cell(source.agency, "cell_bold"), source.label, source.terms or "-")
        for source in known.sources.values()
        if source not in left_out
    ]
    headers = ("Agency", "Source", "Terms")
    return _table("Sources", guide.write("notes.sources"), "Where the numbers come from", headers, rows)


def _absent(guide: Guide) -> Iterator[Table]:
    """List what is published and not in this copy."""
    rows = [
        (Cell(f"file {number}", "cell_bold"), guide.ask.catalog.variables[name].label, spans(years))
        for number, names in guide.ask.store.absent.items()
        for name, years in names.items()
        if guide.ask.catalog.variables[name] in guide.variables
    ]
    if rows:
        headers = ("Import", "Metric", "Years")
        yield _table("Absent", guide.write("notes.absent"), "Published numbers that this copy lacks", headers, rows)


def _stamp(guide: Guide) -> Table:
    """Say which workbook this is, for whoever gets it back."""
    rows = [(Cell(what, "cell_bold"), said) for what, said in guide.stamp.rows]
    return _table(stamp.TABLE, guide.write("notes.stamp"), "Which workbook this is", (stamp.WHAT, stamp.SAID), rows)
