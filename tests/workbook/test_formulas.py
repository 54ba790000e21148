"""Taking formulas apart and working them out, as far as our own sheets need it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.catalog import load
from mobility_xl.metrics.poisson import poisson_bounds
from mobility_xl.workbook.formulas.calculating import calculate
from mobility_xl.workbook.formulas.parsing import (
    Call,
    Chain,
    Constant,
    Node,
    Range,
    Reference,
    Signed,
    TableColumn,
    Unreadable,
    calls,
    parsed,
)
from mobility_xl.workbook.formulas.values import Column, ExcelError, Scalar, Unknown
from mobility_xl.workbook.formulas.workbook import Calculator
from mobility_xl.workbook.package import Cell, Package

from .good_workbook import ROWS, good_parts
from .reading_back import package_of

UNITS = list({variable.unit.name: variable.unit for variable in load().variables.values()}.values())


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Package:
    """Give the good workbook."""
    path = tmp_path_factory.mktemp("formulas") / "good.xlsx"
    return Package.open(good_parts().write(path))


class Small:
    """A workbook of one sheet and one table."""

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        """Return 21 for A2, an error for A3, nothing elsewhere."""
        if sheet:
            raise Unknown
        if (row, column) == (3, 1):
            raise ExcelError("#DIV/0!")
        return 21.0 if (row, column) == (2, 1) else None

    def column(self, table: str, column: str) -> Column:
        """Return a column of the table Counties."""
        return Column({"name": ["Cook", "Lake", "lake"], "people": [5.0, 0.7, None]}[column] if table else [])

    def in_this_row(self, table: str, column: str) -> Scalar:
        """Return the cell of the second row."""
        return self.column(table, column).values[1]

    def in_these_columns(self, table: str, first: str, last: str) -> list[Scalar | ExcelError]:
        """Return the cells of the second row."""
        return [self.in_this_row(table, column) for column in ("name", "people") if first <= column <= last]

    def rows_of(self, table: str, part: str) -> range:  # noqa: ARG002 - there is one table
        """Return where the table stands."""
        return range(4, 5) if part else range(5, 8)

    @property
    def row(self) -> int:
        """The second row of the table."""
        return 6

    def name(self, name: str) -> Node:
        """Return what the one name stands for."""
        if name != "chosen":
            raise Unknown
        return Reference("", Range(2, 1, 2, 1))


def worked_out(formula: str) -> Scalar:
    """Return what a formula gives in the small workbook."""
    return calculate(parsed(formula), Small())


class TestParsed:
    def test_tree(self):
        """A formula becomes calls, chains of signs, references and constants."""
        tree = parsed('IF($A$1>2,"a ""b""",-Counties[people]%)')
        expected = Call(
            "IF",
            (
                Chain(Reference("", Range(1, 1, 1, 1)), ((">", Constant(2.0)),)),
                Constant('a "b"'),
                Signed("-", Signed("%", TableColumn("Counties", "people", this_row=False))),
            ),
        )

        assert expected == tree

    @pytest.mark.parametrize(
        ("formula", "node"),
        [
            ("'At a Glance'!$B$5:C9", Reference("At a Glance", Range(5, 2, 9, 3))),
            ("Data!A1", Reference("Data", Range(1, 1, 1, 1))),
            ("Notes[[#This Row],[It''s here]]", TableColumn("Notes", "It's here", this_row=True)),
            ("Notes[@year]", TableColumn("Notes", "year", this_row=True)),
            ("_xlfn.TRUE()", Call("TRUE", ())),
            ("F(,1)", Call("F", (Constant(None), Constant(1.0)))),
            ("F(1,)", Call("F", (Constant(1.0), Constant(None)))),
            ("LOG10(1E5)", Call("LOG10", (Constant(1e5),))),
        ],
    )
    def test_pieces(self, formula, node):
        """References, columns of tables and arguments that are left out are read."""
        assert node == parsed(formula)

    @pytest.mark.parametrize(
        "formula", ["", "SUM(1", "1)", "1+", "{1,2}", "[1]Sheet!A1", "A1:", "(" * 500 + "1", "1 2"]
    )
    def test_unreadable(self, formula):
        """What is no formula, or none that is read here, is refused."""
        with pytest.raises(Unreadable):
            parsed(formula)

    @given(st.text(alphabet=st.one_of(st.sampled_from("()[]{}'\"!#,:@$A1 _.+-*%&<>=I"), st.characters()), max_size=60))
    def test_any_text(self, text):
        """Any text at all gives a tree or is refused."""
        try:
            tree = parsed(text)
        except Unreadable:
            tree = None

        assert tree is None or isinstance(calls(tree), list)

    def test_calls(self):
        """Every call in a formula is found, also within brackets and behind signs."""
        found = calls(parsed('-MOBILITY_METRIC("a",INDEX(b,1))&(LEN("c"))'))

        assert {"MOBILITY_METRIC", "INDEX", "LEN"} == {one.function for one in found}


class TestCalculate:
    @pytest.mark.parametrize(
        ("formula", "value"),
        [
            ('INDEX(Counties[people],MATCH("cook",Counties[name],0))', 5.0),
            ("chosen*2-1", 41.0),
            ("A2/2&B2", "10.5"),
            ('IF(A2>20,"many","few")', "many"),
            ("IF(B2,1)", False),
            ("IFERROR(A3,9)", 9.0),
            ('IFERROR(MATCH("Will",Counties[name],0),"none")', "none"),
            ("ISNUMBER(A2)", True),
            ("ISNUMBER(A3)", False),
            ('ISTEXT("a")', True),
            ("ISERROR(A3)", True),
            ('AND(TRUE(),NOT(1=2),OR("a"="A",1>2))', True),
            ("Counties[[#This Row],[people]]", 0.7),
            ('HYPERLINK("#Data!A1","Data")', "Data"),
            ('TEXT("as it is","0.0%")', "as it is"),
            ('B2=""', True),
            ("B2=0", True),
            ("ROUND(2.5,0)", 3.0),
            ("ROUND(-0.125,2)", -0.13),
            ('LEN(TRIM("  a   b "))', 3.0),
            ("ROWS(Counties[name])", 3.0),
            ("5%", 0.05),
            ('SUMPRODUCT((Counties[name]="LAKE")*(Counties[people]>0.5))', 1.0),
            ("SUMPRODUCT(Counties[people],Counties[people])", 25.49),
            ('SUMPRODUCT(Counties[name]="Lake")', 0.0),
            ("SUMPRODUCT(MAX((Counties[people]<5)*ROW(Counties[people])))", 7.0),
            ("SUMPRODUCT((ROW(Counties[name])<ROW())*1)", 1.0),
            ('SUMPRODUCT((LEFT(TRIM(Counties[name]),1)="l")*1)', 2.0),
            ("ROW(Counties[[#Headers],[name]])", 4.0),
            ("COUNTA(Counties[[#This Row],[name]:[people]])", 2.0),
            ('COUNTIF(Counties[name],"lake")', 2.0),
            ("COUNTIF(Counties[people],5)", 1.0),
            ('COUNTIF(Counties[name],"L*")', 2.0),
            ('COUNTIF(Counties[name],"*ak*")', 2.0),
            ('COUNTIF(Counties[name],"<>Cook")', 2.0),
            ('COUNTIF(Counties[name],"")', 0.0),
            ('COUNTIFS(Counties[name],"*ak*",Counties[people],0.7)', 1.0),
            ('COUNTIFS(Counties[name],"<>Cook",Counties[people],"")', 1.0),
            ('FIND("k","Cook")', 4.0),
            ('ISNUMBER(FIND("K","Cook"))', False),
            ('LOWER("Cook")', "cook"),
            ('SUBSTITUTE("Lake, Texas",", ",","&CHAR(10))', "Lake,\nTexas"),
            ("SUM(Counties[people],1)", 6.7),
            ("MAX(Counties[people])-MIN(Counties[people])", 4.3),
            ("COUNT(Counties[name],Counties[people])", 2.0),
            ("AVERAGE(Counties[people])", 2.85),
            ("SMALL(Counties[people],1)+LARGE(Counties[people],1)", 5.7),
            ('N("a")+N(5)', 5.0),
            ("INT(-1.5)", -2.0),
            ("SQRT(9)", 3.0),
            ('LEFT("[c] too few",3)', "[c]"),
        ],
    )
    def test_value(self, formula, value):
        """What our sheets use gives what Excel gives."""
        assert worked_out(formula) == (pytest.approx(value) if type(value) is float else value)

    @pytest.mark.parametrize(
        ("formula", "code"),
        [
            ('MATCH("Will",Counties[name],0)', "#N/A"),
            ("1/B2", "#DIV/0!"),
            ("A3+1", "#DIV/0!"),
            ('"a"*1', "#VALUE!"),
            ("INDEX(Counties[name],4)", "#REF!"),
            ("NA()", "#N/A"),
            ("#REF!", "#REF!"),
            ("SUM(A3)", "#DIV/0!"),
            ("SUMPRODUCT((Counties[people]/0)*1)", "#DIV/0!"),
            ("SUMPRODUCT((Counties[name]*1)+0)", "#VALUE!"),
            ("SMALL(Counties[people],3)", "#NUM!"),
            ("AVERAGE(Counties[name])", "#DIV/0!"),
            ("SQRT(-1)", "#NUM!"),
        ],
    )
    def test_error(self, formula, code):
        """An error goes through, as in Excel."""
        with pytest.raises(ExcelError, match=code):
            worked_out(formula)

    @pytest.mark.parametrize(
        "formula",
        [
            "SUMIFS(Counties[people],Counties[name],1)",
            "SUM(Counties[people]*2)",
            'SUMPRODUCT(OR(Counties[name]="Cook")*1)',
            "SUMPRODUCT(IF(Counties[people]>1,1,0))",
            'COUNTIF(Counties[name],"L?ke")',
            'COUNTIF(Counties[name],"<*")',
            "CHAR(200)",
            'COUNTIF(Counties[name],"5")',
            "CHIINV(0.5,2)",
            "Counties[[#This Row],[name]:[people]]",
            "Counties[people]",
            "Counties[people]*2",
            "A1:B2",
            "other",
            "Elsewhere!A1",
            'MATCH("L*",Counties[name],0)',
            'MATCH("Lake",Counties[name])',
            "2^3",
            "IF(1)",
            "ABS(1,2)",
            'TEXT(1,"General")',
        ],
    )
    def test_unknown(self, formula):
        """What is not known here has no answer, never a wrong one."""
        with pytest.raises(Unknown):
            worked_out(formula)

    @pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
    @given(data=st.data())
    def test_numbers_in_sentences(self, unit, data):
        """A number in a sentence's formula is said as the catalog says it."""
        largest = 1e9 if "," in unit.number_format else 9.0
        value = data.draw(st.floats(-largest, largest))
        formula = f'TEXT(ROUND({value!r},{unit.places}),"{unit.number_format}")'

        assert unit.show(value) == worked_out(formula)


class TestCalculator:
    def test_file(self, package):
        """A formula sees the cells, tables and names of its file."""
        cell = Cell(5, 8, "n", 0, None, 'INDEX(Estimates[value],3)&A5&Glance[@Unit]&peer_1&"Data"')

        assert f"{ROWS[2][4]}Birthsof peopleLake CountyData" == Calculator(package, {}).result("At a Glance", cell)

    def test_columns_given(self, package):
        """A column that is given stands in for the file's."""
        given = {("estimates", "value"): Column([0.25])}
        cell = Cell(1, 1, "n", 0, None, "INDEX(Estimates[value],1)")

        assert 0.25 == Calculator(package, given).result("Cover", cell)

    @pytest.mark.parametrize("formula", ["Nothing[value]", "Glance[nothing]", "Nowhere!A1", "nothing", "SUM(1"])
    def test_not_there(self, package, formula):
        """What is not in the file has no answer."""
        with pytest.raises(Unknown):
            Calculator(package, {}).result("Cover", Cell(1, 1, "n", 0, None, formula))


class TestWholeWorkbook:
    @pytest.mark.parametrize(("kind", "geoid", "least"), [("alone_of", "17031", 1800), ("workbook_of", "48301", 1000)])
    def test_as_stored(self, request, kind, geoid, least):
        """Every formula of every sheet but Functions is worked out, and gives what is stored for it."""
        package = package_of(request.getfixturevalue(kind)(geoid))
        calculator = Calculator(package, {})
        formulas = [
            (sheet.name, cell)
            for sheet in package.worksheets
            if sheet.name != "Functions"
            for cell in package.grid(sheet).cells()
            if cell.formula
        ]
        other = {
            f"{tab}!{cell.address}": (calculator.result(tab, cell), cell.value)
            for tab, cell in formulas
            if calculator.result(tab, cell) != (pytest.approx(cell.value) if type(cell.value) is float else cell.value)
        }

        assert {} == other
        assert len(formulas) > least

    @pytest.mark.parametrize("count", [1, 2, 16, 250])
    def test_chi_squared(self, count):
        """The bounds of a count are those of the rates that are published for counts."""
        assert worked_out(f"CHIINV(0.975,2*{count})/2") == pytest.approx(poisson_bounds(count)[0])
        assert worked_out(f"CHIINV(0.025,2*{count}+2)/2") == pytest.approx(poisson_bounds(count)[1])
