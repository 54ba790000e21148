"""Look-ups, first answers and the import."""

import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from benchmarks.measure import Row, best
from mobility_xl import queries
from mobility_xl.functions import call
from mobility_xl.store.editions import PUBLISHED

CALLS = 20_000
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
        ours = best(lambda: [call("MOBILITY_METRIC", VARIABLE, geoid, YEAR) for geoid in geoids]) / CALLS
        peers = {
            "a dictionary": best(lambda: [values[geoid] for geoid in geoids]) / CALLS,
            "one row of SQLite": best(lambda: [db.execute(one_row, (geoid,)).fetchone() for geoid in geoids]) / CALLS,
            "DataFrame.loc": best(lambda: [frame.loc[geoid, "value"] for geoid in geoids]) / CALLS,
        }
    for peer, seconds in peers.items():
        yield Row("MOBILITY_METRIC, one cell, warm", ours, peer, seconds)


def first_answers() -> Iterator[Row]:
    """Time the first answer of a fresh process, beside Python doing nothing."""
    ask = [sys.executable, "-m", "mobility_xl", "metric", "low birth weight", "Cook County, IL"]
    nothing = best(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    answer = best(lambda: subprocess.run(ask, check=True, capture_output=True))  # noqa: S603
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
