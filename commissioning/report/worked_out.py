"""A Sum over entries that a report itself makes, to a cell: its value by `sums`, its state by what it stands on."""

from collections.abc import Hashable, Iterable

from commissioning import sums
from commissioning.measures import KINDS
from commissioning.model.document import Number
from commissioning.model.expression import Sum
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import Given, Quantity
from commissioning.money import round_half_up

PLACES = 4
"""Figures are kept to four places."""


def worked_out(expression: Sum, kind: str, sources: Iterable[Entry], name: Hashable = None) -> Number:
    """The Sum as a number of that kind, leading to the first entry it stands on."""
    sources = tuple(sources)
    given = {entry.number: KINDS[entry.kind].in_sums(entry.given) for entry in sources}
    provisional = any(entry.state is State.PROVISIONAL for entry in sources)
    first = sources[0].number if sources else None
    return Number(_value(expression, kind, given), kind, expression, name, provisional, to=first)


def _value(expression: Sum, kind: str, given: sums.Lookup) -> Given:
    amount = sums.evaluate(expression, given)
    if not isinstance(amount, sums.Amount):
        return amount
    return Quantity(round_half_up(KINDS[kind].from_sum(amount.value), PLACES), amount.bound)
