"""Builds a place's workbook: finds the place, reads the template, lays out the sheets, writes the file."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module, util
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import ModuleType
from typing import Literal

from mobility_xl import __version__
from mobility_xl.errors import BadArgument, BadFile, NoData
from mobility_xl.queries import Queries
from mobility_xl.store import Area
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.lambda_names import names
from mobility_xl.workbook.numbers import Numbers
from mobility_xl.workbook.render import Properties, render
from mobility_xl.workbook.sheets import data
from mobility_xl.workbook.style import StyleBook, style_book

Functions = Literal["lambda", "none", "addin"]

SHEETS = "mobility_xl.workbook.sheets"
PRINTED = {"print.source": frozenset({"edition"})}
FORBIDDEN_IN_A_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@dataclass(frozen=True)
class Template:
    """A kind of workbook: its sheets in order, and its style book."""

    name: str
    modules: tuple[ModuleType, ...]
    style: StyleBook


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
    try:
        names = tomllib.loads((folder / "layout.toml").read_text(encoding="utf-8"))["sheets"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BadFile(f"{folder / 'layout.toml'} needs a list 'sheets' ({error}).") from error
    modules = []
    for sheet in names:
        if util.find_spec(f"{SHEETS}.{sheet}") is None:
            raise BadFile(f"{folder / 'layout.toml'}: there is no sheet '{sheet}' in mobility_xl/workbook/sheets.")
        modules.append(import_module(f"{SHEETS}.{sheet}"))
    wording = {**PRINTED}
    for module in modules:
        wording |= module.WORDING
    return Template(name, tuple(modules), style_book(folder / "style.xlsx", ask.catalog, wording))


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
        What the cell functions are that people type: LAMBDA names of the workbook, none, or an add-in's.

    Raises
    ------
    NoData
        When the edition has no number for the area, nor for its county.
    """
    guide = _guide(ask, area, template.style, prepared_by=prepared_by, date=date, functions=functions)
    sheets = [sheet for module in template.modules for sheet in module.sheets(guide)]
    # Data is drawn last, when all sheets have said which numbers they show.
    in_turn = sorted(range(len(sheets)), key=lambda index: sheets[index].tab == data.TAB)
    drawn = {index: sheets[index].draw(sheets) for index in in_turn}
    edition = ask.store.edition
    properties = Properties(
        title=f"{area} - Mobility Review Guide {edition}",
        subject=f"Mobility Metrics of {area}, {edition} release",
        keywords=f"mobility metrics, review guide, {area.level}, {area}, {edition}",
        place=str(area),
        source=guide.write("print.source", edition=edition),
        created=datetime(edition, 1, 1),
        custom={"geoid": area.geoid, "edition": str(edition), "data": ask.store.hash, "mobility_xl": __version__},
    )
    blocks = [drawn[index] for index in range(len(sheets))]
    defined = names if functions == "lambda" else None
    return render(sheets, blocks, template.style, properties, values=values, names=defined)


def _guide(ask: Queries, area: Area, style: StyleBook, *, prepared_by: str, date: str, functions: Functions) -> Guide:
    counties = ask.store.areas.counties_of(area) if area.level == "city" else []
    county = counties[0].area if counties else None
    numbers = Numbers(ask)
    for one in filter(None, (area, county)):
        numbers.add_everything(one)
    if not numbers.rows:
        edition = ask.store.edition
        raise NoData(f"The {edition} edition has no number for {area}. `mobility-xl data status` lists its files.")
    pillars = {pillar.tab: pillar for pillar in ask.catalog.pillars}
    chosen = tuple((pillars[look.tab], look) for look in style.pillars)
    return Guide(ask, area, style, numbers, county, prepared_by, date, chosen, functions)


def file_name(area: Area, edition: int) -> str:
    """Return what a workbook is called; what Windows forbids in a name becomes a hyphen."""
    return FORBIDDEN_IN_A_FILE_NAME.sub("-", f"{area.geoid} {area} - Mobility Review Guide {edition}.xlsx")


def save(workbook: bytes, path: Path, *, replace: bool = False) -> None:
    """Write a workbook beside its place, then put it there in one step: never half a file.

    A file that holds something else already is left alone unless ``replace`` is set: somebody may have
    worked in it.

    Raises
    ------
    BadFile
        When there is such a file, or when it cannot be written, as when Excel has the old one open.
    """
    temporary = None
    try:
        if path.exists() and not replace and path.read_bytes() != workbook:
            raise BadFile(
                f"{path} is there already and holds something else: somebody may have worked in it. Move it away, "
                "name another place with -o, or add --replace."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as unfinished:
            temporary = Path(unfinished.name)
            unfinished.write(workbook)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        advice = "Close it in Excel, or name another place with -o."
        raise BadFile(f"{path} cannot be written ({error.strerror}). {advice}") from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)
