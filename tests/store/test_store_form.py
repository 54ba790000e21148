"""The store as a file: read-only, safe to share, refused when it is damaged or of another format."""

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from mobility_xl.cli import main
from mobility_xl.errors import BadFile
from mobility_xl.store import Store, editions, open_store
from mobility_xl.store.lookup import FORMAT
from tests.store import published
from tests.store.small_files import BIRTHS

DAMAGED = "is not a store, or is damaged ("
ANEW = "`mobility-xl data import` builds it anew."


@pytest.fixture
def copied(package, tmp_path) -> Path:  # noqa: ARG001 - this process must take the small edition for its own
    """Give a copy of the small edition's store."""
    return Path(shutil.copy(open_store(2025).path, tmp_path / "2025.sqlite"))


@pytest.fixture
def changed(copied) -> Callable[..., Path]:
    """Give the copy with a statement carried out in it."""

    def change(statement: str, *values: object) -> Path:
        with closing(sqlite3.connect(copied)) as db, db:
            db.execute(statement, values)
        return copied

    return change


def read_everything(path: Path) -> None:
    """Open a store, and read all that is in it."""
    store = Store(path)
    try:
        assert store.files()
        assert store.areas.all_ever()
        for series in store.all_series():
            for part in ("value", "lower", "upper", "quality", "first", "second"):
                series.part(part)
            for year in series.years:
                series.numbers(series.width - 1, year, series.groups[-1])
    finally:
        store.close()


def refusal(path: Path) -> str:
    """Return what is said of a store that cannot be used."""
    with pytest.raises(BadFile) as refused:
        read_everything(path)
    return str(refused.value)


class TestDamaged:
    @pytest.mark.parametrize("content", [b"", b"no store", b"SQLite format 3\0", bytes(65536), BIRTHS.encode()])
    def test_something_else(self, tmp_path, content):
        """What is no store is refused by its whole path, with what makes a new one."""
        path = tmp_path / "2025.sqlite"
        path.write_bytes(content)
        said = refusal(path)

        assert said.startswith(f"{path} {DAMAGED}")
        assert said.endswith(ANEW)

    def test_none(self, tmp_path):
        """A store that is not there is refused, and none is made."""
        path = tmp_path / "2025.sqlite"

        assert refusal(path).startswith(f"{path} {DAMAGED}")
        assert [] == list(tmp_path.iterdir())

    @pytest.mark.parametrize("kept", [0.02, 0.1, 0.5, 0.9, 0.99])
    def test_cut_short(self, copied, kept):
        """A store that was copied in part is refused, wherever it ends."""
        content = copied.read_bytes()
        copied.write_bytes(content[: int(len(content) * kept)])

        assert refusal(copied).startswith(f"{copied} {DAMAGED}")

    @pytest.mark.parametrize("table", ["meta", "file", "area", "series", "part", "absent"])
    def test_table_gone(self, changed, table):
        """A store without one of its tables is refused."""
        said = refusal(changed(f"DROP TABLE {table}"))

        assert f"no such table: {table}" in said
        assert said.endswith(ANEW)

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM meta WHERE key = 'edition'",
            "UPDATE meta SET value = 'latest' WHERE key = 'edition'",
            "DELETE FROM meta WHERE key = 'title'",
            "UPDATE series SET years = '[2023, '",
            "UPDATE series SET groups = NULL",
            "UPDATE series SET width = width + 1",
            "UPDATE part SET numbers = x'00'",
            "UPDATE part SET numbers = NULL",
            "UPDATE area SET name = CAST(x'ff41' AS TEXT)",
        ],
    )
    def test_contents(self, changed, statement):
        """A store whose tables are there, and hold something else than they should, is refused as well."""
        said = refusal(changed(statement))

        assert DAMAGED in said
        assert said.endswith(ANEW)

    def test_lost_page(self, copied):
        """A store of which a disk lost a page is refused, or opens where only numbers are lost: no other error."""
        content = copied.read_bytes()
        page = 32768
        said = []
        for start in range(0, len(content), page):
            copied.write_bytes(content[:start] + bytes(page) + content[start + page :])
            try:
                read_everything(copied)
            except BadFile as refused:
                said.append(str(refused))

        assert said
        assert {True} == {one.startswith(f"{copied} {DAMAGED}") for one in said}

    @pytest.mark.usefixtures("package")
    def test_command(self, home, tmp_path):
        """A command that meets a damaged store says so in one sentence, and an import mends it."""
        store = home / "editions" / "2025.sqlite"
        store.parent.mkdir(parents=True)
        store.write_bytes(b"no store")
        births = tmp_path / "births.csv"
        births.write_text(BIRTHS, encoding="utf-8")
        asked, imported, again = (
            CliRunner().invoke(main, words)
            for words in (["places", "Cook"], ["data", "import", "--fewer-rows", str(births)], ["places", "Cook"])
        )

        assert (1, "", 1) == (asked.exit_code, asked.stdout, asked.stderr.count("\n"))
        assert asked.stderr.startswith(f"{store} {DAMAGED}")
        assert [0, 0] == [imported.exit_code, again.exit_code]


class TestFormat:
    @pytest.mark.parametrize("other", [FORMAT + 1, FORMAT - 1, "", "new"])
    def test_other(self, changed, other):
        """A store of another version's format is refused as such, and not read."""
        path = changed("UPDATE meta SET value = ? WHERE key = 'format'", str(other))

        assert f"{path} was made by another version. {ANEW}" == refusal(path)

    def test_none(self, changed):
        """So is one that does not say its format."""
        path = changed("DELETE FROM meta WHERE key = 'format'")

        assert f"{path} was made by another version. {ANEW}" == refusal(path)

    def test_rollback_mode(self, copied):
        """The file is in SQLite's plain mode: the other one needs to write beside it to read it."""
        start = copied.read_bytes()[:20]

        assert b"SQLite format 3\0" == start[:16]
        assert b"\x01\x01" == start[18:20]

    def test_dense(self, ask):
        """Every part of a series holds one number per group, year and area, and flags hold nothing unknown."""
        for series in ask.store.all_series():
            size = len(series.groups) * len(series.years) * series.width
            parts = {name: series.part(name) for name in ("value", "lower", "upper", "quality", "first", "second")}

            assert {size} == {len(numbers) for numbers in parts.values() if numbers is not None}
            assert (parts["first"] is None) == (parts["second"] is None)
            assert set(parts["quality"] or ()) <= {0, 1, 2, 3, 5}


class TestReading:
    def test_read_only(self, copied):
        """An open store cannot be written to."""
        store = Store(copied)

        with pytest.raises(BadFile, match="readonly"):
            store.rows("DELETE FROM area")

        assert store.rows("SELECT 1 FROM area")
        store.close()

    def test_leaves_no_trace(self, copied):
        """Reading all of a store changes neither the file nor what stands beside it."""
        copied.chmod(0o444)
        copied.parent.chmod(0o555)
        before = (copied.read_bytes(), copied.stat().st_mtime_ns, sorted(copied.parent.iterdir()))
        try:
            read_everything(copied)
            after = (copied.read_bytes(), copied.stat().st_mtime_ns, sorted(copied.parent.iterdir()))
        finally:
            copied.parent.chmod(0o755)

        assert before == after

    def test_opening_reads_no_numbers(self, copied, monkeypatch):
        """Opening a store and finding a place reads no numbers; a question reads those of its series, once."""
        asked = []
        read_part = Store.read_part
        monkeypatch.setattr(Store, "read_part", lambda *words: asked.append(words[1:]) or read_part(*words))
        store = Store(copied)
        area = store.areas.find("Cook County, IL")
        series = store.series("share_employed", "county")

        assert [] == asked

        for year in (2023, 2022, 2023):
            series.numbers(area.position, year)

        assert sorted(["value", "lower", "upper", "quality", "first", "second"]) == sorted(part for _, part, _ in asked)
        assert 1 == len({number for number, *_ in asked})
        store.close()

    def test_threads(self, ask):
        """Threads that ask one store for its numbers at once get each its own."""
        expected = {
            geoid: float(cell)
            for geoid, year, cell in published.cells(61, "share_employed")
            if year == "2023" and cell != "NA"
        }
        store = Store(ask.store.path)

        def found(geoid: str) -> float | None:
            area = store.areas.get(geoid)
            return store.series("share_employed", "city").value(area.position, 2023)

        with ThreadPoolExecutor(8) as threads:
            answers = dict(zip(expected, threads.map(found, expected), strict=True))
        store.close()

        assert expected == answers

    @pytest.mark.parametrize("name", ["with space", "100%", "a#b", "what?", "Doña", "it's", "%41"])
    def test_any_folder(self, copied, tmp_path, name):
        """A store is read from a folder of any name."""
        folder = tmp_path / name
        folder.mkdir()
        store = Store(Path(shutil.copy(copied, folder)))

        assert 2025 == store.edition
        store.close()


@pytest.mark.usefixtures("package")
class TestEditions:
    def test_shipped(self, package, home):
        """Without imports the edition is the one that ships, and no folder is made for the user."""
        assert {2025: package.packaged / "2025.sqlite"} == editions()
        assert package.packaged / "2025.sqlite" == open_store().path
        assert not home.exists()

    def test_own_first(self, home, copied):
        """An imported edition goes before the one that ships; other files in its folder are none."""
        folder = home / "editions"
        folder.mkdir(parents=True)
        for name in ("2025.sqlite", "2025 (1).sqlite", "2025.sqlite.x.unfinished", "latest.sqlite", "2026.txt"):
            shutil.copy(copied, folder / name)

        assert {2025: folder / "2025.sqlite"} == editions()
        assert folder / "2025.sqlite" == open_store().path

    def test_newest_last(self, home, copied):
        """Editions are listed oldest first, and the newest is the default."""
        folder = home / "editions"
        folder.mkdir(parents=True)
        for year in (2027, 2019, 2026):
            shutil.copy(copied, folder / f"{year}.sqlite")

        assert [2019, 2025, 2026, 2027] == list(editions())
        assert folder / "2027.sqlite" == open_store().path

    @pytest.mark.usefixtures("home")
    def test_nothing_here(self, tmp_path, monkeypatch):
        """A package without any data says so, and what to do."""
        module = import_module("mobility_xl.store.editions")
        monkeypatch.setattr(module, "PUBLISHED", tmp_path / "none")
        monkeypatch.setattr(module, "PACKAGED", tmp_path / "none")

        with pytest.raises(BadFile, match=r"^This copy of mobility_xl has no data\. Install it again, or use "):
            open_store()
