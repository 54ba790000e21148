"""The same answer everywhere: every call of the table in every client, and the table itself."""

from collections import Counter

import pytest

from mobility_xl.functions import FUNCTIONS
from mobility_xl.workbook.build import build_state
from mobility_xl.workbook.templates import read_template
from tests.conformance.__main__ import HOME, complaint, judged
from tests.conformance.clients import Client, Formualizer, LambdaNames, Python, Xlwings
from tests.conformance.table import Call, Verdict, calls, grid
from tests.conformance.typed import ERRORS, NotTyped, read, with_empty_text

TABLE = list(calls())
MUST = frozenset({"functions"})


def held(client: Client) -> Counter[Verdict]:
    """Hold that a client never shows another value, nor an error where it must answer; return the counts."""
    found = list(judged(client))

    assert [] == [complaint(client, one, answer) for one, answer, verdict in found if verdict.breaks_the_law]
    return Counter(verdict for _, _, verdict in found)


class TestClients:
    def test_python(self):
        """Python answers every call as the table says."""
        assert {Verdict.AGREES: len(TABLE)} == held(Python())

    def test_formualizer(self):
        """The formulas as they are typed, in an engine with the functions registered, answer every call."""
        assert {Verdict.AGREES: len(TABLE)} == held(Formualizer())

    def test_xlwings(self):
        """The classic xlwings functions answer every call, called as Excel on Windows does."""
        assert {Verdict.AGREES: len(TABLE)} == held(Xlwings())

    def test_lambda_names(self, alone_of):
        """The LAMBDA names of a workbook give Python's value wherever they must, and else it or an error."""
        counts = held(LambdaNames(alone_of(HOME)))

        assert sum("lambda" in one.must for one in TABLE) <= counts[Verdict.AGREES]

    @pytest.mark.client
    def test_lambda_names_of_a_state(self, ask, tmp_path):
        """In a workbook with every county and city of California they give the same values, or errors."""
        workbook = tmp_path / "California.xlsx"
        workbook.write_bytes(build_state(ask, "CA", read_template("functions", ask)))
        counts = held(LambdaNames(workbook))

        assert sum("lambda" in one.must for one in TABLE) < counts[Verdict.AGREES]


class TestTable:
    def test_enough(self):
        """There are at least 400 calls, none twice."""
        assert 400 <= len(TABLE)
        assert [] == [formula for formula, count in Counter(one.formula for one in TABLE).items() if count > 1]

    @pytest.mark.parametrize("name", FUNCTIONS)
    def test_every_function(self, name):
        """Every function is called, with every part that it has, and in a way that cannot be understood."""
        function = FUNCTIONS[name]
        mine = [one for one in TABLE if read(one.formula, grid())[0].upper() == name]
        words = {str(cell).strip().lower() for one in mine for cell in read(one.formula, grid())[1]}

        assert set(function.parts[1:]) <= words
        assert [one for one in mine if one.expected not in list(ERRORS)]
        assert function.never_fails or "#VALUE!" in [one.expected for one in mine]

    def test_every_error(self):
        """Every error is expected of every kind of function that can end in it."""
        for prefix in ("MOBILITY_METRIC", "MOBILITY_TREND", "MOBILITY_CALC_"):
            assert set(ERRORS) <= {str(one.expected) for one in TABLE if one.formula.upper().startswith(f"={prefix}")}

    def test_every_argument(self):
        """Every kind of argument is typed: numbers, texts, percentages, arrays, cells, and none."""
        typed = "\n".join(one.formula for one in TABLE)

        for kind in (
            "6037,",
            '"06037"',
            '"6037"',
            '""',
            ",,",
            "20%",
            '"20%"',
            "TRUE",
            "{",
            "Cells!A2",
            ":",
            "*",
            "?",
            "~",
        ):
            assert kind in typed

    def test_names_must_answer_what_is_portable(self):
        """The LAMBDA names must answer calls of portable functions only, and of each of them."""
        asked = {read(one.formula, grid())[0].upper() for one in TABLE if "lambda" in one.must}

        assert {name for name, one in FUNCTIONS.items() if one.portable} == asked

    def test_who_must(self):
        """Whoever runs the functions must always answer, and nobody unknown is named."""
        assert {frozenset({"functions"}), frozenset({"functions", "lambda"})} == {one.must for one in TABLE}


class TestLaw:
    @pytest.mark.parametrize(
        ("expected", "answer", "verdict"),
        [
            (0.5, 0.5, Verdict.AGREES),
            (0.5, 0.50000001, Verdict.OTHER),
            (0.5, "0.5", Verdict.OTHER),
            (1, True, Verdict.OTHER),
            (0, None, Verdict.OTHER),
            (0.5, "#N/A", Verdict.LACKING),
            ("06037", "06037", Verdict.AGREES),
            ("06037", 6037, Verdict.OTHER),
            ("#N/A", "#N/A", Verdict.AGREES),
            ("#N/A", "#VALUE!", Verdict.LACKING),
            ("#N/A", 0, Verdict.OTHER),
            ("#N/A", "", Verdict.OTHER),
            ({"says": "too few"}, "There are too few.", Verdict.AGREES),
            ({"says": "too few"}, "There are many.", Verdict.OTHER),
            ([[1, 2]], [[1, 2]], Verdict.AGREES),
            ([[1, 2]], [[1, "#N/A"]], Verdict.LACKING),
            ([[1, 2]], [[1, 3]], Verdict.OTHER),
            ([[1, 2]], [[1, None]], Verdict.OTHER),
            ([[1, 2]], [[1, 2, 3]], Verdict.OTHER),
            ([[1, 2]], [[1, 2], [3, 4]], Verdict.OTHER),
            ([[1, 2]], "#N/A", Verdict.LACKING),
            ([[1, 2]], 1, Verdict.OTHER),
            (1, [[1, 2]], Verdict.OTHER),
        ],
        ids=repr,
    )
    def test_verdict(self, expected, answer, verdict):
        """The same value agrees, an error lacks, and anything else is another value: a blank and a longer spill too."""
        assert verdict is Call("", "=X()", expected, MUST).verdict("functions", answer)

    def test_who_need_not(self):
        """A client that need not answer may show an error, and no other value."""
        one = Call("", "=X()", 0.5, MUST)

        assert Verdict.ALLOWED is one.verdict("lambda", "#NAME?")
        assert Verdict.OTHER is one.verdict("lambda", 0.4)

    @pytest.mark.parametrize("client", [Python(), Formualizer()], ids=["python", "formualizer"])
    def test_a_wrong_table_is_found(self, client):
        """A client does not agree with another number, another error or another text."""
        wrong = [
            Call("", '=MOBILITY_METRIC("employment",6037,2021)', 0.5, MUST),
            Call("", '=MOBILITY_METRIC("employment",99999)', "#VALUE!", MUST),
            Call("", "=MOBILITY_PLACE(6037)", 6037, MUST),
            Call("", '=MOBILITY_PLACE("17031","choices")', [["17031", "Cook County", "Illinois"]], MUST),
        ]
        answers = client.answers(wrong, [])

        assert [Verdict.OTHER, Verdict.LACKING, Verdict.OTHER, Verdict.OTHER] == [
            one.verdict(client.runs, answer) for one, answer in zip(wrong, answers, strict=True)
        ]


class TestTyped:
    @pytest.mark.parametrize(
        ("formula", "arguments"),
        [
            ("=X()", []),
            ('=X("a",,"b")', ["a", None, "b"]),
            ('=X("a",)', ["a", None]),
            ("=X(,)", [None, None]),
            ('=X( "say ""hi""" , -1.5E3 , 40%, true)', ['say "hi"', -1500.0, 0.4, True]),
            ('=X({1,2;"a",TRUE})', [[[1.0, 2.0], ["a", True]]]),
            ("=X(Cells!A1,Cells!B1,Cells!C9)", [7, None, None]),
            ("=X(Cells!A1:B2)", [[[7, None], ["x", None]]]),
        ],
    )
    def test_read(self, formula, arguments):
        """A formula gives what a front end would hand over."""
        assert ("X", arguments) == read(formula, [[7, ""], ["x"]])

    def test_error(self):
        """The text of an error is that error."""
        _, (error,) = read("=X(#N/A)")

        assert ERRORS["#N/A"] is type(error)

    @pytest.mark.parametrize("formula", ["X()", "=X(a)", '=X("a" "b")', "=X(1+1)", "=X(A1)"])
    def test_not_typed(self, formula):
        """What this reader does not know is refused, not guessed."""
        with pytest.raises(NotTyped):
            read(formula)

    @pytest.mark.parametrize(
        ("formula", "written"),
        [
            ("=X()", "=X()"),
            ('=X("a",,"b,,c")', '=X("a","","b,,c")'),
            ('=X("a",)', '=X("a","")'),
            ("=X(, )", '=X("", "")'),
            ("=X({1,2},Cells!A1:B2,40%)", "=X({1,2},Cells!A1:B2,40%)"),
        ],
    )
    def test_with_empty_text(self, formula, written):
        """Each argument left out becomes empty text, and nothing else changes."""
        assert written == with_empty_text(formula)
