"""How sure the differences between all areas of one variable and year are, at once."""

from collections import defaultdict
from math import erfc, nextafter, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mobility_xl.catalog import Level, Variable
from mobility_xl.compare.intervals import reach
from mobility_xl.compare.rules import rules
from mobility_xl.compare.sureness import TRUSTED
from mobility_xl.store import QUALITIES

Codes = NDArray[np.int8]
"""How sure each pair is, as places among the reasons of ``sureness.toml`` in their order."""

AT_ONCE = 256
"""How many areas are held against all others at once: it bounds the memory."""


def sureness_matrix(
    variable: Variable,
    level: Level,
    *,
    states: list[str],
    values: ArrayLike,
    lowers: ArrayLike,
    uppers: ArrayLike,
    flags: ArrayLike,
) -> Codes:
    """Return how sure the difference between every two areas of one level and year is.

    Parameters
    ----------
    variable, level
        What is compared, and of which areas.
    states, values, lowers, uppers, flags
        One entry per area: the state's two digits, the value and its bounds (NaN where missing), and the
        quality flag (0 to 3).

    Returns
    -------
    Codes
        Rows and columns as the areas: the codes of what :func:`mobility_xl.compare.comparing.compare`
        says of the row's area held against the column's.
    """
    code = {key: place for place, key in enumerate(rules().reasons)}
    value, lower, upper = (np.asarray(part, dtype=float) for part in (values, lowers, uppers))
    trusted = np.isin(np.asarray(flags), [QUALITIES.index(word) for word in sorted(TRUSTED)])
    known = ~np.isnan(value)
    numbers = list(zip(value.tolist(), lower.tolist(), upper.tolist(), strict=True))

    codes = np.full((len(value), len(value)), code["no_interval"], np.int8)
    if variable.interval == "imputation":
        codes[:] = code["imputation"]
    elif variable.interval == "sampling":
        _enter_tests(codes, variable, numbers, known & trusted, code)
    codes[~trusted] = codes[:, ~trusted] = code["weak"]
    own = codes.diagonal().copy()
    for same in _identical(numbers):
        if variable.from_microdata:
            codes[np.ix_(same, same)] = code["survey_area"]
        elif variable.statewide and level == "county":
            _enter_pooled(codes, same, states, code["pooled"])
            np.fill_diagonal(codes, own)
    codes[~known] = codes[:, ~known] = code["no_data"]
    return codes


def _enter_tests(
    codes: Codes,
    variable: Variable,
    numbers: list[tuple[float, float, float]],
    may: NDArray[np.bool_],
    code: dict[str, int],
) -> None:
    """Put in what the test says of every two areas that may be tested and have an interval."""
    share = variable.unit.percent
    reaches = [reach(*one, share=share) if able else None for one, able in zip(numbers, may, strict=True)]
    testable = np.array([at for at, one in enumerate(reaches) if one], dtype=np.intp)
    if not len(testable):
        return
    value, down, up = np.array([one for one in reaches if one]).T
    for start in range(0, len(testable), AT_ONCE):
        block = slice(start, start + AT_ONCE)
        apart = value[block, None] - value
        facing = np.where(
            apart > 0,
            np.square(down[block, None]) + np.square(up),
            np.square(up[block, None]) + np.square(down),
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            measure = rules().z * np.abs(apart) / np.sqrt(facing) / sqrt(2)
        found = np.where(measure < _least_clear(), code["chance"], code["clear"])
        found[facing == 0] = code["no_interval"]
        codes[np.ix_(testable[block], testable)] = found


def _least_clear() -> float:
    """Return the least number whose complementary error function is no more often than chance."""
    low, high = 0.0, 10.0
    while nextafter(low, high) < high:
        middle = (low + high) / 2
        low, high = (middle, high) if erfc(middle) > rules().chance else (low, middle)
    return high


def _identical(numbers: list[tuple[float, float, float]]) -> list[list[int]]:
    """Return the areas, by place, that have value and both bounds in common; an area alone is there too."""
    alike: dict[tuple[float, float, float], list[int]] = defaultdict(list)
    for place, one in enumerate(numbers):
        if not any(np.isnan(one)):
            alike[one].append(place)
    return list(alike.values())


def _enter_pooled(codes: Codes, same: list[int], states: list[str], pooled: int) -> None:
    """Put in that counties of one state carry the same number."""
    of_state: dict[str, list[int]] = defaultdict(list)
    for place in same:
        of_state[states[place]].append(place)
    for places in of_state.values():
        codes[np.ix_(places, places)] = pooled
