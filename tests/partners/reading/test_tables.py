"""Tables in workbooks that come back, with the rows that people wrote below them."""

from xml.etree.ElementTree import Element

import pytest

from mobility_xl.partners.reading.tables import last_written
from mobility_xl.workbook.package import Cell, Grid, Row

HEADING = 2


def grid(*columns: str) -> Grid:
    """Return columns of cells, each a text of one letter a row, from the row below the heading on; "." is none."""
    cells = [
        Cell(HEADING + 1 + at, column, "s", int(letter == "o"), letter.strip(), None)
        for column, letters in enumerate(columns, 1)
        for at, letter in enumerate(letters)
        if letter != "."
    ]
    numbers = sorted({one.row for one in cells})
    rows = tuple(Row(number, tuple(one for one in cells if one.row == number), False, None) for number in numbers)
    return Grid(Element("worksheet"), rows)


class TestLastWritten:
    @pytest.mark.parametrize(
        ("columns", "rows"),
        [
            ((), 0),
            (("tt.t",), 2),
            (("tt", ".tt"), 3),
            (("tt t",), 2),
            (("tto",), 3),
        ],
        ids=["nothing", "down to a gap", "in any column", "a blank is a gap", "whatever it looks like"],
    )
    def test_rows(self, columns, rows):
        """Rows belong together as long as something is written in one of the columns, without a gap."""
        assert HEADING + rows == last_written(grid(*columns), HEADING, range(1, 1 + len(columns)))

    def test_counts(self):
        """What does not count, such as a line of ours below a table, ends it."""
        assert HEADING + 2 == last_written(grid("tto"), HEADING, [1], lambda cell: cell.style == 0)

    def test_other_columns(self):
        """What stands beside is no row of it."""
        assert HEADING + 1 == last_written(grid("t", "ttt"), HEADING, [1])
