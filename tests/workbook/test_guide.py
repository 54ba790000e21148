"""What every sheet says of a number is true of all its years."""

import pytest

from mobility_xl.functions import call
from mobility_xl.queries import Queries
from mobility_xl.workbook.blocks import Words
from mobility_xl.workbook.build import guide_of
from mobility_xl.workbook.contents.topics import topics, widest_gap
from mobility_xl.workbook.guide import Guide, change_in_words, no_benchmark
from mobility_xl.workbook.templates import Template
from tests.conftest import Workbooks
from tests.workbook.places import PLACES
from tests.workbook.reading_back import texts


def guide_at(ask: Queries, template: Template, geoid: str) -> Guide:
    """Return what a place's sheets are made from."""
    return guide_of(ask, [ask.area(geoid)], template.style, "lambda")


class TestChange:
    @pytest.mark.parametrize(
        ("geoid", "name", "said"),
        [
            # Weak from 2014 to 2021, and Marginal in 2023.
            ("0107000", "share_in_preschool", "Earlier years are Weak"),
            # Marginal, Weak, Marginal from 2021 to 2023, and broken in 2022.
            ("01039", "rate_juv_arrest", "Earlier years since the series broke in 2022 are Weak"),
            ("09110", "share_digital_access", "One year since the series broke in 2022"),
            ("48301", "share_digital_access", "Weak: no change is given"),
        ],
    )
    def test_none(self, ask: Queries, template: Template, geoid: str, name: str, said: str) -> None:
        """Why there is no change tells one year from several that are Weak."""
        guide = guide_at(ask, template, geoid)

        assert said == guide.change(guide.estimate(ask.catalog.variables[name]))

    def test_before_a_weak_year(self, ask: Queries, template: Template) -> None:
        """Where the latest number is Weak, the change is that of the years before, as the cell function has it."""
        guide = guide_at(ask, template, "41039")
        found = 0
        for variable in ask.catalog.variables.values():
            estimate, change = guide.estimate(variable), guide.change(guide.estimate(variable))
            if estimate.quality == "Weak" and not isinstance(change, str):
                found += 1
                assert change.difference == call("MOBILITY_CHANGE", variable.name, "41039")
                assert f" in {change.first.year} " in change_in_words(change, estimate)

        assert found

    @pytest.mark.parametrize("geoid", [*PLACES.values(), "0107000", "01039"])
    def test_one_year(self, ask: Queries, template: Template, geoid: str) -> None:
        """No number is said to have one year that has several since its series broke."""
        guide = guide_at(ask, template, geoid)
        for variable in ask.catalog.variables.values():
            estimate = guide.estimate(variable)
            said = guide.change(estimate)
            breaks = [one.year for one in variable.breaks_for(estimate.area.level, estimate.area.state_code)]
            since = max((year for year in breaks if year <= (estimate.year or 0)), default=0)
            years = [one.year for one in ask.trend(variable, estimate.area) if (one.year or 0) >= since]

            assert len(years) == 1 or not str(said).startswith("One year")


class TestGap:
    @pytest.mark.parametrize("geoid", PLACES.values())
    def test_over_all_kinds(self, ask: Queries, template: Template, geoid: str) -> None:
        """No kind of groups has a wider clear gap than the one that is told, nor a wider one where none is clear."""
        guide = guide_at(ask, template, geoid)
        for topic in (one for pillar, _ in guide.pillars for one in topics(guide, pillar)):
            told = widest_gap(guide, topic)
            tables = () if topic.grouped else ask.group_tables(topic.first, guide.area_of(topic.first))
            for found in map(ask.widest_gap, tables):
                assert (told.clear, told.apart) >= (found.clear, found.apart)

    def test_some_tested(self, ask: Queries, template: Template) -> None:
        """Where some pairs of groups are tested and none is clear, there is no clear gap, as the query has it."""
        guide = guide_at(ask, template, "01073")
        topic = next(one for pillar, _ in guide.pillars for one in topics(guide, pillar) if one.number == "12")
        found = widest_gap(guide, topic)
        said = guide.gap_in_words(found)

        assert found.said.startswith("no clear gap among 4 groups")
        assert isinstance(said, Words)
        assert said.text.endswith("13.8 points apart, no clear gap")


class TestNoBenchmark:
    @pytest.mark.parametrize(
        ("geoid", "name", "said"),
        [
            ("17031", "share_low_birth_weight", "[c] withheld"),
            ("17031", "share_hispanic_exposure", "[x] none"),
            ("48301", "share_low_birth_weight", "[c] withheld"),
            ("48301", "share_hispanic_exposure", "-"),
        ],
    )
    def test_said(self, ask: Queries, template: Template, geoid: str, name: str, said: str) -> None:
        """A benchmark that is withheld is told from one that nobody makes, and from a number that is not there."""
        guide = guide_at(ask, template, geoid)
        estimate = guide.estimate(ask.catalog.variables[name])

        assert guide.benchmark(estimate)[0] is None
        assert said == no_benchmark(estimate)

    def test_peers(self, ask: Queries, workbook_of: Workbooks) -> None:
        """On Peers no benchmark is said to be withheld of a metric that has none."""
        said = {place: text for place, text in texts(workbook_of("17031")).items() if place[0] == "Peers"}
        labels = {one.label for one in ask.catalog.variables.values() if not one.benchmark}
        rows = {place[1][1:] for place, text in said.items() if place[1][0] == "A" and text in labels}

        assert rows
        assert {"[x] none"} == {said["Peers", f"K{row}"] for row in rows}
