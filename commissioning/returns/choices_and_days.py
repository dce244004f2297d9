"""What was typed where a choice or a day is asked, to the one answer it can only mean, each change named."""

from dataclasses import dataclass
from datetime import date

from commissioning.calendar import day_in_words, days_written
from commissioning.measures import KINDS
from commissioning.measures.answer import Choosing, Dating
from commissioning.model.quantity import Missing
from commissioning.model.returned import Cell, Tidying, Trouble, Typed
from commissioning.model.template import Row
from commissioning.returns.characters import plain
from commissioning.returns.labels import label, near_ones
from commissioning.returns.status_words import MEANT, SAID_MISSING

NO_RESULT = {Typed.ERROR: Trouble.ERROR_VALUE, Typed.UNCALCULATED: Trouble.UNCALCULATED}
"""Cells that hold nothing of what was typed."""
NOT_YET = frozenset({"not met yet", "not yet met", "not met", "not yet"})
"""Words for a milestone that is not met, where a blank would do."""


@dataclass(frozen=True, slots=True)
class Said:
    """The answer as it is kept, the status that was typed into its cell, how it was changed; or why it is asked."""

    words: str = ""
    status: str = ""
    changes: tuple[Tidying, ...] = ()
    trouble: Trouble | None = None


def said(cell: Cell | None, row: Row) -> Said:
    """A cell where a choice or a day is asked, as a person would read it."""
    answer = KINDS[row.kind].answer
    text = plain(cell.text) if cell else ""
    if cell and cell.typed in NO_RESULT:
        return Said(trouble=NO_RESULT[cell.typed])
    if cell is None or not text or answer is None:
        return Said()
    found = _chosen(cell, row, answer) if isinstance(answer, Choosing) else _day(cell, row, answer)
    if found.trouble and MEANT.get(text) in SAID_MISSING:
        return Said(status=MEANT[text], changes=(Tidying.GAP,))
    return found


def _chosen(cell: Cell, row: Row, answer: Choosing) -> Said:
    """A choice by its label, by its id, by other words for it, or by a label with a slip."""
    exact = {choice.label.strip(): choice.id for choice in row.choices}
    if cell.text.strip() in exact:
        return Said(exact[cell.text.strip()])
    typed = label(cell.text)
    known = {label(choice.label): choice.id for choice in row.choices}
    if typed in known:
        is_exact = plain(cell.text) in {plain(choice.label) for choice in row.choices}
        return Said(known[typed], changes=() if is_exact else (Tidying.CHOICE,))
    other = {**{choice.id: choice.id for choice in row.choices}, **answer.also}
    if typed in other:
        return Said(other[typed], changes=(Tidying.CHOICE,))
    near = [one for one in near_ones(typed, known) if _begin_alike(typed, one)]
    if len(near) == 1:
        return Said(known[near[0]], changes=(Tidying.NEAR_CHOICE,))
    return Said(trouble=Trouble.NOT_A_CHOICE)


def _begin_alike(one: str, other: str) -> bool:
    """Whether their words begin with the same letters: a slip is seldom there, and `unsafe` is not `safe`."""
    first, second = (sorted(word[0] for word in text.split()) for text in (one, other))
    return first == second


def _day(cell: Cell, row: Row, answer: Dating) -> Said:
    if cell.typed is Typed.DATE and cell.day is not None:
        return _in_range(cell.day, answer, ())
    if cell.typed is not Typed.TEXT:
        return Said(trouble=Trouble.NOT_A_DAY)
    if plain(cell.text) in NOT_YET and KINDS[row.kind].when_blank is Missing.NOT_MET:
        return Said(changes=(Tidying.NOT_MET,))
    days = days_written(plain(cell.text))[: 1 if row.day_first else None]
    if len(days) != 1:
        return Said(trouble=Trouble.TWO_DAYS if days else Trouble.NOT_A_DAY)
    as_asked = plain(cell.text) in (days[0].isoformat(), plain(day_in_words(days[0])))
    return _in_range(days[0], answer, () if as_asked else (Tidying.DAY,))


def _in_range(day: date, answer: Dating, changes: tuple[Tidying, ...]) -> Said:
    if not answer.earliest <= day <= answer.latest:
        return Said(trouble=Trouble.FAR_DAY)
    return Said(day.isoformat(), changes=changes)
