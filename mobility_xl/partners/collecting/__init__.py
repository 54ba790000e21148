"""Puts what several copies hold into one: records, merged lists, the tables they are written to and read from."""
