"""Makes, checks and draws templates: what staff edit so that workbooks look and read as their own."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mobility_xl.cli.asking import SOME_FAILED, json_option, open_queries
from mobility_xl.words import several

if TYPE_CHECKING:
    from mobility_xl.queries import Queries

PLACE, STATE = "17031", "DE"
"""What a preview is about unless something is named."""


FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def template() -> None:
    """Make, check and draw templates: a house's fonts, colors, words, logo and sheets."""


@template.command()
@click.argument("name")
@click.option("--from", "source", default="review", show_default=True, help="The template to copy.")
@click.option("-o", "into", type=FOLDER, default=".", help="The folder to make it in.")
def new(name: str, source: str, into: Path) -> None:
    """Copy a template into a folder of its own, for staff to edit.

    Example: mobility-xl template new "Our county"
    """
    from mobility_xl.workbook.new_templates import new_template  # noqa: PLC0415
    from mobility_xl.workbook.templates import LAYOUT, STYLE, own_templates_folder  # noqa: PLC0415

    made = new_template(name, source, into)
    click.echo(str(made))
    click.echo(f"Edit {made / STYLE} in Excel: fonts, colors, words, pillars, a logo.")
    click.echo("A row that you delete there keeps the look, or the words, of the template review.")
    click.echo(f"Edit {made / LAYOUT} in any editor: the title, and which sheets in what order.")
    click.echo(f'Then: mobility-xl template check "{made}", and mobility-xl build PLACE --template "{made}"')
    click.echo(f'Moved into {own_templates_folder()}, it answers to the name "{name}" from everywhere.')


@template.command()
@click.argument("name")
@json_option
def check(name: str, as_json: bool) -> None:
    """Name every mistake in a template, with its cell or line, and what would make its workbooks harder to read.

    NAME is a template's name, or the path of its folder.

    Example: mobility-xl template check "Our county"
    """
    from mobility_xl.workbook.template_checking import template_advice, template_mistakes  # noqa: PLC0415

    ask = open_queries(None)
    mistakes, advice = template_mistakes(name, ask), template_advice(name, ask)
    if as_json:
        told = [
            {"file": str(one.file), "place": one.place or None, "problem": one.problem, "advice": one in advice}
            for one in (*mistakes, *advice)
        ]
        click.echo(json.dumps(told, indent=2))
    else:
        for one in mistakes:
            click.echo(str(one))
        for one in advice:
            click.echo(f"Advice: {one}")
        count = several(len(mistakes), "mistake") if mistakes else "No mistakes"
        click.echo(f"{count} in {name}.")
    if mistakes:
        sys.exit(SOME_FAILED)


@template.command()
@click.argument("name")
@click.option("--place", help="The county or city to show, or the state; Cook County, or Delaware, when left out.")
@click.option("-o", "into", type=FOLDER, help="The folder for the pictures.")
def preview(name: str, place: str | None, into: Path | None) -> None:
    """Draw the workbook that a template makes: a PDF and one picture a page, through LibreOffice.

    NAME is a template's name, or the path of its folder.

    Example: mobility-xl template preview "Our county" --place "Loving County, TX"
    """
    from mobility_xl.workbook.pictures import draw  # noqa: PLC0415

    title, workbook = _built(name, place, open_queries(None))
    for made in draw(workbook, title, into or Path(f"{title} preview")):
        click.echo(str(made))


def _built(name: str, place: str | None, ask: "Queries") -> tuple[str, bytes]:
    """Return a template's name, and the workbook that it makes."""
    from mobility_xl.workbook.build import build, build_state  # noqa: PLC0415
    from mobility_xl.workbook.templates import read_template  # noqa: PLC0415

    chosen = read_template(name, ask)
    if chosen.about == "state":
        return chosen.name, build_state(ask, place or STATE, chosen)
    return chosen.name, build(ask, ask.area(place or PLACE), chosen)
