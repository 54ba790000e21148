"""Look-ups, first answers and the import."""

import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from benchmarks.measure import Row, usual
from mobility_xl import queries
from mobility_xl.errors import MobilityError
from mobility_xl.functions import FUNCTIONS, call
from mobility_xl.store.editions import PUBLISHED

CALLS = 20_000
CELLS = 10_000
VARIABLE, YEAR = "share_low_birth_weight", 2023


def look_ups() -> Iterator[Row]:
    """One published number, beside the ways that anybody would keep it."""
    ask = queries.default()
    series = ask.store.series(VARIABLE, "county")
    counties = [
        area for area in ask.store.areas.all("county") if series and series.value(area.position, YEAR) is not None
    ]
    values = {area.geoid: series.value(area.position, YEAR) for area in counties if series}
    geoids = list(islice(cycle(values), CALLS))
    frame = pd.DataFrame({"value": values})
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE estimate (geoid TEXT PRIMARY KEY, value REAL) WITHOUT ROWID")
        db.executemany("INSERT INTO estimate VALUES (?, ?)", values.items())
        one_row = "SELECT value FROM estimate WHERE geoid = ?"
        ours = usual(lambda: [call("MOBILITY_METRIC", VARIABLE, geoid, YEAR) for geoid in geoids]) / CALLS
        first = usual(lambda: [call("MOBILITY_METRIC", VARIABLE, geoid, YEAR) for geoid in values], forget) / len(
            values
        )
        peers = {
            "a dictionary": usual(lambda: [values[geoid] for geoid in geoids]) / CALLS,
            "one row of SQLite": usual(lambda: [db.execute(one_row, (geoid,)).fetchone() for geoid in geoids]) / CALLS,
            "DataFrame.loc": usual(lambda: [frame.loc[geoid, "value"] for geoid in geoids]) / CALLS,
        }
    for peer, seconds in peers.items():
        yield Row("MOBILITY_METRIC, one cell, warm", ours, peer, seconds, "3.3 microseconds")
        yield Row("MOBILITY_METRIC, one cell, not asked before", first, peer, seconds)


def forget() -> None:
    """Let a function forget what it answered."""
    FUNCTIONS["MOBILITY_METRIC"].forget()


def ranges() -> Iterator[Row]:
    """Time a range in one call, beside the same cells one by one."""
    geoids = [area.geoid for area in queries.default().store.areas.all("county")]
    cells = list(islice(cycle(geoids), CELLS))
    rows = [[geoid] for geoid in cells]

    def one_by_one() -> None:
        for geoid in cells:
            with suppress(MobilityError):
                call("MOBILITY_METRIC", VARIABLE, geoid)

    peer = usual(one_by_one)
    for words, before in (("warm", None), ("not asked before", forget)):
        taken = usual(lambda: call("MOBILITY_METRIC", VARIABLE, rows), before)
        yield Row(f"{CELLS:,} cells in one call, {words}", taken, "one by one, warm", peer, "20 ms")


def first_imports() -> Iterator[Row]:
    """Time the import of what a cell function needs, beside Python doing nothing."""
    nothing = usual(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    code = "import mobility_xl.functions"
    taken = usual(lambda: subprocess.run([sys.executable, "-c", code], check=True, env=compiled()))  # noqa: S603 - our own
    yield Row("import of the functions, less Python's start", taken - nothing, "python -c pass", nothing, "50 ms")


def compiled() -> dict[str, str]:
    """Return an environment in which Python keeps what it compiled, as it does for users."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def first_answers() -> Iterator[Row]:
    """Time the first answer of a fresh process, beside Python doing nothing."""
    ask = [sys.executable, "-m", "mobility_xl", "metric", "low birth weight", "Cook County, IL"]
    nothing = usual(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    answer = usual(lambda: subprocess.run(ask, check=True, capture_output=True, env=compiled()))  # noqa: S603
    yield Row("first answer, whole process", answer, "python -c pass", nothing, "0.25 s")


def imports() -> Iterator[Row]:
    """Time the import of the whole edition, in a process of its own so that its memory can be told."""
    with TemporaryDirectory() as folder:
        code = (
            "from pathlib import Path; from mobility_xl.store.building import build_published;"
            f"build_published(Path({str(PUBLISHED / '2025')!r}), Path({folder!r}) / '2025.sqlite', lambda *_: None)"
        )
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
        taken = time.perf_counter() - started
        megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = (Path(folder) / "2025.sqlite").stat().st_size / 1e6
    yield Row(
        "import of the whole edition", taken, goal="30 s", remark=f"{megabytes:.0f} MB at most; store {size:.0f} MB"
    )
