"""What can be looked at by groups: every metric with every kind of groups, its groups, years and gaps.

Formulas find all of it in tables of the Data sheet, by the metric and the kind of groups that people choose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from mobility_xl.catalog import ALL, SubgroupType, Variable
from mobility_xl.compare.comparing import compare
from mobility_xl.compare.groups import disparity, widest_gap
from mobility_xl.estimates import Estimate, GroupTable, Missing, Subject, WidestGap
from mobility_xl.workbook.blocks import Column, Table
from mobility_xl.workbook.contents.units import factor
from mobility_xl.workbook.guide import SHORTHANDS, Guide
from mobility_xl.workbook.numbers import NOT_PUBLISHED, key_of

CROSSTABS = "Crosstabs"
MEMBERS = "CrosstabGroups"
METRICS = "CrosstabMetrics"
MISSING = "CrosstabMissing"
NOTHING = "-"
SENTENCES = frozenset(("why", "caption", "widest"))
"""The columns that hold sentences, which are wrapped."""


@dataclass(frozen=True, slots=True)
class Crosstab:
    """One metric by one kind of groups: everybody of the same table first, where there is such a number.

    ``years`` are those in which any group has a value; the first ``member`` of a metric that is published
    one column a group is a group.
    """

    label: str
    kind: SubgroupType
    members: tuple[Subject, ...]
    years: tuple[int, ...]

    @property
    def key(self) -> str:
        """What formulas find it by."""
        return f"{self.label}|{self.kind.label}"

    @property
    def variable(self) -> Variable:
        """The variable that stands for its unit and its source."""
        return self.members[0].variable

    @property
    def latest(self) -> int | None:
        """The year whose groups are held against each other; None where no group has a value."""
        return max(self.years, default=None)

    @property
    def has_everybody(self) -> bool:
        """Whether everybody of the same table comes first."""
        return self.members[0].subgroup_type is not None and self.members[0].group == ALL

    def groups(self, guide: Guide) -> list[Estimate]:
        """Return the numbers of the latest year without everybody's."""
        return self.estimates(guide)[self.has_everybody :]

    @property
    def caption(self) -> str:
        """What it is of."""
        return f"{self.label} ({self.variable.counted_in}), by {self.kind.label}"

    def estimates(self, guide: Guide) -> list[Estimate]:
        """Return the numbers of the latest year, each with its value or its reason."""
        return [guide.ask.look_up(one, self.latest) for one in self.members] if self.latest else []


def crosstabs(guide: Guide) -> list[Crosstab]:
    """Return every metric with every kind of groups that it is published by, in framework order."""
    found = []
    for pillar, _ in guide.pillars:
        for metric in pillar.metrics:
            if metric.grouped and (kind := guide.ask.catalog.kind_of_columns(metric)):
                columns = tuple(Subject(one, guide.area_of(one)) for one in metric.of_the_26)
                found.append(Crosstab(metric.label, kind, columns, _years(guide, columns)))
            found += [_of_variable(guide, one, kind) for one in metric.variables for kind in one.subgroups]
    return found


def _of_variable(guide: Guide, variable: Variable, kind: SubgroupType) -> Crosstab:
    area = guide.area_of(variable)
    series = guide.ask.store.series(variable.name, area.level, kind.name)
    names = [group.name for group in kind.groups if series and group.name in series.groups]
    groups = tuple(Subject(variable, area, kind, name) for name in names)
    return Crosstab(guide.label(variable), kind, (Subject(variable, area, kind), *groups), _years(guide, groups))


def _years(guide: Guide, groups: Sequence[Subject]) -> tuple[int, ...]:
    years: set[int] = set()
    for one in groups:
        series = guide.ask.store.series(one.variable.name, one.area.level, one.kind)
        years.update(series.years_with_a_value(one.area.position, one.group) if series else ())
    return tuple(sorted(years))


def everything(guide: Guide) -> list[str]:
    """Return all metrics as people choose them, also those that are not published by groups."""
    labels = []
    for pillar, _ in guide.pillars:
        for metric in pillar.metrics:
            of_groups = [one for one in metric.variables if one.subgroups or not metric.grouped or one.beside]
            labels += [*([metric.label] if metric.grouped else []), *map(guide.label, of_groups)]
    return labels


def tables(guide: Guide, found: Sequence[Crosstab]) -> dict[str, Table]:
    """Return the tables of the Data sheet that formulas find everything in; gaps are put into Comparisons."""
    by_label: dict[str, list[str]] = {label: [] for label in everything(guide)}
    for one in found:
        by_label[one.label].append(one.kind.label)
    published = [(label, ", ".join(kinds) or NOTHING) for label, kinds in by_label.items()]
    headers = {
        CROSSTABS: ("key", "format", "year", "why", "caption", "widest", "disparity", "factor", "places"),
        MEMBERS: ("key", "group", "chart", "start", "end", "gap"),
        METRICS: ("metric", "published_by"),
        MISSING: ("key", "said"),
    }
    missing = list(_missing(guide, found)) or [(NOTHING, NOTHING)]
    rows: dict[str, Sequence[Sequence[str | float]]] = {
        CROSSTABS: [_row(guide, one) for one in found],
        MEMBERS: [row for one in found for row in _members(one)],
        METRICS: published,
        # One engine cannot search a table of one row.
        MISSING: missing * 2 if len(missing) == 1 else missing,
    }
    return {
        name: Table(
            name,
            guide.write(f"data.{name.lower()}"),
            guide.write(f"data.{name.lower()}"),
            tuple(Column(header, "cell_small" if header in SENTENCES else "data") for header in headers[name]),
            rows[name],
        )
        for name in headers
    }


def _row(guide: Guide, one: Crosstab) -> tuple[str | float, ...]:
    """Say what a crosstab is of: its latest year, its widest gap and how unlike its groups are, or why it is empty."""
    unit = one.variable.unit
    shown = (factor(unit), unit.places)
    if one.latest is None:
        nothing = (NOTHING, NOTHING, NOT_PUBLISHED)
        return (one.key, unit.number_format, NOT_PUBLISHED, why(guide, one), *nothing, *shown)
    estimates = one.estimates(guide)
    for pair in permutations(estimates, 2):
        guide.numbers.compared(compare(*pair))
    groups = one.groups(guide)
    index = unlike(one, one.latest, estimates)
    return (
        one.key,
        unit.number_format,
        one.latest,
        NOTHING,
        one.caption,
        said_of_widest(widest_gap(groups)),
        NOT_PUBLISHED if index is None else index,
        *shown,
    )


def said_of_widest(gap: WidestGap) -> str:
    """Return what is said of a widest gap, as a sentence."""
    return f"{gap.said[:1].upper()}{gap.said[1:]}."


def unlike(one: Crosstab, year: int, estimates: Sequence[Estimate]) -> float | None:
    """Return the Index of Disparity; None where there is no number of everybody, and where it has none."""
    if not one.has_everybody:
        return None
    return disparity(GroupTable(one.variable, one.kind, year, estimates[0], tuple(estimates[1:])))


def why(guide: Guide, one: Crosstab) -> str:
    """Return why a metric has no groups of one kind here, as a sentence."""
    missing = guide.ask.look_up(one.members[0]).missing or Missing.SUPPRESSED
    reason = missing.value if missing is not Missing.SUPPRESSED else f"{missing.value} in every group"
    return guide.write("groups.none", metric=one.label, kind=one.kind.label, why=reason)


def _members(one: Crosstab) -> Iterator[tuple[str, ...]]:
    """Give the groups in order, each with how its numbers and its gaps are found."""
    labels = {group.name: group.chart for group in one.kind.groups} | {ALL: ALL}
    for number, subject in enumerate(one.members, 1):
        name = subject.group if subject.subgroup_type else subject.variable.group
        start = f"{subject.variable.name}|{subject.area.geoid}"
        end = f"{ALL} ({subject.kind})" if subject.subgroup_type and subject.group == ALL else subject.group
        gap = f"{start}|{subject.kind}|{name}"
        yield f"{one.key}|{number}", name, labels[name], f"{start}|", f"|{end}", gap


def _missing(guide: Guide, found: Sequence[Crosstab]) -> Iterator[tuple[str, str]]:
    """Give the reason of every number that is missing in a year in which another group has one."""
    for one in found:
        for year in one.years:
            for subject in one.members:
                estimate = guide.ask.look_up(subject, year)
                if estimate.value is None:
                    yield key_of(estimate), SHORTHANDS[estimate.missing][:3]
