"""Takes what people filled in in a workbook of a former edition over into a new one.

What was written is matched by the metric and the question that it is about, never by where it stood. It
ends in one of three places: its cell in the new workbook; the sheet Carried over, word by word, with why it
has no cell; or a list there of what is told of and not carried. The former workbook is only read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mobility_xl.errors import BadArgument
from mobility_xl.partners.carrying.former import FormerWorkbook, read_former
from mobility_xl.partners.carrying.taking import take_over
from mobility_xl.partners.formulas.filling_in import worked_out
from mobility_xl.partners.reading.filled import read_filled
from mobility_xl.queries import Queries
from mobility_xl.store import Area
from mobility_xl.workbook import entries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.carried import CarryOver
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.stamp import Stamp
from mobility_xl.workbook.templates import Template

__all__ = ["FormerWorkbook", "Made", "carry", "read_former"]


@dataclass(frozen=True)
class Made:
    """A new workbook with what was carried over, as the bytes of a file, and what became of it in sentences."""

    content: bytes
    told: tuple[str, ...]


def carry(ask: Queries, area: Area, template: Template, former: FormerWorkbook, **options: Any) -> Made:
    """Build an area's workbook with what was filled in in a former one.

    Parameters
    ----------
    ask, area, template, options
        As in :func:`mobility_xl.workbook.build.build`.
    former
        The filled workbook.
    """
    template = template.with_carried()
    if former.has_officials:
        template = _with_officials(template)
    taken: list[CarryOver] = []

    def take(guide: Guide) -> CarryOver:
        taken.append(take_over(former, guide))
        return taken[-1]

    peers = (*options.pop("peers", ()), *former.peers(ask))
    content = build(ask, area, template, carry=take, peers=peers, **options)
    package = Package.made(former.package.path, content)
    filled = [one for one in read_filled(package).filled if not one.formula]
    content = worked_out(package, [one.position for one in filled])
    return Made(content, (*_of_other_names(former.stamp), *_told(taken[0])))


def _with_officials(template: Template) -> Template:
    """Return a template with the sheet Officials, where it can have it."""
    try:
        return template.with_officials()
    except BadArgument:
        return template


def _of_other_names(stamp: Stamp) -> Iterator[str]:
    """Say that a former workbook names its cells by another version."""
    if stamp.schema != entries.VERSION:
        was = "no version" if stamp.schema is None else f"version {stamp.schema}"
        yield f"its entry cells are of {was}, not {entries.VERSION}: what has a name of today was read by it"


def _told(carried: CarryOver) -> Iterator[str]:
    """Say what became of a former workbook."""
    yield f"{len(carried.placed)} of {carried.cells} filled cells of the {carried.edition} edition have their place"
    left, listed = carried.left(), carried.not_carried()
    if left:
        yield f"{len(left)} have none and stand on Carried over"
    yield from (f"not carried: {one.place} ({one.what})" for one in listed)
    if carried.revised:
        yield f"{len(carried.revised)} published numbers differ: see Revised"
