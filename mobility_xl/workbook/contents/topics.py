"""The topics of a pillar sheet: what stands together in one panel, and the series and groups behind it."""

from collections.abc import Iterator
from dataclasses import dataclass

from mobility_xl.catalog import Metric, Pillar, Variable
from mobility_xl.estimates import Estimate, GroupTable, WidestGap
from mobility_xl.store import QUALITIES
from mobility_xl.workbook.blocks import Lookup
from mobility_xl.workbook.guide import Guide

LETTERS = "abcdefgh"


@dataclass(frozen=True, slots=True)
class Topic:
    """One panel: a metric, or one of a metric's headline numbers where it has several.

    ``variables`` is one variable, or the columns of a metric that is published one column a group.
    ``siblings`` are the metric's other levels and what is published beside it.
    """

    metric: Metric
    number: str
    label: str
    variables: tuple[Variable, ...]
    siblings: tuple[Variable, ...]

    @property
    def name(self) -> str:
        """The name that links point at."""
        return f"metric_{self.number}"

    @property
    def heading(self) -> str:
        """The number and the label, by which people choose it."""
        return f"{self.number}. {self.label}"

    @property
    def first(self) -> Variable:
        """The variable that stands for the topic's unit, source and cautions."""
        return self.variables[0]

    @property
    def grouped(self) -> bool:
        """Whether the variables are groups of one metric."""
        return self.metric.grouped


def topics(guide: Guide, pillar: Pillar) -> Iterator[Topic]:
    """Return the topics of a pillar in framework order, labelled as what is measured at the area's level."""
    for metric in pillar.metrics:
        number, headlines = str(metric.number), metric.headlines
        if metric.grouped:
            yield Topic(metric, number, metric.collect or metric.label, metric.of_the_26, ())
            continue
        others = tuple(variable for variable in metric.variables if variable not in headlines)
        for index, variable in enumerate(headlines):
            letter = LETTERS[index] if len(headlines) > 1 else ""
            label = variable.label_for(guide.area_of(variable).level)
            yield Topic(metric, number + letter, label, (variable,), others if index == 0 else ())


def headings(guide: Guide) -> dict[str, str]:
    """Return how the topics of a place are headed, by their numbers."""
    return {topic.number: topic.heading for pillar in guide.ask.catalog.pillars for topic in topics(guide, pillar)}


@dataclass(frozen=True, slots=True)
class Years:
    """The years of one variable that have a value, with the benchmark of each where there is one."""

    variable: Variable
    estimates: tuple[Estimate, ...]
    benchmarks: tuple[Lookup | None, ...]

    @property
    def table(self) -> str:
        """The name of the table that holds them."""
        return years_table(self.variable)

    @property
    def has_intervals(self) -> bool:
        """Whether any year has an interval."""
        return any(one.has_interval for one in self.estimates)


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups side by side: those with a value first, since a chart cannot draw words."""

    table: str
    kind: str
    year: int
    estimates: tuple[Estimate, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    everybody: Estimate | None

    @property
    def quality(self) -> str:
        """The quality of the groups with a value: one word, or from best to worst."""
        found = sorted({one.quality for one in self.filled}, key=QUALITIES.index)
        return found[0] or "no flag" if len(found) == 1 else f"{found[0] or 'No flag'} to {found[-1]}"

    @property
    def filled(self) -> tuple[Estimate, ...]:
        """The groups that have a value."""
        return tuple(one for one in self.estimates if one.value is not None)

    @property
    def has_intervals(self) -> bool:
        """Whether any group has an interval."""
        return any(one.has_interval for one in self.estimates)


def years_table(variable: Variable) -> str:
    """Return the name of the table that holds a variable's years."""
    return f"{variable.name}_by_year"


def years(guide: Guide, variable: Variable) -> Years:
    """Return the years of a variable for the area that is shown for it."""
    estimates = guide.ask.trend(variable, guide.area_of(variable))
    return Years(variable, tuple(estimates), tuple(guide.benchmark(one)[0] for one in estimates))


def groups(table: GroupTable) -> Groups:
    """Return the groups of a variable in its latest year."""
    variable, kind = table.variable, table.subgroup_type
    estimates = _filled_first(table.groups)
    return Groups(
        f"{variable.name}_by_{kind.name.replace('-', '_')}",
        kind.label,
        table.year,
        estimates,
        tuple(one.group for one in estimates),
        tuple(_chart_label(one, kind.group(one.group).chart) for one in estimates),
        table.everybody if table.everybody.value is not None else None,
    )


def group_columns(guide: Guide, topic: Topic) -> Groups | None:
    """Return the columns of a grouped metric as groups, in the latest year that any has; None without."""
    kind = guide.ask.catalog.kind_of_columns(topic.metric)
    latest = [guide.estimate(variable) for variable in topic.variables]
    filled = [one.year for one in latest if one.value is not None and one.year is not None]
    if not filled or kind is None:
        return None
    year = max(filled)
    estimates = _filled_first(guide.ask.look_up(one.subject, year) for one in latest)
    return Groups(
        f"{topic.name}_by_group",
        kind.label,
        year,
        estimates,
        tuple(one.who for one in estimates),
        tuple(_chart_label(one, kind.group(one.who).chart) for one in estimates),
        None,
    )


def widest_gap(guide: Guide, topic: Topic) -> WidestGap:
    """Return the widest gap between two groups of a topic, whatever kind of groups they are; a clear one, if any is."""
    if topic.grouped:
        columns = group_columns(guide, topic)
        return guide.ask.widest_gap(columns.estimates if columns else ())
    tables = guide.ask.group_tables(topic.first, guide.area_of(topic.first))
    found = [guide.ask.widest_gap(table) for table in tables]
    return min(found, key=lambda one: (not one.clear, -one.apart), default=guide.ask.widest_gap(()))


def _chart_label(estimate: Estimate, label: str) -> str:
    """Return what stands under a column: a Weak number is never drawn without saying so."""
    return f"{label}\n(Weak)" if estimate.quality == "Weak" else label


def _filled_first(estimates: "Iterator[Estimate] | tuple[Estimate, ...]") -> tuple[Estimate, ...]:
    return tuple(sorted(estimates, key=lambda one: one.value is None))


@dataclass(frozen=True, slots=True)
class Compared:
    """A number beside its benchmark, where there are no groups to draw."""

    estimate: Estimate
    benchmark: Lookup

    @property
    def table(self) -> str:
        """The name of the table that holds them."""
        return f"{self.estimate.variable.name}_compared"


def compared(guide: Guide, topic: Topic) -> Compared | None:
    """Return a topic's number beside its benchmark; None for grouped metrics and without a benchmark."""
    estimate = guide.estimate(topic.first)
    if topic.grouped or estimate.value is None:
        return None
    benchmark = guide.benchmark(estimate)[0]
    return Compared(estimate, benchmark) if benchmark else None


@dataclass(frozen=True, slots=True)
class Content:
    """What stands behind a topic: its charts and its tables are made of the same.

    ``columns`` are the groups of a metric that is published one column a group. ``years`` and ``groups``
    are by the variable's name, siblings too.
    """

    topic: Topic
    columns: Groups | None
    years: dict[str, Years]
    groups: dict[str, tuple[Groups, ...]]
    compared: Compared | None


def content(guide: Guide, topic: Topic) -> Content:
    """Gather what is published for a topic."""
    variables = (*topic.variables, *topic.siblings)
    by_group = {one.name: tuple(map(groups, guide.ask.group_tables(one, guide.area_of(one)))) for one in variables}
    return Content(
        topic,
        group_columns(guide, topic) if topic.grouped else None,
        {one.name: years(guide, one) for one in variables},
        by_group,
        None if by_group[topic.first.name] else compared(guide, topic),
    )
