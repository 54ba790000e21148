"""Checks of what lies on the sheets: charts and drawings.

What Excel does is told as far as it was reported or is expected; nothing here was tried in Excel.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from mobility_xl.workbook.lint.finding import Problem
from mobility_xl.workbook.lint.scanning import scan
from mobility_xl.workbook.package import Package, anchored, every, local_name

# The order in which the format wants the children of an element.
_ORDERS = {
    "errBars": ("errDir", "errBarType", "errValType", "noEndCap", "plus", "minus", "val", "spPr", "extLst"),
    "ser": (
        "idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "marker", "explosion", "dPt", "dLbls",
        "trendline", "errBars", "cat", "xVal", "val", "yVal", "smooth", "shape", "bubbleSize", "bubble3D", "extLst",
    ),
}  # fmt: skip


def duplicate_drawing_id(package: Package) -> Iterator[Problem]:
    """Find drawings two of whose things have one id.

    In Excel: repair prompt, or a link goes astray (expected).
    """
    for _, part in dict.fromkeys(package.drawings):
        counts = Counter(
            properties.get("id", "")
            for anchor in package.archive.xml(part)
            for element in anchored(anchor)
            for properties in every(element, "cNvPr")
        )
        for number, count in counts.items():
            if count > 1:
                yield Problem(part, None, f"Give each thing of the drawing its own id; {count} have {number}.")


def chart_to_missing_sheet(package: Package) -> Iterator[Problem]:
    """Find charts whose source is on a sheet that is not there.

    In Excel: an empty chart or a repair prompt (expected).
    """
    known = {sheet.name.lower() for sheet in package.sheets}
    for sheet, part in package.charts:
        sources = {element.text or "" for element in every(package.archive.xml(part), "f")}
        missing = {name for source in sources for name in scan(source).sheets if name.lower() not in known}
        for name in sorted(missing):
            yield Problem(part, None, f"Let the chart on {sheet.name} read a sheet that is there; {name!r} is none.")


def chart_element_order(package: Package) -> Iterator[Problem]:
    """Find series and error bars written in another order than the format's.

    In Excel: the chart is lost (expected).
    """
    for _, part in package.charts:
        for element in package.archive.xml(part).iter():
            order = _ORDERS.get(local_name(element), ())
            places = [(order.index(name), name) for name in map(local_name, element) if name in order]
            for (before, first), (after, second) in pairwise(places):
                if after < before:
                    yield Problem(part, None, f"In {local_name(element)}, write {second} before {first}.")
