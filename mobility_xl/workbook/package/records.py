"""The things a workbook is made of, as plain records."""

from dataclasses import dataclass, replace

from mobility_xl.workbook.package.references import Range


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in the workbook's order.

    ``kind`` is worksheet, chartsheet, dialogsheet or xlMacrosheet; ``part`` is empty where the
    workbook's relationship to it is missing; ``state`` is visible, hidden or veryHidden.
    """

    name: str
    part: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel table. ``area`` is None where ``ref`` is no range; headings are as formulas spell them."""

    part: str
    sheet: str
    id: int | None
    name: str
    display_name: str
    ref: str
    area: Range | None
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]
    declared_columns: int | None
    title: str
    description: str
    style: str | None

    @property
    def body(self) -> Range | None:
        """The rows between headings and totals, None where there are none."""
        if self.area is None:
            return None
        top, bottom = self.area.top + self.header_rows, self.area.bottom - self.totals_rows
        return Range(top, self.area.left, bottom, self.area.right) if top <= bottom else None


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A defined name; ``scope`` is the position of its sheet, None for the whole workbook."""

    name: str
    formula: str
    scope: int | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something that lies on a sheet: a picture, chart, slicer, shape, connector or group.

    ``kind`` is its element's name: pic, graphicFrame, sp, cxnSp or grpSp. ``chart`` is its chart's
    part; ``paragraphs`` is the text written in it.
    """

    sheet: str
    part: str
    kind: str
    name: str
    description: str
    decorative: bool
    chart: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PivotCache:
    """A pivot cache of the workbook: the number pivots call it by, and its definition's part."""

    cache_id: int | None
    part: str


@dataclass(frozen=True, slots=True)
class PivotTable:
    """A pivot table on a sheet: ``area`` is its rendered block without its page filters, which are ``filters`` many."""

    part: str
    sheet: str
    name: str
    cache_id: int | None
    area: Range | None
    filters: int = 0

    @property
    def filled(self) -> Range | None:
        """The cells that it fills, those of its page filters above it too."""
        if self.area is None or not self.filters:
            return self.area
        return replace(self.area, top=max(1, self.area.top - self.filters - 1))


@dataclass(frozen=True, slots=True)
class PivotRecords:
    """What a part of pivot records holds: how many, how many values each has, and how far they point.

    ``highest`` is the highest index into the shared items of a field, by the field's position.
    """

    declared: int | None
    count: int
    widths: frozenset[int]
    highest: dict[int, int]


@dataclass(frozen=True, slots=True)
class SheetFormula:
    """A formula with the place it stands in.

    ``where`` is a sheet's name or a part, ``cell`` None where it stands in no single cell; ``what``
    starts a sentence about it.
    """

    where: str
    cell: str | None
    what: str
    text: str
