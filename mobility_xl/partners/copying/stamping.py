"""Writes a stamp into a workbook's copy, in place of all else that a file says of itself in properties of its own."""

from mobility_xl.partners.copying.draft import Draft, Kind
from mobility_xl.workbook.package.splicing import escaped
from mobility_xl.workbook.stamp import Stamp

_PART = "docProps/custom.xml"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006"
_KIND = Kind(
    f"{_SPACE}/relationships/custom-properties",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml",
)
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_stamp(draft: Draft, stamp: Stamp | None) -> None:
    """Write a stamp, or take such properties away where there is none."""
    if stamp is None:
        for arrow in draft.arrows("", _KIND.word):
            draft.cut("", arrow)
        return
    written = "".join(
        f'<property fmtid="{_FORMAT}" pid="{number}" name="{escaped(name)}">'
        f"<vt:lpwstr>{escaped(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(stamp.properties.items(), 2)
    )
    spaces = f'xmlns="{_SPACE}/custom-properties" xmlns:vt="{_SPACE}/docPropsVTypes"'
    draft.write(_PART, f"{_HEAD}<Properties {spaces}>{written}</Properties>", _KIND)
