"""Templates that staff make: copied, edited in Excel, checked with every mistake named, built with, drawn."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.styles import Border, Font, PatternFill, Side

from mobility_xl.cli import main
from mobility_xl.errors import BadArgument, BadFile
from mobility_xl.queries import Queries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.lint import lint
from mobility_xl.workbook.new_templates import new_template
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.stamp import read_stamp
from mobility_xl.workbook.template_checking import template_mistakes
from mobility_xl.workbook.templates import (
    SHEETS,
    own_templates_folder,
    packaged_templates,
    read_layout,
    read_template,
    sheet_names,
    template_folder,
    templates_folder,
)

LAID_OUT = [name for name in sheet_names() if name not in {"data", "workspace"}]
"""The sheets that a layout can have beside Data."""
WITH_PEERS = {name for name in LAID_OUT if getattr(import_module(f"{SHEETS}.{name}"), "WITH_PEERS", False)}
Edit = Callable[[openpyxl.Workbook], None]
Mistakes = Callable[[Edit], list[tuple[str, str]]]


@contextmanager
def package_of(workbook: bytes) -> Iterator[Package]:
    """Open a workbook that is in memory."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "made.xlsx")
        path.write_bytes(workbook)
        yield Package.open(path)


def run(*words: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Give a copy of the review template."""
    return new_template("Our county", into=tmp_path)


@pytest.fixture
def mistakes(own: Path, ask: Queries) -> Mistakes:
    """Give a way to check the copy after an edit of its style book: place and problem of each mistake."""

    def after(edit: Edit) -> list[tuple[str, str]]:
        book = openpyxl.load_workbook(own / "style.xlsx")
        edit(book)
        book.save(own / "style.xlsx")
        return [(one.place, one.problem) for one in template_mistakes(str(own), ask)]

    return after


def cell_of(book: openpyxl.Workbook, sheet: str, key: str, column: int = 2) -> openpyxl.cell.Cell:
    """Return the cell beside a key."""
    row = next(cell.row for cell in book[sheet]["A"] if cell.value == key)
    return book[sheet].cell(row, column)


class TestNew:
    @pytest.mark.parametrize("source", packaged_templates())
    def test_copy(self, source: str, tmp_path: Path, ask: Queries):
        """A copy of every template has a layout and a style book, has no mistake, and is read as what was copied."""
        made = new_template("Ours", source, tmp_path)
        copied, copy = read_template(source, ask), read_template(str(made), ask)

        assert ["layout.toml", "style.xlsx"] == sorted(one.name for one in made.iterdir())
        assert [] == template_mistakes(str(made), ask)
        assert ("Ours", copied.modules, copied.style.styles) == (copy.name, copy.modules, copy.style.styles)
        assert (copied.style.wording, copied.style.pillars) == (copy.style.wording, copy.style.pillars)

    def test_copy_of_a_copy(self, own: Path, tmp_path: Path):
        """One's own template can be copied too, by its path."""
        (own / "layout.toml").write_text('title = "T"\nabout = "place"\nsheets = ["cover", "data"]\n')
        made = new_template("Second", str(own), tmp_path)

        assert (own / "layout.toml").read_text() == (made / "layout.toml").read_text()

    def test_command(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        """The command makes the folder where one is, and says how to go on."""
        monkeypatch.chdir(tmp_path)
        result = run("template", "new", "Our county", "--from", "analyst")

        assert 0 == result.exit_code
        assert "Our county" == result.stdout.splitlines()[0]
        assert '--template "Our county"' in result.stdout
        assert str(own_templates_folder()) in result.stdout
        assert "Mobility Analyst Guide" in (tmp_path / "Our county" / "layout.toml").read_text()

    @pytest.mark.parametrize("name", ["St. Mary's", "Prince George\u2019s", "Doña Ana"])
    def test_name_of_a_county(self, name: str, tmp_path: Path):
        """A county's name can be a template's."""
        assert tmp_path / name == new_template(name, into=tmp_path)

    @pytest.mark.parametrize("name", ["../ours", "a/b", "", ".hidden", "a\\b", "ends.", "ends ", "a:b"])
    def test_bad_name(self, name: str, tmp_path: Path):
        """A name that is none for a folder is refused, and nothing is made."""
        with pytest.raises(BadArgument, match="cannot be the name of a template"):
            new_template(name, into=tmp_path)
        assert [] == list(tmp_path.iterdir())

    def test_name_of_ours(self, tmp_path: Path):
        """The name of a template that comes with the package is taken."""
        with pytest.raises(BadArgument, match="A template 'review' comes with mobility_xl"):
            new_template("review", into=tmp_path)

    def test_there_already(self, own: Path, tmp_path: Path):
        """A folder that is there is left as it is."""
        (own / "style.xlsx").write_text("mine")

        with pytest.raises(BadFile, match="is there already"):
            new_template("Our county", into=tmp_path)
        assert "mine" == (own / "style.xlsx").read_text()

    def test_no_such_source(self, tmp_path: Path):
        """What is to be copied must be there."""
        with pytest.raises(BadArgument, match="There is no template 'nope'"):
            new_template("Ours", "nope", tmp_path)

    def test_not_writable(self, tmp_path: Path):
        """A place that cannot be written to is named."""
        (tmp_path / "file").write_text("in the way")

        with pytest.raises(BadFile, match="cannot be written"):
            new_template("Ours", into=tmp_path / "file")


class TestFound:
    def test_by_path(self, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        """A template is found by the path of its folder, also from where it lies."""
        monkeypatch.chdir(tmp_path)

        assert own == template_folder(str(own)) == template_folder("Our county") == template_folder("./Our county")

    def test_by_name(self, own: Path):
        """In the user's folder of templates it is found by its name from everywhere."""
        kept = own_templates_folder() / "Kept here"
        shutil.copytree(own, kept)

        assert kept == template_folder("Kept here")

    def test_own_names(self, own: Path):
        """Who names none is told the user's own templates too, and the one that is only spelled otherwise."""
        shutil.copytree(own, own_templates_folder() / "Our town")

        with pytest.raises(
            BadArgument, match=r"'our town'\. Did you mean 'Our town'\? There is analyst, .*, Our town; "
        ):
            template_folder("our town")

    def test_ours_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        """A folder that happens to be called like one of ours does not take its place; by its path it is found."""
        monkeypatch.chdir(tmp_path)
        shutil.copytree(template_folder("functions"), tmp_path / "review")

        assert tmp_path / "review" != template_folder("review")
        assert tmp_path / "review" == template_folder("./review")

    def test_build(self, own: Path, tmp_path: Path):
        """A workbook is built with one's own template: its title, words and sheets; its stamp names it."""
        book = openpyxl.load_workbook(own / "style.xlsx")
        cell_of(book, "Wording", "glance.title").value = "What we see here"
        book.save(own / "style.xlsx")
        (own / "layout.toml").write_text(
            'title = "Our Guide"\nabout = "place"\nsheets = ["at_a_glance", "notes", "data"]\n'
        )
        result = run("build", "15005", "--template", own, "-o", tmp_path)
        package = Package.open(tmp_path / "15005 Kalawao County, Hawaii - Our Guide 2025.xlsx")

        assert 0 == result.exit_code, result.output
        assert "What we see here" == package.grid_named("At a Glance").text(1, 1)
        assert ["At a Glance", "Notes", "Data"] == [sheet.name for sheet in package.sheets]
        assert "Our county" == read_stamp(package).template

    def test_too_long(self, tmp_path: Path):
        """Words that make a formula longer than Excel takes are told with their cell, before anybody opens it."""
        own = new_template("Long", "analyst", into=tmp_path)
        book = openpyxl.load_workbook(own / "style.xlsx")
        for row in book["Wording"].iter_rows(min_row=2, max_col=2):
            if str(row[0].value).startswith("targets.state"):
                row[1].value = f"{row[1].value} {'and so on ' * 60}"
        book.save(own / "style.xlsx")
        result = run("build", "15005", "--template", own, "-o", tmp_path)

        assert 1 == result.exit_code
        assert "Targets!K" in result.output
        assert "Shorten what the template's sheet Wording says there." in result.output


class TestLayoutMistakes:
    def read(self, tmp_path: Path, text: str) -> list[tuple[str, str]]:
        """Return place and problem of every mistake in a layout."""
        (tmp_path / "layout.toml").write_text(text)
        return [(one.place, one.problem) for one in read_layout(tmp_path / "layout.toml")[1]]

    def test_all_at_once(self, tmp_path: Path):
        """Everything that is wrong is named at once, each with its line."""
        sheets = 'sheets = [\n  "covr",\n  "notes",\n  "notes",\n]\n'
        found = self.read(tmp_path, f'titel = "Our Guide"\nabout = "county"\n\n{sheets}protect = ["peers"]\n')

        assert {
            "line 1": "nothing is called 'titel' here. Did you mean title?",
            "": "this needs a 'title', such as \"Mobility Review Guide\".",
            "line 2": 'this needs \'about\', which is "place" or "state".',
            "line 4": "the sheet 'data' is missing, on which formulas look numbers up. Add it, last.",
            "line 5": "there is no sheet 'covr' in mobility_xl/workbook/sheets. Did you mean cover?",
            "line 6": "the sheet 'notes' is there twice. Keep one of the two.",
            "line 9": "'protect' names 'peers', which is none of its sheets.",
        } == dict(found)

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("title = ", "this cannot be read: Invalid value (at end of document)."),
            ('title = "T"\nabout = "place"\nsheets = "cover"', "'sheets' should be a list of sheets"),
            ('title = "T"\nabout = "place"\nsheets = [1, "data"]', "'1' in 'sheets' should be the name of a sheet"),
            ('title = "T"\nabout = "place"\nsheets = []', "this needs a list 'sheets'"),
            ('title = 1\nabout = "place"\nsheets = ["data"]', "this needs a 'title'"),
            (
                'title = "T"\nabout = "place"\nsheets = ["data"]\ncolour = "red"',
                "nothing is called 'colour' here. Use ",
            ),
            ('title = "T"\nabout = "place"\nsheets = ["zzz", "data"]', "there is no sheet 'zzz'"),
        ],
        ids=["no toml", "no list", "number", "empty", "title", "key", "sheet"],
    )
    def test_each(self, text: str, problem: str, tmp_path: Path):
        """Each kind of mistake is told in words."""
        assert any(told.startswith(problem) for _, told in self.read(tmp_path, text))

    def test_order(self, tmp_path: Path):
        """Unknown words are named as they stand, so that the same template is refused in the same sentence."""
        words = ["zeta", "alpha", "omega", "beta", "kappa"]
        told = self.read(tmp_path, "\n".join(f"{word} = 1" for word in words))
        unknown = [problem.split("'")[1] for _, problem in told if problem.startswith("nothing is called")]

        assert words == unknown

    def test_not_text(self, tmp_path: Path):
        """A layout that is no text cannot be read."""
        (tmp_path / "layout.toml").write_bytes(b"\xff\xfe\x00")

        assert (None, 1) == (read_layout(tmp_path / "layout.toml")[0], len(read_layout(tmp_path / "layout.toml")[1]))

    def test_encodings(self, tmp_path: Path):
        """The mark that some editors begin a file with is no mistake; of another encoding it is told what to do."""
        written = (templates_folder() / "review" / "layout.toml").read_text(encoding="utf-8")
        path = tmp_path / "layout.toml"
        path.write_text(written, encoding="utf-8-sig")
        assert [] == read_layout(path)[1]

        path.write_text(written.replace("Review Guide", "Guía"), encoding="cp1252")
        assert ["this cannot be read. Save it from your editor with the encoding UTF-8."] == [
            one.problem for one in read_layout(path)[1]
        ]

    @pytest.mark.parametrize("name", packaged_templates())
    def test_ours(self, name: str):
        """The layouts that come with the package have no mistake, and name sheets that there are."""
        layout, found = read_layout(template_folder(name) / "layout.toml")

        assert [] == found
        assert set(layout.sheets) <= set(sheet_names())


class TestStyleMistakes:
    def test_pale_text(self, mistakes: Mistakes):
        """Text that stands out too little is named with its cell, both colors, and what is needed."""

        def pale(book: openpyxl.Workbook) -> None:
            cell_of(book, "Styles", "place").font = Font(name="Calibri", size=36, color="FFAAAAAA")

        problem = "the text of the style 'place' is #AAAAAA on #FFFFFF: the contrast is 2.3 to 1, needed is 4.5 to 1. "

        assert [("sheet Styles, cell B2", f"{problem}Choose a darker or a lighter colour.")] == mistakes(pale)

    def test_fill(self, mistakes: Mistakes):
        """A fill too near the color of its text is found."""

        def fill(book: openpyxl.Workbook) -> None:
            cell_of(book, "Styles", "caution").fill = PatternFill("solid", fgColor="FF333333")

        assert ["'caution'"] == [problem.split()[5] for _, problem in mistakes(fill)]

    def test_pale_pillar(self, mistakes: Mistakes):
        """A pillar's color that is too pale for its titles is named once, with the pillar's cell."""

        def pale(book: openpyxl.Workbook) -> None:
            cell_of(book, "Pillars", "Work", 4).fill = PatternFill("solid", fgColor="FFFFD54F")

        ((place, problem),) = mistakes(pale)

        assert place.startswith("sheet Pillars, cell D")
        assert " of Work is #FFD54F on " in problem or " of Work is #FFFFFF on #FFD54F" in problem

    def test_dark_tint(self, mistakes: Mistakes):
        """So is a tint that is too dark for the words on it."""

        def dark(book: openpyxl.Workbook) -> None:
            cell_of(book, "Pillars", "Work", 5).fill = PatternFill("solid", fgColor="FF777777")

        places = {place[:-1] for place, _ in mistakes(dark)}

        assert places <= {"sheet Pillars, cell D", "sheet Pillars, cell E"}
        assert places

    def test_edge(self, mistakes: Mistakes):
        """The edge of a cell to write in needs 3 to 1."""

        def pale(book: openpyxl.Workbook) -> None:
            side = Side("thin", color="FFEEEEEE")
            cell_of(book, "Styles", "entry").border = Border(left=side, right=side, top=side, bottom=side)

        ((_, problem),) = mistakes(pale)

        assert "edge of the style 'entry' is #EEEEEE on #FFFFFF" in problem
        assert "needed is 3 to 1" in problem

    def test_all_at_once(self, own: Path, mistakes: Mistakes):
        """Mistakes of the layout and of each sheet of the style book are named together."""
        (own / "layout.toml").write_text('title = "T"\nabout = "place"\nsheets = ["covr", "data"]\n')

        def spoil(book: openpyxl.Workbook) -> None:
            cell_of(book, "Styles", "note").font = Font(color="FFAAAAAA")
            cell_of(book, "Styles", "lead", 1).value = "leed"
            cell_of(book, "Wording", "glance.title").value = "{nothing}"
            cell_of(book, "Wording", "cover.purpose", 1).value = "cover.porpoise"
            cell_of(book, "Pillars", "Health", 1).value = "Wealth"

        found = mistakes(spoil)
        problems = " ".join(problem for _, problem in found)

        assert all(place for place, _ in found)
        assert all(word in problems for word in ("covr", "'note'", "leed", "{nothing}", "cover.porpoise", "Wealth"))

    def test_a_row_left_out(self, mistakes: Mistakes):
        """What a book leaves out is as in the review template, and no mistake."""

        def remove(book: openpyxl.Workbook) -> None:
            book["Wording"].delete_rows(2, 20)
            book["Styles"].delete_rows(4, 5)
            del book["Pillars"]

        assert [] == mistakes(remove)

    def test_no_workbook(self, own: Path, ask: Queries):
        """A style book that is no workbook is one mistake."""
        (own / "style.xlsx").write_text("no workbook")
        ((one),) = template_mistakes(str(own), ask)

        assert str(one).startswith(f"{own / 'style.xlsx'}: cannot be opened as a workbook")

    def test_odd_logo(self, own: Path, ask: Queries):
        """A picture that cannot be drawn is named."""
        import zipfile  # noqa: PLC0415 - here alone

        with zipfile.ZipFile(own / "style.xlsx", "a") as parts:
            parts.writestr("xl/media/image1.svg", "<svg/>")
        ((one),) = template_mistakes(str(own), ask)

        assert "sheet Logo, cell A1: the picture is of an unusual kind." in str(one)


class TestCheckCommand:
    @pytest.mark.parametrize("name", packaged_templates())
    def test_ours(self, name: str):
        """The templates that come with the package have no mistakes."""
        result = run("template", "check", name)

        assert (0, f"No mistakes in {name}.\n") == (result.exit_code, result.stdout)

    def test_mistakes(self, own: Path):
        """Mistakes are printed one a line, counted, and end in 1; a script reads them as JSON."""
        (own / "layout.toml").write_text('title = "T"\nabout = "place"\nsheets = ["covr", "ntes", "data"]\n')
        result = run("template", "check", own)
        told = json.loads(run("template", "check", own, "--json").stdout)

        assert 1 == result.exit_code
        assert 3 == len(result.stdout.splitlines())
        assert result.stdout.splitlines()[-1].startswith("2 mistakes in ")
        assert ["line 3", "line 3"] == [one["place"] for one in told]
        assert all(one["problem"] in result.stdout for one in told)

    def test_build_tells_the_first(self, own: Path):
        """Building with it is refused with the first mistake, and says how to see all."""
        (own / "layout.toml").write_text('title = "T"\nabout = "place"\nsheets = ["covr", "ntes", "data"]\n')
        result = run("build", "15005", "--template", own)

        assert 1 == result.exit_code
        assert "(1 of 2 mistakes; `mobility-xl template check` names them all)" in result.stderr

    def test_build_tells_of_pale_text(self, own: Path, tmp_path: Path):
        """What is only hard to read is built all the same, with a line that names the command that lists it."""
        book = openpyxl.load_workbook(own / "style.xlsx")
        cell_of(book, "Styles", "place").font = Font(name="Calibri", size=36, color="FFAAAAAA")
        book.save(own / "style.xlsx")
        result = run("build", "15005", "--template", own, "-o", tmp_path / "guide.xlsx")

        assert 0 == result.exit_code
        assert f'has 1 mistake: `mobility-xl template check "{own}"` names what is hard to read.\n' in result.stderr

    def test_serifs(self, own: Path):
        """A font with serifs is no mistake, but told with its cell, as a check of the workbook would tell it."""
        book = openpyxl.load_workbook(own / "style.xlsx")
        cell_of(book, "Styles", "place").font = Font(name="Georgia", size=36)
        book.save(own / "style.xlsx")
        result = run("template", "check", own)
        told = json.loads(run("template", "check", own, "--json").stdout)

        said = "sheet Styles, cell B2: Use a font without serifs, such as Calibri or Arial, not Georgia."

        assert 0 == result.exit_code
        assert [f"Advice: {own / 'style.xlsx'}, {said}", f"No mistakes in {own}."] == result.stdout.splitlines()
        assert [("sheet Styles, cell B2", True)] == [(one["place"], one["advice"]) for one in told]

    def test_nowhere(self):
        """A template that is not there is a wrong request."""
        result = run("template", "check", "nope")

        assert 2 == result.exit_code
        assert "There is no template 'nope'." in result.stderr


def program(folder: Path, name: str, script: str) -> None:
    """Put a command into a folder."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


class TestPreview:
    @pytest.fixture(autouse=True)
    def only_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Let no program be found but those in one folder."""
        (tmp_path / "bin").mkdir()
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
        monkeypatch.setattr("mobility_xl.workbook.pictures.OFFICES", ("soffice",))
        monkeypatch.chdir(tmp_path)
        return tmp_path / "bin"

    def test_no_office(self):
        """Without LibreOffice one sentence says so and what to do, and nothing is left."""
        result = run("template", "preview", "council", "--place", "15005")

        assert 1 == result.exit_code
        assert result.stderr.startswith("LibreOffice is not installed here, which draws the pictures.")
        assert not Path("council preview").exists()

    def test_printed(self, only_path: Path):
        """With LibreOffice alone there is a PDF; it printed a workbook whose Data sheet is hidden."""
        copy = '/bin/cp "$7" kept.xlsx; echo printed > "$6/review.pdf"'
        program(only_path, "soffice", copy)
        result = run("template", "preview", "review", "--place", "15005")
        states = {sheet.name: sheet.state for sheet in Package.open("kept.xlsx").sheets}

        assert (0, "review preview/review.pdf\n") == (result.exit_code, result.stdout)
        assert "hidden" == states.pop("Data")
        assert {"visible"} == set(states.values())

    def test_pages(self, only_path: Path, own: Path):
        """With Poppler there is a picture of each page; a template of one's own is drawn by its folder."""
        (own / "layout.toml").write_text('title = "T"\nabout = "place"\nsheets = ["cover", "data"]\n')
        program(only_path, "soffice", 'echo printed > "$6/Our county.pdf"')
        program(only_path, "pdftoppm", 'echo 1 > "$5-1.png"; echo 2 > "$5-2.png"')
        result = run("template", "preview", own, "--place", "15005", "-o", "pictures")

        assert ["Our county.pdf", "Our county-1.png", "Our county-2.png"] == [
            Path(line).name for line in result.stdout.splitlines()
        ]
        assert {"Our county.pdf", "Our county-1.png", "Our county-2.png"} == {
            one.name for one in Path("pictures").iterdir()
        }

    @pytest.mark.parametrize(
        ("script", "said"),
        [
            ("echo no such display >&2; exit 3", "soffice ended with code 3: no such display."),
            ("exit 0", "LibreOffice could not print the workbook."),
        ],
        ids=["failed", "no file"],
    )
    def test_failed(self, script: str, said: str, only_path: Path):
        """What LibreOffice says when it fails is passed on."""
        program(only_path, "soffice", script)
        result = run("template", "preview", "council", "--place", "15005")

        assert 1 == result.exit_code
        assert result.stderr.startswith(said)

    def test_state(self, only_path: Path):
        """A template about a state is shown with one."""
        program(only_path, "soffice", 'echo printed > "$6/functions.pdf"')

        assert 0 == run("template", "preview", "functions").exit_code


class TestEveryLayout:
    @pytest.mark.parametrize("sheet", LAID_OUT)
    def test_alone(self, sheet: str, ask: Queries):
        """With any one sheet beside Data a workbook is built that has nothing to repair."""
        assert [] == faults_with(ask, [sheet, "data"])

    @pytest.mark.client
    @pytest.mark.parametrize("sheet", LAID_OUT)
    def test_left_out(self, sheet: str, ask: Queries):
        """So is one with all of them but one; each takes a second."""
        assert [] == faults_with(ask, [name for name in LAID_OUT if name != sheet] + ["data"])

    def test_without_peers(self, ask: Queries):
        """So is one with all but those that show peers."""
        assert [] == faults_with(ask, [name for name in LAID_OUT if name not in WITH_PEERS] + ["data"])


def faults_with(ask: Queries, names: list[str]) -> list[str]:
    """Return what is to be repaired in a workbook of a county, of which little is known, with some sheets."""
    modules = tuple(import_module(f"{SHEETS}.{name}") for name in names)
    every = replace(read_template("analyst", ask), name="every", modules=modules, protect=frozenset())
    with package_of(build(ask, ask.area("15005"), every)) as package:
        return [str(one) for one in lint(package)]
