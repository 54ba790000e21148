"""The workbooks of ten places in the programs that people open them with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mobility_xl.functions import FUNCTIONS
from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.templates import read_template
from tests.clients.office import Office
from tests.conftest import Workbooks
from tests.workbook.places import PLACES
from tests.workbook.reading_back import calculated_otherwise, formulas, sheets_of


@pytest.mark.parametrize("geoid", PLACES.values(), ids=PLACES.keys(), scope="class")
class TestEveryPlace:
    def test_recalculated(self, office: Office, workbook_of: Workbooks, geoid: str) -> None:
        """It opens, and every formula gives what is cached for it."""
        path = workbook_of(geoid)

        assert calculated_otherwise(path, office.recalculated(path)) == {}


@pytest.mark.parametrize("geoid", ["17031", "48301", "2148006"])
class TestGoldenPlaces:
    def test_valid(self, sdk: Callable[[Path], list[str]], workbook_of: Workbooks, geoid: str) -> None:
        """The Open XML SDK finds nothing wrong with it."""
        assert sdk(workbook_of(geoid)) == []

    def test_drawn(self, office_25: Office, workbook_of: Workbooks, geoid: str, tmp_path: Path) -> None:
        """Every sheet prints, and every page has ink."""
        pages = office_25.pictures(workbook_of(geoid), tmp_path, dots_per_inch=20)

        assert len(pages) >= len(sheets_of(workbook_of(geoid)).sheetnames)
        assert all(_has_ink(page) for page in pages)


def _has_ink(page: Path) -> bool:
    """Whether a picture is more than white: a white page packs into next to nothing."""
    return page.stat().st_size > 400


class TestFunctionsWorkbook:
    def test_without_lambda(self, office: Office, delaware: Path) -> None:
        """What stands beside the LAMBDA names works where they do not, and gives the same."""
        plain = {cell: one for cell, one in formulas(delaware).items() if "MOBILITY_" not in one.text}

        assert len(plain) > len([one for one in FUNCTIONS.values() if one.formula])
        assert calculated_otherwise(delaware, office.recalculated(delaware), without="MOBILITY_") == {}

    def test_valid(self, sdk: Callable[[Path], list[str]], delaware: Path) -> None:
        """The Open XML SDK finds nothing wrong with a state's workbook of functions."""
        assert sdk(delaware) == []


@pytest.mark.parametrize("name", ["analyst", "council"])
class TestOtherTemplates:
    def test_valid(self, sdk: Callable[[Path], list[str]], ask: Queries, tmp_path: Path, name: str) -> None:
        """The Open XML SDK finds nothing wrong with what there is to fill in, nor with a page for each pillar."""
        path = tmp_path / f"Cook County {name}.xlsx"
        path.write_bytes(build(ask, ask.area("17031"), read_template(name, ask)))

        assert sdk(path) == []

    def test_recalculated(self, office_25: Office, ask: Queries, tmp_path: Path, name: str) -> None:
        """Every formula gives in LibreOffice what is cached for it, but for calls that it does not know."""
        path = tmp_path / f"Capitol Planning Region {name}.xlsx"
        path.write_bytes(build(ask, ask.area("09110"), read_template(name, ask)))

        assert calculated_otherwise(path, office_25.recalculated(path), without="MOBILITY_") == {}
