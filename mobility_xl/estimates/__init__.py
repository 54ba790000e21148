"""Published numbers as records that can be said aloud: one number, and two held against each other."""

from mobility_xl.estimates.comparison import Comparison, Favor, WidestGap
from mobility_xl.estimates.published import Estimate, GroupTable, Missing, Subject

__all__ = ["Comparison", "Estimate", "Favor", "GroupTable", "Missing", "Subject", "WidestGap"]
