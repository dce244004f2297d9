"""An answer over several periods to what it comes to: a Sum over its entries by its kind's own rule, or why not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from commissioning import sums
from commissioning.asked import answer_of, part_keys, whole_of
from commissioning.measures import KINDS, Over
from commissioning.model.contract import Terms
from commissioning.model.expression import Addition, Constant, Maximum, Minimum, Product, Ratio, Sum, Term
from commissioning.model.measure import Measure
from commissioning.model.posted import Entry
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing
from commissioning.period import Period
from commissioning.totals.frames import Run
from commissioning.totals.rates import rate_constants, rate_in_words

LACKS_WEIGHT = "how many each is of is not known exactly for every period"
"""Why means are not put together where one of them, or what it is of, is no exact number."""


@dataclass(frozen=True, slots=True)
class NotReturned:
    """The key of a term for which no entry exists: a return that is owed and has not come, by its place in the run."""

    place: int


class Posted(Protocol):
    """The entries of a contract, by period and answer, by number, and by run of periods."""

    @property
    def given(self) -> Mapping[int, Given]:
        """What Sums are evaluated on."""

    def find(self, period: Period, key: AnswerKey) -> Entry | None:
        """The entry of an answer for exactly that period."""

    def run(self, periods: tuple[Period, ...], key: AnswerKey) -> Run | None:
        """An answer's entries over exactly those periods."""


@dataclass(frozen=True, slots=True)
class Added:
    """What an answer comes to, or None with the reason; `weight` is the Sum of how many it is of, where it has one."""

    expression: Sum | None
    why_not: str = ""
    weight: Sum | None = None
    over_time: Over = Over.SUM


def come_to(posted: Posted, terms: Terms, measure: Measure, key: AnswerKey, periods: tuple[Period, ...]) -> Added:
    """An answer over periods in order; what is computed, from what each of its parts comes to over them."""
    if not key.dimension and KINDS[measure.kind].figure is not None:
        return _computed(posted, terms, measure, key, periods)
    adds = answer_of(measure, key).adds
    over_time = adds.over_time
    if len(periods) == 1:
        over_time = Over.SUM
    if over_time is Over.NEVER:
        return Added(None, adds.why_not_over_time, over_time=over_time)
    if over_time is Over.LAST and measure.opens:
        # What was open at the start of a year was open at the start of its first period.
        periods = periods[:1]
    found = _RULES[over_time](posted, measure, key, periods)
    weight = added(posted, periods, adds.weight) if adds.weight else None
    return replace(found, weight=weight, over_time=over_time)


def _computed(posted: Posted, terms: Terms, measure: Measure, key: AnswerKey, periods: tuple[Period, ...]) -> Added:
    """The kind's own Sum, with what each part comes to over the periods in that part's place."""
    kind, adds = KINDS[measure.kind], whole_of(measure, key.service).adds
    if adds.over_time is Over.NEVER and len(periods) > 1:
        return Added(None, adds.why_not_over_time, over_time=Over.NEVER)
    parts = {name: _part(posted, terms, measure, of, periods) for name, of in part_keys(measure, key.service).items()}
    parts |= {name: Added(value) for name, value in rate_constants(terms, measure, periods[-1]).items()}
    if measure.reference and "reference" not in parts:
        return Added(None, rate_in_words(terms, measure, periods[-1]), over_time=adds.over_time)
    needed = [parts[str(name)] for name in dict.fromkeys(sums.terms(kind.figure))] if kind.figure else []
    why_not = next((part.why_not for part in needed if part.expression is None), "")
    known = {name: part.expression for name, part in parts.items() if part.expression is not None}
    weight = known.get(kind.weight)
    if why_not or kind.figure is None:
        return Added(None, why_not, weight, adds.over_time)
    return Added(sums.put(kind.figure, dict(known)), "", weight, adds.over_time)


def _part(posted: Posted, terms: Terms, measure: Measure, of: AnswerKey, periods: tuple[Period, ...]) -> Added:
    """A part of the measure itself, or another measure, which these terms may no longer ask."""
    asked = measure if of.is_part else next((one for one in terms.measures if one.code == of.measure), None)
    return come_to(posted, terms, asked, of, periods) if asked else Added(added(posted, periods, of))


def added(posted: Posted, periods: tuple[Period, ...], key: AnswerKey, *, may_fall: bool = False) -> Sum:
    """The answer's entries over the periods; what is owed and has not come is an unknown part of them."""
    run = posted.run(periods, key)
    there = tuple(Term(number) for number in run.entries) if run else ()
    parts = (*there, *(Term(NotReturned(place)) for place in range(len(there), len(periods))))
    return parts[0] if len(parts) == 1 else Addition(parts, complete=False, may_fall=may_fall)


def _added_up(posted: Posted, measure: Measure, key: AnswerKey, periods: tuple[Period, ...]) -> Added:
    kind = KINDS[answer_of(measure, key).kind]
    return Added(added(posted, periods, key, may_fall=kind.may_be_negative))


def _last(posted: Posted, measure: Measure, key: AnswerKey, periods: tuple[Period, ...]) -> Added:
    del measure
    return Added(_in(posted, key, periods[-1]))


def _average(posted: Posted, measure: Measure, key: AnswerKey, periods: tuple[Period, ...]) -> Added:
    """Of all the periods; not known while one of them is not."""
    del measure
    parts = tuple(_in(posted, key, period, place) for place, period in enumerate(periods))
    return Added(Ratio(Addition(parts), Constant(Fraction(len(parts)))))


def _least(posted: Posted, measure: Measure, key: AnswerKey, periods: tuple[Period, ...]) -> Added:
    return Added(Minimum(_applicable(posted, measure, key, periods)))


def _most(posted: Posted, measure: Measure, key: AnswerKey, periods: tuple[Period, ...]) -> Added:
    return Added(Maximum(_applicable(posted, measure, key, periods)))


def _applicable(posted: Posted, measure: Measure, key: AnswerKey, periods: tuple[Period, ...]) -> tuple[Sum, ...]:
    """The answer in each period in which there was one to give; in all, where there was in none."""
    del measure
    parts = [_in(posted, key, period, place) for place, period in enumerate(periods)]
    there = [part for part in parts if sums.evaluate(part, posted.given) is not Missing.NOT_APPLICABLE]
    return tuple(there or parts)


def _weighted(posted: Posted, measure: Measure, key: AnswerKey, periods: tuple[Period, ...]) -> Added:
    """Means by how many each is of; a period in which it is of nobody adds nothing, and one unknown refuses all."""
    weight = answer_of(measure, key).adds.weight or key
    pairs = [(_in(posted, key, each, at), _in(posted, weight, each, at)) for at, each in enumerate(periods)]
    of_some = [pair for pair in pairs if not _is_none(pair[1], posted.given)]
    if not all(_is_exact(part, posted.given) for pair in of_some for part in pair):
        return Added(None, LACKS_WEIGHT)
    return Added(weighted_mean(tuple(of_some or pairs)))


def weighted_mean(pairs: tuple[tuple[Sum, Sum], ...]) -> Sum:
    """Means and their weights to the mean of them all; one alone is itself."""
    if len(pairs) == 1:
        return pairs[0][0]
    return Ratio(Addition(tuple(Product(*pair) for pair in pairs)), Addition(tuple(weight for _, weight in pairs)))


def _is_none(part: Sum, given: Mapping[int, Given]) -> bool:
    amount = sums.evaluate(part, given)
    return isinstance(amount, sums.Amount) and amount.bound is Bound.EXACT and not amount.value


def _is_exact(part: Sum, given: Mapping[int, Given]) -> bool:
    amount = sums.evaluate(part, given)
    return isinstance(amount, sums.Amount) and amount.bound is Bound.EXACT


def _in(posted: Posted, key: AnswerKey, period: Period, place: int = 0) -> Sum:
    entry = posted.find(period, key)
    return Term(entry.number) if entry else Term(NotReturned(place))


_RULES = {
    Over.SUM: _added_up,
    Over.LAST: _last,
    Over.AVERAGE: _average,
    Over.LEAST: _least,
    Over.MOST: _most,
    Over.WEIGHTED: _weighted,
}
