"""Published numbers looked up: one estimate, its years, its groups, its source."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import get_args

from mobility_xl import __version__
from mobility_xl.catalog import ALL, Catalog, Level, Metric, SubgroupType, Variable
from mobility_xl.catalog.former import former_edition
from mobility_xl.catalog.names import Meant, MetricNames, fits_several, fold, group_column, group_in, names_group
from mobility_xl.errors import BadArgument, NoData
from mobility_xl.estimates import Estimate, GroupTable, Missing, Subject
from mobility_xl.store import NOTHING, OVERALL, OVERALL_FILES, QUALITIES, Area, Numbers, Series, Store

AREAS_IN_WORDS: dict[Level, str] = {"county": "counties", "city": "cities"}


class Lookups:
    """What one edition publishes, and why a number is not there."""

    def __init__(self, store: Store, known: Catalog) -> None:
        self.store = store
        self.catalog = known
        self._names = MetricNames(known)
        self._published = lru_cache(maxsize=None)(self._published_groups)
        self._anybody = lru_cache(maxsize=None)(self._any_value)
        self._values: dict[tuple[Meant, Level, str | None], dict[int | None, memoryview[float]]] = {}

    @cached_property
    def missing_files(self) -> tuple[int, ...]:
        """The numbers of the published files that are not in this edition's copy."""
        numbers = {
            *OVERALL_FILES.values(),
            *(n for one in self.catalog.subgroup_types.values() for n in one.files.values()),
        }
        return tuple(sorted(numbers - {0} - self.store.file_numbers))

    @property
    def partial(self) -> bool:
        """Whether numbers that are published are not in this copy."""
        return bool(self.missing_files or self.store.absent)

    @property
    def version(self) -> str:
        """The version of this package, the edition of its data, whether that is partial, and its hash."""
        copy = "partial copy" if self.partial else "whole"
        return f"mobility_xl {__version__}, {self.store.edition} edition ({copy}), data {self.store.short_hash}"

    # What a name means

    def area(self, place: str) -> Area:
        """Return the county or city that a code or a name means."""
        return self.store.areas.find(place)

    def metric(self, text: str) -> Meant:
        """Return the variable that a name means, or the metric where each group or level has a column of its own."""
        return self._names.find(text)

    def metric_spellings(self) -> Iterator[tuple[str, Meant]]:
        """Return every name, as names are compared, that means one variable or metric, with what it means."""
        for spelling, meant in self._names.spellings.items():
            if len(meant) == 1:
                yield spelling, meant[0]

    def variable(self, meant: Meant, group: str | None = None) -> Variable:
        """Return the one variable that is meant, of a metric of several columns by the group or the level.

        Raises
        ------
        BadArgument
            When the metric has several levels, and none is named.
        NoData
            When the metric has no overall number and no group is named.
        """
        if isinstance(meant, Variable):
            return meant
        if group is None or fold(group) == fold(ALL):
            if not meant.grouped:
                level = f"Or give its level as the group, such as {meant.of_the_26[0].level}."
                raise BadArgument(f"{fits_several(meant.label, meant.of_the_26)} {level}")
            groups = "; ".join(variable.group for variable in meant.variables)
            raise NoData(f"{meant.label} is published by group only. Name one of: {groups}.")
        return group_column(meant, self.catalog.subgroup_types.values(), group)

    def _published_groups(self, variable: Variable, level: Level) -> dict[str, frozenset[str]]:
        """Return the groups that a variable is filled for, by subgroup type.

        Where the file is not in this copy, they are those of the other level.
        """
        found = {}
        for one in variable.subgroups:
            absent = self.store.absent_years(one.files[level], variable.name)
            levels = (level, *get_args(Level)) if absent else (level,)
            series = next(filter(None, (self.store.series(variable.name, each, one.name) for each in levels)), None)
            found[one.name] = frozenset(series.groups) - {ALL} if series else frozenset()
        return found

    def subject(self, meant: Meant, area: Area, group: str | None = None) -> Subject:
        """Return what a name, a place and a group mean together.

        Parameters
        ----------
        meant
            A variable, or a metric of one column a group or level.
        area
            A county or a city.
        group
            A published group or another word for it; everybody when left out. Of such a metric the level.

        Raises
        ------
        BadArgument
            When there is no such group or level, or none of several levels is named.
        NoData
            When the metric is published by group only and no group is named.
        """
        variable = self.variable(meant, group)
        if group is None or not isinstance(meant, Variable) or fold(group) == fold(ALL):
            return Subject(variable, area)
        if variable.hidden:
            types, metric = self.catalog.subgroup_types.values(), self.catalog.metric_of(variable)
            if names_group(variable, types, group):
                return Subject(variable, area)
            if any(names_group(other, types, group) for other in metric.variables):
                raise BadArgument(
                    f"{variable.label} is about {variable.hidden} alone; ask for '{metric.label}' instead."
                )
        kind, found = group_in(variable.subgroups, self._published(variable, area.level), group)
        return Subject(variable, area, kind, found.name)

    # One estimate

    def estimate(self, meant: Meant, area: Area, year: int | None = None, group: str | None = None) -> Estimate:
        """Return one estimate, in the latest year with a value when none is named; a missing one says why.

        Raises
        ------
        BadArgument
            When there is no such group.
        NoData
            When the metric is published by group only and no group is named.
        """
        return self.look_up(self.subject(meant, area, group), year)

    def value(self, meant: Meant, area: Area, year: int | None = None, group: str | None = None) -> float | None:
        """Return the value of one estimate by the shortest way, or None where :meth:`estimate` says why not.

        Raises as :meth:`estimate` does.
        """
        key = (meant, area.level, group)
        values = self._values.get(key)
        if values is None:
            subject = self.subject(meant, area, group)
            series = self._series(subject)
            has_any = series is not None and subject.group in series.groups
            values = self._values[key] = series.by_year(subject.group) if series and has_any else {}
        numbers = values.get(year)
        if numbers is None or area.position >= len(numbers):
            return None
        value = numbers[area.position]
        return value if value == value else None  # noqa: PLR0124 - only NaN differs from itself

    def _series(self, subject: Subject) -> Series | None:
        return self.store.series(subject.variable.name, subject.area.level, subject.kind)

    def look_up(self, subject: Subject, year: int | None = None) -> Estimate:
        """Return the estimate of a subject, in the latest year with a value when none is named."""
        series = self._series(subject)
        position, group = subject.area.position, subject.group
        if year is None and series is not None:
            year = next(series.years_with_a_value(position, group), None)
            year = year or next(series.years_with_a_value(position, group, part="first"), None)
        numbers = NOTHING if series is None or year is None else series.numbers(position, year, group)
        estimate = _estimate(subject, year, numbers)
        if estimate.value is not None:
            return estimate
        if estimate.shares is not None:
            return replace(estimate, said=f"undefined; the published {subject.variable.shares[1]} is 0.")
        left_out = self._left_out.get(subject.variable.name)
        if series is None and left_out:
            return replace(estimate, missing=Missing.NOT_AT_LEVEL, said=left_out)
        missing, said = self._reason(series, subject, year)
        return replace(estimate, missing=missing, said=said)

    def _reason(self, series: Series | None, subject: Subject, year: int | None) -> tuple[Missing, str]:
        """Return the reason for a missing number, and a sentence with what can be done."""
        where = AREAS_IN_WORDS[subject.area.level]
        absent = self.store.absent_years(subject.file, subject.variable.name)
        todo = _todo(subject)
        if series is None and _file_of(subject) in self.missing_files:
            return Missing.NOT_IN_COPY, f"this copy has not the file that would hold it; {todo}."
        if absent and (year in absent or (series is None and year is None)):
            return Missing.NOT_IN_COPY, f"published, but not in this copy; {todo}."
        if series is None and not absent:
            return Missing.NOT_AT_LEVEL, f"not published for {where}.{self._county_hint(subject)}"
        if series is not None and subject.group not in series.groups:
            groups = "; ".join(group for group in series.groups if group != ALL)
            return Missing.NOT_AT_LEVEL, f"not published for that group of {where}; there is {groups}."
        years = series.years if series else ()
        not_here = f" Published, but not in this copy: {spans(absent)}; {todo}." if absent else ""
        if series is None or (year is not None and year not in years):
            said = f"not published for that year; there is {spans({*years, *absent})}."
            return Missing.NOT_THIS_YEAR, said + not_here
        missing, said = self._reason_in(series, subject, list(years) if year is None else [year])
        return missing, said + (not_here if year is None else "")

    def _reason_in(self, series: Series, subject: Subject, years: list[int]) -> tuple[Missing, str]:
        """Return why a series that has these years has nothing in them for one area and group."""
        area, group = subject.area, subject.group
        own = [year for year in years if area.first_year <= year <= area.last_year]
        if not own:
            said = f"this code has numbers for {area.first_year} to {area.last_year} only.{self.about(area)}"
            return Missing.NOT_THIS_YEAR, said
        if any(series.numbers(area.position, year, group).judged_missing for year in own):
            variable = subject.variable
            said = f"published as {variable.judged_missing:g}, which stands for {variable.judged_as}."
            return Missing.JUDGED_MISSING, said
        if not any(self._anybody(series, area.level, area.state_code, year) for year in own):
            said = f"not published for any {area.level} of {area.state} in {spans(own)}.{self.about(area)}"
            return Missing.NOT_THIS_YEAR, said
        return Missing.SUPPRESSED, f"suppressed by the publisher, or too few people or records.{self.about(area)}"

    def _any_value(self, series: Series, level: Level, state_code: str, year: int) -> bool:
        """Whether any area of a state has a value, for any group: few people leave some groups without."""
        return any(
            series.value(position, year, group) is not None
            for group in series.groups
            for position in self._positions[level, state_code]
        )

    @cached_property
    def _left_out(self) -> dict[str, str]:
        """What a former edition published in place of a variable, as a reason, by the variable's name."""
        former = former_edition(self.store.edition, self.catalog)
        found = former.left_out if former else {}
        return {name: f"the {self.store.edition} edition published {one.why}." for name, one in found.items()}

    @cached_property
    def _positions(self) -> dict[tuple[Level, str], list[int]]:
        positions: dict[tuple[Level, str], list[int]] = {}
        for area in self.store.areas.all_ever():
            positions.setdefault((area.level, area.state_code), []).append(area.position)
        return positions

    def _county_hint(self, subject: Subject) -> str:
        """Name the county to ask for where a city has no number and counties have."""
        area = subject.area
        series = self.store.series(subject.variable.name, "county", subject.kind)
        if area.level != "city" or series is None or subject.group not in series.groups:
            return ""
        county = self.store.areas.county_of(area)
        return f" {area} lies in {county} ({county.geoid}): ask for that." if county else ""

    def about(self, area: Area) -> str:
        """Return what a former code became, or what a new one was before, with a space before; empty for others."""
        if area.until is not None:
            return f" It was replaced from {area.until} by {_names(map(self.store.areas.get, area.successors))}."
        former = self.store.areas.predecessors(area)
        return f" For the years before {area.first_year} ask for {_names(former)}." if former else ""

    def newer(self, estimate: Estimate, year: int | None = None, *, how: bool = True) -> str:
        """Return that a later year than an estimate's is published, but not in this copy; empty where none is.

        ``how`` adds what would bring it here.
        """
        shown = year or estimate.year
        absent = self.store.absent_years(estimate.subject.file, estimate.variable.name)
        later = [one for one in absent if shown is not None and one > shown]
        todo = f"; {_todo(estimate.subject)}" if how else ""
        return f"Newer, but not in this copy: {spans(later)}{todo}." if later else ""

    # Years and groups

    def trend(self, meant: Meant, area: Area, group: str | None = None) -> list[Estimate]:
        """Return the years with a value, earliest first; none where there is no value at all.

        Raises as :meth:`estimate` does.
        """
        subject = self.subject(meant, area, group)
        series = self._series(subject)
        years = sorted(series.years_with_a_value(area.position, subject.group)) if series else []
        return [self.look_up(subject, year) for year in years]

    def everything(self, variable: Variable, area: Area) -> Iterator[Estimate]:
        """Return every published estimate of one variable and area: overall first, then by kind of group."""
        for kind in (None, *variable.subgroups):
            series = self.store.series(variable.name, area.level, kind.name if kind else OVERALL)
            if series is None:
                continue
            subjects = {group: Subject(variable, area, kind, group) for group in series.groups}
            for group, year, numbers in series.everything(area.position):
                yield _estimate(subjects[group], year, numbers)

    def groups(self, variable: Variable, area: Area, kind: SubgroupType, year: int | None = None) -> GroupTable | None:
        """Return the groups of one kind, in published order, in one year: the latest in which any has a value.

        Every group that the variable is published for is there, with its reason where it has no value. None
        where no group has a value in that year, or none at all: :meth:`why_no_groups` says why.
        """
        series = self.store.series(variable.name, area.level, kind.name)
        if series is None:
            return None
        names = [group.name for group in kind.groups if group.name in series.groups]
        with_a_value = [
            one for one in series.years if any(series.value(area.position, one, name) is not None for name in names)
        ]
        if year is None:
            year = max(with_a_value, default=None)
        if year is None or year not in with_a_value:
            return None
        return GroupTable(
            variable,
            kind,
            year,
            self.look_up(Subject(variable, area, kind), year),
            tuple(self.look_up(Subject(variable, area, kind, name), year) for name in names),
        )

    def why_no_groups(self, variable: Variable, area: Area, kind: SubgroupType, year: int | None = None) -> str:
        """Return why there is no table of groups of one kind, in words."""
        everybody = self.look_up(Subject(variable, area, kind), year)
        return everybody.said or f"{Missing.SUPPRESSED.value} in every group."

    def missing_groups(self, variable: Variable, area: Area, kind: SubgroupType) -> Missing:
        """Return the reason why no group of one kind has a value; that some years are not in this copy comes first."""
        if self.store.absent_years(kind.files[area.level], variable.name):
            return Missing.NOT_IN_COPY
        return self.look_up(Subject(variable, area, kind)).missing or Missing.SUPPRESSED

    def group_tables(self, variable: Variable, area: Area) -> list[GroupTable]:
        """Return the latest table of every kind of groups that has a value here."""
        tables = (self.groups(variable, area, kind) for kind in variable.subgroups)
        return [table for table in tables if table is not None]

    def side_by_side(
        self, meant: Meant, area: Area, kind: str | None = None, year: int | None = None
    ) -> list[Estimate]:
        """Return the groups of a metric in one year, each with its value or its reason.

        Parameters
        ----------
        meant
            A variable: everybody of the same file comes first. Or a metric of one column a group or level.
        kind
            A word for a kind of groups; the first that has a value when left out.
        year
            The latest in which any group has a value when left out.

        Raises
        ------
        BadArgument
            When the metric is not published by such groups.
        NoData
            When no group has a value.
        """
        if not isinstance(meant, Variable):
            return self._columns_side_by_side(meant, area, kind, year)
        kinds = [self.subgroup_type(meant, kind)] if kind else list(meant.subgroups)
        if not kinds:
            raise BadArgument(f"{meant.label} is not published by groups.")
        tables = (self.groups(meant, area, one, year) for one in kinds)
        table = next(filter(None, tables), None)
        if table is None:
            raise NoData(
                f"{meant.label}, {area}, by {kinds[0].label}: {self.why_no_groups(meant, area, kinds[0], year)}"
            )
        return [table.everybody, *table.groups]

    def _columns_side_by_side(self, metric: Metric, area: Area, kind: str | None, year: int | None) -> list[Estimate]:
        known = self.catalog.kind_of_columns(metric)
        if kind and fold(kind) not in (map(fold, known.words) if known else ()):
            advice = f"Use {known.name}." if known else f"Leave it out, or ask for one of {_columns_of(metric)}."
            raise BadArgument(f"{metric.label} is not published by '{kind}'. {advice}")
        latest = [self.estimate(variable, area, year) for variable in metric.of_the_26]
        years = [one.year for one in latest if one.value is not None and one.year]
        if not years:
            raise NoData(latest[0].why)
        return [self.estimate(variable, area, max(years)) for variable in metric.of_the_26]

    def subgroup_type(self, variable: Variable, text: str) -> SubgroupType:
        """Return the kind of groups that a word means: its name, its label, or the published one.

        Raises
        ------
        BadArgument
            When the variable is not published by such groups.
        """
        wanted = fold(text)
        for one in variable.subgroups:
            if wanted in map(fold, one.words):
                return one
        names = ", ".join(one.name for one in variable.subgroups)
        alone = f"It is about {variable.group} alone." if variable.group else "It has no groups."
        raise BadArgument(f"{variable.label} is not published by '{text}'. {f'Use {names}.' if names else alone}")

    # Sources

    def published_years(self, meant: Meant) -> tuple[int, ...]:
        """Return the years that a metric is published for, at any level and for any group, earliest first."""
        found: set[int] = set()
        for variable in (meant,) if isinstance(meant, Variable) else meant.variables:
            for level in get_args(Level):
                for kind in (OVERALL, *(one.name for one in variable.subgroups)):
                    series = self.store.series(variable.name, level, kind)
                    found.update(series.years if series else ())
                for one in variable.subgroups:
                    found.update(self.store.absent_years(one.files[level], variable.name))
        return tuple(sorted(found))

    def citation(self, meant: Meant, area: Area | None = None, year: int | None = None) -> str:
        """Return the source of a number, or of a metric's groups, ready to paste under a table."""
        variable = meant if isinstance(meant, Variable) else meant.variables[0]
        label = variable.label_for(area.level) if area else variable.label
        name = f"{label} ({variable.name})" if meant is variable else meant.label
        parts = [name, str(area or ""), str(year or "")]
        sources = "; ".join(map(str, variable.sources))
        differs = f" {variable.differs}" if variable.differs else ""
        return f"{', '.join(filter(None, parts))}. {self.store.title}, from {sources}.{differs}"


def _estimate(subject: Subject, year: int | None, numbers: Numbers) -> Estimate:
    """Return published numbers as an estimate, without a reason where there is no value."""
    shares = None if numbers.first is None or numbers.second is None else (numbers.first, numbers.second)
    return Estimate(subject, year, numbers.value, numbers.lower, numbers.upper, QUALITIES[numbers.quality], shares)


def _file_of(subject: Subject) -> int:
    """Return the number of the file that would hold a subject; 0 where none is published for its level."""
    return subject.file if subject.subgroup_type else OVERALL_FILES[subject.area.level]


def _columns_of(metric: Metric) -> str:
    return ", ".join(variable.name for variable in metric.of_the_26)


def _todo(subject: Subject) -> str:
    return f"import file {_file_of(subject)} with `mobility-xl data import`"


def _names(areas: Iterable[Area]) -> str:
    return ", ".join(f"{area.name} ({area.geoid})" for area in areas)


def spans(years: Iterable[int]) -> str:
    """Return years in words: 2014-2019, 2021-2023."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
