"""What people write into cells, in one spelling: ticks, days, texts."""

import re
from datetime import date, datetime, timedelta

from mobility_xl.workbook.entries import TICKS
from mobility_xl.workbook.package import Cell, decimal_number

_TICKED = frozenset({str(one).casefold() for one in TICKS} | {"true()", "=true()"})
_NOT_TICKED = frozenset({"", "false", "false()", "=false()", "0", "no", "n", "-", "\u2610"})
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")
_MONTHS = ("%B %Y", "%b %Y", "%Y-%m", "%m/%Y", "%Y")
_FIRST_COUNT, _LAST_COUNT = 20_000, 80_000
"""Counts of days that mean one: from 1954 to 2119. A smaller one is a year, or no day at all."""
_WITH_A_TIME = re.compile(r"^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*$")


def said(cell: Cell | None) -> str:
    """Return what somebody says in a cell; an error says nothing."""
    return "" if cell is None or cell.kind == "e" else cell.said


def is_ticked(text: str) -> bool | None:
    """Tell whether a box is ticked, in any way that people tick one; None for what says neither."""
    folded = text.strip().casefold()
    return True if folded in _TICKED else False if folded in _NOT_TICKED else None


def day(text: str, first_day: date | None = None) -> date | None:
    """Return the day that a text means, as people of the United States write one; None where it means none.

    Parameters
    ----------
    text
        What was typed.
    first_day
        The day from which a workbook counts its dates, where a number is such a count.
    """
    text = text.strip()
    if first_day is not None:
        count = decimal_number(text)
        if count is not None and _FIRST_COUNT <= count <= _LAST_COUNT:
            return first_day + timedelta(days=int(count))
    text = _WITH_A_TIME.sub(r"\1", text)
    return next((found for form in _DAYS if (found := _meant(text, form)) is not None), None)


def _meant(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None


def is_day_or_month(text: str) -> bool:
    """Tell whether a text is a day, a month of a year, or a year, as people write them."""
    return day(text) is not None or any(_meant(text.strip(), form) for form in _MONTHS)


def folded(text: str) -> str:
    """Return a name or an office as it is compared: without capitals, spaces and marks that people vary."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())
