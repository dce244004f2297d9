"""The books of a contract in; what its funders are to share, as returns or the general ledger say it, out.

Only figures that are accepted, exact and stated are charged. What is not is said, with why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from commissioning.contract.money_over_time import ALWAYS, funding_in
from commissioning.errors import UnclearMoney, UnclearPeriod
from commissioning.funding.books import Books
from commissioning.model.accounts import ChargeSource, LedgerLine
from commissioning.model.contract import Contract, Origin, Terms
from commissioning.model.funding import ChargedFrom, LineBasis, Means
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import AnswerKey, Bound, Missing, Quantity, Standing
from commissioning.money import say_money, to_pence
from commissioning.period import Period
from commissioning.posting import Posting, posting_at

SPENT = frozenset({Means.SPEND, Means.ACCRUAL, Means.PREPAYMENT})
"""What the lines of a general ledger are that are spending."""

PAID = frozenset({Means.PAID})
"""What they are that are payments to the provider."""

NOTHING = frozenset[Means]()
_LEDGERS = {
    ChargedFrom.LEDGER: (SPENT, ChargeSource.LEDGER),
    ChargedFrom.PAYMENTS: (PAID, ChargeSource.PAYMENT),
}
"""Which lines of a general ledger are charged, and as what, where charges are taken from it."""

PROVISIONAL = "provisional: not charged until it is accepted"
WHOLE_PERCENTS = "illustrative: its shares are known only as whole percents"
TRANSCRIBED = "transcribed from a published paper: nothing is posted for a real council"
NO_LINES = "no funding line is stated"
NOT_WHOLE = "not whole pence: not charged"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A charge that should stand: net pence of a service, area and period. `basis` says by which counts of units it is
    shared, where it is by any. `posting` is where it belongs, whether or not that is closed."""

    origin: str
    service: str
    area: str
    period: Period
    posting: Posting
    pence: int
    source: ChargeSource
    vat: int | None = None
    units: tuple[tuple[str, Fraction], ...] = ()
    on: date | None = None
    """The day of service, where it is known; its period is then the month that it is in."""

    @property
    def shared_in(self) -> Period:
        """The time whose funding lines share it."""
        return Period(self.on, self.on) if self.on else self.period

    @property
    def basis(self) -> str:
        """The counts of units by which it is shared, in words that are the same for the same counts."""
        return ", ".join(f"{measure}: {count}" for measure, count in self.units)

    @property
    def sort_key(self) -> tuple[object, ...]:
        """The order in which charges meet the funding lines, whenever each came: time, service, area."""
        return (self.period.sort_key, self.service, self.area, self.origin)


@dataclass(frozen=True, slots=True)
class NotCharged:
    """Money that was returned and is not charged, and why; pence where an amount is known."""

    service: str
    area: str
    period: Period
    pence: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Charging:
    """What should be charged of a contract, and what of its returned money is not."""

    wanted: tuple[Wanted, ...] = ()
    left_out: tuple[NotCharged, ...] = ()

    @property
    def waiting(self) -> frozenset[tuple[str, Period]]:
        """The services and periods of which a figure is provisional: what was charged of them stays as it is."""
        return frozenset((one.service, one.period) for one in self.left_out if one.why == PROVISIONAL)


def why_not_charged(contract: Contract, period: Period = ALWAYS) -> str:
    """Why no charge of a contract may be posted for a period; empty where charges may be."""
    if contract.terms_for(period).origin is Origin.TRANSCRIBED:
        return TRANSCRIBED
    funding = funding_in(contract, period)
    if funding is None or not funding.lines:
        return NO_LINES
    return WHOLE_PERCENTS if funding.whole_percents_only else ""


def charging_of(books: Books) -> Charging:
    """What should be charged, by what the contract says that charges are taken from."""
    found = _Returns(books).found()
    returned = (one for one in found if isinstance(one, Wanted))
    lines = (one for line in books.lines for one in _of_line(books.contract, line))
    return Charging((*returned, *lines), tuple(one for one in found if isinstance(one, NotCharged)))


def _charged_from(contract: Contract, period: Period) -> ChargedFrom:
    """What charges for service in a period are taken from: as it was when the period began."""
    return contract.terms_for(period).money.charged_from


def _of_line(contract: Contract, line: LedgerLine) -> Iterator[Wanted]:
    """A line of the general ledger, where such lines are charged: of the month in which the service was given, where
    that is told, and shared as on its day."""
    month = (posting_at(line.service_date) if line.service_date else line.posting).month()
    means, source = _LEDGERS.get(_charged_from(contract, month), (NOTHING, ChargeSource.LEDGER))
    if line.net and line.means in means and not why_not_charged(contract, month):
        made = Wanted(origin_of_line(line), line.service, line.area, month, line.posting, line.net, source, line.vat)
        yield replace(made, on=line.service_date)


@dataclass(frozen=True)
class _Returns:
    """The figures of a contract's returns, by period and answer."""

    books: Books

    @cached_property
    def entries(self) -> Mapping[tuple[Period, AnswerKey], Entry]:
        return {(entry.period, entry.key): entry for entry in self.books.entries}

    def found(self) -> tuple[Wanted | NotCharged, ...]:
        """Every amount of money that is charged, and every one that is not."""
        return tuple(one for entry in self.books.entries for one in self._of_entry(entry))

    def _of_entry(self, entry: Entry) -> Iterator[Wanted | NotCharged]:
        terms = self.books.contract.terms_for(entry.period)
        spend = terms.money.spend
        if entry.kind != "money" or entry.key.dimension or (spend and entry.key.measure != spend.net):
            return
        if _charged_from(self.books.contract, entry.period) is not ChargedFrom.RETURNS:
            return
        why = (
            why_not_charged(self.books.contract, entry.period)
            or _why_not(entry)
            or _why_no_posting(terms, entry.period)
        )
        pence = _pence(entry)
        if why or pence is None:
            if why not in {NO_LINES, TRANSCRIBED} and entry.given is not Missing.NOT_APPLICABLE:
                yield NotCharged(entry.key.service, "", entry.period, pence, why or NOT_WHOLE)
            return
        yield from self._by_area(terms, entry, pence)

    def _by_area(self, terms: Terms, entry: Entry, pence: int) -> Iterator[Wanted | NotCharged]:
        """The amount of each area that was returned, and what is left without a stated area."""
        areas = self._areas(terms, entry)
        rest = pence - sum(areas.values())
        if areas and (rest * pence < 0 or (rest and not pence)):
            yield NotCharged(entry.key.service, "", entry.period, pence, _more_by_area(sum(areas.values())))
            return
        for area, amount in (*areas.items(), ("", rest)):
            if amount:
                yield self._wanted(terms, entry, area, amount, of=pence)

    def _areas(self, terms: Terms, entry: Entry) -> dict[str, int]:
        spend = terms.money.spend
        if spend is None or not spend.area:
            return {}
        leaves = terms.dimension(spend.area).leaves
        found = {one.label: self._pence_at(entry, spend.net, spend.area, one.id) for one in leaves}
        return {label: pence for label, pence in found.items() if pence}

    def _wanted(self, terms: Terms, entry: Entry, area: str, pence: int, *, of: int) -> Wanted:
        spend = terms.money.spend
        return Wanted(
            origin=origin_of(entry.period, entry.key, area),
            service=entry.key.service,
            area=area,
            period=entry.period,
            posting=posting_of(entry.period),
            pence=pence,
            source=ChargeSource.RETURN,
            vat=self._pence_at(entry, spend.vat) if spend and spend.vat and pence == of else None,
            units=tuple(self._units(entry, Fraction(pence, of))),
        )

    def _units(self, entry: Entry, part: Fraction) -> Iterator[tuple[str, Fraction]]:
        """The counts that lines with a unit price ask for: that part of each, as its service's money is charged."""
        funding = funding_in(self.books.contract, entry.period)
        lines = funding.lines if funding else ()
        for measure in sorted({line.measure for line in lines if line.basis is LineBasis.UNIT}):
            count = self._count(entry.period, AnswerKey(entry.key.service, measure))
            if count is not None:
                yield measure, count * part

    def _count(self, period: Period, key: AnswerKey) -> Fraction | None:
        entry = self.entries.get((period, key))
        if entry is None or _why_not(entry) or not isinstance(entry.given, Quantity):
            return None
        return Fraction(entry.given.value)

    def _pence_at(self, entry: Entry, measure: str, dimension: str = "", category: str = "") -> int | None:
        """An amount in the same return and service; None where it is not accepted, exact and whole pence."""
        key = AnswerKey(entry.key.service, measure, dimension, category)
        other = self.entries.get((entry.period, key))
        return None if other is None or _why_not(other) else _pence(other)


def origin_of(period: Period, key: AnswerKey, area: str = "") -> str:
    """What a charge comes of that is of a returned amount, or of an area's part of it; the area's begins like the
    whole's."""
    words = (key.service or "whole contract", key.measure, area)
    return f"return {period} {'/'.join(filter(None, words))}"


def origin_of_line(line: LedgerLine) -> str:
    """What a charge comes of that is of a line of a general ledger."""
    return f"line {line.key}"


def posting_of(period: Period) -> Posting:
    """The posting period of the last month of a period; UnclearPeriod where that is not known."""
    last = period.end or period.as_at
    if last is None:
        raise UnclearPeriod(f"{period} has no stated end, so that nothing can be posted for it.")
    return posting_at(last)


def _why_not(entry: Entry) -> str:
    """Why a figure is not charged, whatever the terms; empty where it may be."""
    if entry.state is State.PROVISIONAL:
        return PROVISIONAL
    if not isinstance(entry.given, Quantity):
        return f"{entry.given.value}: nothing to charge"
    if entry.given.bound is not Bound.EXACT:
        return "not an exact amount: not charged"
    return "" if entry.given.standing is Standing.STATED else f"{entry.given.standing}: not charged"


def _why_no_posting(terms: Terms, period: Period) -> str:
    if not (period.end or period.as_at):
        return "its period has no stated end: not charged"
    day = period.start or period.as_at
    phase = terms.reporting.calendar.phase_at(day) if terms.reporting and day else None
    return "" if phase is None or phase.adds_up else "its periods overlap, so that they do not add up: not charged"


def _pence(entry: Entry) -> int | None:
    """The amount in whole pence; None where it is none."""
    try:
        return to_pence(entry.given.value) if isinstance(entry.given, Quantity) else None
    except UnclearMoney:
        return None


def _more_by_area(pence: int) -> str:
    return f"its areas come to {say_money(pence)}, which is more than it: not charged"
