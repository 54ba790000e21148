"""Runs all measurements and prints one table: ``make benchmarks``."""

from benchmarks.measure import table
from benchmarks.numbers import first_answers, imports, look_ups
from benchmarks.workbooks import one_workbook

print(table([*look_ups(), *first_answers(), *one_workbook(), *imports()]))
