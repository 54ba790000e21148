"""Writes what sheets describe: where blocks stand, how cells look, what is in them; the library is handed in."""
