"""One area's rows of the published files, read with csv alone: what cell functions are held against."""

import csv
from functools import cache

from tests.store import published


@cache
def rows(number: int, geoid: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one county or city, in published order."""
    beginning = f",{geoid[:2]},{geoid[2:]},".encode()
    first, *others = published.lines(number)
    chosen = [line for line in others if line[4:].startswith(beginning)]
    return tuple(csv.DictReader(map(published.text, [first, *chosen])))


def row(number: int, geoid: str, year: int, group: str = "") -> dict[str, str]:
    """Return the one row of an area and a year, in a file of groups that of the group."""
    (found,) = (
        one for one in rows(number, geoid) if one["year"] == str(year) and (not group or one["subgroup"] == group)
    )
    return found


def number(number: int, column: str, geoid: str, year: int, group: str = "") -> float:
    """Return one published number; of a ratio published as text, the quotient of its two shares."""
    first, *second = map(float, row(number, geoid, year, group)[column].split(":"))
    return first / second[0] if second else first


def company(found: dict[str, str], column: str) -> list[float | str | None]:
    """Return value, lower, upper and quality of a row; None where there is none."""
    numbers = [found.get(f"{column}{suffix}", "NA") for suffix in ("", "_lb", "_ub")]
    flag = found[f"{column}_quality"]
    return [*(None if one == "NA" else float(one) for one in numbers), None if flag == "NA" else flag]
