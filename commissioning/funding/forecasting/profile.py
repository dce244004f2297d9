"""A budget or a run of charges to pence by month of an accounting year, exactly; which months are charged, and which
are still to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from commissioning.contract.reporting import term_of
from commissioning.funding.splitting.rounding import rounded
from commissioning.model.accounts import Charge, ChargeSource, MoneyEvent, MoneySort
from commissioning.model.contract import Contract
from commissioning.model.funding import Money
from commissioning.money import round_half_up
from commissioning.period import YEAR_MONTHS, Period
from commissioning.posting import APRIL, YEAR_END, Posting, accounting_year

RUN = 3
"""A run rate is the mean of so many months that were charged, the last ones."""

Months = tuple[int, ...]
"""Pence for each of the twelve months of an accounting year, in order."""

NUMBERS = range(1, YEAR_MONTHS + 1)
"""The numbers of the months of an accounting year."""
NO_MONEY: Months = (0,) * YEAR_MONTHS
_OF_A_TIME = frozenset({ChargeSource.RETURN, ChargeSource.LEDGER, ChargeSource.PAYMENT})
"""The sources of charges that say their months are charged; a credit, a true-up or an adjustment does not."""


@cache
def months_of(year: int) -> tuple[Period, ...]:
    """The twelve months of an accounting year, P01 first."""
    return tuple(Posting(year, number).month() for number in NUMBERS)


def spread(pence: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Pence over weights of 0 or more by largest remainder, equal remainders to the earlier; the sum is exact.

    A negative amount mirrors a positive one. Weights that come to nothing share equally.
    """
    of = weights if any(weights) else [1] * len(weights)
    whole = rounded([abs(pence) * weight for weight in of], sum(of) or 1)
    return tuple(-part if pence < 0 else part for part in whole)


def added(*rows: Months) -> Months:
    """Months added up, each by itself; no rows are nothing in every month."""
    return tuple(map(sum, zip(NO_MONEY, *rows, strict=True)))


@dataclass(frozen=True, slots=True)
class YearBudget:
    """What may be spent in an accounting year on a service, by month, after virements; the keys of its text."""

    service: str
    months: Months
    codes: tuple[str, ...]
    moved: int = 0

    @property
    def pence(self) -> int:
        """All of the year."""
        return sum(self.months)


def budgets_of(money: Money, events: Iterable[MoneyEvent], upto: Posting) -> tuple[YearBudget, ...]:
    """The budgets of a posting period's accounting year in equal months, with the virements posted by then.

    Of a budget for another time than the year, the months count that are in the year.
    """
    moved = [one for one in events if one.sort is MoneySort.VIREMENT and is_in_year(one.posting, upto)]
    services = dict.fromkeys(budget.service for budget in money.budgets)
    found = (_budget(money, service, moved, upto.year) for service in services)
    return tuple(budget for budget in found if budget.codes)


def _budget(money: Money, service: str, moved: Sequence[MoneyEvent], year: int) -> YearBudget:
    stated = [one for one in money.budgets if one.service == service and one.year.overlaps(accounting_year(year))]
    months = added(*(_in_year(one.pence, one.year, year) for one in stated))
    extra = sum(
        event.pence * ((event.to_service == service) - (event.service == service)) for event in moved if service
    )
    holds = [int(any(one.year.overlaps(month) for one in stated)) for month in months_of(year)]
    return YearBudget(service, added(months, spread(extra, holds)), tuple(one.code for one in stated), extra)


def _in_year(pence: int, of: Period, year: int) -> Months:
    """Pence in equal months of a period, those that are in the year."""
    if of.start is None or of.end is None:
        return spread(pence, [int(of.overlaps(month)) for month in months_of(year)])
    count = (of.end.year - of.start.year) * YEAR_MONTHS + of.end.month - of.start.month + 1
    first = (of.start.year - year) * YEAR_MONTHS + of.start.month - APRIL
    each = spread(pence, [1] * count)
    return tuple(each[month - first] if 0 <= month - first < count else 0 for month in range(YEAR_MONTHS))


def is_in_year(posting: Posting, upto: Posting) -> bool:
    """Whether a posting period is of the same accounting year, and not after."""
    return posting.year == upto.year and posting <= upto


def posted(charges: Iterable[Charge], upto: Posting) -> tuple[Charge, ...]:
    """The charges posted in an accounting year until a posting period, in an order of their own."""
    found = (charge for charge in charges if is_in_year(charge.posting, upto))
    return tuple(sorted(found, key=lambda one: (one.posting, one.number, one.origin, one.pence)))


def by_month(charges: Iterable[Charge], year: int) -> Months:
    """Posted charges by their months of service, those for several months in equal parts; what is for a time outside
    the year, or for none that is known, in the month in which it was posted."""
    together: dict[frozenset[int], int] = {}
    for charge in charges:
        months = charged_in(charge, year)
        together[months] = together.get(months, 0) + charge.pence
    return added(*(spread(pence, [int(n in months) for n in NUMBERS]) for months, pence in together.items()))


def charged_in(charge: Charge, year: int) -> frozenset[int]:
    """The numbers of the months, 1 to 12, that a charge is for; its posting month where it is for none of them."""
    return _inside(charge.period, year) or frozenset({min(charge.posting.number, YEAR_MONTHS)})


@lru_cache(maxsize=1024)
def _inside(period: Period, year: int) -> frozenset[int]:
    """The numbers of the months of a year that a period of known days touches."""
    months = enumerate(months_of(year), 1) if period.start and period.end else ()
    return frozenset(number for number, month in months if period.overlaps(month))


def standing(charges: Sequence[Charge]) -> tuple[Charge, ...]:
    """The charges of which credits leave something, and no credit."""
    back: dict[int, int] = {}
    for one in charges:
        back[one.credits] = back.get(one.credits, 0) + one.pence
    stand = (one for one in charges if not one.credits)
    return tuple(one for one in stand if not one.number or one.number not in back or one.pence + back[one.number])


def covered(charges: Sequence[Charge], year: int) -> frozenset[int]:
    """The numbers of the months that posted charges cover; a charge that was taken back covers none."""
    of_a_time = (one for one in standing(charges) if one.source in _OF_A_TIME)
    inside = (one for one in of_a_time if one.period.overlaps(accounting_year(year)))
    return frozenset(number for one in inside for number in charged_in(one, year))


def to_come(contract: Contract, upto: Posting, charged: frozenset[int]) -> tuple[int, ...]:
    """The numbers of the months of the contract's term that nothing was charged for; in period 13 none is to come."""
    if upto.number == YEAR_END:
        return ()
    term = term_of(contract.latest)
    months = enumerate(months_of(upto.year), 1)
    return tuple(number for number, month in months if number not in charged and term.overlaps(month))


def run_rate(actual: Months, charged: frozenset[int], ahead: Sequence[int]) -> Months:
    """Pence for the months ahead at the mean of the last months charged, rounded once for all of them together."""
    last = sorted(charged)[-RUN:]
    together = Fraction(sum(actual[number - 1] for number in last), max(len(last), 1)) * len(ahead)
    return spread(int(round_half_up(together, 0)), [int(n in ahead) for n in NUMBERS])


def only(months: Months, numbers: Sequence[int]) -> Months:
    """The pence of the months of those numbers; nothing in the others."""
    return tuple(pence if number in numbers else 0 for number, pence in enumerate(months, 1))


def numbers_in_words(numbers: Iterable[int]) -> str:
    """`P01 to P03, P06`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"P{run[0]:02}" if len(run) == 1 else f"P{run[0]:02} to P{run[-1]:02}" for run in runs)
