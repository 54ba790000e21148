"""The definitions of LAMBDA names: short enough for Excel, and no name in them that Excel takes for something else."""

import re

import pytest

from mobility_xl.functions import FUNCTIONS
from mobility_xl.workbook.lambda_names import names
from mobility_xl.workbook.newer_functions import file_spelling
from tests.conftest import Workbooks
from tests.workbook.reading_back import sheets_of

LONGEST_ADDRESS = "Data!$A$512345:$A$612345"
"""An address in a workbook larger than any state's."""

DEFINED = {one.name: one.definition for one in names(lambda _table, _column: LONGEST_ADDRESS)}


@pytest.mark.parametrize("name", DEFINED)
class TestDefinitions:
    def test_length(self, name):
        """Each has fewer characters than Excel takes, also in the largest workbook."""
        assert len(DEFINED[name]) < 4000

    def test_arguments_keep_their_names(self, name):
        """What Excel shows while one types are the function's own arguments."""
        declared = re.findall(r"^_xlfn\.LAMBDA\(((?:_xl[op][pm]\.\w+,)*)", DEFINED[name])[0]

        assert [one.name for one in FUNCTIONS[name].arguments] == re.findall(r"\.(\w+),", declared)

    def test_called_names(self, name):
        """No name that is called is that of a function of Excel, nor a column or a row."""
        called = set(re.findall(r"_xlpm\.(\w+)\(", DEFINED[name]))
        functions = {"FIND", "N", "T", "VALUE", "PRICE", "INDEX", "MATCH", "ROW", "COLUMN", "YEAR", "TEXT", "LEFT"}

        assert {one for one in called if one.upper() in functions | {"C", "R"}} == set()
        assert all(file_spelling(one.upper()) == one.upper() for one in called)


def test_all_portable():
    """Every portable function has a name, and no other."""
    assert {name for name, one in FUNCTIONS.items() if one.portable} == set(DEFINED)


def test_no_table_is_called_as_a_parameter(analyst_of: Workbooks):
    """No parameter has the name of a table of a workbook: one engine takes it for the table."""
    parameters = {one.lower() for text in DEFINED.values() for one in re.findall(r"_xl[op][pm]\.(\w+)", text)}
    tables = {name.lower() for sheet in sheets_of(analyst_of("48301")) for name in sheet.tables}

    assert {"estimates", "shownrows"} <= tables
    assert tables & parameters == set()
