"""Finds what keeps the functions from working, one cause a check, and says what to do about it."""

import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from mobility_xl.errors import MobilityError
from mobility_xl.functions import FUNCTIONS
from mobility_xl.store import open_store

from .conf import INTERPRETER, MODULES, Conf
from .machine import Machine
from .setup import INSTALL_XLWINGS, MODULE, NO_EXCEL, WINDOWS_ONLY, modules_of

GOOD, BEWARE, WRONG = "ok", "beware", "wrong"

SET_UP = "Run `mobility-xl addin install`."

DEFENDER = r"HKLM\SOFTWARE\{}Microsoft\Windows Defender"
RULES = {
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a": "keeps Office from starting other programs, and Excel must start Python",
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": "keeps macros from calling Windows, which xlwings' macros do",
}
"""The attack-surface-reduction rules of Microsoft Defender that stop xlwings, and how."""
BLOCKS = {"1": "blocks", "6": "warns, then blocks"}

MACROS_OFF = {4: "lets no macro run", 3: "lets only signed macros run, and those of xlwings are not signed"}
"""What Excel's settings for macros (VBAWarnings) mean where they stop ours; 1 and 2 let people allow them."""

ASK_IT = "Ask your IT department for an exception, or use the MOBILITY names inside a workbook: they need no macro."

MOST_WORKBOOK_XML = 20_000_000
_DEFINED_NAME = re.compile(rb'<(?:\w+:)?definedName\b[^>]*?\bname="([^"]+)"')


@dataclass(frozen=True)
class Finding:
    """What a check found: ``ok``, ``beware`` (it may work) or ``wrong``, in a sentence, and what to do."""

    name: str
    state: str
    said: str
    advice: str = ""


Check = Callable[[Machine], Finding]


def diagnose(machine: Machine) -> list[Finding]:
    """Return what every check finds; elsewhere than on Windows only that."""
    if not machine.is_windows:
        return [windows(machine)]
    return [check(machine) for check in CHECKS]


def windows(machine: Machine) -> Finding:
    """Look whether this is Windows."""
    if machine.is_windows:
        return Finding("Windows", GOOD, "This is Windows.")
    return Finding("Windows", WRONG, WINDOWS_ONLY)


def excel(machine: Machine) -> Finding:
    """Look for Excel, and for one that lets no other program in."""
    if machine.excel is None:
        return Finding("Excel", WRONG, NO_EXCEL, "Install Excel for Windows.")
    if "windowsapps" in str(machine.excel).lower():
        said = f"{machine.excel} comes from the Microsoft Store: Python often cannot reach such an Excel."
        return Finding("Excel", BEWARE, said, "If functions fail, install Excel from office.com instead.")
    return Finding("Excel", GOOD, f"{machine.excel}, version {machine.office}.")


def xlwings(machine: Machine) -> Finding:
    """Look for xlwings and for the package through which it talks to Excel."""
    if machine.xlwings_folder is None:
        return Finding("xlwings", WRONG, "xlwings is not installed in this Python.", INSTALL_XLWINGS)
    if not machine.has_pywin32:
        said = "pywin32 is missing: xlwings cannot talk to Excel without it."
        return Finding("xlwings", WRONG, said, "Install it with: pip install pywin32")
    return Finding("xlwings", GOOD, f"xlwings {machine.xlwings_version} in {machine.xlwings_folder}.")


def addin(machine: Machine) -> Finding:
    """Look for xlwings' add-in, and whether it is of the same version as the package."""
    if not machine.addin.is_file():
        return Finding("Add-in", WRONG, f"xlwings' add-in is not in {machine.startup}.", SET_UP)
    if machine.packaged_addin is None:
        return Finding("Add-in", WRONG, f"{machine.addin} is there, but xlwings is not.", INSTALL_XLWINGS)
    if not machine.addin_is_its_own:
        said = f"{machine.addin} is of another version than xlwings {machine.xlwings_version}, or was changed."
        return Finding("Add-in", WRONG, said, f"Close Excel. {SET_UP}")
    return Finding("Add-in", GOOD, f"{machine.addin} belongs to xlwings {machine.xlwings_version}.")


def interpreter(machine: Machine) -> Finding:
    """Look whether the Python that Excel will start is there, and is this one."""
    named = Conf(machine.conf, machine.encoding).get(INTERPRETER)
    if not named:
        return Finding("Python", WRONG, f"{machine.conf} names no Python ({INTERPRETER}).", SET_UP)
    if not Path(named).is_file():
        said = f"{INTERPRETER} in {machine.conf} is {named}, which does not exist."
        return Finding("Python", WRONG, said, f"With the Python that you use now: {SET_UP}")
    if Path(named) != machine.python:
        said = f"Excel starts {named}, not this Python ({machine.python})."
        return Finding("Python", BEWARE, said, f"Install mobility_xl there too, or for this one: {SET_UP}")
    return Finding("Python", GOOD, f"Excel starts {named}.")


def bits(machine: Machine) -> Finding:
    """Look whether Excel finds the library for its own bits beside Python; their bits may then differ."""
    if machine.excel_bits is None:
        return Finding("Bits", BEWARE, "Whether Excel has 32 or 64 bits could not be read.", "Look at File > Account.")
    named = Conf(machine.conf, machine.encoding).get(INTERPRETER)
    python = Path(named) if named else machine.python
    library = machine.library(machine.excel_bits)
    both = f"Excel has {machine.excel_bits} bits, Python {machine.bits}"
    # Where xlwings' macros look: beside python.exe, and above it for a virtual environment.
    if not any((folder / library).is_file() for folder in (python.parent, python.parent.parent)):
        said = f"{both}; {library}, through which they talk, is neither in {python.parent} nor above it."
        advice = (
            f"Use a Python of {machine.excel_bits} bits from python.org, in a virtual environment of its own, not the "
            "one of the Microsoft Store: there xlwings' libraries lie where Excel does not look."
        )
        return Finding("Bits", WRONG, said, advice)
    if machine.excel_bits != machine.bits:
        said = f"{both}: they differ, and talk through {library}, which is there."
        advice = f"If Excel cannot load it, use a Python of {machine.excel_bits} bits."
        return Finding("Bits", BEWARE, said, advice)
    return Finding("Bits", GOOD, f"{both}.")


def module(machine: Machine) -> Finding:
    """Look whether xlwings is told to import our module."""
    conf = Conf(machine.conf, machine.encoding)
    modules = modules_of(conf)
    if MODULE in modules:
        return Finding("Module", GOOD, f"xlwings imports {' and '.join(modules)}.")
    if modules:
        return Finding("Module", WRONG, f"{MODULES} in {machine.conf} names {' and '.join(modules)} only.", SET_UP)
    return Finding("Module", WRONG, f"{machine.conf} does not name {MODULE} ({MODULES}).", SET_UP)


def macros(machine: Machine) -> Finding:
    """Look whether a policy or a setting stops macros."""
    policy = rf"SOFTWARE\Policies\Microsoft\Office\{machine.office}"
    for hive in ("HKCU", "HKLM"):
        if machine.registry(rf"{hive}\{policy}\Common", "vbaoff") == 1:
            said = f"A policy takes macros out of Office (vbaoff in {hive}\\{policy}\\Common)."
            return Finding("Macros", WRONG, said, ASK_IT)
    ruled = machine.registry(rf"HKCU\{policy}\Excel\Security", "VBAWarnings")
    if ruled in MACROS_OFF:
        said = f"A policy {MACROS_OFF[int(ruled)]} (VBAWarnings in HKCU\\{policy}\\Excel\\Security)."
        return Finding("Macros", WRONG, said, ASK_IT)
    chosen = machine.registry(_excel_security(machine), "VBAWarnings")
    if ruled is None and chosen in MACROS_OFF:
        return Finding(
            "Macros",
            WRONG,
            f"Excel's own setting {MACROS_OFF[int(chosen)]}.",
            "File > Options > Trust Center > Macro Settings: choose 'Disable VBA macros with notification'.",
        )
    return Finding("Macros", GOOD, "No setting of Excel and no policy stops macros.")


def project_access(machine: Machine) -> Finding:
    """Look whether xlwings may write its macros into a workbook."""
    policy = rf"HKCU\SOFTWARE\Policies\Microsoft\Office\{machine.office}\Excel\Security"
    ruled = machine.registry(policy, "AccessVBOM")
    if ruled == 0:
        said = f"A policy keeps xlwings from importing functions into a workbook (AccessVBOM in {policy})."
        return Finding("Import", WRONG, said, ASK_IT)
    if ruled is None and machine.registry(_excel_security(machine), "AccessVBOM") != 1:
        said = "Excel does not let xlwings import functions into a workbook."
        advice = "File > Options > Trust Center > Macro Settings: tick 'Trust access to the VBA project object model'."
        return Finding("Import", WRONG, said, advice)
    return Finding("Import", GOOD, "Excel lets xlwings import functions into a workbook.")


def child_processes(machine: Machine) -> Finding:
    """Look for the rules of Microsoft Defender that keep Excel from starting Python."""
    for rule, stops in RULES.items():
        for where, state in _states(machine, rule):
            if state in BLOCKS:
                said = f"A rule of Microsoft Defender {BLOCKS[state]}: it {stops} ({rule} in {where})."
                return Finding("Child processes", WRONG, said, ASK_IT)
    return Finding("Child processes", GOOD, "No rule of Microsoft Defender keeps Excel from starting Python.")


def same_names(machine: Machine) -> Finding:
    """Look for workbooks, open or opened with Excel, that define names as the functions are called."""
    folders = [machine.startup]
    if more := machine.registry(rf"HKCU\SOFTWARE\Microsoft\Office\{machine.office}\Excel\Options", "AltStartup"):
        folders.append(Path(str(more)))
    files = [path for folder in folders for path in sorted(folder.glob("*.xls[xmb]"))]
    named = {str(path): _names_in(path) for path in files} | dict(machine.open_books())
    clashing = [book for book, names in named.items() if any(one.upper() in FUNCTIONS for one in names)]
    if clashing:
        said = f"{' and '.join(clashing)} defines names such as MOBILITY_METRIC, as the functions are called."
        advice = "Close it, take it out of the startup folder, or use its names instead: never both in one Excel."
        return Finding("Same names", WRONG, said, advice)
    return Finding("Same names", GOOD, "No open workbook, and none that opens with Excel, defines the same names.")


def numbers(machine: Machine) -> Finding:  # noqa: ARG001 - every check takes the machine
    """Look whether the store opens."""
    try:
        store = open_store()
    except MobilityError as error:
        return Finding("Numbers", WRONG, str(error), "See `mobility-xl data status`.")
    return Finding("Numbers", GOOD, f"The {store.edition} edition, {store.path}.")


CHECKS: tuple[Check, ...] = (
    windows,
    excel,
    xlwings,
    addin,
    interpreter,
    bits,
    module,
    macros,
    project_access,
    child_processes,
    same_names,
    numbers,
)
"""In the order in which one would look: what is said first may explain what follows."""


def _excel_security(machine: Machine) -> str:
    return rf"HKCU\SOFTWARE\Microsoft\Office\{machine.office}\Excel\Security"


def _states(machine: Machine, rule: str) -> Iterable[tuple[str, str]]:
    """Give where a rule of Defender can be set, and its state there: by group policy, by an MDM, on this computer."""
    policy, own = DEFENDER.format("Policies\\"), DEFENDER.format("")
    for base in (policy, own):
        key = rf"{base}\Windows Defender Exploit Guard\ASR\Rules"
        if (state := machine.registry(key, rule)) is not None:
            yield key, str(state)
    managed = str(machine.registry(rf"{policy}\Policy Manager", "ASRRules") or "")
    for one in managed.split("|"):
        name, _, state = one.partition("=")
        if name.strip(" {}").lower() == rule:
            yield rf"{policy}\Policy Manager", state.strip()


def _names_in(path: Path) -> list[str]:
    """Return the names that a workbook file defines; none where it is no such file or cannot be read."""
    try:
        with zipfile.ZipFile(path) as file, file.open("xl/workbook.xml") as part:
            return [one.decode("utf-8", "replace") for one in _DEFINED_NAME.findall(part.read(MOST_WORKBOOK_XML))]
    except (OSError, KeyError, zipfile.BadZipFile):
        return []
