"""Makes a copy of a workbook to hand out: without personal data and cell functions, with entry cells open.

The copy is made by cutting the parts of the file: charts, error bars, sparklines, checkboxes, PivotTables
and people's own sheets come out as they were, byte by byte, but for what is to go.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import iterparse

from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.copying.draft import Draft
from mobility_xl.partners.copying.locking import locked_hash, protect
from mobility_xl.partners.copying.stamping import write_stamp
from mobility_xl.partners.formulas.dependents import Place
from mobility_xl.partners.formulas.freezing import Fate, FormulaCell, blank, formula_cells, freeze
from mobility_xl.partners.formulas.reaching import reaches
from mobility_xl.partners.formulas.refreshing import refreshed
from mobility_xl.partners.privacy.cleaning import clean
from mobility_xl.partners.privacy.fates import Fates
from mobility_xl.partners.privacy.leaving_out import (
    leave_out_drawn,
    leave_out_notes,
    leave_out_pivots,
    leave_out_remembered,
    leave_out_sheets,
    pivots_over,
)
from mobility_xl.partners.privacy.private import Private, find_private
from mobility_xl.partners.privacy.refusing import refuse_embedded, refuse_linked
from mobility_xl.partners.privacy.withholding import Withheld, withhold
from mobility_xl.partners.reading.receiving import receive
from mobility_xl.words import several
from mobility_xl.workbook.package import Package, PivotTable, Sheet, whole_number
from mobility_xl.workbook.stamp import read_stamp

Formulas = dict[str, list[FormulaCell]]
"""The formulas of sheets, by the sheets' names."""

_RULES = ("dataValidation", "cfRule", "sparkline", "hyperlink")
_RULE_FORMULAS = ("formula", "formula1", "formula2", "f")
_WAYS_OUT = ("connections", "queryTable", "powerPivotData")


@dataclass(frozen=True, slots=True)
class Published:
    """A copy to hand out, as the bytes of a file, and what there is to say of it."""

    content: bytes
    told: tuple[str, ...]


def publish(path: Path, *, values: bool = False, with_officials: bool = False) -> Published:
    """Return a copy of a workbook that can be handed out; the workbook itself stays as it is.

    Parameters
    ----------
    path
        The workbook, as it was built or with what people have filled in.
    values
        Whether every formula becomes the value that is stored for it.
    with_officials
        Whether the sheet with single officials' answers stays.

    Raises
    ------
    BadWorkbook
        When the file cannot be used, or holds what can neither be handed out nor be cut out: its sentence
        names the file, the sheet and the cell, and says what to do.
    """
    package = receive(path)
    _refuse_ways_out(package)
    private = find_private(package)
    package, anew = refreshed(package, private.sheets)
    withheld = withhold(package)
    package = withheld.package
    private = Private(package) if with_officials else find_private(package)
    made = _Publishing(package, private, withheld, values=values).run()
    told = (f"{anew:,} values that were not stored, or old, are worked out anew.",) if anew else ()
    return replace(made, told=(*told, *made.told))


def copy_name(path: Path) -> str:
    """Return what the copy of a workbook is called."""
    return f"{path.stem} - to hand out.xlsx"


def _refuse_ways_out(package: Package) -> None:
    for part in dict.fromkeys((package.workbook_part, *(sheet.part for sheet in package.sheets))):
        for arrow in package.archive.relationships(part):
            if arrow.kind in _WAYS_OUT:
                raise BadWorkbook(
                    f"{package.path.name} reads from outside through a connection or a data model ({arrow.target}). "
                    "Delete it in Excel under Data, Queries & Connections, save, and publish again."
                )
    for sheet, part in package.charts:
        for element in package.archive.xml(part).iter():
            if element.tag.endswith("}f") and any(one.outside for one in reaches(element.text or "")):
                raise BadWorkbook(
                    f"{package.path.name}, sheet {sheet.name}: a chart draws numbers of another workbook. Copy them "
                    "into this one, or delete the chart, and publish again."
                )


@dataclass
class _Publishing:
    """One copy in the making."""

    package: Package
    private: Private
    withheld: Withheld
    values: bool
    told: list[str] = field(default_factory=list)
    frozen: int = 0

    def __post_init__(self) -> None:
        self.draft = Draft(self.package)
        self.fates = Fates(self.package, self.private, values=self.values)

    def run(self) -> Published:
        """Cut what is to go, in the order in which one thing leads to the next."""
        kept = leave_out_sheets(self.draft, self.private)
        self._leave_out_names()
        worksheets = [sheet for sheet in kept if sheet.kind == "worksheet"]
        found = {sheet.name: self._formulas(sheet) for sheet in worksheets}
        fates, over = self._find(found)
        pivots = leave_out_pivots(self.draft, self.private, over)
        shown = self._freeze(worksheets, found, fates)
        for sheet in worksheets:
            self._leave_out_rules(sheet)
            self._leave_out_remembered(sheet.part, sheet.name)
        for table in self.package.tables:
            if not self.private.holds(table.sheet):
                self._leave_out_column_formulas(table.part, table.sheet)
                self._leave_out_remembered(table.part, table.sheet)
        drawn = [line for sheet in kept for line in self._leave_out_beside(self.private, sheet)]
        few = [line for sheet in kept for line in self._leave_out_beside(self.withheld.private, sheet)]
        self._leave_out_links()
        locked = protect(self.draft, kept, stamp.protect if (stamp := read_stamp(self.package)) else ())
        clean(self.draft)
        if self.private.sheets or self.withheld.rows:
            self._leave_out_texts(worksheets)
        content = self._stamped(locked)
        self._tell(kept, locked, [*pivots, *shown, *drawn], [*self.withheld.pivots, *few])
        return Published(content, tuple(self.told))

    def _stamped(self, locked: list[str]) -> bytes:
        """Return the copy with a stamp that has the hash of what is locked."""
        stamp = read_stamp(self.package)
        if stamp is None:
            self.told.append("It has no stamp of mobility_xl: filled copies of it cannot be collected.")
            write_stamp(self.draft, None)
            return self.draft.content()
        write_stamp(self.draft, replace(stamp, locked=""))
        made = Package.made(self.package.path, self.draft.content())
        write_stamp(self.draft, replace(stamp, locked=locked_hash(made, locked)))
        return self.draft.content()

    def _leave_out_names(self) -> None:
        book = self.draft.part(self.package.workbook_part)
        for span in book.root.every("definedName"):
            if span.attributes.get("name", "").lower() in self.fates.names:
                book.remove(span)

    def _find(self, found: Formulas) -> tuple[dict[Place, Fate], list[PivotTable]]:
        """Return what becomes of formulas, and the PivotTables that go: each can show what the other does."""
        pivots: list[PivotTable] = []
        while True:
            fates = self.fates.of(found)
            more = [one for one in pivots_over(self.private) if one not in pivots]
            if not more:
                return fates, pivots
            pivots += more
            for one in more:
                if one.filled is not None:
                    self.private.add(one.sheet, one.filled)

    def _freeze(self, sheets: list[Sheet], found: Formulas, fates: Mapping[Place, Fate]) -> list[str]:
        """Freeze formulas; return the places of those that showed single answers."""
        for sheet in sheets:
            where = f"{self.package.path.name}, sheet {sheet.name}"
            for one in found[sheet.name]:
                place = sheet.name, one.row, one.column
                if fate := fates.get(place):
                    unknown = fate == "value" and place in self.withheld.unknown
                    freeze(self.draft.part(sheet.part), one, "left out" if unknown else fate, where)
            if areas := self.private.cells.get(sheet.name.lower()):
                blank(self.draft.part(sheet.part), areas)
        self.frozen = len(fates)
        places = ((name, one) for name, several in found.items() for one in several)
        return [f"{name}!{one.address}" for name, one in places if fates.get((name, one.row, one.column)) == "left out"]

    def _formulas(self, sheet: Sheet) -> list[FormulaCell]:
        # Long sheets of numbers have none, and need not be looked through.
        if not any(cell.formula is not None for cell in self.package.grid(sheet).cells()):
            return []
        return formula_cells(self.draft.part(sheet.part))

    def _leave_out_rules(self, sheet: Sheet) -> None:
        """Take out validations, conditional formats, sparklines and links that need what goes."""
        part = self.draft.part(sheet.part)
        for span in part.root.every(*_RULES):
            formulas = [one.text for one in span.inside() if one.name in _RULE_FORMULAS and one.text.strip()]
            target = span.attributes.get("location", "")
            leads = target and (self.private.leads(target) or target.lower() in self.fates.names)
            if leads or any(self.fates.goes(formula, sheet.name) for formula in formulas):
                part.remove(span)

    def _leave_out_remembered(self, part: str, sheet: str) -> None:
        for private in (self.private, self.withheld.private):
            if sheet.lower() in private.cells:
                leave_out_remembered(self.draft.part(part), private, sheet)
                for arrow in self.draft.arrows(part, "namedSheetView"):
                    self.draft.cut(part, arrow)

    def _leave_out_beside(self, private: Private, sheet: Sheet) -> list[str]:
        """Take out what lies on a sheet and shows private cells, and what people wrote at them; tell of each."""
        if private.sheets or private.cells:
            refuse_linked(self.draft, private, sheet)
            refuse_embedded(self.draft, sheet)
        drawn = leave_out_drawn(self.draft, private, sheet)
        return [*drawn, *leave_out_notes(self.draft, private, sheet)]

    def _leave_out_column_formulas(self, table: str, sheet: str) -> None:
        """Take out what a table fills new rows and its totals with, where that is frozen in the cells."""
        part = self.draft.part(table)
        for span in part.root.every("tableColumn"):
            if self.values:
                part.set(span, totalsRowFunction=None)
            for formula in span.children:
                if formula.name.endswith("Formula") and (self.values or self.fates.goes(formula.text, sheet)):
                    part.remove(formula)
                    part.set(span, totalsRowFunction=None)

    def _leave_out_links(self) -> None:
        """Take out the links to other workbooks, which remember values of theirs and the paths of people's files."""
        book = self.draft.part(self.package.workbook_part)
        for arrow in self.draft.arrows(self.package.workbook_part, "externalLink"):
            self.draft.cut(self.package.workbook_part, arrow)
        for span in book.root.every("externalReference"):
            book.remove(span)

    def _leave_out_texts(self, sheets: list[Sheet]) -> None:
        """Empty the texts that no cell of the copy points at: those of the sheet that went, and old ones."""
        used: list[int] = [index for sheet in sheets for index in self._texts_of(sheet)]
        known = set(used)
        for arrow in self.draft.arrows(self.package.workbook_part, "sharedStrings"):
            part = self.draft.part(arrow.target)
            for at, span in enumerate(part.root.every("si")):
                if at not in known and span.inner < span.end:
                    part.replace(span.inner, span.close, f"<{span.prefix}t/>")
            if "count" in part.root.attributes:
                part.set(part.root, count=str(len(used)))

    def _texts_of(self, sheet: Sheet) -> Iterator[int]:
        content = self.draft.part(sheet.part).done()
        for _, element in iterparse(BytesIO(content)):  # noqa: S314 - guarded when the workbook was opened
            if element.tag.endswith("}c") and element.get("t") == "s":
                index = whole_number(element.findtext("{*}v"))
                if index is not None:
                    yield index
            elif element.tag.endswith("}row"):
                element.clear()

    def _tell(self, kept: list[Sheet], locked: list[str], left_out: list[str], few: list[str]) -> None:
        gone = [sheet.name for sheet in self.package.sheets if sheet not in kept]
        if gone:
            self.told.append(f"Left out: the sheet {' and the sheet '.join(gone)}.")
        for one in left_out:
            self.told.append(f"Left out, for it shows single officials' answers: {one}.")
        if rows := self.withheld.rows:
            count = several(len(rows), "row")
            self.told.append(f"Left out, for they are too few to show: the counts of {count}, {'; '.join(rows)}.")
        for one in few:
            self.told.append(f"Left out with them: {one}.")
        if self.frozen:
            self.told.append(
                "1 formula is a value now." if self.frozen == 1 else f"{self.frozen:,} formulas are values now."
            )
        self.told.append(
            f"Locked but for the cells to fill in: {', '.join(locked)}." if locked else "No sheet is locked."
        )
