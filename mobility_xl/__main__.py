"""Runs the commands as ``python -m mobility_xl``."""

from mobility_xl.cli import main

main()
