"""Native PivotTables: what one shows, and the parts of the file that make it live.

The writing library knows none. A PivotTable reads an Excel table of the workbook, all on one cache;
the cache holds no copy of the rows, and the program that opens the file reads them from the table.
What stands in the cells is written as well: previewers and Protected View show that.
"""

from mobility_xl.workbook.pivots.crosstab import HEAD_ROWS, Crosstab, Placed, Source, cells
from mobility_xl.workbook.pivots.parts import add_pivots
from mobility_xl.workbook.pivots.slicers import cache_name

__all__ = ["HEAD_ROWS", "Crosstab", "Placed", "Source", "add_pivots", "cache_name", "cells"]
