"""Writes workbooks."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobility_xl.cli.asking import (
    SOME_FAILED,
    edition_option,
    open_queries,
    progress,
    refuse_inputs,
    refuse_other_kinds,
)
from mobility_xl.errors import BadArgument, MobilityError
from mobility_xl.words import several

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobility_xl.partners.carry import FormerWorkbook
    from mobility_xl.queries import Queries
    from mobility_xl.store import Area
    from mobility_xl.workbook.build import Functions, Pivots
    from mobility_xl.workbook.package import Package
    from mobility_xl.workbook.templates import Template


@click.command()
@click.argument("place", nargs=-1)
@click.option("--state", help="Instead of places: every county and city of a state, such as TX.")
@click.option(
    "--template",
    help="A kind of workbook: review, analyst, council, functions, or your own.  [default: review, or that of --carry]",
)
@click.option(
    "--functions",
    type=click.Choice(["lambda", "none"]),
    default="lambda",
    show_default=True,
    help="What the cell functions are: LAMBDA names in the workbook, or none (to hand it out).",
)
@click.option(
    "--peers", multiple=True, metavar="P,P", help="Counties or cities to compare with, beside the twelve nearest."
)
@click.option(
    "--pivots",
    type=click.Choice(["native", "none"]),
    default="native",
    show_default=True,
    help="Whether there is a sheet with PivotTables.",
)
@click.option("--slicers", is_flag=True, help="Buttons for the filters of the PivotTables; for Excel alone.")
@click.option("--officials", is_flag=True, help="With the sheet Officials, which is personal: do not hand it out.")
@click.option("--values", is_flag=True, help="Freeze every formula as its value.")
@click.option(
    "--carry",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A filled workbook of the same place and a former edition, whose answers are taken over.",
)
@click.option("--prepared-by", default="", help="Who made it, for the Cover.")
@click.option("--date", default="", help="When it was made, for the Cover; nothing is said without it.")
@click.option("--replace", is_flag=True, help="Write over a workbook that somebody may have changed.")
@click.option("-o", "output", type=click.Path(path_type=Path), help="A folder, or for one workbook a file.")
@edition_option
def build(
    place: tuple[str, ...],
    state: str | None,
    template: str | None,
    functions: "Functions",
    peers: tuple[str, ...],
    pivots: "Pivots",
    slicers: bool,
    officials: bool,
    values: bool,
    carry: Path | None,
    prepared_by: str,
    date: str,
    replace: bool,
    output: Path | None,
    edition: int | None,
) -> None:
    """Write the review guide of one or more counties or cities.

    With the template functions, write one workbook with the cell functions and every number of a state.

    Example: mobility-xl build "Cook County, Illinois" "Chicago, IL"

    Example: mobility-xl build 48301 --peers "Kenedy County, TX, 48263"

    Example: mobility-xl build --state TX --template functions

    Example: mobility-xl build "Chicago, IL" --carry "1714000 Chicago city, Illinois - Mobility Review Guide 2024.xlsx"
    """
    from mobility_xl.workbook.saving import file_name, refuse_others, save  # noqa: PLC0415
    from mobility_xl.workbook.templates import read_template  # noqa: PLC0415

    _check_places(place, state, output)
    _check_day(date)
    if carry is not None:
        _check_carry(place, values=values)
    ask = open_queries(edition)
    former = _former(ask, place[0], carry) if carry is not None else None
    made_of = read_template(template or _template_of(ask, former), ask)
    _warn_of_template(template, ask)
    if officials:
        made_of = made_of.with_officials()
    wanted = [area.geoid for area in ask.store.areas.of_state(state)] if state else list(place)
    compared = _compared(ask, peers, place)
    make: Callable[..., tuple[str, bytes, tuple[str, ...]]] = partial(
        _place, former=former, prepared_by=prepared_by, date=date, peers=compared, pivots=pivots, slicers=slicers
    )
    if state and made_of.about == "state":
        if prepared_by or date:
            raise click.UsageError(f"The template {template} has no Cover to sign: leave out --prepared-by and --date.")
        wanted, make = [state], _state
    _check_options(made_of, peers=bool(compared), slicers=slicers, pivots=pivots != "none")
    if template == "functions" and functions == "none":
        raise click.UsageError("The template functions is about the functions: leave out --functions none.")
    one_file = output is not None and output.suffix.lower() == ".xlsx"
    if one_file and len(wanted) > 1:
        raise click.UsageError("Several workbooks cannot be one file: name a folder with -o.")

    def target(about: str) -> Path:
        called = file_name(about, made_of.title, ask.store.edition)
        return output if output and one_file else (output or Path()) / called

    if carry is not None:
        about = _about(ask.area(place[0]))
        refuse_inputs(target(about), carry)
        refuse_others(target(about), partial(_is_of, geoid=about.split()[0]), replace=replace)
    failed = []
    for name in wanted:
        try:
            about, made, told = make(ask, name, made_of, values=values, functions=functions)
            path = target(about)
            save(made, path, replace=replace)
            click.echo(str(path))
            click.echo("".join(f"{line}\n" for line in told), nl=False, err=True)
        except MobilityError as error:
            if len(wanted) == 1:
                raise
            failed.append(f"{name}: {error}")
    for line in failed:
        click.echo(line, err=True)
    if failed:
        sys.exit(SOME_FAILED)


def _compared(ask: "Queries", peers: tuple[str, ...], place: tuple[str, ...]) -> "list[Area]":
    """Return the areas that --peers names; of several workbooks, each leaves out the place that it is about."""
    try:
        found = [area for text in peers for area in ask.store.areas.find_several(text)]
    except BadArgument as error:
        if not any(";" in text for text in peers):
            raise
        raise BadArgument(f'{error} Put commas between places: --peers "Houston, TX, Peoria, IL".') from error
    if peers and not found:
        raise click.UsageError('--peers names no place: write some with commas, such as --peers "Houston, TX, 17043".')
    if len(place) == 1 and (area := ask.area(place[0])) in found:
        raise BadArgument(f"{area} cannot be its own peer: leave it out of --peers.")
    return found


def _check_day(date: str) -> None:
    """Refuse what the Cover would say as a date and is none."""
    from mobility_xl.partners.reading.answers import is_day_or_month  # noqa: PLC0415

    if date and not is_day_or_month(date):
        raise BadArgument(f"'{date}' is not a date. Write one such as 2026-05-31, or a month such as May 2026.")


def _warn_of_template(name: str | None, ask: "Queries") -> None:
    """Say that there is something to mend in a template with which workbooks can be made all the same."""
    from mobility_xl.workbook.template_checking import template_mistakes  # noqa: PLC0415
    from mobility_xl.workbook.templates import packaged_templates  # noqa: PLC0415

    if name is None or name in packaged_templates():
        return
    if mistakes := template_mistakes(name, ask):
        click.echo(
            f'The template {name} has {several(len(mistakes), "mistake")}: `mobility-xl template check "{name}"` '
            "names what is hard to read.",
            err=True,
        )


def _check_options(template: "Template", *, peers: bool, slicers: bool, pivots: bool) -> None:
    """Refuse what would have no effect."""
    if peers and not template.with_peers:
        raise click.UsageError(f"The template {template.name} compares with no peers: leave out --peers.")
    if slicers and not pivots:
        raise click.UsageError("Slicers are buttons of PivotTables: leave out --slicers or --pivots none.")


def _is_of(package: "Package", geoid: str) -> bool:
    """Tell whether a workbook is one of ours about a place."""
    from mobility_xl.workbook.stamp import read_stamp  # noqa: PLC0415

    stamp = read_stamp(package)
    return stamp is not None and stamp.geoid == geoid


def _about(area: "Area") -> str:
    """Return how a workbook's file begins, which says what it is about."""
    return f"{area.geoid} {area}"


def _place(
    ask: "Queries", name: str, template: "Template", *, former: "FormerWorkbook | None", **options: Any
) -> tuple[str, bytes, tuple[str, ...]]:
    """Build the workbook of a place, with what a former one holds.

    Return what it is about, its bytes, and sentences on what became of the former one.
    """
    from mobility_xl.workbook.build import build as built  # noqa: PLC0415

    area = ask.area(name)
    told: tuple[str, ...] = ()
    if former is None:
        made = built(ask, area, template, **options)
    else:
        made, told = _carried(ask, area, template, former, options)
    if area.until is not None:
        click.echo(f"{area} is a former county.{ask.about(area)}", err=True)
    return _about(area), made, told


def _state(ask: "Queries", name: str, template: "Template", **options: Any) -> tuple[str, bytes, tuple[str, ...]]:
    """Build the workbook of a state; return what it is about, its bytes, and no more to say."""
    from mobility_xl.workbook.build import build_state  # noqa: PLC0415

    state = ask.store.areas.of_state(name)[0]
    with progress("Looking up") as told:
        made = build_state(ask, state.letters, template, progress=told, **options)
    return f"{state.letters} {state.state}", made, ()


def _check_places(place: tuple[str, ...], state: str | None, output: Path | None) -> None:
    """Refuse what names no place, or no workbook to write."""
    if bool(place) == bool(state):
        raise click.UsageError('Name a place, such as "Cook County, Illinois", or a state, such as --state TX.')
    refuse_other_kinds(output)


def _check_carry(place: tuple[str, ...], *, values: bool) -> None:
    """Refuse what does not go with a workbook that is taken over."""
    if len(place) != 1:
        raise click.UsageError("--carry takes over the workbook of one place: name that place, and no other.")
    if values:
        raise click.UsageError(
            "--values would freeze formulas before they know what is carried over: leave it out, and freeze a copy "
            "with `mobility-xl publish FILE --values`."
        )


def _former(ask: "Queries", place: str, path: Path) -> "FormerWorkbook":
    """Read the filled workbook that is taken over."""
    from mobility_xl.partners.carry import read_former  # noqa: PLC0415

    return read_former(path, ask, ask.area(place))


def _template_of(ask: "Queries", former: "FormerWorkbook | None") -> str:
    """Return the template of a workbook that is taken over, else that of the review guide."""
    from mobility_xl.workbook.templates import REVIEW, read_template  # noqa: PLC0415

    if former is None:
        return REVIEW
    try:
        return read_template(former.stamp.template, ask).name
    except MobilityError as error:
        click.echo(f"The template {REVIEW} takes the place of the former one: {error}", err=True)
        return REVIEW


def _carried(
    ask: "Queries", area: "Area", template: "Template", former: "FormerWorkbook", options: dict[str, Any]
) -> tuple[bytes, tuple[str, ...]]:
    """Build the workbook of a place with what was written in a former one; return also what became of it."""
    from mobility_xl.partners.carry import carry  # noqa: PLC0415

    options.pop("values")
    made = carry(ask, area, template, former, **options)
    return made.content, made.told
