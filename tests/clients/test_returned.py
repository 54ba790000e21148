"""Workbooks that people saved in LibreOffice, checked as they come back."""

from pathlib import Path

import pytest

from mobility_xl.partners.check import check
from mobility_xl.queries import Queries
from mobility_xl.workbook.package import Package
from tests.clients.office import Office
from tests.conftest import Workbooks


@pytest.mark.parametrize("geoid", ["17031", "1714000"])
class TestSavedInLibreOffice:
    def test_checked(self, office: Office, workbook_of: Workbooks, geoid: str, ask: Queries, tmp_path: Path) -> None:
        """Every number is found as published, with the 15 digits that it keeps, and nothing essential fails."""
        report = check(Package.open(office.convert(workbook_of(geoid), "xlsx", tmp_path)), lambda _: ask)

        assert report.verified is not None
        assert ([], []) == (report.verified.altered, report.verified.unread)
        assert report.verified.shortened > 500
        assert [] == [rule.id for rule in report.broken if rule.level == "E"]

    def test_few_rules(self, office: Office, workbook_of: Workbooks, geoid: str, ask: Queries, tmp_path: Path) -> None:
        """What it drops breaks a handful of rules, each told once, with the reason."""
        report = check(Package.open(office.convert(workbook_of(geoid), "xlsx", tmp_path)), lambda _: ask)

        assert {"A02", "A13", "lowered_cell_function"} >= {rule.id for rule in report.broken}
        assert [True] == [note.startswith("LibreOffice saved it") for note in report.notes]
