"""Reads a formula as it is typed: the function's name, and what a front end hands over for each argument."""

import re
from collections.abc import Mapping, Sequence

from mobility_xl.errors import BadArgument, MobilityError, NoData, Undefined

ERRORS: Mapping[str, type[MobilityError]] = {"#N/A": NoData, "#VALUE!": BadArgument, "#DIV/0!": Undefined}
"""The errors of a cell, by the text that it shows."""

SHOWN = {kind: text for text, kind in ERRORS.items()}

Grid = Sequence[Sequence[object]]
"""The rows of the sheet Cells; empty text is an empty cell, the text of an error that error."""

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<text>"(?:[^"]|"")*")
    |(?P<cells>Cells!(?P<first>[A-Z]\d+)(?::(?P<last>[A-Z]\d+))?)
    |(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)(?P<percent>%*)
    |(?P<truth>TRUE|FALSE)
    |(?P<error>\#(?:N/A|VALUE!|DIV/0!))
    |(?P<sign>[,;(){}])""",
    re.VERBOSE | re.IGNORECASE,
)


class NotTyped(ValueError):  # noqa: N818 - it says what is wrong with the table
    """A formula that this reader does not know."""


def read(formula: str, grid: Grid = ()) -> tuple[str, list[object]]:
    """Return the name and the arguments of a call: None for one left out, rows for a range."""
    called = re.fullmatch(r"=\s*([A-Za-z_.]+)\((.*)\)", formula, re.DOTALL)
    if called is None:
        raise NotTyped(formula)
    tokens = list(_tokens(called[2], grid, formula))
    arguments: list[object] = []
    while tokens:
        arguments.append(_argument(tokens))
        if tokens and tokens.pop(0) != ",":
            raise NotTyped(formula)
        if not tokens and formula.rstrip().endswith(",)"):
            arguments.append(None)
    return called[1], arguments


def with_empty_text(formula: str) -> str:
    """Return a formula with empty text for each argument that is left out between its commas."""
    beginning, _, rest = formula.partition("(")
    written, before = [f"{beginning}("], "("
    for one in _TOKEN.finditer(rest):
        sign = one["sign"] or ""
        left_out = before in {"(", ","} and (sign == "," or (sign == ")" and before == ","))
        written.append(f'""{sign}' if left_out else one[0])
        before = before if one.lastgroup == "space" else sign or one[0]
    return "".join(written)


def cell(value: object) -> object:
    """Return what a cell of the grid holds."""
    kind = ERRORS.get(value) if isinstance(value, str) else None
    return kind(f"A cell holds {value}.") if kind else None if value == "" else value


class _Value:
    """A read value, told apart from a sign of the formula."""

    def __init__(self, value: object) -> None:
        self.value = value


def _tokens(text: str, grid: Grid, formula: str) -> list[object]:
    found: list[object] = []
    position = 0
    while position < len(text):
        one = _TOKEN.match(text, position)
        if one is None:
            raise NotTyped(formula)
        position = one.end()
        kind = one.lastgroup
        if one["text"] is not None:
            found.append(_Value(one["text"][1:-1].replace('""', '"')))
        elif one["cells"] is not None:
            found.append(_Value(_cells(one["first"], one["last"], grid)))
        elif one["number"] is not None:
            found.append(_Value(float(one["number"]) / 100 ** len(one["percent"])))
        elif one["truth"] is not None:
            found.append(_Value(one["truth"].upper() == "TRUE"))
        elif one["error"] is not None:
            found.append(_Value(cell(one["error"].upper())))
        elif kind != "space":
            found.append(one["sign"])
    return found


def _argument(tokens: list[object]) -> object:
    first = tokens[0]
    if first == ",":
        return None
    tokens.pop(0)
    if isinstance(first, _Value):
        return first.value
    rows: list[list[object]] = [[]]
    while (one := tokens.pop(0)) != "}":
        if isinstance(one, _Value):
            rows[-1].append(one.value)
        elif one == ";":
            rows.append([])
    return rows


def _cells(first: str, last: str | None, grid: Grid) -> object:
    if last is None:
        return _at(first, grid)
    columns = range(ord(first[0].upper()), ord(last[0].upper()) + 1)
    return [
        [_at(f"{chr(column)}{row}", grid) for column in columns] for row in range(int(first[1:]), int(last[1:]) + 1)
    ]


def _at(name: str, grid: Grid) -> object:
    row, column = int(name[1:]) - 1, ord(name[0].upper()) - ord("A")
    return cell(grid[row][column]) if row < len(grid) and column < len(grid[row]) else None
