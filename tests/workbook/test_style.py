import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from mobility_xl.errors import BadFile
from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.style import STYLES, StyleBook
from mobility_xl.workbook.style_memory import KEPT_BOOKS, style_book
from mobility_xl.workbook.style_reading import read_style_book
from mobility_xl.workbook.templates import Template, templates_folder, wording
from tests.workbook.reading_back import Workbook, sheets_of

Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def edited(ask: Queries, tmp_path: Path) -> Callable[[Edit], StyleBook]:
    """Give a way to read the review template's style book after an edit."""

    def read(edit: Edit) -> StyleBook:
        path = tmp_path / "style.xlsx"
        shutil.copy(templates_folder() / "review" / "style.xlsx", path)
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
        return style_book(path, ask.catalog, wording())

    return read


def row_of(sheet: Worksheet, key: str) -> int:
    """Return the row of a key in column A."""
    return next(cell.row for cell in sheet["A"] if cell.value == key)


class TestReviewStyleBook:
    def test_complete(self, template: Template) -> None:
        """The style book that ships has just the styles and texts that its sheets use."""
        assert template.style.styles.keys() == STYLES
        assert wording().keys() == template.style.wording.keys()

    def test_pillars(self, template: Template) -> None:
        """The five pillars stand in framework order in the colors of the look."""
        expected = [("Neighborhoods", "#1D4E89"), ("Education", "#8250C4"), ("Work", "#8A5A00")]

        assert expected == [(look.tab, look.accent) for look in template.style.pillars][:3]

    def test_read_once(self, ask: Queries, template: Template, own_home: Path) -> None:
        """What was read is remembered, and says the same the second time."""
        path = templates_folder() / "review" / "style.xlsx"
        remembered = list((own_home / "styles").glob("*.json"))

        assert remembered
        assert template.style == style_book(path, ask.catalog, wording())

    def test_few_remembered(self, ask: Queries, template: Template, tmp_path: Path, own_home: Path) -> None:
        """Of books that staff change again and again, the last ones are remembered."""
        book = openpyxl.Workbook()
        book.active.title = "Wording"  # type: ignore[union-attr]
        for version in range(KEPT_BOOKS + 2):
            book["Wording"]["A1"], book["Wording"]["B1"] = "Key", "Text"
            book["Wording"]["A2"], book["Wording"]["B2"] = "glance.title", f"Version {version}"
            book.save(tmp_path / "style.xlsx")
            style_book(tmp_path / "style.xlsx", ask.catalog, wording(), template.style)

        assert KEPT_BOOKS == len(list((own_home / "styles").glob("*.json")))


class TestInheritedStyleBook:
    """A template's own book says what is different from the review template's; the rest is as there."""

    def test_own_word(self, ask: Queries, template: Template, tmp_path: Path) -> None:
        """One text of its own is taken; all other texts, looks, pillars and the logo are inherited."""
        book = openpyxl.Workbook()
        book.active.title = "Wording"  # type: ignore[union-attr]
        book["Wording"].append(["Key", "Text"])
        book["Wording"].append(["glance.title", "What we see"])
        book.save(tmp_path / "style.xlsx")
        own = style_book(tmp_path / "style.xlsx", ask.catalog, wording(), template.style)

        assert own.wording == template.style.wording | {"glance.title": "What we see"}
        assert (template.style.styles, template.style.pillars) == (own.styles, own.pillars)


class TestBrokenStyleBook:
    """Each mistake is named with its sheet and cell, and what should stand there."""

    def test_missing_style(self, edited: Callable[[Edit], StyleBook]) -> None:
        """A style that is gone is asked for in the first free cell."""
        with pytest.raises(BadFile, match=r"sheet Styles, cell A\d+: the style 'headline' is missing"):
            edited(lambda book: book["Styles"].delete_rows(row_of(book["Styles"], "headline")))

    def test_unknown_style(self, edited: Callable[[Edit], StyleBook]) -> None:
        """A style that no sheet uses is named where it stands."""

        def misspell(book: openpyxl.Workbook) -> None:
            book["Styles"]["A4"] = "headlin"

        with pytest.raises(BadFile, match="sheet Styles, cell A4: no sheet uses a style 'headlin'"):
            edited(misspell)

    def test_empty_text(self, edited: Callable[[Edit], StyleBook]) -> None:
        """A text that is empty is named with its cell."""

        def clear(book: openpyxl.Workbook) -> None:
            book["Wording"].cell(row_of(book["Wording"], "cover.purpose"), 2).value = None

        with pytest.raises(BadFile, match=r"sheet Wording, cell B3: the text of 'cover.purpose' is missing"):
            edited(clear)

    @pytest.mark.parametrize(
        ("value", "held"),
        [(2025, "a number"), (date(2026, 5, 31), "a date"), (True, "TRUE or FALSE"), ("=A1", "a formula")],
    )
    def test_no_text(self, edited: Callable[[Edit], StyleBook], value: object, held: str) -> None:
        """A cell that holds something else than a text says what, and what to do."""

        def write(book: openpyxl.Workbook) -> None:
            book["Wording"].cell(row_of(book["Wording"], "cover.purpose"), 2).value = value

        said = rf"cell B3: 'cover.purpose' is a text, and the cell holds {held}. Write an apostrophe before it"
        with pytest.raises(BadFile, match=said):
            edited(write)

    @pytest.mark.parametrize(
        ("colour", "read"),
        [
            (Color(indexed=10), "#FF0000"),
            (Color(indexed=62), "#333399"),
            (Color(indexed=64), "#000000"),
            (Color(theme=10), "#0000FF"),
            (Color(auto=True), None),
        ],
        ids=["palette", "last of the palette", "the system's text", "links", "automatic"],
    )
    def test_colours(self, edited: Callable[[Edit], StyleBook], colour: Color, read: str | None) -> None:
        """A colour is read whichever way a program writes it: of the old palette, of the system, of the theme."""

        def paint(book: openpyxl.Workbook) -> None:
            book["Styles"].cell(row_of(book["Styles"], "subtitle"), 2).font = Font(name="Arial", color=colour)

        assert read == edited(paint).styles["subtitle"].get("font_color")

    def test_unknown_place(self, edited: Callable[[Edit], StyleBook]) -> None:
        """A text with a place that cannot be filled in says which can."""

        def misspell(book: openpyxl.Workbook) -> None:
            book["Wording"].cell(row_of(book["Wording"], "cover.purpose"), 2).value = "{metric} metrics"

        with pytest.raises(BadFile, match=r"cell B3: '\{metric\} metrics' can hold \{metrics\}"):
            edited(misspell)

    def test_lone_brace(self, edited: Callable[[Edit], StyleBook]) -> None:
        """A lone brace is named before it can break a sentence."""

        def type_one(book: openpyxl.Workbook) -> None:
            book["Wording"].cell(row_of(book["Wording"], "cover.contents"), 2).value = "What is { inside"

        with pytest.raises(BadFile, match="braces come in pairs"):
            edited(type_one)

    def test_key_twice(self, edited: Callable[[Edit], StyleBook]) -> None:
        """A key that stands there twice is named with both cells."""

        def repeat(book: openpyxl.Workbook) -> None:
            book["Wording"]["A5"] = book["Wording"]["A4"].value

        with pytest.raises(BadFile, match=r"cell A5: '.+' stands there already in A4"):
            edited(repeat)

    @pytest.mark.parametrize(
        ("cell", "value", "said"),
        [
            ("A2", "Neighbourhoods", "cell A2: 'Neighbourhoods' is no pillar"),
            ("B3", "maybe", "cell B3: 'maybe' should be yes or no"),
            ("C4", "first", "cell C4: 'first' should be a number"),
        ],
    )
    def test_pillar(self, edited: Callable[[Edit], StyleBook], cell: str, value: str, said: str) -> None:
        """A mistake in the pillars is named with its cell."""

        def write(book: openpyxl.Workbook) -> None:
            book["Pillars"][cell] = value

        with pytest.raises(BadFile, match=said):
            edited(write)

    def test_pillar_without_color(self, edited: Callable[[Edit], StyleBook]) -> None:
        """A pillar whose color was cleared is named with its cell."""

        def clear(book: openpyxl.Workbook) -> None:
            book["Pillars"]["D2"].fill = PatternFill()

        with pytest.raises(BadFile, match="cell D2: the cell has no fill"):
            edited(clear)

    def test_missing_sheet(self, edited: Callable[[Edit], StyleBook]) -> None:
        """A sheet that is gone is named."""

        def remove(book: openpyxl.Workbook) -> None:
            del book["Wording"]

        with pytest.raises(BadFile, match="the sheet 'Wording' is missing"):
            edited(remove)

    @pytest.mark.parametrize("name", ["Wordings", "wording", "Wording "])
    def test_misnamed_sheet(self, name: str, ask: Queries, template: Template, tmp_path: Path) -> None:
        """A sheet that is nearly called as it should be is told, also where it could be left out."""
        book = openpyxl.Workbook()
        book.active.title = name  # type: ignore[union-attr]
        book[name].append(["Key", "Text"])
        book.save(tmp_path / "style.xlsx")

        with pytest.raises(BadFile, match=r"is not read\. Call it 'Wording'"):
            style_book(tmp_path / "style.xlsx", ask.catalog, wording(), template.style)

    def test_no_key(self, edited: Callable[[Edit], StyleBook]) -> None:
        """A text without a key would not be read: its row is told."""

        def forget(book: openpyxl.Workbook) -> None:
            book["Wording"].append([None, "Our words"])

        with pytest.raises(BadFile, match=r"sheet Wording, cell A\d+: the row has nothing in column A"):
            edited(forget)

    def test_column_inserted(
        self, edited: Callable[[Edit], StyleBook], ask: Queries, template: Template, tmp_path: Path
    ) -> None:
        """A column before the keys is told once, not in every row."""
        with pytest.raises(BadFile, match="sheet Wording, cell A1: column A holds nothing"):
            edited(lambda book: book["Wording"].insert_cols(1))

        mistakes = read_style_book(tmp_path / "style.xlsx", ask.catalog, wording(), template.style).mistakes
        assert len(mistakes) == 1

    def test_every_mistake(self, ask: Queries, tmp_path: Path) -> None:
        """All mistakes of a book are found at once, each with its cell; building tells the first and how many."""
        book = openpyxl.load_workbook(templates_folder() / "review" / "style.xlsx")
        book["Styles"]["A4"] = "ledd"
        book["Wording"]["A3"], book["Wording"]["B4"], book["Wording"]["B5"] = "no.key", "{nothing}", None
        book["Pillars"]["A2"], book["Pillars"]["B3"], book["Pillars"]["C4"] = "Nowhere", "maybe", "first"
        book["Pillars"]["D5"].fill = PatternFill()
        path = tmp_path / "style.xlsx"
        book.save(path)
        _, mistakes, _ = read_style_book(path, ask.catalog, wording(), None)
        expected = [
            *("sheet Styles, cell A4", f"sheet Styles, cell A{book['Styles'].max_row + 1}"),
            *("sheet Wording, cell A3", "sheet Wording, cell B4", "sheet Wording, cell B5"),
            f"sheet Wording, cell A{book['Wording'].max_row + 1}",
            *("sheet Pillars, cell A2", "sheet Pillars, cell B3", "sheet Pillars, cell C4", "sheet Pillars, cell D5"),
            f"sheet Pillars, cell A{book['Pillars'].max_row + 1}",
        ]

        assert expected == [one.place for one in mistakes]
        with pytest.raises(BadFile, match=r"cell A4: no sheet uses a style 'ledd'. Did you mean lead\? \(1 of 11 mist"):
            style_book(path, ask.catalog, wording())

    @pytest.mark.parametrize("text", ["}{", "{edition", "{edition!r}", "{edition:>9}", "{edition.real}", "{}"])
    def test_braces(self, text: str, edited: Callable[[Edit], StyleBook]) -> None:
        """Braces that do not pair, or say more than the name of a place, are refused with their cell."""

        def write(book: openpyxl.Workbook) -> None:
            book["Wording"]["B2"] = text

        with pytest.raises(BadFile, match=r"sheet Wording, cell B2: .* can hold {edition}, and braces come in pairs"):
            edited(write)

    def test_no_workbook(self, ask: Queries, tmp_path: Path) -> None:
        """A file that is no workbook is refused by name."""
        path = tmp_path / "style.xlsx"
        path.write_text("not a workbook")

        with pytest.raises(BadFile, match=r"style\.xlsx cannot be opened as a workbook"):
            style_book(path, ask.catalog, wording())


class TestEditedStyleBook:
    """What staff change in Excel is what the workbook shows."""

    def build_with(self, ask: Queries, template: Template, style: StyleBook, tmp_path: Path) -> Workbook:
        """Build Loving County's workbook in a style and read it back."""
        path = tmp_path / "guide.xlsx"
        path.write_bytes(build(ask, ask.area("48301"), Template("review", template.modules, style)))
        return sheets_of(path)

    def test_text(self, ask: Queries, template: Template, edited: Callable[[Edit], StyleBook], tmp_path: Path) -> None:
        """A text that was rewritten stands on the sheet."""

        def rewrite(book: openpyxl.Workbook) -> None:
            book["Wording"].cell(row_of(book["Wording"], "glance.title"), 2).value = "Our county in numbers"

        book = self.build_with(ask, template, edited(rewrite), tmp_path)

        assert book["At a Glance"]["A1"].value == "Our county in numbers"

    def test_font_and_theme_color(
        self, ask: Queries, template: Template, edited: Callable[[Edit], StyleBook], tmp_path: Path
    ) -> None:
        """A font, and a color of the theme with its tint, are taken over."""

        def restyle(book: openpyxl.Workbook) -> None:
            cell = book["Styles"].cell(row_of(book["Styles"], "subtitle"), 2)
            cell.font = Font(name="Arial", size=13, color=Color(theme=4, tint=-0.25))

        book = self.build_with(ask, template, edited(restyle), tmp_path)
        font = book["At a Glance"]["A2"].style.font

        assert (font.name, font.size, font.colour) == ("Arial", 13, "376092")

    def test_pillar_left_out(
        self, ask: Queries, template: Template, edited: Callable[[Edit], StyleBook], tmp_path: Path
    ) -> None:
        """A pillar that is not included has no sheet, and the others stand in the order given."""

        def choose(book: openpyxl.Workbook) -> None:
            book["Pillars"]["B3"] = "no"
            book["Pillars"]["C2"] = 9

        book = self.build_with(ask, template, edited(choose), tmp_path)

        assert book.sheetnames[2:6] == ["Work", "Health", "Governance", "Neighborhoods"]

        said = [str(cell.value) for name in ("Cover", "At a Glance") for row in book[name].iter_rows() for cell in row]
        described = [str(cell.value) for row in book["Notes"].iter_rows() for cell in row]
        education = next(one for one in ask.catalog.pillars if one.tab == "Education")
        held = len(ask.catalog.metrics) - len(education.metrics)
        assert any(f"{held} metrics in four pillars" in one for one in said)
        assert any(f"guide: {held} metrics" in one for one in said)
        assert not any("26 metrics" in one for one in said)
        assert not [one for metric in education.metrics for one in metric.variables if one.meaning in described]

    def test_logo(self, ask: Queries, template: Template, tmp_path: Path) -> None:
        """A picture on the sheet Logo stands on the Cover, with an alternative text."""
        style = template.style
        pixel = bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
            "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
        with_logo = StyleBook(style.path, style.styles, style.wording, style.pillars, pixel, style.has_theme)
        self.build_with(ask, template, with_logo, tmp_path)
        with ZipFile(tmp_path / "guide.xlsx") as parts:
            pictures = [parts.read(name) for name in parts.namelist() if name.startswith("xl/media/")]
            drawing = parts.read("xl/drawings/drawing1.xml").decode()

        assert [pixel] == pictures
        assert re.search(r'descr="[^"]+"', drawing)
