"""Counts of so few people that no number is shown for them are in no part of a copy that is handed out."""

import shutil
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from mobility_xl.compare.local_counts import COUNTS_LEFT_OUT, FEW, NO_COUNT, SHOWN, local_numbers
from mobility_xl.errors import BadWorkbook
from mobility_xl.partners import collect as collecting
from mobility_xl.partners.collect import collect
from mobility_xl.partners.collecting.collected_writing import write_collected
from mobility_xl.partners.formulas import freezing
from mobility_xl.partners.publish import publish
from mobility_xl.partners.verify import Verification
from mobility_xl.queries import Queries
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.sheets.local_data import LOCAL_DATA
from mobility_xl.workbook.templates import Template
from tests.conftest import Workbooks
from tests.partners.counts import BACKUP, OURS, PIVOT, SHEET, counted, with_control, with_embedded
from tests.workbook.filling import cell_of, filled, headers
from tests.workbook.good_workbook import Parts
from tests.workbook.local_rows import LOCAL_ROWS, as_counts, as_entries
from tests.workbook.reading_back import sheets_of

COUNTS = ("Numerator", "Denominator")


def cells(path: Path, tab: str) -> dict[str, object]:
    """Return what the cells of a sheet show."""
    return {
        cell.coordinate: cell.value
        for row in sheets_of(path, values=True)[tab].iter_rows()
        for cell in row
        if cell.value
    }


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the copy of a workbook with counts of few people and all that can give them away."""
    folder = tmp_path_factory.mktemp("counts")
    (folder / "Counts copy.xlsx").write_bytes(publish(counted(folder / "Counts of ours.xlsx", (4, 12))).content)
    return folder / "Counts copy.xlsx"


class TestNothingTold:
    @pytest.mark.parametrize("values", [False, True], ids=["formulas", "values"])
    def test_same_copy(self, tmp_path: Path, values: bool) -> None:
        """Whatever the counts are that are not to be shown, the copy is the same: nothing in it can tell them."""
        made = {}
        for few in ((4, 12), (6, 10), (5, 11)):
            path = counted(tmp_path / "Counts of ours.xlsx", few)
            made[few] = path.read_bytes(), publish(path, values=values).content

        assert 3 == len({before for before, _ in made.values()})
        assert 1 == len({after for _, after in made.values()})

    def test_in_their_place(self, copy: Path) -> None:
        """A sign stands in their place; the counts of rows that are shown stay."""
        found = cells(copy, SHEET)

        assert [NO_COUNT] * 4 == [found[cell] for cell in ("F5", "G5", "F6", "G6")]
        assert [40, 500, 56, 710] == [found[cell] for cell in ("F4", "G4", "F7", "G7")]

    def test_formulas(self, copy: Path) -> None:
        """What reads them is worked out anew, or has no value until a program works it out; the rest is as it was."""
        found = cells(copy, OURS)

        assert (NO_COUNT, f"There are {NO_COUNT}") == (found["A1"], found["A5"])
        assert (1210, 40, 20) == (found["A8"], found["A9"], found["A10"])
        assert not {"A3", "A4", "B1", "B2", "B3", "B4", "C5"} & found.keys()
        assert freezing.LEFT_OUT == found["A7"]

    def test_other_ways(self, copy: Path) -> None:
        """Names, blocks of two addresses, texts that are addresses, and data tables lead to them, too."""
        found = cells(copy, OURS)

        assert {NO_COUNT} == {found[cell] for cell in ("M5", "D17") if cell in found}
        assert not {cell for cell in found if cell.startswith("D") and isinstance(found[cell], float | int)}
        assert not {"O2", "O3"} & found.keys()

    def test_copies(self, copy: Path) -> None:
        """Rows that somebody pasted elsewhere lose the same counts, with all headings and with few."""
        found = cells(copy, BACKUP)

        assert [NO_COUNT] * 6 == [found[cell] for cell in ("F5", "G6", "P5", "Q6", "B13", "C14")]
        assert [40, 710, 40, 710, 40, 710] == [found[cell] for cell in ("F4", "G7", "P4", "Q7", "B12", "C15")]

    def test_frozen(self, tmp_path: Path) -> None:
        """Frozen, a formula whose answer cannot be told here says that it was left out."""
        made = publish(counted(tmp_path / "Counts of ours.xlsx", (4, 12)), values=True)
        (tmp_path / "Counts copy.xlsx").write_bytes(made.content)
        found = cells(tmp_path / "Counts copy.xlsx", OURS)

        assert [freezing.LEFT_OUT] * 3 == [found[cell] for cell in ("A3", "A4", "B1")]
        assert not {"B2", "B3", "B4"} & found.keys()
        assert (1210, 40) == (found["A8"], found["A9"])

    def test_drawn(self, copy: Path) -> None:
        """The PivotTable, the lines of the chart and the shape that showed them are gone; other lines stay."""
        with zipfile.ZipFile(copy) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        chart, lines = (content for name, content in parts.items() if name.startswith("xl/charts/chart"))

        assert not [name for name in parts if "pivot" in name.lower()]
        assert {} == cells(copy, PIVOT)
        assert (1, True) == (chart.count(b"<c:ser>"), b"Whole" in chart)
        assert (1, 0) == (lines.count(b"<c:ser>"), lines.count(b"filtered"))
        assert not [name for name, content in parts.items() if b"There are 4" in content]

    def test_told(self, tmp_path: Path) -> None:
        """What was left out is told with its place, and without its number."""
        told = publish(counted(tmp_path / "Counts of ours.xlsx", (4, 12))).told

        assert (
            "Left out, for they are too few to show: the counts of 8 rows, Local Data!F5:G5; Local Data!F6:G6; "
            "Backup!F5:G5; Backup!F6:G6; Backup!P5:Q5; Backup!P6:Q6; Backup!B13:C13; Backup!B14:C14." in told
        )
        assert "Left out with them: Local Data!F5: what a note at counts that are too few to show says." in told
        assert "Left out with them: By area: the PivotTable Counts." in told
        assert 2 == len([line for line in told if "the lines of a chart over" in line])
        assert 2 == len([line for line in told if "a shape that shows" in line])
        assert "1 formula is a value now." in told

    def test_twice(self, copy: Path) -> None:
        """A copy of the copy is the copy."""
        assert copy.read_bytes() == publish(copy).content

    def test_counted_twice(self, tmp_path: Path) -> None:
        """Who are counted twice are left out twice, and the next smallest group with them."""
        path = counted(tmp_path / "Counts of ours.xlsx", (4, 12))
        found = publish(_twice(path, tmp_path / "two.xlsx"))

        assert any("Local Data!F4:G4; Local Data!F5:G5; Local Data!F6:G6; Backup" in line for line in found.told)


class TestRefused:
    def test_control(self, tmp_path: Path) -> None:
        """A button that is linked to such a count holds it, and cannot be cut out: it is refused with its cell."""
        path = with_control(counted(tmp_path / "Counts of ours.xlsx", (4, 12)), "the_few")

        with pytest.raises(BadWorkbook, match=r"sheet Ours: a list, a button or a picture is linked to the_few, which"):
            publish(path)

    def test_other_control(self, tmp_path: Path) -> None:
        """One that is linked to another cell stays."""
        path = with_control(counted(tmp_path / "Counts of ours.xlsx", (4, 12)), "$R$1")

        assert b'val="4"' in Parts.read(publish(path).content).content["xl/ctrlProps/ctrlProp1.xml"]

    def test_embedded(self, tmp_path: Path) -> None:
        """Nobody can tell what an embedded file holds: it is refused with its sheet."""
        path = with_embedded(counted(tmp_path / "Counts of ours.xlsx", (4, 12)))

        with pytest.raises(BadWorkbook, match=r"sheet Ours: a file or a control is embedded there \(xl/embeddings/"):
            publish(path)


class TestOurSheet:
    @pytest.fixture(scope="class")
    @classmethod
    def both(
        cls, entries_of: Workbooks, ask: Queries, tmp_path_factory: pytest.TempPathFactory
    ) -> tuple[Path, Path, tuple[str, ...]]:
        """Give a workbook with rows of every kind, its copy, and what was told."""
        folder = tmp_path_factory.mktemp("rows")
        label = ask.catalog.variables["share_low_birth_weight"].label
        chosen = {"local_metric": label, "local_year": 2023, "local_type": "race and ethnicity"}
        more = {len(LOCAL_ROWS): {"Metric": "Evictions", "Numerator": 4.0, "Denominator": 4000.0}}
        more |= {len(LOCAL_ROWS) + 1: {"Metric": "Evictions", "Numerator": 400.0, "Denominator": 4000.0}}
        more |= {len(LOCAL_ROWS) + 2: {"Metric": label, "Numerator": "4 people", "Denominator": "1,200"}}
        path = filled(
            entries_of("17031"), folder / "Cook filled.xlsx", chosen, {LOCAL_DATA: as_entries(ask.catalog) | more}
        )
        made = publish(path)
        (folder / "Cook copy.xlsx").write_bytes(made.content)
        return path, folder / "Cook copy.xlsx", made.told

    def test_rows(self, both: tuple[Path, Path, tuple[str, ...]], ask: Queries) -> None:
        """Counts stay where the sheet shows a number for them, and nowhere else."""
        before, after, _ = both
        found = cells(after, SHEET)
        said = [number.said for number in local_numbers(as_counts(ask.catalog))]

        assert FEW in said
        for row, one in enumerate(said):
            counts = [found.get(cell_of(before, LOCAL_DATA, row, heading)[1]) for heading in COUNTS]
            kept = list(LOCAL_ROWS[row][5:]) if one == SHOWN else [NO_COUNT, NO_COUNT]
            assert [one or None for one in kept] == counts, LOCAL_ROWS[row]

    def test_said(self, both: tuple[Path, Path, tuple[str, ...]]) -> None:
        """The row says that its counts were left out, and the crosstab shows the sign for too few."""
        _, after, _ = both
        found = cells(after, SHEET)
        shown = found[cell_of(after, LOCAL_DATA, 1, "Shown")[1]]
        row = next(
            row for row in range(12) if found.get(cell_of(after, "LocalCrosstab", row, "Area")[1]) == "ZIP 60629"
        )
        groups = [found.get(cell_of(after, "LocalCrosstab", row, f"Group {number}")[1]) for number in (1, 2, 3)]

        assert COUNTS_LEFT_OUT == shown
        assert [0.08, NO_COUNT, NO_COUNT] == groups
        assert 0 == found.get(cell_of(after, LOCAL_DATA, 1, "Guarded")[1], 0)

    def test_unreadable(self, both: tuple[Path, Path, tuple[str, ...]]) -> None:
        """What is no number, such as 4 people, may be few."""
        before, after, _ = both
        found = cells(after, SHEET)
        counts = [found[cell_of(before, LOCAL_DATA, len(LOCAL_ROWS) + 2, heading)[1]] for heading in COUNTS]

        assert [NO_COUNT, NO_COUNT] == counts

    def test_unknown(self, both: tuple[Path, Path, tuple[str, ...]]) -> None:
        """Of a metric that is on no list, few are left out and many stay."""
        before, after, _ = both
        found = cells(after, SHEET)
        numerators = [cell_of(before, LOCAL_DATA, len(LOCAL_ROWS) + at, "Numerator")[1] for at in (0, 1)]

        assert [NO_COUNT, 400] == [found[cell] for cell in numerators]

    def test_collected(
        self, both: tuple[Path, Path, tuple[str, ...]], ask: Queries, template: Template, tmp_path: Path
    ) -> None:
        """A collected workbook has all counts, as partners typed them; its copy to hand out has the same left out."""
        shutil.copy(both[0], tmp_path / "another.xlsx")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(collecting, "verify", lambda *_: Verification(None))
            found = collect([both[0], tmp_path / "another.xlsx"])
        (tmp_path / "Cook collected.xlsx").write_bytes(write_collected(found, template.style, ask.catalog)[0])
        (tmp_path / "Cook copy.xlsx").write_bytes(publish(tmp_path / "Cook collected.xlsx").content)
        before, after = (_numerators(tmp_path / f"Cook {one}.xlsx") for one in ("collected", "copy"))
        shown = [
            float(row[5])
            for row, number in zip(LOCAL_ROWS, local_numbers(as_counts(ask.catalog)), strict=True)
            if number.said == SHOWN
        ]

        typed = [*(float(row[5]) for row in LOCAL_ROWS), 4.0, 400.0, "4 people"]

        assert Counter[object](typed) == Counter(before)
        assert sorted([*shown, 400.0]) == sorted(one for one in after if one != NO_COUNT)
        assert len(before) == len(after)

    def test_below_the_table(self, tmp_path: Path) -> None:
        """Rows that somebody wrote below a table, which a program did not make longer, are looked at too."""
        parts = Parts.read(counted(tmp_path / "Counts of ours.xlsx", (4, 12)).read_bytes())
        parts.rewrite("xl/tables/table1.xml", 'ref="A3:H7"', 'ref="A3:H5"')
        parts.rewrite("xl/tables/table1.xml", 'ref="A3:H7"', 'ref="A3:H5"')
        (tmp_path / "Counts copy.xlsx").write_bytes(publish(parts.write(tmp_path / "Counts below.xlsx")).content)

        assert NO_COUNT == cells(tmp_path / "Counts copy.xlsx", SHEET)["F6"]

    def test_valid(self, both: tuple[Path, Path, tuple[str, ...]]) -> None:
        """The copy has no fault, and its columns are those of the workbook."""
        before, after, _ = both

        assert [] == lint(after)
        assert headers(before, LOCAL_DATA) == headers(after, LOCAL_DATA)

    def test_nothing_to_leave_out(self, entries_of: Workbooks) -> None:
        """A workbook without such counts is published as it was."""
        assert not [line for line in publish(entries_of("17031")).told if "too few" in line]


def _numerators(path: Path) -> list[object]:
    """Return what stands under Numerator in a collected workbook."""
    sheet = sheets_of(path, values=True)[SHEET]
    head, *rows = sheet[sheet.tables["PartnerLocalData"].ref]
    column = [cell.value for cell in head].index("Numerator")
    return [row[column].value for row in rows]


def _twice(path: Path, target: Path) -> Path:
    """Say of two groups that they are the same people."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strings = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = strings.replace(b">White, Non-Hispanic<", b">Black, non-hispanic<")
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    target.write_bytes(content.getvalue())
    return target
