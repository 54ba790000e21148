"""Says one metric of one place aloud."""

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from mobility_xl.cli.asking import SOME_FAILED, edition_option, json_option, open_queries

if TYPE_CHECKING:
    from mobility_xl.catalog import Metric
    from mobility_xl.catalog.names import Meant
    from mobility_xl.estimates import Estimate, GroupTable
    from mobility_xl.queries import Queries
    from mobility_xl.store import Area


@click.command()
@click.argument("metric", required=False)
@click.argument("place", required=False)
@click.option("--year", type=int, help="The latest with a value when left out.")
@click.option("--group", help="One group, such as Hispanic.")
@click.option("--by", help="Also the groups of one kind, such as race-ethnicity.")
@click.option("--trend", is_flag=True, help="Also every year.")
@edition_option
@json_option
def metric(
    metric: str | None,
    place: str | None,
    year: int | None,
    group: str | None,
    by: str | None,
    trend: bool,
    edition: int | None,
    as_json: bool,
) -> None:
    """Say one metric of one place aloud, with its interval, quality and source.

    METRIC is its number among the 26, a name, a column or a label. Without it, list the metrics.

    Example: mobility-xl metric "low birth weight" "Cook County, IL" --by race-ethnicity
    """
    from mobility_xl.catalog import Metric  # noqa: PLC0415

    if metric is None:
        _print_metrics(as_json=as_json)
        return
    if place is None:
        raise click.UsageError('Name a place, such as "Cook County, IL".')
    ask = open_queries(edition)
    area, meant = ask.area(place), ask.metric(_named(metric))
    if isinstance(meant, Metric) and group is None:
        if by:
            ask.side_by_side(meant, area, by, year)
        found = _say_columns(ask, meant, area, year, trend=trend, as_json=as_json)
    else:
        estimate = ask.estimate(meant, area, year, group)
        years = ask.trend(meant, area, group) if trend else []
        found = _say_estimate(ask, estimate, year, by, years if trend else None, as_json=as_json)
    if not found:
        sys.exit(SOME_FAILED)


def _named(metric: str) -> str:
    """Return the label of a metric that is asked for by its number in the list, else what was typed."""
    from mobility_xl import catalog  # noqa: PLC0415

    return next((one.label for one in catalog.load().metrics if str(one.number) == metric.strip()), metric)


def _say_estimate(
    ask: "Queries",
    estimate: "Estimate",
    year: int | None,
    by: str | None,
    years: "list[Estimate] | None",
    *,
    as_json: bool,
) -> bool:
    """Say one estimate, maybe with its groups and years; tell whether there is a number."""
    variable, area = estimate.variable, estimate.area
    kind = ask.subgroup_type(variable, by) if by else None
    table = ask.groups(variable, area, kind, year) if kind else None
    no_groups = ask.why_no_groups(variable, area, kind, year) if kind and not table else None
    newer = ask.newer(estimate) if year is None else ""
    if as_json:
        answer = {**_as_json(estimate), "newer": newer or None, "source": ask.citation(variable, area, estimate.year)}
        if kind:
            answer["groups"] = [_as_json(one) for one in (table.everybody, *table.groups)] if table else []
            answer["no_groups"] = no_groups
        if years is not None:
            answer["trend"] = [_as_json(one) for one in years]
        click.echo(json.dumps(answer, indent=2))
        return estimate.value is not None
    who = "" if estimate.who == "All" else f", {estimate.who}"
    _print_head(ask, area, f"{estimate.label}{who}")
    click.echo(f"  {estimate.shown}")
    if estimate.value is not None:
        click.echo(f"  {estimate.sentence}")
    if newer:
        click.echo(f"  {newer}")
    if years:
        click.echo("\nBy year")
    for one in years or ():
        click.echo(f"  {one.shown}")
    if kind and table:
        _print_groups(table)
        if year is None and (newer := ask.newer(table.everybody, table.year)):
            click.echo(f"  {newer}")
    elif kind:
        click.echo(f"\nNo group by {kind.label} has a value here: {no_groups}")
    _print_source(ask, estimate.variable, estimate)
    return estimate.value is not None


def _say_columns(
    ask: "Queries", meant: "Metric", area: "Area", year: int | None, *, trend: bool, as_json: bool
) -> bool:
    """Say every group or level of a metric that has a column for each; tell whether any has a number."""
    estimates = [ask.estimate(variable, area, year) for variable in meant.of_the_26]
    years = [ask.trend(variable, area) for variable in meant.of_the_26] if trend else []
    first = next((one for one in estimates if one.value is not None), estimates[0])
    if as_json:
        groups = [_as_json(one) for one in estimates]
        answer = {"metric": meant.label, "meaning": meant.meaning, "place": str(area), "groups": groups}
        if trend:
            answer["trend"] = [_as_json(one) for group in years for one in group]
        click.echo(json.dumps({**answer, "source": ask.citation(meant, area, first.year)}, indent=2))
        return first.value is not None
    _print_head(ask, area, meant.label)
    if meant.meaning:
        click.echo(f"  {meant.meaning}")
    for one in estimates:
        click.echo(f"  {one.variable.hidden:<32}{one.shown if one.value is not None else one.said}")
    if any(years):
        click.echo("\nBy year")
    for one, trend_of_it in zip(estimates, years, strict=False):
        for index, each in enumerate(trend_of_it):
            click.echo(f"  {'' if index else one.variable.hidden:<32}{each.shown}")
    _print_source(ask, meant, first)
    return first.value is not None


def _as_json(estimate: "Estimate") -> dict[str, Any]:
    return {
        "metric": estimate.variable.name,
        "label": estimate.label,
        "unit": estimate.variable.counted_in,
        "geoid": estimate.area.geoid,
        "place": str(estimate.area),
        "year": estimate.year,
        "subgroup_type": estimate.subgroup_type.name if estimate.subgroup_type else "all",
        "subgroup": estimate.who,
        "value": estimate.value,
        "lower": estimate.lower,
        "upper": estimate.upper,
        "quality": estimate.quality or None if estimate.value is not None else None,
        "shares": estimate.shares_text or None,
        "missing": estimate.missing.value if estimate.missing else None,
        "shown": estimate.shown,
    }


def _print_head(ask: "Queries", area: "Area", label: str) -> None:
    click.echo(f"{area} ({area.geoid}){ask.about(area)}")
    click.echo(f"{label}\n")


def _print_groups(table: "GroupTable") -> None:
    everybody = f" (everybody in the same file: {table.everybody.shown})" if table.everybody.value is not None else ""
    click.echo(f"\nBy {table.subgroup_type.label}, {table.year}{everybody}")
    for one in table.groups:
        missing = one.missing.value if one.missing else "undefined"
        click.echo(f"  {one.group:<32}{one.shown if one.value is not None else missing}")


def _print_source(ask: "Queries", meant: "Meant", estimate: "Estimate") -> None:
    click.echo()
    for caution in estimate.cautions:
        click.echo(f"Beware: {caution}")
    click.echo(f"Source: {ask.citation(meant, estimate.area, estimate.year)}")


def _print_metrics(*, as_json: bool) -> None:
    from mobility_xl import catalog  # noqa: PLC0415

    if as_json:
        listed = [
            {"pillar": pillar.label, "number": one.number, "metric": one.label, "variable": variable.name}
            | {"label": variable.label, "names": list(variable.names), "beside": variable.beside}
            for pillar in catalog.load().pillars
            for one in pillar.metrics
            for variable in one.variables
        ]
        click.echo(json.dumps(listed, indent=2))
        return
    for pillar in catalog.load().pillars:
        click.echo(f"\n{pillar.label}")
        for one in pillar.metrics:
            name = f' ("{one.names[0]}")' if one.names else ""
            click.echo(f"  {one.number:>2}  {one.label}{name}")
            for variable in one.variables:
                beside = " (beside the 26)" if variable.beside else ""
                click.echo(f"        {variable.name:<42}{variable.label}{beside}")
