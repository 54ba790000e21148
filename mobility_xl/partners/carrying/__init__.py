"""Finds in a new workbook what a former one was about."""
