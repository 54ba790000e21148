"""How far published numbers are apart and how sure that is: areas, years, groups."""

import pytest

from mobility_xl.errors import BadArgument, NoData
from mobility_xl.estimates import Comparison, Missing

COOK = "17031"
LOS_ANGELES = "06037"
CHICAGO = "1714000"
LOVING = "48301"


@pytest.fixture
def compare(ask):
    """Compare two areas by the words that people type."""

    def asked(metric: str, place: str, peer: str, year: int | None = None, group: str | None = None) -> Comparison:
        return ask.compare(ask.metric(metric), ask.area(place), ask.area(peer), year, group)

    return asked


@pytest.fixture
def change(ask):
    """Compare two years of an area by the words that people type."""

    def asked(metric: str, place: str, *years: int | None, group: str | None = None) -> Comparison:
        return ask.change(ask.metric(metric), ask.area(place), *years, group=group)

    return asked


@pytest.fixture
def gap(ask):
    """Compare two groups of an area by the words that people type."""

    def asked(metric: str, place: str, group: str, *more) -> Comparison:
        return ask.gap(ask.metric(metric), ask.area(place), group, *more)

    return asked


@pytest.fixture
def tables(ask):
    """Give the group tables of a metric in an area, by kind."""

    def asked(metric: str, place: str):
        return {one.subgroup_type.name: one for one in ask.group_tables(ask.metric(metric), ask.area(place))}

    return asked


def refusal(kind: type[Exception], question, *words) -> str:
    """Return what is said when a question is refused."""
    with pytest.raises(kind) as refused:
        question(*words)
    return str(refused.value)


def years(found: Comparison) -> tuple[int | None, int | None]:
    """Return the years of the two sides."""
    return found.first.year, found.second.year


class TestCompare:
    def test_clear(self, compare):
        """Cook County's babies are of low weight more often than those of Los Angeles County, and not by chance."""
        found = compare("low birth weight", COOK, LOS_ANGELES)

        assert (2023, 2023) == years(found)
        assert 0.09352517985611511 - 0.07871161114723027 == found.difference
        assert ("clear", "less favorable by 1.5 points, clear") == (found.sure, found.verdict)

    def test_sentence(self, compare):
        """The sentence has both numbers with their company, the difference with its bounds, and how sure it is."""
        assert (
            "Household income, middle: in Cook County, Illinois, $80,848 a year ($78,646 to $81,969), 2023, Strong; "
            "in Los Angeles County, California, $86,659 a year ($86,047 to $88,698), 2023, Strong. "
            "In Cook County, Illinois it is $5,811 a year lower ($4,534 to $8,812), which is less favorable. "
            "The difference is clear: chance alone would rarely make one as large (p below 0.001)."
        ) == compare("median income", COOK, LOS_ANGELES).sentence

    def test_latest_of_both(self, ask, compare):
        """Without a year it is the latest in which both have a number: Manhattan's crimes begin in 2023."""
        assert (2023, 2023) == years(compare("violent crime", COOK, "36061"))
        assert (2018, 2018) == years(compare("learning rate", COOK, LOS_ANGELES))
        latest = ask.estimate(ask.metric("low birth weight"), ask.area(COOK)).year
        assert latest > years(compare("low birth weight", COOK, LOS_ANGELES, None, "Black"))[0]

    def test_no_year_of_both(self, compare):
        """Debt is published in no year for a county and a city alike: the city lacks the later year."""
        found = compare("debt", COOK, CHICAGO)

        assert (None, "no data: Chicago city, Illinois: not published this year") == (found.difference, found.sure)
        assert found.sentence.endswith("2023: not published for that year; there is 2021.")

    def test_nothing_for_one(self, compare):
        """A number that is not published leaves nothing to compare, and the sentence says what to ask for."""
        found = compare("low birth weight", COOK, CHICAGO)

        assert (None, None, None, "") == (found.difference, found.ratio, found.p_value, found.favor)
        assert "no data: Chicago city, Illinois: not published at this level" == found.sure == found.verdict
        assert "Cook County, Illinois (17031): ask for that." in found.sentence

    def test_nothing_for_both(self, compare):
        """Where both lack a number it is said of both."""
        assert "no data: both: not published at this level" == compare("low birth weight", CHICAGO, "0644000").sure

    def test_no_physician(self, compare):
        """A county without a physician has no people per physician: no difference and no favor, but words."""
        found = compare("physicians", LOVING, LOS_ANGELES)

        assert (None, None, "") == (found.difference, found.ratio, found.favor)
        assert "not tested: Weak (Loving County, Texas)" == found.sure
        assert f"no physician in Loving County, Texas, {found.sure}" == found.verdict
        assert "in Loving County, Texas, no physician, 2021, Weak;" in found.sentence

    def test_contextual(self, compare):
        """Of a contextual number neither way is more favorable."""
        found = compare("racial exposure", COOK, LOS_ANGELES, None, "Black")

        assert "lower by 41.4 points, not tested: no interval published" == found.verdict
        assert "favorable" not in found.sentence

    def test_parity(self, compare):
        """Housing wealth is closer to parity or further from it."""
        assert (
            "further from parity, 0.09 lower, not tested: no interval published"
            == compare("housing wealth", COOK, LOS_ANGELES, None, "Black").verdict
        )

    def test_group_is_named(self, compare):
        """The sentence names the group that both numbers are about."""
        assert compare("employment", COOK, LOS_ANGELES, None, "Hispanic").sentence.startswith(
            "Adults with a job, Hispanic: in Cook"
        )

    def test_group_needed(self, compare):
        """A metric that is published by group only is asked for with one."""
        assert "published by group only" in refusal(NoData, compare, "housing wealth", COOK, LOS_ANGELES)


class TestChange:
    def test_real_dollars(self, change):
        """Income of 2014 is put into dollars of 2023, value and bounds, before the two are held together."""
        found = change("median income", COOK)

        assert (2023, 2014) == years(found)
        assert (1.0, 304.702 / 236.736) == found.factors
        assert 80847.77739999999 - found.second.value * 304.702 / 236.736 == pytest.approx(found.difference, abs=1e-9)
        assert "Strong, which is $71,387 in 2023 dollars. In 2023 it is $9,461 a year higher after inflation" in (
            found.sentence
        )

    def test_other_way(self, change):
        """Asked the other way round, the difference has the other sign, in dollars of the same year."""
        there, back = change("median income", COOK, 2014, 2023), change("median income", COOK, 2023, 2014)

        assert there.difference == -back.difference
        assert (2014, 2023) == years(back)
        assert (304.702 / 236.736, 1.0) == back.factors

    def test_real_fall(self, ask):
        """Somewhere income rose in dollars and fell in what they buy."""
        changes = [ask.change(ask.metric("median income"), area) for area in ask.store.areas.all("city")]

        assert [one for one in changes if one.difference and one.first.value > one.second.value and one.difference < 0]

    def test_break_of_a_level(self, change):
        """Debt in counties begins anew in 2022; in cities one year is published."""
        assert (2023, 2022) == years(change("debt", COOK))
        assert (
            "no data: Chicago city, Illinois: there is no second year that is not Weak" == change("debt", CHICAGO).sure
        )

    def test_turnout(self, change):
        """Turnout in cities was measured anew in 2020; in counties it was not."""
        assert "higher" == change("turnout", COOK).way
        assert change("turnout", CHICAGO).sure.endswith("since the series broke in 2020")

    def test_named_years_stand(self, change):
        """A year that is named is taken, also across a break, which is then said."""
        found = change("transit", COOK, 2015)

        assert (2022, 2015) == years(found)
        assert "not tested: the series breaks in 2019" == found.sure
        assert "the series breaks in 2019, the transportation model changed" in found.sentence

    def test_end_alone(self, change):
        """An end alone is held against the earliest year after the last break before it."""
        assert (2022, 2019) == years(change("transit", COOK, None, 2022))
        assert (2021, 2014) == years(change("employment", COOK, None, 2021))

    def test_one_year_twice(self, change):
        """A change needs two years."""
        assert "A change is between two years; both are 2021." == refusal(
            BadArgument, change, "transit", COOK, 2021, 2021
        )

    def test_nothing_published(self, change):
        """Where nothing is published it is said why."""
        assert "no data: both: not published at this level" == change("low birth weight", CHICAGO).sure

    def test_group(self, change):
        """A group's years come from five surveys each, which overlap although those of all people do not."""
        assert "not tested: survey periods overlap" == change("employment", COOK, group="Hispanic").sure
        assert "clear" == change("employment", COOK).sure


class TestGap:
    def test_all(self, gap):
        """Held against All of its own table, a group is not tested: it is part of it."""
        found = gap("low birth weight", COOK, "Black")

        assert ("Black, Non-Hispanic", "All") == found.names
        assert "mothers-education" != found.second.subgroup_type.name == "race-ethnicity"
        assert "less favorable by 6.5 points, not tested: the group is part of All" == found.verdict

    def test_two_groups(self, gap):
        """Two groups of one table are tested."""
        assert "less favorable by 9.3 points, clear" == gap("low birth weight", COOK, "Black", "White").verdict

    def test_all_against_a_group(self, gap):
        """All can stand first too."""
        there, back = gap("employment", COOK, "Female"), gap("employment", COOK, "all", "Female")

        assert there.difference == -back.difference
        assert ("gender", "gender") == (back.first.subgroup_type.name, back.second.subgroup_type.name)

    def test_different_tables(self, gap):
        """Groups of two tables are set apart, and not tested."""
        assert "not tested: different surveys" == gap("employment", COOK, "Hispanic", "Male").sure

    def test_latest_of_both(self, gap):
        """Without a year it is the latest in which both groups have a number."""
        assert (2021, 2021) == years(gap("employment", COOK, "Hispanic", "Male"))
        assert (2023, 2023) == years(gap("employment", COOK, "Female", "Male"))

    def test_columns(self, gap):
        """Groups that are columns are groups of one metric."""
        found = gap("housing wealth", COOK, "Black", "White")

        assert ("Black, Non-Hispanic", "White, Non-Hispanic") == found.names
        assert found.sentence.startswith("Housing wealth, Cook County, Illinois: for Black, Non-Hispanic, 0.48")

    def test_levels(self, gap):
        """Levels that are columns answer as groups do."""
        found = gap("income", COOK, "80th percentile", "20th percentile")

        assert ("80th percentile", "20th percentile") == found.names
        assert found.sentence.startswith("Household income, Cook County, Illinois: for 80th percentile, $")
        assert "fits 3 variables" in refusal(BadArgument, gap, "income", COOK, "80th percentile")

    def test_no_all(self, gap):
        """A metric published one column a group has no All to be held against."""
        assert refusal(NoData, gap, "housing wealth", COOK, "Black").endswith(
            "is published by group only, without All. Compare two of: Black, Non-Hispanic; Hispanic; "
            "Other Races and Ethnicities; White, Non-Hispanic."
        )

    def test_column_of_one_group(self, gap):
        """A column that is about one group has no second: its metric has."""
        assert "is about Black, Non-Hispanic alone; ask for 'Housing wealth compared with households' instead." in (
            refusal(BadArgument, gap, "housing wealth black", COOK, "Black", "White")
        )

    def test_no_group(self, gap):
        """All against All is no gap."""
        assert "A gap is between two groups; both are All. Name one." == refusal(
            BadArgument, gap, "employment", COOK, "All"
        )


class TestGroupTables:
    def test_gaps(self, ask, tables):
        """Every other group is held against the reference, in published order."""
        table = tables("employment", COOK)["race-ethnicity"]
        to_all, to_white = ask.gaps(table), ask.gaps(table, "white, non-hispanic")

        assert [one.group for one in table.groups] == [one.first.group for one in to_all]
        assert {"not tested: the group is part of All"} == {one.sure for one in to_all}
        assert ["Black, Non-Hispanic", "Other Races and Ethnicities", "Hispanic"] == [
            one.first.group for one in to_white
        ]

    def test_unknown_reference(self, ask, tables):
        """A reference that the table does not hold is refused with those that it does."""
        said = refusal(BadArgument, ask.gaps, tables("employment", COOK)["gender"], "Martian")

        assert "No group of this table is called 'Martian'. There is All; Male; Female." == said

    def test_widest(self, ask, tables):
        """The widest gap of a table is clear among all its pairs, and named with the higher group first."""
        found = ask.widest_gap(tables("employment", COOK)["race-ethnicity"])

        assert found.clear
        assert ("White, Non-Hispanic", "Black, Non-Hispanic") == found.comparison.names
        assert "widest gap 14.7 points: White, Non-Hispanic 85.6%, Black, Non-Hispanic 70.9%; clear" == found.said

    def test_widest_of_columns(self, ask):
        """Groups that are columns have a widest gap too."""
        found = ask.widest_gap(ask.side_by_side(ask.metric("housing wealth"), ask.area(COOK)))

        assert not found.clear
        assert found.said.endswith("not tested: no interval published")

    def test_disparity(self, ask, tables):
        """The Index of Disparity is the mean distance from All in percent of All; overlapping groups have none."""
        table = tables("employment", COOK)["gender"]
        distances = [abs(one.value - table.everybody.value) for one in table.groups]

        assert pytest.approx(sum(distances) / 2 / table.everybody.value * 100) == ask.disparity(table)
        assert ask.disparity(tables("juvenile arrests", COOK)["race-ethnicity"]) is None


class TestMissingSide:
    def test_reason(self, compare):
        """The side that lacks a number keeps its reason."""
        assert Missing.NOT_AT_LEVEL is compare("low birth weight", COOK, CHICAGO).second.missing
