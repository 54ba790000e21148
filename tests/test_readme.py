"""What the README shows is what happens."""

import doctest
import re
import shlex
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from mobility_xl import catalog
from mobility_xl.cli import main
from mobility_xl.functions import FUNCTIONS, call
from mobility_xl.queries import Queries
from tests.conformance.table import calls
from tests.conformance.typed import read
from tests.test_cli import each_command

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@each_command
def test_every_command(words: tuple[str, ...]) -> None:
    """Every command stands in the table of commands."""
    assert f"| `{' '.join(('mobility-xl', *words))}" in README


def test_printed() -> None:
    """What stands below a command is what it prints, to the letter."""
    shown = re.findall(r"^    \$ (.*)\n((?:    .*\n|\n)+)", README, re.MULTILINE)

    assert shown
    for command, printed in shown:
        words = shlex.split(command)[1:]

        assert textwrap.dedent(printed).strip() == CliRunner().invoke(main, words).stdout.strip()


def test_python() -> None:
    """What stands below a line of Python is what it answers."""
    result = doctest.testfile(str(Path(__file__).parents[1] / "README.md"), module_relative=False)

    assert result.failed == 0
    assert result.attempted >= 3


def test_counts(ask: Queries) -> None:
    """What is inside is counted from the catalog and the store."""
    known = catalog.load()
    areas = ask.store.areas
    years = sorted({year for series in ask.store.all_series() for year in series.years})
    inside = (
        f"{len(known.pillars)} pillars, {sum(len(one.predictors) for one in known.pillars)} predictors, "
        f"{sum(len(one.metrics) for one in known.pillars)} metrics in {len(known.variables)} published variables, "
        f"{len(areas.all('county')):,} counties and {len(areas.all('city'))} cities, {years[0]} to {years[-1]}"
    )

    assert inside in README


def test_functions() -> None:
    """How many functions there are, and how many work as LAMBDA names, is counted from the registry."""
    in_workbooks = [one for one in FUNCTIONS.values() if one.portable]

    assert f"{len(FUNCTIONS)} functions answer from cells" in README
    assert f"| {len(in_workbooks)} functions as LAMBDA names" in README


def test_conformance() -> None:
    """How many calls the clients are compared in is counted from the table."""
    assert f"runs {len(list(calls()))} calls through" in README


@pytest.mark.parametrize(
    ("formula", "shown"), re.findall(r"^    (=MOBILITY_\w+\(.*\)) {2,}(\S+)$", README, re.MULTILINE)
)
def test_in_a_cell(formula: str, shown: str) -> None:
    """What stands behind a formula is what it answers, as a percentage."""
    name, cells = read(formula)

    assert shown == f"{call(name, *cells):.1%}"
