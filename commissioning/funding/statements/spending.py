"""The books of a contract to what was spent by service against the year's budget, accruals, and what is provisional."""

from collections.abc import Iterable, Iterator

from commissioning.funding.books import Books
from commissioning.funding.statements.balances import Span
from commissioning.funding.statements.spending_nouns import Accrual, Provisional, ServiceSpending, SortOfCost
from commissioning.model.accounts import Charge, ChargeSource, MoneyEvent, MoneySort
from commissioning.model.contract import Terms
from commissioning.model.funding import Means
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import AnswerKey, Bound, Quantity
from commissioning.money import to_pence
from commissioning.period import Period
from commissioning.posting import Posting

ACCRUED = {
    MoneySort.ACCRUAL: "Accrual",
    MoneySort.REVERSAL: "Accrual reversed",
    MoneySort.PREPAYMENT: "Prepayment",
    Means.ACCRUAL: "Accrual",
    Means.PREPAYMENT: "Prepayment",
}


def spending_of(books: Books, funder: str, terms: Terms, span: Span) -> tuple[ServiceSpending, ...]:
    """What was charged for each service, in the period and earlier in its accounting year, and the funder's part."""
    year = span.year
    start = Posting(span.postings[0].year, 1)
    ends_with = span.postings[-1]
    charges = [one for one in books.charges if one.posting <= ends_with and (span.holds(one.posting) or bool(year))]
    of_year = [one for one in charges if one.posting >= start]
    budgets = [budget.service for budget in terms.money.budgets if year and budget.year == year]
    own = (service.id for service in terms.services)
    services = dict.fromkeys((*own, *budgets, *(charge.service for charge in of_year)))
    rows = (_spending(books, funder, terms, span, service, of_year) for service in services)
    return tuple(row for row in rows if row.charges or row.earlier or row.budget is not None)


def _spending(
    books: Books, funder: str, terms: Terms, span: Span, service: str, of_year: Iterable[Charge]
) -> ServiceSpending:
    own = [charge for charge in of_year if charge.service == service]
    inside = [charge for charge in own if span.holds(charge.posting)]
    earlier = [charge for charge in own if span.is_before(charge.posting)]
    year = span.year
    budget = terms.money.budget(service, year) if year else None
    returned = _returned_vat(books, terms, service, span)
    return ServiceSpending(
        contract=books.contract.id,
        service=service,
        title=terms.service(service).title,
        budget=budget.pence if budget else None,
        moved=_moved(books.events, service, span) if year else 0,
        earlier=sum(charge.pence for charge in earlier),
        pence=sum(charge.pence for charge in inside),
        vat=sum(charge.vat or 0 for charge in inside) + sum(returned.values()),
        vat_not_stated=sum(charge.vat is None and charge.period not in returned for charge in inside),
        share_earlier=share_of(earlier, funder),
        share=share_of(inside, funder),
        charges=tuple(charge.number for charge in inside),
    )


def _returned_vat(books: Books, terms: Terms, service: str, span: Span) -> dict[Period, int]:
    """The VAT that returns give of a service whose charges, such as those by area, state none: of each period that was
    first charged within the posting periods."""
    spend = terms.money.spend
    own = [one for one in books.charges if one.service == service and one.source is ChargeSource.RETURN]
    earlier = {charge.period for charge in own if span.is_before(charge.posting)}
    now = {charge.period for charge in own if span.holds(charge.posting) and charge.vat is None} - earlier
    if spend is None or not spend.vat:
        return {}
    key = AnswerKey(service, spend.vat)
    found = [one for one in books.entries if one.key == key and one.period in now and one.state is State.ACCEPTED]
    exact = [(one.period, one.given) for one in found if isinstance(one.given, Quantity)]
    return {period: to_pence(given.value) for period, given in exact if given.bound is Bound.EXACT}


def share_of(charges: Iterable[Charge], funder: str) -> int:
    """A funder's part of charges, by all its lines."""
    return sum(part.pence for charge in charges for part in charge.parts if part.funder == funder and part.line)


def _moved(events: Iterable[MoneyEvent], service: str, span: Span) -> int:
    """What virements moved into the budget of a service in the accounting year until the end of the period."""
    year, last = span.postings[-1].year, span.postings[-1]
    virements = [one for one in events if one.sort is MoneySort.VIREMENT and one.service != one.to_service]
    inside = [one for one in virements if one.posting.year == year and one.posting <= last]
    return sum(one.pence * ((one.to_service == service) - (one.service == service)) for one in inside)


def accruals_of(books: Books, span: Span) -> Iterator[Accrual]:
    """Accruals, their reversals and prepayments posted in the period."""
    for line in books.lines:
        if line.means in ACCRUED and span.holds(line.posting):
            what = ACCRUED[line.means]
            yield Accrual(
                books.contract.id, line.service, what, line.net, line.posting, line.document, "general ledger"
            )
    for event in books.events:
        if event.sort in ACCRUED and span.holds(event.posting):
            what, pence = ACCRUED[event.sort], event.pence
            signed = -pence if event.sort is MoneySort.REVERSAL else pence
            yield Accrual(books.contract.id, event.service, what, signed, event.posting, event.reference, "recorded")


def provisional_of(books: Books, asked: Period) -> Iterator[Provisional]:
    """Expenditure that returns of the period give and that is still provisional."""
    for entry in books.entries:
        terms = books.contract.terms_for(entry.period)
        spend = terms.money.spend
        if spend and entry.key.measure == spend.net and _is_held(entry, asked) and isinstance(entry.given, Quantity):
            service = entry.key.service
            title, pence = terms.service(service).title, to_pence(entry.given.value)
            yield Provisional(books.contract.id, service, title, entry.period, pence)


def costs_of(books: Books, asked: Period) -> Iterator[SortOfCost]:
    """Expenditure by sort of cost, such as staff, and what of it is accrued, as accepted returns give it exactly."""
    for entry in books.entries:
        terms, given = books.contract.terms_for(entry.period), entry.given
        sort = _sort_of_cost(terms, entry.key) if terms.money.spend else ""
        is_known = entry.state is State.ACCEPTED and isinstance(given, Quantity) and given.bound is Bound.EXACT
        if sort and is_known and asked.contains(entry.period) and isinstance(given, Quantity):
            service = entry.key.service
            title, pence = terms.service(service).title, to_pence(given.value)
            yield SortOfCost(books.contract.id, service, title, sort, entry.period, pence)


def _sort_of_cost(terms: Terms, key: AnswerKey) -> str:
    """What an answer tells of the expenditure: a sort of cost, or what is accrued; empty where it is another."""
    spend = terms.money.spend
    if spend and spend.cost and (key.measure, key.dimension) == (spend.net, spend.cost):
        return {one.id: one.label for one in terms.dimension(spend.cost).categories}.get(key.category, key.category)
    if spend and spend.accruals and key == AnswerKey(key.service, spend.accruals):
        return terms.measure(spend.accruals).label
    return ""


def _is_held(entry: Entry, asked: Period) -> bool:
    return entry.state is State.PROVISIONAL and not entry.key.dimension and asked.contains(entry.period)
