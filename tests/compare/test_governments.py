"""Kinds of government, from published names and the list of consolidated ones."""

from collections import Counter

import pytest

from mobility_xl.compare.governments import consolidated, government

CONSOLIDATED = "city and county in one"


class TestGovernment:
    @pytest.mark.parametrize(
        ("geoid", "kind"),
        [
            ("17031", "county or parish"),
            ("22001", "county or parish"),
            ("02090", "borough"),
            ("02230", "borough"),
            ("02282", "borough"),
            ("02261", "census area, without a government of its own"),
            ("09110", "planning region, a council of towns"),
            ("51510", "independent city"),
            ("32510", "independent city"),
            ("06075", CONSOLIDATED),
            ("11001", CONSOLIDATED),
            ("36061", CONSOLIDATED),
            ("1714000", "city"),
            ("0427400", "town"),
            ("1702154", "village"),
            ("0203000", CONSOLIDATED),
            ("4752006", CONSOLIDATED),
            ("1571550", CONSOLIDATED),
        ],
    )
    def test_kinds(self, ask, geoid, kind):
        """An area has the kind that its published name tells, or is on the list."""
        area = ask.store.areas.get(geoid)

        assert kind == government(geoid, area.level, area.name)

    def test_every_area(self, ask):
        """Every area of the latest year has a known kind; none is named by its own name."""
        kinds = Counter((one.level, government(one.geoid, one.level, one.name)) for one in ask.store.areas.all())

        assert {level for level, kind in kinds if kind == CONSOLIDATED} == {"county", "city"}
        assert 3630 == sum(kinds.values())
        assert 10 == len(kinds)

    def test_list(self, ask):
        """Every code on the list is one of an area, and a consolidated city lies in a consolidated county."""
        areas = [ask.store.areas.get(geoid) for geoid in consolidated()]
        cities = [one for one in areas if one.level == "city"]

        assert 38 == len(areas) - len(cities)
        assert all(ask.store.areas.counties_of(city)[0].area.geoid in consolidated() for city in cities)
