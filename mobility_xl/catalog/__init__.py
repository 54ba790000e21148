"""What is measured: the framework's pillars, predictors, metrics and published variables."""

from mobility_xl.catalog.model import (
    ALL,
    Break,
    Catalog,
    Counts,
    Direction,
    Group,
    Interval,
    Level,
    Metric,
    Pillar,
    Predictor,
    Source,
    SubgroupType,
    Unit,
    Variable,
)
from mobility_xl.catalog.reading import load, read

__all__ = [
    "ALL",
    "Break",
    "Catalog",
    "Counts",
    "Direction",
    "Group",
    "Interval",
    "Level",
    "Metric",
    "Pillar",
    "Predictor",
    "Source",
    "SubgroupType",
    "Unit",
    "Variable",
    "load",
    "read",
]
