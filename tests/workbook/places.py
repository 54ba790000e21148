"""Places of every kind, whose workbooks tests may ask for."""

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

FEW = {kind: PLACES[kind] for kind in ("a large county", "a county of a few dozen people", "a county that is no more")}
"""Where one of many numbers, one of few, and one without peers tell enough."""
WITH_PEERS = [
    # The rows of twelve peers take seconds in every test.
    pytest.param(code, id=kind, marks=() if kind in FEW else pytest.mark.client)
    for kind, code in PLACES.items()
]
"""The ten places for tests of what shows peers: a few for the fast tests, the others for those after them."""
