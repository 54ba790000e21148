"""How one published number is said: what it is about, its value with its company, or the reason for none."""

from dataclasses import dataclass
from enum import Enum

from mobility_xl.catalog import ALL, SubgroupType, Variable
from mobility_xl.store import OVERALL, Area


class Missing(Enum):
    """The five reasons for a missing number."""

    NOT_AT_LEVEL = "not published at this level"
    NOT_THIS_YEAR = "not published this year"
    SUPPRESSED = "suppressed or too few"
    JUDGED_MISSING = "judged missing"
    NOT_IN_COPY = "published, not in this copy"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a number is about: a variable, an area, and everybody or a published group."""

    variable: Variable
    area: Area
    subgroup_type: SubgroupType | None = None
    group: str = ALL

    def __str__(self) -> str:
        """Return it in words, without the year."""
        group = f", {self.group}" if self.subgroup_type else ""
        return f"{self.variable.label_for(self.area.level)}{group}, {self.area}"

    @property
    def kind(self) -> str:
        """The subgroup type of its series."""
        return self.subgroup_type.name if self.subgroup_type else OVERALL

    @property
    def file(self) -> int:
        """The number of the published file that holds it; 0 for the overall file."""
        return self.subgroup_type.files[self.area.level] if self.subgroup_type else 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """One published number with its company.

    ``value`` is None where there is none; then ``missing`` is the reason, or None where the published
    shares of a ratio leave it undefined, and ``said`` and ``why`` are the reason in words. ``year`` is
    None where no year was asked for and none has a value. ``shares`` are the two parts of a ratio
    published as text. ``quality`` is empty where no flag is published.
    """

    subject: Subject
    year: int | None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    quality: str = ""
    shares: tuple[float, float] | None = None
    missing: Missing | None = None
    said: str = ""

    @property
    def why(self) -> str:
        """Why there is no value, as a whole sentence; empty where there is one."""
        return f"{self.subject}{'' if self.year is None else f', {self.year}'}: {self.said}" if self.said else ""

    @property
    def variable(self) -> Variable:
        """The variable that it estimates."""
        return self.subject.variable

    @property
    def area(self) -> Area:
        """The county or city that it is about."""
        return self.subject.area

    @property
    def cautions(self) -> tuple[str, ...]:
        """What to beware of with this number."""
        # A county that carries its state's number is told by its quality: its own would not be Weak for that. So is
        # a place whose survey areas reach beyond it: where they do not, the number is Strong.
        variable, quality = self.variable, self.quality
        found = (
            variable.statewide if quality == "Weak" else "",
            variable.survey_areas if quality in {"Marginal", "Weak"} else "",
        )
        return (*variable.cautions, *filter(None, found))

    @property
    def label(self) -> str:
        """What it measures, in plain words."""
        return self.variable.label_for(self.area.level)

    @property
    def group(self) -> str:
        """The published group that it is about; All for everybody."""
        return self.subject.group

    @property
    def subgroup_type(self) -> SubgroupType | None:
        """The kind of groups that its group is one of."""
        return self.subject.subgroup_type

    @property
    def who(self) -> str:
        """The group that the number is about, also where only the column's name holds it; All for everybody."""
        return self.group if self.subgroup_type else self.variable.group or self.group

    @property
    def has_interval(self) -> bool:
        """Whether both bounds are published."""
        return self.lower is not None and self.upper is not None

    @property
    def shares_text(self) -> str:
        """The two shares of a ratio as they are published, such as ``0.119:0.246``."""
        return ":".join(f"{share:.3f}" for share in self.shares) if self.shares else ""

    @property
    def interval(self) -> str:
        """The bounds as they are read aloud, such as ``9.1% to 9.6%``; empty without."""
        if self.lower is None or self.upper is None:
            return ""
        show = self.variable.unit.show
        return f"{show(self.lower)} to {show(self.upper)}"

    @property
    def template(self) -> str:
        """The estimate as a sentence, with ``{value}``, ``{lower}``, ``{upper}`` and ``{year}`` to fill in."""
        sentence = self.variable.sentence_for(self.area.level, zero=self.value == 0)
        if self.subgroup_type and self.group != ALL:
            sentence = f"In the group {self.group}: {sentence}"
        if self.quality == "Weak":
            return f"{sentence} This is Weak: do not act on it."
        if not self.has_interval:
            return sentence
        if self.variable.interval == "imputation":
            return f"{sentence} With suppressed districts at their lowest and highest: {{lower}} to {{upper}}."
        return f"{sentence} The true value very likely lies between {{lower}} and {{upper}}."

    @property
    def sentence(self) -> str:
        """The estimate as a person would say it; the reason where there is none."""
        if self.value is None:
            return self.why
        show = self.variable.unit.show
        bounds = {"lower": show(self.lower or 0.0), "upper": show(self.upper or 0.0)}
        return self.template.format(value=show(self.value), year=self.year, **bounds)

    @property
    def shown(self) -> str:
        """The estimate as it is read aloud: ``9.4% (9.1% to 9.6%), 2023, Strong``."""
        if self.value is None:
            return self.why
        interval = f" ({self.interval})" if self.interval else ""
        number = self.variable.unit.show(self.value)
        if self.value == 0 and self.variable.zero_of:
            number = f"{number} ({self.variable.zero_of})"
        return f"{number}{interval}, {self.year}, {self.quality or 'no quality flag'}"


@dataclass(frozen=True, slots=True)
class GroupTable:
    """The groups of one variable, area and year, side by side, with all people of the same file."""

    variable: Variable
    subgroup_type: SubgroupType
    year: int
    everybody: Estimate
    groups: tuple[Estimate, ...]
