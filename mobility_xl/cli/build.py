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
@click.argument("place", nargs=-1, required=True)
@click.option("--template", default="review", show_default=True, help="A kind of workbook.")
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
@click.option("-o", "output", type=click.Path(path_type=Path), help="A folder, or for one place a file.")
@edition_option
def build(
    place: tuple[str, ...],
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

    Example: mobility-xl build "Cook County, Illinois" "Chicago, IL"
    """
    from mobility_xl.workbook import build as workbook  # noqa: PLC0415

    ask = open_queries(edition)
    made_of = workbook.read_template(template, ask)
    one_file = output is not None and output.suffix.lower() == ".xlsx"
    if one_file and len(place) > 1:
        raise click.UsageError("Several workbooks cannot be one file: name a folder with -o.")
    failed = []
    for name in place:
        try:
            area = ask.area(name)
            path = output if output and one_file else (output or Path()) / workbook.file_name(area, ask.store.edition)
            made = workbook.build(
                ask, area, made_of, prepared_by=prepared_by, date=date, values=values, functions=functions
            )
            workbook.save(made, path, replace=replace)
            click.echo(str(path))
        except MobilityError as error:
            if len(place) == 1:
                raise
            failed.append(f"{name}: {error}")
    for line in failed:
        click.echo(line, err=True)
    if failed:
        sys.exit(SOME_FAILED)
