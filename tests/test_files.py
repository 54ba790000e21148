"""Files are written whole or not at all, whatever fails on the way and whoever asks to stop."""

import ast
import errno
import itertools
import os
import resource
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mobility_xl import files
from mobility_xl.errors import BadFile
from mobility_xl.files import replace_file, replace_files
from mobility_xl.workbook.saving import save, save_all

PACKAGE = Path(files.__file__).parent
TOUCHES = ("open", "replace", "rename", "chmod", "mkdir")
"""What of the system is called on the way to a file that is written."""
OLD, NEW = {"a.eml": b"old a", "b.eml": b"old b", "own.txt": b"somebody's"}, {"a.eml": b"new a", "c.eml": b"new c"}


def state(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, also those that are hidden."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Failing:
    """Lets the calls of the system succeed until one, which fails once; ``calls`` is how many there were."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException) -> None:
        self.calls = 0
        for name in TOUCHES:
            monkeypatch.setattr(os, name, self._failing(getattr(os, name), at, error))

    def _failing(self, call: Callable[..., object], at: int, error: BaseException) -> Callable[..., object]:
        def called(*args: object, **options: object) -> object:
            self.calls += 1
            if self.calls == at:
                raise error
            return call(*args, **options)

        return called


def one_file(folder: Path) -> None:
    """Write over a file."""
    replace_file(folder / "a.eml", b"new a")


def new_file(folder: Path) -> None:
    """Write a file in a folder that is not there."""
    replace_file(folder / "new" / "a.eml", b"new a")


def several(folder: Path) -> None:
    """Write over some files of a folder."""
    replace_files(folder, NEW)


def new_folder(folder: Path) -> None:
    """Write files into a folder that is not there."""
    replace_files(folder / "new", NEW)


WRITING = {
    one_file: OLD | {"a.eml": b"new a"},
    new_file: OLD | {"new/a.eml": b"new a"},
    several: OLD | NEW,
    new_folder: OLD | {f"new/{name}": content for name, content in NEW.items()},
}
each_way = pytest.mark.parametrize(("write", "after"), WRITING.items(), ids=[one.__name__ for one in WRITING])


def filled(folder: Path) -> Path:
    """Return a folder with files of before."""
    folder.mkdir()
    for name, content in OLD.items():
        (folder / name).write_bytes(content)
    return folder


@each_way
class TestEveryStep:
    @pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()], ids=["full", "stopped"])
    def test_fails(
        self, write: Callable[[Path], None], after: dict[str, bytes], error: BaseException, tmp_path: Path
    ) -> None:
        """Whichever step fails, all is as it was and nothing is left beside it; without a failure all is new."""
        failed = 0
        for at in itertools.count(1):
            folder = filled(tmp_path / str(at))
            with pytest.MonkeyPatch.context() as patch:
                failing = Failing(patch, at, error)
                raised = _raises(type(error), lambda folder=folder: write(folder))
            if failing.calls < at:
                break
            failed += raised
            assert (OLD if raised else after) == state(folder), at

        assert after == state(folder)
        assert failed >= 3

    def test_no_room(self, write: Callable[[Path], None], after: dict[str, bytes], tmp_path: Path) -> None:
        """Where the disk takes no more bytes, all is as it was."""
        folder = filled(tmp_path / "folder")
        with pytest.raises(OSError, match="large"), _no_larger_than(2):
            write(folder)

        assert OLD == state(folder)
        assert OLD != after

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_waits(
        self, write: Callable[[Path], None], after: dict[str, bytes], number: signal.Signals, tmp_path: Path
    ) -> None:
        """Who asks to stop while files take their places is heard when all have, and heard then."""
        folder, heard = filled(tmp_path / "folder"), []
        before = signal.signal(number, lambda *_: heard.append(state(folder)))
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(os, "chmod", lambda *_args, **_options: signal.raise_signal(number))
                write(folder)
        finally:
            signal.signal(number, before)

        assert [after] == heard


def _raises(error: type[BaseException], call: Callable[[], None]) -> bool:
    """Tell whether a call raises an error; to make a folder that is there is none."""
    try:
        call()
    except error:
        return True
    return False


@contextmanager
def _no_larger_than(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


class TestWhoMayRead:
    @pytest.mark.parametrize(("mask", "file", "folder"), [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700)])
    def test_new(self, mask: int, file: int, folder: int, tmp_path: Path) -> None:
        """New files and folders are for those whom the user lets read new files."""
        before = os.umask(mask)
        try:
            new_file(tmp_path)
            replace_files(tmp_path / "letters", NEW)
        finally:
            os.umask(before)

        assert {file} == {mode(tmp_path / "new" / "a.eml"), *(mode(tmp_path / "letters" / name) for name in NEW)}
        assert folder == mode(tmp_path / "letters")

    def test_as_before(self, tmp_path: Path) -> None:
        """What takes the place of a file that is its maker's alone stays so."""
        (filled(tmp_path / "folder") / "a.eml").chmod(0o600)
        several(tmp_path / "folder")

        assert 0o600 == mode(tmp_path / "folder" / "a.eml")


def mode(path: Path) -> int:
    """Return who may do what with a file or a folder."""
    return stat.S_IMODE(path.stat().st_mode)


class TestThreads:
    def test_other_thread(self, tmp_path: Path) -> None:
        """In another thread, which nobody asks to stop, files are written as well."""
        thread = threading.Thread(target=replace_file, args=(tmp_path / "a.txt", b"new"))
        thread.start()
        thread.join()

        assert b"new" == (tmp_path / "a.txt").read_bytes()


class TestSave:
    def test_all_or_none(self, tmp_path: Path) -> None:
        """Where one of several files must not be written over, none is written."""
        folder = filled(tmp_path / "folder")

        with pytest.raises(BadFile, match=r"a\.eml is there already and holds something else"):
            save_all({"c.eml": b"new c"} | NEW, folder)
        assert OLD == state(folder)

        save_all(NEW, folder, replace=True)
        assert OLD | NEW == state(folder)

    def test_name(self, tmp_path: Path) -> None:
        """A name that the system's letters lack leaves nothing behind."""
        with pytest.raises(BadFile, match="lack some of its name"):
            save(b"new", tmp_path / "\ud800.xlsx")

        assert {} == state(tmp_path)


class TestOneDoor:
    def test_modules(self) -> None:
        """Nothing else of the package writes files that stay: a store writes its own, the others what is temporary."""
        writing = {
            str(path.relative_to(PACKAGE))
            for path in PACKAGE.rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and node.attr in {"write_bytes", "write_text", "mkstemp"}
        }

        assert {"files.py", "workbook/pictures.py"} == writing
