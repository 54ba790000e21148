"""How one published number is said among those of many areas: its rank, and its place among the nearest."""

from dataclasses import dataclass

from mobility_xl.estimates.published import Estimate

LEAST_FAVORABLE: dict[str, frozenset[str]] = {
    "higher": frozenset({"lowest", "lower quarter"}),
    "lower": frozenset({"upper quarter", "highest"}),
}
"""The words for the least favorable quarter, by the direction of what has one."""


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a number stands among those of other areas, the most favorable first.

    ``among`` names the areas in words, ``count`` is how many of them have a number that is not Weak, this
    one among them. ``best`` and ``worst`` are the ranks that chance leaves open. All are None where there
    is no rank, and ``none`` is then the reason. A ``percentile`` of 100 is the most favorable.
    """

    estimate: Estimate
    among: str
    count: int | None = None
    percentile: float | None = None
    rank: int | None = None
    best: int | None = None
    worst: int | None = None
    none: str = ""

    @property
    def why(self) -> str:
        """The number with its rank and how sure that is, or why there is none, in sentences."""
        if self.estimate.value is None:
            return self.estimate.why
        start = f"{self.estimate.subject}: {self.estimate.shown}."
        if self.rank is None or self.best is None or self.worst is None or self.count is None:
            return f"{start} No rank: {self.none}."
        first = "the highest" if self.estimate.variable.direction == "contextual" else "the most favorable"
        of = f"{self.count:,} {self.among} with a number that is not Weak"
        return (
            f"{start} It is {ordinal(self.rank)} of {of}, {first} first: percentile {self.percentile:.1f}. {self._open}"
        )

    @property
    def _open(self) -> str:
        """Which ranks chance leaves open, as a sentence."""
        best, worst = ordinal(self.best or 0), ordinal(self.worst or 0)
        if not self.estimate.has_interval or self.estimate.variable.interval != "sampling":
            return f"No confidence interval is published for it: nothing rules out any rank from {best} to {worst}."
        if best == worst:
            return "Chance leaves no other rank open."
        return f"Chance leaves any rank from {best} to {worst} open."


@dataclass(frozen=True, slots=True)
class Position:
    """Where a number stands among those of the nearest areas in the same year.

    ``word`` is lowest, lower quarter, middle half, upper quarter or highest, by value; empty where there is
    none, and ``none`` is then the reason. ``low`` and ``high`` are the range of the others, ``areas`` how
    many of the nearest have a number that is not Weak, ``weak`` how many a Weak one, ``missing`` how many
    none.
    """

    estimate: Estimate
    word: str = ""
    low: float | None = None
    high: float | None = None
    areas: int = 0
    weak: int = 0
    missing: int = 0
    none: str = ""

    @property
    def least_favorable(self) -> bool:
        """Whether it is in the least favorable quarter, of what has a favorable direction."""
        return self.word in LEAST_FAVORABLE.get(self.estimate.variable.direction, ())

    @property
    def why(self) -> str:
        """The position with the range, and who was left out, as a sentence; or why there is none."""
        if self.estimate.value is None:
            return self.estimate.why
        if self.low is None or self.high is None:
            return f"{self.estimate.subject}, {self.estimate.year}: no position among the nearest, since {self.none}."
        show = self.estimate.variable.unit.show
        without = f" Left out: {self.left_out}." if self.left_out else ""
        return (
            f"{self.estimate.subject}: {self.estimate.shown}. {self.place} "
            f"({show(self.low)} to {show(self.high)}).{without}"
        )

    @property
    def left_out(self) -> str:
        """Who of the nearest is left out, such as ``2 Weak and 1 without a number``; empty where nobody is."""
        counts = ((self.weak, "Weak"), (self.missing, "without a number"))
        return " and ".join(f"{count} {what}" for count, what in counts if count)

    @property
    def place(self) -> str:
        """The position in words, such as ``In the middle half of the 12 nearest``; empty where there is none."""
        all_of_them = self.areas + self.weak + self.missing
        among = f"of the {all_of_them} nearest"
        if self.areas < all_of_them:
            among = f"of {self.areas} {among}"
        return {
            "": "",
            "lowest": f"The lowest, below all {among}",
            "highest": f"The highest, above all {among}",
        }.get(self.word, f"In the {self.word} {among}")


def ordinal(number: int) -> str:
    """Return a whole number as a place in an order: 1st, 2nd, 1,018th."""
    last = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{last}"
