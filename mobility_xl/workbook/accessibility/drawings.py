"""Checks of charts and pictures: whether someone who cannot see them misses anything."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from mobility_xl.workbook.lint import Problem
from mobility_xl.workbook.package import Drawn, Package, Range, every, local_name, parse_sheet_ranges

_SOURCES = frozenset({"cat", "val", "xVal", "yVal", "bubbleSize", "plus", "minus"})


def pictures_in_words(package: Package) -> Iterator[Problem]:
    """Find charts and pictures without alternative text, and charts whose numbers are in no table.

    Purely decorative things may say so instead. A box with text in it is read out as it is.
    """
    for drawn in package.drawn:
        if not drawn.description.strip() and not drawn.decorative and not _speaks(drawn):
            yield Problem(drawn.sheet, None, f"Give {drawn.name or 'the picture'} an alternative text.")
    areas = list(_tables(package))
    names = {name.name.lower(): name.formula for name in package.names}
    for sheet, part in package.charts:
        root = package.archive.xml(part)
        if root.find("{*}pivotSource") is not None:
            continue
        outside = [
            source
            for source in dict.fromkeys(_chart_sources(root))
            # A name of the workbook is written behind the workbook's or a sheet's name.
            for name, area in parse_sheet_ranges(names.get(source.rpartition("!")[2].lower(), source))
            if not any(name.lower() == owner.lower() and known.encloses(area) for owner, known in areas)
        ]
        if outside:
            yield Problem(
                sheet.name, None, f"Put the numbers of {part} into a table; these lie in none: {', '.join(outside)}."
            )


def _speaks(drawn: Drawn) -> bool:
    return drawn.kind == "sp" and any(paragraph.strip() for paragraph in drawn.paragraphs)


def _tables(package: Package) -> Iterator[tuple[str, Range]]:
    """Give the ranges, with their sheets, that are read as tables: Excel's tables and pivots."""
    for table in package.tables:
        if table.area is not None:
            yield table.sheet, table.area
    for pivot in package.pivot_tables:
        if pivot.area is not None:
            yield pivot.sheet, pivot.area


def _chart_sources(root: Element) -> Iterator[str]:
    """Give the references from which a chart draws; the names of series are not drawn."""
    for element in root.iter():
        if local_name(element) in _SOURCES:
            for reference in every(element, "f"):
                if reference.text:
                    yield reference.text
