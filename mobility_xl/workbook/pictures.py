"""Draws a workbook as it prints, through LibreOffice and Poppler where they are installed."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from mobility_xl.errors import BadFile
from mobility_xl.workbook.sheets import data

OFFICES = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.com",
    "/opt/libreoffice/program/soffice",
)
"""Where LibreOffice is: as a command, or where it is installed on a Mac, on Windows, by hand."""

TO_PICTURES = "pdftoppm"
DOTS_AN_INCH = 80
LONGEST = 240
"""How many seconds a program may take."""


def draw(workbook: bytes, name: str, into: Path) -> list[Path]:
    """Print a workbook as a PDF, and its pages as PNG where Poppler is installed; return the files.

    The Data sheet is left out: it would take hundreds of pages.

    Parameters
    ----------
    workbook
        A workbook that was built here.
    name
        What the files are called.
    into
        The folder that they are put into.

    Raises
    ------
    BadFile
        When LibreOffice is not installed, fails, or the files cannot be written.
    """
    office = _program(*OFFICES)
    if office is None:
        raise BadFile(
            "LibreOffice is not installed here, which draws the pictures. Install it from libreoffice.org, or build a "
            "workbook with --template and open that."
        )
    with TemporaryDirectory() as scratch:
        draft = Path(scratch, f"{name}.xlsx")
        draft.write_bytes(without_data(workbook))
        profile = f"-env:UserInstallation={Path(scratch, 'profile').as_uri()}"
        printed = Path(scratch, f"{name}.pdf")
        _run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, draft])
        # LibreOffice ends well even where it could not read the file.
        if not printed.exists():
            raise BadFile("LibreOffice could not print the workbook. Build it, open it there, and see what it says.")
        pages = _pages(printed, Path(scratch, "pages"))
        try:
            into.mkdir(parents=True, exist_ok=True)
            return [Path(shutil.move(one, into / one.name)) for one in (printed, *pages)]
        except OSError as error:
            raise BadFile(f"{into} cannot be written ({error.strerror}). Name another folder with -o.") from error


def without_data(workbook: bytes) -> bytes:
    """Return a workbook whose Data sheet is hidden, so that it does not print; what formulas show stays."""
    made = BytesIO()
    with ZipFile(BytesIO(workbook)) as parts, ZipFile(made, "w", ZIP_DEFLATED) as changed:
        for info in parts.infolist():
            content = parts.read(info)
            if info.filename == "xl/workbook.xml":
                sheet = f'<sheet name="{data.TAB}" '.encode()
                content = content.replace(sheet, sheet + b'state="hidden" ')
            changed.writestr(info, content)
    return made.getvalue()


def _pages(printed: Path, folder: Path) -> list[Path]:
    """Return the pages of a PDF as pictures; none without Poppler."""
    program = _program(TO_PICTURES)
    if program is None:
        return []
    folder.mkdir()
    _run([program, "-png", "-r", str(DOTS_AN_INCH), printed, folder / printed.stem])
    return sorted(folder.iterdir())


def _program(*names: str) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


def _run(command: Sequence[str | Path]) -> None:
    """Run a program to its end."""
    name, environment = Path(command[0]).name, {**os.environ, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - the programs are named above, the files are our own
            command, env=environment, timeout=LONGEST, capture_output=True, text=True, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BadFile(f"{name} could not be run to its end ({error}).") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise BadFile(f"{name} ended with code {done.returncode}{': ' if said else ''}{''.join(said)}.")
