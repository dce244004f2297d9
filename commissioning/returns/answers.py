"""What was found for each answer to the answer itself, as its kind reads it.

Nothing is judged here. What cannot be read as its kind is an answer with a Trouble, and the
checks say what to do about it.
"""

from dataclasses import replace

from commissioning.measures import KINDS
from commissioning.model.quantity import Bound, Given, Missing, Quantity, Standing
from commissioning.model.returned import Answer, Cell, Found, Trouble, Typed
from commissioning.model.template import Row

SAID_MISSING = {word.value: word for word in (Missing.NOT_KNOWN, Missing.NOT_APPLICABLE)}

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
    )
    kind = KINDS[row.kind]
    if kind.guard is None and cell and cell.typed in _NO_WORDS:
        return replace(answer, given=Missing.UNREADABLE, trouble=_NO_WORDS[cell.typed])
    if kind.guard is None:
        return replace(answer, words=answer.typed)
    given = kind.read(cell)
    if isinstance(given, Trouble):
        besides = (*kind.besides(cell), *_of_the_status(answer, row))
        return replace(answer, given=Missing.UNREADABLE, trouble=given, besides=besides)
    return _with_status(answer, given, row)


def _of_the_status(answer: Answer, row: Row) -> tuple[Trouble, ...]:
    """What is wrong with a status by itself, beside a figure that cannot be read."""
    status = " ".join(answer.status.lower().split())
    return (Trouble.UNKNOWN_STATUS,) if status and status not in _offered(row) else ()


def _with_status(answer: Answer, given: Given, row: Row) -> Answer:
    """The answer with what its status says of it: a gap's reason, a bound, or a figure to be confirmed."""
    status = " ".join(answer.status.lower().split())
    if not status:
        return replace(answer, given=given)
    if status in SAID_MISSING:
        clash = isinstance(given, Quantity)
        return (
            replace(answer, given=Missing.UNREADABLE, trouble=Trouble.STATUS_AND_FIGURE)
            if clash
            else replace(answer, given=SAID_MISSING[status])
        )
    qualified = _qualified(given, status, row) if isinstance(given, Quantity) else Trouble.BOUND_WITHOUT_FIGURE
    if status not in _offered(row):
        qualified = Trouble.UNKNOWN_STATUS
    if isinstance(qualified, Trouble):
        return replace(answer, given=Missing.UNREADABLE, trouble=qualified)
    return replace(answer, given=qualified)


def _qualified(given: Quantity, status: str, row: Row) -> Quantity:
    if status == Standing.TO_BE_CONFIRMED:
        return replace(given, standing=Standing.TO_BE_CONFIRMED)
    return replace(given, bound=Bound(status)) if status in row.bounds else given


def statuses(row: Row) -> tuple[str, ...]:
    """The words a provider may choose beside a figure."""
    if KINDS[row.kind].guard is None:
        return ()
    return (*SAID_MISSING, *row.bounds, Standing.TO_BE_CONFIRMED.value)


def _offered(row: Row) -> tuple[str, ...]:
    return tuple(str(status) for status in statuses(row))


def _words(cell: Cell | None) -> str:
    return cell.text.strip() if cell else ""
