"""Works out what a formula gives, for the functions that our own sheets use to look numbers up and say them.

What it cannot work out it leaves: a formula with another function has no answer here, never a wrong one.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Protocol

from mobility_xl.workbook.accessibility.shown import shown
from mobility_xl.workbook.formulas.parsing import (
    Call,
    Chain,
    Constant,
    ErrorText,
    Name,
    Node,
    Reference,
    Signed,
    TableColumn,
)

Scalar = float | str | bool | None
"""What a cell holds; None is an empty one."""

_DIGITS = 15
_WILD = frozenset("*?~")
_LARGEST_PLAIN, _SMALLEST_PLAIN = 1e15, 1e-4


class Unknown(Exception):  # noqa: N818 - says what the answer is
    """It cannot be told here what a formula gives."""


class ExcelError(Exception):
    """A formula gives an error, such as ``#N/A``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Column:
    """A column of values in which texts are found quickly."""

    def __init__(self, values: Sequence[Scalar]) -> None:
        self.values = values

    @cached_property
    def _places(self) -> dict[object, int]:
        places: dict[object, int] = {}
        for place, value in enumerate(self.values):
            places.setdefault(_folded(value), place)
        return places

    def find(self, value: Scalar) -> int | None:
        """Return where a value stands first, capitals or not, counted from 0; None where it does not."""
        return self._places.get(_folded(value))


class Source(Protocol):
    """The workbook that a formula looks into, from the sheet and the row that it stands in."""

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        """Return what a cell holds; raise ExcelError for an error, Unknown where there is no such sheet."""
        ...

    def column(self, table: str, column: str) -> Column:
        """Return a table's column; raise Unknown where there is none."""
        ...

    def in_this_row(self, table: str, column: str) -> Scalar:
        """Return the cell of a table's column in the formula's row; raise Unknown where there is none."""
        ...

    def name(self, name: str) -> Node:
        """Return what a defined name stands for; raise Unknown where it is not defined."""
        ...


def calculate(node: Node, source: Source) -> Scalar:
    """Return what a formula gives.

    Raises
    ------
    Unknown
        When it uses what is not known here.
    ExcelError
        When it gives an error.
    """
    found = _Calculation(source).value(node)
    if isinstance(found, Column):
        raise Unknown
    return found


class _Calculation:
    """Works out one formula."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def value(self, node: Node) -> Scalar | Column:
        """Return the value of a node, or a column of values."""
        match node:
            case Constant():
                return node.value
            case ErrorText():
                raise ExcelError(node.code)
            case Reference():
                return self._reference(node)
            case TableColumn() | Name():
                return self._named(node)
            case Signed() | Chain():
                return self._arithmetic(node)
            case Call():
                return self._call(node)

    def scalar(self, node: Node) -> Scalar:
        """Return a node's value where it must be one."""
        found = self.value(node)
        if isinstance(found, Column):
            raise Unknown
        return found

    def _reference(self, node: Reference) -> Scalar | Column:
        area = node.area
        if area.height > 1 and area.width == 1 and area.height <= _LONGEST:
            return Column([self._source.cell(node.sheet, row, area.left) for row in range(area.top, area.bottom + 1)])
        if area.height > 1 or area.width > 1:
            raise Unknown
        return self._source.cell(node.sheet, area.top, area.left)

    def _named(self, node: TableColumn | Name) -> Scalar | Column:
        if isinstance(node, Name):
            return self.value(self._source.name(node.name))
        if node.this_row:
            return self._source.in_this_row(node.table, node.column)
        return self._source.column(node.table, node.column)

    def _arithmetic(self, node: Signed | Chain) -> Scalar:
        if isinstance(node, Signed):
            number = _number(self.scalar(node.operand))
            return number / 100 if node.sign == "%" else -number if node.sign == "-" else number
        found = self.scalar(node.first)
        for sign, operand in node.rest:
            found = _joined(sign, found, self.scalar(operand))
        return found

    def _call(self, node: Call) -> Scalar:
        lazy, eager = _LAZY.get(node.function), _EAGER.get(node.function)
        try:
            if lazy:
                return lazy(self, node.arguments)
            if eager:
                return eager(*(self.scalar(one) for one in node.arguments))
        # Too few arguments, too many, or a number that is none.
        except (IndexError, TypeError, ValueError, ArithmeticError) as error:
            raise Unknown from error
        raise Unknown

    def index(self, arguments: Sequence[Node]) -> Scalar:
        """INDEX of a column."""
        values, number = self.value(arguments[0]), int(_number(self.scalar(arguments[1])))
        other_columns = len(arguments) > _INDEX_ARGUMENTS and self.scalar(arguments[2]) not in {0, 1, None}
        if not isinstance(values, Column) or number < 1 or other_columns:
            raise Unknown
        if number > len(values.values):
            raise ExcelError("#REF!")
        return values.values[number - 1]

    def match(self, arguments: Sequence[Node]) -> Scalar:
        """MATCH of a value in a column, exactly."""
        if len(arguments) != _MATCH_ARGUMENTS or self.scalar(arguments[2]) not in {0, None}:
            raise Unknown
        sought, column = self.scalar(arguments[0]), self.value(arguments[1])
        if not isinstance(column, Column) or (isinstance(sought, str) and _WILD & set(sought)):
            raise Unknown
        place = column.find(0.0 if sought is None else sought)
        if place is None:
            raise ExcelError("#N/A")
        return place + 1.0

    def choose(self, arguments: Sequence[Node]) -> Scalar:
        """IF, which works out one side alone."""
        if _truth(self.scalar(arguments[0])):
            return self.scalar(arguments[1])
        otherwise = arguments[2:]
        return self.scalar(otherwise[0]) if otherwise else False

    def unless_error(self, arguments: Sequence[Node]) -> Scalar:
        """IFERROR."""
        try:
            return self.scalar(arguments[0])
        except ExcelError:
            return self.scalar(arguments[1])

    def is_error(self, arguments: Sequence[Node]) -> Scalar:
        """ISERROR and ISNA."""
        try:
            self.scalar(arguments[0])
        except ExcelError:
            return True
        return False

    def is_number(self, arguments: Sequence[Node]) -> Scalar:
        """ISNUMBER, which takes an error as none."""
        try:
            found = self.scalar(arguments[0])
        except ExcelError:
            return False
        return isinstance(found, float) and not isinstance(found, bool)

    def is_text(self, arguments: Sequence[Node]) -> Scalar:
        """ISTEXT, which takes an error as none."""
        try:
            return isinstance(self.scalar(arguments[0]), str)
        except ExcelError:
            return False

    def rows(self, arguments: Sequence[Node]) -> Scalar:
        """ROWS of a column."""
        column = self.value(arguments[0])
        return float(len(column.values)) if isinstance(column, Column) else 1.0


_LONGEST = 100_000
_INDEX_ARGUMENTS, _MATCH_ARGUMENTS = 2, 3


def _folded(value: Scalar) -> object:
    """Return what is compared: texts without capitals, and apart from numbers and truths."""
    if isinstance(value, bool):
        return ("truth", value)
    return value.casefold() if isinstance(value, str) else value


def _number(value: Scalar) -> float:
    """Return a value as an operand of arithmetic."""
    if value is None:
        return 0.0
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise ExcelError("#VALUE!") from None
    return float(value)


def _truth(value: Scalar) -> bool:
    if isinstance(value, str):
        raise ExcelError("#VALUE!")
    return bool(value)


def _text(value: Scalar) -> str:
    """Return a value as a part of a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return value
    if value and not _SMALLEST_PLAIN <= abs(value) < _LARGEST_PLAIN:
        raise Unknown
    return f"{value:.{_DIGITS}g}"


def _joined(sign: str, left: Scalar, right: Scalar) -> Scalar:
    """Work out one sign between two values."""
    if sign == "&":
        return _text(left) + _text(right)
    if sign in _COMPARED:
        return _COMPARED[sign](_order(left, right), _order(right, left))
    first, second = _number(left), _number(right)
    if sign == "/" and not second:
        raise ExcelError("#DIV/0!")
    if sign == "^":
        raise Unknown
    return {"+": first + second, "-": first - second, "*": first * second, "/": first / (second or 1.0)}[sign]


def _order(value: Scalar, other: Scalar) -> tuple[int, float | str]:
    """Return what orders values: numbers before texts before truths; an empty cell is what the other is."""
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0
    if isinstance(value, bool):
        return 2, float(value)
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


_COMPARED: dict[str, Callable[[tuple[int, float | str], tuple[int, float | str]], bool]] = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _rounded(value: Scalar, places: Scalar = None) -> float:
    """ROUND: halves go away from zero, on the first 15 digits."""
    exact = Decimal(f"{_number(value):.{_DIGITS}g}")
    return float(exact.quantize(Decimal(1).scaleb(-int(_number(places))), ROUND_HALF_UP))


def _formatted(value: Scalar, number_format: Scalar) -> str:
    """TEXT: a number in a format; a text stays one."""
    if isinstance(value, str):
        return value
    number, places = _number(value), _text(number_format)
    found = None if ";" in places else shown(abs(number), places)
    if found is None:
        raise Unknown
    return f"-{found}" if number < 0 else found


def _not_available() -> Scalar:
    raise ExcelError("#N/A")


Lazy = Callable[[_Calculation, Sequence[Node]], Scalar]
_LAZY: dict[str, Lazy] = {
    "INDEX": _Calculation.index,
    "MATCH": _Calculation.match,
    "IF": _Calculation.choose,
    "IFERROR": _Calculation.unless_error,
    "ISERROR": _Calculation.is_error,
    "ISNUMBER": _Calculation.is_number,
    "ISTEXT": _Calculation.is_text,
    "ROWS": _Calculation.rows,
}
_EAGER: dict[str, Callable[..., Scalar]] = {
    "TRUE": lambda: True,
    "FALSE": lambda: False,
    "NA": _not_available,
    "ROUND": _rounded,
    "TEXT": _formatted,
    "HYPERLINK": lambda address, text=None: address if text is None else text,
    "ABS": lambda value: abs(_number(value)),
    "AND": lambda *values: all(map(_truth, values)),
    "OR": lambda *values: any(map(_truth, values)),
    "NOT": lambda value: not _truth(value),
    "LEN": lambda value: float(len(_text(value))),
    "TRIM": lambda value: " ".join(filter(None, _text(value).split(" "))),
}
