"""Opens a workbook that came from outside, or refuses it with a sentence of its own."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from mobility_xl.errors import BadWorkbook
from mobility_xl.workbook.lint.safety import dynamic_data_exchange, macro
from mobility_xl.workbook.package import Package, local_name
from mobility_xl.workbook.package.workbook import CONTENT_TYPES


def receive(path: Path) -> Package:
    """Open a workbook that anyone may have sent.

    What is too large, packed in a strange way or declares entities is refused before it is read; what
    runs something or is damaged is refused here. Links to other files and addresses are never followed.

    Raises
    ------
    BadWorkbook
        Naming the file, what is wrong with it, and what to do.
    """
    package = Package.open(path)
    for check in _CHECKS:
        for fault in check(package):
            raise BadWorkbook(f"{path.name} {fault}")
    return package


def reopened(path: Path, digest: str) -> Package:
    """Open once more a workbook that was received, or raise BadWorkbook where somebody has changed it since."""
    package = Package.open(path)
    if package.archive.digest != digest:
        raise BadWorkbook(f"{path.name} was changed while it was read. Close it where it is open, and start again.")
    return package


def _doubled_parts(package: Package) -> Iterator[str]:
    for name, count in Counter(entry.lower() for entry in package.archive.entries).items():
        if count > 1:
            yield f"holds its part {name} {count} times: which one counts is anybody's guess. Save it anew in Excel."


def _names_leading_out(package: Package) -> Iterator[str]:
    for entry in package.archive.entries:
        if ".." in entry.split("/") or ":" in entry:
            yield f"names a part that lies outside of it ({entry}), which is an attack. Ask who sent it."


def _undeclared_parts(package: Package) -> Iterator[str]:
    if not package.archive.has(CONTENT_TYPES):
        yield f"is damaged: it lacks the part {CONTENT_TYPES}. Ask for it again."


def _macros(package: Package) -> Iterator[str]:
    advice = "Save it in Excel as an Excel Workbook (.xlsx), which leaves them out."
    for problem in macro(package):
        if problem.where == package.workbook_part and not package.archive.has("xl/vbaProject.bin"):
            yield f"is of the kind that may hold macros (.xlsm), which is never opened here. {advice}"
        yield f"holds macros or a dialog of theirs, which are never opened here. {advice}"


def _other_programs(package: Package) -> Iterator[str]:
    for part in package.targets(package.workbook_part, "externalLink"):
        for element in package.archive.xml(part):
            if local_name(element) in {"ddeLink", "oleLink"}:
                yield f"is linked to another program ({part}), which it could start. Ask for a copy without that link."


def _calls_of_programs(package: Package) -> Iterator[str]:
    for problem in dynamic_data_exchange(package):
        where = " ".join(filter(None, (problem.where, problem.cell)))
        yield f"calls another program from a formula ({where}). Take the formula out, and save it."


def _damaged_parts(package: Package) -> Iterator[str]:
    for part in package.xml_parts:
        fault = package.broken(part)
        if fault is not None:
            yield f"is damaged: its part {part} cannot be read ({fault}). Open it in Excel, which may repair it."


def _no_sheets(package: Package) -> Iterator[str]:
    if not package.worksheets:
        yield "holds no sheet with cells. Ask for it again."
    for sheet in package.sheets:
        if not package.archive.has(sheet.part):
            yield f"is damaged: its sheet {sheet.name!r} is missing. Ask for it again."


_CHECKS: tuple[Callable[[Package], Iterator[str]], ...] = (
    _doubled_parts,
    _names_leading_out,
    _undeclared_parts,
    _macros,
    _other_programs,
    _damaged_parts,
    _no_sheets,
    _calls_of_programs,
)
