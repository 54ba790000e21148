"""Counties and cities: found by code and by name, told apart, followed through new codes, laid over each other."""

import csv
import gzip
import random
import unicodedata
from collections import defaultdict

import pytest

from mobility_xl.errors import BadArgument, NoData
from mobility_xl.store import Areas
from tests.store import published

LAST_YEAR = "2023"
CROSSWALK = published.EDITION / "geocorr2022_county_place_2022_onwards.csv.gz"

BOTH = {
    "Alexandria city, Virginia",
    "Anchorage Municipality, Alaska",
    "Baltimore city, Maryland",
    "Chesapeake city, Virginia",
    "Hampton city, Virginia",
    "Lynchburg city, Virginia",
    "Newport News city, Virginia",
    "Norfolk city, Virginia",
    "Portsmouth city, Virginia",
    "Richmond city, Virginia",
    "Roanoke city, Virginia",
    "St. Louis city, Missouri",
    "Suffolk city, Virginia",
    "Virginia Beach city, Virginia",
}
"""The fourteen names that a county and a city share."""


@pytest.fixture
def areas(ask) -> Areas:
    """Give the areas of the edition that ships."""
    return ask.store.areas


@pytest.fixture(scope="module")
def overlaps() -> list[dict[str, str]]:
    """Give the rows of the crosswalk that are about published areas."""
    counties, cities = ({geoid for geoid, _ in published.cells(number)} for number in (11, 61))
    lines = map(published.text, gzip.decompress(CROSSWALK.read_bytes()).splitlines())
    return [
        row for row in csv.DictReader(lines) if row["countyfip"] in counties and row["state"] + row["place"] in cities
    ]


@pytest.fixture(scope="module")
def letters(overlaps) -> dict[str, str]:
    """Give the two letters of each state's code."""
    return {row["state"]: row["stab"] for row in overlaps}


def current(number: int) -> list[tuple[str, str, str]]:
    """Return code, name and state of the areas of the last published year."""
    name = "county_name" if number < 60 else "place_name"
    return [(geoid, *names) for geoid, year, *names in published.cells(number, name, "state_name") if year == LAST_YEAR]


def refusal(areas: Areas, text: str) -> str:
    """Return what is said of a name that is not understood, or of more places than one."""
    with pytest.raises(BadArgument) as refused:
        areas.find(text)
    return str(refused.value)


class TestEveryArea:
    @pytest.mark.parametrize("number", [11, 61], ids=["counties", "cities"])
    def test_published_name(self, areas, letters, number):
        """Every published name finds its area, with the state's name or letters, in any case, without commas."""
        named = current(number)
        shared = {one for one in BOTH if number == 11}
        understood = []
        for geoid, name, state in named:
            full = name if name == state else f"{name}, {state}"
            if full in shared:
                continue
            short = f"{name}, {letters.get(geoid[:2], state)}"
            texts = (full, short, full.upper(), short.replace(",", "").lower(), f"  {full} ")
            understood.append({geoid} == {areas.find(text).geoid for text in texts})

        assert 480 < len(understood)
        assert {True} == set(understood)

    @pytest.mark.parametrize("number", [11, 61], ids=["counties", "cities"])
    def test_code(self, areas, number):
        """Every code finds its area, with its zeros, without them, and as the number a spreadsheet makes of it."""
        geoids = {geoid for geoid, _ in published.cells(number)}

        assert len(geoids) > 480
        for geoid in geoids:
            assert {geoid} == {areas.find(text).geoid for text in (geoid, str(int(geoid)), f"{int(geoid)}.0")}

    def test_choices_can_be_typed(self, areas):
        """Every area's name with what tells it from all others finds that very area."""
        assert [] == [one for one in areas.all_ever() if areas.find(one.told_apart()) != one]

    def test_order(self, areas):
        """All areas in use are listed by code, cities before counties, without former codes."""
        expected = sorted(geoid for geoid, *_ in current(61)) + sorted(geoid for geoid, *_ in current(11))

        assert expected == [area.geoid for area in areas.all()]
        assert expected[:486] == [area.geoid for area in areas.all("city")]
        assert [geoid for geoid in expected if geoid.startswith("51")] == [area.geoid for area in areas.all(None, "VA")]

    @pytest.mark.parametrize("number", [11, 61], ids=["counties", "cities"])
    def test_population(self, areas, number):
        """The population is that of the last year with a row, former codes too."""
        last = {}
        for geoid, year, people in published.cells(number, "population"):
            last[geoid] = max(last.get(geoid, ("", "")), (year, people))
        expected = {
            geoid: (int(year), None if people == "NA" else float(people)) for geoid, (year, people) in last.items()
        }

        assert expected == {geoid: (area.last_year, area.population) for geoid in last for area in [areas.get(geoid)]}


class TestSameNames:
    def test_fourteen(self, areas):
        """Fourteen counties share their name with a city of their state: the bare name is the city."""
        counties = {f"{name}, {state}".lower() for _, name, state in current(11)}
        cities = {f"{name}, {state}".lower() for _, name, state in current(61)}

        assert {one.lower() for one in BOTH} == counties & cities
        assert {"city"} == {areas.find(one).level for one in BOTH}

    @pytest.mark.parametrize("name", sorted(BOTH))
    def test_told_apart(self, areas, name):
        """Either of them is found by what stands behind its name: its level, or its level and code."""
        city, county = areas.find(f"{name} (city)"), areas.find(f"{name} (county)")

        assert ("city", "county") == (city.level, county.level)
        assert city.geoid[:2] == county.geoid[:2]
        assert (city, county) == tuple(areas.find(one.told_apart()) for one in (city, county))

    def test_several_states(self, areas):
        """A name in several states is refused with the choices, each of which can be typed back."""
        said = refusal(areas, "Cook County")
        choices = ["Cook County, Georgia (county, 13075)", "Cook County, Illinois (county, 17031)"]

        assert (
            f"'Cook County' can be 3 places; add the state or use the code: {'; '.join(choices)}; "
            "Cook County, Minnesota (county, 27031)."
        ) == said
        assert ["13075", "17031"] == [areas.find(choice).geoid for choice in choices]

    def test_many(self, areas):
        """Of many choices the first twelve are named, and the rest counted."""
        states = {state for _, name, state in current(11) if name == "Washington County"}
        said = refusal(areas, "Washington County")

        assert said.startswith(f"'Washington County' can be {len(states)} places; ")
        assert said.endswith(f"; and {len(states) - 12} more.")
        assert 12 == said.count("(county, ")

    @pytest.mark.parametrize(
        ("text", "geoids"),
        [
            ("Fairfax, VA", {"51059", "51600"}),
            ("Franklin, VA", {"51067", "51620"}),
            ("Springfield", {"1772000", "2567000", "2970000"}),
            ("Richmond city", {"0660620", "5167000", "51760"}),
        ],
    )
    def test_ambiguous(self, areas, text, geoids):
        """What stays ambiguous is refused: no place is chosen in silence."""
        said = refusal(areas, text)

        assert geoids == {area.geoid for area in areas.choices(text)}
        assert [] == [geoid for geoid in geoids if geoid not in said]


class TestVirginia:
    @pytest.mark.parametrize(
        ("text", "geoid"),
        [
            ("Fairfax city, VA", "51600"),
            ("Fairfax County, VA", "51059"),
            ("Richmond, VA", "5167000"),
            ("Richmond city, VA", "5167000"),
            ("Richmond County, VA", "51159"),
            ("Richmond city, VA (county)", "51760"),
            ("Roanoke, Virginia", "5168000"),
            ("Roanoke County, Virginia", "51161"),
            ("Falls Church, VA", "51610"),
            ("Charles City County, VA", "51036"),
        ],
    )
    def test_independent_cities(self, areas, text, geoid):
        """Virginia's independent cities are counties too: city and county of one name are kept apart."""
        assert geoid == areas.find(text).geoid

    def test_all(self, areas):
        """Each of the 38 independent cities is found by its name."""
        named = [(geoid, name) for geoid, name, state in current(11) if state == "Virginia" and name.endswith(" city")]
        found = [areas.find(f"{name}, Virginia (county, {geoid})").geoid for geoid, name in named]

        assert 38 == len(named)
        assert [geoid for geoid, _ in named] == found


class TestNames:
    @pytest.mark.parametrize(
        ("text", "geoid"),
        [
            ("cook county il", "17031"),
            ("Cook Co., IL", "17031"),
            ("Cook, Illinois", "17031"),
            ("Chicago", "1714000"),
            ("City of Chicago, IL", "1714000"),
            ("St. Louis County, MO", "29189"),
            ("Saint Louis, MO", "2965000"),
            ("St Louis, Missouri", "2965000"),
            ("Prince Georges County, MD", "24033"),
            ("Prince George\u2019s County, MD", "24033"),
            ("LaSalle Parish, LA", "22059"),
            ("Nashville, TN", "4752006"),
            ("Louisville, KY", "2148006"),
            ("Lexington, KY", "2146027"),
            ("Indianapolis", "1836003"),
            ("Augusta, GA", "1304204"),
            ("Athens, GA", "1303440"),
            ("Boise, ID", "1608830"),
            ("Honolulu, HI", "1571550"),
            ("District of Columbia", "11001"),
            ("Washington, DC", "1150000"),
            ("San Francisco", "0667000"),
            ("Carson City, NV", "32510"),
            ("Juneau, AK", "02110"),
        ],
    )
    def test_as_people_write(self, areas, text, geoid):
        """Names are understood as people write them: shortened, spelled out, without the legal word."""
        assert geoid == areas.find(text).geoid

    @pytest.mark.parametrize("text", ["Doña Ana County, NM", "Dona Ana County, NM", "dona ana", "DOÑA ANA, NEW MEXICO"])
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_accents(self, areas, text, form):
        """An accent can be written, left out, or put together of two characters."""
        assert "Doña Ana County, New Mexico" == str(areas.find(unicodedata.normalize(form, text)))

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("Cok County, IL", "Cook County, Illinois"),
            ("Chicagoo, IL", "Chicago city, Illinois"),
            ("San Jos\u00e9, CA", "San Jose city, California"),
            ("De Kalb County, GA", "DeKalb County, Georgia"),
        ],
    )
    def test_misspelled(self, areas, text, meant):
        """A misspelled name is refused with what may be meant, the nearest first; nothing is guessed."""
        assert refusal(areas, text).startswith(f"No county or city is called '{text}'. Did you mean {meant}")

    @pytest.mark.parametrize(
        "text", ["", " ", "Xanadu", "12345678", "-1", "1e4", "\ud800", "%", "'; DROP TABLE area; --"]
    )
    def test_no_name(self, areas, text):
        """What is no name at all is refused, and how to find one is said."""
        assert refusal(areas, text).endswith("'. `mobility-xl places` finds names.")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("0", "No county has the code 00000."),
            ("99999", "No county has the code 99999."),
            ("123456", "No city has the code 0123456."),
            ("1714001.0", "No city has the code 1714001."),
            ("Cook County (county, 99999)", "No county has the code 99999."),
        ],
    )
    def test_no_code(self, areas, text, said):
        """A code that no area has is refused with its zeros, and how to find one is said."""
        with pytest.raises(NoData) as refused:
            areas.find(text)

        assert f"{said} `mobility-xl places` finds codes by name." == str(refused.value)


class TestSeveral:
    @pytest.mark.parametrize(
        ("text", "geoids"),
        [
            ("17043, Lake County, IL", ["17043", "17097"]),
            ("Lake County, IL, 17043", ["17097", "17043"]),
            ("New York, NY,Chicago, IL , 48301", ["3651000", "1714000", "48301"]),
            ("Cook County, Illinois (county, 17031), 1714000", ["17031", "1714000"]),
            ("48301, Washington, DC", ["48301", "1150000"]),
            (" 6037 ,", ["06037"]),
            ("", []),
        ],
    )
    def test_list(self, areas, text, geoids):
        """A list is taken apart where names end, though names hold commas too."""
        assert geoids == [area.geoid for area in areas.find_several(text)]

    def test_every_name(self, areas):
        """Any areas are found again in a list of their names."""
        some = areas.all()[::17]
        there = [area for area in some if areas.choices(str(area)) == [area]]

        assert len(there) > 190
        assert there == areas.find_several(", ".join(map(str, there)))

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("48301, Kendy County, TX", "No county or city is called 'Kendy County, TX'. Did you mean Kenedy County"),
            ("Cook County, 48301", "'Cook County' can be 3 places; add the state"),
            ("Nowhere", "No county or city is called 'Nowhere'"),
        ],
    )
    def test_refused(self, areas, text, said):
        """The first that is none is named as it was written, with its state where it has one."""
        with pytest.raises(BadArgument) as refused:
            areas.find_several(text)

        assert str(refused.value).startswith(said)


class TestFormerCodes:
    @pytest.mark.parametrize(
        ("geoid", "name", "until", "successors"),
        [
            ("02261", "Valdez-Cordova Census Area", 2020, {"Chugach Census Area", "Copper River Census Area"}),
            ("09003", "Hartford County", 2022, {"Capitol", "Naugatuck Valley", "Northwest Hills"}),
            ("09007", "Middlesex County", 2022, {"Lower Connecticut River Valley"}),
            ("09015", "Windham County", 2022, {"Northeastern Connecticut", "Southeastern Connecticut"}),
        ],
    )
    def test_successors(self, areas, geoid, name, until, successors):
        """An old code is known by code and name, says until when it was used, and names its successors."""
        area = areas.find(geoid)
        after = {areas.get(one).name.removesuffix(" Planning Region") for one in area.successors}

        assert (name, until, successors) == (area.name, area.until, after)
        assert area == areas.find(f"{name}, {area.letters}")

    def test_both_ways(self, areas):
        """Each successor knows its predecessors, and no other area has any."""
        expected = defaultdict(set)
        for area in areas.all_ever():
            for geoid in area.successors:
                expected[geoid].add(area.geoid)
        found = {area.geoid: {one.geoid for one in areas.predecessors(area)} for area in areas.all_ever()}

        assert {"02063", "02066", "09110", "09190"} <= set(expected)
        assert dict(expected) == {geoid: one for geoid, one in found.items() if one}

    def test_years(self, areas):
        """A code is former from the year after its last published row."""
        last = defaultdict(int)
        for geoid, year in published.cells(11):
            last[geoid] = max(last[geoid], int(year))
        ended = {geoid: year + 1 for geoid, year in last.items() if year < int(LAST_YEAR)}

        assert ended == {area.geoid: area.until for area in areas.all_ever() if area.until is not None}

    def test_todays_before_former(self, areas):
        """A name that a former code shares with today's areas means today's: no old county comes up unasked."""
        assert {"39045", "45039"} == {area.geoid for area in areas.choices("Fairfield County")}
        assert ["09001"] == [area.geoid for area in areas.choices("Fairfield County, CT")]


class TestOverlap:
    def test_cities_in_counties(self, areas, overlaps):
        """Which cities lie in a county, and with which share of their people, is what the crosswalk says."""
        expected = defaultdict(dict)
        for row in overlaps:
            if float(row["afact2"]) > 0:
                expected[row["countyfip"]][row["state"] + row["place"]] = float(row["afact2"])
        chosen = random.Random(5).sample(sorted(expected), 120)  # noqa: S311 - the same counties in every run

        assert {geoid: expected[geoid] for geoid in chosen} == {
            geoid: {part.area.geoid: part.share for part in areas.cities_in(areas.get(geoid))} for geoid in chosen
        }

    def test_counties_of_cities(self, areas, overlaps):
        """Every published city lies in counties of its state, the largest share first; together they hold it."""
        expected = defaultdict(dict)
        for row in overlaps:
            if float(row["afact2"]) > 0:
                expected[row["state"] + row["place"]][row["countyfip"]] = float(row["afact2"])

        assert {geoid for geoid, *_ in current(61)} == set(expected)
        for geoid, counties in expected.items():
            found = areas.counties_of(areas.get(geoid))
            shares = [part.share for part in found]

            assert counties == {part.area.geoid: part.share for part in found}
            assert sorted(shares, reverse=True) == shares
            assert pytest.approx(1, abs=0.002) == sum(shares)
            assert {geoid[:2]} == {part.area.state_code for part in found}

    @pytest.mark.parametrize(
        ("city", "county"),
        [("Chicago, IL", "17031"), ("Richmond, VA", "51760"), ("Hartford, CT", "09110"), ("Anchorage, AK", "02020")],
    )
    def test_known(self, areas, city, county):
        """A city's county, its first, is the one that its people know; Connecticut's is a planning region."""
        found = areas.county_of(areas.find(city))

        assert county == found.geoid == areas.counties_of(areas.find(city))[0].area.geoid
        assert areas.county_of(found) is None

    def test_none(self, areas):
        """A county without a published city has none; so have the former codes."""
        assert [[], []] == [areas.cities_in(areas.get(geoid)) for geoid in ("48301", "09001")]
