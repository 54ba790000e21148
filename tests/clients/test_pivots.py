"""The PivotTables of a workbook, live in LibreOffice: every cell against the rows that it stands for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mobility_xl.queries import Queries
from mobility_xl.workbook.build import Template, build
from tests.clients.office import Office
from tests.clients.pivots import Change, Choose, Grid, Read, in_libreoffice
from tests.conftest import Workbooks
from tests.workbook.reading_back import estimates, sheets_of
from tests.workbook.test_pivots import Shown, expected

VALUES, QUALITY = "PivotValues", "PivotQuality"
WEIGHT, INCOME = "Babies born with low weight (% of births)", "Household income, 20th percentile ($ a year)"
CHOICES = [(WEIGHT, 2022), (WEIGHT, 2019), ("Adults with a job (% of ages 25 to 54)", 2021), (INCOME, 2021)]


def as_shown(grid: Grid) -> tuple[dict[str, object], Shown]:
    """Return the filters of a PivotTable, and what it shows by kind of group, group and what stands across."""
    head = grid.index([""] * len(grid[0]))
    filters: dict[str, object] = {str(line[0]): line[1] for line in grid[:head]}
    across, kind, found = grid[head + 2][2:], "", {}
    for line in grid[head + 3 :]:
        kind = str(line[0]) or kind
        found |= {(kind, line[1], item): value for item, value in zip(across, line[2:], strict=True) if value != ""}
    return filters, found


def cell_of(path: Path, column: str, row_wanted: Callable[[dict[str, object]], bool]) -> str:
    """Return the address of a cell of the first row of Estimates that is wanted."""
    sheet = sheets_of(path, values=True)["Data"]
    head, *rows = sheet[sheet.tables["Estimates"].ref]
    names = [cell.value for cell in head]
    at = next(number for number, row in enumerate(estimates(path)) if row_wanted(row))
    return str(rows[at][names.index(column)].coordinate)


@pytest.mark.parametrize("geoid", ["17031", "1714000", "48301"])
class TestLive:
    def test_every_choice(self, office: Office, workbook_of: Workbooks, geoid: str) -> None:
        """Whatever metric and year are chosen, each cell is the number of its row, and there is a cell for each."""
        path = workbook_of(geoid)
        there = {(row["metric"], row["year"]) for row in estimates(path)}
        chosen = [choice for choice in CHOICES if choice in there]
        steps = []
        for metric, year in chosen:
            steps += [Choose(VALUES, "metric", metric), Choose(VALUES, "year", str(year)), Read(VALUES)]
        grids = in_libreoffice(office, path, "Pivot", steps)

        assert len(grids) == len(chosen) > 1
        for (metric, year), grid in zip(chosen, grids, strict=True):
            filters, found = as_shown(grid)
            rows = expected(path, {"metric": metric, "year": year}, "area")

            assert filters == {"metric": metric, "year": str(year)}
            assert {cell: [value] for cell, value in found.items()} == rows

    def test_quality(self, office: Office, workbook_of: Workbooks, geoid: str) -> None:
        """The numbers of each quality are counted anew on opening."""
        path = workbook_of(geoid)
        filters, found = as_shown(in_libreoffice(office, path, "Pivot", [Read(QUALITY)])[0])
        rows = expected(path, {"area": filters["area"]}, "quality")

        assert found == {cell: len(values) for cell, values in rows.items()}

    def test_changed_cell(self, office: Office, workbook_of: Workbooks, geoid: str) -> None:
        """A number that is changed in the source shows in its cell after a refresh, and nowhere else."""
        path = workbook_of(geoid)
        before, _ = in_libreoffice(office, path, "Pivot", [Read(VALUES), Read(VALUES)])
        filters, found = as_shown(before)
        cell = next(iter(found))

        def is_that(row: dict[str, object]) -> bool:
            named = (row["subgroup_type"], row["subgroup"], row["area"])
            return named == cell and (row["metric"], str(row["year"])) == (filters["metric"], filters["year"])

        change = Change("Data", cell_of(path, "shown", is_that), 1234.5)
        _, after = as_shown(in_libreoffice(office, path, "Pivot", [change, Read(VALUES)])[0])

        assert after == {**found, cell: 1234.5}


class TestSlicers:
    def test_valid(self, sdk: Callable[[Path], list[str]], ask: Queries, template: Template, tmp_path: Path) -> None:
        """The Open XML SDK finds nothing wrong with a workbook with slicers."""
        path = tmp_path / "sliced.xlsx"
        path.write_bytes(build(ask, ask.area("48301"), template, slicers=True))

        assert sdk(path) == []

    def test_opens(self, office: Office, ask: Queries, template: Template, tmp_path: Path) -> None:
        """LibreOffice, which knows no slicers, opens it and shows the same numbers."""
        path = tmp_path / "sliced.xlsx"
        path.write_bytes(build(ask, ask.area("48301"), template, slicers=True))
        filters, found = as_shown(in_libreoffice(office, path, "Pivot", [Read(VALUES)])[0])
        rows = expected(path, {"metric": filters["metric"], "year": int(str(filters["year"]))}, "area")

        assert {cell: [value] for cell, value in found.items()} == rows
