"""A function that is added in one place appears in all."""

from collections.abc import Iterator
from importlib import reload
from io import BytesIO
from typing import Annotated

import openpyxl
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from mobility_xl.cli import main
from mobility_xl.functions import FUNCTIONS, CellFunction, call, function_called
from mobility_xl.functions.arguments import Range, parts
from mobility_xl.functions.documentation import document
from mobility_xl.functions.registry import cell_function
from mobility_xl.udfs.excel_windows import functions as xlwings_functions
from mobility_xl.workbook.build import build_state
from mobility_xl.workbook.lambda_names import names
from mobility_xl.workbook.templates import read_template

NAME = "MOBILITY_CALC_TOYS"


@pytest.fixture
def added(monkeypatch) -> Iterator[CellFunction]:
    """Add a function as a contributor would, and take it away again."""
    monkeypatch.setitem(FUNCTIONS, NAME, None)  # taken back afterwards

    @cell_function(formula="SUM(toys)/SUM(children)", examples=(([[4, 6]], [[2, 3]]),))
    def mobility_calc_toys(
        toys: Annotated[Range, "Toys, one count per household"],
        children: Annotated[Range, "Children of the same households"],
        part: Annotated[str, parts("value", "why"), "What of it"] = "value",
    ) -> str | float:
        """Calculate toys per child.

        Raises
        ------
        Undefined
            Without children.
        """
        ratio = sum(toys) / sum(children)
        return ratio if part == "value" else f"{ratio} toys for each child."

    yield FUNCTIONS[NAME]
    monkeypatch.undo()
    reload(xlwings_functions)
    vars(xlwings_functions).pop(NAME, None)


class TestAdded:
    def test_answers(self, added):
        """It is called by its name as all others are, and its examples answer."""
        assert 2 == call(NAME, [[4, 6]], [[2, 3]]) == call("mobility_calc_toys", [4, 6], [2, 3], "")
        assert 2 == added.answer(added.examples[0])
        assert "2.0 toys for each child." == call(NAME, [[4], [6]], 5, "why")

    def test_help(self, added):
        """Its help is its signature, its docstring and the notes of its arguments."""
        assert added is function_called("calc_toys")
        assert "MOBILITY_CALC_TOYS(toys, children, [part])" == added.signature
        assert "Calculate toys per child." == added.summary
        assert "Without children." == added.errors["#DIV/0!"]
        assert ["Toys, one count per household", "Children of the same households", "What of it"] == [
            one.note for one in added.arguments
        ]
        assert ("value", "why") == added.parts
        assert "=MOBILITY_CALC_TOYS({4,6},{2,3})" == added.formula_for(added.examples[0])

    def test_documentation(self, added):
        """The page of all functions has an entry for it."""
        assert f"### {NAME}\n\n    {added.signature}\n\n{added.summary}\n" in document()

    def test_command(self, added):
        """The command lists it, explains it, and the shell completes its name."""
        listed, explained = (CliRunner().invoke(main, ["functions", *one]).output for one in ((), ("calc_toys",)))
        completed = ShellComplete(main, {}, "mobility-xl", "").get_completions(["functions"], "CALC_TO")

        assert added.summary in listed
        assert added.signature in explained
        assert [NAME] == [one.value for one in completed]

    def test_sheet(self, added, ask):
        """The Functions sheet of a workbook has a row for it, and its example is alive."""
        template = read_template("functions", ask)
        book = openpyxl.load_workbook(BytesIO(build_state(ask, "DC", template)))
        (row,) = (row for row in book["Functions"].iter_rows() if row[0].value == NAME)

        assert added.summary == row[1].value
        assert NAME in book.defined_names
        assert any(NAME in str(getattr(cell.value, "text", cell.value)) for cell in row[4:])

    def test_lambda_name(self, added):
        """A workbook defines its LAMBDA name, with its help."""
        (defined,) = (one for one in names(lambda table, column: f"{table}{column}") if one.name == NAME)

        assert defined.definition.startswith("_xlfn.LAMBDA(_xlpm.toys,_xlpm.children,_xlop.part,")
        assert "SUM(_xlpm.toys)/SUM(_xlpm.children)" in defined.definition
        assert f"{added.signature}. {added.summary}" == defined.comment

    def test_xlwings(self, added):
        """The module that xlwings imports has it, with its help."""
        reload(xlwings_functions)
        found = getattr(xlwings_functions, NAME)

        assert 2 == found([[4.0, 6.0]], [[2.0, 3.0]])
        assert added.summary == found.__doc__

    def test_gone(self):
        """Without it nothing knows it."""
        assert NAME not in FUNCTIONS
        assert not hasattr(xlwings_functions, NAME)
        assert NAME not in [one.name for one in names(lambda table, column: f"{table}{column}")]
