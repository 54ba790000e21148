"""Writes the letters that ask officials to self-identify, and takes their answers back."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mobility_xl.cli.asking import SOME_FAILED, open_queries
from mobility_xl.errors import BadArgument, BadFile
from mobility_xl.words import several

if TYPE_CHECKING:
    from mobility_xl.queries import Queries
    from mobility_xl.workbook.package import Package
    from mobility_xl.workbook.style import StyleBook

WAYS = {"two": "two questions", "combined": "one combined question"}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", help="Who asks; left out, the cell of the letter says it, as with the next four.")
@click.option("--role", help="What they do, such as budget analyst.")
@click.option("--government", help="For which government or group they write.")
@click.option("--reply-to", help="Where answers go, best an e-mail address.")
@click.option("--reply-by", help="Until when, such as 2026-05-31.")
@click.option(
    "--questions",
    type=click.Choice(list(WAYS)),
    help="The guide's two questions, or the one combined question of the federal standard of 2024.",
)
@click.option(
    "--reply",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Instead of writing letters: a CSV file of answers to take into the sheet Officials.",
)
@click.option("--replace", is_flag=True, help="Write over files of the same names.")
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    help="The folder of the letters; with --reply, a workbook to write instead of changing FILE.",
)
def outreach(
    file: Path,
    name: str | None,
    role: str | None,
    government: str | None,
    reply_to: str | None,
    reply_by: str | None,
    questions: str | None,
    reply: Path | None,
    replace: bool,
    output: Path | None,
) -> None:
    """Write one letter to each elected official who has not answered, from the sheet Officials.

    A folder gets drafts of e-mails (.eml), letters.csv to merge, and answers.csv to write answers into;
    with --reply such a file is taken back into the sheet, with its source and date.

    Example: mobility-xl outreach guide.xlsx --reply-by 2026-05-31

    Example: mobility-xl outreach guide.xlsx --reply answers.csv
    """
    from mobility_xl.partners.reading.receiving import receive  # noqa: PLC0415

    package = receive(file)
    way = WAYS[questions] if questions else None
    if reply:
        _take(package, reply, way, output or file, replace=replace or output is None)
        return
    given = {
        "name": name,
        "role": role,
        "government": government,
        "reply_to": reply_to,
        "reply_by": reply_by,
        "questions": way,
    }
    _write(package, given, output or file.with_name(f"{file.stem} - letters"), replace=replace)


def _write(package: "Package", given: dict[str, str | None], folder: Path, *, replace: bool) -> None:
    """Write the letters into a folder, and say how many, and who is left out."""
    from mobility_xl.partners.asking.letters import ANSWERS_TABLE  # noqa: PLC0415
    from mobility_xl.partners.outreach import outreach as written  # noqa: PLC0415
    from mobility_xl.workbook.saving import save_all  # noqa: PLC0415

    ask = open_queries(None)
    found = written(package, given, _style(package, ask), len(ask.catalog.metrics))
    left = sorted({path.name for path in folder.glob("*.eml")} - found.files.keys())
    if left:
        raise BadFile(
            f"{folder} holds letters of another time, such as {left[0]}: they could be sent by mistake. Name an empty "
            "folder with -o."
        )
    answers = folder / ANSWERS_TABLE
    if answers.exists() and answers.read_bytes() != found.files[ANSWERS_TABLE]:
        raise BadFile(f"{answers} is there already, perhaps with answers in it. Name another folder with -o.")
    save_all(found.files, folder, replace=replace)
    addressed = sum(bool(one.address) for one in found.letters)
    click.echo(f"{several(len(found.letters), 'letter')} in {folder}, {addressed} of them with an e-mail address.")
    for one in found.letters:
        if not one.address:
            click.echo(f"  Without one: {one.official.name}, {one.official.office} (row {one.official.row})")
    asked = found.asked
    left_out = {
        "vacant": asked.vacant,
        "answered": asked.answered,
        "chose not to answer": asked.declined,
        "without a name": asked.nameless,
    }
    if any(left_out.values()):
        click.echo(f"Left out: {', '.join(f'{count} {why}' for why, count in left_out.items() if count)}.")


def _style(package: "Package", ask: "Queries") -> "StyleBook":
    """Return the style book of the template that a workbook was made from, else the review template's."""
    from mobility_xl.workbook.stamp import read_stamp  # noqa: PLC0415
    from mobility_xl.workbook.templates import read_template, review_style  # noqa: PLC0415

    stamp = read_stamp(package)
    try:
        return read_template(stamp.template if stamp else "", ask).style
    except BadArgument:
        return review_style(ask)


def _take(package: "Package", reply: Path, way: str | None, target: Path, *, replace: bool) -> None:
    """Take answers into a workbook, and say of every line what became of it."""
    from mobility_xl.partners.asking.replies import take  # noqa: PLC0415
    from mobility_xl.workbook.saving import save  # noqa: PLC0415

    found = take(package, reply, way or WAYS["two"])
    if found.content:
        save(found.content, target, replace=replace)
    lines = len(found.taken) + len(found.known) + len(found.empty) + len(found.to_settle)
    click.echo(
        f"{several(lines, 'line')}: {len(found.taken)} taken into {target}, {len(found.known)} known already, ",
        nl=False,
    )
    click.echo(f"{len(found.empty)} without an answer, {len(found.to_settle)} to settle.")
    for line in found.to_settle:
        click.echo(f"  To settle: {line}", err=True)
    if found.to_settle:
        sys.exit(SOME_FAILED)
