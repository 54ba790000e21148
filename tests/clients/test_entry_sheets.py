"""The sheets that people fill in, after they did, in LibreOffice."""

from pathlib import Path

import pytest

from mobility_xl.catalog import load
from mobility_xl.queries import Queries
from mobility_xl.workbook.sheets.local_data import LOCAL_DATA
from mobility_xl.workbook.sheets.targets import TARGETS
from tests.clients.engines import ironcalc_values
from tests.clients.office import Office
from tests.conftest import Workbooks
from tests.workbook.filling import Value, filled
from tests.workbook.local_rows import as_entries
from tests.workbook.reading_back import formulas

DIGITS = 1e-9
"""How far two programs may be apart that work out quantiles by themselves."""


def differing(path: Path, office: Office, tab: str) -> dict[str, tuple[object, object]]:
    """Return the formulas of a sheet for which LibreOffice and IronCalc give different values."""
    ours, theirs = ironcalc_values(path), office.recalculated(path)
    cells = [cell for on, cell in formulas(path) if on == tab]
    pairs = {cell: (ours.get((tab, cell)), theirs.get((tab, cell))) for cell in cells}
    return {cell: (one, other) for cell, (one, other) in pairs.items() if not _alike(one, other)}


def _alike(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return other == pytest.approx(one, rel=DIGITS)
    return one == other


@pytest.fixture
def cook(workbook_of: Workbooks) -> Path:
    """Give Cook County's guide."""
    return workbook_of("17031")


class TestLocalData:
    def test_filled_in(self, office: Office, analyst_of: Workbooks, ask: Queries, tmp_path: Path) -> None:
        """Rows, crosstab and intervals are the same in both programs, for every kind of row."""
        label = ask.catalog.variables["share_low_birth_weight"].label
        chosen = {"local_metric": label, "local_year": 2023, "local_type": "race and ethnicity"}
        rows = {LOCAL_DATA: as_entries(ask.catalog)}
        path = filled(analyst_of("17031"), tmp_path / "filled.xlsx", chosen, rows)

        assert {} == differing(path, office, "Local Data")


class TestTargets:
    def test_filled_in(self, office: Office, analyst_of: Workbooks, ask: Queries, tmp_path: Path) -> None:
        """Baselines, words and what the chart draws are the same in both programs."""

        def row(name: str, goal: float, year: int) -> dict[str, Value]:
            return {"Metric": ask.catalog.variables[name].label, "Target": goal, "Target year": year}

        rows = [
            row("pctl_income_50", 90_000, 2030) | {"2024": 82_000},
            row("share_employed", 0.85, 2030),
            row("share_employed", 0.8, 2030),
            row("share_in_preschool", 0.5, 2030),
            row("ratio_black_nh_house_value_households", 0.7, 2030),
            row("share_employed", 85, 2030),
            {"Metric": "A number of our own", "Baseline": 5, "Baseline year": 2024, "Target": 4, "Target year": 2028},
        ]
        chosen = {"target_metric": ask.catalog.variables["pctl_income_50"].label}
        path = filled(analyst_of("17031"), tmp_path / "filled.xlsx", chosen, {TARGETS: dict(enumerate(rows))})

        assert {} == differing(path, office, "Targets")


class TestDisaggregation:
    @pytest.mark.parametrize(
        "words",
        [
            ("share_employed", "race and ethnicity", "Hispanic"),
            ("share_low_birth_weight", "mother's education", "All"),
            ("share_low_birth_weight", "age", "All"),
        ],
    )
    def test_chosen(self, office_7: Office, cook: Path, tmp_path: Path, words: tuple[str, str, str]) -> None:
        """Whatever is chosen, every formula gives the same in both programs."""
        name, kind, reference = words
        label = load().variables[name].label
        chosen = {"group_metric": label, "group_type": kind, "group_reference": reference}

        assert {} == differing(filled(cook, tmp_path / "chosen.xlsx", chosen), office_7, "Disaggregation")
