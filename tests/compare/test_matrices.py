"""How sure all pairs are at once: the same as one by one."""

import random

import numpy as np
import pytest

from mobility_xl.compare.comparing import compare
from mobility_xl.compare.rules import rules
from mobility_xl.estimates import Subject

KEYS = list(rules().reasons)

SAMPLES = [
    ("share_low_birth_weight", 2023, "county"),
    ("pctl_income_50", 2023, "county"),
    ("share_hs_degree", 2021, "city"),
    ("share_digital_access", 2023, "county"),
    ("count_homeless", 2022, "county"),
    ("rate_injury_death", 2023, "county"),
    ("rate_learning", 2018, "county"),
    ("share_employed", 2020, "county"),
    ("share_low_birth_weight", 2023, "city"),
]


def word(key: str) -> str:
    """Return how the word for a reason begins, before what tells whose it is."""
    return rules().reasons[key].word.partition("{")[0]


class TestMatrix:
    @pytest.mark.parametrize(("name", "year", "level"), SAMPLES)
    def test_as_one_by_one(self, ask, name, year, level):
        """Any pair has the reason that the two have when they are compared alone."""
        variable = ask.catalog.variables[name]
        areas, codes = ask.sureness(variable, year, level)
        chance = random.Random(name)  # noqa: S311 - chance that repeats
        places = range(len(areas))
        pairs = [(chance.choice(places), chance.choice(places)) for _ in range(600)]
        pairs += [(at, at) for at in range(0, len(areas), 97)] + [(at, at + 1) for at in range(0, len(areas) - 1, 11)]
        wrong = []
        for one, other in pairs:
            found = [ask.look_up(Subject(variable, areas[at]), year) for at in (one, other)]
            expected = compare(*found).sure
            if not expected.startswith(word(KEYS[codes[one, other]])):
                wrong.append((areas[one].geoid, areas[other].geoid, expected, KEYS[codes[one, other]]))

        assert [] == wrong

    def test_all_counties(self, ask):
        """It holds every county of the year, both ways alike, with every reason that a year of areas can have."""
        areas, codes = ask.sureness(ask.catalog.variables["share_low_birth_weight"], 2023)
        reasons = {KEYS[code] for code in np.unique(codes)}

        assert (len(areas), len(areas)) == codes.shape == (3144, 3144)
        assert [one.geoid for one in areas] == sorted(one.geoid for one in areas)
        assert np.array_equal(codes, codes.T)
        assert {"no_data", "pooled", "weak", "chance", "clear"} == reasons

    def test_survey_areas(self, ask):
        """Counties of one survey area are told."""
        areas, codes = ask.sureness(ask.catalog.variables["pctl_income_50"], 2023)
        places = {one.geoid: at for at, one in enumerate(areas)}

        assert "survey_area" == KEYS[codes[places["01045"], places["01031"]]]
