"""The page that explains comparisons: it is what its script gives, and its examples show what it says of them."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs import how_sure
from docs.pictures import Row, intervals, spans
from mobility_xl.compare.rules import rules
from mobility_xl.errors import NoData
from mobility_xl.functions import FUNCTIONS, call
from mobility_xl.queries import Queries
from tests.conformance.typed import read
from tests.test_readme import README

FOLDER = Path(how_sure.__file__).parent
SVG = "{http://www.w3.org/2000/svg}"
sizes = st.floats(-1e6, 1e6).map(lambda number: round(number, 6))


@pytest.fixture(scope="module")
def pages(ask: Queries) -> dict[str, str]:
    """Give what the script makes of the store."""
    return how_sure.pages(ask)


class TestPage:
    def test_kept(self, pages: dict[str, str]) -> None:
        """The page and its pictures in `docs` are what the script gives now; its first words tell how to run it."""
        kept = {name: (FOLDER / name).read_text(encoding="utf-8") for name in pages}

        assert [] == [name for name, text in pages.items() if text != kept[name]]

    def test_formulas(self, pages: dict[str, str]) -> None:
        """Every formula on the page is one that cells understand, and what it answers stands beside it."""
        typed = re.findall(r"(=MOBILITY_\w+\([^`\n]*?\))(`[^\n]*| +\S+)", pages[how_sure.PAGE])

        assert len(typed) >= 7
        for formula, said in typed:
            name, cells = read(formula)
            try:
                found = call(name, *cells)
            except NoData:
                found = "#N/A"
            shown = f"{found:.3f}" if isinstance(found, float) else str(found)
            assert shown in said, formula

    def test_pictures(self, pages: dict[str, str]) -> None:
        """Every picture is on the page, and the page says in words what it shows."""
        shown = dict(re.findall(r"!\[(.+)\]\((.+\.svg)\)", pages[how_sure.PAGE]))

        assert {name for name in pages if name.endswith(".svg")} == set(shown.values())
        assert all(about in ET.fromstring(pages[name]).findtext(f"{SVG}desc") for about, name in shown.items())  # noqa: S314 - our own

    def test_every_answer(self, pages: dict[str, str]) -> None:
        """Every answer to how sure is on the page, in the order in which they apply."""
        words = [f"| `{one.word}` |" for one in rules().reasons.values()]
        places = [pages[how_sure.PAGE].index(word) for word in words]

        assert sorted(places) == places

    def test_functions(self, pages: dict[str, str]) -> None:
        """The page shows the functions that compare, and the README leads to it."""
        for name in ("MOBILITY_GAP", "MOBILITY_COMPARE", "MOBILITY_RANK"):
            assert name in FUNCTIONS
            assert f"={name}(" in pages[how_sure.PAGE]
        assert f"(docs/{how_sure.PAGE})" in README

    @pytest.mark.parametrize(
        ("name", "example", "said"),
        [
            ("RACE", "gender", "is not published by gender"),
            ("COUNTY", "Loving County, TX", "the two groups differ clearly"),
            ("MIDDLE", "Cook County, IL", "Cook County, IL is in the middle"),
            ("FIRST", "White", "the two groups differ clearly"),
            ("CRIME", "turnout", "turnout has no rank"),
        ],
    )
    def test_examples(self, ask: Queries, monkeypatch: pytest.MonkeyPatch, name: str, example: str, said: str) -> None:
        """Nothing is written of an example that does not show what the page says of it."""
        monkeypatch.setattr(how_sure, name, example)

        with pytest.raises(LookupError, match=re.escape(said)):
            how_sure.pages(ask)


class TestPictures:
    @given(st.lists(st.tuples(sizes, sizes, sizes).map(sorted).filter(lambda one: one[0] < one[2]), min_size=1))
    def test_inside(self, numbers: list[list[float]]) -> None:
        """Whatever the numbers, every mark lies inside the picture and the value on its line."""
        rows = [Row(f"<{index}> & more", *one) for index, one in enumerate(numbers)]
        drawn = ET.fromstring(intervals("A & B", "<about>", rows, str, numbers[0][1]))  # noqa: S314 - our own
        wide, high = (float(drawn.attrib[name]) for name in ("width", "height"))
        lines = drawn.findall(f"{SVG}line[@stroke-width='3']")

        assert len(rows) == len(lines) == len(drawn.findall(f"{SVG}circle"))
        for line, dot in zip(lines, drawn.findall(f"{SVG}circle"), strict=True):
            x, y = float(dot.attrib["cx"]), float(dot.attrib["cy"])

            assert 0 <= float(line.attrib["x1"]) <= x <= float(line.attrib["x2"]) <= wide
            assert 0 < y < high
        assert "<0> & more" in {one.text for one in drawn.findall(f"{SVG}text")}

    def test_down(self) -> None:
        """The first rank stands at the top, and a strong line is named."""
        rows = [Row("first", 1, 1, 3), Row("last", 2, 10, 10, strong=True)]
        drawn = ET.fromstring(spans("Ranks", "Two", rows, "rank"))  # noqa: S314 - our own
        first, last = (float(one.attrib["cy"]) for one in drawn.findall(f"{SVG}circle"))
        words = [one.text for one in drawn.findall(f"{SVG}text")]

        assert first < last
        assert "last" in words
        assert "first" not in words
