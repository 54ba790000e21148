"""Tells what defined names of a workbook read, at any remove."""

from collections import defaultdict
from dataclasses import replace
from functools import cached_property

from mobility_xl.partners.formulas.reaching import Reach, reaches
from mobility_xl.workbook.package import Package


class Names:
    """The defined names of a workbook."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[tuple[str, bool], tuple[Reach, ...]] = {}

    def read_by(self, used: Reach) -> tuple[Reach, ...]:
        """Return what a formula reads that uses a name: what the name stands for, and the names in it, names left out.

        It is nothing where there is no such name.
        """
        key = used.name.lower(), used.loose
        if key not in self._known:
            self._known[key] = tuple(self._followed(*key)) if key[0] in self._formulas else ()
        return self._known[key]

    def _followed(self, name: str, loose: bool) -> list[Reach]:
        found: list[Reach] = []
        seen = {(name, loose)}
        waiting = [(name, loose)]
        while waiting:
            name, loose = waiting.pop()
            for one in (one for formula in self._formulas.get(name, ()) for one in reaches(formula)):
                # In a name, an address without dollar signs means another cell wherever the name is used.
                meant = replace(one, loose=loose or one.loose or one.relative)
                step = meant.name.lower(), meant.loose
                if not meant.name:
                    found.append(meant)
                elif step not in seen and not meant.outside:
                    seen.add(step)
                    waiting.append(step)
        return found

    @cached_property
    def _formulas(self) -> dict[str, list[str]]:
        """What they stand for, by the names in small letters; sheets may have names of their own that are the same."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._package.names:
            found[name.name.lower()].append(name.formula)
        return found
