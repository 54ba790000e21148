"""Writes workbooks to where they belong: whole or not at all, and never over what somebody may have worked in."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from mobility_xl.errors import BadFile, BadWorkbook
from mobility_xl.files import replace_file, replace_files
from mobility_xl.workbook.package import Package

FORBIDDEN_IN_A_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def file_name(place: str, title: str, edition: int) -> str:
    """Return what a workbook is called; what Windows forbids in a name becomes a hyphen.

    Parameters
    ----------
    place
        The code and name of what it is about, such as ``17031 Cook County, Illinois``.
    title
        What its template is called, such as ``Mobility Review Guide``.
    edition
        The edition of its numbers.
    """
    return FORBIDDEN_IN_A_FILE_NAME.sub("-", f"{place} - {title} {edition}.xlsx")


def save(workbook: bytes, path: Path, *, replace: bool = False) -> None:
    """Write a workbook beside its place, then put it there in one step: never half a file.

    A file that holds something else already is left alone unless ``replace`` is set: somebody may have
    worked in it.

    Raises
    ------
    BadFile
        When there is such a file, or when it cannot be written, as when Excel has the old one open.
    """
    with _writing(path):
        _refuse_other(path, workbook, replace=replace)
        replace_file(path, workbook)


def save_all(files: Mapping[str, bytes], folder: Path, *, replace: bool = False) -> None:
    """Write files into a folder, all of them or none, under the same conditions as :func:`save`."""
    with _writing(folder):
        for name, content in files.items():
            _refuse_other(folder / name, content, replace=replace)
        replace_files(folder, files)


def refuse_others(path: Path, is_like: Callable[[Package], bool], *, replace: bool) -> None:
    """Raise BadFile, before any work, where what stands there cannot be what will be written."""
    if not path.is_file() or replace:
        return
    try:
        like = is_like(Package.open(path))
    except BadWorkbook:
        like = False
    if not like:
        _refuse_other(path, b"", replace=False)


def _refuse_other(path: Path, content: bytes, *, replace: bool) -> None:
    """Raise BadFile where something else stands already."""
    if path.exists() and not replace and path.read_bytes() != content:
        raise BadFile(
            f"{path} is there already and holds something else: somebody may have worked in it. Move it away, "
            "name another file or folder with -o, or add --replace."
        )


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Say what to do where a file or a folder cannot be written."""
    try:
        yield
    except OSError as error:
        advice = "Close it where it is open, make room, or name another file or folder with -o."
        raise BadFile(f"{path} cannot be written ({error.strerror}). {advice}") from error
    except UnicodeEncodeError as error:
        letters = str(path).encode("ascii", "replace").decode()
        raise BadFile(
            f"{letters} cannot be written: this system's letters lack some of its name. Set LC_ALL=C.UTF-8, or name "
            "the file with -o."
        ) from error
