"""Answers go in; what stands in each input of a return, and what its live checks say of that, comes out.

A blank return is one without answers. What is said here is what the sheet's own formulas come to.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from commissioning import sums
from commissioning.editions.merging import status_of
from commissioning.measures import KINDS
from commissioning.measures.answer import Dating
from commissioning.model.expression import Comparison, Sum
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity
from commissioning.model.returned import Answer
from commissioning.model.template import Row
from commissioning.writers import formula
from commissioning.writers.inputs import Lists, blank_says


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers that are written into a return, by which answer they are; its long lists, and its period's end."""

    answers: Mapping[AnswerKey, Answer] = field(default_factory=dict)
    lists: Lists = field(default_factory=Lists)
    end: date | None = None

    def figure(self, row: Row) -> Decimal | date | None:
        """The number for the row's cell, in the cell's unit: a percentage is a part of one there; or the day."""
        if isinstance(KINDS[row.kind].answer, Dating) and self.words(row):
            return date.fromisoformat(self.words(row))
        given = KINDS[row.kind].in_sums(self._given(row.key))
        return given.value if isinstance(given, Quantity) else None

    def words(self, row: Row) -> str:
        """The answer in words."""
        answer = self.answers.get(row.key)
        return answer.words if answer else ""

    def label(self, row: Row) -> str:
        """The choice, as its list has it."""
        return row.label_of(self.words(row))

    def status(self, row: Row) -> str:
        """The word in the status column; empty for a plain figure."""
        return status_of(self._given(row.key)) or ""

    def explanation(self, row: Row) -> str:
        """The explanation beside the figure."""
        answer = self.answers.get(row.key)
        return answer.explanation if answer else ""

    def state(self, row: Row) -> str:
        """What the row's check column says: empty for an exact figure or for words."""
        given, blank = self._given(row.key), blank_says(row)
        if KINDS[row.kind].guard is None and (self.words(row) or given is Missing.BLANK):
            return "" if self.words(row) else blank
        if isinstance(given, Quantity):
            return "" if given.bound is Bound.EXACT else given.bound.value
        return blank if given is Missing.BLANK else given.value

    def side(self, side: Sum) -> Decimal | str:
        """One side of a live check: empty while one of its answers is no exact figure."""
        amount = sums.evaluate(side, self._exact(side))
        return Decimal(amount.value.numerator) / amount.value.denominator if isinstance(amount, sums.Amount) else ""

    def verdict(self, comparison: Comparison) -> str:
        """What a live check says."""
        holds = sums.holds(comparison, self._exact(comparison))
        return formula.CANNOT_TELL if holds is None else formula.AGREES if holds else formula.DISAGREES

    def _given(self, key: AnswerKey) -> Given:
        answer = self.answers.get(key)
        return answer.given if answer else Missing.BLANK

    def _exact(self, of: Sum | Comparison) -> Mapping[Hashable, Given]:
        """The exact figures that a Sum is over; none of them where one is missing, as in the sheet."""
        found: dict[Hashable, Given] = {key: self._given(key) for key in sums.terms(of) if isinstance(key, AnswerKey)}
        return found if all(map(_is_exact, found.values())) else {}


def _is_exact(given: Given) -> bool:
    return isinstance(given, Quantity) and given.bound is Bound.EXACT
