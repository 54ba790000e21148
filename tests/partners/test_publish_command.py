"""The command that makes a copy to hand out."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mobility_xl.cli import main
from mobility_xl.partners.publish import publish
from mobility_xl.workbook.package import Package
from tests.partners.council import council


def run(*words: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["publish", *map(str, words)])


@pytest.fixture
def springfield(tmp_path: Path) -> Path:
    """Give a workbook with officials and everything that can show their answers."""
    return council(tmp_path / "Springfield council.xlsx")


class TestPublish:
    def test_beside(self, springfield: Path) -> None:
        """The copy stands beside the workbook, and the command says where and what was left out."""
        before = springfield.read_bytes()
        result = run(springfield)
        copy = springfield.with_name("Springfield council - to hand out.xlsx")

        assert 0 == result.exit_code
        assert str(copy) == result.stdout.splitlines()[0]
        assert "  Left out: the sheet Officials.\n" in result.stdout
        assert publish(springfield).content == copy.read_bytes()
        assert before == springfield.read_bytes()

    def test_named(self, springfield: Path, tmp_path: Path) -> None:
        """A file or a folder can be named, and the options are passed on."""
        named = run(springfield, "-o", tmp_path / "out.xlsx", "--values", "--with-officials")
        folder = run(springfield, "-o", tmp_path / "folder")

        assert (0, 0) == (named.exit_code, folder.exit_code)
        assert "Officials" in {sheet.name for sheet in Package.open(tmp_path / "out.xlsx").sheets}
        assert (tmp_path / "folder" / "Springfield council - to hand out.xlsx").exists()

    def test_twice(self, springfield: Path) -> None:
        """A copy that somebody may have changed is not written over, unless asked for."""
        copy = springfield.with_name("Springfield council - to hand out.xlsx")
        again = [run(springfield).exit_code, run(springfield).exit_code]
        copy.write_bytes(b"somebody's work")
        refused = run(springfield)
        replaced = run(springfield, "--replace")

        assert [0, 0] == again
        assert 1 == refused.exit_code
        assert "somebody may have worked in it" in refused.stderr
        assert 0 == replaced.exit_code
        assert publish(springfield).content == copy.read_bytes()

    def test_refused_first(self, springfield: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What cannot be a copy of the workbook is left alone before any work."""
        (tmp_path / "theirs.xlsx").write_text("somebody's work")
        monkeypatch.setattr("mobility_xl.partners.publish.publish", None)

        assert "theirs.xlsx is there already" in run(springfield, "-o", tmp_path / "theirs.xlsx").stderr

    def test_itself(self, springfield: Path) -> None:
        """The workbook is never written over by its own copy."""
        before = springfield.read_bytes()
        result = run(springfield, "-o", springfield, "--replace")

        assert 2 == result.exit_code
        assert before == springfield.read_bytes()

    @pytest.mark.parametrize("ending", ["csv", "pdf"])
    def test_other_kinds(self, springfield: Path, tmp_path: Path, ending: str) -> None:
        """A name of another kind of file is refused: no folder of that name is made."""
        assert 2 == run(springfield, "-o", tmp_path / f"out.{ending}").exit_code
        assert not (tmp_path / f"out.{ending}").exists()

    def test_bad(self, tmp_path: Path) -> None:
        """A file that is no workbook is refused in words, and nothing is written."""
        (tmp_path / "bad.xlsx").write_bytes(b"geoid,value\n")
        result = run(tmp_path / "bad.xlsx")

        assert 1 == result.exit_code
        assert "bad.xlsx is plain text" in result.stderr
        assert ["bad.xlsx"] == [path.name for path in tmp_path.iterdir()]

    def test_missing(self, tmp_path: Path) -> None:
        """A file that is not there is a wrong request."""
        assert 2 == run(tmp_path / "nowhere.xlsx").exit_code
