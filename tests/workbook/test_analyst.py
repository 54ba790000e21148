"""The workbook with every sheet: of each place each sheet is valid, readable, and right when calculated anew."""

import re
from pathlib import Path

import pytest

from mobility_xl.workbook.accessibility import check
from mobility_xl.workbook.lint import lint
from tests.clients.engines import ironcalc_values
from tests.conftest import Workbooks
from tests.workbook.places import PLACES
from tests.workbook.reading_back import formulas, same, sheets_of, texts
from tests.workbook.test_build import TABS

ADDED = ["Officials", "Targets", "Local Data", "Functions"]
"""The sheets that the review guide has not."""
PLACES_HERE = {
    **PLACES,
    "a county with hardly a number": "15005",
    "a city that is new": "1372122",
}


@pytest.fixture(params=PLACES_HERE.values(), ids=PLACES_HERE.keys())
def path(request: pytest.FixtureRequest, analyst_of: Workbooks) -> Path:
    """Give the workbook of one place after the other."""
    return analyst_of(request.param)


class TestEveryPlace:
    def test_sheets(self, path: Path) -> None:
        """Every place has every sheet, those of the review guide among them."""
        assert {*TABS, *ADDED} == set(sheets_of(path).sheetnames)

    def test_lint(self, path: Path) -> None:
        """Nothing in the file would make Excel repair it, as far as our rules know."""
        assert lint(path) == []

    def test_accessibility(self, path: Path) -> None:
        """Every essential check for people who cannot see or point holds."""
        results = check(path)

        assert {one.id: one.findings for one in results if not one.passed and one.level != "D"} == {}

    def test_recalculated(self, path: Path) -> None:
        """What is cached is what a recalculation gives."""
        anew = ironcalc_values(path)

        assert {
            cell: (formula.value, anew.get(cell))
            for cell, formula in formulas(path).items()
            if not same(formula.value, anew.get(cell))
        } == {}

    def test_sentences(self, path: Path) -> None:
        """No text has a hole, an error value, a place that was not filled in, or a doubled space."""
        bad = re.compile(r"#N/A|#VALUE!|#REF!|#DIV/0!|####|\bNone\b|\bnan\b|[{}]|  |\(\)| ,| \.(?!\d)")

        # The sheet Functions speaks of error values, and of ranges in braces.
        read = {*ADDED} - {"Functions"}

        assert {cell: text for cell, text in texts(path).items() if bad.search(text) and cell[0] in read} == {}
