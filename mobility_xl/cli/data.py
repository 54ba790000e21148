"""Shows, imports and checks the published numbers."""

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import click

from mobility_xl.cli.asking import SOME_FAILED, edition_option, json_option, open_queries, progress
from mobility_xl.words import several


@click.group()
def data() -> None:
    """Show, import and check the published numbers."""


@data.command()
@json_option
def status(as_json: bool) -> None:
    """Say which editions are here, where, and what of them is missing."""
    from mobility_xl.store import editions  # noqa: PLC0415
    from mobility_xl.store.lookup import HASH_DIGITS  # noqa: PLC0415

    answers: list[dict[str, Any]] = []
    for edition, path in editions().items():
        ask = open_queries(edition)
        store = ask.store
        answers.append(
            {
                "edition": edition,
                "title": store.title,
                "path": str(path),
                "hash": store.hash,
                "partial": ask.partial,
                "files": sorted(store.file_numbers),
                "missing_files": list(ask.missing_files),
                "absent": {number: list(names) for number, names in store.absent.items()},
            }
        )
    if as_json:
        click.echo(json.dumps(answers, indent=2))
        return
    for answer in answers:
        click.echo(f"Edition {answer['edition']}: {answer['title']}")
        copy = "partial copy" if answer["partial"] else "whole copy"
        click.echo(f"  {copy}, data {answer['hash'][:HASH_DIGITS]}, {answer['path']}")
        click.echo(f"  files {', '.join(map(str, answer['files']))}")
        if answer["missing_files"]:
            click.echo(f"  not imported: files {', '.join(map(str, answer['missing_files']))}")
        for number, names in answer["absent"].items():
            click.echo(f"  published, not in this copy: import file {number} for {', '.join(names)}")


@data.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--fewer-rows", is_flag=True, help="Take files too that have not half the rows of those they replace.")
@edition_option
def import_(files: tuple[Path, ...], fewer_rows: bool, edition: int | None) -> None:
    """Import published CSV files, all of them or none.

    They replace the files of the same content; the rest of the edition stays. A file that has not half the
    rows of the one that it would replace seems to be cut off, and is refused.

    Example: mobility-xl data import 12_mobility-metrics_county_race-ethnicity_longitudinal.csv
    """
    from mobility_xl.store import editions, import_files  # noqa: PLC0415

    before = max(editions(), default=0)
    with progress() as told:
        lines = import_files(files, edition, told, fewer_rows=fewer_rows)
    for line in lines:
        click.echo(line)
    click.echo(f"{several(len(lines), 'file')} imported.")
    if max(editions()) > before:
        click.echo(f"Edition {max(editions())} answers from now on; --edition {before} asks the one before.")


@data.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@edition_option
def verify(files: tuple[Path, ...], edition: int | None) -> None:
    """Read published files again and compare every number and flag with the store.

    From a checkout the files are found; an installed package needs them named.
    """
    from mobility_xl.store import published_files  # noqa: PLC0415
    from mobility_xl.store.verifying import verify as compare  # noqa: PLC0415

    ask = open_queries(edition)
    chosen = list(files) or published_files(ask.store.edition)
    if not chosen:
        raise click.UsageError("This package does not hold the published files. Name those you downloaded.")
    click.echo(f"{'file':<64}{'estimates':>11}{'bounds':>11}{'flags':>11}{'judged missing':>16}{'differences':>13}")
    estimates = differences = 0
    differing: list[Path] = []
    for path, one in zip(chosen, compare(chosen, ask.store, ask.catalog), strict=True):
        estimates += one.estimates
        differences += len(one.differences)
        differing += [path] if one.differences else []
        counts = f"{one.estimates:>11,}{one.bounds:>11,}{one.flags:>11,}{one.judged_missing:>16,}"
        click.echo(f"{one.file:<64}{counts}{len(one.differences):>13,}")
        for difference in one.differences[:10]:
            click.echo(f"    {difference}")
    click.echo(f"{estimates:,} estimates compared, {differences:,} differences")
    if differences:
        named = shlex.join(map(str, differing))
        again = f"mobility-xl data import {named} --edition {ask.store.edition}"
        click.echo(f"To take what these files say into the store: {again}", err=True)
        sys.exit(SOME_FAILED)
