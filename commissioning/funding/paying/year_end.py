"""A year's budget and charges to what becomes of each penny left over, or what meets each penny overspent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissioning.errors import UnclearPeriod
from commissioning.funding.amounts import firm_pence
from commissioning.funding.books import Books
from commissioning.funding.splitting.lines import cap_of
from commissioning.funding.splitting.rounding import rounded_fractions
from commissioning.model.accounts import MoneySort
from commissioning.model.contract import Funding, Terms
from commissioning.model.funding import FundingLine, LineBasis, Underspend
from commissioning.money import say_money
from commissioning.period import Period
from commissioning.posting import YEAR_END, Posting

CARRY_FORWARD, RISK_POOL, PRO_RATA, PROVIDER = "carry forward", "risk pool", "pro rata", "provider"
"""What may meet an overspend beside funding lines, as contract text writes it."""

IN_PROPORTION = "by what each line that bears all costs as they come met of the year's charges."
SHARES_COSTS = frozenset({LineBasis.SHARE, LineBasis.SHARE_OF_REST, LineBasis.RESIDUAL})
"""The bases by which a line bears what a service costs, whatever that is."""


@dataclass(frozen=True, slots=True)
class Fate:
    """Where some pence go to, or come from: a funding line by its id or one of the words above; empty is not stated."""

    to: str
    pence: int
    why: str


@dataclass(frozen=True, slots=True)
class YearEndOutcome:
    """A year's budget, what was charged, and what becomes of the difference, in pence; the fates come to it exactly.

    `budget` is None where none is stated, and then nothing is left over. `is_closed` says whether period 13 is closed:
    until then this is how it stands.
    """

    contract: str
    year: Period
    budget: int | None
    spent: int
    fates: tuple[Fate, ...]
    is_closed: bool

    @property
    def left(self) -> int:
        """What is left over; below nothing is overspent."""
        return 0 if self.budget is None else self.budget - self.spent


def year_end_of(books: Books, year: Period) -> YearEndOutcome:
    """What becomes of the money of a contract's year: each penny of an under- or overspend, by the contract's rules."""
    if year.start is None or year.end is None:
        raise UnclearPeriod(f"{year} has no stated end: give a year with a first and a last day.")
    terms = books.contract.terms_for(Period(year.end, year.end))
    closing = Posting(_first(year), YEAR_END)
    budget, spent = _budget(terms, year), sum(_by_line(books, year).values())
    left = 0 if budget is None else budget - spent
    fates = tuple(_left_over(books, terms, year, left) if left > 0 else _overspent(books, terms, year, -left))
    return YearEndOutcome(books.contract.id, year, budget, spent, fates, closing in books.closed)


def _budget(terms: Terms, year: Period) -> int | None:
    """The budget of the whole contract, or else what those of its services come to."""
    if whole := terms.money.budget("", year):
        return whole.pence
    services = [budget.pence for budget in terms.money.budgets if budget.year == year]
    return sum(services) if services else None


def _by_line(books: Books, year: Period | None) -> dict[str, int]:
    """What each funding line has met of the charges of a year, or ever; the empty line is what none covers."""
    met: dict[str, int] = {}
    for charge in books.charges:
        if year is None or (charge.period.end and year.contains(Period(charge.period.end, charge.period.end))):
            for part in charge.parts:
                met[part.line] = met.get(part.line, 0) + part.pence
    return met


def _left_over(books: Books, terms: Terms, year: Period, left: int) -> Iterator[Fate]:
    rule = terms.money.year_end.underspend
    if rule is Underspend.CARRY_FORWARD:
        yield Fate(CARRY_FORWARD, left, "Carried forward to the next year.")
    elif rule is Underspend.POOL:
        yield Fate(RISK_POOL, left, "Put into the risk pool.")
    elif rule is None:
        yield Fate("", left, "Contract text does not state what becomes of an underspend.")
    else:
        what = "Returned" if rule is Underspend.RETURN else "Shared"
        yield from _pro_rata(books, terms, year, left, f"{what}, {IN_PROPORTION}")


def _overspent(books: Books, terms: Terms, year: Period, over: int) -> Iterator[Fate]:
    """What meets an overspend: each source in its order takes what it has, the last of them what is left."""
    for word in terms.money.year_end.overspend:
        if over <= 0:
            return
        if word == PRO_RATA:
            yield from _pro_rata(books, terms, year, over, f"Shared, {IN_PROPORTION}")
            return
        has = _has(books, year, word, terms.funding)
        takes = over if has is None else min(over, max(0, has))
        over -= takes
        if takes:
            yield Fate(word, takes, "Met by it." if has is None else f"Met from the {say_money(has)} that it has.")
    if over > 0:
        yield Fate("", over, "Contract text does not state what meets it.")


def _has(books: Books, year: Period, word: str, funding: Funding | None) -> int | None:
    """How many pence a source still has; None where it meets whatever there is."""
    line = next((one for one in funding.lines if one.code == word), None) if funding else None
    if funding and line:
        return _rest_of(books, year, line, funding)
    if word == PROVIDER:
        return None
    if word == RISK_POOL:
        pool = (one for one in books.events if one.sort is MoneySort.OPENING and one.reference == RISK_POOL)
        return sum(one.pence for one in pool if one.posting.year == _first(year))
    carried = (one for one in books.events if one.sort is MoneySort.CARRY_FORWARD)
    return sum(one.pence for one in carried if one.posting.year == _first(year) - 1)


def _first(year: Period) -> int:
    """The calendar year in which a year begins."""
    return year.start.year if year.start else 0


def _rest_of(books: Books, year: Period, line: FundingLine, funding: Funding) -> int | None:
    """What is left of a line's amount: of a reserve all that it ever met counts, of another the year's."""
    agreed = cap_of(line, funding)
    amount = firm_pence(agreed)
    if amount is None:
        return 0 if agreed else None
    return amount - _by_line(books, None if line.basis is LineBasis.RESERVE else year).get(line.code, 0)


def _pro_rata(books: Books, terms: Terms, year: Period, pence: int, why: str) -> Iterator[Fate]:
    """Pence shared between the lines that bear all costs as they come; capped and restricted money takes none."""
    funding, met = terms.funding, _by_line(books, year)
    lines = [line for line in funding.lines if _shares_costs(line, funding)] if funding else []
    weights = {line.code: met[line.code] for line in lines if met.get(line.code, 0) > 0}
    if funding is None or not weights:
        yield Fate("", pence, "No line that shares all costs met a charge of the year, so it cannot be shared.")
        return
    for line, part in shared(pence, weights, tuple(_by_funder(lines, funding))).items():
        yield Fate(line, part, why)


def _shares_costs(line: FundingLine, funding: Funding) -> bool:
    return line.basis in SHARES_COSTS and cap_of(line, funding) is None and not line.is_restricted


def _by_funder(lines: Iterable[FundingLine], funding: Funding) -> Iterator[str]:
    """The ids of lines in the tie order of their funders."""
    for funder in funding.tie_order:
        yield from (line.code for line in lines if line.funder and line.funder.id == funder)


def shared(pence: int, weights: Mapping[str, int], tie_order: tuple[str, ...]) -> dict[str, int]:
    """Pence by whole weights that are not all 0, with the largest remainder; ties by `tie_order`, then by id."""
    places = {line: place for place, line in enumerate(tie_order)}
    lines = sorted(weights, key=lambda line: (places.get(line, len(places)), line))
    whole = sum(weights.values())
    return dict(zip(lines, rounded_fractions([Fraction(pence * weights[line], whole) for line in lines]), strict=True))
