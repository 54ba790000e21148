"""Changes a part of a workbook by cutting its bytes: what is not touched stays as it was written, byte by byte.

Reading a part as a tree and writing the tree again would lose prefixes that other attributes name, and
whatever the tree's makers did not think of. Here a parser only says where elements begin and end.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from xml.parsers import expat

from mobility_xl.errors import BadWorkbook

_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_START_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_ROWS = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^>]*)?(?<!/)>")
_NUMBERED_ROW = re.compile(rb"""<(?:[\w.-]+:)?row\s(?:[^<>]*\s)?r=["']\d""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*("[^"]*"|'[^']*')""")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


@dataclass(slots=True)
class Span:
    """An element of a part: from ``start`` to ``end``, its inside from ``inner`` to ``close``; places count bytes.

    ``name`` and the keys of ``attributes`` have no prefix; ``prefix`` is the element's own, with its colon.
    ``text`` is what stands directly in it.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    inner: int
    parent: "Span | None"
    close: int = 0
    end: int = 0
    text: str = ""
    children: "list[Span]" = field(default_factory=list)

    def inside(self) -> "Iterator[Span]":
        """Give the element and all that it holds, in the file's order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += reversed(one.children)

    def every(self, *names: str) -> "list[Span]":
        """Return what it holds, at any depth, that has one of these names."""
        return [one for one in self.inside() if one.name in names]

    def child(self, name: str) -> "Span | None":
        """Return the first child of a name."""
        return next((one for one in self.children if one.name == name), None)

    def above(self, *names: str) -> "Span | None":
        """Return the nearest element around it that has one of these names."""
        one = self.parent
        while one is not None and one.name not in names:
            one = one.parent
        return one


class Splice:
    """A part with the cuts that are to be made in it.

    Parameters
    ----------
    name
        The part's name, for what is said of it.
    content
        Its bytes, in any encoding that XML has.
    """

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = _as_utf8(content)
        self._edits: list[tuple[int, int, bytes]] = []
        self._heads: dict[int, str] = {}
        self._ends: dict[int, int] = {}
        self._gone: set[int] = set()

    def spans(self, skip: Collection[str] = (), first: str = "") -> Iterator[Span]:
        """Give each element when it ends; the last one is the root.

        Parameters
        ----------
        skip
            Elements that their parents do not keep, such as the many rows of a sheet.
        first
            An element of cells: the rows of a sheet before the first that holds one need not be read, as those of
            long tables.
        """
        start, end = self._rows_without(first) if first else (len(self.content),) * 2
        return self._parsed(self.content[:start] + self.content[end:], skip, start, end - start)

    def _rows_without(self, name: str) -> tuple[int, int]:
        """Return from where to where there are only rows that do not hold an element; the next row has a number."""
        everything = len(self.content), len(self.content)
        opened = _ROWS.search(self.content)
        # What looks like an element can stand in a comment.
        if opened is None or b"<!" in self.content:
            return everything
        prefix = opened[1]
        found = re.compile(rb"<%b%b[\s/>]" % (re.escape(prefix), name.encode())).search(self.content, opened.end())
        row = self.content.rfind(b"<%brow " % prefix, opened.end(), found.start()) if found else -1
        if row < 0 or _NUMBERED_ROW.match(self.content, row) is None:
            return everything
        return opened.end(), row

    @cached_property
    def root(self) -> Span:
        """The part as a tree; of a sheet without its rows, which are not even read."""
        opened = _ROWS.search(self.content)
        start = len(self.content) if opened is None else opened.end()
        end = self.content.rfind(b"</" + opened[1] + b"sheetData") if opened else start
        if end < start:
            start = end = len(self.content)
        root = None
        for span in self._parsed(self.content[:start] + self.content[end:], (), start, end - start):
            root = span
        if root is None:
            raise BadWorkbook(f"The part {self.name} is empty.")
        return root

    def _parsed(self, content: bytes, skip: Collection[str], cut: int, missing: int) -> Iterator[Span]:
        """Give the elements of what is read of the part: at ``cut`` so many bytes of it are ``missing``."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        open_spans: list[Span] = []
        ended: list[Span] = []

        def place() -> int:
            at = parser.CurrentByteIndex
            return at + missing if at >= cut else at

        def start(tag: str, attributes: dict[str, str]) -> None:
            prefix, colon, name = tag.rpartition(":")
            at = place()
            head = _START_TAG.match(self.content, at)
            if head is None:
                raise BadWorkbook(f"The part {self.name} cannot be read at byte {at:,}.")
            plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            parent = open_spans[-1] if open_spans else None
            open_spans.append(Span(name, prefix + colon, plain, at, head.end(), parent))

        def end(_tag: str) -> None:
            span = open_spans.pop()
            if self.content[span.inner - 2 : span.inner] == b"/>":
                span.close = span.end = span.inner
            else:
                span.close = place()
                span.end = self.content.index(b">", span.close) + 1
            if span.parent is not None and span.name not in skip:
                span.parent.children.append(span)
            ended.append(span)

        def text(data: str) -> None:
            open_spans[-1].text += data

        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
        for chunk in _chunks(content):
            try:
                parser.Parse(chunk, chunk == b"")
            except expat.ExpatError as error:
                raise BadWorkbook(f"The part {self.name} cannot be read ({error}).") from error
            yield from ended
            ended.clear()

    def head(self, span: Span) -> str:
        """Return an element's start tag as it is written."""
        return self.content[span.start : span.inner].decode()

    def replace(self, start: int, end: int, new: str) -> None:
        """Put a text in place of some bytes."""
        self._edits.append((start, end, new.encode()))

    def set(self, span: Span, **attributes: str | None) -> None:
        """Change attributes in an element's start tag; None takes one away, a new one goes to its end."""
        head = self._heads.get(span.start, self.head(span))
        written = _ATTRIBUTE.findall(head)
        for name, value in attributes.items():
            known = next((at for at, (key, _) in enumerate(written) if key.rpartition(":")[2] == name), None)
            if known is not None:
                key = written.pop(known)[0]
                written[known:known] = [] if value is None else [(key, _quoted(value))]
            elif value is not None:
                written.append((name, _quoted(value)))
        end = "/>" if head.endswith("/>") else ">"
        self._heads[span.start] = "".join(
            (f"<{span.prefix}{span.name}", *(f" {key}={value}" for key, value in written), end)
        )
        self._ends[span.start] = span.inner

    def write(self, span: Span, text: str) -> None:
        """Put a text in place of all that an element holds."""
        if span.inner == span.end:
            opened = self.head(span).removesuffix("/>").rstrip() + ">"
            self.replace(span.start, span.end, f"{opened}{escaped(text)}</{span.prefix}{span.name}>")
        else:
            self.replace(span.inner, span.close, escaped(text))

    def remove(self, span: Span) -> None:
        """Take an element out, and those around it that then hold nothing; counts of the rest are put right."""
        self._gone.add(id(span))
        while span.parent is not None and span.parent.parent is not None and self._is_empty(span.parent):
            span = span.parent
            self._gone.add(id(span))
        self.replace(span.start, span.end, "")

    def _is_empty(self, span: Span) -> bool:
        """Tell whether an element may not stand without what was taken out of it."""
        needed = _HOLDERS.get(span.name)
        left = (child for child in span.children if id(child) not in self._gone)
        return needed is not None and not any(child.name == needed or not needed for child in left)

    def done(self) -> bytes:
        """Return the part with all cuts made; the very same bytes where there are none."""
        self._count_anew()
        self._edits += [(start, self._ends[start], head.encode()) for start, head in self._heads.items()]
        self._heads.clear()
        made: list[bytes] = []
        at = 0
        # What is put in comes before what is cut from there on. Of cuts that lie in each other the outer one counts.
        for start, end, new in sorted(self._edits, key=lambda edit: (edit[0], edit[0] < edit[1], -edit[1])):
            if start < at:
                continue
            made += (self.content[at:start], new)
            at = end
        made.append(self.content[at:])
        return b"".join(made)

    def _count_anew(self) -> None:
        """Put the number of children right where an element says it and some are gone."""
        if not self._gone:
            return
        for span in self.root.inside():
            left = [child for child in span.children if id(child) not in self._gone]
            if "count" in span.attributes and len(left) < len(span.children) and id(span) not in self._gone:
                self.set(span, count=str(len(left)))


_HOLDERS = {
    "conditionalFormatting": "cfRule",
    "sparklineGroup": "sparklines",
    **dict.fromkeys(("dataValidations", "conditionalFormattings", "hyperlinks", "ext", "extLst"), ""),
    **dict.fromkeys(("sparklines", "sparklineGroups", "definedNames", "pivotCaches", "externalReferences"), ""),
}
"""Elements that may not stand without a child of some name, or of any."""


def escaped(text: str) -> str:
    """Return a text as an element or an attribute holds it."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text) if not text.isalnum() else text


def _quoted(text: str) -> str:
    return f'"{escaped(text)}"'


def _chunks(content: bytes) -> Iterator[bytes]:
    """Give the bytes in pieces, so that what has ended is let go, then none."""
    size = 1 << 20
    for at in range(0, len(content), size):
        yield content[at : at + size]
    yield b""


def _as_utf8(content: bytes) -> bytes:
    """Return a part in UTF-8 without its mark; most are so already."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
        return re.sub(r"""(\A\s*<\?xml[^>]*?encoding\s*=\s*)["'][^"']*["']""", r'\1"UTF-8"', text).encode()
    declared = _DECLARED.match(content)
    if declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}:
        text = content.decode(declared[1].decode())
        return text[: declared.start(1)].encode() + b"UTF-8" + text[declared.end(1) :].encode()
    return content.removeprefix(b"\xef\xbb\xbf")
