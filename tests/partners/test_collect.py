"""Filled copies come back into one workbook: nothing is dropped, nothing overwritten, whatever the order."""

import json
import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.collect import UNTOLD, collect
from mobility_xl.partners.collecting.collected import CHANGED, DIFFERS, REFUSED, REMARK, Collected
from mobility_xl.partners.collecting.collected_writing import write_collected
from mobility_xl.partners.publish import publish
from mobility_xl.partners.verify import verify
from mobility_xl.queries import Queries
from mobility_xl.workbook import accessibility
from mobility_xl.workbook.entries import METRIC
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.templates import Template
from tests.conftest import Workbooks, folder_filled_once
from tests.hostile import TEXTS
from tests.partners.conftest import read_files_once
from tests.partners.returned import NOTED, SAID_BY_ALL, Copy, rows_of, twelve_copies, write_twelve_copies
from tests.test_cli import refusal, run
from tests.workbook.filling import cell_of, entry_cell, filled, written
from tests.workbook.good_workbook import Parts
from tests.workbook.reading_back import sheets_of

PLACE = "48301"


@pytest.fixture(scope="module")
def blank(entries_of: Workbooks) -> Path:
    """Give Loving County's workbook with what people fill in, with nothing filled in."""
    return entries_of(PLACE)


@pytest.fixture(scope="module")
def copies(blank: Path, shared_folder: Path) -> list[Copy]:
    """Give twelve copies as they come back."""
    folder = folder_filled_once(shared_folder / "returned", lambda folder: write_twelve_copies(blank, folder))
    return twelve_copies(folder)


@pytest.fixture(scope="module")
def twelve(copies: list[Copy]) -> Collected:
    """Give what the twelve copies say, with the lists of officials."""
    with pytest.MonkeyPatch.context() as patch:
        read_files_once(patch)
        return collect([one.path for one in copies], with_officials=True)


@pytest.fixture(scope="module")
def save(ask: Queries, template: Template, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Collected], Path]:
    """Give what writes a collection as a workbook."""
    folder = tmp_path_factory.mktemp("collected")

    def saved(found: Collected, name: str = "Loving collected.xlsx") -> Path:
        (folder / name).write_bytes(write_collected(found, template.style, ask.catalog)[0])
        return folder / name

    return saved


def cells_of(path: Path) -> list[object]:
    """Return what the cells of a workbook say."""
    rows = (row for sheet in sheets_of(path, values=True) for row in sheet.iter_rows(values_only=True))
    return [value for row in rows for value in row if value is not None]


@pytest.mark.client  # Twelve copies are read, each as a program saved it.
class TestTwelve:
    def test_every_value(self, copies: list[Copy], twelve: Collected, save) -> None:
        """Every text that was filled in, in whatever way the copy was saved and moved, stands in the workbook."""
        said = set(cells_of(save(twelve)))

        assert [] == [(one.path.name, text) for one in copies for text in one.texts if text not in said]
        assert sum(len(one.texts) for one in copies) > 80

    def test_counted(self, copies: list[Copy], twelve: Collected) -> None:
        """Of every file as many cells are accounted for as were filled in."""
        counts = {info.name: (info.filled, sum(twelve.accounted(info.id).values())) for info in twelve.files}

        assert len(copies) == len(counts)
        assert {} == {name: both for name, both in counts.items() if both[0] != both[1]}
        assert all(filled > 30 for filled, _ in counts.values())

    def test_counted_in_the_report(self, twelve: Collected, save) -> None:
        """The report says the same of each file, and every cell stands in Sources once."""
        path = save(twelve)
        files = rows_of(path, "PartnerFiles")
        sources = [*rows_of(path, "PartnerSources"), *rows_of(path, "PartnerOfficialsSources")]
        cells = [(row["File"], cell) for row in sources for cell in str(row["Cells"]).split("; ")]

        assert all(row["Filled in"] == row["Accounted for"] for row in files)
        assert sum(info.filled for info in twelve.files) <= len(set(cells)) == len(cells)

    def test_said_once(self, twelve: Collected, save) -> None:
        """What all say in the same words stands once, and names the files."""
        rows = [row for row in rows_of(save(twelve), "PartnerNotes") if row["Note"] == SAID_BY_ALL]

        assert 1 == len(rows)
        assert str(rows[0]["Files"]).endswith("and 7 more")

    def test_with_its_company(self, twelve: Collected, save) -> None:
        """A note stands with its metric, its question, who wrote it, when, and the file."""
        row = next(row for row in rows_of(save(twelve), "PartnerNotes") if row["Note"] == "=1+1 of copy 3")

        assert "20. Babies born with low weight" not in str(row["Note"])
        assert ("What stands out", "Ana of copy 3", "2025-12-12") == (row["Question"], row["Partner"], row["Date"])
        assert "copy 3 sorted_otherwise.xlsx" == row["Files"]

    def test_choices_in_words(self, twelve: Collected, save) -> None:
        """What is chosen on a sheet, ticked or put into the letter says what it is, not only its cell's name."""
        rows = rows_of(save(twelve), "PartnerEntries")

        assert rows
        assert [] == [row for row in rows if row["What"] == "Entry"]
        assert "You write for" in {row["What"] for row in rows}

    def test_totals_side_by_side(self, twelve: Collected, save) -> None:
        """Each file's totals of officials have a row of their own, typed and counted."""
        rows = rows_of(save(twelve), "PartnerTotals")
        typed = {row["File"]: row["Hispanic"] for row in rows if row["How"] == "typed"}

        assert {float(number) for number in range(12)} == set(typed.values())
        assert 12 == len(typed)
        assert 10 == len([row for row in rows if row["How"] != "typed"])

    def test_targets_side_by_side(self, twelve: Collected, save) -> None:
        """Targets of one metric stand together, each with its own number."""
        rows = rows_of(save(twelve), "PartnerTargets")

        assert {0.07 + number / 1000 for number in range(12)} == {row["Target"] for row in rows}
        assert {0.09} == {row["2025"] for row in rows}

    def test_local_data(self, twelve: Collected, save) -> None:
        """The same count from several files stands once; counts of the same that differ name each other."""
        rows = [row for row in rows_of(save(twelve), "PartnerLocalData") if row["Area"] in {"79754", 79754}]

        assert {12, 13} == {row["Numerator"] for row in rows}
        assert 2 == len(rows)
        assert all("counted otherwise in L" in str(row["Beside"]) for row in rows)

    def test_remarks(self, twelve: Collected) -> None:
        """What is of another edition or build, and what is not collected, is told with its file."""
        told = {(one.kind, one.file.split(" (")[0], one.where): one.what for one in twelve.findings}

        assert "2024" in told[DIFFERS, "copy 4 with_older_stamp.xlsx", ""]
        assert "what it holds is not collected" in told[REMARK, "copy 8 with_own_sheet.xlsx", "Our own"]
        assert any("entry cells are of version 0" in one.what for one in twelve.findings)

    def test_valid(self, twelve: Collected, save) -> None:
        """The workbook has no fault, and everybody can read it."""
        package = Package.open(save(twelve))
        essential = [one for one in accessibility.check(package) if one.findings and one.level == "E"]

        assert [] == [one.sentence for one in lint(package)]
        assert [] == [(one.title, one.findings[0].sentence) for one in essential]


@pytest.mark.usefixtures("read_once")
@pytest.mark.client  # Twelve copies are read, each as a program saved it.
class TestSame:
    def test_orders(self, copies: list[Copy], ask: Queries, template: Template) -> None:
        """Four files in all 24 orders give the same bytes."""
        paths = [copies[number].path for number in (0, 3, 5, 6)]
        made = {write_collected(collect(list(order)), template.style, ask.catalog)[0] for order in permutations(paths)}

        assert 1 == len(made)

    @pytest.mark.parametrize("with_officials", [False, True])
    def test_again(self, copies: list[Copy], save, with_officials: bool) -> None:
        """A collected workbook is collected again, alone and with its own files, into the same bytes."""
        paths = [one.path for one in copies]
        once = save(collect(paths, with_officials=with_officials), "Loving once.xlsx")
        again = save(collect([once], with_officials=with_officials), "Loving again.xlsx")
        with_files = save(collect([paths[3], once, paths[3], paths[7]], with_officials=with_officials), "with.xlsx")

        assert once.read_bytes() == again.read_bytes() == with_files.read_bytes()

    def test_in_parts(self, copies: list[Copy], save) -> None:
        """Collected in parts, and the parts together, the copies give the same as all at once."""
        paths = [one.path for one in copies]
        parts = [
            save(collect(some), f"Loving part {number}.xlsx") for number, some in enumerate((paths[:5], paths[5:]))
        ]

        assert save(collect(paths), "all.xlsx").read_bytes() == save(collect(parts), "parts.xlsx").read_bytes()

    def test_added_to(self, copies: list[Copy], save, tmp_path: Path) -> None:
        """A row that somebody adds to a collected workbook is collected with it."""
        once = save(collect([copies[0].path]), "Loving once.xlsx")
        sheet = next(one for one in sheets_of(once).worksheets if "PartnerNotes" in one.tables)
        row = sheet[sheet.tables["PartnerNotes"].ref][1]
        added = written(
            once,
            tmp_path / "added.xlsx",
            {("Partners", row[3].coordinate): "Settled", ("Partners", row[0].coordinate): None},
        )
        found = collect([added])

        assert "Settled" in [value for record in found.records.sources for _, value in record.said]
        assert "added.xlsx" in [info.name for info in found.files]


@pytest.mark.usefixtures("read_once")
class TestRefused:
    @pytest.mark.client  # A whole guide of another place is read beside twelve copies.
    def test_other_place(self, copies: list[Copy], workbook_of: Workbooks, tmp_path: Path) -> None:
        """A file of another place is refused by its name, the others go on, and the exit code says so."""
        other = shutil.copy(workbook_of("15005"), tmp_path / "kalawao.xlsx")
        result = run("collect", other, copies[0].path, copies[1].path, "-o", tmp_path / "out.xlsx")

        assert 1 == result.exit_code
        assert "Refused: kalawao.xlsx: It is about Kalawao County, Hawaii (15005)" in result.stderr
        assert ["Refused"] == [
            row["Kind"] for row in rows_of(tmp_path / "out.xlsx", "PartnerFindings") if row["File"] == "kalawao.xlsx"
        ]
        assert 2 == len(rows_of(tmp_path / "out.xlsx", "PartnerFiles"))

    def test_as_many(self, copies: list[Copy], workbook_of: Workbooks, tmp_path: Path) -> None:
        """Of as many files of two places the same are taken in whatever order, and it is said what to do."""
        paths = [copies[0].path, Path(shutil.copy(workbook_of("15005"), tmp_path / "kalawao.xlsx"))]
        found = [collect(order) for order in (paths, paths[::-1], [*paths, paths[0]])]

        assert ["15005"] * 3 == [one.geoid for one in found]
        assert all(
            "As many files are about the one as about the other: name those of one place only." in refused.what
            for one in found
            for refused in one.refused
        )

    @pytest.mark.parametrize("was_collected", [False, True], ids=["filled", "collected"])
    def test_later_version(self, copies: list[Copy], save, tmp_path: Path, was_collected: bool) -> None:
        """A file by a later program, whose names may mean something else, is refused, saying to update."""
        source = save(collect([copies[1].path]), "Loving later.xlsx") if was_collected else copies[1].path
        parts = Parts.read(source.read_bytes())
        name = "collected" if was_collected else "entries"
        parts.rewrite("docProps/custom.xml", rf'(name="{name}"[^>]*><vt:lpwstr>)\d+', r"\g<1>7")
        found = collect([parts.write(tmp_path / "later.xlsx"), copies[0].path])

        assert ["later.xlsx"] == [one.file for one in found.refused]
        assert "made by a later mobility_xl: its cells are named by version 7" in found.refused[0].what
        assert "Update mobility_xl" in found.refused[0].what
        assert ["copy 0 plain.xlsx"] == [info.name for info in found.files]

    @pytest.mark.parametrize("version", ["0", ""], ids=["older", "none"])
    def test_older_version(self, copies: list[Copy], tmp_path: Path, version: str) -> None:
        """A file whose names are of an older version, or of none, is read by them, and the report says so."""
        parts = Parts.read(copies[0].path.read_bytes())
        parts.rewrite("docProps/custom.xml", r'(name="entries"[^>]*><vt:lpwstr>)\d+', rf"\g<1>{version}")
        (tmp_path / "older").mkdir()
        found = collect([parts.write(tmp_path / "older" / copies[0].path.name)])
        as_it_is = collect([copies[0].path])
        said = f"Its entry cells are of {f'version {version}' if version else 'no version'}; this is version 1"

        assert [True] == [said in one.what for one in found.findings if one.kind == REMARK]
        assert [info.filled for info in as_it_is.files] == [info.filled for info in found.files]
        assert _values(as_it_is) == _values(found)

    def test_no_workbook(self, copies: list[Copy], tmp_path: Path) -> None:
        """So is a file that is no workbook, or does not say which place it is about."""
        (tmp_path / "notes.xlsx").write_text("not a workbook")
        bare = with_no_stamp(copies[0].path, tmp_path / "bare.xlsx")
        found = collect([tmp_path / "notes.xlsx", copies[0].path, bare])

        assert {"notes.xlsx", "bare.xlsx"} == {one.file for one in found.refused}
        assert [REFUSED] * 2 == [one.kind for one in found.refused]

    def test_none(self, tmp_path: Path) -> None:
        """Where no file can be used, nothing is written, and each is told with its reason."""
        (tmp_path / "notes.xlsx").write_text("not a workbook")

        with pytest.raises(BadWorkbook, match="No file can be collected"):
            collect([tmp_path / "notes.xlsx"])
        assert 1 == run("collect", tmp_path / "notes.xlsx", "-o", tmp_path / "out.xlsx").exit_code
        assert not (tmp_path / "out.xlsx").exists()

    def test_output(self, copies: list[Copy], tmp_path: Path) -> None:
        """The output is a workbook, and one that somebody may have changed is left alone."""
        assert "ends in .xlsx" in refusal(2, "collect", copies[0].path, "-o", tmp_path / "out.csv")
        (tmp_path / "out.xlsx").write_text("somebody's")
        result = run("collect", copies[0].path, "-o", tmp_path / "out.xlsx")

        assert (1, "somebody's") == (result.exit_code, (tmp_path / "out.xlsx").read_text())


def _values(found: Collected) -> set[tuple[object, ...]]:
    """Return all that was said, but for the files that said it."""
    return {(record.kind, record.said, record.who, record.when) for record in found.records.sources}


def with_no_stamp(source: Path, target: Path) -> Path:
    """Take away all that says which place a workbook is about."""
    sheet = next(one for one in sheets_of(source).worksheets if "Stamp" in one.tables)
    cells = {(sheet.title, cell.coordinate): "-" for row in sheet[sheet.tables["Stamp"].ref] for cell in row[:1]}
    bare = written(source, target, cells)
    with ZipFile(bare) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with ZipFile(bare, "w") as file:
        for name, content in parts.items():
            text = content.replace(b'name="mobility_xl"', b'name="other"').replace(b'name="geoid"', b'name="another"')
            file.writestr(name, text if name == "docProps/custom.xml" else content)
    return bare


class TestChanged:
    @pytest.mark.client  # A whole guide is built, saved or read.
    def test_number(self, blank: Path, tmp_path: Path) -> None:
        """A published number that somebody changed is listed with its sheet and cell, as it was and as it is."""
        sheet = next(one for one in sheets_of(blank).worksheets if "Estimates" in one.tables)
        head, *rows = sheet[sheet.tables["Estimates"].ref]
        column = [cell.value for cell in head].index("value")
        cell = next(row[column] for row in rows if isinstance(row[column].value, float) and row[column].value > 1)
        found = collect([written(blank, tmp_path / "changed.xlsx", {("Data", cell.coordinate): 0.5})])
        changed = [one for one in found.findings if one.kind == CHANGED and one.where == f"Data!{cell.coordinate}"]

        assert [(repr(cell.value), "0.5")] == [(one.was, one.now) for one in changed]


@pytest.mark.usefixtures("read_once")
@pytest.mark.client  # Twelve copies are read, each as a program saved it.
class TestOfficials:
    def test_left_out(self, copies: list[Copy], save) -> None:
        """Without being asked, no name, no answer and no source of an official is in any part of the workbook."""
        found = collect([one.path for one in copies])
        path = save(found, "Loving public.xlsx")
        with ZipFile(path) as file:
            parts = b"".join(file.read(name) for name in file.namelist())

        assert 10 == sum(info.left_out > 0 for info in found.files)
        assert all(info.filled == info.left_out + sum(found.accounted(info.id).values()) for info in found.files)
        for word in (b"Skeet", b"SKEET", b"Mozelle", b"public outlet", b"Hispanic or Latino"):
            assert word not in parts

    def test_taken_out_again(self, copies: list[Copy], save) -> None:
        """A workbook collected with officials, collected again without, is the public one."""
        paths = [one.path for one in copies[:5]]
        private = save(collect(paths, with_officials=True), "Loving private.xlsx")

        assert save(collect([private]), "a.xlsx").read_bytes() == save(collect(paths), "b.xlsx").read_bytes()

    def test_formula_over_them(self, blank: Path, tmp_path: Path, save) -> None:
        """A cell in which somebody repeats a name by a formula is personal too."""
        path = filled(
            blank,
            tmp_path / "one.xlsx",
            {"answer_2_why": "REPEATED"},
            {"ElectedOfficials": {0: {"Name": "Skeet Jones"}}},
        )
        with ZipFile(path) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        with ZipFile(tmp_path / "two.xlsx", "w") as file:
            for name, content in parts.items():
                new = b't="str"><f>INDEX(ElectedOfficials[Name],1)</f><v>REPEATED</v>'
                old = b't="inlineStr"><is><t xml:space="preserve">REPEATED</t></is>'
                file.writestr(name, content.replace(old, new))
        public = save(collect([tmp_path / "two.xlsx"]), "public.xlsx")
        private = save(collect([tmp_path / "two.xlsx"], with_officials=True), "private.xlsx")

        assert "REPEATED" not in cells_of(public)
        assert "REPEATED" in cells_of(private)

    def test_merged(self, copies: list[Copy], save) -> None:
        """Each person stands once; an own answer counts before an outlet's, and outlets that differ leave none."""
        rows = rows_of(save(collect([one.path for one in copies], with_officials=True), "m.xlsx"), "ElectedOfficials")
        by_name = {str(row["Name"]).title(): row for row in rows}

        assert ["Mozelle Carr", "Skeet Jones"] == sorted(by_name)
        assert ("No", True, "answered us") == tuple(
            by_name["Skeet Jones"][key] for key in ("Hispanic or Latino", "White", "How known")
        )
        assert "-" == by_name["Mozelle Carr"]["Hispanic or Latino"]
        assert not any(by_name["Mozelle Carr"][race] is True for race in ("White", "Asian"))

    def test_to_settle(self, copies: list[Copy], save) -> None:
        """What differs is listed for a person to settle, and what was set aside is told."""
        path = save(collect([one.path for one in copies], with_officials=True), "s.xlsx")
        told = [str(row["What"]) for row in rows_of(path, "PartnerOfficialsToSettle")]

        assert any(one.startswith("Answers differ, and the list says none") and "Asian" in one for one in told)
        assert any(one.startswith("Set aside for what counts more: Hispanic or Latino: Yes") for one in told)

    def test_handed_out(self, copies: list[Copy], save, tmp_path: Path) -> None:
        """All that says how somebody answered stands on the sheet Officials, which publish leaves out."""
        private = save(collect([one.path for one in copies[:5]], with_officials=True), "Loving private.xlsx")
        (tmp_path / "copy.xlsx").write_bytes(publish(private).content)
        with ZipFile(tmp_path / "copy.xlsx") as file:
            parts = b"".join(file.read(name) for name in file.namelist())

        assert [] == [word for word in (b"Skeet", b"SKEET", b"Mozelle", b"public outlet", b"Asian") if word in parts]

    def test_not_printed(self, copies: list[Copy], tmp_path: Path) -> None:
        """What the command prints says of nobody what they answered."""
        result = run("collect", *(one.path for one in copies[:5]), "-o", tmp_path / "o.xlsx", "--with-officials")

        assert 0 == result.exit_code
        assert "to settle: see the sheets Findings and Officials" in result.stdout
        assert not any(word in result.output for word in ("Asian", "White", "Hispanic or", "Skeet", "Mozelle"))


@pytest.mark.usefixtures("read_once")
class TestHostile:
    def test_no_formula(self, blank: Path, tmp_path: Path, save) -> None:
        """Text that wants to be a formula stays the text it is, in every table."""
        # A coded letter in a file is the letter itself: what is written so is another text.
        texts = [text for text in TEXTS if text.isprintable() and text.strip() and "_x003D_" not in text]
        rows = {
            number: {"What stands out": text, "Who": text} for number, text in enumerate(texts[:: len(texts) // 29])
        }
        local = {number: {"Area": text, "Source": text} for number, text in enumerate(texts[:: len(texts) // 44])}
        people = {number: {"Name": text, "Body": text} for number, text in enumerate(texts[:: len(texts) // 49])}
        tables = {"ReviewNotes": rows, "LocalData": local, "ElectedOfficials": people}
        path = filled(blank, tmp_path / "hostile.xlsx", {"answer_1_fits": texts[0]}, tables)
        found = collect([path], with_officials=True)
        made = save(found, "hostile.xlsx")
        formulas = {one.text.partition("(")[0] for one in Package.open(made).formulas if one.cell}
        said = set(cells_of(made))

        assert formulas == {"HYPERLINK"}
        assert sum(info.filled for info in found.files) == sum(
            sum(found.accounted(one.id).values()) for one in found.files
        )
        assert {str(row["What stands out"]) for row in rows.values()} <= {str(one) for one in said}


@pytest.mark.usefixtures("read_once")
@pytest.mark.usefixtures("read_once")
class TestPriorities:
    def test_no_metric(self, blank: Path, tmp_path: Path) -> None:
        """A priority for what is no metric is collected, and a finding tells its cell; of a metric nothing is told."""
        rows = {"Priorities": {0: {METRIC: NOTED}, 1: {METRIC: "Potholes", "Next step": "Fill them"}}}
        path = filled(blank, tmp_path / "one.xlsx", {}, rows)
        found = collect([path])
        told = [one.where for one in found.findings if "names no metric" in one.what]

        assert {NOTED, "Potholes"} == {one.get(METRIC) for one in found.records.of_kind("priority")}
        assert ["!".join(cell_of(path, "Priorities", 1, METRIC))] == told


@pytest.mark.usefixtures("read_once")
class TestFormulas:
    def test_without_value(self, blank: Path, tmp_path: Path) -> None:
        """What a formula says is collected where its value is not stored, else the formula, and a finding tells it."""
        cells = {entry_cell(blank, "answer_2_why"): '="see "&"council"', entry_cell(blank, "answer_1_fits"): "=NONE(1)"}
        book = openpyxl.load_workbook(blank)
        for (tab, address), formula in cells.items():
            book[tab][address] = formula
        book.save(tmp_path / "saved.xlsx")
        found = collect([tmp_path / "saved.xlsx"])
        said = {one.get("Note") for one in found.records.of_kind("note")}
        told = [one.what for one in found.findings if "put a formula here" in one.what]

        assert {"see council", "=NONE(1)"} == said
        assert 2 == len(told)
        assert 1 == len([one for one in told if one.endswith(UNTOLD)])


class TestCommand:
    @pytest.mark.client  # Twelve copies are read.
    def test_folder_and_json(self, copies: list[Copy], tmp_path: Path) -> None:
        """A folder stands for its workbooks; for a script the same is said as JSON."""
        (tmp_path / "in").mkdir()
        for one in copies[:2]:
            shutil.copy(one.path, tmp_path / "in")
        (tmp_path / "in" / "~$open.xlsx").write_text("Ana")
        told = json.loads(run("collect", tmp_path / "in", "-o", tmp_path / "out.xlsx", "--json").stdout)

        assert PLACE == told["place"]
        assert [one.path.name for one in copies[:2]] == [one["file"] for one in told["files"]]
        assert all(one["filled"] == one["accounted"] for one in told["files"])

    def test_empty_folder(self, tmp_path: Path) -> None:
        """A folder without a workbook is refused."""
        assert "There is no workbook in" in refusal(2, "collect", tmp_path, "-o", tmp_path / "out.xlsx")

    def test_over_an_input(self, copies: list[Copy], tmp_path: Path) -> None:
        """A file that is read is never written over, whatever may be replaced."""
        for one in copies[:2]:
            shutil.copy(one.path, tmp_path)
        first, second = (tmp_path / one.path.name for one in copies[:2])
        said = refusal(2, "collect", first, second, "-o", second, "--replace")

        assert "is read here, and would be written over" in said
        assert copies[1].path.read_bytes() == second.read_bytes()

    def test_over_something_else(self, tmp_path: Path) -> None:
        """What cannot be a collected workbook is left alone before any file is read, and --replace replaces it."""
        (tmp_path / "bad.xlsx").write_text("no workbook")
        (tmp_path / "theirs.xlsx").write_text("somebody's work")
        words = ("collect", tmp_path / "bad.xlsx", "-o", tmp_path / "theirs.xlsx")

        assert "theirs.xlsx is there already" in refusal(1, *words)
        assert "bad.xlsx is plain text" in run(*words, "--replace").stderr

    @pytest.mark.client  # Two commands read one file each, and write.
    def test_twice(self, copies: list[Copy], tmp_path: Path) -> None:
        """Collecting twice needs no --replace: the same comes out."""
        results = [run("collect", copies[0].path, "-o", tmp_path / "out.xlsx") for _ in range(2)]

        assert [0, 0] == [one.exit_code for one in results]
        assert " cells of 1 file in " in results[0].stdout

    @pytest.mark.client  # Twelve copies are read.
    def test_verified(self, twelve: Collected, save) -> None:
        """Who verifies what copies were collected into is told what it is."""
        with pytest.raises(BadWorkbook, match="is what copies were collected into"):
            verify(Package.open(save(twelve)))

    def test_metric(self, copies: list[Copy], save) -> None:
        """A metric is headed as in the place's workbook, by its number."""
        rows = rows_of(save(collect([copies[3].path]), "one.xlsx"), "PartnerConnections")

        assert [NOTED] == [row["First metric"] for row in rows]
