"""Where to begin with each question of the Review Guide: up to five sentences from the data, by a stated rule.

They are no answers. Nothing is said from a Weak number, nor of crime and arrests, nor of what has no
favorable direction, as it only mirrors who lives here; what could be chance is left out, and so is a
difference that rounds to nothing; what cannot be tested says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log

from mobility_xl.estimates import Comparison
from mobility_xl.workbook.blocks import Lookup, Words
from mobility_xl.workbook.contents.worth import Look, looks, position_in_words
from mobility_xl.workbook.guide import Guide, change_in_words

MOST = 5
ENDS, QUARTERS = ("lowest", "highest"), ("lower quarter", "upper quarter")


@dataclass(frozen=True, slots=True)
class Start:
    """One sentence, with the look at the metric that it is about."""

    look: Look
    words: Words


def changes(guide: Guide) -> list[Start]:
    """Say which numbers changed: clear changes first, then untested ones, in proportion to the earlier number."""
    found = [
        (pair, one)
        for one in _usable(guide)
        if not isinstance(pair := one.change, str) and pair.ratio and pair.shows and _speaks(pair)
    ]
    found.sort(key=lambda pair: (not pair[0].clear, -abs(log(pair[0].ratio or 1))))
    return [Start(one, _change(guide, pair, one)) for pair, one in found[:MOST]]


def gaps(guide: Guide) -> list[Start]:
    """Say which groups are farthest apart: clear gaps first, then untested ones, by how many times one is the other."""
    found = [
        (pair, one)
        for one in _usable(guide)
        if (pair := one.gap.comparison) is not None and pair.shows and (one.gap.clear or not one.gap.tested)
    ]
    found.sort(key=lambda pair: (not pair[1].gap.clear, -abs(log(pair[0].ratio)) if pair[0].ratio else inf))
    return [Start(one, _gap(guide, one)) for _, one in found[:MOST]]


def positions(guide: Guide) -> list[Start]:
    """Say which numbers are the lowest or highest among the nearest areas, farthest first; then those near an end."""
    found = [one for one in _usable(guide) if one.position.word in ENDS + QUARTERS]
    found.sort(key=lambda one: (one.position.word in QUARTERS, -_beyond(one)))
    return [Start(one, _position(guide, one)) for one in found[:MOST]]


STARTS: dict[str, Callable[[Guide], list[Start]]] = {"stands_out": changes, "differs": gaps, "peers": positions}
"""What each question of the Review Guide starts from."""


def changes_tested(guide: Guide) -> list[Comparison]:
    """Return the changes that are tested, whether clear or not."""
    pairs = [one.change for one in looks(guide)]
    return [pair for pair in pairs if not isinstance(pair, str) and pair.p_value is not None]


def _usable(guide: Guide) -> list[Look]:
    """Return the topics that may be spoken of, as those that may be marked on At a Glance."""
    return [
        one
        for one in looks(guide)
        if one.estimate.value is not None
        and one.estimate.quality != "Weak"
        and not one.estimate.variable.unplaced
        and one.estimate.variable.direction != "contextual"
    ]


def _speaks(pair: Comparison) -> bool:
    return pair.clear or pair.p_value is None


def _beyond(look: Look) -> float:
    """Return how far a number lies beyond those of the nearest areas, in widths of their range."""
    value, low, high = look.estimate.value, look.position.low, look.position.high
    if value is None or low is None or high is None:
        return 0.0
    return max(low - value, value - high, 0.0) / (high - low) if high > low else inf


def _number(guide: Guide, look: Look) -> tuple[str, Lookup]:
    """Return how a number is named, with its unit and year, and the number."""
    one = look.estimate
    of = one.variable.of_for(one.value)
    return f"{guide.label(one.variable)}: {{value}} {of}, {one.year}.", guide.numbers.look_up(one)


def _change(guide: Guide, pair: Comparison, look: Look) -> Words:
    named, value = _number(guide, look)
    said = guide.numbers.compared(pair, change_in_words(pair, look.estimate))
    return guide.numbers.words(f"{named} {{said}}.", value=value, said=said)


def _gap(guide: Guide, look: Look) -> Words:
    words = guide.gap_in_words(look.gap)
    if not isinstance(words, Words):
        raise TypeError("A gap of two groups is said with their numbers.")
    label = look.topic.label if look.topic.grouped else guide.label(look.estimate.variable)
    return guide.numbers.words(f"{label}: {words.template}.", **words.numbers)


def _position(guide: Guide, look: Look) -> Words:
    named, value = _number(guide, look)
    words = position_in_words(guide, look.position)
    template = f"{named} Among the nearest areas: {words.template}."
    return guide.numbers.words(template, value=value, **words.numbers)
