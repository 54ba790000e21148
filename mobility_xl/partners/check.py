"""Everything that can be checked in a workbook, put together: its numbers, its file, who can read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.verify import Altered, Verification, verify
from mobility_xl.queries import Queries, default
from mobility_xl.workbook import accessibility, lint
from mobility_xl.workbook.lint import Finding, Level, Result
from mobility_xl.workbook.package import Package, parse_cell, parse_range

Room = Literal["numbers", "file", "accessibility"]

SEVERITY: dict[Level, int] = {"E": 0, "AA": 1, "D": 2}
"""What is told first."""

LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: where it is, what stands there, and what to do. ``cell`` is empty where there is none."""

    where: str
    cell: str
    found: str
    do: str

    @property
    def place(self) -> str:
        """Where it is, such as ``Peers!B3``."""
        return f"{self.where}!{self.cell}" if self.cell else self.where


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with the faults that were found; ``expected`` is what holds where it is kept."""

    room: Room
    id: str
    level: Level
    expected: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What all checks found in one workbook. ``verified`` is None where it holds no published numbers."""

    name: str
    rules: tuple[Rule, ...]
    verified: Verification | None
    notes: tuple[str, ...]

    @property
    def broken(self) -> list[Rule]:
        """The rules that are not kept, worst first."""
        return sorted((rule for rule in self.rules if rule.faults), key=lambda rule: SEVERITY[rule.level])

    @property
    def passed(self) -> bool:
        """Whether no essential rule is broken."""
        return not any(rule.faults and rule.level == "E" for rule in self.rules)


def check(package: Package, questions: Callable[[int | None], Queries] = default) -> Report:
    """Check a workbook, whoever made it.

    Parameters
    ----------
    package
        The workbook.
    questions
        Opens an edition to compare numbers with; the newest for None.
    """
    try:
        verified = verify(package, questions)
    except BadWorkbook:
        verified = None
    rooms: tuple[tuple[Room, list[Result]], ...] = (
        ("file", lint.results(package)),
        ("accessibility", accessibility.check(package)),
    )
    rules = [
        Rule(room, one.id, one.level, one.title, tuple(_fault(package, each) for each in one.findings))
        for room, results in rooms
        for one in results
    ]
    numbers = list(_numbers(verified)) if verified else []
    return Report(package.path.name, (*numbers, *rules), verified, tuple(_notes(package, verified)))


def _numbers(verified: Verification) -> Iterator[Rule]:
    """Give the rules about numbers."""
    yield Rule("numbers", "altered", "E", "Every number is as it was published", tuple(map(_altered, verified.altered)))
    unread = tuple(Fault("Data", "", "", one) for one in verified.unread)
    yield Rule("numbers", "unread", "E", "Every number can be compared with the published ones", unread)


def _altered(one: Altered) -> Fault:
    return Fault(one.sheet, one.cell, f"{one.now}", f"Put back {one.was} ({one.what}), or build the workbook anew.")


def _fault(package: Package, finding: Finding) -> Fault:
    return Fault(finding.where, finding.cell or "", _shown(package, finding), finding.sentence)


def _shown(package: Package, finding: Finding) -> str:
    """Return what stands in the first cell of a finding, so that people know it again."""
    grid = package.grid_named(finding.where)
    first = (finding.cell or "").split(" ")[0]
    place = parse_cell(first)
    if place is None and (area := parse_range(first)):
        place = area.top, area.left
    cell = grid.cell(*place) if grid is not None and place is not None else None
    if cell is None or (cell.formula is None and cell.value is None):
        return ""
    words = " ".join((f"={cell.formula}" if cell.formula else cell.said).split())
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 3]}..."


def _notes(package: Package, verified: Verification | None) -> Iterator[str]:
    """Give what is good to know and no fault."""
    if verified is None:
        yield "It holds no numbers of mobility_xl to compare."
    else:
        yield from verified.stale
    if package.from_libreoffice:
        yield (
            "LibreOffice saved it, which drops the alternative texts of charts and tables, and spoils cell functions: "
            "such faults are not of the workbook as it was built."
        )
