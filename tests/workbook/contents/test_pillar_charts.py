"""The charts of pillar sheets: where their axes end, and that every number of a group can be read."""

import re
from collections import Counter
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl import catalog
from mobility_xl.workbook.contents.pillar_charts import SHORT, nice_axis
from tests.conftest import Workbooks

UNITS = {variable.unit.name: variable.unit for variable in catalog.load().variables.values()}
WITHIN = '<c:dLblPos val="inBase"/>'


class TestNiceAxis:
    @pytest.mark.parametrize(("unit", "values"), [("index", [100.0, 44.0]), ("share", [0.97, 0.4]), ("share", [1.0])])
    def test_end(self, unit: str, values: list[float]) -> None:
        """No label stands beyond the largest number that there can be, and the highest marker is whole."""
        axis, most = nice_axis(values, UNITS[unit]), UNITS[unit].most

        assert most is not None
        assert axis.high < most + axis.step
        assert axis.high > max(values)

    @given(st.lists(st.floats(-1e6, 1e6).map(lambda number: round(number, 4)), min_size=1))
    def test_holds(self, values: list[float]) -> None:
        """Every value has room between the two ends, however they lie."""
        axis = nice_axis(values, UNITS["rate"])

        assert axis.low <= min(values) <= max(values) <= axis.high


class TestGroups:
    @pytest.mark.parametrize("geoid", ["17031", "15005"])
    def test_labels(self, geoid: str, alone_of: Workbooks) -> None:
        """Each column has its number once: within it, in white, or above it where it is too short for that."""
        with ZipFile(alone_of(geoid)) as parts:
            charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
        found = [chart for chart in charts if WITHIN in chart]
        above = 0
        for chart in found:
            series = re.findall("<c:ser>.*?</c:ser>", chart, re.DOTALL)
            columns = next(one for one in series if WITHIN in one)
            over = [one for one in series if "<c:v>Group</c:v>" in one and one is not columns]
            numbers = _numbers(columns)
            short = {at for at, number in enumerate(numbers) if number < SHORT * max(numbers)}
            above += len(short)

            assert [numbers] * len(over) == [_numbers(one) for one in over]
            assert Counter(range(len(numbers))) == Counter(at for one in (columns, *over) for at in _labelled(one))
            assert short <= {at for one in over for at in _labelled(one)}
        assert above


def _numbers(series: str) -> list[float]:
    values = re.findall("<c:val>.*?</c:val>", series, re.DOTALL)
    return [float(number) for one in values for number in re.findall("<c:v>([^<]*)</c:v>", one)]


def _labelled(series: str) -> set[int]:
    """Return which points of a series show their number."""
    deleted = re.findall(r'<c:dLbl><c:idx val="(\d+)"/><c:delete val="1"/></c:dLbl>', series)
    return set(range(len(_numbers(series)))) - set(map(int, deleted))
