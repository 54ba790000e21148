"""Setting up changes little, says what, and all of it can be taken away again."""

import re
from pathlib import Path

import pytest

from mobility_xl.store import open_store
from mobility_xl.udfs.excel_windows.conf import INTERPRETER, MODULES, Conf
from mobility_xl.udfs.excel_windows.room import errors_file
from mobility_xl.udfs.excel_windows.setup import MODULE, CannotSetUp, install, remove, status
from tests.udfs.computer import put

OTHERS = b'"PYTHONPATH","C:\\Jos\xe9"\n\n"SHOW CONSOLE","False"\n'
"""Settings that somebody made, in the letters of their Windows."""


def conf_of(computer) -> Conf:
    return Conf(computer.machine.conf, computer.machine.encoding)


def modules(computer) -> str | None:
    return conf_of(computer).get(MODULES)


class TestInstall:
    def test_all(self, computer):
        """The add-in of xlwings is there, its settings name our module and this Python, and the store is ready."""
        said = "\n".join(install(computer.machine))

        assert ["install"] == computer.asked
        assert computer.machine.addin_is_its_own
        assert (MODULE, str(computer.python)) == (modules(computer), conf_of(computer).get(INTERPRETER))
        assert str(open_store().path) in said
        assert "Trust access to the VBA project object model" in said

    def test_other_settings_stay(self, computer):
        """Every other line of the settings stays, byte for byte."""
        put(computer.machine.conf, OTHERS)
        install(computer.machine)

        assert computer.machine.conf.read_bytes().startswith(OTHERS)
        assert {"xlwings.conf"} == {path.name for path in computer.machine.conf.parent.iterdir()}

    def test_other_modules_stay(self, computer):
        """Modules that xlwings imports already are kept beside ours, in their line."""
        put(computer.machine.conf, b'"udf modules","mine;yours"\r\n"SHOW CONSOLE","True"\r\n')
        install(computer.machine)

        assert f"mine;yours;{MODULE}" == modules(computer)
        assert b'\r\n"SHOW CONSOLE","True"\r\n"INTERPRETER_WIN",' in computer.machine.conf.read_bytes()

    def test_twice(self, computer):
        """Setting up again changes nothing."""
        install(computer.machine)
        files = computer.files()
        said = install(computer.machine)

        assert files == computer.files()
        assert "is there already" in said[0]

    def test_other_python(self, computer):
        """Another Python in the settings is replaced, which is said."""
        put(computer.machine.conf, b'"INTERPRETER_WIN","C:\\other\\python.exe"\r\n')
        said = install(computer.machine)

        assert str(computer.python) == conf_of(computer).get(INTERPRETER)
        assert any(line.startswith("INTERPRETER_WIN was C:\\other\\python.exe;") for line in said)

    def test_other_version(self, computer):
        """An add-in of another version is replaced and kept, which is said."""
        put(computer.machine.addin, b"the add-in of 0.30")
        said = install(computer.machine)

        assert computer.machine.addin_is_its_own
        assert "`addin remove` puts it back" in said[0]

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (lambda one: one.uninstall_xlwings(), "xlwings is not installed. Install it with: pip install "),
            (lambda one: one.excel.unlink(), "There is no Excel on this computer"),
            (lambda one: setattr(one, "xlwings_works", False), "It said: Error: Failed to install the add-in"),
            (
                lambda one: setattr(one, "python", one.folder / "Łódź" / "python.exe"),
                "Excel's macros cannot read the path",
            ),
            (lambda one: put(one.machine.conf.parent, b""), "Close Excel; then try again."),
        ],
        ids=["no xlwings", "no Excel", "xlwings fails", "letters", "cannot write"],
    )
    def test_refused(self, computer, change, said):
        """What keeps it from being set up is said, and what was set up before that can be taken away."""
        change(computer)
        before = computer.files()
        with pytest.raises(CannotSetUp, match=re.escape(said)):
            install(computer.machine)
        computer.xlwings_works = True
        remove(computer.machine)
        assert before == computer.files()

    def test_elsewhere(self, computer):
        """On a Mac nothing changes, and it is said what works there."""
        before = computer.files()
        for command in (install, remove, status):
            with pytest.raises(CannotSetUp, match=r"Windows only.*MOBILITY names inside a workbook"):
                command(computer.elsewhere)

        assert before == computer.files()


class TestRemove:
    @pytest.mark.parametrize(
        ("files", "other"),
        [
            ({}, None),
            ({"conf": OTHERS}, None),
            ({"conf": OTHERS.replace(b"\n", b"\r\n").removesuffix(b"\r\n")}, None),
            ({"conf": b'"UDF MODULES","mine;"\r\n"INTERPRETER_WIN","C:\\other\\python.exe"\r\n'}, None),
            ({"conf": b""}, b"the add-in of 0.30"),
            ({"conf": OTHERS}, b"the add-in of 0.37.8"),
        ],
        ids=["nothing", "settings", "no last line end", "own module and Python", "other add-in", "same add-in"],
    )
    def test_as_before(self, computer, files, other):
        """After setting up, twice, and taking away everything is as it was."""
        if "conf" in files:
            put(computer.machine.conf, files["conf"])
        if other:
            put(computer.machine.addin, other)
        before = computer.files()
        install(computer.machine)
        install(computer.machine)
        said = remove(computer.machine)

        assert said
        conf = computer.machine.conf.relative_to(computer.machine.home).as_posix()
        after = computer.files()
        # A line end that was missing stays.
        assert before.pop(conf, b"").rstrip() == after.pop(conf, b"").rstrip()
        assert before == after

    def test_nothing(self, computer):
        """Where nothing was set up nothing changes, and that is said."""
        put(computer.machine.conf, OTHERS)
        put(computer.machine.addin, b"the add-in of 0.37.8")
        before = computer.files()

        assert ["Nothing of mobility_xl was set up."] == remove(computer.machine)
        assert before == computer.files()

    def test_changed_since(self, computer):
        """What somebody set since stays; our module goes."""
        install(computer.machine)
        conf = conf_of(computer)
        conf.set(INTERPRETER, "C:\\new\\python.exe")
        conf.set(MODULES, f"{MODULE};mine")
        conf.save()
        remove(computer.machine)

        assert (
            b'"INTERPRETER_WIN","C:\\new\\python.exe"\r\n"UDF MODULES","mine"\r\n' == computer.machine.conf.read_bytes()
        )

    def test_without_xlwings(self, computer):
        """It can be taken away after xlwings was."""
        install(computer.machine)
        computer.uninstall_xlwings()
        remove(computer.machine)

        assert {"Excel": b"", "Excel/XLSTART": b""} == computer.files()

    def test_log(self, computer):
        """The log of failures goes too."""
        install(computer.machine)
        for name in (errors_file().name, f"{errors_file().name}.1"):
            put(errors_file().with_name(name), b"A cell function failed.")
        remove(computer.machine)

        assert not errors_file().parent.exists()

    def test_imported_editions_stay(self, computer):
        """What the user imported is the user's."""
        own = put(errors_file().parents[1] / "editions" / "notes.txt", b"mine")
        install(computer.machine)
        remove(computer.machine)

        assert b"mine" == own.read_bytes()
        assert [own.parent] == list(own.parents[1].iterdir())

    def test_in_use(self, computer, monkeypatch):
        """While Excel holds the add-in that is said, and taking away can be tried again."""
        install(computer.machine)
        unlink = Path.unlink

        def in_use(path: Path, **options: bool) -> None:
            if path == computer.machine.addin:
                raise PermissionError(13, "The process cannot access the file", str(path))
            unlink(path, **options)

        computer.xlwings_works = False
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(Path, "unlink", in_use)
            with pytest.raises(CannotSetUp, match=r"xlwings\.xlam cannot be removed .*Close Excel and run"):
                remove(computer.machine)
        remove(computer.machine)

        assert {"Excel": b"", "Excel/XLSTART": b""} == computer.files()


class TestStatus:
    def test_nothing(self, computer):
        """Before setting up it says what is there."""
        found = status(computer.machine)

        assert (False, str(computer.excel), 64, "0.37.8") == (
            found.set_up,
            found.excel,
            found.excel_bits,
            found.xlwings,
        )
        assert (None, None, [], None) == (found.addin, found.conf, found.modules, found.interpreter)

    def test_set_up(self, computer):
        """After setting up it says where everything is."""
        install(computer.machine)
        found = status(computer.machine)

        assert found.set_up
        assert found.addin_belongs_to_xlwings
        assert (str(computer.machine.addin), str(computer.machine.conf)) == (found.addin, found.conf)
        assert ([MODULE], str(computer.python), 2025) == (found.modules, found.interpreter, found.edition)

    @pytest.mark.parametrize(
        "change",
        [
            lambda one: one.python.unlink(),
            lambda one: one.machine.addin.unlink(),
            lambda one: one.machine.conf.unlink(),
            lambda one: put(one.machine.addin, b"another"),
        ],
        ids=["no Python", "no add-in", "no settings", "another add-in"],
    )
    def test_broken(self, computer, change):
        """When a part is gone it is not set up."""
        install(computer.machine)
        change(computer)

        assert not status(computer.machine).set_up
