"""xlwings' settings file: lines of ``"NAME","value"``, which xlwings, its ribbon and people write too.

It is worked on as bytes: what others wrote stays as it is, in whatever letters.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from mobility_xl.files import replace_file

_LINE = re.compile(rb'\s*"?([^",]*?)"?\s*,\s*"?([^"]*?)"?\s*')

MODULES = "UDF MODULES"
INTERPRETER = "INTERPRETER_WIN"


class Conf:
    """The lines of a settings file.

    Parameters
    ----------
    path
        The file; it need not be there.
    encoding
        Of the texts that Excel's macros read.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self.path = path
        self.encoding = encoding
        self.lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []

    def get(self, name: str) -> str | None:
        """Return a setting, None when it is not there; of several lines the first, as Excel's macros do."""
        found = (value for line in self.lines if (value := self._value(line, name)) is not None)
        return next(found, None)

    def set(self, name: str, value: str | None) -> None:
        """Set a setting in its place, or at the end when it is new; None takes it out."""
        new = [] if value is None else [f'"{name}","{value}"'.encode(self.encoding) + self._end()]
        kept: list[bytes] = []
        for line in self.lines:
            if self._value(line, name) is None:
                kept.append(line)
            else:
                kept += new
                new = []
        if new and kept and not kept[-1].endswith((b"\n", b"\r")):
            kept[-1] += self._end()
        self.lines = kept + new

    def drop(self, lines: Mapping[str, str]) -> None:
        """Take out settings that still are what they were."""
        for name, value in lines.items():
            if self.get(name) == value:
                self.set(name, None)

    def all(self) -> dict[str, str]:
        """Return every setting."""
        found = [match for line in self.lines if (match := _LINE.fullmatch(line))]
        return {self._text(one[1]): self._text(one[2]) for one in reversed(found)}

    def save(self) -> None:
        """Write the file, whole or not at all."""
        replace_file(self.path, b"".join(self.lines))

    def _value(self, line: bytes, name: str) -> str | None:
        match = _LINE.fullmatch(line)
        is_it = match is not None and self._text(match[1]).lower() == name.lower()
        return self._text(match[2]) if match and is_it else None

    def _text(self, letters: bytes) -> str:
        return letters.decode(self.encoding, "replace")

    def _end(self) -> bytes:
        return b"\n" if self.lines and not self.lines[0].endswith(b"\r\n") else b"\r\n"
