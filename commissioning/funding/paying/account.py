"""What is owed, withheld, taken back and paid to a provider's account of a contract: what is to pay now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from commissioning.calendar import year_of
from commissioning.contract.reporting import year_starts
from commissioning.errors import UnclearPeriod
from commissioning.funding.books import Books
from commissioning.funding.paying.due import PaymentDue
from commissioning.funding.payments import payments_of
from commissioning.model.accounts import ChargeSource, LedgerLine, MoneyEvent, MoneySort
from commissioning.model.funding import Means
from commissioning.model.organisation import Organisation
from commissioning.period import Period
from commissioning.posting import Posting, postings_within


@dataclass(frozen=True, slots=True)
class Settled:
    """What was owed for a period and paid for it, in pence; `corrected` is by how much what was posted for an earlier
    one was changed in the period asked for."""

    period: Period
    owed: int
    paid: int
    corrected: int = 0

    @property
    def open(self) -> int:
        """What is still to pay of it; below nothing where too much was paid."""
        return self.owed - self.paid


@dataclass(frozen=True, slots=True)
class ProviderAccount:
    """One provider under one contract, in a period of known days and the contract's year up to it, in pence.

    `earlier` are the earlier periods of the year that are not level or were corrected: each is an adjustment of this
    one. `is_paid_known` says whether the general ledger tells payments at all; where it does not, earlier periods are
    taken as paid. `ahead` was paid beyond all that is owed so far.
    """

    contract: str
    provider: Organisation | None
    period: Period
    dues: tuple[PaymentDue, ...]
    earlier: tuple[Settled, ...]
    paid: int
    withheld: int
    taken_back: int
    is_paid_known: bool
    ahead: int = 0

    @property
    def owed(self) -> int:
        """What falls due in the period."""
        return sum(due.pence for due in self.dues)

    @property
    def adjustment(self) -> int:
        """What earlier periods of the year leave to pay; below nothing where too much was paid for them."""
        return sum(one.open for one in self.earlier)

    @property
    def to_pay(self) -> int:
        """What is to be paid now; below nothing is to be got back."""
        return self.owed + self.adjustment - self.withheld - self.taken_back - self.paid


def accounts_of(books: Books, period: Period) -> tuple[ProviderAccount, ...]:
    """The account of each provider that anything falls due to in a period of known days; UnclearPeriod for another."""
    if period.start is None or period.end is None:
        raise UnclearPeriod(f"{period} has no stated end: give a period with a first and a last day.")
    terms = books.contract.terms_for(Period(period.end, period.end))
    year = year_of(period.end, year_starts(terms))
    since = min(period.start, year.start or period.start)
    dues = payments_of(books, Period(since, period.end))
    providers = {due.provider.id if due.provider else "": due.provider for due in dues}
    return tuple(
        _account(books, tuple(due for due in dues if due.provider == who), Period(since, year.end), period)
        for who in providers.values()
    )


def _account(books: Books, dues: tuple[PaymentDue, ...], year: Period, period: Period) -> ProviderAccount:
    now = tuple(due for due in dues if period.contains(Period(due.day, due.day)))
    who = dues[0].provider
    lines = tuple(line for line in books.lines if line.means is Means.PAID and _is_of(books, line.service, who, period))
    events = tuple(event for event in books.events if _is_of(books, event.service, who, period))
    settled, ahead = _settled(books, dues, lines, year, period)
    is_known = bool(lines) or any(code.means is Means.PAID for terms in books.contract.versions for code in terms.money.codes)
    current = {due.period for due in now}
    earlier = (one for one in settled if one.period not in current and (one.open or one.corrected))
    return ProviderAccount(
        contract=books.contract.id,
        provider=who,
        period=period,
        dues=now,
        earlier=tuple(earlier) if is_known else (),
        paid=sum(one.paid for one in settled if one.period in current),
        withheld=_of(events, MoneySort.WITHHELD, year, period) - _of(events, MoneySort.RELEASED, year, period),
        taken_back=_of(events, MoneySort.CLAW_BACK, year, period),
        is_paid_known=is_known,
        ahead=ahead,
    )


def _is_of(books: Books, service: str, who: Organisation | None, period: Period) -> bool:
    """Whether what is said of a service is of the one who provides it."""
    terms = books.contract.terms_for(Period(period.end, period.end))
    return (terms.service(service).provider or terms.parties.provider) == who


def _settled(
    books: Books, dues: tuple[PaymentDue, ...], lines: Iterable[LedgerLine], year: Period, period: Period
) -> tuple[tuple[Settled, ...], int]:
    """What is owed and paid for each period so far, and what was paid beyond: a payment with a service date is for the
    period that this is in, any other for the oldest that is still to pay."""
    owed: dict[Period, int] = {}
    for due in dues:
        owed[due.period] = owed.get(due.period, 0) + due.pence
    paid, pool = dict.fromkeys(owed, 0), 0
    for line in (line for line in lines if _counts(line, year, period)):
        day = line.service_date
        of = next((one for one in owed if day and one.contains(Period(day, day))), None)
        if of is None:
            pool += line.net
        else:
            paid[of] += line.net
    for one in owed:
        takes = min(pool, max(0, owed[one] - paid[one]))
        paid[one], pool = paid[one] + takes, pool - takes
    found = (Settled(one, owed[one], paid[one], _corrected(books, one, period)) for one in owed)
    return tuple(found), pool


def _counts(line: LedgerLine, year: Period, period: Period) -> bool:
    """Whether a payment is of the year up to a period: by its service date, or else by where it was posted."""
    if day := line.service_date:
        return year.contains(Period(day, day)) and period.end is not None and day <= period.end
    return year.contains(line.posting.month())


def _corrected(books: Books, of: Period, period: Period) -> int:
    """By how much what was posted as owed for an earlier period was changed in the postings of a later one."""
    if period.start is None or of.end is None or of.end >= period.start:
        return 0
    posted = [charge for charge in books.charges if charge.period == of and _is_payment(charge.source)]
    now = [charge for charge in posted if charge.posting in postings_within(period)]
    return sum(charge.pence for charge in now) if any(charge.credits for charge in now) else 0


def _is_payment(source: ChargeSource) -> bool:
    return source in (ChargeSource.PAYMENT, ChargeSource.CREDIT)


def _of(events: Iterable[MoneyEvent], sort: MoneySort, year: Period, period: Period) -> int:
    """The pence of events of a sort, posted in the year until the end of a period."""
    postings = postings_within(Period(year.start, period.end))
    return sum(event.pence for event in events if event.sort is sort and _posted(event.posting, postings))


def _posted(posting: Posting, postings: tuple[Posting, ...]) -> bool:
    return posting in postings
