"""Opens a workbook's file on the defensive, because anyone may have sent it.

Nothing is unpacked to disk, no address in a file is followed, and nothing in it is run.
"""

import hashlib
import io
import stat
import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import DefusedXMLParser

from mobility_xl.errors import BadWorkbook
from mobility_xl.workbook.package.archive import Archive
from mobility_xl.workbook.package.other_files import what_it_is

# What a large honest workbook stays far under. How well a part is packed says nothing (honest sheets
# of equal rows pack 1:200), so what counts is what comes out.
MOST_BYTES_IN_FILE = 100_000_000
MOST_ENTRIES = 10_000
MOST_BYTES_IN_PART = 200_000_000
MOST_BYTES_IN_ALL = 400_000_000

_CHUNK = 1 << 16
# Feeding small bites keeps defusedxml's slower parser to the first lines of a part.
_BITE = 1 << 10
_ENCRYPTED_FLAG = 0x1
_DIRECTORY_ENTRY = b"PK\x01\x02"
# The two that spreadsheet programs know. Python's zipfile unpacks the others without a bound on what comes out.
_PACKED_AS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def open_archive(path: Path) -> Archive:
    """Open a workbook's zip, or raise BadWorkbook with what to do.

    Every entry is inflated once while its bytes are counted (the sizes in a zip's own directory may
    lie), which also proves the checksums; no part that declares a DTD or an entity passes.
    """
    content = _read_file(path)
    if known := what_it_is(path.name, content):
        what, advice = known
        raise BadWorkbook(f"{path.name} is {what}: it cannot be read as a workbook. {advice}")
    # Looked for before the list is read, whose entries take a hundred times their bytes.
    _refuse_many(path, content.count(_DIRECTORY_ENTRY))
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError) as error:
        raise BadWorkbook(
            f"{path.name} is not an .xlsx workbook, or a part of it is missing ({error}). "
            "Ask for it again, or open it in Excel and save it as an Excel Workbook (.xlsx)."
        ) from error
    _inspect(path, archive)
    return Archive(path, archive, hashlib.sha256(content).hexdigest())


def _read_file(path: Path) -> bytes:
    """Return the file's bytes, which then cannot change between looking and reading."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise BadWorkbook(f"{path} is a folder: name the workbooks in it.")
        if not stat.S_ISREG(about.st_mode):
            raise BadWorkbook(f"{path} is no file but a device or a pipe: name a workbook.")
        if about.st_size > MOST_BYTES_IN_FILE:
            raise BadWorkbook(
                f"{path.name} has {about.st_size:,} bytes; workbooks up to {MOST_BYTES_IN_FILE:,} are read. "
                "Take out pictures or data that are not needed."
            )
        with path.open("rb") as file:
            return file.read(MOST_BYTES_IN_FILE)
    except (OSError, ValueError) as error:
        # A name that no system has, such as one with a zero in it, is a ValueError.
        told = error.strerror if isinstance(error, OSError) else error
        raise BadWorkbook(f"{path} cannot be read ({told}). Check its name, and close it where it is open.") from error


def _inspect(path: Path, archive: zipfile.ZipFile) -> None:
    """Raise BadWorkbook where the zip unpacks to too much, is damaged, or declares entities."""
    total = 0
    for info in archive.infolist():
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise BadWorkbook(
                f"{path.name} is a zip archive with a password. Unpack it, or open the workbook in Excel and take the "
                "password off."
            )
        if info.compress_type not in _PACKED_AS:
            raise BadWorkbook(
                f"{path.name} packs its part {info.filename} in a way that no spreadsheet program reads. "
                "Open it in Excel, and save it anew."
            )
        try:
            with archive.open(info) as part:
                total += _inspect_part(path, info.filename, part, total)
        # zipfile raises many kinds for a damaged or unusual entry; to the reader they are one.
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise BadWorkbook(
                f"{path.name} is damaged: its part {info.filename} cannot be unpacked ({error}). Ask for it again."
            ) from error


def _refuse_many(path: Path, parts: int) -> None:
    if parts > MOST_ENTRIES:
        raise BadWorkbook(
            f"{path.name} holds {parts:,} parts; workbooks up to {MOST_ENTRIES:,} are read. "
            "It was probably not made by a spreadsheet program: ask who sent it."
        )


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
