"""What several commands share: options, exit codes, opening an edition, showing how far long work is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobility_xl.errors import BadArgument

if TYPE_CHECKING:
    from mobility_xl.queries import Queries

SOME_FAILED = 1
"""Some places, files or checks failed; each was named."""

WRONG_REQUEST = 2
"""What was typed cannot be understood."""

NO_WORKBOOKS = frozenset(
    {f".{one}" for one in ("xlsm", "xls", "xlsb", "xltx", "xltm", "ods", "csv", "tsv", "txt", "json")}
    | {f".{one}" for one in ("pdf", "docx", "doc", "pptx", "html", "htm", "png", "zip")}
)
"""How files end that are none of ours."""

MOST_LINES = 10
"""Where there is no terminal, long work is told in not many more lines."""

edition_option = click.option("--edition", type=int, help="An edition such as 2025; the newest when left out.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for a script to read.")


def open_queries(edition: int | None) -> "Queries":
    """Open an edition, showing how far its store is when it has to be built first."""
    from mobility_xl import catalog  # noqa: PLC0415
    from mobility_xl.queries import Queries  # noqa: PLC0415
    from mobility_xl.store import open_store  # noqa: PLC0415

    with progress() as told:
        return Queries(open_store(edition, told), catalog.load())


def refuse_inputs(output: Path, *inputs: Path) -> None:
    """Refuse to write over a file that is read, whatever else may be replaced."""
    for path in inputs:
        if output.exists() and path.exists() and output.samefile(path):
            raise BadArgument(f"{output} is read here, and would be written over: name another file with -o.")


def refuse_other_kinds(output: Path | None) -> None:
    """Refuse a name that stands for a file, but for none of ours: it would become a folder."""
    if output is not None and output.suffix.lower() in NO_WORKBOOKS and not output.is_dir():
        raise BadArgument(f"-o names a folder, or a file that ends in .xlsx, not '{output}'.")


@contextmanager
def progress(doing: str = "Reading the published files, once") -> Iterator[Any]:
    """Show a progress bar on a terminal, and some plain lines elsewhere; nothing for what takes no time."""
    bars: list[Any] = []

    def told(done: int, total: int, what: str) -> None:
        if not sys.stderr.isatty():
            # The first step, then each that begins another tenth.
            if what and (done == 0 or done * MOST_LINES // total > (done - 1) * MOST_LINES // total):
                click.echo(f"{doing}: {done + 1} of {total}, {what}", err=True)
            return
        if not bars:
            bars.append(click.progressbar(length=total, label=doing, file=sys.stderr, item_show_func=str))
            bars[0].__enter__()
        bars[0].update(done - bars[0].pos, what)

    try:
        yield told
    finally:
        for bar in bars:
            bar.__exit__(None, None, None)
