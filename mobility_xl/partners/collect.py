"""Collects filled copies of one place's workbook into one: nothing is dropped, nothing overwritten.

Every filled cell of every file is in a record, and every record in the workbook that is written; the report
counts both, file by file. The same files give the same bytes, in whatever order they are named, and a
collected workbook can be collected again, with others or alone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mobility_xl.errors import BadWorkbook, NoData
from mobility_xl.partners.collecting.collected import (
    CHANGED,
    DIFFERS,
    REFUSED,
    REMARK,
    Collected,
    FileInfo,
    Finding,
    official_in,
)
from mobility_xl.partners.collecting.collected_reading import read_collected
from mobility_xl.partners.collecting.counting import counted
from mobility_xl.partners.collecting.files import GivenFile, look, most_common_place, name_of, why_of_another
from mobility_xl.partners.collecting.records import (
    SAYS,
    Pair,
    Record,
    Records,
    Source,
    canonical,
    metric_number,
    records_of,
)
from mobility_xl.partners.formulas.dependents import writes_for_several_cells
from mobility_xl.partners.privacy.fates import find_shown
from mobility_xl.partners.privacy.private import Private, find_private
from mobility_xl.partners.privacy.withholding import sheets_of_counts
from mobility_xl.partners.reading.filled import Filled, FilledRow, Reading, read_filled
from mobility_xl.partners.reading.receiving import reopened
from mobility_xl.partners.verify import Altered, verify
from mobility_xl.queries import Queries, default
from mobility_xl.store.editions import Progress, silent
from mobility_xl.workbook.contents.topics import headings
from mobility_xl.workbook.entries import METRIC, OFFICIALS, VERSION
from mobility_xl.workbook.guide import Guide
from mobility_xl.workbook.numbers import Numbers
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.stamp import Stamp
from mobility_xl.workbook.templates import review_style

UNTOLD = "the file does not hold what it gave, so the formula itself is collected. Open the file in Excel and save it."


def collect(
    paths: Sequence[Path],
    questions: Callable[[int | None], Queries] = default,
    *,
    with_officials: bool = False,
    progress: Progress = silent,
) -> Collected:
    """Return what partners filled in in some files.

    Parameters
    ----------
    paths
        Workbooks of one place, collected ones among them. Files of another place, and files that cannot be
        used, are refused, each with a finding that says why; the place is that of most files, of
        as many the one whose code comes first.
    questions
        Opens an edition to compare numbers with; the newest for None.
    with_officials
        Whether the lists of officials are taken in; without it they are counted and left out.
    progress
        Told which file comes next.

    Raises
    ------
    BadWorkbook
        When no file can be used.
    """
    told: list[GivenFile] = []
    refused: list[Finding] = []
    for done, path in enumerate(paths):
        progress(done, len(paths), path.name)
        try:
            told.append(look(path))
        except BadWorkbook as error:
            refused.append(Finding(REFUSED, path.name, what=str(error)))
    progress(len(paths), len(paths), "")
    place = most_common_place(told)
    others = (one for one in told if one.geoid != place)
    refused += [Finding(REFUSED, one.path.name, what=why_of_another(one, told, place)) for one in others]
    usable = {one.id: one for one in told if one.geoid == place}
    collecting = _Collecting(list(usable.values()), refused, questions, with_officials=with_officials)
    collecting.read()
    if not collecting.files:
        raise BadWorkbook(f"No file can be collected. {' '.join(one.what for one in refused)}".strip())
    return collecting.collected(place)


def _headings(ask: Queries, geoid: str) -> dict[str, str]:
    """Return how metrics are headed in the place's workbook, by their numbers; none for a state's."""
    try:
        area = ask.store.areas.get(geoid)
    except NoData:
        return {}
    return headings(Guide(ask, area, review_style(ask), Numbers(ask), county=ask.store.areas.county_of(area)))


@dataclass
class _Collecting:
    """One collection in the making."""

    told: Sequence[GivenFile]
    findings: list[Finding]
    questions: Callable[[int | None], Queries]
    with_officials: bool
    files: dict[str, FileInfo] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)

    def read(self) -> None:
        """Read file by file; one that turns out not to be usable is refused."""
        for one in sorted(self.told, key=lambda one: one.id):
            try:
                package = reopened(one.path, one.digest)
                if one.is_collected:
                    self._take_collected(one, package)
                else:
                    self._take(one, package)
            except BadWorkbook as error:
                self.findings.append(Finding(REFUSED, one.path.name, what=str(error)))

    def collected(self, geoid: str) -> Collected:
        """Put together what the files say."""
        ask = self.questions(None)
        known = _headings(ask, geoid)
        editions = {one.edition for one in self.told if one.edition is not None}
        files = sorted(self.files.values(), key=lambda info: info.id)
        read = {info.name for info in files}
        kept = {one for one in self.findings if one.kind != REFUSED or one.file not in read}
        return Collected(
            geoid=geoid,
            place=name_of(self.told, geoid),
            edition=max(editions, default=ask.store.edition),
            files=tuple(files),
            records=Records.of((canonical(record, known), source) for record, source in self.pairs),
            findings=tuple(sorted(kept | set(_differing(files)) | set(_unknown_metrics(self.pairs, known)))),
        )

    def _take_collected(self, one: GivenFile, package: Package) -> None:
        """Take in what a collected workbook holds, as if its files were here."""
        before = read_collected(package, one.path.name, one.code, with_officials=self.with_officials)
        self.pairs += before.pairs
        self.findings += before.findings
        for info in before.files:
            known = self.files.get(info.id)
            self.files[info.id] = info if known is None else known.with_more(info)

    def _take(self, one: GivenFile, package: Package) -> None:
        """Take in a filled copy."""
        reading = read_filled(package)
        sheets = {filled.sheet for filled in reading.filled}
        calculated = any(filled.formula for filled in reading.filled) or any(
            writes_for_several_cells(package, sheet) for sheet in package.worksheets if sheet.name in sheets
        )
        private = find_shown(package) if calculated else find_private(package)
        shown, listed, others = _apart(reading, private)
        lists = list(records_of(Reading(reading.stamp, rows={OFFICIALS.name: listed}), one.id))
        lists += [
            (Record("personal", (one.id, cell.place), ((SAYS, cell.text),)), Source(one.id, SAYS, (cell.place,)))
            for cell in others
        ]
        officials = [official_in(record) for record, _ in lists if record.kind == "official"]
        stamp = reading.stamp or Stamp()
        info = FileInfo(
            one.path.name,
            one.code,
            stamp.edition,
            stamp.template,
            stamp.build,
            stamp.schema,
            filled=len(reading.filled),
            left_out=0 if self.with_officials else sum(len(source.cells) for _, source in lists),
            counted=counted([official for official in officials if official]),
        )
        self.pairs += [*records_of(shown, one.id), *(lists if self.with_officials else ())]
        known = self.files.get(one.id)
        self.files[one.id] = info if known is None else info.with_more(known)
        self.findings += self._findings(one, reading, private)

    def _findings(self, one: GivenFile, reading: Reading, private: Private) -> Iterator[Finding]:
        """Give what is to be told of a file: changed numbers, what was lost, what is not collected."""
        try:
            found = verify(private.package, self.questions)
        except BadWorkbook as error:
            yield Finding(REMARK, one.id, what=str(error))
        else:
            counts = sheets_of_counts(private.package)
            for altered in found.altered:
                if private.holds(altered.sheet):
                    # Which cells of a list are not worked out tells what was filled in there.
                    yield Finding(CHANGED, one.id, altered.sheet, altered.what)
                elif altered.sheet not in reading.own_sheets:
                    yield _changed(one, altered, said=altered.sheet not in counts)
            for sentence in found.unread:
                yield Finding(REMARK, one.id, what=sentence)
        if reading.stamp and reading.stamp.schema != VERSION:
            was = "no version" if reading.stamp.schema is None else f"version {reading.stamp.schema}"
            what = f"Its entry cells are of {was}; this is version {VERSION}: what has a name of today was read by it."
            yield Finding(REMARK, one.id, what=what)
        for name in reading.lost:
            yield Finding(REMARK, one.id, name, "Somebody deleted this cell to fill in: what it held is not there.")
        for sheet in reading.own_sheets:
            yield Finding(REMARK, one.id, sheet, "Somebody added this sheet: what it holds is not collected.")
        for filled in reading.filled:
            if filled.formula:
                gave = UNTOLD if filled.is_untold else "what it gave is collected."
                yield Finding(REMARK, one.id, filled.place, f"Somebody put a formula here: {gave}")


def _changed(one: GivenFile, altered: Altered, *, said: bool) -> Finding:
    """Tell of a changed number, also what it was and is where that says nothing of single people."""
    was_and_is = (_number(altered.was), _number(altered.now)) if said else ("", "")
    return Finding(CHANGED, one.id, altered.place, altered.what, *was_and_is)


def _number(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _apart(reading: Reading, private: Private) -> tuple[Reading, tuple[FilledRow, ...], list[Filled]]:
    """Return what can be shown of a reading, the rows of its lists of officials, and what else shows some of them."""

    def is_private(one: Filled) -> bool:
        shown = any(area.holds(*one.position[1:]) for area in private.cells.get(one.sheet.lower(), ()))
        return shown or private.holds(one.sheet) or private.manner(one.formula, one.sheet) == "shows"

    others = [one for one in (*reading.names.values(), *reading.others) if is_private(one)]
    rows: dict[str, tuple[FilledRow, ...]] = {}
    for name, several in reading.rows.items():
        if name != OFFICIALS.name:
            others += [one for row in several for one in row.filled.values() if is_private(one)]
            open_ = (
                replace(row, filled={at: one for at, one in row.filled.items() if not is_private(one)})
                for row in several
            )
            rows[name] = tuple(row for row in open_ if row.filled)
    names = {name: one for name, one in reading.names.items() if not is_private(one)}
    shown = Reading(reading.stamp, names, rows, tuple(one for one in reading.others if not is_private(one)))
    return shown, reading.rows.get(OFFICIALS.name, ()), others


def _unknown_metrics(pairs: Sequence[Pair], headings: Mapping[str, str]) -> Iterator[Finding]:
    """Tell of priorities for what is no metric of the place's workbook; nothing where its metrics are not known."""
    for record, source in pairs:
        metric = str(record.get(METRIC))
        if headings and record.kind == "priority" and metric and metric_number(metric) not in headings:
            what = "This priority names no metric of the workbook: it is collected as it is. Ask which one is meant."
            yield Finding(REMARK, source.file, source.cells[0], what)


def _differing(files: Sequence[FileInfo]) -> Iterator[Finding]:
    """Tell of files that are of another edition, template or build than most."""
    said: dict[str, Callable[[FileInfo], object]] = {
        "edition": lambda one: one.edition,
        "template": lambda one: one.template,
        "build": lambda one: one.build,
    }
    for what, of in said.items():
        counts = Counter(str(of(one)) for one in files)
        most = min(counts, key=lambda text: (-counts[text], text))
        for one in files:
            if str(of(one)) != most:
                yield Finding(DIFFERS, one.id, what=f"It is of the {what} {of(one)}; most are of {most}.")
