"""Finds in a new workbook what a former one was about: metrics by the variables behind them, whatever they were called.

A former workbook says on its sheet Data which variable each of its labels stood for, and how its numbers
were; the catalog knows what a former edition called today's variables, and which were another measure.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from mobility_xl.catalog import ALL, Level, Variable
from mobility_xl.catalog.former import Former, former_edition
from mobility_xl.partners.reading.tables import FoundTable, find_table, shortened
from mobility_xl.workbook.carried import Revised
from mobility_xl.workbook.contents.topics import Topic, topics
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import ESTIMATES, NOT_PUBLISHED, Row
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.sheets import data

MEASURES = {"same": "same measure", "revised": "revised", "other": "another measure"}
"""How a series of a former edition is to today's, in words."""

_NUMBERED = re.compile(r"(\d+)([a-h]?)\. (.+)", re.DOTALL)


class Matching:
    """One former workbook beside the new one in the making."""

    def __init__(self, former: Package, edition: int, guide: Guide) -> None:
        self._former = former
        self._guide = guide
        self._catalog = guide.ask.catalog
        self._then = former_edition(edition, self._catalog) if edition != guide.ask.store.edition else None
        self._editions_differ = edition != guide.ask.store.edition

    def topic(self, heading: str) -> str | None:
        """Return what a metric of the former workbook is called today, as people choose it; None for one that is gone.

        A text that was no metric of the former workbook is somebody's own, and stays.
        """
        if heading in self.topics or heading not in self._former_headings:
            return heading
        found = _NUMBERED.fullmatch(heading)
        number, letter, label = found.groups() if found else ("", "", heading)
        named = [one for one in self._variables if label in one[2:]] or [
            one for one in self._variables if one[1] == number
        ]
        today = {self._today(name) for name, *_ in named}
        fitting = [
            one for one in self.topics.values() if today & {each.name for each in (*one.variables, *one.siblings)}
        ]
        exact = [one for one in fitting if one.number == number + letter]
        return (exact or fitting)[0].heading if len(exact) == 1 or len(fitting) == 1 else None

    def variable(self, label: str, listed_in: str) -> Variable | str | None:
        """Return the variable of today for a label of a list of the former workbook; None for one that is gone.

        A label that is not in that list is somebody's own text, and is returned as it is.
        """
        series = self._lists(listed_in).get(label)
        if series is None or "|" not in series:
            return label
        name = self._today(series.partition("|")[0])
        return self._catalog.variables[name] if name else None

    def area(self, label: str, listed_in: str) -> str:
        """Return the code of the area whose number stood behind a label of a list of the former workbook, if known."""
        return self._lists(listed_in).get(label, "").partition("|")[2]

    def was(self, variable: Variable) -> Former | None:
        """Return what a variable was in the former edition; None where it was written as it is today."""
        return self._then.variables.get((variable.name, self._guide.area_of(variable).level)) if self._then else None

    def latest(self, variable: Variable) -> float | None:
        """Return the latest overall number of the place in the former workbook; None where it has none."""
        geoid = self._guide.area_of(variable).geoid
        keys = sorted(one for one in self._numbers if re.fullmatch(rf"{variable.name}\|{geoid}\|\d+\|{ALL}", one))
        number = self._numbers[keys[-1]][0] if keys else None
        return number if isinstance(number, float) else None

    def revised(self) -> tuple[Revised, ...]:
        """Return the published numbers of the place that both editions have and that differ, in framework order."""
        return tuple(self._revised()) if self._editions_differ else ()

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """Today's metrics as people choose them, by what they are called."""
        return {one.heading: one for pillar, _ in self._guide.pillars for one in topics(self._guide, pillar)}

    @cached_property
    def _former_headings(self) -> set[str]:
        return {row["topic"] for row in self._rows(data.TOPICS, "topic")}

    @cached_property
    def _variables(self) -> list[tuple[str, str, str, str]]:
        """The former workbook's variables: name, number of the metric, label, label for cities."""
        headings = ("variable", "number", "label", "city_label")
        return [
            (row["variable"], row["number"], row["label"], row["city_label"])
            for row in self._rows(data.METRICS, *headings)
        ]

    def _lists(self, name: str) -> dict[str, str]:
        """Return the series behind each label of a list."""
        return {row["metric"]: row["series"] for row in self._rows(name, "metric", "series")}

    def _rows(self, name: str, *headings: str) -> Iterator[dict[str, str]]:
        table = find_table(self._former, name, headings)
        if table is not None:
            for row in table.rows:
                yield {heading: table.text(row, heading) for heading in headings}

    def _today(self, name: str) -> str | None:
        """Return what a variable is called today."""
        if name in self._catalog.variables:
            return name
        levels: tuple[Level, Level] = ("county", "city") if self._guide.area.level == "county" else ("city", "county")
        found = (self._then.today(name, level) for level in levels) if self._then else iter(())
        return next((one for one in found if one), None)

    @cached_property
    def _numbers(self) -> dict[str, tuple[float | str, float | str, float | str, str]]:
        """The former workbook's numbers with their bounds and quality, by what formulas of today look them up by."""
        table = find_table(self._former, ESTIMATES, tuple(Row._fields))
        found: dict[str, tuple[float | str, float | str, float | str, str]] = {}
        if table is None:
            return found
        for row in table.rows:
            then, _, rest = table.text(row, "key").partition("|")
            if name := self._today(then):
                value, lower, upper = (_number(table, row, part) for part in ("value", "lower", "upper"))
                found[f"{name}|{rest}"] = (value, lower, upper, table.text(row, "quality"))
        return found

    @cached_property
    def _is_shortened(self) -> bool:
        """Whether a program saved the former workbook that keeps fewer digits than a number has."""
        numbers = (one for row in self._numbers.values() for one in row if isinstance(one, float))
        return all(one in shortened(one) for one in numbers)

    def _same(self, then: Sequence[float | str], now: Sequence[float | str]) -> bool:
        """Tell whether the former workbook says what is said today, as far as it keeps its digits."""
        return all(
            was == one
            or (self._is_shortened and isinstance(was, float) and isinstance(one, float) and was in shortened(one))
            for was, one in zip(then, now, strict=True)
        )

    def _revised(self) -> Iterator[Revised]:
        for variable in self._catalog.variables.values():
            start = f"{variable.name}|{self._guide.area_of(variable).geoid}|"
            was = self.was(variable)
            measure, why = (MEASURES[was.series], was.why) if was else (MEASURES["same"], "")
            for key in sorted(key for key in self._numbers if key.startswith(start)):
                now = self._guide.numbers.rows.get(key)
                if now and not self._same(self._numbers[key], (now.value, now.lower, now.upper, now.quality)):
                    yield Revised(key, *self._numbers[key], measure, why)


def _number(table: FoundTable, row: int, heading: str) -> float | str:
    """Return a number to the last bit, or the sign for one that was not published."""
    cell = table.cell(row, heading)
    return cell.value if cell is not None and isinstance(cell.value, float) else NOT_PUBLISHED
