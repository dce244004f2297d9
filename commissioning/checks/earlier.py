"""An admission to each answer beside what was returned before it: the numbers of periods before, of the same thing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from commissioning.editions import Series
from commissioning.measures import KINDS
from commissioning.model.contract import Terms
from commissioning.model.measure import DEFAULT_HISTORY, HistoryPolicy, Measure
from commissioning.model.quantity import AnswerKey, Bound, Given, Quantity
from commissioning.model.returned import Answer
from commissioning.model.template import Row
from commissioning.money import round_half_up
from commissioning.period import Period, length

if TYPE_CHECKING:
    from commissioning.checks.history import Admission


@dataclass(frozen=True, slots=True)
class Line:
    """An answer with an exact number, and the exact numbers of earlier periods as long as its own, oldest first.

    Figures that are still provisional are not among them.
    """

    row: Row
    answer: Answer
    now: Decimal
    before: tuple[tuple[Period, Decimal], ...]

    def show(self, value: Decimal) -> str:
        """A number as this measure's are shown."""
        return KINDS[self.row.kind].show(value)

    def show_mean(self, value: Fraction) -> str:
        """A number worked out from this measure's, to two places and no more than it needs."""
        return KINDS[self.row.kind].show(round_half_up(value, 2))


@dataclass(frozen=True)
class Earlier:
    """A return among the earlier ones of its contract."""

    admission: "Admission"

    @property
    def policy(self) -> HistoryPolicy:
        """When a figure is asked about because of those before it."""
        terms = self.admission.terms
        return terms.history if terms else DEFAULT_HISTORY

    @cached_property
    def answers(self) -> Mapping[AnswerKey, Answer]:
        """The answers by which answer they are."""
        return self.admission.returned.by_key()

    @cached_property
    def numbers(self) -> dict[AnswerKey, tuple[Answer, Decimal]]:
        """The answers that are exact numbers, with them."""
        found = ((answer, exact(answer.given)) for answer in self.answers.values())
        return {answer.key: (answer, number) for answer, number in found if number is not None}

    @cached_property
    def every(self) -> tuple[Line, ...]:
        """Every figure that is given exactly, in the template's own order."""
        rows = (row for _, row in self.admission.specification.rows() if row.key in self.numbers)
        return tuple(Line(row, *self.numbers[row.key], tuple(self._before(row.key))) for row in rows)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Those that are counts or sums."""
        return tuple(line for line in self.every if KINDS[line.row.kind].is_amount)

    def _before(self, key: AnswerKey) -> Iterator[tuple[Period, Decimal]]:
        for period in self._settled:
            value = exact(self.admission.history.figures[period].get(key))
            if value is not None:
                yield period, value

    @cached_property
    def _settled(self) -> tuple[Period, ...]:
        """The earlier periods as long as this one whose figures are not provisional, oldest first."""
        history, own = self.admission.history, length(self.admission.period)
        periods = sorted(history.figures.keys() - history.provisional, key=lambda period: period.sort_key)
        return tuple(period for period in periods if length(period) == own)

    def last(self, line: Line) -> Decimal | None:
        """What was returned for the period right before; None where it is provisional, or no such return came."""
        return dict(line.before).get(self.admission.previous) if self.admission.previous else None

    def of_same_thing(self, line: Line) -> tuple[tuple[Period, Decimal], ...]:
        """The numbers before, from when the measure and its provider were last changed."""
        kept: list[tuple[Period, Decimal]] = []
        for period, value in reversed(line.before):
            if self.changed(line.row.key, period):
                break
            kept.append((period, value))
        return tuple(reversed(kept))

    def changed(self, key: AnswerKey, since: Period) -> tuple[str, ...]:
        """What contract text says otherwise of a measure than it did in an earlier period, in words."""
        contract, terms = self.admission.contract, self.admission.terms
        if contract is None or terms is None or len(contract.versions) == 1:
            return ()
        then = contract.terms_for(since)
        if then is terms:
            return ()
        old = _measure(then, Series(contract).called(key, then).measure)
        new = _measure(terms, key.measure)
        services = (Series(contract).called(key, then).service, key.service)
        pairs = {
            "its definition": (old and old.definition, new and new.definition),
            "its counting rule": (old and old.counting_rule, new and new.counting_rule),
            "the provider": (_provider(then, services[0]), _provider(terms, services[1])),
        }
        return tuple(name for name, (before, after) in pairs.items() if before != after)


def exact(given: Given | None) -> Decimal | None:
    """The number of an answer that has no bound."""
    return given.value if isinstance(given, Quantity) and given.bound is Bound.EXACT else None


def _measure(terms: Terms, code: str) -> Measure | None:
    return next((measure for measure in terms.measures if measure.code == code), None)


def _provider(terms: Terms, service: str) -> str:
    of_service = terms.service(service).provider
    provider = of_service or terms.parties.provider
    return provider.id if provider else ""
