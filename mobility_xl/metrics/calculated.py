"""The answer of a calculation, and the words for how far it can be trusted."""

from dataclasses import KW_ONLY, dataclass
from math import isfinite
from typing import Literal

from mobility_xl.errors import Undefined

Quality = Literal["Strong", "Marginal", "Weak", ""]
"""A published flag in words; empty where the method has no rule, or what its rule needs was not given."""


@dataclass(frozen=True, slots=True)
class Calculated:
    """A calculated number with its company; every number in it is finite.

    ``lower`` and ``upper`` are the method's 95% confidence interval, or its range of imputation where
    the calculator says so; None where it has none or lacks what it takes. ``why`` is one sentence or
    more, always there: how the value came about, which rule gives the quality, what to beware of.
    ``share`` goes with a value that is a count, ``shares`` is a ratio's two parts as text.
    """

    value: float
    _: KW_ONLY
    why: str
    lower: float | None = None
    upper: float | None = None
    quality: Quality = ""
    share: float | None = None
    shares: str = ""

    def __post_init__(self) -> None:
        """Refuse a number that no cell can hold."""
        if not all(isfinite(part) for part in (self.value, self.lower, self.upper, self.share) if part is not None):
            raise Undefined("The answer is too large for a number. Check the units of what was given.", too_large=True)
