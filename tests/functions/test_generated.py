"""Thousands of calls by chance: any function, any junk, any range."""

import math
import random
from collections import Counter
from functools import cache

import numpy as np
import pandas as pd
import pytest

from mobility_xl import catalog
from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.functions import FUNCTIONS, call

CALLS = [15_000, pytest.param(100_000, marks=pytest.mark.client)]
"""How many; the second after the fast tests, for it takes as long as hundreds of them."""
SEED = 26
ANSWERS = (NoData, BadArgument, Undefined)

JUNK = (
    *(None, "", " ", True, False, 0, -3, 1, 0.5, 1.5, 30, 2022, -0.0, 1e-320, 1e300, -1e300, 10**15, 10**400),
    *(math.nan, math.inf, -math.inf, "S", "12", "NA", "nan", "40%", "1e309", "%", "*", "?", "~", "=1+1", "'", '"', ";"),
    *("\x00", "\ud800", "%s", "{value}", "9" * 400, "All", "why", "#N/A", b"x", 1j, object(), {}, (), [], [[]]),
    *([None], [["a"], ["b", 1]], [[NoData("Nothing there."), 1]], BadArgument("Nothing."), np.float64("nan")),
    *(np.array([[1.0, math.nan]]), np.zeros((2, 2, 2)), np.array([]), pd.DataFrame({"a": [1, None]}), pd.Series(["x"])),
)
"""What no formula should hold, and what it may hold elsewhere."""

VARIABLES = tuple(catalog.load().variables)
METRICS = (*VARIABLES, "low birth weight", "employment", "income", "racial diversity", "housing wealth", "jobz")
PLACES = (
    17031,
    "06037",
    6037.0,
    "Cook County, IL",
    "Chicago",
    "Springfield",
    "48301",
    9001,
    "02261",
    19003,
    5005,
    "Kook",
)
YEARS = (None, "", 2013, 2018, 2020, 2022, "2021", 2023.0, 1990)
GROUPS = (None, "", "All", "Black", "Hispanic", "Male", "female", "Under Age 45", "Owner", "Martian")
KINDS = (None, "gender", "race-ethnicity", "income", "zodiac")
NUMBERS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 29, 30, 31, 100, 1000, 0.1, 0.25, 0.5, 20, 50, 1e15, 1e-9, 0, 0)

NAMES = tuple(FUNCTIONS)
JUNK_HERE = (*JUNK, [[1, 2, 3, 4]])
JUNK_OR_NUMBERS = (*JUNK, *NUMBERS)
ANYTHING = (*JUNK_OR_NUMBERS, *YEARS, *GROUPS)

POOLS = {
    "metric": METRICS,
    "place": PLACES,
    "text": PLACES,
    "year": YEARS,
    "peer": PLACES,
    "from": YEARS,
    "to": YEARS,
    "group": GROUPS,
    "reference": GROUPS,
    "subgroup": GROUPS,
    "subgroup_type": KINDS,
    "among": (None, "", "US", "US cities", "IL", "texas", "Mars", [["Cook County, IL"], [6037], [""], ["Chicago, IL"]]),
    "count": (None, 1, 3, "2"),
    "quantile": (None, 0, 0.25, 0.5, "75%", 1),
}
"""What goes where, by the name of the argument; numbers everywhere else."""


def generated(chance: random.Random) -> tuple[str, list[object]]:
    """Return a call: mostly what belongs there, sometimes junk, a range, or an argument too many or too few."""
    name = chance.choice(NAMES)
    arguments = FUNCTIONS[name].arguments
    if chance.random() < 0.2:
        return name, _spoiled(chance, chance.choice(FUNCTIONS[name].examples))
    width, height = chance.choice((1, 1, 2, 3)), chance.choice((1, 1, 1, 2))
    cells: list[object] = []
    for argument in arguments:
        pool = argument.kind.choices or POOLS.get(argument.name, NUMBERS)
        if chance.random() < 0.06:
            cells.append(chance.choice(JUNK_HERE))
        elif argument.kind.is_range or chance.random() < 0.05:
            cells.append([[chance.choice(pool) for _ in range(width)] for _ in range(height)])
        else:
            cells.append(chance.choice(pool))
    if chance.random() < 0.3:
        del cells[chance.randrange(len(cells) + 1) :]
    if chance.random() < 0.02:
        cells.append(chance.choice(NUMBERS))
    return name, cells


def _spoiled(chance: random.Random, example: tuple[object, ...]) -> list[object]:
    """Return the arguments of an example with any one of them, or a cell in its range, changed."""
    cells = list(example)
    if cells:
        at = chance.randrange(len(cells))
        one = cells[at]
        if isinstance(one, list) and chance.random() < 0.7:
            row = chance.randrange(len(one))
            changed = [list(cells_of_row) for cells_of_row in one]
            changed[row][chance.randrange(len(changed[row]))] = chance.choice(JUNK_OR_NUMBERS)
            cells[at] = changed
        elif chance.random() < 0.7:
            cells[at] = chance.choice(ANYTHING)
    return cells


def wrong_with(answer: object) -> str:
    """Return what is wrong with an answer; nothing where it can stand in a cell, or in several."""
    if isinstance(answer, list):
        rows_are_alike = answer and len({len(row) for row in answer}) == 1 and answer[0]
        inside = {wrong_with(cell) for row in answer for cell in row} - {""}
        return "; ".join(inside) if rows_are_alike else f"rows {answer}"
    if isinstance(answer, ANSWERS):
        return "" if str(answer).rstrip().endswith((".", "?")) else f"no sentence: {answer}"
    if type(answer) in {int, float}:
        return "" if math.isfinite(answer) else f"the number {answer}"
    return "" if isinstance(answer, str) and answer.strip() else f"the answer {answer!r}"


@cache
def outcomes(calls: int) -> tuple[Counter[str], list[tuple[str, str]]]:
    """Make the calls: return how often each outcome came, and what was wrong with whom."""
    chance = random.Random(SEED)  # noqa: S311 - chance that repeats
    met: Counter[str] = Counter()
    wrong: list[tuple[str, str]] = []
    for _ in range(calls):
        name, cells = generated(chance)
        try:
            answer: object = call(name, *cells)
        except ANSWERS as error:
            answer = error
        met[f"{name} {type(answer).__name__ if isinstance(answer, ANSWERS) else 'answer'}"] += 1
        if said := wrong_with(answer):
            wrong.append((f"{name} {cells!r:.300}", said))
    return met, wrong


@pytest.mark.parametrize("calls", CALLS)
class TestGenerated:
    def test_each_ends_well(self, calls):
        """Each call ends in a value or in one of the three errors: no other, no NaN, no infinity, nothing empty."""
        _, wrong = outcomes(calls)

        assert [] == wrong

    def test_all_are_met(self, calls):
        """Every function is met with answers and with wrong arguments; values, #N/A and #DIV/0! are frequent."""
        met, _ = outcomes(calls)
        kinds = Counter[str]()
        for name_and_kind, count in met.items():
            kinds[name_and_kind.split()[1]] += count

        assert calls == met.total()
        assert [] == [name for name in FUNCTIONS if not met[f"{name} answer"]]
        assert [] == [name for name in FUNCTIONS if not met[f"{name} BadArgument"] and not FUNCTIONS[name].never_fails]
        assert calls / 10 < kinds["answer"]
        assert calls / 100 < min(kinds["NoData"], kinds["Undefined"])
