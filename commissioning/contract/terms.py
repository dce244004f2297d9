"""A faultless version of contract text to Terms: ids become organisations, words become Sums and exact numbers."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from commissioning.contract.agreed_terms import capacity_of, event_of, stated, when_of
from commissioning.contract.cycles import reporting_of
from commissioning.contract.expressions import read_relation
from commissioning.contract.layouts import layout_of
from commissioning.contract.measure_text import MeasureText
from commissioning.contract.money_terms import funding_of, money_of
from commissioning.contract.raw import UNKNOWNS, WHOLE_CONTRACT
from commissioning.contract.reference_terms import expectation_of, reference_of, scorecard_of
from commissioning.contract.reference_text import DimensionText
from commissioning.contract.targets import policy_of, target_of
from commissioning.contract.text import ContractText, ServiceText, SourceText
from commissioning.model.agreed import TIME_NOT_STATED
from commissioning.model.contract import (
    Funnel,
    Parties,
    Relation,
    Service,
    Source,
    Terms,
)
from commissioning.model.measure import Category, Choice, Dimension, HistoryPolicy, Measure, Statement
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Quantity
from commissioning.money import read_money
from commissioning.period import read_period

Organisations = Mapping[str, Organisation]


def terms_from(
    contract: str, text: ContractText, organisations: Organisations, holds_from: date | None, reason: str, digest: str
) -> Terms:
    """One version of a contract, from text in which no fault was found."""
    services = tuple(_service(id, found, organisations) for id, found in text.service.items())
    funding, reporting, value = stated(text.funding), stated(text.reporting), stated(text.value)
    return Terms(
        contract=contract,
        title=text.title,
        origin=text.origin,
        source=_source(text.source) if text.source else None,
        legal_form=stated(text.legal_form),
        parties=_parties(text, organisations),
        starts=_day_or_month(text.term.starts),
        ends=_day_or_month(text.term.ends),
        reporting=reporting_of(reporting, _first_day(text)) if reporting else None,
        services=services,
        dimensions=tuple(_dimension(id, found) for id, found in text.dimension.items()),
        measures=tuple(_measure(code, found, tuple(text.service)) for code, found in text.measure.items()),
        relations=_relations(text),
        ratings=tuple(policy_of(id, found) for id, found in text.rating.items()),
        value=Quantity(Decimal(read_money(value.amount)) / 100, value.bound, value.standing) if value else None,
        value_is=value.says if value else "",
        funding=funding_of(funding, organisations) if funding else None,
        published_contacts=text.published_contacts,
        holds_from=holds_from,
        reason=reason,
        digest=digest,
        value_when=when_of(value) if value else TIME_NOT_STATED,
        capacity=tuple(capacity_of(code, found) for code, found in text.capacity.items()),
        events=tuple(event_of(found, organisations) for found in text.event),
        funnels=tuple(Funnel(found.title, found.measures) for found in text.funnel),
        references=tuple(reference_of(id, found) for id, found in text.reference.items()),
        expectations=tuple(expectation_of(id, found) for id, found in text.expectation.items()),
        scorecard=scorecard_of(text.scorecard),
        layouts=tuple(layout_of(id, found) for id, found in text.layout.items()),
        history=HistoryPolicy(**dict(text.history)),
        statements=tuple(Statement(**dict(found)) for found in text.statement),
        money=money_of(text),
    )


def _source(text: SourceText) -> Source:
    return Source(text.paper, stated(text.dated), text.lines, text.as_at_within_days)


def _day_or_month(value: date | str) -> str | None:
    return stated(str(value))


def _first_day(text: ContractText) -> date | None:
    starts = _day_or_month(text.term.starts)
    return read_period(f"{starts}..").start if starts else None


def _service(id: str, text: ServiceText, organisations: Organisations) -> Service:
    provider = organisations[text.provider] if text.provider else None
    sub_contractors = tuple(organisations[sub] for sub in text.sub_contractors)
    return Service(
        id, text.title, text.areas, text.eligibility, provider, sub_contractors, text.continues, text.purposes
    )


def _parties(text: ContractText, organisations: Organisations) -> Parties:
    parties = text.parties
    lead, provider = stated(parties.lead), stated(parties.provider)
    return Parties(
        lead=organisations[lead] if lead else None,
        commissioners=tuple(organisations[id] for id in parties.commissioners),
        provider=organisations[provider] if provider else None,
        sub_contractors=tuple(organisations[id] for id in parties.sub_contractors),
        partners=tuple(organisations[id] for id in parties.partners),
    )


def _dimension(id: str, text: DimensionText) -> Dimension:
    labels = {**text.categories, **(UNKNOWNS if text.unknowns else {})}
    within = {one: group for group, found in text.groups.items() for one in found.categories}
    categories: dict[str, Category] = {}
    for one, label in labels.items():
        group = within.get(one, "")
        if group and group not in categories:
            categories[group] = Category(group, text.groups[group].label, continues=text.continues.get(group, ()))
        categories[one] = Category(one, label, text.continues.get(one, ()), group, _ages(text.ages.get(one)))
    return Dimension(id, text.label, text.exclusive, tuple(_by_groups(categories.values())))


def _by_groups(categories: Iterable[Category]) -> Iterator[Category]:
    """Each group with its categories under it, wherever they stood."""
    there = tuple(categories)
    for top in there:
        if not top.within:
            yield top
            yield from (one for one in there if one.within == top.id)


def _ages(ages: tuple[int, ...] | None) -> tuple[int, int | None] | None:
    return (ages[0], ages[1] if len(ages) > 1 else None) if ages else None


def _measure(code: str, text: MeasureText, services: tuple[str, ...]) -> Measure:
    target, asked = stated(text.target), _asked_of(text.services, services)
    elsewhere = {"target", "definition", "counting_rule", "services", "bounds", "choices", "choices_continue", "due"}
    return Measure(
        code=code,
        target=target_of(target) if target else None,
        definition=stated(text.definition),
        counting_rule=stated(text.counting_rule),
        services=asked,
        bounds=tuple(text.bounds),
        choices=tuple(Choice(*item, text.choices_continue.get(item[0], ())) for item in text.choices.items()),
        due=_due(text, asked),
        **text.model_dump(exclude=elsewhere),
    )


def _due(text: MeasureText, asked: tuple[str, ...]) -> tuple[tuple[str, date], ...]:
    """The day by which a milestone is to be met in each service: one for all, or its own."""
    due = None if isinstance(text.due, str) else text.due
    days: Mapping[str, date | None] = due if isinstance(due, dict) else dict.fromkeys(asked, due)
    named = {"" if service == WHOLE_CONTRACT else service: day for service, day in days.items()}
    return tuple((service, day) for service in asked if (day := named.get(service)))


def _relations(text: ContractText) -> tuple[Relation, ...]:
    return tuple(
        Relation(
            code=code,
            service=service,
            says=found.says,
            comparison=read_relation(found.holds, service),
            severity=found.when_broken,
            on_trial=found.on_trial,
        )
        for code, found in text.relation.items()
        for service in _asked_of(found.services, tuple(text.service))
    )


def _asked_of(named: tuple[str, ...], every: tuple[str, ...]) -> tuple[str, ...]:
    """The services named, or all there are; the whole contract is the service without a name."""
    return tuple("" if id == WHOLE_CONTRACT else id for id in named or every or (WHOLE_CONTRACT,))
