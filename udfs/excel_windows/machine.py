"""The computer as setting up sees it: its registry, folders and programs, as values that a test can invent."""

import importlib
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

Setting = str | int | None

ADDIN_FILE = "xlwings.xlam"

EXCEL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
NEWEST = "16.0"
"""What Office has called itself in the registry since 2016."""

BITS = {0x014C: 32, 0x8664: 64, 0xAA64: 64}
"""The bits of a program by the machine that its header names."""


@dataclass(frozen=True)
class Machine:
    r"""A computer and its user.

    Parameters
    ----------
    platform
        As Python calls it; ``win32`` for every Windows.
    python, bits
        The interpreter that runs, and whether it is a 32-bit or a 64-bit one.
    home, startup
        The user's folder, and Excel's XLSTART in it.
    encoding
        Of the texts that Excel's macros read.
    xlwings_folder, xlwings_version
        The installed package; None and empty without it.
    has_pywin32
        Whether Python can talk to Excel.
    registry
        Return a value of the registry by its key, such as ``HKCU\Software\...``, and its name.
    open_books
        Return the defined names of each workbook that is open in Excel.
    xlwings_addin
        Run ``xlwings addin`` with ``install`` or ``remove`` and return what it prints.
    """

    platform: str
    python: Path
    bits: int
    home: Path
    startup: Path
    encoding: str
    xlwings_folder: Path | None
    xlwings_version: str
    has_pywin32: bool
    registry: Callable[[str, str], Setting]
    open_books: Callable[[], Mapping[str, list[str]]]
    xlwings_addin: Callable[[str], str]

    @property
    def is_windows(self) -> bool:
        """Whether classic xlwings functions exist here."""
        return self.platform == "win32"

    @property
    def conf(self) -> Path:
        """Where xlwings keeps the user's settings."""
        return self.home / ".xlwings" / "xlwings.conf"

    @property
    def addin(self) -> Path:
        """Where xlwings' own add-in is, or will be."""
        return self.startup / ADDIN_FILE

    @property
    def packaged_addin(self) -> Path | None:
        """The add-in that belongs to the installed xlwings."""
        return self.xlwings_folder / "addin" / ADDIN_FILE if self.xlwings_folder else None

    @property
    def addin_is_its_own(self) -> bool:
        """Whether the add-in in XLSTART is the one of the installed xlwings, byte for byte."""
        own = self.packaged_addin
        return own is not None and self.addin.is_file() and self.addin.read_bytes() == own.read_bytes()

    @property
    def excel(self) -> Path | None:
        """The Excel program; None without one."""
        named = self.registry(rf"HKLM\{EXCEL}", "") or self.registry(rf"HKCU\{EXCEL}", "")
        path = Path(str(named).strip('"')) if named else None
        return path if path and path.is_file() else None

    @property
    def excel_bits(self) -> int | None:
        """Whether Excel is a 32-bit or a 64-bit program; None where its header does not tell."""
        return program_bits(self.excel) if self.excel else None

    @property
    def office(self) -> str:
        """How Excel's version is called in the registry, such as 16.0."""
        number = str(self.registry(r"HKCR\Excel.Application\CurVer", "") or "").rpartition(".")[2]
        return f"{number}.0" if number.isdigit() else NEWEST

    def library(self, bits: int) -> str:
        """Return the name of the library through which an Excel of these bits reaches Python."""
        return f"xlwings{bits}-{self.xlwings_version}.dll"


def program_bits(program: Path) -> int | None:
    """Return whether a Windows program has 32 or 64 bits, out of its header; None when that cannot be read."""
    with suppress(OSError, struct.error), program.open("rb") as file:
        head = file.read(4096)
        (start,) = struct.unpack_from("<I", head, 0x3C)
        mark, machine = struct.unpack_from("<4sH", head, start)
        return BITS.get(machine) if mark == b"PE\0\0" else None
    return None


def this_machine() -> Machine:
    """Return the computer that this runs on."""
    found = find_spec("xlwings")
    home = Path.home()
    roaming = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    return Machine(
        platform=sys.platform,
        python=Path(sys.executable),
        bits=struct.calcsize("P") * 8,
        home=home,
        startup=roaming / "Microsoft" / "Excel" / "XLSTART",
        encoding="mbcs" if sys.platform == "win32" else "utf-8",
        xlwings_folder=Path(found.origin).parent if found and found.origin else None,
        xlwings_version=_version("xlwings"),
        has_pywin32=find_spec("win32api") is not None,
        registry=read_registry,
        open_books=_open_books,
        xlwings_addin=_xlwings_addin,
    )


def read_registry(key: str, name: str) -> Setting:
    """Return a text or a number of the registry; None where it is not there, and where there is no registry."""
    try:
        winreg = importlib.import_module("winreg")
    except ImportError:
        return None
    hives = {
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
    }
    hive, _, path = key.partition("\\")
    # A program of 32 bits sees other keys than one of 64; Excel may be either.
    for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
        with suppress(OSError), winreg.OpenKey(hives[hive], path, 0, winreg.KEY_READ | view) as opened:
            value = winreg.QueryValueEx(opened, name)[0]
            return value if isinstance(value, str | int) else None
    return None


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _open_books() -> dict[str, list[str]]:
    """Return the defined names of the open workbooks; none where Excel does not run or will not say."""
    try:
        xlwings = importlib.import_module("xlwings")
        return {book.name: [one.name for one in book.names] for app in xlwings.apps for book in app.books}
    except Exception:  # Excel refuses in many ways while it is busy, and nothing depends on it.
        return {}


def _xlwings_addin(word: str) -> str:
    """Run xlwings' own command in a process of its own: it may start Excel, and prints its failures."""
    words = [sys.executable, "-m", "xlwings.cli", "addin", word]
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603 - xlwings' own
    return f"{done.stdout}\n{done.stderr}".strip()
