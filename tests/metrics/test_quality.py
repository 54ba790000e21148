"""The rules of quality, on both sides of every threshold."""

import pytest

from mobility_xl.errors import BadArgument, Undefined
from mobility_xl.metrics import allocation_quality, exposure_quality, sum_products, transport_quality, variation


class TestAllocation:
    def test_sum_products(self):
        """A half of one survey area is 80% of the place, a tenth of another 20%: 0.5 * 0.8 + 0.1 * 0.2."""
        assert 0.42 == pytest.approx(sum_products([0.5, 0.1], [0.8, 0.2]))

    def test_whole(self):
        """An area made of whole survey areas fits them fully."""
        assert 1 == sum_products([1, 1], [0.4, 0.6])

    @pytest.mark.parametrize(
        ("products", "quality"),
        [(1, "Strong"), (0.75, "Strong"), (0.749, "Marginal"), (0.35, "Marginal"), (0.349, "Weak")],
    )
    def test_quality(self, products, quality):
        """Strong from 0.75 on, Marginal from 0.35, else Weak."""
        assert quality == allocation_quality(products)

    @pytest.mark.parametrize(
        ("one", "other", "sentence"),
        [
            ([0.5], [0.5, 0.5], "in_target has 1 cell and of_target has 2"),
            ([1.01], [1], "in_target, cell 1, is 1.01"),
            ([1], [1.01], "of_target, cell 1, is 1.01"),
        ],
    )
    def test_bad(self, one, other, sentence):
        """What is no share, or not equally long, is refused."""
        with pytest.raises(BadArgument, match=sentence):
            sum_products(one, other)


class TestVariation:
    def test_value(self):
        """Margins 30 and 40 join to 50; the error 50 / 1.645 is set against 100."""
        assert 50 / 1.645 / 100 == pytest.approx(variation(100, [30, 40]))

    def test_nothing(self):
        """An error cannot be set against nothing."""
        with pytest.raises(Undefined, match=r"The estimate is 0"):
            variation(0, [30])

    @pytest.mark.parametrize(
        ("error", "quality"), [(19.9, "Strong"), (20.1, "Marginal"), (39.9, "Marginal"), (40.1, "Weak")]
    )
    def test_exposure(self, error, quality):
        """Exposure is Strong below an error of 20% of the people, Marginal below 40%."""
        assert quality == exposure_quality(100, 1.645 * error)


class TestTransport:
    @pytest.mark.parametrize(
        ("households", "income", "quality"),
        [
            (0.079, 0.099, "Strong"),
            (0.08, 0.099, "Marginal"),
            (0.079, 0.1, "Marginal"),
            (0.149, 0.299, "Marginal"),
            (0.15, 0.0, "Weak"),
            (0.0, 0.3, "Weak"),
        ],
    )
    def test_worse_of_two(self, households, income, quality):
        """The worse of households (0.08 and 0.15) and median income (0.1 and 0.3) counts."""
        assert quality == transport_quality(households, income)
