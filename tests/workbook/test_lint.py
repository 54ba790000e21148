"""Our own lint, tried on a good workbook, on every fault, and on files made by others."""

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import LineChart, Reference
from openpyxl.worksheet.table import Table

from mobility_xl.workbook.lint import RULES, lint
from mobility_xl.workbook.lint.scanning import Scan, StructuredReference, scan
from mobility_xl.workbook.newer_functions import file_spelling
from mobility_xl.workbook.package import Package

from .faults import FAULTS
from .good_workbook import Parts, good_parts


@pytest.fixture(scope="module")
def good() -> Parts:
    return good_parts(frozen=True)


@pytest.fixture
def copy(good) -> Parts:
    return Parts(dict(good.content))


class TestLint:
    def test_good_workbook(self, good, tmp_path):
        """A workbook that is right in every respect gives no finding."""
        assert not lint(good.write(tmp_path / "good.xlsx"))

    @pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
    def test_fault(self, fault, copy, tmp_path):
        """Each fault is found by its check, which says where and what to do."""
        fault.spoil(copy)
        findings = [finding for finding in lint(copy.write(tmp_path / "spoilt.xlsx")) if finding.check == fault.check]

        assert findings
        assert all(finding.where and finding.sentence.endswith(".") for finding in findings)

    def test_every_check_has_a_fault(self):
        """No check is listed that no fault tries."""
        assert {rule.id for rule in RULES} == {fault.check for fault in FAULTS}

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
    def test_docstrings_tell_what_excel_does(self, rule):
        """Each check says what Excel does with the fault, and how that is known."""
        told = rule.find.__doc__ or ""

        assert "In Excel: " in told
        assert "(reported)" in told or "(expected)" in told

    def test_finding_reads_as_a_sentence(self, copy, tmp_path):
        """A finding names sheet and cell, then says what to do."""
        copy.change(
            copy.sheet("Peers"), "</sheetData>", '<row r="90"><c r="B90"><f>SUM(1</f><v>1</v></c></row></sheetData>'
        )
        findings = lint(copy.write(tmp_path / "spoilt.xlsx"))
        expected = "Peers!B90: The formula cannot be read, mend it: ( is never closed."

        assert [expected] == [str(finding) for finding in findings]

    def test_open_package(self, good, tmp_path):
        """A package that is open already is linted as a path is."""
        package = Package.open(good.write(tmp_path / "good.xlsx"))

        assert not lint(package)

    def test_openpyxl_workbook(self, tmp_path):
        """A workbook by openpyxl is read, and its formulas are found to have no values."""
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Sums"
        for row in (("part", "whole"), (1, 2), (3, 4)):
            sheet.append(row)
        sheet["D2"] = "=SUM(A2:B3)"
        sheet.add_table(Table(displayName="Sums", ref="A1:B3"))
        book.save(tmp_path / "sums.xlsx")
        found = {(finding.check, finding.where, finding.cell) for finding in lint(tmp_path / "sums.xlsx")}

        assert ("formula_without_value", "Sums", "D2") in found
        assert {check for check, _, _ in found} <= {"formula_without_value", "forced_recalculation"}

    def test_not_drawn(self, tmp_path):
        """#N/A is how a chart is told to draw nothing: it is a fault only elsewhere, other errors everywhere."""
        book = openpyxl.Workbook()
        sheet = book.active
        for row in (("drawn", "beside"), (1, 2), ("#N/A", "#N/A"), ("#DIV/0!", 4)):
            sheet.append(row)
        for cell in ("A3", "B3", "A4"):
            sheet[cell].data_type = "e"
        chart = LineChart()
        chart.add_data(Reference(sheet, 1, 1, 1, 4), titles_from_data=True)
        sheet.add_chart(chart, "E1")
        book.save(tmp_path / "drawn.xlsx")

        assert ["B3", "A4"] == [one.cell for one in lint(tmp_path / "drawn.xlsx") if one.check == "cached_error"]

    @settings(max_examples=40, deadline=None)
    @given(data=st.data())
    def test_damaged_parts_never_stop_it(self, good, tmp_path_factory, data):
        """Whatever is cut out of a part, the lint ends with findings or none, never with an error of its own."""
        part = data.draw(st.sampled_from(sorted(good.content)))
        content = good.content[part]
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, len(content)))
        damaged = Parts({**good.content, part: content[:start] + content[end:]})
        path = damaged.write(tmp_path_factory.mktemp("damaged") / "damaged.xlsx")

        assert isinstance(lint(path), list)


class TestScan:
    @given(st.text(alphabet=st.one_of(st.sampled_from("()[]{}'\"!#,:@$A1 _.\\"), st.characters()), max_size=60))
    def test_any_text(self, text):
        """Any text at all can be looked at, and each part that is told stands in it."""
        found = scan(text)

        assert all(name in text for name in (*found.functions, *found.sheets, *found.names, *found.errors))

    @given(st.text(max_size=40))
    def test_quoted_text_is_one_string(self, text):
        """Whatever stands in quotation marks is text, brackets and all."""
        doubled = text.replace('"', '""')

        assert (text,) == scan(f'LEN("{doubled}")').strings
        assert scan(f'LEN("{doubled}")').fault is None

    @given(
        st.recursive(st.just("1"), lambda inner: st.tuples(inner, inner).map(lambda pair: f"SUM({pair[0]},{pair[1]})"))
    )
    def test_nested_calls_balance(self, formula):
        """However deep calls nest, a formula that closes all it opens has no fault, and one bracket less has."""
        assert scan(formula).fault is None
        assert formula == "1" or scan(formula[:-1]).fault is not None

    def test_parts(self):
        """Functions, texts, sheets, tables and names are told apart."""
        formula = """IF(Data!A1>rate,SUM('At a Glance'!$B$5:C9,Glance[Value]),"Data!A1")*TRUE+LOG10(A1)+1.5E+3"""
        expected = Scan(
            functions=("IF", "SUM", "LOG10"),
            strings=("Data!A1",),
            sheets=("Data", "At a Glance"),
            tables=(StructuredReference("Glance", ("Value",)),),
            names=("rate",),
        )

        assert expected == scan(formula)

    @pytest.mark.parametrize(
        ("reference", "columns"),
        [
            ("Glance[]", ()),
            ("Glance[Value]", ("Value",)),
            ("Glance[#All]", ()),
            ("Glance[[#This Row],[Value]]", ("Value",)),
            ("Glance[[Minus]:[Plus]]", ("Minus", "Plus")),
            ("Glance[@Value]", ("Value",)),
            ("Glance[Share '[x']]", ("Share [x]",)),
            ("Glance[It''s]", ("It's",)),
        ],
    )
    def test_structured_references(self, reference, columns):
        """The columns of a structured reference are its headings without escapes."""
        assert (StructuredReference("Glance", columns),) == scan(reference).tables

    @pytest.mark.parametrize("formula", ["[1]Sheet1!A1", "[1]!name", "'[2]My sheet'!A1", "'C:\\[a.xlsx]b'!A1"])
    def test_outside(self, formula):
        """References to another workbook are told from those to a sheet."""
        found = scan(formula)

        assert len(found.outside) == 1
        assert not found.sheets

    def test_own_number(self):
        """Number 0 is the workbook itself."""
        assert not scan("[0]!rate").outside


class TestFileSpelling:
    @pytest.mark.parametrize(
        ("name", "spelling"),
        [
            ("XLOOKUP", "_xlfn.XLOOKUP"),
            ("_xlfn.XLOOKUP", "_xlfn.XLOOKUP"),
            ("_xlfn.xlookup", "_xlfn.XLOOKUP"),
            ("SORT", "_xlfn._xlws.SORT"),
            ("_xlfn._xlws.SORT", "_xlfn._xlws.SORT"),
            ("STDEV.S", "_xlfn.STDEV.S"),
            ("SUMIFS", "SUMIFS"),
            ("sum", "sum"),
            ("MOBILITY_METRIC", "MOBILITY_METRIC"),
        ],
    )
    def test_spelling(self, name, spelling):
        """Newer functions get their prefix and capitals; all others stay as they are."""
        assert spelling == file_spelling(name)
