"""Makes copies of a workbook by cutting its parts: what is not cut stays as it was."""
