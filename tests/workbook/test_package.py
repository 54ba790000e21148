"""Reading a workbook as its parts: what is found in good files, and which files are refused."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobility_xl.errors import BadWorkbook
from mobility_xl.workbook.package import (
    Cell,
    CellStyle,
    DefinedName,
    Font,
    Package,
    PivotTable,
    Range,
    cell_name,
    column_name,
    column_number,
    parse_cell,
    parse_range,
    parse_ranges,
    parse_sheet,
    parse_sheet_ranges,
    plain_text,
    sheet_name,
)
from mobility_xl.workbook.package.opening import MOST_BYTES_IN_ALL, MOST_BYTES_IN_PART
from mobility_xl.workbook.package.styles import tinted

from .good_workbook import ARROWS, HEADINGS, MAIN, PACKAGE, ROWS, SHEETS, Parts, good_parts

ROWS_IN_SHEET = st.integers(1, 1_048_576)
COLUMNS_IN_SHEET = st.integers(1, 16_384)


@pytest.fixture(scope="module")
def good() -> Parts:
    return good_parts()


@pytest.fixture(scope="module")
def package(good, tmp_path_factory) -> Package:
    return Package.open(good.write(tmp_path_factory.mktemp("package") / "good.xlsx"))


def zipped(path, parts: dict[str, bytes]):
    """Write a zip of these parts."""
    return Parts(parts).write(path)


def workbook_parts(**more: str) -> dict[str, bytes]:
    """Return the fewest parts that make a workbook, and others."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    return {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'.encode(), "xl/sheet.xml": sheet.encode()} | {
        name: text.encode() for name, text in more.items()
    }


class TestReferences:
    @given(ROWS_IN_SHEET, COLUMNS_IN_SHEET)
    def test_cell_round_trip(self, row, column):
        """A cell's name leads back to the cell, with and without dollar signs and in small letters."""
        name = cell_name(row, column)

        assert (row, column) == parse_cell(name)
        assert (row, column) == parse_cell(f"${column_name(column)}${row}".lower())

    @given(COLUMNS_IN_SHEET)
    def test_column_round_trip(self, column):
        """A column's letters lead back to its number."""
        assert column == column_number(column_name(column))

    @given(ROWS_IN_SHEET, COLUMNS_IN_SHEET, ROWS_IN_SHEET, COLUMNS_IN_SHEET)
    def test_range_round_trip(self, top, left, bottom, right):
        """A range's corners may come in any order; its name leads back to it."""
        area = parse_range(f"{cell_name(top, left)}:{cell_name(bottom, right)}")

        assert Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right)) == area
        assert parse_range(str(area)) == area
        assert area.overlaps(area)
        assert area.encloses(area)

    @given(st.text(max_size=12))
    def test_any_text(self, text):
        """Text that is no reference is told as none."""
        assert parse_cell(text) is None or parse_range(text) is not None

    @pytest.mark.parametrize("text", ["", "A0", "XFE1", "A1048577", "AAAA1", "1A", "A", "A1:", ":B2", "A1:B", "here"])
    def test_no_range(self, text):
        """What lies outside a sheet, or is half a range, is no range."""
        assert parse_range(text) is None

    def test_whole_columns_and_rows(self):
        """Whole columns and rows reach to the ends of the sheet."""
        assert Range(1, 2, 1_048_576, 3) == parse_range("$B:$C")
        assert Range(2, 1, 4, 16_384) == parse_range("4:2")

    def test_lists(self):
        """Lists of ranges, and references with sheets, are taken apart."""
        quoted = "('It''s 1'!$A$1:$B$2,Data!C3)"

        assert (Range(1, 1, 1, 1), Range(2, 2, 3, 3)) == parse_ranges("A1 B2:C3 what")
        assert (("It's 1", Range(1, 1, 2, 2)), ("Data", Range(3, 3, 3, 3))) == parse_sheet_ranges(quoted)


class TestGoodWorkbook:
    def test_sheets(self, package):
        """The sheets are told in the order of their tabs, with the parts that hold them."""
        assert list(SHEETS) == [sheet.name for sheet in package.sheets]
        assert all(package.archive.has(sheet.part) and sheet.state == "visible" for sheet in package.sheets)

    def test_cells(self, package):
        """Numbers, texts, formulas and their stored values are read as they stand."""
        data, glance = package.grid_named("data"), package.grid_named("At a Glance")
        rows = [[data.cell(row, column).value for column in range(1, 7)] for row in range(4, 22)]

        assert list(HEADINGS) == [data.text(3, column) for column in range(1, 7)]
        assert rows == ROWS
        assert glance.cell(5, 2).formula.startswith("INDEX(Estimates[value],")
        assert glance.cell(5, 2).value == ROWS[4][4]
        assert glance.cell(99, 99) is None

    def test_tables(self, package):
        """Tables are told with their ranges, headings and alternative texts."""
        table = next(table for table in package.tables if table.display_name == "Estimates")
        expected = ("Data", "A3:F21", "Table Estimates", "All of Estimates")

        assert expected == (table.sheet, table.ref, table.title, table.description)
        assert table.columns == HEADINGS
        assert Range(4, 1, 21, 6) == table.body

    def test_names(self, package):
        """Defined names are told with their formulas."""
        assert DefinedName("peer_1", "Peers!$B$3", None) in package.names

    def test_styles(self, package):
        """A cell's look is told with the named style it comes from."""
        style = package.styles.of(package.grid_named("Cover").cell(1, 1).style)

        assert CellStyle(Font("Calibri", 22, True, "1B2430"), name="Title", builtin=15) == style
        assert package.styles.normal.font.name == "Calibri"

    def test_drawings(self, package):
        """Pictures, charts, boxes and slicers are told with what they say to a screen reader."""
        told = {(drawn.sheet, drawn.kind, drawn.description) for drawn in package.drawn}
        charts = [part for _, part in package.charts]

        assert ("Cover", "pic", "Seal of Cook County") in told
        assert ("Pivot", "graphicFrame", "Filter by group") in told
        assert charts == [drawn.chart for drawn in package.drawn if drawn.chart]

    def test_pivots(self, package):
        """Pivot tables are told with their caches, and records are counted."""
        part, cache = "xl/pivotTables/pivotTable1.xml", package.pivot_caches[0]

        assert (PivotTable(part, "Pivot", "Means", cache.cache_id, Range(5, 1, 9, 4), 1),) == package.pivot_tables
        assert len(ROWS) == package.records("xl/pivotCache/pivotCacheRecords1.xml").count

    def test_filled_by_pivot(self):
        """A pivot table fills the cells of its page filters too, which stand a row above it."""
        plain = PivotTable("", "Pivot", "Means", 1, Range(5, 1, 9, 4))
        filtered = replace(plain, filters=2)

        assert Range(5, 1, 9, 4) == plain.filled
        assert Range(2, 1, 9, 4) == filtered.filled
        assert Range(1, 1, 9, 4) == replace(filtered, filters=7).filled
        assert replace(filtered, area=None).filled is None

    def test_content_types(self, package):
        """A part is what the file says it is, by its name or its ending."""
        assert package.content_type("XL/Workbook.xml").endswith("sheet.main+xml")
        assert package.content_type("xl/media/image1.png") == "image/png"
        assert package.content_type("xl/nothing.here") is None


class TestSheetNames:
    @given(st.text(min_size=1))
    def test_there_and_back(self, tab):
        """A name that was written for a formula is read as it was."""
        assert tab.strip("'") == "" or tab == parse_sheet(sheet_name(tab))

    @pytest.mark.parametrize(
        ("tab", "written"),
        [("Data", "Data"), ("At a Glance", "'At a Glance'"), ("Mayor's", "'Mayor''s'"), ("RC", "'RC'"), ("A1", "'A1'")],
    )
    def test_written(self, tab, written):
        """What a formula could read as something else stands between apostrophes."""
        assert written == sheet_name(tab)


class TestPlainText:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (None, ""),
            ("  as typed ", "  as typed "),
            (True, "TRUE"),
            (2023.0, "2023"),
            (7, "7"),
            (0.1 + 0.2, "0.3"),
            (-1.5e-7, "-1.5e-07"),
            (date(2026, 3, 5), "2026-03-05"),
        ],
    )
    def test_values(self, value, text):
        """A value is said as people would type it."""
        assert text == plain_text(value)

    @pytest.mark.parametrize(
        ("value", "said"), [(None, ""), (" Ann_x000A_Lee ", "Ann\nLee"), (17031.0, "17031"), (False, "FALSE")]
    )
    def test_cell(self, value, said):
        """A cell says its value without spaces around, and letters that Excel codes as they are."""
        assert said == Cell(1, 1, "n", 0, value, None).said


class TestOtherPrograms:
    def test_openpyxl(self, tmp_path):
        """A workbook by openpyxl is read: absolute targets, texts, hidden sheets."""
        book = openpyxl.Workbook()
        book.active["B2"] = "text"
        book.active["C3"] = 1.5
        book.create_sheet("More").sheet_state = "hidden"
        book.save(tmp_path / "other.xlsx")
        package = Package.open(tmp_path / "other.xlsx")

        states = {"Sheet": "visible", "More": "hidden"}
        cells = {"B2": "text", "C3": 1.5}

        assert states == {sheet.name: sheet.state for sheet in package.sheets}
        assert cells == {cell.address: cell.value for cell in package.grid(package.sheets[0]).cells()}

    def test_prefixes_and_lacking_parts(self, tmp_path):
        """Prefixes, inline texts, cells without addresses and lacking styles, texts and theme are coped with."""
        book = (
            f'<x:workbook xmlns:x="{MAIN}" xmlns:q="{ARROWS}"><x:sheets><x:sheet name="One" sheetId="1" q:id="a"/>'
            "</x:sheets></x:workbook>"
        )
        arrow = f'<Relationship Id="a" Type="{ARROWS}/worksheet" Target="/xl/sheet.xml"/>'
        sheet = (
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>'
            '<x:c t="b"><x:v>1</x:v></x:c></x:row><x:row><x:c r="D2" t="str"><x:f>B1&amp;""</x:f><x:v/></x:c></x:row>'
            "</x:sheetData></x:worksheet>"
        )
        parts = {
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{arrow}</Relationships>'.encode(),
            "xl/sheet.xml": sheet.encode(),
        }
        package = Package.open(zipped(tmp_path / "other.xlsx", parts))
        cells = list(package.grid(package.sheets[0]).cells())

        assert [
            Cell(1, 1, "inlineStr", 0, "a", None),
            Cell(1, 2, "b", 0, True, None),
            Cell(2, 4, "str", 0, "", 'B1&""'),
        ] == cells
        assert package.styles.of(7) == package.styles.normal

    def test_strict_edition(self, good, tmp_path):
        """The strict edition of the format, with namespaces of its own, is read alike."""
        spaces = (
            (
                "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
            (
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            ),
        )
        parts = {}
        for name, content in good.content.items():
            for usual, strict in spaces:
                content = content.replace(usual.encode(), strict.encode())  # noqa: PLW2901 - one after the other
            parts[name] = content
        package = Package.open(zipped(tmp_path / "strict.xlsx", parts))

        assert list(SHEETS) == [sheet.name for sheet in package.sheets]
        assert len(package.tables) == 3
        assert ROWS[0] == [package.grid_named("Data").cell(4, column).value for column in range(1, 7)]

    def test_names_in_another_case(self, good, tmp_path):
        """Parts are found whatever the case of their names."""
        parts = {name.replace("sharedStrings", "SharedStrings"): content for name, content in good.content.items()}
        package = Package.open(zipped(tmp_path / "case.xlsx", parts))

        assert package.grid_named("Cover").text(1, 1) == "Cook County: Cover"

    def test_macros_open(self, good, tmp_path):
        """A workbook with macros is opened, for checks to tell of them; nothing of it is run."""
        parts = good.content | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}

        assert Package.open(zipped(tmp_path / "macros.xlsm", parts)).archive.has("xl/vbaProject.bin")

    @settings(max_examples=30, deadline=None)
    @given(st.binary(max_size=200))
    def test_any_bytes(self, tmp_path_factory, content):
        """Whatever a sheet's part holds, the workbook opens or is refused in words."""
        parts = workbook_parts() | {"xl/sheet.xml": content}
        try:
            package = Package.open(zipped(tmp_path_factory.mktemp("bytes") / "any.xlsx", parts))
        except BadWorkbook as refused:
            told = str(refused)
        else:
            told = package.broken("xl/sheet.xml") or "well-formed"

        assert told


class TestTint:
    @pytest.mark.parametrize(
        ("colour", "tint", "expected"),
        [("000000", 0.5, "808080"), ("FFFFFF", -0.5, "808080"), ("4472C4", 0, "4472C4"), ("FF0000", -0.5, "800000")],
    )
    def test_tint(self, colour, tint, expected):
        """A tint above 0 lightens, below 0 darkens."""
        assert expected == tinted(colour, tint)


class TestRefusedFiles:
    def refusal(self, path) -> str:
        """Return the sentence with which a file is refused."""
        with pytest.raises(BadWorkbook) as refused:
            Package.open(path)
        return str(refused.value)

    def test_missing(self, tmp_path):
        """A file that is not there is refused with its name."""
        assert "nowhere.xlsx cannot be read" in self.refusal(tmp_path / "nowhere.xlsx")

    @pytest.mark.parametrize("content", [b"", b"geoid,value\n01001,1\n", b"PK\x03\x04 cut off"])
    def test_no_zip(self, tmp_path, content):
        """What is no zip is refused, saying what to do."""
        (tmp_path / "no.xlsx").write_bytes(content)

        assert "save it as an Excel Workbook (.xlsx)" in self.refusal(tmp_path / "no.xlsx")

    def test_truncated(self, good, tmp_path):
        """A file of which the end is missing is refused."""
        content = good.write(tmp_path / "good.xlsx").read_bytes()
        (tmp_path / "half.xlsx").write_bytes(content[: len(content) // 2])

        assert "is not an .xlsx workbook, or a part of it is missing" in self.refusal(tmp_path / "half.xlsx")

    def test_damaged(self, good, tmp_path):
        """A file with a part that does not unpack is refused, naming the part."""
        content = bytearray(good.write(tmp_path / "good.xlsx").read_bytes())
        content[200:260] = bytes(60)
        (tmp_path / "damaged.xlsx").write_bytes(content)

        assert "its part [Content_Types].xml cannot be unpacked" in self.refusal(tmp_path / "damaged.xlsx")

    def test_password(self, tmp_path):
        """A file behind a password is told as such."""
        (tmp_path / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

        assert "take the password off" in self.refusal(tmp_path / "locked.xlsx")

    def test_encrypted_entry(self, good, tmp_path):
        """An encrypted entry of the zip is told as a password."""
        content = bytearray(good.write(tmp_path / "good.xlsx").read_bytes())
        for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            content[content.index(signature) + flags] |= 1
        (tmp_path / "locked.xlsx").write_bytes(content)

        assert "take the password off" in self.refusal(tmp_path / "locked.xlsx")

    @pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.bin", "content.xml"])
    def test_other_documents(self, tmp_path, part):
        """A zip that holds something else is refused."""
        assert "holds no workbook" in self.refusal(zipped(tmp_path / "other.xlsx", {part: b"<document/>"}))

    def test_another_document_as_workbook(self, tmp_path):
        """A document whose main part is no workbook is refused."""
        path = zipped(tmp_path / "other.xlsx", workbook_parts(**{"xl/workbook.xml": '<document xmlns="x"/>'}))

        assert "holds no workbook" in self.refusal(path)

    def test_too_many_entries(self, tmp_path):
        """Twenty thousand parts are refused without looking into them."""
        with zipfile.ZipFile(tmp_path / "many.xlsx", "w") as archive:
            for number in range(20_000):
                archive.writestr(zipfile.ZipInfo(f"xl/{number}.xml"), b"")

        assert "holds 20,000 parts" in self.refusal(tmp_path / "many.xlsx")

    def test_bomb(self, tmp_path):
        """A small file with a part that unpacks beyond all bounds is refused while counting."""
        path = zipped(tmp_path / "bomb.xlsx", workbook_parts() | {"xl/bomb.xml": bytes(MOST_BYTES_IN_PART + 1)})

        assert path.stat().st_size < MOST_BYTES_IN_PART / 100
        assert "unpacks to more than is read" in self.refusal(path)

    def test_bomb_of_many_parts(self, tmp_path, monkeypatch):
        """Parts that are each small enough are refused where all together are too large."""
        monkeypatch.setattr("mobility_xl.workbook.package.opening.MOST_BYTES_IN_ALL", MOST_BYTES_IN_ALL // 100)
        pieces = {f"xl/{number}.xml": bytes(MOST_BYTES_IN_ALL // 1000) for number in range(11)}

        assert "unpacks to more than is read" in self.refusal(zipped(tmp_path / "bomb.xlsx", workbook_parts() | pieces))

    def test_bomb_that_lies(self, tmp_path):
        """A part whose size is given as small is counted all the same, or refused as damaged."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/bomb.xml", bytes(MOST_BYTES_IN_PART // 10))
        content = target.getvalue()
        size = (MOST_BYTES_IN_PART // 10).to_bytes(4, "little")
        (tmp_path / "lie.xlsx").write_bytes(content.replace(size, (9).to_bytes(4, "little")))

        assert "cannot be unpacked" in self.refusal(tmp_path / "lie.xlsx")

    def test_nested_zip(self, good, tmp_path):
        """A zip inside the zip is one part like others: it is never unpacked."""
        inner = zipped(tmp_path / "inner.zip", {"bomb": bytes(10_000_000)}).read_bytes()
        path = zipped(tmp_path / "nested.xlsx", good.content | {"xl/inner.zip": inner})

        assert inner == Package.open(path).archive.read("xl/inner.zip")

    @pytest.mark.parametrize(
        "declaration",
        [
            "<!DOCTYPE workbook>",
            '<!DOCTYPE workbook [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>',
            '<!DOCTYPE workbook SYSTEM "http://x.org/a.dtd">',
            f"<!-- {'long ' * 2_000} --><!DOCTYPE workbook>",
        ],
        ids=["empty", "entities", "outside", "late"],
    )
    @pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/media/picture.png"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_declarations(self, tmp_path, declaration, part, encoding):
        """A document type or an entity is refused in any part, in any encoding, however late it comes."""
        content = f'<?xml version="1.0"?>{declaration}<workbook/>'.encode(encoding)
        path = zipped(tmp_path / "declared.xlsx", workbook_parts() | {part: content})

        assert f"declares a document type, an entity or an unusual encoding in {part}" in self.refusal(path)

    def test_unusual_encoding(self, tmp_path):
        """A part in an encoding nobody knows is refused."""
        path = zipped(
            tmp_path / "odd.xlsx", workbook_parts(**{"a.xml": '<?xml version="1.0" encoding="Klingon"?><a/>'})
        )

        assert "an unusual encoding in a.xml" in self.refusal(path)

    def test_large_file(self, tmp_path, monkeypatch):
        """A file beyond all bounds is refused before it is read."""
        monkeypatch.setattr("mobility_xl.workbook.package.opening.MOST_BYTES_IN_FILE", 10)
        (tmp_path / "large.xlsx").write_bytes(bytes(11))

        assert "has 11 bytes" in self.refusal(tmp_path / "large.xlsx")
