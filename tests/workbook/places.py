"""Places of every kind, whose workbooks tests may ask for."""

from collections.abc import Collection
from typing import Any

import pytest

PLACES = {
    "a large county": "17031",
    "a county of a few dozen people": "48301",
    "a large city": "1714000",
    "a Connecticut planning region": "09110",
    "a consolidated city with a slash in its name": "2148006",
    "a county with an accent in its name": "35013",
    "an Alaskan census area": "02158",
    "an independent city as a county": "24510",
    "the same city as a city": "2404000",
    "a county that is no more": "09001",
}
"""Ten places of ten kinds."""

EVERY_KIND = {
    **PLACES,
    "a county with hardly a number": "15005",
    "a city that is new": "1372122",
}
"""Those, and two of which little is known."""

FEW = {kind: PLACES[kind] for kind in ("a county of a few dozen people", "a county that is no more")}
"""Where one with peers and one without tell enough."""
MOST = EVERY_KIND.keys() - {
    "a consolidated city with a slash in its name",
    "a county with an accent in its name",
    "a city that is new",
    "a county that is no more",
    "an Alaskan census area",
    "an independent city as a county",
    "the same city as a city",
}
"""Where the others, of which as much is published, would tell little more."""


def _after(fast: Collection[str], places: dict[str, str]) -> list[Any]:
    """Return places as parameters: those not named for the tests that run after the fast ones."""
    return [
        pytest.param(code, id=kind, marks=() if kind in fast else pytest.mark.client) for kind, code in places.items()
    ]


ALONE = _after(MOST, EVERY_KIND)
"""Every kind of place, for tests of what shows it alone."""
WITH_PEERS = _after(FEW, PLACES)
"""The ten places, for tests of what shows peers, whose rows take seconds in every test."""
