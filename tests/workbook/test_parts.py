import pytest

from mobility_xl.workbook.parts import HEAD, Parts

TYPES = f"{HEAD}<Types></Types>"


class TestEdit:
    def test_once(self) -> None:
        """What is there once is replaced."""
        parts = Parts({"a.xml": "<a><b/></a>"})
        parts.edit("a.xml", "<b/>", "<c/>")

        assert parts.texts == {"a.xml": "<a><c/></a>"}

    @pytest.mark.parametrize("text", ["<a/>", "<a><b/><b/></a>"])
    def test_library_changed(self, text: str) -> None:
        """A writing library that writes otherwise is noticed, not passed over."""
        with pytest.raises(RuntimeError, match=r"no longer writes '<b/>' once"):
            Parts({"a.xml": text}).edit("a.xml", "<b/>", "<c/>")


class TestAdd:
    def test_declared(self) -> None:
        """A part that is added says what it is."""
        parts = Parts({"[Content_Types].xml": TYPES})
        parts.add("xl/new.xml", "<new/>", "application/new+xml")

        assert (
            '<Override PartName="/xl/new.xml" ContentType="application/new+xml"/>' in parts.texts["[Content_Types].xml"]
        )
        assert parts.texts["xl/new.xml"] == f"{HEAD}<new/>"


class TestRelate:
    def test_first(self) -> None:
        """A part that was related to nothing gets its list of relationships."""
        parts = Parts({})

        assert parts.relate("xl/worksheets/sheet2.xml", "http://kind", "xl/tables/table1.xml") == "rId1"
        assert (
            'Id="rId1" Type="http://kind" Target="../tables/table1.xml"'
            in parts.texts["xl/worksheets/_rels/sheet2.xml.rels"]
        )

    def test_another(self) -> None:
        """A further one gets a name of its own, and the others keep theirs."""
        parts = Parts({})
        names = [parts.relate("xl/workbook.xml", "http://kind", f"xl/part{number}.xml") for number in range(12)]

        assert names == [f"rId{number}" for number in range(1, 13)]
        assert parts.texts["xl/_rels/workbook.xml.rels"].count("<Relationship ") == 12
