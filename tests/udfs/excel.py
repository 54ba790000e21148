"""Calls our functions as Excel on Windows does, through xlwings' own code; run as a program.

xlwings reaches Excel through pywin32, which exists on Windows only: here it finds empty stand-ins for it.
What remains is all xlwings does before and after: it writes the macros, reads the arguments, calls our
functions and makes of the answers what Excel takes.

The standard input holds calls, one list of a name and its arguments each; the standard output gets the macros,
the help and what Excel would be handed.
"""

import ctypes
import io
import json
import sys
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

PYWIN32 = {
    "win32com": ("", ".client", ".client.dynamic", ".server", ".server.dispatcher", ".server.policy", ".server.util"),
    "win32": ("api", "con", "event", "gui", "process", "timezone"),
    "py": ("thoncom", "wintypes"),
    "winerror": ("",),
}
"""The modules of pywin32 that xlwings imports, by how they begin."""

MODULE = "mobility_xl.udfs.excel_windows.functions"
LEFT_OUT = -2147352572
ERRORS = {"#N/A": -2146826246, "#VALUE!": -2146826273, "#DIV/0!": -2146826281, "#REF!": -2146826265}


def stand_ins() -> None:
    """Put empty modules where xlwings looks for Windows."""
    names = [f"{start}{end}" for start, ends in PYWIN32.items() for end in ends]
    sys.modules.update({name: MagicMock(name=name) for name in names})
    sys.modules["pythoncom"].__file__ = "pythoncom"
    sys.modules["pywintypes"].TimeType = datetime
    sys.modules["pywintypes"].IIDType = str
    sys.modules["pywintypes"].com_error = OSError
    for name in ("oledll", "windll", "PyDLL", "WINFUNCTYPE", "WinError"):
        setattr(ctypes, name, MagicMock())


def from_excel(cell: Any) -> Any:
    """Return a cell as Excel hands it over: rows as tuples, an error as its number, currency as a decimal."""
    if isinstance(cell, list):
        return tuple(map(from_excel, cell))
    if isinstance(cell, dict):
        return Decimal(cell["currency"]) if "currency" in cell else ERRORS.get(cell["error"], LEFT_OUT)
    return cell


def main() -> None:
    """Answer the calls of the standard input."""
    stand_ins()
    import xlwings  # noqa: PLC0415 - the stand-ins come first
    import xlwings._xlwindows  # noqa: PLC0415 - the stand-ins come first
    from xlwings import udfs  # noqa: PLC0415 - the stand-ins come first
    from xlwings.main import Engine  # noqa: PLC0415 - the stand-ins come first

    xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    xlwings.engines.add(Engine(impl=xlwings._xlwindows.engine))
    udfs.Range = MagicMock()  # the cell that calls
    module = udfs.get_udf_module(MODULE, None)
    macros = io.StringIO()
    udfs.generate_vba_wrapper(MODULE, module, macros, SimpleNamespace(Name="book.xlsm"))
    answers = [udfs.call_udf(MODULE, name, list(map(from_excel, cells))) for name, *cells in json.load(sys.stdin)]
    help_of = {
        name: {
            "doc": one.__xlfunc__["ret"]["doc"],
            "category": one.__xlfunc__["category"],
            "volatile": one.__xlfunc__["volatile"],
            "arguments": [each["doc"] for each in one.__xlfunc__["args"]],
        }
        for name, one in vars(module).items()
        if hasattr(one, "__xlfunc__")
    }
    json.dump({"macros": macros.getvalue(), "help": help_of, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
