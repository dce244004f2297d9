"""A forecast to what it means for limits by area, awards and reserves: which floor is at risk, which money runs out,
and when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from commissioning.contract.money_over_time import funding_in
from commissioning.funding.amounts import a_years, stated_pence
from commissioning.funding.books import Books
from commissioning.funding.charges.charging import why_not_charged
from commissioning.funding.forecasting.forecast_nouns import Forecast
from commissioning.funding.forecasting.profile import posted, to_come
from commissioning.funding.splitting.lines import cap_of
from commissioning.funding.splitting.used import that_draw_the_same, time_of_cap
from commissioning.model.accounts import Charge, MoneySort
from commissioning.model.agreed import Agreed, Limit, When
from commissioning.model.contract import Funding
from commissioning.model.funding import FundingLine, LineBasis
from commissioning.period import Period
from commissioning.posting import Posting

CAPPED = frozenset({LineBasis.FIXED, LineBasis.RESERVE})
"""The bases of lines that have so much money and no more."""


class LimitState(StrEnum):
    """How spending in an area stands to a limit."""

    MET = "met"
    ON_COURSE = "on course"
    AT_RISK = "at risk"
    MISSED = "missed"
    KEPT = "kept"
    WILL_BE_PASSED = "will be passed"
    PASSED = "passed"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class LimitOutlook:
    """A floor or a ceiling by area, and what is spent and forecast there in pence, in the time that it is for.

    `limit` is None where no amount is stated. `unplaced` is spent or forecast with no area stated, so perhaps here.
    `passed` is when a ceiling is, or will be, passed.
    """

    limit: Limit
    is_floor: bool
    pence: int | None
    spent: int
    ahead: int
    unplaced: int
    state: LimitState
    why: str = ""
    passed: Posting | None = None

    @property
    def together(self) -> int:
        """What will be spent there."""
        return self.spent + self.ahead


@dataclass(frozen=True, slots=True)
class LineOutlook:
    """An award or a reserve: its money, and what is drawn of it, in pence.

    `before` was drawn before the year, or is 0 where the money is for each year anew; `drawn` is what is charged to it
    in the year, `ahead` what is forecast. `runs_out` is the month in which the last of it goes, and `short` what no
    funder covers from then to the end of the year; None and 0 where it lasts. `is_ahead` tells a forecast from a fact.
    """

    line: FundingLine
    cap: int
    before: int
    drawn: int
    ahead: int
    runs_out: Posting | None = None
    short: int = 0
    is_ahead: bool = False

    @property
    def left(self) -> int:
        """What is left of it at the end of the year; below 0 where more was charged to it than it has."""
        return self.cap - self.before - self.drawn - self.ahead

    @property
    def overdrawn(self) -> int:
        """What was charged to it beyond its money."""
        return max(0, self.before + self.drawn - self.cap)


def limits_of(books: Books, forecast: Forecast) -> tuple[LimitOutlook, ...]:
    """Every floor, then every ceiling, that the funding of the forecast's month states."""
    funding = _funding(books, forecast)
    if funding is None:
        return ()
    sides = ((funding.floors, True), (funding.ceilings, False))
    return tuple(_limit(books, forecast, one, is_floor=floor) for limits, floor in sides for one in limits)


def lines_of(books: Books, forecast: Forecast) -> tuple[LineOutlook, ...]:
    """Every award and reserve whose amount is stated, by the funding of the forecast's month, in its order;
    lines that draw the same money are one."""
    funding = _funding(books, forecast)
    if funding is None:
        return ()
    found: dict[frozenset[str], LineOutlook] = {}
    for line in funding.lines:
        cap, codes = cap_of(line, funding), frozenset(that_draw_the_same(line, funding))
        pence = a_years(stated_pence(cap), cap) if line.basis in CAPPED else None
        if cap is not None and pence is not None and codes not in found:
            found[codes] = _line(books, forecast, line, codes, _Cap(pence, _cap_time(cap, forecast)))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Cap:
    """How many pence there are, and for which time."""

    pence: int
    time: Period


def _cap_time(cap: Agreed, forecast: Forecast) -> Period:
    return forecast.year if cap.when.per == "month" else time_of_cap(cap, forecast.upto.month())


def _funding(books: Books, forecast: Forecast) -> Funding | None:
    return funding_in(books.contract, forecast.upto.month())


def _limit(books: Books, forecast: Forecast, limit: Limit, *, is_floor: bool) -> LimitOutlook:
    pence, time = a_years(stated_pence(limit.agreed), limit.agreed), _time_of(limit.agreed.when, forecast.year)
    if pence is None or time is None or (time.end and forecast.year.end and time.end > forecast.year.end):
        why = _why_not(limit, pence, time)
        return LimitOutlook(limit, is_floor, pence, 0, 0, 0, LimitState.NOT_KNOWN, why)
    if (why := why_not_charged(books.contract, forecast.upto.month())) and not (books.charges or forecast.ahead):
        return LimitOutlook(limit, is_floor, pence, 0, 0, 0, LimitState.NOT_KNOWN, why)
    charges = tuple(_charges_in(books, forecast, time))
    spent, ahead = _spent(charges, limit.area), _coming(forecast, limit.area)
    unplaced = _spent(charges, "") + _coming(forecast, "")
    is_over = not any(to_come(books.contract, forecast.upto, strand.charged) for strand in forecast.strands)
    if is_floor:
        state = _floor_state(pence, spent, ahead, unplaced, is_over=is_over)
        return LimitOutlook(limit, is_floor, pence, spent, ahead, unplaced, state)
    state = _ceiling_state(pence, spent, ahead, unplaced)
    return LimitOutlook(limit, is_floor, pence, spent, ahead, unplaced, state, "", _passed(charges, forecast, limit))


def _why_not(limit: Limit, pence: int | None, time: Period | None) -> str:
    if pence is None:
        return "its amount is not stated, or to be confirmed"
    return "no time is stated for it" if time is None else f"it is for {time}, which ends after this year"


def _time_of(when: When, year: Period) -> Period | None:
    """The time that a limit is for: the year, of one that holds for each, or its own; None where it is not stated."""
    if when.per in ("year", "month"):
        return year if when.period is None or when.period.overlaps(year) else None
    closed = when.period and when.period.start and when.period.end and when.period.overlaps(year)
    return when.period if closed else None


def _charges_in(books: Books, forecast: Forecast, time: Period) -> Iterator[Charge]:
    """The charges for service that begins in a time, as far as they are posted."""
    for one in books.charges:
        begins = one.period.start
        if one.posting <= forecast.upto and begins and time.contains(Period(begins, begins)):
            yield one


def _spent(charges: Iterable[Charge], area: str) -> int:
    return sum(charge.pence for charge in charges if charge.area == area)


def _coming(forecast: Forecast, area: str) -> int:
    return sum(one.pence for one in forecast.ahead if one.area == area)


def _floor_state(pence: int, spent: int, ahead: int, unplaced: int, *, is_over: bool) -> LimitState:
    if spent >= pence:
        return LimitState.MET
    if spent + ahead >= pence:
        return LimitState.ON_COURSE
    if spent + ahead + unplaced >= pence:
        return LimitState.NOT_KNOWN
    return LimitState.MISSED if is_over else LimitState.AT_RISK


def _ceiling_state(pence: int, spent: int, ahead: int, unplaced: int) -> LimitState:
    if spent > pence:
        return LimitState.PASSED
    if spent + ahead > pence:
        return LimitState.WILL_BE_PASSED
    return LimitState.NOT_KNOWN if spent + ahead + unplaced > pence else LimitState.KEPT


def _passed(charges: Iterable[Charge], forecast: Forecast, limit: Limit) -> Posting | None:
    """When spending in an area passes a ceiling."""
    pence = a_years(stated_pence(limit.agreed), limit.agreed) or 0
    moves = [(one.posting, one.pence) for one in charges if one.area == limit.area]
    moves += [(Posting(forecast.upto.year, one.month), one.pence) for one in forecast.ahead if one.area == limit.area]
    return _reached(moves, pence + 1)


def _reached(moves: Iterable[tuple[Posting, int]], pence: int) -> Posting | None:
    """The posting period in which amounts come to so much for the first time; None where they never do."""
    together: dict[Posting, int] = {}
    for posting, moved in moves:
        together[posting] = together.get(posting, 0) + moved
    running = 0
    for posting in sorted(together):
        running += together[posting]
        if running >= pence:
            return posting
    return None


def _line(books: Books, forecast: Forecast, line: FundingLine, codes: frozenset[str], cap: _Cap) -> LineOutlook:
    year = forecast.upto.year
    draws = [*_draws(books, codes, cap.time, forecast.upto), *_moved(books, codes, cap.time, forecast.upto)]
    coming = list(_draws_ahead(forecast, codes))
    before = sum(pence for posting, pence in draws if posting.year < year)
    drawn = sum(pence for posting, pence in draws if posting.year == year)
    ahead = sum(pence for _, pence in coming)
    this_year = [(posting, pence) for posting, pence in draws if posting.year == year]
    runs_out = _reached([(Posting(year, 0), before), *this_year, *coming], cap.pence)
    if runs_out is None:
        return LineOutlook(line, cap.pence, before, drawn, ahead)
    found = max(runs_out, Posting(year, 1))
    short = _short(forecast, posted(books.charges, forecast.upto), found)
    return LineOutlook(line, cap.pence, before, drawn, ahead, found, short, before + drawn < cap.pence)


def _draws(books: Books, codes: frozenset[str], time: Period, upto: Posting) -> Iterator[tuple[Posting, int]]:
    """When lines were charged, and what, for service in the time of their cap."""
    for one in books.charges:
        if one.posting <= upto and time.overlaps(one.period):
            yield from ((one.posting, part.pence) for part in one.parts if part.line in codes)


def _moved(books: Books, codes: frozenset[str], time: Period, upto: Posting) -> Iterator[tuple[Posting, int]]:
    """What virements took from lines, and below nothing what they gave to them."""
    for one in books.standing_events:
        of = one.period or one.posting.month()
        if one.sort is MoneySort.VIREMENT and one.posting <= upto and time.overlaps(of):
            yield one.posting, one.pence * ((one.line in codes) - (one.to_line in codes))


def _draws_ahead(forecast: Forecast, codes: frozenset[str]) -> Iterator[tuple[Posting, int]]:
    for one in forecast.ahead:
        yield from ((Posting(forecast.upto.year, one.month), part.pence) for part in one.parts if part.line in codes)


def _short(forecast: Forecast, charges: Iterable[Charge], since: Posting) -> int:
    """What no funder covers from a month on."""
    drawn = ((one.posting, part.pence) for one in charges for part in one.parts if not part.line)
    return sum(pence for posting, pence in (*drawn, *_draws_ahead(forecast, frozenset({""}))) if posting >= since)
