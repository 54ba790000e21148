"""Makes text from people harmless where it is written: it never becomes a formula, a link or a command.

Whatever writes such text, into a cell, a CSV file or a letter, sends it through :func:`harmless`. A cell
of a workbook has a kind, and text is written as text: nothing in it is calculated. A CSV file has no
kinds, and a letter is read by programs that make links of what looks like one, so there text is marked.
"""

import re
from typing import Literal

from mobility_xl.errors import BadArgument

Place = Literal["cell", "csv", "letter"]

LONGEST_TEXT = 32_767
"""How many letters a cell of Excel holds."""

STARTS = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212\u207a\u207b")
"""What begins a formula or a command in some program, with its lookalikes of other widths."""

_UNSEEN = "\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_STARTING = re.compile(rf"[{_UNSEEN}]*[{re.escape(''.join(sorted(STARTS)))}]")
_STARTING_INSIDE = re.compile(rf"(?:(?<=^)|(?<=[\n;]))(?={_STARTING.pattern})")
# XML has no place for these, halves of letters among them.
_NO_LETTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029\x85]")
_LINK = re.compile(r"(?i)(?<=\w):(?=//)|(?<=mailto):|(?<=javascript):|(?<=file):|(?<=tel):|(?<=data):")
_DOMAIN = re.compile(r"(?<=\w)\.(?=\w{2,})")


def harmless(text: str, place: Place) -> str:
    """Return a text as it may be written in a place.

    Parameters
    ----------
    text
        What a person typed, or what a file that a person sent says.
    place
        A ``cell`` keeps every letter; control characters, which no cell can hold, are left out. In a
        ``csv`` file an apostrophe stands before each line, and each part between separators, that would
        begin a formula. A ``letter`` has it on one line, and what would become a link is broken.

    Raises
    ------
    BadArgument
        When a cell cannot hold so much: nothing is cut off in silence.
    """
    # Most texts are plain, and a workbook has a hundred thousand of them.
    if not text.isprintable():
        text = _NO_LETTER.sub("", _LINE_END.sub("\n", text))
    if place == "cell":
        if len(text) > LONGEST_TEXT:
            raise BadArgument(
                f"A text of {len(text):,} letters is too long for a cell, which holds {LONGEST_TEXT:,}. "
                f"Split it: it begins with '{text[:40]}'."
            )
        return text
    if place == "csv":
        return _STARTING_INSIDE.sub("'", text.replace("\t", " "))
    return _DOMAIN.sub("[.]", _LINK.sub("[:]", " ".join(text.split())))


def begins_formula(text: str) -> bool:
    """Tell whether a text would be taken for a formula or a command if a person typed it, or a file had no kinds."""
    return not text[:1].isalnum() and len(text) > 1 and _STARTING.match(text) is not None
