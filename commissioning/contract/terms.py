"""A faultless version of contract text to Terms: ids become organisations, words become Sums and exact numbers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from commissioning.contract.agreed_terms import capacity_of, event_of, funding_of, stated, when_of
from commissioning.contract.expressions import read_relation
from commissioning.contract.layouts import layout_of
from commissioning.contract.raw import UNKNOWNS, WHOLE_CONTRACT
from commissioning.contract.text import ContractText, DimensionText, MeasureText, ReportingText, ServiceText
from commissioning.model.agreed import TIME_NOT_STATED
from commissioning.model.contract import (
    Funnel,
    Parties,
    Relation,
    Reporting,
    Service,
    Source,
    Terms,
)
from commissioning.model.measure import (
    Category,
    Dimension,
    HistoryPolicy,
    Measure,
    RatingPolicy,
    Statement,
    Target,
)
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
        source=Source(text.source.paper, stated(text.source.dated), text.source.lines) if text.source else None,
        legal_form=stated(text.legal_form),
        parties=_parties(text, organisations),
        starts=_day_or_month(text.term.starts),
        ends=_day_or_month(text.term.ends),
        reporting=_reporting(reporting) if reporting else None,
        services=services,
        dimensions=tuple(_dimension(id, found) for id, found in text.dimension.items()),
        measures=tuple(_measure(code, found, tuple(text.service)) for code, found in text.measure.items()),
        relations=_relations(text),
        ratings=tuple(RatingPolicy(id, **found.model_dump()) for id, found in text.rating.items()),
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
        layouts=tuple(layout_of(id, found) for id, found in text.layout.items()),
        history=HistoryPolicy(**dict(text.history)),
        statements=tuple(Statement(**dict(found)) for found in text.statement),
    )


def _day_or_month(value: date | str) -> str | None:
    return stated(str(value))


def _service(id: str, text: ServiceText, organisations: Organisations) -> Service:
    provider = organisations[text.provider] if text.provider else None
    sub_contractors = tuple(organisations[sub] for sub in text.sub_contractors)
    return Service(id, text.title, text.areas, text.eligibility, provider, sub_contractors, text.continues)


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


def _reporting(text: ReportingText) -> Reporting:
    words = (*((text.span,) if text.span else ()), *text.spans)
    spans = tuple(replace(read_period(span, text.year_starts), as_at=text.as_at) for span in words)
    return Reporting(text.frequency, text.year_starts, stated(text.due_working_days), spans, text.says)


def _dimension(id: str, text: DimensionText) -> Dimension:
    labels = {**text.categories, **(UNKNOWNS if text.unknowns else {})}
    categories = (Category(*item, continues=text.continues.get(item[0], ())) for item in labels.items())
    return Dimension(id, text.label, text.exclusive, tuple(categories))


def _measure(code: str, text: MeasureText, services: tuple[str, ...]) -> Measure:
    target = stated(text.target)
    return Measure(
        code=code,
        target=Target(**dict(target)) if target else None,
        definition=stated(text.definition),
        counting_rule=stated(text.counting_rule),
        services=_asked_of(text.services, services),
        bounds=tuple(text.bounds),
        **text.model_dump(exclude={"target", "definition", "counting_rule", "services", "bounds"}),
    )


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
