"""Sets the functions up for one user, says what is set up, and takes all of it away again.

Setting up changes two things outside our own folder: xlwings' add-in in Excel's XLSTART, and two lines of
xlwings' settings. What was there before is remembered, and comes back.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from mobility_xl.errors import MobilityError
from mobility_xl.files import replace_file
from mobility_xl.store import open_store
from mobility_xl.store.editions import Progress, silent

from .conf import INTERPRETER, MODULES, Conf
from .machine import ADDIN_FILE, Machine
from .room import errors_file, own_folder

MODULE = "mobility_xl.udfs.excel_windows.functions"
"""What xlwings imports."""

WINDOWS_ONLY = (
    "Functions through xlwings exist in Excel on Windows only. Elsewhere the MOBILITY names inside a workbook answer, "
    "without any add-in: in Excel for Mac and on the web (Microsoft 365), and in Excel 2024."
)
INSTALL_XLWINGS = 'Install it with: pip install "mobility_xl[excel]"'
NO_EXCEL = "There is no Excel on this computer: the registry names no excel.exe that exists."
NEXT_STEPS = (
    "Next, in Excel: File > Options > Trust Center > Macro Settings, tick 'Trust access to the VBA project object "
    "model'. Save a workbook as .xlsm, and click Import Functions on the xlwings tab. "
    "`mobility-xl addin doctor` says what is in the way."
)


class CannotSetUp(MobilityError):  # noqa: N818 - as the other errors are called
    """What keeps the functions from being set up or taken away, with what to do."""


@dataclass(frozen=True)
class Before:
    """What there was before the first set-up, and what was put there.

    Parameters
    ----------
    addin
        ``none``, ``same`` when it was the one of this xlwings, or ``other``: then a copy is kept.
    conf_was_there, conf_folder_was_there
        Whether there were settings of xlwings, and a folder for them.
    settings
        The two settings; None for one that was not there.
    ours
        What they were set to.
    by_xlwings
        The settings that ``xlwings addin install`` wrote when there were none.
    """

    addin: str
    conf_was_there: bool
    conf_folder_was_there: bool
    settings: dict[str, str | None]
    ours: dict[str, str]
    by_xlwings: dict[str, str]


@dataclass(frozen=True)
class Status:
    """What is set up: paths as text, None for what is not there."""

    set_up: bool
    excel: str | None
    excel_bits: int | None
    python: str
    python_bits: int
    xlwings: str | None
    addin: str | None
    addin_belongs_to_xlwings: bool
    conf: str | None
    modules: list[str]
    interpreter: str | None
    edition: int
    data: str


def check_windows(machine: Machine) -> None:
    """Raise :class:`CannotSetUp` where classic functions do not exist, with what does."""
    if not machine.is_windows:
        raise CannotSetUp(WINDOWS_ONLY)


def modules_of(conf: Conf) -> list[str]:
    """Return the modules that xlwings takes functions from."""
    return [one.strip() for one in (conf.get(MODULES) or "").split(";") if one.strip()]


def install(machine: Machine, progress: Progress = silent) -> list[str]:
    """Set the functions up for this user, and build the store so that the first cell answers at once.

    Returns
    -------
    list of str
        What was done, and what to do next, in sentences.

    Raises
    ------
    CannotSetUp
        Elsewhere than on Windows, without Excel or xlwings, and when something cannot be written.
    BadFile
        When the store cannot be opened.
    """
    check_windows(machine)
    if machine.xlwings_folder is None:
        raise CannotSetUp(f"xlwings is not installed. {INSTALL_XLWINGS}")
    if machine.excel is None:
        raise CannotSetUp(f"{NO_EXCEL} Install Excel for Windows first.")
    _check_letters(machine)
    store = open_store(progress=progress)
    try:
        before = _read_before() or _remember(machine)
        lines = [*_install_addin(machine), *_set_settings(machine, before)]
    except OSError as error:
        raise CannotSetUp(f"{_cannot('written', error)}; then try again.") from error
    return [*lines, f"The {store.edition} edition is ready: {store.path}.", NEXT_STEPS]


def remove(machine: Machine) -> list[str]:
    """Take away what :func:`install` set up, and put back what was there before.

    Imported editions stay: they are the user's data.

    Returns
    -------
    list of str
        What was done, in sentences.

    Raises
    ------
    CannotSetUp
        Elsewhere than on Windows, and when Excel still uses the add-in; then it can be tried again.
    """
    check_windows(machine)
    before = _read_before()
    try:
        lines = _restore_settings(machine, before)
        if before:
            lines += _restore_addin(machine, before)
            _remove_own_folder()
    except OSError as error:
        raise CannotSetUp(f"{_cannot('removed', error)} and run `mobility-xl addin remove` again.") from error
    return lines or ["Nothing of mobility_xl was set up."]


def status(machine: Machine) -> Status:
    """Return what is set up; raise :class:`CannotSetUp` elsewhere than on Windows."""
    check_windows(machine)
    conf = Conf(machine.conf, machine.encoding)
    interpreter = conf.get(INTERPRETER)
    store = open_store()
    return Status(
        set_up=machine.addin_is_its_own
        and MODULE in modules_of(conf)
        and bool(interpreter)
        and Path(interpreter or "").is_file(),
        excel=_text(machine.excel),
        excel_bits=machine.excel_bits,
        python=str(machine.python),
        python_bits=machine.bits,
        xlwings=machine.xlwings_version or None,
        addin=_text(machine.addin if machine.addin.is_file() else None),
        addin_belongs_to_xlwings=machine.addin_is_its_own,
        conf=_text(machine.conf if machine.conf.is_file() else None),
        modules=modules_of(conf),
        interpreter=interpreter,
        edition=store.edition,
        data=str(store.path),
    )


def _text(path: Path | None) -> str | None:
    return str(path) if path else None


def _cannot(done: str, error: OSError) -> str:
    return f"{error.filename or 'A file'} cannot be {done} ({error.strerror or error}). Close Excel"


def _before_file() -> Path:
    return own_folder() / "before.json"


def _read_before() -> Before | None:
    path = _before_file()
    return Before(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def _keep(before: Before) -> None:
    replace_file(_before_file(), json.dumps(asdict(before), indent=2).encode())


def _remember(machine: Machine) -> Before:
    """Write down what there is before anything is changed, with a copy of an add-in that will be replaced."""
    conf = Conf(machine.conf, machine.encoding)
    before = Before(
        addin="same" if machine.addin_is_its_own else "other" if machine.addin.is_file() else "none",
        conf_was_there=machine.conf.is_file(),
        conf_folder_was_there=machine.conf.parent.is_dir(),
        settings={name: conf.get(name) for name in (MODULES, INTERPRETER)},
        ours={},
        by_xlwings={},
    )
    if before.addin == "other":
        replace_file(own_folder() / ADDIN_FILE, machine.addin.read_bytes())
    _keep(before)
    return before


def _check_letters(machine: Machine) -> None:
    try:
        str(machine.python).encode(machine.encoding)
    except UnicodeEncodeError as error:
        raise CannotSetUp(
            f"Excel's macros cannot read the path {machine.python}: it has letters that this Windows' code page lacks. "
            "Install Python in another folder."
        ) from error


def _install_addin(machine: Machine) -> list[str]:
    if machine.addin_is_its_own:
        return [f"xlwings' add-in is there already: {machine.addin}."]
    said = machine.xlwings_addin("install")
    if not machine.addin_is_its_own:
        raise CannotSetUp(f"`xlwings addin install` did not put {machine.addin} there. It said: {said or 'nothing.'}")
    copy = own_folder() / ADDIN_FILE
    kept = f" The one of another version is kept in {copy}, and `addin remove` puts it back." if copy.exists() else ""
    return [f"xlwings {machine.xlwings_version} put its add-in into {machine.addin}.{kept}"]


def _set_settings(machine: Machine, before: Before) -> list[str]:
    conf = Conf(machine.conf, machine.encoding)
    by_xlwings = before.by_xlwings if before.conf_was_there or before.ours else conf.all()
    modules = modules_of(conf)
    ours = {
        MODULES: ";".join([*modules, *([] if MODULE in modules else [MODULE])]),
        INTERPRETER: str(machine.python),
    }
    former = conf.get(INTERPRETER)
    for name, value in ours.items():
        conf.set(name, value)
    # Written down first: a set-up that is cut off in between can still be taken away.
    _keep(replace(before, ours=ours, by_xlwings=by_xlwings))
    conf.save()
    lines = [f"{machine.conf}: {MODULES} is {ours[MODULES]}, {INTERPRETER} is {ours[INTERPRETER]}."]
    if former not in {None, ours[INTERPRETER]}:
        lines.append(f"{INTERPRETER} was {former}; `addin remove` puts it back.")
    return lines


def _restore_settings(machine: Machine, before: Before | None) -> list[str]:
    """Put the settings back; what somebody changed since stays, but for our module."""
    if not machine.conf.is_file():
        return []
    conf = Conf(machine.conf, machine.encoding)
    lines = list(conf.lines)
    for name, value in before.ours.items() if before else ():
        if before and conf.get(name) == value:
            conf.set(name, before.settings[name])
    if MODULE in (modules := modules_of(conf)):
        modules.remove(MODULE)
        conf.set(MODULES, ";".join(modules) or None)
    if before and not before.conf_was_there:
        conf.drop(before.by_xlwings)
    if conf.lines == lines:
        return []
    if before and not before.conf_was_there and not conf.lines:
        machine.conf.unlink()
        with suppress(OSError):
            if not before.conf_folder_was_there:
                machine.conf.parent.rmdir()
        return [f"{machine.conf} is gone."]
    conf.save()
    return [f"{machine.conf} holds nothing of mobility_xl any more."]


def _restore_addin(machine: Machine, before: Before) -> list[str]:
    copy = own_folder() / ADDIN_FILE
    if before.addin == "other" and copy.is_file():
        replace_file(machine.addin, copy.read_bytes())
        copy.unlink()
        return [f"{machine.addin} is again the one of before."]
    if not machine.addin.exists():
        return []
    if before.addin != "none":
        return [f"{machine.addin} stays: it was there before."]
    if machine.xlwings_folder:
        # It also takes the add-in out of an Excel that is open.
        machine.xlwings_addin("remove")
    machine.addin.unlink(missing_ok=True)
    return [f"{machine.addin} is gone."]


def _remove_own_folder() -> None:
    """Delete what we kept; the user's folder goes too when nothing else is in it."""
    for path in (*errors_file().parent.glob(f"{errors_file().name}*"), _before_file()):
        path.unlink()
    with suppress(OSError):
        own_folder().rmdir()
        own_folder().parent.rmdir()
