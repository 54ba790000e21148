"""Compares every published number in a workbook with the store of the edition that it was built from.

The rows of the Estimates table are found by the table's name and headings, wherever they lie and in
whatever order. Formulas elsewhere that look numbers up are worked out anew over the published numbers;
what was typed or frozen in place of one is held against the sheet as it is built today.
"""

from collections.abc import Callable, Iterator

from mobility_xl import __version__
from mobility_xl.errors import BadWorkbook
from mobility_xl.partners.collecting.collected import is_collected
from mobility_xl.partners.reading.tables import find_table
from mobility_xl.partners.verifying.comparing import GONE, IDENTIFYING, Comparison
from mobility_xl.partners.verifying.found import Altered, Verification
from mobility_xl.queries import Queries, default
from mobility_xl.store.editions import editions
from mobility_xl.store.lookup import HASH_DIGITS
from mobility_xl.workbook.numbers import ESTIMATES
from mobility_xl.workbook.package import Package
from mobility_xl.workbook.stamp import Stamp, read_stamp

__all__ = ["GONE", "Altered", "Verification", "verify"]


def verify(package: Package, questions: Callable[[int | None], Queries] = default) -> Verification:
    """Compare the published numbers in a workbook with the store.

    Parameters
    ----------
    package
        The workbook.
    questions
        Opens an edition; the newest for None.

    Raises
    ------
    BadWorkbook
        When it holds no published numbers: there is neither a stamp nor an Estimates table.
    """
    stamp, table = read_stamp(package), find_table(package, ESTIMATES, (*IDENTIFYING, "value"))
    if table is None and is_collected(package):
        raise BadWorkbook(
            f"{package.path.name} is what copies were collected into, and repeats no published numbers. Verify the "
            "copies: collecting them has told already which of their numbers were changed."
        )
    if stamp is None and table is None:
        raise BadWorkbook(
            f"{package.path.name} holds no published numbers to compare: it has no table called {ESTIMATES} with the "
            f"headings {', '.join(IDENTIFYING)} and value, and was not built by mobility_xl."
        )
    found = Verification(stamp)
    known = editions()
    wanted = stamp.edition if stamp else None
    if wanted is not None and wanted not in known:
        found.unread.append(
            f"Its numbers are of the {wanted} edition, which is not here; there is {', '.join(map(str, known))}. "
            f"Import that edition with `mobility-xl data import FILES --edition {wanted}`."
        )
        return found
    ask = questions(wanted)
    found.edition = ask.store.edition
    found.stale += _stale(stamp, ask, max(known))
    if table is None:
        found.unread.append(
            f"There is no table called {ESTIMATES} any more: the numbers on the Data sheet cannot be compared."
        )
    Comparison(package, ask, found).run(table)
    return found


def _stale(stamp: Stamp | None, ask: Queries, newest: int) -> Iterator[str]:
    """Say what of a workbook's stamp is not of today."""
    if stamp is None:
        yield f"It has no stamp of mobility_xl; its numbers were compared with the {ask.store.edition} edition."
        return
    if stamp.edition is None:
        yield f"Its stamp names no edition; its numbers were compared with the {ask.store.edition} edition."
    elif stamp.edition < newest:
        yield f"Its numbers are of the {stamp.edition} edition; the newest here is {newest}. Build a new workbook."
    if stamp.data != ask.store.hash:
        yield (
            f"It was built from other published files: its data is {stamp.data[:HASH_DIGITS] or 'unnamed'}, here it is "
            f"{ask.store.short_hash}. A difference can be a revision."
        )
    if stamp.version != __version__:
        yield f"It was built by mobility_xl {stamp.version or 'of an unnamed version'}; this is {__version__}."
