"""Takes what was filled in in a former workbook, in today's words: each cell has its place, or a reason why not."""

from dataclasses import replace
from functools import cached_property

from mobility_xl.catalog import Variable
from mobility_xl.partners.carrying.former import FormerWorkbook, area_of_today
from mobility_xl.partners.carrying.matching import Matching
from mobility_xl.partners.formulas.dependents import Place
from mobility_xl.partners.formulas.recalculating import recalculated
from mobility_xl.partners.reading.filled import Filled, FilledRow
from mobility_xl.partners.reading.tables import find_table
from mobility_xl.workbook import entries
from mobility_xl.workbook.carried import Carried, CarriedRow, CarryOver, Listed, Without
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import NOT_PUBLISHED
from mobility_xl.workbook.package import decimal_number
from mobility_xl.workbook.sheets import local_data, review_guide, targets

GONE = "this edition has no such metric"
OTHER = "the former edition had another measure under this name"
OTHER_AREA = "its baseline is of another area ({then}) than today's number, which is of {now}"
BESIDE = "it stood where nothing is asked for"
OWN_FORMULA = "a formula of your own: write it again, or type what it gives"
OWN_SHEET = "copy it over in your spreadsheet program"

_OF_TOPICS = {
    entries.REVIEW_NOTES.name: (entries.METRIC,),
    entries.PRIORITIES.name: (entries.METRIC,),
    entries.CONNECTIONS.name: (entries.FIRST_METRIC, entries.SECOND_METRIC),
}
"""The headings under which tables name metrics."""
_OF_LISTS = {entries.LOCAL_DATA.name: local_data.LOCAL_METRICS, entries.TARGETS.name: targets.TARGET_METRICS}
"""The tables that name published variables, by the table that lists what can be chosen."""
_CHOSEN = {"local_metric": local_data.LOCAL_METRICS, "target_metric": targets.TARGET_METRICS}
"""The entries that choose one."""
_NOTHING = ("-", NOT_PUBLISHED)


def take_over(former: FormerWorkbook, guide: Guide) -> CarryOver:
    """Return all that was filled in in a former workbook, as the sheets of a new one take it."""
    return _Taking(former, guide).all()


class _Taking:
    """Takes what was filled in, in today's words."""

    def __init__(self, former: FormerWorkbook, guide: Guide) -> None:
        self._former = former
        self._guide = guide
        self._matching = Matching(former.package, former.edition, guide)
        self._without: list[Without] = []
        self._listed: list[Listed] = []
        self._beside: dict[str, str] = {}
        self._cells = 0

    def all(self) -> CarryOver:
        """Return all of it."""
        reading = self._former.reading
        names = {name: one for name, filled in reading.names.items() if (one := self._named(name, filled))}
        found = (self._row(row) for several in reading.rows.values() for row in several)
        rows = [row for row in found if row is not None]
        for filled in reading.others:
            if (one := self._cell(filled)) is not None:
                self._without.append(Without(one.place, "", "", one.value, BESIDE))
        self._listed += [Listed(name, "a sheet of your own", OWN_SHEET) for name in reading.own_sheets]
        return CarryOver(
            self._former.edition,
            self._former.stamp.build,
            self._cells,
            names,
            tuple(rows),
            self._beside,
            tuple(self._without),
            tuple(self._listed),
            self._matching.revised(),
        )

    def _cell(self, filled: Filled) -> Carried | None:
        """Return a filled cell; None for one that somebody calculates, which is listed."""
        self._cells += 1
        if filled.formula:
            gave = "" if filled.is_untold else f" gave {filled.text}"
            self._listed.append(Listed(filled.place, f"={filled.formula}{gave}", OWN_FORMULA))
            return None
        return Carried(filled.place, filled.value)

    def _named(self, name: str, filled: Filled) -> Carried | None:
        one = self._cell(filled)
        if one is not None and name in entries.PEERS:
            area = area_of_today(self._guide.ask, filled.text)
            return one if area is None else replace(one, value=str(area))
        if one is None or name not in _CHOSEN:
            return one
        today = self._label(filled.text, _CHOSEN[name])
        if today is None:
            self._without.append(Without(one.place, "", name.replace("_", " "), one.value, GONE))
            return None
        return replace(one, value=today)

    def _row(self, row: FilledRow) -> CarriedRow | None:
        """Return a row in today's words; None for one whose metric is gone, and for one that nobody filled in."""
        if row.table == entries.CARRIED_OVER.name:
            self._again(row)
            return None
        kept: dict[str, Carried] = {}
        filled = row.filled
        if row.table == entries.TARGETS.name:
            kept = self._baseline(row)
            filled = {heading: one for heading, one in filled.items() if heading not in entries.BASELINE}
        cells = {heading: one for heading, each in filled.items() if (one := self._cell(each)) is not None}
        self._cells += len(kept)
        carried = CarriedRow(row.table, {**cells, **kept}, self._told_by(row))
        why = self._why_not(carried)
        if why:
            about = "; ".join(filter(None, (carried.text(one) for one in _key(row.table))))
            self._without += [
                Without(one.place, about, heading, one.value, why) for heading, one in carried.cells.items()
            ]
            return None
        return self._in_todays_words(carried) if carried.cells else None

    def _again(self, row: FilledRow) -> None:
        """Keep what had no place already in the former workbook as it was told there."""
        for heading, filled in row.filled.items():
            if (one := self._cell(filled)) is not None:
                told = self._told_by(row)
                about, why = told.get(entries.ABOUT, ""), told.get(entries.WHY, "")
                under = told.get(entries.HEADING, "") if heading == entries.SAYS else heading
                place = told.get(entries.STOOD) or one.place
                self._without.append(Without(place, about, under, one.value, why or BESIDE))

    def _why_not(self, row: CarriedRow) -> str:
        """Say why a row has no place in this edition; empty where it has one."""
        for heading in _OF_TOPICS.get(row.table, ()):
            if row.text(heading) and self._matching.topic(row.text(heading)) is None:
                return GONE
        if row.table not in _OF_LISTS:
            return ""
        variable = self._matching.variable(row.text(entries.METRIC), _OF_LISTS[row.table])
        if variable is None:
            return GONE
        if isinstance(variable, str) or row.table != entries.TARGETS.name:
            return ""
        was = self._matching.was(variable)
        if was and was.series == "other":
            return f"{OTHER}: {was.why}"
        then = self._matching.area(row.text(entries.METRIC), _OF_LISTS[row.table])
        now = self._guide.area_of(variable)
        started = any(heading in row.cells for heading in entries.BASELINE)
        return OTHER_AREA.format(then=then, now=now) if started and then and then != now.geoid else ""

    def _in_todays_words(self, row: CarriedRow) -> CarriedRow:
        """Return a row with its metrics as they are called today."""
        today: dict[str, str] = {}
        for heading in _OF_TOPICS.get(row.table, ()):
            if text := row.text(heading):
                today[heading] = self._matching.topic(text) or text
        if row.table in _OF_LISTS and (text := row.text(entries.METRIC)):
            today[entries.METRIC] = self._label(text, _OF_LISTS[row.table]) or text
        if row.table == entries.REVIEW_NOTES.name and (metric := today.get(entries.METRIC)):
            self._note_beside(row, metric)
        cells = {
            heading: replace(one, value=today[heading]) if heading in today else one
            for heading, one in row.cells.items()
        }
        return replace(
            row, cells=cells, about={**row.about, **{name: today[name] for name in today if name in row.about}}
        )

    def _label(self, text: str, listed_in: str) -> str | None:
        """Return what a variable is called today in a list; None for one that is gone."""
        variable = self._matching.variable(text, listed_in)
        if variable is None or isinstance(variable, str):
            return variable
        return self._guide.label(variable) if listed_in == targets.TARGET_METRICS else variable.label

    def _note_beside(self, row: CarriedRow, heading: str) -> None:
        """Keep which number the notes of a row stood beside."""
        topic = self._matching.topics.get(heading)
        company, _, earlier = row.about.get(review_guide.COMPANY, "").partition("\n")
        said = [earlier] if earlier else []
        # Not every program stores what formulas give.
        number = decimal_number(row.about.get(review_guide.VALUE, ""))
        if topic and not topic.grouped:
            number = self._matching.latest(topic.first) if number is None else number
            said += [] if number is None else [self._beside_line(topic.first, number, company)]
        if said:
            self._beside[heading] = "\n".join(said)

    def _beside_line(self, variable: Variable, number: float, company: str) -> str:
        shown = variable.unit.show(number)
        line = self._guide.write("review.carried.beside", edition=self._former.edition, number=shown, company=company)
        was = self._matching.was(variable)
        return f"{line} ({OTHER}: {was.why})" if was and was.series == "other" else line

    def _baseline(self, row: FilledRow) -> dict[str, Carried]:
        """Return a target's baseline as it was, to the last bit: what its formulas gave, or what was typed."""
        table = find_table(self._former.package, row.table, (entries.METRIC.lower(), entries.BASELINE[0].lower()))
        kept: dict[str, Carried] = {}
        if table is None:
            return kept
        for heading in entries.BASELINE:
            cell = table.cell(row.row, heading.lower())
            value = None if cell is None else self._worked_out.get((table.sheet, cell.row, cell.column), cell.value)
            if isinstance(value, str | float) and value not in _NOTHING:
                kept[heading] = Carried(f"{table.sheet}!{table.address(row.row, heading.lower())}", value)
        return kept

    def _told_by(self, row: FilledRow) -> dict[str, str]:
        """Return what a row says besides what people wrote in it."""
        told = {heading: one.text for heading, one in row.about.items()}
        for heading, one in row.about.items():
            value = self._worked_out.get(one.position) if one.formula else None
            if isinstance(value, str):
                told[heading] = value
        return told

    @cached_property
    def _worked_out(self) -> dict[Place, object]:
        """What formulas give that repeat a chosen metric or peer: not every program stores it."""
        reading = self._former.reading
        rows = reading.rows.get(entries.TARGETS.name, ())
        chosen = [row.filled[entries.METRIC] for row in rows if entries.METRIC in row.filled]
        chosen += [reading.names[name] for name in entries.PEERS if name in reading.names]
        return dict(recalculated(self._former.package, {one.position: one.text for one in chosen}))


def _key(table: str) -> tuple[str, ...]:
    return next((one.key for one in entries.TABLES if one.name == table), ())
