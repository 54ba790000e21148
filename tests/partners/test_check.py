"""Checking any workbook, as the command does: what is found, how it is told, and what it ends with."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from mobility_xl.cli import main
from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.check import SEVERITY, check
from mobility_xl.queries import Queries
from mobility_xl.workbook import accessibility, lint
from mobility_xl.workbook.build import build
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.sheets import at_a_glance, data
from mobility_xl.workbook.templates import read_template
from tests.conftest import Workbooks
from tests.workbook.faults import FAULTS
from tests.workbook.good_workbook import Parts, good_parts
from tests.workbook.places import WITH_PEERS

LEVELS = {rule.id: rule.level for rule in lint.RULES}


@pytest.fixture(scope="module")
def good() -> Parts:
    """Give the parts of a good workbook that the builder did not make."""
    return good_parts()


@pytest.fixture(scope="module")
def brief(ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small workbook of ours."""
    path = tmp_path_factory.mktemp("brief") / "Kalawao County, Hawaii.xlsx"
    path.write_bytes(build(ask, ask.area("15005"), read_template("council", ask)))
    return path


@pytest.fixture(scope="module")
def page(ask: Queries) -> Parts:
    """Give the parts of an even smaller one: a page that looks numbers up, and the numbers."""
    template = replace(read_template("council", ask), modules=(at_a_glance, data))
    return Parts.read(build(ask, ask.area("15005"), template))


@pytest.fixture
def careless(tmp_path: Path) -> Path:
    """Give a workbook as somebody makes one through openpyxl who thinks of nothing."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"] = "Numbers"
    sheet["B2"].font = Font(name="Times New Roman", size=8, color="FFDDDDDD")
    sheet["B3"].alignment = Alignment(text_rotation=90)
    sheet["B3"] = "turned"
    sheet.merge_cells("D2:F2")
    for row in range(5, 9):
        for column in range(2, 6):
            sheet.cell(row, column, row * column)
    sheet["H5"] = "=SUM(B5:E5"
    sheet["H6"] = "=[other.xlsx]Sheet1!A1"
    sheet["H7"] = '=MOBILITY_METRIC("debt",17031)'
    sheet["H8"] = "=Gone!A1+#REF!"
    sheet["H9"] = "=unknown_name+1"
    sheet["H10"] = "click here"
    sheet["H10"].hyperlink = "https://www.urban.org/"
    sheet["H11"] = "Debt*"
    sheet["J1"] = "x" * 40
    sheet["K1"] = 1234567890.5
    sheet["K1"].number_format = "#,##0.00"
    sheet["A12"].fill = PatternFill("solid", fgColor="FF000000")
    sheet["A12"] = "black on black"
    for row in (("", "a", "a"), (1, None, 3)):
        sheet.append(row)
    sheet["E14"] = "beside"
    sheet.add_table(Table(displayName="Table1", ref="A13:C14"))
    sheet.defined_names["MOBILITY_METRIC"] = DefinedName("MOBILITY_METRIC", attr_text="Sheet!$A$1")
    book.create_sheet("Hidden").sheet_state = "hidden"
    book["Hidden"]["A1"] = "secret"
    book.create_sheet("Empty")
    path = tmp_path / "book1.xlsx"
    book.save(path)
    return path


def run(*words: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, [str(word) for word in words])


class TestOwnWorkbooks:
    @pytest.mark.client  # A whole guide is built, saved or read.
    @pytest.mark.parametrize("geoid", WITH_PEERS, scope="class")
    def test_clean(self, geoid: str, workbook_of: Workbooks):
        """What the builder makes has nothing essential to mend, nor for readers, and its numbers are counted."""
        result = run("check", workbook_of(geoid))

        assert 0 == result.exit_code, result.output
        assert "numbers compared with the 2025 edition: all are as published." in result.stdout
        assert not {"Essential", "For readers with disabilities (WCAG 2.1 AA)"} & set(result.stdout.splitlines())

    def test_altered_number(self, brief: Path, tmp_path: Path):
        """An altered number is essential: it is told first, with sheet, cell, what is there and what to put back."""
        parts = Parts.read(brief.read_bytes())
        part = next(name for name in parts.content if _is_data(parts, name))
        parts.rewrite(part, r'(<c r="H\d+"[^>]*><v>)0\.\d+', r"\g<1>0.5")
        result = run("check", parts.write(tmp_path / "Kalawao County returned.xlsx"))
        lines = result.stdout.splitlines()

        assert 1 == result.exit_code
        assert lines[lines.index("Essential") + 1].startswith("  Every number is as it was published: ")
        assert any(line.startswith("    Data!H") and "0.5" in line for line in lines)


def _is_data(parts: Parts, name: str) -> bool:
    """Tell whether a part is the Data sheet's, which is the last."""
    sheets = [one for one in parts.content if one.startswith("xl/worksheets/sheet")]
    return name == max(sheets, key=lambda one: int("".join(filter(str.isdigit, one))))


class TestOtherWorkbooks:
    def test_openpyxl(self, careless: Path):
        """In a workbook that somebody made carelessly through openpyxl, more than twenty kinds of faults are found."""
        result = run("check", "--json", careless)
        (report,) = json.loads(result.stdout)
        found = {one["rule"] for one in report["findings"]}

        assert 1 == result.exit_code
        assert {
            "unbalanced_formula", "external_link", "call_without_year", "formula_to_missing_sheet", "lost_reference",
            "unknown_name", "local_cell_function", "forced_recalculation", "duplicate_table_column",
            "A01", "A02", "A03", "A05", "A06", "A08", "A09", "A11", "A14", "A16", "A17", "A18", "A19", "A22", "A23",
            "A25", "A26",
        } <= found  # fmt: skip

    @pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
    def test_by_hand(self, fault, good: Parts, tmp_path: Path):
        """Of every fault that can be made by hand the command says where it is; an essential one ends in 1."""
        parts = Parts(dict(good.content))
        fault.spoil(parts)
        result = run("check", "--json", parts.write(tmp_path / "Cook County spoilt.xlsx"))
        (report,) = json.loads(result.stdout)
        found = [one for one in report["findings"] if one["rule"] == fault.check]

        assert found
        assert all(one["sheet"] and one["do"] and one["expected"] for one in found)
        assert report["passed"] == (result.exit_code == 0)
        assert 1 == result.exit_code or LEVELS[fault.check] == "D"

    def test_good(self, good: Parts, tmp_path: Path):
        """A good workbook of somebody else passes, and it is said that there are no numbers to compare."""
        result = run("check", good.write(tmp_path / "Cook County guide.xlsx"))

        assert 0 == result.exit_code
        assert "Note: It holds no numbers of mobility_xl to compare." in result.stdout
        assert f"Nothing to mend: {len(lint.RULES) + len(accessibility.RULES)} rules are kept." in result.stdout


class TestTold:
    def test_worst_first(self, careless: Path):
        """What is essential comes first, then what readers with disabilities need, then what is good to mend."""
        (report,) = json.loads(run("check", "--json", careless).stdout)
        severities = [SEVERITY[one["level"]] for one in report["findings"]]

        assert sorted(severities) == severities
        assert {0, 1, 2} == set(severities)

    def test_found(self, careless: Path):
        """A finding shows what stands in its cell."""
        (report,) = json.loads(run("check", "--json", careless).stdout)
        found = {one["rule"]: one for one in report["findings"]}

        assert ("Sheet", "H7", '=MOBILITY_METRIC("debt",17031)') == tuple(
            found["call_without_year"][key] for key in ("sheet", "cell", "found")
        )
        assert ("A12", "black on black") == tuple(found["A14"][key] for key in ("cell", "found"))

    def test_headings(self, careless: Path):
        """On a terminal the groups have headings in that order, and a last line counts."""
        lines = run("check", careless).stdout.splitlines()
        headings = ["Essential", "For readers with disabilities (WCAG 2.1 AA)", "Good to mend"]

        assert headings == [line for line in lines if line in headings]
        assert lines[-1].startswith("Of ")

    def test_one(self, good: Parts, tmp_path: Path):
        """Of one broken rule the last line speaks in the singular."""
        parts = Parts(dict(good.content))
        FAULTS[0].spoil(parts)
        shown = run("check", parts.write(tmp_path / "Cook County spoilt.xlsx")).stdout

        assert shown.splitlines()[-1].endswith(" rules 1 is broken: 1 essential.")

    def test_told_once(self, careless: Path):
        """A fault that two rules find is printed once."""
        shown = run("check", "--all", careless).stdout

        assert 1 == shown.count("reads another workbook")

    @pytest.mark.parametrize("columns", ["40", "80", "200"])
    def test_width(self, columns: str, careless: Path, monkeypatch: pytest.MonkeyPatch):
        """What to do stands beside its cell where there is room, else below; nothing is lost."""
        monkeypatch.setenv("COLUMNS", columns)
        words = run("check", "--all", careless).stdout.split()
        (report,) = json.loads(run("check", "--json", careless).stdout)

        assert all(word in words for one in report["findings"] for word in one["do"].split())

    @pytest.mark.client  # A whole guide is built, saved or read.
    def test_many(self, brief: Path, tmp_path: Path):
        """Of many faults of one rule a few are printed, and how many more there are; --all prints them."""
        book = openpyxl.load_workbook(brief)
        book.save(tmp_path / "Kalawao County saved.xlsx")
        short, whole = (
            run("check", *option, tmp_path / "Kalawao County saved.xlsx").stdout for option in ((), ("--all",))
        )

        assert "more like these; --all prints them" in short
        assert "more like these" not in whole
        assert len(whole.splitlines()) > len(short.splitlines())


class TestFiles:
    def test_several(self, good: Parts, brief: Path, tmp_path: Path):
        """Several files are checked one after the other; one that is none is named and the others go on."""
        bad = tmp_path / "bad.xlsx"
        bad.write_text("no workbook")
        result = run("check", good.write(tmp_path / "Cook County guide.xlsx"), bad, brief)

        assert 1 == result.exit_code
        assert "bad.xlsx is plain text, " in result.stderr
        assert "Kalawao County, Hawaii" in result.stdout

    def test_bad_file_as_json(self, tmp_path: Path):
        """A script reads what is wrong with a file that is no workbook."""
        bad = tmp_path / "bad.xlsx"
        bad.write_text("no workbook")
        (answer,) = json.loads(run("check", "--json", bad).stdout)

        assert (str(bad), False) == (answer["file"], answer["passed"])
        assert "bad.xlsx is plain text, " in answer["error"]

    @pytest.mark.parametrize("command", ["check", "verify"])
    def test_no_file(self, command: str, tmp_path: Path):
        """A file that is not there, a folder or none at all is a wrong request."""
        assert [2, 2, 2] == [run(command, *files).exit_code for files in ((), (tmp_path,), (tmp_path / "no.xlsx",))]


class TestVerifyCommand:
    def test_passed(self, workbook_of: Workbooks):
        """A workbook whose numbers are as published ends in 0, and says how many were compared."""
        result = run("verify", workbook_of("48301"))

        assert 0 == result.exit_code
        assert "numbers compared with the 2025 edition: all are as published." in result.stdout

    def test_altered(self, brief: Path, tmp_path: Path):
        """A changed number is listed with sheet, cell, what it was and what it is."""
        parts = Parts.read(brief.read_bytes())
        part = next(name for name in parts.content if _is_data(parts, name))
        parts.rewrite(part, r'(<c r="H\d+"[^>]*><v>)0\.\d+', r"\g<1>0.5")
        path = parts.write(tmp_path / "returned.xlsx")
        result = run("verify", path)
        (answer,) = json.loads(run("verify", "--json", path).stdout)
        one = answer["altered"][0]

        assert 1 == result.exit_code
        assert ["where", "was", "is", "what"] == result.stdout.splitlines()[2].split()
        assert f"  Data!{one['cell']}  " in result.stdout
        assert (0.5, "Data") == (one["is"], one["sheet"])
        assert str(one["was"]) in result.stdout

    def test_not_ours(self, careless: Path):
        """A workbook without published numbers cannot be verified: exit code 1 and a sentence."""
        result = run("verify", careless)

        assert 1 == result.exit_code
        assert "book1.xlsx holds no published numbers to compare" in result.stderr


def told_of(parts: Parts, folder: Path, ask: Queries) -> object:
    """Return what checking a workbook says: its rules, or the sentence that refuses it."""
    try:
        return check(Package.open(parts.write(folder / "damaged.xlsx")), lambda _: ask).rules
    except BadWorkbook as error:
        return str(error)


class TestHostile:
    @settings(max_examples=50)
    @given(draw=st.data())
    def test_damaged(self, draw: st.DataObject, good: Parts, ask: Queries, tmp_path_factory):
        """Whatever is cut out of or put into a part, checking ends with a report or one sentence."""
        part = draw.draw(st.sampled_from(sorted(good.content)))
        content = good.content[part]
        start = draw.draw(st.integers(0, len(content)))
        end = draw.draw(st.integers(start, min(len(content), start + 400)))
        put = draw.draw(
            st.sampled_from([b"", b"<", b"&amp;", b"<c r='A1'><f>(</f></c>", b"\x00\xff", b'"', b"-1", b"9" * 30])
        )
        spoilt = Parts({**good.content, part: content[:start] + put + content[end:]})

        assert told_of(spoilt, tmp_path_factory.mktemp("damaged"), ask)

    @pytest.mark.client  # A whole guide is checked twenty times.
    @settings(max_examples=20)
    @given(draw=st.data())
    def test_damaged_guide(self, draw: st.DataObject, page: Parts, ask: Queries, tmp_path_factory):
        """The same holds for a workbook of ours, whose numbers are compared."""
        part = draw.draw(st.sampled_from(sorted(page.content)))
        content = page.content[part]
        start = draw.draw(st.integers(0, len(content)))
        put = draw.draw(st.sampled_from([b"", b"1", b"nan", b"&lt;", b"[", b"=", b"|", b"1E400", b"NULL", b"."]))
        end = draw.draw(st.integers(start, min(len(content), start + 30)))
        spoilt = Parts({**page.content, part: content[:start] + put + content[end:]})

        assert told_of(spoilt, tmp_path_factory.mktemp("damaged"), ask)
