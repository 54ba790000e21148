"""The functions as xlwings takes them: all of the registry, with their help, and never a blank or a trace."""

import inspect
import json
import logging
import subprocess
import sys
from typing import Annotated, Any

import pytest

from mobility_xl.errors import BadFile, MobilityError, NoData, Undefined
from mobility_xl.functions import FUNCTIONS, CellFunction, call
from mobility_xl.functions.arguments import OptionalName
from mobility_xl.functions.registry import Argument
from mobility_xl.udfs.excel_windows import functions
from mobility_xl.udfs.excel_windows.room import errors_file

each_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda one: one.name)

OUT = {"error": "left out"}
CALLS = {
    "one number": (["MOBILITY_METRIC", "low birth weight", "Cook County, IL", OUT, OUT, OUT], "value"),
    "a number as code": (["MOBILITY_METRIC", "low birth weight", 17031.0, 2022.0, "Black", "shown"], "value"),
    "no such number": (["MOBILITY_METRIC", "low birth weight", "Chicago, IL", OUT, OUT, OUT], "#N/A"),
    "nobody understands": (["MOBILITY_METRIC", "shoe size", "Cook County, IL", OUT, OUT, OUT], "#VALUE!"),
    "arithmetic without answer": (["MOBILITY_CALC_DEBT", 0.0, 0.0, OUT], "#DIV/0!"),
    "an error given": (["MOBILITY_METRIC", "low birth weight", 17031.0, {"error": "#N/A"}, OUT, OUT], "#N/A"),
    "another error given": (["MOBILITY_METRIC", "low birth weight", 17031.0, {"error": "#REF!"}, OUT, OUT], "#VALUE!"),
    "an error among counts": (["MOBILITY_CALC_DEBT", [[1.0], [{"error": "#DIV/0!"}]], [[9.0], [9.0]], OUT], "#DIV/0!"),
    "a blank among counts": (["MOBILITY_CALC_DEBT", [[1.0], [None]], [[9.0], [9.0]], OUT], "#VALUE!"),
}


def macro_name(argument: Argument) -> str:
    """Return the name of an argument of a macro: what is a word of Python or of Visual Basic has ``_`` behind it."""
    return f"{argument.name}_" if argument.name in {"from", "to"} else argument.name


def rows_of(answer: Any) -> list[list[Any]]:
    """Return an answer as rows, its errors as their texts."""
    rows = answer if isinstance(answer, list) else [[answer]]
    return [[functions.excel_error(cell) if isinstance(cell, MobilityError) else cell for cell in row] for row in rows]


def excel(*calls: list[Any]) -> dict[str, Any]:
    """Return the macros, the help and the answers that Excel would get."""
    words = [sys.executable, "-m", "tests.udfs.excel"]
    done = subprocess.run(words, input=json.dumps(calls), capture_output=True, text=True, check=False)  # noqa: S603 - our own

    assert "" == done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def in_excel(ask):  # noqa: ARG001 - the store must be built before
    """Give what Excel would get for every call of the table, by its name."""
    calls = {name: cells[: len(FUNCTIONS[cells[0]].arguments) + 1] for name, (cells, _) in CALLS.items()}
    found = excel(*calls.values())
    return found | {"answers": dict(zip(calls, found["answers"], strict=True)), "calls": calls}


class TestEveryFunction:
    @each_function
    def test_same_arguments(self, function):
        """Each function of the registry is there by its name, with its arguments and defaults."""
        found = inspect.signature(getattr(functions, function.name)).parameters.values()
        defaults = [one.default for one in inspect.signature(function.run).parameters.values()]
        expected = list(zip(map(macro_name, function.arguments), defaults, strict=True))

        assert expected == [(one.name, one.default) for one in found]

    @each_function
    def test_examples(self, function, ask):  # noqa: ARG002 - the store must be built before
        """Its examples give what every front end gives, an error as its text."""
        for cells in function.examples:
            expected = call(function.name, *cells)
            found = getattr(functions, function.name)(*cells)

            assert rows_of(expected) == rows_of(found)

    def test_no_other(self):
        """There is none that the registry has not."""
        assert set(FUNCTIONS) == {name for name in vars(functions) if name.startswith("MOBILITY_")}

    def test_new_one(self, monkeypatch):
        """A function that is added to the registry becomes one, with its help; a word of macros gets another name."""

        def mobility_new(to: Annotated[OptionalName, "Where to"] = None) -> str:
            """Say where to."""
            return f"to {to}"

        monkeypatch.setitem(FUNCTIONS, "MOBILITY_NEW", CellFunction(mobility_new))
        made = functions.udf(FUNCTIONS["MOBILITY_NEW"])

        assert ("MOBILITY_NEW", "Say where to.", "(to_=None)") == (
            made.__name__,
            made.__doc__,
            str(inspect.signature(made)),
        )
        assert "to Chicago" == made("Chicago") == made(to_="Chicago")

    def test_plain_types(self):
        """There are no types: xlwings would take them for converters."""
        assert [] == [name for name in FUNCTIONS if getattr(functions, name).__annotations__]


class TestInExcel:
    @each_function
    def test_macro(self, in_excel, function):
        """For each xlwings writes a macro, with its arguments, the optional ones optional."""
        arguments = ", ".join(f"{'Optional ' if one.optional else ''}{macro_name(one)}" for one in function.arguments)

        assert f"Function {function.name}({arguments})\n" in in_excel["macros"]

    @each_function
    def test_help(self, in_excel, function):
        """The Function Wizard shows what it answers and a note for each argument, each short enough for Excel."""
        found = in_excel["help"][function.name]
        notes = [one.note for one in function.arguments]

        assert (function.summary[:200], "Mobility", False) == (found["doc"][:200], found["category"], found["volatile"])
        assert [] == [note for note, said in zip(notes, found["arguments"], strict=True) if note[:200] not in said]
        assert max(map(len, [found["doc"], *found["arguments"]])) <= 255

    @pytest.mark.parametrize("name", CALLS)
    def test_answer(self, in_excel, name):
        """A call from a cell gives the value that Python gives, or the error as text; never a blank."""
        function, *cells = in_excel["calls"][name]
        shown = CALLS[name][1]
        expected = call(function, *[None if cell == OUT else cell for cell in cells]) if shown == "value" else shown

        assert [[expected]] == in_excel["answers"][name]

    def test_ranges(self, ask):  # noqa: ARG002 - the store must be built before
        """A column answers as a column, a row as a row; one bad cell spoils only its own answer."""
        places = ["Cook County, IL", 6037.0, "Nowhere", {"error": "#N/A"}, None]
        column, row, trend = excel(
            ["MOBILITY_METRIC", "employment", [[place] for place in places], 2021.0, OUT, OUT],
            ["MOBILITY_METRIC", "employment", [places], 2021.0, OUT, OUT],
            ["MOBILITY_TREND", "employment", [[17031.0]], OUT],
        )["answers"]
        values = [call("MOBILITY_METRIC", "employment", place, 2021) for place in places[:2]]

        assert [*values, "#VALUE!", "#N/A", "#VALUE!"] == row[0]
        assert [[cell] for cell in row[0]] == column
        assert call("MOBILITY_TREND", "employment", 17031) == trend

    def test_currency(self):
        """An amount in a cell formatted as currency is a number."""
        paid, need = [{"currency": "1000.5"}], [{"currency": "20.25"}]
        found = excel(["MOBILITY_CALC_LIVING_WAGE", [paid], [need], OUT, OUT, OUT])["answers"][0]

        assert [[call("MOBILITY_CALC_LIVING_WAGE", 1000.5, 20.25)]] == found


class TestErrors:
    @pytest.mark.parametrize(
        ("error", "text"),
        [(NoData("No."), "#N/A"), (Undefined("No."), "#DIV/0!"), (Undefined("No.", too_large=True), "#NUM!")],
        ids=["no data", "undefined", "too large"],
    )
    def test_inside_rows(self, monkeypatch, error, text):
        """An error in a row is its text in its cell."""
        monkeypatch.setattr(functions, "call", lambda *_: [[1.0, error]])

        assert [[1.0, text]] == functions.MOBILITY_VERSION()

    @pytest.mark.parametrize(
        ("cells", "text"),
        [((5.0, 0.0), "#DIV/0!"), ((1e308, 1e-308), "#NUM!"), (("#DIV/0!", 1.0), "#DIV/0!"), (("#NUM!", 1.0), "#NUM!")],
    )
    def test_no_answer(self, cells, text):
        """Arithmetic without an answer shows what Excel's own would: nothing to divide by, or too large a number."""
        assert text == functions.MOBILITY_CALC_ASSOCIATIONS(*cells)

    @pytest.mark.parametrize("error", [RuntimeError("A bug."), BadFile("The store is damaged.")], ids=["bug", "store"])
    def test_unforeseen(self, monkeypatch, computer, error):  # noqa: ARG002 - its user has a folder of ours
        """What nobody foresaw is #VALUE!, never "no such number", and stands in the log with its trace."""

        def broken(*_: object) -> None:
            raise error

        errors_file().parent.mkdir(parents=True)
        monkeypatch.setattr(functions, "call", broken)

        assert "#VALUE!" == functions.MOBILITY_METRIC("employment", 17031)
        assert str(error) in errors_file().read_text(encoding="utf-8")
        assert "Traceback" in errors_file().read_text(encoding="utf-8")

    @pytest.mark.parametrize("blank", [None, "", float("nan")], ids=["none", "empty", "no number"])
    def test_never_blank(self, monkeypatch, computer, blank):  # noqa: ARG002 - its user has a folder of ours
        """What xlwings would show as a blank is an error."""
        errors_file().parent.mkdir(parents=True)
        monkeypatch.setattr(functions, "call", lambda *_: blank)

        assert "#VALUE!" == functions.MOBILITY_VERSION()

    def test_expected_ones(self, computer):  # noqa: ARG002 - its user has a folder of ours
        """An error that a user can make is not logged."""
        errors_file().parent.mkdir(parents=True)

        assert "#VALUE!" == functions.MOBILITY_METRIC("shoe size", 17031)
        assert not errors_file().exists()

    def test_no_room(self, monkeypatch, computer):  # noqa: ARG002 - its user has a folder of ours
        """Where nothing can be logged, the cell is answered all the same."""
        monkeypatch.setattr(logging, "raiseExceptions", False)
        monkeypatch.setattr(functions, "call", lambda *_: None)

        assert "#VALUE!" == functions.MOBILITY_VERSION()
        assert not errors_file().exists()


def test_without_xlwings():
    """Without xlwings the import says what to install."""
    code = "import sys; sys.modules['xlwings'] = None; import mobility_xl.udfs.excel_windows.functions"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own code

    assert 1 == done.returncode
    assert done.stderr.endswith(
        "ImportError: These functions need xlwings, which is not installed. "
        'Install it with: pip install "mobility_xl[excel]"\n'
    )
