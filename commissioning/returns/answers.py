"""What was found for each answer to the answer itself, as its kind reads it.

Nothing is judged here. What cannot be read as its kind is an answer with a Trouble, and the
checks say what to do about it.
"""

from dataclasses import replace

from commissioning.measures import KINDS
from commissioning.model.quantity import Bound, Given, Missing, Quantity, Standing
from commissioning.model.returned import Answer, Cell, Found, Tidying, Trouble
from commissioning.model.template import Row
from commissioning.returns.choices_and_days import NO_RESULT, said
from commissioning.returns.status_words import SAID_MISSING, meant, offered
from commissioning.returns.tidying import Tidied, tidied


def read_answer(row: Row, found: Found) -> Answer:
    """The answer that a row asks for, from what was found of it."""
    if found.trouble is not None:
        typed, missing = _words(found.figure), Missing.UNREADABLE
        return Answer(row.key, row.about, typed, missing, found.place, found.trouble, label_place=found.label_place)
    cell, kind = found.figure, KINDS[row.kind]
    if kind.answer is not None:
        return _in_words(found, row)
    if kind.guard is None:
        trouble = NO_RESULT.get(cell.typed) if cell else None
        return _answer(
            row,
            found,
            Missing.UNREADABLE if trouble else Missing.BLANK,
            trouble,
            words="" if trouble else _words(cell),
        )
    tidy = tidied(cell, row)
    given = tidy.trouble or kind.read(tidy.cell)
    if isinstance(given, Trouble):
        besides = (*kind.besides(tidy.cell), *_of_the_status(_words(found.status), row))
        return _answer(row, found, Missing.UNREADABLE, given, besides=besides)
    return _with_status(found, given, row, tidy)


def _answer(  # noqa: PLR0913  # what an answer is made of
    row: Row,
    found: Found,
    given: Given,
    trouble: Trouble | None = None,
    *,
    words: str = "",
    besides: tuple[Trouble, ...] = (),
    changes: tuple[Tidying, ...] = (),
) -> Answer:
    """The answer as it was found, with what it means or why it means nothing."""
    beside = found.explanation
    is_an_error = beside is not None and beside.typed in NO_RESULT
    return Answer(
        key=row.key,
        about=row.about,
        typed=_words(found.figure),
        given=given,
        place=found.place,
        trouble=trouble,
        words=words,
        explanation="" if is_an_error else _words(beside),
        status=_words(found.status),
        status_place=found.status_place,
        label=_words(found.label),
        label_place=found.label_place,
        besides=besides,
        explanation_place=found.explanation_place,
        explanation_is_an_error=is_an_error,
        tidied=changes,
        nearly=found.nearly,
        hidden=found.hidden,
        under_merge=found.under_merge,
        earlier=found.earlier,
    )


def _in_words(found: Found, row: Row) -> Answer:
    """The answer where a choice or a day is asked, with what its status says of it."""
    told = said(found.figure, row)
    if told.trouble:
        besides = _of_the_status(_words(found.status), row)
        return _answer(row, found, Missing.UNREADABLE, told.trouble, besides=besides)
    qualified = _with_status(found, Missing.BLANK, row, Tidied(None, told.status, told.changes))
    if told.words and qualified.given is not Missing.BLANK and qualified.trouble is None:
        return _answer(row, found, Missing.UNREADABLE, Trouble.STATUS_AND_FIGURE)
    return qualified if qualified.trouble else replace(qualified, words=told.words)


def _of_the_status(typed: str, row: Row) -> tuple[Trouble, ...]:
    """What is wrong with a status by itself, beside a figure that cannot be read."""
    status = meant(typed)
    return (Trouble.UNKNOWN_STATUS,) if status and status not in offered(row) else ()


def _with_status(found: Found, given: Given, row: Row, tidy: Tidied) -> Answer:
    """The answer with what its status says of it: a gap's reason, a bound, or a figure to be confirmed."""
    typed = _words(found.status)
    beside = meant(typed) if typed else ""
    if beside and tidy.status and beside != tidy.status:
        return _answer(row, found, Missing.UNREADABLE, Trouble.QUALIFIED_TWICE)
    qualified = _qualified(given, beside or tidy.status, row)
    if isinstance(qualified, Trouble):
        return _answer(row, found, Missing.UNREADABLE, qualified)
    retyped = (Tidying.STATUS,) if beside and beside != typed else ()
    return _answer(row, found, qualified, changes=(*tidy.changes, *retyped))


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
