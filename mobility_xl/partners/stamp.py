"""What a workbook says of where it comes from, in the properties of its file."""

from dataclasses import dataclass

from mobility_xl.workbook.package import Package, whole_number


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who built a workbook, about what place, from which numbers; the builder writes it.

    ``geoid`` is a place's code, or a state's two digits; ``data`` the hash of the numbers; ``version``
    that of mobility_xl. What a file does not say is empty, an edition None.
    """

    geoid: str
    edition: int | None
    data: str
    version: str


def read_stamp(package: Package) -> Stamp | None:
    """Return a workbook's stamp, None where it has none: somebody else made it."""
    told = package.custom_properties
    if "mobility_xl" not in told:
        return None
    return Stamp(told.get("geoid", ""), whole_number(told.get("edition")), told.get("data", ""), told["mobility_xl"])
