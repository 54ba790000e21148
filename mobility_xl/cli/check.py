"""Checks workbooks, and compares their numbers with the published ones."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from mobility_xl.cli.asking import SOME_FAILED, json_option, open_queries
from mobility_xl.errors import BadWorkbook
from mobility_xl.words import several

if TYPE_CHECKING:
    from mobility_xl.partners.check import Fault, Report, Rule
    from mobility_xl.partners.verify import Verification
    from mobility_xl.workbook.lint import Level
    from mobility_xl.workbook.package import Package

MOST_FAULTS = 5
"""How many faults of one rule are printed unless all are asked for."""

NARROWEST, WIDEST = 60, 160
LEAST_ROOM = 36
"""How many letters of what to do must fit beside the rest; with less room it stands below."""

INDENT = " " * 8
HEADINGS: "dict[Level, str]" = {
    "E": "Essential",
    "AA": "For readers with disabilities (WCAG 2.1 AA)",
    "D": "Good to mend",
}

files_argument = click.argument(
    "file", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


@click.command()
@files_argument
@click.option("--all", "everything", is_flag=True, help=f"Print every fault, not the first {MOST_FAULTS} of a rule.")
@json_option
def check(file: tuple[Path, ...], everything: bool, as_json: bool) -> None:
    """Check workbooks: their numbers, what makes Excel repair or refuse a file, and who can read it.

    Any .xlsx can be checked, whoever made it. The exit code is 1 where something essential fails.

    Example: mobility-xl check "17031 Cook County, Illinois - Mobility Review Guide 2025.xlsx"
    """
    from mobility_xl.partners.check import check as checked  # noqa: PLC0415

    most = sys.maxsize if everything else MOST_FAULTS
    _each(
        file,
        lambda package: checked(package, open_queries),
        _report_as_json,
        lambda report: _print_report(report, most),
        as_json=as_json,
    )


@click.command()
@files_argument
@json_option
def verify(file: tuple[Path, ...], as_json: bool) -> None:
    """Compare every published number in workbooks with the store, to the last digit.

    Example: mobility-xl verify "17031 Cook County, Illinois - Mobility Review Guide 2025.xlsx"
    """
    from mobility_xl.partners.verify import verify as verified  # noqa: PLC0415

    _each(
        file,
        lambda package: verified(package, open_queries),
        _verification_as_json,
        _print_verification,
        as_json=as_json,
    )


def _each(
    files: tuple[Path, ...],
    look: "Callable[[Package], Any]",
    as_data: Callable[[Any], dict[str, object]],
    show: Callable[[Any], None],
    *,
    as_json: bool,
) -> None:
    """Look at each file; one that cannot be read is named and the others go on."""
    from mobility_xl.workbook.package import Package  # noqa: PLC0415

    answers: list[dict[str, object]] = []
    failed = False
    for number, path in enumerate(files):
        if number and not as_json:
            click.echo()
        try:
            found = look(Package.open(path))
        except BadWorkbook as error:
            failed = True
            answers.append({"file": str(path), "passed": False, "error": str(error)})
            click.echo(str(error), err=True)
            continue
        failed = failed or not found.passed
        answers.append({"file": str(path), "passed": found.passed, **as_data(found)})
        if not as_json:
            click.echo(path.name)
            show(found)
    if as_json:
        click.echo(json.dumps(answers, indent=2))
    if failed:
        sys.exit(SOME_FAILED)


def _print_report(report: "Report", most: int) -> None:
    """Print what was found, worst first."""
    if report.verified:
        click.echo(f"  {_counted(report.verified)}")
    for note in report.notes:
        click.echo(f"  Note: {note}")
    told: set[tuple[str, str]] = set()
    last = ""
    for rule in report.broken:
        faults = [one for one in rule.faults if (one.place, one.do) not in told]
        told.update((one.place, one.do) for one in faults)
        if not faults:
            continue
        if HEADINGS[rule.level] != last:
            last = HEADINGS[rule.level]
            click.echo(f"\n{last}")
        _print_rule(rule, faults, most)
    click.echo()
    click.echo(_summary(report))


def _print_rule(rule: "Rule", faults: "list[Fault]", most: int) -> None:
    """Print a rule, then its faults as a table: where, what stands there, what to do."""
    click.echo(f"  {rule.expected}: {several(len(faults), 'fault')} ({rule.id})")
    shown = faults[:most]
    places, founds = [one.place for one in shown], [one.found for one in shown]
    heads = [
        f"    {f'{place:<{_longest(places)}}  {found:<{_longest(founds)}}':<8}  "
        for place, found in zip(places, founds, strict=True)
    ]
    terminal = min(max(get_terminal_size().columns, NARROWEST), WIDEST)
    beside = _longest(heads) if terminal - _longest(heads) >= LEAST_ROOM else len(INDENT)
    for head, one in zip(heads, shown, strict=True):
        lines = wrap(one.do, terminal - beside)
        if beside == len(INDENT):
            click.echo(head.rstrip())
        else:
            lines[0] = f"{head}{lines[0].strip()}"
        click.echo("\n".join(line if line.startswith(head) else f"{' ' * beside}{line}" for line in lines))
    if len(faults) > most:
        click.echo(f"    and {len(faults) - most} more like these; --all prints them")


def _longest(texts: list[str]) -> int:
    return max(map(len, texts))


def _summary(report: "Report") -> str:
    counts = {level: sum(rule.level == level for rule in report.broken) for level in HEADINGS}
    if not any(counts.values()):
        return f"Nothing to mend: {len(report.rules)} rules are kept."
    parts = (f"{count} {HEADINGS[level].split(' (')[0].lower()}" for level, count in counts.items() if count)
    broken = sum(counts.values())
    return f"Of {len(report.rules)} rules {broken} {'is' if broken == 1 else 'are'} broken: {', '.join(parts)}."


def _counted(found: "Verification") -> str:
    """Say how many numbers were compared, and how that went."""
    if not found.compared:
        return "No number could be compared."
    went = f"{len(found.altered)} differ" if found.altered else "all are as published"
    short = f" ({found.shortened:,} with the 15 or 16 digits that some programs save)" if found.shortened else ""
    return f"{found.compared:,} numbers compared with the {found.edition} edition: {went}{short}."


def _print_verification(found: "Verification") -> None:
    click.echo(f"  {_counted(found)}")
    for note in (*found.stale, *found.unread):
        click.echo(f"  {note}")
    rows = [("where", "was", "is", "what")]
    rows += [(one.place, str(one.was), str(one.now), one.what) for one in found.altered]
    if found.altered:
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            click.echo(
                "  " + "  ".join([*(f"{text:<{width}}" for text, width in zip(row, widths, strict=False)), row[3]])
            )


def _verification_as_json(found: "Verification") -> dict[str, object]:
    return {
        "place": found.stamp.geoid if found.stamp else None,
        "edition": found.edition,
        "compared": found.compared,
        "shortened": found.shortened,
        "altered": [
            {"sheet": one.sheet, "cell": one.cell or None, "was": one.was, "is": one.now, "what": one.what}
            for one in found.altered
        ],
        "stale": found.stale,
        "unread": found.unread,
    }


def _report_as_json(report: "Report") -> dict[str, object]:
    return {
        "numbers": _verification_as_json(report.verified) if report.verified else None,
        "notes": list(report.notes),
        "rules": [_rule_as_json(rule) for rule in report.rules],
        "findings": list(_findings(report)),
    }


def _rule_as_json(rule: "Rule") -> dict[str, object]:
    return {
        "rule": rule.id,
        "about": rule.room,
        "level": rule.level,
        "expected": rule.expected,
        "passed": not rule.faults,
    }


def _findings(report: "Report") -> Iterator[dict[str, object]]:
    for rule in report.broken:
        for one in rule.faults:
            yield {
                "rule": rule.id,
                "level": rule.level,
                "sheet": one.where,
                "cell": one.cell or None,
                "found": one.found or None,
                "expected": rule.expected,
                "do": one.do,
            }
