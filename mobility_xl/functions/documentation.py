"""Writes ``docs/functions.md`` from the registry: ``python -m mobility_xl.functions.documentation``."""

import sys
from collections.abc import Iterator
from itertools import groupby

from mobility_xl import catalog
from mobility_xl.functions import FUNCTIONS, CellFunction

HEAD = """# The cell functions

Made from the registry by `python -m mobility_xl.functions.documentation`; `mobility-xl functions NAME` prints the same.
In a formula, arguments in square brackets can be left out; an empty cell or `""` is an argument left out.
Shares are between 0 and 1.

| error | means |
|---|---|
| #N/A | there is no such number |
| #VALUE! | an argument cannot be understood |
| #DIV/0!, #NUM! | the arithmetic has no answer; #NUM! where it is too large for a number |
"""


def document() -> str:
    """Return the page, a chapter for what is published and one for each pillar's calculators."""
    return "\n".join([HEAD, *_chapters()]).rstrip() + "\n"


def _chapters() -> Iterator[str]:
    known = catalog.load()

    def chapter(function: CellFunction) -> str:
        if function.of:
            return known.pillar_of(known.variables[function.of]).label
        return "National comparison" if function.calculates else "Published numbers"

    order = ["Published numbers", *(pillar.label for pillar in known.pillars), "National comparison"]
    listed = sorted(FUNCTIONS.values(), key=lambda one: order.index(chapter(one)))
    for title, functions in groupby(listed, key=chapter):
        yield f"## {title}\n"
        for function in functions:
            yield from _entry(function)


def _entry(function: CellFunction) -> Iterator[str]:
    yield f"### {function.name}\n"
    yield f"    {function.signature}\n"
    yield f"{function.summary}\n"
    yield from (f"{one}\n" for one in function.details)
    if function.arguments:
        yield "| argument | holds |\n|---|---|"
        yield from (
            f"| {one.name}{' (optional)' if one.optional else ''} | {one.note}. |" for one in function.arguments
        )
        yield ""
    if function.parts:
        yield f"Parts: {', '.join(f'`{one}`' for one in function.parts)}.\n"
    yield "".join(f"- {shown}: {said}\n" for shown, said in function.errors.items())
    yield "".join(f"    {function.formula_for(cells)}\n" for cells in function.examples)
    yield f"{function.works_in}\n"


if __name__ == "__main__":
    sys.stdout.write(document())
