"""The cell functions, as every front end calls them."""

from mobility_xl.functions.registry import call

__all__ = ["call"]
