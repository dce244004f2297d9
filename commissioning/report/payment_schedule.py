"""Accounts of providers to a Document: what to pay whom, by when, and what each amount stands on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from commissioning.calendar import ENGLAND, day_in_words, is_working_day
from commissioning.funding.paying.account import ProviderAccount, Settled
from commissioning.funding.paying.due import PaymentDue
from commissioning.model.accounts import MoneyEvent, MoneySort
from commissioning.model.document import Column, Document, Look, Sheet, Table, Words
from commissioning.model.expression import Addition, Difference, Sum, Term
from commissioning.model.funding import PAID_WITHIN_DAYS
from commissioning.money import say_money
from commissioning.report.money_cells import Row, added, pounds
from commissioning.report.words import days_in_words


@dataclass(frozen=True, slots=True)
class Scheduled:
    """An account with what its contract and period are called, the words that must stand on everything of the contract,
    and the nation whose working days count."""

    account: ProviderAccount
    title: str
    period: str
    label: str = ""
    nation: str = ENGLAND

    @property
    def provider(self) -> str:
        """The provider's name."""
        return self.account.provider.name if self.account.provider else "Provider not stated"


def pay_by(day: date, nation: str = ENGLAND) -> date:
    """The last working day within thirty days of the day on which something falls due."""
    last = day + timedelta(days=PAID_WITHIN_DAYS)
    while not is_working_day(last, nation):
        last -= timedelta(days=1)
    return last


def schedule_document(label: str, schedules: Iterable[Scheduled]) -> Document:
    """The schedule and its evidence, a sheet each: totals are formulas over the amounts."""
    found = tuple(schedules)
    said = tuple(dict.fromkeys(one.label for one in found if one.label))
    lead = tuple(Words(words, Look.WARNING) for words in said)
    schedule = Sheet(
        "Payments",
        f"Payments to providers, {label}",
        lead,
        (_accounts(found), _dues(found), _earlier(found), _decided(found)),
    )
    evidence = Sheet("Evidence", f"What each payment stands on, {label}", lead, (_evidence(found),), wide=True)
    return Document(f"Payment schedule, {label}", label, (schedule, evidence))


def _accounts(found: tuple[Scheduled, ...]) -> Table:
    columns = (
        Column("Provider", 34),
        Column("Contract", 44),
        Column("Owed, £", 16),
        Column("Adjustment, £", 16),
        Column("Withheld, £", 14),
        Column("Taken back, £", 14),
        Column("Already paid, £", 16),
        Column("To pay, £", 16),
    )
    notes = ("An adjustment is what earlier periods of the year leave to pay, or were paid too much.", *_unknown(found))
    return Table("To pay", columns, tuple(map(_account_row, found)), notes, empty="Nothing falls due.")


def _unknown(found: tuple[Scheduled, ...]) -> Iterator[str]:
    """Of which contracts nothing is known of what was paid."""
    titles = dict.fromkeys(one.title for one in found if not one.account.is_paid_known)
    if titles:
        yield f"The general ledger tells no payments of: {'; '.join(titles)}. Take off what was paid already."


def _account_row(one: Scheduled) -> Row:
    account = one.account
    owed = _sum_of(one, account.dues)
    less = added(_key(one, what) for what in ("withheld", "taken back", "paid"))
    to_pay = Difference(Addition((Term(_key(one, "owed")), Term(_key(one, "adjustment")))), less)
    return (
        Words(one.provider, Look.STRONG),
        Words(one.title),
        pounds(account.owed, owed, _key(one, "owed")),
        pounds(account.adjustment, _sum_of(one, account.earlier), _key(one, "adjustment")),
        pounds(account.withheld, _held(one), _key(one, "withheld")),
        pounds(account.taken_back, _sum_of(one, _of_sort(one, MoneySort.CLAW_BACK)), _key(one, "taken back")),
        pounds(account.paid, None, _key(one, "paid")),
        pounds(account.to_pay, to_pay, _key(one, "to pay"), strong=True),
    )


def _dues(found: tuple[Scheduled, ...]) -> Table:
    columns = (
        Column("Provider", 34),
        Column("Term", 26),
        Column("For", 26),
        Column("Order number", 16),
        Column("Code", 16),
        Column("Falls due", 20),
        Column("Pay by", 20),
        Column("Owed, £", 16),
        Column("State", 34),
    )
    rows = tuple(_due_row(one, due) for one in found for due in one.account.dues)
    notes = (f"Pay by is the last working day within {PAID_WITHIN_DAYS} days of the day on which it falls due.",)
    return Table("What falls due", columns, rows, notes, empty="Nothing falls due.")


def _due_row(one: Scheduled, due: PaymentDue) -> Row:
    by = day_in_words(pay_by(due.day, one.nation)) if due.is_owed else ""
    return (
        Words(one.provider),
        Words(f"{due.term} ({due.model})"),
        Words(span_in_words(due)),
        Words(due.purchase_order),
        Words(" ".join(code for code in (due.coding.cost_centre, due.coding.subjective) if code)),
        Words(day_in_words(due.day)),
        Words(by),
        pounds(due.pence, None, _key(one, due)),
        Words(str(due.state), Look.PLAIN if due.is_owed else Look.WARNING),
    )


def span_in_words(due: PaymentDue) -> str:
    """The days that a payment is for: `1 April 2025 to 30 June 2025`."""
    return days_in_words(due.period)


def _evidence(found: tuple[Scheduled, ...]) -> Table:
    columns = (Column("Provider", 34), Column("Term", 20), Column("For", 36), Column("What it stands on", 100))
    rows = tuple(
        (Words(one.provider), Words(due.term), Words(span_in_words(due)), Words(said))
        for one in found
        for due in one.account.dues
        for said in said_of(due)
    )
    return Table("Evidence", columns, rows, empty="Nothing falls due.")


def said_of(due: PaymentDue) -> tuple[str, ...]:
    """What a payment stands on and how it was found, or why it is not paid, a sentence or figure each."""
    why = (due.why,) if due.why else ()
    would_be = () if due.would_be is None else (f"Accepted as it is, it would come to {say_money(due.would_be)}.",)
    return (*why, *map(str, due.evidence), *due.working, *would_be)


def _earlier(found: tuple[Scheduled, ...]) -> Table:
    columns = (
        Column("Provider", 34),
        Column("For", 44),
        Column("Owed, £", 16),
        Column("Paid, £", 16),
        Column("Adjustment, £", 14),
    )
    rows = tuple(_earlier_row(one, settled) for one in found for settled in one.account.earlier)
    title = "Earlier periods of the year that are not level"
    return Table(title, columns, rows, empty="Every earlier period is level, or what was paid is not known.")


def _earlier_row(one: Scheduled, settled: Settled) -> Row:
    owed, paid = (_key(one, f"{what} {settled.slot.day} {settled.slot.period}") for what in ("owed", "paid"))
    return (
        Words(one.provider),
        Words(days_in_words(settled.slot.period)),
        pounds(settled.owed, None, owed),
        pounds(settled.paid, None, paid),
        pounds(settled.open, Difference(Term(owed), Term(paid)), _key(one, settled)),
    )


def _decided(found: tuple[Scheduled, ...]) -> Table:
    columns = (
        Column("Provider", 34),
        Column("What", 44),
        Column("Posted in", 16),
        Column("£", 16),
        Column("By whom", 20),
        Column("Why", 60),
    )
    rows = tuple(_decided_row(one, event) for one in found for event in one.account.decided)
    return Table("Withheld, released and taken back", columns, rows, empty="Nothing was.")


def _decided_row(one: Scheduled, event: MoneyEvent) -> Row:
    return (
        Words(one.provider),
        Words(str(event.sort).capitalize()),
        Words(str(event.posting)),
        pounds(event.pence, None, _key(one, event)),
        Words(event.actor),
        Words(event.why),
    )


def _of_sort(one: Scheduled, sort: MoneySort) -> tuple[MoneyEvent, ...]:
    return tuple(event for event in one.account.decided if event.sort is sort)


def _held(one: Scheduled) -> Sum | None:
    """What is withheld less what was released, over the decisions themselves."""
    withheld, released = (_sum_of(one, _of_sort(one, sort)) for sort in (MoneySort.WITHHELD, MoneySort.RELEASED))
    return Difference(withheld, released) if withheld and released else withheld


def _sum_of(one: Scheduled, parts: Iterable[PaymentDue | Settled | MoneyEvent]) -> Sum | None:
    """Parts that stand in the document, added; None where there is none."""
    terms = tuple(Term(_key(one, part)) for part in parts)
    return Addition(terms) if terms else None


def _key(one: Scheduled, what: PaymentDue | Settled | MoneyEvent | str) -> tuple[str, ...]:
    """The name of a number of an account: of a payment due, an earlier period, a decision, or what it is called."""
    who = one.account.provider.id if one.account.provider else ""
    match what:
        case PaymentDue():
            of = f"{what.origin} {what.day}"
        case Settled():
            of = f"open {what.slot.day} {what.slot.period}"
        case MoneyEvent():
            of = f"decision {one.account.decided.index(what)}"
        case _:
            of = what
    return ("payments", one.account.contract, who, of)
