"""Opens the filled workbook of a former edition, or says why it cannot be carried over."""

from dataclasses import dataclass
from pathlib import Path

from mobility_xl.errors import BadArgument, BadWorkbook, MobilityError
from mobility_xl.partners.reading.filled import Reading, read_filled
from mobility_xl.partners.reading.receiving import receive
from mobility_xl.queries import Queries
from mobility_xl.store import Area
from mobility_xl.workbook import entries
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.stamp import Stamp, read_stamp, refuse_later


@dataclass(frozen=True)
class FormerWorkbook:
    """A filled workbook of a former edition."""

    package: Package
    stamp: Stamp
    edition: int
    reading: Reading

    @property
    def has_officials(self) -> bool:
        """Whether it says of single officials what they answered."""
        return entries.OFFICIALS.name in self.reading.rows

    def peers(self, ask: Queries) -> tuple[Area, ...]:
        """Return the chosen peers that an edition knows."""
        chosen = (self.reading.names[name].text for name in entries.PEERS if name in self.reading.names)
        return tuple(area for text in chosen if (area := area_of_today(ask, text)) is not None)


def read_former(path: Path, ask: Queries, area: Area) -> FormerWorkbook:
    """Open a filled workbook that may be carried over into an area's.

    Raises
    ------
    BadWorkbook
        When it is no workbook of ours, about another place, or made by a later version.
    BadArgument
        When it is of a later edition.
    """
    package = receive(path)
    stamp = read_stamp(package)
    if stamp is None or stamp.edition is None:
        raise BadWorkbook(
            f"{path.name} does not say which place and edition it is about: mobility_xl did not build it, or its "
            "properties and the table on Notes are gone. Name the workbook that was filled in."
        )
    if stamp.geoid != area.geoid:
        raise BadWorkbook(
            f"{path.name} is about {stamp.place or 'another place'} ({stamp.geoid}), not about {area} ({area.geoid}): "
            f"what was written in it is not carried over. {_own_workbook(path, stamp, ask, area)}"
        )
    if stamp.edition > ask.store.edition:
        raise BadArgument(
            f"{path.name} is of the {stamp.edition} edition, later than {ask.store.edition}: choose its edition or a "
            "later one with --edition."
        )
    refuse_later(path.name, stamp.schema, entries.VERSION)
    return FormerWorkbook(package, stamp, stamp.edition, read_filled(package))


def _own_workbook(path: Path, stamp: Stamp, ask: Queries, area: Area) -> str:
    """Say which workbook to name instead; of a former area, which place its own is carried over into."""
    if any(one.geoid == stamp.geoid for one in ask.store.areas.predecessors(area)):
        return f'Carry it over into its own area: mobility-xl build {stamp.geoid} --carry "{path.name}".'
    return "Name the place's own workbook."


def area_of_today(ask: Queries, text: str) -> Area | None:
    """Return a county or city of today; None for what is none."""
    try:
        area = ask.area(text)
    except MobilityError:
        return None
    return area if area.until is None else None
