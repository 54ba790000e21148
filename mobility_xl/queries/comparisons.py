"""Published numbers held against each other: two areas, two years, two groups."""

from collections.abc import Sequence
from dataclasses import replace
from math import nan
from typing import TYPE_CHECKING

from mobility_xl.catalog import ALL, Level, Variable
from mobility_xl.catalog.names import Meant, fold
from mobility_xl.compare.changes import Point, ends
from mobility_xl.compare.comparing import compare
from mobility_xl.compare.groups import disparity, widest_gap
from mobility_xl.errors import BadArgument, NoData
from mobility_xl.estimates import Comparison, Estimate, GroupTable, Subject, WidestGap
from mobility_xl.queries.lookups import Lookups
from mobility_xl.store import NOTHING, Area

if TYPE_CHECKING:
    from mobility_xl.compare.matrices import Codes

Pair = tuple[Estimate, Estimate]


class Comparisons(Lookups):
    """How far two published numbers are apart, and how sure that is.

    A question that cannot be understood raises BadArgument, and a metric published by group only, asked
    for without one, NoData. A number that is missing is no error: the comparison says so.
    """

    # Two areas

    def compare(
        self, meant: Meant, area: Area, peer: Area, year: int | None = None, group: str | None = None
    ) -> Comparison:
        """Return how one area's number stands to another's.

        Parameters
        ----------
        meant
            What is compared.
        area, peer
            Areas, of one level or of two: the comparison says where that leaves it untested.
        year
            The latest in which both have a value when left out.
        group
            A published group, or another word for it; everybody when left out.
        """
        return compare(*self.of_areas(meant, area, peer, year, group))

    def of_areas(self, meant: Meant, area: Area, peer: Area, year: int | None = None, group: str | None = None) -> Pair:
        """Return the two numbers that :meth:`compare` holds against each other."""
        return self._in_one_year(self.subject(meant, area, group), self.subject(meant, peer, group), year)

    def sureness(self, variable: Variable, year: int, level: Level = "county") -> tuple[list[Area], "Codes"]:
        """Return how sure the differences between all areas of a year are, with the areas in order of code.

        The codes are those of :func:`mobility_xl.compare.matrices.sureness_matrix`.
        """
        from mobility_xl.compare.matrices import sureness_matrix  # noqa: PLC0415 - one pair needs no numpy

        areas = [
            one for one in self.store.areas.all_ever() if one.level == level and one.first_year <= year <= one.last_year
        ]
        series = self.store.series(variable.name, level)
        numbers = [NOTHING if series is None else series.numbers(area.position, year) for area in areas]
        values, lowers, uppers = (
            [nan if one is None else one for one in part]
            for part in zip(*((one.value, one.lower, one.upper) for one in numbers), strict=True)
        )
        return areas, sureness_matrix(
            variable,
            level,
            states=[one.state_code for one in areas],
            values=values,
            lowers=lowers,
            uppers=uppers,
            flags=[one.quality for one in numbers],
        )

    # Two years

    def change(
        self,
        meant: Meant,
        area: Area,
        start: int | None = None,
        end: int | None = None,
        group: str | None = None,
    ) -> Comparison:
        """Return how a later number of an area stands to an earlier one, dollars in those of the later year.

        Parameters
        ----------
        meant, area, group
            What changed.
        start, end
            Years; when left out the earliest after the last break of the series, and the latest, that are
            not Weak.
        """
        return compare(*self.of_years(meant, area, start, end, group))

    def of_years(
        self,
        meant: Meant,
        area: Area,
        start: int | None = None,
        end: int | None = None,
        group: str | None = None,
    ) -> Pair:
        """Return the two numbers that :meth:`change` holds against each other, the later first.

        Without a second year that can be compared, the earlier is missing and says why; without any, both.

        Raises
        ------
        BadArgument
            When the two years are one.
        """
        if start is not None and start == end:
            raise BadArgument(f"A change is between two years; both are {start}.")
        subject = self.subject(meant, area, group)
        points = self._points(subject)
        breaks = [one.year for one in subject.variable.breaks_for(area.level, area.state_code)]
        found = ends(points, breaks, start, end)
        if found.end is None and found.start is None and not points:
            nothing = self.look_up(subject)
            return nothing, nothing
        said = self._why_no_change(points, breaks)
        later, earlier = (
            self.look_up(subject, year) if year is not None else Estimate(subject, None, said=said)
            for year in (found.end, found.start)
        )
        return later, earlier

    def _points(self, subject: Subject) -> list[Point]:
        """Return the years with a value and their qualities, earliest first."""
        series = self._series(subject)
        if series is None:
            return []
        years = reversed(list(series.years_with_a_value(subject.area.position, subject.group)))
        return [Point(year, self.look_up(subject, year).quality) for year in years]

    def _why_no_change(self, points: Sequence[Point], breaks: Sequence[int]) -> str:
        """Return why a series has no second year to be held against."""
        met = [year for year in breaks if points and points[0].year < year <= points[-1].year]
        since = f" since the series broke in {met[-1]}" if met else ""
        return f"there is no second year that is not Weak{since}."

    # Two groups

    def gap(self, meant: Meant, area: Area, group: str, reference: str = ALL, year: int | None = None) -> Comparison:
        """Return how one group's number stands to another's of the same table.

        Parameters
        ----------
        meant, area
            What is compared, and where.
        group, reference
            Published groups, or other words for them; All is everybody in the same table.
        year
            The latest in which both have a number when left out.
        """
        return compare(*self.of_groups(meant, area, group, reference, year))

    def of_groups(self, meant: Meant, area: Area, group: str, reference: str = ALL, year: int | None = None) -> Pair:
        """Return the two numbers that :meth:`gap` holds against each other.

        Raises
        ------
        BadArgument
            When both are All, or a group is not known.
        NoData
            When one is All and the metric is published by group only.
        """
        first, second = (self._member(meant, area, name) for name in (group, reference))
        named = first or second
        if named is None:
            raise BadArgument(f"A gap is between two groups; both are {ALL}. Name one.")
        everybody = replace(named, group=ALL)
        return self._in_one_year(first or everybody, second or everybody, year)

    def _member(self, meant: Meant, area: Area, name: str) -> Subject | None:
        """Return the group of a name; None for everybody."""
        if fold(name) == fold(ALL):
            if isinstance(meant, Variable):
                return None
            if not meant.grouped:
                return Subject(self.variable(meant), area)
            groups = "; ".join(variable.group for variable in meant.variables)
            raise NoData(f"{meant.label} is published by group only, without {ALL}. Compare two of: {groups}.")
        subject = self.subject(meant, area, name)
        if isinstance(meant, Variable) and subject.subgroup_type is None:
            metric = self.catalog.metric_of(meant)
            raise BadArgument(f"{meant.label} is about {meant.hidden} alone; ask for '{metric.label}' instead.")
        return subject

    def gaps(self, table: GroupTable, reference: str = ALL) -> list[Comparison]:
        """Return how every other group of a table stands to one of them, or to All, in published order.

        Raises
        ------
        BadArgument
            When no group of the table has that name.
        """
        everyone = [table.everybody, *table.groups]
        against = next((one for one in everyone if fold(one.group) == fold(reference)), None)
        if against is None:
            names = "; ".join(one.group for one in everyone)
            raise BadArgument(f"No group of this table is called '{reference}'. There is {names}.")
        return [compare(one, against) for one in table.groups if one is not against]

    def widest_gap(self, table: GroupTable | Sequence[Estimate]) -> WidestGap:
        """Return the widest gap between two groups of a table, or of a metric published one column a group."""
        return widest_gap(table.groups if isinstance(table, GroupTable) else table)

    def disparity(self, table: GroupTable) -> float | None:
        """Return the Index of Disparity of a table; see :func:`mobility_xl.compare.groups.disparity`."""
        return disparity(table)

    def _in_one_year(self, first: Subject, second: Subject, year: int | None) -> Pair:
        """Return two estimates in a year, the latest in which both have a value when none is named."""
        if year is None:
            year = self._latest_of_both(first, second)
        one, other = self.look_up(first, year), self.look_up(second, year)
        if year is None and one.year and other.year:
            # Each has a value, but never in the same year: the one that is older lacks the other's year.
            later = max(one.year, other.year)
            return self.look_up(first, later), self.look_up(second, later)
        return one, other

    def _latest_of_both(self, first: Subject, second: Subject) -> int | None:
        one, other = self._series(first), self._series(second)
        if one is None or other is None:
            return None
        there = second.area.position
        years = one.years_with_a_value(first.area.position, first.group)
        return next((year for year in years if other.value(there, year, second.group) is not None), None)
