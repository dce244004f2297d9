"""A Sum, and where its terms stand, to a formula. Nobody types a formula string anywhere else.

References come in as text (`Refuge!G6`); what comes out starts with `=`.
"""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from fractions import Fraction

from commissioning import sums
from commissioning.measures.kind import LARGEST, Guard
from commissioning.model.expression import (
    Addition,
    Comparison,
    Constant,
    Count,
    Difference,
    Maximum,
    Minimum,
    Product,
    Ratio,
    Sum,
    Term,
    Whole,
)
from commissioning.model.quantity import Missing, Standing

Where = Callable[[Hashable], str]

AGREES, DISAGREES, CANNOT_TELL = "agrees", "does not agree", "cannot tell"
TO_ANSWER, LEFT_BLANK = "to answer", "blank"
SEE_BELOW = "does not agree, see below"
NOISE_PLACES = 4
"""Figures are kept to four places at most; a difference beyond them is the spreadsheet's own noise."""


def formula(expression: Sum, where: Where, places: int | None = None) -> str:
    """The Sum as a formula over the cells its terms stand in.

    `places` clears a spreadsheet's binary noise from a sum of pence; it never changes an exact result.
    """
    printed = _printed(expression, where)
    return f"={printed}" if places is None or isinstance(expression, Term) else f"=ROUND({printed},{places})"


def verdict(comparison: Comparison, where: Where, state_of: Where) -> str:
    """Whether the comparison agrees, by the states of its answers' rows: an empty state is an exact figure."""
    readable = ",".join(f'{state_of(key)}=""' for key in dict.fromkeys(sums.terms(comparison)))
    difference = f"ROUND(({_printed(comparison.left, where)})-({_printed(comparison.right, where)}),{NOISE_PLACES})"
    return f'=IF(AND({readable}),IF({difference}{comparison.operator}0,"{AGREES}","{DISAGREES}"),"{CANNOT_TELL}")'


def side(expression: Sum, where: Where, state_of: Where) -> str:
    """One side of a comparison as a figure, empty while one of its answers is none."""
    readable = ",".join(f'{state_of(key)}=""' for key in dict.fromkeys(sums.terms(expression)))
    printed = _printed(expression, where)
    return f'=IF(AND({readable}),{printed},"")' if readable else f"={printed}"


def state(guard: Guard, required: bool, figure: str, status: str) -> str:  # noqa: FBT001  # a fact, not a switch
    """What the row's answer still is: empty for an exact figure, else what a reader would call it."""
    number = _nested((*_troubles(guard, figure),), _with_status(status))
    filled = f'IF(NOT(ISNUMBER({figure})),"not a number",{number})'
    return _state(filled, TO_ANSWER if required else LEFT_BLANK, figure, status)


def chosen_state(listed: str | tuple[str, ...], blank: str, answer: str, status: str) -> str:
    """The same of an answer out of a list: of these labels, or of those in that range of cells."""
    if isinstance(listed, str):
        is_one = f"SUMPRODUCT(--({listed}=TRIM({answer})))>0"
    else:
        same = ",".join(f"TRIM({answer})={_text(label)}" for label in listed)
        is_one = f"OR({same})"
    filled = f'IF({is_one},{_with_status(status)},"not a choice")'
    return _state(filled, blank, answer, status)


def day_state(earliest: date, latest: date, blank: str, answer: str, status: str) -> str:
    """The same of a day between two others."""
    first, last = (f"DATE({day.year},{day.month},{day.day})" for day in (earliest, latest))
    number = _nested(((f"{answer}<{first}", "too early"), (f"{answer}>{last}", "too late")), _with_status(status))
    return _state(f'IF(NOT(ISNUMBER({answer})),"not a date",{number})', blank, answer, status)


def _state(filled: str, blank: str, figure: str, status: str) -> str:
    """What is said of a row by what stands in its figure and status; `filled`, where there is a figure."""
    no_figure = f'IF(LEN(TRIM({status}))=0,"{blank}",IF({_gap(status)},LOWER(TRIM({status})),"figure missing"))'
    something = f"IF(LEN(TRIM({figure}))=0,{no_figure},{filled})"
    return f'=IF(OR(ISERROR({figure}),ISERROR({status})),"error",{something})'


def _text(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _with_status(status: str) -> str:
    """What is said of a good figure: its status, where that says more."""
    firm = f'OR(LEN(TRIM({status}))=0,LOWER(TRIM({status}))="{Standing.TO_BE_CONFIRMED.value}")'
    return f'IF({firm},"",IF({_gap(status)},"figure and status",LOWER(TRIM({status}))))'


def _gap(status: str) -> str:
    gaps = (f'LOWER(TRIM({status}))="{word.value}"' for word in (Missing.NOT_KNOWN, Missing.NOT_APPLICABLE))
    return f"OR({','.join(gaps)})"


def words_state(answer: str, blank: str) -> str:
    """What an answer in words still is: empty where there are words, else what a blank is called."""
    return f'=IF(LEN(TRIM({answer}))=0,"{blank}","")'


def says_anywhere(cells: Iterable[str], words: str, then: str) -> str:
    """The words `then`, if one of the cells says the others; otherwise nothing."""
    says = ",".join(f'{cell}="{words}"' for cell in cells)
    return f'=IF(OR({says}),"{then}","")'


def counted(ranges: Iterable[str], words: str) -> str:
    """How many cells of the ranges say the words."""
    counts = "+".join(f'COUNTIF({cells},"{words}")' for cells in ranges)
    return f"={counts or '0'}"


def _troubles(guard: Guard, figure: str) -> Iterable[tuple[str, str]]:
    scale = 2 if guard.percent else 0  # 88% is kept as 0.88, so its places lie two further right
    yield f"ABS({figure})>{LARGEST:f}", "too large"
    if guard.minimum is not None:
        yield f"{figure}<{guard.minimum / 10**scale:f}", f"less than {guard.minimum:f}"
    if guard.maximum is not None:
        yield f"{figure}>{guard.maximum / 10**scale:f}", f"more than {guard.maximum:f}%"
    words = "not a whole number" if guard.places == 0 else "too many decimal places"
    yield f"ROUND({figure},{guard.places + scale})<>{figure}", words


def _nested(troubles: Iterable[tuple[str, str]], otherwise: str) -> str:
    """IF inside IF: the first trouble that is so is said."""
    text = otherwise
    for condition, words in reversed(tuple(troubles)):
        text = f'IF({condition},"{words}",{text})'
    return text


def _printed(expression: Sum, where: Where) -> str:  # noqa: C901  # one case a node
    match expression:
        case Term(key):
            return where(key)
        case Constant(value):
            return _number(value)
        case Addition(parts, complete=True):
            return "+".join(_part(part, where) for part in parts)
        case Addition(parts) | Minimum(parts) | Maximum(parts) | Count(parts):
            # A part that stands nowhere has not been returned; these functions pass over it, as over words.
            inside = in_runs(printed for part in parts if (printed := _printed(part, where)))
            return f"{_FUNCTIONS[type(expression)]}({','.join(inside)})"
        case Whole(part):
            return f"ROUND({_printed(part, where)},0)"
        case Difference(left, right):
            return f"{_printed(left, where)}-{_part(right, where)}"
        case Product(left, right):
            return f"{_part(left, where)}*{_part(right, where)}"
        case Ratio(numerator, denominator):
            return f"{_part(numerator, where)}/{_part(denominator, where)}"


_FUNCTIONS = {Addition: "SUM", Minimum: "MIN", Maximum: "MAX", Count: "COUNT"}


_CELL = re.compile(r"(?P<column>.*\$[A-Z]+\$)(?P<row>[0-9]+)")


def in_runs(references: Iterable[str]) -> list[str]:
    """References, those of cells that stand under each other as one range: a function takes 255 arguments at most."""
    runs: list[tuple[str, int, int]] = []
    for reference in references:
        found = _CELL.fullmatch(reference)
        column, row = (found["column"], int(found["row"])) if found else (reference, 0)
        if found and runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    return [_run(*run) for run in runs]


def _run(column: str, first: int, last: int) -> str:
    if not first:
        return column
    return f"{column}{first}" if first == last else f"{column}{first}:{column.rpartition('!')[2]}{last}"


def _part(expression: Sum, where: Where) -> str:
    printed = _printed(expression, where)
    bare = isinstance(expression, Term | Constant | Minimum | Maximum | Count | Whole)
    return printed if bare or (isinstance(expression, Addition) and not expression.complete) else f"({printed})"


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"({value.numerator}/{value.denominator})"
