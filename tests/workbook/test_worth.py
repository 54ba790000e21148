import pytest

from mobility_xl.queries import Queries
from mobility_xl.workbook.build import _guide
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.templates import Template
from mobility_xl.workbook.worth import MOST_SENTENCES, first_looks, looks
from tests.conftest import Workbooks
from tests.workbook.places import PLACES
from tests.workbook.reading_back import texts


def guide_of(ask: Queries, template: Template, geoid: str) -> Guide:
    """Return what a place's sheets are made from."""
    return _guide(ask, [ask.area(geoid)], template.style, "lambda")


@pytest.mark.parametrize("geoid", PLACES.values(), ids=PLACES.keys(), scope="class")
class TestLooks:
    def test_rule(self, ask: Queries, template: Template, geoid: str) -> None:
        """A mark stands for a clear gap, a clear change for the less favorable, or the least favorable quarter."""
        for look in looks(guide_of(ask, template, geoid)):
            change = look.change
            clear_change = not isinstance(change, str) and (change.sure, change.favor) == ("clear", "less favorable")
            reasons = {"gap": look.gap.clear, "change": clear_change, "position": look.position.least_favorable}

            if look.reasons:
                assert look.estimate.quality != "Weak"
            assert all(reasons[one] for one in look.reasons)

    def test_never_crime(self, ask: Queries, template: Template, geoid: str) -> None:
        """Crime and arrests are never marked."""
        marked = {one.estimate.variable.name for one in looks(guide_of(ask, template, geoid)) if one.reasons}

        assert not marked & {"rate_crime_violent", "rate_crime_property", "rate_juv_arrest"}

    def test_first(self, ask: Queries, template: Template, geoid: str) -> None:
        """The sentences are the marked metrics with most reasons, then in the order of the framework."""
        guide = guide_of(ask, template, geoid)
        marked = [one for one in looks(guide) if one.reasons]
        counts = [len(one.reasons) for one in first_looks(guide)]

        assert min(len(marked), MOST_SENTENCES) == len(counts)
        assert sorted(counts, reverse=True) == counts
        assert all(len(one.reasons) <= counts[-1] for one in marked if one not in first_looks(guide))


class TestSentences:
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
