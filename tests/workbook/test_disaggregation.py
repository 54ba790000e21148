"""Disaggregation: whatever is chosen, the sheet says what the same questions answer in Python."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mobility_xl.catalog import ALL, Metric, SubgroupType, Variable
from mobility_xl.compare.comparing import compare
from mobility_xl.compare.groups import disparity, widest_gap
from mobility_xl.estimates import Estimate, GroupTable
from mobility_xl.queries import Queries
from mobility_xl.store import Area
from mobility_xl.workbook.build import build
from mobility_xl.workbook.sheets import data, disaggregation
from mobility_xl.workbook.sheets.disaggregation import LATEST, PERCENT, ROOM, TAB, YEARS
from mobility_xl.workbook.templates import read_template
from tests.clients.engines import IronCalc
from tests.workbook.filling import cell_of, entry_cell
from tests.workbook.reading_back import sheets_of, texts

COOK, LOVING, CHICAGO, CAPITOL, OGLALA_LAKOTA = "17031", "48301", "1714000", "09110", "46102"


class Opened:
    """One place's sheet, in which metric, kind of groups and reference are chosen."""

    def __init__(self, ask: Queries, geoid: str, folder: Path) -> None:
        self.ask, self.area = ask, ask.area(geoid)
        self.county = ask.store.areas.county_of(self.area)
        template = read_template("analyst", ask)
        self.path = folder / f"{geoid}.xlsx"
        self.path.write_bytes(build(ask, self.area, replace(template, modules=(disaggregation, data))))
        self._calculator = IronCalc(self.path)
        self._entries = {name: entry_cell(self.path, f"group_{name}") for name in ("metric", "type", "reference")}

    def area_of(self, variable: Variable) -> Area:
        """Return the area whose numbers are shown."""
        without = self.county and self.ask.store.series(variable.name, self.area.level) is None
        return self.county if without and self.county else self.area

    def label(self, meant: Variable | Metric) -> str:
        """Return what a metric is called on the sheet."""
        if isinstance(meant, Metric):
            return meant.label
        area = self.area_of(meant)
        label = meant.label_for(area.level)
        return label if area is self.area else f"{label} ({area.name})"

    def choose(self, metric: str, kind: str, reference: str = ALL) -> None:
        """Choose in the three drop-downs."""
        words = {"metric": metric, "type": kind, "reference": reference}
        self._calculator.write({self._entries[name]: word for name, word in words.items()})

    def column(self, table: str, header: str) -> list[object]:
        """Return a column of a table."""
        return [self._calculator.value(*cell_of(self.path, table, row, header)) for row in range(ROOM)]

    def said(self, below: int = 1) -> object:
        """Return the sentence below the drop-downs."""
        tab, cell = self._entries["type"]
        return self._calculator.value(tab, f"{cell[0]}{int(cell[1:]) + below}")

    def facts(self) -> list[object]:
        """Return what is said below the gaps."""
        tab, cell = cell_of(self.path, LATEST, ROOM - 1, "Value")
        return [self._calculator.value(tab, f"B{int(cell[1:]) + 2 + line}") for line in range(3)]


@pytest.fixture(scope="module")
def opened(ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Opened]:
    """Give a place's sheet by its code."""
    known: dict[str, Opened] = {}
    folder = tmp_path_factory.mktemp("groups")

    def of(geoid: str) -> Opened:
        if geoid not in known:
            known[geoid] = Opened(ask, geoid, folder)
        return known[geoid]

    return of


def choices(sheet: Opened) -> Iterator[tuple[Variable | Metric, SubgroupType, list[Estimate]]]:
    """Give every metric and kind of groups that has numbers, with those of the latest year, All first."""
    ask = sheet.ask
    for metric in ask.catalog.metrics:
        for variable in metric.variables:
            for table in ask.group_tables(variable, sheet.area_of(variable)):
                yield variable, table.subgroup_type, [table.everybody, *table.groups]
        if metric.grouped:
            estimates = [ask.estimate(one, sheet.area_of(one)) for one in metric.of_the_26]
            years = [one.year for one in estimates if one.value is not None and one.year]
            if years:
                kind = ask.catalog.subgroup_types["race-ethnicity"]
                yield metric, kind, [ask.estimate(one, sheet.area_of(one), max(years)) for one in metric.of_the_26]


def shown(one: Estimate) -> object:
    """Return what stands for a number: itself, or the shorthand of its reason."""
    return pytest.approx(one.value) if one.value is not None else "[c]"


@pytest.mark.parametrize("geoid", [COOK, CHICAGO])
class TestEveryChoice:
    def test_numbers(self, opened: Callable[[str], Opened], geoid: str) -> None:
        """The latest year's groups stand in order with value, bounds and quality, and their years across."""
        sheet = opened(geoid)
        seen = 0
        for meant, kind, estimates in choices(sheet):
            sheet.choose(sheet.label(meant), kind.label)
            rest = ["-"] * (ROOM - len(estimates))
            latest = str(estimates[0].year)

            assert [*(one.who for one in estimates), *rest] == sheet.column(YEARS, "Group")
            assert [*map(shown, estimates), *rest] == sheet.column(LATEST, "Value")
            assert [*map(shown, estimates), *rest] == sheet.column(YEARS, latest)
            for one, quality, lower in zip(
                estimates, sheet.column(LATEST, "Quality"), sheet.column(LATEST, "Lower"), strict=False
            ):
                missing = "-" if one.value is None else "[x]"
                assert (one.quality or missing if one.value is not None else missing) == quality
                assert lower == (missing if one.lower is None else pytest.approx(one.lower))
            seen += 1

        assert seen > 10

    def test_gaps(self, opened: Callable[[str], Opened], geoid: str) -> None:
        """Against every group as reference each other group has the verdict and the difference of the query."""
        sheet = opened(geoid)
        for meant, kind, estimates in choices(sheet):
            for reference in estimates[:2]:
                sheet.choose(sheet.label(meant), kind.label, reference.who)
                verdicts, differences = sheet.column(LATEST, "In words"), sheet.column(LATEST, "Difference")
                for one, verdict, difference in zip(estimates, verdicts, differences, strict=False):
                    found = compare(one, reference)
                    times = 100 if one.variable.unit.percent else 1
                    assert verdict == ("the reference" if one is reference else found.verdict)
                    if one is not reference and found.difference is not None:
                        assert difference == pytest.approx(found.difference * times)

    def test_together(self, opened: Callable[[str], Opened], geoid: str) -> None:
        """Widest gap and Index of Disparity are those of the table."""
        sheet = opened(geoid)
        for meant, kind, estimates in choices(sheet):
            sheet.choose(sheet.label(meant), kind.label)
            has_all = estimates[0].who == ALL
            widest, index, _ = sheet.facts()
            groups = tuple(estimates[has_all:])

            assert widest_gap(groups).said.lower() == str(widest).lower().removesuffix(".")
            number = None
            if has_all:
                table = GroupTable(estimates[0].variable, kind, estimates[0].year or 0, estimates[0], groups)
                number = disparity(table)
            assert str(index).startswith("Not given" if number is None else f"{PERCENT.show(number)}%")


def test_alike(opened: Callable[[str], Opened]) -> None:
    """Groups that are all as everybody have an index of 0, which is a number."""
    sheet = opened(OGLALA_LAKOTA)
    sheet.choose("Air quality index", "income")

    assert [("The same in all 2 groups, 97; not tested: no interval published."), "0.0%"] == [
        str(sheet.facts()[0]),
        str(sheet.facts()[1])[:4],
    ]


class TestNothing:
    def test_other_kind(self, opened: Callable[[str], Opened]) -> None:
        """A kind of groups that a metric is not published by is told, with those that it is."""
        sheet = opened(COOK)
        sheet.choose("Babies born with low weight", "age")

        assert (
            "Babies born with low weight is not published by age. It is published by: race and ethnicity, mother's "
            "education."
        ) == sheet.said()
        assert {"-"} == {*sheet.column(YEARS, "Group"), *sheet.column(LATEST, "Value"), *sheet.facts()[:2]}

    def test_no_groups(self, opened: Callable[[str], Opened]) -> None:
        """A metric without groups can be chosen, and says so."""
        sheet = opened(COOK)
        sheet.choose("Voting-age citizens who voted for president", "age")

        assert str(sheet.said()).endswith("It is published by: no kind of groups.")

    def test_not_here(self, opened: Callable[[str], Opened]) -> None:
        """Groups that are published, but not for this place, have their reason."""
        sheet = opened(LOVING)
        sheet.choose("Adults with a job", "race and ethnicity")

        assert str(sheet.said()).startswith("Adults with a job: no numbers by race and ethnicity here: ")

    def test_no_reference(self, opened: Callable[[str], Opened]) -> None:
        """A reference that the groups have not is told, and measures nothing."""
        sheet = opened(COOK)
        sheet.choose("Neighbors of another race or ethnicity", "race and ethnicity", ALL)

        assert {"No such reference here: choose another.", "-"} == set(sheet.column(LATEST, "In words"))
        assert {"-"} == set(sheet.column(LATEST, "Difference"))

    def test_no_error(self, opened: Callable[[str], Opened]) -> None:
        """No metric with any kind of groups leaves an error value anywhere."""
        sheet = opened(CAPITOL)
        labels = [sheet.label(one) for metric in sheet.ask.catalog.metrics for one in metric.variables[:1]]
        for metric in labels:
            for kind in ("age", "race and ethnicity"):
                sheet.choose(metric, kind)
                values = [
                    *sheet.column(YEARS, "Latest year"),
                    *sheet.column(LATEST, "In words"),
                    *sheet.column(LATEST, "Chart label"),
                    *sheet.facts(),
                    sheet.said(),
                ]
                assert not [one for one in values if str(one).startswith("#")], (metric, kind)


class TestTested:
    def test_counted(self, opened: Callable[[str], Opened]) -> None:
        """Beside many differences it is said how many were tested, and how many chance would make clear."""
        sheet = opened(COOK)
        sheet.choose("Adults with a job", "race and ethnicity", "White, Non-Hispanic")

        assert "3 tested; fewer than 1 would look clear by chance." == sheet.facts()[2]


def test_opens_with_a_clear_gap(opened: Callable[[str], Opened]) -> None:
    """Where a gap is clear the sheet opens with one."""
    sentences = [text for (tab, _), text in texts(opened(COOK).path).items() if tab == TAB]

    assert any(text.startswith("Widest gap ") and text.endswith("clear.") for text in sentences)


@pytest.mark.parametrize(("geoid", "reference"), [(COOK, "All"), ("15005", "Other Races and Ethnicities")])
def test_opens_with_everybody(geoid: str, reference: str, opened: Callable[[str], Opened]) -> None:
    """Differences are first measured from everybody; where groups are published alone, from one that has a number."""
    path = opened(geoid).path

    assert reference == sheets_of(path, values=True)[TAB][entry_cell(path, "group_reference")[1]].value


def test_columns_are_the_years(opened: Callable[[str], Opened]) -> None:
    """The header names every year, and a year without numbers of groups is no number."""
    sheet = opened(COOK)
    sheet.choose("Children ages 3 and 4 enrolled in school", "race and ethnicity")

    assert {"-"} == set(sheet.column(YEARS, "2023"))
    assert all(isinstance(one, float) for one in sheet.column(YEARS, "2021")[:5])
