"""GAP, COMPARE and CHANGE in cells: how far, and how sure."""

import pytest

from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.functions import FUNCTIONS, call

COOK, LOS_ANGELES, CHICAGO, LOVING = "17031", "06037", "1714000", "48301"

COMPARE, CHANGE, GAP = "MOBILITY_COMPARE", "MOBILITY_CHANGE", "MOBILITY_GAP"

EACH = {
    COMPARE: ("low birth weight", COOK, LOS_ANGELES, None, None),
    CHANGE: ("employment", COOK, None, None, None),
    GAP: ("low birth weight", COOK, "Black", "White", None),
}
"""A call of each with a clear difference, but for its part."""


def refusal(kind: type[Exception], *words) -> str:
    """Return what is said when a call is refused."""
    with pytest.raises(kind) as refused:
        call(*words)
    return str(refused.value)


class TestSignatures:
    def test_as_designed(self):
        """Names and order of the arguments are those that people's workbooks hold."""
        assert [
            "MOBILITY_GAP(metric, place, group, [reference], [year], [part])",
            "MOBILITY_COMPARE(metric, place, peer, [year], [subgroup], [part])",
            "MOBILITY_CHANGE(metric, place, [from], [to], [subgroup], [part])",
        ] == [FUNCTIONS[name].signature for name in (GAP, COMPARE, CHANGE)]

    def test_parts(self):
        """The difference is the default; two areas or years have a p-value besides."""
        assert ("difference", "ratio", "lower", "upper", "sure", "verdict", "why") == FUNCTIONS[GAP].parts
        assert {*FUNCTIONS[GAP].parts, "p_value"} == {*FUNCTIONS[COMPARE].parts} == {*FUNCTIONS[CHANGE].parts}


class TestParts:
    @pytest.mark.parametrize("name", EACH)
    def test_fit_together(self, name):
        """The difference lies between its bounds, which leave out 0 where it is clear, and the words say so."""
        difference, lower, upper, ratio, sure, verdict = (
            call(name, *EACH[name], part) for part in ("difference", "lower", "upper", "ratio", "sure", "verdict")
        )

        assert lower < difference < upper
        assert "clear" == sure
        assert lower * upper > 0
        assert (ratio > 1) is (difference > 0)
        assert verdict.endswith("points, clear")

    @pytest.mark.parametrize("name", EACH)
    def test_why(self, name):
        """The sentence has the verdict's favor and how sure it is."""
        favor = call(name, *EACH[name], "verdict").partition(" by ")[0]

        assert f"which is {favor}. The difference is clear" in call(name, *EACH[name], "why")

    @pytest.mark.parametrize("name", [COMPARE, CHANGE])
    def test_p_value(self, name):
        """A clear difference has a small p-value."""
        assert call(name, *EACH[name], "p_value") < 0.05


class TestMissing:
    @pytest.mark.parametrize("part", ["difference", "ratio", "lower", "upper", "p_value"])
    def test_no_number(self, part):
        """Without one of the two numbers there is none of these, and the error tells why."""
        said = refusal(NoData, COMPARE, "low birth weight", COOK, CHICAGO, None, None, part)

        assert "Chicago city, Illinois: not published for cities." in said

    @pytest.mark.parametrize("part", ["sure", "verdict", "why"])
    def test_words(self, part):
        """Its words are there all the same."""
        assert "Chicago city, Illinois" in call(COMPARE, "low birth weight", COOK, CHICAGO, None, None, part)

    @pytest.mark.parametrize(("part", "lacks"), [("lower", "bounds"), ("upper", "bounds"), ("p_value", "test")])
    def test_not_tested(self, part, lacks):
        """Without an interval there are neither bounds nor a test, though there is a difference."""
        said = refusal(NoData, COMPARE, "turnout", COOK, CHICAGO, None, None, part)

        assert said.startswith(f"There {'are' if lacks == 'bounds' else 'is'} no {lacks}. Voting-age citizens")
        assert call(COMPARE, "turnout", COOK, CHICAGO) > 0

    def test_ratio(self):
        """There is no ratio of a 0, and none of no physician."""
        assert refusal(Undefined, COMPARE, "poverty exposure", "01003", "01005", 2014, None, "ratio").startswith(
            "There is no ratio of numbers that are not both above 0."
        )
        assert "no difference is given" in refusal(NoData, COMPARE, "physicians", LOVING, COOK, None, None, "ratio")

    def test_why_of_what_nobody_understands(self):
        """Part why is a sentence, whatever was asked."""
        assert call(COMPARE, "shoe size", COOK, CHICAGO, None, None, "why").startswith("No metric is called")
        assert (
            call(CHANGE, "employment", COOK, 2021, 2021, None, "why") == "A change is between two years; both are 2021."
        )
        assert call(GAP, "employment", COOK, "Martian", None, None, "why").startswith("No group is called 'Martian'")

    def test_group_must_be_named(self):
        """A gap needs a group."""
        assert "The group is missing. Write its name." == refusal(BadArgument, GAP, "employment", COOK, "")


class TestRanges:
    def test_peers(self):
        """A range of peers is answered cell by cell."""
        found = call(COMPARE, "low birth weight", COOK, [[LOS_ANGELES], [CHICAGO], [COOK]])

        assert call(COMPARE, "low birth weight", COOK, LOS_ANGELES) == found[0][0]
        assert isinstance(found[1][0], NoData)
        assert 0.0 == found[2][0]
