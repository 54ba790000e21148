"""The kinds of workbooks: which sheets each has, and the style book that says how it looks and what it says.

A template is a folder with a ``layout.toml`` and, where it looks or reads otherwise than ``review``, a
``style.xlsx``. Some come with this package; staff make their own.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib import import_module, util
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Literal

from mobility_xl.errors import BadArgument, BadFile
from mobility_xl.queries import Queries
from mobility_xl.store.editions import user_folder
from mobility_xl.workbook import collected
from mobility_xl.workbook.style import Mistake, StyleBook, refusal
from mobility_xl.workbook.style_memory import style_book

SHEETS = "mobility_xl.workbook.sheets"
REVIEW = "review"
"""The template that the others take their looks and words from, but for what they say themselves."""
LAYOUT, STYLE = "layout.toml", "style.xlsx"
PRINTED = {"print.source": frozenset({"edition"})}
DATA = "data"
"""The sheet that formulas look numbers up on."""
CARRIED = ("revised", "carried_over")
"""The sheets of a workbook that takes over a former one: what was revised, and what has no other place."""
REPRESENTATION, OFFICIALS = "representation", "officials"
"""The sheet that counts elected officials, and the one that says of each what they answered."""


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

    @property
    def with_peers(self) -> bool:
        """Whether a sheet shows the numbers of peers."""
        return any(getattr(module, "WITH_PEERS", False) for module in self.modules)

    def with_officials(self) -> "Template":
        """Return the template with the personal sheet Officials, where it has the sheet that counts them.

        Raises
        ------
        BadArgument
            When there is nothing that officials are counted for.
        """
        counting, listing = (import_module(f"{SHEETS}.{sheet}") for sheet in (REPRESENTATION, OFFICIALS))
        if listing in self.modules:
            return self
        if counting not in self.modules:
            raise BadArgument(f"The template {self.name} shows no Descriptive Representation: leave out --officials.")
        after = self.modules.index(counting) + 1
        return replace(self, modules=(*self.modules[:after], listing, *self.modules[after:]))

    def with_carried(self) -> "Template":
        """Return the template with the sheets on what is carried over from a former workbook, before Notes and Data."""
        added = tuple(import_module(f"{SHEETS}.{sheet}") for sheet in CARRIED)
        others = tuple(one for one in self.modules if one not in added)
        last = {f"{SHEETS}.{sheet}" for sheet in ("notes", DATA)}
        before = next(at for at, one in enumerate(others) if one.__name__ in last)
        return replace(self, modules=(*others[:before], *added, *others[before:]))


@dataclass(frozen=True)
class Layout:
    """What a ``layout.toml`` says."""

    title: str
    about: Literal["place", "state"]
    sheets: tuple[str, ...]
    protect: frozenset[str]


def templates_folder() -> Path:
    """Return where the templates are that come with this package, in a checkout and in an installed one.

    Raises
    ------
    BadFile
        When the installation lacks them.
    """
    spec = util.find_spec("mobility_xl.templates")
    if spec is None or not spec.submodule_search_locations:
        raise BadFile("The templates are missing from this installation. Install mobility_xl again.")
    return Path(next(iter(spec.submodule_search_locations)))


def own_templates_folder() -> Path:
    """Return where templates are looked for that their user can name from everywhere."""
    return user_folder() / "templates"


def packaged_templates() -> list[str]:
    """Return the names of the templates that come with this package."""
    return sorted(path.parent.name for path in templates_folder().glob(f"*/{LAYOUT}"))


def template_folder(name: str) -> Path:
    """Return the folder of a template: of one that comes with this package, of a path, or of the user's own.

    Raises
    ------
    BadArgument
        When there is no such template.
    """
    if name in packaged_templates():
        return templates_folder() / name
    for folder in (Path(name).expanduser(), own_templates_folder() / name):
        if (folder / LAYOUT).is_file():
            return folder.resolve()
    own = sorted(path.parent.name for path in own_templates_folder().glob(f"*/{LAYOUT}"))
    near = next((one for one in (*packaged_templates(), *own) if one.casefold() == name.casefold()), "")
    meant = f" Did you mean '{near}'?" if near else ""
    raise BadArgument(
        f"There is no template '{name}'.{meant} There is {', '.join((*packaged_templates(), *own))}; a template of "
        f"your own is a folder with a {LAYOUT}, named by its path, or by its name where it lies in "
        f"{own_templates_folder()}. `mobility-xl template new NAME` makes one."
    )


def read_template(name: str, ask: Queries) -> Template:
    """Read a template and check it whole.

    Parameters
    ----------
    name
        Its name, or the path of its folder.
    ask
        Knows the pillars.

    Raises
    ------
    BadArgument
        When there is no such template.
    BadFile
        Naming the file and the entry or the cell that is missing or wrong.
    """
    folder = template_folder(name)
    layout, mistakes = read_layout(folder / LAYOUT)
    if layout is None or mistakes:
        raise refusal(mistakes)
    modules = tuple(import_module(f"{SHEETS}.{sheet}") for sheet in layout.sheets)
    style, own = review_style(ask), folder / STYLE
    if own != style.path and own.exists():
        style = style_book(own, ask.catalog, wording(), style)
    return Template(folder.name, modules, style, layout.title, layout.about, layout.protect)


def review_style(ask: Queries) -> StyleBook:
    """Return the style book that all others inherit from."""
    return style_book(templates_folder() / REVIEW / STYLE, ask.catalog, wording())


@cache
def wording() -> dict[str, frozenset[str]]:
    """Return the keys of all texts on all sheets, with the places that each may fill in."""
    found = {**PRINTED, **collected.WORDING}
    for name in sheet_names():
        found |= import_module(f"{SHEETS}.{name}").WORDING
    return found


@cache
def sheet_names() -> tuple[str, ...]:
    """Return the sheets that a layout can have."""
    return tuple(one.name for one in iter_modules(import_module(SHEETS).__path__))


def read_layout(path: Path) -> tuple[Layout | None, list[Mistake]]:
    """Read a template's layout; return it with every mistake in it, or None where it cannot be read at all."""
    try:
        # Some editors begin a file with a mark of its encoding.
        text = path.read_text(encoding="utf-8-sig")
        told = tomllib.loads(text)
    except UnicodeDecodeError:
        return None, [Mistake(path, "", "this cannot be read. Save it from your editor with the encoding UTF-8.")]
    except (OSError, tomllib.TOMLDecodeError) as error:
        return None, [Mistake(path, "", f"this cannot be read: {error}.")]
    reader = _LayoutReader(path, text, told)
    return reader.layout(), reader.mistakes


class _LayoutReader:
    """Reads one layout."""

    def __init__(self, path: Path, text: str, told: dict[str, Any]) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._told = told
        self.mistakes: list[Mistake] = []

    def layout(self) -> Layout:
        """Return what it says, without what is wrong."""
        kinds: dict[str, Callable[[], Any]] = {
            "title": self._title,
            "about": self._about,
            "sheets": self._sheets,
            "protect": self._protect,
        }
        for key in (one for one in self._told if one not in kinds):
            near = get_close_matches(key, kinds, 1)
            meant = f"Did you mean {near[0]}?" if near else f"Use {', '.join(kinds)}."
            self._refuse(key, f"nothing is called '{key}' here. {meant}")
        return Layout(**{key: read() for key, read in kinds.items()})

    def _refuse(self, word: str, problem: str) -> None:
        """Note a mistake in the line where a word stands first."""
        pattern = re.compile(rf"""(?:^|["']){re.escape(word)}(?:["']|\s*=)""")
        line = next((number for number, line in enumerate(self._lines, 1) if pattern.search(line)), None)
        self.mistakes.append(Mistake(self._path, f"line {line}" if line else "", problem))

    def _title(self) -> str:
        title = self._told.get("title")
        if isinstance(title, str) and title.strip():
            return title
        self._refuse("title", "this needs a 'title', such as \"Mobility Review Guide\".")
        return ""

    def _about(self) -> Literal["place", "state"]:
        about = self._told.get("about")
        if about not in ("place", "state"):
            self._refuse("about", 'this needs \'about\', which is "place" or "state".')
        return "state" if about == "state" else "place"

    def _sheets(self) -> tuple[str, ...]:
        sheets = list(self._names("sheets"))
        if not sheets:
            self._refuse("sheets", 'this needs a list \'sheets\', such as ["cover", "data"].')
        for place, sheet in enumerate(sheets):
            if sheet not in sheet_names():
                near = get_close_matches(sheet, sheet_names(), 1)
                meant = f"Did you mean {near[0]}?" if near else f"There is {', '.join(sheet_names())}."
                self._refuse(sheet, f"there is no sheet '{sheet}' in mobility_xl/workbook/sheets. {meant}")
            elif sheet in sheets[:place]:
                self._refuse(sheet, f"the sheet '{sheet}' is there twice. Keep one of the two.")
        if sheets and DATA not in sheets:
            self._refuse("sheets", f"the sheet '{DATA}' is missing, on which formulas look numbers up. Add it, last.")
        return tuple(sheets)

    def _protect(self) -> frozenset[str]:
        protect = frozenset(self._names("protect"))
        for sheet in sorted(protect - set(self._told.get("sheets", ()))):
            self._refuse(sheet, f"'protect' names '{sheet}', which is none of its sheets.")
        return protect

    def _names(self, key: str) -> Iterator[str]:
        """Give the names in a list, and refuse what is none."""
        told = self._told.get(key, [])
        if not isinstance(told, list):
            self._refuse(key, f'\'{key}\' should be a list of sheets, such as ["cover", "data"].')
            return
        for name in told:
            if isinstance(name, str):
                yield name
            else:
                self._refuse(key, f"'{name}' in '{key}' should be the name of a sheet, in quotation marks.")
