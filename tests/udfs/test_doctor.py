"""Each cause that keeps the functions from working is named, with what to do."""

import zipfile
from dataclasses import replace

import pytest

from mobility_xl.errors import BadFile
from mobility_xl.udfs.excel_windows import doctor
from mobility_xl.udfs.excel_windows.conf import INTERPRETER, MODULES, Conf
from mobility_xl.udfs.excel_windows.doctor import BEWARE, GOOD, WRONG, diagnose
from mobility_xl.udfs.excel_windows.setup import install
from tests.udfs.computer import Computer, program, put

POLICIES = r"Software\Policies\Microsoft\Office\16.0"
SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
DEFENDER = r"HKLM\Software\{}Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
WIN32_CALLS = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
BY_POLICY = DEFENDER.format("Policies\\")


@pytest.fixture
def set_up(computer: Computer) -> Computer:
    """Give a computer on which everything is set up and right."""
    install(computer.machine)
    return computer


def setting(name: str, value: str | None):
    """Return a change of a setting of xlwings."""

    def change(computer: Computer) -> None:
        conf = Conf(computer.machine.conf, computer.machine.encoding)
        conf.set(name, value)
        conf.save()

    return change


def value(key: str, name: str, found: str | int | None):
    """Return a change of the registry."""
    return lambda computer: computer.set(key, name, found)


def workbook(computer: Computer, *names: str, file: str = "startup/MOBILITY.xlsx") -> None:
    """Put a workbook that defines names where Excel opens it."""
    path = put(computer.machine.startup / file.removeprefix("startup/"), b"")
    defined = "".join(f'<definedName name="{name}" comment="&lt;">1</definedName>' for name in names)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("xl/workbook.xml", f"<workbook><definedNames>{defined}</definedNames></workbook>")


def other_bits(computer: Computer) -> None:
    put(computer.excel, program(32))


def no_library(computer: Computer) -> None:
    for path in (computer.folder / "venv").glob("xlwings64*.dll"):
        path.unlink()


def store_excel(computer: Computer) -> None:
    path = put(computer.folder / "WindowsApps" / "EXCEL.EXE", program(64))
    computer.set(r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe", "", f'"{path}"')


CAUSES = {
    "no Excel": (lambda one: one.excel.unlink(), "Excel", WRONG, "no Excel on this computer", "Install Excel"),
    "Store Excel": (store_excel, "Excel", BEWARE, "from the Microsoft Store", "office.com"),
    "no xlwings": (lambda one: one.uninstall_xlwings(), "xlwings", WRONG, "not installed", "pip install"),
    "no add-in": (lambda one: one.machine.addin.unlink(), "Add-in", WRONG, "is not in", "addin install"),
    "add-in alone": (lambda one: one.uninstall_xlwings(), "Add-in", WRONG, "but xlwings is not", "pip install"),
    "versions apart": (
        lambda one: put(one.machine.addin, b"the add-in of 0.30"),
        "Add-in",
        WRONG,
        "is of another version than xlwings 0.37.8",
        "Close Excel. Run `mobility-xl addin install`.",
    ),
    "no Python named": (setting(INTERPRETER, None), "Python", WRONG, "names no Python", "addin install"),
    "no Python": (lambda one: one.python.unlink(), "Python", WRONG, "which does not exist", "addin install"),
    "another Python": (
        lambda one: setattr(one, "python", put(one.python.with_name("python3.exe"), b"")),
        "Python",
        BEWARE,
        "not this Python",
        "Install mobility_xl there too",
    ),
    "no library": (
        no_library,
        "Bits",
        WRONG,
        "xlwings64-0.37.8.dll, through which they talk, is neither",
        "python.org",
    ),
    "other bits": (other_bits, "Bits", BEWARE, "Excel has 32 bits, Python 64: they differ", "Python of 32 bits"),
    "unknown bits": (lambda one: put(one.excel, b"MZ"), "Bits", BEWARE, "could not be read", "File > Account"),
    "no module": (setting(MODULES, None), "Module", WRONG, "does not name mobility_xl.udfs", "addin install"),
    "another module": (setting(MODULES, "mine;yours"), "Module", WRONG, "names mine and yours only", "addin install"),
    "macros off by policy": (
        value(rf"HKCU\{POLICIES}\Excel\Security", "VBAWarnings", 4),
        "Macros",
        WRONG,
        "A policy lets no macro run",
        "Ask your IT department",
    ),
    "signed macros alone": (
        value(rf"HKCU\{POLICIES}\Excel\Security", "VBAWarnings", 3),
        "Macros",
        WRONG,
        "A policy lets only signed macros run",
        "Ask your IT department",
    ),
    "macros off by choice": (value(SECURITY, "VBAWarnings", 4), "Macros", WRONG, "own setting", "Macro Settings"),
    "no macros at all": (
        value(rf"HKLM\{POLICIES}\Common", "vbaoff", 1),
        "Macros",
        WRONG,
        "takes macros out of Office",
        "names inside a workbook",
    ),
    "no import": (value(SECURITY, "AccessVBOM", None), "Import", WRONG, "does not let xlwings import", "Trust access"),
    "no import by policy": (
        value(rf"HKCU\{POLICIES}\Excel\Security", "AccessVBOM", 0),
        "Import",
        WRONG,
        "A policy keeps xlwings from importing",
        "Ask your IT department",
    ),
    "child processes": (
        value(BY_POLICY, CHILDREN, "1"),
        "Child processes",
        WRONG,
        "keeps Office from starting other programs",
        "Ask your IT department",
    ),
    "child processes, here": (
        value(DEFENDER.format(""), CHILDREN, 1),
        "Child processes",
        WRONG,
        r"in HKLM\SOFTWARE\Microsoft\Windows Defender",
        "Ask your IT department",
    ),
    "child processes, managed": (
        value(
            r"HKLM\Software\Policies\Microsoft\Windows Defender\Policy Manager",
            "ASRRules",
            f"{WIN32_CALLS}=0|{CHILDREN.upper()}=6",
        ),
        "Child processes",
        WRONG,
        "Microsoft Defender warns, then blocks",
        "Ask your IT department",
    ),
    "calls of Windows": (
        value(BY_POLICY, WIN32_CALLS, "1"),
        "Child processes",
        WRONG,
        "keeps macros from calling Windows",
        "Ask your IT department",
    ),
    "names at startup": (
        lambda one: workbook(one, "Budget", "MOBILITY_METRIC"),
        "Same names",
        WRONG,
        "MOBILITY.xlsx defines names such as MOBILITY_METRIC",
        "never both in one Excel",
    ),
    "names in an open workbook": (
        lambda one: one.books.update({"Cook.xlsx": ["Budget", "mobility_gap", "Mobility_Trend"]}),
        "Same names",
        WRONG,
        "Cook.xlsx defines names",
        "Close it",
    ),
}

LEADS_TO_MORE = {"no Excel", "no xlwings", "add-in alone", "another Python"}
"""Causes for which several checks have something to say."""


class TestDiagnose:
    def test_right(self, set_up):
        """Where everything is right every check says so, with nothing to do."""
        found = diagnose(set_up.machine)

        assert [GOOD] * len(doctor.CHECKS) == [one.state for one in found]
        assert [] == [one.advice for one in found if one.advice]

    @pytest.mark.parametrize("cause", CAUSES)
    def test_cause(self, set_up, cause):
        """A cause is named by its own check, with what to do."""
        change, name, state, said, advice = CAUSES[cause]
        change(set_up)
        found = next(one for one in diagnose(set_up.machine) if one.name == name)

        assert state == found.state
        assert said in found.said
        assert advice in found.advice

    @pytest.mark.parametrize("cause", [one for one in CAUSES if one not in LEADS_TO_MORE])
    def test_nothing_else(self, set_up, cause):
        """It is not blamed on anything else."""
        change, name, *_ = CAUSES[cause]
        change(set_up)

        assert {name} == {one.name for one in diagnose(set_up.machine) if one.state != GOOD}

    def test_nothing_set_up(self, computer):
        """Before setting up, what is missing is said, and everything else is right."""
        found = {one.name for one in diagnose(computer.machine) if one.state == WRONG}

        assert {"Add-in", "Python", "Module"} == found

    def test_elsewhere(self, set_up):
        """On a Mac that is the one finding, with what works there."""
        (found,) = diagnose(set_up.elsewhere)

        assert (WRONG, "Windows") == (found.state, found.name)
        assert "MOBILITY names inside a workbook" in found.said

    def test_pywin32(self, set_up):
        """Without pywin32 xlwings cannot talk to Excel."""
        found = doctor.xlwings(replace(set_up.machine, has_pywin32=False))

        assert (WRONG, "Install it with: pip install pywin32") == (found.state, found.advice)

    def test_numbers(self, set_up, monkeypatch):
        """A store that cannot be opened says why."""

        def damaged() -> None:
            raise BadFile("2025.sqlite is damaged.")

        monkeypatch.setattr(doctor, "open_store", damaged)
        found = doctor.numbers(set_up.machine)

        assert (WRONG, "2025.sqlite is damaged.") == (found.state, found.said)


class TestNotWrong:
    @pytest.mark.parametrize(
        "change",
        [
            value(BY_POLICY, CHILDREN, "2"),
            value(BY_POLICY, CHILDREN, "0"),
            value(SECURITY, "VBAWarnings", 2),
            value(rf"HKCU\{POLICIES}\Excel\Security", "VBAWarnings", 1),
            value(rf"HKLM\{POLICIES}\Common", "vbaoff", 0),
            lambda one: workbook(one, "Budget", "MY_MOBILITY_METRIC", "MOBILITY"),
            lambda one: put(one.machine.startup / "broken.xlsx", b"no workbook"),
            lambda one: one.books.update({"Cook.xlsx": ["Budget"]}),
            setting(MODULES, "mine;mobility_xl.udfs.excel_windows.functions;"),
        ],
        ids=[
            "audited only",
            "rule off",
            "macros ask",
            "macros allowed",
            "macros not off",
            "other names",
            "no workbook",
            "open workbook",
            "another module beside",
        ],
    )
    def test_harmless(self, set_up, change):
        """What does not keep the functions from working is not blamed."""
        change(set_up)

        assert [] == [one for one in diagnose(set_up.machine) if one.state != GOOD]

    def test_policy_decides(self, set_up):
        """A policy that lets macros ask overrules what was chosen in Excel."""
        set_up.set(SECURITY, "VBAWarnings", 4)
        set_up.set(rf"HKCU\{POLICIES}\Excel\Security", "VBAWarnings", 2)

        assert GOOD == doctor.macros(set_up.machine).state

    def test_another_startup_folder(self, set_up):
        """Excel's second startup folder is looked into."""
        set_up.set(r"HKCU\Software\Microsoft\Office\16.0\Excel\Options", "AltStartup", str(set_up.folder / "more"))
        workbook(set_up, "MOBILITY_METRIC")
        (set_up.folder / "more").mkdir()
        (set_up.machine.startup / "MOBILITY.xlsx").rename(set_up.folder / "more" / "ours.xlsx")

        assert "ours.xlsx defines" in doctor.same_names(set_up.machine).said
