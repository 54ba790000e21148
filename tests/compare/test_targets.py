"""Targets: what a target asks for each year, and which numbers can bear none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.compare.targets import Baseline, less_favorable, needed, refusal
from mobility_xl.estimates import Subject
from mobility_xl.queries import Queries

JOBS = Baseline(2023, 0.824, 0.816, 0.833)


def refused(ask: Queries, name: str, geoid: str) -> str | None:
    """Return why a number of a place bears no target."""
    variable, area = ask.catalog.variables[name], ask.area(geoid)
    series = ask.store.series(name, area.level)
    return refusal(ask.look_up(Subject(variable, area)), len(series.years) if series else 0)


class TestNeeded:
    def test_change(self) -> None:
        """From 82.4% in 2023 to 85% in 2030 are 2.6 points, seven steps."""
        need = needed(JOBS, 0.85, 2030)

        assert need is not None
        assert (pytest.approx(0.026), pytest.approx(0.026 / 7)) == (need.change, need.yearly)

    def test_within(self) -> None:
        """A step of 0.37 points is within the 0.9 that the interval reaches up: it takes three."""
        need = needed(JOBS, 0.85, 2030)

        assert need is not None
        assert (False, 3) == (need.larger, need.steps)

    def test_side(self) -> None:
        """What counts is how far the interval reaches on the target's side."""
        lopsided = Baseline(2023, 80_848, 78_646, 81_969)
        up, down = needed(lopsided, 90_000, 2030), needed(lopsided, 72_000, 2030)

        assert up is not None
        assert down is not None
        assert (True, False) == (up.larger, down.larger)

    @pytest.mark.parametrize("baseline", [Baseline(2022, 0.036), Baseline(2022, 1.0, 0.99, 1.0)], ids=["none", "cut"])
    def test_no_interval(self, baseline: Baseline) -> None:
        """Without an interval, or where it was cut at the value, nothing is said of it."""
        need = needed(baseline, 1.5, 2030)

        assert need is not None
        assert (None, None) == (need.larger, need.steps)

    @pytest.mark.parametrize(("target", "year"), [(0.85, 2023), (0.85, 2020), (0.824, 2030)])
    def test_nothing_needed(self, target: float, year: int) -> None:
        """A year that is not later, and a target that is the baseline, ask for nothing."""
        assert needed(JOBS, target, year) is None

    @given(st.floats(0.01, 0.99), st.integers(2024, 2060))
    def test_steps(self, target: float, year: int) -> None:
        """So many steps lead there, and so many of them pass the interval while one fewer does not."""
        need = needed(JOBS, target, year)

        assert need is not None
        assert need.steps is not None
        reach = JOBS.upper - JOBS.value if target > JOBS.value else JOBS.value - JOBS.lower  # type: ignore[operator]
        assert pytest.approx(target) == JOBS.value + need.yearly * (year - 2023)
        assert (need.steps - 1) * abs(need.yearly) <= reach * (1 + 1e-9)
        assert need.steps * abs(need.yearly) >= reach * (1 - 1e-9)
        assert need.larger == (need.steps == 1)


class TestLessFavorable:
    @pytest.mark.parametrize(
        ("direction", "target", "expected"),
        [("higher", 0.4, True), ("higher", 0.6, False), ("lower", 0.6, True), ("lower", 0.4, False)],
    )
    def test_one_way(self, direction: str, target: float, expected: bool) -> None:
        """A target on the wrong side of its baseline is told."""
        assert less_favorable(direction, 0.5, target) is expected  # type: ignore[arg-type]

    @pytest.mark.parametrize(("target", "expected"), [(0.9, False), (1.9, False), (2.1, True), (0.4, True), (0, True)])
    def test_parity(self, target: float, expected: bool) -> None:
        """Twice an equal share is as far from it as half of one."""
        assert less_favorable("nearer 1", 0.5, target) is expected


class TestRefusal:
    @pytest.mark.parametrize(
        ("name", "geoid", "reason"),
        [
            ("share_employed", "17031", None),
            ("pctl_income_50", "17031", None),
            ("share_low_birth_weight", "17031", None),
            ("share_low_birth_weight", "48301", "statewide"),
            ("rate_injury_death", "17031", "pooled"),
            ("share_in_preschool", "17031", "pooled"),
            ("share_black_nh_exposure", "17031", "contextual"),
            ("share_economic_connectedness", "17031", "once"),
            ("share_employed", "48301", "no_data"),
            ("share_election_turnout", "48301", "weak"),
        ],
    )
    def test_reasons(self, ask: Queries, name: str, geoid: str, reason: str | None) -> None:
        """Weak, pooled, contextual and once-published numbers bear no target."""
        assert reason == refused(ask, name, geoid)

    def test_no_target_on_what_is_weak(self, ask: Queries) -> None:
        """Whatever the place, no Weak number bears a target."""
        variables = ask.catalog.variables.values()
        places = [ask.area(geoid) for geoid in ("17031", "48301", "1714000", "09110", "15005")]
        weak = [
            refused(ask, variable.name, area.geoid)
            for variable in variables
            for area in places
            if ask.look_up(Subject(variable, area)).quality == "Weak"
        ]

        assert weak
        assert None not in weak
