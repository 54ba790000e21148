"""MOBILITY_PLACE: the code that a name means, and what else is known of a place."""

import pytest

from mobility_xl.errors import BadArgument, NoData
from mobility_xl.functions import call
from tests.functions.as_published import rows


def place(*cells: object) -> object:
    """Call the function as a cell does."""
    return call("MOBILITY_PLACE", *cells)


def refusal(kind: type[Exception], *cells: object) -> str:
    """Return what is said when a call is refused by an error of this very kind."""
    with pytest.raises((NoData, BadArgument)) as refused:
        place(*cells)

    assert kind is refused.type
    return str(refused.value)


class TestGeoid:
    @pytest.mark.parametrize(
        ("text", "geoid"),
        [
            ("cook county il", "17031"),
            ("Cook Co, IL", "17031"),
            (6037, "06037"),
            ("6037", "06037"),
            (6037.0, "06037"),
            (644000, "0644000"),
            ("los angeles county california", "06037"),
            ("Los Angeles, CA", "0644000"),
            ("St Louis city, MO", "2965000"),
            ("St. Louis, MO", "2965000"),
            ("Dona Ana County, NM", "35013"),
            ("Doña Ana County, NM", "35013"),
            ("O'Brien County, IA", "19141"),
            ("O\u2019Brien County, IA", "19141"),
            ("Prince George's County, MD", "24033"),
            ("Fairfield County, CT", "09001"),
            ("Bexar", "48029"),
            ("Chicago", "1714000"),
        ],
        ids=repr,
    )
    def test_code(self, text, geoid):
        """Whatever spelling somebody used, the code is a text with its zeros."""
        assert geoid == place(text) == place(text, "geoid") == place(text, None) == place(text, "")


class TestParts:
    @pytest.mark.parametrize(
        ("part", "answer"),
        [("name", "Springfield city"), ("state", "Illinois"), ("level", "city"), ("LEVEL", "city")],
    )
    def test_words(self, part, answer):
        """Name, state and level are those of the published files."""
        assert answer == place("Springfield, IL", part)

    @pytest.mark.parametrize(("file", "geoid"), [(11, "17031"), (61, "1714000"), (11, "09001")])
    def test_population(self, file, geoid):
        """The population is the latest published one."""
        people = max((one["year"], one["population"]) for one in rows(file, geoid) if one["population"] != "NA")[1]

        assert float(people) == place(geoid, "population")

    def test_choices(self):
        """All that a name can mean are rows of code, name, state and level."""
        expected = [
            ["1772000", "Springfield city", "Illinois", "city"],
            ["2567000", "Springfield city", "Massachusetts", "city"],
            ["2970000", "Springfield city", "Missouri", "city"],
        ]

        assert expected == sorted(place("Springfield", "choices"))

    @pytest.mark.parametrize(
        "text", ["17031", 17031, "17031.0", "Cook County, IL", "Cook County, Illinois (county, 17031)"], ids=repr
    )
    def test_one_choice(self, text):
        """What can mean one place alone is one row, however it is written."""
        assert [["17031", "Cook County", "Illinois", "county"]] == place(text, "choices")


class TestErrors:
    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (
                ("Cook",),
                (
                    "'Cook' can be 3 places; add the state or use the code: Cook County, Georgia (county, 13075); "
                    "Cook County, Illinois (county, 17031); Cook County, Minnesota (county, 27031)."
                ),
            ),
            (("Cook Countee, IL",), "No county or city is called 'Cook Countee, IL'. Did you mean Cook County, "),
            (("Nowhere",), "No county or city is called 'Nowhere'. `mobility-xl places` finds names."),
            (("Nowhere", "choices"), "No county or city is called 'Nowhere'. `mobility-xl places` finds names."),
            (("",), "The text is missing."),
            ((None,), "The text is missing."),
            ((True,), "The text must be a name, not True."),
            ((17031.5,), "The text must be a code such as 17031, not 17031.5."),
            (("17031", "zip"), "The part must be one of geoid, name, state, level, population, choices, not 'zip'."),
            ((), "MOBILITY_PLACE(text, [part]) was given 0 arguments."),
        ],
    )
    def test_not_understood(self, cells, said):
        """A text that means no place, or several, is #VALUE! and says what could be meant."""
        assert refusal(BadArgument, *cells).startswith(said)

    @pytest.mark.parametrize("code", [99999, "99999", 9999999], ids=repr)
    def test_no_such_code(self, code):
        """A code that no area has is #N/A."""
        assert f"has the code {code}. `mobility-xl places` finds codes by name." in refusal(NoData, code)

    @pytest.mark.parametrize("text", ["*", "Cook*", "?ook County, IL", "~", "%", "Cook County, I_"])
    def test_no_wildcards(self, text):
        """No sign stands for other letters."""
        assert refusal(BadArgument, text).startswith(f"No county or city is called '{text}'.")
