"""Builds a place's workbook: finds the place, lays out the sheets, renders them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Literal

from mobility_xl import __version__
from mobility_xl.errors import NoData
from mobility_xl.queries import Queries
from mobility_xl.store import Area
from mobility_xl.store.editions import Progress, silent
from mobility_xl.store.lookup import HASH_DIGITS
from mobility_xl.workbook import entries
from mobility_xl.workbook.carried import CarryOver
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.lambda_names import names
from mobility_xl.workbook.numbers import Numbers
from mobility_xl.workbook.render import Properties, render
from mobility_xl.workbook.sheets import carried_over, data
from mobility_xl.workbook.stamp import Stamp
from mobility_xl.workbook.style import StyleBook
from mobility_xl.workbook.templates import Template

Functions = Literal["lambda", "none"]
Pivots = Literal["native", "none"]

NOT_TOLD = {"ask", "style", "numbers", "pillars", "tables", "stamp"}
"""What a guide is made from that follows from the edition, the template and what else the builder was told."""


def build(
    ask: Queries,
    area: Area,
    template: Template,
    *,
    prepared_by: str = "",
    date: str = "",
    values: bool = False,
    functions: Functions = "lambda",
    peers: Sequence[Area] = (),
    pivots: Pivots = "native",
    slicers: bool = False,
    carry: Callable[[Guide], CarryOver] | None = None,
) -> bytes:
    """Return a place's workbook as the bytes of an .xlsx file.

    The same arguments give the same bytes.

    Parameters
    ----------
    ask
        The edition whose numbers it holds.
    area
        The county or city it is about.
    template
        Which sheets, and how they look.
    prepared_by, date
        Who made it and when, for the Cover; nothing is said without them.
    values
        Whether every formula is frozen as its value.
    functions
        What the cell functions are that people type: LAMBDA names of the workbook, or none.
    peers
        Areas to compare with, beside the nearest; where a sheet of the template compares.
    pivots
        Whether there are PivotTables, "native", or "none".
    slicers
        Whether PivotTables have buttons for their filters.
    carry
        Gives what it takes over from a filled workbook of a former edition, told what the sheets are made
        from. What formulas give that read it is not stored yet.

    Raises
    ------
    NoData
        When the edition has no number for the area, nor for its county, or when peers are named for a former one.
    BadArgument
        When a peer is no other area of the same level and year.
    """
    county = ask.store.areas.county_of(area)
    named = tuple(dict.fromkeys(one for one in peers if one.geoid != area.geoid))
    near = _peers(ask, area, named) if template.with_peers else ()
    guide = guide_of(ask, [area, *filter(None, [county]), *near], template.style, functions)
    guide = replace(
        guide,
        county=county,
        prepared_by=prepared_by,
        date=date,
        peers=near,
        named=named,
        pivots=pivots,
        slicers=slicers,
    )
    if carry is not None:
        guide = replace(guide, carried=carry(guide))
    return _workbook(guide, template, str(area), area.geoid, values=values)


def _peers(ask: Queries, area: Area, named: Sequence[Area]) -> tuple[Area, ...]:
    """Return the areas to compare one with, nearest first, then those named; none for a former area."""
    if area.until is not None and not named:
        return ()
    return tuple(one.area for one in ask.peers(area, pins=named).shown)


def build_state(
    ask: Queries,
    letters: str,
    template: Template,
    *,
    values: bool = False,
    functions: Functions = "lambda",
    progress: Progress = silent,
) -> bytes:
    """Return the workbook of a template about a state, with every county and city of it.

    Parameters
    ----------
    letters
        The state's two letters, or its name.
    ask, template, values, functions
        As in :func:`build`.
    progress
        Told which place comes next.

    Raises
    ------
    BadArgument
        When there is no such state.
    """
    areas = ask.store.areas.of_state(letters)
    guide = guide_of(ask, areas, template.style, functions, progress)
    state = areas[0].state
    return _workbook(replace(guide, state=state), template, state, areas[0].state_code, values=values)


def guide_of(
    ask: Queries, areas: Sequence[Area], style: StyleBook, functions: Functions, progress: Progress = silent
) -> Guide:
    """Return what the sheets are made from, with all numbers of some areas; it is about the first.

    Raises
    ------
    NoData
        When the edition has no number for any of them.
    """
    numbers = Numbers(ask)
    for done, area in enumerate(areas):
        progress(done, len(areas), area.name)
        numbers.add_everything(area)
    progress(len(areas), len(areas), "")
    if not numbers.rows:
        edition = ask.store.edition
        raise NoData(f"The {edition} edition has no number for {areas[0]}. `mobility-xl data status` lists its files.")
    pillars = {pillar.tab: pillar for pillar in ask.catalog.pillars}
    chosen = tuple((pillars[look.tab], look) for look in style.pillars)
    return Guide(ask, areas[0], style, numbers, pillars=chosen, functions=functions)


def _workbook(guide: Guide, template: Template, place: str, code: str, *, values: bool) -> bytes:
    """Draw the sheets of a template and return them as a file."""
    stamp = _stamp(guide, template, place, code, values=values)
    guide = replace(guide, stamp=stamp)
    of_modules = {module.__name__.rpartition(".")[2]: list(module.sheets(guide)) for module in template.modules}
    sheets = [sheet for several in of_modules.values() for sheet in several]
    locked = tuple(sheet.tab for name, several in of_modules.items() if name in template.protect for sheet in several)
    # What is left over is known when all sheets have taken what is theirs; Data is drawn last, when all have said
    # which numbers they show.
    turns = {carried_over.TAB: 1, data.TAB: 2}
    drawn = {}
    for index in sorted(range(len(sheets)), key=lambda index: turns.get(sheets[index].tab, 0)):
        laid_out = sheets[index].draw(sheets)
        drawn[index] = guide.carried.into(laid_out, guide.tables) if guide.carried else laid_out
    store = guide.ask.store
    properties = Properties(
        title=f"{place} - {template.title} {store.edition}",
        subject=f"Mobility Metrics of {place}, {store.edition} release",
        keywords=f"mobility metrics, {template.title}, {place}, {store.edition}",
        place=place,
        source=guide.write("print.source", edition=store.edition),
        created=datetime(store.edition, 1, 1),
        custom=replace(stamp, sheets=tuple(sheet.tab for sheet in sheets), protect=locked).properties,
    )
    blocks = [drawn[index] for index in range(len(sheets))]
    defined = names if guide.functions == "lambda" else None
    return render(sheets, blocks, template.style, properties, values=values, names=defined)


def _stamp(guide: Guide, template: Template, place: str, code: str, *, values: bool) -> Stamp:
    """Return what a workbook says of where it comes from."""
    store, style = guide.ask.store, template.style
    told = {one.name: getattr(guide, one.name) for one in fields(guide) if one.name not in NOT_TOLD}
    of_style = (sorted(style.styles.items()), sorted(style.wording.items()), style.pillars, style.logo)
    lines = (
        __version__,
        store.hash,
        template.name,
        template.title,
        [module.__name__ for module in template.modules],
        code,
        values,
        sorted(template.protect),
        told,
        of_style,
    )
    return Stamp(
        place=place,
        geoid=code,
        edition=store.edition,
        data=store.hash,
        version=__version__,
        schema=entries.VERSION,
        build=hashlib.sha256(repr(lines).encode()).hexdigest()[:HASH_DIGITS],
        template=template.name,
    )
