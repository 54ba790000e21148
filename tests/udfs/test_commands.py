"""The commands that set up the functions in Excel: what they print, and which exit code they leave."""

import json

import pytest

from mobility_xl.udfs.excel_windows import machine
from mobility_xl.udfs.excel_windows.doctor import CHECKS
from tests.test_cli import parsed, refusal, run
from tests.udfs.computer import Computer, put


@pytest.fixture
def here(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> Computer:
    """Give the Windows computer on which the commands run."""
    monkeypatch.setattr(machine, "this_machine", lambda: computer.machine)
    return computer


class TestOnWindows:
    def test_from_install_to_remove(self, here):
        """Set up, look, and take away: everything is as before."""
        before = here.files()
        installed, status, doctor = run("addin", "install"), run("addin", "status"), run("addin", "doctor")
        removed = run("addin", "remove")

        assert [0, 0, 0, 0] == [one.exit_code for one in (installed, status, doctor, removed)]
        assert installed.stdout.startswith(f"xlwings 0.37.8 put its add-in into {here.machine.addin}.\n")
        assert status.stdout.startswith("Set up.\n")
        assert f"  Python that Excel starts: {here.python}\n" in status.stdout
        assert len(CHECKS) == doctor.stdout.count("ok      ")
        assert f"{here.machine.addin} is gone.\n" in removed.stdout
        assert before == here.files()

    def test_nothing_set_up(self, here):
        """Before that, status says so and doctor names what is missing, with what to do."""
        status, doctor = run("addin", "status"), run("addin", "doctor")

        assert (0, 1) == (status.exit_code, doctor.exit_code)
        assert status.stdout.startswith("Not set up, or not wholly: `mobility-xl addin doctor` says why.\n")
        assert "  add-in: none\n" in status.stdout
        assert f"wrong   Add-in: xlwings' add-in is not in {here.machine.startup}.\n" in doctor.stdout
        assert "        Run `mobility-xl addin install`.\n" in doctor.stdout

    def test_versions_apart(self, here):
        """Status says of an add-in that it is of another version."""
        put(here.machine.addin, b"the add-in of 0.30")

        assert f"  add-in: {here.machine.addin}, of another version than xlwings\n" in run("addin", "status").stdout

    def test_json(self, here):
        """A script can read both."""
        run("addin", "install")
        status, doctor = parsed("addin", "status", "--json"), parsed("addin", "doctor", "--json")

        assert (True, str(here.machine.addin)) == (status["set_up"], status["addin"])
        assert {"ok"} == {one["state"] for one in doctor}

    def test_failures_in_json(self, here):  # noqa: ARG002 - the commands run there
        """A check that failed leaves its exit code with JSON too."""
        result = run("addin", "doctor", "--json")

        assert 1 == result.exit_code
        assert "wrong" in {one["state"] for one in json.loads(result.stdout)}

    def test_refused(self, here):
        """What is in the way is one sentence."""
        here.uninstall_xlwings()

        assert refusal(1, "addin", "install").startswith("xlwings is not installed.")


class TestElsewhere:
    @pytest.mark.parametrize("command", ["install", "status", "remove"])
    def test_said(self, here, monkeypatch, command):
        """Elsewhere it is said that the functions are for Windows, and what works there."""
        monkeypatch.setattr(machine, "this_machine", lambda: here.elsewhere)

        assert refusal(1, "addin", command) == (
            "Functions through xlwings exist in Excel on Windows only. Elsewhere the MOBILITY names inside a workbook "
            "answer, without any add-in: in Excel for Mac and on the web (Microsoft 365), and in Excel 2024."
        )

    def test_json(self, here, monkeypatch):
        """A script reads that nothing is set up, and why."""
        monkeypatch.setattr(machine, "this_machine", lambda: here.elsewhere)
        result = run("addin", "status", "--json")
        told = json.loads(result.stdout)

        assert (1, False) == (result.exit_code, told["set_up"])
        assert told["problem"].startswith("Functions through xlwings exist in Excel on Windows only.")

    def test_doctor(self, here, monkeypatch):
        """So does the doctor, as its finding."""
        monkeypatch.setattr(machine, "this_machine", lambda: here.elsewhere)
        result = run("addin", "doctor")

        assert 1 == result.exit_code
        assert result.stdout.startswith("wrong   Windows: Functions through xlwings exist in Excel on Windows only.")
