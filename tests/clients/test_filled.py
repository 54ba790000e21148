"""Filled workbooks that LibreOffice has saved."""

from pathlib import Path

import pytest

from mobility_xl.partners.publish import publish
from mobility_xl.partners.reading.filled import read_filled
from mobility_xl.workbook.entries import REVIEW_NOTES, answers
from mobility_xl.workbook.package import Package
from tests.clients.office import Office
from tests.conftest import Workbooks
from tests.partners.returned import said_in
from tests.workbook.filling import filled

NOTE = 'Up from 8.6%: "why?" - ask Rosa & José\n1. clinics\n2. <b>rents</b>, 5 > 3'
STANDS_OUT, _, _, WHO, DATE = REVIEW_NOTES.written


class TestFilled:
    @pytest.mark.parametrize("handed_out", [False, True], ids=["as built", "handed out"])
    def test_same(self, office: Office, workbook_of: Workbooks, tmp_path: Path, handed_out: bool) -> None:
        """Every answer, note, day and tick is found again, in the same number, with nothing beside."""
        source = workbook_of("48301")
        if handed_out:
            (tmp_path / "copy.xlsx").write_bytes(publish(source).content)
            source = tmp_path / "copy.xlsx"
        entries = {name: f"{NOTE} ({name})" for name in answers()} | {"check_1": True, "check_2": "x", "check_3": 1.0}
        notes = {3: {STANDS_OUT: NOTE, WHO: "Health", DATE: 46_000.0}, 25: {STANDS_OUT: "=1+1"}}
        path = filled(source, tmp_path / "filled.xlsx", entries, {"ReviewNotes": notes})
        (tmp_path / "saved").mkdir()
        blank, before = read_filled(Package.open(source)), read_filled(Package.open(path))
        after = read_filled(Package.open(office.convert(path, "xlsx", tmp_path / "saved")))

        assert said_in(before) == said_in(after)
        assert len(blank.filled) + len(entries) + 4 == len(before.filled) == len(after.filled)
        assert ((), ()) == (after.others, after.own_sheets)
