import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import Workbooks
from tests.workbook.reading_back import package_of

LETTER = 11 * 72, 8.5 * 72
POINTS_A_LETTER = 7 * 0.75
MARGINS = (("left", "right"), ("top", "bottom"))


def printed_at(path: Path, tab: str) -> float:
    """Return at what part of its size a sheet is printed that must fit on one page of Letter, landscape."""
    part = next(one.part for one in package_of(path).worksheets if one.name == tab)
    with ZipFile(path) as parts:
        text = parts.read(part).decode()
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', text)
    width = sum((int(last) - int(first) + 1) * float(wide) for first, last, wide in columns) * POINTS_A_LETTER
    rows = [re.search(r' ht="([\d.]+)"', row) for row in re.findall(r"<row [^>]*>", text)]
    height = sum(float(row[1]) if row else 15 for row in rows)
    margins = dict(re.findall(r'(left|right|top|bottom)="([\d.]+)"', re.findall(r"<pageMargins [^>]*>", text)[0]))
    across, down = (72 * (float(margins[one]) + float(margins[other])) for one, other in MARGINS)
    return min((LETTER[0] - across) / width, (LETTER[1] - down) / height)


@pytest.mark.parametrize("place", ["17031", "1714000", "09110"])
def test_readable_on_one_page(workbook_of: Workbooks, place: str) -> None:
    """At a Glance prints on one page at more than half its size, whatever kind of place it is about."""
    assert printed_at(workbook_of(place), "At a Glance") > 0.52
