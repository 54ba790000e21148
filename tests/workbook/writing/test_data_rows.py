import math
from datetime import datetime
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from mobility_xl.workbook.blocks import Cell, Column, Line, Lookup, Sheet, Table
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.render import Properties, render
from mobility_xl.workbook.templates import Template
from mobility_xl.workbook.writing.data_rows import data_rows

PROPERTIES = Properties("Title", "Subject", "key, words", "A place", "A source", datetime(2025, 1, 1), {})
COLUMNS = (("A", 7, ""), ("B", 8, ""))
FORMULA = 'IF(A1<5%,"a & b",1)'
HARD_TEXTS = (
    "plain",
    "Doña Ana & <Sons>",
    '"quoted"',
    " spaces around ",
    "two\nlines",
    "=1+1",
    "01001",
    "a_x0041_b",
    "<r>rich</r>",
    "[x]",
    "",
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15)
ROWS = st.lists(st.tuples(st.text() | NUMBERS, st.text() | NUMBERS), max_size=5)


class Numbering(dict[str, int]):
    """Numbers texts as they come."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class TestDataRows:
    @given(rows=ROWS, first=st.integers(1, 10**6))
    def test_read_back(self, rows: list[tuple[str | float, ...]], first: int) -> None:
        """Every text and every bit of every number is read back from the place where it belongs."""
        texts = Numbering()
        sheet = fromstring(f"<sheetData>{data_rows(rows, first, COLUMNS, texts.__getitem__)}</sheetData>")
        by_number = {number: text for text, number in texts.items()}
        expected = {
            f"{letter}{number}": (look, value)
            for number, row in enumerate(rows, first)
            for (letter, look, _), value in zip(COLUMNS, row, strict=True)
        }
        found = {}
        for cell in sheet.iter("c"):
            written = cell.findtext("v", "")
            value = by_number[int(written)] if cell.get("t") == "s" else float(written)
            found[cell.get("r")] = (int(cell.get("s", "0")), value)

        assert expected == found
        assert [str(number) for number, _ in enumerate(rows, first)] == [row.get("r") for row in sheet]

    @pytest.mark.parametrize("wrong", [None, Lookup("Estimates", "value", "a", 1.0), Cell(1.0), [1.0]])
    def test_no_plain_value(self, wrong: object) -> None:
        """What is neither text nor number is refused, not written as it happens to look."""
        with pytest.raises(TypeError, match="texts and numbers"):
            data_rows([[wrong, 1.0]], 1, COLUMNS, len)  # type: ignore[list-item]

    def test_formula(self) -> None:
        """A column's formula stands in each of its cells, beside the number that it gives there."""
        columns = (("A", 7, ""), ("B", 8, FORMULA))
        sheet = fromstring(f"<sheetData>{data_rows([('a', 1.5), ('b', 2)], 4, columns, len)}</sheetData>")
        found = {cell.get("r"): (cell.findtext("f"), cell.findtext("v")) for cell in sheet.iter("c")}

        assert {"A4": (None, "1"), "B4": (FORMULA, "1.5"), "A5": (None, "1"), "B5": (FORMULA, "2")} == found

    def test_formula_of_text(self) -> None:
        """A text in the place of a formula's number is refused."""
        with pytest.raises(TypeError, match="column A gives numbers"):
            data_rows([("a", 1.0)], 1, (("A", 7, FORMULA), ("B", 8, "")), len)

    @pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
    def test_no_number(self, wrong: float) -> None:
        """What Excel cannot hold is refused."""
        with pytest.raises(ValueError, match="cannot hold"):
            data_rows([[1.0, wrong]], 1, COLUMNS, len)


@pytest.fixture(scope="module")
def written(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workbook with two data tables, texts around them, and texts that are hard to write."""
    columns = (Column("text", "data"), Column("number", "data"))
    first = Table("Hard", "Hard texts", "Texts", columns, [(text, 25210.624999999996) for text in HARD_TEXTS])
    second = Table("Soft", "Few rows", "One row", columns, [("plain", 2023)])
    blocks = [Line.of("Data", "title"), first, Line.of("between", "cell"), second, Line.of("below", "cell")]
    path = tmp_path_factory.mktemp("data") / "data.xlsx"
    sheet = Sheet("Data", "", "", (60, 20), lambda _: [])
    path.write_bytes(render([sheet], [blocks], template.style, PROPERTIES, values=False))
    return path


class TestInAWorkbook:
    def test_texts(self, written: Path) -> None:
        """Texts come back as they were, whatever they hold."""
        cells = [row[0] for row in load_workbook(written)["Data"].iter_rows()]
        at = [cell.value for cell in cells].index("text") + 1

        assert list(HARD_TEXTS) == [cell.value for cell in cells[at : at + len(HARD_TEXTS)]]
        assert {"s", "n"} >= {cell.data_type for cell in cells}

    def test_in_order(self, written: Path) -> None:
        """What stands above, between and below the tables stays there."""
        said = [row[0] for row in load_workbook(written)["Data"].iter_rows(values_only=True)]
        order = [said.index(text) for text in ("Data", "Hard texts", "between", "Few rows", "below")]

        assert order == sorted(order)

    def test_tables(self, written: Path) -> None:
        """Both are Excel tables that span their rows."""
        sheet = load_workbook(written)["Data"]
        spans = {name: sheet[reference] for name, reference in sheet.tables.items()}

        assert {name: len(rows) - 1 for name, rows in spans.items()} == {"Hard": len(HARD_TEXTS), "Soft": 1}
        assert {name: [cell.value for cell in rows[0]] for name, rows in spans.items()} == {
            "Hard": ["text", "number"],
            "Soft": ["text", "number"],
        }

    def test_lint(self, written: Path) -> None:
        """Nothing in the file would make Excel repair it."""
        assert lint(written) == []
