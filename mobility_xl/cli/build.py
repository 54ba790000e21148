"""Writes workbooks."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mobility_xl.cli.asking import SOME_FAILED, edition_option, open_queries
from mobility_xl.errors import MobilityError

if TYPE_CHECKING:
    from mobility_xl.workbook.build import Functions


@click.command()
@click.argument("place", nargs=-1)
@click.option("--state", help="Instead of places: every county and city of a state, such as TX.")
@click.option("--template", default="review", show_default=True, help="A kind of workbook: review or functions.")
@click.option(
    "--functions",
    type=click.Choice(["lambda", "none"]),
    default="lambda",
    show_default=True,
    help="What the cell functions are: LAMBDA names in the workbook, or none (to hand it out).",
)
@click.option("--values", is_flag=True, help="Freeze every formula as its value.")
@click.option("--prepared-by", default="", help="Who made it, for the Cover.")
@click.option("--date", default="", help="When it was made, for the Cover; nothing is said without it.")
@click.option("--replace", is_flag=True, help="Write over a workbook that somebody may have changed.")
@click.option("-o", "output", type=click.Path(path_type=Path), help="A folder, or for one workbook a file.")
@edition_option
def build(
    place: tuple[str, ...],
    state: str | None,
    template: str,
    functions: "Functions",
    values: bool,
    prepared_by: str,
    date: str,
    replace: bool,
    output: Path | None,
    edition: int | None,
) -> None:
    """Write the review guide of one or more counties or cities.

    With the template functions, write one workbook with the cell functions and every number of a state.

    Example: mobility-xl build "Cook County, Illinois" "Chicago, IL"

    Example: mobility-xl build --state TX --template functions
    """
    from mobility_xl.workbook import build as workbook  # noqa: PLC0415

    if bool(place) == bool(state):
        raise click.UsageError('Name a place, such as "Cook County, Illinois", or a state, such as --state TX.')
    ask = open_queries(edition)
    made_of = workbook.read_template(template, ask)
    of_a_state = state is not None and made_of.about == "state"
    if not state:
        wanted = list(place)
    else:
        areas = workbook.areas_of_state(ask, state)
        wanted = [state.strip().upper()] if of_a_state else [area.geoid for area in areas]
    one_file = output is not None and output.suffix.lower() == ".xlsx"
    if one_file and len(wanted) > 1:
        raise click.UsageError("Several workbooks cannot be one file: name a folder with -o.")
    failed = []
    for name in wanted:
        try:
            if of_a_state:
                made = workbook.build_state(ask, name, made_of, values=values, functions=functions)
                about = f"{name} {areas[0].state}"
            else:
                area = ask.area(name)
                signed = {"prepared_by": prepared_by, "date": date}
                made = workbook.build(ask, area, made_of, values=values, functions=functions, **signed)
                about = f"{area.geoid} {area}"
            called = workbook.file_name(about, made_of.title, ask.store.edition)
            path = output if output and one_file else (output or Path()) / called
            workbook.save(made, path, replace=replace)
            click.echo(str(path))
        except MobilityError as error:
            if len(wanted) == 1:
                raise
            failed.append(f"{name}: {error}")
    for line in failed:
        click.echo(line, err=True)
    if failed:
        sys.exit(SOME_FAILED)
