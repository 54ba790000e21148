"""`data verify`: every injected difference is found, on either side, and the edition that ships has none."""

import re
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mobility_xl.cli import main
from mobility_xl.errors import BadFile
from mobility_xl.store import Store, open_store
from mobility_xl.store.verifying import Comparison, verify_file
from tests.store import published
from tests.store.conftest import cut
from tests.store.small_files import BIRTHS, CATALOG, HOUSES, JOBS

BIRTHS_COLUMN = "share_low_birth_weight"


def run(*words: object) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, ["data", *map(str, words)])


@pytest.fixture
def own_edition(package, home) -> Path:  # noqa: ARG001 - this process must take the small edition for its own
    """Return where an edition of this test's own will be."""
    return home / "editions" / "2026.sqlite"


@pytest.fixture
def files(tmp_path, own_edition) -> dict[str, Path]:
    """Give small files, and make an edition of them."""
    chosen = {"births": BIRTHS, "houses": HOUSES, "jobs": JOBS}
    paths = {name: tmp_path / f"{name}.csv" for name in chosen}
    for name, path in paths.items():
        path.write_text(chosen[name], encoding="utf-8")

    assert 0 == run("import", *paths.values(), "--edition", 2026).exit_code
    assert own_edition.exists()
    return paths


@pytest.fixture
def compare(files) -> Callable[..., Comparison]:
    """Compare a small file, spoiled by one replacement, with the store of the unspoiled ones."""

    def compared(name: str, old: str = "", new: str = "") -> Comparison:
        text = files[name].read_text(encoding="utf-8")
        assert old in text
        files[name].write_text(text.replace(old, new, 1), encoding="utf-8")
        return verify_file(files[name], open_store(2026), CATALOG)

    return compared


@pytest.fixture
def spoil(own_edition) -> Callable[..., None]:
    """Change one number in the store behind its back."""

    def spoiled(variable: str, part: str, old: float, new: float) -> None:
        with closing(sqlite3.connect(own_edition)) as db, db:
            ((number, numbers),) = db.execute(
                "SELECT part.series, numbers FROM part JOIN series ON series = id WHERE variable = ? AND name = ?",
                (variable, part),
            )
            one = struct.Struct("<B" if part == "quality" else "<d")
            assert 1 == numbers.count(one.pack(old))
            changed = numbers.replace(one.pack(old), one.pack(new))
            db.execute("UPDATE part SET numbers = ? WHERE series = ? AND name = ?", (changed, number, part))

    return spoiled


class TestFileChanged:
    @pytest.mark.parametrize(("name", "counts"), [("births", (3, 6, 3)), ("houses", (2, 0, 2)), ("jobs", (3, 6, 3))])
    def test_nothing(self, compare, name, counts):
        """An unchanged file has no difference, and what was compared is counted: estimates, bounds and flags."""
        found = compare(name)

        assert [] == found.differences
        assert counts == (found.estimates, found.bounds, found.flags)

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("0.11,", "0.12,", f"row 3, {BIRTHS_COLUMN} value: the file has 0.12."),
            ("0.11,", "0.11000000000000001,", f"row 3, {BIRTHS_COLUMN} value: the file has 0.11000000000000001."),
            ("0.11,", "-0.11,", f"row 3, {BIRTHS_COLUMN} value: the file has -0.11."),
            ("0.09,0.13", "0.091,0.13", f"row 3, {BIRTHS_COLUMN} lower: the file has 0.091."),
            ("0.09,0.13", "0.09,0.131", f"row 3, {BIRTHS_COLUMN} upper: the file has 0.131."),
            ("Marginal", "Weak", f"row 3, {BIRTHS_COLUMN} quality: the file has Weak."),
            ("Marginal", "3", f"row 3, {BIRTHS_COLUMN} quality: the file has 3."),
            ("Marginal", "Good", f"row 3, {BIRTHS_COLUMN} quality: the file has Good."),
            ("NA,NA,NA,NA", "0,NA,NA,NA", f"row 5, {BIRTHS_COLUMN} value: the file has 0."),
            ("NA,NA,NA,NA", "NA,NA,NA,Weak", f"row 5, {BIRTHS_COLUMN} quality: the file has Weak."),
            ("0.11,", "NA,", f"{BIRTHS_COLUMN} value: the store has 1 that the file has not."),
            ("0.09,0.13", "NA,0.13", f"{BIRTHS_COLUMN} lower: the store has 1 that the file has not."),
            ("0.09,0.13", "0.09,NA", f"{BIRTHS_COLUMN} upper: the store has 1 that the file has not."),
            ("Marginal", "NA", f"{BIRTHS_COLUMN} quality: the store has 1 that the file has not."),
        ],
    )
    def test_cell(self, compare, old, new, said):
        """One changed cell is one difference, named by its row: value, bound or flag, changed, gained or lost."""
        assert [said] == compare("births", old, new).differences

    @pytest.mark.parametrize(("old", "new"), [("Marginal", "2"), ("0.11,", "1.1e-1,"), ("01,001", "1,1")])
    def test_same_number(self, compare, old, new):
        """The same number or code in other letters is no difference."""
        assert [] == compare("births", old, new).differences

    def test_dropped_row(self, compare):
        """A dropped row is a difference in every part that it had."""
        row = BIRTHS.splitlines(keepends=True)[2]

        assert [
            f"{BIRTHS_COLUMN} {part}: the store has 1 that the file has not."
            for part in ("value", "lower", "upper", "quality")
        ] == compare("births", row).differences

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("2022,01,001,Alabama,Autauga County,Some", "2021,01,001,Alabama,Autauga County,Some"),
            ("County,Some College", "County,Less than High School"),
            ("35,013", "35,015"),
            ("35,013", "01,001"),
        ],
        ids=["year", "group", "unknown area", "another area"],
    )
    def test_moved_row(self, compare, old, new):
        """A row that is about another year, group or area is found."""
        assert compare("births", old, new).differences

    def test_dropped_column(self, compare):
        """A variable that the file has no column of is found."""
        said = compare("births", f"{BIRTHS_COLUMN},", "share_else,").differences

        assert f"{BIRTHS_COLUMN} value: the store has it, the file has no such column." in said

    def test_dropped_bounds(self, compare):
        """Bounds that the file has no columns of are found."""
        assert [
            f"{BIRTHS_COLUMN} lower: the store has it, the file has no such column.",
            f"{BIRTHS_COLUMN} upper: the store has it, the file has no such column.",
        ] == compare("births", f"{BIRTHS_COLUMN}_lb,{BIRTHS_COLUMN}_ub", "lowest,highest").differences

    @pytest.mark.parametrize(
        ("old", "new"), [("0.119:0.246", "0.119:0.247"), ("0.119:0.246", "0.238:0.492"), ("0.020:0.000", "0.021:0.000")]
    )
    def test_shares(self, compare, old, new):
        """A changed share is found, also where the quotient stays the same or is undefined."""
        (said,) = compare("houses", old, new).differences

        assert said.endswith(f"ratio_black_nh_house_value_households value: the file has {new}.")

    def test_population(self, compare):
        """A changed population is found."""
        assert ["row 3, population value: the file has 60343."] == compare("jobs", "60342", "60343").differences


class TestJudgedMissing:
    @pytest.fixture
    def wages(self, tmp_path, own_edition) -> Path:
        """Give an imported file with a living wage of 0."""
        path = tmp_path / "wages.csv"
        text = JOBS.replace("share_employed_lb,share_employed_ub,", "").replace("share_employed", "ratio_living_wage")
        rows = [re.sub(r",(0\.\d+),0\.\d+,0\.\d+,", r",\1,", line) for line in text.splitlines()]
        path.write_text("\n".join(rows).replace(",0.8,", ",0,"), encoding="utf-8")

        assert 0 == run("import", path, "--edition", 2026).exit_code
        assert own_edition.exists()
        return path

    def test_counted(self, wages):
        """A published 0 that stands for no value is counted apart, and is no difference."""
        found = verify_file(wages, open_store(2026), CATALOG)

        assert (3, 1, []) == (found.estimates, found.judged_missing, found.differences)

    @pytest.mark.parametrize(("old", "new"), [(",0,", ",0.5,"), (",0,", ",NA,"), (",0.7,", ",0,")])
    def test_changed(self, wages, old, new):
        """It is not taken for a value, nor a value for it."""
        wages.write_text(wages.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

        assert verify_file(wages, open_store(2026), CATALOG).differences


class TestStoreChanged:
    @pytest.mark.parametrize(
        ("name", "number"),
        [
            ("births", (BIRTHS_COLUMN, "value", 0.11, 0.12)),
            ("births", (BIRTHS_COLUMN, "value", 0.11, 0.11000000000000001)),
            ("births", (BIRTHS_COLUMN, "lower", 0.09, 0.08)),
            ("births", (BIRTHS_COLUMN, "upper", 0.13, 0.14)),
            ("births", (BIRTHS_COLUMN, "quality", 2, 1)),
            ("births", (BIRTHS_COLUMN, "value", 0.11, float("nan"))),
            ("births", (BIRTHS_COLUMN, "upper", 0.13, float("inf"))),
            ("births", (BIRTHS_COLUMN, "quality", 2, 0)),
            ("births", (BIRTHS_COLUMN, "quality", 2, 6)),
            ("jobs", ("population", "value", 60342.0, 60341.0)),
            ("houses", ("ratio_black_nh_house_value_households", "first", 0.119, 0.12)),
            ("houses", ("ratio_black_nh_house_value_households", "second", 0.246, 0.247)),
            ("houses", ("ratio_black_nh_house_value_households", "value", 0.119 / 0.246, 0.5)),
        ],
    )
    def test_number(self, files, spoil, name, number):
        """One number that is wrong or gone in the store is found from the file as published."""
        spoil(*number)
        store = Store(open_store(2026).path)

        assert 1 == len(verify_file(files[name], store, CATALOG).differences)
        store.close()


@pytest.mark.usefixtures("package", "home")
class TestCommand:
    def test_small_edition(self):
        """Without files named it reads those of the checkout, one line each, and leaves exit code 0."""
        result = run("verify")
        cells = sum(cell != b"NA" for number in (11, 17, 20, 61) for row in _values(number) for cell in row)

        assert 0 == result.exit_code
        assert f"{cells:,} estimates compared, 0 differences" == result.stdout.splitlines()[-1]
        assert ["11", "17", "20", "61"] == [line[:2] for line in result.stdout.splitlines()[1:-1]]

    def test_differences(self, tmp_path):
        """With differences each file's first ten are shown, all are counted, and the exit code is 1."""
        file = tmp_path / "20.csv"
        file.write_bytes(cut(20).replace(b",Strong", b",Weak"))
        result = run("verify", file)
        expected = len(re.findall(rb",Strong\n", cut(20)))

        assert 10 < expected
        assert 1 == result.exit_code
        assert result.stdout.splitlines()[-1].endswith(f" estimates compared, {expected} differences")
        assert 10 == result.stdout.count("quality: the file has Weak.")

    @pytest.mark.parametrize(
        "content", ["", "<html>", "year,note\n2023,hello\n", BIRTHS[:-30], BIRTHS.replace("0.11,", "none,")]
    )
    def test_no_published_file(self, tmp_path, content):
        """What is no published file is refused by its name, without a trace."""
        file = tmp_path / "bad.csv"
        file.write_text(content, encoding="utf-8")
        result = run("verify", file)

        assert 1 == result.exit_code
        assert result.stderr.startswith("bad.csv")
        assert "Traceback" not in result.stderr

    def test_unknown_groups(self, tmp_path):
        """Groups of no kind are refused."""
        file = tmp_path / "bad.csv"
        file.write_text(BIRTHS.replace("Some College", "No College"), encoding="utf-8")

        with pytest.raises(BadFile, match=r"bad\.csv: no kind of groups has No College\."):
            verify_file(file, open_store(2025), CATALOG)

    def test_installed(self, monkeypatch):
        """An installed package, which has the store and not the files, asks for them."""
        open_store(2025)
        monkeypatch.setattr("mobility_xl.store.published_files", lambda _: [])
        result = run("verify")

        assert 2 == result.exit_code
        assert "This package does not hold the published files. Name those you downloaded." in result.stderr


def _values(number: int) -> Iterator[list[bytes]]:
    """Return the cells of values of a file of the small edition."""
    header, *rows = cut(number).split(b"\n")
    columns = header.decode().split(",")
    chosen = [columns.index(name) for name in published.variables(number)]
    for row in filter(None, rows):
        # From the right: only names hold commas.
        cells = row.rsplit(b",", len(columns) - 6)
        yield [cells[index - len(columns)] for index in chosen]


@pytest.mark.client
class TestEdition:
    @pytest.mark.usefixtures("ask")
    def test_whole_edition(self):
        """Every number and flag of all published files is in the store, and nothing else: 1.97 million estimates."""
        result = run("verify", "--edition", 2025)
        cells = 0
        for number in published.NUMBERS:
            for _, _, *row in published.cells(number, *published.variables(number)):
                cells += len(row) - row.count("NA")
        lines = result.stdout.splitlines()

        assert 0 == result.exit_code
        assert 1_950_000 < cells < 2_000_000
        assert f"{cells:,} estimates compared, 0 differences" == lines[-1]
        assert list(published.NUMBERS) == [int(line[:2]) for line in lines[1:-1]]
        assert {"0"} == {line.split()[-1] for line in lines[1:-1]}
