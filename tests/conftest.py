"""What every test may ask for: the edition that ships, its workbooks, and a user's folder of its own."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mobility_xl import catalog
from mobility_xl.queries import Queries
from mobility_xl.store import open_store
from mobility_xl.workbook.build import build, build_state, file_name
from mobility_xl.workbook.templates import Template, read_template

Workbooks = Callable[[str], Path]

# The same commit passes or fails everywhere, on slow machines too.
settings.register_profile("repeatable", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that accepts what the golden files are compared with."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files; read the diff")


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give this run a user folder of its own: no test reads or writes what a user imported."""
    home = tmp_path_factory.mktemp("home")
    os.environ["MOBILITY_XL_HOME"] = str(home)
    return home


@pytest.fixture(scope="session")
def ask(own_home: Path) -> Queries:  # noqa: ARG001 - the folder must be set before the store is looked for
    """Give the answers of the edition that ships."""
    return Queries(open_store(2025), catalog.load())


@pytest.fixture(scope="session")
def template(ask: Queries) -> Template:
    """Give the review template."""
    return read_template("review", ask)


@pytest.fixture(scope="session")
def workbook_of(ask: Queries, template: Template, tmp_path_factory: pytest.TempPathFactory) -> Workbooks:
    """Give the workbook of a place by its code, built once."""
    folder = tmp_path_factory.mktemp("workbooks")

    def of(geoid: str) -> Path:
        area = ask.area(geoid)
        path = folder / file_name(f"{area.geoid} {area}", template.title, ask.store.edition)
        if not path.exists():
            path.write_bytes(build(ask, area, template))
        return path

    return of


@pytest.fixture(scope="session")
def analyst_of(ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Workbooks:
    """Give the workbook with every sheet of a place by its code, built once."""
    folder, template = tmp_path_factory.mktemp("analyst"), read_template("analyst", ask)

    def of(geoid: str) -> Path:
        area = ask.area(geoid)
        path = folder / file_name(f"{area.geoid} {area}", template.title, ask.store.edition)
        if not path.exists():
            path.write_bytes(build(ask, area, template))
        return path

    return of


@pytest.fixture(scope="session")
def delaware(ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give Delaware's workbook of functions."""
    path = tmp_path_factory.mktemp("state") / file_name("DE Delaware", "Mobility Functions", 2025)
    path.write_bytes(build_state(ask, "de", read_template("functions", ask)))
    return path
