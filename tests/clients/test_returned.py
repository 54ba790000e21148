"""Workbooks that people saved in LibreOffice, checked as they come back."""

from pathlib import Path

import pytest

from mobility_xl.partners.check import check
from mobility_xl.partners.verify import verify
from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.templates import Template, read_template
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
        before = check(Package.open(workbook_of(geoid)), lambda _: ask)
        report = check(Package.open(office.convert(workbook_of(geoid), "xlsx", tmp_path)), lambda _: ask)
        new = {rule.id for rule in report.broken} - {rule.id for rule in before.broken}

        # A23: the long names over the columns of a PivotTable are wrapped no more.
        assert {"A02", "A13", "A23", "lowered_cell_function"} >= new
        assert [True] == [note.startswith("LibreOffice saved it") for note in report.notes]


def test_analyst(office: Office, ask: Queries, tmp_path: Path) -> None:
    """With every sheet there is, also one of cell functions that LibreOffice does not know, no number is in doubt."""
    (tmp_path / "Cook County.xlsx").write_bytes(build(ask, ask.area("17031"), read_template("analyst", ask)))
    (tmp_path / "saved").mkdir()
    report = check(
        Package.open(office.convert(tmp_path / "Cook County.xlsx", "xlsx", tmp_path / "saved")), lambda _: ask
    )

    assert [] == [rule.id for rule in report.broken if rule.level == "E"]


def test_frozen(office: Office, ask: Queries, template: Template, tmp_path: Path) -> None:
    """A frozen copy that LibreOffice saved has every number where it was."""
    (tmp_path / "Cook County frozen.xlsx").write_bytes(build(ask, ask.area("17031"), template, values=True))
    (tmp_path / "saved").mkdir()
    saved = office.convert(tmp_path / "Cook County frozen.xlsx", "xlsx", tmp_path / "saved")
    found = verify(Package.open(saved), lambda _: ask)

    assert found.passed
    assert found.compared > 2_000
