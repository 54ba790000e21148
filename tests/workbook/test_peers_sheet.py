from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mobility_xl.queries import Queries
from mobility_xl.workbook.entries import PEERS
from mobility_xl.workbook.sheets import peers
from mobility_xl.workbook.writing.layout import PRINTED_WIDTH
from tests.clients.engines import IronCalc, ironcalc_values
from tests.conftest import Workbooks
from tests.workbook.filling import cell_of, entry_cell, filled, headers, table_of
from tests.workbook.reading_back import sheets_of, texts

COOK, CHICAGO = "17031", "1714000"
COMPARED = [f"PeersCompared{pillar}" for pillar in range(1, 6)]


def rows_of(path: Path, values: dict[tuple[str, str], object], tables: Iterable[str]) -> Iterator[dict[str, object]]:
    """Return the rows of tables, as an engine calculated them."""
    for table in tables:
        _, (_, top, _, bottom) = table_of(path, table)
        for row in range(bottom - top):
            yield {header: values.get(cell_of(path, table, row, header)) for header in headers(path, table)}


class Chosen(NamedTuple):
    """A workbook in which other peers are chosen, calculated anew, and the codes of those peers."""

    path: Path
    values: dict[tuple[str, str], object]
    codes: list[str]


@pytest.fixture(scope="module")
def chosen(workbook_of: Workbooks, ask: Queries, tmp_path_factory: pytest.TempPathFactory) -> Chosen:
    """Give Cook County's workbook with the sixth, the last and no third peer chosen."""
    near = [one.area for one in ask.peers(ask.area(COOK)).nearest]
    second, third = near[5], near[11]
    path = filled(
        workbook_of(COOK),
        tmp_path_factory.mktemp("peers") / "chosen.xlsx",
        dict(zip(PEERS, (str(second), str(third), None), strict=True)),
    )
    return Chosen(path, ironcalc_values(path), [second.geoid, third.geoid])


class TestChoosing:
    def test_values_and_verdicts(self, chosen: Chosen, workbook_of: Workbooks, ask: Queries) -> None:
        """Whatever peers are chosen, values, years and verdicts are those that the same code answers in a cell."""
        rows = list(rows_of(workbook_of(COOK), chosen.values, COMPARED))
        by_label = {one.label: one for one in ask.catalog.variables.values()}
        compared = 0
        for row in rows:
            variable = by_label.get(str(row["Metric"]))
            if variable is None:
                continue
            for number, code in enumerate(chosen.codes, 1):
                pair = ask.compare(variable, ask.area(COOK), ask.area(code))
                expected = "[x] none" if pair.second.value is None else pair.second.value
                company = "-" if pair.second.value is None else f"{pair.second.year}\n{pair.second.quality}"
                said = str(row[f"Against peer {number}"])
                compared += 1

                assert expected == row[f"Peer {number}"], (variable.name, code)
                assert company == row[f"Year and quality {number}"], (variable.name, code)
                assert said.startswith(pair.verdict), (variable.name, code)

        assert compared > 60
        third = ("Peer 3", "Year and quality 3", "Against peer 3")
        assert [{"-"}] * 3 == [{row[header] for row in rows} for header in third]

    def test_context(self, chosen: Chosen, workbook_of: Workbooks, ask: Queries) -> None:
        """The context follows too: codes, people, kind of government."""
        rows = {str(row["Context, 2023"]): row for row in rows_of(workbook_of(COOK), chosen.values, ["PeersContext"])}

        assert chosen.codes == [rows["Code"]["Peer 1"], rows["Code"]["Peer 2"]]
        assert [ask.context(ask.area(code)).population for code in chosen.codes] == [
            rows["Population"]["Peer 1"],
            rows["Population"]["Peer 2"],
        ]
        # 956 square miles of land and inland water.
        assert rows["Density"]["Unit"] == "per square mile"
        assert rows["Density"]["This place"] == pytest.approx(5087072 / 956.2, rel=1e-3)

    def test_tested(self, chosen: Chosen, ask: Queries) -> None:
        """The sheet counts what is tested, and what would look clear by chance, for those that are chosen."""
        published = [one for one in ask.catalog.variables.values() if not one.name.startswith("share_desc_rep")]
        shown = [one for one in published if not one.beside and (one.headline or not one.level)]
        pairs = [ask.compare(one, ask.area(COOK), ask.area(code)) for one in shown for code in chosen.codes]
        tested = sum(one.p_value is not None for one in pairs)
        said = [value for value in chosen.values.values() if str(value).endswith("would look clear by chance")]

        assert [str(one).partition(" ")[0] for one in said] == [str(tested)]

    @pytest.mark.parametrize(
        "slip",
        [
            "=NA()",
            "Tarrant*",
            *(pytest.param(one, marks=pytest.mark.client) for one in ("=1/0", "Nowhere County, Illinois", 48439.0)),
        ],
    )
    def test_not_listed(self, workbook_of: Workbooks, slip: str | float) -> None:
        """What is none of the places that are offered is told to be none, and spoils no cell but its chart's dots."""
        path = workbook_of(COOK)
        sheet = IronCalc(path)
        sheet.write({entry_cell(path, PEERS[1]): slip})
        context = {
            row: sheet.value(*cell_of(path, "PeersContext", row, "Peer 2"))
            for row in range(len(list(rows_of(path, {}, ["PeersContext"]))))
        }
        _, (left, top, right, bottom) = table_of(path, "PeerDots")
        dots = {
            sheets_of(path)["Peers"].cell(row, column).coordinate
            for row in range(top, bottom + 1)
            for column in range(left + 1, right + 1)
        }
        others = [
            cell.coordinate
            for row in sheets_of(path)["Peers"].iter_rows()
            for cell in row
            if cell.coordinate not in {*dots, entry_cell(path, PEERS[1])[1]}
        ]

        assert context.pop(0) == "[x] not listed"
        assert {"-"} == set(context.values())
        assert [] == [cell for cell in others if str(sheet.value("Peers", cell)).startswith(("#N/A", "#DIV/0!"))]
        assert sheet.value(*cell_of(path, "PeersCompared1", 0, "Against peer 2")) == "[x] not compared"

    def test_no_dot(self, chosen: Chosen, workbook_of: Workbooks) -> None:
        """Without a third peer its chart's cells hold an error value, and the table says what that is for."""
        rows = list(rows_of(workbook_of(COOK), chosen.values, ["PeerDots"]))
        nobody = [row for row in rows if row["Where"] == "-"]

        assert {"#N/A"} == {row["Dot"] for row in nobody}
        assert nobody
        assert [text for text in texts(workbook_of(COOK)).values() if "the error value that charts leave out" in text]


class TestSheet:
    def test_opens_with_the_nearest(self, workbook_of: Workbooks, ask: Queries) -> None:
        """The drop-downs open with the three nearest, and offer all twelve."""
        path = workbook_of(COOK)
        nearest = [str(one.area) for one in ask.peers(ask.area(COOK)).nearest]
        cells = [entry_cell(path, name)[1] for name in PEERS]
        sheet, (left, top, _, bottom) = table_of(path, "PeerChoices")

        assert nearest[:3] == [sheets_of(path)["Peers"][cell].value for cell in cells]
        assert nearest == [sheet.cell(row, left).value for row in range(top + 1, bottom + 1)]

    def test_nobody(self, workbook_of: Workbooks) -> None:
        """A county that is no more has no peers, and the sheet says why."""
        said = [text for (tab, _), text in texts(workbook_of("09001")).items() if tab == "Peers"]

        assert any(text.startswith("There is no one to compare with here.") for text in said)

    def test_cities(self, workbook_of: Workbooks) -> None:
        """A city is held against cities; what is not published for cities is named."""
        said = [text for (tab, _), text in texts(workbook_of(CHICAGO)).items() if tab == "Peers"]

        assert any(text.startswith("Not published for places of this kind") for text in said)
        assert not any("County, " in text for text in said if text in said[:8])

    def test_charts_follow(self, chosen: Chosen, workbook_of: Workbooks) -> None:
        """The numbers behind the charts are those of the chosen places."""
        values = chosen.values
        _, (_, top, _, bottom) = table_of(workbook_of(COOK), "PeerDots")
        where = [values.get(cell_of(workbook_of(COOK), "PeerDots", row, "Where")) for row in range(bottom - top)]
        first = values[entry_cell(chosen.path, "peer_1")]

        assert str(first).replace(", ", ",\n") in where

    def test_another_year_is_named(self, workbook_of: Workbooks, ask: Queries, tmp_path: Path) -> None:
        """A peer's dot of another year, or not Strong, says so below it, also where it is chosen later."""
        kings = "Kings County, New York"
        path = filled(workbook_of(COOK), tmp_path / "chosen.xlsx", {"peer_1": kings, "peer_2": None, "peer_3": None})
        pair = ask.compare(ask.catalog.variables["rate_learning"], ask.area(COOK), ask.area("36047"))
        rows = list(rows_of(path, ironcalc_values(path), ["PeerDots"]))
        said = {row["Drawn"]: row["Where"] for row in rows if str(row["Where"]).startswith("Kings")}

        assert (2017, "Weak") == (pair.second.year, pair.second.quality)
        assert said["Reading progress"] == "Kings County,\nNew York\n(2017, Weak)"
        assert said["Adults with a job"] == "Kings County,\nNew York"


class TestPrinting:
    @pytest.mark.parametrize("place", [COOK, "48301"])
    def test_pages(self, workbook_of: Workbooks, place: str) -> None:
        """No page ends inside a pillar, and each begins with the names of the places and a header."""
        sheet = sheets_of(workbook_of(place))["Peers"]
        breaks = {int(one.get("id", 0)) for one in sheet.elements("brk")}
        areas = [area for name in COMPARED if (area := sheet.tables[name].area)]
        first_on_page = [area.top for area in areas if area.top - 2 in breaks]

        assert not [area for area in areas if breaks & set(range(area.top - 1, area.bottom))]
        assert len(first_on_page) > 1
        assert {sheet.cell(4, 3).value} == {sheet.cell(top - 1, 3).value for top in first_on_page}

    def test_readable(self, workbook_of: Workbooks) -> None:
        """The sheet is no wider than lets its text be read on paper: it prints at half its size or more."""
        assert sum(peers.WIDTHS) * 7 * 0.75 < 2 * PRINTED_WIDTH
        assert {"landscape"} == {
            one.get("orientation") for one in sheets_of(workbook_of(COOK))["Peers"].elements("pageSetup")
        }
