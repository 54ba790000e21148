"""The accessibility checks, tried on a good workbook, on every barrier, and on files made by others."""

import re
from typing import get_args

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font

from mobility_xl.workbook.accessibility import RULES, check
from mobility_xl.workbook.accessibility.colour import contrast
from mobility_xl.workbook.lint import Level
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.package.shown import room, shown

from .barriers import BARRIERS, STYLES, WIDTH, add_block, add_row, add_rule, add_ruled_number, text
from .faults import CHART, DATA, GLANCE, NOTES, PEERS, add_name, change, rewrite
from .good_workbook import Parts, good_parts

NAME = "Cook County mobility guide.xlsx"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"{number:06X}")


@pytest.fixture(scope="module")
def good() -> Parts:
    return good_parts()


@pytest.fixture
def copy(good) -> Parts:
    return Parts(dict(good.content))


def pale_area_of_a_line(found) -> str:
    """Return the chart as one of lines, with a fill that lines do not show."""
    return f'lineChart>{found[1]}<a:srgbClr val="99CCFF"/>{found[3]}lineChart>'


def name_by_halves(parts: Parts) -> None:
    """Let one validation lie on two cells that have a name each, as programs join equal ones."""
    parts.rewrite(PEERS, r'(<dataValidation [^>]*sqref=)"B3"', r'\1"B3:B4"')
    add_name("peer_2", "Peers!$B$4")(parts)


def failed(path) -> dict[str, tuple]:
    """Return the findings of the checks that did not pass."""
    return {result.id: result.findings for result in check(path) if not result.passed}


class TestCheck:
    def test_good_workbook(self, good, tmp_path):
        """A workbook that is right in every respect passes every check."""
        assert not failed(good.write(tmp_path / NAME))

    def test_every_check_is_told(self, good, tmp_path):
        """Passed or not, each of A01 to A26 is told, with its level and title."""
        results = check(Package.open(good.write(tmp_path / NAME)))

        assert [f"A{number:02}" for number in range(1, 27)] == [result.id for result in results]
        assert set(get_args(Level)) == {result.level for result in results}
        assert all(result.title for result in results)

    @pytest.mark.parametrize("barrier", BARRIERS, ids=lambda barrier: f"{barrier.check} {barrier.name}")
    def test_barrier(self, barrier, copy, tmp_path):
        """Each barrier is found by its check, which says where and what to do."""
        barrier.spoil(copy)
        findings = failed(copy.write(tmp_path / NAME)).get(barrier.check, ())

        assert findings
        assert all(finding.where and finding.sentence.endswith((".", ").")) for finding in findings)

    @pytest.mark.parametrize("stored", ["1.7", "2.2", "2.7", "3.2"])
    def test_width_to_choose(self, stored, copy, tmp_path):
        """The width that is advised is more than there is, both as Excel shows widths."""
        copy.rewrite(DATA, WIDTH, rf"\g<1>{stored}")
        # A share, shown as 10.0%.
        copy.rewrite(DATA, '<c r="E4">', '<c r="E4" s="3">')
        sentences = [finding.sentence for finding in failed(copy.write(tmp_path / NAME))["A23"]]

        pairs = [re.search(r"to (\d+) or more, .+ \(now ([\d.]+)\)", one) for one in sentences if "####" in one]
        assert pairs
        assert all(pair and float(pair[1]) > float(pair[2]) for pair in pairs)

    def test_every_check_has_a_barrier(self):
        """No check is listed that no barrier tries; A22 has its own tests below."""
        assert {rule.id for rule in RULES} == {barrier.check for barrier in BARRIERS} | {"A22"}

    @pytest.mark.parametrize("name", ["Book1.xlsx", "final version.xlsx", "17031.xlsx", "Cook County guide.xlsm"])
    def test_file_name(self, name, good, tmp_path):
        """A file name that says nothing, or another ending, is found, and nothing else is."""
        expected = ["A22"]

        assert expected == list(failed(good.write(tmp_path / name)))

    @pytest.mark.parametrize(
        "harmless",
        [
            add_block(2, 6),
            add_block(6, 2),
            add_row(NOTES, text("A90", "- does not apply, 40 km² and 10² more")),
            add_row(DATA, text("A90", "Where it is withheld [c]")),
            change(
                PEERS, "<oddFooter>", "<oddHeader>&amp;C&amp;A, &amp;F, page &amp;P+1 of &amp;N</oddHeader><oddFooter>"
            ),
            change(PEERS, "<oddFooter>", "<oddHeader>&amp;CPeers | Lake County</oddHeader><oddFooter>"),
            rewrite(
                "xl/drawings/drawing1.xml",
                r'<xdr:cNvPr ([^>]*?) descr="[^"]*"[^>]*/?>',
                r'<xdr:cNvPr \1 title="Seal"/>',
            ),
            add_rule('<cfRule type="iconSet" priority="9"/>', "D5:D7"),
            add_ruled_number('<cfRule type="expression" priority="9"><formula>TRUE</formula></cfRule>'),
            change(GLANCE, "<dataBar>", '<dataBar showValue="1">'),
            name_by_halves,
            rewrite(STYLES, 'name="Title"([^/]*) builtinId="15"', r'name="Excel Built-in Title"\1'),
            rewrite(CHART, "barChart>(.*)<a:srgbClr([^/]*)/>(.*)barChart>", pale_area_of_a_line),
        ],
        ids=range(13),
    )
    def test_what_is_no_barrier(self, harmless, copy, tmp_path):
        """What readers can cope with is not found fault with."""
        harmless(copy)

        assert not failed(copy.write(tmp_path / NAME))

    def test_table_as_large_as_a_sheet(self, copy, tmp_path):
        """A table that says it is as large as a sheet can be is looked at no further than makes sense."""
        copy.change("xl/tables/table1.xml", 'ref="A4:G7"', 'ref="A1:XFD1048576"')

        assert "A05" in failed(copy.write(tmp_path / NAME))

    def test_formulas_without_values(self, tmp_path):
        """Formulas in a table that have no stored value are found as that, not as empty cells or links as well."""
        book = openpyxl.Workbook()
        for row in (("Sheet", "Sum"), ('=HYPERLINK("#Sheet!A1","Here it is")', "=1+1"), ("x", 3)):
            book.active.append(row)
        book.active.add_table(openpyxl.worksheet.table.Table(displayName="Sums", ref="A1:B3"))
        book.save(tmp_path / NAME)
        found = failed(tmp_path / NAME)

        assert "A25" in found
        assert not {"A04", "A05", "A17"} & set(found)

    def test_openpyxl_workbook(self, tmp_path):
        """A workbook by openpyxl is read, and what it lacks is found."""
        book = openpyxl.Workbook()
        sheet = book.active
        for row in range(2, 6):
            for column in range(2, 6):
                sheet.cell(row, column, row * column)
        sheet["B8"] = "pale"
        sheet["B8"].font = Font(name="Times New Roman", size=8, color="FFCCCCCC")
        sheet["B9"] = "turned"
        sheet["B9"].alignment = Alignment(text_rotation=45)
        sheet["B10"] = "=SUM(B2:B5)"
        sheet.merge_cells("D8:E8")
        book.create_sheet("Empty")
        book.save(tmp_path / "Cook County numbers.xlsx")
        found = failed(tmp_path / "Cook County numbers.xlsx")
        block, pale = "B2:E5", "B8"

        assert {"A01", "A03", "A08", "A11", "A14", "A18", "A19", "A25", "A26"} <= set(found)
        assert [block] == [finding.cell for finding in found["A01"]]
        assert [pale] == [finding.cell for finding in found["A14"]]

    @settings(max_examples=40, deadline=None)
    @given(data=st.data())
    def test_odd_attributes_never_stop_it(self, good, tmp_path_factory, data):
        """Whatever an attribute says, every check gives its result."""
        part = data.draw(st.sampled_from(sorted(name for name in good.content if name.endswith(".xml"))))
        head, end, body = good.text(part).partition("?>")
        pieces = re.split(r'="([^"]*)"', body)
        place = data.draw(st.integers(0, len(pieces) // 2 - 1)) * 2 + 1
        pieces[place] = data.draw(
            st.sampled_from(["", "-1", "99999999", "nan", "1e999", "ZZZZZZ", "A1:", "[", "here!"])
        )
        body = "".join(f'="{piece}"' if number % 2 else piece for number, piece in enumerate(pieces))
        spoilt = Parts({**good.content, part: f"{head}{end}{body}".encode()})

        assert len(RULES) == len(check(spoilt.write(tmp_path_factory.mktemp("odd") / NAME)))


class TestContrast:
    def test_black_on_white(self):
        """Black on white has the highest ratio there is."""
        assert pytest.approx(21) == contrast("000000", "FFFFFF")

    @pytest.mark.parametrize(
        ("colour", "ratio"), [("1B2430", 15.7), ("56606B", 6.4), ("6B7480", 4.7), ("808A95", 3.5), ("8250C4", 5.4)]
    )
    def test_tokens_on_white(self, colour, ratio):
        """The ratios of the look's colours are the ones its description gives."""
        assert pytest.approx(ratio, abs=0.05) == contrast(colour, "FFFFFF")

    @given(COLOURS, COLOURS)
    def test_symmetry(self, first, second):
        """Text and background may change places, and no ratio leaves 1 to 21."""
        assert contrast(first, second) == contrast(second, first)
        assert 1 <= contrast(first, second) <= 21.0001


class TestShown:
    @pytest.mark.parametrize(
        ("value", "number_format", "expected"),
        [
            (0.094, "0.0%", "9.4%"),
            (80848.2, "$#,##0", "$80,848"),
            (-5.25, "0.0", "-5.2"),
            (-5.25, "0.0;(0.0)", "(5.2)"),
            (0, '0;-0;"none"0', "none0"),
            (1872, "#,##0", "1,872"),
            (7, "00000", "00007"),
            (1234567, "#,##0,", "1,235"),
            (3.5, "[$€-407] 0.00", "€ 3.50"),
            (3.5, '0.0" per 1,000"', "3.5 per 1,000"),
            (45000, "d mmmm yyyy", "d September yyyy"),
            (45000, "General", None),
            (45000, "@", None),
        ],
    )
    def test_formats(self, value, number_format, expected):
        """A number looks as its format says; None where the format gives way."""
        assert expected == shown(value, number_format)

    @given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20))
    def test_any_format(self, value, number_format):
        """Any format at all can be estimated."""
        text = shown(value, number_format)

        assert text is None or room(text) >= 0
