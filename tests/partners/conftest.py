"""Workbooks that are handed out and come back."""

from pathlib import Path

import pytest

from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.templates import Template


@pytest.fixture(scope="session")
def empty(ask: Queries, template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give Cook County's guide with the sheet Officials, with nothing filled in."""
    path = tmp_path_factory.mktemp("officials") / "17031 Cook County, Illinois - with officials.xlsx"
    path.write_bytes(build(ask, ask.area("17031"), template.with_officials()))
    return path
