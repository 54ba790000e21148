"""What a rule is, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from mobility_xl.workbook.package import Package

# Essential, a success criterion of WCAG 2.1 level A or AA, or desirable.
Level = Literal["E", "AA", "D"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend.

    ``check`` is the id of the rule, ``where`` a sheet's name or a part of the file, ``cell`` an
    address or a range, None where the finding is about no cell; ``sentence`` says what to do.
    """

    check: str
    where: str
    cell: str | None
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"

    @property
    def place(self) -> str:
        """Where it is, such as ``Peers!B3``."""
        return self.where if self.cell is None else f"{self.where}!{self.cell}"


class Problem(NamedTuple):
    """A finding before it has the id of its rule."""

    where: str
    cell: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, how much it matters, what holds where it is kept, and who looks."""

    id: str
    level: Level
    title: str
    find: Callable[[Package], Iterator[Problem]]

    def result(self, package: Package) -> "Result":
        """Look at a workbook."""
        found = tuple(Finding(self.id, *problem) for problem in self.find(package))
        return Result(self.id, self.level, self.title, found)


@dataclass(frozen=True, slots=True)
class Result:
    """What one rule found; ``findings`` is empty where it is kept."""

    id: str
    level: Level
    title: str
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether the rule is kept."""
        return not self.findings
