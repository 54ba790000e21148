"""Workbooks that are handed out and come back."""

from pathlib import Path

import pytest

from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.templates import Template
from tests.conftest import built_once, without_peers


@pytest.fixture(scope="session")
def empty(ask: Queries, template: Template, shared_folder: Path) -> Path:
    """Give Cook County's guide with the sheet Officials, with nothing filled in."""
    path = shared_folder / "officials" / "17031 Cook County, Illinois - with officials.xlsx"
    return built_once(path, lambda: build(ask, ask.area("17031"), without_peers(template.with_officials())))
