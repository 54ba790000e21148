"""MOBILITY_TREND and MOBILITY_GROUPS: their rows against the published files, and every error."""

import pytest

from mobility_xl import catalog
from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.functions import call
from tests.functions.as_published import company, rows

ANSWERS = (NoData, BadArgument, Undefined)
VARIABLES = catalog.load().variables.values()


def without_errors(answer: object, at: int = 0) -> list[list[object]]:
    """Return rows from one column on, with None for a cell that holds no such number."""
    assert isinstance(answer, list)
    return [[None if isinstance(cell, NoData) else cell for cell in row[at:]] for row in answer]


def groups_or_nothing(*cells: object) -> list[list[object]]:
    """Return the rows of groups, or none where the numbers are not in this copy or not published."""
    try:
        found = call("MOBILITY_GROUPS", *cells)
    except NoData:
        found = []
    assert isinstance(found, list)
    return found


def refusal(kind: type[Exception], name: str, *cells: object) -> str:
    """Return what is said when a call is refused by an error of this very kind."""
    with pytest.raises(ANSWERS) as refused:
        call(name, *cells)

    assert kind is refused.type
    return str(refused.value)


class TestTrend:
    @pytest.mark.parametrize(
        ("variable", "file", "geoid"),
        [
            ("share_low_birth_weight", 11, "17031"),
            ("share_employed", 11, "06037"),
            ("share_employed", 11, "09001"),
            ("share_election_turnout", 11, "17031"),
            ("share_economic_connectedness", 61, "2053775"),
            ("pctl_income_50", 61, "1714000"),
        ],
    )
    def test_published(self, variable, file, geoid):
        """Every published year is a row, bit for bit, earliest first; years without a value are left out."""
        expected = [
            [int(one["year"]), *company(one, variable)]
            for one in sorted(rows(file, geoid), key=lambda one: one["year"])
            if one[variable] != "NA"
        ]

        assert expected
        assert expected == without_errors(call("MOBILITY_TREND", variable, geoid))

    def test_group(self):
        """A group's years are those of its own file."""
        expected = [
            [int(one["year"]), *company(one, "share_employed")]
            for one in rows(16, "17031")
            if one["subgroup"] == "Female" and one["share_employed"] != "NA"
        ]

        assert 3 < len(expected)
        assert sorted(expected) == call("MOBILITY_TREND", "employment", 17031, "female")

    def test_group_in_a_column(self):
        """A metric published one column a group has the years of the group's column."""
        column = "share_hispanic_exposure"
        expected = [[int(one["year"]), float(one[column])] for one in rows(11, "17031") if one[column] != "NA"]

        found = call("MOBILITY_TREND", "racial diversity", 17031, "Hispanic")

        assert sorted(expected) == [year_and_value[:2] for year_and_value in found]

    def test_what_is_not_published(self):
        """A bound that is not published is #N/A with its sentence, not a blank."""
        _, lower = call("MOBILITY_TREND", "turnout", 17031)[0][1:3]

        assert isinstance(lower, NoData)
        assert str(lower).endswith("Cook County, Illinois, 2016: no interval is published.")

    def test_undefined_year(self):
        """A year whose ratio is undefined has no row."""
        assert [2018, 2021] == [row[0] for row in call("MOBILITY_TREND", "housing wealth", "05005", "Black")]
        assert "undefined" in refusal(Undefined, "MOBILITY_METRIC", "housing wealth", "05005", 2022, "Black")

    @pytest.mark.parametrize("variable", VARIABLES, ids=lambda one: one.name)
    def test_every_variable(self, variable):
        """Every variable has a trend for a county, and each row is what MOBILITY_METRIC answers for the year."""
        trend = call("MOBILITY_TREND", variable.name, 17031)
        years = [[row[0]] for row in trend]
        expected = call("MOBILITY_METRIC", variable.name, 17031, years, None, [["value", "lower", "upper", "quality"]])

        assert years
        assert [[*map(str, row)] for row in expected] == [[*map(str, row[1:])] for row in trend]

    @pytest.mark.parametrize(
        ("kind", "cells", "said"),
        [
            (NoData, ("employment", 48301), "suppressed by the publisher, or too few people or records."),
            (NoData, ("employment", 99999), "No county has the code 99999. `mobility-xl places` finds codes by name."),
            (
                NoData,
                ("racial diversity", 17031),
                "Name one of: Black, Non-Hispanic; Hispanic; Other Races and Ethnicities; White, Non-Hispanic.",
            ),
            (NoData, ("median income", 17031, "Black"), "import file 12 with `mobility-xl data import`."),
            (NoData, ("low birth weight", "Chicago, IL"), "Cook County, Illinois (17031): ask for that."),
            (BadArgument, ("employment", "Cook"), "Cook County, Minnesota (county, 27031)."),
            (BadArgument, ("turnout", 17031, "Black"), "No group is called 'Black' here. Only All is published."),
            (BadArgument, ("employment", 17031, 2022), "The subgroup must be a name, not 2022."),
            (BadArgument, (None, 17031), "The metric is missing. Write its name."),
            (BadArgument, ("employment",), "MOBILITY_TREND(metric, place, [subgroup]) was given 1 argument."),
        ],
    )
    def test_errors(self, kind, cells, said):
        """Without a number in any year there is an error, never an empty table."""
        assert refusal(kind, "MOBILITY_TREND", *cells).endswith(said)


class TestGroups:
    @pytest.mark.parametrize(
        ("metric", "variable", "kind", "file", "year"),
        [
            ("low birth weight", "share_low_birth_weight", None, 12, 2022),
            ("employment", "share_employed", "gender", 16, 2021),
            ("employment", "share_employed", "disability", 18, 2023),
            ("living wage", "ratio_living_wage", "industry", 19, 2022),
            ("juvenile arrests", "rate_juv_arrest", "gender", 16, 2023),
        ],
    )
    def test_published(self, metric, variable, kind, file, year):
        """Each group of the file is a row, bit for bit, after everybody of the same file."""
        expected = {
            one["subgroup"]: [year, *company(one, variable)]
            for one in rows(file, "17031")
            if one["year"] == str(year) and (one["subgroup"] == "All" or one[variable] != "NA")
        }
        found = without_errors(call("MOBILITY_GROUPS", metric, 17031, kind, year))

        assert "All" == found[0][0]
        assert expected == {group: numbers for group, *numbers in found}

    def test_latest_year(self):
        """Left out, the year is the latest in which any group has a value."""
        latest = max(one["year"] for one in rows(16, "17031") if one["share_employed"] != "NA")

        assert {int(latest)} == {row[1] for row in call("MOBILITY_GROUPS", "employment", 17031, "gender")}

    def test_columns(self):
        """A metric published one column a group has a row for each, all of one year, without All."""
        (one,) = (row for row in rows(11, "17031") if row["year"] == "2021")
        columns = ("share_black_nh_exposure", "share_hispanic_exposure", "share_other_nh_exposure")
        expected = [float(one[column]) for column in (*columns, "share_white_nh_exposure")]
        found = call("MOBILITY_GROUPS", "racial diversity", 17031, None, 2021)

        assert ["Black, Non-Hispanic", "Hispanic", "Other Races and Ethnicities", "White, Non-Hispanic"] == [
            row[0] for row in found
        ]
        assert [[2021, value] for value in expected] == [row[1:3] for row in found]

    def test_levels(self):
        """A metric published one column a level has a row for each, the plain ratios beside the 26 not among them."""
        (one,) = (row for row in rows(11, "17031") if row["year"] == "2021")
        found = call("MOBILITY_GROUPS", "housing affordability", 17031, None, 2021)

        assert [
            [f"{level}% of area median income", 2021, float(one[f"share_affordable_available_{level}_ami"])]
            for level in (80, 50, 30)
        ] == [row[:3] for row in found]

    def test_groups_of_a_group(self):
        """Where the column's name holds a group, rows are still named by the groups that are asked for."""
        published = {one["subgroup"]: one for one in rows(65, "1714000") if one["year"] == "2023"}
        found = call("MOBILITY_GROUPS", "ratio_hispanic_house_value_households", "Chicago", "age", 2023)

        assert ["All", "Under Age 45", "Age 45 and Over"] == [row[0] for row in found]
        for group, _, value, *_ in found:
            first, second = map(float, published[group]["ratio_hispanic_house_value_households"].split(":"))

            assert first / second == value

    def test_group_without_a_value(self):
        """A group without a value is there with its reason; the others keep theirs."""
        black, hispanic, *_ = call("MOBILITY_GROUPS", "housing wealth", "05005", None, 2023)

        assert "Black, Non-Hispanic" == black[0]
        assert str(black[2]).endswith("2023: suppressed by the publisher, or too few people or records.")
        assert 0.5925925925925926 == hispanic[2]

    @pytest.mark.parametrize("word", ["race-ethnicity", "Race and ethnicity", "RACE ETHNICITY"])
    def test_words_for_a_kind(self, word):
        """A kind of groups is found by its name or label, in any case."""
        assert call("MOBILITY_GROUPS", "low birth weight", 17031) == call(
            "MOBILITY_GROUPS", "low birth weight", 17031, word
        )

    @pytest.mark.parametrize("variable", [one for one in VARIABLES if one.subgroups], ids=lambda one: one.name)
    def test_every_kind(self, variable):
        """Every kind of groups of every variable answers with its groups, or says why not."""
        for kind in variable.subgroups:
            groups = {row[0] for row in groups_or_nothing(variable.name, 17031, kind.name)}

            assert groups <= {"All", *(group.name for group in kind.groups)}
            assert not groups or {"All"} < groups

    @pytest.mark.parametrize(
        ("kind", "cells", "said"),
        [
            (NoData, ("employment", 48301, "gender"), "suppressed by the publisher, or too few people or records."),
            (NoData, ("employment", 17031, "gender", 1990), "there is 2014, 2016, 2018, 2021, 2023."),
            (NoData, ("low birth weight", "Chicago, IL"), "Cook County, Illinois (17031): ask for that."),
            (
                BadArgument,
                ("employment", 17031, "zodiac"),
                "is not published by 'zodiac'. Use race-ethnicity, gender, disability.",
            ),
            (BadArgument, ("racial diversity", 17031, "gender"), "published by 'gender'. Use race-ethnicity."),
            (BadArgument, ("turnout", 17031), "is not published by groups."),
            (BadArgument, ("income", 17031, "gender"), "one of pctl_income_20, pctl_income_50, pctl_income_80."),
            (BadArgument, ("employment", 17031, "gender", "soon"), "a number such as 2022, not 'soon'."),
            (BadArgument, ("employment", 17031, 5), "The subgroup type must be a name, not 5."),
        ],
    )
    def test_errors(self, kind, cells, said):
        """Without a value in any group there is an error, never an empty table."""
        assert refusal(kind, "MOBILITY_GROUPS", *cells).endswith(said)
