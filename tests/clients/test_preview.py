"""What a template looks like, drawn by LibreOffice."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from mobility_xl.cli import main
from tests.clients.office import Office


def test_drawn(office_25: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every sheet but Data is drawn, one picture a page, each with ink."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(office_25.commands(tmp_path / "bin")), prepend=":")
    result = CliRunner().invoke(
        main, ["template", "preview", "review", "--place", "15005", "-o", str(tmp_path / "out")]
    )
    files = sorted((tmp_path / "out").iterdir())

    assert (0, len(files)) == (result.exit_code, len(result.stdout.splitlines())), result.output
    assert {".pdf", ".png"} == {one.suffix for one in files}
    assert 8 < len(files) < 80
    assert all(one.stat().st_size > 1_000 for one in files)
