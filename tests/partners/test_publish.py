"""A copy to hand out: what goes, what stays byte by byte, and what is said of it."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.copying.locking import locked_hash
from mobility_xl.partners.formulas.calling import answer_of
from mobility_xl.partners.formulas.freezing import GONE, LEFT_OUT
from mobility_xl.partners.formulas.reaching import reaches
from mobility_xl.partners.publish import Published, publish
from mobility_xl.workbook import entries
from mobility_xl.workbook.formulas.values import ExcelError, Unknown
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.package import Package, cell_name
from mobility_xl.workbook.stamp import PROPERTIES, read_stamp
from tests.conftest import Workbooks
from tests.partners.council import ANSWERS, KNOWN, OTHER_WAYS, SECRETS, council, turned
from tests.partners.counts import add_pivot_over
from tests.workbook.faults import add_outside_book
from tests.workbook.filling import filled, table_of
from tests.workbook.good_workbook import ARROWS, HEAD, MAIN, ROWS, TYPES, Parts, good_parts
from tests.workbook.reading_back import formulas, same, sheets_of

PROTECTION = re.compile(rb"<sheetProtection [^>]*/>")
_NOTHING = b"PK\x05\x06" + bytes(18)
"""A zip of nothing."""
Copy = Callable[..., Path]


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the parts of a file."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(made: Published, path: Path) -> Path:
    """Write a copy."""
    path.write_bytes(made.content)
    return path


def cells_of(path: Path) -> dict[tuple[str, str], object]:
    """Return what every cell shows."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in sheets_of(path, values=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in {None, ""}
    }


@pytest.fixture(scope="module")
def copy_of(guide_of: Workbooks, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Give the copy of a place's workbook, made once for each way."""
    folder = tmp_path_factory.mktemp("copies")
    made: dict[tuple[object, ...], Path] = {}

    def of(geoid: str, **options: bool) -> Path:
        key = geoid, *sorted(options.items())
        if key not in made:
            made[key] = written(publish(guide_of(geoid), **options), folder / f"copy {len(made)} to hand out.xlsx")
        return made[key]

    return of


@pytest.fixture(scope="module")
def springfield(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workbook with officials and everything that can show their answers."""
    return council(tmp_path_factory.mktemp("council") / "Springfield council.xlsx")


@pytest.fixture(scope="module")
def handed_out(springfield: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give its copy."""
    return written(publish(springfield), tmp_path_factory.mktemp("council") / "Springfield copy.xlsx")


class TestCopy:
    def test_only_what_goes(self, guide_of: Workbooks, copy_of: Copy) -> None:
        """Every part is there byte by byte, but for the lock of sheets and what the file says of itself."""
        before, after = parts_of(guide_of("48301")), parts_of(copy_of("48301"))
        changed = {name for name in before if before[name] != after[name]}
        sheets = {name for name in changed if name.startswith("xl/worksheets/")}

        assert list(before) == list(after)
        assert changed - sheets == {"xl/workbook.xml", "docProps/app.xml", "docProps/custom.xml"}
        assert {name: PROTECTION.sub(b"", after[name]) == before[name] for name in sheets} == dict.fromkeys(
            sheets, True
        )

    def test_names(self, copy_of: Copy) -> None:
        """No cell function is left, as a name or in a formula; the names of entry cells stay."""
        package = Package.open(copy_of("48301"))
        names = {name.name for name in package.names}

        assert not {name for name in names if name.startswith("MOBILITY")}
        assert "answer_1_stands_out" in names
        assert not [one for one in package.formulas if "MOBILITY" in one.text]

    @pytest.mark.parametrize("options", [{}, {"values": True}], ids=["formulas", "values"])
    def test_lint(self, copy_of: Copy, options: dict[str, bool]) -> None:
        """The lint finds nothing in it."""
        assert lint(copy_of("48301", **options)) == []

    def test_values(self, guide_of: Workbooks, copy_of: Copy) -> None:
        """Frozen, it has no formula, and every cell shows what it did."""
        assert formulas(copy_of("48301", values=True)) == {}
        assert cells_of(guide_of("48301")) == cells_of(copy_of("48301", values=True))

    @pytest.mark.client  # A whole guide is built, saved or read.
    def test_same(self, guide_of: Workbooks, copy_of: Copy) -> None:
        """The same workbook gives the same bytes, and a copy of the copy is the copy."""
        content = copy_of("48301").read_bytes()

        assert publish(guide_of("48301")).content == content
        assert publish(copy_of("48301")).content == content
        assert publish(guide_of("48301"), with_officials=True).content == content

    @pytest.mark.client  # A whole guide is built, saved or read.
    def test_calls(self, delaware: Path, tmp_path: Path) -> None:
        """Cells that call a function keep what it answered."""
        package = Package.open(written(publish(delaware), tmp_path / "copy.xlsx"))
        called = {cell: one.value for cell, one in formulas(delaware).items() if "MOBILITY_" in one.text}
        after = cells_of(tmp_path / "copy.xlsx")

        assert len(called) > 20
        assert {cell: after.get(cell) for cell in called} == called
        assert not [one for one in package.formulas if "MOBILITY_" in one.text]
        assert lint(tmp_path / "copy.xlsx") == []


class TestLocking:
    def test_open_and_locked(self, copy_of: Copy) -> None:
        """The sheets that the template names are locked without a password; entry cells stay open."""
        locks = {
            sheet.title: lock for sheet in sheets_of(copy_of("48301")) for lock in sheet.elements("sheetProtection")
        }
        stamp = read_stamp(Package.open(copy_of("48301")))

        assert stamp is not None
        assert set(stamp.protect) == set(locks)
        assert {"1"} == {lock.get("sheet") for lock in locks.values()}
        assert not {"password", "hashValue", "objects"} & {name for lock in locks.values() for name in lock.attrib}
        assert "Review Guide" not in locks

    def test_pivot(self, tmp_path: Path) -> None:
        """A sheet with a PivotTable is never locked, whatever the template says."""
        parts = good_parts()
        arrow = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
        space = "http://schemas.openxmlformats.org/officeDocument/2006"
        told = {"mobility_xl": "0.1.0", "protect": "Pivot|Peers"}
        properties = "".join(
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
            f"<vt:lpwstr>{text}</vt:lpwstr></property>"
            for number, (name, text) in enumerate(told.items(), 2)
        )
        parts.put(
            "docProps/custom.xml",
            f'{HEAD}<Properties xmlns="{space}/custom-properties" xmlns:vt="{space}/docPropsVTypes">{properties}'
            "</Properties>",
        )
        parts.declare("docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml")
        parts.change(
            "_rels/.rels",
            "</Relationships>",
            f'<Relationship Id="rIdOwn" Type="{arrow}" Target="docProps/custom.xml"/></Relationships>',
        )
        made = publish(parts.write(tmp_path / "pivot.xlsx"))
        before, after = parts.content, parts_of(written(made, tmp_path / "copy.xlsx"))
        locked = [name for name, content in after.items() if PROTECTION.search(content)]

        assert [parts.sheet("Peers")] == locked
        assert all(
            before[name] == after[name] for name in before if "pivot" in name.lower() or "slicer" in name.lower()
        )
        assert "Locked but for the cells to fill in: Peers." in made.told

    def test_hash(self, copy_of: Copy, tmp_path: Path) -> None:
        """The stamp's hash stands for what is locked: a number changed there changes it, an answer does not."""
        package = Package.open(copy_of("48301"))
        stamp = read_stamp(package)
        parts = Parts.read(copy_of("48301").read_bytes())
        data = next(sheet.part for sheet in package.sheets if sheet.name == "Data")
        review = next(sheet.part for sheet in package.sheets if sheet.name == "Review Guide")
        parts.rewrite(review, r'<c r="(\w+)" s="(\d+)"/>', r'<c r="\1" s="\2"><v>5</v></c>')
        answered = Package.open(parts.write(tmp_path / "answered.xlsx"))
        parts.rewrite(data, r"<v>0\.\d+</v>", "<v>0.5</v>")
        altered = Package.open(parts.write(tmp_path / "altered.xlsx"))

        assert stamp is not None
        assert stamp.locked == locked_hash(package, stamp.protect)
        assert stamp.locked == locked_hash(answered, stamp.protect)
        assert stamp.locked != locked_hash(altered, stamp.protect)

    def test_no_stamp(self, tmp_path: Path) -> None:
        """A workbook that somebody else made is published all the same, and it is said what that means."""
        made = publish(good_parts().write(tmp_path / "foreign.xlsx"))

        assert "No sheet is locked." in made.told
        assert any("no stamp" in line for line in made.told)


class TestOfficials:
    def test_nowhere(self, springfield: Path, handed_out: Path) -> None:
        """No name, address or source of one official is in any part of the copy, nor who wrote the file."""
        before, after = parts_of(springfield), parts_of(handed_out)

        assert {secret for secret in SECRETS if any(secret.encode() in part for part in before.values())} == set(
            SECRETS
        )
        assert {
            (name, secret)
            for name, content in after.items()
            for secret in SECRETS
            if secret.encode() in content or secret.encode("utf-16-le") in content
        } == set()

    @pytest.mark.parametrize("values", [False, True], ids=["formulas", "values"])
    def test_same_copy(self, tmp_path: Path, values: bool) -> None:
        """Whoever of them gave which answer, every part of the copy is the same: none can tell it."""
        made = {}
        for by in range(len(ANSWERS)):
            path = council(tmp_path / "Springfield council.xlsx", answers=turned(by))
            made[path.read_bytes()] = publish(path, values=values).content

        assert len(ANSWERS) == len(made)
        assert 1 == len(set(made.values()))

    def test_no_trace(self, handed_out: Path) -> None:
        """Neither the sheet, nor a formula, rule, name or link that needs it, is left."""
        package = Package.open(handed_out)

        assert ["Cover", "Representation", "Notes"] == [sheet.name for sheet in package.sheets]
        assert ["Totals"] == [table.display_name for table in package.tables]
        assert not [one for one in package.formulas if "officials" in one.text.lower()]
        assert {"local", "first_note", "by_way", "six_above"} == {name.name for name in package.names}
        assert lint(handed_out) == []

    def test_totals(self, handed_out: Path) -> None:
        """What only counted them is its value now; what builds on a total stays a formula."""
        cells, left = cells_of(handed_out), formulas(handed_out)

        assert (1, 1) == (cells["Representation", "B4"], cells["Representation", "B5"])
        assert "Small: 5 members" == cells["Representation", "A8"]
        assert 0.2 == cells["Representation", "A9"]
        assert {("Representation", "A10"), ("Cover", "A4"), ("Notes", "C1")} == set(left)

    def test_shown(self, handed_out: Path) -> None:
        """What showed one of them, straight or by way of other cells, says that it was left out."""
        cells = cells_of(handed_out)

        assert {LEFT_OUT} == {cells["Notes", cell] for cell in ("A2", "A3", "A4", "A5", "A6", "A7", "A8", "B2")}
        assert {LEFT_OUT} == {cells["Notes", f"F{row}"] for row in range(2, len(OTHER_WAYS) + 2)}
        assert not {("Notes", f"B{row}") for row in range(3, 7)} & cells.keys()
        assert f"Officials{GONE}" == cells["Cover", "A2"]

    def test_own(self, springfield: Path, handed_out: Path) -> None:
        """What people made beside that stays: notes, other lines of charts, other rules and sparklines."""
        before, after = parts_of(springfield), parts_of(handed_out)
        notes = next(name for name in after if b"[left out]" in after[name])
        chart = next(content for name, content in after.items() if name.startswith("xl/charts/"))

        assert b"Notes!D1:D3</xm:f>" in after[notes]
        assert b"Officials!F4" in before[notes]
        assert (1, 0) == (chart.count(b"<c:ser>"), chart.count(b"Officials"))
        assert b'<formula1>"1,2"</formula1>' in after["xl/worksheets/sheet2.xml"]
        assert b"Ask again in May" in after["xl/comments2.xml"]

    def test_told(self, springfield: Path) -> None:
        """What was left out is told with its place, without what it said."""
        told = publish(springfield).told

        assert "Left out: the sheet Officials." in told
        assert any("Notes!A4" in line for line in told)
        assert not [line for line in told for secret in SECRETS if secret in line]

    def test_with_officials(self, springfield: Path, tmp_path: Path) -> None:
        """Where they are asked for they stay, with all that counts them; the functions go all the same."""
        before = parts_of(springfield)
        after = parts_of(written(publish(springfield, with_officials=True), tmp_path / "whole.xlsx"))
        package = Package.open(tmp_path / "whole.xlsx")

        assert "Officials" in {sheet.name for sheet in package.sheets}
        assert {"members", "first_name", "local", "by_text"} <= {name.name for name in package.names}
        assert before["xl/worksheets/sheet3.xml"] == after["xl/worksheets/sheet3.xml"]
        assert lint(tmp_path / "whole.xlsx") == []

    def test_renamed(self, springfield: Path, tmp_path: Path) -> None:
        """The sheet is known by its table, whatever it is called."""
        parts = Parts.read(springfield.read_bytes())
        for name in parts.content:
            if name.endswith(".xml"):
                text = parts.text(name)
                parts.put(
                    name, text.replace("Officials!", "Who!").replace('sheet name="Officials"', 'sheet name="Who"')
                )
        after = parts_of(written(publish(parts.write(tmp_path / "renamed.xlsx")), tmp_path / "copy.xlsx"))

        assert not {one for one in SECRETS if any(one.encode() in content for content in after.values())}

    def test_values(self, springfield: Path, tmp_path: Path) -> None:
        """Freezing everything shows no more than before."""
        after = parts_of(written(publish(springfield, values=True), tmp_path / "copy.xlsx"))

        assert formulas(tmp_path / "copy.xlsx") == {}
        assert not {one for one in SECRETS if any(one.encode() in content for content in after.values())}

    def test_pivot(self, tmp_path: Path) -> None:
        """A PivotTable over them goes with what it remembers and what it shows."""
        parts = _pivot_over_officials(with_slicer=False)
        made = publish(parts.write(tmp_path / "pivot.xlsx"))
        after = parts_of(written(made, tmp_path / "copy.xlsx"))

        assert not [name for name in after if "pivot" in name.lower()]
        assert not {b"Births", b"2019", b">0.1<"} & {*re.findall(rb"Births|2019|>0\.1<", after[parts.sheet("Pivot")])}
        assert any("the PivotTable Means" in line for line in made.told)
        assert lint(tmp_path / "copy.xlsx") == []

    def test_pivot_of_shown(self, springfield: Path, tmp_path: Path) -> None:
        """A PivotTable over cells that show their answers goes as well, and what is made of that."""
        parts = Parts.read(springfield.read_bytes())
        add_pivot_over(parts, "xl/worksheets/sheet4.xml", "Notes!A9:A14", ANSWERS[0][2])
        parts.change("xl/worksheets/sheet4.xml", "</sheetData>", _row(f"<f>H91</f><v>{ANSWERS[0][2]}</v>"))
        made = publish(parts.write(tmp_path / "pivot.xlsx"))
        after = parts_of(written(made, tmp_path / "copy.xlsx"))

        assert not {one for one in SECRETS if any(one.encode() in content for content in after.values())}
        assert LEFT_OUT == cells_of(tmp_path / "copy.xlsx")["Notes", "A92"]
        assert any("Notes: the PivotTable Again" in line for line in made.told)

    def test_slicer(self, tmp_path: Path) -> None:
        """With buttons over it, it is refused, saying which and what to do."""
        parts = _pivot_over_officials(with_slicer=True)

        with pytest.raises(
            BadWorkbook, match=r"pivot\.xlsx: the slicer Slicer_group filters officials' answers\. Delete"
        ):
            publish(parts.write(tmp_path / "pivot.xlsx"))

    def test_nothing_left(self, tmp_path: Path) -> None:
        """A workbook of that sheet alone is refused: there is nothing to hand out."""
        parts = Parts.read(council(tmp_path / "council.xlsx", own=False).read_bytes())
        parts.rewrite("xl/workbook.xml", r'<sheet name="Cover".*?/><sheet name="Representation".*?/>', "")
        parts.rewrite("xl/workbook.xml", r"<definedNames>.*</definedNames>", "")

        with pytest.raises(BadWorkbook, match="no sheet left to show"):
            publish(parts.write(tmp_path / "alone.xlsx"))


def _row(inside: str) -> str:
    """Return a last row with one cell."""
    return f'<row r="92"><c r="A92" t="str">{inside}</c></row></sheetData>'


def _pivot_over_officials(*, with_slicer: bool) -> Parts:
    """Return the good workbook whose numbers are called officials."""
    parts = good_parts()
    pivot = parts.sheet("Pivot")
    parts.change("xl/workbook.xml", 'sheet name="Data"', 'sheet name="Officials"')
    for name in [*parts.content]:
        if name.endswith((".xml", ".rels")):
            text = parts.text(name).replace("Estimates", "Officials").replace("Data!", "Officials!")
            parts.put(name, text.replace("#'Data'!A1", "#'Officials'!A1"))
    if not with_slicer:
        parts.rewrite(pivot, r'<drawing r:id="rIdDrawing"/><extLst>.*</extLst>', "")
        parts.rewrite("xl/workbook.xml", r"<extLst>.*</extLst>", "")
        parts.rewrite("xl/workbook.xml", '<definedName name="Slicer_group">.*?</definedName>', "")
        for rels in ("xl/_rels/workbook.xml.rels", f"xl/worksheets/_rels/{pivot.rpartition('/')[2]}.rels"):
            parts.put(rels, re.sub(r'<Relationship Id="rId(Slicer|Drawing)"[^>]*/>', "", parts.text(rels)))
        for name in [name for name in parts.content if "slicer" in name.lower() or name == "xl/drawings/drawing9.xml"]:
            del parts.content[name]
            parts.rewrite("[Content_Types].xml", rf'<Override PartName="/{name}"[^>]*/>', "")
    return parts


class TestRepresentation:
    """The same with the sheets that the builder makes."""

    PEOPLE = (
        ("Rosa Quintanilla", entries.YES, ()),
        ("Thaddeus Okonkwo", entries.NO, (entries.BLACK_RACE,)),
        ("Wilhelmina Sprague", entries.NO, (entries.WHITE_RACE,)),
        ("Prudence Nakamura", entries.NO, ("Asian",)),
        ("Ignatius Vandermeer", entries.NO_ANSWER, ()),
    )

    @classmethod
    def with_answers(cls, entries_of: Workbooks, folder: Path, turned: int = 0) -> Path:
        """Return a workbook with five officials, each with the answer of another where they are turned."""
        rows = {
            index: {
                entries.BODY: "Commissioners Court",
                entries.NAME: name,
                entries.CONTACT: f"{name.split()[0].lower()}@loving.example",
                entries.HISPANIC_ANSWER: hispanic,
                **dict.fromkeys(races, True),
                entries.HOW: entries.ANSWERED,
                entries.WHERE: KNOWN,
            }
            for index, (name, _, _) in enumerate(cls.PEOPLE)
            for _, hispanic, races in [cls.PEOPLE[(index + turned) % len(cls.PEOPLE)]]
        }
        return filled(entries_of("48301"), folder / "Loving County listed.xlsx", {}, {entries.OFFICIALS.name: rows})

    @pytest.fixture(scope="class")
    @classmethod
    def listed(cls, entries_of: Workbooks, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """Give a workbook with five officials."""
        return cls.with_answers(entries_of, tmp_path_factory.mktemp("listed"))

    def test_totals(self, listed: Path, tmp_path: Path) -> None:
        """Totals and ratios are there and right, though nothing had worked them out; nobody is."""
        made = publish(listed)
        copy = written(made, tmp_path / "Loving County copy.xlsx")
        names = {name.name: name.formula for name in Package.open(copy).names}
        cells = cells_of(copy)
        table, (left, top, _, bottom) = table_of(copy, entries.TOTALS.name)
        counted = {
            cells[table.title, f"A{row}"]: cells[table.title, cell_name(row, left + 2)]
            for row in range(top + 1, bottom + 1)
        }
        parts = parts_of(copy)
        told = {one[0] for one in self.PEOPLE} | {KNOWN, "@loving.example"}

        assert "officials_hispanic" in names
        assert [1, 1, 1, 1] == [counted[group] for group in entries.GROUPS.values()]
        assert 5 == counted[entries.COUNTS[entries.ALL]]
        assert {one for one in told if any(one.encode() in content for content in parts.values())} == set()
        assert not [one for one in Package.open(copy).formulas if entries.OFFICIALS.name in one.text]
        assert any("worked out anew" in line for line in made.told)
        assert lint(copy) == []

    @pytest.mark.client  # Each copy is a workbook that is published.
    @pytest.mark.parametrize("turns", [(0, 2), range(len(PEOPLE))])
    def test_same_copy(self, entries_of: Workbooks, tmp_path: Path, turns: Sequence[int]) -> None:
        """Whoever of them gave which answer, the copy is the same: the totals are, and nothing else depends on it."""
        made = {publish(self.with_answers(entries_of, tmp_path, turned=by)).content for by in turns}

        assert 1 == len(made)

    def test_copied_sheet(self, tmp_path: Path) -> None:
        """A copy of the sheet under another name, as plain cells, is known by its headings."""
        book = openpyxl.Workbook()
        book.active.append([entries.NAME, entries.HISPANIC_ANSWER, entries.PREFERS_NOT, entries.HOW])
        book.active.append(["Rosa Quintanilla", entries.YES, False, entries.ANSWERED])
        book.create_sheet("Notes")["A1"] = "Hello"
        book.save(tmp_path / "plain.xlsx")
        parts = parts_of(written(publish(tmp_path / "plain.xlsx"), tmp_path / "copy.xlsx"))

        assert not any(b"Quintanilla" in content for content in parts.values())


class TestNotWorkedOut:
    @pytest.mark.client  # Another program takes seconds to read and save a workbook.
    def test_openpyxl(self, guide_of: Workbooks, tmp_path: Path) -> None:
        """Of a file that a library saved without one value, the copy shows what the workbook showed."""
        openpyxl.load_workbook(guide_of("48301")).save(tmp_path / "bare.xlsx")
        copy = written(publish(tmp_path / "bare.xlsx", values=True), tmp_path / "copy.xlsx")
        before, after = cells_of(guide_of("48301")), cells_of(copy)

        assert {
            cell: (value, after.get(cell)) for cell, value in before.items() if not same(value, after.get(cell))
        } == {}

    def test_calls(self, alone_of: Workbooks) -> None:
        """Python answers every call of a cell function as it is stored in a workbook."""
        package = Package.open(alone_of("48301"))
        called = {
            (sheet.name, cell.address): (cell.value, answer_of(package, sheet.name, cell.formula))
            for sheet in package.worksheets
            for cell in package.grid(sheet).cells()
            if cell.formula and "MOBILITY_" in cell.formula
        }

        assert len(called) > 20
        assert {place: pair for place, pair in called.items() if pair[0] != pair[1]} == {}

    @pytest.mark.parametrize(
        ("formula", "expected"),
        [
            ("MOBILITY_CALC_PRESCHOOL(640,1500)", 640 / 1500),
            ('mobility_metric("low birth weight",17031,2022,"Black","upper")', 0.163),
            ('MOBILITY_METRIC("low birth weight","Cook County, IL",,"Black","quality")', "Strong"),
            ('INDEX(MOBILITY_TREND("employment",17031),1,1)', 2014.0),
        ],
    )
    def test_answers(self, formula: str, expected: float | str) -> None:
        """Arguments are numbers, texts, constants in braces, or left out."""
        found = answer_of(Package.made(Path("none.xlsx"), _NOTHING), "Sheet", formula)

        assert (pytest.approx(expected, abs=5e-4) if isinstance(expected, float) else expected) == found

    @pytest.mark.parametrize(
        "formula",
        ["1+1", "SUM(1,2)", "MOBILITY_METRIC(A1:", "MOBILITY_CALC_PRESCHOOL(640,1500)+1", "MOBILITY_NONE(1", '"x', ""],
    )
    def test_others(self, formula: str) -> None:
        """Whatever is not one call is not answered."""
        assert isinstance(answer_of(Package.made(Path("none.xlsx"), _NOTHING), "Sheet", formula), Unknown)

    def test_errors(self) -> None:
        """Where Python has no number, neither has the cell."""
        found = answer_of(
            Package.made(Path("none.xlsx"), _NOTHING), "Sheet", 'MOBILITY_METRIC("low birth weight",99999)'
        )

        assert isinstance(found, ExcelError)


class TestPersonal:
    def test_properties(self, handed_out: Path) -> None:
        """The file names the program as its author, and no company, manager or other person."""
        after = parts_of(handed_out)
        core = after["docProps/core.xml"].decode()

        assert ["mobility_xl"] == re.findall(r"<dc:creator>(.*?)</dc:creator>", core)
        assert ["mobility_xl"] == re.findall(r"<cp:lastModifiedBy>(.*?)</cp:lastModifiedBy>", core)
        assert "<dc:title>Springfield</dc:title>" in core
        assert b"Manager" not in after["docProps/app.xml"]
        assert b"Company" not in after["docProps/app.xml"]
        assert set(Package.open(handed_out).custom_properties) <= {*PROPERTIES.values()}

    def test_authors_of_notes(self, handed_out: Path) -> None:
        """Notes stay, and their authors have no names."""
        assert b"<author>Author</author>" in parts_of(handed_out)["xl/comments2.xml"]

    def test_threads(self, tmp_path: Path) -> None:
        """The list of people of threaded comments has no names, and a note that begins with one does not."""
        parts = Parts.read(council(tmp_path / "council.xlsx").read_bytes())
        person = '<person displayName="Zebedee Clerk" id="{1}" userId="zebedee@x.org" providerId="AD"/>'
        parts.put("xl/persons/person.xml", f'{HEAD}<personList xmlns="{THREADS}">{person}</personList>')
        parts.declare("xl/persons/person.xml", "application/vnd.ms-excel.person+xml")
        kind = "http://schemas.microsoft.com/office/2017/10/relationships/person"
        parts.relate("xl/workbook.xml", "rIdPeople", kind, "persons/person.xml")
        parts.rewrite("xl/comments2.xml", "Ask again", "Zebedee Clerk:\nAsk again")
        after = parts_of(written(publish(parts.write(tmp_path / "thread.xlsx")), tmp_path / "copy.xlsx"))

        assert not [name for name, content in after.items() if b"Zebedee" in content or b"zebedee" in content]
        assert b"Author:\nAsk again" in after["xl/comments2.xml"].replace(b"&#10;", b"\n")

    def test_history(self, tmp_path: Path) -> None:
        """Earlier states that a shared workbook remembers, and parts that nothing leads to, are left out."""
        parts = Parts.read(council(tmp_path / "council.xlsx").read_bytes())
        parts.put("xl/revisions/revisionHeaders.xml", f'{HEAD}<headers xmlns="{MAIN}" guid="{{1}}"/>')
        parts.declare("xl/revisions/revisionHeaders.xml", f"{TYPES}.revisionHeaders+xml")
        parts.relate("xl/workbook.xml", "rIdOld", f"{ARROWS}/revisionHeaders", "revisions/revisionHeaders.xml")
        after = parts_of(written(publish(parts.write(tmp_path / "shared.xlsx")), tmp_path / "copy.xlsx"))

        assert "xl/revisions/revisionHeaders.xml" in parts.content
        assert not {"xl/revisions/revisionHeaders.xml", "xl/worksheets/old.xml", "xl/calcChain.xml"} & after.keys()


THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


class TestOutside:
    def test_other_workbooks(self, tmp_path: Path) -> None:
        """Formulas over another workbook keep their values, and the link, which knows its path, goes."""
        parts = good_parts()
        add_outside_book('<externalBook r:id="rId1"/>')(parts)
        parts.change(
            "xl/workbook.xml",
            "<definedNames>",
            '<externalReferences><externalReference r:id="rIdOutside"/></externalReferences><definedNames>',
        )
        parts.change(
            parts.sheet("Notes"),
            "</sheetData>",
            '<row r="90"><c r="B90"><f>[1]Sheet1!A1*2</f><v>84</v></c></row></sheetData>',
        )
        package = Package.open(written(publish(parts.write(tmp_path / "linked.xlsx")), tmp_path / "copy.xlsx"))

        assert 84 == package.grid_named("Notes").cell(90, 2).value
        assert package.grid_named("Notes").cell(90, 2).formula is None
        assert not [name for name in package.archive.entries if "external" in name.lower()]
        assert lint(package) == []

    def test_chart(self, tmp_path: Path) -> None:
        """A chart over another workbook is refused with its sheet and what to do."""
        parts = good_parts()
        parts.change("xl/charts/chart1.xml", "'At a Glance'!$B$5:$B$7", "[1]Sheet1!$B$5:$B$7")

        with pytest.raises(BadWorkbook, match=r"linked\.xlsx, sheet At a Glance: a chart draws numbers of another"):
            publish(parts.write(tmp_path / "linked.xlsx"))

    def test_connection(self, tmp_path: Path) -> None:
        """A connection is refused, saying where Excel has it."""
        parts = good_parts()
        parts.put("xl/connections.xml", f'{HEAD}<connections xmlns="{MAIN}"/>')
        parts.declare("xl/connections.xml", f"{TYPES}.connections+xml")
        parts.relate("xl/workbook.xml", "rIdOut", f"{ARROWS}/connections", "connections.xml")

        with pytest.raises(BadWorkbook, match=r"linked\.xlsx reads from outside .* Queries & Connections"):
            publish(parts.write(tmp_path / "linked.xlsx"))

    def test_no_value(self, tmp_path: Path) -> None:
        """A formula without a stored value that cannot be worked out here is refused with its sheet and cell."""
        parts = good_parts()
        parts.change(
            parts.sheet("Notes"), "</sheetData>", '<row r="90"><c r="B90"><f>NOW()</f><v></v></c></row></sheetData>'
        )
        path = parts.write(tmp_path / "bare.xlsx")

        assert publish(path).content
        with pytest.raises(BadWorkbook, match=r"bare\.xlsx, sheet Notes, cell B90: no value is stored .* save it"):
            publish(path, values=True)


class TestReaches:
    @given(st.text(alphabet=st.one_of(st.sampled_from("()[]{}'\"!#,:@$A1 _.\\="), st.characters()), max_size=60))
    def test_any_text(self, text: str) -> None:
        """Any text at all can be looked at."""
        assert isinstance(reaches(text), tuple)

    @pytest.mark.parametrize(
        ("formula", "sheets", "within"),
        [
            ("IF(A1>0,SUM('My sheet'!B2:B9),0)", ("My sheet",), ("IF", "SUM")),
            ("SUM(Cover:Notes!A1)", ("Cover", "Notes"), ("SUM",)),
            ("-(Data!$A$1)^2", ("Data",), ()),
        ],
    )
    def test_areas(self, formula: str, sheets: tuple[str, ...], within: tuple[str, ...]) -> None:
        """Cells are told with their sheets and the functions around them."""
        assert (sheets, within) in [(one.sheets, one.within) for one in reaches(formula) if one.area]

    @pytest.mark.parametrize(
        ("formula", "area"),
        [
            ("SUM('Our sheet'!A1:'Our sheet'!C3)", "A1:C3"),
            ("SUM(A1 : B2)", "A1:B2"),
            ("A3:B2:C1", "A1:C3"),
            ('INDIRECT("Notes!B2")', "B2"),
        ],
    )
    def test_blocks(self, formula: str, area: str) -> None:
        """Two addresses with a colon between them are one block, wherever their sheet is written."""
        found = [one for one in reaches(formula) if one.area]

        assert [(area, False)] == [(str(one.area), one.loose) for one in found]

    @pytest.mark.parametrize(
        "formula",
        [
            "OFFSET(A1,1,0)",
            "A1:INDEX(A:A,3)",
            "INDEX(A:A,3):A1",
            "SUM(first:A1)",
            "A1:Ours!B3",
            "T[a]:T[b]",
            "Ours!A1:B2:c",
        ],
    )
    def test_loose(self, formula: str) -> None:
        """Where the end of a block is not written, or is moved, any cell of the sheet can be meant."""
        assert {True} == {one.loose for one in reaches(formula)}

    @pytest.mark.parametrize(
        "formula",
        [
            "INDIRECT(A1)",
            'INDIRECT("A"&1)',
            'INDIRECT("R1C1",FALSE)',
            'INDIRECT("name")',
            "EVALUATE(A1)",
            'CELL("contents")',
        ],
    )
    def test_anything(self, formula: str) -> None:
        """Where an address is a text that is not written as one, any cell of any sheet can be meant."""
        assert any(one.anything for one in reaches(formula))

    @pytest.mark.parametrize(
        "formula", ["A1:B2", "SUM(A:A,5:5)", "T[[#This Row],[a]:[b]]", 'CELL("filename")', 'CELL("row",A1)']
    )
    def test_certain(self, formula: str) -> None:
        """Everything else means what is written."""
        assert not any(one.loose or one.anything for one in reaches(formula))

    @pytest.mark.parametrize("formula", ["[1]Sheet1!A1", "'[2]My sheet'!A1", "'C:\\x\\[a.xlsx]b'!A1", "[1]!name"])
    def test_outside(self, formula: str) -> None:
        """What lies in another workbook is told so."""
        assert [one.outside for one in reaches(formula)] == [True]


class TestAnyOrder:
    @settings(max_examples=25)
    @given(st.permutations(range(5)), st.integers(0, 4))
    def test_answers_never_leak(self, tmp_path_factory: pytest.TempPathFactory, order: list[int], shown: int) -> None:
        """However the rows are sorted and whichever one a formula shows, no name is left."""
        folder = tmp_path_factory.mktemp("order")
        parts = Parts.read(council(folder / "council.xlsx", chart=False).read_bytes())
        notes = "xl/worksheets/sheet4.xml"
        parts.change(notes, "<f>Officials!C4</f>", f"<f>Officials!$C${4 + order[shown]}</f>")
        parts.change(notes, "<f>INDEX(Officials[Name],2)</f>", f"<f>IF(C1&gt;0,Officials[[#All],[Name]],{shown})</f>")
        made = publish(parts.write(folder / "sorted.xlsx"))
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())

        assert not [row[2] for row in ANSWERS if row[2].encode() in content]
        assert len(ROWS) > 0
