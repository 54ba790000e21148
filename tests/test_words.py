"""Sentences count in words as people do."""

import pytest

from mobility_xl.words import several


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (1200, "1,200 files"), (-1, "-1 files")]
)
def test_several(count, said):
    """Only one is one."""
    assert said == several(count, "file")
