"""The exact interval of a count of events, such as deaths: how many could be expected where so many were counted."""

from collections.abc import Callable
from math import exp, lgamma, log, sqrt

TAIL = 0.025
"""How much of chance lies beyond each bound."""


def poisson_bounds(count: int) -> tuple[float, float]:
    """Return the exact 95% bounds of the number of events to be expected (Garwood 1936).

    So few, or so many, as were counted happen in 2.5% of cases each. Spreadsheets have them as half a
    quantile of chi-squared.
    """
    lower = _where(lambda mean: _at_least(count, mean) < TAIL, 0.0, float(count)) if count else 0.0
    return lower, _where(lambda mean: _at_most(count, mean) > TAIL, float(count), count + 10 * sqrt(count + 1) + 10)


def _at_most(count: int, mean: float) -> float:
    """Return the chance of at most ``count`` events where more are expected: terms fall from the last."""
    return _summed(count, mean, lambda one: one / mean, -1)


def _at_least(count: int, mean: float) -> float:
    """Return the chance of at least ``count`` events where fewer are expected: terms fall from the first."""
    return _summed(count, mean, lambda one: mean / (one + 1), 1) if mean else 0.0


def _summed(count: int, mean: float, ratio: Callable[[int], float], step: int) -> float:
    """Add up the chances of counts from one on, each a part of the one before, until nothing is added."""
    term = exp(count * log(mean) - mean - lgamma(count + 1))
    chance, one = term, count
    while term > chance * 1e-17 and one >= 0:
        term *= ratio(one)
        chance += term
        one += step
    return chance


def _where(below: Callable[[float], bool], low: float, high: float) -> float:
    """Return where something ceases to hold between two numbers, to the last digits, by halving."""
    while True:
        middle = (low + high) / 2
        if middle in {low, high}:
            return middle
        low, high = (middle, high) if below(middle) else (low, middle)
