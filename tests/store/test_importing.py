"""Imports through the command line: all or nothing, whatever happens on the way."""

import csv
import gzip
import hashlib
import io
import json
import random
import shlex
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mobility_xl
from mobility_xl import catalog
from mobility_xl.cli import main
from mobility_xl.estimates import Missing
from mobility_xl.queries import Queries
from mobility_xl.store import editions, open_store
from tests.store import published
from tests.store.conftest import Package, cut
from tests.store.small_files import BIRTHS, HOUSES, JOBS

REAL = Package(Path(mobility_xl.__file__).parents[1])
"""The package itself, with the edition that ships."""

LOW_WEIGHT = ("share_low_birth_weight", "01001", 2022, "mothers-education", "Some College")
SAID = "births.csv: county file 20, by mother's education, 4 rows; beware: the file before had 25 rows"


def run(*words: object) -> Result:
    """Run a command in this process; an import also of a file of few rows, as the small ones here are."""
    return CliRunner().invoke(main, ["data", *map(str, words), *(["--fewer-rows"] if words[0] == "import" else [])])


def hashes(folder: Path) -> dict[str, str]:
    """Return what files a folder holds, and a hash of each."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


@pytest.fixture
def births(tmp_path) -> Path:
    """Give a small file by mother's education."""
    path = tmp_path / "births.csv"
    path.write_text(BIRTHS, encoding="utf-8")
    return path


def written(path: Path, content: str | bytes) -> Path:
    """Write a file and return where it is."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def published_number(number: int, geoid: str, year: str, column: str) -> float:
    """Return the published number of everybody in a place."""
    ((_, _, cell),) = (row for row in published.cells(number, column) if row[:2] == (geoid, year))
    return float(cell)


def without(column: str, content: bytes) -> str:
    """Return a file without one variable or, of one that has bounds, without them."""
    rows = list(csv.reader(map(published.text, content.splitlines())))
    gone = (f"{column.removesuffix('_lb')}_lb", f"{column.removesuffix('_lb')}_ub")
    if not column.endswith("_lb"):
        gone += (column, f"{column}_quality")
    kept = [index for index, name in enumerate(rows[0]) if name not in gone]
    less = io.StringIO()
    csv.writer(less).writerows([row[index] for index in kept] for row in rows)
    return less.getvalue()


def changed_births(folder: Path, value: float) -> Path:
    """Write file 20 as published, but for one number and its bounds, and return where it is."""
    rows = list(csv.reader(map(published.text, published.lines(20))))
    (row,) = (one for one in rows if one[:3] == ["2022", "01", "001"] and one[5] == "Some College")
    row[7:10] = [str(value)] * 3
    path = folder / "births.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def at_the_same_moment() -> str:
    """Return Python that lets processes begin together, when each has loaded what it needs."""
    return (
        "import time; import mobility_xl.cli, mobility_xl.store.building; "
        f"time.sleep(max(0.0, {time.time() + 1.2} - time.time()))"
    )


def unfinished(home: Path) -> list[Path]:
    """Return the stores that are being written, or were when their process ended."""
    return list((home / "editions").glob("*.unfinished"))


def integrity(home: Path) -> str:
    """Return what SQLite finds when it looks through a whole store."""
    with closing(sqlite3.connect(home / "editions" / "2025.sqlite")) as db:
        return db.execute("PRAGMA quick_check").fetchone()[0]


@pytest.mark.usefixtures("package")
class TestImport:
    def test_one_file(self, home, births, numbers):
        """A file that is imported answers at once, with what it was on one line."""
        result = run("import", births)

        assert (0, [SAID, "1 file imported."]) == (result.exit_code, result.stdout.splitlines())
        assert (0.11, 0.09, 0.13, 2) == numbers(*LOW_WEIGHT)[:4]
        assert ["editions/2025.sqlite"] == list(hashes(home))

    def test_the_rest_stays(self, home, births, numbers):
        """The files that are not imported stay as they were, to the last number."""
        before = {
            (one.variable, one.level, one.subgroup_type): [
                bytes(one.part(part) or b"") for part in ("value", "quality")
            ]
            for one in open_store(2025).all_series()
            if one.subgroup_type != "mothers-education"
        }
        run("import", births)
        store = open_store(2025)

        assert home in store.path.parents
        assert before == {
            key: [bytes(store.series(*key).part(part) or b"") for part in ("value", "quality")] for key in before
        }
        expected = published_number(11, "17031", "2021", "share_low_birth_weight")
        assert expected == numbers("share_low_birth_weight", "17031", 2021).value

    @pytest.mark.usefixtures("home")
    def test_the_package_stays(self, package, births):
        """What ships with the package is never written to."""
        open_store(2025)
        before = hashes(package.packaged)
        run("import", births)

        assert before == hashes(package.packaged)
        assert ["2025.sqlite"] == list(before)

    @pytest.mark.usefixtures("home")
    def test_replaces(self, births, numbers):
        """A second import of the same kind of file replaces the first: nothing of it is left."""
        run("import", births)
        births.write_text(BIRTHS.replace("0.11,", "0.12,").replace("2022,35", "2021,35"), encoding="utf-8")
        run("import", births)

        assert 0.12 == numbers(*LOW_WEIGHT).value
        assert None is numbers("share_low_birth_weight", "35013", 2022, "mothers-education").value
        assert 0.085 == numbers("share_low_birth_weight", "35013", 2021, "mothers-education").value

    @pytest.mark.usefixtures("home")
    def test_several(self, tmp_path, births, numbers):
        """Several files are imported in one go, packed or not."""
        jobs = written(tmp_path / "17.csv.gz", gzip.compress(cut(17)))
        result = run("import", births, jobs)

        assert "2 files imported." == result.stdout.splitlines()[-1]
        assert [
            SAID,
            f"17.csv.gz: county file 17, by tenure, {len(cut(17).splitlines()) - 1} rows",
        ] == result.stdout.splitlines()[:-1]
        assert 0.11 == numbers(*LOW_WEIGHT).value

    @pytest.mark.usefixtures("home")
    def test_same_again(self, tmp_path, package):
        """Importing what is there already changes no number and not the hash of the data."""
        store = open_store(2025)
        before = [
            [bytes(one.part(part) or b"") for part in ("value", "lower", "quality")] for one in store.all_series()
        ]
        files = [
            written(tmp_path / path.name, path.read_bytes()) for path in (package.published / "2025").glob("[0-9]*")
        ]
        again = run("import", *files)
        own = open_store(2025)

        assert (0, store.hash) == (again.exit_code, own.hash)
        assert store.path != own.path
        assert before == [
            [bytes(one.part(part) or b"") for part in ("value", "lower", "quality")] for one in own.all_series()
        ]

    @pytest.mark.usefixtures("home")
    def test_repaired(self, births):
        """What was put right in a file is said."""
        births.write_text(BIRTHS.replace("01,001", "1,1"), encoding="utf-8")

        assert (
            SAID.replace("; beware", "; put the leading zeros back into the codes of 2 rows; beware")
            == run("import", births).stdout.splitlines()[0]
        )

    @pytest.mark.usefixtures("home")
    def test_no_longer_absent(self, births):
        """A year that was published but not in this copy is in it after the import, and no longer called absent."""
        births.write_text(BIRTHS.replace("2022,01", "2018,01"), encoding="utf-8")
        before = open_store(2025).absent_years(20, "share_low_birth_weight")
        run("import", births)

        assert 2018 in before
        assert tuple(year for year in before if year != 2018) == open_store(2025).absent_years(
            20, "share_low_birth_weight"
        )

    @pytest.mark.usefixtures("home")
    def test_new_edition(self, tmp_path, numbers):
        """Another edition starts with what is imported, beside the one there is, and is the newest."""
        jobs = written(tmp_path / "jobs.csv", JOBS)
        result = run("import", jobs, "--edition", 2026)
        new, old = open_store(2026), open_store(2025)

        assert 0 == result.exit_code
        assert [2025, 2026] == list(editions())
        assert open_store().path == new.path
        assert ("2026 release" in new.title, "2025 release" in old.title) == (True, True)
        assert [("share_employed", 11)] == [
            (one.variable, new.files()[0].number) for one in new.all_series() if one.variable != "population"
        ]
        assert 0.75 == numbers("share_employed", "01001", 2023, edition=2026).value
        expected = published_number(11, "01001", "2023", "share_employed")
        assert expected == numbers("share_employed", "01001", 2023).value

    @pytest.mark.usefixtures("home")
    def test_new_edition_knows_the_areas(self, tmp_path):
        """Another edition knows all areas of the one before, where they are, and which cities lie in them."""
        run("import", written(tmp_path / "jobs.csv", JOBS), "--edition", 2026)
        run("import", written(tmp_path / "houses.csv", HOUSES), "--edition", 2026)
        old, new = (open_store(year).areas for year in (2025, 2026))

        assert {area.geoid for area in old.all_ever()} | {"01001", "09110", "0103076", "0644000"} == {
            area.geoid for area in new.all_ever()
        }
        assert [(one.latitude, one.letters) for one in map(old.get, ("01001", "0644000"))] == [
            (one.latitude, one.letters) for one in map(new.get, ("01001", "0644000"))
        ]

    @pytest.mark.usefixtures("home")
    def test_new_edition_is_partial(self, tmp_path):
        """An edition of one file says that it is partial, which files it has not, and that it answers from now on."""
        said = run("import", written(tmp_path / "jobs.csv", JOBS), "--edition", 2026).stdout
        status = run("status").stdout.partition("Edition 2026")[2]
        why = Queries(open_store(2026), catalog.load())
        missing = why.estimate(why.metric("debt"), why.area("09110"), None, None).missing
        city = why.estimate(why.metric("employment"), why.area("0644000"))

        assert "Edition 2026 answers from now on; --edition 2025 asks the one before." in said
        assert "partial copy" in status
        assert "not imported: files 12, 13, 14, 15, 16, 17, 18, 19, 20, 61, 62" in status
        assert Missing.NOT_AT_LEVEL is missing
        assert (Missing.NOT_IN_COPY, True) == (city.missing, "import file 61 with" in city.said)

    def test_damaged_store(self, home, births, numbers):
        """Where an imported store was damaged, the next import builds it anew and says so."""
        run("import", births)
        (home / "editions" / "2025.sqlite").write_bytes(b"no store")
        result = run("import", births)

        assert 0 == result.exit_code
        assert "; the store was built anew, without what was imported before, because " in result.stdout
        assert 0.11 == numbers(*LOW_WEIGHT).value

    @pytest.mark.usefixtures("home")
    @pytest.mark.parametrize("year", [26, 0, -1, 20260])
    def test_edition_is_a_year(self, births, year):
        """An edition is called by its year."""
        result = run("import", births, "--edition", year)

        assert (2, "") == (result.exit_code, result.stdout)
        assert f"An edition is called by its year, such as 2026, not {year}." == result.stderr.splitlines()[-1]


REFUSED = {
    "text for a number": BIRTHS.replace("0.11,", "none,"),
    "infinite number": BIRTHS.replace("0.11,", "inf,"),
    "bad quality word": BIRTHS.replace("Marginal", "Good"),
    "bounds the wrong way round": BIRTHS.replace("0.09,0.13", "0.13,0.09"),
    "unknown group": BIRTHS.replace("Some College", "No College"),
    "unknown kind": BIRTHS.replace("mothers-education", "fathers-education"),
    "unknown county": BIRTHS.replace("35,013", "35,999"),
    "unknown state": BIRTHS.replace("35,013", "99,013"),
    "unknown place": HOUSES.replace("44000", "44001"),
    "column missing": BIRTHS.replace(",county_name", "").replace("Autauga County,", "").replace("Doña Ana County,", ""),
    "variable missing": "\n".join(",".join(line.split(",")[:8] + line.split(",")[10:]) for line in BIRTHS.splitlines()),
    "duplicate": BIRTHS + BIRTHS.splitlines()[-1],
    "cut short": BIRTHS[:-40],
    "packed and cut short": gzip.compress(BIRTHS.encode())[:-9],
    "web page": "<html>Not Found</html>",
    "empty": "",
    "semicolons": BIRTHS.replace(",", ";"),
}


@pytest.mark.usefixtures("package")
class TestRefusal:
    @pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
    def test_store_stays(self, tmp_path, home, births, content):
        """A refused file leaves the store as it was, says its name on the error stream, and leaves exit code 1."""
        run("import", births)
        before = hashes(home)
        result = run("import", written(tmp_path / "bad.csv", content))

        assert (1, "") == (result.exit_code, result.stdout)
        assert result.stderr.splitlines()[-1].startswith("bad.csv")
        assert "Traceback" not in result.stderr
        assert before == hashes(home)

    def test_good_beside_bad(self, tmp_path, home, births):
        """A good file is not imported when another in the same command is bad, whichever comes first."""
        bad = written(tmp_path / "bad.csv", REFUSED["cut short"])

        assert [1, 1] == [run("import", *files).exit_code for files in ((births, bad), (bad, births))]
        assert {} == hashes(home)

    @pytest.mark.parametrize(
        ("old", "new", "row", "code"),
        [
            ("35,013", "35,999", 4, "county of the 2025 edition has the code 35999"),
            ("01,001", "99,001", 2, "county of the 2025 edition has the code 99001"),
        ],
    )
    @pytest.mark.usefixtures("home")
    def test_unknown_area(self, births, old, new, row, code):
        """A code that no area of the edition has is named by its row."""
        births.write_text(BIRTHS.replace(old, new), encoding="utf-8")

        assert (
            f"births.csv, columns 'state' and 'county', row {row}: no {code}. "
            "Correct it, or name another edition with --edition."
        ) == run("import", births).stderr.splitlines()[-1]

    @pytest.mark.usefixtures("home")
    def test_new_area_of_a_new_edition(self, births):
        """Another edition may bring codes that are new, but none of a state that there is not."""
        births.write_text(BIRTHS.replace("35,013", "35,999"), encoding="utf-8")
        new = run("import", births, "--edition", 2026)
        births.write_text(BIRTHS.replace("35,013", "99,013"), encoding="utf-8")
        wrong = run("import", births, "--edition", 2027)

        assert [0, 1] == [new.exit_code, wrong.exit_code]
        assert "Doña Ana County, New Mexico" == str(open_store(2026).areas.get("35999"))
        assert "no county of the 2027 edition has the code 99013" in wrong.stderr

    @pytest.mark.usefixtures("home")
    @pytest.mark.parametrize(
        ("number", "gone", "said"),
        [
            (61, "share_employed", "share_employed"),
            (61, "share_employed_lb", "share_employed_lb"),
            (11, "share_debt_coll_lb", "share_debt_coll_lb"),
            (20, "share_low_birth_weight_lb", "share_low_birth_weight_lb"),
        ],
    )
    def test_column_gone(self, tmp_path, number, gone, said):
        """A file that lacks what the edition has in that file is refused: nothing is lost unseen."""
        file = written(tmp_path / "less.csv", without(gone, cut(number)))

        assert (
            f"less.csv, row 1: column '{said}' is missing; the 2025 edition at hand has it in this file. "
            "Use the whole file, or name another edition with --edition."
        ) == run("import", file).stderr.splitlines()[-1]


@pytest.mark.usefixtures("package")
class TestCutOff:
    def test_refused(self, home, births):
        """A file that has not half the rows of the one it would replace is refused, and the store stays."""
        result = CliRunner().invoke(main, ["data", "import", str(births)])

        assert (1, {}) == (result.exit_code, hashes(home))
        assert (
            "births.csv has 4 rows; the file of the 2025 edition that it would replace has 25. It seems to be cut off: "
            "download it again, or take it as it is with --fewer-rows."
        ) == result.stderr.splitlines()[-1]

    @pytest.mark.usefixtures("home")
    def test_back(self, births):
        """What `data verify` says at differences leads back to the published files."""
        open_store(2025)
        run("import", births)
        compared = run("verify")
        command = compared.stderr.splitlines()[-1].partition(": ")[2]
        back = CliRunner().invoke(main, shlex.split(command)[1:])

        assert 1 == compared.exit_code
        assert command.startswith("mobility-xl data import ")
        assert (0, 0) == (back.exit_code, run("verify").exit_code)


@pytest.mark.client
class TestKill:
    """On the edition that ships, which takes long to write."""

    def test_any_moment(self, tmp_path, home, numbers):
        """An import that is killed at any moment leaves a store that answers: the old one, or the whole new one."""
        open_store(2025)
        started = time.monotonic()
        assert 0 == REAL.start(home, "data", "import", changed_births(tmp_path, 0.5)).wait()
        duration = time.monotonic() - started
        last = 0.5
        chance = random.Random(9)  # noqa: S311 - the same moments in every run
        for round_ in range(4):
            new = (round_ + 1) / 100
            process = REAL.start(home, "data", "import", changed_births(tmp_path, new))
            time.sleep(chance.uniform(0.2, 1.0) * duration)
            process.kill()
            process.communicate()
            found = numbers(*LOW_WEIGHT).value

            assert found in {last, new}
            assert "ok" == integrity(home)
            last = found

    def test_while_writing(self, tmp_path, home, numbers):
        """An import that is killed while it writes leaves the old store answering; the next one clears up behind it."""
        open_store(2025)
        assert 0 == REAL.start(home, "data", "import", changed_births(tmp_path, 0.5)).wait()
        for _ in range(20):
            process = REAL.start(home, "data", "import", changed_births(tmp_path, 0.25))
            while process.poll() is None and not any(one.stat().st_size for one in unfinished(home)):
                time.sleep(0.001)
            process.kill()
            process.communicate()
            if unfinished(home):
                break

        assert 1 == len(unfinished(home))
        assert (0.5, "ok") == (numbers(*LOW_WEIGHT).value, integrity(home))

        assert 0 == REAL.start(home, "data", "import", changed_births(tmp_path, 0.25)).wait()

        assert ([], 0.25) == (unfinished(home), numbers(*LOW_WEIGHT).value)


@pytest.mark.client  # Several processes begin at the same moment.
class TestAtOnce:
    def test_two_files(self, tmp_path, package, home, births, numbers):
        """Two imports at once both succeed, and the store has what both brought."""
        open_store(2025)
        owners = cut(17).replace(
            b"\n2022,01,001,Alabama,Autauga County,All,all,1.4702553167432622,",
            b"\n2022,01,001,Alabama,Autauga County,All,all,1.25,",
        )
        assert owners != cut(17)
        files = [births, written(tmp_path / "owners.csv", owners)]
        together = at_the_same_moment()
        processes = [package.start(home, "data", "import", "--fewer-rows", file, before=together) for file in files]
        said = [process.communicate()[0] for process in processes]

        assert [0, 0] == [process.returncode for process in processes]
        assert [True, True] == [one.endswith("1 file imported.\n") for one in said]
        assert 0.11 == numbers(*LOW_WEIGHT).value
        assert 1.25 == numbers("share_affordable_30_ami", "01001", 2022, "tenure").value

    def test_same_file(self, tmp_path, package, home, numbers):
        """Of several imports of the same kind of file at once, one is the last, and its numbers are all there."""
        open_store(2025)
        values = [0.1, 0.2, 0.3]
        files = [
            written(tmp_path / f"{value}.csv", BIRTHS.replace("0.11,0.09,0.13", f"{value},{value},{value}"))
            for value in values
        ]
        processes = [package.start(home, "data", "import", "--fewer-rows", file) for file in files]
        for process in processes:
            process.communicate()
        found = numbers(*LOW_WEIGHT)

        assert [0, 0, 0] == [process.returncode for process in processes]
        assert found.value in values
        assert found.value == found.lower == found.upper
        assert ["editions/2025.sqlite"] == list(hashes(home))

    @pytest.mark.usefixtures("package", "home")
    def test_reader(self, births):
        """Who has the store open goes on reading what it was; who opens it then reads what it is."""
        run("import", births)
        reader = open_store(2025)
        births.write_text(BIRTHS.replace("0.11,", "0.12,"), encoding="utf-8")
        run("import", births)

        assert [0.11, 0.12] == [
            one.series("share_low_birth_weight", "county", "mothers-education")
            .numbers(one.areas.get("01001").position, 2022, "Some College")
            .value
            for one in (reader, open_store(2025))
        ]

    def test_first_use(self, tmp_path, built_package):
        """Of several processes that use a checkout for the first time at once, one builds the store and all answer."""
        package = built_package.copy(tmp_path / "copy")
        questions = ["metric", "employment", "17031", "--year", "2023", "--json"]
        processes = [package.start(tmp_path / "home", *questions) for _ in range(3)]
        answers = [process.communicate() for process in processes]
        expected = published_number(11, "17031", "2023", "share_employed")

        assert [0, 0, 0] == [process.returncode for process in processes]
        assert {expected} == {json.loads(answer)["value"] for answer, _ in answers}
        assert 1 == sum("1 of 4, 11_" in told for _, told in answers)
        assert ["2025.sqlite"] == list(hashes(package.packaged))

    def test_killed_first_use(self, tmp_path, built_package):
        """A first use that is killed while it builds leaves nothing that answers wrongly: the next one builds."""
        package = built_package.copy(tmp_path / "copy")
        question = ["metric", "employment", "17031", "--year", "2023", "--json"]
        process = package.start(tmp_path / "home", *question)
        process.stderr.readline()
        process.kill()
        process.communicate()

        assert [] == [name for name in hashes(package.packaged) if name.endswith(".sqlite")]

        answer, told = package.start(tmp_path / "home", *question).communicate()

        assert published_number(11, "17031", "2023", "share_employed") == json.loads(answer)["value"]
        assert "1 of 4, 11_" in told
        assert ["2025.sqlite"] == list(hashes(package.packaged))

    def test_many_readers(self, tmp_path, package):
        """Many processes read one store that nobody may write to, and leave nothing beside it."""
        store = open_store(2025).path
        before = {path.name: path.stat().st_mtime_ns for path in package.packaged.iterdir()}
        store.chmod(0o444)
        package.packaged.chmod(0o555)
        try:
            questions = ["metric", "employment", "17031", "--year", "2023", "--json"]
            processes = [package.start(tmp_path / "home", *questions) for _ in range(8)]
            answers = [json.loads(process.communicate()[0])["value"] for process in processes]
        finally:
            package.packaged.chmod(0o755)
            store.chmod(0o644)

        assert [published_number(11, "17031", "2023", "share_employed")] * 8 == answers
        assert before == {path.name: path.stat().st_mtime_ns for path in package.packaged.iterdir()}
        assert not (tmp_path / "home").exists()


@pytest.mark.usefixtures("package")
class TestUnwritable:
    def test_no_folder(self, tmp_path, births, monkeypatch):
        """Where the user's folder cannot be made, it is said, and the package still answers."""
        monkeypatch.setenv("MOBILITY_XL_HOME", str(written(tmp_path / "file", "") / "home"))
        result = run("import", births)

        assert (1, "") == (result.exit_code, result.stdout)
        assert "2025.sqlite cannot be written (" in result.stderr.splitlines()[-1]
        assert result.stderr.endswith("Check that you may write to that folder.\n")
        assert 2025 == open_store().edition

    def test_folder_in_its_place(self, home, births):
        """Where a folder stands in the store's place, it is said, and nothing is left behind."""
        (home / "editions" / "2025.sqlite").mkdir(parents=True)
        result = run("import", births)

        assert (1, "") == (result.exit_code, result.stdout)
        assert "2025.sqlite cannot be written (" in result.stderr.splitlines()[-1]
        assert ([], {}) == (unfinished(home), hashes(home))

    def test_full_disk(self, package, home, births, numbers):
        """Where the disk is full, it is said, the old store answers, and nothing is left behind."""
        assert 0 == run("import", births).exit_code
        before = hashes(home)
        births.write_text(BIRTHS.replace("0.11,", "0.12,"), encoding="utf-8")
        limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
        process = package.start(home, "data", "import", "--fewer-rows", births, before=limit)
        answer, told = process.communicate()

        assert (1, "") == (process.returncode, answer)
        assert "2025.sqlite cannot be written (" in told.splitlines()[-1]
        assert told.endswith("Make room on the disk, then repeat.\n")
        assert "Traceback" not in told
        assert before == hashes(home)
        assert 0.11 == numbers(*LOW_WEIGHT).value
