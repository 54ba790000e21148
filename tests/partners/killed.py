"""Starts a command as people do, ends it at a moment of its run, and looks at what there is then."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

UNFINISHED = (".part", ".unfinished")
"""How the names of files end that a killed process cannot take away."""
LOCK = ".lock"
Files = dict[str, bytes]


@dataclass(frozen=True)
class Command:
    """A command as it is typed, and the folder that it writes into.

    ``before`` is what stands in the folder when it starts; ``more`` is set in its environment.
    """

    words: tuple[str | Path, ...]
    folder: Path
    before: Mapping[str, bytes] = field(default_factory=dict)
    more: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> subprocess.Popen[bytes]:
        """Put the folder back to what it was, and start the command as a process of its own."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.before.items():
            (self.folder / name).parent.mkdir(exist_ok=True, parents=True)
            (self.folder / name).write_bytes(content)
        return subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-m", "mobility_xl", *map(str, self.words)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **self.more},
            # Whoever starts tests in the background has Ctrl-C ignored, and so would the process.
            preexec_fn=_listens,  # noqa: PLW1509 - it starts from the only thread
        )

    def files(self) -> Files:
        """Return what is in the folder now, hidden files too; a lock of nothing is no file."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and path.suffix != LOCK
        }

    def run(self) -> tuple[Files, float]:
        """Run it to its end; return what it wrote, and how many seconds it took."""
        started = time.monotonic()
        if self.start().wait() != 0:
            raise AssertionError(f"{self.words} failed")
        return self.files(), time.monotonic() - started

    def ended(self, number: signal.Signals, after: float) -> Files:
        """Return what there is when it was sent a signal after some seconds."""
        child = self.start()
        time.sleep(after)
        child.send_signal(number)
        child.wait()
        return self.files()

    def _inside(self) -> list[Path]:
        """Return what is new in the folders that were there."""
        folders = {Path(name).parent for name in self.before} - {Path()}
        known = {self.folder / name for name in self.before}
        return [path for one in folders for path in (self.folder / one).iterdir() if path not in known]

    def ended_while_writing(self, number: signal.Signals) -> Files:
        """Return what there is when it was sent a signal as soon as something changed in the folder."""
        child = self.start()
        names = {Path(name).parts[0] for name in self.before}
        while child.poll() is None and not any(
            path.name not in names and path.suffix != LOCK for path in [*self.folder.iterdir(), *self._inside()]
        ):
            time.sleep(0.0005)
        child.send_signal(number)
        child.wait()
        return self.files()


def _listens() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finished(files: Files) -> Files:
    """Return files without what a killed process could not take away."""
    return {
        name: content
        for name, content in files.items()
        if not any(part.endswith(UNFINISHED) for part in Path(name).parts)
    }


def moments(duration: float, count: int, seed: int) -> Iterator[float]:
    """Give moments of a run, the same in every test run in proportion to its duration."""
    chance = Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        yield chance.uniform(0.0, 1.05) * duration
