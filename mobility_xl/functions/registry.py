"""The one list of cell functions, and the one way to call them."""

from collections.abc import Callable

from mobility_xl.errors import BadArgument
from mobility_xl.functions import published

Cell = str | float | bool | None
Answer = str | float

FUNCTIONS: dict[str, Callable[..., Answer]] = {"MOBILITY_METRIC": published.mobility_metric}


def call(name: str, *args: Cell) -> Answer:
    """Run a cell function by the name that people type.

    Parameters
    ----------
    name
        Such as ``MOBILITY_METRIC``, in any case.
    args
        The cells' values in order; None and empty text are arguments left out.

    Raises
    ------
    NoData
        There is no such number (#N/A).
    BadArgument
        An argument, or the function's name, cannot be understood (#VALUE!).
    Undefined
        The arithmetic has no answer (#DIV/0!).
    """
    function = FUNCTIONS.get(name.strip().upper())
    if function is None:
        raise BadArgument(f"There is no function '{name}'. {_advice(name)}")
    try:
        return function(*args)
    except TypeError as error:
        if error.__traceback__ is None or error.__traceback__.tb_next is not None:
            raise
        raise BadArgument(_wrong_count(name.strip().upper(), function, len(args))) from error


def _advice(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a misspelling needs it, and cells start fast

    near = get_close_matches(name.strip().upper(), FUNCTIONS, n=1)
    return f"Did you mean {near[0]}?" if near else f"There is {', '.join(FUNCTIONS)}."


def _wrong_count(name: str, function: Callable[..., Answer], given: int) -> str:
    """Say which arguments a function takes, the ones that can be left out in square brackets."""
    from inspect import Parameter, signature  # noqa: PLC0415 - only a wrong call needs it, and cells start fast

    takes = [
        one.name if one.default is Parameter.empty else f"[{one.name}]"
        for one in signature(function).parameters.values()
    ]
    return f"{name}({', '.join(takes)}) was given {given} argument{'' if given == 1 else 's'}."
