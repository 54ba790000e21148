"""Writes files whole or not at all."""

import os
import shutil
import signal
import stat
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from types import FrameType

FILE, FOLDER = 0o666, 0o777
"""Who may use what is new, before the user's umask takes some of that away."""
_TO_END = (signal.SIGINT, signal.SIGTERM)


def replace_file(path: Path, content: bytes) -> None:
    """Write to a temporary name beside the file and rename; its folder is made where it is missing.

    Whoever asks the program to end meanwhile waits for it: it takes moments.

    Raises
    ------
    OSError
        When that cannot be done; what was there before stays, and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _undisturbed():
        draft = _draft(path, content)
        try:
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files of a folder, all of them or none; other files of it stay.

    A folder that is not there appears with all of them at once. In one that is there each is written to a
    temporary name first, then all are renamed: only a process that is killed within these moments, which no
    program can hold back, leaves some of before, each of them whole.

    Raises
    ------
    OSError
        When that cannot be done; what was there before stays, and nothing is left beside it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _undisturbed():
        if folder.exists():
            _replace_in(folder, contents)
        else:
            _make(folder, contents)


def _make(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Fill a folder beside its place, then put it there."""
    draft = Path(mkdtemp(dir=folder.parent, prefix=".", suffix=".part"))
    try:
        for name, content in contents.items():
            (draft / name).write_bytes(content)
        draft.chmod(FOLDER & ~_umask())
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _replace_in(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files beside their places, then put them there; put back what was there where one cannot be."""
    before = {folder / name: _content(folder / name) for name in contents}
    changed = {folder / name: content for name, content in contents.items() if content != before[folder / name]}
    drafts: dict[Path, Path] = {}
    try:
        for path, content in changed.items():
            drafts[path] = _draft(path, content)
        for path, draft in drafts.items():
            draft.replace(path)
    except BaseException:
        for path, draft in drafts.items():
            draft.unlink(missing_ok=True)
            old = before[path]
            if old is None:
                path.unlink(missing_ok=True)
            elif old != _content(path):
                _draft(path, old).replace(path)
        raise


def _content(path: Path) -> bytes | None:
    """Return what a file holds; None where there is none."""
    return path.read_bytes() if path.exists() else None


def _draft(path: Path, content: bytes) -> Path:
    """Return a temporary file beside another, with what is to stand there; the same people may use it.

    Python makes what is temporary its maker's alone. A file that takes the place of one keeps who may use
    that one: it can hold how single officials answered.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as draft:
        temporary = Path(draft.name)
        try:
            draft.write(content)
            draft.close()
            temporary.chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else FILE & ~_umask())
        except BaseException:
            draft.close()
            temporary.unlink(missing_ok=True)
            raise
    return temporary


def _umask() -> int:
    """Return what the user takes from others' use of new files: it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back what asks the program to end until this is done; only the main thread is asked."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def wait(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    # A handler that was not set from Python cannot be put back: that signal is let through.
    held = [one for one in _TO_END if signal.getsignal(one) is not None]
    before = {one: signal.signal(one, wait) for one in held}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        if came:
            signal.raise_signal(came[0])
