"""What a workbook says of where it comes from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mobility_xl.errors import BadFile
from mobility_xl.queries import Queries
from mobility_xl.workbook import entries
from mobility_xl.workbook.build import build
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.stamp import LABELS, PROPERTIES, TABLE, Stamp, read_stamp
from mobility_xl.workbook.templates import Template, read_template
from tests.conftest import Workbooks, without_peers
from tests.workbook.good_workbook import Parts, good_parts

Built = Callable[..., Stamp]


@pytest.fixture(scope="module")
def stamp_of(ask: Queries, template: Template, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Give what builds a workbook and reads its stamp."""
    folder, short = tmp_path_factory.mktemp("stamps"), without_peers(template)

    def of(geoid: str = "48301", made_of: Template = short, **options: str) -> Stamp:
        (folder / "built.xlsx").write_bytes(build(ask, ask.area(geoid), made_of, **options))
        found = read_stamp(Package.open(folder / "built.xlsx"))
        assert found is not None
        return found

    return of


class TestStamp:
    def test_told(self, ask: Queries, workbook_of: Workbooks) -> None:
        """A workbook says its place, edition, data, template and build, and which sheets a copy would lock."""
        found = read_stamp(Package.open(workbook_of("17031")))

        assert found is not None
        assert ("Cook County, Illinois", "17031", 2025, ask.store.hash) == (
            found.place,
            found.geoid,
            found.edition,
            found.data,
        )
        assert ("review", entries.VERSION, 12, "") == (found.template, found.schema, len(found.build), found.locked)
        assert {"Cover", "Neighborhoods", "Data"} <= set(found.protect)
        assert "Review Guide" not in found.protect

    def test_on_notes(self, workbook_of: Workbooks, tmp_path: Path) -> None:
        """The same stands on Notes, from where it is read when a program has dropped the properties."""
        parts = Parts.read(workbook_of("17031").read_bytes())
        whole = read_stamp(Package.open(workbook_of("17031")))
        parts.rewrite("docProps/custom.xml", "<property .*</property>", "")
        found = read_stamp(Package.open(parts.write(tmp_path / "dropped.xlsx")))

        assert whole is not None
        assert found is not None
        assert whole.rows == found.rows
        assert {label for label, _ in found.rows} == set(LABELS.values())

    def test_foreign(self, tmp_path: Path) -> None:
        """A workbook that somebody else made has none."""
        assert read_stamp(Package.open(good_parts().write(tmp_path / "foreign.xlsx"))) is None

    def test_properties_are_short(self, workbook_of: Workbooks) -> None:
        """Excel's own window shows 255 letters of a property: none of ours is longer."""
        told = Package.open(workbook_of("17031")).custom_properties

        assert set(told) <= set(PROPERTIES.values())
        assert all(len(text) <= 255 for text in told.values())

    def test_table_has_a_name(self, workbook_of: Workbooks) -> None:
        """The table on Notes is found by its name."""
        tables = {table.display_name: table.sheet for table in Package.open(workbook_of("17031")).tables}

        assert "Notes" == tables[TABLE]


class TestBuildId:
    def test_same(self, stamp_of: Built) -> None:
        """The same arguments give the same build."""
        assert stamp_of().build == stamp_of().build

    @pytest.mark.client  # A whole guide is built, saved or read.
    def test_differs(self, ask: Queries, stamp_of: Built) -> None:
        """Another place, signature, kind of functions or template gives another."""
        builds = [
            stamp_of().build,
            stamp_of("15005").build,
            stamp_of(prepared_by="Jane").build,
            stamp_of(date="2026-01-01").build,
            stamp_of(functions="none").build,
            stamp_of(values=True).build,
            stamp_of(made_of=read_template("council", ask)).build,
        ]

        assert len(set(builds)) == len(builds)


class TestLayout:
    def test_unknown_sheet(self, ask: Queries, tmp_path: Path) -> None:
        """A template that would lock a sheet it does not have is refused, naming both."""
        layout = 'title = "T"\nabout = "place"\nsheets = ["cover", "data"]\nprotect = ["peers"]\n'
        (tmp_path / "layout.toml").write_text(layout)

        with pytest.raises(BadFile, match=r"layout\.toml, line 4: 'protect' names 'peers', which is none of"):
            read_template(str(tmp_path), ask)
