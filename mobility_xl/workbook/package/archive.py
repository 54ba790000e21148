"""A workbook's file: a zip of parts, opened on the defensive because anyone may have sent it."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote

# Plain parsing is safe behind _DeclarationGuard: a part that declares nothing has no entities to expand.
# It reads a long sheet three times as fast as defusedxml's parser.
from xml.etree.ElementTree import Element, ParseError, iterparse

from defusedxml.ElementTree import DefusedXMLParser

from mobility_xl.errors import BadWorkbook

# What a large honest workbook stays far under. How well a part is packed says nothing (honest sheets
# of equal rows pack 1:200), so what counts is what comes out.
MOST_BYTES_IN_FILE = 100_000_000
MOST_ENTRIES = 10_000
MOST_BYTES_IN_PART = 200_000_000
MOST_BYTES_IN_ALL = 400_000_000

_CHUNK = 1 << 16
# Feeding small bites keeps defusedxml's slower parser to the first lines of a part.
_BITE = 1 << 10
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_FLAG = 0x1


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

    ``entries`` are the names in the zip in their order, doubles kept. Names are compared without
    case, as the packaging convention asks.
    """

    def __init__(self, path: Path, content: zipfile.ZipFile) -> None:
        self.path = path
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
            for element in self.stream(part, None):
                root = element
            self._xml[key] = root
        return self._xml[key]

    def stream(self, part: str, name: str | None) -> Iterator[Element]:
        """Give the elements of one local name as they are read, then the root (also for None).

        Each is emptied when the next is asked for, so a long part takes little memory. It stops
        without a word where the part is absent or stops being well-formed.
        """
        if not self.has(part):
            return
        ending = "" if name is None else "}" + name
        root = Element("")
        with self._content.open(self._infos[part.lower()]) as file:
            try:
                for _, element in iterparse(file):  # noqa: S314 - guarded when opened
                    root = element
                    if ending and element.tag.endswith(ending):
                        yield element
                        element.clear()
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


def open_archive(path: Path) -> Archive:
    """Open a workbook's zip, or raise BadWorkbook with what to do.

    Every entry is inflated once while its bytes are counted (the sizes in a zip's own directory may
    lie), which also proves the checksums; no part that declares a DTD or an entity passes.
    """
    content = _read_file(path)
    if content.startswith(_OLE_SIGNATURE):
        raise BadWorkbook(
            f"{path.name} is protected with a password or is an old .xls file. "
            "Open it in Excel, take the password off, and save it as an Excel Workbook (.xlsx)."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError) as error:
        raise BadWorkbook(
            f"{path.name} is not an .xlsx workbook, or a part of it is missing ({error}). "
            "Ask for it again, or open it in Excel and save it as an Excel Workbook (.xlsx)."
        ) from error
    _inspect(path, archive)
    return Archive(path, archive)


def _read_file(path: Path) -> bytes:
    """Return the file's bytes, which then cannot change between looking and reading."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES_IN_FILE:
            raise BadWorkbook(
                f"{path.name} has {size:,} bytes; workbooks up to {MOST_BYTES_IN_FILE:,} are read. "
                "Take out pictures or data that are not needed."
            )
        return path.read_bytes()
    except OSError as error:
        raise BadWorkbook(
            f"{path} cannot be read ({error.strerror}). Check its name, and close it where it is open."
        ) from error


def _inspect(path: Path, archive: zipfile.ZipFile) -> None:
    """Raise BadWorkbook where the zip holds too much, is damaged, or declares entities."""
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES:
        raise BadWorkbook(
            f"{path.name} holds {len(infos):,} parts; workbooks up to {MOST_ENTRIES:,} are read. "
            "It was probably not made by a spreadsheet program: ask who sent it."
        )
    total = 0
    for info in infos:
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise BadWorkbook(f"{path.name} is protected with a password. Open it in Excel and take the password off.")
        try:
            with archive.open(info) as part:
                total += _inspect_part(path, info.filename, part, total)
        # zipfile raises many kinds for a damaged or unusual entry; to the reader they are one.
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise BadWorkbook(
                f"{path.name} is damaged: its part {info.filename} cannot be unpacked ({error}). Ask for it again."
            ) from error


def _inspect_part(path: Path, name: str, part: IO[bytes], before: int) -> int:
    """Return how many bytes a part has, raising BadWorkbook once they are too many."""
    guard = _DeclarationGuard()
    size = 0
    while chunk := part.read(_CHUNK):
        size += len(chunk)
        if size > MOST_BYTES_IN_PART or before + size > MOST_BYTES_IN_ALL:
            raise BadWorkbook(
                f"{path.name} unpacks to more than is read: over {MOST_BYTES_IN_PART:,} bytes in one part or "
                f"{MOST_BYTES_IN_ALL:,} in all (in {name}). Such a file can be an attack: ask who sent it."
            )
        try:
            guard.feed(chunk)
        # An encoding nobody knows is a LookupError, one of several bytes a ValueError, as are defusedxml's.
        except (ValueError, LookupError) as error:
            raise BadWorkbook(
                f"{path.name} declares a document type, an entity or an unusual encoding in {name}, which no "
                "spreadsheet program does and which can be an attack. Ask who sent it."
            ) from error
    return size


class _DeclarationGuard:
    """Reads a part up to its first element; no DTD can follow it.

    As the parser's target it only notes that the first element has come.
    """

    def __init__(self) -> None:
        self._done = False
        self._parser = DefusedXMLParser(target=self, forbid_dtd=True)

    def start(self, _tag: str, _attributes: dict[str, str]) -> None:
        self._done = True

    def feed(self, chunk: bytes) -> None:
        """Read on, raising ValueError at a document type or an entity (defusedxml's errors are such)."""
        for begin in range(0, len(chunk), _BITE):
            if self._done:
                return
            try:
                self._parser.feed(chunk[begin : begin + _BITE])
            except ParseError:
                # Pictures and broken parts: the later parser stops at the same byte.
                self._done = True
