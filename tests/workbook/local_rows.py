"""Rows that a community might add: every word that can be said of a row is said of one of them."""

from mobility_xl.catalog import ALL, Catalog
from mobility_xl.compare.local_counts import LocalCount
from tests.workbook.filling import Value

RACE = "race and ethnicity"
BIRTHS = "share_low_birth_weight"

LOCAL_ROWS = (
    (BIRTHS, "ZIP 60629", 2023, RACE, "Hispanic", 40, 500),
    (BIRTHS, "ZIP 60629", 2023, RACE, "Black, Non-Hispanic", 4, 60),
    (BIRTHS, "ZIP 60629", 2023, RACE, "White, Non-Hispanic", 12, 150),
    (BIRTHS, "ZIP 60629", 2023, "", "", 56, 710),
    (BIRTHS, "ZIP 60632", 2023, RACE, "Hispanic", 30, 300),
    (BIRTHS, "ZIP 60632", 2023, RACE, "Black, Non-Hispanic", 20, 100),
    (BIRTHS, "ZIP 60632", 2023, RACE, "White, Non-Hispanic", 9, 20),
    (BIRTHS, "ZIP 60632", 2023, RACE, "White, Non-Hispanic", 9, 200),
    ("rate_injury_death", "ZIP 60629", 2023, "", "", 310, 402_000),
    ("rate_injury_death", "ZIP 60632", 2023, "", "", 19, 402_000),
    ("rate_juv_arrest", "ZIP 60632", 2023, "gender", "Male", 95, 15_400),
    ("rate_juv_arrest", "ZIP 60632", 2023, "gender", "Female", 0, 15_000),
    ("rate_juv_arrest", "ZIP 60633", 2023, "gender", "Female", 20.5, 15_000),
    ("share_employed", "ZIP 1", 2022, "gender", "Female", 96, 100),
    ("share_employed", "ZIP 1", 2022, "gender", "Male", 50, 100),
    ("share_employed", "ZIP 2", 2022, "gender", "Male", 150, 100),
    ("share_employed", "ZIP 3", 2022, "gender", "Male", 150, 0),
    ("share_employed", "ZIP 3", 2022, "gender", "Female", -60, 500),
    ("share_affordable_available_30_ami", "ZIP 3", 2022, "tenure", "Renter", 150, 400),
    ("share_digital_access", "ZIP 3", 2022, "", "", 400, 400),
    ("share_digital_access", "ZIP 4", 2022, "", "", 0, 400),
    ("share_debt_coll", "District *", 2022, "age", "18 to 24", 9, 400),
    ("share_debt_coll", "District *", 2022, "age", "25 to 34", 9, 400),
    ("share_debt_coll", "District *", 2022, "age", "35 and over", 40, 400),
    ("share_debt_coll", "District 9", 2022, "age", "18 to 24", 90, 400),
    ("count_membership_associations_per_10k", "ZIP 4", 2022, "", "", 5, 40_000),
    ("share_debt_coll", "ZIP 5", 2022, "age", "18 to 24", 8, 9_794),
    ("share_debt_coll", "ZIP 5", 2022, "age", "25 to 34", 0, 500),
    ("share_debt_coll", "ZIP 5", 2022, "age", "35 and over", 60, 60),
    ("share_debt_coll", "ZIP 6", 2022, "age", "18 to 24", 0, 12),
    ("share_debt_coll", "ZIP 6", 2022, "age", "25 to 34", 60, 400),
)


def as_counts(catalog: Catalog) -> list[LocalCount]:
    """Return the rows as Python takes them."""
    return [
        LocalCount(catalog.variables[name], area, year, counted, of, kind, group or ALL)
        for name, area, year, kind, group, counted, of in LOCAL_ROWS
    ]


def as_entries(catalog: Catalog) -> dict[int, dict[str, Value]]:
    """Return the rows as people fill them in."""
    return {
        place: {
            "Metric": catalog.variables[name].label,
            "Area": area,
            "Year": year,
            "Subgroup type": kind or None,
            "Subgroup": group or None,
            "Numerator": counted,
            "Denominator": of,
            "Source": "counted by us",
        }
        for place, (name, area, year, kind, group, counted, of) in enumerate(LOCAL_ROWS)
    }
