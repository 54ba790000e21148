"""The charts of pillar sheets: where their axes end, and that every number of a group can be read."""

import re
from collections import Counter
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobility_xl import catalog
from mobility_xl.workbook.contents.pillar_charts import NAME_GAP, NAME_HEIGHT, SHORT, nice_axis
from tests.conftest import Workbooks

UNITS = {variable.unit.name: variable.unit for variable in catalog.load().variables.values()}
NUMBER = re.compile("<c:v>([^<]*)</c:v>")
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
    @pytest.mark.parametrize("geoid", ["17031", "15005", "51610"])
    def test_labels(self, geoid: str, alone_of: Workbooks) -> None:
        """Each column has its number once: within it, in white, or above it where it is too short for that."""
        with ZipFile(alone_of(geoid)) as parts:
            charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
        found = [chart for chart in charts if WITHIN in chart]
        above = 0
        for chart in found:
            series = re.findall("<c:ser>.*?</c:ser>", chart, re.DOTALL)
            columns = next(one for one in series if WITHIN in one)
            everybody = [one for one in series if "<c:v>All</c:v>" in one]
            over = [one for one in series if "<c:v>Group</c:v>" in one and one is not columns]
            numbers = _numbers(columns)
            short = {at for at, number in enumerate(numbers) if number < SHORT * max(numbers) or not any(numbers)}
            above += len(short)

            assert [numbers] * len(over) == [_numbers(one) for one in over]
            assert Counter(range(len(numbers))) == Counter(at for one in (columns, *over) for at in _labelled(one))
            assert short <= {at for one in over for at in _labelled(one)}
            for one in everybody:
                high = SHORT * max(*numbers, *_numbers(one))
                assert not any(at in short and _numbers(one)[at] - numbers[at] < high for at in _labelled(one))
        assert above


class TestBenchmark:
    @pytest.mark.parametrize("geoid", ["17031", "51610"])
    def test_name(self, geoid: str, alone_of: Workbooks) -> None:
        """The name of the benchmark stands on no point of the place's own line."""
        with ZipFile(alone_of(geoid)) as parts:
            charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
        named = 0
        for chart in charts:
            series = re.findall("<c:ser>.*?</c:ser>", chart, re.DOTALL)
            own = {year: value for one in series if "<c:tx><c:v>This place<" in one for year, value in _points(one)}
            for one in (one for one in series if "<c:tx><c:v>US benchmark<" in one):
                (at,) = _labelled(one)
                year, value = _points(one)[at]
                low, high = (float(re.findall(f'<c:{end} val="(.*?)"', chart)[-1]) for end in ("min", "max"))
                side = 1 if '<c:dLblPos val="t"/>' in one else -1 if '<c:dLblPos val="b"/>' in one else 0
                far = (high - low) * (NAME_GAP + NAME_HEIGHT) * side
                named += 1

                assert not min(value, value + far) < own[year] < max(value, value + far)
        assert named


def _points(series: str) -> list[tuple[float, float]]:
    years, values = (
        [
            float(number)
            for one in re.findall(f"<c:{axis}Val>.*?</c:{axis}Val>", series, re.DOTALL)
            for number in NUMBER.findall(one)
        ]
        for axis in "xy"
    )
    return list(zip(years, values, strict=True))


def _numbers(series: str) -> list[float]:
    values = re.findall("<c:(?:val|yVal)>.*?</c:(?:val|yVal)>", series, re.DOTALL)
    return [float(number) for one in values for number in NUMBER.findall(one)]


def _labelled(series: str) -> set[int]:
    """Return which points of a series show their number."""
    deleted = re.findall(r'<c:dLbl><c:idx val="(\d+)"/><c:delete val="1"/></c:dLbl>', series)
    return set(range(len(_numbers(series)))) - set(map(int, deleted))
