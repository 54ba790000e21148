"""What a workbook says of where it comes from: in the properties of its file, and in a table on Notes.

The table is there for people, and for programs that drop a file's properties when they save it.
"""

from dataclasses import dataclass

from mobility_xl.errors import BadWorkbook
from mobility_xl.workbook import entries
from mobility_xl.workbook.package import Package, whole_number

TABLE = "Stamp"
WHAT, SAID = "What", "Says"
"""The table on Notes, and its headings."""

PROPERTIES = {
    "place": "place",
    "geoid": "geoid",
    "edition": "edition",
    "data": "data",
    "version": "mobility_xl",
    "schema": entries.PROPERTY,
    "build": "build",
    "template": "template",
    "sheets": "sheets",
    "protect": "protect",
    "locked": "locked",
}
"""What each part of a stamp is called among the properties of a file."""

LABELS = {
    "place": "Place",
    "geoid": "Code of the place",
    "edition": "Edition",
    "data": "Data",
    "template": "Template",
    "build": "Build",
    "schema": "Version of the entry cells",
    "version": "mobility_xl",
}
"""What of it stands on Notes, in order, and how it is called there."""

BETWEEN = "|"
"""What stands between the names of sheets; no sheet's name can hold it."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who built a workbook, about what place, from which numbers; the builder writes it.

    ``geoid`` is a place's code, or a state's two digits; ``data`` the hash of the numbers; ``version``
    that of mobility_xl; ``schema`` that of the names of the entry cells. ``build`` stands for all that the
    builder was told: two workbooks with one build have the same bytes. ``sheets`` are those that the builder
    made, ``protect`` those of them that are locked in a copy to hand out, ``locked`` is a hash of their
    locked content in such a copy. What a file does not say is empty.
    """

    place: str = ""
    geoid: str = ""
    edition: int | None = None
    data: str = ""
    version: str = ""
    schema: int | None = None
    build: str = ""
    template: str = ""
    sheets: tuple[str, ...] = ()
    protect: tuple[str, ...] = ()
    locked: str = ""

    @property
    def properties(self) -> dict[str, str]:
        """The properties of the file."""
        told = {name: getattr(self, part) for part, name in PROPERTIES.items()}
        for several in ("sheets", "protect"):
            told[PROPERTIES[several]] = BETWEEN.join(getattr(self, several))
        return {name: str(value) for name, value in told.items() if value not in (None, "")}

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The rows of the table on Notes."""
        return [(label, str(getattr(self, part))) for part, label in LABELS.items() if getattr(self, part)]


def read_stamp(package: Package) -> Stamp | None:
    """Return a workbook's stamp, None where it has none: somebody else made it."""
    told = package.custom_properties
    if PROPERTIES["version"] not in told:
        # Programs drop properties, and some then write their own.
        told = _on_notes(package)
    if PROPERTIES["version"] not in told:
        return None
    parts = {part: told.get(name, "") for part, name in PROPERTIES.items()}
    return Stamp(
        place=parts["place"],
        geoid=parts["geoid"],
        edition=whole_number(parts["edition"]),
        data=parts["data"],
        version=parts["version"],
        schema=whole_number(parts["schema"]),
        build=parts["build"],
        template=parts["template"],
        sheets=tuple(filter(None, parts["sheets"].split(BETWEEN))),
        protect=tuple(filter(None, parts["protect"].split(BETWEEN))),
        locked=parts["locked"],
    )


def refuse_later(file: str, version: int | None, known: int) -> None:
    """Raise BadWorkbook for a file whose cells have names of a later version: they can mean what is not known here."""
    if version is not None and version > known:
        raise BadWorkbook(
            f"{file} was made by a later mobility_xl: its cells are named by version {version}, and this program knows "
            f"versions up to {known}. Update mobility_xl (pip install --upgrade mobility_xl) and try again."
        )


def _on_notes(package: Package) -> dict[str, str]:
    """Return what the table on Notes says, by the names of properties."""
    labels = {label: PROPERTIES[part] for part, label in LABELS.items()}
    for table in package.tables:
        grid = package.grid_named(table.sheet)
        columns = [one.strip() for one in table.columns]
        if table.display_name != TABLE or table.body is None or grid is None or not {WHAT, SAID} <= {*columns}:
            continue
        left = table.body.left
        lines = [
            [grid.cell(row, left + columns.index(heading)) for heading in (WHAT, SAID)]
            for row in range(table.body.top, table.body.bottom + 1)
        ]
        return {
            labels[what.text.strip()]: f"{said.value:.0f}" if isinstance(said.value, float) else str(said.value).strip()
            for what, said in lines
            if what is not None and said is not None and what.text.strip() in labels
        }
    return {}
