"""Runs all measurements and prints one table: ``make benchmarks``."""

from benchmarks.comparisons import matrices, pairs
from benchmarks.measure import table
from benchmarks.numbers import first_answers, first_imports, imports, look_ups, ranges
from benchmarks.standings import peers, ranks
from benchmarks.workbooks import one_workbook, recalculations

print(
    table(
        [
            *look_ups(),
            *ranges(),
            *first_imports(),
            *first_answers(),
            *pairs(),
            *matrices(),
            *peers(),
            *ranks(),
            *one_workbook(),
            *recalculations(),
            *imports(),
        ]
    )
)
