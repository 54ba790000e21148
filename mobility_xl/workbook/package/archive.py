"""The parts of a workbook's file, read when asked for; ``opening.py`` has looked at them all before."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

# Plain parsing is safe: a part that declares a document type or an entity has been refused in opening.py.
# It reads a long sheet three times as fast as defusedxml's parser.
from xml.etree.ElementTree import Element, ParseError, iterparse

from mobility_xl.errors import BadWorkbook
from mobility_xl.workbook.package.elements import without_collection

MOST_ELEMENTS = 1_200_000
"""How many elements of a part are held at once: somewhat more than a sheet has rows, and 500 MB at most."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """An arrow from one part to another part or to an address.

    ``kind`` is the last word of its type, such as "worksheet"; ``target`` is a part's name, or the
    address as written where ``external`` holds.
    """

    id: str
    kind: str
    target: str
    external: bool


class Archive:
    """The parts of one file, read when asked for.

    ``digest`` is the SHA-256 of the bytes that were read, empty for a file that was made and not read.
    ``entries`` are the names in the zip in their order, doubles kept. Names are compared without
    case, as the packaging convention asks.
    """

    def __init__(self, path: Path, content: zipfile.ZipFile, digest: str = "") -> None:
        self.path = path
        self.digest = digest
        self.entries = tuple(name.replace("\\", "/").lstrip("/") for name in content.namelist())
        self._content = content
        self._infos = {name.lower(): info for name, info in zip(self.entries, content.infolist(), strict=True)}
        self._xml: dict[str, Element] = {}
        self._state: dict[str, str | None] = {}
        self._relationships: dict[str, tuple[Relationship, ...]] = {}

    def has(self, part: str) -> bool:
        """Tell whether the file holds a part."""
        return part.lower() in self._infos

    def read(self, part: str) -> bytes:
        """Return a part's bytes, none where there is no such part."""
        return self._content.read(self._infos[part.lower()]) if self.has(part) else b""

    def xml(self, part: str) -> Element:
        """Return a part's root element.

        A part that is absent or not well-formed gives an element with no name and no children, so
        that every other rule can still be tried; ``broken`` says what was wrong.
        """
        key = part.lower()
        if key not in self._xml:
            root = Element("")
            with without_collection():
                for element in self.stream(part, None):
                    root = element
            self._xml[key] = root
        return self._xml[key]

    def stream(self, part: str, name: str | None) -> Iterator[Element]:
        """Give the elements of one local name as they are read, then the root (also for None).

        Each is emptied when the next is asked for, so a long part takes little memory. It stops
        without a word where the part is absent or stops being well-formed.

        Raises
        ------
        BadWorkbook
            When the part holds more elements than a workbook can need.
        """
        if not self.has(part):
            return
        ending = "" if name is None else "}" + name
        root = Element("")
        held = before = 0
        with self._content.open(self._infos[part.lower()]) as file:
            try:
                for event, element in iterparse(file, ("start", "end")):  # noqa: S314 - guarded when opened
                    wanted = ending and element.tag.endswith(ending)
                    if event == "start":
                        before = held if wanted else before
                        held += 1
                        if held > MOST_ELEMENTS:
                            raise BadWorkbook(
                                f"{self.path.name} holds more than {MOST_ELEMENTS:,} things in one place (in {part}), "
                                "more than any sheet can. Such a file can be an attack: ask who sent it."
                            )
                        continue
                    root = element
                    if wanted:
                        yield element
                        element.clear()
                        held = before + 1
            except ParseError as error:
                self._state[part.lower()] = str(error)
                return
        self._state[part.lower()] = None
        yield root

    def broken(self, part: str) -> str | None:
        """Return what keeps a part from being well-formed XML, None where nothing does."""
        if part.lower() not in self._state:
            self.xml(part)
        return self._state.get(part.lower())

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """Return a part's relationships, the package's own for an empty name."""
        if part not in self._relationships:
            self._relationships[part] = tuple(self._read_relationships(part))
        return self._relationships[part]

    def _read_relationships(self, part: str) -> Iterator[Relationship]:
        folder, base = posixpath.split(part)
        for element in self.xml(posixpath.join(folder, "_rels", base + ".rels")):
            target = element.get("Target", "")
            # A target that starts with # is a place in the workbook, not a part.
            external = element.get("TargetMode") == "External" or target.startswith("#")
            yield Relationship(
                id=element.get("Id", ""),
                kind=element.get("Type", "").rsplit("/", 1)[-1],
                target=target if external else self._resolve(folder, target),
                external=external,
            )

    def _resolve(self, folder: str, target: str) -> str:
        """Return the name of the part that a target means, seen from a folder."""
        target = target.replace("\\", "/").partition("#")[0]
        path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        decoded = unquote(path)
        return decoded if self.has(decoded) and not self.has(path) else path
