"""One workbook, beside the writing library doing the same with no logic of ours."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import ironcalc
from xlsxwriter import Workbook

from benchmarks.measure import Row, usual
from benchmarks.numbers import compiled
from mobility_xl import catalog
from mobility_xl.queries import Queries
from mobility_xl.store import open_store
from mobility_xl.workbook import render
from mobility_xl.workbook.build import build
from mobility_xl.workbook.templates import read_template

RECALCULATED = {
    "review": ("17031", "1714000", "0644000", "3651000", "48201", "09110", "1372122", "48301"),
    "analyst": ("17031", "1714000"),
    "council": ("17031", "1714000"),
}
"""Large and small counties and cities, by template."""
BY_PLACE = re.compile(rb'INDEX\(ShownRows\[row\],MATCH\(("(?:[^"]|"")*"),ShownRows\[key\],0\)\)')
Call = tuple[int, str, tuple[Any, ...], dict[str, Any], int]


class Recorder:
    """Stands for an object of the writing library, passes every call on and keeps it for a replay."""

    def __init__(self, real: Any, calls: list[Call], objects: list[Any]) -> None:
        self._real, self._calls, self._objects = real, calls, objects
        self._number = len(objects)
        objects.append(real)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            super().__setattr__(name, value)
        else:
            setattr(self._real, name, _unwrapped(value))

    def __getattr__(self, name: str) -> Any:
        if not callable(getattr(self._real, name)):
            return getattr(self._real, name)

        def recorded(*args: Any, **kwargs: Any) -> Any:
            answer = getattr(self._real, name)(*_unwrapped(args), **_unwrapped(kwargs))
            made = name in {"add_worksheet", "add_format", "add_chart"}
            known = Recorder(answer, self._calls, self._objects) if made else answer
            self._calls.append((self._number, name, args, kwargs, known._number if made else -1))
            return known

        return recorded


def _unwrapped(value: Any) -> Any:
    """Put the real objects back where recorders stand."""
    if isinstance(value, Recorder):
        return value._real
    if isinstance(value, list | tuple):
        return [_unwrapped(one) for one in value]
    if isinstance(value, dict):
        return {key: _unwrapped(one) for key, one in value.items()}
    return value


def _renumbered(value: Any, objects: dict[int, Any]) -> Any:
    """Put the objects of a replay where recorders stand."""
    if isinstance(value, Recorder):
        return objects[value._number]
    if isinstance(value, list | tuple):
        return [_renumbered(one, objects) for one in value]
    if isinstance(value, dict):
        return {key: _renumbered(one, objects) for key, one in value.items()}
    return value


def recorded(run: Callable[[], object]) -> list[Call]:
    """Return the calls that building a workbook makes to the writing library."""
    calls: list[Call] = []
    objects: list[Any] = []
    real = render._Workbook
    render._Workbook = lambda *args, **kwargs: Recorder(real(*args, **kwargs), calls, objects)  # type: ignore[assignment,misc]
    try:
        run()
    finally:
        render._Workbook = real  # type: ignore[misc]
    return calls


def replay(calls: list[Call]) -> bytes:
    """Make the same calls to the library as it is."""
    made = BytesIO()
    objects: dict[int, Any] = {0: Workbook(made, {"in_memory": True, "strings_to_formulas": False})}
    for number, name, args, kwargs, known in calls:
        if name == "add_data_table":
            head, rows, *others = args
            _cell_by_cell(objects[number], head, rows, *_renumbered(others, objects))
            continue
        answer = getattr(objects[number], name)(*_renumbered(args, objects), **_renumbered(kwargs, objects))
        if known >= 0:
            objects[known] = answer
    return made.getvalue()


def _cell_by_cell(sheet: Any, head: int, rows: list[Any], looks: list[Any], options: dict[str, Any]) -> None:
    """Write a data table as the library's users do."""
    sheet.add_table(head, 0, head + len(rows), len(looks) - 1, options)
    for at, row in enumerate(rows, head + 1):
        for column, (value, (look, formula)) in enumerate(zip(row, looks, strict=True)):
            if formula:
                sheet.write_formula(at, column, f"={formula}", look, value)
            else:
                write = sheet.write_string if isinstance(value, str) else sheet.write_number
                write(at, column, value, look)


def recalculations() -> Iterator[Row]:
    """Whole workbooks of places of every size, beside the same formulas each searching all of Estimates itself."""
    ask = Queries(open_store(), catalog.load())
    with TemporaryDirectory() as folder:
        path, searching = Path(folder) / "guide.xlsx", Path(folder) / "searching.xlsx"
        for template, geoids in RECALCULATED.items():
            for geoid in geoids:
                area = ask.area(geoid)
                path.write_bytes(build(ask, area, read_template(template, ask)))
                searching.write_bytes(_searching(path.read_bytes()))
                taken, peer = (usual(lambda one=one: recalculate(one), times=3) for one in (path, searching))
                yield Row(f"{template} of {area}, in IronCalc", taken, "each number searched for", peer, "2 s")


def recalculate(workbook: Path) -> None:
    """Open a workbook in IronCalc and calculate all of it."""
    ironcalc.load_from_xlsx(str(workbook), "en", "UTC", "en").evaluate()


def _searching(workbook: bytes) -> bytes:
    """Return a workbook in which every number is looked up without the short table of where they stand."""
    made = BytesIO()
    with ZipFile(BytesIO(workbook)) as former, ZipFile(made, "w") as now:
        for name in former.namelist():
            text = former.read(name)
            now.writestr(name, BY_PLACE.sub(rb"MATCH(\1,Estimates[key],0)", text) if name.endswith(".xml") else text)
    return made.getvalue()


def one_workbook() -> Iterator[Row]:
    """Cook County's workbook: in a process that has built none yet, and in one that has."""
    store = open_store()

    def run() -> bytes:
        ask = Queries(store, catalog.load())
        return build(ask, ask.area("17031"), read_template("review", ask))

    run()
    calls = recorded(run)
    floor = usual(lambda: replay(calls))
    yield Row(
        "one workbook, in process",
        usual(run),
        "XlsxWriter, same calls",
        floor,
        "0.8 s; 1.3 times",
        f"{len(calls):,} calls",
    )
    code = (
        "from mobility_xl import queries; from mobility_xl.workbook.build import build;"
        "from mobility_xl.workbook.templates import read_template;"
        "ask = queries.default(); build(ask, ask.area('17031'), read_template('review', ask))"
    )
    nothing = usual(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    whole = usual(lambda: subprocess.run([sys.executable, "-c", code], check=True, env=compiled()))  # noqa: S603
    yield Row("one workbook, whole process", whole, "python -c pass", nothing, remark=f"{datetime.now():%Y-%m-%d}")
