"""LibreOffice as a client: it calculates a workbook anew, prints it and draws it."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from tests.clients import PROJECT, ClientError, installed, run

MODULE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
{}
</script:module>
"""
EDITING = """\
Sub Main
  On Error GoTo Quit
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden"
  how(0).Value = True
  doc = StarDesktop.loadComponentFromURL("{opened}", "_blank", 0, how())
  {statements}
  doc.calculateAll()
  how(0).Name = "FilterName"
  how(0).Value = "Calc MS Excel 2007 XML"
  doc.storeToURL("{saved}", how())
  doc.close(True)
Quit:
  StarDesktop.terminate()
End Sub
"""


def typing(cell: tuple[str, str], value: str | float | bool | None) -> str:
    """Return the line of Basic that types a value into a cell, which is named by its sheet and address."""
    target = f'doc.Sheets.getByName({_text(cell[0])}).getCellRangeByName("{cell[1]}")'
    match value:
        case None:
            return f'{target}.setString("")'
        case bool():
            return f'{target}.setFormula("{str(value).upper()}")'
        case str():
            return f"{target}.setString({_text(value)})"
        case _:
            return f"{target}.setValue({value!r})"


def _text(text: str) -> str:
    """Return a text as Basic writes it."""
    lines = (line.replace('"', '""') for line in text.split("\n"))
    return " & Chr(10) & ".join(f'"{line}"' for line in lines)


@dataclass(frozen=True)
class Office:
    """One LibreOffice, in the folder that `install_libreoffice.py` unpacked.

    Every call has its own copy of the workbook and of the profile, so calls may run at the same time.
    """

    folder: Path

    @classmethod
    def of_version(cls, version: str) -> "Office":
        """Return the LibreOffice that `make test` installed, such as "25.2"."""
        return cls(installed(f"LibreOffice {version}", PROJECT / ".tools" / f"libreoffice-{version}"))

    def soffice(self, profile: Path, *arguments: str | Path) -> str:
        """Run LibreOffice, without a window, on one profile, and return what it printed."""
        program = "usr/lib/libreoffice/program/soffice.bin"
        return self._run(program, f"-env:UserInstallation={profile.as_uri()}", "--headless", *arguments, home=profile)

    def convert(self, path: Path, to: str, out_dir: Path) -> Path:
        """Save a workbook in another form, with every formula calculated anew.

        Parameters
        ----------
        to
            The new file's extension, such as "pdf"; a filter and its options may follow after colons.

        Returns
        -------
        Path
            The new file in ``out_dir``, which has the workbook's name.
        """
        with TemporaryDirectory() as scratch:
            profile = shutil.copytree(self.folder / "profile", Path(scratch, "profile"))
            # LibreOffice writes a lock file beside what it opens: never beside the workbook itself.
            copy = shutil.copy(path, scratch)
            made = Path(scratch, "made")
            said = self.soffice(profile, "--convert-to", to, "--outdir", made, copy)
            result = made / f"{path.stem}.{to.partition(':')[0]}"
            # Its exit code is 0 even where it could not read the file.
            if not result.exists():
                raise ClientError(f"{self.folder.name} made no {to} of {path.name} and said:\n{said}")
            return Path(shutil.move(result, out_dir / result.name))

    def edited(self, path: Path, target: Path, statements: Iterable[str]) -> Path:
        """Open a workbook, do what a person would do to it, save it as Excel's, and return the new file.

        Parameters
        ----------
        statements
            Lines of LibreOffice Basic about ``doc``, such as those of :func:`typing`.
        """
        with TemporaryDirectory() as scratch:
            profile = shutil.copytree(self.folder / "profile", Path(scratch, "profile"))
            copy, made = Path(shutil.copy(path, scratch)), Path(scratch, "made.xlsx")
            module = profile / "user" / "basic" / "Standard" / "Module1.xba"
            lines = EDITING.format(opened=copy.as_uri(), saved=made.as_uri(), statements="\n".join(statements))
            module.write_text(MODULE.format(escape(lines)), encoding="utf-8")
            said = self.soffice(profile, "--norestore", "macro:///Standard.Module1.Main")
            if not made.exists():
                raise ClientError(f"{self.folder.name} did not save {path.name} and said:\n{said}")
            return Path(shutil.move(made, target))

    def recalculated(self, path: Path) -> dict[tuple[str, str], object]:
        """Return what every cell holds after a recalculation, by (sheet, cell); empty cells are left out."""
        with TemporaryDirectory() as scratch:
            workbook = openpyxl.load_workbook(self.convert(path, "xlsx", Path(scratch)), data_only=True)
        return {
            (sheet.title, cell.coordinate): cell.value
            for sheet in workbook.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value not in {None, ""}
        }

    def pdf(self, path: Path, out_dir: Path) -> Path:
        """Print a workbook."""
        return self.convert(path, "pdf", out_dir)

    def pictures(self, path: Path, out_dir: Path, dots_per_inch: int = 80) -> list[Path]:
        """Draw each page that a workbook prints as a PNG file, in order."""
        with TemporaryDirectory() as scratch:
            pages = Path(scratch, "pages")
            pages.mkdir()
            printed = self.pdf(path, Path(scratch))
            self._run(
                "usr/bin/pdftoppm", "-png", "-r", str(dots_per_inch), printed, pages / path.stem, home=Path(scratch)
            )
            return [Path(shutil.move(page, out_dir / page.name)) for page in sorted(pages.iterdir())]

    def commands(self, folder: Path) -> Path:
        """Put the commands soffice and pdftoppm into a folder, as a machine has them that it is installed on."""
        programs = {"soffice": "usr/lib/libreoffice/program/soffice.bin", "pdftoppm": "usr/bin/pdftoppm"}
        settings = "\n".join(f"export {name}='{value}'" for name, value in self._environment(folder).items())
        for name, program in programs.items():
            command = folder / name
            # With a new profile, LibreOffice ends with 81 and wants to be run once more.
            once = f"'{self.folder / program}' \"$@\""
            command.write_text(f"#!/bin/sh\n{settings}\n{once}\ncode=$?\n[ $code -ne 81 ] && exit $code\nexec {once}\n")
            command.chmod(0o755)
        return folder

    def _run(self, program: str, *arguments: str | Path, home: Path) -> str:
        return run([self.folder / program, *arguments], seconds=180, env=self._environment(home))

    def _environment(self, home: Path) -> dict[str, str]:
        """Return where it finds its libraries, fonts and settings."""
        places = (
            "usr/lib/libreoffice/program",
            "lib/*-linux-gnu",
            "usr/lib/*-linux-gnu",
            "usr/lib/*-linux-gnu/blas",
            "usr/lib/*-linux-gnu/lapack",
        )
        libraries = [str(folder) for place in places for folder in self.folder.glob(place)]
        return {
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "FONTCONFIG_FILE": str(self.folder / "fonts.conf"),
            "LD_LIBRARY_PATH": ":".join(libraries),
        }
