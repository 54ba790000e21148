"""The one list of cell functions, and the one way to call them.

A cell function is a Python function that carries ``@cell_function``. Its signature, the notes of its
arguments and its docstring are everybody's help: the command line, the Functions sheet, the LAMBDA
names and the xlwings functions are made from them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from inspect import Parameter, cleandoc, signature
from itertools import zip_longest
from typing import Any

from mobility_xl.errors import EXCEL_ERRORS, BadArgument, MobilityError
from mobility_xl.functions.arguments import Kind
from mobility_xl.functions.ranges import SCALARS, Rows, broadcast, flat, plain
from mobility_xl.words import several

Answer = str | float | Rows

FUNCTIONS: dict[str, "CellFunction"] = {}
"""Every cell function by the name that people type, in the order of the help."""

PREFIX = "MOBILITY_"
"""What every name begins with."""

REMEMBERED = 2**15
"""How many answers a function remembers, in about 10 MB: none reads a clock or a network, so each stays right."""

ANSWERED = tuple(EXCEL_ERRORS)
"""The errors that are answers; of a store that cannot be read nothing is remembered."""

RAISES = "Raises\n------\n"

WHY = "why"
"""The part that is a sentence, and never an error."""


@dataclass(frozen=True)
class Argument:
    """One argument of a cell function: its name, the note for its reader, its kind, whether it can be left out."""

    name: str
    note: str
    kind: Kind
    optional: bool

    def __str__(self) -> str:
        """Return it as a signature has it: in square brackets where it can be left out."""
        return f"[{self.name}]" if self.optional else self.name


class CellFunction:
    """A cell function and what its front ends need to know.

    Parameters
    ----------
    run
        The Python function: what it takes are read arguments, what it returns is for a cell.
    of
        The catalog's variable that a calculator calculates; empty for the others.
    examples
        Arguments that show how it is called.
    portable
        The parts that the LAMBDA name inside a workbook answers, as Python does; ``("value",)`` for a
        function without parts. Empty where there is no such name.
    formula
        The LAMBDA name's answer in terms of the arguments, for a calculator that is a quotient of sums;
        its value is then portable.
    never_fails
        Whether an error is answered with its sentence.
    """

    def __init__(
        self,
        run: Callable[..., Any],
        *,
        of: str = "",
        examples: tuple[tuple[object, ...], ...] = (),
        portable: tuple[str, ...] = (),
        formula: str = "",
        never_fails: bool = False,
    ) -> None:
        self.run = run
        self.name = run.__name__.upper()
        self.of = of
        self.examples = examples
        self.portable = portable or (("value",) if formula else ())
        self.formula = formula
        self.never_fails = never_fails
        # Rows would take too much room.
        remembered = 0 if self.answers_with_rows else REMEMBERED
        self._remembered = lru_cache(maxsize=remembered, typed=True)(self._outcome)

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """Its arguments in order, out of the signature."""
        return tuple(_argument(one) for one in signature(self.run).parameters.values())

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The words that its part may be, the default first; empty without parts."""
        return next((one.kind.choices for one in self.arguments if one.kind.choices), ())

    @cached_property
    def summary(self) -> str:
        """What it answers, in one sentence."""
        return cleandoc(self.run.__doc__ or "").split("\n", 1)[0].replace("``", "'")

    @cached_property
    def details(self) -> tuple[str, ...]:
        """What else there is to say, in paragraphs."""
        text = cleandoc(self.run.__doc__ or "").partition("\n")[2].partition(RAISES)[0]
        paragraphs = text.replace("``", "'").split("\n\n")
        return tuple(" ".join(one.split()) for one in paragraphs if one.strip())

    @cached_property
    def errors(self) -> dict[str, str]:
        """When it answers with which of Excel's errors, out of the docstring."""
        raised = cleandoc(self.run.__doc__ or "").partition(RAISES)[2]
        said = dict(re.findall(r"^(\w+)\n((?: +.*\n?)+)", raised, re.MULTILINE))
        return {
            shown: " ".join(said[kind.__name__].split())
            for kind, shown in EXCEL_ERRORS.items()
            if kind.__name__ in said
        }

    @property
    def signature(self) -> str:
        """The name with its arguments, such as ``MOBILITY_PLACE(text, [part])``."""
        return f"{self.name}({', '.join(map(str, self.arguments))})"

    @property
    def works_in(self) -> str:
        """Where it answers, in a sentence."""
        if not self.portable:
            return "It answers in Python and through xlwings; no LAMBDA name of a workbook does."
        if not self.parts or set(self.portable) >= set(self.parts):
            return "It answers in Python, through xlwings, and as a LAMBDA name of a workbook."
        ported = ", ".join(self._ported)
        return f"It answers in Python and through xlwings; the LAMBDA name of a workbook answers {ported}."

    @property
    def _ported(self) -> tuple[str, ...]:
        """The parts that a LAMBDA name answers, by the words that the function has for them."""
        return self.portable if set(self.portable) <= set(self.parts) else self.parts[:1]

    def formula_for(self, cells: Sequence[object]) -> str:
        """Return a call as it is typed into a cell."""
        return f"={self.name}({','.join(map(literal, cells))})"

    @property
    def calculates(self) -> bool:
        """Whether it calculates from its arguments alone: a range is then the parts of one area."""
        return bool(self.of) or any(one.kind.is_range for one in self.arguments)

    @property
    def answers_with_rows(self) -> bool:
        """Whether its answer is rows, whatever it is asked."""
        return bool(self.run.__annotations__["return"] == Rows)

    @cached_property
    def _readers(self) -> tuple[tuple[Callable[[object, str], object], str], ...]:
        return tuple((one.kind.read, one.name.replace("_", " ")) for one in self.arguments)

    @cached_property
    def _least(self) -> int:
        return sum(not one.optional for one in self.arguments)

    def answer(self, cells: Sequence[object]) -> Answer:
        """Answer for cells as a front end hands them over; see :func:`call`."""
        if SCALARS.issuperset(map(type, cells)):
            found = self._remembered(*cells)
        else:
            cells = [_taken(plain(cell), at) for cell, at in zip_longest(cells, self.arguments[: len(cells)])]
            ranges = any(isinstance(cell, list) for cell in cells)
            found = self._spread(cells) if ranges and not self.calculates else self._outcome(*cells)
        if isinstance(found, MobilityError):
            # What is remembered would grow by a trace each time.
            raise found.with_traceback(None)
        return [[*row] for row in found] if isinstance(found, list) else found

    def forget(self) -> None:
        """Forget what was answered: the next answers take as long as first ones."""
        self._remembered.cache_clear()

    def _outcome(self, *cells: Any) -> Answer | MobilityError:
        """Return the answer for single values, and for a calculator ranges; or the error that it ends in."""
        try:
            self._check_count(len(cells))
            given: Sequence[Any] = cells
            if not SCALARS.issuperset(map(type, cells)):
                self._check_shapes(cells)
                given = [_cell(cell, argument) for cell, argument in zip(cells, self.arguments, strict=False)]
            read = [reading(cell, name) for (reading, name), cell in zip(self._readers, given, strict=False)]
            found: Answer = self.run(*read)
        except ANSWERED as error:
            return str(error) if self._asks_why(cells) else error
        return found

    def _spread(self, cells: Sequence[Any]) -> Answer | MobilityError:
        """Return the answers for the cells of ranges that go together; an error stands in its own cell only."""
        if self.answers_with_rows or "choices" in self.parts:
            cells = [cell[0][0] if isinstance(cell, list) and list(map(len, cell)) == [1] else cell for cell in cells]
            if not any(isinstance(cell, list) for cell in cells):
                return self._outcome(*cells)
        try:
            self._check_count(len(cells))
            # Whole ranges would take too much room.
            whole = any(isinstance(cell, tuple) for cell in cells)
            rows = broadcast(cells, self._outcome if whole else self._remembered)
        except BadArgument as error:
            return str(error) if self._asks_why(cells) else error
        has_rows = any(isinstance(cell, list) for row in rows for cell in row)
        return BadArgument(f"{self.name} answers with rows: give it single cells, and fill down.") if has_rows else rows

    def _asks_why(self, cells: Sequence[object]) -> bool:
        """Whether the sentence of an error is asked for in its place."""
        part = cells[-1] if WHY in self.parts and len(cells) == len(self.arguments) else None
        return self.never_fails or (isinstance(part, str) and part.strip().lower() == WHY)

    def _check_shapes(self, cells: Sequence[Any]) -> None:
        """Refuse a row beside a column: cells that belong together stand in ranges of one shape.

        Only ranges of as many cells are held against each other. A range of other things, such as the survey's 80
        replicates, has its own number; a calculator refuses by itself what it cannot pair.
        """
        shapes: dict[int, tuple[str, tuple[int, ...]]] = {}
        for cell, argument in zip(cells, self.arguments, strict=False):
            if not isinstance(cell, list) or not argument.kind.is_range:
                continue
            name, shape = argument.name.replace("_", " "), tuple(map(len, cell))
            first, known = shapes.setdefault(sum(shape), (name, shape))
            if shape != known:
                raise BadArgument(f"The {first} and the {name} have different shapes. Give ranges side by side.")

    def _check_count(self, given: int) -> None:
        if not self._least <= given <= len(self._readers):
            raise BadArgument(f"{self.signature} was given {several(given, 'argument')}.")


def literal(cell: object) -> str:
    """Return a cell, or a range, as it is typed into a formula."""
    if isinstance(cell, list):
        return "{" + ";".join(",".join(map(literal, row)) for row in cell) + "}"
    if isinstance(cell, str):
        return '"' + cell.replace('"', '""') + '"'
    if isinstance(cell, bool):
        return str(cell).upper()
    return "" if cell is None else repr(cell)


def _taken(cell: Any, argument: Argument | None) -> Any:
    """Return a cell as it is, and a range that is taken whole as one that does not go cell by cell."""
    whole = argument is not None and argument.kind.whole and isinstance(cell, list)
    return tuple(map(tuple, cell)) if whole else cell


def _cell(cell: Any, argument: Argument) -> object:
    """Return a cell as the reader of an argument takes it: of a range all cells, or the only one."""
    if type(cell) in SCALARS:
        return cell
    if isinstance(cell, MobilityError):
        raise cell.with_traceback(None)
    cells = flat(cell)
    for one in cells:
        if isinstance(one, MobilityError):
            raise one.with_traceback(None)
    if argument.kind.is_range or argument.kind.whole:
        return cells
    if len(cells) != 1:
        raise BadArgument(f"The {argument.name.replace('_', ' ')} must be one cell, not a range of {len(cells)}.")
    return cells[0]


def cell_function(**known: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter a Python function in the list of cell functions; see :class:`CellFunction` for what can be known."""

    def enter(run: Callable[..., Any]) -> Callable[..., Any]:
        function = CellFunction(run, **known)
        FUNCTIONS[function.name] = function
        return run

    return enter


def call(name: str, *args: object) -> Answer:
    """Run a cell function by the name that people type, as every front end does.

    Parameters
    ----------
    name
        Such as ``MOBILITY_METRIC``, in any case.
    args
        The cells' values in order; None and empty text are arguments left out. A range is a list of
        rows, or an array or a frame. A calculator takes the cells of a range as the parts of one area;
        for the other functions ranges go together as with Excel's operators.

    Returns
    -------
    str, float or list of rows
        Rows where a range was given for a single value, and from functions that answer with rows. A
        cell of them that has no answer holds its error: one bad cell spoils only itself.

    Raises
    ------
    NoData
        There is no such number (#N/A).
    BadArgument
        An argument, or the function's name, cannot be understood (#VALUE!).
    Undefined
        The arithmetic has no answer (#DIV/0!), or one that is too large for a number (#NUM!).
    BadFile
        The store cannot be read: no answer, but a fault that somebody must mend.
    """
    function = FUNCTIONS.get(name) or function_called(name)
    return function.answer(args)


def function_called(name: str) -> CellFunction:
    """Return a cell function by its name in any case, also without ``MOBILITY_`` or ``MOBILITY_CALC_``.

    Raises
    ------
    BadArgument
        When there is none, with the nearest names.
    """
    wanted = str(name).strip().upper()
    spellings = (wanted, f"{PREFIX}{wanted}", f"{PREFIX}CALC_{wanted}")
    function = next((FUNCTIONS[one] for one in spellings if one in FUNCTIONS), None)
    if function is None:
        from difflib import get_close_matches  # noqa: PLC0415 - only a misspelling needs it, and cells start fast

        short = {name.removeprefix(PREFIX): name for name in FUNCTIONS}
        near = get_close_matches(wanted.removeprefix(PREFIX), short, n=1)
        advice = f"Did you mean {short[near[0]]}?" if near else "`mobility-xl functions` lists them."
        raise BadArgument(f"There is no function '{name}'. {advice}")
    return function


def _argument(parameter: Parameter) -> Argument:
    """Read an argument off a signature: ``Annotated[..., kind, note]``.

    A name that is a word of Python is written with ``_`` behind it.
    """
    known = parameter.annotation.__metadata__
    kind = next(one for one in known if isinstance(one, Kind))
    note = next(one for one in known if isinstance(one, str))
    return Argument(parameter.name.rstrip("_"), note, kind, parameter.default is not Parameter.empty)
