"""What is read off a computer: programs, the registry, Excel's open workbooks, xlwings' own command."""

import re
import sys
from importlib.machinery import ModuleSpec
from importlib.metadata import version
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from mobility_xl.udfs.excel_windows.machine import EXCEL, program_bits, read_registry, this_machine
from tests.udfs.computer import pe, program, put


class TestProgramBits:
    @pytest.mark.parametrize("bits", [32, 64])
    def test_bits(self, tmp_path, bits):
        """The header of a program tells its bits."""
        assert bits == program_bits(put(tmp_path / "excel.exe", program(bits)))

    @pytest.mark.parametrize(
        "content",
        [b"", b"MZ", program(64)[:-1], program(64).replace(b"PE", b"NE"), program(64)[:-6] + pe(0x01F0), b"\xff" * 200],
        ids=["empty", "two letters", "cut off", "other kind", "other machine", "junk"],
    )
    def test_unknown(self, tmp_path, content):
        """A file that is no such program has none, and nothing fails."""
        assert program_bits(put(tmp_path / "excel.exe", content)) is None

    def test_no_file(self, tmp_path):
        """Neither has a file that is not there."""
        assert program_bits(tmp_path / "excel.exe") is None


class TestMachine:
    @pytest.mark.parametrize(
        ("named", "office"), [("Excel.Application.15", "15.0"), (None, "16.0"), ("Excel.Application", "16.0")]
    )
    def test_office(self, computer, named, office):
        """Office's name in the registry follows Excel's version; the newest when nothing tells."""
        computer.set(r"HKCR\Excel.Application\CurVer", "", named)

        assert office == computer.machine.office

    def test_excel_of_one_user(self, computer):
        """An Excel that is registered for one user is found, with its path in quotation marks too."""
        computer.set(rf"HKLM\{EXCEL}", "", None)
        computer.set(rf"HKCU\{EXCEL}", "", f'"{computer.excel}"')

        assert computer.excel == computer.machine.excel


class Key:
    """An open key of an invented registry."""

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def __enter__(self) -> "Key":
        return self

    def __exit__(self, *_: object) -> None: ...


class TestRegistry:
    @pytest.fixture
    def winreg(self, monkeypatch):
        """Give an invented registry: by hive, path and view a dictionary of values."""
        keys: dict[tuple[str, str, int], dict[str, object]] = {}

        def open_key(hive: str, path: str, _: int, access: int) -> Key:
            if (hive, path, access & ~1) not in keys:
                raise FileNotFoundError(2, "The system cannot find the file specified")
            return Key(keys[hive, path, access & ~1])

        def query(key: Key, name: str) -> tuple[object, int]:
            if name not in key.values:
                raise FileNotFoundError(2, "The system cannot find the file specified")
            return key.values[name], 1

        invented = SimpleNamespace(
            HKEY_CURRENT_USER="user",
            HKEY_LOCAL_MACHINE="machine",
            HKEY_CLASSES_ROOT="classes",
            KEY_READ=1,
            KEY_WOW64_64KEY=64,
            KEY_WOW64_32KEY=32,
            OpenKey=open_key,
            QueryValueEx=query,
        )
        monkeypatch.setitem(sys.modules, "winreg", invented)
        return keys

    def test_values(self, winreg):
        """Texts and numbers are read, from the view of 64-bit programs first."""
        winreg["machine", r"Software\Office", 64] = {"name": "sixty-four"}
        winreg["machine", r"Software\Office", 32] = {"name": "thirty-two"}
        winreg["user", r"Software\Office", 32] = {"number": 4, "bytes": b"4"}

        assert "sixty-four" == read_registry(r"HKLM\Software\Office", "name")
        assert 4 == read_registry(r"HKCU\Software\Office", "number")
        assert read_registry(r"HKCU\Software\Office", "bytes") is None

    def test_not_there(self, winreg):
        """What is not there is None: a key, and a name in a key."""
        winreg["classes", r"Excel.Application\CurVer", 64] = {}

        assert read_registry(r"HKCR\Excel.Application\CurVer", "") is None
        assert read_registry(r"HKCR\Word.Application\CurVer", "") is None

    def test_no_registry(self, monkeypatch):
        """Where there is no registry nothing is in it."""
        monkeypatch.setitem(sys.modules, "winreg", None)

        assert read_registry(r"HKCU\Software", "name") is None


def xlwings_with(apps: object) -> ModuleType:
    """Return an xlwings that finds these Excels open."""
    module = ModuleType("xlwings")
    module.__spec__ = ModuleSpec("xlwings", None)
    module.__dict__["apps"] = apps
    return module


class TestThisMachine:
    def test_this(self):
        """It is the computer that this runs on, with the xlwings that is installed."""
        found = this_machine()

        assert (sys.platform, Path(sys.executable)) == (found.platform, found.python)
        assert found.packaged_addin is not None
        assert found.packaged_addin.is_file()
        assert version("xlwings") == found.xlwings_version
        assert found.bits in {32, 64}

    def test_conf(self):
        """The settings of xlwings are where it has them on Windows."""
        home = Path.home()

        assert home / ".xlwings" / "xlwings.conf" == this_machine().conf

    def test_startup(self, monkeypatch, tmp_path):
        """XLSTART is in the folder that Windows names for settings of programs."""
        monkeypatch.setenv("APPDATA", str(tmp_path))

        assert tmp_path / "Microsoft" / "Excel" / "XLSTART" == this_machine().startup

    def test_xlwings_command(self):
        """The command of xlwings runs, and what it prints is handed on."""
        said = this_machine().xlwings_addin("--help")

        assert re.search(r"\binstall\b.*\bremove\b", said, re.DOTALL)

    def test_open_books(self, monkeypatch):
        """The open workbooks are those of every Excel, with the names that they define."""
        names = [SimpleNamespace(name="MOBILITY_METRIC"), SimpleNamespace(name="Budget")]
        apps = [
            SimpleNamespace(books=[SimpleNamespace(name="Cook.xlsx", names=names)]),
            SimpleNamespace(books=[SimpleNamespace(name="Book2", names=[])]),
        ]
        monkeypatch.setitem(sys.modules, "xlwings", xlwings_with(apps))

        assert {"Cook.xlsx": ["MOBILITY_METRIC", "Budget"], "Book2": []} == this_machine().open_books()

    def test_busy_excel(self, monkeypatch):
        """An Excel that does not answer has no open workbook."""

        class Busy:
            def __iter__(self) -> None:
                raise OSError(-2147418111, "Call was rejected by callee")

        monkeypatch.setitem(sys.modules, "xlwings", xlwings_with(Busy()))

        assert {} == this_machine().open_books()
