"""The commands: each parses what was typed, asks a question and prints the answer.

A command imports what it needs when it runs: the first answer of a fresh process should not wait for
the workbook's libraries.
"""

from mobility_xl.cli.main import main

__all__ = ["main"]
