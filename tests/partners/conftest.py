"""Workbooks that are handed out and come back."""

from dataclasses import replace
from pathlib import Path

import pytest

from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.sheets import at_a_glance, data
from mobility_xl.workbook.templates import Template
from tests.conftest import built_once, without_peers


@pytest.fixture(scope="session")
def empty(ask: Queries, template: Template, shared_folder: Path) -> Path:
    """Give Cook County's guide with the sheet Officials, with nothing filled in."""
    path = shared_folder / "officials" / "17031 Cook County, Illinois - with officials.xlsx"
    return built_once(path, lambda: build(ask, ask.area("17031"), without_peers(template.with_officials())))


@pytest.fixture(scope="session")
def loving(ask: Queries, template: Template, shared_folder: Path) -> Path:
    """Give Loving County's guide without the sheets that show peers."""
    path = shared_folder / "loving" / "48301 Loving County, Texas.xlsx"
    return built_once(path, lambda: build(ask, ask.area("48301"), without_peers(template)))


@pytest.fixture(scope="session")
def kalawao(ask: Queries, template: Template, shared_folder: Path) -> Path:
    """Give the numbers of a county with hardly any, on At a Glance and Data alone, to be read again and again."""
    path = shared_folder / "kalawao" / "15005 Kalawao County, Hawaii.xlsx"
    return built_once(path, lambda: build(ask, ask.area("15005"), replace(template, modules=(at_a_glance, data))))
