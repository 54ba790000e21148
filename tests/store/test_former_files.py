"""The edition of 2024, in the form that it was published in: some places of all of its files."""

import csv
import math
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mobility_xl import catalog
from mobility_xl.catalog.former import FormerEdition, former_edition
from mobility_xl.cli import main
from mobility_xl.errors import BadFile
from mobility_xl.estimates import Missing
from mobility_xl.queries import Queries
from mobility_xl.store import editions, import_files
from mobility_xl.store.lookup import Store
from tests.store.former import FILES, imported

COOK, CHICAGO = "17031", "1714000"


def run(*words: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, [*map(str, words)])


def cells(file: str) -> list[dict[str, str]]:
    """Return the rows of a file as published."""
    path = next(one for one in FILES if one.name.startswith(file))
    return list(csv.DictReader(path.read_text(encoding="latin-1").splitlines()))


@pytest.fixture(scope="module")
def former() -> FormerEdition:
    """Give what the 2024 edition called things."""
    found = former_edition(2024, catalog.load())
    assert found
    return found


@pytest.fixture(scope="module")
def then(tmp_path_factory: pytest.TempPathFactory) -> Queries:
    """Give the answers of the 2024 edition, imported for a user of this test's own."""
    return imported(FILES, tmp_path_factory.mktemp("former"))


class TestValues:
    def test_as_published(self, then: Queries) -> None:
        """A number of the file without years is kept bit for bit, in the year that it is of."""
        row = next(one for one in cells("00_mobility-metrics_recent") if one["state"] + one["county"] == COOK)
        found = then.estimate(then.metric("share_employed"), then.area(COOK))

        assert (float(row["share_employed"]), 2021, "Strong") == (found.value, found.year, found.quality)

    @pytest.mark.parametrize(
        ("name", "year"), [("share_debt_coll", 2022), ("ratio_population_pc_physician", 2019), ("rate_learning", 2017)]
    )
    def test_years(self, then: Queries, name: str, year: int) -> None:
        """Numbers without a year have that of their source."""
        assert year == then.estimate(then.metric(name), then.area(COOK)).year

    def test_shares(self, then: Queries) -> None:
        """A ratio published as percentages is kept as the shares that they are."""
        row = next(one for one in cells("05_mobility-metrics_place_longitudinal") if one["year"] == "2021")
        name = "ratio_black_nh_house_value_households"
        found = then.estimate(then.metric(name), then.area(row["state"] + row["place"]), 2021)

        assert [float(one.rstrip("%")) for one in row[name].split(":")] == [
            round(100 * share, 10) for share in found.shares or ()
        ]

    def test_halved(self, then: Queries) -> None:
        """What was twice today's share is halved, which loses no bit."""
        row = next(one for one in cells("00_mobility-metrics_recent") if one["state"] + one["county"] == COOK)
        found = then.value(then.metric("share_economic_connectedness"), then.area(COOK))

        assert float(row["ratio_high_low_ses_fb_friends"]) == 2 * (found or 0)

    def test_shared_flag(self, then: Queries) -> None:
        """One flag for several columns is each column's flag."""
        row = next(one for one in cells("00_mobility-metrics_recent") if one["state"] + one["county"] == COOK)
        flags = {
            then.estimate(then.metric(f"share_affordable_{level}_ami"), then.area(COOK)).quality for level in (80, 30)
        }

        assert {("", "Strong", "Marginal", "Weak")[int(row["share_affordable_quality"])]} == flags

    def test_groups(self, then: Queries) -> None:
        """Groups have the names of today, also where two files, or two kinds in one, hold them."""
        air = then.metric("index_air_hazard")

        assert then.value(air, then.area(COOK), 2018, "White neighborhoods") is not None
        assert then.value(air, then.area(COOK), 2018, "High-Poverty") is not None

    def test_several_files_of_a_kind(self, then: Queries) -> None:
        """Files of the same groups stand side by side: none takes another's place."""
        for name in ("share_in_preschool", "share_digital_access", "share_poverty_exposure"):
            variable = catalog.load().variables[name]

            assert then.group_tables(variable, then.area(CHICAGO)), name

    def test_years_before_no_years(self, then: Queries) -> None:
        """Where one file has all years of a number and another the latest alone, all are kept."""
        years = [one.year for one in then.trend(then.metric("share_homeless"), then.area(CHICAGO))]

        assert years == [2016, 2017, 2018, 2019]

    def test_left_out(self, then: Queries) -> None:
        """Another measure in another unit is left out, and the answer says what was published."""
        found = then.estimate(then.metric("share_transit_commuter"), then.area(COOK))

        assert (Missing.NOT_AT_LEVEL, True) == (found.missing, "an index from 0 to 100" in found.why)

    def test_population(self, then: Queries) -> None:
        """Population is taken once, though it stands beside every group."""
        population = then.area(CHICAGO).population

        assert population is not None
        assert population > 2_600_000

    def test_peers(self, then: Queries) -> None:
        """Peers are found by what the edition has, and what it lacks is named."""
        found = then.peers(then.area(COOK), 3)

        assert ("diversity", "socioeconomic") == found.left_out
        assert (
            "Left out: composition by race and ethnicity and median household income, not published for "
            f"Cook County, Illinois in {found.year}." in found.why
        )


class TestLikeness:
    def test_same(self, then: Queries, ask: Queries, former: FormerEdition) -> None:
        """What is said to be the same series has the same numbers where both editions have them."""
        compared = 0
        for (name, level), was in former.variables.items():
            variable = ask.catalog.variables[name]
            if was.series != "same" or variable.shares or name in former.left_out:
                continue
            for area in (ask.area(COOK), ask.area(CHICAGO)):
                if area.level != level:
                    continue
                for one in then.trend(variable, then.area(area.geoid)):
                    now = ask.value(variable, area, one.year)
                    if now is not None:
                        compared += 1
                        assert math.isclose(one.value or 0, now, rel_tol=2e-5), (name, area, one.year)

        assert compared > 20

    def test_revised(self, then: Queries, ask: Queries, former: FormerEdition) -> None:
        """What is said to be revised or another measure differs somewhere."""
        changed = {
            name
            for (name, level), was in former.variables.items()
            for geoid in (COOK, CHICAGO, "01001", "48301", "0103076")
            if was.series != "same" and ask.area(geoid).level == level
            for one in then.trend(ask.catalog.variables[name], then.area(geoid))
            if (now := ask.value(ask.catalog.variables[name], ask.area(geoid), one.year)) is not None
            and now != one.value
        }

        assert {
            "pctl_income_50",
            "rate_learning",
            "share_digital_access",
            "count_membership_associations_per_10k",
        } <= changed


class TestCommands:
    def test_import(self, home: Path) -> None:
        """All files are read in one go; tables that hold no numbers are passed over and said to be."""
        result = run("data", "import", *FILES, "--edition", 2024)

        assert 0 == result.exit_code, result.output
        assert "00_metrics-summary_county.csv: no numbers; passed over" in result.output
        assert "transportation_cost is left out: an index from 0 to 100" in result.output
        assert home.exists()

    def test_verify(self, home: Path) -> None:  # noqa: ARG002 - the import goes there
        """Read again, every number and flag is the store's."""
        run("data", "import", *FILES, "--edition", 2024)
        result = run("data", "verify", *FILES, "--edition", 2024)

        assert "0 differences" in result.output
        assert 0 == result.exit_code

    def test_twice(self, home: Path) -> None:  # noqa: ARG002 - the imports go there
        """Importing again changes no number, and says the same hash."""
        run("data", "import", *FILES, "--edition", 2024)
        first = Queries(Store(editions()[2024]), catalog.load()).version
        run("data", "import", *FILES, "--edition", 2024)

        assert first == Queries(Store(editions()[2024]), catalog.load()).version
        assert "0 differences" in run("data", "verify", *FILES, "--edition", 2024).output

    def test_only_tables(self, home: Path) -> None:
        """Files without any number make no edition."""
        result = run("data", "import", *FILES[:2], "--edition", 2024)

        assert "None of these files holds numbers" in result.output
        assert not list(home.rglob("2024.sqlite"))


class TestRefusals:
    """A broken file is named with the column and the row that it has itself."""

    def broken(self, folder: Path, start: str, old: str, new: str) -> Path:
        """Return a copy of a file with one text changed."""
        source = next(one for one in FILES if one.name.startswith(start))
        path = shutil.copy(source, folder / source.name)
        text = path.read_text(encoding="latin-1")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="latin-1")
        return path

    def test_value(self, home: Path, tmp_path: Path) -> None:
        """The column has the name that the file gives it."""
        value = cells("08_place")[0]["share_debt_col"]
        path = self.broken(tmp_path, "08_place", f",{value},", ",much,")

        with pytest.raises(BadFile, match=r"column 'share_debt_col', row 2: 'much' should be a number or NA"):
            import_files([path], 2024)
        assert not list(home.rglob("2024.sqlite"))

    def test_group(self, home: Path, tmp_path: Path) -> None:  # noqa: ARG002 - nothing may be imported there
        """A row of a file with two kinds of groups is named as it stands in the file."""
        path = self.broken(tmp_path, "04_env", "Majority Non-White", "Most people")

        with pytest.raises(BadFile, match=r"column 'subgroup', row 5: 'Most people' should be one of"):
            import_files([path], 2024)

    def test_column(self, home: Path, tmp_path: Path) -> None:  # noqa: ARG002 - nothing may be imported there
        """A column that the edition does not have is refused."""
        path = self.broken(tmp_path, "08_place", "share_debt_col,", "share_of_debt,")

        with pytest.raises(BadFile, match=r"column 'share_of_debt' is not known in the 2024 edition"):
            import_files([path], 2024)
