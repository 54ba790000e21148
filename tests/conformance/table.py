"""The table of calls, and what the law says of an answer: the same value, or an error; never another value."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from math import isclose
from pathlib import Path
from typing import Any

from tests.conformance.typed import Grid

PATH = Path(__file__).with_name("calls.toml")

NEAR = 1e-14
"""How far two numbers may lie apart, relatively: a cell keeps fifteen digits, and a workbook stores no more."""


class Verdict(Enum):
    """What an answer is to the law."""

    AGREES = "agreeing"
    ALLOWED = "error where allowed"
    LACKING = "error where it must answer"
    OTHER = "other values"

    @property
    def breaks_the_law(self) -> bool:
        """Whether the client may not answer so."""
        return self in {Verdict.LACKING, Verdict.OTHER}


@dataclass(frozen=True)
class Call:
    """One formula of the table, what its cell holds, and who must agree."""

    promise: str
    formula: str
    expected: Any
    must: frozenset[str]

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns the answer has."""
        return (len(self.expected), len(self.expected[0])) if isinstance(self.expected, list) else (1, 1)

    def verdict(self, runs: str, answer: object) -> Verdict:
        """Return what the law says of the answer of a client that runs this: a value, an error's text, or rows."""
        if _same(self.expected, answer):
            return Verdict.AGREES
        # Where an error is expected, another error is no agreement, but no other value either.
        if not _fails(answer, self.expected):
            return Verdict.OTHER
        return Verdict.LACKING if runs in self.must else Verdict.ALLOWED


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def grid() -> Grid:
    """Return the rows of the sheet Cells."""
    rows: Grid = _read()["cells"]
    return rows


def calls() -> Iterator[Call]:
    """Return the calls in the order of the table."""
    for promise in _read()["promise"]:
        for formula, expected in promise["calls"]:
            yield Call(promise["says"], formula, expected, frozenset(promise["must"]))


def _same(expected: object, answer: object) -> bool:
    if isinstance(expected, list):
        return (
            isinstance(answer, list)
            and len(expected) == len(answer)
            and all(
                len(row) == len(found) and all(map(_same, row, found))
                for row, found in zip(expected, answer, strict=True)
            )
        )
    if isinstance(expected, dict):
        return isinstance(answer, str) and expected["says"] in answer
    if isinstance(expected, str) or isinstance(answer, bool | str | list | None):
        return type(expected) is type(answer) and expected == answer
    return isclose(expected, answer, rel_tol=NEAR)  # type: ignore[arg-type]


def _fails(answer: object, expected: object) -> bool:
    """Whether an answer is an error, or rows in which every cell is as expected or an error."""
    if isinstance(answer, list) and isinstance(expected, list):
        return [len(row) for row in answer] == [len(row) for row in expected] and all(
            _same(wanted, found) or _fails(found, wanted)
            for row, wanted_row in zip(answer, expected, strict=True)
            for found, wanted in zip(row, wanted_row, strict=True)
        )
    # No published text and no sentence begins so.
    return isinstance(answer, str) and answer.startswith("#")
