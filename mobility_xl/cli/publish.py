"""Makes a copy of a workbook to hand out."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mobility_xl.cli.asking import refuse_inputs, refuse_other_kinds

if TYPE_CHECKING:
    from mobility_xl.workbook.stamp import Stamp


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "output", type=click.Path(path_type=Path), help="A folder, or a file that ends in .xlsx.")
@click.option("--values", is_flag=True, help="Freeze every formula as its value.")
@click.option("--with-officials", is_flag=True, help="Keep the sheet with what single officials answered.")
@click.option("--replace", is_flag=True, help="Write over a copy that somebody may have changed.")
def publish(file: Path, output: Path | None, values: bool, with_officials: bool, replace: bool) -> None:
    """Make a copy of a workbook to hand out; the workbook stays as it is.

    The copy has no cell functions, no names in its properties, and no list of officials, whose totals stay; with
    --with-officials what each of them answered stays too, which is personal data. What people wrote into the
    cells to fill in stays, with the names that they signed it with. Counts on Local Data that are
    too few to show, with those withheld for their sake, are [c] in the copy. The cells to fill in are open, the
    rest is locked where the template says so, without a password.

    Example: mobility-xl publish "17031 Cook County, Illinois - Mobility Review Guide 2025.xlsx"
    """
    from mobility_xl.partners.publish import copy_name  # noqa: PLC0415
    from mobility_xl.partners.publish import publish as published  # noqa: PLC0415
    from mobility_xl.workbook.package import Package  # noqa: PLC0415
    from mobility_xl.workbook.saving import refuse_others, save  # noqa: PLC0415
    from mobility_xl.workbook.stamp import read_stamp  # noqa: PLC0415

    refuse_other_kinds(output)
    one_file = output is not None and output.suffix.lower() == ".xlsx"
    path = output if output is not None and one_file else (output or file.parent) / copy_name(file)
    refuse_inputs(path, file)
    if path.exists() and not replace:
        stamp = read_stamp(Package.open(file))
        # A copy that was made before differs in the stamp's hash of what is locked alone.
        like = None if stamp is None else (stamp.geoid, stamp.build)
        refuse_others(path, lambda there: _is_like(read_stamp(there), like), replace=replace)
    made = published(file, values=values, with_officials=with_officials)
    save(made.content, path, replace=replace)
    click.echo(str(path))
    for line in made.told:
        click.echo(f"  {line}")


def _is_like(stamp: "Stamp | None", like: tuple[str, str] | None) -> bool:
    """Tell whether a stamp is of the same place and build, or as absent."""
    return like == (None if stamp is None else (stamp.geoid, stamp.build))
