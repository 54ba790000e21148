import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from mobility_xl.workbook import render as rendering
from mobility_xl.workbook.blocks import Cell, Column, Difference, Line, Link, Lookup, Paragraph, Sheet, Table, Words
from mobility_xl.workbook.build import Template
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.render import Properties, index_match, render
from tests.clients.engines import ironcalc_values
from tests.conftest import Workbooks
from tests.workbook.reading_back import formulas

PROPERTIES = Properties("Title", "Subject", "key, words", "A place", "A source", datetime(2025, 1, 1), {})
SEVENTEEN_DIGITS = 25210.624999999996


def value_of(key: str, number: float) -> Lookup:
    """Point at a number of the small Estimates table below."""
    return Lookup("Estimates", "value", key, number, "0.0%", 3)


def workbook_with(template: Template, path: Path, *cells: Cell) -> Path:
    """Write a workbook with some cells on its first sheet, over an Estimates table of two rows."""
    columns = (Column("key", "data"), Column("value", "data"))
    data = Table("Estimates", "Estimates", "Numbers", columns, [("a", SEVENTEEN_DIGITS), ("b", 0.0625)])
    blocks = [
        [Line.of("First", "title"), *(Line(((0, cell),)) for cell in cells)],
        [Line.of("Data", "title"), Paragraph("Numbers."), data],
    ]
    sheets = [Sheet("First", "", "", (60, 20), lambda _: []), Sheet("Data", "", "", (60, 20), lambda _: [])]
    path.write_bytes(render(sheets, blocks, template.style, PROPERTIES, values=False))
    return path


def part(path: Path, name: str) -> str:
    """Return a part of a workbook as text."""
    with zipfile.ZipFile(path) as parts:
        return parts.read(name).decode()


class TestNumbers:
    def test_all_digits(self, template: Template, tmp_path: Path) -> None:
        """A number of 17 digits is written with all of them."""
        path = workbook_with(template, tmp_path / "a.xlsx", Cell("x", "cell"))

        assert "<v>25210.624999999996</v>" in part(path, "xl/worksheets/sheet2.xml")

    def test_looked_up(self, template: Template, tmp_path: Path) -> None:
        """A looked-up number is a formula with its right value cached."""
        path = workbook_with(template, tmp_path / "a.xlsx", Cell(value_of("a", SEVENTEEN_DIGITS), "value"))
        formula = formulas(path)["First", "A2"]

        assert formula.text == '=INDEX(Estimates[value],MATCH("a",Estimates[key],0))'
        assert SEVENTEEN_DIGITS == formula.value == ironcalc_values(path)["First", "A2"]

    def test_difference(self, template: Template, tmp_path: Path) -> None:
        """A half-width is one looked-up number less another."""
        difference = Difference(value_of("a", SEVENTEEN_DIGITS), value_of("b", 0.0625))
        path = workbook_with(template, tmp_path / "a.xlsx", Cell(difference, "value"))

        assert SEVENTEEN_DIGITS - 0.0625 == formulas(path)["First", "A2"].value == ironcalc_values(path)["First", "A2"]


class TestSentences:
    def words(self, template: str, text: str) -> Cell:
        """Return a cell with a sentence around 0.0625."""
        return Cell(Words(template, {"value": value_of("b", 0.0625)}, text), "fact")

    def test_halves(self, template: Template, tmp_path: Path) -> None:
        """A half in a sentence is rounded away from zero, in the text and by the formula."""
        path = workbook_with(template, tmp_path / "a.xlsx", self.words("{value} of births.", "6.3% of births."))

        assert "6.3% of births." == formulas(path)["First", "A2"].value == ironcalc_values(path)["First", "A2"]

    def test_quotes(self, template: Template, tmp_path: Path) -> None:
        """Quotes in a sentence stay quotes."""
        path = workbook_with(template, tmp_path / "a.xlsx", self.words('Called "low": {value}', 'Called "low": 6.3%'))

        assert ironcalc_values(path)["First", "A2"] == 'Called "low": 6.3%'

    def test_long_text(self, template: Template, tmp_path: Path) -> None:
        """A text of more than 255 letters is split, since a formula holds no longer one."""
        long = "word " * 80
        path = workbook_with(template, tmp_path / "a.xlsx", self.words(f"{long}{{value}}", f"{long}6.3%"))

        assert f"{long}6.3%" == ironcalc_values(path)["First", "A2"]
        assert lint(path) == []

    def test_links(self, template: Template, tmp_path: Path) -> None:
        """A link leads to the table it names, on its sheet."""
        path = workbook_with(template, tmp_path / "a.xlsx", Cell(Link("Numbers", "Data", "Estimates"), "link"))

        assert formulas(path)["First", "A2"].text == '=HYPERLINK("#Data!A4","Numbers")'


class TestDocument:
    def test_nothing_is_calculated_anew(self, workbook_of: Workbooks) -> None:
        """Excel keeps what is cached: no forced calculation, and a version that is not older than itself."""
        assert '<calcPr calcId="191029"/>' in part(workbook_of("48301"), "xl/workbook.xml")

    def test_language(self, workbook_of: Workbooks) -> None:
        """The document says its language, for screen readers."""
        assert "<dc:language>en-US</dc:language>" in part(workbook_of("48301"), "docProps/core.xml")

    def test_named_headings(self, workbook_of: Workbooks) -> None:
        """Headings have the styles that navigation panes know."""
        names = re.findall(r'<cellStyle name="([^"]+)"', part(workbook_of("48301"), "xl/styles.xml"))

        assert names == ["Normal", "Title", "Heading 1", "Heading 2"]

    def test_sparklines_without_dates(self, workbook_of: Workbooks) -> None:
        """No sparkline has a date axis: with one, an old LibreOffice crashes on opening the file."""
        sheet = part(workbook_of("17031"), "xl/worksheets/sheet2.xml")

        assert "x14:sparkline>" in sheet
        assert "dateAxis" not in sheet

    def test_stamp(self, workbook_of: Workbooks) -> None:
        """The file says for which place, edition and data it was made, and not when."""
        custom = part(workbook_of("48301"), "docProps/custom.xml")

        assert all(f'name="{name}"' in custom for name in ("geoid", "edition", "data", "mobility_xl"))
        assert "2025-01-01T00:00:00Z" in part(workbook_of("48301"), "docProps/core.xml")

    def test_footer_keeps_ampersands(self, template: Template, tmp_path: Path) -> None:
        """An ampersand in a name is no code of the footer."""
        path = tmp_path / "a.xlsx"
        properties = Properties("T", "S", "k", "Lewis & Clark County", "A source", datetime(2025, 1, 1), {})
        sheets = [Sheet("First", "", "", (60,), lambda _: [])]
        path.write_bytes(render(sheets, [[Line.of("First", "title")]], template.style, properties, values=False))

        assert "Lewis &amp;&amp; Clark County: First" in part(path, "xl/worksheets/sheet1.xml")


class TestEditedParts:
    def test_library_changed(self) -> None:
        """A writing library that writes otherwise is noticed, not passed over."""
        with pytest.raises(RuntimeError, match=r"no longer writes '</dc:creator>' once"):
            rendering._with_language("<cp:coreProperties/>")


class TestIndexMatch:
    def test_areas(self) -> None:
        """Areas are looked up by their code."""
        formula = index_match(Lookup("Areas", "population", "17031", 5087072.0))

        assert formula == 'INDEX(Areas[population],MATCH("17031",Areas[geoid],0))'
