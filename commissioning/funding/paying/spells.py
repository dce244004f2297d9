"""A term of payment over the versions of a contract to the spells in which it held, and the years it is counted in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from commissioning.calendar import ONE_DAY, year_of
from commissioning.contract.money_over_time import ALWAYS
from commissioning.contract.reporting import term_of, year_starts
from commissioning.errors import UnclearPeriod
from commissioning.funding.amounts import a_years, firm_pence
from commissioning.funding.paying.due import PaymentDue
from commissioning.model.agreed import Agreed
from commissioning.model.contract import Contract, Terms
from commissioning.model.funding import PaymentTerm
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Quantity
from commissioning.period import Period


@dataclass(frozen=True, slots=True)
class Spell:
    """Days in which a version's term of payment held, without a change."""

    days: Period
    terms: Terms
    term: PaymentTerm

    @property
    def provider(self) -> Organisation | None:
        """Who is paid: who provides the service, or else the contract's provider."""
        return self.terms.service(self.term.service).provider or self.terms.parties.provider


def spells_of(contract: Contract, code: str) -> tuple[Spell, ...]:
    """The spells of a term of payment, oldest first: by the version that holds, its own days and the contract's."""
    found = []
    for terms, span in contract.versions_in(ALWAYS):
        for term in terms.money.payments:
            if term.code == code and (days := _common(span, Period(term.starts, term.ends), term_of(terms))):
                found.append(Spell(days, terms, term))
    return tuple(found)


def codes_of(contract: Contract) -> tuple[str, ...]:
    """The codes of every term of payment that a contract ever had, in order."""
    return tuple(dict.fromkeys(term.code for terms in contract.versions for term in terms.money.payments))


def years_of(contract: Contract, period: Period) -> Iterator[Period]:
    """The contract's years that touch a period of known days, in order."""
    if period.start is None or period.end is None:
        return
    day = period.start
    while day <= period.end:
        year = year_of(day, year_starts(contract.terms_for(Period(day, day))))
        yield year
        day = (year.end or period.end) + ONE_DAY


def held_on(spells: tuple[Spell, ...], day: date) -> Spell | None:
    """The spell that a day is in."""
    return next((spell for spell in spells if spell.days.contains(Period(day, day))), None)


def changes(spells: tuple[Spell, ...], period: Period) -> tuple[date, ...]:
    """The days inside a period, after its first, on which terms or prices change."""
    days = {day for spell in spells for day in (spell.days.start, _after(spell.days.end)) if day}
    rises = [one for spell in spells for one in spell.term.indexations]
    days |= {
        day for one in rises for day in (one.holds_from, *(from_ for from_, _ in one.values if from_ > one.holds_from))
    }
    first, last = period.start or date.min, period.end or date.max
    return tuple(sorted(day for day in days if first < day <= last))


def stretches(spells: tuple[Spell, ...], period: Period) -> Iterator[tuple[Spell, Period]]:
    """A period of known days in parts in which nothing changes, each with the spell that holds; others left out."""
    if period.start is None or period.end is None:
        return
    firsts = (period.start, *changes(spells, period))
    lasts = (*(day - ONE_DAY for day in firsts[1:]), period.end)
    for first, last in zip(firsts, lasts, strict=True):
        if spell := held_on(spells, first):
            yield spell, Period(first, last)


def not_firm(agreed: Agreed | None) -> str:
    """Why an amount cannot be paid from, in words; empty where it can."""
    if agreed is None or not isinstance(agreed.given, Quantity):
        return "Contract text does not state the amount, so nothing is paid."
    if firm_pence(agreed) is None:
        return f"The amount is {agreed.given.bound} and {agreed.given.standing}, so nothing is paid until it is firm."
    return ""


def a_year(agreed: Agreed | None) -> int | None:
    """A firm amount in pence a year; one that is for each month is twelve times that."""
    return a_years(firm_pence(agreed), agreed)


def days_in(period: Period) -> int:
    """How many days a period of known days has."""
    if period.start is None or period.end is None:
        raise UnclearPeriod(f"{period} has no stated end: give a period with a first and a last day.")
    return (period.end - period.start).days + 1


def payment_due(spell: Spell, period: Period, day: date) -> PaymentDue:
    """What is owed under a spell's terms for a period, before anything is known of how much."""
    return PaymentDue(
        contract=spell.terms.contract,
        provider=spell.provider,
        term=spell.term.code,
        model=spell.term.model,
        service=spell.term.service,
        period=period,
        day=day,
        pence=0,
        coding=spell.term.coding,
        purchase_order=spell.term.purchase_order,
        contract_digest=spell.terms.digest,
    )


def _common(*spans: Period) -> Period | None:
    found: Period = ALWAYS
    for span in spans:
        if not found.overlaps(span):
            return None
        found = found.common(span)
    return found


def _after(day: date | None) -> date | None:
    return day + ONE_DAY if day and day < date.max else None
