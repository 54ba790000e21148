"""The workbook for a council: a brief and one page for each pillar, with nothing to fill in."""

import math
import re
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

from mobility_xl.catalog import Variable
from mobility_xl.queries import Queries
from mobility_xl.workbook.accessibility import check
from mobility_xl.workbook.build import build
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.package.shown import room
from mobility_xl.workbook.saving import file_name
from mobility_xl.workbook.sheets import at_a_glance, pillar_pages
from mobility_xl.workbook.templates import Template, read_template
from mobility_xl.workbook.writing.layout import MEASURED_SIZE
from tests.clients.engines import ironcalc_values
from tests.workbook.reading_back import calculated_otherwise, package_of, sheets_of, texts
from tests.workbook.test_build import PILLARS

PLACES = {
    "a county": "17031",
    "a city": "1714000",
    "a planning region": "09110",
    "a county with hardly a number": "15005",
    # Half of its households have more than $100,000 a year.
    "a rich county": pytest.param("24037", marks=pytest.mark.client),
}

BEHIND = "Numbers behind the charts"


@pytest.fixture(scope="module", params=PLACES.values(), ids=PLACES.keys())
def path(request: pytest.FixtureRequest, ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the workbook of one place after the other."""
    area, template = ask.area(request.param), read_template("council", ask)
    name = file_name(f"{area.geoid} {area}", template.title, ask.store.edition)
    made = tmp_path_factory.mktemp("council") / name
    made.write_bytes(build(ask, area, template))
    return made


def longest(ask: Queries, variable: Variable) -> list[float]:
    """Return the least and the largest number that is published of a variable, of any county or city."""
    found = [ask.store.series(variable.name, level) for level in ("county", "city")]
    numbers = [one for series in found if series for year in series.years for one in series.across_areas("value", year)]
    known = [one for one in numbers if not math.isnan(one)]
    return [min(known), max(known)] if known else []


class TestWidths:
    @pytest.mark.parametrize(("sheet", "style"), [(pillar_pages, "page_value"), (at_a_glance, "value")])
    def test_values(self, sheet: ModuleType, style: str, ask: Queries, template: Template) -> None:
        """The number of any county or city has room in its column: none is shown as ####."""
        width = sheet.WIDTHS[[one.header for one in sheet.COLUMNS].index("Value")]
        look = template.style.styles[style]
        # An indent is nine pixels, a digit seven.
        there = (width - look.get("indent", 0) * 9 / 7) / look["font_size"] * MEASURED_SIZE

        longer = {
            variable.name: text
            for variable in ask.catalog.variables.values()
            for number in longest(ask, variable)
            if room(text := variable.unit.show(number)) > there
        }
        assert longer == {}


class TestEveryPlace:
    def test_sheets(self, path: Path) -> None:
        """It has the cover, the brief, a page for each pillar, and where the numbers come from."""
        assert sheets_of(path).sheetnames == ["Cover", "At a Glance", *PILLARS, "Notes", "Data"]

    def test_nothing_to_fill_in(self, path: Path) -> None:
        """No cell is open to write in, and none waits for anything."""
        cells = [cell for sheet in sheets_of(path) for row in sheet.iter_rows() for cell in row]

        assert not any(cell.style.open for cell in cells)
        assert not any(sheet.elements("dataValidation") for sheet in sheets_of(path))

    def test_one_page(self, path: Path) -> None:
        """Each pillar prints on one landscape page; the tables behind its charts stay below it, unprinted."""
        for tab in PILLARS:
            sheet = sheets_of(path)[tab]
            last = int(re.findall(r"\d+", sheet.print_area)[-1])
            rows = range(1, sheet.max_row + 1)
            # A pillar without a number has nothing behind its charts.
            behind = next((row for row in rows if sheet.cell(row, 1).value == BEHIND), rows.stop)

            (properties,), (page,) = sheet.elements("pageSetUpPr"), sheet.elements("pageSetup")
            assert properties.get("fitToPage") == "1"
            # Left out where it is 1; 0 stands for as many pages as it takes.
            assert {page.get("fitToWidth"), page.get("fitToHeight")} == {None}
            assert page.get("orientation") == "landscape"
            assert last == behind - 1

    def test_lint(self, path: Path) -> None:
        """Nothing in the file would make Excel repair it, as far as our rules know."""
        assert lint(package_of(path)) == []

    def test_accessibility(self, path: Path) -> None:
        """Every check for people who cannot see or point holds, those that are only desirable too."""
        assert {one.id: one.findings for one in check(package_of(path)) if not one.passed} == {}

    def test_recalculated(self, path: Path) -> None:
        """What is cached is what a recalculation gives."""
        assert calculated_otherwise(path, ironcalc_values(path)) == {}

    def test_sentences(self, path: Path) -> None:
        """No text has a hole, an error value, a place that was not filled in, or a doubled space."""
        bad = re.compile(r"#N/A|#VALUE!|#REF!|#DIV/0!|####|\bNone\b|\bnan\b|[{}]|  |\(\)| ,| \.(?!\d)")

        assert {cell: text for cell, text in texts(path).items() if bad.search(text)} == {}

    def test_charts(self, path: Path) -> None:
        """Each chart's title names its metric, and none shows a metric that is Weak: there is nothing to act on."""
        with ZipFile(path) as file:
            charts = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/charts/chart")]
        said = [re.findall("<a:t>(.+?)</a:t>", chart) for chart in charts]

        assert charts
        assert [title for title, *_ in said if title.startswith(("By ", "Compared "))] == []
        assert [texts for texts in said if any(". Weak. " in text for text in texts)] == []

    def test_every_metric(self, path: Path, ask: Queries) -> None:
        """Each of the 26 metrics has a row on its pillar's page, with a number or the reason for none."""
        for pillar in ask.catalog.pillars:
            rows = list(sheets_of(path, values=True)[pillar.tab].iter_rows(values_only=True, max_col=8))
            for metric in pillar.metrics:
                found = [row for row in rows if re.match(rf"{metric.number}[ab]?\. ", str(row[0]))]

                assert found
                # A sparkline fills the column of the trend.
                assert all(value is not None for row in found for value in (*row[:4], *row[5:]))
