"""What an accessibility check is, and what it answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mobility_xl.workbook.lint import Finding, Problem
from mobility_xl.workbook.package import Package

# Essential, desirable, or a success criterion of WCAG 2.1 level A or AA.
Level = Literal["E", "D", "AA"]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its id, how much it matters, what holds where it is kept, and who looks."""

    id: str
    level: Level
    title: str
    find: Callable[[Package], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found; ``findings`` is empty where the rule is kept."""

    id: str
    level: Level
    title: str
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether the rule is kept."""
        return not self.findings
