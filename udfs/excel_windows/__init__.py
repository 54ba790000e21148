"""The cell functions in Excel on Windows, through the BSD part of xlwings.

``functions`` is what xlwings imports; the other modules set it up, say what is set up and find what is
wrong, and need no xlwings.
"""
