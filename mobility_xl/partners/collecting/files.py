"""What files say of themselves before they are read: which place they are about, and which of them belong together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.collecting.collected import is_collected
from mobility_xl.partners.reading.receiving import receive
from mobility_xl.store.lookup import HASH_DIGITS
from mobility_xl.workbook.collected import PROPERTY as COLLECTED
from mobility_xl.workbook.collected import VERSION as COLLECTED_VERSION
from mobility_xl.workbook.entries import VERSION
from mobility_xl.workbook.package import whole_number
from mobility_xl.workbook.stamp import read_stamp, refuse_later


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that was named, as it says of itself; what is filled in is read when its turn comes, and let go again."""

    path: Path
    digest: str
    geoid: str
    place: str
    edition: int | None
    is_collected: bool

    @property
    def code(self) -> str:
        """A short hash of its bytes."""
        return self.digest[:HASH_DIGITS]

    @property
    def id(self) -> str:
        """What tells the file from others."""
        return f"{self.path.name} ({self.code})"


def look(path: Path) -> GivenFile:
    """Return what a file says of itself, or raise BadWorkbook where it cannot be collected."""
    package = receive(path)
    digest = package.archive.digest
    if is_collected(package):
        about = package.custom_properties
        refuse_later(path.name, whole_number(about.get(COLLECTED)), COLLECTED_VERSION)
        edition = whole_number(about.get("edition"))
        return GivenFile(path, digest, about.get("geoid", ""), about.get("place", ""), edition, is_collected=True)
    stamp = read_stamp(package)
    if stamp is None or not stamp.geoid:
        raise BadWorkbook(
            f"{path.name} does not say which place it is about: it was not built by mobility_xl, or lost its stamp. "
            "Copy what was filled in into a copy that was handed out."
        )
    refuse_later(path.name, stamp.schema, VERSION)
    return GivenFile(path, digest, stamp.geoid, stamp.place or stamp.geoid, stamp.edition, is_collected=False)


def most_common_place(told: Sequence[GivenFile]) -> str:
    """Return the place that most files are about, of several the one whose code comes first."""
    counts = _files_by_place(told)
    return min(counts, key=lambda geoid: (-counts[geoid], geoid), default="")


def _files_by_place(told: Sequence[GivenFile]) -> Counter[str]:
    """Return how many files each place has; a file that is named twice is one."""
    return Counter(geoid for _, geoid in {(one.id, one.geoid) for one in told})


def why_of_another(one: GivenFile, told: Sequence[GivenFile], place: str) -> str:
    """Say why a file of another place is refused."""
    sentence = f"It is about {one.place} ({one.geoid}), not about {name_of(told, place)} ({place})."
    counts = _files_by_place(told)
    if counts[one.geoid] < counts[place]:
        return sentence
    return f"{sentence} As many files are about the one as about the other: name those of one place only."


def name_of(told: Sequence[GivenFile], geoid: str) -> str:
    """Return the name of a place as its files say it."""
    return min((one.place for one in told if one.geoid == geoid), default=geoid)
