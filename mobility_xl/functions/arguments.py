"""Turns what a cell holds into what a function needs, and refuses what nobody can understand."""

from mobility_xl.errors import BadArgument

MOST_DIGITS = 15
"""How many digits of a number a spreadsheet program keeps."""


def left_out(cell: object) -> bool:
    """Whether a cell stands for an argument left out: an empty cell or empty text."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def name(cell: object, what: str) -> str:
    """Return a text that must be there, such as the name of a metric."""
    if left_out(cell):
        raise BadArgument(f"The {what} is missing. Write its name.")
    if not isinstance(cell, str):
        raise BadArgument(f"The {what} must be a name, not {cell!r}.")
    return cell


def place(cell: object) -> str:
    """Return a place as text: a name, or a code that a spreadsheet may have made a number of."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return str(whole(cell, "place", "a code such as 17031"))
    return name(cell, "place")


def year(cell: object) -> int | None:
    """Return a year, or None for the latest."""
    if left_out(cell):
        return None
    if isinstance(cell, str):
        text = cell.strip().removesuffix(".0")
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
            raise BadArgument(f"The year must be a number such as 2022, not '{cell}'.")
        cell = int(text)
    return whole(cell, "year", "a number such as 2022")


def option(cell: object, what: str, choices: tuple[str, ...]) -> str:
    """Return one of a few words, the first when left out."""
    if left_out(cell):
        return choices[0]
    word = cell.strip().lower() if isinstance(cell, str) else str(cell)
    if word not in choices:
        raise BadArgument(f"The {what} must be one of {', '.join(choices)}, not '{cell}'.")
    return word


def whole(cell: object, what: str, expected: str) -> int:
    """Return a whole number of at most 15 digits, which is what a cell can hold."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell % 1:
        raise BadArgument(f"The {what} must be {expected}, not {cell!r}.")
    if abs(cell) >= 10**MOST_DIGITS:
        raise BadArgument(f"The {what} must be {expected}, not a number as large as that.")
    return int(cell)
