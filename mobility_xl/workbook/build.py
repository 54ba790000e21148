"""Builds a place's workbook: finds the place, reads the template, lays out the sheets, writes the file."""

import hashlib
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from importlib import import_module, util
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Literal

from mobility_xl import __version__
from mobility_xl.errors import BadArgument, BadFile, NoData
from mobility_xl.files import replace_file
from mobility_xl.queries import Queries
from mobility_xl.store import Area
from mobility_xl.store.editions import Progress, silent
from mobility_xl.store.lookup import HASH_DIGITS
from mobility_xl.workbook import entries
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.lambda_names import names
from mobility_xl.workbook.numbers import Numbers
from mobility_xl.workbook.render import Properties, render
from mobility_xl.workbook.sheets import data
from mobility_xl.workbook.stamp import Stamp
from mobility_xl.workbook.style import StyleBook, style_book

Functions = Literal["lambda", "none"]

SHEETS = "mobility_xl.workbook.sheets"
REVIEW = "review"
"""The template that the others take their looks and words from, but for what they say themselves."""
NOT_TOLD = {"ask", "style", "numbers", "pillars", "tables", "stamp"}
"""What a guide is made from that follows from the edition, the template and what else the builder was told."""
PRINTED = {"print.source": frozenset({"edition"})}
FORBIDDEN_IN_A_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@dataclass(frozen=True)
class Template:
    """A kind of workbook: its title, whether it is about a place or a state, its sheets in order, its style book.

    Sheets are called by their modules.
    """

    name: str
    modules: tuple[ModuleType, ...]
    style: StyleBook
    title: str = "Mobility Review Guide"
    about: Literal["place", "state"] = "place"
    protect: frozenset[str] = frozenset()
    """The sheets that are locked in a copy to hand out, but for the cells to fill in."""


def templates_folder() -> Path:
    """Return where the templates are, in a checkout and in an installed package."""
    spec = util.find_spec("mobility_xl.templates")
    if spec is None or not spec.submodule_search_locations:
        raise BadFile("The templates are missing from this installation. Install mobility_xl again.")
    return Path(next(iter(spec.submodule_search_locations)))


def read_template(name: str, ask: Queries) -> Template:
    """Read a template and check it whole.

    Raises
    ------
    BadArgument
        When there is no such template.
    BadFile
        Naming the file and the entry or the cell that is missing or wrong.
    """
    folder = templates_folder() / name
    known = sorted(path.parent.name for path in templates_folder().glob("*/layout.toml"))
    if name not in known:
        raise BadArgument(f"There is no template '{name}'. There is {', '.join(known)}.")
    layout = _layout(folder / "layout.toml")
    modules = []
    for sheet in layout["sheets"]:
        if util.find_spec(f"{SHEETS}.{sheet}") is None:
            raise BadFile(f"{folder / 'layout.toml'}: there is no sheet '{sheet}' in mobility_xl/workbook/sheets.")
        modules.append(import_module(f"{SHEETS}.{sheet}"))
    style = style_book(templates_folder() / REVIEW / "style.xlsx", ask.catalog, wording())
    own = folder / "style.xlsx"
    if name != REVIEW and own.exists():
        style = style_book(own, ask.catalog, wording(), style)
    protect = frozenset(layout.get("protect", ()))
    return Template(name, tuple(modules), style, layout["title"], layout["about"], protect)


@cache
def wording() -> dict[str, frozenset[str]]:
    """Return the keys of all texts on all sheets, with the places that each may fill in."""
    package = import_module(SHEETS)
    found = {**PRINTED}
    for one in iter_modules(package.__path__):
        found |= import_module(f"{SHEETS}.{one.name}").WORDING
    return found


def _layout(path: Path) -> dict[str, Any]:
    """Read a template's layout and check that it is complete."""
    try:
        layout = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{path} cannot be read: {error}.") from error
    if not isinstance(layout.get("sheets"), list) or not layout["sheets"]:
        raise BadFile(f'{path} needs a list \'sheets\', such as ["cover", "data"].')
    if not isinstance(layout.get("title"), str) or not layout["title"].strip():
        raise BadFile(f"{path} needs a 'title', such as \"Mobility Review Guide\".")
    if layout.get("about") not in ("place", "state"):
        raise BadFile(f'{path} needs \'about\', which is "place" or "state".')
    for sheet in layout.get("protect", ()):
        if sheet not in layout["sheets"]:
            raise BadFile(f"{path}: 'protect' names '{sheet}', which is none of its sheets.")
    return layout


def build(
    ask: Queries,
    area: Area,
    template: Template,
    *,
    prepared_by: str = "",
    date: str = "",
    values: bool = False,
    functions: Functions = "lambda",
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

    Raises
    ------
    NoData
        When the edition has no number for the area, nor for its county.
    """
    counties = ask.store.areas.counties_of(area) if area.level == "city" else []
    county = counties[0].area if counties else None
    guide = _guide(ask, [area, *filter(None, [county])], template.style, functions)
    guide = replace(guide, county=county, prepared_by=prepared_by, date=date)
    return _workbook(guide, template, str(area), area.geoid, values=values)


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
    guide = _guide(ask, areas, template.style, functions, progress)
    state = areas[0].state
    return _workbook(replace(guide, state=state), template, state, areas[0].state_code, values=values)


def _guide(
    ask: Queries, areas: Sequence[Area], style: StyleBook, functions: Functions, progress: Progress = silent
) -> Guide:
    """Return what the sheets are made from, with all numbers of some areas; it is about the first."""
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
    # Data is drawn last, when all sheets have said which numbers they show.
    in_turn = sorted(range(len(sheets)), key=lambda index: sheets[index].tab == data.TAB)
    drawn = {index: sheets[index].draw(sheets) for index in in_turn}
    store = guide.ask.store
    properties = Properties(
        title=f"{place} - {template.title} {store.edition}",
        subject=f"Mobility Metrics of {place}, {store.edition} release",
        keywords=f"mobility metrics, {template.title}, {place}, {store.edition}",
        place=place,
        source=guide.write("print.source", edition=store.edition),
        created=datetime(store.edition, 1, 1),
        custom=replace(stamp, protect=locked).properties,
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


def file_name(place: str, title: str, edition: int) -> str:
    """Return what a workbook is called; what Windows forbids in a name becomes a hyphen.

    Parameters
    ----------
    place
        The code and name of what it is about, such as ``17031 Cook County, Illinois``.
    title
        What its template is called, such as ``Mobility Review Guide``.
    edition
        The edition of its numbers.
    """
    return FORBIDDEN_IN_A_FILE_NAME.sub("-", f"{place} - {title} {edition}.xlsx")


def save(workbook: bytes, path: Path, *, replace: bool = False) -> None:
    """Write a workbook beside its place, then put it there in one step: never half a file.

    A file that holds something else already is left alone unless ``replace`` is set: somebody may have
    worked in it.

    Raises
    ------
    BadFile
        When there is such a file, or when it cannot be written, as when Excel has the old one open.
    """
    try:
        if path.exists() and not replace and path.read_bytes() != workbook:
            raise BadFile(
                f"{path} is there already and holds something else: somebody may have worked in it. Move it away, "
                "name another file or folder with -o, or add --replace."
            )
        replace_file(path, workbook)
    except OSError as error:
        advice = "Close it where it is open, make room, or name another file or folder with -o."
        raise BadFile(f"{path} cannot be written ({error.strerror}). {advice}") from error
    except UnicodeEncodeError as error:
        letters = str(path).encode("ascii", "replace").decode()
        raise BadFile(
            f"{letters} cannot be written: this system's letters lack some of its name. Set LC_ALL=C.UTF-8, or name "
            "the file with -o."
        ) from error
