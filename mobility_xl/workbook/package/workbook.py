"""A workbook as its parts: what the lint and the accessibility checks look at."""

import io
import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self
from xml.etree.ElementTree import Element

from mobility_xl.errors import BadWorkbook
from mobility_xl.workbook.package.archive import Archive, Relationship
from mobility_xl.workbook.package.cells import Grid, read_grid, read_text
from mobility_xl.workbook.package.elements import (
    decoded,
    every,
    is_true,
    local_name,
    relationship_ids,
    whole_number,
    without_collection,
)
from mobility_xl.workbook.package.opening import open_archive
from mobility_xl.workbook.package.other_files import what_it_holds
from mobility_xl.workbook.package.records import (
    DefinedName,
    Drawn,
    PivotCache,
    PivotRecords,
    PivotTable,
    Sheet,
    SheetFormula,
    Table,
)
from mobility_xl.workbook.package.references import parse_range
from mobility_xl.workbook.package.styles import Styles, Theme, read_theme

CONTENT_TYPES = "[Content_Types].xml"
FIRST_DAY = date(1899, 12, 30)
"""The day from which workbooks count their dates, but for old ones of Macs."""
MOST_CELLS = 3_000_000
"""How many cells of a workbook are kept; the numbers of all of Texas are 2 million."""

_SHEET_KINDS = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet")
_DRAWN = frozenset({"pic", "graphicFrame", "sp", "cxnSp", "grpSp"})
# The elements of a sheet, beside its cells, that hold a formula or a reference.
_RULES = {
    "formula1": "A validation",
    "formula2": "A validation",
    "formula": "A conditional format",
    "f": "A sparkline or a rule",
}
_COLUMN_FORMULAS = frozenset({"calculatedColumnFormula", "totalsRowFormula"})


class Package:
    """A workbook read as its parts.

    Nothing is trusted: a part that is absent or broken gives nothing, and the lint says so. Parts are
    read when asked for and kept. Written by Excel, LibreOffice, openpyxl or XlsxWriter, all are read alike.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.path = archive.path
        self._grids: dict[str, Grid] = {}
        self._cells = 0
        self._records: dict[str, PivotRecords] = {}

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Self:
        """Open a workbook, or raise BadWorkbook with a sentence that says what to do."""
        package = cls(open_archive(Path(path)))
        root = package.archive.xml(package.workbook_part)
        if not package.archive.has(package.workbook_part) or local_name(root) not in {"workbook", ""}:
            what, advice = what_it_holds(package.archive.entries) or (
                "a zip archive of other things",
                "Open it in a spreadsheet program, and save it as an Excel Workbook (.xlsx).",
            )
            raise BadWorkbook(f"{package.path.name} holds no workbook in the .xlsx format: it is {what}. {advice}")
        return package

    @classmethod
    def made(cls, path: Path, content: bytes) -> Self:
        """Return a workbook that was just made, from the bytes of its file; ``path`` is where it may be written."""
        return cls(Archive(path, zipfile.ZipFile(io.BytesIO(content))))

    @cached_property
    def workbook_part(self) -> str:
        """The name of the part that lists the sheets."""
        targets = self.targets("", "officeDocument")
        return targets[0] if targets else "xl/workbook.xml"

    @property
    def workbook(self) -> Element:
        """The root of the part that lists the sheets."""
        return self.archive.xml(self.workbook_part)

    def targets(self, part: str, kind: str) -> list[str]:
        """Return the parts inside the file to which a part has relationships of a kind."""
        return [arrow.target for arrow in self.archive.relationships(part) if arrow.kind == kind and not arrow.external]

    def related(self, part: str, element: Element) -> Relationship | None:
        """Return the relationship an element's r:id names, None where it names none."""
        wanted = relationship_ids(element)
        return next((arrow for arrow in self.archive.relationships(part) if arrow.id in wanted), None)

    @cached_property
    def default_types(self) -> dict[str, str]:
        """Content types by file ending, in lower case."""
        return {
            entry.get("Extension", "").lower(): entry.get("ContentType", "")
            for entry in self.archive.xml(CONTENT_TYPES).iterfind("{*}Default")
        }

    @cached_property
    def own_types(self) -> dict[str, str]:
        """Content types by part, in lower case."""
        return {
            entry.get("PartName", "").lstrip("/").lower(): entry.get("ContentType", "")
            for entry in self.archive.xml(CONTENT_TYPES).iterfind("{*}Override")
        }

    def content_type(self, part: str) -> str | None:
        """Return what the file says a part is, None where it does not say."""
        own = self.own_types.get(part.lower())
        return own or self.default_types.get(part.rpartition(".")[2].lower())

    @cached_property
    def xml_parts(self) -> tuple[str, ...]:
        """The parts that hold XML by their ending or their content type."""
        return tuple(
            dict.fromkeys(
                part
                for part in self.archive.entries
                if part.lower().endswith((".xml", ".rels")) or (self.content_type(part) or "").endswith("+xml")
            )
        )

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets in the order of their tabs."""
        found = []
        for entry in self.workbook.iterfind("{*}sheets/{*}sheet"):
            arrow = self.related(self.workbook_part, entry)
            found.append(
                Sheet(
                    name=entry.get("name", ""),
                    part="" if arrow is None else arrow.target,
                    kind=arrow.kind if arrow is not None and arrow.kind in _SHEET_KINDS else "worksheet",
                    state=entry.get("state", "visible"),
                )
            )
        return tuple(found)

    @cached_property
    def worksheets(self) -> tuple[Sheet, ...]:
        """The sheets that have cells."""
        return tuple(sheet for sheet in self.sheets if sheet.kind == "worksheet")

    @cached_property
    def tables_by_name(self) -> dict[str, list[Table]]:
        """The tables by their names in small letters; a damaged file can have two of one name."""
        found: dict[str, list[Table]] = {}
        for table in self.tables:
            found.setdefault(table.display_name.lower(), []).append(table)
        return found

    def sheets_between(self, names: Sequence[str]) -> list[str]:
        """Return the sheets from the first of some names to the last, in the order of the tabs, in small letters.

        Where there is no sheet of one of the names, or no name, it is the names themselves.
        """
        order = [one.name.lower() for one in self.sheets]
        wanted = [name.lower() for name in names]
        if not wanted or not all(name in order for name in wanted):
            return wanted
        places = [order.index(name) for name in wanted]
        return order[min(places) : max(places) + 1]

    def grid(self, sheet: Sheet) -> Grid:
        """Return a sheet's rows, columns and other settings."""
        if sheet.part not in self._grids:
            self._grids[sheet.part] = read_grid(self._bounded(sheet.part), self.shared_strings)
        return self._grids[sheet.part]

    def _bounded(self, part: str) -> Iterator[Element]:
        """Give a sheet's rows as long as there is room for their cells."""
        for element in self.archive.stream(part, "row"):
            if element.tag.endswith("}row"):
                self._cells += len(element)
                if self._cells > MOST_CELLS:
                    raise BadWorkbook(
                        f"{self.path.name} has more than {MOST_CELLS:,} cells; so many are not read. "
                        "Take out sheets that are not needed."
                    )
            yield element

    def grid_named(self, name: str) -> Grid | None:
        """Return the grid of a worksheet by its name in any case, None where there is none."""
        sheet = next((sheet for sheet in self.worksheets if sheet.name.lower() == name.lower()), None)
        return None if sheet is None else self.grid(sheet)

    @cached_property
    def shared_strings(self) -> tuple[str, ...]:
        """The texts that cells point at by number."""
        part = next(iter(self.targets(self.workbook_part, "sharedStrings")), "")
        elements = self.archive.stream(part, "si")
        with without_collection():
            return tuple(read_text(element) for element in elements if element.tag.endswith("}si"))

    @cached_property
    def theme(self) -> Theme:
        """The colours and fonts that styles refer to."""
        part = next(iter(self.targets(self.workbook_part, "theme")), "")
        return read_theme(self.archive.xml(part))

    @cached_property
    def styles(self) -> Styles:
        """How cells look."""
        part = next(iter(self.targets(self.workbook_part, "styles")), "")
        return Styles(self.archive.xml(part), self.theme)

    @cached_property
    def names(self) -> tuple[DefinedName, ...]:
        """The defined names, doubles kept."""
        return tuple(
            DefinedName(entry.get("name", ""), entry.text or "", whole_number(entry.get("localSheetId")))
            for entry in self.workbook.iterfind("{*}definedNames/{*}definedName")
        )

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables of all sheets, but those whose part is not there."""
        return tuple(
            self._table(part, sheet.name)
            for sheet in self.sheets
            for part in self.targets(sheet.part, "table")
            if self.archive.has(part)
        )

    def tables_of(self, sheet: Sheet) -> tuple[Table, ...]:
        """Return one sheet's tables."""
        return tuple(table for table in self.tables if table.sheet == sheet.name)

    def _table(self, part: str, sheet: str) -> Table:
        root = self.archive.xml(part)
        columns = root.find("{*}tableColumns")
        described = next(root.iter("{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}table"), None)
        style = root.find("{*}tableStyleInfo")
        ref = root.get("ref", "")
        return Table(
            part=part,
            sheet=sheet,
            id=whole_number(root.get("id")),
            name=root.get("name", root.get("displayName", "")),
            display_name=root.get("displayName", ""),
            ref=ref,
            area=parse_range(ref),
            header_rows=_count(root.get("headerRowCount"), 1),
            totals_rows=_count(root.get("totalsRowCount"), 0),
            columns=tuple(
                decoded(column.get("name", "")) for column in root.iterfind("{*}tableColumns/{*}tableColumn")
            ),
            declared_columns=None if columns is None else whole_number(columns.get("count")),
            title="" if described is None else described.get("altText", ""),
            description="" if described is None else described.get("altTextSummary", ""),
            style=None if style is None else style.get("name"),
        )

    @cached_property
    def custom_properties(self) -> dict[str, str]:
        """What the file says of itself beside the usual properties, by name."""
        part = next(iter(self.targets("", "custom-properties")), "docProps/custom.xml")
        return {
            entry.get("name", ""): "".join(entry.itertext()).strip()
            for entry in self.archive.xml(part).iterfind("{*}property")
        }

    @cached_property
    def first_day(self) -> date:
        """The day from which the workbook counts its dates: day 0."""
        settings = self.workbook.find("{*}workbookPr")
        of_macs = settings is not None and is_true(settings.get("date1904"))
        return date(1904, 1, 1) if of_macs else FIRST_DAY

    @cached_property
    def application(self) -> str:
        """The program that saved the file, as it calls itself."""
        part = next(iter(self.targets("", "extended-properties")), "docProps/app.xml")
        return (self.archive.xml(part).findtext("{*}Application") or "").strip()

    @property
    def from_libreoffice(self) -> bool:
        """Whether LibreOffice saved the file."""
        return self.application.startswith("LibreOffice")

    @cached_property
    def drawings(self) -> tuple[tuple[Sheet, str], ...]:
        """The drawing parts with their sheets."""
        return tuple((sheet, part) for sheet in self.sheets for part in self.targets(sheet.part, "drawing"))

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """What lies on the sheets: one record per picture, chart, slicer, shape or group."""
        return tuple(
            self._drawn(sheet, part, element)
            for sheet, part in self.drawings
            for anchor in self.archive.xml(part)
            for element in anchored(anchor)
        )

    def _drawn(self, sheet: Sheet, part: str, element: Element) -> Drawn:
        properties = next(every(element, "cNvPr"), Element(""))
        chart = next(every(element, "chart"), None)
        arrow = None if chart is None else self.related(part, chart)
        return Drawn(
            sheet=sheet.name,
            part=part,
            kind=local_name(element),
            name=properties.get("name", ""),
            description=properties.get("descr") or properties.get("title") or "",
            decorative=any(is_true(mark.get("val")) for mark in every(properties, "decorative")),
            chart=None if arrow is None else arrow.target,
            paragraphs=tuple(
                "".join(piece.text or "" for piece in every(paragraph, "t"))
                for body in every(element, "txBody")
                for paragraph in body.iterfind("{*}p")
            ),
        )

    @cached_property
    def charts(self) -> tuple[tuple[Sheet, str], ...]:
        """The chart parts with the sheets they lie on."""
        return tuple((sheet, part) for sheet, drawing in self.drawings for part in self.targets(drawing, "chart"))

    @cached_property
    def pivot_caches(self) -> tuple[PivotCache, ...]:
        """The pivot caches that the workbook lists."""
        found = []
        for entry in self.workbook.iterfind("{*}pivotCaches/{*}pivotCache"):
            arrow = self.related(self.workbook_part, entry)
            found.append(PivotCache(whole_number(entry.get("cacheId")), "" if arrow is None else arrow.target))
        return tuple(found)

    @cached_property
    def pivot_tables(self) -> tuple[PivotTable, ...]:
        """The pivot tables of all sheets."""
        found = []
        for sheet in self.sheets:
            for part in self.targets(sheet.part, "pivotTable"):
                root = self.archive.xml(part)
                location = root.find("{*}location")
                found.append(
                    PivotTable(
                        part=part,
                        sheet=sheet.name,
                        name=root.get("name", ""),
                        cache_id=whole_number(root.get("cacheId")),
                        area=None if location is None else parse_range(location.get("ref", "")),
                        filters=len(root.findall("{*}pageFields/{*}pageField")),
                    )
                )
        return tuple(found)

    def records(self, part: str) -> PivotRecords:
        """Return what a part of pivot records holds, without keeping the records."""
        if part not in self._records:
            self._records[part] = _read_records(self.archive.stream(part, "r"))
        return self._records[part]

    @cached_property
    def formulas(self) -> tuple[SheetFormula, ...]:
        """Every formula except the sources of charts, none with its equals sign."""
        found = []
        for sheet in self.worksheets:
            grid = self.grid(sheet)
            found += [
                SheetFormula(sheet.name, cell.address, "The formula", cell.formula)
                for cell in grid.cells()
                if cell.formula
            ]
            found += [
                SheetFormula(sheet.name, None, _RULES[name], element.text)
                for element in grid.root.iter()
                if (name := local_name(element)) in _RULES and element.text and element.text.strip()
            ]
        for table in self.tables:
            found += [
                SheetFormula(table.part, None, f"A column formula of table {table.display_name}", element.text)
                for element in self.archive.xml(table.part).iter()
                if local_name(element) in _COLUMN_FORMULAS and element.text
            ]
        found += [
            SheetFormula(self.workbook_part, None, f"The defined name {defined.name}", defined.formula)
            for defined in self.names
        ]
        return tuple(found)

    def broken(self, part: str) -> str | None:
        """Return what keeps a part from being well-formed XML, None where nothing does."""
        for sheet in self.sheets:
            if sheet.part.lower() == part.lower():
                self.grid(sheet)
        if part in self._long_parts:
            self.records(part)
        return self.archive.broken(part)

    def trees(self) -> Iterator[tuple[str, Element]]:
        """Give the parts with their roots; sheets have no rows, lists of strings and records are left out."""
        by_part = {sheet.part.lower(): sheet for sheet in self.sheets}
        for part in self.xml_parts:
            sheet = by_part.get(part.lower())
            if sheet is not None:
                yield part, self.grid(sheet).root
            elif part not in self._long_parts:
                yield part, self.archive.xml(part)

    @cached_property
    def _long_parts(self) -> frozenset[str]:
        """The parts that are long lists and refer to nothing."""
        endings = ("sharedStrings+xml", "pivotCacheRecords+xml")
        return frozenset(part for part in self.xml_parts if (self.content_type(part) or "").endswith(endings))


def _read_records(elements: Iterable[Element]) -> PivotRecords:
    """Read pivot records from their elements and, last, their root; see ``Archive.stream``."""
    count, widths, highest, declared = 0, set[int](), dict[int, int](), None
    for element in elements:
        if local_name(element) != "r":
            declared = whole_number(element.get("count"))
            continue
        count += 1
        widths.add(len(element))
        for position, value in enumerate(element):
            if local_name(value) == "x":
                index = whole_number(value.get("v"))
                highest[position] = max(highest.get(position, -1), -1 if index is None else index)
    return PivotRecords(declared, count, frozenset(widths), highest)


def _count(text: str | None, default: int) -> int:
    number = whole_number(text)
    return default if number is None or number < 0 else number


def anchored(anchor: Element) -> list[Element]:
    """Return what an anchor of a drawing holds, of alternatives the first (the one for newer programs)."""
    found = []
    for child in anchor:
        if local_name(child) == "AlternateContent":
            choice = child.find("{*}Choice")
            found += [] if choice is None else [inner for inner in choice if local_name(inner) in _DRAWN]
        elif local_name(child) in _DRAWN:
            found.append(child)
    return found
