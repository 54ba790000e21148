"""Front ends for spreadsheet programs, each generated from the registry of cell functions."""
