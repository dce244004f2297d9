"""Books of `westshire` in which something about the money is to be asked, each from a few plain words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from commissioning.funding.books import Books
from commissioning.model.accounts import Charge, ChargeSource, IssuedStatement, LedgerLine, MoneyEvent, MoneySort
from commissioning.model.agreed import Agreed, Limit, When
from commissioning.model.contract import Funding, Service
from commissioning.model.funding import Budget, Money, Vat, VatTreatment, YearEnd
from commissioning.model.quantity import Quantity
from commissioning.model.reference import DatedValue, Reference
from commissioning.money import read_money
from commissioning.period import read_period
from commissioning.posting import Posting
from tests.money_makers import (
    a_charge,
    a_condition,
    a_contract,
    a_funding,
    a_ledger_line,
    a_line,
    a_year,
    an_event,
    some_terms,
)

TODAY = date(2025, 10, 20)
OUTSIDE = Vat(VatTreatment.OUTSIDE_SCOPE, "VAT officer, 3 March 2025")
HALVES = a_funding("ash 50%", "beech 50%")
AGREED = Money(vat=OUTSIDE, authority="Cabinet, 4 March 2025, minute 12")


def kept(
    funding: Funding = HALVES,
    charges: list[Charge] | None = None,
    events: list[MoneyEvent] | None = None,
    lines: list[LedgerLine] | None = None,
    *,
    money: Money = AGREED,
    statements: tuple[IssuedStatement, ...] = (),
    **terms: Any,
) -> Books:
    """The books of `westshire`, approved and with its VAT decided; charges are numbered from 1 in their order."""
    contract = a_contract(some_terms(funding, money, **terms))
    posted = tuple(replace(charge, number=number) for number, charge in enumerate(charges or [], 1))
    return Books(contract, (), posted, tuple(lines or []), tuple(events or []), statements)


def budgets(*words: str) -> Money:
    """`refuge 120,000.00` as money with that budget for 2025-26."""
    pairs = [each.split() for each in words]
    found = (Budget(id, id, a_year(), read_money(money)) for id, money in pairs)
    return replace(AGREED, budgets=tuple(found))


def quarter(number: int, words: str, **others: Any) -> Charge:
    """A charge of a quarter of 2025-26, posted in its last month."""
    return a_charge(words, **{"period": f"2025-26-Q{number}", "posting": Posting(2025, number * 3), **others})


def limited(amount: str, *, floor: bool) -> Funding:
    """Halves, with a yearly floor or ceiling in Ashford."""
    limit = Limit("ashford", "Ashford", Agreed(Quantity(Decimal(amount)), When(None, "year")))
    return replace(HALVES, floors=(limit,)) if floor else replace(HALVES, ceilings=(limit,))


def in_ashford(*numbers: int) -> list[Charge]:
    """15,000.00 a quarter in Ashford."""
    return [quarter(number, "ash 7,500.00, beech 7,500.00", area="Ashford") for number in numbers]


def shared(amount: str, paid: str) -> Books:
    """Ash's 60%, and an award or a reserve for what is left; two quarters that the two paid."""
    funding = a_funding("ash 60%", a_line(amount, order=2))
    return kept(funding, [quarter(1, paid), quarter(2, paid)], money=budgets("refuge 120,000.00"))


def conditional(by: str, *events: MoneyEvent) -> Books:
    """An award of 50,000.00 if a bid is won by a day."""
    return kept(a_funding("ash 50%", a_line("cedar fixed 50,000.00", conditions=(a_condition(by),))), [], [*events])


def billed(how: str, received: str, invoiced: str = "") -> Books:
    """40,000.00 a year in four quarters in arrears, or billed as charged; what was invoiced (1,000.00) and received."""
    award = Agreed(Quantity(Decimal(40000)), When(None, "year"))
    instalments = "quarter" if how == "in four quarters" else ""
    came = [an_event(MoneySort.RECEIVED, received, line="cedar", posting="2025-26-P06")]
    if invoiced:
        came.append(an_event(MoneySort.INVOICED, "1,000.00", line="cedar", posting=invoiced))
    line = a_line("cedar fixed 40,000.00", amount=award, instalments=instalments)
    return kept(a_funding(line, a_line("ash the rest")), events=came)


def undeclared(by: str, *events: MoneyEvent) -> Books:
    """Half a year of a budget of 120,000.00 for which 55,000.00 was charged."""
    found = replace(budgets("refuge 120,000.00"), year_end=YearEnd(declare_by=by))
    charges = [quarter(1, "ash 15,000.00, beech 15,000.00"), quarter(2, "ash 12,500.00, beech 12,500.00")]
    return kept(charges=charges, events=[*events], money=found)


def for_support(*purposes: str) -> Books:
    """A grant for support and advice alone, which paid for a refuge that is spent on the purposes."""
    funding = a_funding(a_line("cedar 10%", purposes=("support", "advice")), "ash the rest")
    services = (Service("refuge", "Refuge", purposes=purposes), Service("advocacy", "Advocacy"))
    return kept(funding, [quarter(1, "cedar 9.00, ash 81.00")], services=services)


def with_vat(treatment: VatTreatment, vat: int, *, dated: str = "2011-01-04") -> Books:
    """A charge of 100.00 with VAT, where 20% is the standard rate from a day on."""
    rate = DatedValue(date.fromisoformat(dated), Decimal(20))
    reference = Reference("vat-standard", "Standard rate of VAT", "percent", (rate,), 99, "HMRC", "in its source")
    charge = quarter(1, "ash 50.00, beech 50.00", vat=vat)
    return kept(charges=[charge], money=replace(AGREED, vat=Vat(treatment, "VAT officer")), references=(reference,))


def moved(*events: MoneyEvent, digest: str = "d1") -> Books:
    """A charge that was taken back, and posted anew with 10.00 of Ash's part on Beech."""
    old = quarter(1, "ash 50.00, beech 50.00")
    back = replace(quarter(1, "ash -50.00, beech -50.00"), credits=1, source=ChargeSource.CREDIT, origin="credit of 1")
    new = replace(quarter(1, "ash 40.00, beech 60.00"), origin="again", contract_digest=digest)
    return kept(charges=[old, back, new], events=[*events])


def stated(*charges: int) -> IssuedStatement:
    """Ash's statement of the first quarter, with charges by number."""
    return IssuedStatement("ash-1", "ash", "ash", read_period("2025-26-Q1"), "{}", "0" * 64, charges)


def corrected(*statements: IssuedStatement) -> Books:
    """A quarter that was stated, and a correction of it by 20.00 in the next."""
    late = quarter(1, "ash 10.00, beech 10.00", posting="2025-26-P06", origin="late", touches=("ash-1",))
    return kept(charges=[quarter(1, "ash 50.00, beech 50.00"), late], statements=statements)


def invoice(gross: str) -> Books:
    """A line of the general ledger of 100.00 net and 20.00 VAT, whose gross is as said."""
    line = a_ledger_line("100.00", vat=read_money("20.00"), gross=read_money(gross))
    return kept(lines=[line], money=replace(AGREED, vat=Vat(VatTreatment.STANDARD, "VAT officer")))
