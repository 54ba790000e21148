import pytest

from mobility_xl.queries import Queries
from mobility_xl.workbook.build import guide_of
from mobility_xl.workbook.contents.worth import MOST_SENTENCES, first_looks, looks
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.templates import Template
from tests.conftest import Workbooks
from tests.workbook.places import PLACES
from tests.workbook.reading_back import texts

NEVER_MARKED = {"rate_crime_violent", "rate_crime_property", "rate_juv_arrest"}
"""Crime and arrests depend on how many agencies report."""


def guide_at(ask: Queries, template: Template, geoid: str) -> Guide:
    """Return what a place's sheets are made from."""
    return guide_of(ask, [ask.area(geoid)], template.style, "lambda")


@pytest.fixture(scope="class")
def guide(ask: Queries, template: Template, geoid: str) -> Guide:
    """Give what a place's sheets are made from."""
    return guide_at(ask, template, geoid)


@pytest.mark.parametrize("geoid", PLACES.values(), ids=PLACES.keys(), scope="class")
class TestLooks:
    def test_rule(self, guide: Guide) -> None:
        """Marked is a clear gap, a clear change for the less favorable, the least favorable quarter, nothing else."""
        for look in looks(guide):
            may_be_marked = look.estimate.value is not None and look.estimate.quality != "Weak"
            change = look.change
            worse = not isinstance(change, str) and (change.sure, change.favor) == ("clear", "less favorable")
            reasons = {"gap": look.gap.clear, "change": worse, "position": look.position.least_favorable}
            expected = [one for one, applies in reasons.items() if applies and may_be_marked]

            assert look.reasons == tuple([] if look.estimate.variable.name in NEVER_MARKED else expected)

    def test_first(self, guide: Guide) -> None:
        """The sentences are the marked metrics with most reasons, then in the order of the framework."""
        marked = [one for one in looks(guide) if one.reasons]
        counts = [len(one.reasons) for one in first_looks(guide)]

        assert min(len(marked), MOST_SENTENCES) == len(counts)
        assert sorted(counts, reverse=True) == counts
        assert all(len(one.reasons) <= counts[-1] for one in marked if one not in first_looks(guide))


class TestCook:
    def test_each_reason(self, ask: Queries, template: Template) -> None:
        """In a big county gaps and changes mark metrics; yet not all of them."""
        marked = [one.reasons for one in looks(guide_at(ask, template, "17031"))]

        assert {"gap", "change"} <= {reason for reasons in marked for reason in reasons}
        assert () in marked


class TestSentences:
    def test_county_is_named(self, alone_of: Workbooks) -> None:
        """A number that is the county's, where none is published for cities, is said to be that wherever it is told."""
        said = texts(alone_of("1714000"))
        glance = [text for (tab, _), text in said.items() if tab == "At a Glance"]
        cover = [text for (tab, _), text in said.items() if tab == "Cover"]

        assert any(text.startswith("Cook County: In the five years to 2023, injuries caused 87.5 ") for text in glance)
        assert any("Deaths due to injury (Cook County)" in text for text in cover)

    def test_group_is_named_once(self, workbook_of: Workbooks) -> None:
        """Of a metric that is published by group the sentence names the group, and nothing before it does."""
        said = [text for (tab, _), text in texts(workbook_of("1714000")).items() if tab == "At a Glance"]

        assert any(text.startswith("87.8% of Black students attend schools") for text in said)

    def test_number_first(self, workbook_of: Workbooks) -> None:
        """A sentence begins with the number and goes on with the reasons that marked it."""
        said = {text for (tab, _), text in texts(workbook_of("17031")).items() if tab == "At a Glance"}

        assert (
            "49.2% of children ages 3 and 4 are enrolled in nursery school or preschool (2023). "
            "White, Non-Hispanic 58.6%, Hispanic 40.3%, 2021: 18.3 points apart, clear. "
            "Less favorable than 2014 by 2.8 points, clear."
        ) in said

    def test_nothing_marked(self, workbook_of: Workbooks) -> None:
        """Where nothing is marked, the sheet says so."""
        said = [text for (tab, _), text in texts(workbook_of("15005")).items() if tab == "At a Glance"]

        assert any(text.startswith("No metric of this place is marked") for text in said)
