"""Population-weighted benchmarks, and when one is withheld."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mobility_xl.compare.thresholds import thresholds

WEAK = 3


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Half of the people in question live in areas at or below ``value``.

    ``value`` is None where the benchmark is withheld, and ``why`` says so in words. ``areas`` is how
    many areas have a value, ``missing_or_weak`` the share of people in areas where it is missing or Weak,
    1 where there is nobody.
    """

    value: float | None
    areas: int
    missing_or_weak: float
    why: str = ""


def weighted_quantile(values: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> float:
    """Return a quantile of values that stand for many people each.

    Parameters
    ----------
    values, weights
        One entry per area, none missing; weights are people, at least 1 in all.
    share
        Between 0 and 1; 0.5 is the median.

    Returns
    -------
    float
        The value at order position 1 + (W - 1) * share of the W people in order of value, by the rule
        of R's ``Hmisc::wtd.quantile`` (``type = "quantile"``), which the published national medians use.
    """
    order = np.argsort(values, kind="stable")
    people = np.cumsum(weights[order])
    position = 1 + (people[-1] - 1) * share
    low = max(np.floor(position), 1)
    at_low, at_high = (values[order][np.searchsorted(people, min(one, people[-1]))] for one in (low, low + 1))
    rest = position % 1
    # Rounding must not carry it past the two values it lies between, which are often the same.
    return float(np.clip((1 - rest) * at_low + rest * at_high, at_low, at_high))


def benchmark(values: ArrayLike, flags: ArrayLike, population: ArrayLike, share: float = 0.5) -> Benchmark:
    """Return the population-weighted quantile over areas, or say why it is withheld.

    Parameters
    ----------
    values, flags, population
        One entry per area: the value (NaN where missing), the quality flag (0 to 3) and the people (NaN
        where the area is not there that year, which leaves it out). Weak values enter. Where the three
        are not equally long, what only the longer ones have is left out.
    share
        Between 0 and 1; 0.5 is the median.

    Notes
    -----
    Withheld when more than 15% of the people live where the value is missing or Weak, which is the
    publisher's rule for national medians, or when fewer than five areas have a value.
    """
    number, flag, people = np.asarray(values), np.asarray(flags), np.asarray(population)
    width = min(map(len, (number, flag, people)))
    there = ~np.isnan(people[:width])
    number, flag, people = number[:width][there], flag[:width][there], people[:width][there]
    known = ~np.isnan(number)
    areas = int(known.sum())
    missing_or_weak = float(people[~known | (flag == WEAK)].sum() / people.sum()) if people.any() else 1.0
    if areas < thresholds().benchmark_fewest_areas:
        why = "no area has a value" if areas == 0 else f"only {areas} area{'s have' if areas > 1 else ' has'} a value"
        return Benchmark(None, areas, missing_or_weak, why)
    if missing_or_weak > thresholds().benchmark_most_missing_or_weak:
        why = f"{missing_or_weak:.0%} of people live where the value is missing or Weak"
        return Benchmark(None, areas, missing_or_weak, why)
    return Benchmark(weighted_quantile(number[known], people[known], share), areas, missing_or_weak)
