"""The templates: one folder for each kind of workbook, which staff edit and the builder only reads."""
