"""Forty files that are no workbooks to work with, each bad in its own way, and bombs."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.workbook.faults import add_formula, add_macros, add_outside_book
from tests.workbook.good_workbook import HEAD, MAIN, Parts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOOK = "xl/workbook.xml"
MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10 if number else "lol"}">' for number in range(10))


def zipped(parts: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packed) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, packed)
    return target.getvalue()


def old_office(stream: str) -> bytes:
    """Return what begins as an old Office file with one stream."""
    return OLE + bytes(1000) + stream.encode("utf-16-le") + bytes(500)


def bomb(size: int, content: bytes = bytes(1 << 16), part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return a zip with one part that unpacks to at least a size, made of one content over and over.

    The packed content is repeated, not packed anew: 5 GB take a moment. The sizes in the zip's own list
    are honest, its checksum is not.
    """
    packer = zlib.compressobj(9, wbits=-15)
    block = content * max(1, (10_000_000 // len(content)))
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    times = -(-size // len(block))
    data = again * times + zlib.compressobj(9, wbits=-15).flush()
    unpacked = times * len(block)
    assert max(unpacked, len(data)) < 1 << 33
    large = (0xFFFFFFFF).to_bytes(4, "little")
    sizes = unpacked.to_bytes(8, "little") + len(data).to_bytes(8, "little")
    extra = b"\x01\x00" + len(sizes).to_bytes(2, "little") + sizes
    name = part.encode()
    # version, flags, deflated, time, date, checksum, packed and unpacked size, lengths of name and extra
    head = (45).to_bytes(2, "little") + bytes(2) + b"\x08\x00" + bytes(2) + b"\x21\x00" + bytes(4) + large * 2
    head += len(name).to_bytes(2, "little") + len(extra).to_bytes(2, "little")
    local = b"PK\x03\x04" + head + name + extra + data
    listed = b"PK\x01\x02" + (45).to_bytes(2, "little") + head + bytes(14) + name + extra
    end = b"PK\x05\x06" + bytes(4) + b"\x01\x00\x01\x00" + len(listed).to_bytes(4, "little")
    return local + listed + end + len(local).to_bytes(4, "little") + bytes(2)


def bad_files(good: Parts, folder: Path) -> Iterator[tuple[Path, str]]:
    """Write the files; give each with a word that its refusal must have."""
    whole = good.write(folder / "good.xlsx").read_bytes()
    (folder / "good.xlsx").unlink()

    def spoilt(spoil: Callable[[Parts], None]) -> bytes:
        parts = Parts(dict(good.content))
        spoil(parts)
        content = parts.write(folder / "spoilt").read_bytes()
        (folder / "spoilt").unlink()
        return content

    def with_part(name: str, text: str) -> bytes:
        return spoilt(lambda parts: parts.put(name, text))

    def without(name: str) -> bytes:
        return spoilt(lambda parts: parts.content.pop(name) and None)

    damaged = bytearray(whole)
    damaged[200:260] = bytes(60)
    locked = bytearray(whole)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(signature) + flags] |= 1
    many = zipped({f"xl/{number}.xml": b"" for number in range(10_001)}, zipfile.ZIP_STORED)
    lying = zipped({"xl/lie.xml": bytes(1_000_001)}).replace(
        (1_000_001).to_bytes(4, "little"), (9).to_bytes(4, "little")
    )
    twice = io.BytesIO(whole)
    with zipfile.ZipFile(twice, "a") as archive:
        archive.writestr(zipfile.ZipInfo(BOOK.upper()), good.content[BOOK])
    files: dict[str, tuple[bytes, str]] = {
        "empty": (b"", "empty"),
        "zeros": (bytes(5000), "nothing but zeros"),
        "csv": (b"geoid,value\n01001,1\n", "plain text"),
        "web page": (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "web page"),
        "xml of 2003": (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "2003",
        ),
        "other xml": (b'<?xml version="1.0"?><letter/>', "XML file"),
        "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        "photograph": (b"\xff\xd8\xff\xe0" + bytes(50), "photograph"),
        "gzip": (gzip.compress(whole), "gzip"),
        "seven zip": (b"7z\xbc\xaf\x27\x1c" + bytes(50), "7-Zip"),
        "program": (b"MZ\x90\x00" + bytes(50), "program"),
        "sylk": (b"ID;P\nC;X1;Y1;K1\n", "SYLK"),
        "rich text": (b"{\\rtf1 hello}", "rich-text"),
        "shortcut": (b"[InternetShortcut]\r\nURL=https://x.org/\r\n", "shortcut"),
        "password": (old_office("EncryptedPackage"), "password"),
        "old workbook": (old_office("Workbook"), "old .xls"),
        "old letter": (old_office("WordDocument"), "Word"),
        "cut off": (whole[: len(whole) // 2], "missing"),
        "damaged": (bytes(damaged), "cannot be unpacked"),
        "locked zip": (bytes(locked), "zip archive with a password"),
        "lying": (lying, "xl/lie.xml"),
        "binary workbook": (zipped({"xl/workbook.bin": b"x"}), ".xlsb"),
        "letter": (zipped({"word/document.xml": b"<a/>"}), "Word document"),
        "slides": (zipped({"ppt/presentation.xml": b"<a/>"}), "PowerPoint"),
        "open document": (zipped({"mimetype": b"x", "content.xml": b"<a/>"}), "OpenDocument"),
        "numbers": (zipped({"Index/Document.iwa": b"x"}), "Apple Numbers"),
        "zip of a workbook": (zipped({"Cook County.xlsx": whole}), "holds Cook County.xlsx"),
        "other zip": (zipped({"hello.txt": b"x"}), "other things"),
        "bzip2": (zipped({BOOK: good.content[BOOK]}, zipfile.ZIP_BZIP2), "no spreadsheet program reads"),
        "bomb": (bomb(300_000_000), "unpacks to more"),
        "many parts": (many, "10,001 parts"),
        "laughs": (
            with_part("xl/sharedStrings.xml", f"{HEAD}<!DOCTYPE s [{LAUGHS}]><sst>&l9;</sst>"),
            "xl/sharedStrings.xml",
        ),
        "outside entity": (
            with_part(BOOK, f'{HEAD}<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><workbook>&x;</workbook>'),
            "entity",
        ),
        "encoding": (with_part("xl/styles.xml", '<?xml version="1.0" encoding="Klingon"?><a/>'), "encoding"),
        "macros": (spoilt(add_macros), "macros"),
        "macro type": (
            spoilt(lambda parts: parts.rewrite("[Content_Types].xml", r"[^\"]*sheet\.main\+xml", MACRO_BOOK)),
            "macros",
        ),
        "other program": (
            spoilt(add_outside_book('<ddeLink ddeService="cmd" ddeTopic="/c calc"/>')),
            "linked to another program",
        ),
        "call of a program": (spoilt(add_formula("cmd|'/c calc'!A0")), "from a formula (Notes"),
        "part twice": (twice.getvalue(), "2 times"),
        "name leading out": (with_part("xl/../../../evil.xml", "<a/>"), "lies outside"),
        "no types": (without("[Content_Types].xml"), "lacks the part"),
        "broken sheet": (
            with_part("xl/worksheets/sheet2.xml", f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'),
            "sheet2",
        ),
        "lost sheet": (without("xl/worksheets/sheet2.xml"), "'At a Glance' is missing"),
        "no sheets": (spoilt(lambda parts: parts.rewrite(BOOK, "<sheets>.*</sheets>", "<sheets/>")), "no sheet"),
        "broken book": (with_part(BOOK, good.text(BOOK)[:-9]), "xl/workbook.xml cannot be read"),
    }
    for name, (content, word) in files.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(content)
        yield path, word
    mark = folder / "~$Cook County.xlsx"
    mark.write_bytes(b"\x05Clerk" + bytes(159))
    yield mark, "open somewhere"
    inner = folder / "a folder.xlsx"
    inner.mkdir()
    yield inner, "folder"
    yield folder / "nowhere.xlsx", "cannot be read"
