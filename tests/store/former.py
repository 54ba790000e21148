"""The edition of 2024 as a user who imports it has it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from mobility_xl import catalog
from mobility_xl.queries import Queries
from mobility_xl.store import editions, import_files
from mobility_xl.store.lookup import Store

FILES = sorted((Path(__file__).parents[1] / "fixtures" / "edition-2024").glob("*.csv"))
"""Some places of all of its files."""


def imported(files: Sequence[Path], folder: Path) -> Queries:
    """Return the answers of the 2024 edition, imported for a user with an empty folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOBILITY_XL_HOME", str(folder))
        import_files(files, 2024)
        return Queries(Store(editions()[2024]), catalog.load())
