"""What holds for every calculator: its arguments, its sentences, and bad input of each kind."""

import math
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, fields
from inspect import signature

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl import metrics
from mobility_xl.errors import BadArgument, NoData, Undefined
from mobility_xl.metrics import Calculated


@dataclass(frozen=True)
class Calculator:
    """A calculator, a call that works, and what its ranges are.

    ``ranges`` hold one cell per row; ``cases`` may not be above ``people``; ``below_zero`` and ``may_lack``
    name ranges that take such cells; ``whole`` is a range that adds up to 0 where nobody is.
    """

    function: Callable[..., Calculated]
    ranges: dict[str, list[float]]
    others: dict[str, float]
    whole: str = ""
    cases: str = ""
    people: str = ""
    below_zero: tuple[str, ...] = ()
    may_lack: tuple[str, ...] = ()

    def __call__(self, **changed: object) -> Calculated:
        """Make the call that works, with some arguments changed."""
        return self.function(**{**self.ranges, **self.others, **changed})


def _known(
    function: Callable[..., Calculated], ranges: dict[str, list[float]], others: dict[str, float], **more: object
) -> Calculator:
    return Calculator(function, ranges, others, **more)


ALL = [
    _known(
        metrics.housing_affordability,
        {"affordable_occupied": [300, 500], "affordable_vacant": [40, 60], "households": [900, 1100]},
        {},
        whole="households",
    ),
    _known(metrics.homeless_students, {"counts": [40, 60], "enrollments": [900, 1100]}, {}, whole="enrollments"),
    _known(
        metrics.poverty_exposure,
        {"poor": [400, 100], "people": [900, 1100]},
        {},
        whole="poor",
        cases="poor",
        people="people",
    ),
    _known(
        metrics.racial_exposure,
        {"group": [400, 100], "people": [900, 1100]},
        {},
        whole="group",
        cases="group",
        people="people",
    ),
    _known(
        metrics.associations,
        {"associations": [4, 7], "population": [9000, 11000]},
        {},
        whole="population",
        cases="associations",
        people="population",
    ),
    _known(metrics.connectedness, {"connectedness": [0.8]}, {}),
    _known(metrics.transit_trips, {"tract_values": [4, 7], "households": [900, 1100]}, {}, whole="households"),
    _known(metrics.transportation_cost, {"tract_values": [24, 27], "households": [900, 1100]}, {}, whole="households"),
    _known(
        metrics.preschool,
        {"enrolled": [40, 60], "children": [90, 110]},
        {},
        whole="children",
        cases="enrolled",
        people="children",
    ),
    _known(
        metrics.learning_rate,
        {"grades": [3, 4, 5], "scores": [3, 4.5, 5], "tests": [90, 80, 85]},
        {},
        whole="tests",
        below_zero=("scores",),
    ),
    _known(
        metrics.school_poverty,
        {"students": [40, 60], "school_poverty": [0.1, 0.4]},
        {},
        whole="students",
    ),
    _known(
        metrics.high_school,
        {"graduates": [40, 60], "people": [90, 110]},
        {},
        whole="people",
        cases="graduates",
        people="people",
    ),
    _known(
        metrics.digital_access,
        {"connected": [40, 60], "households": [90, 110]},
        {},
        whole="households",
        cases="connected",
        people="households",
    ),
    _known(
        metrics.employment,
        {"employed": [40, 60], "people": [90, 110]},
        {},
        whole="people",
        cases="employed",
        people="people",
    ),
    _known(metrics.living_wage, {"weekly_wage": [900, 1100], "establishments": [10, 20]}, {"hourly_living_wage": 30}),
    _known(
        metrics.income_percentile,
        {"incomes": list(range(1000, 41000, 1000)), "weights": [10] * 40},
        {"percentile": 20},
        whole="weights",
        below_zero=("incomes",),
    ),
    _known(
        metrics.debt,
        {"in_collections": [40, 60], "people": [90, 110]},
        {},
        whole="people",
        cases="in_collections",
        people="people",
    ),
    _known(
        metrics.housing_wealth,
        {
            "group_value": [40, 60],
            "total_value": [90, 110],
            "group_households": [40, 60],
            "total_households": [90, 110],
        },
        {},
        whole="total_value",
        cases="group_value",
        people="total_value",
    ),
    _known(
        metrics.physicians,
        {"population": [9000, 11000], "physicians": [4, 7]},
        {},
        whole="population",
        cases="physicians",
        people="population",
    ),
    _known(
        metrics.low_birth_weight,
        {"low_weight_births": [40, 60], "births": [900, 1100]},
        {},
        whole="births",
        cases="low_weight_births",
        people="births",
    ),
    _known(metrics.air_quality, {"tract_index": [40, 60], "people": [900, 1100]}, {}, whole="people"),
    _known(
        metrics.injury_deaths,
        {"deaths": [40, 60], "population": [90000, 110000]},
        {},
        whole="population",
        cases="deaths",
        people="population",
    ),
    _known(metrics.turnout, {"votes": [400, 600], "citizens": [900, 1100]}, {}, whole="citizens"),
    _known(
        metrics.representation,
        {
            "group_officials": [4, 6],
            "officials": [9, 11],
            "group_residents": [400, 600],
            "residents": [900, 1100],
            "unknown": [1, 0],
        },
        {},
        whole="officials",
        cases="group_residents",
        people="residents",
    ),
    _known(metrics.crime, {"offenses": [40, 60], "population": [9000, 11000]}, {}, whole="population"),
    _known(metrics.juvenile_arrests, {"arrests": [40, 60], "juveniles": [900, 1100]}, {}, whole="juveniles"),
    _known(
        metrics.national_percentile,
        {"values": [0.1, 0.2], "weights": [900, 1100]},
        {"percentile": 50},
        whole="weights",
        below_zero=("values",),
        may_lack=("values",),
    ),
]

BY_NAME = {one.function.__name__: one for one in ALL}
each = pytest.mark.parametrize("calculator", ALL, ids=BY_NAME)
RANGES = [(one, name) for one in ALL for name in one.ranges]
RECORDS = {
    metrics.learning_rate,
    metrics.income_percentile,
    metrics.living_wage,
    metrics.connectedness,
    metrics.national_percentile,
}
"""The calculators whose rows are grades, records, wages or areas, and not parts of one area."""


def those(suits: Callable[[Calculator], object]) -> pytest.MarkDecorator:
    """Run a test for the calculators that it suits."""
    suited = [one for one in ALL if suits(one)]
    return pytest.mark.parametrize("calculator", suited, ids=[one.function.__name__ for one in suited])


def those_ranges(suits: Callable[[Calculator, str], object]) -> pytest.MarkDecorator:
    """Run a test for the ranges that it suits."""
    suited = [(one, name) for one, name in RANGES if suits(one, name)]
    ids = [f"{one.function.__name__}-{name}" for one, name in suited]
    return pytest.mark.parametrize(("calculator", "name"), suited, ids=ids)


each_range = those_ranges(lambda one, name: name in one.ranges)
each_count = those_ranges(lambda one, name: name not in one.below_zero)
each_full = those_ranges(lambda one, name: name not in one.may_lack)
each_of_several = those_ranges(lambda one, name: {name} != set(one.ranges))

ARGUMENTS = {
    "housing_affordability": "affordable_occupied, affordable_vacant, households",
    "homeless_students": "counts, enrollments, [suppressed_upper]",
    "poverty_exposure": "poor, people, [group_poor], [threshold]",
    "racial_exposure": "group, people",
    "associations": "associations, population",
    "connectedness": "connectedness, [standard_error]",
    "transit_trips": "tract_values, households",
    "transportation_cost": "tract_values, households",
    "preschool": "enrolled, children, [replicates]",
    "learning_rate": "grades, scores, tests",
    "school_poverty": "students, school_poverty, [threshold]",
    "high_school": "graduates, people, [replicates]",
    "digital_access": "connected, households",
    "employment": "employed, people, [replicates]",
    "living_wage": "weekly_wage, hourly_living_wage, [cpi_factor], [establishments]",
    "income_percentile": "incomes, weights, percentile",
    "debt": "in_collections, people",
    "housing_wealth": "group_value, total_value, group_households, total_households",
    "physicians": "population, physicians",
    "low_birth_weight": "low_weight_births, births",
    "air_quality": "tract_index, people",
    "injury_deaths": "deaths, population",
    "turnout": "votes, citizens, [citizens_moe]",
    "representation": "group_officials, officials, group_residents, residents, [unknown]",
    "crime": "offenses, population, [agencies_reporting], [agencies]",
    "juvenile_arrests": "arrests, juveniles, [agencies_reporting], [agencies]",
    "national_percentile": "values, weights, [percentile]",
}
"""What the cell functions give by position; more can be given by name in Python alone."""


def numbers_of(answer: Calculated) -> list[float]:
    """Return every number of an answer."""
    found = [getattr(answer, field.name) for field in fields(answer)]
    return [one for one in found if isinstance(one, int | float)]


def said_or_found(calculator: Calculator, changed: dict[str, object]) -> tuple[str, list[float]]:
    """Return what a call says, and its numbers if it has an answer: three errors may come and no other."""
    try:
        answer = calculator(**changed)
    except (BadArgument, NoData, Undefined) as error:
        return str(error), []
    return answer.why, numbers_of(answer)


class TestContract:
    def test_all(self):
        """There are 27 calculators: the 26 metrics and the national percentile."""
        assert 27 == len(ALL)
        assert list(ARGUMENTS) == list(BY_NAME)

    @each
    def test_arguments(self, calculator):
        """The arguments stand in the order of the cell functions."""
        taken = [
            one.name if one.default is one.empty else f"[{one.name}]"
            for one in signature(calculator.function).parameters.values()
            if one.kind is not one.KEYWORD_ONLY
        ]

        assert ARGUMENTS[calculator.function.__name__] == ", ".join(taken)

    @each
    def test_answer(self, calculator):
        """An answer has a value and says why; its numbers are finite, its bounds in order, its flag one of four."""
        answer = calculator()

        assert all(math.isfinite(one) for one in numbers_of(answer))
        assert answer.why.endswith(".")
        assert "nan" not in answer.why
        assert answer.quality in {"Strong", "Marginal", "Weak", ""}
        assert (answer.lower is None) is (answer.upper is None)
        if answer.lower is not None:
            assert answer.lower <= answer.value <= answer.upper

    @each
    def test_frozen(self, calculator):
        """Nobody changes an answer."""
        with pytest.raises(FrozenInstanceError):
            calculator().value = 1.0

    @each
    def test_arguments_stay(self, calculator):
        """What was given is not changed."""
        kept = {name: list(cells) for name, cells in calculator.ranges.items()}
        calculator()

        assert kept == calculator.ranges

    @each
    @pytest.mark.parametrize("kind", [tuple, np.array, pd.Series, lambda cells: [np.int64(0) + one for one in cells]])
    def test_kinds_of_range(self, calculator, kind):
        """A tuple, a numpy array, a pandas Series and a list of numpy numbers give what a list gives."""
        assert calculator() == calculator(**{name: kind(cells) for name, cells in calculator.ranges.items()})

    @those(lambda one: one.function not in RECORDS)
    def test_one_value(self, calculator):
        """One value is a range of one cell."""
        first = {name: cells[0] for name, cells in calculator.ranges.items()}
        assert calculator(**{name: [cell] for name, cell in first.items()}) == calculator(**first)

    @each
    def test_other_arguments_in_a_range(self, calculator):
        """A single number may come as a range of one cell."""
        assert calculator() == calculator(**{name: [value] for name, value in calculator.others.items()})


class TestBadInput:
    @each_range
    @pytest.mark.parametrize(
        ("cell", "sentence"),
        [
            ("many", "is the text 'many'. Write a number."),
            ("12", "is the text '12'. Write a number."),
            (True, "is TRUE. Write a number."),
            (False, "is FALSE. Write a number."),
            (np.True_, "is TRUE. Write a number."),
            (math.inf, "is inf, which is no finite number. Correct it or leave its row out."),
            (-math.inf, "is -inf, which is no finite number. Correct it or leave its row out."),
            (10**400, "is too large for a number. Correct it."),
            (pd.NA, "is no number but <NA>. Write a number."),
            (1j, "is no number but 1j. Write a number."),
        ],
    )
    def test_cell(self, calculator, name, cell, sentence):
        """A cell that is no number is refused by the range's name and the cell's position."""
        with pytest.raises(BadArgument) as caught:
            calculator(**{name: [*calculator.ranges[name][:-1], cell]})

        assert f"{name}, cell {len(calculator.ranges[name])}, {sentence}" == str(caught.value)

    @each_full
    @pytest.mark.parametrize(
        ("cell", "sentence"),
        [
            (None, "is blank. Write 0 where there is none, or leave its row out of every range."),
            ("  ", "is blank. Write 0 where there is none, or leave its row out of every range."),
            (math.nan, "is nan, which is no finite number. Correct it or leave its row out."),
        ],
    )
    def test_blank(self, calculator, name, cell, sentence):
        """A cell that is missing is refused likewise, never taken as 0."""
        with pytest.raises(BadArgument) as caught:
            calculator(**{name: [*calculator.ranges[name][:-1], cell]})

        assert f"{name}, cell {len(calculator.ranges[name])}, {sentence}" == str(caught.value)

    @each_count
    def test_below_zero(self, calculator, name):
        """A count below 0 is refused."""
        cells = [-4, *calculator.ranges[name][1:]]
        with pytest.raises(BadArgument) as caught:
            calculator(**{name: cells})

        assert f"{name}, cell 1, is -4. It cannot be below 0: correct it." == str(caught.value)

    @each_range
    @pytest.mark.parametrize("empty", [[], (), np.array([]), pd.Series([], dtype=float)])
    def test_empty(self, calculator, name, empty):
        """An empty range is refused."""
        with pytest.raises(BadArgument) as caught:
            calculator(**{name: empty})

        assert f"{name} is an empty range. Give at least one cell." == str(caught.value)

    @each_of_several
    def test_lengths(self, calculator, name):
        """Ranges that are not equally long are refused."""
        with pytest.raises(BadArgument, match=r"Give ranges of the same length, row by row"):
            calculator(**{name: calculator.ranges[name] + calculator.ranges[name][:1]})

    @those(lambda one: one.cases)
    def test_more_cases_than_people(self, calculator):
        """More cases than people are refused in their row, though the sums would do."""
        many = [cell + 1 for cell in calculator.ranges[calculator.people]]
        cells = [calculator.ranges[calculator.cases][0], many[1]]
        with pytest.raises(BadArgument) as caught:
            calculator(**{calculator.cases: cells})

        assert str(caught.value).startswith(f"{calculator.cases}, cell 2, is ")
        assert f"more than the {many[1] - 1:,} of {calculator.people}. Correct one of the two." in str(caught.value)

    @those(lambda one: one.whole)
    def test_nobody(self, calculator):
        """Nothing is divided by nobody: that is undefined, not missing and not 0."""
        nothing = {name: [0] * len(cells) for name, cells in calculator.ranges.items()}
        kept = {"tract_values", "grades", "scores", "school_poverty", "incomes", "tract_index", "values"}
        nothing = {name: calculator.ranges[name] if name in kept else cells for name, cells in nothing.items()}
        with pytest.raises(Undefined) as caught:
            calculator(**nothing)

        assert str(caught.value).endswith(".")

    @those(lambda one: one.cases and one.whole == one.people)
    def test_cases_of_nobody(self, calculator):
        """Cases of nobody are undefined like no cases, as dividing by 0 is in a spreadsheet."""
        with pytest.raises(Undefined, match=r"adds? up to 0"):
            calculator(**{calculator.people: [0] * len(calculator.ranges[calculator.people])})

    @each
    @pytest.mark.parametrize("size", [1e200, 1e300, 1.7e308, 5e-324])
    def test_out_of_all_proportion(self, calculator, size):
        """Numbers of absurd size end in a finite answer or in a sentence."""
        for name in calculator.ranges:
            sentence, found = said_or_found(calculator, {name: [size] * len(calculator.ranges[name])})

            assert sentence.endswith(".")
            assert all(math.isfinite(one) for one in found)

    @pytest.mark.parametrize(
        ("name", "argument"),
        [
            ("connectedness", "connectedness"),
            ("connectedness", "standard_error"),
            ("living_wage", "hourly_living_wage"),
            ("living_wage", "cpi_factor"),
            ("poverty_exposure", "threshold"),
            ("school_poverty", "threshold"),
            ("homeless_students", "suppressed_upper"),
            ("income_percentile", "percentile"),
            ("national_percentile", "percentile"),
            ("air_quality", "people_without_data"),
        ],
    )
    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ([0.5, 0.5], "is a range of 2 cells. Give one number."),
            ("half", "is the text 'half'. Write a number."),
            (-1, "is -1. "),
            (True, "is TRUE. Write a number."),
            (math.nan, "is nan, which is no finite number."),
        ],
    )
    def test_one_number(self, name, argument, given, sentence):
        """An argument that is one number is refused as anything else."""
        with pytest.raises(BadArgument) as caught:
            BY_NAME[name](**{argument: given})

        assert str(caught.value).startswith(f"{argument} {sentence}")


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=3),
    st.integers(-10, 10**20),
    st.floats(),
    st.integers(0, 1000),
    st.floats(0, 1e6),
)
junk = st.one_of(cells, st.lists(cells, max_size=5), st.lists(st.integers(0, 1000), min_size=2, max_size=2))


class TestJunk:
    @given(st.sampled_from(ALL), st.data())
    def test_any(self, calculator, data):
        """Whatever is given ends in a finite answer or one of three errors, each with a sentence."""
        names = [*signature(calculator.function).parameters]
        changed = data.draw(st.dictionaries(st.sampled_from(names), junk))
        sentence, found = said_or_found(calculator, changed)

        assert sentence.endswith(".")
        assert all(math.isfinite(one) for one in found)


class TestProperties:
    @each
    @given(data=st.data())
    def test_order_of_rows(self, calculator, data):
        """The order of the rows does not matter."""
        count = len(next(iter(calculator.ranges.values())))
        order = data.draw(st.permutations(range(count)))
        turned = {name: [cells[row] for row in order] for name, cells in calculator.ranges.items()}

        assert calculator() == calculator(**turned)

    @those(lambda one: one.function not in RECORDS)
    def test_rows_together(self, calculator):
        """A row split into two equal halves changes nothing where parts are summed or averaged."""
        kept = {"tract_values", "tract_index", "school_poverty"}
        halves = {
            name: [half for cell in cells for half in ([cell, cell] if name in kept else [cell / 2, cell / 2])]
            for name, cells in calculator.ranges.items()
        }

        assert numbers_of(calculator()) == pytest.approx(numbers_of(calculator(**halves)))

    @pytest.mark.parametrize(
        "name",
        [
            "housing_affordability",
            "poverty_exposure",
            "racial_exposure",
            "associations",
            "transit_trips",
            "transportation_cost",
            "preschool",
            "school_poverty",
            "high_school",
            "digital_access",
            "employment",
            "living_wage",
            "debt",
            "housing_wealth",
            "physicians",
            "air_quality",
            "turnout",
            "representation",
            "crime",
            "juvenile_arrests",
        ],
    )
    @given(factor=st.floats(1, 1e6))
    def test_scale(self, name, factor):
        """Of so many times everything, the ratio is the same."""
        calculator = BY_NAME[name]
        kept = {"tract_values", "tract_index", "school_poverty", "weekly_wage"}
        larger = {
            argument: cells if argument in kept else [factor * cell for cell in cells]
            for argument, cells in calculator.ranges.items()
        }

        assert calculator().value == pytest.approx(calculator(**larger).value)
