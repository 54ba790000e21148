"""Letters to officials: who gets one, what it says, and that nothing typed in the workbook does anything in it."""

import csv
import io
from collections.abc import Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from mobility_xl.errors import BadArgument, BadWorkbook
from mobility_xl.harmless import STARTS, harmless
from mobility_xl.partners.asking.letters import ANSWER_COLUMNS, ANSWERS_TABLE, LETTERS_TABLE
from mobility_xl.partners.outreach import Outreach, outreach
from mobility_xl.queries import Queries
from mobility_xl.workbook.entries import COMBINED_QUESTION
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.templates import Template
from tests.conftest import Workbooks
from tests.hostile import TEXTS
from tests.partners.moving import write_below
from tests.partners.officials import ANN, CY, OFFICIALS, ROSA, SENDER, Rows, with_officials
from tests.test_cli import refusal, run

BY = {"reply_by": "2026-05-31"}


@pytest.fixture(scope="module")
def letters(empty: Path, template: Template, ask: Queries, tmp_path_factory: pytest.TempPathFactory):
    """Give the files of an outreach to some officials."""
    folder = tmp_path_factory.mktemp("letters")

    def of(
        officials: Rows = OFFICIALS, given: Mapping[str, str | None] = BY, sender: Mapping[str, str] = SENDER
    ) -> Outreach:
        filled = with_officials(empty, folder / "filled.xlsx", officials, sender)
        return outreach(Package.open(filled), given, template.style, len(ask.catalog.metrics))

    return of


def mails(found: Outreach) -> list[EmailMessage]:
    """Return the drafts as a mail program reads them."""
    return [
        message_from_bytes(content, policy=default)  # type: ignore[arg-type]
        for name, content in sorted(found.files.items())
        if name.endswith(".eml")
    ]


def text_of(mail: EmailMessage) -> str:
    """Return what a letter says."""
    said: str = mail.get_content()
    return said.replace("\r\n", "\n")


def table(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestWhomToAsk:
    def test_left_out(self, letters):
        """Vacant seats, those who answered and those who prefer not to get no letter, and each is counted."""
        found = letters()

        assert [ROSA, ANN, "Dee Fox"] == [one.official.name for one in found.letters]
        assert (1, 1, 1, 0) == (found.asked.vacant, found.asked.answered, found.asked.declined, found.asked.nameless)

    def test_known_from_elsewhere(self, letters):
        """Somebody whose group a public outlet says is asked all the same."""
        assert ANN in [one.official.name for one in letters().letters]

    def test_without_a_name(self, letters):
        """A seat of which nobody wrote who holds it is counted, not written to."""
        found = letters({0: {"Seat": "Sheriff", "Public contact": "sheriff@cook.example"}})

        assert ((), 1) == (found.letters, found.asked.nameless)

    def test_below_the_table(self, empty: Path, template: Template, tmp_path: Path):
        """Whom somebody wrote right below the table, which not every program makes longer, is asked too."""
        sheet = with_officials(empty, tmp_path / "table.xlsx")
        write_below(sheet, tmp_path / "below.xlsx", "ElectedOfficials", {"Seat": "Clerk", "Name": "Eve Oda"})
        found = outreach(Package.open(tmp_path / "below.xlsx"), BY, template.style, 26)

        assert [ROSA, ANN, "Dee Fox", "Eve Oda"] == [one.official.name for one in found.letters]

    def test_no_officials(self, workbook_of: Workbooks, template: Template):
        """A workbook without the sheet is refused, with what to do."""
        with pytest.raises(BadWorkbook, match=r"has no table of officials.*--officials"):
            outreach(Package.open(workbook_of("48301")), BY, template.style, 26)


class TestLetter:
    def test_draft(self, letters):
        """A draft is unsent, goes to the public address, is answered to the sender and names both."""
        first = mails(letters())[0]

        assert "1" == first["X-Unsent"]
        assert f"{ROSA} <rosa@cook.example>" == first["To"]
        assert "Ana Ruiz <mobility@cook.example>" == first["Reply-To"]
        assert f"Dear {ROSA},\n\nMy name is Ana Ruiz" in text_of(first)
        assert "Ana Ruiz, budget analyst, Loving County, Texas" in first.get_content()

    def test_says_everything(self, letters):
        """A letter says who asks, why, what the metric is, that answering is free, how it is used and until when."""
        said = text_of(mails(letters())[0])

        for words in (
            "I write for Loving County, Texas",
            "26 Mobility Metrics",
            "share of elected officials",
            "Gleason and Stout 2014",
            "Answering is your choice",
            "publish totals only",
            "mobility@cook.example by May 31, 2026",
        ):
            assert words in said

    def test_two_questions(self, letters):
        """The guide's two questions ask for Hispanic first, then for six races, each with a box."""
        said = text_of(mails(letters())[0])

        assert "[ ] Yes\n[ ] No" in said
        assert "[ ] Other race" in said
        assert "Middle Eastern" not in said

    def test_combined_question(self, letters):
        """The combined question of 2024 has seven boxes, among them Middle Eastern or North African."""
        said = text_of(mails(letters(given=BY | {"questions": COMBINED_QUESTION}))[0])

        assert "[ ] Hispanic or Latino\n[ ] Middle Eastern or North African" in said
        assert "[ ] Other race" not in said
        assert "[ ] I prefer not to answer" in said

    @pytest.mark.parametrize(
        ("contact", "address"),
        [
            ("rosa@cook.example", "rosa@cook.example"),
            ("E-mail: rosa.q@city.cook.example.", "rosa.q@city.cook.example"),
            ("rosa@cook.example, aide@cook.example", ""),
            ("118 N. Clark St", ""),
            ("rosa@cook.example\r\nBcc: all@evil.example", ""),
            ("..rosa@cook.example", "rosa@cook.example"),
            ("", ""),
        ],
    )
    def test_address(self, letters, contact, address):
        """One address is taken from a public contact, none where there are several or none."""
        found = letters({0: {"Name": ROSA, "Public contact": contact}})

        assert [address] == [one.address for one in found.letters]
        assert [address] == [mail["To"].addresses[0].addr_spec if mail["To"] else "" for mail in mails(found)]

    @pytest.mark.parametrize("missing", ["letter_name", "letter_role", "letter_reply_to"])
    def test_who_asks(self, letters, missing):
        """A letter that would not say who asks, or could not be answered, is not written."""
        sender = {key: value for key, value in SENDER.items() if key != missing}
        option = f"--{missing.removeprefix('letter_').replace('_', '-')}"

        with pytest.raises(BadArgument, match=option):
            letters(sender=sender)
        assert letters(sender=sender, given=BY | {missing.removeprefix("letter_"): "somebody@cook.example"}).letters

    def test_no_day(self, letters):
        """A day that is none is refused."""
        with pytest.raises(BadArgument, match="'soon' is not a date"):
            letters(given={"reply_by": "soon"})

    def test_day_in_its_cell(self, letters):
        """The day is read from its cell, where Excel keeps it as a number."""
        assert (
            "by May 31, 2026" in mails(letters(given={}, sender=SENDER | {"letter_reply_by": 46173.0}))[0].get_content()
        )

    def test_repeatable(self, letters):
        """The same workbook gives the same files."""
        assert letters().files == letters().files


class TestTables:
    def test_merge(self, letters):
        """The table to merge has one row a letter, with its whole text."""
        found = letters()
        rows = table(found.files[LETTERS_TABLE])

        assert [one.text for one in found.letters] == [row["Letter"] for row in rows]
        assert ["rosa@cook.example", "ann@cook.example", ""] == [row["E-mail address"] for row in rows]

    def test_answers(self, letters):
        """The table to write answers into has the same officials, the questions they were asked, and no answer."""
        rows = table(letters().files[ANSWERS_TABLE])

        assert list(ANSWER_COLUMNS) == list(rows[0])
        assert [ROSA, ANN, "Dee Fox"] == [row["Name"] for row in rows]
        assert all(set(list(row.values())[3:]) == {"", "two questions"} for row in rows)


@pytest.fixture(scope="module")
def hostile(letters) -> Outreach:
    """Give letters to officials whose every cell holds text that wants to do something."""
    texts = [text for text in TEXTS if harmless(text, "cell") == text and text.strip()]
    some = texts[:: len(texts) // 59]
    return letters({row: {"Seat": text, "Name": text, "Public contact": text} for row, text in enumerate(some)})


class TestHostile:
    def test_headers(self, hostile):
        """No text adds a header or an address, and none becomes a link."""
        kinds = {"X-Unsent", "To", "Reply-To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
        found = mails(hostile)

        assert len(found) == len(hostile.letters) > 40
        assert all(set(one.keys()) <= kinds for one in found)
        assert not any(link in one.get_content() for one in found for link in ("://", "mailto:", "javascript:"))

    @pytest.mark.parametrize("name", [LETTERS_TABLE, ANSWERS_TABLE])
    def test_tables(self, hostile, name):
        """No field of a table begins as a formula does."""
        fields = [field for row in table(hostile.files[name]) for field in row.values()]

        assert [field for field in fields if field.strip()[:1] in STARTS - {""} and field.strip()] == []

    def test_file_names(self, hostile):
        """Whatever an official is called, a draft is a file of the folder that it is written to."""
        assert all(Path(name).name == name and len(name) < 100 for name in hostile.files)


class TestCommand:
    def test_writes(self, empty, tmp_path):
        """The command writes drafts and tables beside the workbook and says who is left out."""
        filled = with_officials(empty, tmp_path / "Cook guide.xlsx")
        result = run("outreach", filled, "--reply-by", "2026-05-31")

        assert 0 == result.exit_code
        assert "3 letters in" in result.stdout
        assert "Without one: Dee Fox, District 5, County Board" in result.stdout
        assert "Left out: 1 vacant, 1 answered, 1 chose not to answer." in result.stdout
        assert 5 == len(list((tmp_path / "Cook guide - letters").iterdir()))

    def test_one(self, empty, tmp_path):
        """Of one letter it is said in the singular."""
        filled = with_officials(empty, tmp_path / "guide.xlsx", {0: {"Seat": "President", "Name": ROSA}})

        assert "1 letter in" in run("outreach", filled, "--reply-by", "2026-05-31").stdout

    def test_says_no_answer(self, empty, tmp_path):
        """Neither what is printed nor any file says how somebody identified."""
        filled = with_officials(empty, tmp_path / "guide.xlsx")
        result = run("outreach", filled, "--reply-by", "2026-05-31", "-o", tmp_path / "out")
        written = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir())

        assert "Asian" not in result.output
        assert CY.encode() not in written
        assert b"County website" not in written

    def test_filled_answers_stay(self, empty, tmp_path):
        """A table with answers in it is never written over, with --replace neither."""
        filled = with_officials(empty, tmp_path / "guide.xlsx")
        command = ("outreach", filled, "--reply-by", "2026-05-31", "-o", tmp_path / "out", "--replace")
        assert 0 == run(*command).exit_code
        (tmp_path / "out" / ANSWERS_TABLE).write_text("Name,Answered on\nRosa,2026-03-01\n")

        assert "perhaps with answers in it" in refusal(1, *command)

    def test_letters_of_another_time(self, empty, tmp_path):
        """A folder with other drafts is refused: they could be sent by mistake."""
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "001 Somebody.eml").write_text("X-Unsent: 1")
        filled = with_officials(empty, tmp_path / "guide.xlsx")

        assert "letters of another time" in refusal(
            1, "outreach", filled, "--reply-by", "2026-05-31", "-o", tmp_path / "out"
        )
