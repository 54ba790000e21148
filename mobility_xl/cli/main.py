"""The command that holds all others, and what an error becomes."""

import gc
import sys
from io import TextIOWrapper
from typing import Any

import click

from mobility_xl import __version__
from mobility_xl.cli.addin import addin
from mobility_xl.cli.asking import SOME_FAILED, WRONG_REQUEST
from mobility_xl.cli.build import build
from mobility_xl.cli.check import check, verify
from mobility_xl.cli.collect import collect
from mobility_xl.cli.data import data
from mobility_xl.cli.functions import functions
from mobility_xl.cli.metric import metric
from mobility_xl.cli.outreach import outreach
from mobility_xl.cli.peers import peers
from mobility_xl.cli.places import places
from mobility_xl.cli.publish import publish
from mobility_xl.cli.template import template
from mobility_xl.errors import BadArgument, MobilityError

# Commands are short and make few cycles: looking for them less often saves a tenth of a workbook's time.
gc.set_threshold(50_000, 20, 20)


class _Commands(click.Group):
    """Turns our errors into a sentence and an exit code; all others are bugs and keep their traces."""

    def main(self, args: Any = None, *more: Any, **options: Any) -> Any:
        """Run with what was typed: read as UTF-8 where the system's own letters are too few."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        typed = sys.argv[1:] if args is None else args
        return super().main([_decoded(word) for word in typed], *more, **options)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MobilityError as error:
            click.echo(str(error), err=True)
            sys.exit(WRONG_REQUEST if isinstance(error, BadArgument) else SOME_FAILED)


def _decoded(word: str) -> str:
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mobility-xl")
def main() -> None:
    """Upward-mobility metrics in Excel, for US counties and cities."""


for command in (
    build,
    metric,
    places,
    peers,
    functions,
    data,
    check,
    verify,
    publish,
    collect,
    outreach,
    template,
    addin,
):
    main.add_command(command)
