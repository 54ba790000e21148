"""MOBILITY_METRIC: every part, every way to ask, every error."""

import pytest

from mobility_xl import catalog
from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.functions import call
from mobility_xl.functions.published import PARTS

CATALOG = catalog.load()
BIRTHS = 0.09352517985611511


def metric(*cells):
    """Call the function as a cell does."""
    return call("MOBILITY_METRIC", *cells)


def refusal(kind: type[Exception], *cells) -> str:
    """Return what is said when a call is refused by an error of this very kind."""
    with pytest.raises((NoData, BadArgument, Undefined)) as refused:
        metric(*cells)

    assert kind is refused.type
    return str(refused.value)


class TestParts:
    @pytest.mark.parametrize(
        ("part", "answer"),
        [
            (None, BIRTHS),
            ("", BIRTHS),
            ("value", BIRTHS),
            ("VALUE", BIRTHS),
            ("lower", 0.09099154288631048),
            ("upper", 0.09605881682591974),
            ("quality", "Strong"),
            ("year", 2023),
            ("unit", "share of births"),
            ("label", "Babies born with low weight"),
            ("shown", "9.4% (9.1% to 9.6%), 2023, Strong"),
            ("why", "9.4% (9.1% to 9.6%), 2023, Strong."),
        ],
    )
    def test_low_birth_weight(self, part, answer):
        """Every part of one published estimate is what is published."""
        assert answer == metric("low birth weight", "Cook County, IL", "", "", part)

    @pytest.mark.parametrize(
        ("part", "answer"), [("value", 0.107 / 0.222), ("shares", "0.107:0.222"), ("unit", "of an equal share")]
    )
    def test_housing_wealth(self, part, answer):
        """A ratio published as text gives its value and its text."""
        assert answer == metric("housing wealth", "Cook County, IL", None, "Black", part)

    def test_dollars(self):
        """Income counts dollars a year."""
        assert "dollars a year" == metric("median income", "Cook County, IL", None, None, "unit")

    def test_former_code(self):
        """Why says that a code is no longer used, also where it has a number."""
        said = metric("employment", "Fairfield County, CT", None, None, "why")

        assert said.startswith("81.6% (")
        assert "It was replaced from 2022 by Greater Bridgeport Planning Region (09120)" in said

    @pytest.mark.parametrize("variable", CATALOG.variables.values(), ids=lambda one: one.name)
    def test_unit_and_label(self, variable):
        """Unit and label of every variable are there, also where the place has no number."""
        assert variable.label == metric(variable.name, "Loving County, TX", None, None, "label")
        assert variable.counted_in == metric(variable.name, "Loving County, TX", None, None, "unit")

    @pytest.mark.parametrize("variable", CATALOG.variables.values(), ids=lambda one: one.name)
    def test_every_variable(self, variable, ask):
        """Every variable answers for a county with its own number, by its column's name and by its label."""
        expected = ask.estimate(variable, ask.area("17031")).value

        assert expected is not None
        assert expected == metric(variable.name, 17031) == metric(variable.label, "Cook County, Illinois")


class TestAskedAs:
    @pytest.mark.parametrize(
        "name", ["share_low_birth_weight", "neonatal health", "LOW BIRTH-WEIGHT", "Babies born with low weight"]
    )
    def test_metric(self, name):
        """A metric may be named by its column, a plain name, its predictor or its label."""
        assert BIRTHS == metric(name, 17031)

    @pytest.mark.parametrize(
        "place",
        [
            "Cook County, IL",
            "cook county illinois",
            "17031",
            17031,
            17031.0,
            "17031.0",
            "Cook County, Illinois (county, 17031)",
        ],
        ids=repr,
    )
    def test_place(self, place):
        """A place may be named in any spelling, or by its code as text or number."""
        assert BIRTHS == metric("low birth weight", place)

    @pytest.mark.parametrize("place", [6037, "6037", "06037", 6037.0, "Los Angeles County, CA"], ids=repr)
    def test_lost_zero(self, place):
        """The zero that a number loses is put back: 6037 is 06037, Los Angeles County."""
        assert 0.8034928125938031 == metric("employment", place)

    def test_city_code(self):
        """A city's code may be a number, and may have lost its zero."""
        assert (
            metric("employment", "Los Angeles, CA") == metric("employment", 644000) == metric("employment", "0644000")
        )

    @pytest.mark.parametrize("year", [2022, 2022.0, "2022", " 2022", "2022.0"], ids=repr)
    def test_year(self, year):
        """A year may be a number or text."""
        assert 2022 == metric("employment", 6037, year, None, "year")

    @pytest.mark.parametrize("empty", [None, "", " "])
    def test_left_out(self, empty):
        """An empty cell or empty text is an argument left out, in each place that has a default."""
        assert BIRTHS == metric("low birth weight", 17031, empty, empty, empty)

    @pytest.mark.parametrize("group", ["Black", "black", "Black, Non-Hispanic", "black non hispanic"])
    def test_group(self, group):
        """A group may be named as published, or by another word for it."""
        assert 0.15578383 == metric("low birth weight", 17031, 2022, group)


class TestNoData:
    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (("low birth weight", "Chicago, IL"), "Cook County, Illinois (17031): ask for that."),
            (("employment", 17031, 2020), "not published for that year; there is 2014-2019, 2021-2023."),
            (("employment", 48301), "suppressed by the publisher, or too few people or records."),
            (("living wage", 19003, 2018), "published as 0, which stands for missing wages."),
            (("median income", 17031, None, "Black"), "import file 12 with `mobility-xl data import`."),
            (("employment", 99999), "No county has the code 99999. `mobility-xl places` finds codes by name."),
            (("employment", 9999999), "No city has the code 9999999. `mobility-xl places` finds codes by name."),
            (
                ("racial diversity", 17031),
                "Name one of: Black, Non-Hispanic; Hispanic; Other Races and Ethnicities; White, Non-Hispanic.",
            ),
        ],
        ids=["level", "year", "suppressed", "judged missing", "not in copy", "no county", "no city", "by group only"],
    )
    def test_no_number(self, cells, said):
        """Where there is no such number, it is #N/A, and the sentence says why and what to try."""
        assert refusal(NoData, *cells).endswith(said)

    @pytest.mark.parametrize("part", ["value", "lower", "upper", "quality", "year", "shown"])
    def test_no_part_without_a_value(self, part):
        """What has no value has no bounds, quality, year or text either: not a blank, not a word."""
        said = refusal(NoData, "employment", 48301, 2022, None, part)

        assert (
            "Adults with a job, Loving County, Texas, 2022: suppressed by the publisher, or too few people or records."
            == said
        )

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (("turnout", 17031, None, None, "lower"), "Cook County, Illinois, 2020: no interval is published."),
            (("turnout", 17031, None, None, "upper"), "Cook County, Illinois, 2020: no interval is published."),
            (("turnout", 17031, None, None, "shares"), "Cook County, Illinois, 2020: no shares are published."),
            (("connectedness", "Overland Park, KS", None, None, "quality"), "2022: no quality flag is published."),
            (
                ("poverty exposure", 17031, 2023, "Black", "lower"),
                ", Black, Cook County, Illinois, 2023: no interval is published.",
            ),
        ],
    )
    def test_no_such_part(self, cells, said):
        """A part that is not published is #N/A, with the estimate that lacks it."""
        assert refusal(NoData, *cells).endswith(said)


class TestBadArgument:
    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            ((None, 17031), "The metric is missing. Write its name."),
            ((5, 17031), "The metric must be a name, not 5."),
            (("low birth wieght", 17031), "No metric is called 'low birth wieght'. Did you mean 'low birth weight'?"),
            (("employment", None), "The place is missing. Write its name."),
            (("employment", True), "The place must be a name, not True."),
            (
                ("employment", "Cok County, IL"),
                "No county or city is called 'Cok County, IL'. Did you mean Cook County, Illinois",
            ),
            (("employment", "Springfield"), "'Springfield' can be "),
            (("employment", 17031, "last year"), "The year must be a number such as 2022, not 'last year'."),
            (("employment", 17031, 2022, 5), "The subgroup must be a name, not 5."),
            (
                ("employment", 17031, 2022, "Martian"),
                "No group is called 'Martian' here. Use All; Black, Non-Hispanic;",
            ),
            (
                ("employment", 17031, 2022, None, "median"),
                f"The part must be one of {', '.join(PARTS)}, not 'median'.",
            ),
            (
                ("crime", 17031),
                "'crime' fits 2 variables; name one of them: Reported violent crimes (rate_crime_violent); ",
            ),
        ],
        ids=[
            "no metric",
            "number",
            "misspelled",
            "no place",
            "truth",
            "near",
            "several",
            "year",
            "group",
            "martian",
            "part",
            "several metrics",
        ],
    )
    def test_not_understood(self, cells, said):
        """An argument that cannot be understood is #VALUE!, and the sentence says what could be."""
        assert refusal(BadArgument, *cells).startswith(said)


class TestUndefined:
    def test_no_households(self):
        """A ratio to no households is #DIV/0!; its two shares are still there."""
        cells = ("housing wealth", "Baxter County, AR", 2022, "Black")

        assert refusal(Undefined, *cells).endswith("2022: undefined; the published share of households is 0.")
        assert "0.000:0.000" == metric(*cells, "shares")

    @pytest.mark.parametrize("part", ["value", "lower", "quality", "year", "shown"])
    def test_no_part(self, part):
        """No part of an undefined ratio is a number."""
        assert "undefined" in refusal(Undefined, "housing wealth", "Baxter County, AR", 2022, "Black", part)


class TestWhy:
    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (("low birth wieght", 17031), "No metric is called 'low birth wieght'. Did you mean 'low birth weight'?"),
            (("employment", "Nowhere"), "No county or city is called 'Nowhere'. `mobility-xl places` finds names."),
            (("employment", 17031, "soon"), "The year must be a number such as 2022, not 'soon'."),
            (("employment", 99999), "No county has the code 99999. `mobility-xl places` finds codes by name."),
            (
                ("turnout", 17031),
                f"65.4%, 2020, Strong. {' '.join(CATALOG.variables['share_election_turnout'].cautions)}",
            ),
        ],
        ids=["metric", "place", "year", "code", "value"],
    )
    def test_sentence(self, cells, said):
        """Whatever is asked, why is a sentence."""
        year, group = (*cells[2:], None, None)[:2]

        assert said == metric(*cells[:2], year, group, "why")

    def test_part_itself(self):
        """Only a part that does not exist is an error."""
        assert "not 'whi'" in refusal(BadArgument, "employment", 17031, None, None, "whi")
