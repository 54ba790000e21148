"""Finds the places most like one, and explains them."""

import json
from typing import TYPE_CHECKING, Any

import click

from mobility_xl.cli.asking import edition_option, json_option, open_queries
from mobility_xl.errors import BadArgument

if TYPE_CHECKING:
    from mobility_xl.queries import Queries
    from mobility_xl.queries.peers import Context, Peer, Peers


@click.command()
@click.argument("place")
@click.option("--count", type=click.IntRange(min=1), help="How many; twelve when left out.")
@click.option("--weights", metavar="F=N,...", help="Other weights of factors, such as size=2,proximity=0.")
@click.option(
    "--pin", "pins", multiple=True, metavar="PLACE", help="Also this place, with its distance; can be repeated."
)
@edition_option
@json_option
def peers(
    place: str, count: int | None, weights: str | None, pins: tuple[str, ...], edition: int | None, as_json: bool
) -> None:
    """Find the places most like one, and say what they share.

    Factors: size, density (counties), diversity, socioeconomic, proximity, government.

    Example: mobility-xl peers "Cook County, IL" --weights size=2,proximity=0
    """
    ask = open_queries(edition)
    found = ask.peers(ask.area(place), count, _weights(weights or ""), tuple(map(ask.area, pins)))
    if as_json:
        click.echo(json.dumps(_as_json(ask, found), indent=2))
        return
    click.echo(f"{found.area} ({found.area.geoid})")
    click.echo(f"  {_described(ask.context(found.area))}\n")
    wide = max(len(str(one.area)) for one in found.shown)
    for number, one in enumerate(found.shown, 1):
        distance = "-" if one.distance is None else f"{one.distance:.2f}"
        pinned = ", pinned" if one.pinned else ""
        click.echo(f"{number:>3}  {one.area.geoid:<8}{one.area!s:<{wide}}  {distance:>6}  {one.shared}{pinned}")
        click.echo(f"     {'':<8}{_described(ask.context(one.area))}")
    click.echo(f"\n{found.why}")


def _weights(text: str) -> dict[str, float]:
    """Read weights such as ``size=2,proximity=0``."""
    found = {}
    for one in filter(None, text.replace(" ", "").split(",")):
        name, _, number = one.partition("=")
        try:
            found[name] = float(number)
        except ValueError:
            raise BadArgument(f"A weight is a factor and a number, such as size=2, not '{one}'.") from None
    return found


def _described(context: "Context") -> str:
    """Return what kind of place it is, in words."""
    people = f"{context.population:,.0f} people" if context.population is not None else ""
    known = context.density_in_miles
    density = f"{_density(known)} a square mile" if known is not None else ""
    weak = ", Weak" if context.income_quality == "Weak" else ""
    income = (
        f"median income ${context.income:,.0f}{weak}" if context.income is not None else "median income not published"
    )
    groups = ", ".join(f"{group.replace(',', '')} {share:.0%}" for group, share in context.composition.items())
    return "; ".join(filter(None, [people, density, income, groups, context.government]))


def _density(density: float) -> str:
    return f"{density:,.1f}" if density >= 1 else f"{density:.1g}"


def _as_json(ask: "Queries", found: "Peers") -> dict[str, Any]:
    return {
        "geoid": found.area.geoid,
        "name": str(found.area),
        "year": found.year,
        "weights": dict(found.weights),
        "left_out": list(found.left_out),
        "close_peer": found.close,
        "stability": dict(found.stability),
        "why": found.why,
        "context": _context_as_json(ask.context(found.area)),
        "peers": [_peer_as_json(ask, one) for one in found.shown],
    }


def _peer_as_json(ask: "Queries", peer: "Peer") -> dict[str, Any]:
    return {
        "geoid": peer.area.geoid,
        "name": str(peer.area),
        "distance": peer.distance,
        "shares": dict(peer.shares),
        "what_they_share": peer.shared,
        "close": peer.close,
        "stays": peer.stays,
        "pinned": peer.pinned,
        "weak": list(peer.weak),
        "context": _context_as_json(ask.context(peer.area)),
    }


def _context_as_json(context: "Context") -> dict[str, Any]:
    return {
        "population": context.population,
        "people_per_square_km": context.density,
        "median_income": context.income,
        "median_income_quality": context.income_quality or None,
        "composition": dict(context.composition),
        "government": context.government,
    }
