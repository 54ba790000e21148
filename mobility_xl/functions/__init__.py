"""The cell functions, as every front end calls them."""

from mobility_xl.functions import calculate, published
from mobility_xl.functions.registry import FUNCTIONS, CellFunction, call, function_called

__all__ = ["FUNCTIONS", "CellFunction", "calculate", "call", "function_called", "published"]
