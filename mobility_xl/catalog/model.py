"""The words of the framework as records: pillar > predictor > metric > variable.

Nothing here knows how the records are written down; :mod:`mobility_xl.catalog.reading` does. There is
one record of each thing in a process, so records are compared and hashed as themselves.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Direction = Literal["higher", "lower", "nearer 1", "contextual"]
Interval = Literal["sampling", "imputation", "none"]
Level = Literal["county", "city"]

ALL = "All"
"""The published name of the group that holds everybody."""


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """How numbers of one kind are shown, in a cell and in a sentence alike.

    ``decimals`` count in the shown number, which is 100 times the stored one where it is a ``percent``.
    ``prefix`` stands before it, such as ``$``. ``word`` names what is stored where a metric's ``of`` alone would
    not ("share of births"). ``points`` is what a difference is counted in, empty where that is the metric's ``of``.
    """

    name: str
    number_format: str
    decimals: int
    percent: bool = False
    prefix: str = ""
    word: str = ""
    points: str = ""
    most: float | None = None
    """The largest number that there can be, as stored; None where there is no end."""

    @property
    def places(self) -> int:
        """How many decimal places of the stored value are kept when it is shown."""
        return self.decimals + 2 if self.percent else self.decimals

    @property
    def sign(self) -> str:
        """The sign that a shown number has: ``%``, ``$`` or none."""
        return "%" if self.percent else self.prefix

    def rounded(self, value: float) -> Decimal:
        """Return the number as it is shown, without its sign: 9.4 for a share of 0.0935.

        Halves round away from zero on the number's first 15 digits, as spreadsheet programs round, so
        that a sentence and a cell never differ in the last digit: 0.9249999999999999 reads 0.93.
        """
        exact = Decimal(f"{value:.15g}") * (100 if self.percent else 1)
        return exact.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)

    def show(self, value: float) -> str:
        """Return the number as it is read aloud, such as ``9.4%`` or ``$80,848``."""
        rounded = self.rounded(value)
        sign = "-" if rounded < 0 else ""
        return f"{sign}{self.prefix}{abs(rounded):,}{'%' if self.percent else ''}"

    def rounds_to_nothing(self, difference: float) -> bool:
        """Tell whether two numbers so far apart are shown as the same number, or nearly so."""
        return self.rounded(abs(difference)) == 0

    def show_size(self, difference: float) -> str:
        """Return how far two numbers are apart, without its sign: ``4.1 points``, ``$4,210``, ``less than 0.01``."""
        shown = self.show(abs(difference)).removesuffix("%")
        least = f"{self.prefix}{Decimal(1).scaleb(-self.decimals)}"
        size = shown if difference == 0 or not self.rounds_to_nothing(difference) else f"less than {least}"
        return f"{size} {self.points.rpartition(' ')[2]}".rstrip()


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Who made the numbers that the published files are put together from.

    ``short`` is its name where there is little room, as below a chart. ``terms`` are those of its own, empty where
    none are known. ``microdata`` is what to beware of in numbers made from survey records, empty for other sources.
    """

    key: str
    label: str
    short: str
    agency: str
    terms: str = ""
    microdata: str = ""

    def __str__(self) -> str:
        """Return the source as it is cited."""
        return f"{self.agency}, {self.label}"


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """One published subgroup, such as ``Black, Non-Hispanic``.

    ``chart`` is its name below a column. ``also`` are other words that people use for it. ``overlaps`` are the
    published names of the groups that some of its people are in too.
    """

    name: str
    chart: str
    also: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SubgroupType:
    """One way of dividing people, places or jobs, with its groups in published order.

    ``label`` is how a sentence says it, behind "by"; ``published`` is its word in the files, which several can
    share; ``files`` are the numbers of the files that hold it, 0 where a level has none; ``also`` are other words.
    """

    name: str
    label: str
    published: str
    files: dict[Level, int]
    groups: tuple[Group, ...]
    also: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that people use for it, and the published one."""
        return (self.name, self.label, self.published, *self.also)

    def group(self, name: str) -> Group:
        """Return the group of that published name."""
        return next(group for group in self.groups if group.name == name)


@dataclass(frozen=True, slots=True, eq=False)
class Break:
    """A year from which a series no longer continues the years before it, at one level or in one state alone."""

    year: int
    why: str
    level: Level | None = None
    state: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What a community counts to have a variable's number for an area of its own, in words.

    The number is the numerator divided by the denominator, times ``per``. A numerator of fewer than
    ``fewest`` tells of single people, or is too unsure for a number; 0 where it counts no people.
    """

    numerator: str
    denominator: str
    per: int = 1
    fewest: int = 10


@dataclass(frozen=True, slots=True, eq=False)
class Variable:
    """One published column: a metric, or one group or level of a metric.

    ``name`` is the column; ``names`` are other words for it. ``label``, ``short`` (for a chart's title) and
    ``sentence`` say it, with another one for cities where that differs; ``meaning`` explains it. ``of`` is what the
    shown number is a number of. ``beside`` is set for what is published beside the 26 metrics, ``headline`` for
    what stands for a metric where there is little room, ``benchmark`` unless none is made of it.

    ``level`` and ``group`` name what the column's name hides ("30% of area median income", "Hispanic").
    ``differs`` and ``pooling`` are empty where there is nothing to say. ``shares`` are the two parts of a ratio
    published as text. ``judged_missing`` is a published value that stands for no value, ``judged_as`` what it
    stands for. ``zero_of`` and ``zero_sentence`` are said of a 0 that does not mean zero. ``counts`` is None where
    two counts do not make the number. ``pooled_years`` is how many years of data a value puts together,
    ``group_pooled_years`` how many a group's does. ``statewide`` is what to beware of in small counties, which
    carry one value of their state, empty where they do not. ``levels_differ`` is set where counties and cities are
    measured differently. ``unranked`` is why no rank is given, empty where one is; ``unplaced`` is set where not
    even a position among a few like places is.
    """

    name: str
    label: str
    short: str
    names: tuple[str, ...]
    meaning: str
    sentence: str
    unit: Unit
    of: str
    direction: Direction
    interval: Interval
    sources: tuple[Source, ...]
    cautions: tuple[str, ...]
    subgroups: tuple[SubgroupType, ...]
    pooling: str
    level: str
    group: str
    differs: str
    breaks: tuple[Break, ...] = ()
    benchmark: bool = True
    unranked: str = ""
    unplaced: bool = False
    beside: bool = False
    headline: bool = False
    judged_missing: float | None = None
    judged_as: str = ""
    shares: tuple[str, ...] = ()
    city_label: str = ""
    city_short: str = ""
    city_sentence: str = ""
    zero_of: str = ""
    zero_sentence: str = ""
    counts: Counts | None = None
    pooled_years: int = 1
    group_pooled_years: int = 1
    statewide: str = ""
    levels_differ: bool = False

    @property
    def all_cautions(self) -> tuple[str, ...]:
        """What to beware of, also where only some areas' numbers call for it."""
        return (*self.cautions, *filter(None, [self.statewide, self.survey_areas]))

    @property
    def hidden(self) -> str:
        """The group or the level that the column's name hides; empty where it hides none."""
        return self.group or self.level

    @property
    def counted_in(self) -> str:
        """What the stored number counts, such as ``share of births`` or ``dollars a year``."""
        return f"{self.unit.word} {self.of}".strip()

    @property
    def shown_in(self) -> str:
        """What the shown number counts, such as ``% of births`` or ``$ a year``."""
        return f"{self.unit.sign} {self.of}".strip()

    def label_for(self, level: Level) -> str:
        """Return the label at one level: some variables measure something else in cities."""
        return self.city_label if level == "city" and self.city_label else self.label

    def short_for(self, level: Level) -> str:
        """Return the label for a chart's title at one level."""
        return self.city_short if level == "city" and self.city_short else self.short

    def of_for(self, value: float | None) -> str:
        """Return what a value is a number of; a 0 can stand for something that has no number."""
        return self.zero_of if value == 0 and self.zero_of else self.of

    def sentence_for(self, level: Level, *, zero: bool = False) -> str:
        """Return the sentence that says the value aloud, with ``{value}`` and maybe ``{year}`` to fill in."""
        if zero and self.zero_sentence:
            return self.zero_sentence
        return self.city_sentence if level == "city" and self.city_sentence else self.sentence

    def breaks_for(self, level: Level, state: str = "") -> tuple[Break, ...]:
        """Return the breaks of the series at one level and in one state (its two digits), earliest first."""
        return tuple(one for one in self.breaks if one.level in (None, level) and one.state in ("", state))

    @property
    def from_microdata(self) -> bool:
        """Whether it is made from survey records, whose survey areas can reach over several counties or cities."""
        return bool(self.survey_areas)

    @property
    def survey_areas(self) -> str:
        """What to beware of where survey areas reach beyond the place; empty where it is from no survey records."""
        return next((one.microdata for one in self.sources if one.microdata), "")


@dataclass(frozen=True, slots=True, eq=False)
class Metric:
    """One of the 26 metrics, with the variables that are published for it and beside it.

    ``meaning`` is written where the variables are groups: what each of them means for its group.
    """

    number: int
    label: str
    names: tuple[str, ...]
    variables: tuple[Variable, ...]
    meaning: str = ""
    collect: str = ""

    @property
    def of_the_26(self) -> tuple[Variable, ...]:
        """The variables that are the metric, without those published beside it."""
        return tuple(variable for variable in self.variables if not variable.beside)

    @property
    def grouped(self) -> bool:
        """Whether the metric is published by group only, one column a group."""
        return all(variable.group for variable in self.of_the_26)

    @property
    def by_column(self) -> bool:
        """Whether its variables are its groups or its levels, one column each, and one word tells which."""
        return all(variable.hidden for variable in self.of_the_26)

    @property
    def headlines(self) -> tuple[Variable, ...]:
        """The variables that stand for the metric where there is room for few numbers."""
        chosen = tuple(variable for variable in self.of_the_26 if variable.headline)
        return chosen or self.of_the_26


@dataclass(frozen=True, slots=True, eq=False)
class Predictor:
    """What a pillar rests on and local policy can move."""

    label: str
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Pillar:
    """One of the five pillars of support."""

    order: int
    label: str
    tab: str
    covers: str
    predictors: tuple[Predictor, ...]

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The pillar's metrics in framework order."""
        return tuple(metric for predictor in self.predictors for metric in predictor.metrics)


@dataclass(frozen=True)
class Catalog:
    """Everything that is measured, in framework order."""

    pillars: tuple[Pillar, ...]
    subgroup_types: dict[str, SubgroupType]
    sources: dict[str, Source]
    variables: dict[str, Variable]

    @property
    def predictors(self) -> tuple[Predictor, ...]:
        """All predictors in framework order."""
        return tuple(predictor for pillar in self.pillars for predictor in pillar.predictors)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """All metrics in framework order."""
        return tuple(metric for pillar in self.pillars for metric in pillar.metrics)

    def metric_of(self, variable: Variable) -> Metric:
        """Return the metric that a variable belongs to."""
        return next(metric for metric in self.metrics if variable in metric.variables)

    def kind_of_columns(self, metric: Metric) -> SubgroupType | None:
        """Return which groups the columns of a metric are, one column a group; None where they are levels."""
        names = {variable.group for variable in metric.of_the_26}
        types = self.subgroup_types.values()
        return next((one for one in types if names <= {group.name for group in one.groups}), None)

    def pillar_of(self, variable: Variable) -> Pillar:
        """Return the pillar that a variable belongs to."""
        metric = self.metric_of(variable)
        return next(pillar for pillar in self.pillars if metric in pillar.metrics)
