import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from mobility_xl.catalog import Metric
from mobility_xl.errors import BadArgument
from mobility_xl.functions import FUNCTIONS
from mobility_xl.queries import Queries
from mobility_xl.workbook.accessibility import check
from mobility_xl.workbook.build import build, build_state
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.templates import Template, read_template
from tests.clients.engines import IronCalc, ironcalc_values
from tests.conftest import Workbooks, without_peers
from tests.workbook.filling import cell_of, table_of
from tests.workbook.places import ALONE, FEW, WITH_PEERS
from tests.workbook.reading_back import calculated_otherwise, estimates, formulas, package_of, same, sheets_of, texts

LOOKED_UP = re.compile(
    r"=INDEX\(Estimates\[(value|lower|upper)\],INDEX\(ShownRows\[row\],MATCH\(\"([^\"]+)\",ShownRows\[key\],0\)\)\)"
)
PILLARS = ["Neighborhoods", "Education", "Work", "Health", "Governance"]
TABS = [
    "Cover",
    "At a Glance",
    *PILLARS,
    "Disaggregation",
    "Pivot",
    "Peers",
    "Descriptive Representation",
    "Review Guide",
    "Notes",
    "Data",
]


ADDED = ["Officials", "Targets", "Local Data", "Functions"]
"""The sheets that only the workbook with every sheet has."""


WORKBOOKS = [
    *(pytest.param("alone_of", *one.values, id=f"{one.id}, without peers", marks=one.marks) for one in ALONE),
    *(pytest.param("workbook_of", *one.values, id=one.id, marks=one.marks) for one in WITH_PEERS),
    pytest.param("analyst_of", FEW["a county of a few dozen people"], id="with every sheet"),
]
"""Which sheets of which place: every sheet that shows a place alone, those of the review guide, or all."""
SHEETS = {"alone_of": {*TABS, *ADDED} - {"Peers", "Pivot"}, "workbook_of": {*TABS}, "analyst_of": {*TABS, *ADDED}}


@pytest.fixture(scope="class")
def path(request: pytest.FixtureRequest, kind: str, geoid: str) -> Path:
    """Give one workbook after the other."""
    workbooks: Workbooks = request.getfixturevalue(kind)
    return workbooks(geoid)


@pytest.mark.parametrize(("kind", "geoid"), WORKBOOKS, scope="class")
class TestEveryPlace:
    def test_sheets(self, path: Path, kind: str) -> None:
        """Every place has every sheet, in the template's order."""
        names = sheets_of(path).sheetnames

        assert set(names) == SHEETS[kind]
        assert [name for name in names if name not in ADDED] == [tab for tab in TABS if tab in SHEETS[kind]]

    def test_lint(self, path: Path) -> None:
        """Nothing in the file would make Excel repair it, as far as our rules know."""
        assert lint(package_of(path)) == []

    def test_accessibility(self, path: Path) -> None:
        """Every check for people who cannot see or point holds, those that are only desirable too."""
        assert {one.id: one.findings for one in check(package_of(path)) if not one.passed} == {}

    def test_published(self, path: Path, ask: Queries) -> None:
        """Every looked-up number is the published one, to the last bit."""
        looked_up = 0
        wrong = []
        for place, formula in formulas(path).items():
            if found := LOOKED_UP.fullmatch(formula.text):
                looked_up += 1
                expected = _published(ask, found[1], found[2])
                if expected != formula.value:
                    wrong.append((place, found[2], expected, formula.value))

        assert wrong == []
        assert looked_up > 100

    def test_recalculated(self, path: Path) -> None:
        """What is cached is what a recalculation gives."""
        assert calculated_otherwise(path, ironcalc_values(path)) == {}

    def test_sentences(self, path: Path) -> None:
        """No text has a hole, an error value, a place that was not filled in, or a doubled space."""
        bad = re.compile(r"#N/A|#VALUE!|#REF!|#DIV/0!|####|\bNone\b|\bnan\b|[{}]|  |\(\)| ,| \.(?!\d)")
        # The sheet Functions speaks of error values, and of ranges in braces.
        apart = {"Data", "Functions"}

        assert {cell: text for cell, text in texts(path).items() if bad.search(text) and cell[0] not in apart} == {}

    def test_charts(self, path: Path) -> None:
        """Every chart of a pillar draws at least two numbers, every other one, and none draws words as a zero."""
        drawn = list(_drawn_numbers(path))

        assert drawn
        for name, points, sheet in drawn:
            assert len(points) >= (2 if sheet in PILLARS else 1), name
            assert all(re.fullmatch(r"-?[\d.]+(?:[eE]-?\d+)?", point) for point in points), name

    def test_every_metric_on_one_table(self, path: Path, ask: Queries) -> None:
        """At a Glance has all 26 metrics, in framework order."""
        sheet = sheets_of(path, values=True)["At a Glance"]
        labels = [str(row[2]) for row in sheet.iter_rows(values_only=True)]
        numbers = [found[1] for label in labels if (found := re.match(r"(\d+[ab]?)\. ", label))]

        assert [str(metric.number) for metric in ask.catalog.metrics] == _in_order(numbers)


class TestSorted:
    """People sort the rows of the Data sheet."""

    def test_estimates(self, workbook_of: Workbooks) -> None:
        """Every sheet shows the same numbers and words when the rows of Estimates stand in another order."""
        path = workbook_of("48301")
        sheet, (left, top, right, bottom) = table_of(path, "Estimates")
        rows = list(sheets_of(path, values=True)["Data"].iter_rows(top + 1, bottom, left, right))
        turned = {
            (sheet.title, cell.coordinate): other.value
            for row, others in zip(rows, reversed(rows), strict=True)
            for cell, other in zip(row, others, strict=True)
        }
        places = {cell_of(path, "GroupGaps", row, "Estimate") for row in range(8)}
        workbook = IronCalc(path)
        workbook.write(turned)

        shown = {
            cell: formula.value
            for cell, formula in formulas(path).items()
            if cell[0] != sheet.title and cell not in places
        }
        assert {cell: (was, now) for cell, was in shown.items() if not same(was, now := workbook.value(*cell))} == {}
        first = cell_of(path, "ShownRows", 0, "row")
        assert formulas(path)[first].value + workbook.value(*first) == len(rows) + 1


def _published(ask: Queries, part: str, key: str) -> float | None:
    """Look a key of the Estimates table up in the store."""
    name, geoid, year, group = key.split("|")
    variable = ask.catalog.variables[name]
    if geoid in {"US", "US cities"}:
        return ask.benchmark(variable, int(year), geoid).value
    if rest := re.fullmatch(r"(..) without (\d+)", geoid):
        return ask.benchmark(variable, int(year), rest[1], without=ask.area(rest[2])).value
    found = re.fullmatch(r"All \((.+)\)", group)
    if found:
        kind = ask.catalog.subgroup_types[found[1]]
        table = ask.groups(variable, ask.area(geoid), kind, int(year))
        return getattr(table.everybody, part) if table else None
    number: float | None = getattr(ask.estimate(variable, ask.area(geoid), int(year), group), part)
    return number


def _drawn_numbers(path: Path) -> list[tuple[str, list[str], str]]:
    """Return the cached numbers of the first series of every chart, and the sheet that they stand on."""
    with ZipFile(path) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
        found = []
        for name in charts:
            chart = parts.read(name).decode()
            values = re.findall(r"<c:(?:yVal|val)>.*?</c:(?:yVal|val)>", chart, re.DOTALL)
            sheet = "".join(re.findall(r"<c:f>'?([^'!<]+)", chart)[:1])
            points = [re.findall(r"<c:v>([^<]*)</c:v>", one) for one in values]
            found.append((name, [number for series in points for number in series], sheet))
    return found


def _in_order(numbers: list[str]) -> list[str]:
    return list(dict.fromkeys(number.rstrip("ab") for number in numbers))


class TestBuild:
    def test_same_bytes(self, ask: Queries, template: Template) -> None:
        """The same arguments give the same bytes, so that a rebuild shows what changed."""
        area = ask.area("48301")

        assert build(ask, area, template) == build(ask, area, template)

    def test_values(self, ask: Queries, template: Template, guide_of: Workbooks, tmp_path: Path) -> None:
        """Frozen, a workbook has no formula and shows the same."""
        frozen = tmp_path / "frozen.xlsx"
        frozen.write_bytes(build(ask, ask.area("48301"), without_peers(template), values=True))
        cells = {
            (sheet.title, cell.coordinate): cell.value for sheet in sheets_of(frozen) for row in sheet for cell in row
        }

        assert formulas(frozen) == {}
        assert all(cells[cell] == one.value for cell, one in formulas(guide_of("48301")).items())

    def test_prepared_by(self, ask: Queries, template: Template, tmp_path: Path) -> None:
        """Who made it, and when, stands on the Cover and only where it is said."""
        named = tmp_path / "named.xlsx"
        named.write_bytes(
            build(ask, ask.area("48301"), without_peers(template), prepared_by="A & B <Budget>", date="2026-11-23")
        )

        assert "Prepared by A & B <Budget>, 2026-11-23." in texts(named).values()

    def test_injected_text(self, ask: Queries, template: Template, tmp_path: Path) -> None:
        """What a person types never becomes a formula."""
        path = tmp_path / "typed.xlsx"
        path.write_bytes(
            build(ask, ask.area("48301"), without_peers(template), prepared_by='=HYPERLINK("http://x","y")')
        )
        cells = [cell for row in sheets_of(path)["Cover"] for cell in row if "HYPERLINK(" in str(cell.value)]

        assert [cell.data_type for cell in cells if "http" in str(cell.value)] == ["s"]

    def test_peers(self, workbook_of: Workbooks, ask: Queries) -> None:
        """Data holds every number of the twelve nearest, the nearest first."""
        path = workbook_of("17031")
        near = [peer.area for peer in ask.peers(ask.area("17031")).nearest]
        rows = Counter(str(row["geoid"]) for row in estimates(path))

        assert [geoid for geoid in rows if geoid.isdigit()] == ["17031", *(area.geoid for area in near)]
        assert {area.geoid: rows[area.geoid] for area in near} == {
            area.geoid: sum(
                sum(1 for _ in ask.everything(variable, area)) for variable in ask.catalog.variables.values()
            )
            for area in near
        }

    def test_city_shows_its_county(self, alone_of: Workbooks) -> None:
        """Where nothing is published for cities, the county's number stands there and is named."""
        row = _row(alone_of("1714000"), "20. Babies born with low weight (Cook County)")

        assert row["Value"] == 0.09352517985611511

    def test_county_lists_its_cities(self, workbook_of: Workbooks) -> None:
        """A county names the cities in it that have numbers of their own."""
        said = [text for text in texts(workbook_of("17031")).values() if text.startswith("Cities here")]

        assert "Chicago city" in said[0]
        assert "Elgin city (in part)" in said[0]

    def test_former_code(self, workbook_of: Workbooks) -> None:
        """A code that is no longer used says so on the Cover and names what took its place."""
        said = " ".join(text for (tab, _), text in texts(workbook_of("09001")).items() if tab == "Cover")

        assert "It was replaced from 2022 by Greater Bridgeport Planning Region (09120)" in said

    def test_bearing(self, workbook_of: Workbooks) -> None:
        """At a Glance opens with what the place's data can bear."""
        assert "47 numbers: 44 Strong, 3 Marginal, 0 Weak; 10 can be tested." in texts(workbook_of("17031")).values()

    def test_series_that_breaks(self, workbook_of: Workbooks) -> None:
        """A change never reaches across the break of a series."""
        row = _row(workbook_of("17031"), "7. Commuters who use transit")

        assert row["Change"] == "Lower than 2019 by 2.5 points, not tested: no interval published"

    def test_dollars(self, workbook_of: Workbooks) -> None:
        """A change of dollars is in those of the latest year."""
        row = _row(workbook_of("17031"), "16. Household income, middle")

        assert row["Change"] == "More favorable than 2014 by $9,461 (2023 dollars), clear"

    def test_notes_open_with_the_metrics(self, workbook_of: Workbooks) -> None:
        """Notes opens with how the metrics came about, what made one eligible, their limits, and why look at groups."""
        rows = list(sheets_of(workbook_of("48301"))["Notes"].iter_rows(values_only=True, max_row=12))
        asked = [str(row[0]) for row in rows if row[0] and row[1]]
        said = " ".join(str(row[1]) for row in rows if row[1])

        assert asked[:5] == [
            "Question",
            "How the metrics came about",
            "What made a metric eligible",
            "What the metrics cannot do",
            "Why look at groups",
        ]
        assert all(fact in said for fact in ("2019", "11 scholars", "five pillars", "24 predictors", "26 metrics"))
        assert all(city in said for city in ("San Francisco", "New Orleans", "Chicago", "Cleveland"))

    def test_weak(self, workbook_of: Workbooks) -> None:
        """From a Weak number no change is given."""
        row = _row(workbook_of("48301"), "20. Babies born with low weight")

        assert (row["Quality"], row["Change"]) == ("Weak", "Weak: no change is given")

    def test_widest_gap(self, workbook_of: Workbooks) -> None:
        """The two groups that are farthest apart stand there with their numbers, and how sure that is."""
        row = _row(workbook_of("17031"), "20. Babies born with low weight")

        assert row["Widest gap between groups"] == (
            "Black, Non-Hispanic 15.6%, White, Non-Hispanic 6.3%, 2022: 9.3 points apart, clear"
        )

    def test_rest_of_state(self, workbook_of: Workbooks, ask: Queries) -> None:
        """A county is held against the other counties of its state, never against itself."""
        row = _row(workbook_of("17031"), "22. Deaths due to injury")
        variable = ask.catalog.variables["rate_injury_death"]

        assert row["State benchmark"] == ask.benchmark(variable, 2023, "IL", without=ask.area("17031")).value


def _row(path: Path, metric: str) -> dict[str, object]:
    """Return the row of At a Glance that a metric stands in, by header; its number may be left out."""
    rows = list(sheets_of(path, values=True)["At a Glance"].iter_rows(values_only=True))
    head = next(row for row in rows if "Metric" in row)
    found = (dict(zip(map(str, head), row, strict=True)) for row in rows)
    return next(row for row in found if str(row["Metric"]).endswith(metric))


class TestTemplates:
    def test_unknown(self, ask: Queries) -> None:
        """A template that is not there is refused with those that are."""
        with pytest.raises(BadArgument, match=r"no template 'reviews'\. There is analyst, council, functions, review"):
            read_template("reviews", ask)


class TestEveryMetric:
    def test_has_a_panel(self, workbook_of: Workbooks, ask: Queries) -> None:
        """Each of the 26 metrics has a panel with its number in framework order."""
        said = [str(text) for text in texts(workbook_of("17031")).values()]

        assert [metric.number for metric in ask.catalog.metrics if not _has_panel(metric, said)] == []


def _has_panel(metric: Metric, said: list[str]) -> bool:
    return any(re.match(rf"{metric.number}[ab]?\. \S", text) for text in said)


class TestFunctionsTemplate:
    """The workbook that a budget analyst keeps open: every number of a state, and the functions."""

    def test_every_area(self, ask: Queries, delaware: Path) -> None:
        """Every county and city of the state is there."""
        codes = {row[1] for row in sheets_of(delaware, values=True)["Data"].iter_rows(max_row=40, values_only=True)}

        assert codes >= {area.geoid for area in ask.store.areas.all(letters="DE")}

    def test_sheets(self, delaware: Path) -> None:
        """An empty sheet comes first, then the functions, then the data."""
        assert sheets_of(delaware).sheetnames == ["Workspace", "Functions", "Data"]

    def test_every_function(self, delaware: Path) -> None:
        """Every function of the registry has a row on the sheet Functions."""
        listed = [cell.value for cell in sheets_of(delaware)["Functions"]["A"]]

        assert [name for name in listed if str(name).startswith("MOBILITY_")] == [
            *(name for name, one in FUNCTIONS.items() if not one.calculates),
            *(name for name, one in FUNCTIONS.items() if one.calculates),
        ]

    def test_examples_live(self, delaware: Path) -> None:
        """Every example that the workbook can answer is alive, and gives what Python gives."""
        anew = ironcalc_values(delaware)
        alive = {cell: one for cell, one in formulas(delaware).items() if "MOBILITY_" in one.text}

        assert len(alive) == sum(bool(one.portable) for one in FUNCTIONS.values())
        assert {cell: one.value for cell, one in alive.items() if not same(one.value, anew.get(cell))} == {}

    def test_lint(self, delaware: Path) -> None:
        """It has no fault that makes Excel repair a file, and passes the accessibility checks."""
        assert lint(package_of(delaware)) == []
        assert [one.id for one in check(package_of(delaware)) if not one.passed] == []

    def test_without_functions(self, ask: Queries, delaware: Path) -> None:
        """Without functions, no LAMBDA name and no call is in the file."""
        plain = build_state(ask, "DE", read_template("functions", ask), functions="none")
        with ZipFile(BytesIO(plain)) as parts:
            written = b"".join(parts.read(name) for name in parts.namelist() if name != "xl/sharedStrings.xml")

        assert b"MOBILITY_" not in written
        assert b"_xlfn.LAMBDA" not in written
        with ZipFile(delaware) as parts:
            assert b"_xlfn.LAMBDA" in parts.read("xl/workbook.xml")

    def test_no_state(self, ask: Queries) -> None:
        """Letters of no state are refused."""
        with pytest.raises(BadArgument, match="No state is called 'ZZ'"):
            build_state(ask, "ZZ", read_template("functions", ask))
