"""Refuses what can show private cells and cannot be looked into or cut out, naming where it stands."""

import re
from collections.abc import Iterator
from html import unescape

from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.copying.draft import Draft
from mobility_xl.partners.privacy.private import Private
from mobility_xl.workbook.package import Sheet

_LINKS = frozenset({"fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup", "fmlaPict", "linkedCell", "listFillRange"})
_OLD_LINK = re.compile(r"<(?:\w+:)?Fmla\w+>([^<]+)<")
_EMBEDDED = ("oleObject", "package", "control")


def refuse_linked(draft: Draft, private: Private, sheet: Sheet) -> None:
    """Raise BadWorkbook where a list, a button or an old picture on a sheet holds the value of private cells.

    Raises
    ------
    BadWorkbook
        Naming the file, the sheet and the cell, and what to do.
    """
    for formula in _linked(draft, sheet):
        if private.manner(formula, sheet.name):
            raise BadWorkbook(
                f"{draft.package.path.name}, sheet {sheet.name}: a list, a button or a picture is linked to {formula}, "
                f"which holds {private.what} or tells of them. Delete it in Excel and save{private.otherwise}."
            )


def refuse_embedded(draft: Draft, sheet: Sheet) -> None:
    """Raise BadWorkbook where a file of any kind is embedded in a sheet, its drawings or its charts."""
    drawings = [arrow.target for arrow in draft.arrows(sheet.part, "drawing")]
    charts = [arrow.target for one in drawings for arrow in draft.arrows(one, "chart", "chartEx")]
    for part in (sheet.part, *drawings, *charts):
        for arrow in draft.arrows(part, *_EMBEDDED):
            raise BadWorkbook(
                f"{draft.package.path.name}, sheet {sheet.name}: a file or a control is embedded there "
                f"({arrow.target}), and what it holds cannot be looked into. Delete it in Excel, or put a picture in "
                "its place, save, and publish again."
            )


def _linked(draft: Draft, sheet: Sheet) -> Iterator[str]:
    """Give what controls of a sheet are linked to."""
    parts = [sheet.part, *(arrow.target for arrow in draft.arrows(sheet.part, "ctrlProp"))]
    for span in (one for part in parts for one in draft.part(part).root.inside()):
        yield from (value.lstrip("=") for key, value in span.attributes.items() if key in _LINKS and value)
    for arrow in draft.arrows(sheet.part, "vmlDrawing"):
        written = draft.package.archive.read(arrow.target).decode("utf-8", "replace")
        yield from (unescape(one).strip() for one in _OLD_LINK.findall(written))
