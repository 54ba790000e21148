"""How numbers look in cells whose unit depends on what people choose."""

from mobility_xl.catalog import Unit
from mobility_xl.workbook.blocks import When

CHANGES = {
    "0.0%": '+0.0" points";-0.0" points";0.0" points"',
    "$#,##0": "+$#,##0;-$#,##0;$0",
    "0.00": "+0.00;-0.00;0.00",
    "#,##0.0": "+#,##0.0;-#,##0.0;0.0",
    "#,##0": "+#,##0;-#,##0;0",
}
"""How differences are shown, by the number format of what they are of: those of shares in percentage points."""


def shown_as(number_format: str) -> tuple[When, ...]:
    """Return the looks of numbers whose number format stands in a cell, given as a formula's template."""
    return tuple(When(f'{number_format}="{one}"', one) for one in CHANGES)


def changes_as(number_format: str) -> tuple[When, ...]:
    """Return the looks of differences in the unit that they are said in: see :func:`factor`."""
    return tuple(When(f'{number_format}="{one}"', change) for one, change in CHANGES.items())


def cautions(quality: str) -> tuple[When, ...]:
    """Return the looks of a quality, given as a formula's template: Marginal and Weak stand out."""
    return (When(f'OR({quality}="Weak",{quality}="Marginal")', style="caution"),)


def factor(unit: Unit) -> int:
    """Return what a number is multiplied by to be in the unit that it is said in: a share in percent."""
    return 100 if unit.percent else 1
