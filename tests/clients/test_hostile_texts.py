"""Texts that somebody might type to make a program do something, in the programs that people open them with."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from mobility_xl.harmless import harmless
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.templates import Template
from tests.clients.office import Office
from tests.hostile import TEXTS, hostile_workbook


@pytest.fixture(scope="module")
def workbook(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workbook with all hostile texts wherever one can stand."""
    return hostile_workbook(template, tmp_path_factory.mktemp("hostile") / "hostile texts.xlsx")


def formulas(path: Path) -> list[str]:
    """Return the formulas in the cells of a workbook."""
    return [one.text for one in Package.open(path).formulas if one.cell]


class TestHostileTexts:
    def test_valid(self, sdk: Callable[[Path], list[str]], workbook: Path) -> None:
        """The Open XML SDK finds nothing wrong with a workbook of them."""
        assert sdk(workbook) == []

    def test_workbook(self, office: Office, workbook: Path, tmp_path: Path) -> None:
        """LibreOffice, which saves what it made of the workbook, made no formula of any."""
        assert formulas(office.convert(workbook, "xlsx", tmp_path)) == []

    def test_table(self, office: Office, tmp_path: Path) -> None:
        """Nor does it of those in a CSV file."""
        with (tmp_path / "texts.csv").open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([harmless(text, "csv")] for text in TEXTS)

        assert formulas(office.convert(tmp_path / "texts.csv", "xlsx", tmp_path)) == []

    def test_seen(self, office: Office, tmp_path: Path) -> None:
        """It would: of the same texts as they were typed it makes formulas."""
        with (tmp_path / "texts.csv").open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([harmless(text, "cell")] for text in TEXTS)

        assert len(formulas(office.convert(tmp_path / "texts.csv", "xlsx", tmp_path))) > 100
