"""Targets: which numbers can bear one, and what a target asks for each year."""

from dataclasses import dataclass
from typing import Literal

from mobility_xl.catalog import Direction
from mobility_xl.estimates import Estimate

Refusal = Literal["no_data", "contextual", "once", "statewide", "pooled", "weak"]


def refusal(baseline: Estimate, years: int) -> Refusal | None:
    """Return why no target can be set on a number; None where one can.

    Parameters
    ----------
    baseline
        The number as it is now.
    years
        How many years its variable is published for at the area's level.
    """
    variable = baseline.variable
    reasons: tuple[tuple[Refusal, bool], ...] = (
        ("no_data", baseline.value is None),
        ("contextual", variable.direction == "contextual"),
        ("once", years < 2),
        # A county that carries its state's number is told by its quality: its own would not be Weak for that.
        ("statewide", bool(variable.statewide) and baseline.quality == "Weak"),
        ("pooled", variable.pooled_years > 1),
        ("weak", baseline.quality == "Weak"),
    )
    return next((reason for reason, applies in reasons if applies), None)


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where a number stands, with its confidence interval where it has one."""

    year: int
    value: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What a target asks for: the change in all, and the step of each year, in the number's unit.

    ``larger`` tells whether a year's step is larger than the interval reaches from the baseline on the
    target's side, so that one year can show it; None without an interval. ``steps`` is how many years'
    steps together are larger.
    """

    change: float
    yearly: float
    larger: bool | None
    steps: int | None


def needed(baseline: Baseline, target: float, year: int) -> Need | None:
    """Return what a target asks for; None where its year is not after the baseline's, or it is the baseline."""
    if year <= baseline.year or target == baseline.value:
        return None
    change = target - baseline.value
    yearly = change / (year - baseline.year)
    bound = baseline.upper if change > 0 else baseline.lower
    if bound is None or bound == baseline.value:
        # A bound that is the value itself was cut there: it does not say how far chance alone can go.
        return Need(change, yearly, None, None)
    reach = abs(bound - baseline.value)
    return Need(change, yearly, abs(yearly) > reach, int(reach / abs(yearly)) + 1)


def less_favorable(direction: Direction, baseline: float, target: float) -> bool:
    """Whether a target lies on the less favorable side of its baseline."""
    if direction == "nearer 1":
        return _from_parity(target) > _from_parity(baseline)
    return target < baseline if direction == "higher" else target > baseline


def _from_parity(ratio: float) -> float:
    """Return how far a ratio lies from 1: 2 is as far as a half."""
    return max(ratio, 1 / ratio) if ratio > 0 else float("inf")
