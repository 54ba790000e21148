"""Collects what partners filled in."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mobility_xl.cli.asking import SOME_FAILED, json_option, open_queries, progress, refuse_inputs
from mobility_xl.errors import BadArgument
from mobility_xl.words import several

if TYPE_CHECKING:
    from mobility_xl.partners.collecting.collected import Collected

OPEN_ELSEWHERE = "~$"


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o", "output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The workbook to write."
)
@click.option(
    "--with-officials",
    is_flag=True,
    help="Merge the lists of officials too: personal, do not hand it out. Without it their totals are kept.",
)
@click.option("--replace", is_flag=True, help="Write over a workbook that somebody may have changed.")
@json_option
def collect(files: tuple[Path, ...], output: Path, with_officials: bool, replace: bool, as_json: bool) -> None:
    """Collect filled copies of one place's workbook into one: every note, with who wrote it and in which file.

    Files may be workbooks, folders of them, or workbooks that were collected before.

    Example: mobility-xl collect returned/*.xlsx -o collected.xlsx
    """
    from mobility_xl.partners.collect import collect as collected  # noqa: PLC0415
    from mobility_xl.partners.collecting.collected import is_collected  # noqa: PLC0415
    from mobility_xl.partners.collecting.collected_writing import write_collected  # noqa: PLC0415
    from mobility_xl.workbook.saving import refuse_others, save  # noqa: PLC0415
    from mobility_xl.workbook.templates import review_style  # noqa: PLC0415

    if output.suffix.lower() != ".xlsx":
        raise BadArgument(f"-o names a workbook that ends in .xlsx, not '{output}'.")
    workbooks = _workbooks(files)
    refuse_inputs(output, *workbooks)
    refuse_others(output, is_collected, replace=replace)
    with progress("Reading") as told:
        found = collected(workbooks, open_queries, with_officials=with_officials, progress=told)
    ask = open_queries(None)
    content, to_settle = write_collected(found, review_style(ask), ask.catalog)
    save(content, output, replace=replace)
    if as_json:
        click.echo(json.dumps(_as_json(found, output, to_settle), indent=2))
    else:
        _print(found, output, to_settle, with_officials=with_officials)
    if found.refused:
        sys.exit(SOME_FAILED)


def _workbooks(files: tuple[Path, ...]) -> list[Path]:
    """Return the files, and those in the folders; Excel's marks of open files are none."""
    found: list[Path] = []
    for path in files:
        inside = sorted(path.glob("*.xlsx")) if path.is_dir() else [path]
        if path.is_dir() and not inside:
            raise BadArgument(f"There is no workbook in {path}.")
        found += [one for one in inside if not (path.is_dir() and one.name.startswith(OPEN_ELSEWHERE))]
    return list(dict.fromkeys(found))


def _print(found: "Collected", output: Path, to_settle: int, *, with_officials: bool) -> None:
    """Say how many cells of each file are where, then what a person should look at; of answers, only how many."""
    for info in found.files:
        left_out = f", {info.left_out} of them officials' and left out" if info.left_out else ""
        accounted = sum(found.accounted(info.id).values()) + info.left_out
        click.echo(f"{info.name}: {several(info.filled, 'cell')} filled in, {accounted} accounted for{left_out}")
    cells = sum(info.filled for info in found.files)
    click.echo(f"{several(cells, 'cell')} of {several(len(found.files), 'file')} in {output}")
    for one in found.findings:
        if one not in found.refused:
            change = f": was {one.was}, is {one.now}" if one.was or one.now else ""
            click.echo(f"  {' '.join(filter(None, (one.file, one.where)))}: {one.what}{change}")
    if to_settle:
        where = "sheets Findings and Officials" if with_officials else "sheet Findings"
        click.echo(f"  {to_settle} to settle: see the {where}")
    for one in found.refused:
        click.echo(f"{one.kind}: {one.file}: {one.what.removeprefix(f'{one.file} ')}", err=True)


def _as_json(found: "Collected", output: Path, to_settle: int) -> dict[str, object]:
    return {
        "output": str(output),
        "place": found.geoid,
        "files": [
            {
                "file": info.name,
                "code": info.code,
                "edition": info.edition,
                "template": info.template,
                "build": info.build,
                "filled": info.filled,
                "accounted": sum(found.accounted(info.id).values()) + info.left_out,
                "left_out": info.left_out,
            }
            for info in found.files
        ],
        "to_settle": to_settle,
        "findings": [
            {
                "kind": one.kind,
                "file": one.file,
                "where": one.where or None,
                "what": one.what,
                "was": one.was or None,
                "is": one.now or None,
            }
            for one in found.findings
        ],
    }
