"""Windows computers to set up: their registry is a dictionary, their folders are temporary."""

import shutil
import struct
from dataclasses import replace
from pathlib import Path

from mobility_xl.udfs.excel_windows.machine import EXCEL, Machine, Setting

XLWINGS = "0.37.8"
MACHINE_OF = {32: 0x014C, 64: 0x8664}


class Computer:
    """A computer with Excel, Python in a virtual environment and xlwings; nothing is set up yet.

    Parameters
    ----------
    folder
        Where its files are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.values: dict[tuple[str, str], Setting] = {}
        self.books: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.xlwings_works = True
        self.xlwings_version = XLWINGS
        self.python = folder / "venv" / "Scripts" / "python.exe"
        self.excel = folder / "Office" / "EXCEL.EXE"
        self.package = folder / "venv" / "Lib" / "xlwings"
        put(self.python, program(64))
        put(self.excel, program(64))
        put(folder / "venv" / f"xlwings64-{XLWINGS}.dll", b"")
        put(folder / "venv" / f"xlwings32-{XLWINGS}.dll", b"")
        put(self.package / "addin" / "xlwings.xlam", b"the add-in of 0.37.8")
        self.set(rf"HKLM\{EXCEL}", "", str(self.excel))
        self.set(r"HKCR\Excel.Application\CurVer", "", "Excel.Application.16")
        self.set(r"HKCU\Software\Microsoft\Office\16.0\Excel\Security", "AccessVBOM", 1)

    def set(self, key: str, name: str, value: Setting) -> None:
        """Set a value of the registry; None takes it away."""
        self.values[key.lower(), name.lower()] = value

    def xlwings_addin(self, word: str) -> str:
        """Do what ``xlwings addin`` does: its add-in, and settings where there are none."""
        self.asked.append(word)
        if not self.xlwings_works:
            return "Error: Failed to install the add-in: If Excel is running, quit Excel and try again."
        if word == "remove":
            self.machine.addin.unlink()
            return "Successfully removed the add-in!"
        put(self.machine.addin, (self.package / "addin" / "xlwings.xlam").read_bytes())
        if not self.machine.conf.exists():
            put(self.machine.conf, f'"INTERPRETER_WIN","{self.python}"\r\n'.encode())
        return "Successfully installed the xlwings add-in!"

    @property
    def machine(self) -> Machine:
        """The computer as setting up sees it."""
        return Machine(
            platform="win32",
            python=self.python,
            bits=64,
            home=self.folder / "home",
            startup=self.folder / "home" / "Excel" / "XLSTART",
            encoding="cp1252",
            xlwings_folder=self.package if self.package.exists() else None,
            xlwings_version=self.xlwings_version,
            has_pywin32=True,
            registry=lambda key, name: self.values.get((key.lower(), name.lower())),
            open_books=lambda: self.books,
            xlwings_addin=self.xlwings_addin,
        )

    @property
    def elsewhere(self) -> Machine:
        """The same on a Mac."""
        return replace(self.machine, platform="darwin")

    def uninstall_xlwings(self) -> None:
        """Take the package away, as pip does."""
        shutil.rmtree(self.package)

    def files(self) -> dict[str, bytes]:
        """Return what is in the user's folder, empty folders too."""
        home = self.machine.home
        return {
            path.relative_to(home).as_posix(): path.read_bytes() if path.is_file() else b""
            for path in sorted(home.rglob("*"))
        }


def put(path: Path, content: bytes) -> Path:
    """Write a file, with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def program(bits: int) -> bytes:
    """Return the beginning of a Windows program."""
    start = 0x80
    return b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", start).ljust(start - 0x3C, b"\0") + pe(MACHINE_OF[bits])


def pe(machine: int) -> bytes:
    """Return the header that names the machine of a program."""
    return struct.pack("<4sH", b"PE\0\0", machine)
