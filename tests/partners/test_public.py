"""What many may see says of nobody what they answered: it is the same whoever gave which answer."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from mobility_xl.partners.collect import collect
from mobility_xl.partners.collecting.collected import CHANGED, Collected
from mobility_xl.partners.collecting.collected_writing import write_collected
from mobility_xl.partners.publish import publish
from mobility_xl.queries import Queries
from mobility_xl.workbook.entries import ANSWERED, HISPANIC_ANSWER, HOW, NAME, OFFICIALS
from mobility_xl.workbook.templates import Template
from tests.conftest import Workbooks
from tests.partners.moving import part_of
from tests.workbook.filling import entry_cell, filled
from tests.workbook.good_workbook import Parts

PEOPLE = ("Rosa Quintanilla", "Thaddeus Okonkwo", "Wilhelmina Sprague")
SAID = (("Yes", None), ("No", "Asian"), ("No", "White"))
SHOWN = "SHOWN"


@pytest.fixture(scope="module")
def returned(entries_of: Workbooks, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give a workbook in which three officials are listed, three times: each has each of three answers once."""
    folder = tmp_path_factory.mktemp("returned")
    made = []
    for at in range(len(SAID)):
        said = SAID[at:] + SAID[:at]
        listed = _listed(entries_of("48301"), folder / "listed.xlsx", said)
        made.append(_with_formulas(listed, folder / f"{at}" / "a guide.xlsx", said))
    return made


def _listed(source: Path, target: Path, said) -> Path:
    rows = {
        at: {NAME: name, HISPANIC_ANSWER: hispanic, HOW: ANSWERED} | ({race: True} if race else {})
        for at, (name, (hispanic, race)) in enumerate(zip(PEOPLE, said, strict=True))
    }
    return filled(source, target, {"answer_2_why": SHOWN, "answer_2_concerns": "Rents"}, {OFFICIALS.name: rows})


def _with_formulas(listed: Path, target: Path, said) -> Path:
    """Show an answer on another sheet by a formula, and show that where a question is answered."""
    parts = Parts.read(listed.read_bytes())
    shown = f"{said[0][0]}, says {PEOPLE[0]}"
    formula = f"INDEX({OFFICIALS.name}[{HISPANIC_ANSWER}],1)&amp;&quot;, says {PEOPLE[0]}&quot;"
    cell = f'<c r="Z3" t="str"><f>{formula}</f><v>{shown}</v></c>'
    parts.rewrite(part_of(parts, "Cover"), r'(<row r="3"[^>]*>.*?)(</row>)', rf"\1{cell}\2")
    sheet, address = entry_cell(listed, "answer_2_why")
    old = rf'(<c r="{address}"(?: s="\d+")?) t="inlineStr">.*?</c>'
    parts.rewrite(part_of(parts, sheet), old, rf'\1 t="str"><f>Cover!Z3</f><v>{shown}</v></c>')
    target.parent.mkdir()
    return parts.write(target)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _without_codes(content: bytes, found: Collected) -> dict[str, bytes]:
    """Return the parts of a collected workbook without the short hashes of its files."""
    codes = re.compile(b"|".join(info.code.encode() for info in found.files))
    return {name: codes.sub(b"-", part) for name, part in _parts(content).items()}


def _differing(made: list[dict[str, bytes]]) -> set[str]:
    """Return the parts that are not the same in all."""
    return {name for one in made for name in one if any(one[name] != other.get(name) for other in made)}


class TestPublic:
    @pytest.mark.client  # Three workbooks are published.
    def test_published(self, returned: list[Path]) -> None:
        """No part of a copy that was handed out can tell who gave which answer, and none names anybody."""
        made = [_parts(publish(path).content) for path in returned]

        assert len(returned) == len({path.read_bytes() for path in returned})
        assert set() == _differing(made)
        assert not [name for name, part in made[0].items() if any(one.encode() in part for one in PEOPLE)]

    @pytest.mark.client  # Three workbooks are collected, and what comes of them written.
    def test_collected(self, returned: list[Path], ask: Queries, template: Template) -> None:
        """No more can a part of a collected workbook without the lists; numbers that were not worked out are told."""
        found = [collect([path], lambda _: ask) for path in returned]
        made = [_without_codes(write_collected(one, template.style, ask.catalog)[0], one) for one in found]

        assert set() == _differing(made)
        assert not [name for name, part in made[0].items() if any(one.encode() in part for one in PEOPLE)]
        assert [one for one in found[0].findings if one.kind == CHANGED and one.where == "Officials"]

    @pytest.mark.client  # What is published and collected apart is tested before.
    def test_collected_and_published(self, returned: list[Path], ask: Queries, template: Template) -> None:
        """A workbook that was collected with the lists is handed out without a trace of them."""
        made = []
        for path in returned:
            found = collect([path], lambda _: ask, with_officials=True)
            path.with_name("all.xlsx").write_bytes(write_collected(found, template.style, ask.catalog)[0])
            made.append(_without_codes(publish(path.with_name("all.xlsx")).content, found))

        assert set() == _differing(made)
        assert not [name for name, part in made[0].items() if any(one.encode() in part for one in PEOPLE)]
