"""Answers a workbook's calls of cell functions where the program that saved it could not, such as LibreOffice."""

import re
from collections.abc import Sequence

from mobility_xl.errors import MobilityError, in_excel
from mobility_xl.functions import call
from mobility_xl.functions.registry import PREFIX
from mobility_xl.workbook.formulas.values import ExcelError, Scalar, Unknown
from mobility_xl.workbook.package import Package, parse_range, parse_sheet

Rows = list[list[Scalar]]
Answer = Scalar | Rows

_PIECE = re.compile(
    r"""\s*(?:
    (?P<string>"(?:[^"]|"")*")
  | (?P<number>-?\d+\.?\d*(?:[eE][+-]?\d+)?)(?![\w:$])
  | (?P<array>\{[^{}]*\})
  | (?P<reference>(?:(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?)(?![\w(])
  | (?P<call>[^\W\d][\w.]*)\(
  | (?P<truth>TRUE|FALSE)(?:\(\))?
  | (?P<sign>[,)])
  )""",
    re.VERBOSE | re.IGNORECASE,
)


def answer_of(package: Package, sheet: str, formula: str) -> Scalar | ExcelError | Unknown:
    """Return what a formula answers that is one call of a cell function, or a cell of what such a call gives.

    Parameters
    ----------
    package
        The workbook, whose cells can be arguments.
    sheet
        Where the formula stands.
    formula
        Without its equals sign.

    Returns
    -------
    float, str or bool
        What Python answers; its error where it has one, and Unknown for any other formula.
    """
    try:
        answer, end = _Reader(package, sheet, formula).value(0)
        if end != len(formula) or isinstance(answer, list):
            return Unknown()
    except Unknown as unknown:
        return unknown
    except MobilityError as error:
        code = in_excel(error)
        return Unknown() if code is None else ExcelError(code)
    return answer


class _Reader:
    """Reads one formula from left to right; whatever else it holds than calls and plain arguments is Unknown."""

    def __init__(self, package: Package, sheet: str, formula: str) -> None:
        self._package = package
        self._sheet = sheet
        self._formula = formula.rstrip()

    def value(self, at: int) -> tuple[Answer, int]:
        """Return what begins at a place, and where it ends."""
        match = _PIECE.match(self._formula, at)
        if match is None or match["sign"]:
            raise Unknown
        if match["call"]:
            return self._call(match["call"], match.end())
        if match["string"]:
            return match["string"][1:-1].replace('""', '"'), match.end()
        if match["number"]:
            return float(match["number"]), match.end()
        if match["array"]:
            return self._array(match["array"][1:-1]), match.end()
        if match["truth"]:
            return match["truth"].upper() == "TRUE", match.end()
        return self._cells(match["reference"]), match.end()

    def _call(self, name: str, at: int) -> tuple[Answer, int]:
        arguments: list[Answer] = []
        expected = True
        while True:
            match = _PIECE.match(self._formula, at)
            if match is None:
                raise Unknown
            if match["sign"]:
                at = match.end()
                if expected and (match["sign"] == "," or arguments):
                    arguments.append(None)
                expected = True
                if match["sign"] == ")":
                    return _answered(name.upper(), arguments), at
            elif not expected:
                raise Unknown
            else:
                argument, at = self.value(at)
                arguments.append(argument)
                expected = False

    def _array(self, inside: str) -> Rows:
        """Return the rows of constants in braces."""
        rows = []
        for line in inside.split(";"):
            reader = _Reader(self._package, self._sheet, f"_({line})")
            rows.append([one for one in reader.constants() if not isinstance(one, list)])
        return rows

    def constants(self) -> Sequence[Answer]:
        """Return the plain arguments of a call."""
        found, at = [], self._formula.index("(") + 1
        while at < len(self._formula):
            value, at = self.value(at)
            found.append(value)
            at += 1
        return found

    def _cells(self, reference: str) -> Answer:
        """Return what a cell holds, or the rows of a range."""
        before, mark, area_text = reference.rpartition("!")
        sheet = parse_sheet(before) if mark else self._sheet
        grid, area = self._package.grid_named(sheet), parse_range(area_text)
        if grid is None or area is None:
            raise Unknown
        rows: Rows = []
        for row in range(area.top, area.bottom + 1):
            cells = [grid.cell(row, column) for column in range(area.left, area.right + 1)]
            if any(cell is not None and cell.kind == "e" for cell in cells):
                raise Unknown
            rows.append([None if cell is None else cell.value for cell in cells])
        return rows[0][0] if area.height * area.width == 1 else rows


def _answered(name: str, arguments: list[Answer]) -> Answer:
    """Return what a function gives."""
    if name.startswith(PREFIX):
        found = call(name, *arguments)
        return [list(row) for row in found] if isinstance(found, list) else found
    if name == "INDEX" and isinstance(arguments[0], list):
        places = [int(one) for one in arguments[1:] if isinstance(one, float)]
        if len(places) == 2 and all(place > 0 for place in places):
            try:
                return arguments[0][places[0] - 1][places[1] - 1]
            except IndexError as error:
                raise ExcelError("#REF!") from error
    raise Unknown
