"""Contract text to Figures without a return: value, shares, contributions, limits, reserves, capacity, what is left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from commissioning import sums
from commissioning.contract.reporting import known_start
from commissioning.contract.times import time_in_words
from commissioning.measures import KINDS, Over
from commissioning.model.agreed import (
    TIME_NOT_STATED,
    Agreed,
    Capacity,
    CapacityState,
    Contribution,
    Reserve,
    StatedKey,
    When,
)
from commissioning.model.contract import Contract, Funding, Terms
from commissioning.model.expression import Addition, Difference, Sum, Term
from commissioning.model.figure import Basis, Figure
from commissioning.model.posted import State
from commissioning.model.quantity import AnswerKey, Given, Missing, Quantity, Standing
from commissioning.money import round_half_up
from commissioning.period import Period
from commissioning.totals.notes import unknown_parts_note

ANY_TIME = Period(None, None)
VALUE, SHARE, NO_AREA, NO_FUNDER = "value", "share", "no-stated-area", "no-stated-funder"


@dataclass(frozen=True, slots=True)
class _Line:
    """One thing that contract text states: what it is called, its kind and unit, and in which of its tables."""

    key: AnswerKey
    about: str
    kind: str
    unit: str
    agreed: Agreed
    table: str


def agreed_figures(contract: Contract, asked: Period | None = None) -> tuple[Figure, ...]:
    """What the versions that held in the period state, each thing once, and what is left of their value."""
    found: dict[tuple[AnswerKey, Sum | None], Figure] = {}
    for terms, _ in contract.versions_in(asked or ANY_TIME):
        for figure in _of_terms(terms):
            if asked is None or asked.overlaps(_time_of(terms, figure.period)):
                found.setdefault((figure.key, figure.expression), figure)
    return tuple(found.values())


def _time_of(terms: Terms, period: Period) -> Period:
    """The days an amount is for, as far as they are known: of one that is told as at a day, that day."""
    if not (period.start or period.end):
        return Period(period.as_at, period.as_at)
    return Period(known_start(terms, period), period.end)


def _of_terms(terms: Terms) -> Iterator[Figure]:
    lines = tuple(_lines(terms))
    yield from (_stated(terms, line) for line in lines)
    by_code = {line.key: line for line in lines}
    yield from _left_over(terms, by_code)
    yield from (total for capacity in terms.capacity for total in _over_services(terms, capacity, by_code))


def _lines(terms: Terms) -> Iterator[_Line]:
    if terms.value:
        agreed = Agreed(terms.value, terms.value_when, terms.value_is)
        yield _Line(AnswerKey("", VALUE), "Value", "money", "GBP", agreed, "[value]")
    if terms.funding:
        yield from _money(terms.funding)
    for capacity in terms.capacity:
        for service, agreed in capacity.amounts:
            key, table = AnswerKey(service, capacity.code), f"[capacity.{capacity.code}]"
            state = "" if capacity.state is CapacityState.AGREED else capacity.state.value
            said = replace(agreed, says=_joined(state, agreed.says))
            yield _Line(key, capacity.label, capacity.kind, capacity.unit, said, table)


def _money(funding: Funding) -> Iterator[_Line]:
    rounding = "known as a whole percent" if funding.whole_percents_only else ""
    for number, share in enumerate(funding.shares):
        percent = Quantity(round_half_up(share.share * 100, 4))
        when = When(Period(share.starts, share.ends)) if share.starts or share.ends else TIME_NOT_STATED
        key, about = AnswerKey("", SHARE, "funder", share.funder.id), f"Share, {share.funder.name}"
        table = f"[[funding.share]] {number + 1}"
        yield _Line(key, about, "stated-percentage", "percent", Agreed(percent, when, rounding), table)
    for gift in funding.contributions:
        agreed = replace(gift.agreed, says=_said_of_contribution(gift))
        yield _pounds(gift.code, _about_contribution(gift), agreed, "contribution")
    for floor in funding.floors:
        yield _pounds(floor.code, f"Minimum spend, {floor.area}", floor.agreed, "floor")
    for ceiling in funding.ceilings:
        yield _pounds(ceiling.code, f"Maximum spend, {ceiling.area}", ceiling.agreed, "ceiling")
    for reserve in funding.reserves:
        agreed = replace(reserve.agreed, says=_said_of_reserve(reserve))
        yield _pounds(reserve.code, "Reserve", agreed, "reserve")


def _pounds(code: str, about: str, agreed: Agreed, table: str) -> _Line:
    return _Line(AnswerKey("", code), about, "money", "GBP", agreed, f"[funding.{table}.{code}]")


def _about_contribution(gift: Contribution) -> str:
    named = gift.funder.name if gift.funder else "funder not stated"
    return f"{gift.label or 'Contribution'}, {named}"


def _said_of_contribution(gift: Contribution) -> str:
    conditions = (f"on condition: {one.says}{f' (by {one.by})' if one.by else ''}" for one in gift.conditions)
    source = f"from {gift.source}" if gift.source else ""
    purposes = f"for {', '.join(gift.purposes)}" if gift.purposes else ""
    return _joined(source, purposes, *conditions, gift.agreed.says)


def _said_of_reserve(reserve: Reserve) -> str:
    holder = f"held by {reserve.holder.name}" if reserve.holder else "holder not stated"
    spent = f"likely to be spent by {reserve.likely_spent_by}" if reserve.likely_spent_by else ""
    return _joined(holder, spent, reserve.agreed.says)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _term(terms: Terms, line: _Line) -> Term:
    return Term(StatedKey(terms.contract, line.key, line.agreed))


def _stated(terms: Terms, line: _Line) -> Figure:
    when = line.agreed.when
    return Figure(
        contract=terms.contract,
        key=line.key,
        about=line.about,
        kind=line.kind,
        unit=line.unit,
        period=when.period or ANY_TIME,
        period_label=time_in_words(when),
        basis=Basis.STATED,
        given=line.agreed.given,
        expression=_term(terms, line),
        state=State.ACCEPTED,
        sources=(),
        note=line.agreed.says,
        stated_in=_stated_in(terms, line.table),
        unstated=line.agreed.standing,
    )


def _stated_in(terms: Terms, table: str) -> str:
    lines = f", lines {terms.source.lines}" if terms.source else ""
    return f"{terms.contract}.toml {table}{lines}"


def _left_over(terms: Terms, lines: Mapping[AnswerKey, _Line]) -> Iterator[Figure]:
    """What of a value has no stated area or funder; only of parts that are for the same time as the value is."""
    value = lines.get(AnswerKey("", VALUE))
    if value is None or terms.funding is None:
        return
    floors = tuple(floor.code for floor in terms.funding.floors)
    named = tuple(gift.code for gift in terms.funding.contributions if gift.funder)
    for code, codes, about, less in (
        (NO_AREA, floors, "With no stated area", "the stated minimum spends, taken as exact"),
        (NO_FUNDER, named, "With no stated funder", "the contributions of named funders"),
    ):
        parts = tuple(lines[AnswerKey("", part)] for part in codes)
        if parts and all(part.agreed.when == value.agreed.when for part in parts):
            taken = Addition(tuple(_term(terms, part) for part in parts))
            left = replace(value, key=AnswerKey("", code), about=about)
            expression = Difference(_term(terms, value), taken)
            yield _computed(terms, left, Basis.COMPUTED, expression, f"the value less {less}")


def _over_services(terms: Terms, capacity: Capacity, lines: Mapping[AnswerKey, _Line]) -> Iterator[Figure]:
    """What a capacity comes to over its services, as far as it is stated; one that cannot be added has no total."""
    parts = tuple(lines[AnswerKey(service, capacity.code)] for service, _ in capacity.amounts)
    if len(parts) > 1 and KINDS[capacity.kind].over_services is Over.SUM:
        whole = replace(parts[0], key=AnswerKey("", capacity.code), about=f"{capacity.label}, all services")
        expression = Addition(tuple(_term(terms, part) for part in parts), complete=False)
        yield _computed(terms, whole, Basis.TOTAL, expression, unknown_parts_note(expression, _given(expression)))


def _computed(terms: Terms, line: _Line, basis: Basis, expression: Sum, note: str) -> Figure:
    """A figure that comes of what is stated; to be confirmed where a part of it is."""
    given = _given(expression)
    amount = sums.evaluate(expression, given)
    figure = replace(_stated(terms, line), basis=basis, expression=expression, note=note)
    if isinstance(amount, Missing):
        return replace(figure, given=amount)
    standings = {part.standing for part in given.values() if isinstance(part, Quantity)}
    standing = Standing.TO_BE_CONFIRMED if Standing.TO_BE_CONFIRMED in standings else Standing.STATED
    value = round_half_up(KINDS[line.kind].from_sum(amount.value), 4)
    return replace(figure, given=Quantity(value, amount.bound, standing))


def _given(expression: Sum) -> dict[StatedKey, Given]:
    """What is stated for each term of the Sum."""
    return {key: key.agreed.given for key in sums.terms(expression) if isinstance(key, StatedKey)}
