"""The groups of one table: the widest gap, and how far groups lie from all people together."""

from collections.abc import Sequence
from itertools import combinations

from mobility_xl.compare.comparing import compare
from mobility_xl.compare.rules import rules
from mobility_xl.compare.sureness import trusted
from mobility_xl.estimates import Comparison, Estimate, GroupTable, WidestGap


def widest_gap(groups: Sequence[Estimate]) -> WidestGap:
    """Return the widest gap between two groups.

    Parameters
    ----------
    groups
        The groups of one table in published order, without All; those that are Weak are left out.

    Returns
    -------
    WidestGap
        Where groups have intervals, the largest difference among the pairs that stay clear when the level
        is divided by the number of pairs (Bonferroni), since the pair is picked for being extreme; without
        such a pair, and where no pair can be tested, the largest difference. Of equal ones the first.
    """
    usable = [one for one in groups if one.value is not None and trusted(one)]
    pairs = [_higher_first(*pair) for pair in combinations(usable, 2)]
    if not pairs:
        return WidestGap(None, clear=False, said="fewer than two groups have a number that is not Weak")
    level = rules().chance / len(pairs)
    tested = [one for one in pairs if one.p_value is not None]
    clear = [one for one in tested if one.p_value is not None and one.p_value <= level]
    widest = max(clear or pairs, key=lambda one: abs(one.difference or 0.0))
    if widest.difference == 0:
        value = widest.first.variable.unit.show(widest.first.value or 0.0)
        same = f"the same in all {len(usable)} groups, {value}; {widest.sure}"
        return WidestGap(widest, clear=False, said=same, tested=bool(tested))
    said = f"{widest.size}: {_shown(widest.first)}, {_shown(widest.second)}"
    if clear:
        return WidestGap(widest, clear=True, said=f"widest gap {said}; clear", tested=True)
    if tested:
        none = f"no clear gap among {len(usable)} groups; the largest is {said}"
        return WidestGap(widest, clear=False, said=none, tested=True)
    return WidestGap(widest, clear=False, said=f"largest gap {said}; {widest.sure}")


def disparity(table: GroupTable) -> float | None:
    """Return the Index of Disparity: the mean distance of groups from All, in percent of All.

    Parameters
    ----------
    table
        The groups of one table; those that are missing or Weak are left out.

    Returns
    -------
    float or None
        None where All is missing, Weak, or at or below 0, where fewer than two groups can be used, and where
        groups overlap, as Black with Hispanic people in some tables. It describes, and has no interval.

    Notes
    -----
    Pearcy and Keppel 2002, Public Health Reports 117, 273-280.
    """
    everybody = table.everybody
    usable = [one for one in table.groups if one.value is not None and trusted(one)]
    names = {one.group for one in usable}
    overlapping = any(not names.isdisjoint(table.subgroup_type.group(name).overlaps) for name in names)
    if everybody.value is None or everybody.value <= 0 or not trusted(everybody) or len(usable) < 2 or overlapping:
        return None
    apart = [abs((one.value or 0.0) - everybody.value) for one in usable]
    return sum(apart) / len(apart) / everybody.value * 100


def _higher_first(first: Estimate, second: Estimate) -> Comparison:
    return compare(first, second) if (first.value or 0.0) >= (second.value or 0.0) else compare(second, first)


def _shown(one: Estimate) -> str:
    return f"{one.who} {one.variable.unit.show(one.value or 0.0)}"
