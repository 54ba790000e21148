"""Run the table of calls through every client and print what the law says: ``python -m tests.conformance``."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from mobility_xl import queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.templates import read_template
from tests.conformance.clients import Client, Formualizer, LambdaNames, Python, Xlwings
from tests.conformance.table import Call, Verdict, calls, grid

HOME = "0644000"
"""The city whose numbers, and those of its county, the workbook of the LAMBDA names holds."""


def judged(client: Client) -> Iterator[tuple[Call, object, Verdict]]:
    """Return each call with a client's answer and what the law says of it."""
    table = list(calls())
    for one, answer in zip(table, client.answers(table, grid()), strict=True):
        yield one, answer, one.verdict(client.runs, answer)


def complaint(client: Client, call: Call, answer: object) -> str:
    """Return what is wrong with an answer, in one line."""
    return f"{client.name}: {call.formula} holds {answer!r}, not {call.expected!r} ({call.promise})"


def main() -> int:
    """Print the counts of each client and what breaks the law; return how many calls do."""
    ask = queries.default(2025)
    broken = []
    sys.stdout.write(f"{'':12}" + "".join(f"{one.value:>30}" for one in Verdict) + "\n")
    with TemporaryDirectory() as folder:
        workbook = Path(folder, "home.xlsx")
        workbook.write_bytes(build(ask, ask.area(HOME), read_template("review", ask)))
        clients: list[Client] = [Python(), Formualizer(), Xlwings(), LambdaNames(workbook)]
        for client in clients:
            found = list(judged(client))
            counts = Counter(verdict for _, _, verdict in found)
            sys.stdout.write(f"{client.name:12}" + "".join(f"{counts[one]:>30}" for one in Verdict) + "\n")
            broken += [complaint(client, one, answer) for one, answer, verdict in found if verdict.breaks_the_law]
    sys.stdout.write(f"{len(list(calls()))} calls\n" + "".join(f"{one}\n" for one in broken))
    return len(broken)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
