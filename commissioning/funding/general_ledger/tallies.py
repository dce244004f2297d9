"""Ledger lines and charges in; what stands on both sides for one service, area and period of service out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from commissioning.model.accounts import Charge, LedgerLine
from commissioning.model.contract import Service
from commissioning.model.funding import ChargedFrom, Coding, LedgerCode, Means, Money
from commissioning.period import Period, whole_months
from commissioning.posting import YEAR_END, Posting, posting_at

Where = tuple[str, str]
"""A service and an area."""
_SPENT = frozenset({Means.SPEND, Means.ACCRUAL, Means.PREPAYMENT})


@dataclass(frozen=True, slots=True)
class Scope:
    """The posting periods that are reconciled, the month in which an accounting year begins, and what codes are of."""

    postings: frozenset[Posting]
    year_starts: int
    codes: tuple[LedgerCode, ...] = ()
    services: tuple[Service, ...] = ()

    @property
    def last(self) -> Posting:
        """The last of them."""
        return max(self.postings)

    def home(self, day: date) -> Posting:
        """The posting period that what was done on a day belongs to."""
        return posting_at(day, self.year_starts)

    def code(self, service: str, area: str, means: Means = Means.SPEND) -> LedgerCode:
        """Where what is spent on a service and area stands in the ledger; what is spent, where nothing is coded to that
        meaning, and without codes, where that is not told."""
        fitting = [code for code in self.codes if code.means is means and code.service == service]
        found = next((code for code in fitting if code.area == area), fitting[0] if fitting else None)
        if found or means is Means.SPEND:
            return found or LedgerCode(Coding(), Means.SPEND, service, area)
        return self.code(service, area)


@dataclass(frozen=True, slots=True)
class Dated:
    """A ledger line, the day that it is for and the posting period that day belongs to; `number` tells it from its
    like."""

    number: int
    line: LedgerLine
    day: date
    home: Posting

    @property
    def is_at_home(self) -> bool:
        """Whether it was posted in the period of its service, or in the year's period 13."""
        posting = self.line.posting
        return posting == self.home or (posting.number == YEAR_END and posting.year == self.home.year)


@dataclass(frozen=True, slots=True)
class Tally:
    """All lines and charges of one service, area and period of service, whenever they were posted."""

    service: str
    area: str
    period: Period
    scope: Scope
    lines: tuple[Dated, ...] = ()
    charges: tuple[Charge, ...] = ()

    @property
    def lines_in(self) -> tuple[Dated, ...]:
        """The lines posted in the periods that are reconciled."""
        return tuple(one for one in self.lines if one.line.posting in self.scope.postings)

    @property
    def charges_in(self) -> tuple[Charge, ...]:
        """The charges posted in the periods that are reconciled."""
        return tuple(one for one in self.charges if one.posting in self.scope.postings)

    @property
    def difference(self) -> int:
        """Pence by which the ledger is above the charges."""
        return sum(one.line.net for one in self.lines_in) - sum(one.pence for one in self.charges_in)


def spent(lines: Iterable[LedgerLine], money: Money) -> tuple[LedgerLine, ...]:
    """The lines that charges are compared with: what was spent; payments, where charges are taken from those."""
    means = {Means.PAID} if money.charged_from is ChargedFrom.PAYMENTS else _SPENT
    return tuple(line for line in lines if line.means in means)


def tallies_of(lines: Iterable[LedgerLine], charges: Iterable[Charge], scope: Scope) -> tuple[Tally, ...]:
    """Each line and charge in the one tally of its service, area and period of service.

    A line is of the shortest period charged that holds its day, or else of the month of that day. Where one side does
    not tell services or areas apart, they are taken together.
    """
    lines, charges = tuple(lines), tuple(charges)
    where = _places(lines, charges)
    found: dict[tuple[str, str, Period], Tally] = {}
    periods: dict[Where, set[Period]] = {}
    for charge in charges:
        key = (*where(charge), charge.period)
        periods.setdefault(where(charge), set()).add(charge.period)
        tally = found.get(key) or Tally(*key, scope)
        found[key] = replace(tally, charges=(*tally.charges, charge))
    for one in _dated(lines, scope):
        key = (*where(one.line), _period_of(one.day, periods.get(where(one.line), set())))
        tally = found.get(key) or Tally(*key, scope)
        found[key] = replace(tally, lines=(*tally.lines, one))
    return tuple(sorted(found.values(), key=lambda one: (one.service, one.area, one.period.sort_key)))


def _period_of(day: date, periods: Iterable[Period]) -> Period:
    """The shortest of the periods that hold a day, or its month."""
    month = whole_months(day, 1)
    holding = [period for period in periods if period.contains(Period(day, day))]
    return min(holding, key=lambda period: (_days(period), period.sort_key), default=month)


def _days(period: Period) -> int:
    return ((period.end or date.max) - (period.start or date.min)).days


def _places(lines: tuple[LedgerLine, ...], charges: tuple[Charge, ...]) -> Callable[[LedgerLine | Charge], Where]:
    """Of which service and area a line or charge counts: both sides without services where one does not tell them,
    and each service without areas likewise."""
    alike = _tells_apart({line.service for line in lines}, {charge.service for charge in charges})

    def service_of(one: LedgerLine | Charge) -> str:
        return "" if alike else one.service

    areas: dict[str, tuple[set[str], set[str]]] = {}
    both: tuple[LedgerLine | Charge, ...] = (*lines, *charges)
    for one in both:
        areas.setdefault(service_of(one), (set(), set()))[isinstance(one, Charge)].add(one.area)
    together = {service for service, (ours, theirs) in areas.items() if _tells_apart(ours, theirs)}
    return lambda one: (service_of(one), "" if service_of(one) in together else one.area)


def _tells_apart(ours: set[str], theirs: set[str]) -> bool:
    """Whether only one side, of two that have anything, tells things apart throughout."""
    return bool(ours and theirs) and ("" in ours) != ("" in theirs)


def _dated(lines: tuple[LedgerLine, ...], scope: Scope) -> Iterator[Dated]:
    for number, line in enumerate(lines):
        day = _day(_accrued(line, lines) or line, scope)
        yield Dated(number, line, day, scope.home(day))


def _day(line: LedgerLine, scope: Scope) -> date:
    """The day that a line is for: as it says, or the last of the month it was posted in."""
    return line.service_date or line.posting.month(scope.year_starts).end or date.max


def _accrued(line: LedgerLine, lines: tuple[LedgerLine, ...]) -> LedgerLine | None:
    """The one accrual that a line reverses, so that both are of the same day; None where it is not told."""
    if line.means is not Means.ACCRUAL or line.net >= 0:
        return None
    alike = [
        one
        for one in lines
        if one.means is Means.ACCRUAL
        and (one.coding, one.service, one.area, one.net) == (line.coding, line.service, line.area, -line.net)
        and one.posting <= line.posting
    ]
    same = [one for one in alike if one.document == line.document and line.document]
    return (same or alike)[0] if len(same or alike) == 1 else None
