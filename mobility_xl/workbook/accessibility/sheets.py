"""Checks of sheets: their names and order, what is hidden, where reading starts."""

import re
from collections import Counter
from collections.abc import Iterator

from mobility_xl.workbook.lint import Problem
from mobility_xl.workbook.package import Package, every, is_true, whole_number

_LONGEST_NAME = 31
_HEADINGS = frozenset({"title", "heading 1"})
# How LibreOffice calls the styles that came with a workbook of Excel.
_FOREIGN_PREFIX = "excel built-in "
_HEADING_NUMBERS = frozenset({15, 16})

# Where a sheet belongs by its name; what fits none is detail.
_DETAIL = 2
_ORDER = (
    (0, re.compile(r"cover|contents|table of contents|read ?me|about|introduction|start", re.IGNORECASE)),
    (1, re.compile(r".*\b(?:glance|summary|overview|dashboard|highlights)\b.*", re.IGNORECASE)),
    (3, re.compile(r"notes?\b.*|definitions|glossary|sources|methods?|methodology", re.IGNORECASE)),
    (4, re.compile(r"(?:raw |full |all |source )?data", re.IGNORECASE)),
)
_PARTS = ("cover", "summary", "detail", "notes", "data")


def no_merged_cells(package: Package) -> Iterator[Problem]:
    """Find merged cells."""
    for sheet in package.worksheets:
        for merged in package.grid(sheet).root.iterfind("{*}mergeCells/{*}mergeCell"):
            yield Problem(sheet.name, merged.get("ref"), "Unmerge these cells; align the text or wrap it instead.")


def nothing_hidden(package: Package) -> Iterator[Problem]:
    """Find hidden sheets, rows and columns with something in them."""
    for sheet in package.sheets:
        if sheet.state != "visible" and (sheet.kind != "worksheet" or not _is_empty(package, sheet.name)):
            yield Problem(sheet.name, None, "Show this sheet, or take it out.")
    for sheet in package.worksheets:
        grid = package.grid(sheet)
        hidden = [row for row in grid.rows if row.hidden and not all(cell.is_blank for cell in row.cells)]
        if hidden:
            first = hidden[0].number
            yield Problem(
                sheet.name, f"{first}:{first}", f"Show the hidden rows, {len(hidden)} in number, this one first."
            )
        for column in grid.columns:
            if column.hidden:
                inside = (cell for cell in grid.cells() if column.first <= cell.column <= column.last)
                filled = next((cell for cell in inside if not cell.is_blank), None)
                if filled is not None:
                    yield Problem(sheet.name, filled.address, "Show the hidden column that holds this cell.")


def no_filters_or_frozen_panes(package: Package) -> Iterator[Problem]:
    """Find filters and frozen panes, which not every reader and magnifier copes with."""
    for sheet in package.worksheets:
        root = package.grid(sheet).root
        if any(pane.get("state") in {"frozen", "frozenSplit"} for pane in every(root, "pane")):
            yield Problem(sheet.name, None, "Unfreeze the panes unless people asked for them.")
        if root.find("{*}autoFilter") is not None:
            yield Problem(sheet.name, None, "Take the filter off unless people asked for it.")
    for table in package.tables:
        if package.archive.xml(table.part).find("{*}autoFilter") is not None:
            yield Problem(
                table.sheet,
                table.ref,
                f"Take the filter buttons off table {table.display_name} unless people asked for them.",
            )


def titled(package: Package) -> Iterator[Problem]:
    """Find sheets whose cell A1 holds no title, or one without a heading style."""
    for sheet in package.worksheets:
        cell = package.grid(sheet).cell(1, 1)
        if cell is None or not cell.text.strip():
            yield Problem(sheet.name, "A1", "Write the sheet's title into this cell.")
            continue
        style = package.styles.of(cell.style)
        if style.name.lower().removeprefix(_FOREIGN_PREFIX) not in _HEADINGS and style.builtin not in _HEADING_NUMBERS:
            yield Problem(sheet.name, "A1", f"Give the title the cell style Title or Heading 1; it has {style.name}.")


def named_sheets(package: Package) -> Iterator[Problem]:
    """Find sheet names that repeat or are too long, and sheets with nothing on them."""
    for name, count in Counter(sheet.name.lower() for sheet in package.sheets).items():
        if count > 1:
            yield Problem(name, None, f"Give each of the {count} sheets of this name its own.")
    drawn_on = {drawn.sheet for drawn in package.drawn}
    for sheet in package.sheets:
        if not 0 < len(sheet.name) <= _LONGEST_NAME:
            yield Problem(sheet.name, None, f"Give the sheet a name of 1 to {_LONGEST_NAME} characters.")
        if sheet.kind == "worksheet" and sheet.name not in drawn_on and _is_empty(package, sheet.name):
            yield Problem(sheet.name, None, "Take out this sheet; there is nothing on it.")


def _is_empty(package: Package, name: str) -> bool:
    grid = package.grid_named(name)
    return grid is None or all(cell.is_blank for cell in grid.cells())


def opens_at_the_start(package: Package) -> Iterator[Problem]:
    """Find what keeps a reader from starting in cell A1 of the first sheet."""
    visible = [place for place, sheet in enumerate(package.sheets) if sheet.state == "visible"]
    view = package.workbook.find("{*}bookViews/{*}workbookView")
    active = 0 if view is None else whole_number(view.get("activeTab")) or 0
    if visible and active != visible[0]:
        yield Problem(
            package.sheets[visible[0]].name, None, "Make this sheet, the first, the one that is shown on opening."
        )
    chosen = []
    for sheet in package.worksheets:
        for window in package.grid(sheet).root.iterfind("{*}sheetViews/{*}sheetView"):
            if is_true(window.get("tabSelected")):
                chosen.append(sheet.name)
            pane = window.find("{*}pane")
            current = "topLeft" if pane is None else pane.get("activePane", "topLeft")
            for selection in window.iterfind("{*}selection"):
                cell = selection.get("activeCell", "A1")
                if selection.get("pane", "topLeft") == current and cell != "A1":
                    yield Problem(sheet.name, cell, "Select cell A1 before saving.")
    if len(chosen) > 1:
        yield Problem(chosen[1], None, f"Select one sheet before saving, not {len(chosen)}: what is typed goes to all.")


def reading_order(package: Package) -> Iterator[Problem]:
    """Find a first sheet that does not list the others, and sheets in another order than people read.

    The order is cover, summary, detail, notes, data; where a sheet belongs is taken from its name.
    """
    visible = [sheet for sheet in package.sheets if sheet.state == "visible"]
    if len(visible) < 2:
        return
    first = package.grid_named(visible[0].name)
    contents = " ".join(first.texts).lower() if first is not None else ""
    missing = [sheet.name for sheet in visible[1:] if sheet.name.lower() not in contents]
    if missing:
        yield Problem(
            visible[0].name, None, f"List every sheet on the first one, with links; missing: {', '.join(missing)}."
        )
    last = 0
    for sheet in visible:
        place = next((place for place, names in _ORDER if names.fullmatch(sheet.name.strip())), _DETAIL)
        if place < last:
            yield Problem(sheet.name, None, f"Put this sheet ({_PARTS[place]}) before the {_PARTS[last]}.")
        last = max(last, place)
