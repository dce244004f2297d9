"""A statement and what its recipient may see to the same statement with the rest held back.

Three rules. A small count of people is held back. So is a second figure where the small one could be worked out from
what is shown. And so is the area of a service that accommodates people, so that nobody learns where they live.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from commissioning.funding.contributions.billing import Billed, BillingRequest
from commissioning.funding.statements.statement_nouns import Bought, ChargeRow, Statement
from commissioning.measures import KINDS
from commissioning.model.contract import Terms
from commissioning.model.finance import Recipient
from commissioning.model.quantity import Bound, Given, Quantity

MARK = "[c]"
"""What stands where a figure is held back, whichever rule holds it back: who could tell them apart would know more."""

PLACE_HELD = "[c] place held back"
PLACE_NOTE = "The place of a service that accommodates people is held back."
SMALL, SECOND = "small number", "would give a small number away"
NOT_OF_PEOPLE = frozenset({"snapshot-of-things", "fte", "occupancy", "bookings"})
"""Kinds that count no people."""

PLACES = frozenset({"bed spaces", "beds", "places", "spaces", "units"})
"""Units of accommodation: a service that is asked for them accommodates people."""

_ACCOMMODATES = ("accommodation", "dispersed", "refuge", "safe house", "sanctuary")
_CEILINGS = (Bound.FEWER_THAN, Bound.UP_TO)


def disclosed(statement: Statement, recipient: Recipient) -> Statement:
    """The statement as its recipient may see it. Sums of money are never held back."""
    bought = held_back(statement.bought, recipient.fewest)
    held = frozenset(row.measure for row in bought if row.held)
    charges = tuple(_without_counts(row, held) for row in statement.charges)
    shown = replace(statement, bought=bought, charges=charges)
    if not recipient.hides_places:
        return shown
    homes = accommodating(statement)
    return replace(shown, charges=tuple(_without_place(row, homes) for row in shown.charges))


def _without_counts(row: ChargeRow, held: frozenset[str]) -> ChargeRow:
    """A charge whose working does not tell a count that is held back elsewhere; its money stays."""
    parts = tuple(replace(part, why=_uncounted(part.why, held)) for part in row.parts)
    return replace(row, says=_uncounted(row.says, held), parts=parts)


def _uncounted(text: str, held: frozenset[str]) -> str:
    """Working in words, with the mark for the counts of measures: `3 moved-in at £2.00`, and `moved-in: 3`."""
    for measure in held:
        text = re.sub(rf"[\d/]+ {re.escape(measure)} at", f"{MARK} {measure} at", text)
        text = re.sub(rf"\b{re.escape(measure)}: [\d/]+", f"{measure}: {MARK}", text)
    return text


def bill_disclosed(request: BillingRequest, versions: Iterable[Terms], recipient: Recipient) -> BillingRequest:
    """A billing request as its funder may see it: without the places of services that accommodate people.

    `versions` are those of its contract.
    """
    if not recipient.hides_places:
        return request
    measures = (measure for terms in versions for measure in terms.measures)
    homes = {service for measure in measures for service in _homes_by(measure.unit, measure.services)}
    return replace(request, parts=tuple(_billed_without_place(part, homes) for part in request.parts))


def _homes_by(unit: str, services: tuple[str, ...]) -> tuple[str, ...]:
    return services if unit.casefold() in PLACES else ()


def _billed_without_place(part: Billed, homes: Iterable[str]) -> Billed:
    return replace(part, area=PLACE_HELD) if part.area and (part.service in homes or _is_home(part.title)) else part


def _without_place(row: ChargeRow, homes: frozenset[tuple[str, str]]) -> ChargeRow:
    return replace(row, area=PLACE_HELD) if row.area and (row.contract, row.service) in homes else row


def accommodating(statement: Statement) -> frozenset[tuple[str, str]]:
    """The services, by contract and id, that accommodate people: by their title, or by what they are asked for."""
    titles = [(row.contract, row.service, row.service_title) for row in statement.charges]
    titles += [(row.contract, row.service, row.title) for row in statement.bought]
    asked = {(row.contract, row.service) for row in statement.bought if row.unit.casefold() in PLACES and row.service}
    named = {(contract, service) for contract, service, title in titles if _is_home(title)}
    return frozenset(asked | named)


def _is_home(title: str) -> bool:
    return any(word in title.casefold() for word in _ACCOMMODATES)


def held_back(rows: Sequence[Bought], fewest: int) -> tuple[Bought, ...]:
    """The rows without what is small, and without what would give a small one away. Order is kept."""
    held = {place: SMALL for place, row in enumerate(rows) if _is_small(row, fewest)}
    held |= {place: SECOND for place, row in enumerate(rows) if place not in held and _leaves_few(row, rows, fewest)}
    while second := _second(rows, held):
        held[second[0]] = SECOND
    return tuple(replace(row, given=None, of=None, held=held[n]) if n in held else row for n, row in enumerate(rows))


def _is_small(row: Bought, fewest: int) -> bool:
    """Whether a row is held back whatever stands beside it: where it is of few people, or nobody knows of how many."""
    if row.counts_things or row.kind in NOT_OF_PEOPLE or not isinstance(row.given, Quantity):
        return False
    if row.of is not None:
        return _gives_few_away(row.of, fewest)
    if not _is_count(row):
        return True
    is_below = row.given.bound in _CEILINGS and row.given.value <= fewest
    return is_below or 0 < row.given.value < fewest


def _leaves_few(row: Bought, rows: Iterable[Bought], fewest: int) -> bool:
    """Whether a part tells how few the rest is: 18 of the 20 who closed were safer, so 2 were not."""
    if row.counts_things or not _is_count(row) or not isinstance(row.given, Quantity):
        return False
    wholes = (one.given for one in rows if _is_whole_of(one, row))
    return any(isinstance(whole, Quantity) and 0 < whole.value - row.given.value < fewest for whole in wholes)


def _is_whole_of(one: Bought, row: Bought) -> bool:
    return (one.contract, one.service) == (row.contract, row.service) and one.measure in row.within


def _is_count(row: Bought) -> bool:
    guard = KINDS[row.kind].guard
    return guard is not None and guard.places == 0 and not guard.percent


def _gives_few_away(of: tuple[Given, Given], fewest: int) -> bool:
    """Whether a part, its whole or the rest is small: 95% of 20 tells of 19 and of 1."""
    part, whole = of
    if not isinstance(part, Quantity) or not isinstance(whole, Quantity):
        return True
    return any(0 < abs(each) < fewest for each in (part.value, whole.value, whole.value - part.value))


def _second(rows: Sequence[Bought], held: Mapping[int, str]) -> tuple[int, ...]:
    """The next row to hold back, where what is held back could be worked out from those it is tied to."""
    for places in _tied(rows).values():
        hidden = [place for place in places if place in held]
        spare = sorted((place for place in places if place not in held), key=lambda place: _dearness(rows, place))
        if hidden and spare and _can_be_worked_out(rows, hidden):
            return (spare[0],)
    return ()


def _tied(rows: Sequence[Bought]) -> Mapping[tuple[str, str], tuple[int, ...]]:
    """The places of the rows that give each other away, by contract and tie."""
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for place, row in enumerate(rows):
        for tie in row.ties:
            at = (row.contract, tie)
            found[at] = (*found.get(at, ()), place)
    return found


def _can_be_worked_out(rows: Sequence[Bought], hidden: Sequence[int]) -> bool:
    """One alone can; and so can several that are 1 each, since they come to no more than how many they are."""
    return len(hidden) == 1 or sum(_value(rows[place]) for place in hidden) <= len(hidden)


def _dearness(rows: Sequence[Bought], place: int) -> tuple[bool, bool, int, int]:
    """What is missed least comes first: a percentage before counts, the smaller before the larger, nothing last."""
    value = _value(rows[place])
    return (_is_count(rows[place]), value == 0, value, place)


def _value(row: Bought) -> int:
    return int(row.given.value) if isinstance(row.given, Quantity) else 0


def rules_in_words(recipient: Recipient) -> tuple[str, ...]:
    """What is held back from a recipient, in sentences."""
    few = recipient.fewest - 1
    small = (
        f"{MARK} stands for a count of people from 1 to {few}, for a percentage or average of so few or of nobody knows"
        " how many, and for a figure from which a small one could be worked out.",
    )
    places = ("The area of a service that accommodates people is held back.",) if recipient.hides_places else ()
    return (small if few > 0 else ()) + places
