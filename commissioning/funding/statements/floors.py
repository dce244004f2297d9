"""The books of a contract to the least and the most of an area in a year: met or short, kept or passed, or not known.

Floors are no shares: what any funder's money, or nobody's, was charged in the area counts, by period of service.
"""

from collections.abc import Iterable, Iterator

from commissioning.funding.amounts import a_years, exact_pence
from commissioning.funding.books import Books
from commissioning.funding.charges.charging import why_not_charged
from commissioning.funding.statements.statement_nouns import FloorState, FloorTest
from commissioning.model.accounts import Charge
from commissioning.model.agreed import Limit
from commissioning.model.contract import Funding
from commissioning.period import Period, label
from commissioning.posting import YEAR_END, Posting, accounting_year


def floors_of(books: Books, funding: Funding | None, postings: tuple[Posting, ...]) -> tuple[FloorTest, ...]:
    """Each floor in each accounting year of the posting periods, with all that was charged until their end."""
    return _limits(books, funding.floors if funding else (), postings, is_floor=True)


def ceilings_of(books: Books, funding: Funding | None, postings: tuple[Posting, ...]) -> tuple[FloorTest, ...]:
    """Each ceiling likewise."""
    return _limits(books, funding.ceilings if funding else (), postings, is_floor=False)


def _limits(
    books: Books, limits: Iterable[Limit], postings: tuple[Posting, ...], *, is_floor: bool
) -> tuple[FloorTest, ...]:
    last = postings[-1]
    charges = [charge for charge in books.charges if charge.posting <= last]
    years = tuple(dict.fromkeys(posting.year for posting in postings))
    return tuple(
        _test(books, limit, span, charges, is_over=is_over, is_floor=is_floor)
        for limit in limits
        for span, is_over in _spans(limit, years, last)
    )


def _spans(limit: Limit, years: Iterable[int], last: Posting) -> Iterator[tuple[Period, bool]]:
    """The times that a limit is for, and whether each is over."""
    when = limit.agreed.when
    if when.period is not None and not when.per:
        if any(when.period.overlaps(accounting_year(year)) for year in years):
            yield when.period, _ends_by(when.period, last)
        return
    for year in years:
        span = accounting_year(year)
        if when.period is None or when.period.overlaps(span):
            yield span, last >= Posting(year, YEAR_END)


def _ends_by(span: Period, last: Posting) -> bool:
    """Whether the span is over, and the accounting year of its end closed for corrections too."""
    end = last.month().end
    return span.end is not None and end is not None and span.end <= end


def _test(
    books: Books, limit: Limit, span: Period, charges: list[Charge], *, is_over: bool, is_floor: bool
) -> FloorTest:
    inside = [charge for charge in charges if _begins_in(span, charge.period)]
    own = [charge for charge in inside if charge.area == limit.area]
    spent, unplaced = (sum(each.pence for each in some) for some in (own, [one for one in inside if not one.area]))
    floor = a_years(exact_pence(limit.agreed), limit.agreed)
    is_charged = bool(books.charges) or not why_not_charged(books.contract, span)
    return FloorTest(
        contract=books.contract.id,
        area=limit.area,
        year=label(span),
        floor=floor,
        spent=spent,
        unplaced=unplaced,
        state=(_state if is_floor else _ceiling_state)(floor, spent, unplaced, is_over=is_over and is_charged),
        charges=tuple(charge.number for charge in own),
    )


def _begins_in(span: Period, period: Period) -> bool:
    return period.start is not None and span.contains(Period(period.start, period.start))


def _state(floor: int | None, spent: int, unplaced: int, *, is_over: bool) -> FloorState:
    """By what is posted until now; while the year runs, or what has no area might make it up, it is not known."""
    if floor is None:
        return FloorState.NOT_STATED
    if spent >= floor:
        return FloorState.MET
    return FloorState.SHORT if is_over and spent + max(unplaced, 0) < floor else FloorState.NOT_YET


def _ceiling_state(most: int | None, spent: int, unplaced: int, *, is_over: bool) -> FloorState:
    if most is None:
        return FloorState.NOT_STATED
    if spent > most:
        return FloorState.PASSED
    return FloorState.KEPT if is_over and spent + max(unplaced, 0) <= most else FloorState.NOT_YET
