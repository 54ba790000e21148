"""A workbook is written whole or not at all, and never over what somebody may have worked in."""

from pathlib import Path

import pytest

from mobility_xl.errors import BadFile
from mobility_xl.workbook.saving import file_name, save


class TestFileName:
    def test_as_the_contract_says(self) -> None:
        """The name begins with the code and says the edition."""
        name = file_name("17031 Cook County, Illinois", "Mobility Review Guide", 2025)

        assert name == "17031 Cook County, Illinois - Mobility Review Guide 2025.xlsx"

    def test_forbidden_in_windows(self) -> None:
        """What Windows forbids in a name becomes a hyphen."""
        place = "2148006 Louisville/Jefferson County metro government (balance), Kentucky"
        name = file_name(place, "Mobility Review Guide", 2025)

        assert "2148006 Louisville-Jefferson County metro government (balance), Kentucky" in name


class TestSave:
    def test_new(self, tmp_path: Path) -> None:
        """A workbook is there whole, in a folder that is made for it, and nothing else is."""
        save(b"whole", tmp_path / "new" / "guide.xlsx")

        assert [path.read_bytes() for path in (tmp_path / "new").iterdir()] == [b"whole"]

    def test_somebody_worked_in_it(self, tmp_path: Path) -> None:
        """A file that holds something else is left alone."""
        path = tmp_path / "guide.xlsx"
        path.write_bytes(b"filled in")

        with pytest.raises(BadFile, match="somebody may have worked in it"):
            save(b"new", path)
        assert path.read_bytes() == b"filled in"

    def test_replace(self, tmp_path: Path) -> None:
        """It is written over only when that is asked for."""
        path = tmp_path / "guide.xlsx"
        path.write_bytes(b"filled in")
        save(b"new", path, replace=True)

        assert path.read_bytes() == b"new"

    def test_cannot_write(self, tmp_path: Path) -> None:
        """A place that cannot be written to is named, with what to do."""
        (tmp_path / "file").write_bytes(b"")

        with pytest.raises(BadFile, match="cannot be written"):
            save(b"new", tmp_path / "file" / "guide.xlsx")
