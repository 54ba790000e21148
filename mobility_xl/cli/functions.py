"""Tells what the cell functions are."""

import json
from textwrap import fill
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from mobility_xl.cli.asking import json_option

if TYPE_CHECKING:
    from mobility_xl.functions import CellFunction

WIDTH = 100


class _FunctionName(click.ParamType[str]):
    """The name of a cell function, which the shell can complete."""

    name = "name"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the names that begin so, with or without ``MOBILITY_``."""
        from mobility_xl.functions import FUNCTIONS  # noqa: PLC0415

        del ctx, param
        begun = incomplete.upper()
        return [
            CompletionItem(name, help=one.summary)
            for name, one in FUNCTIONS.items()
            if name.startswith(begun) or name.removeprefix("MOBILITY_").startswith(begun)
        ]


@click.command()
@click.argument("name", required=False, type=_FunctionName())
@json_option
def functions(name: str | None, as_json: bool) -> None:
    """List the cell functions, or explain one.

    Example: mobility-xl functions metric
    """
    from mobility_xl.functions import FUNCTIONS, function_called  # noqa: PLC0415

    chosen = [function_called(name)] if name else list(FUNCTIONS.values())
    if as_json:
        click.echo(json.dumps([_as_json(one) for one in chosen], indent=2))
    elif name:
        click.echo(explained(chosen[0]))
    else:
        for one in chosen:
            click.echo(f"{'*' if one.portable else ' '} {one.name:<40}{one.summary}")
        click.echo("\n* also as a LAMBDA name in workbooks made here")


def explained(function: "CellFunction") -> str:
    """Return what there is to know of a function, as text for a terminal."""
    wide = max((len(str(one)) for one in function.arguments), default=0)
    arguments = [f"  {one!s:<{wide}}  {one.note}." for one in function.arguments]
    parts = [f"\nParts: {', '.join(function.parts)}."] if function.parts else []
    details = [f"\n{fill(one, WIDTH)}" for one in function.details]
    errors = [f"  {shown:<8} {said}" for shown, said in function.errors.items()]
    examples = [f"  {function.formula_for(cells)}" for cells in function.examples]
    return "\n".join(
        [
            function.signature,
            f"\n{function.summary}",
            *(["", *arguments] if arguments else []),
            *parts,
            *details,
            *(["", *errors] if errors else []),
            "\nExamples",
            *examples,
            f"\n{function.works_in}",
        ]
    )


def _as_json(function: "CellFunction") -> dict[str, object]:
    return {
        "name": function.name,
        "signature": function.signature,
        "summary": function.summary,
        "details": list(function.details),
        "errors": function.errors,
        "arguments": [
            {"name": one.name, "note": one.note, "kind": one.kind.word, "optional": one.optional}
            for one in function.arguments
        ],
        "parts": list(function.parts),
        "metric": function.of or None,
        "in_workbooks": list(function.portable),
        "examples": [function.formula_for(cells) for cells in function.examples],
    }
