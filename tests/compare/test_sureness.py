"""How sure a difference is: every reason, by published numbers where they reach it, and their order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.comparing import compare
from mobility_xl.compare.rules import rules
from mobility_xl.compare.sureness import RULES, said_of_many
from mobility_xl.estimates import Estimate
from tests.compare.made_up import estimate

PUBLISHED = [
    ("clear", ("compare", "low birth weight", "17031", "06037", 2023)),
    ("could be chance", ("compare", "employment", "06037", "0644000", 2023)),
    (
        "no data: Chicago city, Illinois: not published at this level",
        ("compare", "low birth weight", "17031", "1714000"),
    ),
    ("no data: both: not published at this level", ("compare", "low birth weight", "0644000", "1714000")),
    (
        "no data: Loving County, Texas: suppressed or too few",
        ("compare", "poverty exposure", "48301", "17031", 2023),
    ),
    ("no data: both: not published this year", ("compare", "employment", "17031", "06037", 2020)),
    ("no data: Adams County, Iowa: judged missing", ("compare", "living wage", "19003", "17031", 2018)),
    ("no data: both: published, not in this copy", ("compare", "median income", "17031", "06037", 2021, "Hispanic")),
    ("not tested: same pooled state value", ("compare", "low birth weight", "06003", "06005", 2023)),
    ("not tested: same survey area", ("compare", "median income", "01045", "01031", 2023)),
    ("not tested: Weak (Los Angeles County, California)", ("compare", "violent crime", "06037", "36061", 2023)),
    ("not tested: Weak (both)", ("compare", "violent crime", "06037", "0644000", 2023)),
    (
        "not tested: measured differently for counties and cities",
        ("compare", "turnout", "17031", "1714000", 2020),
    ),
    (
        "not tested: measured differently for counties and cities",
        ("compare", "connectedness", "17031", "1714000", 2022),
    ),
    ("not tested: imputation bounds only", ("compare", "count_homeless", "06037", "06073", 2022)),
    ("not tested: no interval published", ("compare", "turnout", "17031", "06037", 2020)),
    ("not tested: the group is part of All", ("gap", "employment", "17031", "Female")),
    ("not tested: different surveys", ("gap", "employment", "17031", "Hispanic", "Male")),
    ("not tested: Weak (Black, Non-Hispanic)", ("gap", "low birth weight", "05007", "Black", "White", 2022)),
    ("not tested: survey periods overlap", ("change", "preschool", "17031", 2021, 2023)),
    ("not tested: survey periods overlap", ("change", "injury deaths", "17031", 2019, 2023)),
    ("not tested: survey periods overlap", ("change", "employment", "17031", 2018, 2021, "Hispanic")),
    ("not tested: the series breaks in 2019", ("change", "transit", "17031", 2015, 2022)),
    ("not tested: the series breaks in 2022", ("change", "debt", "17031", 2018, 2023)),
    ("not tested: the series breaks in 2020", ("change", "turnout", "1714000", 2016, 2020)),
    ("not tested: the series breaks in 2022", ("change", "violent crime", "48201", 2021, 2023)),
]
"""What published numbers give."""

MADE_UP = [
    (
        "not tested: years differ by more than two",
        estimate(0.8, 0.7, 0.9),
        estimate(0.7, 0.6, 0.8, geoid="17003", year=2020),
    ),
    ("could be chance", estimate(0.8, 0.7, 0.9), estimate(0.7, 0.6, 0.8, geoid="17003", year=2021)),
    (
        "not tested: the series breaks in 2022",
        estimate(0.8, 0.7, 0.9, geoid="09190", year=2022),
        estimate(0.7, 0.6, 0.8, geoid="09001", year=2021),
    ),
    ("not tested: Weak (Place 17003, Illinois)", estimate(0.8), estimate(0.7, geoid="17003", quality="")),
    ("not tested: Weak (both)", estimate(0.8, quality="Weak"), estimate(0.7, geoid="17003", quality="")),
    ("not tested: no interval published", estimate(0.8, 0.7, 0.9), estimate(0.7, 0.7, 0.7, geoid="17003")),
    ("not tested: no interval published", estimate(0.8, 0.85, 0.9), estimate(0.7, 0.6, 0.8, geoid="17003")),
    ("not tested: no interval published", estimate(0.8, 0.7, 0.9), estimate(0.7, None, 0.8, geoid="17003")),
    ("not tested: no interval published", estimate(0.8, 0.8, 0.9), estimate(0.7, 0.6, 0.7, geoid="17003")),
    ("not tested: no interval published", estimate(1.0, 1.0, 1.0, geoid="17003"), estimate(0.9, 0.8, 1.0)),
    ("not tested: different surveys", estimate(0.8, 0.7, 0.9, group="gender: Male"), estimate(0.7, 0.6, 0.8)),
    (
        "not tested: different surveys",
        estimate(0.8, 0.7, 0.9, group="gender: Male"),
        estimate(0.7, 0.6, 0.8, group="gender: Female", year=2018),
    ),
]
"""What no published numbers give, or none that is sure to stay."""


@pytest.fixture
def asked(ask):
    """Ask one of the three questions by the words that people type."""

    def question(kind: str, metric: str, place: str, *more):
        meant, area = ask.metric(metric), ask.area(place)
        if kind == "compare":
            return ask.compare(meant, area, ask.area(more[0]), *more[1:])
        return getattr(ask, kind)(meant, area, *more)

    return question


def sure(first: Estimate, second: Estimate) -> str:
    """Return the word for two estimates."""
    return compare(first, second).sure


class TestReasons:
    @pytest.mark.parametrize(("expected", "question"), PUBLISHED)
    def test_published(self, asked, expected, question):
        """Published numbers meet the reason, in the words of the rules."""
        assert expected == asked(*question).sure

    @pytest.mark.parametrize(("expected", "first", "second"), MADE_UP)
    def test_made_up(self, expected, first, second):
        """Numbers that are published nowhere meet the others."""
        assert expected == sure(first, second)

    def test_all_met(self):
        """Every reason is met above."""
        met = [*(one[0] for one in PUBLISHED), *(one[0] for one in MADE_UP)]
        beginnings = [one.word.partition("{")[0] for one in rules().reasons.values()]

        assert [] == [one for one in beginnings if not any(word.startswith(one) for word in met)]

    @pytest.mark.parametrize(("_expected", "question"), PUBLISHED)
    def test_said(self, asked, _expected, question):
        """Each is said as a sentence too, that ends and has nothing left to fill in."""
        said = asked(*question).sentence

        assert said.endswith(".")
        assert "{" not in said
        assert "None" not in said


class TestOrder:
    def test_as_written(self):
        """The reasons apply in the order of the file, which is that of the rules."""
        assert [key for key, _ in RULES] == list(rules().reasons)[: len(RULES)]
        assert ["no_interval", "chance", "clear"] == list(rules().reasons)[len(RULES) :]

    def test_pooled_before_weak(self):
        """A pooled value is Weak, and said to be pooled."""
        one, other = (
            estimate(0.08, 0.07, 0.09, "share_low_birth_weight", geoid, quality="Weak") for geoid in ("17001", "17003")
        )

        assert "not tested: same pooled state value" == sure(one, other)

    def test_pooled_in_one_state_only(self):
        """The same numbers in two states are no pooled value."""
        one, other = (
            estimate(0.08, 0.07, 0.09, "share_low_birth_weight", geoid, quality="Weak") for geoid in ("17001", "18003")
        )

        assert "not tested: Weak (both)" == sure(one, other)

    def test_survey_area_before_weak(self):
        """So is a value of one survey area."""
        one, other = (estimate(0.8, 0.7, 0.9, geoid=geoid, quality="Weak") for geoid in ("17001", "17003"))

        assert "not tested: same survey area" == sure(one, other)

    def test_no_survey_area_without_bounds(self):
        """Equal values without bounds may be chance: many places have no Black homeowners, for one."""
        one, other = (
            estimate(0.0, variable="ratio_black_nh_house_value_households", geoid=geoid) for geoid in ("17001", "48003")
        )

        assert "not tested: no interval published" == sure(one, other)

    def test_weak_before_all_that_follow(self):
        """A Weak number is said to be Weak before years, levels and breaks are."""
        one = estimate(0.6, variable="share_election_turnout", geoid="17001", quality="Weak")
        other = estimate(0.5, variable="share_election_turnout", geoid="1714000", year=2016)

        assert "not tested: Weak (Place 17001, Illinois)" == sure(one, other)

    def test_years_before_levels(self):
        """Years are said before levels, and levels before the lack of an interval."""
        county = estimate(0.6, variable="share_election_turnout")
        far, near = (
            estimate(0.5, variable="share_election_turnout", geoid="1714000", year=year) for year in (2016, 2023)
        )

        assert "not tested: years differ by more than two" == sure(county, far)
        assert "not tested: measured differently for counties and cities" == sure(county, near)

    def test_break_before_imputation(self):
        """A break is said before the kind of the bounds."""
        one, other = (
            estimate(90.0, 80.0, 99.0, "count_homeless", "09001", year, group="race-ethnicity: Hispanic")
            for year in (2021, 2022)
        )

        assert "not tested: the series breaks in 2022" == sure(one, other)


class TestMany:
    @pytest.mark.parametrize(
        ("tested", "expected"),
        [
            (0, "No difference was tested"),
            (4, "4 tested; fewer than 1 would look clear by chance"),
            (24, "24 tested; about 1 would look clear by chance"),
            (130, "130 tested; about 7 would look clear by chance"),
        ],
    )
    def test_said(self, tested, expected):
        """Of many it is said how many were tested, and how many of them chance would make clear."""
        one, other = estimate(0.8, 0.7, 0.9), estimate(0.7, 0.6, 0.8, geoid="17003")
        untested = compare(one, estimate(0.7, geoid="17003"))

        assert expected == said_of_many([*[compare(one, other)] * tested, untested])


class TestProperties:
    shares = st.tuples(st.floats(0.05, 0.95), st.floats(0.001, 0.04), st.floats(0.001, 0.04))

    @given(shares, shares)
    def test_swapped(self, one, other):
        """The other way round the sign and the words change sides, and how sure it is stays."""
        first, second = (
            estimate(value, value - down, value + up, geoid=geoid)
            for (value, down, up), geoid in ((one, "17001"), (other, "17003"))
        )
        there, back = compare(first, second), compare(second, first)
        opposite = {"more favorable": "less favorable", "less favorable": "more favorable", "same": "same"}

        assert (-back.difference, back.p_value, back.sure) == (there.difference, there.p_value, there.sure)
        assert (-back.upper, -back.lower) == (there.lower, there.upper)
        assert opposite[back.favor] == there.favor

    @given(shares, shares, st.floats(1.0, 5.0))
    def test_wider(self, one, other, times):
        """A wider interval never turns chance into clear."""
        (value, down, up), (others, other_down, other_up) = one, other
        second = estimate(others, others - other_down, others + other_up, geoid="17003")
        narrow = compare(estimate(value, value - down, value + up), second)
        wide = compare(estimate(value, value - down * times, value + up * times), second)

        assert not (wide.clear and narrow.sure == "could be chance")

    @given(shares, shares, st.sampled_from(["Strong", "Marginal", "Weak", ""]), st.sampled_from(["Strong", "Weak"]))
    def test_never_tested_from_weak(self, one, other, quality, other_quality):
        """Nothing is tested with a number that is Weak or has no flag, and there is then no p-value."""
        first, second = (
            estimate(value, value - down, value + up, "share_low_birth_weight", geoid, quality=flag)
            for (value, down, up), geoid, flag in ((one, "17001", quality), (other, "18003", other_quality))
        )
        found = compare(first, second)

        assert (quality in {"Strong", "Marginal"} and other_quality == "Strong") is (found.p_value is not None)
        assert (found.p_value is not None) is (found.sure in {"clear", "could be chance"})
        assert first.value - second.value == found.difference
