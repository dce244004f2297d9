"""A return of one edition and what is asked now go in; its answers under present codes, and what did not fit, out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from commissioning.editions.series import Series
from commissioning.model.contract import Contract, Terms
from commissioning.model.quantity import AnswerKey, Missing
from commissioning.model.returned import Answer, Return, Trouble
from commissioning.model.template import Block, Row, Specification

Keyed = TypeVar("Keyed", Answer, Row)


@dataclass(frozen=True, slots=True)
class Moved:
    """A return whose answers stand under the codes of now, and the specification that goes with it.

    `new` are the rows asked now that its edition did not ask; `gone` are its answers to what is no longer asked, kept
    under the codes they came under; `renamed` counts the answers that changed their code.
    """

    returned: Return
    specification: Specification
    new: tuple[Row, ...] = ()
    gone: tuple[Answer, ...] = ()
    renamed: int = 0


def move(returned: Return, read_by: Specification, now: Specification, contract: Contract, terms: Terms) -> Moved:
    """A return, read by the specification it was issued with, moved to `now`: what `terms` ask for a period.

    Places stay those of the file. What must hold of the answers stays as issued.
    """
    keys = _keys(read_by, now, contract, terms)
    asked = {row.key: row for _, row in now.rows()}
    there = set(keys.values())
    series, chosen = Series(contract), {row.key for _, row in read_by.rows() if row.choices}
    answers = tuple(
        replace(answer, key=keys[answer.key], words=series.choice_called(answer.key.measure, answer.words, terms))
        if answer.key in chosen
        else _renamed(answer, keys[answer.key])
        for answer in returned.answers
    )
    blocks = tuple(_block(block, keys) for block in read_by.blocks)
    return Moved(
        returned=replace(returned, contract=now.contract, answers=answers),
        specification=replace(read_by, contract=now.contract, period=now.period, blocks=blocks),
        new=tuple(row for key, row in asked.items() if key not in there),
        gone=tuple(answer for answer in answers if answer.key not in asked and is_given(answer)),
        renamed=sum(old != new for old, new in keys.items()),
    )


def is_given(answer: Answer) -> bool:
    """Whether anything was typed for an answer; what has no row in the file was not."""
    if answer.trouble is Trouble.ROW_MISSING:
        return False
    return answer.given is not Missing.BLANK or bool(answer.words or answer.explanation or answer.status)


def _keys(
    read_by: Specification, now: Specification, contract: Contract, terms: Terms
) -> Mapping[AnswerKey, AnswerKey]:
    """The present key of each answer of an edition; its own where nothing of now goes on from it alone."""
    series = Series(contract)
    asked = {row.key: row for _, row in now.rows()}
    called = {row.key: series.called(row.key, terms) for _, row in read_by.rows()}
    claims = Counter(called.values())

    def goes_on(row: Row) -> bool:
        later = asked.get(called[row.key])
        same = later is not None and (later.kind, later.unit) == (row.kind, row.unit)
        return same and claims[called[row.key]] == 1

    return {row.key: called[row.key] if goes_on(row) else row.key for _, row in read_by.rows()}


def _block(block: Block, keys: Mapping[AnswerKey, AnswerKey]) -> Block:
    return replace(block, rows=tuple(_renamed(row, keys[row.key]) for row in block.rows))


def _renamed(one: Keyed, key: AnswerKey) -> Keyed:
    """A row or an answer under a key; itself where that is its own already, as nearly all are."""
    return one if one.key == key else replace(one, key=key)
