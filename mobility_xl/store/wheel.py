"""Builds the stores into the wheel, so that an installed package answers at once and offline.

pip calls this module as the build backend: the hooks are those of setuptools.
"""

from pathlib import Path

from setuptools.build_meta import (
    build_editable,
    build_sdist,
    build_wheel,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)
from setuptools.command.build_py import build_py

from mobility_xl.store.building import build_published
from mobility_xl.store.editions import PACKAGED, PUBLISHED

__all__ = [
    "BuildWithStores",
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]


class BuildWithStores(build_py):
    """The build step of setuptools, with the stores of the published files in this checkout."""

    def run(self) -> None:
        """Build the package, then its stores; an editable installation builds them when first used."""
        super().run()
        if self.editable_mode:
            return
        folder = Path(self.build_lib) / PACKAGED.relative_to(PUBLISHED.parents[2])
        for published in sorted(PUBLISHED.glob("[0-9]*")):
            build_published(published, folder / f"{published.name}.sqlite", self._told)

    def _told(self, done: int, total: int, what: str) -> None:
        self.announce(f"building the store: {done} of {total} {what}", level=2)
