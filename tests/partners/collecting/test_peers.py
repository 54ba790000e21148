"""The peers that partners chose, and why, stand side by side in a collected workbook."""

from pathlib import Path

import openpyxl
import pytest

from mobility_xl.partners.collect import collect
from mobility_xl.partners.collecting.collected_writing import write_collected
from mobility_xl.queries import Queries
from mobility_xl.workbook.templates import Template
from tests.conftest import Workbooks
from tests.partners.returned import rows_of
from tests.workbook.filling import filled

pytestmark = [pytest.mark.usefixtures("read_once"), pytest.mark.client]  # Whole guides are built and read.

REEVES, PECOS, CRANE = "Reeves County, Texas", "Pecos County, Texas", "Crane County, Texas"
WHY, GOVERNMENT = "Why chosen", "Form of government"


@pytest.fixture(scope="module")
def copies(workbook_of: Workbooks, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give three copies: of each, the chosen peers and what is known of the place and of them."""
    folder, blank = tmp_path_factory.mktemp("peers"), workbook_of("48301")
    chosen = [(REEVES, PECOS, CRANE), (PECOS, REEVES, CRANE), (REEVES, None, None)]
    notes = [
        {1: {WHY: "Its oil, as here", GOVERNMENT: "Commissioners"}, 2: {WHY: "=Neighbor"}},
        {1: {WHY: "It grew as we did"}, 0: {GOVERNMENT: "Commissioners"}},
        {1: {WHY: "Its oil, as here", GOVERNMENT: "Commissioners"}},
    ]
    return [
        filled(
            blank,
            folder / f"copy {number}.xlsx",
            {f"peer_{place}": one for place, one in enumerate(peers, 1)},
            {"PeerNotes": rows},
        )
        for number, (peers, rows) in enumerate(zip(chosen, notes, strict=True))
    ]


@pytest.fixture
def saved(copies: list[Path], template: Template, ask: Queries, tmp_path: Path) -> Path:
    """Give them collected."""
    return _saved(copies, template, ask, tmp_path / "Loving collected.xlsx")


def _saved(paths: list[Path], template: Template, ask: Queries, target: Path) -> Path:
    target.write_bytes(write_collected(collect(paths), template.style, ask.catalog)[0])
    return target


def test_side_by_side(saved: Path) -> None:
    """Rows about one peer stand together, each with the reason, the drop-down and the files that say it."""
    rows = rows_of(saved, "PartnerPeers")
    said = [(row["Peer"], row["Chosen as"], row[WHY], row["Files"]) for row in rows]

    assert (REEVES, "1", "Its oil, as here", "copy 0.xlsx; copy 2.xlsx") in said
    assert (REEVES, "2", "-", "copy 1.xlsx") in said
    assert (PECOS, "1", "It grew as we did", "copy 1.xlsx") in said
    assert (PECOS, "2", "=Neighbor", "copy 0.xlsx") in said
    assert (CRANE, "3", "-", "copy 0.xlsx; copy 1.xlsx") in said
    assert ("Loving County, Texas", "-", "-", "copy 1.xlsx") in said
    assert sorted(str(row["Peer"]) for row in rows) == [row["Peer"] for row in rows]


def test_nowhere_else(saved: Path, copies: list[Path]) -> None:
    """None of it stands among everything else, and every cell is accounted for."""
    found = collect(copies)

    assert not [record for record in found.records.of_kind("other") if "peer" in str(record.about).lower()]
    assert all(info.filled == sum(found.accounted(info.id).values()) for info in found.files)
    assert all(row["Filled in"] == row["Accounted for"] for row in rows_of(saved, "PartnerFiles"))


def test_again(saved: Path, copies: list[Path], template: Template, ask: Queries, tmp_path: Path) -> None:
    """Collected again, alone, with a file of its own or in another order, they are the same."""
    again = _saved([saved], template, ask, tmp_path / "again.xlsx")
    more = _saved([copies[2], saved, copies[0]], template, ask, tmp_path / "more.xlsx")

    assert saved.read_bytes() == again.read_bytes() == more.read_bytes()


def test_not_worked_out(copies: list[Path], tmp_path: Path) -> None:
    """A library stores nothing for the formula that names the peer of a row: it is worked out here."""
    with pytest.warns(UserWarning, match="extension"):
        book = openpyxl.load_workbook(copies[0])
    book.save(tmp_path / "bare.xlsx")
    peers = {
        (record.get("Peer"), record.get("Chosen as"), record.get(WHY))
        for record in collect([tmp_path / "bare.xlsx"]).records.of_kind("peer")
    }

    assert {(REEVES, "1", "Its oil, as here"), (PECOS, "2", "=Neighbor"), (CRANE, "3", "")} == peers
