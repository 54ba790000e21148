"""Copies to hand out in the programs that people open and save them with."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mobility_xl.compare.local_counts import COUNTS_LEFT_OUT, NO_COUNT
from mobility_xl.partners.copying.locking import locked_hash
from mobility_xl.partners.publish import publish
from mobility_xl.queries import Queries
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.package import Package, parse_cell
from mobility_xl.workbook.sheets.local_data import LOCAL_DATA
from mobility_xl.workbook.stamp import read_stamp
from tests.clients.office import Office
from tests.conftest import Workbooks
from tests.partners.council import SECRETS, council
from tests.workbook.filling import cell_of, filled
from tests.workbook.local_rows import as_entries
from tests.workbook.reading_back import formulas, same


@pytest.fixture
def springfield(tmp_path: Path) -> Path:
    """Give a workbook with officials and everything that can show their answers."""
    return council(tmp_path / "Springfield council.xlsx")


def copied(path: Path, target: Path, **options: bool) -> Path:
    """Write the copy of a workbook."""
    target.write_bytes(publish(path, **options).content)
    return target


class TestOurs:
    @pytest.mark.parametrize("options", [{}, {"values": True}], ids=["formulas", "values"])
    def test_valid(
        self, sdk: Callable[[Path], list[str]], workbook_of: Workbooks, tmp_path: Path, options: dict[str, bool]
    ) -> None:
        """The Open XML SDK finds nothing wrong with a copy."""
        assert sdk(copied(workbook_of("17031"), tmp_path / "copy.xlsx", **options)) == []

    def test_recalculated(self, office: Office, workbook_of: Workbooks, tmp_path: Path) -> None:
        """It opens, and every formula that is left gives what is stored for it."""
        path = copied(workbook_of("48301"), tmp_path / "copy.xlsx")
        anew = office.recalculated(path)

        assert {
            cell: (one.value, anew.get(cell))
            for cell, one in formulas(path).items()
            if not same(one.value, anew.get(cell))
        } == {}

    def test_counts_left_out(self, office: Office, alone_of: Workbooks, ask: Queries, tmp_path: Path) -> None:
        """Where counts that are too few were left out, the sheet says so still when it is calculated anew."""
        rows = {LOCAL_DATA: as_entries(ask.catalog)}
        path = copied(filled(alone_of("17031"), tmp_path / "filled.xlsx", {}, rows), tmp_path / "copy.xlsx")
        anew = office.recalculated(path)
        shown = {
            headers: anew.get(cell_of(path, LOCAL_DATA, 1, headers)) for headers in ("Numerator", "Value", "Shown")
        }

        assert {"Numerator": NO_COUNT, "Value": NO_COUNT, "Shown": COUNTS_LEFT_OUT} == shown
        assert {
            cell: (one.value, anew.get(cell))
            for cell, one in formulas(path).items()
            if cell[0] == "Local Data" and not same(one.value, anew.get(cell))
        } == {}

    def test_locked_content(self, office: Office, workbook_of: Workbooks, tmp_path: Path) -> None:
        """What is locked has the same hash when LibreOffice has saved it, whatever it spells otherwise."""
        path = copied(workbook_of("17031"), tmp_path / "copy.xlsx")
        (tmp_path / "saved").mkdir()
        saved = Package.open(office.convert(path, "xlsx", tmp_path / "saved"))
        stamp = read_stamp(saved)

        assert stamp is not None
        assert stamp.locked
        assert stamp.locked == locked_hash(saved, stamp.protect)

    def test_saved_by_it(self, office: Office, workbook_of: Workbooks, tmp_path: Path) -> None:
        """A workbook that LibreOffice has saved is published like any other, with no fault but that program's own."""
        (tmp_path / "saved").mkdir()
        saved = office.convert(workbook_of("48301"), "xlsx", tmp_path / "saved")
        path = copied(saved, tmp_path / "copy.xlsx")
        package = Package.open(path)
        stamp = read_stamp(package)

        assert stamp is not None
        assert stamp.locked == locked_hash(package, stamp.protect)
        assert not [name for name in package.names if name.name.startswith("MOBILITY")]
        assert set(lint(path)) <= set(lint(saved))


class TestFunctions:
    def test_spoilt(self, office: Office, delaware: Path, tmp_path: Path) -> None:
        """Calls of cell functions, which LibreOffice cannot answer, show in a copy what they answered before."""
        (tmp_path / "saved").mkdir()
        saved = office.convert(delaware, "xlsx", tmp_path / "saved")
        copy = Package.open(copied(saved, tmp_path / "copy.xlsx")).grid_named("Functions")
        called = {cell: one.value for cell, one in formulas(delaware).items() if "MOBILITY_" in one.text}
        spoilt = Package.open(saved).grid_named("Functions")

        assert len(called) > 20
        assert all(spoilt.cell(*parse_cell(cell)).kind == "e" for _, cell in called)
        assert {cell: copy.cell(*parse_cell(cell)).value for _, cell in called} == {
            cell: value for (_, cell), value in called.items()
        }


class TestOfficials:
    def test_valid(self, sdk: Callable[[Path], list[str]], springfield: Path, tmp_path: Path) -> None:
        """The Open XML SDK finds nothing wrong with a copy from which much was cut."""
        assert sdk(springfield) == []
        assert sdk(copied(springfield, tmp_path / "copy.xlsx")) == []

    def test_saved_by_it(self, office: Office, springfield: Path, tmp_path: Path) -> None:
        """Of a workbook that LibreOffice has saved no official's name is left either."""
        (tmp_path / "saved").mkdir()
        saved = office.convert(springfield, "xlsx", tmp_path / "saved")
        with zipfile.ZipFile(copied(saved, tmp_path / "copy.xlsx")) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}

        assert {(name, one) for name, content in parts.items() for one in SECRETS if one.encode() in content} == set()
        assert lint(tmp_path / "copy.xlsx") == []

    def test_opens(self, office: Office, springfield: Path, tmp_path: Path) -> None:
        """The copy opens with its three sheets and its totals."""
        values = office.recalculated(copied(springfield, tmp_path / "copy.xlsx"))

        assert {"Cover", "Representation", "Notes"} == {sheet for sheet, _ in values}
        assert 1 == values["Representation", "B4"]
