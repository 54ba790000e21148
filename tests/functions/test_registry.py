"""The one way to call a cell function: whatever it is given, it answers or says why not."""

import math
import re
from typing import Annotated

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.functions import FUNCTIONS, CellFunction, call
from mobility_xl.functions.arguments import OptionalName
from mobility_xl.functions.published import PARTS

ANSWERS = (NoData, BadArgument, Undefined)
"""The errors that a cell can show."""

junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10**300, 10**400),
    st.floats(),
    st.text(st.characters(codec=None)),
    st.sampled_from(["", " ", "*", "?", "~", "=1+1", "'", '"', ";", "\x00", "\ud800", "%s", "{value}", "9" * 5000]),
    st.lists(st.one_of(st.none(), st.floats(), st.text()), max_size=2),
)
metrics = st.sampled_from(
    ["low birth weight", "employment", "housing wealth black", "income", "racial diversity", "living wage"]
)
places = st.sampled_from(
    ["Cook County, IL", 6037, "06037", 17031.0, "Chicago, IL", "Lincoln", "09001", 19003, "05005", "48301"]
)
years = st.one_of(st.none(), st.integers(2012, 2025))
groups = st.sampled_from([None, "", "Black", "Hispanic", "All", "Male", "Under Age 45", "Martian"])
parts = st.sampled_from([None, "", *PARTS])


def check_answer(answer: object) -> None:
    """Hold that an answer can stand in a cell, or in several: a text, a finite number, or an error that says why."""
    if isinstance(answer, list):
        assert answer
        for cell in (cell for row in answer for cell in row):
            check_answer(cell)
    elif isinstance(answer, ANSWERS):
        check_sentence(str(answer))
    else:
        assert isinstance(answer, str | int | float)
        assert answer != ""
        assert isinstance(answer, str) or math.isfinite(answer)


def check_sentence(said: str) -> None:
    """Hold that an error says something to a reader."""
    assert said.rstrip().endswith((".", "?"))
    assert "Traceback" not in said
    assert "Error" not in said


def refusal(kind: type[Exception], *words) -> str:
    """Return what is said when a call is refused."""
    with pytest.raises(kind) as refused:
        call(*words)
    return str(refused.value)


class TestCall:
    def test_value(self):
        """A function is called by the name that people type."""
        assert 0.09352517985611511 == call("MOBILITY_METRIC", "low birth weight", "Cook County, IL")

    @pytest.mark.parametrize("name", ["mobility_metric", "Mobility_Metric", " MOBILITY_METRIC "])
    def test_name(self, name):
        """Case and spaces of the name do not matter."""
        assert 0.09352517985611511 == call(name, "low birth weight", 17031)

    def test_unknown(self):
        """An unknown name is refused with the nearest, or with all there are."""
        assert "There is no function 'MOBILITY_METRIK'. Did you mean MOBILITY_METRIC?" == refusal(
            BadArgument, "MOBILITY_METRIK"
        )
        assert "There is no function 'SUM'. `mobility-xl functions` lists them." == refusal(BadArgument, "SUM")

    @pytest.mark.parametrize(
        ("cells", "given_"),
        [([], "0 arguments"), (["employment"], "1 argument"), (["employment", 17031, 2022, "", "", ""], "6 arguments")],
    )
    def test_count(self, cells, given_):
        """Too few or too many arguments are refused with those that the function takes."""
        said = refusal(BadArgument, "mobility_metric", *cells)

        assert f"MOBILITY_METRIC(metric, place, [year], [subgroup], [part]) was given {given_}." == said

    def test_our_own_faults(self, monkeypatch):
        """A fault within a function is no wrong argument: it keeps its trace."""

        def mobility_faulty(_cell: Annotated[OptionalName, "Any"]) -> int:
            return len(None)

        monkeypatch.setitem(FUNCTIONS, "MOBILITY_FAULTY", CellFunction(mobility_faulty))

        with pytest.raises(TypeError, match="NoneType"):
            call("MOBILITY_FAULTY", "1")

    def test_names_as_typed(self):
        """Every function has the name that the front ends will register: capitals, with the common beginning."""
        assert all(name.startswith("MOBILITY_") and name == name.upper() for name in FUNCTIONS)

    @pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
    def test_help(self, function):
        """Every function tells what it answers, what each argument is, and what it raises."""
        assert re.fullmatch(r"[A-Z].*\.", function.summary)
        assert all(one.note[0].isupper() and not one.note.endswith(".") for one in function.arguments)
        assert function.errors or function.never_fails or not function.arguments

    @settings(max_examples=200, deadline=None)
    @given(st.lists(junk, max_size=6))
    def test_junk(self, cells):
        """Whatever cells hold, the answer is a value, or an error that says why."""
        try:
            answer = call("MOBILITY_METRIC", *cells)
        except ANSWERS as error:
            check_sentence(str(error))
        else:
            check_answer(answer)

    @settings(max_examples=300, deadline=None)
    @given(
        st.one_of(metrics, metrics, junk),
        st.one_of(places, places, junk),
        st.one_of(years, years, junk),
        st.one_of(groups, groups, junk),
        st.one_of(parts, parts, junk),
    )
    def test_one_bad_cell(self, metric, place, year, group, part):
        """A good call with any cell spoiled ends in a value, or in an error that says why."""
        try:
            answer = call("MOBILITY_METRIC", metric, place, year, group, part)
        except ANSWERS as error:
            check_sentence(str(error))
        else:
            check_answer(answer)

    @settings(max_examples=200, deadline=None)
    @given(st.one_of(metrics, junk), st.one_of(places, junk), st.one_of(years, junk), st.one_of(groups, junk))
    def test_why_is_no_error(self, metric, place, year, group):
        """The part why is a sentence, never an error."""
        answer = call("MOBILITY_METRIC", metric, place, year, group, "why")

        check_answer(answer)
        assert isinstance(answer, str | list)

    @settings(max_examples=150, deadline=None)
    @given(metrics, places, years, groups)
    def test_why_agrees(self, metric, place, year, group):
        """Where there is no number, why says what the error says."""
        try:
            expected = call("MOBILITY_METRIC", metric, place, year, group, "shown")
        except ANSWERS as error:
            expected = str(error)

        assert call("MOBILITY_METRIC", metric, place, year, group, "why").startswith(expected)
