"""Text from people never becomes a formula, a link or a command, wherever it is written."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobility_xl.errors import BadArgument
from mobility_xl.harmless import LONGEST_TEXT, STARTS, begins_formula, harmless
from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.sheets import cover, data
from mobility_xl.workbook.templates import Template
from tests.hostile import TEXTS, hostile_workbook

LETTERS = st.text(alphabet=st.one_of(st.sampled_from("=+-@|%\t\r\n ;:./'\"\ufeff\uff1d"), st.characters()), max_size=40)


@pytest.fixture(scope="module")
def workbook(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workbook with all hostile texts wherever one can stand."""
    return hostile_workbook(template, tmp_path_factory.mktemp("hostile") / "hostile texts.xlsx")


class TestWorkbook:
    def test_no_formula(self, workbook: Path) -> None:
        """Five thousand hostile texts in a workbook are no formula, in no cell, rule or name."""
        package = Package.open(workbook)
        names = {name.formula for name in package.names}

        assert len(set(TEXTS)) == 5000
        assert [one for one in package.formulas if one.text not in names] == []
        assert all(name.startswith("Texts!$B$") for name in names)

    def test_no_link(self, workbook: Path) -> None:
        """Nor do they lead anywhere."""
        package = Package.open(workbook)
        arrows = [arrow for part in ("", *package.archive.entries) for arrow in package.archive.relationships(part)]

        assert [arrow for arrow in arrows if arrow.external] == []
        assert package.grid_named("Texts").root.find("{*}hyperlinks") is None

    def test_every_word_is_there(self, workbook: Path) -> None:
        """Every letter that a cell can hold is there as it was typed."""
        package = Package.open(workbook)
        table = next(table for table in package.tables if table.display_name == "Said")
        grid = package.grid_named("Texts")
        found = [
            tuple(grid.text(row, column) for column in (1, 2, 3))
            for row in range(table.body.top, table.body.bottom + 1)
        ]

        assert [(_stored(text),) * 3 for text in TEXTS] == found

    def test_stays_a_text_when_edited(self, workbook: Path) -> None:
        """What looks like a formula has the mark that keeps it a text when somebody edits the cell."""
        package = Package.open(workbook)
        looks = package.archive.xml("xl/styles.xml").findall("{*}cellXfs/{*}xf")
        grid = package.grid_named("Texts")
        table = next(table for table in package.tables if table.display_name == "Said")
        marked = {
            text: looks[grid.cell(row, 1).style].get("quotePrefix") == "1"
            for row, text in enumerate(TEXTS, table.body.top)
        }

        assert {text: begins_formula(text) for text in TEXTS} == marked
        assert all(marked[text] for text in TEXTS if text[0] in "=+@" and len(text) > 1)

    def test_lint(self, workbook: Path) -> None:
        """The lint finds nothing in it."""
        assert lint(workbook) == []

    @settings(max_examples=10)
    @given(who=LETTERS, when=LETTERS)
    def test_signed(
        self, ask: Queries, template: Template, tmp_path_factory: pytest.TempPathFactory, who: str, when: str
    ) -> None:
        """Whoever signs a workbook, with whatever name and date, adds no formula to it."""
        area, short = ask.area("48301"), replace(template, modules=(cover, data), protect=frozenset())
        plain, signed = (tmp_path_factory.mktemp("signed") / name for name in ("plain.xlsx", "signed.xlsx"))
        plain.write_bytes(build(ask, area, short))
        signed.write_bytes(build(ask, area, short, prepared_by=who, date=when))

        assert [one.text for one in Package.open(plain).formulas] == [one.text for one in Package.open(signed).formulas]

    def test_too_long(self) -> None:
        """A text that no cell can hold is refused, not cut off."""
        assert harmless("x" * LONGEST_TEXT, "cell") == "x" * LONGEST_TEXT
        with pytest.raises(BadArgument, match="32,768 letters is too long"):
            harmless("x" * (LONGEST_TEXT + 1), "cell")


def _stored(text: str) -> str:
    """Return a text as a part holds it: what could be taken for a coded letter has its underscore coded."""
    return harmless(text, "cell").replace("_x003D_", "_x005F_x003D_")


class TestTable:
    def test_no_formula(self) -> None:
        """In a CSV file no field, no line of one and no piece between semicolons begins as a formula does."""
        target = io.StringIO()
        csv.writer(target).writerows([harmless(text, "csv")] for text in TEXTS)
        fields = [row[0] for row in csv.reader(io.StringIO(target.getvalue()))]
        pieces = [piece for field in fields for line in field.split("\n") for piece in line.split(";")]

        assert len(fields) == len(TEXTS)
        assert [piece for piece in pieces if piece.strip().strip("\ufeff\u200b\u202e")[:1] in STARTS - {""}] == []

    @given(LETTERS)
    def test_words_stay(self, text: str) -> None:
        """Apostrophes and spaces apart, the words are those that were typed."""
        plain = harmless(text, "cell").replace("\t", " ")

        assert plain.replace("'", "") == harmless(text, "csv").replace("'", "")


class TestLetter:
    @pytest.mark.parametrize("text", TEXTS[::50])
    def test_one_line(self, text: str) -> None:
        """In a letter a text is one line without control characters: it adds no header."""
        assert harmless(text, "letter").isprintable() or "\u202e" in text or "\ufeff" in text or "\u200b" in text
        assert "\n" not in harmless(text, "letter")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("http://evil.example/x", "http[:]//evil[.]example/x"),
            ("www.evil.example", "www[.]evil[.]example"),
            ("mailto:a@evil.example", "mailto[:]a@evil[.]example"),
            ("JavaScript:alert(1)", "JavaScript[:]alert(1)"),
            ("Rosa M. Martínez, Ward 3: St. Louis", "Rosa M. Martínez, Ward 3: St. Louis"),
            ("J.R. O'Neil\r\nBcc: all@evil.example", "J.R. O'Neil Bcc: all@evil[.]example"),
        ],
    )
    def test_links(self, text: str, expected: str) -> None:
        """What a mail program would make a link of is broken; names stay as they are."""
        assert expected == harmless(text, "letter")


class TestBeginsFormula:
    @pytest.mark.parametrize("text", ["-", "=", "Cook County", "9.4%", "1-2", "", "'tis", "[x] not published"])
    def test_plain(self, text: str) -> None:
        """A sign alone and plain words are no formula."""
        assert not begins_formula(text)

    @given(st.sampled_from(sorted(STARTS)), LETTERS.filter(bool), st.sampled_from(["", " ", "\t", "\n", "\ufeff"]))
    def test_starts(self, start: str, rest: str, before: str) -> None:
        """Whatever begins with a sign of one does, also behind what is not seen."""
        assert begins_formula(f"{before}{start}{rest}")
