"""What each question of the Review Guide starts from: few sentences, by the rule that stands below them."""

import pytest

from mobility_xl.compare.sureness import said_of_many
from mobility_xl.estimates import Comparison
from mobility_xl.queries import Queries
from mobility_xl.workbook.blocks import Words
from mobility_xl.workbook.contents.starting_points import ENDS, MOST, STARTS, changes, changes_tested, gaps, positions
from mobility_xl.workbook.contents.worth import looks
from mobility_xl.workbook.templates import Template
from tests.conftest import Workbooks
from tests.workbook.contents.test_worth import guide_at
from tests.workbook.places import PLACES
from tests.workbook.reading_back import texts


@pytest.mark.parametrize("geoid", PLACES.values(), ids=PLACES.keys(), scope="class")
class TestRule:
    def test_few(self, ask: Queries, template: Template, geoid: str) -> None:
        """Each question starts from five sentences at most, each about another metric, none from what must not be."""
        guide = guide_at(ask, template, geoid)
        for question in STARTS.values():
            estimates = [start.look.estimate for start in question(guide)]
            unplaced = {"rate_crime_violent", "rate_crime_property", "rate_juv_arrest"}

            assert len({one.variable.name for one in estimates}) == len(estimates) <= MOST
            assert all(one.value is not None and one.quality != "Weak" for one in estimates)
            assert not any(one.variable.name in unplaced or one.variable.direction == "contextual" for one in estimates)

    def test_changes(self, ask: Queries, template: Template, geoid: str) -> None:
        """Clear changes come before untested ones; none that could be chance is said."""
        found = [start.look.change for start in changes(guide_at(ask, template, geoid))]
        sure = [change.sure if not isinstance(change, str) else change for change in found]

        assert sorted(sure, key=lambda word: word != "clear") == sure
        assert all(word == "clear" or word.startswith("not tested") for word in sure)

    def test_gaps(self, ask: Queries, template: Template, geoid: str) -> None:
        """Clear gaps come first, and among them those where one number is most times the other."""
        found = [start.look.gap for start in gaps(guide_at(ask, template, geoid))]
        ratios = [gap.comparison.ratio or 0 for gap in found if gap.clear and gap.comparison]

        assert sorted(found, key=lambda gap: not gap.clear) == found
        assert sorted(ratios, reverse=True) == ratios

    def test_positions(self, ask: Queries, template: Template, geoid: str) -> None:
        """The lowest and the highest come before those near an end; the middle is not said."""
        words = [start.look.position.word for start in positions(guide_at(ask, template, geoid))]

        assert sorted(words, key=lambda word: word not in ENDS) == words
        assert "middle half" not in words


class TestNothingToSee:
    def test_same(self, ask: Queries, template: Template) -> None:
        """Groups with the same number have no gap to start from, and are told to be the same."""
        guide = guide_at(ask, template, "51610")
        (look,) = (one for one in looks(guide) if one.topic.label == "Students in high-poverty schools")
        words = guide.gap_in_words(look.gap)

        assert isinstance(words, Words)
        assert words.text == "Black 0.0%, Hispanic 0.0%, 2021: the same, not tested"
        assert look.gap.said.startswith("the same in all ")
        assert look not in [start.look for start in gaps(guide)]

    @pytest.mark.parametrize("geoid", [*PLACES.values(), "51610"])
    def test_rounds_to_nothing(self, ask: Queries, template: Template, geoid: str) -> None:
        """No sentence to start from is about a difference that rounds to nothing."""
        guide = guide_at(ask, template, geoid)
        pairs = [start.look.gap.comparison for start in gaps(guide)] + [start.look.change for start in changes(guide)]
        sizes = [pair.size for pair in pairs if isinstance(pair, Comparison)]

        assert len(sizes) == len(pairs)
        assert not [size for size in sizes if size.startswith(("less than", "0.0 ", "0 ", "$0"))]


class TestSentences:
    @pytest.mark.parametrize(
        "sentence",
        [
            "Adults with a job: 82.4% of ages 25 to 54, 2023. More favorable than 2014 by 5.4 points, clear.",
            (
                "Babies born with low weight: Black, Non-Hispanic 15.6%, White, Non-Hispanic 6.3%, 2022: "
                "9.3 points apart, clear."
            ),
            (
                "Adults with debt in collections: 21.9% of adults with a credit record, 2023. Among the nearest areas: "
                "lower quarter"
            ),
        ],
        ids=["change", "gap", "position"],
    )
    def test_cook(self, workbook_of: Workbooks, sentence: str) -> None:
        """A sentence names the metric, the number with its unit and year, and how sure it is."""
        said = [text for (tab, _), text in texts(workbook_of("17031")).items() if tab == "Review Guide"]

        assert any(text.startswith(sentence) for text in said)

    def test_nothing_to_say(self, workbook_of: Workbooks) -> None:
        """Where the data say nothing by the rule, the sheet says so."""
        said = {text for (tab, _), text in texts(workbook_of("48301")).items() if tab == "Review Guide"}

        assert "The data say nothing here by the rule below: look at the sheets of the pillars." in said

    def test_by_chance(self, ask: Queries, template: Template, workbook_of: Workbooks) -> None:
        """Where changes are tested, the sheet says how many would look clear by chance alone."""
        tested = changes_tested(guide_at(ask, template, "17031"))
        said = " ".join(text for (tab, _), text in texts(workbook_of("17031")).items() if tab == "Review Guide")

        assert f"Changes: {said_of_many(tested)}." in said
