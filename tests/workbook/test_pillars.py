"""A pillar sheet says of each number what the whole of its data bears out."""

import pytest

from mobility_xl.queries import Queries
from tests.conftest import Workbooks
from tests.workbook.reading_back import texts


class TestPosition:
    @pytest.mark.parametrize(("tab", "name"), [("Education", "rate_learning"), ("Work", "share_employed")])
    def test_left_out(self, ask: Queries, guide_of: Workbooks, tab: str, name: str) -> None:
        """Who of the twelve nearest has no number is counted behind the position; where all have one, nobody is."""
        position = ask.position(ask.catalog.variables[name], ask.area("17031"))
        said = [text for (sheet, _), text in texts(guide_of("17031")).items() if sheet == tab]
        start = f"Among the twelve nearest areas: {position.word}"
        left_out = f"Left out: {position.left_out}." if position.missing else ""

        assert left_out in {text.partition(". ")[2] for text in said if text.startswith(start)}
