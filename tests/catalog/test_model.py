"""How numbers are shown, and what the records of the catalog answer about themselves."""

from decimal import ROUND_HALF_UP, Decimal

import ironcalc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl import catalog
from mobility_xl.catalog import Break, Unit

CATALOG = catalog.load()
UNITS = {one.unit.name: one.unit for one in CATALOG.variables.values()}

SHOWN = [
    ("share", 0.0935, "9.4%"),
    ("share", 0.0625, "6.3%"),
    ("share", 0.8034928125938031, "80.3%"),
    ("share", 0.0, "0.0%"),
    ("share", 1.0, "100.0%"),
    ("share", 2.1581792901115321e-7, "0.0%"),
    ("dollars", 80847.77739999999, "$80,848"),
    ("dollars", 105.79674, "$106"),
    ("dollars", 2500.5, "$2,501"),
    ("ratio", 0.48198198198198194, "0.48"),
    ("ratio", 2.675, "2.68"),
    ("ratio", -1.5523235, "-1.55"),
    ("ratio", -0.125, "-0.13"),
    ("ratio", -0.004, "0.00"),
    ("rate", 464.3, "464.3"),
    ("rate", 1464.25, "1,464.3"),
    ("whole_rate", 13173.582800708691, "13,174"),
    ("people", 1353.0, "1,353"),
    ("count", 75094.0, "75,094"),
    ("index", 44.5, "45"),
    # A quotient or a product that a computer keeps a little below the half that it is.
    ("ratio", 0.185 / 0.2, "0.93"),
    ("ratio", 1.4749999999999999, "1.48"),
    ("share", 0.27749999999999997, "27.8%"),
    ("share", 0.32249999999999995, "32.3%"),
    ("dollars", 20168.499999999996, "$20,169"),
    ("dollars", 181516.49999999997, "$181,517"),
]
"""Numbers as the theme shows them: published ones, halves, and the smallest and largest of their kind."""

each_unit = pytest.mark.parametrize("unit", UNITS.values(), ids=lambda one: one.name)
published = st.decimals(min_value=-300_000, max_value=300_000, places=8, allow_nan=False, allow_infinity=False)


def number_in(shown: str) -> Decimal:
    """Return the number that a text shows, a percentage as its share."""
    number = Decimal(shown.translate(str.maketrans("", "", "$,%")))
    return number / 100 if shown.endswith("%") else number


class TestShow:
    @pytest.mark.parametrize(("unit", "value", "shown"), SHOWN)
    def test_examples(self, unit, value, shown):
        """Shares are percentages with one decimal, dollars and counts whole, ratios have two decimals."""
        assert shown == UNITS[unit].show(value)

    def test_as_a_workbook_shows_it(self):
        """A sentence shows what TEXT and ROUND show in a cell, by a program that calculates workbooks."""
        model = ironcalc.create("units", "en", "UTC", "en")
        for row, (unit, value, _) in enumerate(SHOWN, 1):
            model.set_user_input(0, row, 1, f"{value:.17g}")
            formula = f'=TEXT(ROUND(A{row},{UNITS[unit].places}),"{UNITS[unit].number_format}")'
            model.set_user_input(0, row, 2, formula)
        model.evaluate()

        assert [shown for _, _, shown in SHOWN] == [
            model.get_formatted_cell_value(0, row, 2) for row in range(1, len(SHOWN) + 1)
        ]

    @each_unit
    @given(exact=published)
    def test_decimal(self, unit, exact):
        """A number that is published in decimals is rounded as decimals are: halves go away from zero."""
        rounded = exact.quantize(Decimal(1).scaleb(-unit.places), ROUND_HALF_UP)

        assert rounded == number_in(unit.show(float(exact)))

    @each_unit
    @given(value=st.floats(-1e9, 1e9))
    def test_near(self, unit, value):
        """What is shown is at most half of its last digit away from any number."""
        half = Decimal(1).scaleb(-unit.places) / 2

        assert abs(number_in(unit.show(value)) - Decimal(value)) <= half + abs(Decimal(value)) / 10**14

    @each_unit
    @given(value=st.floats(0, 1e9))
    def test_sign(self, unit, value):
        """A negative number reads as its opposite with a minus before it, and nothing reads as minus zero."""
        shown = unit.show(value)

        assert (f"-{shown}" if number_in(shown) else shown) == unit.show(-value)

    @each_unit
    @given(value=st.integers(1_000, 10**9))
    def test_thousands(self, unit, value):
        """Thousands are told apart by commas."""
        shown = unit.show(value / 100 if unit.percent else value)

        assert f"{value:,}" == shown.strip("$%").partition(".")[0]

    @each_unit
    def test_format(self, unit):
        """The number format of a cell asks for the decimals, sign and currency that a sentence shows."""
        expected = unit.show(0.0)

        assert expected == unit.number_format.replace("#,##", "")

    def test_places(self):
        """A share keeps two more places than its percentage shows."""
        assert {
            "share": 3,
            "dollars": 0,
            "ratio": 2,
            "rate": 1,
            "whole_rate": 0,
            "people": 0,
            "count": 0,
            "index": 0,
        } == {name: unit.places for name, unit in UNITS.items()}


class TestVariable:
    def test_sentence_of_a_city(self):
        """Debt is another thing in cities, and says so; all else is said alike."""
        debt, employed = CATALOG.variables["share_debt_coll"], CATALOG.variables["share_employed"]

        assert "{value} of adults with a credit record have debt in collections." == debt.sentence_for("county")
        assert "{value} of adults with a credit record have derogatory debt." == debt.sentence_for("city")
        assert employed.sentence_for("county") == employed.sentence_for("city")

    def test_sentence_of_zero(self):
        """No physician is said in words; where 0 is a number like others, it is said like others."""
        physicians = CATALOG.variables["ratio_population_pc_physician"]
        poverty = CATALOG.variables["share_poverty_exposure"]

        assert physicians.sentence_for("county", zero=True).startswith("No primary care physician")
        assert physicians.sentence_for("county") == physicians.sentence
        assert poverty.sentence_for("county", zero=True) == poverty.sentence

    def test_breaks_of_a_level(self):
        """A break that concerns one level leaves the other's series whole."""
        debt, transit = CATALOG.variables["share_debt_coll"], CATALOG.variables["share_transit_commuter"]

        assert [2022] == [one.year for one in debt.breaks_for("county")]
        assert () == debt.breaks_for("city")
        assert [2019] == [one.year for one in transit.breaks_for("county")]
        assert [2019] == [one.year for one in transit.breaks_for("city")]

    def test_counted_in(self):
        """A unit without a word of its own leaves what the metric says."""
        assert "homes per household" == CATALOG.variables["share_affordable_30_ami"].counted_in
        assert "share of births" == CATALOG.variables["share_low_birth_weight"].counted_in


class TestMetric:
    def test_grouped(self):
        """A metric of columns by group is grouped; one of columns by income level is not."""
        grouped = {one.label: one.grouped for one in CATALOG.metrics}

        assert grouped["Housing wealth compared with households"]
        assert not grouped["Household income"]
        assert not grouped["Adults with a job"]

    def test_by_column(self):
        """A metric of columns by group or by level is one, and no other."""
        by_column = {one.label for one in CATALOG.metrics if one.by_column}

        assert {"Household income", "Affordable and available homes"} == by_column - {
            one.label for one in CATALOG.metrics if one.grouped
        }

    def test_headlines(self):
        """Chosen columns stand for their metric; where none is chosen, all do, but not what is beside the 26."""
        headlines = {one.label: [column.name for column in one.headlines] for one in CATALOG.metrics}

        assert ["pctl_income_50"] == headlines["Household income"]
        assert ["share_affordable_available_30_ami"] == headlines["Affordable and available homes"]
        assert ["share_debt_coll"] == headlines["Adults with debt in collections"]
        assert ["share_homeless"] == headlines["Public school students who are homeless"]
        assert ["rate_crime_violent", "rate_crime_property"] == headlines["Reported crimes"]
        assert ["share_employed"] == headlines["Adults with a job"]
        assert 4 == len(headlines["Neighbors of another race or ethnicity"])


class TestCatalog:
    def test_metric_of(self):
        """Every variable leads to the metric that holds it, also one beside the 26."""
        assert 17 == CATALOG.metric_of(CATALOG.variables["share_medical_debt_coll"]).number
        assert all(variable in CATALOG.metric_of(variable).variables for variable in CATALOG.variables.values())

    def test_kind_of_columns(self):
        """Where columns are groups, they are those of one kind; levels are of none."""
        kinds = {one: CATALOG.kind_of_columns(one) for one in CATALOG.metrics if one.by_column}

        assert {False: {None}, True: {CATALOG.subgroup_types["race-ethnicity"]}} == {
            grouped: {kind for one, kind in kinds.items() if one.grouped is grouped} for grouped in (False, True)
        }

    def test_frozen(self):
        """A record cannot be changed by who reads it."""
        with pytest.raises(AttributeError):
            CATALOG.variables["share_employed"].label = "Jobs"

    def test_records_are_themselves(self):
        """Two records of the same words are two things, so that each can be a key."""
        assert Break(2019, "why") != Break(2019, "why")
        assert 2 == len({Unit("share", "0.0%", 1), Unit("share", "0.0%", 1)})

    def test_group_by_name(self):
        """A kind of groups gives its group by the published name."""
        found = CATALOG.subgroup_types["race-ethnicity"].group("Black, Non-Hispanic")

        assert ("Black", "African American", "Black or African American") == found.also
