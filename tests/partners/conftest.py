"""Workbooks that are handed out and come back."""

from functools import lru_cache
from pathlib import Path

import pytest

from mobility_xl.partners import collect as collecting
from mobility_xl.partners.collecting import files
from mobility_xl.partners.reading.filled import read_filled
from mobility_xl.partners.reading.receiving import receive
from mobility_xl.partners.verify import Verification
from mobility_xl.workbook.package import Package
from tests.conftest import Workbooks


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a file once for all tests, and leave its published numbers alone, which have tests of their own.

    Both take most of the time; what is put together from them is the same.
    """
    read_files_once(monkeypatch)


def read_files_once(patch: pytest.MonkeyPatch) -> None:
    """Let what collects files read each once, and no published number in it."""
    patch.setattr(collecting, "verify", _nothing_read)
    patch.setattr(files, "receive", _received)
    patch.setattr(collecting, "reopened", lambda path, _digest: _received(path))
    patch.setattr(collecting, "read_filled", _filled)


def _nothing_read(_package: Package, _questions: object) -> Verification:
    return Verification(None)


def _received(path: Path) -> Package:
    about = path.stat()
    return _opened(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=16)
def _opened(path: Path, _written: int, _size: int) -> Package:
    return receive(path)


_filled = lru_cache(maxsize=16)(read_filled)


@pytest.fixture(scope="session")
def empty(entries_of: Workbooks) -> Path:
    """Give Loving County's workbook with the sheet Officials, with nothing filled in."""
    return entries_of("48301")
