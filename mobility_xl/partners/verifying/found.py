"""What the comparison of a workbook with the published numbers found."""

from dataclasses import dataclass, field

from mobility_xl.workbook.stamp import Stamp

Shown = float | str
"""A number, or the text that stands for none."""


@dataclass(frozen=True, slots=True)
class Altered:
    """A cell that holds something else than what is published: ``was`` is the published, ``now`` what it holds."""

    sheet: str
    cell: str
    what: str
    was: Shown
    now: Shown

    @property
    def place(self) -> str:
        """Where it is, such as ``Data!H79``."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        return f"{self.place}: was {self.was!r}, is {self.now!r} ({self.what})"


@dataclass
class Verification:
    """What the comparison of one workbook found.

    ``compared`` counts the numbers that were, years included. ``stale`` says in sentences what is not of today;
    ``unread`` what could not be compared, which keeps a workbook from being verified.
    """

    stamp: Stamp | None
    edition: int | None = None
    compared: int = 0
    shortened: int = 0
    altered: list[Altered] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether every number was compared and is as published."""
        return not self.altered and not self.unread
