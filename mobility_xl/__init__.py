"""Upward-mobility metrics in Excel: functions for cells and a review guide for a county or city."""

__version__ = "0.1.0"
