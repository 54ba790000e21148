"""A computer to set up, and a folder of our own for each test."""

from pathlib import Path

import pytest

from mobility_xl.queries import Queries
from tests.udfs.computer import Computer


@pytest.fixture
def computer(tmp_path: Path, ask: Queries, monkeypatch: pytest.MonkeyPatch) -> Computer:  # noqa: ARG001 - the store is built
    """Give a Windows computer with Excel, Python and xlwings, whose user has a folder of ours in it."""
    monkeypatch.setenv("MOBILITY_XL_HOME", str(tmp_path / "home" / "mobility_xl"))
    one = Computer(tmp_path)
    one.machine.startup.mkdir(parents=True)
    return one
