"""The page of the cell functions: made from the registry, and whole."""

from pathlib import Path
from typing import Annotated

from mobility_xl.functions import FUNCTIONS, CellFunction
from mobility_xl.functions.arguments import Name, OptionalName, parts
from mobility_xl.functions.documentation import document

PAGE = Path(__file__).parents[2] / "docs" / "functions.md"


def mobility_twice(
    word: Annotated[Name, "Any word"],
    other: Annotated[OptionalName, "Another"] = None,
    part: Annotated[str, parts("value", "why"), "What of it"] = "value",
) -> str:
    """Return a word twice.

    It says the ``word`` again.

    Raises
    ------
    NoData
        Never,
        so far.
    """
    return f"{word}{word}{other}{part}"


class TestPage:
    def test_kept(self) -> None:
        """The page in `docs` is what the registry says now; the module's own words tell how to write it anew."""
        assert document() == PAGE.read_text(encoding="utf-8")

    def test_every_function(self) -> None:
        """Every function has an entry with its signature, and every argument is explained."""
        page = document()
        entries = {name: page.partition(f"### {name}\n")[2].partition("\n### ")[0] for name in FUNCTIONS}

        assert {name for name, entry in entries.items() if FUNCTIONS[name].signature not in entry} == set()
        assert {
            (name, one.name)
            for name, entry in entries.items()
            for one in FUNCTIONS[name].arguments
            if one.note not in entry
        } == set()

    def test_one_more(self, monkeypatch) -> None:
        """A function that is entered in the registry is on the page, with all that its signature and docstring say."""
        monkeypatch.setitem(FUNCTIONS, "MOBILITY_TWICE", CellFunction(mobility_twice, examples=(("ab",),)))
        entry = document().partition("### MOBILITY_TWICE\n")[2].partition("\n## ")[0]

        assert [
            "    MOBILITY_TWICE(word, [other], [part])",
            "Return a word twice.",
            "It says the 'word' again.",
            "| argument | holds |",
            "|---|---|",
            "| word | Any word. |",
            "| other (optional) | Another. |",
            "| part (optional) | What of it. |",
            "Parts: `value`, `why`.",
            "- #N/A: Never, so far.",
            '    =MOBILITY_TWICE("ab")',
            "It answers in Python and through xlwings; no LAMBDA name of a workbook does.",
        ] == [line for line in entry.splitlines() if line]
