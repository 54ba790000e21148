"""Times things several times over and lines the results up."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measurement beside its peer; ``goal`` is what the project set itself."""

    what: str
    seconds: float
    peer: str = ""
    peer_seconds: float = 0.0
    goal: str = ""
    remark: str = ""


def usual(run: Callable[[], object], before: Callable[[], object] | None = None, times: int = 5) -> float:
    """Return the median of the seconds that a call takes, after one that warms up; ``before`` is not timed."""
    run()
    taken = []
    for _ in range(times):
        if before:
            before()
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def shown(seconds: float) -> str:
    """Return a time with a unit that leaves few digits."""
    for unit, factor in (("s", 1), ("ms", 1e3), ("us", 1e6)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def table(rows: Iterable[Row]) -> str:
    """Return measurements as a table for people."""
    head = ("what", "time", "peer or floor", "its time", "ratio", "goal", "remark")
    cells = [head]
    for row in rows:
        ratio = f"{row.seconds / row.peer_seconds:.2f}" if row.peer_seconds else ""
        peer_time = shown(row.peer_seconds) if row.peer_seconds else ""
        cells.append((row.what, shown(row.seconds), row.peer, peer_time, ratio, row.goal, row.remark))
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
