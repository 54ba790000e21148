"""A command that is cancelled or killed at any moment leaves the old output or the new one, and loses nothing."""

import signal
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from mobility_xl.partners.asking.letters import ANSWER_COLUMNS
from tests.conftest import Workbooks
from tests.partners.killed import Command, Files, finished, moments
from tests.partners.officials import ROSA, with_officials
from tests.partners.returned import entries
from tests.store.former import FILES
from tests.workbook.filling import filled

pytestmark = pytest.mark.client
PLACE = "48301"
OLD = b"somebody's old file"
EDITION_2024 = [one for one in FILES if one.name.startswith("05_")]
Whole = Callable[[str], tuple[Files, float]]


@pytest.fixture(scope="module")
def guide(alone_of: Workbooks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workbook with officials and with what partners fill in."""
    folder = tmp_path_factory.mktemp("guides")
    listed = with_officials(alone_of(PLACE), folder / "listed.xlsx")
    names, rows = entries(3)
    return filled(listed, folder / "a guide.xlsx", names, {name: one for name, one in rows.items() if name in KEPT})


KEPT = {"ReviewNotes", "Priorities", "Connections"}


@pytest.fixture(scope="module")
def making(guide: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Command]:
    """Give the commands that write, each with the folder that it writes into."""
    folder = tmp_path_factory.mktemp("written")
    answers = folder / "answers.csv"
    said = {"Body": "County Board", "Seat": "President", "Name": ROSA, "Hispanic or Latino": "Yes"}
    said |= {"Answered on": "2026-03-05"}
    answers.write_text(f"{','.join(ANSWER_COLUMNS)}\n{','.join(said.get(one, '') for one in ANSWER_COLUMNS)}\n")
    letters = ("outreach", guide, "-o", folder / "outreach" / "letters", "--reply-by")
    old = {"out.xlsx": OLD}

    def into(name: str) -> Path:
        return folder / name / "out.xlsx"

    found = {
        "publish": Command(("publish", guide, "-o", into("publish"), "--replace"), folder / "publish", old),
        "collect": Command(("collect", guide, "-o", into("collect"), "--replace"), folder / "collect", old),
        "build": Command(
            ("build", PLACE, "--template", "council", "-o", into("build"), "--replace"), folder / "build", old
        ),
        "carry": Command(("build", PLACE, "--carry", guide, "-o", into("carry"), "--replace"), folder / "carry", old),
        "reply": Command(
            ("outreach", folder / "reply" / "out.xlsx", "--reply", answers),
            folder / "reply",
            {"out.xlsx": guide.read_bytes()},
        ),
        "letters": Command((*letters, "2026-05-31"), folder / "outreach"),
        "import": Command(
            ("data", "import", *EDITION_2024, "--edition", "2024"),
            folder / "home" / "editions",
            more={"MOBILITY_XL_HOME": str(folder / "home")},
        ),
    }
    first, _ = found["letters"].run()
    found["letters again"] = Command((*letters, "2027-05-31", "--replace"), folder / "outreach", first)
    return found


MOMENTS = {
    "publish": 14,
    "collect": 8,
    "build": 15,
    "carry": 6,
    "reply": 15,
    "letters": 14,
    "letters again": 14,
    "import": 14,
}
"""At how many moments each command is ended: a hundred in all, fewer of those that take long."""


@pytest.fixture(scope="module")
def whole(making: dict[str, Command]) -> Callable[[str], tuple[Files, float]]:
    """Give what a command writes when nobody ends it, and how long that takes; each is run once."""
    return cache(lambda name: making[name].run())


@pytest.mark.parametrize("name", MOMENTS)
class TestEnded:
    def test_any_moment(self, making: dict[str, Command], whole: Whole, name: str, guide: Path) -> None:
        """At random moments of its run, cancelled and killed in turn: all is old, or all is new."""
        command, source = making[name], guide.read_bytes()
        new, duration = whole(name)
        old, found = dict(command.before), []
        for at, moment in enumerate(moments(duration, MOMENTS[name], len(name))):
            number = signal.SIGINT if at % 2 else signal.SIGKILL
            files = command.ended(number, moment)
            found.append(files if number == signal.SIGINT else finished(files))

        assert old != new
        assert [] == [sorted(one) for one in found if one not in (old, new)]
        assert source == guide.read_bytes()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
    def test_while_writing(self, making: dict[str, Command], whole: Whole, name: str, number: signal.Signals) -> None:
        """As soon as it begins to write, too; only a process that is killed leaves a hidden file behind.

        Killed while letters take the place of others, it may leave some of each: every one is whole.
        """
        old, new = dict(making[name].before), whole(name)[0]
        files = making[name].ended_while_writing(number)
        ends = finished(files)

        assert ends.keys() in (old.keys(), new.keys())
        assert all(content in (old.get(one), new.get(one)) for one, content in ends.items())
        assert ends in (old, new) or (name, number) == ("letters again", signal.SIGKILL)
        assert number == signal.SIGKILL or files == ends

    def test_next_run(self, making: dict[str, Command], whole: Whole, name: str) -> None:
        """A run after all those gives what it always does: nothing that they left is in its way."""
        assert whole(name)[0] == making[name].run()[0]
