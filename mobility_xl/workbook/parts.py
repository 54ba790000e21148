"""The parts of a workbook as texts, while it is packed: how one is edited, added, and related to another."""

import posixpath
import re
from collections.abc import Mapping
from html import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "[Content_Types].xml"
_NUMBER = re.compile(r'Id="rId(\d+)"')


class Parts:
    """The texts of a workbook's parts, by name."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = dict(texts)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace what must be in a part once.

        Raises
        ------
        RuntimeError
            When it is not: a new version of the writing library that writes otherwise must not pass.
        """
        if self.texts[name].count(old) != 1:
            raise RuntimeError(f"The writing library no longer writes {old!r} once; see workbook/render.py.")
        self.texts[name] = self.texts[name].replace(old, new)

    def add(self, name: str, text: str, content_type: str) -> None:
        """Add a part."""
        self.texts[name] = f"{HEAD}{text}"
        kind = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        self.edit(_CONTENT_TYPES, "</Types>", f"{kind}</Types>")

    def relate(self, owner: str, kind: str, target: str) -> str:
        """Relate a part to another, and return the relationship's name within the first."""
        folder, file = posixpath.split(owner)
        name = f"{folder}/_rels/{file}.rels"
        empty = f'{HEAD}<Relationships xmlns="{_PACKAGE}"></Relationships>'
        written = self.texts.setdefault(name, empty)
        number = f"rId{1 + max(map(int, _NUMBER.findall(written)), default=0)}"
        path = posixpath.relpath(target, folder)
        one = f'<Relationship Id="{number}" Type="{kind}" Target="{path}"/>'
        self.edit(name, "</Relationships>", f"{one}</Relationships>")
        return number


def quoted(text: str) -> str:
    """Return a text as the value of an attribute."""
    return f'"{escape(text)}"'
