"""The clients of the table: each answers formulas in its own way, as values, texts of errors, or rows."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import formualizer
import ironcalc

from mobility_xl.errors import MobilityError
from mobility_xl.functions import FUNCTIONS, CellFunction, call
from tests.conformance.table import Call
from tests.conformance.typed import ERRORS, SHOWN, Grid, read, with_empty_text

CELLS, ANSWERS = "Cells", "Answers"


class Client(Protocol):
    """Somebody who answers formulas."""

    name: str
    runs: str
    """What it runs, by the word of the table: functions or lambda."""

    def answers(self, calls: Sequence[Call], grid: Grid) -> list[object]:
        """Return what each call's cell holds; the text of an error is that error."""


class Python:
    """The functions themselves, as every front end calls them."""

    name, runs = "python", "functions"

    def answers(self, calls: Sequence[Call], grid: Grid) -> list[object]:
        """Call each function with what its formula says."""
        return [self._answer(*read(one.formula, grid)) for one in calls]

    def _answer(self, name: str, arguments: list[object]) -> object:
        try:
            answer = call(name, *arguments)
        except MobilityError as error:
            answer = error
        return [[_shown(one) for one in row] for row in answer] if isinstance(answer, list) else _shown(answer)


class Formualizer:
    """A spreadsheet engine in which the functions are registered; it reads the formulas as they are typed."""

    name, runs = "formualizer", "functions"

    def answers(self, calls: Sequence[Call], grid: Grid) -> list[object]:
        """Let the engine evaluate each formula on a sheet of its own."""
        book = formualizer.Workbook()
        for function in FUNCTIONS.values():
            # It may be given one argument too many: the refusal is then ours.
            most = len(function.arguments) + 1
            book.register_function(function.name, _for_formualizer(function), min_args=0, max_args=most)
        sheet = book.sheet(CELLS)
        for row, cells in enumerate(grid, start=1):
            for column, value in enumerate(cells, start=1):
                if value in ERRORS:
                    sheet.set_formula(row, column, f"={value}")
                elif value != "":
                    sheet.set_value(row, column, value)
        return [self._answer(book, f"{ANSWERS}{at}", one) for at, one in enumerate(calls)]

    def _answer(self, book: Any, name: str, one: Call) -> object:
        # An argument left out would be handed over as 0.
        book.sheet(name).set_formula(1, 1, with_empty_text(one.formula))
        book.evaluate_cell(name, 1, 1)
        return _block(one, lambda row, column: _formualizer_value(book.get_value(name, row, column)))


class Xlwings:
    """The classic xlwings functions, called through xlwings' own code as Excel on Windows does."""

    name, runs = "xlwings", "functions"

    def answers(self, calls: Sequence[Call], grid: Grid) -> list[object]:
        """Hand over what Excel would; it refuses by itself a call with too few or too many arguments."""
        typed = [read(one.formula, grid) for one in calls]
        enterable = [_takes(FUNCTIONS[name.upper()], len(arguments)) for name, arguments in typed]
        asked = [
            [name.upper(), *map(_for_excel, arguments)]
            for (name, arguments), may in zip(typed, enterable, strict=True)
            if may
        ]
        words = [sys.executable, "-m", "tests.udfs.excel"]
        done = subprocess.run(words, input=json.dumps(asked), capture_output=True, text=True, check=True)  # noqa: S603 - our own
        found = iter(json.loads(done.stdout)["answers"])
        return [_alone(next(found)) if may else "#VALUE!" for may in enterable]


class LambdaNames:
    """The LAMBDA names of a workbook, in IronCalc."""

    name, runs = "lambda", "lambda"

    def __init__(self, workbook: Path) -> None:
        self.workbook = workbook

    def answers(self, calls: Sequence[Call], grid: Grid) -> list[object]:
        """Type each formula into a new sheet of the workbook and recalculate."""
        model = ironcalc.load_from_xlsx(str(self.workbook), "en", "UTC", "en")
        model.add_sheet(CELLS)
        model.add_sheet(ANSWERS)
        sheets = [sheet["name"] for sheet in model.get_worksheets_properties()]
        cells, answers = sheets.index(CELLS), sheets.index(ANSWERS)
        for row, values in enumerate(grid, start=1):
            for column, value in enumerate(values, start=1):
                _write(model, cells, row, column, value)
        first = 1
        rows = []
        for one in calls:
            rows.append(first)
            model.set_user_input(answers, first, 1, one.formula)
            first += one.shape[0] + 2
        model.evaluate()
        return [
            _block(one, lambda row, column, at=at: _ironcalc_value(model, answers, at + row - 1, column))
            for one, at in zip(calls, rows, strict=True)
        ]


def _takes(function: CellFunction, given: int) -> bool:
    return sum(not one.optional for one in function.arguments) <= given <= len(function.arguments)


def _for_excel(argument: object) -> object:
    """Return an argument as the program that stands in for Excel reads it."""
    if isinstance(argument, list):
        return [[_for_excel(one) for one in row] for row in argument]
    if isinstance(argument, MobilityError):
        return {"error": SHOWN[type(argument)]}
    return argument


def _alone(rows: list[list[object]]) -> object:
    return rows[0][0] if [len(row) for row in rows] == [1] else rows


def _block(one: Call, value_at: Callable[[int, int], object]) -> object:
    """Return what a formula filled: one value, or rows with one row and column more where it is too large."""
    height, width = one.shape
    wide = value_at(1, width + 1) is not None
    tall = value_at(height + 1, 1) is not None
    rows = [[value_at(row, column) for column in range(1, width + wide + 1)] for row in range(1, height + tall + 1)]
    filled = [value for row in rows for value in row if value is not None]
    alone = len(filled) == 1 and rows[0][0] is not None
    return rows[0][0] if alone else rows


def _shown(answer: object) -> object:
    return SHOWN[type(answer)] if isinstance(answer, MobilityError) else answer


KINDS = {"Na": "#N/A", "Value": "#VALUE!", "Div": "#DIV/0!"}
"""The names that formualizer has for the errors of the contract."""


def _for_formualizer(function: CellFunction) -> Callable[..., object]:
    """Return a function with formualizer's own errors for ours, both ways."""

    def answer(*arguments: object) -> object:
        try:
            found: object = function.answer([_given(one) for one in arguments])
        except MobilityError as error:
            found = error
        return [[_returned(one) for one in row] for row in found] if isinstance(found, list) else _returned(found)

    return answer


def _given(argument: Any) -> object:
    if isinstance(argument, dict):
        return ERRORS[KINDS[argument["kind"]]](f"A cell holds {KINDS[argument['kind']]}.")
    return [[_given(one) for one in row] for row in argument] if isinstance(argument, list) else argument


def _returned(answer: object) -> object:
    kinds = {ERRORS[text]: kind for kind, text in KINDS.items()}
    return {"type": "Error", "kind": kinds[type(answer)]} if isinstance(answer, MobilityError) else answer


def _formualizer_value(value: Any) -> object:
    return KINDS.get(value["kind"], f"#{value['kind'].upper()}!") if isinstance(value, dict) else value


def _write(model: Any, sheet: int, row: int, column: int, value: object) -> None:
    if isinstance(value, bool):
        model.update_cell_with_bool(sheet, row, column, value)
    elif isinstance(value, int | float):
        model.update_cell_with_number(sheet, row, column, value)
    elif value in ERRORS:
        model.set_user_input(sheet, row, column, f"={value}")
    elif value != "":
        model.update_cell_with_text(sheet, row, column, value)


def _ironcalc_value(model: Any, sheet: int, row: int, column: int) -> object:
    return model.get_cell_value(sheet, row, column)
