"""Formulas as a person would type them: the published number, or a sentence that helps."""

import pytest

from mobility_xl.errors import BadArgument, NoData
from mobility_xl.functions import call
from tests.conformance.typed import read
from tests.functions.as_published import number, rows

LATEST = 2023

NUMBERS = [
    ('=MOBILITY_METRIC("neonatal health","cook county, il",,"black")', 12, "share_low_birth_weight", "17031", 2022),
    ('=mobility_metric("Low Birth Weight","Cook County, Illinois")', 11, "share_low_birth_weight", "17031", LATEST),
    ('=MOBILITY_METRIC("low-birth-weight","COOK COUNTY IL",2022)', 11, "share_low_birth_weight", "17031", 2022),
    ('=MOBILITY_METRIC( "low birth weight" , 17031 )', 11, "share_low_birth_weight", "17031", LATEST),
    ('=MOBILITY_METRIC("share_employed",6037)', 11, "share_employed", "06037", LATEST),
    ('=MOBILITY_METRIC("SHARE_EMPLOYED","6037","2021")', 11, "share_employed", "06037", 2021),
    ('=MOBILITY_METRIC("employment","Chicago")', 61, "share_employed", "1714000", LATEST),
    ('=MOBILITY_METRIC("Employment","City of Chicago",,,)', 61, "share_employed", "1714000", LATEST),
    ('=MOBILITY_METRIC("jobs","chicago illinois",2021,"all","value")', 61, "share_employed", "1714000", 2021),
    ('=MOBILITY_METRIC("employment","Cook County, IL",2023,"Women")', 16, "share_employed", "17031", 2023),
    ('=MOBILITY_METRIC("employment","Cook County, IL",2021,"Latino")', 12, "share_employed", "17031", 2021),
    ('=MOBILITY_METRIC("employment","cook co. il",2022)', 11, "share_employed", "17031", 2022),
    ('=MOBILITY_METRIC("median income","Los Angeles")', 61, "pctl_income_50", "0644000", LATEST),
    (
        '=MOBILITY_METRIC("household income, 50th percentile","Los Angeles County, CA")',
        11,
        "pctl_income_50",
        "06037",
        LATEST,
    ),
    ('=MOBILITY_METRIC("income 20th percentile","Harris County, Texas")', 11, "pctl_income_20", "48201", LATEST),
    ('=MOBILITY_METRIC("voter turnout","St. Louis County, MO")', 11, "share_election_turnout", "29189", 2020),
    ('=MOBILITY_METRIC("turnout","Saint Louis, MO")', 61, "share_election_turnout", "2965000", 2020),
    ('=MOBILITY_METRIC("digital access","miami dade county, florida")', 11, "share_digital_access", "12086", LATEST),
    ('=MOBILITY_METRIC("broadband","Dona Ana County, NM")', 11, "share_digital_access", "35013", LATEST),
    ('=MOBILITY_METRIC("living wage","prince georges county md",2022)', 11, "ratio_living_wage", "24033", 2022),
    (
        '=MOBILITY_METRIC("housing wealth","Wayne County, MI",2022,"black")',
        11,
        "ratio_black_nh_house_value_households",
        "26163",
        2022,
    ),
    ('=MOBILITY_METRIC("racial diversity","Cook, IL",2021,"hispanic")', 11, "share_hispanic_exposure", "17031", 2021),
    ('=MOBILITY_METRIC("juvenile arrests","Cook County, IL",2023,"white")', 12, "rate_juv_arrest", "17031", 2023),
    ('=MOBILITY_METRIC("violent crimes","Dallas County, TX",2021)', 11, "rate_crime_violent", "48113", 2021),
]
"""What is typed, and where its number is published: file, column, area, year."""

GROUPS = {"black": "Black, Non-Hispanic", "Women": "Female", "Latino": "Hispanic", "white": "White"}
"""The published spelling of the groups that are typed above, in the files that have a row for each group."""

HELPED = [
    ('=MOBILITY_METRIC("low birth wieght","Cook County, IL")', BadArgument, "Did you mean 'low birth weight'?"),
    ('=MOBILITY_METRIC("unemployment","Cook County, IL")', BadArgument, "Did you mean 'employment'?"),
    ('=MOBILITY_METRIC("share_in_preshool",17031)', BadArgument, "Did you mean 'share_in_preschool'"),
    ('=MOBILITY_METRIC("diversity",17031,,"Hispanic")', BadArgument, "Did you mean 'racial diversity' or "),
    ('=MOBILITY_METRIC("crime",17031)', BadArgument, "name one of them: Reported violent crimes (rate_crime_violent)"),
    ('=MOBILITY_METRIC("income",17031)', BadArgument, "Household income, middle (pctl_income_50)"),
    ('=MOBILITY_METRIC("INCOME",17031)', BadArgument, "Or give its level as the group, such as 20th percentile"),
    ('=MOBILITY_METRIC("employment","Cook")', BadArgument, "add the state or use the code: Cook County, Georgia"),
    ('=MOBILITY_METRIC("employment","Cok County, IL")', BadArgument, "Did you mean Cook County, Illinois"),
    ('=MOBILITY_METRIC("employment","Springfield")', BadArgument, "Springfield city, Missouri (city, 2970000)"),
    ('=MOBILITY_METRIC("employment","Cook County, IL",2020)', NoData, "there is 2014-2019, 2021-2023."),
    ('=MOBILITY_METRIC("employment","Cook County, IL",22)', NoData, "there is 2014-2019, 2021-2023."),
    ('=MOBILITY_METRIC("employment",17031,"2022-2023")', BadArgument, "a number such as 2022, not '2022-2023'."),
    (
        '=MOBILITY_METRIC("employment",17031,,"Asian")',
        BadArgument,
        "Use All; Black, Non-Hispanic; White,",
    ),
    ('=MOBILITY_METRIC("employment",17031,"Black")', BadArgument, "The year must be a number such as 2022"),
    ('=MOBILITY_METRIC("turnout",17031,,"Black")', BadArgument, "Only All is published."),
    ('=MOBILITY_METRIC("employment",17031,,,"qualty")', BadArgument, "must be one of value, lower, upper, quality"),
    ('=MOBILITY_METRIC("racial diversity",17031)', NoData, "Name one of: Black, Non-Hispanic; Hispanic;"),
    ('=MOBILITY_METRIC("low birth weight","Chicago")', NoData, "lies in Cook County, Illinois (17031): ask for that."),
    ('=MOBILITY_METRIC("employment",17999)', NoData, "`mobility-xl places` finds codes by name."),
    ('=MOBILITY_METRIC("employment")', BadArgument, "MOBILITY_METRIC(metric, place, [year], [subgroup], [part])"),
    ('=MOBILITY_METRIC(,"Cook County, IL")', BadArgument, "The metric is missing. Write its name."),
    ('=MOBILITY_METRIC("Cook County, IL","employment")', BadArgument, "`mobility-xl metric` lists the names."),
    ('=MOBILITY_GROUPS("employment",17031,"shoe size")', BadArgument, "Use race-ethnicity, gender, disability."),
    ('=MOBILITY_CALC_PRESCHOOL("640",1500)', BadArgument, "enrolled, cell 1, is the text '640'. Write a number."),
    ("=MOBILITY_CALC_PRESCHOOL(1500,640)", BadArgument, "more than the 640 of children"),
    ("=MOBILITY_CALC_PRESCHOOL({10,20,30},{40,50})", BadArgument, "Give ranges of the same length"),
    ('=MOBILITY_CALC_INCOME_PERCENTILE({1,2},{1,1},"median")', BadArgument, "must be a number, not 'median'."),
    ('=MOBILITY_METRICS("employment",17031)', BadArgument, "Did you mean MOBILITY_METRIC?"),
]
"""What is typed, the error that the cell shows, and what its sentence says."""


def answer(formula: str) -> object:
    """Return what a cell with a formula holds."""
    name, arguments = read(formula)
    return call(name, *arguments)


def is_asked(one: dict[str, str]) -> bool:
    """Whether a row is of everybody, or of a group that is typed."""
    return one.get("subgroup", "All") in {"All", *GROUPS.values()}


class TestAsTyped:
    @pytest.mark.parametrize(("formula", "file", "column", "geoid", "year"), NUMBERS, ids=[one[0] for one in NUMBERS])
    def test_number(self, formula, file, column, geoid, year):
        """It is the published number, to the last bit."""
        word = read(formula)[1][3:4]
        group = "" if file in {11, 61} else GROUPS[word[0]]

        assert number(file, column, geoid, year, group) == answer(formula)

    @pytest.mark.parametrize(("formula", "file", "column", "geoid", "year"), NUMBERS, ids=[one[0] for one in NUMBERS])
    def test_latest(self, formula, file, column, geoid, year):
        """Where no year is typed it is the latest published: there is none after it."""
        later = {
            one["year"]
            for one in rows(file, geoid)
            if one[column] != "NA" and int(one["year"]) > year and is_asked(one)
        }

        assert not later or read(formula)[1][2] is not None

    @pytest.mark.parametrize(("formula", "kind", "said"), HELPED, ids=[one[0] for one in HELPED])
    def test_sentence(self, formula, kind, said):
        """What cannot be answered says what was asked, what is wrong and what to try."""
        with pytest.raises((NoData, BadArgument)) as refused:
            answer(formula)

        assert kind is refused.type
        assert said in str(refused.value)
