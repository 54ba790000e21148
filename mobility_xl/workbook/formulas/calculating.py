"""Works out what a formula gives, for the functions that our own sheets use to look numbers up and say them.

What it cannot work out it leaves: a formula with another function has no answer here, never a wrong one.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from math import floor, prod, sqrt
from typing import Protocol

from mobility_xl.metrics.poisson import poisson_bounds
from mobility_xl.workbook.formulas.gathering import OVER, Gathered, condition, counted
from mobility_xl.workbook.formulas.parsing import (
    THIS_ROW,
    Call,
    Chain,
    Constant,
    ErrorText,
    Name,
    Node,
    Reference,
    Signed,
    TableCells,
    TableColumn,
)
from mobility_xl.workbook.formulas.values import (
    DIGITS,
    WILD,
    Column,
    ExcelError,
    Scalar,
    Unknown,
    as_number,
    as_text,
    as_truth,
    order,
)
from mobility_xl.workbook.package.shown import shown


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

    def in_these_columns(self, table: str, first: str, last: str) -> Sequence["Scalar | ExcelError"]:
        """Return the cells of the formula's row from one column to another; raise Unknown where there are none."""
        ...

    def rows_of(self, table: str, part: str) -> range:
        """Return the numbers of the rows of a table, or of its headers; raise Unknown where there are none."""
        ...

    @property
    def row(self) -> int:
        """The row that the formula stands in."""
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
        self._columns_allowed = 0
        """How many functions around work on whole columns: elsewhere programs differ in what they make of one."""

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
            case TableCells():
                raise Unknown
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

    def _arithmetic(self, node: Signed | Chain) -> Scalar | Column:
        if isinstance(node, Signed):
            return self._each(partial(_signed, node.sign), self.value(node.operand))
        found = self.value(node.first)
        for sign, operand in node.rest:
            found = self._each(partial(_joined, sign), found, self.value(operand))
        return found

    def _each(self, function: Callable[..., Scalar], *operands: Scalar | Column) -> Scalar | Column:
        """Apply a function to values, or row by row where some are columns."""
        columns = [one for one in operands if isinstance(one, Column)]
        if not columns:
            return function(*operands)
        if not self._columns_allowed or len({len(one.values) for one in columns}) > 1:
            raise Unknown
        found: list[Scalar | ExcelError] = []
        for row in range(len(columns[0].values)):
            try:
                found.append(function(*(one.at(row) if isinstance(one, Column) else one for one in operands)))
            except ExcelError as error:
                found.append(error)
        return Column(found)

    def _call(self, node: Call) -> Scalar | Column:
        lazy, eager, over = _LAZY.get(node.function), _EAGER.get(node.function), OVER.get(node.function)
        try:
            if lazy:
                return lazy(self, node.arguments)
            if eager:
                operands = [self.value(one) for one in node.arguments]
                if node.function in _NEVER_BY_ROW and any(isinstance(one, Column) for one in operands):
                    raise Unknown
                return self._each(eager, *operands)
            if over:
                return over([self._gathered(one) for one in node.arguments])
        # Too few arguments, too many, or a number that is none.
        except (IndexError, TypeError, ValueError, ArithmeticError) as error:
            raise Unknown from error
        raise Unknown

    def index(self, arguments: Sequence[Node]) -> Scalar:
        """INDEX of a column."""
        values, number = self.value(arguments[0]), int(as_number(self.scalar(arguments[1])))
        other_columns = len(arguments) > _INDEX_ARGUMENTS and self.scalar(arguments[2]) not in {0, 1, None}
        if not isinstance(values, Column) or number < 1 or other_columns:
            raise Unknown
        if number > len(values.values):
            raise ExcelError("#REF!")
        return values.at(number - 1)

    def match(self, arguments: Sequence[Node]) -> Scalar:
        """MATCH of a value in a column, exactly."""
        if len(arguments) != _MATCH_ARGUMENTS or self.scalar(arguments[2]) not in {0, None}:
            raise Unknown
        sought, column = self.scalar(arguments[0]), self.value(arguments[1])
        if not isinstance(column, Column) or (isinstance(sought, str) and WILD & set(sought)):
            raise Unknown
        place = column.find(0.0 if sought is None else sought)
        if place is None:
            raise ExcelError("#N/A")
        return place + 1.0

    def choose(self, arguments: Sequence[Node]) -> Scalar:
        """IF, which works out one side alone."""
        if as_truth(self.scalar(arguments[0])):
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

    def _gathered(self, node: Node) -> "Gathered":
        """Return an argument of a function that makes one value of many."""
        if isinstance(node, TableCells) and node.part == THIS_ROW:
            return Gathered(self._source.in_these_columns(node.table, node.first, node.last), refers=True)
        found = self.value(node)
        refers = isinstance(node, Reference | TableColumn | Name)
        return Gathered(found.values if isinstance(found, Column) else (found,), refers=refers)

    def sum_of_products(self, arguments: Sequence[Node]) -> Scalar:
        """SUMPRODUCT, within which columns are worked out row by row; texts and truths count for 0."""
        self._columns_allowed += 1
        try:
            columns = [self._gathered(one).values for one in arguments]
        finally:
            self._columns_allowed -= 1
        if len({len(one) for one in columns}) > 1:
            raise Unknown
        return sum(prod(counted(one) for one in row) for row in zip(*columns, strict=True))

    def count_if(self, arguments: Sequence[Node]) -> Scalar:
        """COUNTIF, and COUNTIFS of the rows that meet every condition: see :func:`condition`."""
        columns = [self._gathered(one).values for one in arguments[::2]]
        conditions = [condition(self.scalar(one)) for one in arguments[1::2]]
        if len(columns) != len(conditions) or len({len(one) for one in columns}) > 1:
            raise Unknown
        rows = zip(*columns, strict=True)
        return float(sum(all(meets(one) for meets, one in zip(conditions, row, strict=True)) for row in rows))

    def row(self, arguments: Sequence[Node]) -> Scalar | Column:
        """ROW of the formula itself, of a table's column or of its header."""
        if not arguments:
            return float(self._source.row)
        match arguments[0]:
            case TableColumn(this_row=False):
                rows = self._source.rows_of(arguments[0].table, "")
            case TableCells(part="#Headers"):
                rows = self._source.rows_of(arguments[0].table, "#Headers")
            case _:
                raise Unknown
        return float(rows[0]) if len(rows) == 1 else Column([float(one) for one in rows])

    def rows(self, arguments: Sequence[Node]) -> Scalar:
        """ROWS of a column."""
        column = self.value(arguments[0])
        return float(len(column.values)) if isinstance(column, Column) else 1.0


_LONGEST = 100_000
_LAST_COMMON_CODE = 126
_INDEX_ARGUMENTS, _MATCH_ARGUMENTS = 2, 3


def _joined(sign: str, left: Scalar, right: Scalar) -> Scalar:
    """Work out one sign between two values."""
    if sign == "&":
        return as_text(left) + as_text(right)
    if sign in _COMPARED:
        return _COMPARED[sign](order(left, right), order(right, left))
    first, second = as_number(left), as_number(right)
    if sign == "/" and not second:
        raise ExcelError("#DIV/0!")
    if sign == "^":
        raise Unknown
    return {"+": first + second, "-": first - second, "*": first * second, "/": first / (second or 1.0)}[sign]


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
    exact = Decimal(f"{as_number(value):.{DIGITS}g}")
    return float(exact.quantize(Decimal(1).scaleb(-int(as_number(places))), ROUND_HALF_UP))


def _formatted(value: Scalar, number_format: Scalar) -> str:
    """TEXT: a number in a format; a text stays one."""
    if isinstance(value, str):
        return value
    number, places = as_number(value), as_text(number_format)
    found = None if ";" in places else shown(abs(number), places)
    if found is None:
        raise Unknown
    return f"-{found}" if number < 0 else found


def _signed(sign: str, value: Scalar) -> Scalar:
    number = as_number(value)
    return number / 100 if sign == "%" else -number if sign == "-" else number


def _root(value: Scalar) -> float:
    """SQRT."""
    if as_number(value) < 0:
        raise ExcelError("#NUM!")
    return sqrt(as_number(value))


def _from_the_right(probability: Scalar, freedom: Scalar) -> float:
    """CHIINV, for an even number of degrees of freedom and the two tails of a 95% interval."""
    count, degrees = as_number(probability), as_number(freedom)
    half = degrees / 2
    if degrees < 2 or half != int(half) or count not in {0.025, 0.975}:
        raise Unknown
    return 2 * (poisson_bounds(int(half))[0] if count == 0.975 else poisson_bounds(int(half) - 1)[1])


def _found(text: Scalar, within: Scalar) -> float:
    """FIND, which tells capitals apart and knows no star."""
    place = as_text(within).find(as_text(text))
    if place < 0:
        raise ExcelError("#VALUE!")
    return place + 1.0


def _letter(code: Scalar) -> str:
    """CHAR, for the codes that mean the same letter in every program."""
    number = int(as_number(code))
    if not 1 <= number <= _LAST_COMMON_CODE:
        raise Unknown
    return chr(number)


def _not_available() -> Scalar:
    raise ExcelError("#N/A")


Lazy = Callable[[_Calculation, Sequence[Node]], "Scalar | Column"]
_LAZY: dict[str, Lazy] = {
    "INDEX": _Calculation.index,
    "MATCH": _Calculation.match,
    "IF": _Calculation.choose,
    "IFERROR": _Calculation.unless_error,
    "ISERROR": _Calculation.is_error,
    "ISNUMBER": _Calculation.is_number,
    "ISTEXT": _Calculation.is_text,
    "ROWS": _Calculation.rows,
    "ROW": _Calculation.row,
    "SUMPRODUCT": _Calculation.sum_of_products,
    "COUNTIF": _Calculation.count_if,
    "COUNTIFS": _Calculation.count_if,
}
_NEVER_BY_ROW = frozenset({"AND", "OR"})
"""Functions that make one truth of a whole column, which is not worked out here."""
_EAGER: dict[str, Callable[..., Scalar]] = {
    "TRUE": lambda: True,
    "FALSE": lambda: False,
    "NA": _not_available,
    "ROUND": _rounded,
    "TEXT": _formatted,
    "HYPERLINK": lambda address, text=None: address if text is None else text,
    "ABS": lambda value: abs(as_number(value)),
    "AND": lambda *values: all(map(as_truth, values)),
    "OR": lambda *values: any(map(as_truth, values)),
    "NOT": lambda value: not as_truth(value),
    "FIND": _found,
    "LOWER": lambda text: as_text(text).lower(),
    "LEN": lambda value: float(len(as_text(value))),
    "N": lambda value: float(value) if isinstance(value, float | bool) else 0.0,
    "INT": lambda value: float(floor(as_number(value))),
    "SQRT": _root,
    "CHIINV": _from_the_right,
    "LEFT": lambda text, count=1.0: as_text(text)[: int(as_number(count))],
    "SUBSTITUTE": lambda text, old, new: as_text(text).replace(as_text(old), as_text(new) if as_text(old) else ""),
    "CHAR": _letter,
    "TRIM": lambda value: " ".join(filter(None, as_text(value).split(" "))),
}
