"""Remembers style books that were read: reading one takes a fifth of the time of a workbook."""

import base64
import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mobility_xl import __version__
from mobility_xl.catalog import Catalog
from mobility_xl.errors import BadFile
from mobility_xl.files import replace_file
from mobility_xl.store.editions import user_folder
from mobility_xl.workbook.style import STYLES, PillarLook, StyleBook, refusal

KEPT_BOOKS = 12
"""How many style books are remembered: a version of each template, and some that staff work on."""


def style_book(
    path: Path, catalog: Catalog, wording: dict[str, frozenset[str]], inherited: StyleBook | None = None
) -> StyleBook:
    """Return what a style book says, checked whole.

    Parameters
    ----------
    path
        The template's ``style.xlsx``.
    catalog
        Says which pillars there are.
    wording
        The keys that sheets use, and the places that each text may fill in.
    inherited
        The book that says what this one leaves out; without it, nothing may be left out.

    Raises
    ------
    BadFile
        Naming the sheet and the cell of a missing or broken entry, and what should stand there.
    """
    try:
        book = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path} cannot be read ({error.strerror}).") from error
    needed = [__version__, *sorted(STYLES), *(f"{key} {sorted(places)}" for key, places in sorted(wording.items()))]
    if inherited:
        needed += [str(inherited)]
    digest = hashlib.sha256(book + "\n".join(needed).encode()).hexdigest()
    memory = user_folder() / "styles" / f"{digest[:32]}.json"
    try:
        return _from_memory(path, json.loads(memory.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        # openpyxl, which a book that is remembered does without.
        from mobility_xl.workbook.style_reading import read_style_book  # noqa: PLC0415

        found, mistakes, _ = read_style_book(path, catalog, wording, inherited)
        if mistakes:
            raise refusal(mistakes) from None
        _remember(memory, found)
        return found


def _from_memory(path: Path, told: dict[str, Any]) -> StyleBook:
    pillars = tuple(PillarLook(**one) for one in told["pillars"])
    logo = base64.b64decode(told["logo"]) if told["logo"] else None
    return StyleBook(path, told["styles"], told["wording"], pillars, logo, told["has_theme"])


def _remember(memory: Path, book: StyleBook) -> None:
    """Keep what was read; a folder that cannot be written to only makes the next time slower."""
    told = {
        "styles": book.styles,
        "wording": book.wording,
        "pillars": [asdict(look) for look in book.pillars],
        "logo": base64.b64encode(book.logo).decode() if book.logo else "",
        "has_theme": book.has_theme,
    }
    with suppress(OSError):
        replace_file(memory, json.dumps(told).encode())
        for old in sorted(memory.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)[:-KEPT_BOOKS]:
            old.unlink()
