"""Cutting a part of a workbook: what is touched changes, and not one byte more."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl.errors import BadWorkbook
from mobility_xl.workbook.package.splicing import Span, Splice, escaped

NAMES = st.sampled_from(["a", "b", "x:c", "row", "v"])
TEXTS = st.text(alphabet=st.sampled_from("ab <>&\"'é\U0001f600\n"), max_size=8)
ATTRIBUTES = st.dictionaries(st.sampled_from(["r", "x:id", "count"]), TEXTS, max_size=2)


def _element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def written(name: str, attributes: dict[str, str], pieces: list[str], text: str) -> str:
        told = "".join(f' {key}="{escaped(value)}"' for key, value in attributes.items())
        content = escaped(text) + "".join(pieces)
        return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"

    return st.builds(written, NAMES, ATTRIBUTES, st.lists(inside, max_size=3), TEXTS)


PARTS = st.recursive(_element(st.just("<v/>")), _element, max_leaves=12).map(
    lambda inside: f'<?xml version="1.0"?><!-- <v/> --><root xmlns:x="x">{inside}<![CDATA[<b/>]]></root>'.encode()
)


def found(part: Splice, name: str) -> Span:
    """Return the first element of a name."""
    return part.root.every(name)[0]


class TestSpans:
    @given(PARTS)
    def test_untouched(self, content: bytes) -> None:
        """A part in which nothing is cut has the same bytes."""
        part = Splice("part", content)

        assert "root" == part.root.name
        assert content == part.done()

    @given(PARTS)
    def test_places(self, content: bytes) -> None:
        """Each element is told with the bytes at which it begins and ends."""
        part = Splice("part", content)
        for span in part.root.inside():
            tag = f"{span.prefix}{span.name}".encode()

            assert content[span.start :].startswith(b"<" + tag)
            assert content[: span.end].endswith((b"/>", b"</" + tag + b">"))
            assert span.start < span.inner <= span.close <= span.end

    @pytest.mark.parametrize("prefix", ["", "x:"])
    @pytest.mark.parametrize("comment", ["", "<!-- <f> -->"])
    @pytest.mark.parametrize("number", [' r="{}"', ' spans="1:2" r="{}"', ""])
    def test_first(self, prefix: str, comment: str, number: str) -> None:
        """Whatever rows are not read, each cell from the first formula on is told as it is among all."""
        rows = "".join(
            f"<row{number.format(row)}><c><f>A{row}</f><v>1</v></c></row>"
            if row in {3, 5}
            else f"<row{number.format(row)}><c><v>{row}</v></c><c/></row>"
            for row in range(1, 8)
        )
        content = f"<sheet><cols><f/></cols>{comment}<sheetData>{rows}</sheetData><f/></sheet>"
        tags = r"(</?)(?=\w)"
        part = Splice("part", re.sub(tags, rf"\1{prefix}", content).encode())
        everything, some = (
            [(one.name, one.start, one.end) for one in part.spans({"row"}, first)] for first in ("", "f")
        )

        assert [one for one in everything if one in some] == some
        assert [one for one in everything if one[0] == "f"] == [one for one in some if one[0] == "f"]
        assert (len(some) < len(everything)) == (number != "" and not comment)

    @given(PARTS, st.data())
    def test_one_cut(self, content: bytes, data: st.DataObject) -> None:
        """An element that is taken out is gone, and all around it is as it was."""
        part = Splice("part", content)
        span = data.draw(st.sampled_from(part.root.children))
        part.remove(span)

        assert content[: span.start] + content[span.end :] == part.done()

    @given(PARTS, TEXTS)
    def test_attribute(self, content: bytes, text: str) -> None:
        """An attribute that is set is read again, whatever it says, and can be taken away."""
        part = Splice("part", content)
        part.set(part.root, said=text)
        again = Splice("part", part.done())
        # A parser makes spaces of line ends in attributes, unless they are written as numbers.
        said = again.root.attributes["said"]
        again.set(again.root, said=None)

        assert text == said
        assert content == again.done()

    @given(PARTS, TEXTS.filter(bool), st.data())
    def test_text(self, content: bytes, text: str, data: st.DataObject) -> None:
        """A text that is written into an element is read again."""
        part = Splice("part", content)
        at = data.draw(st.integers(0, len(part.root.children) - 1))
        part.write(part.root.children[at], text)

        assert text == Splice("part", part.done()).root.children[at].text

    def test_inside(self) -> None:
        """What is cut within something that is cut, too, is cut once."""
        part = Splice("part", b"<r><a><b/></a><c/></r>")
        part.remove(found(part, "b"))
        part.remove(found(part, "a"))

        assert b"<r><c/></r>" == part.done()

    def test_put_before_a_cut(self) -> None:
        """What is put in where a cut begins is kept."""
        part = Splice("part", b"<r><a/><b/></r>")
        part.replace(found(part, "a").end, found(part, "a").end, "<n/>")
        part.remove(found(part, "b"))

        assert b"<r><a/><n/></r>" == part.done()

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
    def test_encodings(self, encoding: str) -> None:
        """A part in any encoding is cut as UTF-8, and says so."""
        declared = "utf-8" if encoding == "utf-8-sig" else encoding
        part = Splice("part", f'<?xml version="1.0" encoding="{declared}"?><r><a>é</a></r>'.encode(encoding))
        part.write(found(part, "a"), "éè")
        content = part.done()

        assert "<r><a>éè</a></r>" in content.decode("utf-8")
        assert "éè" == found(Splice("part", content), "a").text

    def test_broken(self) -> None:
        """A part that breaks off is refused with its name."""
        with pytest.raises(BadWorkbook, match="The part odd cannot be read"):
            assert Splice("odd", b"<r><a>").root


class TestSheets:
    SHEET = (
        b'<x:worksheet xmlns:x="x"><x:cols count="1"><x:col/></x:cols><x:sheetData><x:row r="1"><x:c r="A1"/></x:row>'
        b'<x:row r="2"/></x:sheetData><x:conditionalFormatting><x:cfRule/></x:conditionalFormatting>'
        b'<x:dataValidations count="2"><x:dataValidation/><x:dataValidation/></x:dataValidations></x:worksheet>'
    )

    def test_without_rows(self) -> None:
        """The tree of a sheet has no rows; what follows them is told with its place."""
        part = Splice("sheet", self.SHEET)
        data = found(part, "sheetData")

        assert [] == data.children
        assert self.SHEET[data.inner : data.close].startswith(b"<x:row")
        assert self.SHEET[data.end :].startswith(b"<x:conditionalFormatting>")

    def test_counts(self) -> None:
        """Where some of several go, the number that is told of them is put right."""
        part = Splice("sheet", self.SHEET)
        part.remove(found(part, "dataValidation"))

        assert b'<x:dataValidations count="1"><x:dataValidation/></x:dataValidations>' in part.done()

    def test_holders(self) -> None:
        """What may not stand empty goes with the last of what it holds."""
        part = Splice("sheet", self.SHEET)
        for span in part.root.every("dataValidation", "cfRule"):
            part.remove(span)

        assert part.done().endswith(b"</x:sheetData></x:worksheet>")
