"""Checks of tables.

What Excel does is told as far as it was reported or is expected; nothing here was tried in Excel.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from mobility_xl.workbook.lint.finding import Problem
from mobility_xl.workbook.package import Package, cell_name, parse_cell, parse_range

_NAME = re.compile(r"[^\W\d][\w.\\]*|\\[\w.\\]*")
_LONGEST_NAME = 255


def table_header_mismatch(package: Package) -> Iterator[Problem]:
    """Find headings whose cell does not hold the column's name as text.

    In Excel: repair prompt (reported).
    """
    for table in package.tables:
        grid = package.grid_named(table.sheet)
        if grid is None or table.area is None or not table.header_rows:
            continue
        for column, name in enumerate(table.columns, table.area.left):
            cell = grid.cell(table.area.top, column)
            shown = "" if cell is None else cell.text.replace("\r\n", "\n")
            if shown != name.replace("\r\n", "\n"):
                yield Problem(
                    table.sheet,
                    cell_name(table.area.top, column),
                    f"Write {name!r} into this cell: table {table.display_name} calls its column so.",
                )


def table_column_count(package: Package) -> Iterator[Problem]:
    """Find tables with more or fewer columns than their range.

    In Excel: repair prompt, the table is lost (reported).
    """
    for table in package.tables:
        counts = {len(table.columns), table.declared_columns}
        if table.area is not None:
            counts.add(table.area.width)
        if len(counts) > 1:
            yield Problem(
                table.part,
                None,
                f"Give table {table.display_name} as many columns as its range {table.ref} has, and count them: "
                f"{len(table.columns)} are named, {table.declared_columns} counted.",
            )


def bad_table_range(package: Package) -> Iterator[Problem]:
    """Find tables whose range is none, has no row of data, or is not their filter's.

    In Excel: repair prompt (reported).
    """
    for table in package.tables:
        if table.area is None:
            yield Problem(table.part, None, f"Give table {table.display_name} a range; {table.ref!r} is none.")
            continue
        if table.body is None:
            yield Problem(table.part, None, f"Give table {table.display_name} a row of data; {table.ref} has none.")
        for filtered in package.archive.xml(table.part).iterfind("{*}autoFilter"):
            area = parse_range(filtered.get("ref", ""))
            # A filter covers headings and data, not the totals.
            corners = (table.area.top, table.area.left, table.area.bottom - table.totals_rows, table.area.right)
            if area is None or (area.top, area.left, area.bottom, area.right) != corners:
                yield Problem(
                    table.part,
                    None,
                    f"Let the filter of table {table.display_name} cover the table: it has {filtered.get('ref')!r}.",
                )


def overlapping_tables(package: Package) -> Iterator[Problem]:
    """Find tables that share a cell.

    In Excel: repair prompt, one of them is lost (expected).
    """
    for first, second in combinations(package.tables, 2):
        if first.sheet == second.sheet and first.area and second.area and first.area.overlaps(second.area):
            yield Problem(
                first.sheet,
                second.ref,
                f"Move table {first.display_name} or {second.display_name}: they share cells.",
            )


def duplicate_table_column(package: Package) -> Iterator[Problem]:
    """Find tables two of whose columns have one name but for its case.

    In Excel: repair prompt, one is renamed (reported).
    """
    for table in package.tables:
        for name, count in Counter(name.lower() for name in table.columns).items():
            if count > 1:
                yield Problem(
                    table.part,
                    None,
                    f"Give the columns of table {table.display_name} their own names; {count} are {name!r}.",
                )


def duplicate_table_name(package: Package) -> Iterator[Problem]:
    """Find tables that share a name or a number, or are called as a defined name is.

    In Excel: repair prompt (reported).
    """
    defined = {name.name.lower() for name in package.names}
    for kind in ("name", "display_name", "id"):
        values = Counter(str(getattr(table, kind)).lower() for table in package.tables)
        for value, count in values.items():
            if count > 1:
                parts = [table.part for table in package.tables if str(getattr(table, kind)).lower() == value]
                yield Problem(
                    parts[-1], None, f"Give each table its own {kind.replace('_', ' ')}; {count} have {value}."
                )
    for table in package.tables:
        if {table.name.lower(), table.display_name.lower()} & defined:
            yield Problem(table.part, None, f"Rename table {table.display_name}: a defined name is called so.")


def bad_table_name(package: Package) -> Iterator[Problem]:
    """Find table names that Excel refuses.

    In Excel: repair prompt, the table is renamed (expected).
    """
    for table in package.tables:
        name = table.display_name
        if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name) or parse_cell(name) is not None:
            yield Problem(
                table.part,
                None,
                f"Rename table {name!r}: a name starts with a letter or _, has no spaces, and does not read as a cell.",
            )
