import re

import pytest

from mobility_xl.queries import Queries
from mobility_xl.workbook.numbers import area_in_words, in_its_unit, metric_in_words


class TestInItsUnit:
    @pytest.mark.parametrize("geoid", ["17031", "48301", "1714000"])
    def test_as_said(self, ask: Queries, geoid: str) -> None:
        """A number in its unit is the one that sentences say, without its sign."""
        wrong = []
        for variable in ask.catalog.variables.values():
            for estimate in ask.everything(variable, ask.area(geoid)):
                value = estimate.value or 0.0
                said = float(re.sub(r"[$%,]", "", variable.unit.show(value)))
                if said != in_its_unit(variable, value):
                    wrong.append((variable.name, value, said))

        assert wrong == []

    @pytest.mark.parametrize(
        ("name", "value", "shown"),
        [
            ("share_low_birth_weight", 0.09352517985611511, 9.4),
            ("pctl_income_50", 80848.4, 80848.0),
            ("rate_learning", -0.045, -0.05),
        ],
    )
    def test_examples(self, ask: Queries, name: str, value: float, shown: float) -> None:
        """Shares are in percent, dollars whole, and halves rounded away from zero."""
        assert in_its_unit(ask.catalog.variables[name], value) == shown


class TestMetricInWords:
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("share_low_birth_weight", "Babies born with low weight (% of births)"),
            ("pctl_income_20", "Household income, 20th percentile ($ a year)"),
            ("rate_injury_death", "Deaths due to injury (per 100,000 people)"),
        ],
    )
    def test_examples(self, ask: Queries, name: str, words: str) -> None:
        """What is measured stands with what it is counted in."""
        assert metric_in_words(ask.catalog.variables[name], "county") == words

    def test_different(self, ask: Queries) -> None:
        """No two variables read alike at a level, also without capitals: a PivotTable would add them up."""
        for level in ("county", "city"):
            words = [metric_in_words(variable, level).lower() for variable in ask.catalog.variables.values()]

            assert len(words) == len(set(words))


class TestAreaInWords:
    def test_different(self, ask: Queries) -> None:
        """No two areas read alike, also without capitals and where a city is a county too."""
        areas = ask.store.areas.all_ever()

        assert len({area_in_words(area).lower() for area in areas}) == len(areas)

    @pytest.mark.parametrize(
        ("geoid", "words"),
        [("17031", "Cook County, IL"), ("2404000", "Baltimore city, MD"), ("24510", "Baltimore city, MD (county)")],
    )
    def test_examples(self, ask: Queries, geoid: str, words: str) -> None:
        """An area has its state's letters; a county that is a city says which of both it is."""
        assert area_in_words(ask.area(geoid)) == words
