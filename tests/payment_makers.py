"""Returns, terms of payment and payments from a few plain words, for tests of what providers are owed.

returned("2025-26-Q1 nights 120")                      accepted
returned("2025-26-Q1 nights 120 provisional")
a_block("1,200.00", instalments="month")
a_price("nights", "1-100 at 50.00", "101- at 45.00", floor="4,000.00")
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commissioning.calendar import Calendar, Phase, yearly
from commissioning.funding.books import Books
from commissioning.funding.paying.payments import PaymentDue, payments_of
from commissioning.model.accounts import LedgerLine, MoneyEvent
from commissioning.model.contract import Contract, Reporting, Terms
from commissioning.model.finding import Place
from commissioning.model.funding import Indexation, Means, Money, PaymentModel, PaymentTerm, PriceBand
from commissioning.model.measure import Measure, Role
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import AnswerKey, Quantity
from commissioning.money import pounds, read_money
from commissioning.period import read_period
from tests.money_makers import a_contract, a_ledger_line, a_posting, an_amount, some_terms

KINDS = {"claim": "money", "people": "distinct-people"}


def a_measure(code: str) -> Measure:
    """`nights` as a flow count of the refuge; a claim is money, people are people."""
    kind = KINDS.get(code, "flow")
    return Measure(code, code.title(), kind, Role.OUTPUT, "", None, None, services=("refuge",))


def returned(words: str) -> Entry:
    """A figure of the refuge's return, accepted unless `provisional` stands behind it."""
    period, code, value, *state = words.split()
    return Entry(
        number=0,
        sha256="0" * 64,
        file=f"{period}.xlsx",
        contract="westshire",
        period=read_period(period),
        key=AnswerKey("refuge", code),
        kind=KINDS.get(code, "flow"),
        unit="",
        given=Quantity(Decimal(value.replace(",", ""))),
        words="",
        explanation="",
        place=Place("Return", "B6"),
        state=State.PROVISIONAL if state else State.ACCEPTED,
    )


def a_block(amount: str, *, dates: str = "..", **others: Any) -> PaymentTerm:
    """So much a year, in quarters in arrears unless it is said otherwise."""
    held = read_period(dates)
    made = PaymentTerm("core", PaymentModel.BLOCK, amount=an_amount(amount), starts=held.start, ends=held.end)
    return replace(made, **others)


def a_price(
    code: str, *bands: str, floor: str = "", ceiling: str = "", dates: str = "..", **others: Any
) -> PaymentTerm:
    """So much for each, by bands such as `1-100 at 50.00`."""
    held = read_period(dates)
    made = PaymentTerm(
        "price",
        PaymentModel.UNIT_PRICE,
        service="refuge",
        measure=code,
        bands=tuple(map(_band, bands)),
        floor=read_money(floor) if floor else None,
        ceiling=read_money(ceiling) if ceiling else None,
        starts=held.start,
        ends=held.end,
    )
    return replace(made, **others)


def _band(words: str) -> PriceBand:
    numbers, price = words.split(" at ")
    first, last = numbers.split("-")
    return PriceBand(int(first), int(last) if last else None, read_money(price))


def a_grant(award: str, **others: Any) -> PaymentTerm:
    """An award of so much, claimed in the measure `claim`."""
    made = PaymentTerm("award", PaymentModel.GRANT, service="refuge", amount=an_amount(award), measure="claim")
    return replace(made, **others)


def an_index(words: str, *, cap: str = "", collar: str = "", holds_from: date = date(2026, 4, 1)) -> Indexation:
    """`103.5 against 100`, or `3%`; from April 2026 unless it is said otherwise."""
    limits = {"cap": _part(cap), "collar": _part(collar)}
    if words.endswith("%"):
        return Indexation(holds_from, fixed=_part(words), **limits)
    value, base = words.split(" against ")
    return Indexation(holds_from, index="CPI", base=Decimal(base), values=((holds_from, Decimal(value)),), **limits)


def _part(words: str) -> Fraction | None:
    return Fraction(words.removesuffix("%")) / 100 if words else None


def terms_paid_by(*payments: PaymentTerm, size: int = 3, begins: date | None = None, **others: Any) -> Terms:
    """The terms of `westshire` paid so, with returns for so many months each, in years from April."""
    years = yearly(4)
    calendar = Calendar((Phase(years, yearly(4, size)),), begins)
    frequency = {1: "month", 3: "quarter"}[size]
    codes = dict.fromkeys(payment.measure for payment in payments if payment.measure)
    money = others.pop("money", Money())
    return some_terms(
        money=replace(money, payments=payments),
        reporting=Reporting(frequency, 4, 15, calendar=calendar),  # type: ignore[arg-type]  # it is one of them
        measures=tuple(map(a_measure, codes)),
        **others,
    )


def paid_by(*payments: PaymentTerm, returns: str = "", size: int = 3, **others: Any) -> Books:
    """The books of `westshire` paid so; its returns are parted by commas."""
    lines: tuple[LedgerLine, ...] = others.pop("lines", ())
    events: tuple[MoneyEvent, ...] = others.pop("events", ())
    return books_with(a_contract(terms_paid_by(*payments, size=size, **others)), returns, lines, events)


def books_with(
    contract: Contract, returns: str = "", lines: tuple[LedgerLine, ...] = (), events: tuple[MoneyEvent, ...] = ()
) -> Books:
    """Books of a contract with these returns, numbered in their order."""
    found = [returned(words.strip()) for words in returns.split(",") if words.strip()]
    entries = tuple(replace(entry, number=number) for number, entry in enumerate(found, 1))
    return Books(contract, entries, lines=lines, events=events)


def paid(amount: str, posting: str, *, on: str = "", **others: Any) -> LedgerLine:
    """A payment to the provider in the general ledger; `on` is the day of service."""
    day = date.fromisoformat(on) if on else None
    made = a_ledger_line(
        amount, posting=a_posting(posting), means=Means.PAID, service_date=day, payee="Safe Haven Trust"
    )
    return replace(made, **others)


def owed(books: Books, period: str) -> list[str]:
    """What falls due in a period, as `1 April 2025 300.00`; with its state, where it is not owed."""
    return [_told(due) for due in payments_of(books, read_period(period))]


def _told(due: PaymentDue) -> str:
    state = "" if due.is_owed else f" {due.state}"
    return f"{due.day.isoformat()} {pounds(due.pence)}{state}"


def amounts(books: Books, period: str) -> list[str]:
    """What falls due in a period, amounts alone, in order."""
    return [pounds(due.pence) for due in payments_of(books, read_period(period))]
