"""Contract text to Figures without a return: value, shares, contributions, limits, reserves, capacity, what is left."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from commissioning import sums
from commissioning.contract.times import time_in_words
from commissioning.measures import KINDS, Over
from commissioning.model.agreed import TIME_NOT_STATED, Agreed, Capacity, Contribution, StatedKey, When
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
    found: dict[tuple[AnswerKey, Period, Given], Figure] = {}
    for terms, _ in contract.versions_in(asked or ANY_TIME):
        for figure in _of_terms(terms):
            if asked is None or asked.overlaps(figure.period):
                found.setdefault((figure.key, figure.period, figure.given), figure)
    return tuple(found.values())


def _of_terms(terms: Terms) -> Iterator[Figure]:
    lines = tuple(_lines(terms))
    given = {_name(terms, line.key): KINDS[line.kind].in_sums(line.agreed.given) for line in lines}
    yield from (_stated(terms, line) for line in lines)
    yield from _left_over(terms, given)
    yield from (total for capacity in terms.capacity for total in _over_services(terms, capacity, given))


def _lines(terms: Terms) -> Iterator[_Line]:
    if terms.value:
        agreed = Agreed(terms.value, terms.value_when, terms.value_is)
        yield _Line(AnswerKey("", VALUE), "Value", "money", "GBP", agreed, "[value]")
    if terms.funding:
        yield from _money(terms.funding)
    for capacity in terms.capacity:
        for service, agreed in capacity.amounts:
            key = AnswerKey(service, capacity.code)
            yield _Line(key, capacity.label, capacity.kind, capacity.unit, agreed, f"[capacity.{capacity.code}]")


def _money(funding: Funding) -> Iterator[_Line]:
    rounding = "known as a whole percent" if funding.whole_percents_only else ""
    for number, share in enumerate(funding.shares):
        percent = Quantity(round_half_up(share.share * 100, 4))
        when = When(Period(share.starts, share.ends)) if share.starts or share.ends else TIME_NOT_STATED
        key, about = AnswerKey("", SHARE, "funder", share.funder.id), f"Share, {share.funder.name}"
        table = f"[[funding.share]] {number + 1}"
        yield _Line(key, about, "stated-percentage", "percent", Agreed(percent, when, rounding), table)
    for gift in funding.contributions:
        yield _pounds(gift.code, _about_contribution(gift), gift.agreed, "contribution")
    for floor in funding.floors:
        yield _pounds(floor.code, f"Minimum spend, {floor.area}", floor.agreed, "floor")
    for ceiling in funding.ceilings:
        yield _pounds(ceiling.code, f"Maximum spend, {ceiling.area}", ceiling.agreed, "ceiling")
    for reserve in funding.reserves:
        yield _pounds(reserve.code, "Reserve", reserve.agreed, "reserve")


def _pounds(code: str, about: str, agreed: Agreed, table: str) -> _Line:
    return _Line(AnswerKey("", code), about, "money", "GBP", agreed, f"[funding.{table}.{code}]")


def _about_contribution(gift: Contribution) -> str:
    named = gift.funder.name if gift.funder else "funder not stated"
    return f"{gift.label or 'Contribution'}, {named}"


def _name(terms: Terms, key: AnswerKey) -> StatedKey:
    return StatedKey(terms.contract, terms.digest, key)


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
        expression=Term(_name(terms, line.key)),
        state=State.ACCEPTED,
        sources=(),
        note=line.agreed.says,
        stated_in=_stated_in(terms, line.table),
    )


def _stated_in(terms: Terms, table: str) -> str:
    lines = f", lines {terms.source.lines}" if terms.source else ""
    return f"{terms.contract}.toml {table}{lines}"


def _left_over(terms: Terms, given: Mapping[StatedKey, Given]) -> Iterator[Figure]:
    """What of a value has no stated area or funder; only of parts that are for the same time as the value is."""
    if terms.value is None or terms.funding is None:
        return
    named = tuple((gift.code, gift.agreed) for gift in terms.funding.contributions if gift.funder)
    floors = tuple((floor.code, floor.agreed) for floor in terms.funding.floors)
    for code, parts, about, less in (
        (NO_AREA, floors, "With no stated area", "the stated minimum spends, taken as exact"),
        (NO_FUNDER, named, "With no stated funder", "the contributions of named funders"),
    ):
        if parts and all(agreed.when == terms.value_when for _, agreed in parts):
            taken = Addition(tuple(Term(_name(terms, AnswerKey("", part))) for part, _ in parts))
            expression = Difference(Term(_name(terms, AnswerKey("", VALUE))), taken)
            yield _left(terms, code, about, expression, given, f"the value less {less}")


def _left(terms: Terms, code: str, about: str, expression: Sum, given: Mapping[StatedKey, Given], note: str) -> Figure:
    line = _Line(
        AnswerKey("", code), about, "money", "GBP", Agreed(Missing.NOT_STATED, terms.value_when, note), "[value]"
    )
    figure = _stated(terms, line)
    return replace(figure, basis=Basis.COMPUTED, expression=expression, given=_comes_to(expression, given, "money"))


def _over_services(terms: Terms, capacity: Capacity, given: Mapping[StatedKey, Given]) -> Iterator[Figure]:
    """What a capacity comes to over its services, as far as it is stated; one that cannot be added has no total."""
    if len(capacity.amounts) == 1 or KINDS[capacity.kind].over_services is not Over.SUM:
        return
    parts = tuple(Term(_name(terms, AnswerKey(service, capacity.code))) for service, _ in capacity.amounts)
    expression = Addition(parts, complete=False)
    agreed = replace(capacity.amounts[0][1], given=Missing.NOT_STATED, says=unknown_parts_note(expression, given))
    key, table = AnswerKey("", capacity.code), f"[capacity.{capacity.code}]"
    line = _Line(key, f"{capacity.label}, all services", capacity.kind, capacity.unit, agreed, table)
    total = _comes_to(expression, given, capacity.kind)
    yield replace(_stated(terms, line), basis=Basis.TOTAL, expression=expression, given=total)


def _comes_to(expression: Sum, given: Mapping[StatedKey, Given], kind: str) -> Given:
    """What the Sum comes to; to be confirmed where one of its terms is."""
    amount = sums.evaluate(expression, given)
    if isinstance(amount, Missing):
        return amount
    unsure = _unsure(given.get(key) for key in sums.terms(expression) if isinstance(key, StatedKey))
    value = round_half_up(KINDS[kind].from_sum(amount.value), 4)
    return Quantity(value, amount.bound, Standing.TO_BE_CONFIRMED if unsure else Standing.STATED)


def _unsure(terms: Iterable[Given | None]) -> bool:
    return any(isinstance(term, Quantity) and term.standing is Standing.TO_BE_CONFIRMED for term in terms)
