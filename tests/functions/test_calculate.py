"""The calculators as cells call them: worked answers, every part, ranges of every shape, every error."""

import math
import re

import numpy as np
import pandas as pd
import pytest

from mobility_xl import catalog
from mobility_xl.errors import EXCEL_ERRORS, BadArgument, MobilityError, NoData, Undefined
from mobility_xl.functions import FUNCTIONS, CellFunction, call
from mobility_xl.functions.ranges import flat

CALCULATORS = {name: one for name, one in FUNCTIONS.items() if name.startswith("MOBILITY_CALC_")}
ANSWERS = (NoData, BadArgument, Undefined)

BIRTHS = 140 / 1650
BIRTHS_HALF = 1.96 * math.sqrt(BIRTHS * (1 - BIRTHS) / 1650)
DEATHS = 310 / 402000 * 100000
DEATHS_HALF = 1.96 * DEATHS / math.sqrt(310)
REPLICATES = [[0.7, 0.72] * 40]
"""Eighty estimates of a share of 0.71, each 0.01 from it: the standard error is twice that."""

T_79 = 1.9904502102301285
GRADES = ([[3, 4, 5]], [[3, 4, 6]], [[100, 200, 100]])
"""Scores that rise by 1.5 a grade; around the line 4.25 + 1.5 (grade - 4) they lie 0.25, -0.25 and 0.25 off."""

GRADES_HALF = 1.96 * math.sqrt((100 + 200 + 100) * 0.25**2 / 200)
INCOMES = [[1000 * record for record in range(1, 31)]]
"""Thirty records of one household each, 1,000 to 30,000 dollars."""

WORKED = [
    ("HOUSING_AFFORDABILITY", ([[700, 500]], [[100, 50]], [[900, 900]]), 0.75),
    ("HOMELESS_STUDENTS", ([[12, "S", 40]], [[900, 450, 2100]]), 53),
    ("HOMELESS_STUDENTS", ([[12, "s", 40]], [[900, 450, 2100]], None, "share"), 53 / 3450),
    ("HOMELESS_STUDENTS", ([[12, "S", 40]], [[900, 450, 2100]], None, "lower"), 52),
    ("HOMELESS_STUDENTS", ([[12, "S", 40]], [[900, 450, 2100]], None, "upper"), 54),
    ("HOMELESS_STUDENTS", ([[12, "S", 40]], [[900, 450, 2100]], 1, "upper"), 53),
    ("HOMELESS_STUDENTS", ([[12, "S", 40]], [[900, 450, 2100]], None, "quality"), "Strong"),
    ("HOMELESS_STUDENTS", ([["S", "S", 20]], [[900, 450, 2100]], None, "quality"), "Weak"),
    ("POVERTY_EXPOSURE", ([[500, 90, 300]], [[1000, 1500, 2000]]), 500 / 890),
    ("POVERTY_EXPOSURE", ([[500, 90, 300]], [[1000, 1500, 2000]], [[10, 90, 0]]), 0.1),
    ("POVERTY_EXPOSURE", ([[500, 90, 300]], [[1000, 1500, 2000]], None, 0.1), 800 / 890),
    ("RACIAL_EXPOSURE", ([[200, 900, 50]], [[1000, 1200, 800]]), (200 * 0.8 + 900 * 0.25 + 50 * 0.9375) / 1150),
    ("ASSOCIATIONS", ([[120, 45]], [[90000, 30000]]), 13.8),
    ("CONNECTEDNESS", (0.85,), 0.425),
    ("CONNECTEDNESS", (0.85, 0.02, "lower"), 0.425 - 0.01 * 1.959964),
    ("CONNECTEDNESS", (0.85, 0.02, "upper"), 0.425 + 0.01 * 1.959964),
    ("CONNECTEDNESS", (0.85, 0.02, "quality"), "Strong"),
    ("TRANSIT_TRIPS", ([[10, 30]], [[300, 100]]), 0.15),
    ("TRANSPORTATION_COST", ([[20, 24]], [[300, 100]]), 0.21),
    ("PRESCHOOL", (640, 1500), 640 / 1500),
    ("PRESCHOOL", (710, 1000, REPLICATES, "lower"), 0.71 - T_79 * 0.02),
    ("PRESCHOOL", (710, 1000, REPLICATES, "upper"), 0.71 + T_79 * 0.02),
    ("LEARNING_RATE", GRADES, 1.5),
    ("LEARNING_RATE", (*GRADES, "lower"), 1.5 - GRADES_HALF),
    ("LEARNING_RATE", (*GRADES, "upper"), 1.5 + GRADES_HALF),
    ("LEARNING_RATE", (*GRADES, "quality"), "Weak"),
    ("SCHOOL_POVERTY", ([[120, 300, 80]], [[0.31, 0.12, 0.2]]), 0.4),
    ("SCHOOL_POVERTY", ([[120, 300, 80]], [[0.31, 0.12, 0.2]], 0.3), 0.24),
    ("SCHOOL_POVERTY", ([[12, 3, 1]], [[0.31, 0.12, 0.2]], None, "quality"), "Marginal"),
    ("HIGH_SCHOOL", ([[500, 430]], [[600, 440]]), 930 / 1040),
    ("HIGH_SCHOOL", (710, 1000, REPLICATES, "lower"), 0.71 - T_79 * 0.02),
    ("HIGH_SCHOOL", (710, 1000, REPLICATES, "upper"), 0.71 + T_79 * 0.02),
    ("DIGITAL_ACCESS", (8200, 9600), 8200 / 9600),
    ("EMPLOYMENT", (41000, 50000), 0.82),
    ("EMPLOYMENT", (710, 1000, REPLICATES, "lower"), 0.71 - T_79 * 0.02),
    ("EMPLOYMENT", (710, 1000, REPLICATES, "upper"), 0.71 + T_79 * 0.02),
    ("LIVING_WAGE", (1180, 38.5), 1180 / (40 * 38.5)),
    ("LIVING_WAGE", ([[1000, 1360]], 38.5, 1.1), 1180 / (40 * 38.5 * 1.1)),
    ("LIVING_WAGE", (1180, 38.5, None, 29, "quality"), "Weak"),
    ("LIVING_WAGE", (1180, 38.5, None, 30, "quality"), "Strong"),
    ("INCOME_PERCENTILE", (INCOMES, [[1] * 30], 51), 16000),
    ("INCOME_PERCENTILE", (INCOMES, [[1] * 30], 0.99), 30000),
    ("DEBT", (2100, 9800), 2100 / 9800),
    ("HOUSING_WEALTH", (120, 1000, 240, 1000), 0.5),
    ("HOUSING_WEALTH", (1, 3, 700, 2000), 0.333 / 0.35),
    ("HOUSING_WEALTH", (1, 3, 700, 2000, "shares"), "0.333:0.350"),
    ("PHYSICIANS", (52000, 31), 1677),
    ("PHYSICIANS", (52000, 31, "quality"), "Strong"),
    ("PHYSICIANS", (1900, 0), 0),
    ("PHYSICIANS", (1900, 0, "quality"), "Weak"),
    ("LOW_BIRTH_WEIGHT", (140, 1650), BIRTHS),
    ("LOW_BIRTH_WEIGHT", (140, 1650, "lower"), BIRTHS - BIRTHS_HALF),
    ("LOW_BIRTH_WEIGHT", (140, 1650, "upper"), BIRTHS + BIRTHS_HALF),
    ("LOW_BIRTH_WEIGHT", (14, 165, "quality"), "Marginal"),
    ("AIR_QUALITY", ([[48, 55, 61]], [[4000, 5200, 3100]]), 54),
    ("INJURY_DEATHS", (310, 402000), round(DEATHS, 1)),
    ("INJURY_DEATHS", (310, 402000, "lower"), round(DEATHS - DEATHS_HALF, 1)),
    ("INJURY_DEATHS", (310, 402000, "upper"), round(DEATHS + DEATHS_HALF, 1)),
    ("INJURY_DEATHS", (310, 402000, "quality"), "Strong"),
    ("TURNOUT", ([[31000, 30000]], [[49000, 49000]]), 61 / 98),
    ("TURNOUT", (99000, 98000), 1),
    ("TURNOUT", (61000, 98000, 9000, "quality"), "Marginal"),
    ("REPRESENTATION", (4, 12, 30000, 75000), (1 / 3) / 0.4),
    ("REPRESENTATION", (4, 12, 30000, 75000, None, "shares"), "33.3%:40.0%"),
    ("REPRESENTATION", (4, 12, 30000, 75000, 2, "lower"), (1 / 3) / 0.4),
    ("REPRESENTATION", (4, 12, 30000, 75000, 2, "upper"), 0.5 / 0.4),
    ("REPRESENTATION", (4, 12, 30000, 75000, 2, "quality"), "Weak"),
    ("CRIME", ([[700, 120]], [[100000, 45000]]), 820 / 1.45),
    ("CRIME", (820, 145000, 8, 10, "quality"), "Marginal"),
    ("CRIME", (820, 145000, 7, 10, "quality"), "Weak"),
    ("JUVENILE_ARRESTS", (95, 15400), 95 / 0.154),
    ("JUVENILE_ARRESTS", (95, 15400, 10, 10, "quality"), "Strong"),
    ("NATIONAL_PERCENTILE", ([[0.1, 0.2, 0.3]], [[10, 10, 10]], 50), 0.2),
    ("NATIONAL_PERCENTILE", ([[0.3, None, 0.1]], [[500, 100, 501]], 50), 0.1),
]
"""Calls and their answers, worked by the published methods."""

REFUSED = [
    ("HOUSING_AFFORDABILITY", ([[10]], [[1]], [[29]]), NoData, "below 30 households"),
    ("HOUSING_AFFORDABILITY", (1, 1, 0), Undefined, "no household is below the level"),
    ("HOMELESS_STUDENTS", (9, 500), NoData, "no value below 10"),
    ("HOMELESS_STUDENTS", (500, 400), NoData, "more than the 400 enrolled"),
    ("HOMELESS_STUDENTS", ([[12, "T"]], [[100, 100]]), BadArgument, "counts, cell 2, is the text 'T'"),
    ("HOMELESS_STUDENTS", (12, 100, 0.5), BadArgument, "suppressed_upper is 0.5. It cannot be below 1"),
    ("POVERTY_EXPOSURE", (30, 100), NoData, "30 or fewer"),
    ("POVERTY_EXPOSURE", ([[50, 101]], [[100, 100]]), BadArgument, "poor, cell 2, is 101, more than the 100 of people"),
    ("POVERTY_EXPOSURE", ([[0, 0]], [[100, 100]]), Undefined, "nobody is in poverty"),
    ("POVERTY_EXPOSURE", (50, 100, None, 40), BadArgument, "threshold is 40. It cannot be above 1"),
    ("RACIAL_EXPOSURE", (30, 100), NoData, "30 or fewer"),
    ("RACIAL_EXPOSURE", (0, 100), Undefined, "nobody is of the group"),
    ("ASSOCIATIONS", (0, 0), Undefined, "nobody lives there"),
    ("CONNECTEDNESS", (0.85, None, "lower"), NoData, "There is no lower here."),
    ("CONNECTEDNESS", (2.5,), BadArgument, "connectedness is 2.5. It cannot be above 2"),
    ("CONNECTEDNESS", ([[0.8, 0.9]],), BadArgument, "must be one cell, not a range of 2"),
    ("TRANSIT_TRIPS", ([[10, 101]], [[1, 1]]), BadArgument, "tract_values, cell 2, is 101. It cannot be above 100"),
    ("TRANSIT_TRIPS", (10, 0), Undefined, "households add up to 0"),
    ("TRANSPORTATION_COST", ([[10, 11]], [[0, 0]]), Undefined, "households add up to 0"),
    ("PRESCHOOL", (12, 29), NoData, "no value below 30"),
    ("PRESCHOOL", (640, 1500, None, "lower"), NoData, "There is no lower here."),
    ("PRESCHOOL", (640, 1500, [[0.4] * 79], "lower"), BadArgument, "replicates has 79 cells. Give the 80"),
    ("PRESCHOOL", (0, 0), Undefined, "children add up to 0"),
    ("LEARNING_RATE", ([[3, 4]], [[3, 4]], [[90, 90]], "lower"), NoData, "Two grades leave nothing over"),
    ("LEARNING_RATE", ([[3, 3]], [[3, 4]], [[90, 90]]), BadArgument, "grades, cell 2, is grade 3 again"),
    ("LEARNING_RATE", ([[3, 9]], [[3, 4]], [[90, 90]]), BadArgument, "grades, cell 2, is 9"),
    ("LEARNING_RATE", ([[3, 4]], [[3, 4]], [[90, 0]]), Undefined, "Only 1 of the grades has tests"),
    ("LEARNING_RATE", ([[3, 4, 5]], [[1e300, -1e300, 0]], [[1, 1, 1]]), Undefined, "too large for a number"),
    ("SCHOOL_POVERTY", (0, 0.3), Undefined, "students add up to 0"),
    ("SCHOOL_POVERTY", (50, 31), BadArgument, "school_poverty, cell 1, is 31. It cannot be above 1"),
    ("HIGH_SCHOOL", (1041, 1040), BadArgument, "graduates is 1,041, more than the 1,040 of people"),
    ("HIGH_SCHOOL", (0, 0), Undefined, "people add up to 0"),
    ("HIGH_SCHOOL", (10, 29), NoData, "no value below 30"),
    ("DIGITAL_ACCESS", (10, 29), NoData, "no value below 30"),
    ("DIGITAL_ACCESS", (0, 0), Undefined, "households add up to 0"),
    ("EMPLOYMENT", (10, 29), NoData, "no value below 30"),
    ("EMPLOYMENT", (0, 0), Undefined, "people add up to 0"),
    ("LIVING_WAGE", (0, 38.5), NoData, "stands for no published wage"),
    ("LIVING_WAGE", (1180, 0), Undefined, "living wage is 0"),
    ("LIVING_WAGE", (1180, 38.5, None, None, "quality"), NoData, "There is no quality here."),
    ("LIVING_WAGE", (1180, ""), BadArgument, "The hourly living wage is missing"),
    ("INCOME_PERCENTILE", ([[1, 2, 3]], [[1, 1, 1]], 50), NoData, "below 30"),
    ("INCOME_PERCENTILE", (INCOMES, [[0] * 30], 50), Undefined, "weights add up to 0"),
    ("INCOME_PERCENTILE", (INCOMES, [[1] * 30], 100), BadArgument, "percentile is 100"),
    ("INCOME_PERCENTILE", (INCOMES, [[1] * 30], "median"), BadArgument, "The percentile must be a number"),
    ("DEBT", (9801, 9800), BadArgument, "more than the 9,800 of people"),
    ("DEBT", (0, 0), Undefined, "people add up to 0"),
    ("HOUSING_WEALTH", (120, 1000, 30, 1000), NoData, "30 or"),
    ("HOUSING_WEALTH", (120, 1000, 0, 1000), Undefined, "group_households add up to 0"),
    ("HOUSING_WEALTH", (1200, 1000, 240, 1000), BadArgument, "group_value is 1,200, more than the 1,000"),
    ("PHYSICIANS", (2001, 0), NoData, "There is no physician for 2,001 people"),
    ("PHYSICIANS", (0, 0), Undefined, "nobody lives there"),
    ("LOW_BIRTH_WEIGHT", (2, 29), NoData, "no value below 30"),
    ("LOW_BIRTH_WEIGHT", (0, 0), Undefined, "births add up to 0"),
    ("LOW_BIRTH_WEIGHT", (-1, 100), BadArgument, "low_weight_births, cell 1, is -1. It cannot be below 0"),
    ("AIR_QUALITY", (50, 0), Undefined, "people add up to 0"),
    ("AIR_QUALITY", (101, 10), BadArgument, "tract_index, cell 1, is 101. It cannot be above 100"),
    ("INJURY_DEATHS", (19, 402000), NoData, "below 20 deaths"),
    ("INJURY_DEATHS", (30.5, 402000), BadArgument, "whole numbers"),
    ("INJURY_DEATHS", (0, 0), Undefined, "nobody lives there"),
    ("TURNOUT", (61000, 98000, None, "quality"), NoData, "There is no quality here."),
    ("TURNOUT", (1, 0), Undefined, "citizens add up to 0"),
    ("TURNOUT", (1, 2, [[1, 2]]), BadArgument, "Give ranges of the same length"),
    ("REPRESENTATION", (4, 12, 30000, 75000, None, "lower"), NoData, "There is no lower here."),
    ("REPRESENTATION", (4, 12, 0, 75000), Undefined, "The group has no residents"),
    ("REPRESENTATION", (0, 0, 5, 75000), Undefined, "officials add up to 0"),
    ("REPRESENTATION", (4, 12, 30000, 75000, 9), BadArgument, "makes 13 with group_officials"),
    ("CRIME", (1, 29), NoData, "no rate below 30"),
    ("CRIME", (1, 1000, 0, 10), NoData, "No agency reported"),
    ("CRIME", (1, 1000, 9), BadArgument, "agencies is left out"),
    ("CRIME", (1, 1000, 11, 10), BadArgument, "more than the 10 of agencies"),
    ("CRIME", (1, 1000, None, None, "quality"), NoData, "There is no quality here."),
    ("CRIME", (1, 0), Undefined, "nobody is there"),
    ("JUVENILE_ARRESTS", (1, 29), NoData, "no rate below 30"),
    ("JUVENILE_ARRESTS", (0, 0), Undefined, "nobody is there"),
    ("JUVENILE_ARRESTS", (1, 1000, 11, 10), BadArgument, "more than the 10 of agencies"),
    ("NATIONAL_PERCENTILE", ([[None, None]], [[10, 10]], 50), NoData, "100.0% of the people live where"),
    ("NATIONAL_PERCENTILE", ([[0.1, None]], [[84, 16]], 50), NoData, "16.0% of the people live where"),
    ("NATIONAL_PERCENTILE", ([[0.1, 0.2]], [[0, 0]], 50), Undefined, "nobody lives anywhere"),
    ("NATIONAL_PERCENTILE", ([[0.1, 0.2]], [[0.5, 0.5]], 50), BadArgument, "Weights are people"),
]
"""Calls that end in an error, which, and what its sentence says."""

each_calculator = pytest.mark.parametrize("function", CALCULATORS.values(), ids=CALCULATORS)


def outcome(function: CellFunction, *cells: object) -> object:
    """Return the answer, or the error that the call ends in."""
    try:
        return function.answer(cells)
    except ANSWERS as error:
        return error


def spoiled(function: CellFunction, at: int, cell: object) -> tuple[str, object]:
    """Return the name of an argument's range and the outcome where its second cell of three is another."""
    cells = list(function.examples[0])
    argument = function.arguments[at]
    given = flat(cells[at]) if isinstance(cells[at], list) else [cells[at]]
    cells[at] = [[given[0], cell, *given[1:]]]
    return argument.name, outcome(function, *cells)


class TestAnswers:
    @pytest.mark.parametrize(("name", "cells", "answer"), WORKED, ids=[f"{one[0]}-{i}" for i, one in enumerate(WORKED)])
    def test_worked(self, name, cells, answer):
        """The answer is what the published method makes of the counts."""
        found = call(f"MOBILITY_CALC_{name}", *cells)

        assert found == (answer if isinstance(answer, str) else pytest.approx(answer, rel=1e-12))

    def test_slope_as_numpy_has_it(self):
        """The learning rate is the slope of numpy's weighted line."""
        (grades,), (scores,), (tests,) = FUNCTIONS["MOBILITY_CALC_LEARNING_RATE"].examples[0]
        slope, _ = np.polyfit(grades, scores, 1, w=np.sqrt(tests))

        assert pytest.approx(slope, rel=1e-10) == call("MOBILITY_CALC_LEARNING_RATE", [grades], [scores], [tests])

    @each_calculator
    def test_worked_for_each(self, function):
        """Every part of every calculator is in the table above; its examples answer too."""
        worked = [cells for name, cells, _ in WORKED if f"MOBILITY_CALC_{name}" == function.name]
        used = {cells[-1] if isinstance(cells[-1], str) else function.parts[:1] for cells in worked}

        assert set(function.parts[1:]) - {"why"} <= used
        for example in function.examples:
            assert isinstance(function.answer(example), str | int | float)

    def test_all_metrics(self):
        """There is a calculator for each of the 26 metrics, and each names a variable of its metric."""
        known = catalog.load()
        calculated = {known.metric_of(known.variables[one.of]).label for one in CALCULATORS.values() if one.of}

        assert 27 == len(CALCULATORS)
        assert 26 == len(calculated) == sum(bool(one.of) for one in CALCULATORS.values())

    @each_calculator
    def test_parts(self, function):
        """Every part is a number or a word of its kind, or the error that says what is lacking."""
        least = max(map(len, ([one for one in function.arguments if not one.optional], function.examples[0])))
        for part in function.parts:
            cells = [*function.examples[0], *[None] * (len(function.arguments) - least - 1)]
            found = outcome(function, *cells[: len(function.arguments) - 1], part)

            if part in {"quality", "shares", "why"}:
                assert isinstance(found, str | NoData)
            else:
                assert isinstance(found, float | int | NoData)
            if isinstance(found, NoData):
                assert str(found).startswith(f"There is no {part} here. ")

    @each_calculator
    def test_value_by_name(self, function):
        """The default part may be named, in any case, or left out."""
        if function.parts:
            cells = [*function.examples[0], *[None] * (len(function.arguments) - len(function.examples[0]) - 1)]
            plain = function.answer(function.examples[0])

            for word in (function.parts[0], function.parts[0].upper(), None, ""):
                assert plain == function.answer([*cells, word])


class TestRanges:
    @each_calculator
    def test_any_shape(self, function):
        """A range is its cells, whatever its shape or form: a row, a column, a tuple, an array, a frame."""
        example = function.examples[0]
        expected = function.answer(example)
        forms = [
            lambda cells: [[cell] for cell in cells],
            lambda cells: tuple((cell,) for cell in cells),
            lambda cells: [cells],
            lambda cells: cells,
            lambda cells: np.array(cells, dtype=object),
            lambda cells: pd.DataFrame({"cells": cells}),
            pd.Series,
        ]
        for form in forms:
            cells = [form(flat(cell)) if isinstance(cell, list) else cell for cell in example]

            assert expected == function.answer(cells)

    def test_table(self):
        """A table of six is a range of six."""
        grades, scores, tests = FUNCTIONS["MOBILITY_CALC_LEARNING_RATE"].examples[0]
        tables = [[one[0][:3], one[0][3:]] for one in (grades, scores, tests)]

        assert call("MOBILITY_CALC_LEARNING_RATE", grades, scores, tests) == call(
            "MOBILITY_CALC_LEARNING_RATE", *tables
        )

    @each_calculator
    def test_unequal(self, function):
        """Ranges that do not pair row by row are refused with their lengths."""
        ranges = [at for at, one in enumerate(function.arguments) if one.kind.is_range and not one.optional]
        if len(ranges) < 2:
            return
        cells = list(function.examples[0])
        first = flat(cells[ranges[0]]) if isinstance(cells[ranges[0]], list) else [cells[ranges[0]]]
        cells[ranges[0]] = [[*first, 1]]
        found = outcome(function, *cells)

        assert isinstance(found, BadArgument)
        assert re.search(r"has \d+ cells? and \w+ has \d+\.|grades, cell", str(found))

    @each_calculator
    def test_empty(self, function):
        """An empty range is refused, and a range that must be there is asked for."""
        for at, argument in enumerate(function.arguments):
            if argument.kind.is_range and not argument.optional:
                for empty in ([], [[]], (), np.array([])):
                    cells = [*function.examples[0][:at], empty, *function.examples[0][at + 1 :]]

                    assert "is an empty range. Give at least one cell." in str(outcome(function, *cells))
                cells = [*function.examples[0][:at], None, *function.examples[0][at + 1 :]]

                assert str(outcome(function, *cells)).endswith("are missing. Give a cell or a range.")

    @each_calculator
    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            (None, "is blank. Write 0 where there is none, or leave its row out of every range."),
            ("", "is blank. Write 0 where there is none, or leave its row out of every range."),
            ("many", "is the text 'many'. Write a number."),
            ("12", "is the text '12'. Write a number."),
            (True, "is TRUE. Write a number."),
            (math.nan, "is nan, which is no finite number."),
            (math.inf, "is inf, which is no finite number."),
            (10**400, "is too large for a number."),
        ],
        ids=["blank", "empty text", "text", "digits", "truth", "no number", "infinite", "too large"],
    )
    def test_bad_cell(self, function, cell, said):
        """What is no number among the cells of a range is refused with its position, and never counts as 0."""
        for at, argument in enumerate(function.arguments[: len(function.examples[0])]):
            may_lack = function.name == "MOBILITY_CALC_NATIONAL_PERCENTILE" and argument.name == "values"
            if argument.kind.is_range and not (may_lack and said.startswith(("is blank", "is nan"))):
                name, found = spoiled(function, at, cell)

                assert isinstance(found, BadArgument)
                assert f"{name}, cell 2, {said}" in str(found)

    @each_calculator
    def test_error_in_a_cell(self, function):
        """An error that stands in a cell of a range is the answer."""
        for at, argument in enumerate(function.arguments[: len(function.examples[0])]):
            if argument.kind.is_range:
                error = NoData("Nothing there.")

                assert error is spoiled(function, at, error)[1]


class TestThresholds:
    @pytest.mark.parametrize("threshold", [0.3, "0.3", "30%", " 30 % ", [[0.3]], [["30%"]]], ids=repr)
    def test_percent(self, threshold):
        """A threshold may be typed as a share or a percentage, as number or text, alone or in one cell."""
        cells = ([[120, 300, 80]], [[0.31, 0.12, 0.2]])

        assert 0.24 == call("MOBILITY_CALC_SCHOOL_POVERTY", *cells, threshold)
        assert 0.9 == call("MOBILITY_CALC_POVERTY_EXPOSURE", [[500, 90, 310]], [[1000, 1500, 1000]], None, threshold)

    @pytest.mark.parametrize("empty", [None, "", " "], ids=repr)
    def test_left_out(self, empty):
        """Left out it is the published one: 20% of a school, 40% of a tract."""
        cells = ([[120, 300, 80]], [[0.31, 0.12, 0.2]])

        assert 0.4 == call("MOBILITY_CALC_SCHOOL_POVERTY", *cells, empty)
        assert 0.5 == call("MOBILITY_CALC_POVERTY_EXPOSURE", [[410, 410]], [[1000, 1100]], empty, empty)

    @pytest.mark.parametrize("percentile", [20, "20", 0.2, "20%", "0.2", [[20]]], ids=repr)
    def test_percentile(self, percentile):
        """The same percentile may be written in four ways."""
        assert 6000 == call("MOBILITY_CALC_INCOME_PERCENTILE", INCOMES, [[1] * 30], percentile)


class TestErrors:
    @pytest.mark.parametrize(
        ("name", "cells", "kind", "said"), REFUSED, ids=[f"{one[0]}-{i}" for i, one in enumerate(REFUSED)]
    )
    def test_refused(self, name, cells, kind, said):
        """What has no answer ends in the error of its kind, with a sentence, and the help names that kind."""
        found = outcome(FUNCTIONS[f"MOBILITY_CALC_{name}"], *cells)

        assert kind is type(found)
        assert said in str(found)
        assert str(found).endswith(".")
        assert EXCEL_ERRORS[kind] in FUNCTIONS[f"MOBILITY_CALC_{name}"].errors

    @pytest.mark.parametrize("name", [one for one in CALCULATORS if "why" in CALCULATORS[one].parts])
    def test_why(self, name):
        """Why is a sentence for every call of the two tables, also where the value is an error."""
        function = CALCULATORS[name]
        last = len(function.arguments) - 1
        calls = [one[1] for one in (*WORKED, *REFUSED) if f"MOBILITY_CALC_{one[0]}" == name]
        for cells in calls:
            asked = [*cells[:last], *[None] * (last - len(cells))]
            said = function.answer([*asked, "why"])
            value = outcome(function, *asked)

            assert isinstance(said, str)
            assert said.endswith(".")
            assert not isinstance(value, MobilityError) or str(value) == said

    @each_calculator
    def test_kinds_in_help(self, function):
        """Every kind of error that the help names is met in the table of refusals, or by any calculator's range."""
        met = {EXCEL_ERRORS[kind] for name, _, kind, _ in REFUSED if f"MOBILITY_CALC_{name}" == function.name}

        assert met | {"#VALUE!"} == set(function.errors)

    @each_calculator
    def test_count(self, function):
        """Too few and too many arguments are refused with those that there are."""
        for cells in ((), (1,) * (len(function.arguments) + 1)):
            found = outcome(function, *cells)

            assert isinstance(found, BadArgument)
            assert str(found).startswith(f"{function.signature} was given {len(cells)} argument")
