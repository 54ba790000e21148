from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients.office import Office
from tests.clients.sdk import validate


@pytest.fixture(scope="session")
def office_25() -> Office:
    """Give the LibreOffice of today."""
    return Office.of_version("25.2")


@pytest.fixture(scope="session")
def office_7() -> Office:
    """Give the LibreOffice of Debian 12: many offices keep one as old."""
    return Office.of_version("7.4")


@pytest.fixture(scope="session", params=["office_25", "office_7"])
def office(request: pytest.FixtureRequest) -> Office:
    """Give one LibreOffice after the other."""
    chosen: Office = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture(scope="session")
def sdk() -> Callable[[Path], list[str]]:
    """Give the Open XML SDK's validator: a workbook goes in, what is wrong with it comes out."""
    return validate


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for one of these programs, so that `make fast` leaves it out."""
    for item in items:
        if {"office", "office_25", "office_7", "sdk"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.client)
