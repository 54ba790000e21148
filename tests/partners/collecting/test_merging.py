"""Officials' lists of several files become one: what counts more, and what is no answer."""

from itertools import permutations

import pytest

from mobility_xl.partners.collecting.merging import Received, merge
from mobility_xl.partners.reading.officials import official_of
from mobility_xl.workbook.entries import ANSWERED, BODY, HISPANIC_ANSWER, HOW, NAME, NO_ANSWER, SEAT, YES

PERSON = {BODY: "County Board", SEAT: "District 1", NAME: "Ana Ruiz"}
IN_PUBLIC = "a public outlet"


def received(file: str, hispanic: str, how: str) -> Received:
    """Return the row of one file's list."""
    official = official_of({**PERSON, HISPANIC_ANSWER: hispanic, HOW: how})
    assert official is not None
    return Received(official, file)


@pytest.mark.parametrize("order", list(permutations(range(2))), ids=str)
def test_no_answer(order: tuple[int, ...]) -> None:
    """Who leaves the question open sets nothing aside that they said in public."""
    rows = [received("a.xlsx", NO_ANSWER, ANSWERED), received("b.xlsx", YES, IN_PUBLIC)]
    merged, to_settle = merge([rows[at] for at in order])

    assert [(YES, IN_PUBLIC)] == [(one.official.answer.hispanic, one.official.how) for one in merged]
    assert [] == to_settle


def test_nobody_answers() -> None:
    """Where that is all that any file says, the list says it."""
    merged, to_settle = merge([received("a.xlsx", NO_ANSWER, ANSWERED), received("b.xlsx", "", IN_PUBLIC)])

    assert [(NO_ANSWER, ANSWERED)] == [(one.official.answer.hispanic, one.official.how) for one in merged]
    assert [] == to_settle


def test_own_answer() -> None:
    """An own answer counts before what is said in public, which is told."""
    merged, to_settle = merge([received("a.xlsx", YES, ANSWERED), received("b.xlsx", "No", IN_PUBLIC)])

    assert [YES] == [one.official.answer.hispanic for one in merged]
    assert ["Set aside for what counts more: Hispanic or Latino: No - a public outlet (b.xlsx)."] == [
        one.sentence for one in to_settle
    ]
