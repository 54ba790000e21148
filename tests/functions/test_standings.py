"""MOBILITY_RANK, MOBILITY_BENCHMARK and MOBILITY_PEERS as a cell calls them."""

import numpy as np
import pandas as pd
import pytest

from mobility_xl.compare.benchmarks import weighted_quantile
from mobility_xl.errors import BadArgument, NoData
from mobility_xl.functions import FUNCTIONS, call
from mobility_xl.functions.standings import PARTS


def refusal(kind: type[Exception], name: str, *cells: object) -> str:
    """Return what is said when a call is refused by an error of this very kind."""
    with pytest.raises((NoData, BadArgument)) as refused:
        call(name, *cells)

    assert kind is refused.type
    return str(refused.value)


class TestBenchmark:
    def test_every_variable(self, ask):
        """It is the benchmark of the latest year in which any county has a value, or says why there is none."""
        for variable in ask.catalog.variables.values():
            year = ask.benchmark_year(variable, "US")
            found = ask.benchmark(variable, year)
            if found.value is None:
                said = refusal(NoData, "MOBILITY_BENCHMARK", variable.name)

                assert f"{variable.label}, benchmark of US, {year}: {found.why}." == said
            else:
                assert found.value == call("MOBILITY_BENCHMARK", variable.name)

    def test_quantile(self, ask):
        """A quantile may be a number or a percentage."""
        published = [one for one in ask.store.areas.all("county", "TX") if ask.value(ask.metric("turnout"), one, 2020)]
        values = [ask.value(ask.metric("turnout"), one, 2020) for one in published]
        people = ask.store.series("population", "county")
        weights = [people.value(one.position, 2020) for one in published]
        expected = weighted_quantile(np.array(values), np.array(weights), 0.25)

        assert expected == call("MOBILITY_BENCHMARK", "turnout", "TX", 2020, 0.25)
        assert expected == call("MOBILITY_BENCHMARK", "turnout", "TX", 2020, "25%")

    @pytest.mark.parametrize(
        ("kind", "cells", "said"),
        [
            (NoData, ("low birth weight",), "22% of people live where the value is missing or Weak."),
            (NoData, ("low birth weight", "US cities"), "benchmark of US cities: no year has a value."),
            (NoData, ("employment", "DE"), "benchmark of DE, 2023: only 3 areas have a value."),
            (NoData, ("employment", "US", 2020), "2020: not published for counties in 2020."),
            (NoData, ("homeless count",), "no benchmark is made of this number."),
            (NoData, ("racial diversity",), "is published by group only."),
            (BadArgument, ("employment", "Mars"), "'Mars' is neither US, US cities nor a state."),
            (BadArgument, ("employment", "US", 2023, 50), "The quantile must be between 0 and 1, not 50."),
        ],
    )
    def test_refused(self, kind, cells, said):
        """What is withheld, not made or not understood says so."""
        assert said in refusal(kind, "MOBILITY_BENCHMARK", *cells)

    def test_not_an_average(self):
        """The help never calls it an average of the places, nor what people have."""
        function = FUNCTIONS["MOBILITY_BENCHMARK"]

        assert "half of the people live" in function.summary
        assert any("it is no average" in one for one in function.details)


class TestPeers:
    def test_rows(self, ask):
        """A row has geoid, name, distance and what is shared, nearest first; twelve when no count is given."""
        rows = call("MOBILITY_PEERS", "Cook County, IL")
        found = ask.peers(ask.area("17031")).nearest

        assert [[one.area.geoid, str(one.area), one.distance, one.shared] for one in found] == rows
        assert 12 == len(rows)
        assert rows[:5] == call("MOBILITY_PEERS", 17031, 5)
        assert rows[:5] == call("MOBILITY_PEERS", 17031, "5")

    def test_all(self, ask):
        """No more are asked for than there are candidates: with an income, 2,799 counties beside the place."""
        with_income = [
            one for one in ask.store.areas.all("county") if ask.context(one).income and ask.context(one).density
        ]

        assert len(with_income) - 1 == len(call("MOBILITY_PEERS", "Cook County, IL", 5000))

    @pytest.mark.parametrize(
        ("kind", "cells", "said"),
        [
            (NoData, ("09001",), "which peers are found in. It was replaced from 2022 by Greater Bridgeport"),
            (NoData, (99999,), "No county has the code 99999."),
            (BadArgument, ("Nowhere",), "No county or city is called 'Nowhere'."),
            (BadArgument, ("17031", 0), "The count must be 1 or more, not 0."),
            (BadArgument, ("17031", 2.5), "The count must be a whole number, not 2.5."),
        ],
    )
    def test_refused(self, kind, cells, said):
        """A former code, an unknown place and a count that is none say so."""
        assert said in refusal(kind, "MOBILITY_PEERS", *cells)

    def test_alike(self):
        """No word of a row judges a place: peers are alike, not good."""
        said = " ".join(row[3] for row in call("MOBILITY_PEERS", "Cook County, IL"))

        assert not {"better", "worse", "best", "favorable"} & set(said.split())


class TestRank:
    @pytest.mark.parametrize("part", PARTS[:-1])
    def test_parts(self, ask, part):
        """Every part of a rank is that of the rank."""
        found = ask.rank(ask.metric("employment"), ask.area("17031"))

        assert getattr(found, part) == call("MOBILITY_RANK", "employment", "Cook County, IL", "", "", part)

    def test_why(self, ask):
        """Why is the rank in sentences, or why there is none; never an error."""
        assert ask.rank(ask.metric("employment"), ask.area("17031")).why == why("employment", "17031")
        assert why("violent crime", "17031").endswith(
            "No rank: the FBI warns against ranking places by reported crime."
        )
        assert "No county or city is called 'Nowhere'." in why("employment", "Nowhere")
        assert "is neither US, US cities nor a state" in why("employment", "17031", "Mars")

    def test_range(self):
        """A range of places is taken whole, empty cells left out, while other ranges go cell by cell."""
        places = [["Cook County, IL", 6037], ["48201", ""], [53033, None], ["Maricopa County, AZ", "06037"]]
        found = call("MOBILITY_RANK", "employment", [["17031"], [6037], ["Nowhere"]], places, 2023, [["rank", "count"]])

        assert [[2, 5], [5, 5]] == found[:2]
        assert {BadArgument} == set(map(type, found[2]))
        assert 2 == call("MOBILITY_RANK", "employment", "17031", places, 2023, "rank")

    def test_frame(self):
        """A column of a frame is a range of places."""
        places = pd.DataFrame({"geoid": ["17031", "06037", "48201", "53033", "04013", None]})

        assert 5 == call("MOBILITY_RANK", "employment", "17031", places, 2023, "count")

    def test_error_in_a_range(self):
        """An error among the places goes on."""
        with pytest.raises(NoData, match="No county has the code 99999"):
            call("MOBILITY_RANK", "employment", "17031", [["06037"], [99999]])

    def test_no_rank(self, ask):
        """Where the catalog gives no rank every part but why ends in #N/A."""
        for variable in ask.catalog.variables.values():
            if variable.unranked:
                assert "No rank: " in refusal(NoData, "MOBILITY_RANK", variable.name, "17031", "US", None, "count")


def why(*cells: object) -> object:
    """Ask for the sentence of a rank."""
    return call("MOBILITY_RANK", *cells, *[None] * (4 - len(cells)), "why")
