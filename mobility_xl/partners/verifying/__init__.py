"""Says what the tables and sheets of a workbook should hold by an edition."""
