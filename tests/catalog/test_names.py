"""Which names are understood, and what is said of those that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl import catalog
from mobility_xl.catalog import Metric, Variable
from mobility_xl.catalog.names import MetricNames, fold, group_column, group_in, short_group
from mobility_xl.errors import BadArgument

CATALOG = catalog.load()
NAMES = MetricNames(CATALOG)
TYPES = CATALOG.subgroup_types

OWN_NAMES = [
    (variable, name)
    for variable in CATALOG.variables.values()
    for name in (variable.name, variable.label, *variable.names)
    if name in {variable.name, variable.label} or name not in CATALOG.metric_of(variable).names
]
"""Every name that a variable does not only inherit from a metric of several variables."""

ONE_COLUMN = [
    (metric, name)
    for metric in CATALOG.metrics
    for name in (metric.label, *metric.names)
    if len(metric.of_the_26) == 1 or metric.by_column
]
"""Every name of a metric that leads to one variable, or to a metric of one column a group or level."""

SEVERAL = {
    "housing stability": 2,
    "homelessness": 2,
    "student homelessness": 2,
    "social capital": 2,
    "transportation access": 2,
    "safety from crime": 2,
    "crime": 2,
}
"""Names that fit several variables, with how many."""


RACE = TYPES["race-ethnicity"]
NON_HISPANIC = {"race-ethnicity": frozenset({"Black, Non-Hispanic", "White, Non-Hispanic", "Hispanic"})}
OF_ANY = {"race-ethnicity": frozenset({"Black", "White", "Hispanic"})}
"""The groups of race and ethnicity that most metrics fill, and those that juvenile arrests fill."""


def refusal(text: str) -> str:
    """Return what is said of a name that is not understood."""
    with pytest.raises(BadArgument) as refused:
        NAMES.find(text)
    return str(refused.value)


def ids(cases: list[tuple[Variable | Metric, str]]) -> list[str]:
    """Name each case by the name that it tries."""
    return [name for _, name in cases]


class TestFold:
    @pytest.mark.parametrize(
        "text",
        [
            "low birth weight",
            "Low Birth Weight",
            "LOW-BIRTH-WEIGHT",
            "low_birth_weight",
            "low/birth/weight",
            "  low   birth\tweight ",
            "low\u00a0birth\u00a0weight",
            "low\u2011birth\u2013weight",
            "(low) birth, weight.",
        ],
    )
    def test_alike(self, text):
        """Case, spaces, hyphens, dashes, commas, periods and parentheses do not matter."""
        assert "low birth weight" == fold(text)

    def test_letters_matter(self):
        """A letter with an accent is another letter, however it is put together."""
        assert "doña ana" == fold("DOÑA ANA") == fold("Don\u0303a Ana")
        assert fold("Doña Ana") != fold("Dona Ana")

    def test_apostrophes(self):
        """Straight and curly apostrophes are dropped alike."""
        assert "mothers education" == fold("Mother's education") == fold("mother\u2019s education")

    @given(st.text(st.characters(codec=None)))
    def test_twice(self, text):
        """A folded name folds to itself, and can be written to any file."""
        once = fold(text)

        assert once.encode() == fold(once).encode()


class TestFind:
    @pytest.mark.parametrize(("variable", "name"), OWN_NAMES, ids=ids(OWN_NAMES))
    def test_own_names(self, variable, name):
        """Every column name, label and plain name of a variable finds it."""
        assert variable is NAMES.find(name)

    @pytest.mark.parametrize(("metric", "name"), ONE_COLUMN, ids=ids(ONE_COLUMN))
    def test_metric_names(self, metric, name):
        """A metric's names find its one column, or itself where each group or level has a column."""
        expected = metric if metric.by_column else metric.of_the_26[0]

        assert expected is NAMES.find(name)

    @pytest.mark.parametrize("predictor", CATALOG.predictors, ids=lambda one: one.label)
    def test_predictors(self, predictor):
        """A predictor finds what its metrics are, or is refused with all of it."""
        meant = [one for metric in predictor.metrics for one in ([metric] if metric.by_column else metric.of_the_26)]

        if len(meant) == 1:
            assert meant[0] is NAMES.find(predictor.label)
        else:
            assert all(one.name in refusal(predictor.label) for one in meant)

    @given(st.sampled_from(OWN_NAMES), st.randoms(use_true_random=False))
    def test_any_writing(self, case, random):
        """A name is found in any mixture of case, hyphens, dashes and spaces."""
        variable, name = case
        written = "".join(
            random.choice(["-", " ", "  ", "_", "\u2013"])
            if letter in " -_"
            else random.choice([letter, letter.upper()])
            for letter in name
        )

        assert variable is NAMES.find(f" {written} ")

    @pytest.mark.parametrize(("name", "count"), SEVERAL.items())
    def test_several(self, name, count):
        """A name that fits several variables is refused with the list of them."""
        said = refusal(name)

        assert said.startswith(f"'{name}' fits {count} variables; name one of them: ")
        assert count == said.count("; ")

    def test_choices_can_be_typed(self):
        """Each choice in a refusal gives a label and a column name, and both are understood."""
        expected = (
            "'Crime' fits 2 variables; name one of them: Reported violent crimes (rate_crime_violent); "
            "Reported property crimes (rate_crime_property)."
        )

        assert expected == refusal("Crime")
        assert NAMES.find("rate_crime_violent") is NAMES.find("Reported violent crimes")

    def test_beside(self):
        """What is published beside the 26 has to be named itself: the predictor means the metric."""
        assert "share_debt_coll" == NAMES.find("financial security").name
        assert "share_medical_debt_coll" == NAMES.find("medical debt").name

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("low birth wieght", "'low birth weight'"),
            ("share_in_preshool", "'share_in_preschool'"),
            ("emploiment", "'employment'"),
            ("median incom", "'median income'"),
            ("houshold income", "'household income'"),
        ],
    )
    def test_misspelled(self, typed, meant):
        """A misspelling is answered with the nearest name, as it can be typed."""
        said = refusal(typed)

        assert said.startswith(f"No metric is called '{typed}'. Did you mean {meant}")

    def test_one_name_a_metric(self):
        """Advice gives each metric once, though several of its names are near."""
        assert "No metric is called 'low birth wieght'. Did you mean 'low birth weight'?" == refusal("low birth wieght")

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("air", "'air hazard'?"),
            ("housing", "'housing wealth' or 'housing stability' or 'affordable housing'?"),
            ("reading", "'reading progress'?"),
            ("weight birth", "'low birth weight'?"),
        ],
    )
    def test_part_of_a_name(self, typed, meant):
        """Words of a name are answered with the names that hold them all, not with what is only spelled like them."""
        assert f"No metric is called '{typed}'. Did you mean {meant}" == refusal(typed)

    @pytest.mark.parametrize("text", ["", " ", "-", "zzzz", "\ud800", "12345", "rent"])
    def test_nothing_near(self, text):
        """Where nothing is near, it is said where the names are."""
        assert f"No metric is called '{text}'. `mobility-xl metric` lists the names." == refusal(text)

    @pytest.mark.parametrize("variable", CATALOG.variables.values(), ids=lambda one: one.name)
    def test_parts(self, variable):
        """Part of a name is not a name, unless it is listed as one."""
        label = fold(variable.label)
        listed = {fold(name) for _, name in (*OWN_NAMES, *ONE_COLUMN)} | set(SEVERAL)
        parts = {label[:-1], label.rpartition(" ")[0], label.partition(" ")[2]} - listed

        assert parts
        assert all(refusal(part).startswith(f"No metric is called '{part}'.") for part in parts)


class TestGroupColumn:
    @pytest.mark.parametrize(
        ("word", "column"),
        [
            ("Black, Non-Hispanic", "share_black_nh_exposure"),
            ("black", "share_black_nh_exposure"),
            ("White", "share_white_nh_exposure"),
            ("hispanic", "share_hispanic_exposure"),
            ("Latino", "share_hispanic_exposure"),
            ("Other Races and Ethnicities", "share_other_nh_exposure"),
            ("other", "share_other_nh_exposure"),
            ("Other, Non-Hispanic", "share_other_nh_exposure"),
        ],
    )
    def test_words(self, word, column):
        """A column is found by its published group, the group's one word, and the group's other words."""
        assert column == group_column(NAMES.find("racial diversity"), TYPES.values(), word).name

    @pytest.mark.parametrize(
        ("name", "word", "column"),
        [
            ("income", "20th percentile", "pctl_income_20"),
            ("household income", "80TH PERCENTILE", "pctl_income_80"),
            ("opportunities for income", "50th", "pctl_income_50"),
            ("housing affordability", "30% of area median income", "share_affordable_available_30_ami"),
            ("affordable housing", "80%", "share_affordable_available_80_ami"),
        ],
    )
    def test_levels(self, name, word, column):
        """A column is found by its level, or the level's first word."""
        assert column == group_column(NAMES.find(name), TYPES.values(), word).name

    @pytest.mark.parametrize("metric", [one for one in CATALOG.metrics if one.by_column], ids=lambda one: one.label)
    def test_every_column(self, metric):
        """Every group or level of a metric that has a column for each finds it."""
        found = [group_column(metric, TYPES.values(), one.hidden) for one in metric.of_the_26]

        assert list(metric.of_the_26) == found

    def test_unknown_level(self):
        """Another level is refused with those there are."""
        with pytest.raises(BadArgument) as refused:
            group_column(NAMES.find("income"), TYPES.values(), "Hispanic")

        assert (
            "Household income is published for these levels, not for 'Hispanic': 20th percentile; 50th percentile; "
            "80th percentile."
        ) == str(refused.value)

    def test_unknown(self):
        """Another word is refused with the groups there are."""
        with pytest.raises(BadArgument) as refused:
            group_column(NAMES.find("school economic diversity"), TYPES.values(), "Asian")

        assert (
            "Students in high-poverty schools is published for these groups, not for 'Asian': Black; Hispanic; White."
        ) == str(refused.value)


class TestGroupIn:
    @pytest.mark.parametrize("word", ["Black", "black", "BLACK"])
    def test_black(self, word):
        """Black is the group that the metric fills."""
        assert "Black, Non-Hispanic" == group_in([RACE], NON_HISPANIC, word)[1].name
        assert "Black" == group_in([RACE], OF_ANY, word)[1].name

    def test_published_name(self):
        """A published name means itself, also where the metric leaves it empty."""
        assert "Black, Non-Hispanic" == group_in([RACE], OF_ANY, "black non-hispanic")[1].name

    def test_unfilled(self):
        """Where nothing is filled, a group's name or another word still finds the group."""
        assert "Hispanic" == group_in([RACE], {}, "Latina")[1].name

    @pytest.mark.parametrize(
        ("word", "kind", "group"),
        [
            ("men", "gender", "Male"),
            ("Girls", "gender", "Female"),
            ("renters", "tenure", "Renter"),
            ("high school degree", "mothers-education", "GED/High School Degree"),
            ("Less than $50,000", "income", "Less than $50,000"),
            ("white neighborhoods", "race-share", "White neighborhoods"),
            ("trade transit utilities", "industry", "Trade, Transit, Utilities"),
        ],
    )
    def test_other_kinds(self, word, kind, group):
        """Every kind of groups has its words."""
        found = group_in(
            TYPES.values(), {one.name: frozenset(g.name for g in one.groups) for one in TYPES.values()}, word
        )

        assert (kind, group) == (found[0].name, found[1].name)

    @pytest.mark.parametrize(
        ("types", "published", "advice"),
        [
            ([RACE], NON_HISPANIC, "Use All; Black, Non-Hispanic; White, Non-Hispanic; Hispanic."),
            ([], {}, "Only All is published."),
        ],
    )
    def test_unknown(self, types, published, advice):
        """Another word is refused with the groups that the metric fills, in published order."""
        with pytest.raises(BadArgument) as refused:
            group_in(types, published, "Martian")

        assert f"No group is called 'Martian' here. {advice}" == str(refused.value)


class TestShortGroup:
    @pytest.mark.parametrize(
        ("name", "short"),
        [
            ("Black, Non-Hispanic", "Black"),
            ("Other Races and Ethnicities", "Other"),
            ("Hispanic", "Hispanic"),
            ("All", "All"),
        ],
    )
    def test_words(self, name, short):
        """A group's one word is what stands before the comma, or before 'Races'."""
        assert short == short_group(name)
