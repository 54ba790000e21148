"""The place beside peers that people choose: formulas that look up their numbers, and what is said of each two.

What a formula says of two places is looked up on Data, where the code that answers the cell functions has written
it for every peer that can be chosen. ``at`` is which of the chosen peers is meant, counted from 0, and ``first`` are
those that the workbook opens with.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from mobility_xl.catalog import ALL, Pillar, Variable
from mobility_xl.compare.rules import rules
from mobility_xl.compare.sureness import said_of_many
from mobility_xl.estimates import Comparison, Estimate
from mobility_xl.store import Area
from mobility_xl.workbook.blocks import Formula
from mobility_xl.workbook.contents.topics import topics
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import COMPARISONS, ESTIMATES, NOT_PUBLISHED

CONTEXT, COMPARED = "PeersContext", "PeersCompared"
"""The table of context, whose first row has the codes; the tables that compare are numbered by the pillar."""
COMPANY = "Year and quality"
PEERS = ("Peer 1", "Peer 2", "Peer 3")
COMPANIES = tuple(f"{COMPANY} {number}" for number, _ in enumerate(PEERS, 1))
SAID = tuple(f"Against {name.lower()}" for name in PEERS)
NOTHING, NO_NUMBER, NO_COMPARISON = "-", "[x] none", "[x] not compared"
NO_FLAG = "[x] no flag"


@dataclass(frozen=True, slots=True)
class Compared:
    """One number of the place with how it stands to each peer that can be chosen.

    ``table`` and ``row``, counted from 1, are where it stands; ``comparisons`` are by the peer's code.
    """

    pillar: Pillar
    table: str
    row: int
    estimate: Estimate
    comparisons: dict[str, Comparison]

    @property
    def variable(self) -> Variable:
        """What is compared."""
        return self.estimate.variable


def _published(guide: Guide) -> Iterator[tuple[Pillar, Variable]]:
    """Return the variables that are compared, in framework order; residents by group are context."""
    for pillar, _ in guide.pillars:
        for topic in topics(guide, pillar):
            if not topic.metric.collect:
                yield from ((pillar, variable) for variable in topic.variables)


def not_published(guide: Guide) -> Iterator[Variable]:
    """Return the variables that are not published for places of this kind, and so are not compared."""
    level = guide.area.level
    return (one for _, one in _published(guide) if guide.ask.store.series(one.name, level) is None)


def compare_all(guide: Guide, offered: Sequence[Area]) -> Iterator[Compared]:
    """Hold every number of the place against those of all peers that can be chosen."""
    nothing = set(not_published(guide))
    there = [(pillar, variable) for pillar, variable in _published(guide) if variable not in nothing]
    for number, (pillar, rows) in enumerate(groupby(there, lambda one: one[0]), 1):
        for row, (_, variable) in enumerate(rows, 1):
            found = {peer.geoid: guide.ask.compare(variable, guide.area, peer) for peer in offered}
            estimate = guide.ask.estimate(variable, guide.area)
            yield Compared(pillar, f"{COMPARED}{number}", row, estimate, found)


def code_of(at: int) -> str:
    """Return the formula for the code of a chosen peer, which the first row of the table holds."""
    return f"INDEX({CONTEXT}[{PEERS[at]}],1)"


def _key(one: Compared, at: int) -> str:
    """Return the formula for the key of the comparison with a chosen peer."""
    return f'"{one.variable.name}|{one.estimate.area.geoid}|"&{code_of(at)}'


def looked_up(one: Compared, at: int, part: str) -> str:
    """Return the formula for a part of a chosen peer's number in the year that both are compared in."""
    key = f'"{one.variable.name}|"&{code_of(at)}&"|"&{_year(one, at)}&"|{ALL}"'
    return f"INDEX({ESTIMATES}[{part}],MATCH({key},{ESTIMATES}[key],0))"


def _year(one: Compared, at: int) -> str:
    return f"INDEX({COMPARISONS}[year],MATCH({_key(one, at)},{COMPARISONS}[key],0))"


def value_of(one: Compared, at: int, first: Sequence[Area]) -> Formula:
    """Look up a chosen peer's value."""
    number = f'IFERROR({looked_up(one, at, "value")},"{NO_NUMBER}")'
    now: float | str = NOTHING
    if at < len(first):
        value = one.comparisons[first[at].geoid].second.value
        now = NO_NUMBER if value is None else value
    return Formula(f'IF({code_of(at)}="{NOTHING}","{NOTHING}",{number})', now)


def company_of(one: Compared, at: int, first: Sequence[Area]) -> Formula:
    """Say the year and the quality of a chosen peer's value: the year may be another than the place's."""
    quality = f'SUBSTITUTE({looked_up(one, at, "quality")},"{NOT_PUBLISHED}","{NO_FLAG}")'
    now = said_of_number(one.comparisons[first[at].geoid].second) if at < len(first) else NOTHING
    return Formula(f'IFERROR({_year(one, at)}&CHAR(10)&{quality},"{NOTHING}")', now)


def said_of_number(estimate: Estimate) -> str:
    """Return the year of a number and below it its quality."""
    return NOTHING if estimate.value is None else f"{estimate.year}\n{estimate.quality or NO_FLAG}"


def verdict_on(one: Compared, said: Mapping[str, str], at: int, first: Sequence[Area]) -> Formula:
    """Look up how the place stands to a chosen peer: the row has room for what is ``said`` of any, by their codes."""
    found = f'IFERROR(INDEX({COMPARISONS}[words],MATCH({_key(one, at)},{COMPARISONS}[key],0)),"{NO_COMPARISON}")'
    now = said[first[at].geoid] if at < len(first) else NOTHING
    # All columns of verdicts are as wide: the first makes room for all.
    others = () if at else tuple(dict.fromkeys(said.values()))
    return Formula(f'IF({code_of(at)}="{NOTHING}","{NOTHING}",{found})', now, others=others)


def said_of(one: Compared, comparison: Comparison) -> str:
    """Say how the place stands to a peer; the year is named where it is not that of the place's number."""
    year = comparison.first.year
    other = comparison.difference is not None and year != one.estimate.year
    return f"{comparison.verdict} ({year})" if other else comparison.verdict


def how_many_tested(first: Sequence[Area], compared: Sequence[Compared]) -> Formula:
    """Count what is tested, and what would look clear by chance alone."""
    counted = "+".join(
        f'COUNTIF({{{table}[{header}]}},"*, {word}*")'
        for table in dict.fromkeys(one.table for one in compared)
        for header in SAID
        for word in ("clear", "could be chance")
    )
    by_chance = f"ROUND(({counted})*{rules().chance},0)"
    about = f'IF({by_chance}=0,"fewer than 1","about "&{by_chance})'
    template = (
        f'IF({counted}=0,"No difference was tested",({counted})&" tested; "&{about}&" would look clear by chance")'
    )
    return Formula(template, said_of_many(one.comparisons[peer.geoid] for one in compared for peer in first))
