"""PivotTables in LibreOffice: a macro chooses filters, changes cells of the source, and reads what is shown."""

import shutil
from dataclasses import dataclass
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.clients import ClientError
from tests.clients.office import Office

Grid = list[list[str | float]]
"""What the cells of a PivotTable show, from its first filter down; empty cells are empty texts."""


@dataclass(frozen=True)
class Choose:
    """Choose an item of a filter."""

    pivot: str
    field: str
    item: str

    def __str__(self) -> str:
        return f"choose\t{self.pivot}\t{self.field}\t{self.item}"


@dataclass(frozen=True)
class Change:
    """Put a number into a cell, and read the source anew."""

    sheet: str
    cell: str
    number: float

    def __str__(self) -> str:
        return f"change\t{self.sheet}\t{self.cell}\t{self.number!r}"


@dataclass(frozen=True)
class Read:
    """Read what a PivotTable shows."""

    pivot: str

    def __str__(self) -> str:
        return f"read\t{self.pivot}\t-\t-"


def in_libreoffice(office: Office, path: Path, sheet: str, steps: list[Choose | Change | Read]) -> list[Grid]:
    """Return what the steps that read have read, from the PivotTables of a sheet."""
    with TemporaryDirectory() as scratch:
        here = Path(scratch)
        profile = shutil.copytree(office.folder / "profile", here / "profile")
        _add_macro(profile)
        copy = Path(shutil.copy(path, here))
        asked, answered = here / "steps.txt", here / "answers.txt"
        asked.write_text("\n".join(map(str, steps)), encoding="ascii")
        said = office.soffice(
            profile, f'macro:///Standard.Tests.Run("{copy.as_uri()}","{sheet}","{asked}","{answered}")'
        )
        if not answered.exists():
            raise ClientError(f"{office.folder.name} did not answer about {path.name}: {said}")
        return _grids(answered.read_text(encoding="utf-8"))


def _grids(answers: str) -> list[Grid]:
    grids: list[Grid] = []
    for line in answers.splitlines():
        if line == "read":
            grids.append([])
        elif line.startswith("failed"):
            raise ClientError(f"The macro {line}.")
        else:
            grids[-1].append([float(cell[1:]) if cell[:1] == "#" else cell for cell in line.split("\t")])
    return grids


def _add_macro(profile: Path) -> None:
    """Put the macro into a profile, where one may be run by name without asking."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    of = 'xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    named = 'xmlns:script="http://openoffice.org/2000/script" script:name="Tests" script:language="StarBasic"'
    basic = profile / "user" / "basic"
    library = basic / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    (library / "Tests.xba").write_text(
        f"{head}<script:module {named}>{escape(MACRO)}</script:module>", encoding="utf-8"
    )
    listed = f'<library:library {of} library:readonly="false" library:passwordprotected="false">'
    one = '<library:element library:name="Tests"/>'
    (library / "script.xlb").write_text(f"{head}{listed}{one}</library:library>", encoding="utf-8")
    (library / "dialog.xlb").write_text(f"{head}{listed}</library:library>", encoding="utf-8")


MACRO = """
Sub Run(address As String, name As String, asked As String, answered As String)
  On Error Goto Failed
  answers = FreeFile
  Open answered For Output As #answers
  Dim unseen(0) As New com.sun.star.beans.PropertyValue
  unseen(0).Name = "Hidden"
  unseen(0).Value = True
  book = StarDesktop.loadComponentFromURL(address, "_blank", 0, unseen())
  sheet = book.Sheets.getByName(name)
  tables = sheet.getDataPilotTables()
  steps = FreeFile
  Open asked For Input As #steps
  Do While Not Eof(steps)
    Line Input #steps, line
    parts = Split(line, Chr(9))
    If parts(0) = "change" Then
      book.Sheets.getByName(parts(1)).getCellRangeByName(parts(2)).Value = Val(parts(3))
      tables.getByName(tables.getElementNames()(0)).refresh()
    ElseIf parts(0) = "choose" Then
      fields = tables.getByName(parts(1)).getDataPilotFields()
      fields.getByName(parts(2)).SelectedPage = parts(3)
    Else
      Print #answers, "read"
      area = tables.getByName(parts(1)).OutputRange
      For row = area.StartRow To area.EndRow
        shown = ""
        For column = area.StartColumn To area.EndColumn
          cell = sheet.getCellByPosition(column, row)
          If column > area.StartColumn Then shown = shown & Chr(9)
          If cell.Type = com.sun.star.table.CellContentType.VALUE Then
            shown = shown & "#" & Str(cell.Value)
          Else
            shown = shown & cell.String
          End If
        Next column
        Print #answers, shown
      Next row
    End If
  Loop
  Close #steps
  book.close(True)
  Close #answers
  StarDesktop.terminate()
  Exit Sub
Failed:
  Print #answers, "failed: " & Error & " in line " & Erl
  Close #answers
  StarDesktop.terminate()
End Sub
"""
