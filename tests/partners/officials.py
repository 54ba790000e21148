"""Officials as people write them into the entry sheet, in a workbook of a real place."""

from collections.abc import Mapping
from pathlib import Path

from mobility_xl.workbook.entries import OFFICIALS as OFFICIALS_TABLE
from tests.workbook.filling import Value, filled

Rows = Mapping[int, Mapping[str, Value]]

BODY = "County Board"
SENDER = {"letter_name": "Ana Ruiz", "letter_role": "budget analyst", "letter_reply_to": "mobility@cook.example"}

ROSA, ANN, CY = "Rosa Quintanilla", "Ann Lee", "Cy Poe"
OFFICIALS: Rows = {
    0: {"Seat": "President", "Name": ROSA, "Public contact": "rosa@cook.example; 312-555-0100"},
    1: {"Seat": "District 1", "Vacant": True},
    2: {
        "Seat": "District 2",
        "Name": ANN,
        "Public contact": "ann@cook.example",
        "Hispanic or Latino": "No",
        "Asian": True,
        "How known": "a public outlet",
        "Where and when": "County website, 2026-01-02",
    },
    3: {"Seat": "District 3", "Name": "Bob Ray", "Prefers not to answer": "x", "Answered on": 46000.0},
    4: {
        "Seat": "District 4",
        "Name": CY,
        "Public contact": "118 N. Clark St",
        "Hispanic or Latino": "No",
        "White": 1.0,
        "How known": "answered us",
        "Answered on": 46000.0,
    },
    5: {"Seat": "District 5", "Name": "Dee Fox", "Public contact": "118 N. Clark St"},
}


def with_officials(
    empty: Path, target: Path, officials: Rows = OFFICIALS, sender: Mapping[str, Value] = SENDER
) -> Path:
    """Write a copy of a workbook with officials filled in."""
    return filled(
        empty, target, sender, {OFFICIALS_TABLE.name: {row: {"Body": BODY, **one} for row, one in officials.items()}}
    )
