"""What the catalog declares, held against the data's own dictionary and the framework."""

import csv
import math
import re
from collections import defaultdict
from pathlib import Path

import pytest

from mobility_xl import catalog
from mobility_xl.catalog import Variable
from mobility_xl.catalog.names import short_group

CATALOG = catalog.load()
FIXTURES = Path(__file__).parents[1] / "fixtures"

PILLARS = [
    "Opportunity-rich and inclusive neighborhoods",
    "High-quality education",
    "Rewarding work",
    "Healthy environment and access to good health care",
    "Responsive and just governance",
]

PREDICTORS = [
    "Housing affordability",
    "Housing stability",
    "Economic inclusion",
    "Racial diversity",
    "Social capital",
    "Transportation access",
    "Access to preschool",
    "Effective public education",
    "School economic diversity",
    "Preparation for college",
    "Digital access",
    "Employment opportunities",
    "Jobs paying living wages",
    "Opportunities for income",
    "Financial security",
    "Wealth-building opportunities",
    "Access to health services",
    "Neonatal health",
    "Environmental quality",
    "Safety from trauma",
    "Political participation",
    "Descriptive representation",
    "Safety from crime",
    "Just policing",
]

THE_26 = {
    1: {"share_affordable_available_80_ami", "share_affordable_available_50_ami", "share_affordable_available_30_ami"},
    2: {"share_homeless", "count_homeless"},
    3: {"share_poverty_exposure"},
    4: {
        "share_black_nh_exposure",
        "share_hispanic_exposure",
        "share_other_nh_exposure",
        "share_white_nh_exposure",
    },
    5: {"count_membership_associations_per_10k"},
    6: {"share_economic_connectedness"},
    7: {"share_transit_commuter"},
    8: {"share_transportation_cost"},
    9: {"share_in_preschool"},
    10: {"rate_learning"},
    11: {"share_meps20_black", "share_meps20_hispanic", "share_meps20_white"},
    12: {"share_hs_degree"},
    13: {"share_digital_access"},
    14: {"share_employed"},
    15: {"ratio_living_wage"},
    16: {"pctl_income_20", "pctl_income_50", "pctl_income_80"},
    17: {"share_debt_coll"},
    18: {
        "ratio_black_nh_house_value_households",
        "ratio_hispanic_house_value_households",
        "ratio_other_nh_house_value_households",
        "ratio_white_nh_house_value_households",
    },
    19: {"ratio_population_pc_physician"},
    20: {"share_low_birth_weight"},
    21: {"index_air_hazard"},
    22: {"rate_injury_death"},
    23: {"share_election_turnout"},
    24: {
        "share_desc_rep_black_nonhispanic",
        "share_desc_rep_hispanic",
        "share_desc_rep_other",
        "share_desc_rep_white_nonhispanic",
    },
    25: {"rate_crime_violent", "rate_crime_property"},
    26: {"rate_juv_arrest"},
}
"""The 26 metrics in the order of the planning guide, with the columns that are the metric."""

BESIDE = {"share_affordable_80_ami", "share_affordable_50_ami", "share_affordable_30_ami", "share_medical_debt_coll"}
"""What is published beside the 26."""

CONTEXTUAL = {"share_transit_commuter", *THE_26[4], *THE_26[24]}
NEARER_1 = THE_26[18]

DIFFERS = {
    "share_debt_coll": r"adults with a credit record, not households",
    "share_election_turnout": r"citizens of voting age.*Presidential years only",
    "share_economic_connectedness": r"Half the ratio",
    "share_digital_access": r"a computer and a broadband subscription",
    **dict.fromkeys(THE_26[11], r"at least 20% of its students are in poverty by a model"),
    "share_transit_commuter": r"share of commuters, not the index",
    "share_transportation_cost": r"share of income, not the index",
    "index_air_hazard": r"national rank.*air toxics.*higher is cleaner.*not the daily Air Quality Index",
    "rate_injury_death": r"Five years of deaths together.*not adjusted for age",
    **dict.fromkeys(THE_26[24], r"Residents only"),
    **dict.fromkeys(BESIDE, r"Published beside the 26"),
}
"""How the data differ from the guide's wording; all others do not."""

BREAKS = {
    "share_transit_commuter": [(2019, None)],
    "share_transportation_cost": [(2019, None)],
    "share_debt_coll": [(2022, "county")],
    "share_election_turnout": [(2020, "city")],
    "rate_crime_violent": [(2022, None)],
    "rate_crime_property": [(2022, None)],
    "rate_juv_arrest": [(2022, None)],
}
"""The first years after which a series goes on as another, and for which areas."""

each_variable = pytest.mark.parametrize("variable", CATALOG.variables.values(), ids=lambda one: one.name)
each_group = pytest.mark.parametrize(
    "group", [group for one in CATALOG.subgroup_types.values() for group in one.groups], ids=lambda one: one.name
)


def dictionary() -> dict[str, dict[str, str]]:
    """Read the facts of the data's dictionary, by variable."""
    with (FIXTURES / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        return {row["variable"]: row for row in csv.DictReader(file)}


def sentences(variable: Variable) -> dict[str, str]:
    """Return the texts of a variable that are whole sentences, by their word in the catalog."""
    return {
        "meaning": variable.meaning,
        "sentence": variable.sentence,
        "city_sentence": variable.city_sentence,
        "zero_sentence": variable.zero_sentence,
        "differs": variable.differs,
        "pooling": variable.pooling,
        **{f"caution {number}": one for number, one in enumerate(variable.all_cautions, 1)},
    }


def texts(variable: Variable) -> dict[str, str]:
    """Return every text of a variable, by its word in the catalog."""
    phrases = {word: getattr(variable, word) for word in ("label", "short", "of", "level", "group")}
    return {**sentences(variable), **phrases, **{f"name {one}": one for one in variable.names}}


class TestFramework:
    def test_counts(self):
        """There are 5 pillars, 24 predictors, 26 metrics and 47 published variables."""
        counts = [len(CATALOG.pillars), len(CATALOG.predictors), len(CATALOG.metrics), len(CATALOG.variables)]

        assert [5, 24, 26, 47] == counts

    def test_pillars(self):
        """The pillars have the guide's names and order."""
        assert list(zip(range(1, 6), PILLARS, strict=True)) == [(one.order, one.label) for one in CATALOG.pillars]

    def test_predictors(self):
        """The predictors have the guide's names and order."""
        assert PREDICTORS == [one.label for one in CATALOG.predictors]

    def test_metrics(self):
        """The metrics are numbered as the guide orders them, each with the columns that are the metric."""
        assert THE_26 == {one.number: {column.name for column in one.of_the_26} for one in CATALOG.metrics}

    def test_beside(self):
        """Medical debt and the three plain affordability ratios are published beside the 26."""
        assert {name for name, one in CATALOG.variables.items() if one.beside} == BESIDE

    def test_nested(self):
        """Every variable of the data's dictionary stands in its pillar, under its predictor."""
        facts = {
            name: (row["pillar"], row["predictor"].removesuffix(" (additional)")) for name, row in dictionary().items()
        }
        declared = {
            variable.name: (pillar.label, predictor.label)
            for pillar in CATALOG.pillars
            for predictor in pillar.predictors
            for metric in predictor.metrics
            for variable in metric.variables
        }

        assert facts == declared

    def test_grouped(self):
        """Four metrics are published by group only, one column a group; no other column's name holds a group."""
        assert {4, 11, 18, 24} == {one.number for one in CATALOG.metrics if one.grouped}
        assert {name for number in (4, 11, 18, 24) for name in THE_26[number]} == {
            name for name, one in CATALOG.variables.items() if one.group
        }

    def test_groups_are_published_groups(self):
        """A group that a column's name holds is one of the published groups, spelled as published."""
        published = {group.name for group in CATALOG.subgroup_types["race-ethnicity"].groups}

        assert {one.group for one in CATALOG.variables.values() if one.group} <= published

    def test_levels(self):
        """Affordability and income say which income they are about; nothing else has levels."""
        assert {
            **{name: "80% of area median income" for name in CATALOG.variables if name.endswith("_80_ami")},
            **{name: "50% of area median income" for name in CATALOG.variables if name.endswith("_50_ami")},
            **{name: "30% of area median income" for name in CATALOG.variables if name.endswith("_30_ami")},
            "pctl_income_20": "20th percentile",
            "pctl_income_50": "50th percentile",
            "pctl_income_80": "80th percentile",
        } == {name: one.level for name, one in CATALOG.variables.items() if one.level}

    def test_headlines(self):
        """Where there is room for few numbers, one or two stand for a metric that is no group table."""
        assert {1, 2} >= {len(one.headlines) for one in CATALOG.metrics if not one.grouped}


class TestFacts:
    def test_directions(self):
        """Which way is more favorable is what the data's dictionary says."""
        assert {name: row["direction"] for name, row in dictionary().items()} == {
            name: one.direction for name, one in CATALOG.variables.items()
        }

    def test_no_way_is_more_favorable(self):
        """The exposure indexes, the residents' shares and the transit share are contextual, and nothing else."""
        assert {name for name, one in CATALOG.variables.items() if one.direction == "contextual"} == CONTEXTUAL

    def test_parity(self):
        """Housing wealth is best near 1, and nothing else that is published."""
        assert {name for name, one in CATALOG.variables.items() if one.direction == "nearer 1"} == NEARER_1

    def test_intervals(self):
        """What the bounds are is what the data's dictionary says."""
        assert {name: row["interval"] for name, row in dictionary().items()} == {
            name: one.interval for name, one in CATALOG.variables.items()
        }

    @each_variable
    def test_bounds_in_store(self, ask, variable):
        """Bounds are in the store exactly where the catalog says that they are published."""
        found = [
            part
            for series in ask.store.all_series()
            if series.variable == variable.name
            for part in ("lower", "upper")
            if (numbers := series.part(part)) is not None and not all(map(math.isnan, numbers))
        ]

        assert (variable.interval != "none") is bool(found)

    @each_variable
    def test_subgroup_types(self, ask, variable):
        """The declared kinds of groups are those that the store holds, or knows to be absent from this copy."""
        held = {one.subgroup_type for one in ask.store.all_series() if one.variable == variable.name} - {"all"}
        absent = {
            one.name
            for one in CATALOG.subgroup_types.values()
            for file in one.files.values()
            if ask.store.absent_years(file, variable.name)
        }

        assert held | absent == {one.name for one in variable.subgroups}

    @each_variable
    def test_differs(self, variable):
        """How the data differ from the guide's wording is said where they do, and only there."""
        assert re.search(DIFFERS.get(variable.name, "^$"), variable.differs)

    def test_breaks(self):
        """A series breaks where its way of measuring changed, and nowhere else."""
        own = {name: [one for one in variable.breaks if not one.state] for name, variable in CATALOG.variables.items()}

        assert BREAKS == {name: [(one.year, one.level) for one in breaks] for name, breaks in own.items() if breaks}

    @each_variable
    def test_connecticut(self, variable):
        """Every county series of Connecticut breaks in 2022, and of no other state."""
        assert (2022, "county") in [(one.year, one.level) for one in variable.breaks_for("county", "09")]
        assert variable.breaks_for("county") == variable.breaks_for("county", "17")
        assert variable.breaks_for("city", "09") == variable.breaks_for("city")

    def test_break_is_a_published_year(self, ask):
        """The year of a break is one that the series has, at the level that breaks."""
        missing = [
            (name, break_.year, level)
            for name, one in CATALOG.variables.items()
            for break_ in one.breaks
            if not break_.state
            for level in ([break_.level] if break_.level else ["county", "city"])
            if break_.year not in ask.store.series(name, level).years
        ]

        assert [] == missing

    def test_pooled_years(self):
        """Five years of surveys or deaths stand in a value where the data's dictionary says so."""
        five = {name for name, row in dictionary().items() if re.search(r"5[- ]year", row["source"] + row["metric"])}
        groups_alone = {"share_employed", *THE_26[16]}

        assert {1, 5} == {one.pooled_years for one in CATALOG.variables.values()}
        assert five - groups_alone - {"index_air_hazard"} == {
            name for name, one in CATALOG.variables.items() if one.pooled_years == 5
        }
        assert groups_alone == {
            name for name, one in CATALOG.variables.items() if one.group_pooled_years != one.pooled_years
        }

    def test_microdata(self):
        """Survey records are the source where the data's dictionary says so."""
        assert {name for name, row in dictionary().items() if "microdata" in row["source"]} == {
            name for name, one in CATALOG.variables.items() if one.from_microdata
        }

    def test_pooled_by_state(self):
        """Low birth weight alone carries a value of its state."""
        assert THE_26[20] == {name for name, one in CATALOG.variables.items() if one.statewide}

    def test_levels_differ(self):
        """Debt, connectedness and turnout are measured differently for counties and cities."""
        assert THE_26[6] | THE_26[17] | THE_26[23] == {
            name for name, one in CATALOG.variables.items() if one.levels_differ
        }

    def test_overlaps(self):
        """Black and White people can be counted among Hispanic people too; the other groups are apart."""
        assert {"Black": ("Hispanic",), "White": ("Hispanic",)} == {
            group.name: group.overlaps
            for one in CATALOG.subgroup_types.values()
            for group in one.groups
            if group.overlaps
        }

    def test_no_benchmark(self):
        """No benchmark is made of the count of homeless students, of racial exposure and of housing wealth."""
        assert {"count_homeless", *THE_26[4], *THE_26[18]} == {
            name for name, one in CATALOG.variables.items() if not one.benchmark
        }

    def test_shares(self):
        """Only housing wealth is published as two shares."""
        assert {name for name, one in CATALOG.variables.items() if one.shares} == NEARER_1

    def test_judged_missing(self):
        """Only a living wage of 0 stands for a missing value."""
        assert {"ratio_living_wage": 0.0} == {
            name: one.judged_missing for name, one in CATALOG.variables.items() if one.judged_missing is not None
        }

    def test_judged_missing_is_a_number(self):
        """No physician is a real 0, said in words."""
        zero = {name: one.zero_sentence for name, one in CATALOG.variables.items() if one.zero_sentence}

        assert ["ratio_population_pc_physician"] == list(zero)
        assert "at most 2,000 people" in zero["ratio_population_pc_physician"]

    def test_pooling(self):
        """Five-year surveys, five years of deaths, cohorts and pooled counties say so."""
        said = {name: one.pooling for name, one in CATALOG.variables.items() if one.pooling}

        assert "Five survey years." == said["share_in_preschool"]
        assert "Five years of deaths." == said["rate_injury_death"]
        assert "Up to six grades of one cohort." == said["rate_learning"]
        assert "under 100,000 people" in said["share_low_birth_weight"]
        assert "Groups: five survey years. Overall: one." == said["share_employed"] == said["pctl_income_50"]

    def test_counts(self):
        """Two counts make a share, a rate per so many people, or a ratio; nothing published another way."""
        counted = [variable for variable in CATALOG.variables.values() if variable.counts]

        assert {"share", "rate", "whole_rate", "ratio"} == {variable.unit.name for variable in counted}
        for variable in counted:
            words = variable.of.replace(",", "")
            assert (variable.counts.per > 1) == variable.unit.name.endswith("rate")
            assert variable.counts.per == 1 or f"per {variable.counts.per} people" in words

    @each_variable
    def test_five_year_sources(self, variable):
        """What rests on five survey years alone says so, and what says so rests on them."""
        five = any(source.key in {"acs_microdata_five", "acs_five"} for source in variable.sources)
        only_weights = {"share_transit_commuter", "share_transportation_cost", "index_air_hazard"}
        only_people = {"rate_crime_violent", "rate_crime_property", "rate_juv_arrest"}

        assert (five and variable.name not in only_weights | only_people) is (variable.pooling == "Five survey years.")

    def test_sources_are_used(self):
        """Every declared source is the source of some variable."""
        assert set(CATALOG.sources) == {source.key for one in CATALOG.variables.values() for source in one.sources}

    @each_variable
    def test_debt_differs_by_level(self, variable):
        """Cities have a sentence of their own exactly where they are measured by another thing: debt."""
        assert (variable.name == "share_debt_coll") is ("derogatory debt" in variable.city_sentence)


class TestWording:
    @each_variable
    def test_everything_is_said(self, variable):
        """No variable lacks its label, short label, meaning, sentence, unit, source or caution."""
        said = (variable.label, variable.short, variable.meaning, variable.of, variable.unit.name, variable.sources)

        assert all(said)
        assert "{value}" in variable.sentence

    @each_variable
    def test_cautions(self, variable):
        """Every variable says what to beware of."""
        assert variable.all_cautions

    @each_variable
    def test_spaces(self, variable):
        """No text has double spaces, spaces at its ends, or a space before a period or comma."""
        wrong = {word: text for word, text in texts(variable).items() if re.search(r"  |^\s|\s$|\s[.,;:]|\n", text)}

        assert {} == wrong

    @each_variable
    def test_sentences_end(self, variable):
        """What is a sentence ends with a period and begins with a capital, a number or the value."""
        wrong = {
            word: text
            for word, text in sentences(variable).items()
            if text and not re.fullmatch(r"(?:[A-Z0-9]|\{value\}).*[^.]\.", text)
        }

        assert {} == wrong

    @each_variable
    def test_labels(self, variable):
        """A label is at most 50 letters, begins with a capital and does not end like a sentence."""
        assert len(variable.label) <= 50
        assert len(variable.short) <= 30
        assert re.fullmatch(r"[A-Z].*[^.]", variable.label)
        assert re.fullmatch(r"[A-Z].*[^.]", variable.short)
        assert re.fullmatch(r"[a-z].*[^.]", variable.of)

    @each_variable
    def test_braces(self, variable):
        """Only the value and the year are filled in, and only in sentences said aloud."""
        said_aloud = {"sentence", "city_sentence", "zero_sentence"}
        found = {
            (word if word in said_aloud else "another text", brace)
            for word, text in texts(variable).items()
            for brace in re.findall(r"\{[^}]*\}?|\}", text)
        }

        assert found <= {(word, brace) for word in said_aloud for brace in ("{value}", "{year}")}

    @each_variable
    def test_read_aloud(self, variable):
        """The sentence reads with the value of its unit, at both levels, and leaves nothing to fill in."""
        said = [
            variable.sentence_for(level).format(value=variable.unit.show(0.4), year=2023)
            for level in ("county", "city")
        ]

        assert all(variable.unit.show(0.4) in one for one in said)
        assert not [one for one in said if "{" in one or "}" in one]

    def test_labels_tell_apart(self):
        """No two variables have one label."""
        labels = [one.label.lower() for one in CATALOG.variables.values()]

        assert len(labels) == len(set(labels))

    def test_pillars(self):
        """A pillar's tab fits Excel's limit of 31 letters and holds none of the letters that Excel forbids."""
        assert ["Neighborhoods", "Education", "Work", "Health", "Governance"] == [one.tab for one in CATALOG.pillars]
        assert all(one.covers and not one.covers.endswith(".") for one in CATALOG.pillars)

    @each_group
    def test_chart_labels(self, group):
        """A group's label under a column is at most 15 letters wide, so that charts do not turn it on its side."""
        assert max(map(len, group.chart.split("\n"))) <= 15

    def test_groups_tell_apart(self):
        """No two groups have one name; a word for two groups means whichever of two spellings is filled."""
        groups = [group for one in CATALOG.subgroup_types.values() for group in one.groups]
        names = [group.name for group in groups]
        meant = defaultdict(set)
        for group in groups:
            for word in group.also:
                meant[word].add(short_group(group.name))

        assert len(names) == len(set(names))
        assert [1] * len(meant) == [len(short) for short in meant.values()]

    def test_files(self):
        """Every kind of groups comes from its own published files."""
        assert {
            "race-ethnicity": {"county": 12, "city": 62},
            "race-share": {"county": 13, "city": 63},
            "income": {"county": 14, "city": 64},
            "age": {"county": 15, "city": 65},
            "gender": {"county": 16, "city": 66},
            "tenure": {"county": 17, "city": 67},
            "disability": {"county": 18, "city": 68},
            "industry": {"county": 19, "city": 0},
            "mothers-education": {"county": 20, "city": 0},
        } == {one.name: one.files for one in CATALOG.subgroup_types.values()}

    def test_sources(self):
        """A source is cited by agency and work, and its terms, where known, are a sentence."""
        cited = {key: str(one) for key, one in CATALOG.sources.items()}

        assert "Centers for Disease Control and Prevention, CDC WONDER, natality" == cited["cdc_natality"]
        assert {"cnt", "living_wage", "credit_bureau"} == {key for key, one in CATALOG.sources.items() if one.terms}
        assert all(re.fullmatch(r"[A-Z].*\.", one.terms) for one in CATALOG.sources.values() if one.terms)

    def test_counted_in(self):
        """What a stored number counts reads on its own, without the number."""
        counted = {name: one.counted_in for name, one in CATALOG.variables.items()}

        assert "share of births" == counted["share_low_birth_weight"]
        assert "dollars a year" == counted["pctl_income_50"]
        assert "homes per household" == counted["share_affordable_available_30_ami"]
        assert "per 100,000 people" == counted["rate_injury_death"]
        assert "students" == counted["count_homeless"]
