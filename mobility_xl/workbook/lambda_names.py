"""The cell functions as LAMBDA names: what people type works in a workbook without an add-in.

A name answers from the tables of the Data sheet alone, so that copying that one sheet carries the names
along; for what is there it gives the value that Python gives, and otherwise an error. Excel 365, 2024
and Excel for the web know LAMBDA; the sheets of a workbook do without.

Definitions are written in ``lambda_names.toml`` as one would type them, and those of calculators beside
their Python; :func:`names` spells them as a file must.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mobility_xl.functions import FUNCTIONS, CellFunction
from mobility_xl.functions.registry import Argument
from mobility_xl.workbook.newer_functions import file_spelling

LONGEST_COMMENT = 255
LONGEST_DEFINITION = 4000

Address = Callable[[str, str], str]
"""Gives the address of a column of a table on the Data sheet."""


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name of a workbook, its definition as a file spells it, and the comment that Excel shows."""

    name: str
    definition: str
    comment: str


def names(address: Address) -> Iterator[DefinedName]:
    """Return the LAMBDA name of every portable function.

    Parameters
    ----------
    address
        Where the columns of the Data sheet's tables are.
    """
    for function in FUNCTIONS.values():
        if function.portable:
            definition = _spelled(_lambda(function), address)
            if len(definition) > LONGEST_DEFINITION:
                definition = _shortened(definition, {one.name for one in function.arguments})
            if len(definition) > LONGEST_DEFINITION:
                raise ValueError(f"{function.name} is defined in {len(definition)} characters: shorten it.")
            yield DefinedName(function.name, definition, f"{function.signature}. {function.summary}"[:LONGEST_COMMENT])


def _lambda(function: CellFunction) -> str:
    """Return the definition of a function as one would type it."""
    takes = [f"[{one.name}]" if one.optional else one.name for one in function.arguments]
    answer = _checked(function) if function.formula else _definitions()[function.name]
    optional = [one.name for one in function.arguments if one.optional]
    given = "".join(f'given_{name},IF(ISOMITTED({name}),"",{name}),' for name in optional)
    return f"LAMBDA({','.join([*takes, f'LET({given}{answer})' if given else answer])})"


def _checked(function: CellFunction) -> str:
    """Return a calculator's formula behind the checks that Python makes of its arguments.

    What is optional is not calculated here: given, it ends in #N/A.
    """
    needed = [one for one in function.arguments if not one.optional]
    first = needed[0].name
    wrong = [check for one in needed for check in _checks(one, first)]
    extra = [one for one in function.arguments if one.optional]
    unable = [_left_out(one) for one in extra]
    answer = f"IF(OR({','.join(wrong)}),#VALUE!,{function.formula})"
    return f"IF(AND({','.join(unable)}),{answer},NA())" if unable else answer


def _checks(argument: Argument, first: str) -> Iterator[str]:
    name = argument.name
    size = f"ROWS({name})*COLUMNS({name})"
    yield f"ISOMITTED({name})"
    # MAP makes 0 of a blank cell that is alone in IronCalc.
    yield f"SUMPRODUCT(--ISBLANK({name}))>0"
    yield f"SUM(MAP({name},LAMBDA(cell,IF(ISNUMBER(cell),1,0))))<>{size}"
    if not argument.kind.is_range:
        yield f"{size}>1"
    yield f"MIN({name})<0"
    if name != first:
        yield f"ROWS({name})<>ROWS({first})"
        yield f"COLUMNS({name})<>COLUMNS({first})"


def _left_out(argument: Argument) -> str:
    name = f"given_{argument.name}"
    words = [f'LOWER(TRIM({name}&""))="{word}"' for word in ("", *argument.kind.choices[:1])]
    return f"IF(ROWS({name})*COLUMNS({name})>1,FALSE,OR({','.join(words)}))"


@cache
def _definitions() -> dict[str, str]:
    """Read the definitions, with their parts put in."""
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    parts: dict[str, str] = written["part"]

    def whole(text: str) -> str:
        """Return a text with its parts put in, which can have parts themselves."""
        return re.sub(r"<(\w+)>", lambda part: whole(parts[part[1]]), text)

    return {name: whole(text) for name, text in written["definition"].items()}


_TOKEN = re.compile(
    r'"[^"]*"|(?P<space>\s+)|\{(?P<table>\w+)\[(?P<column>\w+)\]\}|\[(?P<optional>[a-z_]+)\]'
    r"|(?P<word>[A-Za-z_][\w.]*)|#[A-Z/0]+[!?]?"
)


def _spelled(formula: str, address: Address) -> str:
    """Return a formula as a file spells it: parameters and newer functions have prefixes, columns are addresses."""

    def spell(token: re.Match[str]) -> str:
        if token["space"]:
            return ""
        if token["table"]:
            return address(token["table"], token["column"])
        if token["optional"]:
            return f"_xlop.{token['optional']}"
        word = token["word"]
        if not word:
            return token[0]
        return f"_xlpm.{word}" if word.islower() else file_spelling(word)

    return _TOKEN.sub(spell, formula)


_LETTERS = "abdefghijklmopqsuvwxyz"
"""What a name of a formula's own can be: C and R are columns and rows to Excel, N and T are functions."""

_NAME = re.compile(r"(?<=_xlpm\.)\w+")


def _shortened(definition: str, arguments: Set[str]) -> str:
    """Return a definition with short names in place of its own; those of its arguments are the help's, and stay."""
    own = [word for word in dict.fromkeys(_NAME.findall(definition)) if word not in arguments]
    short = {word: f"{_LETTERS[at % len(_LETTERS)]}{'_' * (at // len(_LETTERS))}" for at, word in enumerate(own)}
    return _NAME.sub(lambda word: short.get(word[0], word[0]), definition)
