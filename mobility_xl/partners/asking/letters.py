"""Writes the letters that ask elected officials to say how they identify: drafts of e-mails, and a table to merge.

The words are those of the sheet Descriptive Representation. Text that people typed into the workbook becomes
no link, no header and no formula in any of them.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from mobility_xl.errors import BadArgument
from mobility_xl.harmless import harmless
from mobility_xl.partners.reading.officials import Official
from mobility_xl.workbook.contents.letter import ASKED, PARTS, QUESTIONS
from mobility_xl.workbook.entries import (
    HISPANIC_ANSWER,
    OFFICIALS,
    PREFERS_NOT,
    RACES,
    REPLIED,
    TWO_QUESTIONS,
)
from mobility_xl.workbook.style import StyleBook

ASKED_OF_THE_SENDER = ("name", "role", "government", "reply_to", "reply_by")
"""What a letter cannot do without."""

ASKED_WITH = "Questions asked"
"""The column of the table of answers that says which way of asking they answer."""
ANSWER_COLUMNS = (*OFFICIALS.key, REPLIED, HISPANIC_ANSWER, *RACES, PREFERS_NOT, ASKED_WITH)
LETTERS_TABLE, ANSWERS_TABLE = "letters.csv", "answers.csv"

# Lengths are bounded: a long text would be searched for hours.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f.]+')
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, for which government, and how: what the letter is filled with."""

    name: str
    role: str
    government: str
    reply_to: str
    reply_by: str
    questions: str = TWO_QUESTIONS

    def check(self) -> None:
        """Raise BadArgument where the letter would not say who asks, or could not be answered."""
        missing = [what for what in ASKED_OF_THE_SENDER if not getattr(self, what).strip()]
        if missing:
            options = " and ".join(f"--{what.replace('_', '-')}" for what in missing)
            raise BadArgument(
                "A letter says who asks and where answers go: fill in the cells of the letter on the sheet Descriptive "
                f"Representation, or give {options}."
            )
        if self.questions not in QUESTIONS:
            raise BadArgument(f"There is no way of asking '{self.questions}'. There is {' and '.join(QUESTIONS)}.")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one official; ``address`` is empty where the sheet has none that is an e-mail address."""

    official: Official
    address: str
    subject: str
    text: str


def write_letters(officials: Sequence[Official], asking: Asking, style: StyleBook, metrics: int) -> list[Letter]:
    """Return a letter to each official, in their order.

    Parameters
    ----------
    officials
        Whom to ask.
    asking
        Who asks, and how.
    style
        The style book with the words.
    metrics
        How many metrics the framework has.
    """
    asking.check()
    return [_letter(one, asking, style, metrics) for one in officials]


def _letter(official: Official, asking: Asking, style: StyleBook, metrics: int) -> Letter:
    def plain(text: str) -> str:
        return harmless(text, "letter")

    places = {
        "name": plain(asking.name),
        "role": plain(asking.role),
        "government": plain(asking.government),
        # An address of e-mail stays one: it can be nothing else.
        "reply_to": asking.reply_to if is_address(asking.reply_to) else plain(asking.reply_to),
        "reply_by": plain(asking.reply_by),
        "official": plain(official.name),
        "questions": asking.questions,
        "metrics": metrics,
    }
    way = QUESTIONS[asking.questions]
    parts = [
        # Each box has a line of its own.
        style.write(f"letter.{part}.{way}").replace(" [", "\n[")
        if part in ASKED
        else style.write(f"letter.{part}", **places)
        for part in PARTS
    ]
    subject = style.write("letter.subject", government=places["government"])
    return Letter(official, address_in(official.contact), subject, "\n\n".join(parts) + "\n")


def address_in(contact: str) -> str:
    """Return the e-mail address in a public contact; nothing where there is none, or more than one."""
    found = set(_ADDRESS.findall(contact))
    return found.pop() if len(found) == 1 and all(map(is_address, found)) else ""


def is_address(text: str) -> bool:
    """Tell whether a mail program would take a text as one address."""
    try:
        return _ADDRESS.fullmatch(text) is not None and Address(addr_spec=text).addr_spec == text
    except (ValueError, IndexError, MessageError):
        return False


def draft(letter: Letter, asking: Asking) -> bytes:
    """Return a letter as a draft that mail programs open unsent."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if letter.address:
        message["To"] = Address(harmless(letter.official.name, "letter"), addr_spec=letter.address)
    if is_address(asking.reply_to):
        message["Reply-To"] = Address(harmless(asking.name, "letter"), addr_spec=asking.reply_to)
    message["Subject"] = letter.subject
    message.set_content(letter.text, cte="quoted-printable")
    return message.as_bytes()


def draft_name(number: int, letter: Letter) -> str:
    """Return what a draft's file is called: a number, and whom it is to."""
    to = harmless(f"{letter.official.name} - {letter.official.office}", "letter")
    shown = " ".join(_FORBIDDEN.sub(" ", to).split())[:_LONGEST_NAME].strip()
    return f"{number:03d} {shown}.eml"


def merge_table(letters: Sequence[Letter]) -> bytes:
    """Return the letters as a table to merge, one row each."""
    rows = [
        (
            one.official.name,
            one.official.seat,
            one.official.body,
            one.official.contact,
            one.address,
            _shown(one.official.asked),
            one.subject,
            one.text,
        )
        for one in letters
    ]
    return table((*OFFICIALS.key[::-1], "Public contact", "E-mail address", "Asked before", "Subject", "Letter"), rows)


def answers_table(letters: Sequence[Letter], asking: Asking) -> bytes:
    """Return a table to write answers into, one row for each official who is asked."""
    empty = [""] * (len(ANSWER_COLUMNS) - len(OFFICIALS.key) - 1)
    return table(
        ANSWER_COLUMNS,
        [(one.official.body, one.official.seat, one.official.name, *empty, asking.questions) for one in letters],
    )


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a CSV file that Excel and Word read with all its letters; nothing in it is calculated."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(headers)
    writer.writerows([harmless(text, "csv") for text in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _shown(day: date | None) -> str:
    return day.isoformat() if day else ""
