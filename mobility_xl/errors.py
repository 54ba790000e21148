"""Everything that can go wrong, as one tree.

::

    MobilityError
    ├── NoData        #N/A      there is no such number
    ├── BadArgument   #VALUE!   an argument that cannot be understood
    ├── Undefined     #DIV/0!   arithmetic that has no answer; #NUM! where it is too large for a number
    ├── BadFile                 a published file, a store or a template that cannot be used
    └── BadWorkbook             a workbook that cannot be read or is not valid

Each error carries one sentence for the person who asked: what was asked, what is wrong, what to try.
The Excel error beside the first three is what a cell shows; no other error may reach a cell.
"""


class MobilityError(Exception):
    """What every error of this package is; its text is a sentence for the reader."""


class NoData(MobilityError):  # noqa: N818 - the name is the contract's, and reads as the answer
    """There is no such number, and the sentence says why."""


class BadArgument(MobilityError):  # noqa: N818
    """An argument that cannot be understood, with what would be."""


class Undefined(MobilityError):  # noqa: N818
    """Arithmetic that has no answer, such as a share of nobody.

    ``too_large`` is one whose answer is larger than a number can be: Excel tells the two apart.
    """

    def __init__(self, sentence: str, *, too_large: bool = False) -> None:
        super().__init__(sentence)
        self.too_large = too_large


class BadFile(MobilityError):  # noqa: N818
    """A file that breaks its schema: which file, which column or cell, which row."""


class BadWorkbook(MobilityError):  # noqa: N818
    """A workbook that cannot be read, or that breaks a rule of the format."""


EXCEL_ERRORS: dict[type[MobilityError], str] = {NoData: "#N/A", BadArgument: "#VALUE!", Undefined: "#DIV/0!"}
"""What a cell shows for an error; :func:`in_excel` knows the one exception."""


def in_excel(error: Exception) -> str | None:
    """Return what a cell shows for an error; None for one that is no answer."""
    if isinstance(error, Undefined) and error.too_large:
        return "#NUM!"
    return next((shown for kind, shown in EXCEL_ERRORS.items() if isinstance(error, kind)), None)
