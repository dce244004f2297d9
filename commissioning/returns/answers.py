"""What was found for each answer to the answer itself, as its kind reads it.

Nothing is judged here. What cannot be read as its kind is an answer with a Trouble, and the
checks say what to do about it.
"""

from dataclasses import replace

from commissioning.measures import KINDS
from commissioning.model.quantity import Bound, Given, Missing, Quantity, Standing
from commissioning.model.returned import Answer, Cell, Found, Tidying, Trouble, Typed
from commissioning.model.template import Row
from commissioning.returns.status_words import SAID_MISSING, meant, offered
from commissioning.returns.tidying import Tidied, tidied

_NO_WORDS = {Typed.ERROR: Trouble.ERROR_VALUE, Typed.UNCALCULATED: Trouble.UNCALCULATED}


def read_answer(row: Row, found: Found) -> Answer:
    """The answer that a row asks for, from what was found of it."""
    if found.trouble is not None:
        return Answer(row.key, row.about, _words(found.figure), Missing.UNREADABLE, found.place, found.trouble)
    cell, beside = found.figure, found.explanation
    answer = Answer(
        key=row.key,
        about=row.about,
        typed=_words(cell),
        given=Missing.BLANK,
        place=found.place,
        explanation="" if beside and beside.typed in _NO_WORDS else _words(beside),
        status=_words(found.status),
        status_place=found.status_place,
        label=_words(found.label),
        label_place=found.label_place,
        explanation_place=found.explanation_place,
        explanation_is_an_error=beside is not None and beside.typed in _NO_WORDS,
        nearly=found.nearly,
        hidden=found.hidden,
        under_merge=found.under_merge,
        earlier=found.earlier,
    )
    kind = KINDS[row.kind]
    if kind.guard is None and cell and cell.typed in _NO_WORDS:
        return _unreadable(answer, _NO_WORDS[cell.typed])
    if kind.guard is None:
        return replace(answer, words=answer.typed)
    tidy = tidied(cell, row)
    given = tidy.trouble or kind.read(tidy.cell)
    if isinstance(given, Trouble):
        besides = (*kind.besides(tidy.cell), *_of_the_status(answer, row))
        return replace(_unreadable(answer, given), besides=besides)
    return _with_status(answer, given, row, tidy)


def _of_the_status(answer: Answer, row: Row) -> tuple[Trouble, ...]:
    """What is wrong with a status by itself, beside a figure that cannot be read."""
    status = meant(answer.status)
    return (Trouble.UNKNOWN_STATUS,) if status and status not in offered(row) else ()


def _unreadable(answer: Answer, trouble: Trouble) -> Answer:
    return replace(answer, given=Missing.UNREADABLE, trouble=trouble)


def _with_status(answer: Answer, given: Given, row: Row, tidy: Tidied) -> Answer:
    """The answer with what its status says of it: a gap's reason, a bound, or a figure to be confirmed."""
    beside = meant(answer.status)
    if beside and tidy.status and beside != tidy.status:
        return _unreadable(answer, Trouble.QUALIFIED_TWICE)
    qualified = _qualified(given, beside or tidy.status, row)
    if isinstance(qualified, Trouble):
        return _unreadable(answer, qualified)
    retyped = (Tidying.STATUS,) if beside and beside != answer.status else ()
    return replace(answer, given=qualified, tidied=(*tidy.changes, *retyped))


def _qualified(given: Given, status: str, row: Row) -> Given | Trouble:
    if not status:
        return given
    if status in SAID_MISSING:
        return Trouble.STATUS_AND_FIGURE if isinstance(given, Quantity) else SAID_MISSING[status]
    if status not in offered(row):
        return Trouble.UNKNOWN_STATUS
    if not isinstance(given, Quantity):
        return Trouble.BOUND_WITHOUT_FIGURE
    if status == Standing.TO_BE_CONFIRMED:
        return replace(given, standing=Standing.TO_BE_CONFIRMED)
    return replace(given, bound=Bound(status))


def _words(cell: Cell | None) -> str:
    return cell.text.strip() if cell else ""
