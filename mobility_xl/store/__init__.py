"""Where the numbers come from: the published files, the store made of them, and the areas they are about."""

from mobility_xl.store.areas import Area, Areas, Part
from mobility_xl.store.editions import editions, import_files, open_store, published_files
from mobility_xl.store.lookup import (
    NOTHING,
    OVERALL,
    OVERALL_FILES,
    POPULATION,
    QUALITIES,
    QUALITY_BITS,
    Numbers,
    Series,
    Store,
)

__all__ = [
    "NOTHING",
    "OVERALL",
    "OVERALL_FILES",
    "POPULATION",
    "QUALITIES",
    "QUALITY_BITS",
    "Area",
    "Areas",
    "Numbers",
    "Part",
    "Series",
    "Store",
    "editions",
    "import_files",
    "open_store",
    "published_files",
]
