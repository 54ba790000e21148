"""The cell functions as classic xlwings functions, one for each that the registry holds.

xlwings imports this module by its name and makes a macro of each function. Elsewhere than on Windows its
decorators do nothing, and the functions are plain Python.
"""

import logging
from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from inspect import Parameter, Signature, signature
from keyword import iskeyword
from logging.handlers import RotatingFileHandler
from pathlib import Path
from textwrap import shorten

from mobility_xl.errors import BadArgument, MobilityError, NoData, Undefined, in_excel
from mobility_xl.functions import FUNCTIONS, CellFunction, call

from .room import errors_file

try:
    import xlwings
except ImportError:
    raise ImportError(
        'These functions need xlwings, which is not installed. Install it with: pip install "mobility_xl[excel]"'
    ) from None

CATEGORY = "Mobility"
"""Under which the functions stand in Excel's Function Wizard."""

MOST_HELP = 255
"""How many letters Excel takes for the help of a function or an argument."""

ARRIVING: dict[str, Callable[[str], MobilityError]] = {
    "#N/A": NoData,
    "#DIV/0!": Undefined,
    "#NUM!": partial(Undefined, too_large=True),
    "#VALUE!": BadArgument,
    "#REF!": BadArgument,
    "#NAME?": BadArgument,
    "#NULL!": BadArgument,
}
"""What an error in a cell is when the cell is an argument; xlwings hands it over as text."""

MOST_LOG = 1_000_000

WORDS = (
    "and any as attribute boolean byref byte byval call case cbool cbyte cdate cdbl cint clng const csng cstr currency "
    "cvar date debug declare dim do double each else elseif empty end enum eqv erase error event exit false for friend "
    "function get global gosub goto if imp implements in input integer is let like lock long loop lset me mod new next "
    "not nothing null object on open option optional or paramarray preserve print private property public put "
    "raiseevent redim rem resume return rset seek select set shared single spc static stop string sub tab then to true "
    "type typeof unlock until variant wend while with write xor"
)
"""Words of Visual Basic."""

XLWINGS_WORDS = "activeworkbook application array caller err range thisworkbook xlpy"
"""What xlwings' macros use themselves."""

TAKEN = frozenset(f"{WORDS} {XLWINGS_WORDS}".split())
"""Names that no argument of a macro can have."""


def excel_error(error: Exception) -> str:
    """Return what a cell shows for an error.

    What nobody foresaw, and a store that cannot be read, is #VALUE!, with the trace in the log: it must
    not read as "there is no such number".
    """
    text = in_excel(error)
    if text is not None:
        return text
    log(errors_file()).error("A cell function failed.", exc_info=error)
    return "#VALUE!"


@cache
def log(path: Path) -> logging.Logger:
    """Return the log of this file: Excel starts Python without a window, where nobody reads what is printed."""
    logger = logging.Logger(__name__)
    logger.addHandler(RotatingFileHandler(path, maxBytes=MOST_LOG, backupCount=1, encoding="utf-8", delay=True))
    return logger


def answer(name: str, cells: tuple[object, ...]) -> object:
    """Return what cells show for a call: a value, an error's text, or rows of them; never a blank or a trace."""
    try:
        found = call(name, *map(arrived, cells))
        return [list(map(shown, row)) for row in found] if isinstance(found, list) else shown(found)
    except Exception as error:
        # A stack trace must never stand in a cell.
        return excel_error(error)


def shown(cell: object) -> object:
    """Return a cell of an answer as xlwings takes it: it would show None and what is no number as a blank."""
    if cell is None or cell == "" or cell != cell:  # noqa: PLR0124 - true of NaN alone
        cell = ValueError(f"The answer was {cell!r}.")
    return excel_error(cell) if isinstance(cell, Exception) else cell


def arrived(cell: object) -> object:
    """Return an argument as the registry takes it: a range of one cell as that cell, an error as itself."""
    if isinstance(cell, list):
        nested = cell if any(isinstance(row, list) for row in cell) else [cell]
        rows = [list(map(arrived, row)) for row in nested]
        return rows[0][0] if list(map(len, rows)) == [1] else rows
    if isinstance(cell, Decimal):
        # What a cell formatted as currency holds.
        return float(cell)
    if isinstance(cell, str) and (kind := ARRIVING.get(cell)):
        return kind(f"A cell that was given holds the error {cell}.")
    return cell


def udf(function: CellFunction) -> Callable[..., object]:
    """Return a cell function as xlwings takes it, with its help."""
    names = [f"{one.name}_" if one.name in TAKEN or iskeyword(one.name) else one.name for one in function.arguments]
    parameters = signature(function.run).parameters.values()
    typed = Signature(
        [one.replace(name=name, annotation=Parameter.empty) for name, one in zip(names, parameters, strict=True)]
    )

    def run(*cells: object, **named: object) -> object:
        given = typed.bind(*cells, **named)
        given.apply_defaults()
        return answer(function.name, given.args)

    run.__name__ = run.__qualname__ = function.name
    run.__doc__ = shorten(function.summary, MOST_HELP, placeholder=" ...")
    run.__dict__["__signature__"] = typed
    # xlwings would take types for converters.
    run.__annotations__ = {}
    for name, argument in zip(names, function.arguments, strict=True):
        choices = f". One of: {', '.join(argument.kind.choices)}" if argument.kind.choices else ""
        note = shorten(f"{argument.note}{choices}", MOST_HELP, placeholder=" ...")
        # Always rows, so that a column arrives as one; an error as its text: without it, it would be an empty cell.
        run = xlwings.arg(name, doc=note, ndim=2, err_to_str=True)(run)
    # Last: each of xlwings' decorators sets the category anew.
    return xlwings.func(category=CATEGORY)(run)


globals().update({name: udf(function) for name, function in FUNCTIONS.items()})
