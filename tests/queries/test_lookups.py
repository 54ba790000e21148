"""The questions that every front end asks, on published numbers."""

import pytest

from mobility_xl.errors import BadArgument, NoData
from mobility_xl.estimates import Estimate, Missing
from mobility_xl.queries import Queries, default, spans

COOK = "17031"
CHICAGO = "1714000"
FAIRFIELD = "09001"
WESTERN_CONNECTICUT = "09190"

IMPORT_12 = "import file 12 with `mobility-xl data import`."


@pytest.fixture
def estimate(ask):
    """Ask for one estimate by the words that people type."""

    def asked(metric: str, place: str, year: int | None = None, group: str | None = None) -> Estimate:
        return ask.estimate(ask.metric(metric), ask.area(place), year, group)

    return asked


@pytest.fixture
def table(ask):
    """Ask for the groups of one kind by the words that people type."""

    def asked(metric: str, place: str, kind: str, year: int | None = None):
        variable = ask.metric(metric)
        return ask.groups(variable, ask.area(place), ask.subgroup_type(variable, kind), year)

    return asked


def refusal(kind: type[Exception], question, *words) -> str:
    """Return what is said when a question is refused."""
    with pytest.raises(kind) as refused:
        question(*words)
    return str(refused.value)


class TestEstimate:
    def test_latest(self, estimate):
        """Without a year it is the latest that has a value, with its bounds and quality."""
        found = estimate("low birth weight", "Cook County, IL")

        assert (2023, "Strong", "All") == (found.year, found.quality, found.group)
        assert (0.09352517985611511, 0.09099154288631048, 0.09605881682591974) == (
            found.value,
            found.lower,
            found.upper,
        )
        assert (None, "", "") == (found.missing, found.said, found.why)

    def test_year(self, estimate):
        """With a year it is that year's."""
        assert "8.8% (8.6% to 9.1%), 2021, Strong" == estimate("low birth weight", COOK, 2021).shown

    def test_latest_of_the_place(self, estimate):
        """The latest year is that of the place: Manhattan's crimes are published for 2023 alone."""
        assert 2023 == estimate("violent crime", "36061").year
        assert 2018 == estimate("learning rate", COOK).year

    def test_latest_of_the_group(self, estimate):
        """The latest year is that of the group: births by race end here in 2022, overall in 2023."""
        assert (2022, 2023) == (
            estimate("low birth weight", COOK, None, "Hispanic").year,
            estimate("low birth weight", COOK).year,
        )

    def test_shown(self, estimate):
        """An estimate is shown with interval, year and quality; without an interval, with what there is."""
        assert "9.4% (9.1% to 9.6%), 2023, Strong" == estimate("low birth weight", COOK).shown
        assert "$80,848 ($78,646 to $81,969), 2023, Strong" == estimate("median income", COOK).shown
        assert "65.4%, 2020, Strong" == estimate("turnout", COOK).shown

    def test_no_flag(self, estimate):
        """A value without a flag says so: Overland Park's connectedness."""
        found = estimate("connectedness", "Overland Park, KS")

        assert ("", "58.7%, 2022, no quality flag") == (found.quality, found.shown)

    def test_sentence(self, estimate):
        """An estimate is said as a person would, with its interval in words."""
        expected = (
            "9.4% of babies were born weighing less than 5 pounds 8 ounces. "
            "The true value very likely lies between 9.1% and 9.6%."
        )

        assert expected == estimate("low birth weight", COOK).sentence

    def test_sentence_with_a_year(self, estimate):
        """Five pooled years are named by their last."""
        assert (
            "In the five years to 2023, injuries caused 87.5 deaths a year for every 100,000 people. "
            "The true value very likely lies between 86.3 and 88.6."
        ) == estimate("injury deaths", COOK).sentence

    def test_sentence_of_imputation(self, estimate):
        """Bounds of suppressed counts are never called the interval of the true value."""
        assert (
            "24,124 public school students are homeless. "
            "With suppressed districts at their lowest and highest: 24,118 to 24,130."
        ) == estimate("number of homeless students", COOK).sentence

    def test_sentence_without_interval(self, estimate):
        """Without bounds nothing is said of the true value."""
        assert "65.4% of citizens of voting age voted for president." == estimate("turnout", COOK).sentence

    def test_sentence_of_a_city(self, estimate):
        """Debt in a city is derogatory debt."""
        assert "33.3% of adults with a credit record have derogatory debt." == estimate("debt", CHICAGO).sentence

    def test_no_physician(self, estimate):
        """No physician is 0 people per physician, and said in words."""
        found = estimate("physicians", "Loving County, TX")

        assert (0.0, "Weak", 2021) == (found.value, found.quality, found.year)
        assert found.sentence == (
            "No primary care physician practices here, and at most 2,000 people live here. "
            "This is Weak: do not act on it."
        )

    def test_shares(self, estimate):
        """A ratio keeps the two shares that are published, and is their quotient."""
        found = estimate("housing wealth", COOK, None, "Black")

        assert ((0.107, 0.222), "0.107:0.222") == (found.shares, found.shares_text)
        assert 0.107 / 0.222 == found.value

    def test_undefined(self, estimate):
        """A ratio whose second share is 0 is undefined, and not for one of the five reasons."""
        found = estimate("housing wealth", "Baxter County, AR", 2022, "Black")

        assert (None, None, "0.000:0.000") == (found.value, found.missing, found.shares_text)
        assert (
            (
                "Housing wealth of Black households, Baxter County, Arkansas, 2022: "
                "undefined; the published share of households is 0."
            )
            == found.why
            == found.sentence
            == found.shown
        )

    def test_survey_areas(self, estimate):
        """That survey areas reach beyond a place is told of those alone whose number is not Strong for it."""
        places = {COOK: "Strong", "3918000": "Marginal", "51610": "Weak"}
        found = {place: estimate("share_employed", place) for place in places}

        assert places == {place: one.quality for place, one in found.items()}
        told = {place for place, one in found.items() if any("survey areas that reach" in it for it in one.cautions)}
        assert {"3918000", "51610"} == told

    def test_everybody(self, estimate):
        """The word All, in any case, and no group at all mean everybody of the overall file."""
        expected = estimate("employment", COOK, 2021)

        assert expected == estimate("employment", COOK, 2021, "All") == estimate("employment", COOK, 2021, "all")
        assert 0.7918573536631643 == expected.value


class TestMissing:
    """The five reasons, each met by a real case, and what is said of it."""

    def test_not_at_level(self, estimate):
        """Low birth weight is not published for cities: the county that holds Chicago is named."""
        found = estimate("low birth weight", "Chicago, IL")

        assert (None, None, Missing.NOT_AT_LEVEL) == (found.value, found.year, found.missing)
        assert (
            "Babies born with low weight, Chicago city, Illinois: not published for cities. "
            "Chicago city, Illinois lies in Cook County, Illinois (17031): ask for that."
        ) == found.why

    def test_not_at_level_before_year(self, estimate):
        """What is not published for cities is not published for them in any year."""
        assert Missing.NOT_AT_LEVEL is estimate("low birth weight", CHICAGO, 1990).missing

    def test_not_for_the_group(self, estimate):
        """A group that a metric leaves empty is not published; those that it fills are named."""
        found = estimate("poverty exposure", COOK, 2023, "Black, Non-Hispanic")

        assert Missing.NOT_AT_LEVEL is found.missing
        assert (
            "People in poverty in high-poverty neighborhoods, Black, Non-Hispanic, Cook County, Illinois, 2023: "
            "not published for that group of counties; there is Black; White, Non-Hispanic; "
            "Other Races and Ethnicities; Hispanic."
        ) == found.why

    def test_not_this_year(self, estimate):
        """Employment is not published for 2020: the years that there are, are named."""
        found = estimate("employment", COOK, 2020)

        assert Missing.NOT_THIS_YEAR is found.missing
        assert (
            "Adults with a job, Cook County, Illinois, 2020: "
            "not published for that year; there is 2014-2019, 2021-2023." == found.why
        )

    def test_suppressed(self, estimate):
        """Loving County, with 43 people, has too few survey records for employment."""
        found = estimate("employment", "Loving County, TX", 2022)

        assert Missing.SUPPRESSED is found.missing
        assert (
            "Adults with a job, Loving County, Texas, 2022: suppressed by the publisher, or too few people or records."
            == found.why
        )

    def test_suppressed_in_every_year(self, estimate):
        """Without a year, none is named."""
        found = estimate("employment", "Loving County, TX")

        assert (None, Missing.SUPPRESSED) == (found.year, found.missing)
        assert (
            "Adults with a job, Loving County, Texas: suppressed by the publisher, or too few people or records."
            == found.why
        )

    def test_suppressed_group(self, estimate):
        """A group that no county of a small state has is suppressed, not unpublished: injury deaths in Idaho."""
        found = estimate("injury deaths", "Ada County, ID", 2021, "Black")

        assert Missing.SUPPRESSED is found.missing
        assert estimate("injury deaths", "Ada County, ID", 2021, "White").value is not None

    def test_suppressed_by_publisher(self, estimate):
        """Manhattan's crimes before 2023 are suppressed, though the state's other counties have theirs."""
        assert Missing.SUPPRESSED is estimate("violent crime", "36061", 2022).missing

    def test_judged_missing(self, estimate):
        """A living wage of 0, in Adams County, Iowa, in 2018, stands for missing wages."""
        found = estimate("living wage", "19003", 2018)

        assert (None, Missing.JUDGED_MISSING) == (found.value, found.missing)
        assert (
            "Average pay compared with a living wage, Adams County, Iowa, 2018: "
            "published as 0, which stands for missing wages." == found.why
        )

    def test_judged_missing_is_passed_over(self, estimate):
        """The latest year is one with a value: Eureka County, Nevada, is published as 0 in 2023."""
        assert 2023 == estimate("living wage", "19003").year
        assert 2022 == estimate("living wage", "32011").year

    def test_not_in_copy(self, estimate):
        """Income by race is published for counties, but not in this copy: the file to import is named."""
        found = estimate("median income", COOK, None, "Black")

        assert (None, Missing.NOT_IN_COPY) == (found.value, found.missing)
        assert (
            "Household income, middle, Black, Non-Hispanic, Cook County, Illinois: published, but not in this copy; "
            f"{IMPORT_12}"
        ) == found.why

    @pytest.mark.parametrize("year", [2016, 2017, 2019, 2021, 2023])
    def test_year_not_in_copy(self, estimate, year):
        """Births by race are here for some years; the others are published, and not in this copy."""
        assert Missing.NOT_IN_COPY is estimate("low birth weight", COOK, year, "Black").missing

    @pytest.mark.parametrize("word", ["Latino", "Black", "other", "White, Non-Hispanic"])
    def test_group_not_in_copy(self, estimate, word):
        """Words for a group are understood also where the file of the groups is not in this copy."""
        assert Missing.NOT_IN_COPY is estimate("median income", COOK, 2023, word).missing

    def test_other_year_of_what_is_not_in_copy(self, estimate):
        """A year in which groups are not published at all is said to be so, with the years there are elsewhere."""
        found = estimate("median income", COOK, 2022, "Black")

        assert Missing.NOT_THIS_YEAR is found.missing
        assert (
            "not published for that year; there is 2014, 2016, 2018, 2021, 2023. "
            f"Published, but not in this copy: 2014, 2016, 2018, 2021, 2023; {IMPORT_12}"
        ) == found.said

    def test_years_partly_in_copy(self, estimate):
        """Years that are not in this copy are not said to be unpublished."""
        assert (
            "not published for that year; there is 2014, 2016, 2018, 2021, 2023. "
            f"Published, but not in this copy: 2014, 2016, 2023; {IMPORT_12}"
        ) == estimate("employment", COOK, 2019, "Black").said

    def test_suppressed_where_in_copy(self, estimate):
        """Where the years of this copy are suppressed, the years that may have a number are named."""
        found = estimate("preschool", "Loving County, TX", None, "Hispanic")

        assert Missing.SUPPRESSED is found.missing
        assert found.said.endswith(f"Published, but not in this copy: 2023; {IMPORT_12}")

    def test_year_zero(self, estimate):
        """A year that nobody means is still said."""
        assert (
            "Adults with a job, Cook County, Illinois, 0: not published for that year; there is 2014-2019, 2021-2023."
            == (estimate("employment", COOK, 0).why)
        )

    def test_every_reason_is_met(self, estimate):
        """There are five reasons, and each is some real number's."""
        met = {
            estimate(metric, place, year, group).missing
            for metric, place, year, group in (
                ("low birth weight", CHICAGO, None, None),
                ("employment", COOK, 2020, None),
                ("employment", "48301", None, None),
                ("living wage", "19003", 2018, None),
                ("income 20th percentile", COOK, None, "Hispanic"),
            )
        }

        assert set(Missing) == met


class TestFormerCodes:
    def test_connecticut_after(self, estimate):
        """Connecticut's old counties end in 2021, and what took their place is named."""
        found = estimate("employment", "Fairfield County, CT", 2022)

        assert Missing.NOT_THIS_YEAR is found.missing
        assert (
            "Adults with a job, Fairfield County, Connecticut, 2022: this code has numbers for 2014 to 2021 only. "
            "It was replaced from 2022 by Greater Bridgeport Planning Region (09120), "
            "Naugatuck Valley Planning Region (09140), Western Connecticut Planning Region (09190)."
        ) == found.why

    def test_connecticut_before(self, estimate):
        """Without a year an old county answers with its own latest."""
        found = estimate("employment", FAIRFIELD)

        assert (2021, 0.8157817234991839) == (found.year, found.value)

    def test_planning_region_before(self, estimate):
        """A planning region has numbers from 2022 on."""
        found = estimate("employment", WESTERN_CONNECTICUT, 2021)

        assert found.said == (
            "this code has numbers for 2022 to 2023 only. For the years before 2022 ask for "
            "Fairfield County (09001), Litchfield County (09005)."
        )

    def test_not_for_the_regions(self, estimate):
        """Low birth weight still used the old counties in 2022 and 2023: no region of the state has it."""
        found = estimate("low birth weight", WESTERN_CONNECTICUT)

        assert Missing.NOT_THIS_YEAR is found.missing
        assert found.said == (
            "not published for any county of Connecticut in 2022-2023. For the years before 2022 ask for "
            "Fairfield County (09001), Litchfield County (09005)."
        )

    def test_physicians_of_2021(self, estimate):
        """Physicians are missing for all of Connecticut in 2021."""
        assert estimate("physicians", FAIRFIELD, 2021).said.startswith(
            "not published for any county of Connecticut in 2021. It was replaced from 2022 by"
        )

    def test_alaska(self, estimate):
        """Alaska's old code names the two that took its place, and its own latest year is asked."""
        assert (2019, 16.3) == (estimate("associations", "02261").year, estimate("associations", "02261").value)
        assert estimate("associations", "02261", 2022).said.endswith(
            "It was replaced from 2020 by Chugach Census Area (02063), Copper River Census Area (02066)."
        )
        assert estimate("associations", "02063", 2014).said == (
            "this code has numbers for 2020 to 2023 only. For the years before 2020 ask for "
            "Valdez-Cordova Census Area (02261)."
        )

    def test_suppressed_too(self, estimate):
        """An old code says that it is one also where its number is suppressed."""
        assert estimate("employment", "02261").said.endswith("Copper River Census Area (02066).")

    def test_about(self, ask):
        """Of a code in use nothing is said."""
        assert "" == ask.about(ask.area(COOK))
        assert " It was replaced from 2015 by Oglala Lakota County (46102)." == ask.about(ask.area("46113"))


class TestGroupWords:
    @pytest.mark.parametrize(
        ("metric", "word", "group", "value"),
        [
            ("poverty exposure", "Black", "Black", 0.19393339564890671),
            ("poverty exposure", "White", "White, Non-Hispanic", 0.019936292817571147),
            ("juvenile arrests", "Black", "Black", 2228.1553250848733),
            ("juvenile arrests", "White", "White", 1001.5533071006869),
            ("juvenile arrests", "Latino", "Hispanic", 465.6675437287832),
            ("juvenile arrests", "other", "Other Races and Ethnicities", 44.36521392798083),
        ],
    )
    def test_words(self, estimate, metric, word, group, value):
        """Black and White mean the group that the metric fills."""
        found = estimate(metric, COOK, 2023, word)

        assert (group, value) == (found.group, found.value)

    def test_low_birth_weight(self, estimate):
        """For most metrics Black means Black, Non-Hispanic."""
        found = estimate("low birth weight", COOK, 2022, "black")

        assert ("Black, Non-Hispanic", 0.15578383) == (found.group, found.value)

    def test_other_kinds(self, estimate):
        """A group's name is enough: its kind follows."""
        assert "mothers-education" == estimate("low birth weight", COOK, None, "Some College").subgroup_type.name
        assert "gender" == estimate("employment", COOK, None, "women").subgroup_type.name
        assert "race-share" == estimate("debt", COOK, None, "White neighborhoods").subgroup_type.name

    def test_unknown(self, ask):
        """Another word is refused with the groups that the metric fills here."""
        said = refusal(BadArgument, ask.subject, ask.metric("juvenile arrests"), ask.area(COOK), "Martian")

        assert (
            "No group is called 'Martian' here. Use All; Black; White; Other Races and Ethnicities; Hispanic; "
            "Age 10 to 14; Age 15 to 17; Male; Female."
        ) == said

    def test_no_groups(self, ask):
        """Turnout has no groups."""
        said = refusal(BadArgument, ask.subject, ask.metric("turnout"), ask.area(COOK), "Black")

        assert "No group is called 'Black' here. Only All is published." == said

    def test_no_groups_for_cities(self, estimate):
        """A group that is published for counties alone is found, and its county is named."""
        found = estimate("injury deaths", CHICAGO, None, "Latino")

        assert (Missing.NOT_AT_LEVEL, "Hispanic") == (found.missing, found.group)
        assert found.said.endswith("ask for that.")


class TestGroupedMetrics:
    @pytest.mark.parametrize(
        ("metric", "word", "variable", "value"),
        [
            ("racial diversity", "Black", "share_black_nh_exposure", 0.3374846957275213),
            ("racial diversity", "Latino", "share_hispanic_exposure", 0.47886094045445704),
            ("racial diversity", "Other", "share_other_nh_exposure", 0.7811394380399775),
            ("school economic diversity", "White", "share_meps20_white", 0.07693658),
            ("housing wealth", "Black, Non-Hispanic", "ratio_black_nh_house_value_households", 0.107 / 0.222),
            ("descriptive representation", "hispanic", "share_desc_rep_hispanic", 0.2649602415205179),
        ],
    )
    def test_by_group(self, estimate, metric, word, variable, value):
        """Groups in columns' names are groups of one metric."""
        found = estimate(metric, COOK, None, word)

        assert (variable, value) == (found.variable.name, found.value)

    def test_column_name(self, estimate):
        """The column's name still works, with or without its own group."""
        expected = estimate("racial diversity", COOK, None, "Hispanic")

        assert expected == estimate("share_hispanic_exposure", COOK)
        assert expected == estimate("share_hispanic_exposure", COOK, None, "Hispanic")
        assert expected == estimate("share_hispanic_exposure", COOK, None, "Latino")
        assert expected == estimate("share_hispanic_exposure", COOK, None, "All")

    def test_who(self, estimate):
        """The group in a column's name is whom the number is about."""
        found = estimate("racial diversity", COOK, None, "Black")

        assert ("Black, Non-Hispanic", "All") == (found.who, found.group)

    @pytest.mark.parametrize("metric", ["racial diversity", "school poverty", "housing wealth", "representation"])
    def test_no_group(self, ask, metric):
        """Without a group there is no number; the groups there are, are named."""
        said = refusal(NoData, ask.estimate, ask.metric(metric), ask.area(COOK))

        assert "is published by group only. Name one of: " in said
        assert "Hispanic" in said

    def test_another_group(self, ask):
        """A group that the metric has not is refused with those it has."""
        said = refusal(BadArgument, ask.estimate, ask.metric("housing wealth"), ask.area(COOK), None, "Asian")

        assert (
            "Housing wealth compared with households is published for these groups, not for 'Asian': "
            "Black, Non-Hispanic; Hispanic; Other Races and Ethnicities; White, Non-Hispanic."
        ) == said

    def test_another_group_of_a_column(self, ask):
        """A column that is one group has no other: the metric that has it is named."""
        said = refusal(BadArgument, ask.subject, ask.metric("share_meps20_black"), ask.area(COOK), "White")

        assert (
            "Black students in high-poverty schools is about Black alone; ask for 'Students in high-poverty schools' "
            "instead."
        ) == said

    def test_group_within_a_group(self, estimate):
        """Housing wealth by age is published by column: Black households under 45."""
        found = estimate("housing wealth black", CHICAGO, None, "Under Age 45")

        assert ("Under Age 45", "age") == (found.group, found.subgroup_type.name)
        assert pytest.approx(0.515, abs=0.0005) == found.value


class TestTrend:
    def test_years(self, ask):
        """A trend holds the years with a value, earliest first, and no others."""
        found = ask.trend(ask.metric("employment"), ask.area(COOK))

        assert [2014, 2015, 2016, 2017, 2018, 2019, 2021, 2022, 2023] == [one.year for one in found]
        assert all(one.value is not None for one in found)

    def test_group(self, ask):
        """A group has its own years."""
        found = ask.trend(ask.metric("low birth weight"), ask.area(COOK), "Black")

        assert [(2018, "14.1%"), (2020, "14.6%"), (2022, "15.6%")] == [
            (one.year, one.variable.unit.show(one.value)) for one in found
        ]

    def test_same_as_one_by_one(self, ask, estimate):
        """Each year of a trend is the estimate of that year."""
        found = ask.trend(ask.metric("injury deaths"), ask.area(COOK))

        assert [estimate("injury deaths", COOK, one.year) for one in found] == found

    @pytest.mark.parametrize(
        ("metric", "place", "group"),
        [("low birth weight", CHICAGO, None), ("employment", "48301", None), ("median income", COOK, "Black")],
        ids=["not at level", "suppressed", "not in copy"],
    )
    def test_nothing(self, ask, metric, place, group):
        """Where nothing has a value the trend is empty."""
        assert [] == ask.trend(ask.metric(metric), ask.area(place), group)

    def test_judged_missing(self, ask):
        """A year that is judged missing is not a point of the trend."""
        found = ask.trend(ask.metric("living wage"), ask.area("19003"))

        assert 2018 not in [one.year for one in found]
        assert found


class TestEverything:
    def test_overall_first(self, ask):
        """It is every estimate with a value: everybody first, then each kind of groups in published order."""
        variable = ask.metric("low birth weight")
        found = list(ask.everything(variable, ask.area(COOK)))
        kinds = list(dict.fromkeys(one.subject.kind for one in found))

        assert ["all", "race-ethnicity", "mothers-education"] == kinds
        assert 8 + 3 * 5 + 5 == len(found)
        assert all(one.value is not None for one in found)

    def test_nothing(self, ask):
        """Nothing is published of low birth weight for a city."""
        assert [] == list(ask.everything(ask.metric("low birth weight"), ask.area(CHICAGO)))


class TestGroups:
    def test_order(self, table):
        """Groups stand in published order, with everybody of the same file beside them."""
        found = table("employment", COOK, "race-ethnicity")

        assert [
            ("Black, Non-Hispanic", "70.9%"),
            ("White, Non-Hispanic", "85.6%"),
            ("Other Races and Ethnicities", "81.0%"),
            ("Hispanic", "78.6%"),
        ] == [(one.group, one.variable.unit.show(one.value)) for one in found.groups]

    def test_everybody_of_the_file(self, table, estimate):
        """Everybody of a table is of its five survey years, not the overall number of one year."""
        found = table("employment", COOK, "race-ethnicity")

        assert (2021, "80.2%") == (found.year, found.everybody.shown.partition(" ")[0])
        assert "79.2%" == estimate("employment", COOK, 2021).shown.partition(" ")[0]

    def test_year(self, table):
        """A year can be asked for."""
        assert 2018 == table("employment", COOK, "race-ethnicity", 2018).year

    @pytest.mark.parametrize("year", [2019, 2023, 1999])
    def test_year_without(self, table, year):
        """A year in which no group has a value gives no table."""
        assert table("employment", COOK, "race-ethnicity", year) is None

    def test_missing_group_has_its_reason(self, table):
        """A group without a value stays in the table, with its reason."""
        found = table("injury deaths", "Ada County, ID", "race-ethnicity", 2021)
        black = found.groups[0]

        assert ("Black, Non-Hispanic", None, Missing.SUPPRESSED) == (black.group, black.value, black.missing)
        assert [True, False] == [one.value is None for one in found.groups[:2]]

    def test_only_filled_groups(self, table):
        """A group that the metric leaves empty everywhere is not in the table: arrests are of all Black youth."""
        groups = [one.group for one in table("juvenile arrests", COOK, "race-ethnicity").groups]

        assert ["Black", "White", "Other Races and Ethnicities", "Hispanic"] == groups

    def test_no_table(self, ask, table):
        """Where no group has a value there is no table, and the reason is said."""
        income, births = ask.metric("median income"), ask.metric("low birth weight")
        race = ask.subgroup_type(income, "race-ethnicity")

        assert table("median income", COOK, "race-ethnicity") is None
        assert f"published, but not in this copy; {IMPORT_12}" == ask.why_no_groups(income, ask.area(COOK), race)
        assert ask.why_no_groups(births, ask.area(CHICAGO), race).startswith("not published for cities.")
        assert ask.why_no_groups(births, ask.area(COOK), race, 2015).startswith(
            "not published for that year; there is 2016-2023."
        )

    def test_no_table_though_everybody_has_one(self, ask, table):
        """Where everybody of the file has a number and no group has, the groups are too few."""
        variable = ask.metric("injury deaths")
        race = ask.subgroup_type(variable, "race-ethnicity")
        small = next(
            area
            for area in ask.store.areas.all("county")
            if table("injury deaths", area.geoid, "race-ethnicity", 2023) is None
            and ask.look_up(ask.subject(variable, area), 2023).value is not None
            and ask.store.series(variable.name, "county", race.name).value(area.position, 2023) is not None
        )

        assert "suppressed or too few in every group." == ask.why_no_groups(variable, small, race, 2023)

    @pytest.mark.parametrize(
        ("metric", "geoid", "kind", "reason"),
        [
            ("air quality", "09110", "race-share", Missing.NOT_THIS_YEAR),
            ("share_homeless", "48301", "race-ethnicity", Missing.SUPPRESSED),
            ("ratio_living_wage", CHICAGO, "industry", Missing.NOT_AT_LEVEL),
            ("median income", COOK, "race-ethnicity", Missing.NOT_IN_COPY),
        ],
    )
    def test_missing(self, ask, metric, geoid, kind, reason):
        """Why no group has a number is said by one of the reasons, and is not always that they are too few."""
        variable = ask.metric(metric)

        assert reason == ask.missing_groups(variable, ask.area(geoid), ask.subgroup_type(variable, kind))

    def test_tables(self, ask):
        """Every kind of groups that has a value here gives its latest table."""
        found = ask.group_tables(ask.metric("employment"), ask.area(COOK))

        assert [("race-ethnicity", 2021), ("gender", 2023), ("disability", 2023)] == [
            (one.subgroup_type.name, one.year) for one in found
        ]


class TestSubgroupType:
    @pytest.mark.parametrize(
        ("metric", "word", "name"),
        [
            ("employment", "race-ethnicity", "race-ethnicity"),
            ("employment", "Race and Ethnicity", "race-ethnicity"),
            ("employment", "GENDER", "gender"),
            ("low birth weight", "mother's education", "mothers-education"),
            ("debt", "race-share", "race-share"),
            ("debt", "neighborhood", "race-share"),
            ("debt", "race-ethnicity", "race-share"),
        ],
    )
    def test_words(self, ask, metric, word, name):
        """A kind of groups is found by its name, its label, or the name in the published file."""
        assert name == ask.subgroup_type(ask.metric(metric), word).name

    def test_people_before_neighborhoods(self, ask):
        """Where groups of people are published, race-ethnicity never means neighborhoods."""
        both = [
            one.name
            for one in ask.catalog.variables.values()
            if {"race-ethnicity", "race-share"} <= {kind.name for kind in one.subgroups}
        ]

        assert [] == both

    def test_unknown(self, ask):
        """Another word is refused with the kinds there are; without any, that is said."""
        births = refusal(BadArgument, ask.subgroup_type, ask.metric("low birth weight"), "age")
        turnout = refusal(BadArgument, ask.subgroup_type, ask.metric("turnout"), "age")
        black = refusal(BadArgument, ask.subgroup_type, ask.metric("share_meps20_black"), "race-ethnicity")

        assert "Babies born with low weight is not published by 'age'. Use race-ethnicity, mothers-education." == births
        assert "Voting-age citizens who voted for president is not published by 'age'. It has no groups." == turnout
        assert black.endswith("is not published by 'race-ethnicity'. It is about Black alone.")


class TestCitation:
    def test_whole(self, ask):
        """A citation names the metric, place, year, edition, source, and how the data differ from the guide."""
        expected = (
            "Adults with debt in collections (share_debt_coll), Cook County, Illinois, 2023. "
            "Urban Institute, Boosting Upward Mobility: Metrics to Inform Local Action, Mobility Metrics database "
            "(2025 release), from Urban Institute, Debt in America (counties) and "
            "Financial Health and Wealth Dashboard (cities), from credit bureau records. "
            "Counts adults with a credit record, not households. In cities it counts any derogatory debt."
        )

        assert expected == ask.citation(ask.metric("debt"), ask.area(COOK), 2023)

    def test_metric_alone(self, ask):
        """Place and year can be left out."""
        expected = "Babies born with low weight (share_low_birth_weight). Urban Institute, "

        assert ask.citation(ask.metric("low birth weight")).startswith(expected)

    def test_several_sources(self, ask):
        """Several sources are told apart by semicolons."""
        said = ask.citation(ask.metric("living wage"), None, 2023)

        assert "US Bureau of Labor Statistics, Quarterly Census of Employment and Wages; Massachusetts" in said

    def test_every_variable(self, ask):
        """Every variable's citation is made of whole sentences, with all its sources."""
        for variable in ask.catalog.variables.values():
            said = ask.citation(variable)

            assert said.endswith(".")
            assert ".." not in said
            assert "  " not in said
            assert all(str(source) in said for source in variable.sources)


class TestSpans:
    @pytest.mark.parametrize(
        ("years", "said"),
        [
            ([2014, 2015, 2016, 2017, 2018, 2019, 2021, 2022, 2023], "2014-2019, 2021-2023"),
            ([2014, 2018, 2019], "2014, 2018-2019"),
            ([2019, 2014, 2018], "2014, 2018-2019"),
            ([2022], "2022"),
            ([], ""),
        ],
    )
    def test_runs(self, years, said):
        """Years in a row become a span, in order."""
        assert said == spans(years)


class TestDefault:
    def test_once(self):
        """An edition is opened once in a process."""
        assert default() is default()
        assert isinstance(default(), Queries)

    def test_unknown_edition(self):
        """An edition that is not here is refused with those that are, and with what would bring it."""
        told = (
            "There is no 1999 edition here; there is 2025. To add it: `mobility-xl data import FILES --edition 1999`."
        )

        assert told == refusal(BadArgument, default, 1999)
