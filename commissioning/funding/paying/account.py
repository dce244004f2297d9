"""What is owed, withheld, taken back and paid to a provider's account of a contract: what is to pay now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from commissioning.calendar import year_of
from commissioning.contract.reporting import year_starts
from commissioning.errors import UnclearPeriod
from commissioning.funding.books import Books
from commissioning.funding.paying.due import PaymentDue
from commissioning.funding.paying.payments import payments_of
from commissioning.model.accounts import LedgerLine, MoneyEvent, MoneySort
from commissioning.model.funding import Means
from commissioning.model.organisation import Organisation
from commissioning.period import Period
from commissioning.posting import postings_within

DECISIONS = frozenset({MoneySort.WITHHELD, MoneySort.RELEASED, MoneySort.CLAW_BACK})
"""What is decided about payments to a provider."""


class Slot(NamedTuple):
    """When something falls due, and for which period."""

    day: date
    period: Period


@dataclass(frozen=True, slots=True)
class Settled:
    """What is owed for a period as its figures stand now, and what was paid for it, in pence."""

    slot: Slot
    owed: int
    paid: int

    @property
    def open(self) -> int:
        """What is still to pay of it; below nothing where too much was paid."""
        return self.owed - self.paid


@dataclass(frozen=True, slots=True)
class ProviderAccount:
    """One provider under one contract, in a period of known days and the contract's year up to it, in pence.

    `earlier` are the earlier periods of the year that are not level, such as one that was corrected after it was paid:
    each is an adjustment of this one. `is_paid_known` says whether the general ledger tells payments at all; where it
    does not, earlier periods are taken as paid. `decided` is what was withheld, released or taken back, posted in the
    year until the period ended.
    """

    contract: str
    provider: Organisation | None
    period: Period
    dues: tuple[PaymentDue, ...]
    earlier: tuple[Settled, ...]
    paid: int
    decided: tuple[MoneyEvent, ...]
    is_paid_known: bool

    @property
    def owed(self) -> int:
        """What falls due in the period."""
        return sum(due.pence for due in self.dues)

    @property
    def withheld(self) -> int:
        """What is held back now: withheld and not released."""
        return self._decided(MoneySort.WITHHELD) - self._decided(MoneySort.RELEASED)

    @property
    def taken_back(self) -> int:
        """What was clawed back."""
        return self._decided(MoneySort.CLAW_BACK)

    @property
    def adjustment(self) -> int:
        """What earlier periods of the year leave to pay; below nothing where too much was paid for them."""
        return sum(one.open for one in self.earlier)

    @property
    def to_pay(self) -> int:
        """What is to be paid now; below nothing is to be got back."""
        return self.owed + self.adjustment - self.withheld - self.taken_back - self.paid

    def _decided(self, sort: MoneySort) -> int:
        return sum(event.pence for event in self.decided if event.sort is sort)


def accounts_of(books: Books, period: Period) -> tuple[ProviderAccount, ...]:
    """The account of each provider that anything falls due to in a period of known days; UnclearPeriod for another."""
    if period.start is None or period.end is None:
        raise UnclearPeriod(f"{period} has no stated end: give a period with a first and a last day.")
    terms = books.contract.terms_for(Period(period.end, period.end))
    year = year_of(period.end, year_starts(terms))
    time = Period(min(period.start, year.start or period.start), year.end)
    dues = payments_of(books, time)
    providers = {due.provider.id if due.provider else "": due.provider for due in dues if due.day <= period.end}
    return tuple(
        _account(books, tuple(due for due in dues if due.provider == who), time, period) for who in providers.values()
    )


def _account(books: Books, dues: tuple[PaymentDue, ...], time: Period, period: Period) -> ProviderAccount:
    who = dues[0].provider
    now = tuple(due for due in dues if period.contains(Period(due.day, due.day)))
    lines = tuple(line for line in books.lines if line.means is Means.PAID and _is_of(books, line.service, who, period))
    postings = postings_within(Period(time.start, period.end))
    events = (event for event in books.events if event.sort in DECISIONS and event.posting in postings)
    settled = _settled(dues, (line for line in lines if _counts(line, time)))
    current = [one for one in settled if period.contains(Period(one.slot.day, one.slot.day))]
    past = [one for one in settled if period.start and one.slot.day < period.start]
    is_known = bool(lines) or _tells_payments(books)
    return ProviderAccount(
        contract=books.contract.id,
        provider=who,
        period=period,
        dues=now,
        earlier=tuple(one for one in past if one.open) if is_known else (),
        paid=sum(one.paid for one in current),
        decided=tuple(event for event in events if _is_of(books, event.service, who, period)),
        is_paid_known=is_known,
    )


def _tells_payments(books: Books) -> bool:
    """Whether a code of the general ledger is said to hold payments to the provider."""
    return any(code.means is Means.PAID for terms in books.contract.versions for code in terms.money.codes)


def _is_of(books: Books, service: str, who: Organisation | None, period: Period) -> bool:
    """Whether what is said of a service is of the one who provides it."""
    terms = books.contract.terms_for(Period(period.end, period.end))
    return (terms.service(service).provider or terms.parties.provider) == who


def _settled(dues: tuple[PaymentDue, ...], lines: Iterable[LedgerLine]) -> tuple[Settled, ...]:
    """What is owed and paid for each period and day, in order of day.

    A payment with a service date is for the periods that this is in. Any other is for those that were due by the end of
    the month that it was posted in. The oldest that is still to pay comes first; what is over goes to the last.
    What is taken back comes off the oldest that was paid too much.
    """
    owed: dict[Slot, int] = {}
    for due in dues:
        slot = Slot(due.day, due.period)
        owed[slot] = owed.get(slot, 0) + due.pence
    left = dict(owed)
    for line in sorted(lines, key=lambda line: (line.service_date is None, line.posting, line.key)):
        for slot, pence in _paid_for(line, left):
            left[slot] -= pence
    return tuple(Settled(slot, owed[slot], owed[slot] - left[slot]) for slot in owed)


def _paid_for(line: LedgerLine, left: Mapping[Slot, int]) -> Iterator[tuple[Slot, int]]:
    """What a payment pays, with the pence of each, which come to the payment."""
    done, posted = line.service_date, line.posting.month().end or date.max
    dated = [slot for slot in left if done and slot.period.contains(Period(done, done))]
    of = dated or [slot for slot in left if slot.day <= posted] or list(left)[:1]
    pence = line.net
    for slot in of[:-1]:
        takes = min(pence, max(0, left[slot])) if pence > 0 else max(pence, min(0, left[slot]))
        pence -= takes
        yield slot, takes
    yield of[-1], pence


def _counts(line: LedgerLine, time: Period) -> bool:
    """Whether a payment is of some time: by its service date, or else by where it was posted."""
    if day := line.service_date:
        return time.contains(Period(day, day))
    return time.contains(line.posting.month())
