"""What is worth a look: the metrics that stand out, by a stated rule, with the reasons."""

from dataclasses import dataclass
from functools import lru_cache

from mobility_xl.estimates import Comparison, Estimate, Position, WidestGap
from mobility_xl.workbook.blocks import Cell, Lookup, Words
from mobility_xl.workbook.contents.topics import Topic, topics, widest_gap
from mobility_xl.workbook.guide import Guide, change_in_words

MOST_SENTENCES = 5
"""How many marked metrics are said as sentences."""


@dataclass(frozen=True, slots=True)
class Look:
    """One topic with what could make it worth a look: its widest gap, its change, its place among the nearest.

    ``estimate`` is the number that is shown for it; ``change`` says in words where there is none.
    """

    tab: str
    topic: Topic
    estimate: Estimate
    gap: WidestGap
    change: Comparison | str
    position: Position

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is worth a look: gap, change, position; nothing where the number is Weak, or is never marked."""
        if self.estimate.value is None or self.estimate.quality == "Weak" or self.estimate.variable.unplaced:
            return ()
        change = self.change
        found = {
            "gap": self.gap.clear and self.gap.shows,
            "change": not isinstance(change, str)
            and change.clear
            and change.shows
            and change.favor == "less favorable",
            "position": self.position.least_favorable,
        }
        return tuple(reason for reason, applies in found.items() if applies)


@lru_cache(maxsize=1)
def looks(guide: Guide) -> tuple[Look, ...]:
    """Return every topic that has a published number, in framework order."""
    return tuple(
        _look(guide, pillar.tab, topic)
        for pillar, _ in guide.pillars
        for topic in topics(guide, pillar)
        if not topic.metric.collect
    )


def first_looks(guide: Guide) -> tuple[Look, ...]:
    """Return the marked topics that are said as sentences: most reasons first, then framework order."""
    marked = [one for one in looks(guide) if one.reasons]
    return tuple(sorted(marked, key=lambda one: -len(one.reasons))[:MOST_SENTENCES])


def _look(guide: Guide, tab: str, topic: Topic) -> Look:
    estimate = shown(guide, topic)
    position = guide.ask.position(estimate.variable, estimate.area)
    return Look(tab, topic, estimate, widest_gap(guide, topic), guide.change(estimate), position)


def shown(guide: Guide, topic: Topic) -> Estimate:
    """Return the number of a topic that is shown: of a metric published by group, the first group's that has one."""
    found = [guide.estimate(variable) for variable in topic.variables]
    return next((one for one in found if one.value is not None), found[0])


def look_in_words(guide: Guide, look: Look) -> Words:
    """Say a marked number, and each of the reasons with its numbers."""
    estimate = look.estimate
    template = estimate.variable.sentence_for(estimate.area.level, zero=estimate.value == 0)
    if estimate.area is not guide.area:
        template = f"{estimate.area.name}: {template}"
    if "{year}" not in template:
        template = f"{template.removesuffix('.')} ({estimate.year})."
    template = template.replace("{year}", str(estimate.year))
    numbers: dict[str, Lookup] = {"value": guide.numbers.look_up(estimate)}
    if "gap" in look.reasons:
        gap = guide.gap_in_words(look.gap)
        if isinstance(gap, Words):
            template = f"{template} {gap.template}."
            numbers |= gap.numbers
    if "change" in look.reasons and not isinstance(look.change, str):
        template = f"{template} {{change}}."
        numbers["change"] = guide.numbers.compared(look.change, change_in_words(look.change, look.estimate))
    if "position" in look.reasons:
        position = position_in_words(guide, look.position)
        template = f"{template} Among the nearest areas: {position.template}."
        numbers |= position.numbers
    return guide.numbers.words(template, **numbers)


def change_cell(guide: Guide, look: Look) -> Cell:
    """Say how a number changed; what is less favorable is bold."""
    change = look.change
    if isinstance(change, str):
        return Cell(change, "cell_muted")
    style = "cell_small_bold" if change.favor == "less favorable" else "cell_small"
    return Cell(guide.numbers.compared(change, change_in_words(change, look.estimate)), style)


def gap_cell(guide: Guide, look: Look) -> Cell:
    """Name the two groups that are farthest apart, with their numbers, or say why none are."""
    words = guide.gap_in_words(look.gap)
    if words:
        return Cell(words, "cell_small")
    published = look.topic.grouped or look.topic.first.subgroups
    return Cell("[x] no two groups to compare" if published else "[x] not published by group", "cell_muted")


def position_in_words(guide: Guide, position: Position) -> Words:
    """Say where a number stands among the nearest areas, with the range of theirs where the workbook holds them."""
    estimate, ask = position.estimate, guide.ask
    near = ask.nearest(estimate.area)
    if any(one.geoid not in guide.numbers.areas for one in near):
        return Words(position.word, {}, position.word)
    others = [ask.estimate(estimate.variable, one, estimate.year) for one in near]
    low, high = (
        guide.numbers.look_up(next(one for one in others if one.value == end and one.quality != "Weak"))
        for end in (position.low, position.high)
    )
    return guide.numbers.words(f"{position.word}, {{low}} to {{high}}", low=low, high=high)
