"""Takes a formula apart into what it is made of: a tree of plain records."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mobility_xl.workbook.package import Range, parse_range, parse_sheet

THIS_ROW, HEADERS = "#This Row", "#Headers"
"""The parts of a table that a formula may name."""

DEEPEST = 64
"""How deep calls and brackets may nest, as in Excel."""

_PIECE = re.compile(
    r"""\s*(?:
    (?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)(?![\w$!(])
  | (?P<string>"(?:[^"]|"")*")
  | (?P<error>\#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|NULL!))
  | (?P<reference>(?:(?P<quoted>'(?:[^']|'')+')!|(?P<sheet>[^\W\d][\w.]*)!)?
        (?P<area>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?)(?![\w.(!\[]))
  | (?P<call>[^\W\d][\w.]*)\(
  | (?P<table>[^\W\d][\w.]*)\[(?P<columns>(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*)\]
  | (?P<name>[^\W\d][\w.\\?]*)(?![!(\[])
  | (?P<sign><=|>=|<>|[-+*/^&=<>%(),])
  )""",
    re.VERBOSE | re.DOTALL,
)
_COLUMNS = re.compile(
    r"\[(?P<part>#This\ Row|\#Headers)\],\[(?P<first>(?:[^\[\]']|'.)+)\](?::\[(?P<last>(?:[^\[\]']|'.)+)\])?",
    re.DOTALL | re.IGNORECASE,
)
_ONE_COLUMN = re.compile(r"(?:\[#This Row\],|@)?\[?((?:[^\[\]']|'.)+?)\]?", re.DOTALL | re.IGNORECASE)
_THIS_ROW = re.compile(r"\[#This Row\]|@", re.IGNORECASE)
_ESCAPED = re.compile(r"'(.)", re.DOTALL)

# Signs by how they bind, loosest first; those of one line are worked out from left to right.
_BINDING = (("=", "<>", "<", "<=", ">", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


class Unreadable(ValueError):  # noqa: N818 - says what the formula is
    """A formula that uses what is not read here, or that is none."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, a truth, or nothing where an argument is left out."""

    value: float | str | bool | None


@dataclass(frozen=True, slots=True)
class ErrorText:
    """An error written into a formula, such as ``#N/A``."""

    code: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or a block of cells; ``sheet`` is empty for the formula's own."""

    sheet: str
    area: Range


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table, or of it the cell in the formula's own row; ``table`` is empty for its own table."""

    table: str
    column: str
    this_row: bool


@dataclass(frozen=True, slots=True)
class TableCells:
    """Cells of a table from one column to another: those of the formula's row, or the headers."""

    table: str
    first: str
    last: str
    part: str


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments, its name in capitals and without a file's prefixes."""

    function: str
    arguments: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined by signs that bind alike, from left to right."""

    first: "Node"
    rest: "tuple[tuple[str, Node], ...]"


@dataclass(frozen=True, slots=True)
class Signed:
    """A minus or plus before an operand, or a percent sign behind it."""

    sign: str
    operand: "Node"


Node = Constant | ErrorText | Reference | TableColumn | TableCells | Name | Call | Chain | Signed


@lru_cache(maxsize=1 << 12)
def parsed(formula: str) -> Node:
    """Return the tree of a formula without its equals sign.

    Raises
    ------
    Unreadable
        When it cannot be read, as when its brackets do not pair.
    """
    parser = _Parser(formula)
    tree = parser.chain(0, 0)
    if parser.kind:
        raise Unreadable(f"{parser.text!r} is one too many in {formula!r}.")
    return tree


def nodes(node: Node) -> Iterator[Node]:
    """Give a node and all that it is made of, the outer ones first."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        match one:
            case Call():
                waiting += reversed(one.arguments)
            case Chain():
                waiting += [operand for _, operand in reversed(one.rest)]
                waiting.append(one.first)
            case Signed():
                waiting.append(one.operand)


def calls(node: Node) -> list[Call]:
    """Return every call in a tree, the outer ones first."""
    return [one for one in nodes(node) if isinstance(one, Call)]


class _Parser:
    """Reads a formula piece by piece; ``kind`` and ``text`` are of the piece at hand, empty at the end."""

    def __init__(self, formula: str) -> None:
        self._formula = formula.rstrip()
        self._at = 0
        self._match: re.Match[str] | None = None
        self.kind = self.text = ""
        self._next()

    def _next(self) -> None:
        if self._at >= len(self._formula):
            self.kind = self.text = ""
            return
        match = _PIECE.match(self._formula, self._at)
        if match is None:
            raise Unreadable(f"{self._formula[self._at :]!r} is not read.")
        self._match, self._at = match, match.end()
        kinds = ("number", "string", "error", "reference", "call", "table", "name", "sign")
        self.kind = next(kind for kind in kinds if match[kind] is not None)
        self.text = match[self.kind]

    def chain(self, binding: int, depth: int) -> Node:
        """Read operands joined by signs that bind as tightly as a line of _BINDING, or tighter."""
        if binding == len(_BINDING):
            return self._operand(depth)
        first = self.chain(binding + 1, depth)
        rest = []
        while self.kind == "sign" and self.text in _BINDING[binding]:
            sign = self.text
            self._next()
            rest.append((sign, self.chain(binding + 1, depth)))
        return Chain(first, tuple(rest)) if rest else first

    def _operand(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise Unreadable("It nests too deep.")
        signs = []
        while self.kind == "sign" and self.text in "+-":
            signs.append(self.text)
            self._next()
        node = self._plain(depth)
        while self.kind == "sign" and self.text == "%":
            node = Signed("%", node)
            self._next()
        for sign in reversed(signs[-DEEPEST:]):
            node = Signed(sign, node)
        return node

    def _plain(self, depth: int) -> Node:
        kind, text, match = self.kind, self.text, self._match
        if not kind or match is None:
            raise Unreadable("It ends too early.")
        if kind == "sign" and text != "(":
            raise Unreadable(f"{text} stands where something is missing.")
        self._next()
        if kind == "sign":
            node = self.chain(0, depth + 1)
            self._close()
            return node
        if kind == "call":
            return self._call(text, depth)
        return _leaf(kind, text, match)

    def _call(self, name: str, depth: int) -> Node:
        bare = name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
        arguments: list[Node] = []
        if self.kind == "sign" and self.text == ")":
            self._next()
            return Call(bare, ())
        while True:
            left_out = self.kind == "sign" and self.text in {",", ")"}
            arguments.append(Constant(None) if left_out else self.chain(0, depth + 1))
            if not (self.kind == "sign" and self.text == ","):
                break
            self._next()
        self._close()
        return Call(bare, tuple(arguments))

    def _close(self) -> None:
        if not (self.kind == "sign" and self.text == ")"):
            raise Unreadable("A bracket is never closed.")
        self._next()


def _leaf(kind: str, text: str, match: re.Match[str]) -> Node:
    """Return the node of a piece that holds no others."""
    match kind:
        case "number":
            return Constant(float(text))
        case "string":
            return Constant(text[1:-1].replace('""', '"'))
        case "error":
            return ErrorText(text)
        case "reference":
            area = parse_range(match["area"])
            if area is None:
                raise Unreadable(f"{text} is no cell.")
            return Reference(parse_sheet(match["quoted"] or match["sheet"] or ""), area)
        case "table":
            return _of_table(text, match["columns"])
        case _:
            truth = {"TRUE": True, "FALSE": False}.get(text.upper())
            return Name(text) if truth is None else Constant(truth)


def _of_table(table: str, columns: str) -> Node:
    """Return the node of what stands in a table's square brackets."""
    several = _COLUMNS.fullmatch(columns)
    if several and (several["last"] or several["part"].casefold() == HEADERS.casefold()):
        first, last = (_ESCAPED.sub(r"\1", one) for one in (several["first"], several["last"] or several["first"]))
        return TableCells(table, first, last, HEADERS if several["part"].casefold() == HEADERS.casefold() else THIS_ROW)
    column = _ONE_COLUMN.fullmatch(columns)
    if column is None:
        raise Unreadable(f"{table}[{columns}] is not one column.")
    return TableColumn(table, _ESCAPED.sub(r"\1", column[1]), _THIS_ROW.match(columns) is not None)
