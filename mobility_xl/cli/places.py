"""Finds counties and cities."""

import json
from typing import TYPE_CHECKING, Any

import click

from mobility_xl.cli.asking import edition_option, json_option, open_queries
from mobility_xl.errors import NoData

if TYPE_CHECKING:
    from mobility_xl.queries import Queries
    from mobility_xl.store import Area


@click.command()
@click.argument("text")
@edition_option
@json_option
def places(text: str, edition: int | None, as_json: bool) -> None:
    """Find counties and cities by name, state or code.

    Example: mobility-xl places cook
    """
    ask = open_queries(edition)
    found = ask.store.areas.search(text)
    if as_json:
        click.echo(json.dumps([_area_as_json(area) for area in found], indent=2))
    for area in found if not as_json else ():
        people = f"{area.population:,.0f} people ({area.population_year})" if area.population is not None else ""
        click.echo(f"{area.geoid:<8}{area!s:<62}{area.level:<8}{people}{ask.about(area)}".rstrip())
    if not found:
        raise NoData(f"No county or city has '{text}' in its name. Try a part of the name, a state, or a code.")
    if len(found) == 1 and not as_json:
        _print_neighbors(ask, found[0])


def _area_as_json(area: "Area") -> dict[str, Any]:
    return {
        "geoid": area.geoid,
        "name": str(area),
        "level": area.level,
        "population": area.population,
        "first_year": area.first_year,
        "last_year": area.last_year,
        "successors": list(area.successors),
    }


def _print_neighbors(ask: "Queries", area: "Area") -> None:
    """Say which published cities lie in a county, or which counties a city lies in."""
    if area.level == "county":
        for part in ask.store.areas.cities_in(area):
            click.echo(f"  holds {_share(part.share)} of the people of {part.area} ({part.area.geoid})")
    else:
        for part in ask.store.areas.counties_of(area):
            click.echo(f"  {_share(part.share)} of its people live in {part.area} ({part.area.geoid})")


def _share(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "under 1%"
