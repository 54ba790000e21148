"""Knows a workbook's formulas: what they read, who reads them, what they give when cells change."""
