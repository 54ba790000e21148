"""Turnout, representation, crime and arrests: worked cases, thresholds and missing values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.metrics import crime, juvenile_arrests, representation, representation_shares, turnout


class TestTurnout:
    def test_value(self):
        """(400 + 600) / (900 + 1,100)."""
        answer = turnout([400, 600], [900, 1100])

        assert (0.5, None, None, "") == (answer.value, answer.lower, answer.upper, answer.quality)

    def test_more_votes(self):
        """More votes than citizens, who are estimated, are 1, and it is said."""
        answer = turnout(1001, 1000)

        assert 1 == answer.value
        assert 1 == turnout(1001, 1000, 10).value
        assert "more votes than citizens count as 100%" in answer.why
        assert "more votes" not in turnout(1000, 1000).why

    @pytest.mark.parametrize(
        ("margin", "quality"),
        [
            # The error over 1,000 citizens is margin / 1.645 / 1,000.
            (1.645 * 49.9, "Strong"),
            (1.645 * 50.1, "Marginal"),
            (1.645 * 149.9, "Marginal"),
            (1.645 * 150.1, "Weak"),
        ],
    )
    def test_quality(self, margin, quality):
        """Strong below an error of 5% of the citizens, Marginal below 15%, else Weak."""
        assert quality == turnout(600, 1000, margin).quality

    def test_margins_join(self):
        """Margins join as the root of squares: 60 and 80 are 100, an error of 6.1%."""
        assert "6.1% of them" in turnout([300, 300], [500, 500], [60, 80]).why

    def test_lengths(self):
        """Every part has its margin."""
        with pytest.raises(BadArgument, match=r"citizens has 2 cells and citizens_moe has 1"):
            turnout([300, 300], [500, 500], [60])


class TestRepresentation:
    def test_value(self):
        """90% of officials over 50% of residents."""
        answer = representation(9, 10, 500, 1000)

        assert 1.8 == pytest.approx(answer.value)
        assert "90.0%:50.0%" == answer.shares
        assert (None, None, "") == (answer.lower, answer.upper, answer.quality)

    def test_residents_as_a_share(self):
        """The published share of residents will do: it is set against 1."""
        assert 2 == pytest.approx(representation(5, 10, 0.25, 1).value)

    def test_unknown(self):
        """Of ten, three of the group and two unknown: 30% to 50% over 50%, and Weak."""
        answer = representation(3, 10, 50, 100, 2)

        assert (0.6, 0.6, 1.0) == pytest.approx((answer.value, answer.lower, answer.upper))
        assert "Weak" == answer.quality
        assert "20.0% of officials are of unknown group" in answer.why

    def test_all_known(self):
        """Where all are known, both bounds are the value, and it is not Weak."""
        answer = representation(3, 10, 50, 100, 0)

        assert answer.value == answer.lower == answer.upper
        assert "" == answer.quality

    def test_too_many_unknown(self):
        """The unknown are among the officials."""
        with pytest.raises(BadArgument, match=r"unknown makes 11 with group_officials, more than the 10"):
            representation(3, 10, 50, 100, 8)

    def test_more_officials(self):
        """There are not more officials of the group than officials."""
        with pytest.raises(BadArgument, match=r"group_officials, cell 2, is 6, more than the 5 of officials"):
            representation([1, 6], [5, 5], [10, 10], [50, 50])

    def test_no_residents_of_the_group(self):
        """Over no residents there is no ratio; the text is still there."""
        with pytest.raises(Undefined, match=r"The group has no residents \(10.0%:0.0%\)"):
            representation(1, 10, 0, 100)

        assert "10.0%:0.0%" == representation_shares(1, 10, 0, 100)

    @pytest.mark.parametrize("function", [representation, representation_shares])
    @pytest.mark.parametrize(
        ("given_", "sentence"),
        [((0, 0, 50, 100), "officials add up to 0"), ((1, 10, 0, 0), "residents add up to 0")],
    )
    def test_nobody(self, function, given_, sentence):
        """Without officials or residents there is no share."""
        with pytest.raises(Undefined, match=sentence):
            function(*given_)

    def test_published_residents(self, ask):
        """Officials in the shares of the residents are proportional, in every published county."""
        series = ask.store.series("share_desc_rep_black_nonhispanic", "county")
        shares = [share for share in series.across_areas("value", 2023) if share > 0]

        assert len(shares) > 2500
        assert {1.0} == {representation(share, 1, share, 1).value for share in shares}

    @given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10**6)), min_size=2, max_size=5), st.integers(0, 5))
    def test_groups_make_the_whole(self, groups, unknown):
        """Over all groups the ratios, weighted by residents, make up the officials who are known."""
        officials = sum(some for some, _ in groups) + unknown
        residents = sum(living for _, living in groups)
        if not officials:
            officials = unknown = 1
        answers = [representation(some, officials, living, residents, unknown) for some, living in groups]
        whole = sum(one.value * living / residents for one, (_, living) in zip(answers, groups, strict=True))

        assert (officials - unknown) / officials == pytest.approx(whole)


@pytest.mark.parametrize("function", [crime, juvenile_arrests])
class TestPoliceRates:
    def test_value(self, function):
        """100 for 20,000 are 500 per 100,000."""
        answer = function([40, 60], [9000, 11000])

        assert (500, None, None, "") == (answer.value, answer.lower, answer.upper, answer.quality)

    def test_more_than_people(self, function):
        """There can be more offenses or arrests than people."""
        assert 200_000 == function(80, 40).value

    @pytest.mark.parametrize(
        ("reporting", "agencies", "quality"),
        [(10, 10, "Strong"), (9, 10, "Marginal"), (8, 10, "Marginal"), (79, 100, "Weak"), (1, 10, "Weak")],
    )
    def test_quality(self, function, reporting, agencies, quality):
        """Strong where all agencies reported, Marginal from 80% on, else Weak."""
        assert quality == function(10, 1000, reporting, agencies).quality

    def test_parts(self, function):
        """Agencies are summed over the parts."""
        assert "Marginal" == function([5, 5], [500, 500], [3, 5], [5, 5]).quality

    @pytest.mark.parametrize("agencies", [0, 10])
    def test_nobody_reported(self, function, agencies):
        """Where no agency reported there is no value, and not 0."""
        with pytest.raises(NoData, match=r"No agency reported: what happened is not known, and 0 would be wrong"):
            function(0, 1000, 0, agencies)

    def test_few(self, function):
        """Under 30 people there is no rate; 30 are enough."""
        assert 0 == function(0, 30).value
        with pytest.raises(NoData, match=r"add up to 29: the published method gives no rate below 30"):
            function(0, 29)

    def test_more_reporting(self, function):
        """No more agencies report than there are."""
        with pytest.raises(BadArgument, match=r"agencies_reporting is 3, more than the 2 of agencies"):
            function(10, 1000, 3, 2)

    @pytest.mark.parametrize(("given_", "lacking"), [((3, None), "agencies"), ((None, 3), "agencies_reporting")])
    def test_half_of_it(self, function, given_, lacking):
        """Agencies come with those reporting, or neither does."""
        with pytest.raises(BadArgument, match=f"{lacking} is left out. Give both"):
            function(10, 1000, *given_)

    def test_lengths(self, function):
        """Agencies have a row for every part."""
        with pytest.raises(BadArgument, match=r"has 2 cells and agencies has 1"):
            function([5, 5], [500, 500], [3], [3])
