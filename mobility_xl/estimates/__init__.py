"""Published numbers as records that can be said aloud: one, two held against each other, one among many."""

from mobility_xl.estimates.comparison import Comparison, Favor, WidestGap
from mobility_xl.estimates.published import Estimate, GroupTable, Missing, Subject
from mobility_xl.estimates.standing import Position, Rank

__all__ = ["Comparison", "Estimate", "Favor", "GroupTable", "Missing", "Position", "Rank", "Subject", "WidestGap"]
