"""The cell functions, as every front end calls them."""

# The help lists functions in the order in which they are entered.
from mobility_xl.functions import published

# isort: split
from mobility_xl.functions import compared

# isort: split
from mobility_xl.functions import standings

# isort: split
from mobility_xl.functions import calculate
from mobility_xl.functions.registry import FUNCTIONS, CellFunction, call, function_called

__all__ = ["FUNCTIONS", "CellFunction", "calculate", "call", "compared", "function_called", "published", "standings"]
