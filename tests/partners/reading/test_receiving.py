"""Files from outside are hostile until read: which are refused, with what words, in how much memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.reading.receiving import receive, reopened
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.package import Package
from tests.conftest import Workbooks
from tests.partners.bad_files import bad_files, bomb
from tests.test_cli import run
from tests.workbook.faults import add_formula, add_outside_book
from tests.workbook.good_workbook import HEAD, MAIN, SHEETS, Parts, good_parts

MOST_MEMORY = 300_000_000
READ = (
    "import re, sys\n"
    "from pathlib import Path\n"
    "from mobility_xl.errors import BadWorkbook\n"
    "from mobility_xl.partners.reading.receiving import receive\n"
    "try:\n"
    "    package = receive(Path(sys.argv[1]))\n"
    "    [package.grid(sheet) for sheet in package.worksheets]\n"
    "    print('read')\n"
    "except BadWorkbook as refused:\n"
    "    print(refused)\n"
    # What getrusage says begins with what the parent had.
    "print(re.search(r'VmHWM:\\s*(\\d+) kB', Path('/proc/self/status').read_text())[1] + '000')\n"
)


@pytest.fixture(scope="module")
def good() -> Parts:
    return good_parts()


def refusal(path: Path) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(BadWorkbook) as refused:
        receive(path)
    return str(refused.value)


def read_elsewhere(path: Path) -> tuple[str, int]:
    """Return what a fresh process says of a file, and how much memory it took in bytes."""
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, check=True, text=True)  # noqa: S603
    said, memory = done.stdout.rstrip().rsplit("\n", 1)
    return said, int(memory)


class TestBadFiles:
    def test_each_has_its_sentence(self, good: Parts, tmp_path: Path) -> None:
        """A folder of bad files: each is refused with a sentence of its own that names the file and the matter."""
        told = {path.name: (refusal(path), word) for path, word in bad_files(good, tmp_path)}
        sentences = {sentence.replace(name, "") for name, (sentence, _) in told.items()}

        assert len(told) >= 40
        assert {name: sentence for name, (sentence, word) in told.items() if word not in sentence} == {}
        assert {name: sentence for name, (sentence, _) in told.items() if name not in sentence} == {}
        assert len(sentences) == len(told)
        assert all(sentence.endswith(".") for sentence, _ in told.values())

    @pytest.mark.parametrize("command", ["publish", pytest.param("outreach", marks=pytest.mark.client)])
    def test_exit_code(self, good: Parts, tmp_path: Path, command: str) -> None:
        """A command ends with 1 where a file is bad, and says that sentence; with 2 where there is no file."""
        for path, _ in bad_files(good, tmp_path):
            result = run(command, path)
            if path.is_file():
                assert (1, True) == (result.exit_code, refusal(path) in result.output), path.name
            else:
                assert 2 == result.exit_code, path.name

    @pytest.mark.client  # A folder of forty bad files is read by a whole command.
    def test_collected(self, good: Parts, workbook_of: Workbooks, tmp_path: Path) -> None:
        """One good copy among them is collected; the others are named, each with its sentence."""
        paths = [path for path, _ in bad_files(good, tmp_path) if path.is_file()]
        result = run("collect", workbook_of("15005"), *paths, "-o", tmp_path / "out" / "collected.xlsx")

        assert 1 == result.exit_code
        assert [] == [path.name for path in paths if f"Refused: {path.name}: " not in result.stderr]
        assert "of 1 file in" in result.stdout

    def test_nothing_is_written(self, good: Parts, tmp_path: Path) -> None:
        """Reading bad files leaves nothing in their folder that was not there."""
        paths = [path for path, _ in bad_files(good, tmp_path)]
        before = sorted(tmp_path.rglob("*"))
        for path in paths:
            refusal(path)

        assert before == sorted(tmp_path.rglob("*"))

    def test_pipe(self, tmp_path: Path) -> None:
        """What is no file, such as a pipe that never ends, is not waited for."""
        os.mkfifo(tmp_path / "pipe.xlsx")

        assert "a device or a pipe" in refusal(tmp_path / "pipe.xlsx")

    def test_impossible_name(self) -> None:
        """A name that no system has is refused like one that is not there."""
        assert "cannot be read" in refusal(Path("a\0b.xlsx"))

    @settings(max_examples=60)
    @given(st.data())
    def test_any_damage(self, good: Parts, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
        """Wherever a file is damaged, it is read or refused in words: there is no other error."""
        folder = tmp_path_factory.mktemp("damage")
        content = bytearray(good.write(folder / "good.xlsx").read_bytes())
        for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=30)):
            content[at] ^= data.draw(st.integers(1, 255))
        (folder / "bad.xlsx").write_bytes(content)
        try:
            said = receive(folder / "bad.xlsx").path.name
        except BadWorkbook as refused:
            said = str(refused)

        assert "bad.xlsx" in said


class TestGoodFiles:
    def test_ours(self, workbook_of: Workbooks) -> None:
        """Our own workbooks are received, and the lint of them finds nothing still."""
        package = receive(workbook_of("48301"))

        assert lint(package) == []

    def test_links_are_not_followed(self, good: Parts, tmp_path: Path) -> None:
        """A workbook that reads another one is received with the values that are stored in it."""
        parts = Parts(dict(good.content))
        add_outside_book('<externalBook r:id="rId1"/>')(parts)
        add_formula("[1]Sheet1!A1+1")(parts)
        package = receive(parts.write(tmp_path / "linked.xlsx"))

        assert list(SHEETS) == [sheet.name for sheet in package.sheets]


class TestMemory:
    @pytest.mark.parametrize("content", [bytes(100), b"<a>", b'<c r="A1"><v>1</v></c>'], ids=lambda one: repr(one[:6]))
    def test_bomb_of_5_gigabytes(self, tmp_path: Path, content: bytes) -> None:
        """A file that would unpack to 5 GB is refused within 300 MB of memory."""
        (tmp_path / "bomb.xlsx").write_bytes(bomb(5_000_000_000, content))
        said, memory = read_elsewhere(tmp_path / "bomb.xlsx")

        assert "unpacks to more than is read" in said
        assert memory < MOST_MEMORY

    @pytest.mark.client  # What would fill the memory has to be made first.
    @pytest.mark.parametrize(
        "content",
        ["<x>" * 9_000_000, "<row>" + "<c/>" * 9_000_000, "<row/>" * 9_000_000],
        ids=["deep", "wide", "long"],
    )
    def test_within_the_limits(self, good: Parts, tmp_path: Path, content: str) -> None:
        """What unpacks to less, but would fill the memory as elements, is refused while it is read."""
        parts = Parts(dict(good.content))
        parts.put(parts.sheet("Cover"), f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{content}')
        said, memory = read_elsewhere(parts.write(tmp_path / "wide.xlsx"))

        assert "more than 1,200,000 things in one place" in said
        assert memory < 3 * MOST_MEMORY

    def test_many_cells(self, good: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """More cells than are kept, over all sheets, are refused."""
        monkeypatch.setattr("mobility_xl.workbook.package.workbook.MOST_CELLS", 100)
        package = Package.open(good.write(tmp_path / "good.xlsx"))

        with pytest.raises(BadWorkbook, match=r"good\.xlsx has more than 100 cells"):
            [package.grid(sheet) for sheet in package.worksheets]


def test_changed_meanwhile(good, tmp_path) -> None:
    """A file that somebody saves while it is read is refused, and not read by half."""
    path = good.write(tmp_path / "open.xlsx")
    digest = receive(path).archive.digest

    assert digest == reopened(path, digest).archive.digest

    changed = Parts(good.content | {"xl/sharedStrings.xml": good.content["xl/sharedStrings.xml"] + b" "})
    changed.write(path)
    with pytest.raises(BadWorkbook, match=r"open\.xlsx was changed while it was read"):
        reopened(path, digest)
