"""The command that holds all others, and what an error becomes."""

import gc
import sys
from typing import Any

import click

from mobility_xl import __version__
from mobility_xl.cli.addin import addin
from mobility_xl.cli.asking import SOME_FAILED, WRONG_REQUEST
from mobility_xl.cli.build import build
from mobility_xl.cli.data import data
from mobility_xl.cli.functions import functions
from mobility_xl.cli.metric import metric
from mobility_xl.cli.places import places
from mobility_xl.errors import BadArgument, MobilityError

# Commands are short and make few cycles: looking for them less often saves a tenth of a workbook's time.
gc.set_threshold(50_000, 20, 20)


class _Commands(click.Group):
    """Turns our errors into a sentence and an exit code; all others are bugs and keep their traces."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MobilityError as error:
            click.echo(str(error), err=True)
            sys.exit(WRONG_REQUEST if isinstance(error, BadArgument) else SOME_FAILED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mobility-xl")
def main() -> None:
    """Upward-mobility metrics in Excel, for US counties and cities."""


for command in (build, metric, places, functions, data, addin):
    main.add_command(command)
