"""What a check finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mobility_xl.workbook.package import Package


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend.

    ``check`` is the name of the rule, ``where`` a sheet's name or a part of the file, ``cell`` an
    address or a range, None where the finding is about no cell; ``sentence`` says what to do.
    """

    check: str
    where: str
    cell: str | None
    sentence: str

    def __str__(self) -> str:
        place = self.where if self.cell is None else f"{self.where}!{self.cell}"
        return f"{place}: {self.sentence}"


class Problem(NamedTuple):
    """A finding before it has the name of its check."""

    where: str
    cell: str | None
    sentence: str


Check = Callable[[Package], Iterator[Problem]]
