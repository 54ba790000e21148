"""Names what was sent in place of a workbook, and says what to do about it."""

from collections.abc import Callable, Collection
from typing import TypeVar

_Sign = TypeVar("_Sign", bytes, str)

_SAVE = "Where you have it open in Excel, save it as an Excel Workbook (.xlsx)."

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of the container in which old Office files and those behind a password come."""

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF document", "Ask for the workbook it was printed from."),
    (b"\x89PNG", "a picture", "Ask for the workbook it shows."),
    (b"\xff\xd8\xff", "a photograph", "Ask for the workbook it shows."),
    (b"GIF8", "a GIF picture", "Ask for the workbook it shows."),
    (b"\x1f\x8b", "packed with gzip", "Unpack it, and name the workbook that comes out."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it, and name the workbook that comes out."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it, and name the workbook that comes out."),
    (b"MZ", "a program", "Do not open it: ask who sent it."),
    (b"\x7fELF", "a program for Linux", "Do not open it: ask who sent it."),
    (b"{\\rtf", "a rich-text document", "Ask for the workbook instead."),
    (b"ID;P", "a SYLK file, which can run commands", "Do not open it: ask for an Excel Workbook (.xlsx)."),
    (b"[InternetShortcut]", "a shortcut to a web page", "Follow it, and download the workbook there."),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut of Windows", "Name the file that it leads to."),
    (b"SQLite format 3", "a database", "Ask for the workbook instead."),
    (b"MIME-Version:", "a web archive", "Open it in Excel, and save it as an Excel Workbook (.xlsx)."),
)
_MARKUP: tuple[tuple[bytes, str, str], ...] = (
    (b"<html", "a web page", "Ask for the workbook: it may be what a server answered in its place."),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "an Excel 2003 XML file", "Save it in Excel as .xlsx."),
    (b"<?xml", "an XML file", "Ask for the workbook instead."),
)
_OLD: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "behind a password", "Open it in Excel, take the password off, and save it."),
    ("WordDocument", "an old Word document", "Ask for the workbook instead."),
    ("PowerPoint Document", "an old PowerPoint presentation", "Ask for the workbook instead."),
    ("Workbook", "an old .xls workbook", "Open it in Excel, and save it as an Excel Workbook (.xlsx)."),
    ("Book", "a very old .xls workbook", "Open it in Excel, and save it as an Excel Workbook (.xlsx)."),
    ("__properties_version1.0", "an e-mail of Outlook", "Save the workbook that is attached to it, and name that."),
)
_PACKED: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)", "Open it in Excel, and save it as an Excel Workbook (.xlsx)."),
    ("word/document.xml", "a Word document", "Ask for the workbook instead."),
    ("ppt/presentation.xml", "a PowerPoint presentation", "Ask for the workbook instead."),
    ("content.xml", "an OpenDocument file", "Open it in LibreOffice or Excel, and save it as .xlsx."),
    ("index/document.iwa", "an Apple Numbers document", "Open it in Numbers, and export it to Excel (.xlsx)."),
    ("index.zip", "an Apple Numbers document", "Open it in Numbers, and export it to Excel (.xlsx)."),
)
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")
_LOCK_FILE = "~$"
_LOOKED_AT = 4096


def what_it_is(name: str, content: bytes) -> tuple[str, str] | None:
    """Return what a file is that is no workbook, and what to do; None where its first bytes do not say.

    Parameters
    ----------
    name
        The file's name, without its folder.
    content
        All of its bytes.
    """
    start = content[:_LOOKED_AT]
    if name.startswith(_LOCK_FILE):
        shown = name.removeprefix(_LOCK_FILE)
        return f"Excel's mark that {shown} is open somewhere", f"Close it there, and name {shown} itself."
    if not content:
        return "empty", f"Wait until it is downloaded or synchronized, or ask for it again. {_SAVE}"
    if not start.strip(b"\0"):
        return "nothing but zeros", "Its copy failed: copy it again, or ask for it again."
    if start.startswith(OLE_SIGNATURE):
        return _first(_OLD, lambda stream: stream.encode("utf-16-le") in content) or (
            "an old Office file, or one behind a password",
            "Open it in Excel, take the password off, and save it as an Excel Workbook (.xlsx).",
        )
    lowered = start.lower().lstrip(b"\xef\xbb\xbf \t\r\n")
    return (
        _first(_BEGINNINGS, start.startswith)
        or (_first(_MARKUP, lowered.__contains__) if lowered.startswith(b"<") else None)
        or (("plain text, such as a CSV file", f"Ask for the workbook. {_SAVE}") if _is_text(start) else None)
    )


def what_it_holds(entries: Collection[str]) -> tuple[str, str] | None:
    """Return what a zip without a workbook in it is, by the names of its parts, and what to do."""
    lowered = {entry.lower() for entry in entries}
    inside = sorted(entry for entry in entries if entry.lower().endswith(_WORKBOOKS))
    if inside:
        return f"a zip archive that holds {inside[0]}", "Unpack it, and name the workbook that comes out."
    return _first(_PACKED, lowered.__contains__)


def _first(table: tuple[tuple[_Sign, str, str], ...], fits: Callable[[_Sign], object]) -> tuple[str, str] | None:
    """Return what the first row of a table says that fits."""
    return next(((what, advice) for sign, what, advice in table if fits(sign)), None)


def _is_text(start: bytes) -> bool:
    """Tell whether bytes read as text, also where they end within a letter."""
    try:
        text = start.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 3:
            return False
        text = start[: error.start].decode("utf-8")
    return all(letter.isprintable() or letter in "\r\n\t\f\ufeff" for letter in text)
