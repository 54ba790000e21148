"""Published numbers in workbooks that come back, compared with the store to the last digit."""

import re
from collections.abc import Callable
from dataclasses import replace
from math import nextafter
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from mobility_xl import __version__
from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.verify import GONE, Verification, verify
from mobility_xl.partners.verifying.rebuilding import rebuilt
from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.new_templates import new_template
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.stamp import TABLE, read_stamp
from mobility_xl.workbook.templates import Template, read_template
from tests.conftest import Workbooks
from tests.partners.moving import part_of
from tests.workbook.good_workbook import Parts, good_parts

LOVING = "48301"
Edit = Callable[[Worksheet], None]
Verify = Callable[[Path], Verification]


@pytest.fixture(scope="module")
def few(ask: Queries) -> Template:
    """Give a template with few sheets: without peers, a workbook holds one place's numbers alone."""
    return read_template("council", ask)


@pytest.fixture(scope="module")
def loving(ask: Queries, few: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give Loving County's workbook of few sheets."""
    path = tmp_path_factory.mktemp("built") / "48301 Loving County, Texas.xlsx"
    path.write_bytes(build(ask, ask.area(LOVING), few))
    return path


@pytest.fixture(scope="module")
def frozen(ask: Queries, few: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the same workbook with its formulas frozen."""
    path = tmp_path_factory.mktemp("built") / "48301 Loving County, Texas.xlsx"
    path.write_bytes(build(ask, ask.area(LOVING), few, values=True))
    return path


@pytest.fixture
def verified(ask: Queries) -> Verify:
    """Give what verifying a file finds, in the edition that ships."""
    return lambda path: verify(Package.open(path), lambda _: ask)


@pytest.fixture
def parts(loving: Path) -> Parts:
    """Give the parts of Loving County's workbook, to be changed by hand."""
    return Parts.read(loving.read_bytes())


@pytest.fixture
def changed(loving: Path, tmp_path: Path, verified: Verify) -> Callable[[Edit], Verification]:
    """Give a way to verify Loving County's workbook after its Data sheet was changed through openpyxl."""

    def change(edit: Edit) -> Verification:
        book = openpyxl.load_workbook(loving)
        edit(book["Data"])
        path = tmp_path / "returned.xlsx"
        book.save(path)
        return verified(path)

    return change


def estimates(sheet: Worksheet) -> tuple[range, dict[str, int]]:
    """Return the rows of the Estimates table, and the column of each heading."""
    left, top, right, bottom = openpyxl.utils.range_boundaries(sheet.tables["Estimates"].ref)
    return range(top + 1, bottom + 1), {sheet.cell(top, one).value: one for one in range(left, right + 1)}


def put(heading: str, value: object, number: int = 0) -> Edit:
    """Return an edit that writes into the first, or a later, of the Estimates table's rows that have bounds."""

    def edit(sheet: Worksheet) -> None:
        rows, columns = estimates(sheet)
        bounded = [row for row in rows if isinstance(sheet.cell(row, columns["upper"]).value, float)]
        sheet.cell(bounded[number], columns[heading]).value = value

    return edit


class TestOwnWorkbooks:
    @pytest.mark.parametrize("geoid", ["09001", pytest.param("1714000", marks=pytest.mark.client)])
    def test_places(self, geoid: str, workbook_of: Workbooks, verified: Verify):
        """Every number of every place's workbook is as published: none differs, none is left out."""
        found = verified(workbook_of(geoid))

        assert ([], [], [], 0) == (found.altered, found.stale, found.unread, found.shortened)
        assert found.passed
        assert found.compared > 100

    def test_frozen(self, loving: Path, frozen: Path, verified: Verify):
        """Frozen as values, as many numbers are compared as with formulas: those of Data, and those of all sheets."""
        found = [verified(path) for path in (frozen, loving)]

        assert [True, True] == [one.passed for one in found]
        assert found[0].compared == found[1].compared > 500

    @pytest.mark.client  # Another program takes seconds to read and save a workbook.
    def test_with_officials(self, ask: Queries, template: Template, tmp_path: Path, verified: Verify):
        """So is every number of a review guide with the sheet Officials, also once that sheet is taken out."""
        whole, without = tmp_path / "whole.xlsx", tmp_path / "without.xlsx"
        # This one has no peers, which only take time here.
        whole.write_bytes(build(ask, ask.area("09001"), template.with_officials()))
        book = openpyxl.load_workbook(whole)
        del book["Officials"]
        book.save(without)

        assert verified(whole).passed
        assert not [one for one in verified(without).altered if one.sheet == "Descriptive Representation"]

    def test_state(self, delaware: Path, verified: Verify):
        """So is every number of a state's workbook of functions."""
        found = verified(delaware)

        assert found.passed
        assert found.compared > 3_000


class TestByHand:
    def test_last_bit(self, parts: Parts, tmp_path: Path, verified: Verify):
        """The smallest change of one number is found, with sheet, cell, what it was and what it is."""
        cell = re.search(r'<c r="(G\d+)"[^>]*><v>(0\.\d{17,})</v></c>', parts.text(part_of(parts, "Data")))
        was = float(cell[2])
        now = nextafter(was, 1)
        parts.change(part_of(parts, "Data"), cell[0], cell[0].replace(cell[2], repr(now)))
        found = verified(parts.write(tmp_path / "returned.xlsx"))

        assert [("Data", cell[1], was, now)] == [(one.sheet, one.cell, one.was, one.now) for one in found.altered]
        assert found.altered[0].what.endswith(": value")
        assert not found.passed

    def test_stored_value_of_a_formula(self, parts: Parts, tmp_path: Path, verified: Verify):
        """A formula whose stored value is not what it gives is found on its sheet."""
        part = part_of(parts, "At a Glance")
        formula = r'(<c r="(\w+)"[^>]*><f>INDEX\(Estimates\[value\][^<]*</f><v>)([^<]*)'
        cell, was = re.search(formula, parts.text(part)).group(2, 3)
        parts.rewrite(part, formula, r"\g<1>0.5")
        found = verified(parts.write(tmp_path / "returned.xlsx"))

        assert [("At a Glance", cell, float(was), 0.5)] == [
            (one.sheet, one.cell, one.was, one.now) for one in found.altered
        ]

    def test_sentence(self, parts: Parts, tmp_path: Path, verified: Verify):
        """So is a sentence that says another number than its formula."""
        parts.rewrite(part_of(parts, "Health"), r'(<f>"[^<]*TEXT\([^<]*</f><v>)', r"\1Not quite: ")
        (one,) = verified(parts.write(tmp_path / "returned.xlsx")).altered

        assert f"Not quite: {one.was}" == one.now

    def test_difference(self, parts: Parts, tmp_path: Path, verified: Verify):
        """A difference of two numbers may differ in the last digits between programs, not more."""
        pattern = r"(<f>[^<]*\[#This Row\][^<]*-[^<]*\[#This Row\][^<]*</f><v>)([^<]+)"
        sheets = [part_of(parts, name) for name in ("Neighborhoods", "Education", "Work", "Health")]
        part = next(one for one in sheets if re.search(pattern, parts.text(one)))
        value = float(re.search(pattern, parts.text(part))[2])
        parts.rewrite(part, pattern, rf"\g<1>{value * (1 + 1e-12)!r}")
        near = verified(parts.write(tmp_path / "near.xlsx"))
        parts.rewrite(part, pattern, rf"\g<1>{value * 1.001!r}")
        far = verified(parts.write(tmp_path / "far.xlsx"))

        assert near.passed
        assert [pytest.approx(value)] == [one.was for one in far.altered]

    @pytest.mark.parametrize(
        "change",
        [
            (f"<vt:lpwstr>{__version__}<", "<vt:lpwstr>0.0.1<", "It was built by mobility_xl 0.0.1; this is "),
            ('name="edition"', 'name="year"', "Its stamp names no edition; "),
        ],
        ids=["another version", "no edition"],
    )
    def test_stale(self, change: tuple[str, str, str], parts: Parts, tmp_path: Path, verified: Verify):
        """What is not of today is said in words."""
        old, new, said = change
        parts.change("docProps/custom.xml", old, new)
        found = verified(parts.write(tmp_path / "returned.xlsx"))

        assert found.passed
        assert [True] == [one.startswith(said) for one in found.stale]

    def test_no_stamp(self, parts: Parts, tmp_path: Path, verified: Verify):
        """So is that a workbook says nowhere which one it is, neither in its properties nor on Notes."""
        parts.change("docProps/custom.xml", 'name="mobility_xl"', 'name="other"')
        name = next(one for one in parts.content if f'displayName="{TABLE}"'.encode() in parts.content[one])
        parts.change(name, f'displayName="{TABLE}"', 'displayName="Other"')
        found = verified(parts.write(tmp_path / "returned.xlsx"))

        assert found.passed
        assert [True] == [one.startswith("It has no stamp of mobility_xl; ") for one in found.stale]

    def test_another_edition(self, parts: Parts, tmp_path: Path, verified: Verify):
        """Numbers of an edition that is not here are not verified, and the sentence says how to get it."""
        parts.change("docProps/custom.xml", "<vt:lpwstr>2025<", "<vt:lpwstr>2024<")
        found = verified(parts.write(tmp_path / "returned.xlsx"))

        assert (0, False) == (found.compared, found.passed)
        assert "of the 2024 edition, which is not here; there is 2025." in found.unread[0]

    def test_other_data(self, ask: Queries, parts: Parts, tmp_path: Path, verified: Verify):
        """Another hash of the data is said: a difference can then be a revision."""
        parts.change("docProps/custom.xml", ask.store.hash, "0123456789abcdef")
        found = verified(parts.write(tmp_path / "returned.xlsx"))

        assert ["its data is 0123456789ab, here it is " + ask.store.short_hash] == [
            re.search("its data is .*?(?=[.] )", one)[0] for one in found.stale
        ]


@pytest.mark.client  # Another program takes seconds to read and save a workbook.
class TestThroughOpenpyxl:
    def test_one_cell(self, changed):
        """One changed cell of the Estimates table is one difference, in that column, whatever stands there now."""
        edited = [
            ("value", 0.25),
            ("value", "0.25"),
            ("value", None),
            ("lower", "[x]"),
            ("upper", 9),
            ("quality", "Strong!"),
            ("key", "another"),
            ("area", "Kings County, New York"),
        ]

        def edit(sheet: Worksheet) -> None:
            for number, (heading, value) in enumerate(edited):
                put(heading, value, number)(sheet)

        found = changed(edit)

        assert [(heading, "an empty cell" if value is None else value) for heading, value in edited] == [
            (one.what.rpartition(": ")[2], one.now) for one in found.altered
        ]

    def test_row_gone(self, changed):
        """A row that was taken out is told, with the number that stood there."""
        found = changed(lambda sheet: sheet.delete_rows(estimates(sheet)[0][5]))

        assert GONE in {one.now for one in found.altered}

    def test_row_twice(self, changed):
        """A number that stands there twice is told: formulas see the first only."""

        def copy(sheet: Worksheet) -> None:
            rows, columns = estimates(sheet)
            for column in columns.values():
                sheet.cell(rows[5], column, sheet.cell(rows[6], column).value)

        found = changed(copy)

        assert {"twice", GONE} == {one.now for one in found.altered}

    def test_row_that_nobody_published(self, changed):
        """A row of a variable, year or group that is not published keeps a workbook from being verified."""
        found = changed(put("year", 1999))

        assert "1 rows of the table on sheet Data name no area" in found.unread[0]
        assert not found.passed

    def test_population(self, changed):
        """A population is a published number too."""

        def edit(sheet: Worksheet) -> None:
            left, top, right, _ = openpyxl.utils.range_boundaries(sheet.tables["Areas"].ref)
            headings = {sheet.cell(top, one).value: one for one in range(left, right + 1)}
            sheet.cell(top + 1, headings["population"], 1_000_000)

        found = changed(edit)

        assert ["Loving County, Texas: population"] == [one.what for one in found.altered]

    def test_moved(self, changed):
        """Rows in another order, further down, in a table of another name: the numbers are found all the same."""

        def shuffle(sheet: Worksheet) -> None:
            rows, columns = estimates(sheet)
            values = [[sheet.cell(row, column).value for column in columns.values()] for row in rows]
            for row, held in enumerate(reversed(values), rows[0] + 3):
                for column, value in zip(columns.values(), held, strict=True):
                    sheet.cell(row, column, value)
            for column, heading in zip(columns.values(), columns, strict=True):
                sheet.cell(rows[0] + 2, column, heading)
                for row in range(rows[0] - 1, rows[0] + 2):
                    sheet.cell(row, column).value = None
            table = sheet.tables.pop("Estimates")
            last = openpyxl.utils.get_column_letter(len(columns))
            table.name = table.displayName = "Numbers"
            table.ref = f"A{rows[0] + 2}:{last}{rows[-1] + 3}"
            for name in list(sheet.tables)[2:]:
                del sheet.tables[name]
            sheet.add_table(table)

        assert changed(shuffle).passed

    def test_table_made_plain(self, changed):
        """Cells that are no table any more are found by their headings."""
        found = changed(lambda sheet: sheet.tables.pop("Estimates"))

        assert found.passed
        assert found.compared > 200

    def test_code_became_a_number(self, ask: Queries, few: Template, tmp_path: Path, verified: Verify):
        """A code that a program made a number of, without its zero, is still that place's."""
        (tmp_path / "built.xlsx").write_bytes(build(ask, ask.area("09110"), few))
        book = openpyxl.load_workbook(tmp_path / "built.xlsx")
        rows, columns = estimates(book["Data"])
        for row in rows:
            cell = book["Data"].cell(row, columns["geoid"])
            cell.value = int(cell.value) if cell.value.isdigit() else cell.value
        book.save(tmp_path / "returned.xlsx")

        assert verified(tmp_path / "returned.xlsx").passed

    def test_no_table(self, changed):
        """Where the whole table is gone, that is said."""

        def clear(sheet: Worksheet) -> None:
            rows, columns = estimates(sheet)
            del sheet.tables["Estimates"]
            for column in columns.values():
                sheet.cell(rows[0] - 1, column).value = None

        found = changed(clear)

        assert "There is no table called Estimates any more" in found.unread[0]

    def test_formulas_without_values(self, changed):
        """Openpyxl keeps no stored values of formulas: that is said and is no difference."""
        found = changed(lambda _: None)

        assert found.passed
        assert [True] == [one.endswith("open it in Excel and save it.") for one in found.stale]

    @settings(max_examples=10)
    @given(data=st.data())
    def test_any_cell(self, data: st.DataObject, loving: Path, ask: Queries, tmp_path_factory):
        """Whatever number of the table is changed to whatever other number, just that is found."""
        parts = Parts.read(loving.read_bytes())
        part = part_of(parts, "Data")
        cells = re.findall(r'<c r="[HIJ]\d+"[^>]*><v>0\.[^<]*</v></c>', parts.text(part))
        chosen = data.draw(st.sampled_from(cells))
        address, was = re.search(r'r="(\w+)".*<v>(.*)</v>', chosen).groups()
        now = data.draw(st.floats(-1e6, 1e6).filter(lambda one: abs(one - float(was)) > 1e-14))
        parts.change(part, chosen, chosen.replace(f"<v>{was}<", f"<v>{now!r}<"))
        path = parts.write(tmp_path_factory.mktemp("any") / "returned.xlsx")
        found = verify(Package.open(path), lambda _: ask)

        assert [(address, float(was), now)] == [(one.cell, one.was, one.now) for one in found.altered]


def number_on(sheet: Worksheet) -> openpyxl.cell.Cell:
    """Return a cell of a sheet that shows a published number, as a formula or frozen."""
    return next(
        cell
        for row in sheet.iter_rows(min_row=8)
        for cell in row
        if (cell.data_type == "f" and str(cell.value).startswith("=INDEX(Estimates[value]"))
        or (cell.data_type == "n" and isinstance(cell.value, float))
    )


class TestOtherFormula:
    @pytest.mark.parametrize(
        ("was", "becomes"),
        [("INDEX(", "2*INDEX("), ("|48301|", "|17031|")],
        ids=["reckoned with", "another area"],
    )
    def test_told(self, loving: Path, tmp_path: Path, verified: Verify, was: str, becomes: str):
        """A formula that somebody changed, with what it gives then, is told with the number that is published."""
        parts = Parts.read(loving.read_bytes())
        part = next(sheet.part for sheet in Package.open(loving).worksheets if sheet.name == "At a Glance")
        cell = next(
            re.finditer(r'<c r="(D\d+)"[^>]*><f>(INDEX\([^<]*)</f><v>([^<]*)</v></c>', parts.content[part].decode())
        )
        changed = cell[0].replace(was, becomes, 1).replace(f"<v>{cell[3]}</v>", "<v>0.6231</v>")
        parts.change(part, cell[0], changed)
        found = verified(parts.write(tmp_path / "Loving County returned.xlsx")).altered

        assert (f"At a Glance!{cell[1]}", float(cell[3]), 0.6231) in [(one.place, one.was, one.now) for one in found]


class TestTypedOver:
    """Where a number was typed over a formula, or frozen and changed, the file itself says no more what it was."""

    @pytest.fixture(params=["formulas", pytest.param("frozen", marks=pytest.mark.client)])
    def book(self, request: pytest.FixtureRequest, loving: Path, frozen: Path) -> openpyxl.Workbook:
        """Give Loving County's workbook, with formulas and frozen."""
        return openpyxl.load_workbook(frozen if request.param == "frozen" else loving)

    def found(self, book: openpyxl.Workbook, tmp_path: Path, verified: Verify) -> list[tuple[str, object]]:
        """Return where what is altered after saving, and what stands there."""
        book.save(tmp_path / "returned.xlsx")
        return [(one.place, one.now) for one in verified(tmp_path / "returned.xlsx").altered]

    def test_nothing(self, book: openpyxl.Workbook, tmp_path: Path, verified: Verify):
        """What was not touched is not found fault with."""
        assert [] == self.found(book, tmp_path, verified)

    def test_number(self, book: openpyxl.Workbook, tmp_path: Path, verified: Verify):
        """A number typed in place of another is found, on whatever sheet."""
        cells = {tab: number_on(book[tab]) for tab in ("At a Glance", "Work", "Health")}
        for number, cell in enumerate(cells.values()):
            cell.value = 0.7654321 + number

        assert [(f"{tab}!{cell.coordinate}", cell.value) for tab, cell in cells.items()] == self.found(
            book, tmp_path, verified
        )

    def test_quality(self, book: openpyxl.Workbook, tmp_path: Path, verified: Verify):
        """So is a word in its row, such as another quality."""
        cells = [cell for row in book["Health"].iter_rows() for cell in row if cell.value == "Strong"]
        cells[2].value = "Weak"

        assert [(f"Health!{cells[2].coordinate}", "Weak")] == self.found(book, tmp_path, verified)

    def test_renamed(self, book: openpyxl.Workbook, tmp_path: Path, verified: Verify):
        """So is one on a sheet that was given another name; of a sheet that was deleted it is said."""
        cell = number_on(book["At a Glance"])
        cell.value = 0.41
        book["At a Glance"].title = "Blick"
        del book["Work"]
        book.save(tmp_path / "returned.xlsx")
        found = verified(tmp_path / "returned.xlsx")

        assert (f"Blick!{cell.coordinate}", 0.41) in [(one.place, one.now) for one in found.altered]
        assert "The sheet Work is not there: its numbers are not compared." in found.stale

    def test_emptied(self, book: openpyxl.Workbook, tmp_path: Path, verified: Verify):
        """So is a cell that was emptied."""
        cell = number_on(book["Health"])
        cell.value = None

        assert [(f"Health!{cell.coordinate}", "an empty cell")] == self.found(book, tmp_path, verified)

    def test_moved(self, book: openpyxl.Workbook, tmp_path: Path, verified: Verify):
        """Rows and columns that people put in are followed: what moved is no difference, what changed is one."""
        cell = number_on(book["At a Glance"])
        cell.value = 0.7654321
        row, column = cell.row, cell.column
        book["At a Glance"].insert_rows(3, 4)
        book["At a Glance"].insert_cols(2)
        book["At a Glance"]["B2"] = "We put in a column, and some rows"
        moved = openpyxl.utils.get_column_letter(column + 1)

        assert [(f"At a Glance!{moved}{row + 4}", 0.7654321)] == self.found(book, tmp_path, verified)

    @pytest.mark.client  # Another program takes seconds to read and save a workbook.
    def test_filled_in(self, workbook_of: Workbooks, tmp_path: Path, verified: Verify):
        """What people write where they are asked to is no difference."""
        book = openpyxl.load_workbook(workbook_of("09001"))
        for cell in (cell for row in book["Review Guide"].iter_rows() for cell in row if not cell.protection.locked):
            cell.value = "We think so"

        assert [] == self.found(book, tmp_path, verified)

    def test_far_away(self, book: openpyxl.Workbook, tmp_path: Path, verified: Verify):
        """Something at the far end of a sheet keeps nothing from being found."""
        cell = number_on(book["Health"])
        cell.value = 0.7654321
        book["Health"]["A1048576"] = "here"

        assert [(f"Health!{cell.coordinate}", 0.7654321)] == self.found(book, tmp_path, verified)

    def test_sheet_taken_out(self, book: openpyxl.Workbook, tmp_path: Path, verified: Verify):
        """A sheet that somebody took out is no altered number."""
        del book["Work"]

        assert [] == self.found(book, tmp_path, verified)

    def test_another_version(self, book: openpyxl.Workbook, tmp_path: Path, verified: Verify):
        """Of a workbook that another version built only the tables and formulas are compared: its sheets may differ."""
        book.custom_doc_props["mobility_xl"].value = "0.0.1"
        number_on(book["Health"]).value = 0.7654321

        assert [] == self.found(book, tmp_path, verified)

    def test_own_template(self, ask: Queries, tmp_path: Path, verified: Verify, monkeypatch: pytest.MonkeyPatch):
        """With a template of one's own, which may have changed meanwhile, numbers are compared and words are not."""
        monkeypatch.chdir(tmp_path)
        own = new_template("Ours", "council", into=tmp_path)
        (tmp_path / "built.xlsx").write_bytes(build(ask, ask.area(LOVING), read_template(str(own), ask)))
        book = openpyxl.load_workbook(tmp_path / "built.xlsx")
        cell = number_on(book["Health"])
        cell.value = 0.7654321
        next(cell for row in book["Health"].iter_rows() for cell in row if cell.value == "Strong").value = "Good"

        assert [(f"Health!{cell.coordinate}", 0.7654321)] == self.found(book, tmp_path, verified)

    def test_own_template_of_today(self, ask: Queries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        """One that changes between two workbooks is followed; one of ours is built once for many."""
        monkeypatch.chdir(tmp_path)
        own = new_template("Ours", "council", into=tmp_path)
        (tmp_path / "built.xlsx").write_bytes(build(ask, ask.area("15005"), read_template(str(own), ask)))
        package = Package.open(tmp_path / "built.xlsx")
        stamp = read_stamp(package)
        assert stamp is not None
        before = rebuilt(package, stamp, ask)
        layout = own / "layout.toml"
        layout.write_text(layout.read_text(encoding="utf-8").replace('"notes",', ""), encoding="utf-8")
        after = rebuilt(package, stamp, ask)
        ours = [rebuilt(package, replace(stamp, template="council"), ask) for _ in range(2)]

        assert before is not None
        assert after is not None
        assert {"Notes"} == {one.name for one in before.sheets} - {one.name for one in after.sheets}
        assert ours[0] is ours[1]


class TestOthers:
    def test_nothing_to_compare(self, tmp_path: Path, verified: Verify):
        """A workbook that nobody here made holds nothing to compare, and is refused in words."""
        book = openpyxl.Workbook()
        book.active.append(["geoid", "year"])
        book.save(tmp_path / "other.xlsx")

        with pytest.raises(BadWorkbook, match=r"other\.xlsx holds no published numbers to compare"):
            verified(tmp_path / "other.xlsx")

    def test_other_table_of_that_name(self, tmp_path: Path, verified: Verify):
        """A table that is called Estimates and has other headings is none of ours."""
        with pytest.raises(BadWorkbook, match="holds no published numbers"):
            verified(good_parts().write(tmp_path / "other.xlsx"))
