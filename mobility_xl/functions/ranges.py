"""Ranges as the front ends hand them over, and how several go together.

A range is a list of rows, each a list of cells. Where a function wants single cells, ranges go together
as Excel's operators have it: one row or one column is repeated, and where the shapes do not meet there
is no such number.
"""

from collections.abc import Callable, Sequence
from itertools import chain, repeat
from math import isnan
from typing import Any

from mobility_xl.errors import BadArgument, MobilityError, NoData

SCALARS = frozenset({str, int, float, bool, type(None)})
"""What a single cell is; anything else is a range, or is made one of these first."""

Rows = list[list[Any]]


def plain(value: Any) -> Any:
    """Return a cell as one of the scalars, and a range as a list of rows.

    Arrays and frames are read by their own ``tolist``, and what is missing in them is an empty cell; a
    flat list is one row. An error in a cell stays one, and what no spreadsheet holds becomes one.
    """
    if type(value) in SCALARS or isinstance(value, MobilityError):
        return value
    if not isinstance(value, list | tuple):
        found = _listed(value)
        if found is None:
            return _scalar(value)
        value = found
        value = [_filled(row) for row in value] if any(isinstance(row, list) for row in value) else _filled(value)
    if any(isinstance(row, list | tuple) for row in value):
        return [_row(row) for row in value]
    return [_row(value)]


def flat(rows: Rows) -> list[Any]:
    """Return the cells of a range, row by row."""
    return [cell for row in rows for cell in row]


def broadcast(arguments: Sequence[Any], answer: Callable[..., Any]) -> Rows:
    """Return the answer for every cell of the ranges taken together.

    Parameters
    ----------
    arguments
        Single values and ranges; a range of one row or column is repeated as often as the others need.
    answer
        Called with one value for each argument; an error among them stands where the shapes do not meet.

    Raises
    ------
    BadArgument
        When a range holds no cell.
    """
    ranges = [argument for argument in arguments if isinstance(argument, list)]
    height = max(len(rows) for rows in ranges)
    width = max(max(map(len, rows), default=0) for rows in ranges)
    if not width:
        raise BadArgument("A range holds no cell. Give one that does.")
    columns = [
        chain.from_iterable(_stretched(argument, height, width))
        if isinstance(argument, list)
        else repeat(argument, height * width)
        for argument in arguments
    ]
    answers = list(map(answer, *columns))
    return [answers[start : start + width] for start in range(0, height * width, width)]


OUTSIDE = NoData("The ranges have different shapes: there is nothing to answer in this cell.")


def _stretched(rows: Rows, height: int, width: int) -> Rows:
    """Return a range in the shape of all, an error where it does not reach."""
    widths = set(map(len, rows))
    if widths == {1}:
        rows = [row * width for row in rows]
    elif widths != {width}:
        rows = [[*row, *[OUTSIDE] * (width - len(row))] for row in rows]
    if len(rows) == 1:
        return rows * height
    return [*rows, *[[OUTSIDE] * width] * (height - len(rows))]


def _listed(value: Any) -> list[Any] | None:
    """Return the cells of an array or a frame, or None for what is neither."""
    try:
        if hasattr(value, "notna") and hasattr(value, "where"):
            # pandas has several marks for what is missing, and some are no number.
            value = value.astype(object).where(value.notna(), None)
        values = value if hasattr(value, "tolist") else getattr(value, "values", value)
        found = values.tolist()
    # What only looks like an array, such as a sparse one, refuses in one of these ways.
    except (AttributeError, NotImplementedError, TypeError, ValueError):
        return None
    return found if isinstance(found, list) else None


def _row(row: object) -> list[object]:
    """Return a row of a range with plain cells; a single cell is a row of one."""
    if isinstance(row, list | tuple):
        return list(row) if SCALARS.issuperset(map(type, row)) else [_scalar(cell) for cell in row]
    return [_scalar(row)]


def _filled(cells: object) -> object:
    """Return the cells of an array with empty ones where it has no number."""
    if not isinstance(cells, list):
        return cells
    return [None if isinstance(cell, float) and isnan(cell) else cell for cell in cells]


def _scalar(cell: object) -> object:
    """Return a cell as a plain one; what no spreadsheet holds becomes the error that says so."""
    if type(cell) in SCALARS or isinstance(cell, MobilityError):
        return cell
    item = cell.item() if getattr(cell, "ndim", None) == 0 else cell  # type: ignore[attr-defined]
    return item if type(item) in SCALARS else BadArgument(f"No cell can hold {cell!r:.60}.")
