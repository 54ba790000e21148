"""Reads workbooks that come back: opened with care, tables found, filled cells each with its place."""
