"""Cells by chance out of every published file, as the cell function answers them."""

import random
from collections import Counter
from functools import cache

import pytest

from mobility_xl.errors import NoData, Undefined
from mobility_xl.functions import call
from tests.store import published

SUFFIXES = {"value": "", "lower": "_lb", "upper": "_ub", "quality": "_quality"}
FILLED = {"share_poverty_exposure": {"Black"}, "rate_juv_arrest": {"Black", "White"}}
"""Where Black and White mean the groups of that very name; elsewhere they mean the non-Hispanic ones."""

ROWS = 700
SEED = 2025


def answer(part: str, row: dict[str, str], variable: str) -> float | str | type[Exception]:
    """Return what the cell function answers, or the error that it refuses with."""
    group = row["subgroup"] if row.get("subgroup", "NA") not in {"All", "NA"} else None
    try:
        return call("MOBILITY_METRIC", variable, published.geoid(row), row["year"], group, part)
    except (NoData, Undefined) as refused:
        return type(refused)


def expected(part: str, row: dict[str, str], variable: str) -> float | str | type[Exception]:
    """Return what the published cells say: without a value there is no company either."""
    value, cell = row[variable], row.get(variable + SUFFIXES[part], "NA")
    if value == "NA" or (variable == "ratio_living_wage" and float(value) == 0):
        return NoData
    first, *second = map(float, value.split(":"))
    if second == [0]:
        return Undefined
    if cell == "NA":
        return NoData
    if part == "quality":
        return cell
    return first / second[0] if second else float(cell)


def asked(row: dict[str, str], variable: str) -> bool:
    """Whether the function answers for this row: everybody is answered from the overall files alone."""
    if "population" in row:
        return True
    group = row["subgroup"]
    return group in FILLED.get(variable, ()) if group in {"Black", "White"} else group != "All"


@cache
def sample(number: int) -> list[tuple[dict[str, str], str, str]]:
    """Return cells of one file by chance: a row, a variable and a part; half of them where there is a value."""
    chance = random.Random(SEED + number)  # noqa: S311 - chance that repeats
    names = published.variables(number)
    chosen = []
    for row in published.some_rows(number, ROWS, SEED):
        here = [name for name in names if asked(row, name)]
        filled = [name for name in here if row[name] != "NA"]
        for one in filter(None, (here, filled)):
            variable = chance.choice(one)
            chosen += [(row, variable, part) for part in SUFFIXES]
    return chosen


class TestCells:
    @pytest.mark.parametrize("number", published.NUMBERS)
    def test_bit_for_bit(self, number):
        """Value, bounds and quality of any cell are the published ones to the last bit; a missing one is an error."""
        differing = [
            (published.geoid(row), row["year"], row.get("subgroup"), variable, part, expected(part, row, variable))
            for row, variable, part in sample(number)
            if expected(part, row, variable) != answer(part, row, variable)
        ]

        assert [] == differing

    def test_enough(self):
        """The cells are at least 5,000 of values, with bounds, flags, ratios, zeros and missing ones among them."""
        kinds = Counter()
        for number in published.NUMBERS:
            for row, variable, part in sample(number):
                found = expected(part, row, variable)
                kinds[found.__name__ if isinstance(found, type) else part] += 1
                kinds["ratio"] += ":" in row[variable]
                kinds["zero"] += found == 0

        assert 5000 < kinds["value"]
        assert 2000 < min(kinds["lower"], kinds["upper"], kinds["quality"])
        assert 5000 < kinds["NoData"]
        assert 0 < min(kinds["Undefined"], kinds["ratio"], kinds["zero"])

    def test_every_file(self):
        """Every file is met with values, and every variable of the overall files."""
        found = {
            number: {variable for row, variable, _ in sample(number) if row[variable] != "NA"} for number in (11, 61)
        }

        assert [set(published.variables(number)) for number in (11, 61)] == list(found.values())
        assert [] == [
            number for number in published.NUMBERS if not any(row[name] != "NA" for row, name, _ in sample(number))
        ]
