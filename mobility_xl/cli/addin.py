"""Sets up the functions for Excel on Windows, says what is set up, finds what is wrong, and removes it."""

import json
import sys
from dataclasses import asdict

import click

from mobility_xl.cli.asking import SOME_FAILED, json_option, progress


@click.group()
def addin() -> None:
    """Set up the cell functions in Excel on Windows, through xlwings."""


@addin.command()
def install() -> None:
    """Set up the functions for you alone, without an administrator.

    Puts xlwings' own add-in into Excel's startup folder and names this Python in xlwings' settings; the
    other settings stay.
    """
    from mobility_xl.udfs.excel_windows import machine, setup  # noqa: PLC0415

    with progress() as told:
        lines = setup.install(machine.this_machine(), told)
    for line in lines:
        click.echo(line)


@addin.command()
@json_option
def status(as_json: bool) -> None:
    """Say what is set up, and where."""
    from mobility_xl.udfs.excel_windows import machine, setup  # noqa: PLC0415

    try:
        found = setup.status(machine.this_machine())
    except setup.CannotSetUp as error:
        if not as_json:
            raise
        click.echo(json.dumps({"set_up": False, "problem": str(error)}, indent=2))
        sys.exit(SOME_FAILED)
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2))
        return
    own = "" if found.addin_belongs_to_xlwings or not found.addin else ", of another version than xlwings"
    click.echo("Set up." if found.set_up else "Not set up, or not wholly: `mobility-xl addin doctor` says why.")
    for name, said in {
        "Excel": f"{found.excel} ({found.excel_bits or '?'} bits)" if found.excel else None,
        "Python": f"{found.python} ({found.python_bits} bits)",
        "xlwings": found.xlwings,
        "add-in": f"{found.addin}{own}" if found.addin else None,
        "settings": found.conf,
        "modules": ", ".join(found.modules),
        "Python that Excel starts": found.interpreter,
        "numbers": f"{found.edition} edition, {found.data}",
    }.items():
        click.echo(f"  {name}: {said or 'none'}")


@addin.command()
@json_option
def doctor(as_json: bool) -> None:
    """Find what keeps the functions from working, and say what to do."""
    from mobility_xl.udfs.excel_windows import doctor, machine  # noqa: PLC0415

    findings = doctor.diagnose(machine.this_machine())
    if as_json:
        click.echo(json.dumps([asdict(one) for one in findings], indent=2))
    for one in () if as_json else findings:
        click.echo(f"{one.state:<8}{one.name}: {one.said}")
        if one.advice:
            click.echo(f"{'':<8}{one.advice}")
    if any(one.state == doctor.WRONG for one in findings):
        sys.exit(SOME_FAILED)


@addin.command()
def remove() -> None:
    """Take away what was set up, and put back what was there before."""
    from mobility_xl.udfs.excel_windows import machine, setup  # noqa: PLC0415

    for line in setup.remove(machine.this_machine()):
        click.echo(line)
