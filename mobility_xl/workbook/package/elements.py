"""Reads XML elements without regard to prefixes, and to which edition of the format a file follows."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import isfinite
from xml.etree.ElementTree import Element

# The attributes r:id, r:embed and their like, in the usual and in the strict spelling of the format.
_RELATIONSHIP_SPACES = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
_CODED_LETTER = re.compile(r"_x([0-9A-Fa-f]{4})_")


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep Python from looking for cycles: a long part makes many elements and records, none of them in a cycle.

    It halves the time of reading one.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def every(element: Element, name: str) -> Iterator[Element]:
    """Give an element and all inside it that have a local name, in the file's order."""
    return (found for found in element.iter() if local_name(found) == name)


def relationship_ids(element: Element) -> list[str]:
    """Return the relationship ids that an element's attributes name."""
    return [value for key, value in element.items() if key.startswith(_RELATIONSHIP_SPACES)]


def decoded(text: str) -> str:
    """Return an attribute's text with ``_x000a_`` and its like turned into their letters."""
    return _CODED_LETTER.sub(lambda match: chr(int(match[1], 16)), text)


def whole_number(text: str | None) -> int | None:
    """Return the whole number that an attribute holds, None where it is absent or is none."""
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def decimal_number(text: str | None) -> float | None:
    """Return the number that an attribute holds, None where it is absent or is none (nan and inf are none)."""
    try:
        number = None if text is None else float(text)
    except ValueError:
        return None
    return number if number is not None and isfinite(number) else None


def is_true(text: str | None) -> bool:
    """Tell whether a yes-or-no attribute says yes."""
    return text in {"1", "true", "on"}
