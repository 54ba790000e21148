"""Targets: what its formulas say for targets that people set is what Python says of the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from mobility_xl.compare.targets import Baseline, Need, less_favorable, needed
from mobility_xl.queries import Queries
from mobility_xl.workbook import entries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.sheets import data
from mobility_xl.workbook.sheets import targets as targets_sheet
from mobility_xl.workbook.sheets.targets import ROWS, TARGET_DRAWN, TARGETS
from mobility_xl.workbook.templates import read_template
from tests.clients.engines import ironcalc_values
from tests.workbook.filling import Error, Value, cell_of, filled, headers, table_of
from tests.workbook.reading_back import formulas, texts

Row = dict[str, Value]
NO_INTERVAL = "No interval is published: it cannot be told whether a step is more than chance."


@pytest.fixture(scope="module")
def cook(ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give Cook County's sheet and what it looks up."""
    return alone(ask, "17031", tmp_path_factory.mktemp("cook"))


@pytest.fixture(scope="module")
def loving(ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give Loving County's."""
    return alone(ask, "48301", tmp_path_factory.mktemp("loving"))


def alone(ask: Queries, geoid: str, folder: Path) -> Path:
    """Write a place's sheet and what it looks up: the whole workbook takes seconds to calculate again and again."""
    template = replace(read_template("analyst", ask), modules=(targets_sheet, data))
    path = folder / f"{geoid} targets.xlsx"
    path.write_bytes(build(ask, ask.area(geoid), template))
    return path


def said(path: Path, tmp_path: Path, *rows: Row) -> list[dict[str, object]]:
    """Return what stands in the rows of the table when they are filled in so."""
    target = filled(path, tmp_path / "targets.xlsx", rows={TARGETS: dict(enumerate(rows))})
    values = ironcalc_values(target)
    return [
        {header: values.get(cell_of(path, TARGETS, row, header)) for header in headers(path, TARGETS)}
        for row in range(len(rows))
    ]


def target(ask: Queries, name: str, **row: Value) -> Row:
    """Return a row with a target on a variable."""
    return {"Metric": ask.catalog.variables[name].label, **{key.replace("_", " "): one for key, one in row.items()}}


class TestBaseline:
    def test_published(self, cook: Path, ask: Queries, tmp_path: Path) -> None:
        """When a metric is chosen, its latest number with its company is the baseline."""
        (row,) = said(cook, tmp_path, target(ask, "share_employed"))
        latest = ask.estimate(ask.metric("share_employed"), ask.area("17031"))

        assert [latest.value, latest.lower, latest.upper, latest.year, "2025 release, Strong"] == [
            row[one] for one in entries.BASELINE
        ]
        assert "Type a target and its year." == row["In words"]

    def test_written_over(self, cook: Path, ask: Queries, tmp_path: Path) -> None:
        """A baseline that is written into its cells stays, whatever is published: so it can be carried over."""
        old = {"Baseline": 0.8, "Lower": 0.79, "Upper": 0.81, "Baseline year": 2021, "Baseline from": "2023 release"}
        (row,) = said(cook, tmp_path, target(ask, "share_employed", Target=0.85, Target_year=2031) | old)
        need = needed(Baseline(2021, 0.8, 0.79, 0.81), 0.85, 2031)

        assert list(old.values()) == [row[one] for one in entries.BASELINE]
        assert isinstance(need, Need)
        assert (100 * need.change, 100 * need.yearly) == (
            pytest.approx(row["Change needed"]),
            pytest.approx(row["A year"]),
        )

    def test_own(self, cook: Path, tmp_path: Path) -> None:
        """A number of one's own starts from what is typed."""
        row: Row = {"Metric": "A share of our own", "Target": 0.3, "Target year": 2028}
        empty, typed = said(cook, tmp_path, row, row | {"Baseline": 0.2, "Baseline year": 2024})

        assert "Type a baseline and its year." == empty["In words"]
        assert str(typed["In words"]).startswith("2.5 points a year. No interval is published")


class TestInWords:
    def test_said(self, cook: Path, ask: Queries, tmp_path: Path) -> None:
        """A target is said with its yearly step, and whether the interval is smaller than it."""
        targets = [
            ("pctl_income_50", 90_000, 2030),
            ("share_employed", 0.85, 2030),
            ("share_employed", 0.8241, 2030),
            ("share_homeless", 0.08, 2030),
            ("share_employed", 85, 2030),
            ("share_employed", 0.85, 2023),
        ]
        rows = said(cook, tmp_path, *(target(ask, name, Target=goal, Target_year=year) for name, goal, year in targets))

        assert [
            "$1,307 a year. Larger than the interval: one year can show it.",
            "0.4 points a year. Within the interval: only 3 years' steps together can show it.",
            "less than 0.1 points a year. Smaller than the interval even all together: it could be chance to the end.",
            f"Less favorable than the baseline: 0.6 points a year. {NO_INTERVAL}",
            "A share lies between 0% and 100%.",
            "The target's year must come after the baseline's.",
        ] == [row["In words"] for row in rows]

    @pytest.mark.parametrize("year", [2024, 2026, 2040])
    def test_same_as_python(self, cook: Path, ask: Queries, tmp_path: Path, year: int) -> None:
        """Steps are counted as in Python."""
        latest = ask.estimate(ask.metric("share_employed"), ask.area("17031"))
        goals = [0.5, 0.8, 0.82, 0.83, 0.84, 0.9, 0.99]
        rows = said(cook, tmp_path, *(target(ask, "share_employed", Target=one, Target_year=year) for one in goals))

        for goal, row in zip(goals, rows, strict=True):
            need = needed(Baseline(2023, latest.value or 0.0, latest.lower, latest.upper), goal, year)
            assert need is not None
            assert need.steps is not None
            text = str(row["In words"])
            assert need.larger is ("Larger than" in text)
            assert (not need.larger and need.steps <= year - 2023) is (f"only {need.steps} years'" in text)
            assert (need.change < 0) is text.startswith("Less favorable")

    @pytest.mark.parametrize("name", ["share_employed", "share_homeless", "ratio_black_nh_house_value_households"])
    def test_less_favorable(self, cook: Path, ask: Queries, tmp_path: Path, name: str) -> None:
        """A target on the less favorable side is told as in Python, whichever side that is."""
        variable = ask.metric(name)
        goals = [0.02, 0.3, 0.45, 0.6, 0.9] if variable.direction != "nearer 1" else [0.02, 0.3, 0.9, 2.0, 2.3]
        baseline = ask.estimate(variable, ask.area("17031")).value or 0.0
        rows = said(cook, tmp_path, *(target(ask, name, Target=goal, Target_year=2030) for goal in goals))
        expected = [less_favorable(variable.direction, baseline, goal) for goal in goals]

        assert expected == [str(row["In words"]).startswith("Less favorable") for row in rows]
        assert len({*expected}) == 2

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("share_black_nh_exposure", "neither way is more favorable"),
            ("share_in_preschool", "puts 5 years together"),
            ("share_economic_connectedness", "published once"),
        ],
    )
    def test_refused(self, cook: Path, ask: Queries, tmp_path: Path, name: str, reason: str) -> None:
        """What can bear no target says why, and asks for nothing whatever is typed."""
        (row,) = said(cook, tmp_path, target(ask, name, Target=0.5, Target_year=2030))

        assert reason in str(row["In words"])
        assert ("[x]", "-", "-") == (row["Baseline"], row["Change needed"], row["A year"])

    @pytest.mark.parametrize(
        ("name", "reason"),
        [("share_low_birth_weight", "all small counties of the state"), ("share_employed", "no number to start from")],
    )
    def test_refused_here(self, loving: Path, ask: Queries, tmp_path: Path, name: str, reason: str) -> None:
        """A small county's pooled, Weak and missing numbers bear no target."""
        (row,) = said(loving, tmp_path, target(ask, name, Target=0.05, Target_year=2030))

        assert reason in str(row["In words"])

    def test_stars(self, cook: Path, tmp_path: Path) -> None:
        """A star stands for no metric, though a look-up takes it for any letters."""
        (row,) = said(cook, tmp_path, {"Metric": "*", "Target": 0.5, "Target year": 2030})

        assert ("[x]", "[x] not listed") == (row["Baseline"], row["In words"])

    @pytest.mark.parametrize(
        ("typed", "answer"),
        [
            ({"Target": "about 12"}, "[x] not a number: type digits, such as 82000 or 12%."),
            ({"Baseline": "$82,000"}, "[x] not a number: type digits, such as 82000 or 12%."),
            ({"Lower": Error("#N/A")}, "[x] not a number: type digits, such as 82000 or 12%."),
            ({"Target year": "2030"}, "[x] not a number: type digits, such as 82000 or 12%."),
            ({"Target year": 20255}, "A year has four digits, such as 2030."),
            ({"Target year": 2030.5}, "A year has four digits, such as 2030."),
            ({"Baseline year": 45_000}, "A year has four digits, such as 2030."),
            ({"Target year": 2023}, "The target's year must come after the baseline's."),
            ({"Baseline": 82.0}, "A share lies between 0% and 100%."),
            ({"Target": -0.1}, "A share lies between 0% and 100%."),
            ({"Target": None}, "Type a target and its year."),
            ({"Baseline": None}, "Type a baseline and its year."),
            ({"Metric": None}, "Choose a metric."),
            ({"Metric": Error("#N/A")}, "[x] not listed"),
            ({"Upper": 0.1}, f"0.4 points a year. {NO_INTERVAL}"),
            ({"2024": "0.83?"}, "[x] not a number: what is recorded for a year must be one."),
        ],
    )
    def test_slips(self, cook: Path, ask: Queries, tmp_path: Path, typed: Row, answer: str) -> None:
        """What cannot be a target, a baseline or a year is told in the row, which then gives no step."""
        (row,) = said(cook, tmp_path, {**target(ask, "share_employed", Target=0.85, Target_year=2030), **typed})

        assert str(row["In words"]).endswith(answer)
        gives_step = {"Upper", "2024"} & typed.keys()
        assert isinstance(row["A year"], float) is bool(gives_step)
        assert not [one for one in row.values() if str(one).startswith("#") and one not in typed.values()]

    def test_empty(self, cook: Path, tmp_path: Path) -> None:
        """A row with nothing in it says nothing."""
        (row,) = said(cook, tmp_path, {})

        assert {"-", None} == set(row.values())


class TestChart:
    def drawn(self, cook: Path, path: Path) -> dict[str, list[tuple[object, object]]]:
        """Return the drawn years and values, by the last words of what they are."""
        values = ironcalc_values(path)
        found: dict[str, list[tuple[object, object]]] = {}
        _, (_, top, _, bottom) = table_of(cook, TARGET_DRAWN)
        for row in range(bottom - top):
            what, year, value = (
                values[cell_of(cook, TARGET_DRAWN, row, one)] for one in ("What", "Year drawn", "Value drawn")
            )
            found.setdefault(str(what).rsplit(", ", 1)[-1], []).append((year, value))
        return found

    def test_follows(self, cook: Path, ask: Queries, tmp_path: Path) -> None:
        """The chart draws the chosen metric's years, its target, and what was recorded since."""
        row = target(ask, "share_employed", Target=0.85, Target_year=2030) | {"2025": 0.83}
        chosen = {"target_metric": ask.catalog.variables["share_employed"].label}
        found = self.drawn(cook, filled(cook, tmp_path / "a.xlsx", chosen, {TARGETS: {0: row}}))
        latest = ask.estimate(ask.metric("share_employed"), ask.area("17031")).value or 0.0

        assert [(2023, pytest.approx(100 * latest))] == found["baseline"]
        assert [(2030, pytest.approx(85))] == found["Target"]
        assert (2025, pytest.approx(83)) == found["Recorded by us"][1]
        assert (2014, 2023) == (found["published"][0][0], found["published"][-1][0])

    @pytest.mark.parametrize("chosen", [None, "Happiness", "*", "A share of our own"])
    def test_not_listed(self, cook: Path, tmp_path: Path, chosen: Value) -> None:
        """What is pasted over the drop-down and not on its list is told; no cell behind the chart is an error."""
        values = ironcalc_values(filled(cook, tmp_path / "a.xlsx", {"target_metric": chosen}))
        listed = str(chosen).startswith("A share")

        assert ("[x] not listed" in values.values()) is not listed
        assert not [one for (tab, _), one in values.items() if tab == "Targets" and str(one).startswith("#")]

    def test_missing_lies_under_the_baseline(self, cook: Path) -> None:
        """Before a target is set, and for years without a number, every dot is a number and lies on the baseline."""
        found = self.drawn(cook, cook)
        (base,) = found["baseline"]

        assert {base} == {*found["Target"], *found["Recorded by us"]}
        assert all(isinstance(one, float | int) for points in found.values() for point in points for one in point)

    def test_nothing_to_draw(self, ask: Queries, tmp_path: Path) -> None:
        """Where no number can bear a target, a sentence stands in place of the chart."""
        analyst = read_template("analyst", ask)
        governance = tuple(look for look in analyst.style.pillars if look.tab == "Governance")
        path = tmp_path / "a.xlsx"
        path.write_bytes(
            build(ask, ask.area("48301"), replace(analyst, style=replace(analyst.style, pillars=governance)))
        )
        sentences = [text for (tab, _), text in texts(path).items() if tab == "Targets"]

        assert any(text.startswith("No number that is published here can bear a target") for text in sentences)


def test_read_back(cook: Path) -> None:
    """The table has the columns by which it is read back, all of them open, and a column for each year."""
    sheet, _ = table_of(cook, TARGETS)
    written = (*entries.TARGETS.key, *entries.TARGETS.written, *map(str, range(2024, 2032)))

    assert set(written) <= set(headers(cook, TARGETS))
    assert all(sheet[cell_of(cook, TARGETS, ROWS - 1, header)[1]].style.open for header in written)


def test_baseline_is_a_formula(cook: Path) -> None:
    """What is filled in follows the metric until it is written over."""
    found = formulas(cook)

    assert all(cell_of(cook, TARGETS, 0, header) in found for header in entries.BASELINE)
