"""Published numbers held against each other: how far a series went."""

from mobility_xl.catalog import Variable
from mobility_xl.compare.directions import Course, Point, course
from mobility_xl.queries.lookups import Lookups
from mobility_xl.store import Area


class Comparisons(Lookups):
    """How far two published numbers are apart."""

    def course(self, variable: Variable, area: Area) -> Course | None:
        """Return from where to where the overall series went, after its last break and without Weak years.

        Dollars are held against the dollars of the last year.
        """
        from mobility_xl.compare.prices import price_factor  # noqa: PLC0415 - one estimate needs no prices

        points = [Point(one.year or 0, one.value or 0.0, one.quality) for one in self.trend(variable, area)]
        breaks = [one.year for one in variable.breaks_for(area.level)]
        return course(points, breaks, price_factor) if variable.unit.name == "dollars" else course(points, breaks)
