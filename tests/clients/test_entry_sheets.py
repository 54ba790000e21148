"""The sheets that people fill in, after they did, in LibreOffice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from types import ModuleType

import pytest

from mobility_xl.catalog import load
from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.entries import (
    ANSWERED,
    CHECKS,
    CONNECTIONS,
    COUNTS,
    DIFFERS,
    FIRST_METRIC,
    GROUPS,
    HOW,
    OFFICIALS,
    PEERS,
    REVIEW_NOTES,
    STANDS_OUT,
    WHO,
    answers,
    officials,
    residents,
)
from mobility_xl.workbook.sheets import (
    data,
    disaggregation,
    local_data,
    peers,
    pillars,
    representation,
    review_guide,
    targets,
)
from mobility_xl.workbook.sheets import officials as officials_sheet
from mobility_xl.workbook.sheets.local_data import LOCAL_DATA
from mobility_xl.workbook.sheets.targets import TARGETS
from mobility_xl.workbook.templates import read_template
from tests.clients.engines import ironcalc_values
from tests.clients.office import Office, typing
from tests.conftest import Workbooks
from tests.workbook.filling import Error, Value, cell_of, entry_cell, filled, headers, row_of
from tests.workbook.local_rows import as_entries
from tests.workbook.reading_back import formulas, sheets_of, texts
from tests.workbook.test_representation import ANSWERS

Sheets = Callable[[ModuleType], Path]
DIGITS = 1e-9
"""How far two programs may be apart that work out quantiles by themselves."""


def differing(path: Path, office: Office, tab: str) -> dict[str, tuple[object, object]]:
    """Return the formulas of a sheet for which LibreOffice and IronCalc give different values."""
    ours, theirs = ironcalc_values(path), office.recalculated(path)
    cells = [cell for on, cell in formulas(path) if on == tab]
    pairs = {cell: (ours.get((tab, cell)), theirs.get((tab, cell))) for cell in cells}
    return {cell: (one, other) for cell, (one, other) in pairs.items() if not _alike(one, other)}


SLIPS: tuple[Value, ...] = (
    *(Error("#N/A"), "about 12", -3, Error("#DIV/0!"), "1,200", "*", 20255, " ", "12\u00a0", "2024-03-31", None),
    *("\U0001f600\nanother line", 0, "'12", 0.5, "[x]", "note " * 600, Error("#VALUE!"), "=1+1", "yes "),
)
"""What people type in place of what belongs there, paste over a list, or empty."""


def with_slips(rows: Sequence[Mapping[str, Value]], headings: Sequence[str]) -> dict[int, dict[str, Value]]:
    """Return rows each of which has another slip, in the next of some columns."""
    slips = zip(rows, cycle(headings), cycle(SLIPS), strict=False)
    return {at: {**row, heading: slip} for at, (row, heading, slip) in enumerate(slips)}


def slipped(path: Path, target: Path) -> Path:
    """Write a copy of a workbook that people filled in, with a slip in every second row and total."""
    labels = {name: one.label for name, one in load().variables.items()}
    local, answers = list(as_entries(load()).values()), [{"Name": "A", **row} for row, _ in ANSWERS]
    goal: Mapping[str, Value] = {"Metric": labels["share_debt_coll"], "Target": 0.05, "Target year": 2030}
    kinds: dict[str, tuple[Sequence[Mapping[str, Value]], Sequence[str]]] = {
        LOCAL_DATA: ([one for row in local[:22] for one in (row, row)], [*local[0], "Area", "Numerator"]),
        OFFICIALS.name: ([one for row in answers[:50] for one in (row, row)], [*OFFICIALS.key, *OFFICIALS.written]),
        TARGETS: ([goal] * 8, ["Target", "Metric", "Target year", "Baseline", "Lower", "2024", "Baseline year"]),
        REVIEW_NOTES.name: ([{}] * 30, [*REVIEW_NOTES.written, "Metric"]),
        CONNECTIONS.name: ([{FIRST_METRIC: "14. Adults with a job"}] * 5, [FIRST_METRIC, *CONNECTIONS.written]),
    }
    rows = {table: with_slips(*kind) for table, kind in kinds.items()}
    totals = zip([officials(one) for one in COUNTS] + [residents(one) for one in GROUPS], cycle(SLIPS), strict=False)
    entries: dict[str, Value] = {name: slip for at, (name, slip) in enumerate(totals) if at % 2}
    entries |= {officials("all"): 40, residents("all"): 900, "group_reference": Error("#N/A"), "letter_name": SLIPS[0]}
    return filled(path, target, entries | {"target_metric": labels["share_debt_coll"]}, rows)


def _alike(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return other == pytest.approx(one, rel=DIGITS)
    return one == other


@pytest.fixture(scope="module")
def cook(ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """Give one sheet of Cook County with its Data: LibreOffice takes long over a whole guide."""
    folder, template = tmp_path_factory.mktemp("sheets"), read_template("analyst", ask)

    def with_sheet(module: ModuleType) -> Path:
        path = folder / f"{module.TAB}.xlsx"
        if not path.exists():
            path.write_bytes(build(ask, ask.area("17031"), replace(template, modules=(module, data))))
        return path

    return with_sheet


WORDS = 'A note: "quoted", =1+1, Doña Ana, 24 %\nand a second line'
"""What people write: quotes, what looks like a formula, letters of other languages, a line of its own."""


class TestReviewGuide:
    """Filled in, saved and opened again, nothing that people wrote is lost."""

    def test_without_loss(self, office: Office, workbook_of: Workbooks, tmp_path: Path) -> None:
        """Answers, notes and ticks are where they were written, word for word, also after a second saving."""
        path = workbook_of("48301")
        row = row_of(path, REVIEW_NOTES.name, "20. Babies born with low weight")
        typed: dict[tuple[str, str], Value] = {entry_cell(path, name): f"{name}: {WORDS}" for name in answers()}
        typed |= {entry_cell(path, name): True for name in CHECKS}
        typed |= {cell_of(path, REVIEW_NOTES.name, row, header): WORDS for header in (STANDS_OUT, DIFFERS, WHO)}
        typed[cell_of(path, CONNECTIONS.name, 0, FIRST_METRIC)] = "14. Adults with a job"
        once = office.edited(path, tmp_path / "once.xlsx", [typing(*one) for one in typed.items()])
        twice = office.edited(once, tmp_path / "twice.xlsx", [])

        for saved in (once, twice):
            book = sheets_of(saved, values=True)
            assert {cell: book[cell[0]][cell[1]].value for cell in typed} == typed
            assert {entry_cell(saved, name) for name in (*answers(), *CHECKS)} <= typed.keys()
            assert headers(saved, REVIEW_NOTES.name) == headers(path, REVIEW_NOTES.name)
            assert "Notes on Review Guide: 1" in texts(saved).values()
            assert texts(saved)[cell_of(saved, CONNECTIONS.name, 0, "Pillars")] == "Work, -"


class TestOfficials:
    def test_filled_in(self, office: Office, analyst_of: Workbooks, tmp_path: Path) -> None:
        """Every way to answer is counted alike in both programs, and so are shares, ratios and the letter."""
        rows = {OFFICIALS.name: {at: {**answers, "Name": f"Official {at}"} for at, (answers, _) in enumerate(ANSWERS)}}
        path = filled(analyst_of("48301"), tmp_path / "filled.xlsx", {"letter_name": WORDS}, rows)

        assert {} == differing(path, office, "Officials")
        assert {} == differing(path, office, "Descriptive Representation")

    def test_without_loss(self, office: Office, analyst_of: Workbooks, tmp_path: Path) -> None:
        """What was typed into a row is there after saving, and counted: 9 of 10 against half are 1.8."""
        path = analyst_of("48301")
        typed: dict[tuple[str, str], Value] = {entry_cell(path, "residents_hispanic"): 40.0}
        typed[entry_cell(path, "residents_all")] = 80.0
        for at in range(10):
            hispanic = at < 9
            row = {"Name": WORDS, "Hispanic or Latino": "Yes" if hispanic else "No", "White": True, HOW: ANSWERED}
            typed |= {cell_of(path, OFFICIALS.name, at, header): value for header, value in row.items()}
        saved = office.edited(path, tmp_path / "saved.xlsx", [typing(*one) for one in typed.items()])
        book = sheets_of(saved, values=True)
        ratio = {header: cell_of(saved, "Representation", 0, header) for header in ("Ratio", "As two shares")}

        assert {cell: book[cell[0]][cell[1]].value for cell in typed} == typed
        assert {"Ratio": 1.8, "As two shares": "90.0%:50.0%"} == {
            header: book[tab][cell].value for header, (tab, cell) in ratio.items()
        }

    def test_deleted(self, office: Office, analyst_of: Workbooks, tmp_path: Path) -> None:
        """With totals typed, the personal sheet can be deleted: every number stays, and no cell shows an error."""
        path = analyst_of("48301")
        totals = dict.fromkeys(COUNTS, 0) | {"hispanic": 9, "white": 1, "all": 10}
        typed = [typing(entry_cell(path, officials(count)), float(total)) for count, total in totals.items()]
        whole = office.edited(path, tmp_path / "whole.xlsx", typed)
        gone = 'doc.Sheets.removeByName("Officials")'
        without = office.edited(path, tmp_path / "without.xlsx", [*typed, gone])
        cells = [
            cell_of(path, table, row, header)
            for table, rows in (("Representation", 4), ("RepresentationBounds", 4), ("Seats", 8))
            for row in range(rows)
            for header in headers(path, table)
        ]
        kept = [[sheets_of(one, values=True)[tab][cell].value for tab, cell in cells] for one in (whole, without)]

        assert "Officials" not in sheets_of(without).sheetnames
        assert kept[0] == kept[1]
        errors = [cell for cell, text in texts(without).items() if text.startswith(("#", "Err:"))]
        assert not [cell for tab, cell in errors if tab == "Descriptive Representation"]


class TestLocalData:
    def test_filled_in(self, office: Office, cook: Sheets, ask: Queries, tmp_path: Path) -> None:
        """Rows, crosstab and intervals are the same in both programs, for every kind of row."""
        label = ask.catalog.variables["share_low_birth_weight"].label
        chosen = {"local_metric": label, "local_year": 2023, "local_type": "race and ethnicity"}
        rows = {LOCAL_DATA: as_entries(ask.catalog)}
        path = filled(cook(local_data), tmp_path / "filled.xlsx", chosen, rows)

        assert {} == differing(path, office, "Local Data")


class TestTargets:
    def test_filled_in(self, office: Office, cook: Sheets, ask: Queries, tmp_path: Path) -> None:
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
        path = filled(cook(targets), tmp_path / "filled.xlsx", chosen, {TARGETS: dict(enumerate(rows))})

        assert {} == differing(path, office, "Targets")


class TestSlips:
    """Whatever people type, paste or empty, all programs answer alike."""

    def test_alike(self, office: Office, ask: Queries, tmp_path: Path) -> None:
        """No cell differs between the programs, and none is an error but where one was typed."""
        modules = (pillars, review_guide, disaggregation, representation, officials_sheet, targets, local_data, data)
        path = tmp_path / "built.xlsx"
        path.write_bytes(build(ask, ask.area("17031"), replace(read_template("analyst", ask), modules=modules)))
        path = slipped(path, tmp_path / "slipped.xlsx")
        ours, theirs = ironcalc_values(path), office.recalculated(path)
        own = [cell for cell, one in formulas(path).items() if one.text]
        differing = {cell: (ours.get(cell), theirs.get(cell)) for cell in own}

        assert {} == {cell: pair for cell, pair in differing.items() if not _alike(*pair)}
        assert not [cell for cell in own if str(ours.get(cell)) in {"#N/A", "#DIV/0!", "#VALUE!", "#NUM!", "#REF!"}]


class TestDisaggregation:
    @pytest.mark.parametrize(
        "words",
        [
            ("share_employed", "race and ethnicity", "Hispanic"),
            ("share_low_birth_weight", "mother's education", "All"),
            ("share_low_birth_weight", "age", "All"),
        ],
    )
    def test_chosen(self, office_7: Office, cook: Sheets, tmp_path: Path, words: tuple[str, str, str]) -> None:
        """Whatever is chosen, every formula gives the same in both programs."""
        name, kind, reference = words
        label = load().variables[name].label
        chosen = {"group_metric": label, "group_type": kind, "group_reference": reference}

        assert {} == differing(
            filled(cook(disaggregation), tmp_path / "chosen.xlsx", chosen), office_7, "Disaggregation"
        )


class TestPeers:
    def test_chosen(self, office_7: Office, cook: Sheets, tmp_path: Path) -> None:
        """After other peers are chosen, and the third left out, every formula gives the same in both programs."""
        chosen = dict(zip(PEERS, ("Kings County, New York", "Dallas County, Texas", None), strict=True))

        assert {} == differing(filled(cook(peers), tmp_path / "chosen.xlsx", chosen), office_7, "Peers")
