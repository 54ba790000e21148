"""The eighteen oddities of the published files, one by one: what the files hold, and what the store makes of it."""

import math
import re
from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from mobility_xl.errors import Undefined
from mobility_xl.estimates import Missing
from mobility_xl.functions import call
from mobility_xl.queries import Queries
from mobility_xl.store.lookup import POPULATION, QUALITIES, Numbers
from tests.store import published

KINDS = {
    1: "all",
    2: "race-ethnicity",
    3: "race-share",
    4: "income",
    5: "age",
    6: "gender",
    7: "tenure",
    8: "disability",
    9: "industry",
    0: "mothers-education",
}
"""What a file is about, by the last digit of its number."""

FLAGS = {"NA": 0, "Strong": 1, "Marginal": 2, "Weak": 3}
OVERALL = (published.COUNTIES, published.CITIES)
WHOLE_STATE_LATER = {"share_debt_coll", "share_low_birth_weight", "rate_injury_death", "ratio_living_wage"}
CRIME = {"rate_crime_violent", "rate_crime_property", "rate_juv_arrest"}


def number_or_none(cell: str) -> float | None:
    """Return what a cell of numbers means."""
    return None if cell == "NA" else float(cell)


class Held:
    """What the store holds of one variable of one file."""

    def __init__(self, ask: Queries, number: int, variable: str) -> None:
        self._areas = ask.store.areas
        self.series = ask.store.series(variable, "county" if number < 60 else "city", KINDS[number % 10])

    def __call__(self, geoid: str, year: str, group: str = "All") -> Numbers:
        """Return the numbers of one area, year and group."""
        return self.series.numbers(self._areas.get(geoid).position, int(year), group)

    def values(self) -> list[float]:
        """Return all values that are there."""
        return [number for number in self.series.part("value") if not math.isnan(number)]


@pytest.fixture
def held(ask):
    """Give what the store holds of one variable of one file."""
    return lambda number, variable: Held(ask, number, variable)


class TestOddities:
    @pytest.mark.parametrize("number", [11, 20, 61])
    def test_01_missing(self, held, number):
        """Missing is the text NA, and nothing else: the store has as many values as there are other cells, no more."""
        names = [name for name in published.variables(number) if name != "ratio_living_wage"]
        filled = Counter()
        for _, _, *row in published.cells(number, *names):
            assert "" not in row
            filled.update(name for name, cell in zip(names, row, strict=True) if not re.search(r"^NA$|:0\.000$", cell))

        assert {name: filled[name] for name in names} == {name: len(held(number, name).values()) for name in names}

    def test_01_no_name(self, ask):
        """Missing is no name of a county, a city or a state."""
        areas = ask.store.areas.all_ever()

        assert [] == [area for area in areas if {"NA", "", "nan"} & {area.name, area.state, area.letters}]

    def test_02_codes(self, ask):
        """Codes are text with their zeros: the store knows exactly those that are published, and no shorter ones."""
        expected = {geoid for number in OVERALL for geoid, _ in published.cells(number)}
        found = {area.geoid for area in ask.store.areas.all_ever()}

        assert expected == found
        assert {5, 7} == set(map(len, found))
        assert {"01001", "0103076"} <= found

    def test_03_flag_without_value(self, ask, held):
        """A flag can stand without a value: 78 counties' debt in 2022. The store keeps it, and there is no estimate."""
        column = "share_debt_coll"
        rows = [row for row in published.cells(11, column, f"{column}_quality") if row[2] == "NA" != row[3]]
        debt = held(11, column)

        assert (78, {"2022"}) == (len(rows), {year for _, year, *_ in rows})
        assert [(None, FLAGS[flag]) for *_, flag in rows] == [
            (debt(geoid, year).value, debt(geoid, year).quality) for geoid, year, *_ in rows
        ]
        assert {None} == {
            ask.estimate(ask.metric(column), ask.area(geoid), int(year)).value for geoid, year, *_ in rows[:5]
        }

    @pytest.mark.parametrize(
        ("number", "column", "count"),
        [(61, "share_economic_connectedness", 1), (12, "count_homeless", 1), (62, "count_homeless", 4)],
    )
    def test_03_value_without_flag(self, held, number, column, count):
        """A value can stand without a flag, rarely: the store has the value, and no flag."""
        groups = ("subgroup",) if number != 61 else ()
        rows = [
            row
            for row in published.cells(number, column, f"{column}_quality", *groups)
            if row[2] != "NA" and row[3] == "NA"
        ]
        numbers = held(number, column)

        assert count == len(rows)
        assert [(float(value), 0) for _, _, value, *_ in rows] == [
            (numbers(geoid, year, *group).value, numbers(geoid, year, *group).quality)
            for geoid, year, _, _, *group in rows
        ]

    def test_03_words(self, held):
        """A flag is one of three words in the files and one of three numbers in the store."""
        flags = list(published.cells(61, "share_hs_degree_quality"))
        degree = held(61, "share_hs_degree")

        assert set(FLAGS) == {flag for *_, flag in flags}
        assert [flag.replace("NA", "") for *_, flag in flags] == [
            QUALITIES[degree(geoid, year).quality] for geoid, year, _ in flags
        ]

    def test_04_ratio_text(self, held):
        """A ratio is the text of two shares: both are kept, and the value is their quotient."""
        column = "ratio_hispanic_house_value_households"
        ratios = held(61, column)
        rows = [row for row in published.cells(61, column) if row[2] != "NA"]
        shares = [tuple(map(float, cell.split(":"))) for *_, cell in rows]
        found = [ratios(geoid, year) for geoid, year, _ in rows]

        assert 4000 < len(rows)
        assert shares == [(one.first, one.second) for one in found]
        assert [first / second if second else None for first, second in shares] == [one.value for one in found]

    def test_04_share_of_nobody(self):
        """In 213 county cells the second share is 0.000: the ratio is undefined, and its text is still given."""
        names = [name for name in published.variables(11) if name.endswith("house_value_households")]
        cells = [
            (name, geoid, year, cell)
            for geoid, year, *row in published.cells(11, *names)
            for name, cell in zip(names, row, strict=True)
            if cell.endswith(":0.000")
        ]

        assert 213 == len(cells)
        for name, geoid, year, cell in cells:
            with pytest.raises(Undefined):
                call("MOBILITY_METRIC", name, geoid, year)

            assert cell == call("MOBILITY_METRIC", name, geoid, year, None, "shares")

    @pytest.mark.parametrize("number", OVERALL)
    def test_05_names_mislead(self, ask, number):
        """A name that begins with share can be a ratio up to 5: the catalog says which, and the numbers agree."""
        names = [name for name in published.variables(number) if name.startswith("share_")]
        least, most = dict.fromkeys(names, math.inf), dict.fromkeys(names, -math.inf)
        for _, _, *row in published.cells(number, *names):
            for name, cell in zip(names, row, strict=True):
                if cell != "NA":
                    least[name], most[name] = min(least[name], float(cell)), max(most[name], float(cell))
        above_one = {name for name in names if most[name] > 1}
        units = {name: ask.catalog.variables[name].unit.name for name in names}

        assert above_one
        assert {name for name in names if "affordable" in name} == {name for name in names if units[name] != "share"}
        assert above_one <= {name for name in names if units[name] == "ratio"}
        assert 0 <= min(least.values()) <= max(most.values()) < 5

    def test_05_negative(self, held):
        """Learning rates can be negative, and are kept so."""
        learned = held(11, "rate_learning")
        rows = [row for row in published.cells(11, "rate_learning") if row[2].startswith("-")]

        assert rows
        assert [float(cell) for *_, cell in rows] == [learned(geoid, year).value for geoid, year, _ in rows]

    @pytest.mark.parametrize(
        ("number", "column"),
        [(11, "share_debt_coll"), (61, "count_homeless"), (61, "share_affordable_50_ami"), (11, "rate_crime_property")],
    )
    def test_06_order(self, held, number, column):
        """Columns stand in no regular order: value, bounds and flag are found by their names."""
        header = published.header(number)
        parts = [column, f"{column}_lb", f"{column}_ub", f"{column}_quality"]
        there = [part for part in parts if part in header]
        places = list(map(header.index, there))
        numbers = held(number, column)
        rows = [dict(zip(["geoid", "year", *there], row, strict=True)) for row in published.cells(number, *there)]

        assert any(after != before + 1 for before, after in pairwise(places))
        for row in rows[::7]:
            found = numbers(row["geoid"], row["year"])

            assert (number_or_none(row[column]), FLAGS[row[parts[3]]]) == (found.value, found.quality)
            assert [number_or_none(row.get(part, "NA")) for part in parts[1:3]] == [found.lower, found.upper]

    def test_06_bounds_of_the_count_alone(self, ask, held):
        """Homelessness has bounds of its number, none of its share."""
        assert {"count_homeless_lb", "count_homeless_ub"} <= set(published.header(11))
        assert not {"share_homeless_lb", "share_homeless_ub"} & set(published.header(11))
        assert (None, None) == tuple(map(held(11, "share_homeless").series.part, ("lower", "upper")))
        assert ask.estimate(ask.metric("count_homeless"), ask.area("17031")).has_interval
        assert not ask.estimate(ask.metric("share_homeless"), ask.area("17031")).has_interval

    def test_07_bounds_of_some_years(self, held):
        """Debt has bounds in 2018 alone: in other years a value stands without an interval."""
        rows = list(published.cells(11, "share_debt_coll", "share_debt_coll_lb"))
        debt = held(11, "share_debt_coll")

        assert {"2018"} == {year for _, year, _, lower in rows if lower != "NA"}
        assert {"2018", "2022", "2023"} == {year for _, year, value, _ in rows if value != "NA"}
        assert [number_or_none(lower) for *_, lower in rows] == [debt(geoid, year).lower for geoid, year, *_ in rows]

    def test_07_half_an_interval(self, ask):
        """A few incomes of groups in cities have one bound alone: it is kept, and is no interval."""
        names = ["pctl_income_20", "pctl_income_50", "pctl_income_80"]
        columns = [name + end for name in names for end in ("", "_lb", "_ub")]
        halves = [
            (names[index], geoid, year, group, *row[3 * index : 3 * index + 3])
            for geoid, year, group, *row in published.cells(62, "subgroup", *columns)
            for index in range(3)
            if (row[3 * index + 1] == "NA") != (row[3 * index + 2] == "NA")
        ]

        assert 3 == len(halves)
        for name, geoid, year, group, *cells in halves:
            found = ask.estimate(ask.metric(name), ask.area(geoid), int(year), group)

            assert list(map(number_or_none, cells)) == [found.value, found.lower, found.upper]
            assert not found.has_interval
            assert not found.interval

    def test_07_wide_bounds(self, held):
        """Bounds of learning rates go below -5 and above 6, and are kept."""
        rows = list(published.cells(11, "rate_learning_lb", "rate_learning_ub"))
        lowest = min((row for row in rows if row[2] != "NA"), key=lambda row: float(row[2]))
        highest = max((row for row in rows if row[3] != "NA"), key=lambda row: float(row[3]))
        learned = held(11, "rate_learning")

        assert float(lowest[2]) < -5
        assert float(highest[3]) > 6
        assert (float(lowest[2]), float(highest[3])) == (learned(*lowest[:2]).lower, learned(*highest[:2]).upper)

    def test_08_stray_groups(self, ask, held):
        """The overall city file has stray columns of groups in its middle: it is still about everybody."""
        header = published.header(61)
        stray = {row[2:] for row in published.cells(61, "subgroup_type", "subgroup")}
        rows = list(published.cells(61, "share_affordable_30_ami"))
        affordable = held(61, "share_affordable_30_ami")

        assert 6 < header.index("subgroup") < len(header) - 6
        assert {("tenure", "All"), ("NA", "NA")} == stray
        assert {61} == {one.number for one in ask.store.files() if (one.level, one.subgroup_type) == ("city", "all")}
        assert [number_or_none(cell) for *_, cell in rows] == [affordable(geoid, year).value for geoid, year, _ in rows]

    def test_09_everybody_of_a_subgroup_file(self, held):
        """Everybody of a subgroup file can differ from the overall file: both are kept, the overall one answers."""
        name = "share_employed"
        overall = {row[:2]: row[2] for row in published.cells(61, name) if row[2] != "NA"}
        by_race = {
            row[:2]: row[3] for row in published.cells(62, "subgroup", name) if row[2] == "All" and row[3] != "NA"
        }
        both = sorted(overall.keys() & by_race.keys())
        differing = [key for key in both if overall[key] != by_race[key]]

        assert len(both) * 0.9 < len(differing)
        assert [float(overall[key]) for key in both] == [held(61, name)(*key).value for key in both]
        assert [float(by_race[key]) for key in both] == [held(62, name)(*key).value for key in both]
        for geoid, year in differing[:20]:
            for everybody in (None, "All"):
                assert float(overall[geoid, year]) == call("MOBILITY_METRIC", name, geoid, year, everybody)

    def test_10_connecticut(self, ask):
        """Connecticut has eight counties through 2021 and nine planning regions from 2022."""
        years = defaultdict(set)
        for geoid, year in published.cells(11):
            if geoid.startswith("09"):
                years[geoid].add(int(year))
        old, new = range(2014, 2022), range(2022, 2024)
        former = {geoid for geoid, found in years.items() if found == set(old)}
        regions = {geoid for geoid, found in years.items() if found == set(new)}

        assert (8, 9, set(years)) == (len(former), len(regions), former | regions)
        assert {geoid: (min(found), max(found)) for geoid, found in years.items()} == {
            geoid: (area.first_year, area.last_year) for geoid in years for area in [ask.store.areas.get(geoid)]
        }
        assert regions == {area.geoid for area in ask.store.areas.all("county", "CT")}
        assert regions == {new for geoid in former for new in ask.store.areas.get(geoid).successors}

    def test_10_not_for_the_regions(self, ask):
        """Where the source used the old counties, the regions have no number, and it is no suppression."""
        later = sorted({*WHOLE_STATE_LATER, *CRIME, "share_economic_connectedness"})
        empty = set(later)
        for geoid, year, *row in published.cells(11, *later):
            if geoid.startswith("09") and year == "2022":
                empty -= {name for name, cell in zip(later, row, strict=True) if cell != "NA"}

        assert set(later) == empty
        assert {Missing.NOT_THIS_YEAR} == {
            ask.estimate(ask.metric(name), ask.area("09190"), 2022).missing for name in later
        }

    def test_10_alaska(self, ask):
        """Alaska's 02261 ends in 2019, and 02063 and 02066 begin in 2020."""
        years = defaultdict(set)
        for geoid, year in published.cells(11):
            if geoid in {"02261", "02063", "02066"}:
                years[geoid].add(int(year))
        areas = {geoid: ask.store.areas.get(geoid) for geoid in years}

        assert {"02261": 2019, "02063": 2020, "02066": 2020} == {
            geoid: max(found) if geoid == "02261" else min(found) for geoid, found in years.items()
        }
        assert {geoid: (min(found), max(found)) for geoid, found in years.items()} == {
            geoid: (area.first_year, area.last_year) for geoid, area in areas.items()
        }
        assert (2020, ("02063", "02066")) == (areas["02261"].until, areas["02261"].successors)

    def test_10_counties_of_each_year(self, ask):
        """There are 3,142 counties until 2019, 3,143 in 2020 and 2021, and 3,144 from 2022."""
        rows = Counter(year for _, year in published.cells(11))
        counties = [area for area in ask.store.areas.all_ever() if area.level == "county"]
        in_use = {
            year: sum(area.first_year <= int(year) <= area.last_year for area in counties) for year in sorted(rows)
        }

        assert [3142] * 6 + [3143] * 2 + [3144] * 2 == [rows[year] for year in sorted(rows)]
        assert rows == in_use

    def test_11_places(self, ask):
        """There are 485 places until 2017 and 486 from 2018: South Fulton, Georgia, is new."""
        places = defaultdict(set)
        for geoid, year in published.cells(61):
            places[year].add(geoid)
        counts = {year: len(found) for year, found in sorted(places.items())}
        cities = [area for area in ask.store.areas.all_ever() if area.level == "city"]

        assert {485: {"2014", "2015", "2016", "2017"}} == {
            485: {year for year, count in counts.items() if count == 485}
        }
        assert {486} == {count for year, count in counts.items() if year > "2017"}
        assert {"1372122"} == places["2018"] - places["2017"]
        assert ["1372122"] == [area.geoid for area in cities if area.first_year == 2018]
        assert "South Fulton city, Georgia" == str(ask.store.areas.get("1372122"))

    def test_11_long_names(self, ask):
        """Consolidated cities have long names, which are kept and can be shortened."""
        names = {row[2] for row in published.cells(61, "place_name") if row[0] == "2148006"}

        assert {"Louisville/Jefferson County metro government (balance)"} == names
        assert names == {ask.area("Louisville, KY").name}

    def test_12_encoding(self, ask):
        """The one accented name is UTF-8 in some years and a Latin-1 byte in others: the store has it once, right."""
        spelled = defaultdict(set)
        for line in published.lines(11):
            year, state, county, rest = line.split(b",", 3)
            if (state, county) == (b"35", b"013"):
                spelled["Latin-1" if b"Do\xf1a" in rest else "UTF-8" if "Doña".encode() in rest else "?"].add(int(year))
        names = ask.store.rows("SELECT name FROM area_name WHERE geoid = '35013'")

        assert {2014, 2021, 2023} == spelled["Latin-1"]
        assert {"Latin-1", "UTF-8"} == set(spelled)
        assert [("Doña Ana County",)] == names
        assert "New Mexico" == ask.store.areas.get("35013").state
        assert [] == ask.store.rows("SELECT name FROM area_name WHERE name LIKE '%\ufffd%' OR name LIKE '%Ã%'")

    def test_12_slipped_name(self, ask):
        """In 2014 the county's name stands in its state's cell: its numbers of that year are still its own."""
        columns = ("state_name", "county_name", "pctl_income_50")
        (row,) = (row for row in published.cells(11, *columns) if row[:2] == ("35013", "2014"))

        assert ("New Mexico, Doña Ana County", "NA") == row[2:4]
        assert float(row[4]) == ask.estimate(ask.metric("pctl_income_50"), ask.area("Doña Ana County, NM"), 2014).value
        assert {"New Mexico"} == {area.state for area in ask.store.areas.all("county", "NM")}

    @pytest.mark.parametrize(
        ("number", "geoids"), [(11, ["17031", "48301", "09001"]), (61, ["1714000"])], ids=["counties", "cities"]
    )
    def test_13_most_recent(self, ask, number, geoids):
        """Every year has a row for every area, mostly empty: the latest year is found per metric and area."""
        names = [name for name in published.variables(number) if not name.endswith("house_value_households")]
        latest = {(geoid, name): None for geoid in geoids for name in names}
        for geoid, year, *row in published.cells(number, *names):
            if geoid in geoids:
                filled = [name for name, cell in zip(names, row, strict=True) if cell != "NA"]
                latest |= {(geoid, name): max(latest[geoid, name] or 0, int(year)) for name in filled}

        assert 2 < len(set(latest.values()))
        assert latest == {(geoid, name): ask.estimate(ask.metric(name), ask.area(geoid)).year for geoid, name in latest}

    def test_13_rows_of_every_year(self, held):
        """An area has a row, with its people, also in years in which a metric has nothing."""
        rows = list(published.cells(61, POPULATION, "share_employed"))
        people = held(61, POPULATION)

        assert {"2020"} == {year for _, year, *_ in rows} - {year for _, year, _, cell in rows if cell != "NA"}
        assert [float(cell) for _, _, cell, _ in rows] == [people(geoid, year).value for geoid, year, *_ in rows]

    @pytest.mark.parametrize(
        "name", ["ratio_population_pc_physician", "share_poverty_exposure", "share_transit_commuter"]
    )
    def test_14_zero_is_data(self, held, name):
        """Zero is a number like others: as many are kept as are published."""
        rows = [row for row in published.cells(11, name) if row[2] != "NA" and float(row[2]) == 0]
        numbers = held(11, name)

        assert 100 < len(rows)
        assert {0.0} == {numbers(geoid, year).value for geoid, year, _ in rows}
        assert len(rows) == numbers.values().count(0.0)

    def test_14_living_wage(self, ask, held):
        """A living wage of 0 stands for missing wages, in two rows flagged Strong: it is no value, and no zero."""
        name = "ratio_living_wage"
        rows = [row for row in published.cells(11, name, f"{name}_quality") if row[2] != "NA" and float(row[2]) == 0]
        wages = held(11, name)

        assert [("19003", "2018"), ("32011", "2023")] == [row[:2] for row in rows]
        assert {"Strong"} == {flag for *_, flag in rows}
        assert [(None, True)] * 2 == [wages(geoid, year)[0:5:4] for geoid, year, *_ in rows]
        assert {Missing.JUDGED_MISSING} == {
            ask.estimate(ask.metric(name), ask.area(geoid), int(year)).missing for geoid, year, *_ in rows
        }

    def test_14_small_numbers(self, held):
        """Small numbers are written with an exponent, and kept to the last digit."""
        found = [
            (number, name, geoid, year, cell)
            for number in OVERALL
            for names in [[name for name in published.variables(number) if name.startswith(("share_", "rate_"))]]
            for geoid, year, *row in published.cells(number, *names)
            for name, cell in zip(names, row, strict=True)
            if "e-" in cell
        ]

        assert found
        assert [float(cell) for *_, cell in found] == [
            held(number, name)(geoid, year).value for number, name, geoid, year, _ in found
        ]

    @pytest.mark.parametrize("number", [12, 62])
    def test_15_padded_groups(self, ask, held, number):
        """Black and White stand beside the non-Hispanic groups, mostly empty: a series has those that are filled."""
        names = published.variables(number)
        filled = defaultdict(set)
        for _, _, group, *row in published.cells(
            number, "subgroup", *(f"{name}{end}" for name in names for end in ("", "_quality"))
        ):
            for index, name in enumerate(names):
                if row[2 * index] != "NA" or row[2 * index + 1] != "NA":
                    filled[name].add(group)
        fills_black = {name for name, groups in filled.items() if "Black" in groups}
        fills_white = {name for name, groups in filled.items() if "White" in groups}

        assert ({"share_poverty_exposure", "rate_juv_arrest"}, {"rate_juv_arrest"}) == (fills_black, fills_white)
        assert filled == {name: set(held(number, name).series.groups) for name in filled}
        assert [] == [
            name
            for name in names
            if name not in filled and ask.store.series(name, "county" if number < 60 else "city", "race-ethnicity")
        ]

    def test_15_one_name_for_two_kinds(self, ask):
        """People and neighborhoods are both called race-ethnicity in the files, and are told apart by their groups."""
        files = (12, 13, 62, 63)
        kinds = [{row["subgroup_type"] for row in published.some_rows(number, 200, 15)} for number in files]
        types = {(one.number, one.subgroup_type) for one in ask.store.files() if one.number in files}

        assert [{"all", "race-ethnicity"}] * 4 == kinds
        assert {(12, "race-ethnicity"), (13, "race-share"), (62, "race-ethnicity"), (63, "race-share")} == types

    @pytest.mark.parametrize(
        ("number", "geoids"),
        [(11, {"36061", "06067", "06085"}), (61, {"3651000", "0668000", "0664000"})],
        ids=["counties", "cities"],
    )
    def test_16_suppressed_crime(self, ask, number, geoids):
        """Crimes and arrests of six places are suppressed but for 2023: that is said, and is no other reason."""
        names = sorted(CRIME)
        years = defaultdict(set)
        for geoid, year, *row in published.cells(number, *names):
            if set(row) != {"NA"}:
                years[geoid if geoid in geoids else "others"].add(int(year))
        earlier = sorted(years["others"] - {2023})

        assert earlier
        assert {geoid: {2023} for geoid in geoids} == {geoid: years[geoid] for geoid in geoids}
        assert {Missing.SUPPRESSED} == {
            ask.estimate(ask.metric(name), ask.area(geoid), year).missing
            for name in names
            for geoid in geoids
            for year in earlier
        }

    def test_16_suppressed_groups(self, ask):
        """The race shares of homeless students in Los Angeles are suppressed in 2022."""
        rows = [row for row in published.cells(62, "subgroup", "share_homeless") if row[0] == "0644000"]
        groups = {group for _, _, group, cell in rows if cell != "NA"} - {"All"}

        assert groups
        assert {"NA"} == {cell for _, year, group, cell in rows if year == "2022" and group in groups}
        assert {Missing.SUPPRESSED} == {
            ask.estimate(ask.metric("share_homeless"), ask.area("0644000"), 2022, group).missing for group in groups
        }

    def test_17_counting(self, ask):
        """The files have 47 variables, medical debt among them, for 26 metrics: the catalog has each, and no other."""
        names = {name for number in published.NUMBERS for name in published.variables(number)}

        assert 47 == len(names)
        assert "share_medical_debt_coll" in names
        assert names == set(ask.catalog.variables)
        assert names | {POPULATION} == {one.variable for one in ask.store.all_series()}

    @pytest.mark.parametrize(
        ("number", "name", "above"),
        [
            (11, "rate_juv_arrest", 24_000),
            (11, "rate_crime_violent", 13_000),
            (61, "share_homeless", 0.9),
            (61, "rate_juv_arrest", 21_000),
        ],
    )
    def test_18_outliers(self, held, number, name, above):
        """Outliers are published numbers: the largest is kept, with its flag."""
        rows = (row for row in published.cells(number, name, f"{name}_quality") if row[2] != "NA")
        geoid, year, cell, flag = max(rows, key=lambda row: float(row[2]))
        numbers = held(number, name)

        assert above < float(cell)
        assert float(cell) == max(numbers.values())
        assert (float(cell), FLAGS[flag]) == (numbers(geoid, year).value, numbers(geoid, year).quality)
