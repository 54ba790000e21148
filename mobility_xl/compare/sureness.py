"""How sure a difference between two published numbers is: the first reason that applies.

How far two numbers are apart and how sure that is are said apart. Each pair is tested at 95% by itself;
that two intervals overlap is no test and is never used as one.
"""

from collections.abc import Callable, Iterable

from mobility_xl.catalog import ALL, Break
from mobility_xl.compare.intervals import Reach, reach
from mobility_xl.compare.rules import rules
from mobility_xl.estimates import Comparison, Estimate
from mobility_xl.estimates.comparison import kind_of, names_of

TRUSTED = frozenset({"Strong", "Marginal"})
LEAST_P = 0.001
"""The least p-value that is said by its number."""


def reason(first: Estimate, second: Estimate, p_value: float | None) -> str:
    """Return the key of the first reason that applies to two estimates of one variable.

    Parameters
    ----------
    first, second
        Of two areas, of two groups of an area, or of two years.
    p_value
        How often chance alone would make their difference; None where their intervals give none.
    """
    for key, applies in RULES:
        if applies(first, second):
            return key
    if p_value is None:
        return "no_interval"
    return "chance" if p_value > rules().chance else "clear"


def in_words(key: str, first: Estimate, second: Estimate, p_value: float | None) -> tuple[str, str]:
    """Return the word for a reason, and the same as a sentence."""
    known = rules().reasons[key]
    says: dict[str, object] = {}
    if key in TROUBLES:
        troubled = tuple(map(TROUBLES[key], (first, second)))
        says = {"whose": _one_of(_names(first, second), troubled), "side": _one_of(names_of(first, second), troubled)}
    if key == "no_data":
        says["why"] = "; ".join(dict.fromkeys(_missing_why(one) for one in (first, second) if one.value is None))
    elif key == "break":
        found = _break_between(first, second)
        says = {"year": found.year, "why": found.why} if found else {}
    elif p_value is not None:
        says["p"] = f"p = {p_value:.2g}" if p_value >= LEAST_P else f"p below {LEAST_P}"
    return known.word.format(**says), known.because.format(**says)


def said_of_many(comparisons: Iterable[Comparison]) -> str:
    """Return how many of many differences were tested, and how many of those would look clear by chance alone.

    Each is tested by itself at 95%, and nothing is adjusted: a sheet with many says this beside them, such
    as ``24 tested; about 1 would look clear by chance``.
    """
    tested = sum(one.p_value is not None for one in comparisons)
    by_chance = int(tested * rules().chance + 0.5)  # as a spreadsheet rounds: a half goes up
    if not tested:
        return "No difference was tested"
    return f"{tested} tested; {f'about {by_chance}' if by_chance else 'fewer than 1'} would look clear by chance"


def _names(first: Estimate, second: Estimate) -> tuple[str, str]:
    """Return the names as a word has them: two years are those of one area."""
    return (str(first.area), str(first.area)) if kind_of(first, second) == "years" else names_of(first, second)


def _one_of(names: tuple[str, str], troubled: tuple[bool, ...]) -> str:
    """Return the name of the side that has the trouble alone."""
    return "both" if len(set(troubled)) == 1 else names[troubled.index(True)]


def _missing_why(one: Estimate) -> str:
    return one.missing.value if one.missing else one.said.rstrip(".")


def reach_of(one: Estimate) -> Reach | None:
    """Return how far the confidence interval of an estimate reaches, or None where it has none to test with."""
    if one.value is None or one.variable.interval != "sampling":
        return None
    return reach(one.value, one.lower, one.upper, share=one.variable.unit.percent)


def trusted(one: Estimate) -> bool:
    """Whether a number may be tested: it is not Weak, and its quality is published."""
    return one.quality in TRUSTED


TROUBLES: dict[str, Callable[[Estimate], bool]] = {
    "no_data": lambda one: one.value is None,
    "weak": lambda one: not trusted(one),
    "no_interval": lambda one: reach_of(one) is None,
}
"""Whether one side has the trouble that a reason names it for."""


def _missing(first: Estimate, second: Estimate) -> bool:
    return first.value is None or second.value is None


def _identical(first: Estimate, second: Estimate) -> bool:
    """Whether value and both bounds are published, and are the same to the last digit."""
    bounds = (first.lower, first.upper)
    return None not in bounds and bounds == (second.lower, second.upper) and first.value == second.value


def _two_areas(first: Estimate, second: Estimate) -> bool:
    return first.area.geoid != second.area.geoid


def _pooled(first: Estimate, second: Estimate) -> bool:
    return (
        bool(first.variable.statewide)
        and _identical(first, second)
        and _two_areas(first, second)
        and first.area.level == second.area.level == "county"
        and first.area.state_code == second.area.state_code
    )


def _same_survey_area(first: Estimate, second: Estimate) -> bool:
    return first.variable.from_microdata and _identical(first, second)


def _weak(first: Estimate, second: Estimate) -> bool:
    return not (trusted(first) and trusted(second))


def _years_apart(first: Estimate, second: Estimate) -> int:
    return abs((first.year or 0) - (second.year or 0))


def _years_differ(first: Estimate, second: Estimate) -> bool:
    return _two_areas(first, second) and _years_apart(first, second) > rules().most_years_apart


def _levels_differ(first: Estimate, second: Estimate) -> bool:
    return first.variable.levels_differ and first.area.level != second.area.level


def _part_of_all(first: Estimate, second: Estimate) -> bool:
    return first.group != second.group and ALL in {first.group, second.group} and _same_table(first, second)


def _different_surveys(first: Estimate, second: Estimate) -> bool:
    return kind_of(first, second) == "groups" and not _same_table(first, second)


def _same_table(first: Estimate, second: Estimate) -> bool:
    return first.subgroup_type is second.subgroup_type and first.year == second.year


def _overlap(first: Estimate, second: Estimate) -> bool:
    variable = first.variable
    pooled = variable.group_pooled_years if first.subgroup_type else variable.pooled_years
    return not _two_areas(first, second) and 0 < _years_apart(first, second) < pooled


def _break_between(first: Estimate, second: Estimate) -> Break | None:
    """Return the last break after the earlier of two years and up to the later."""
    earlier, later = sorted((first.year or 0, second.year or 0))
    breaks = (
        one for area in (first.area, second.area) for one in first.variable.breaks_for(area.level, area.state_code)
    )
    return max((one for one in breaks if earlier < one.year <= later), key=lambda one: one.year, default=None)


def _broken(first: Estimate, second: Estimate) -> bool:
    return first.year != second.year and _break_between(first, second) is not None


def _imputed(first: Estimate, _: Estimate) -> bool:
    return first.variable.interval == "imputation"


RULES: tuple[tuple[str, Callable[[Estimate, Estimate], bool]], ...] = (
    ("no_data", _missing),
    ("pooled", _pooled),
    ("survey_area", _same_survey_area),
    ("weak", _weak),
    ("years", _years_differ),
    ("levels", _levels_differ),
    ("part_of_all", _part_of_all),
    ("surveys", _different_surveys),
    ("overlap", _overlap),
    ("break", _broken),
    ("imputation", _imputed),
)
"""What keeps a difference from being tested, in order; the intervals come after."""
