"""PivotTables as the file holds them: against the rows of the Estimates table, read back from the same file."""

import re
from collections import defaultdict
from pathlib import Path
from statistics import fmean
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.queries import Queries
from mobility_xl.workbook.blocks import Column, Paragraph, Pivot, PivotField, Table
from mobility_xl.workbook.build import Template, build
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.numbers import Numbers
from mobility_xl.workbook.pivots import Crosstab, Source
from mobility_xl.workbook.sheets import pivot
from mobility_xl.workbook.writing.layout import PIXELS_A_POINT, PIXELS_A_WIDTH, PRINTED_WIDTH
from tests.conftest import Workbooks
from tests.workbook.places import WITH_PEERS
from tests.workbook.reading_back import estimates, sheets_of

FIELDS = {"What is measured": "metric", "In the year": "year", "Place": "area"}
"""The captions of filters, and the columns that they stand for."""

Shown = dict[tuple[object, object, object], object]
"""What a PivotTable shows, by kind of group, group and what stands across."""


def shown(path: Path, which: int) -> tuple[dict[str, object], Shown]:
    """Return the filters of a PivotTable and what its cells show; the first is 1."""
    with ZipFile(path) as parts:
        definition = parts.read(f"xl/pivotTables/pivotTable{which}.xml").decode()
    area = re.search(r'<location ref="([^"]+)"', definition)
    assert area is not None
    sheet = sheets_of(path, values=True)["Pivot"]
    body = [[cell.value for cell in row] for row in sheet[area[1]]]
    top = int(re.sub(r"\D", "", area[1].partition(":")[0]))
    filters: dict[str, object] = {}
    row = top - 2
    while caption := sheet.cell(row, 1).value:
        if str(caption) not in FIELDS:
            break
        filters[FIELDS[str(caption)]] = sheet.cell(row, 2).value
        row -= 1
    across, found, kind = body[1][2:], {}, None
    for line in body[2:]:
        kind = line[0] or kind
        found |= {(kind, line[1], item): value for item, value in zip(across, line[2:], strict=True)}
    return filters, found


def expected(path: Path, filters: dict[str, object], across: str) -> dict[tuple[object, ...], list[object]]:
    """Return the rows of Estimates that each cell stands for."""
    found = defaultdict(list)
    for row in estimates(path):
        wanted = all(value in ("(All)", row[name]) for name, value in filters.items())
        if wanted and row["subgroup_type"] != "benchmark":
            found[row["subgroup_type"], row["subgroup"], row[across]].append(row["shown"])
    return found


@pytest.mark.parametrize("geoid", WITH_PEERS, scope="class")
class TestEveryPlace:
    def test_values(self, workbook_of: Workbooks, geoid: str) -> None:
        """Every cell is the one number of its metric, year, group and place, and [x] where there is none."""
        filters, found = shown(workbook_of(geoid), 1)
        rows = expected(workbook_of(geoid), filters, "area")

        assert set(filters) == {"metric", "year"}
        assert found
        assert {cell: [value] for cell, value in found.items() if value != "[x]"} == rows

    def test_quality(self, workbook_of: Workbooks, geoid: str) -> None:
        """Every cell counts the place's numbers of its group and quality, - where there is none."""
        filters, found = shown(workbook_of(geoid), 2)
        rows = expected(workbook_of(geoid), filters, "quality")

        assert found
        assert {cell: value for cell, value in found.items() if value != "-"} == {
            cell: len(values) for cell, values in rows.items()
        }

    def test_no_rows_kept(self, workbook_of: Workbooks, geoid: str) -> None:
        """The file holds no second copy of the rows: programs read the table when they open it."""
        with ZipFile(workbook_of(geoid)) as parts:
            cache = parts.read("xl/pivotCache/pivotCacheDefinition1.xml").decode()

            assert not [name for name in parts.namelist() if "Records" in name]
        assert 'saveData="0" refreshOnLoad="1"' in cache
        assert '<worksheetSource name="Estimates"/>' in cache

    def test_items_without_capitals(self, workbook_of: Workbooks, geoid: str) -> None:
        """No two items of a field differ in capitals alone: Excel would take them for one."""
        with ZipFile(workbook_of(geoid)) as parts:
            cache = parts.read("xl/pivotCache/pivotCacheDefinition1.xml").decode()
        fields = re.findall(r"<sharedItems[^>]*>(.*?)</sharedItems>", cache)
        items = [re.findall(r'v="([^"]*)"', field) for field in fields]

        assert any(items)
        assert list(map(len, items)) == [len({one.casefold() for one in field}) for field in items]


class TestHeadings:
    """Names of places are wrapped: columns as wide as the names would print too small to be read."""

    @pytest.mark.parametrize("geoid", ["17031", "1714000"])
    def test_readable(self, workbook_of: Workbooks, geoid: str) -> None:
        """The sheet prints at more than 55 % of its size."""
        columns = sheets_of(workbook_of(geoid))["Pivot"].elements("col")
        letters = sum(
            (int(one.get("max", 0)) - int(one.get("min", 0)) + 1) * float(one.get("width", 0)) for one in columns
        )

        assert PRINTED_WIDTH / (letters * PIXELS_A_WIDTH / PIXELS_A_POINT) > 0.55

    def test_wrapped(self, workbook_of: Workbooks) -> None:
        """They stay so when a program draws the PivotTable anew: the look is the PivotTable's own."""
        with ZipFile(workbook_of("17031")) as parts:
            drawn = parts.read("xl/pivotTables/pivotTable1.xml").decode()
            styles = parts.read("xl/styles.xml").decode()
        (across,) = re.findall(r'<colFields count="1"><field x="(\d+)"/>', drawn)
        kept = re.findall(r'<reference field="(\d+)" count="0"/>', drawn)
        (look,) = re.findall(r'<format dxfId="(\d+)"><pivotArea [^>]*><references', drawn)
        looks = re.findall(r"<dxf>.*?</dxf>", styles)

        assert [across] == kept
        assert 'wrapText="1"' in looks[int(look)]
        assert f'<dxfs count="{len(looks)}">' in styles
        # LibreOffice knows it by this name.
        assert '<cellStyle name="Pivot Table Category"' in styles


class TestOpening:
    """What the PivotTables show when the file is opened."""

    def test_groups(self, workbook_of: Workbooks) -> None:
        """For Cook County, a metric with groups, beside all its peers, in the unit that people read."""
        filters, found = shown(workbook_of("17031"), 1)

        assert filters == {"metric": "Babies born with low weight (% of births)", "year": 2022}
        assert found["race-ethnicity", "Black, Non-Hispanic", "Cook County, IL"] == 15.6
        assert len({across for _, _, across in found}) == 13

    def test_place_first(self, workbook_of: Workbooks) -> None:
        """The place comes first, then its peers, the nearest first."""
        _, found = shown(workbook_of("17031"), 1)

        assert next(iter(found))[2] == "Cook County, IL"

    @pytest.mark.parametrize(
        ("geoid", "group", "said"),
        [
            ("17031", "Hispanic", "It opens with the metric that has most numbers by group here"),
            ("17031", None, "No number by group is published for Cook County, Illinois"),
            ("48301", None, "No number is published for Cook County, Illinois itself."),
        ],
        ids=["groups", "everybody alone", "elsewhere alone"],
    )
    def test_nothing_by_group(self, ask: Queries, template: Template, geoid: str, group: str | None, said: str) -> None:
        """Where the place has no number by group, or none at all, a sentence says so."""
        numbers = Numbers(ask)
        numbers.look_up(ask.estimate(ask.metric("low birth weight"), ask.area(geoid), 2022, group))
        guide = Guide(ask, ask.area("17031"), template.style, numbers)
        (sheet,) = pivot.sheets(guide)
        blocks = sheet.draw([sheet])

        assert [block for block in blocks if isinstance(block, Paragraph) and block.text.startswith(said)]

    def test_no_arrests(self, ask: Queries, template: Template) -> None:
        """It opens with no metric by which places are not to be compared, however many groups that has."""
        numbers, cook = Numbers(ask), ask.area("17031")
        for group in ("Black", "Hispanic", "White"):
            numbers.look_up(ask.estimate(ask.metric("arrests"), cook, 2021, group))
        numbers.look_up(ask.estimate(ask.metric("low birth weight"), cook, 2022, "Hispanic"))
        (sheet,) = pivot.sheets(Guide(ask, cook, template.style, numbers))
        texts = [block.text for block in sheet.draw([sheet]) if isinstance(block, Paragraph)]

        assert any("aside, in its latest year: Babies born with low weight" in text for text in texts)


class TestOptions:
    def test_none(self, ask: Queries, template: Template, tmp_path: Path) -> None:
        """Without PivotTables there is no such sheet, the Cover lists none, and no part is left of them."""
        path = tmp_path / "none.xlsx"
        path.write_bytes(build(ask, ask.area("48301"), template, pivots="none"))
        listed = {cell.value for row in sheets_of(path, values=True)["Cover"] for cell in row}
        with ZipFile(path) as parts:
            left = [name for name in parts.namelist() if "pivot" in name.lower()]

        assert "Pivot" not in sheets_of(path).sheetnames
        assert "Pivot" not in listed
        assert left == []

    def test_slicers(self, ask: Queries, template: Template, tmp_path: Path) -> None:
        """With slicers, there is one for each filter of the values, chosen as the filter is; none without."""
        path = tmp_path / "sliced.xlsx"
        made = build(ask, ask.area("48301"), template, slicers=True)
        path.write_bytes(made)
        filters, _ = shown(path, 1)
        with ZipFile(path) as parts:
            cache = parts.read("xl/pivotCache/pivotCacheDefinition1.xml").decode()
            states = [parts.read(f"xl/slicerCaches/slicerCache{number}.xml").decode() for number in (1, 2)]
        chosen = {}
        for state in states:
            name = re.search(r'sourceName="([^"]+)"', state)
            assert name is not None
            items = re.search(rf'<cacheField name="{name[1]}"[^>]*><sharedItems[^>]*>(.*?)</sharedItems>', cache)
            assert items is not None
            values = re.findall(r'v="([^"]*)"', items[1])
            chosen[name[1]] = [values[int(at)] for at in re.findall(r'<i x="(\d+)" s="1"/>', state)]

        assert chosen == {name: [str(value)] for name, value in filters.items()}
        assert lint(path) == []
        assert made == build(ask, ask.area("48301"), template, slicers=True)

    def test_no_slicers(self, workbook_of: Workbooks) -> None:
        """Slicers are there only where they are asked for."""
        with ZipFile(workbook_of("48301")) as parts:
            assert not [name for name in parts.namelist() if "slicer" in name.lower()]


ITEMS = st.sampled_from(["a", "b", "c", "Weak"])
ROWS = st.lists(st.tuples(ITEMS, st.integers(2014, 2017), ITEMS, ITEMS, st.floats(-1e6, 1e6)), min_size=1)
COLUMNS = tuple(Column(name, "data") for name in ("metric", "year", "kind", "area", "shown"))


def pivot_of(chosen: object, summary: str) -> Pivot:
    """Describe a PivotTable over the table of the rows above."""
    return Pivot(
        "Some",
        "Rows",
        filters=(PivotField("metric", "Metric chosen", chosen=chosen),),  # type: ignore[arg-type]
        down=(PivotField("kind", "Kind", hidden=frozenset(["Weak"])), PivotField("year", "In the year")),
        across=PivotField("area", "Place", order=("c", "b")),
        value="shown",
        caption="Value",
        summary=summary,  # type: ignore[arg-type]
        number_format="General",
        missing="[x]",
        room=10,
    )


class TestCrosstab:
    @given(rows=ROWS, data=st.data())
    def test_mean(self, rows: list[tuple[str, int, str, str, float]], data: st.DataObject) -> None:
        """A cell is the mean of the rows of its items that the filter and the hidden items leave."""
        chosen = data.draw(st.none() | st.sampled_from(sorted({row[0] for row in rows})))
        shaped = pivot_of(chosen, "average")
        source = Source(Table("Rows", "Rows", "", COLUMNS, rows), [shaped])
        found = Crosstab.of(shaped, source)
        wanted = defaultdict(list)
        for metric, year, kind, area, value in rows:
            if chosen in (None, metric) and kind != "Weak":
                wanted[kind, year, area].append(value)
        named = {
            (source.items["kind"][kind], source.items["year"][year], source.items["area"][area]): value
            for ((kind, year), area), value in found.numbers.items()
        }

        assert named == {cell: fmean(values) for cell, values in wanted.items()}

    @given(rows=ROWS)
    def test_count(self, rows: list[tuple[str, int, str, str, float]]) -> None:
        """Counts add up to the rows that are not hidden."""
        shaped = pivot_of(None, "count")
        found = Crosstab.of(shaped, Source(Table("Rows", "Rows", "", COLUMNS, rows), [shaped]))

        assert sum(found.numbers.values()) == sum(row[2] != "Weak" for row in rows)

    @given(rows=ROWS)
    def test_order(self, rows: list[tuple[str, int, str, str, float]]) -> None:
        """Items stand in the order that is asked for, then as they come; numbers from the lowest."""
        source = Source(Table("Rows", "Rows", "", COLUMNS, rows), [pivot_of(None, "average")])
        areas, years = source.items["area"], source.items["year"]
        asked = [area for area in areas if area in ("c", "b")]

        assert list(areas[: len(asked)]) == sorted(asked, reverse=True)
        assert list(years) == sorted({row[1] for row in rows})
