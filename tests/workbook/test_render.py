import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mobility_xl.functions.registry import literal
from mobility_xl.workbook.accessibility import check
from mobility_xl.workbook.blocks import (
    Cell,
    Column,
    Difference,
    Entry,
    Formula,
    Gap,
    Line,
    Link,
    Lookup,
    Paragraph,
    Sheet,
    Table,
    Words,
)
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.phrases import index_match
from mobility_xl.workbook.render import Properties, render
from mobility_xl.workbook.templates import Template
from mobility_xl.workbook.writing.layout import LINE_HEIGHT
from tests.clients.engines import ironcalc_values
from tests.conftest import Workbooks
from tests.workbook.reading_back import formulas

PROPERTIES = Properties("Title", "Subject", "key, words", "A place", "A source", datetime(2025, 1, 1), {})
SEVENTEEN_DIGITS = 25210.624999999996


def value_of(key: str, number: float) -> Lookup:
    """Point at a number of the small Estimates table below."""
    return Lookup("Estimates", "value", key, number, "0.0%", 3)


def workbook_with(template: Template, path: Path, *cells: Cell) -> Path:
    """Write a workbook with some cells on its first sheet, over an Estimates table of two rows and where they stand."""
    columns = (Column("key", "data"), Column("value", "data"))
    data = Table("Estimates", "Estimates", "Numbers", columns, [("a", SEVENTEEN_DIGITS), ("b", 0.0625)])
    rows = Table("ShownRows", "Shown", "Rows", (columns[0], Column("row", "data")), [("a", 1), ("b", 2)])
    blocks = [
        [Line.of("First", "title"), *(Line(((0, cell),)) for cell in cells)],
        [Line.of("Data", "title"), Paragraph("Numbers."), data, Gap(), rows],
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

    def test_by_a_shorter_table(self, template: Template, tmp_path: Path) -> None:
        """A number whose row a shorter table says is looked for in that."""
        path = workbook_with(
            template, tmp_path / "a.xlsx", Cell(replace(value_of("b", 0.0625), by="ShownRows"), "value")
        )
        formula = formulas(path)["First", "A2"]

        assert formula.text == '=INDEX(Estimates[value],INDEX(ShownRows[row],MATCH("b",ShownRows[key],0)))'
        assert formula.value == ironcalc_values(path)["First", "A2"] == 0.0625

    def test_difference(self, template: Template, tmp_path: Path) -> None:
        """A half-width is one looked-up number less another."""
        difference = Difference(value_of("a", SEVENTEEN_DIGITS), value_of("b", 0.0625))
        path = workbook_with(template, tmp_path / "a.xlsx", Cell(difference, "value"))

        assert SEVENTEEN_DIGITS - 0.0625 == formulas(path)["First", "A2"].value == ironcalc_values(path)["First", "A2"]


class TestEntries:
    """Cells that people write in."""

    PEOPLE = Table(
        "People",
        "People",
        "Who was asked",
        (
            Column("Name", "entry", entry=Entry(prompt="Who it is")),
            Column("Asked", "entry_check", entry=Entry(kind="check")),
            Column("How", "entry_center", entry=Entry(kind="choice", choices=("letter", "call"))),
            Column("Said", "cell", formula='IF({@Asked},"asked","not yet")'),
        ),
        [
            ("=1+1", True, "letter", Formula('IF({@Asked},"asked","not yet")', "asked")),
            (None, None, None, Formula('IF({@Asked},"asked","not yet")', "not yet")),
        ],
        grows=True,
    )

    @pytest.fixture
    def made(self, template: Template, tmp_path: Path) -> Path:
        """Give a workbook with a drop-down, a formula over it, and a table to fill in."""
        path = tmp_path / "entries.xlsx"
        chosen = Entry("chosen", "a", kind="choice", choices="Estimates[key]", prompt="Choose one")
        number = Formula("INDEX(Estimates[value],MATCH({chosen},Estimates[key],0))", SEVENTEEN_DIGITS)
        first = [
            Line.of("First", "title"),
            Line(((0, Cell(chosen, "entry_choice")), (1, Cell(number, "value")))),
            self.PEOPLE,
        ]
        columns = (Column("key", "data"), Column("value", "data"))
        data = Table("Estimates", "Estimates", "Numbers", columns, [("a", SEVENTEEN_DIGITS), ("b", 0.0625)])
        sheets = [Sheet("First", "", "", (60, 20, 20, 20), lambda _: []), Sheet("Data", "", "", (60, 20), lambda _: [])]
        blocks = [first, [Line.of("Data", "title"), data]]
        path.write_bytes(render(sheets, blocks, template.style, PROPERTIES, values=False))
        return path

    def test_formulas(self, made: Path) -> None:
        """A formula over an entry, and one over its own row, give what is cached for them."""
        cached = {cell: formula.value for cell, formula in formulas(made).items()}

        assert cached == {("First", "B2"): SEVENTEEN_DIGITS, ("First", "D5"): "asked", ("First", "D6"): "not yet"}
        anew = ironcalc_values(made)
        assert cached == {cell: anew[cell] for cell in cached}

    def test_open(self, made: Path) -> None:
        """Entries stay open where a sheet is protected, and nothing else does."""
        sheet = load_workbook(made)["First"]
        unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}

        assert {"A2", "A5", "B5", "C5", "A6", "B6", "C6"} == unlocked

    def test_found_by_name(self, made: Path) -> None:
        """An entry has a name of the workbook, so that it is found wherever it is moved."""
        assert load_workbook(made).defined_names["chosen"].attr_text == "First!$A$2"

    def test_text_stays_text(self, made: Path) -> None:
        """What a person wrote is no formula, whatever it begins with."""
        cell = load_workbook(made)["First"]["A5"]

        assert ("=1+1", "s") == (cell.value, cell.data_type)

    def test_choices(self, made: Path) -> None:
        """A drop-down offers a table's column, or the words that are given."""
        rules = load_workbook(made)["First"].data_validations.dataValidation
        offered = {str(one.sqref): one.formula1 for one in rules}

        assert offered == {"A2": "Data!$A$4:$A$5", "C5:C6": '"letter,call"', "A5:A6": None}

    def test_added_rows(self, made: Path) -> None:
        """Excel is told the formula that a row which people add is filled with."""
        filled = '<calculatedColumnFormula>IF(People[[#This Row],[Asked]],"asked","not yet")</calculatedColumnFormula>'

        assert filled in part(made, "xl/tables/table1.xml")

    def test_rows_grow(self, made: Path) -> None:
        """The rows of a table that people fill in are not held to their height."""
        rows = re.findall(r'<row r="(\d)"[^>]*customHeight', part(made, "xl/worksheets/sheet1.xml"))

        assert ["1", "2", "3", "4"] == rows

    def test_rows_stay_open(self, made: Path) -> None:
        """A row that grows is held open by large type right of all columns, and so is no lower while it is empty."""
        opened = load_workbook(made)["First"]
        heights = [opened.row_dimensions[row].height for row in (5, 6)]
        sizes = [opened.cell(row, 5).font.sz for row in (5, 6)]

        assert [round(height / LINE_HEIGHT) for height in heights] == sizes
        assert opened.column_dimensions["E"].width < 2

    def test_valid(self, made: Path) -> None:
        """Our lint finds nothing wrong."""
        assert lint(made) == []

    def test_empty_is_no_barrier(self, made: Path) -> None:
        """A cell that waits for people is not missing anything, whatever its row still lacks."""
        failed = {rule.id for rule in check(made) if not rule.passed}

        assert not failed & {"A04", "A05"}

    def test_too_many_choices(self, template: Template, tmp_path: Path) -> None:
        """Choices too long for a cell are refused: Excel would repair the file."""
        long = Entry("long", kind="choice", choices=tuple(f"a choice of many words, number {n}" for n in range(20)))

        with pytest.raises(ValueError, match="put them into a table"):
            workbook_with(template, tmp_path / "a.xlsx", Cell(long, "entry"))


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

    @pytest.mark.parametrize("word", ['say "so" ', "\U0001f600"], ids=["quotes", "two units"])
    def test_long_words(self, template: Template, tmp_path: Path, word: str) -> None:
        """So are texts that a formula of a sheet holds, whatever staff write in a template."""
        long = word * 200
        cell = Cell(Formula(f'IF(1=1,{literal(long)}&"!","no")', f"{long}!"), "fact")
        path = workbook_with(template, tmp_path / "a.xlsx", cell)

        assert f"{long}!" == ironcalc_values(path)["First", "A2"]
        assert lint(path) == []

    def test_links(self, template: Template, tmp_path: Path) -> None:
        """A link leads to the table it names, on its sheet."""
        path = workbook_with(template, tmp_path / "a.xlsx", Cell(Link("Numbers", "Data", "Estimates"), "link"))

        assert formulas(path)["First", "A2"].text == '=HYPERLINK("#Data!A4","Numbers")'


class TestTexts:
    def test_like_the_librarys_own(self, template: Template, tmp_path: Path) -> None:
        """A text that looks like what the library writes for text of two looks stays as it was typed."""
        path = workbook_with(template, tmp_path / "a.xlsx", Cell("<r>Budget & Co</r>", "cell"))

        assert load_workbook(path)["First"]["A2"].value == "<r>Budget & Co</r>"
        assert lint(path) == []


class TestDocument:
    def test_nothing_is_calculated_anew(self, workbook_of: Workbooks) -> None:
        """Excel keeps what is cached: no forced calculation, and a version that is not older than itself."""
        assert '<calcPr calcId="191029"/>' in part(workbook_of("48301"), "xl/workbook.xml")

    def test_language(self, workbook_of: Workbooks) -> None:
        """The document says its language, for screen readers."""
        assert "<dc:language>en-US</dc:language>" in part(workbook_of("48301"), "docProps/core.xml")

    def test_named_headings(self, workbook_of: Workbooks) -> None:
        """Headings have the styles that navigation panes know, those of PivotTables the one that LibreOffice knows."""
        names = re.findall(r'<cellStyle name="([^"]+)"', part(workbook_of("48301"), "xl/styles.xml"))

        assert names == ["Normal", "Title", "Heading 1", "Heading 2", "Pivot Table Category"]

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

    def test_long_source(self, template: Template, tmp_path: Path) -> None:
        """A source that is too long for a footer is cut there; place, sheet and page stay."""
        path = tmp_path / "a.xlsx"
        properties = Properties("T", "S", "k", "A place", "Source & more " * 40, datetime(2025, 1, 1), {})
        sheets = [Sheet("First", "", "", (60,), lambda _: [])]
        path.write_bytes(render(sheets, [[Line.of("First", "title")]], template.style, properties, values=False))
        footer = load_workbook(path)["First"].oddFooter

        assert ("A place: First", "Page &P of &N") == (footer.left.text, footer.right.text)
        assert footer.center.text.startswith("Source && more")
        assert footer.center.text.endswith("...")


class TestIndexMatch:
    def test_areas(self) -> None:
        """Areas are looked up by their code."""
        formula = index_match(Lookup("Areas", "population", "17031", 5087072.0))

        assert formula == 'INDEX(Areas[population],MATCH("17031",Areas[geoid],0))'
