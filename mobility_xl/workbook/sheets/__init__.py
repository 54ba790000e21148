"""The sheets, one module each, found by the name that a template's layout gives them.

A module offers ``WORDING``, the texts it takes from the style book with the places that each may fill
in, and ``sheets``, which lays out one sheet or several.
"""
