import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from tests.clients import ClientError, run
from tests.clients.engines import ironcalc_values
from tests.clients.install_libreoffice import debian_sources
from tests.clients.office import Office


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Write a workbook whose formula answers 8.7 and whose file says 1."""
    path = tmp_path / "low birth weight.xlsx"
    with xlsxwriter.Workbook(path) as book:
        answer, data = book.add_worksheet("Answer"), book.add_worksheet("Data")
        data.add_table(
            "A1:B3",
            {
                "name": "Estimates",
                "columns": [{"header": "geoid"}, {"header": "value"}],
                "data": [["01001", 7.1], ["17031", 8.7]],
            },
        )
        answer.write_formula("A1", '=INDEX(Estimates[value],MATCH("17031",Estimates[geoid],0))', value=1)
    return path


def fault(workbook: Path) -> Path:
    """Give the first cell of a workbook a format that is not in the file."""
    faulty = workbook.with_stem("faulty")
    with zipfile.ZipFile(workbook) as good, zipfile.ZipFile(faulty, "w") as bad:
        for name in good.namelist():
            part = good.read(name)
            bad.writestr(name, part.replace(b'<c r="A1"', b'<c r="A1" s="99"') if name.endswith("sheet1.xml") else part)
    return faulty


def shades(picture: Path) -> int:
    """Return how many different bytes the pixels of a PNG file have; those of an empty page are all alike."""
    png = picture.read_bytes()
    pixels, at = b"", 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            pixels += png[at + 8 : at + 8 + size]
        at += size + 12
    return len(set(zlib.decompress(pixels)))


class TestRecalculation:
    def test_office(self, office, workbook):
        """LibreOffice calculates what a formula says, not what the file says."""
        values = office.recalculated(workbook)

        assert values["Answer", "A1"] == 8.7

    def test_ironcalc(self, workbook):
        """IronCalc calculates what a formula says, not what the file says."""
        values = ironcalc_values(workbook)

        assert values["Answer", "A1"] == 8.7

    def test_same_cells(self, office, workbook):
        """Both name the same cells, and leave the empty ones out."""
        values = ironcalc_values(workbook)

        assert values == office.recalculated(workbook)


class TestValidator:
    def test_good(self, sdk, workbook):
        """Nothing is found in a good workbook."""
        findings = sdk(workbook)

        assert findings == []

    def test_fault(self, sdk, workbook):
        """A format that is not in the file is found, and the finding names the part and the cell."""
        (finding,) = sdk(fault(workbook))

        assert finding.startswith("/xl/worksheets/sheet1.xml")


class TestPictures:
    def test_ink(self, office, workbook, tmp_path):
        """Each sheet with something on it prints as a page with something on it."""
        pages = office.pictures(workbook, tmp_path)

        assert [page.name for page in pages] == ["low birth weight-1.png", "low birth weight-2.png"]
        assert all(shades(page) > 10 for page in pages)


class TestErrors:
    def test_impossible(self, office, workbook, tmp_path):
        """What LibreOffice cannot make is an error that says so."""
        with pytest.raises(ClientError, match=r"made no pigeon of low birth weight\.xlsx"):
            office.convert(workbook, "pigeon", tmp_path)

    def test_not_installed(self):
        """A program that is not there is an error that says how to get it."""
        with pytest.raises(ClientError, match=r"LibreOffice 1\.0 is not at .*: run `make test`"):
            Office.of_version("1.0")

    def test_too_slow(self):
        """A program that never ends is stopped."""
        with pytest.raises(ClientError, match=r"sleep was not done after 0\.1 seconds"):
            run(["sleep", "60"], seconds=0.1)


class TestDebianSources:
    @pytest.fixture
    def etc_apt(self, tmp_path):
        """Make a folder like /etc/apt, without sources."""
        (tmp_path / "sources.list.d").mkdir()
        return tmp_path

    def test_stanzas(self, etc_apt):
        """The stanza that has Debian's bookworm keeps its archive and key; its suites become the two needed."""
        (etc_apt / "sources.list.d" / "debian.sources").write_text(
            "# the main archive\n"
            "Types: deb deb-src\n"
            "URIs: mirror+file:/etc/apt/mirror.list\n"
            "Suites: bookworm bookworm-updates\n"
            "Components: main contrib\n"
            "Signed-By: /usr/share/keyrings/debian.gpg\n"
            "\n"
            "Types: deb\n"
            "URIs: mirror+file:/etc/apt/security.list\n"
            "Suites: bookworm-security\n"
            "Components: main\n"
        )
        ((extension, text),) = debian_sources(etc_apt)

        assert extension == ".sources"
        assert text.splitlines() == [
            "Types: deb",
            "URIs: mirror+file:/etc/apt/mirror.list",
            "Suites: bookworm bookworm-backports",
            "Components: main",
            "Signed-By: /usr/share/keyrings/debian.gpg",
        ]

    def test_lines(self, etc_apt):
        """A line of the old form keeps its archive and options, too."""
        (etc_apt / "sources.list").write_text(
            "# deb file:/old bookworm main\n"
            "deb-src file:/debian bookworm main\n"
            "deb [signed-by=/key.gpg arch=amd64] file:/debian bookworm contrib main\n"
            "deb file:/debian bookworm-updates main\n"
        )
        ((extension, text),) = debian_sources(etc_apt)

        assert extension == ".list"
        assert text.splitlines() == [
            "deb [signed-by=/key.gpg arch=amd64] file:/debian bookworm main",
            "deb [signed-by=/key.gpg arch=amd64] file:/debian bookworm-backports main",
        ]

    def test_none(self, etc_apt):
        """A machine with another system has no such source."""
        (etc_apt / "sources.list").write_text("deb file:/ubuntu noble main\n")

        assert debian_sources(etc_apt) == []
