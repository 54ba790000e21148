"""A copy of a workbook in the making: parts that are cut or left out, and the lists of them kept right."""

import io
import posixpath
import zipfile
from dataclasses import dataclass

from mobility_xl.workbook.package import Package
from mobility_xl.workbook.package.archive import Relationship
from mobility_xl.workbook.package.splicing import Splice
from mobility_xl.workbook.package.workbook import CONTENT_TYPES

_FIXED = (1980, 1, 1, 0, 0, 0)
"""The time that every part of a zip is given: the same workbook gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of part: the type of the relationship that leads to it, and of its content."""

    arrow: str
    content_type: str

    @property
    def word(self) -> str:
        """The last word of the relationship's type."""
        return self.arrow.rpartition("/")[2]


class Draft:
    """A workbook's parts and what is to be changed in them; what nobody touches is copied byte by byte."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._archive = package.archive
        self._splices: dict[str, Splice] = {}
        self._written: dict[str, bytes] = {}
        self._added: dict[str, str] = {}
        self._gone: set[tuple[str, str]] = set()

    def part(self, name: str) -> Splice:
        """Return a part, to be cut."""
        key = name.lower()
        if key not in self._splices:
            self._splices[key] = Splice(name, self._archive.read(name))
        return self._splices[key]

    def write(self, name: str, content: str, kind: Kind) -> None:
        """Write a part to which the file itself leads anew; it is added where there is none."""
        known = next((arrow.target for arrow in self.arrows("", kind.word)), None)
        self._written[(known or name).lower()] = content.encode()
        if known is None and name.lower() not in self._added:
            self._added[name.lower()] = name
            types, arrows = self.part(CONTENT_TYPES).root, self.part(_arrows_of("")).root
            override = f'<{types.prefix}Override PartName="/{name}" ContentType="{kind.content_type}"/>'
            arrow = f'<{arrows.prefix}Relationship Id="rId_{kind.word}" Type="{kind.arrow}" Target="{name}"/>'
            self.part(CONTENT_TYPES).replace(types.close, types.close, override)
            self.part(_arrows_of("")).replace(arrows.close, arrows.close, arrow)

    def cut(self, part: str, arrow: Relationship) -> None:
        """Take a relationship away; what nothing leads to any more is left out of the copy."""
        if (part.lower(), arrow.id) in self._gone:
            return
        self._gone.add((part.lower(), arrow.id))
        arrows = self.part(_arrows_of(part))
        for span in arrows.root.children:
            if span.attributes.get("Id") == arrow.id:
                arrows.remove(span)

    def arrows(self, part: str, *kinds: str) -> list[Relationship]:
        """Return the relationships of a part that are still there, of some kinds or of all."""
        return [
            arrow
            for arrow in self._archive.relationships(part)
            if (part.lower(), arrow.id) not in self._gone and (not kinds or arrow.kind in kinds)
        ]

    def remains(self, part: str) -> bool:
        """Tell whether a part is in the copy."""
        return part.lower() in self._reached()

    def content(self) -> bytes:
        """Return the copy as the bytes of a file; parts that nothing leads to are left out."""
        kept = self._reached()
        lists = {CONTENT_TYPES.lower(), *(_arrows_of(part).lower() for part in {"", *kept})}
        types = self.part(CONTENT_TYPES)
        for span in types.root.children:
            declared = span.attributes.get("PartName")
            if declared is not None and declared.lstrip("/").lower() not in kept:
                types.remove(span)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for name in (*self._archive.entries, *self._added.values()):
                if name.lower() in kept | lists or name.lower() in self._added:
                    entry = zipfile.ZipInfo(name, _FIXED)
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    made.writestr(entry, self._bytes(name))
        return target.getvalue()

    def _bytes(self, name: str) -> bytes:
        key = name.lower()
        if key in self._written:
            return self._written[key]
        return self._splices[key].done() if key in self._splices else self._archive.read(name)

    def _reached(self) -> set[str]:
        """Return the parts to which relationships lead, in small letters, from the file itself on."""
        found: set[str] = set()
        waiting = [""]
        while waiting:
            part = waiting.pop()
            for arrow in self.arrows(part):
                if not arrow.external and arrow.target.lower() not in found:
                    found.add(arrow.target.lower())
                    waiting.append(arrow.target)
        return found


def _arrows_of(part: str) -> str:
    """Return the part that lists another's relationships."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")
