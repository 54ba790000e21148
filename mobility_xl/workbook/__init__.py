"""The workbook: described as blocks, rendered once, and checked."""
