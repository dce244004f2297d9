"""A day or a period to the reporting periods and working days around it; a day as people write it, and back."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from commissioning.errors import UnclearPeriod
from commissioning.period import MONTH_NAMES, YEAR_MONTHS, Period, first_year, length, whole_months

CYCLE_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": YEAR_MONTHS}
"""How many months one period of each reporting frequency lasts; dated spans have no cycle."""

LAST_ANCHOR_DAY = 28
"""Every month has this day, so periods may be counted from any day until it."""

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cycle:
    """Periods of so many months, one after another without end, counted from `anchor`, the first day of one of them.

    With `rolling` each return is for so many months that end with its period, so that returns overlap.
    """

    months: int
    anchor: date
    rolling: int = 0

    def number(self, day: date) -> int:
        """Which period the day is in; the one that begins with the anchor is number 1."""
        months = (day.year - self.anchor.year) * YEAR_MONTHS + day.month - self.anchor.month
        return (months - (day.day < self.anchor.day)) // self.months + 1

    def numbered(self, number: int) -> Period:
        """The period of that number."""
        first, after = (_months_later(self.anchor, self.months * (number - before)) for before in (1, 0))
        return Period(first, after - ONE_DAY)

    def at(self, day: date) -> Period:
        """The period that the day is in."""
        return self.numbered(self.number(day))

    def touching(self, first: date, last: date) -> Iterator[Period]:
        """The periods that hold any day from the first to the last, in order."""
        return (self.numbered(number) for number in range(self.number(first), self.number(last) + 1))

    def reported(self, own: Period) -> Period:
        """What the return of a period is for: the period, or so many months that end with it."""
        if not self.rolling or own.end is None:
            return own
        return Period(_months_later(own.end + ONE_DAY, -self.rolling), own.end)

    def own(self, reported: Period) -> Period:
        """The period whose return is for those days."""
        return self.at(reported.end) if self.rolling and reported.end else reported


def yearly(year_starts: int, months: int = YEAR_MONTHS) -> Cycle:
    """The cycle of years that start in a month (1 to 12), or of their parts of so many months."""
    return Cycle(months, date(2000, year_starts, 1))


@dataclass(frozen=True, slots=True)
class Phase:
    """How returns are owed from a day on, None for the first: by a cycle, or for dated spans; and what their years are.

    `in_order` is true of spans that follow one another, such as the terms of a school year.
    """

    years: Cycle
    cycle: Cycle | None = None
    spans: tuple[Period, ...] = ()
    in_order: bool = False
    holds_from: date | None = None

    @property
    def adds_up(self) -> bool:
        """Whether the returns of a year may be added: they follow one another and do not overlap."""
        return self.in_order if self.cycle is None else not self.cycle.rolling


@dataclass(frozen=True, slots=True)
class Calendar:
    """All the periods for which a contract owes returns: its phases, oldest first, each until the next one holds.

    A first period in which the contract begins is for the part from `begins` on, where that is given.
    """

    phases: tuple[Phase, ...] = field(default=())
    begins: date | None = None

    def phase_at(self, day: date) -> Phase | None:
        """The phase that a day is in."""
        held = [phase for phase in self.phases if phase.holds_from is None or phase.holds_from <= day]
        return held[-1] if held else None

    def at(self, day: date) -> Period | None:
        """The reporting period that a day is in; None where that is none, or among dated spans."""
        phase = self.phase_at(day)
        return self._reported(phase.cycle, phase.cycle.at(day)) if phase and phase.cycle else None

    def has(self, period: Period) -> bool:
        """Whether a return is owed for exactly this period."""
        if any(period in self._spans(phase) for phase in self.phases if phase.cycle is None):
            return True
        day = self.own_days(period).start
        return day is not None and period.end is not None and period == self.at(day)

    def own_days(self, period: Period) -> Period:
        """The days of a period that no return before it is for: of rolling months the last ones, else all."""
        phase = self.phase_at(period.end) if period.start and period.end else None
        if phase is None or phase.cycle is None:
            return period
        own = phase.cycle.own(period)
        return own if phase.cycle.reported(own) == period else period

    def whole(self, period: Period) -> Period | None:
        """The whole of which a first period is the part in which the contract ran; None for any other period."""
        phase = self.phase_at(self.begins) if self.begins else None
        if self.begins is None or phase is None or phase.cycle is None or phase.cycle.rolling:
            return None
        whole = phase.cycle.at(self.begins)
        return whole if period != whole and period == self._reported(phase.cycle, whole) else None

    def owed_for(self, asked: Period) -> Period:
        """The period that a return is for: of the one that the contract begins inside the part; any other as it is."""
        at = self.at(asked.end) if asked.start and asked.end and self.begins and asked.end >= self.begins else None
        return at if at is not None and self.whole(at) == asked else asked

    def within(self, span: Period) -> tuple[Period, ...]:
        """The periods reported inside a span, in order: of rolling months those that end with a period inside it; of a
        span with an open end the dated spans alone."""
        found = [period for phase in self.phases for period in self._of_phase(phase, span)]
        return tuple(sorted(dict.fromkeys(found), key=lambda period: period.sort_key))

    def previous(self, period: Period) -> Period | None:
        """The reporting period that the day before this one's own days is in; of spans in order the last before it.

        None before the first, and for spans that do not follow one another.
        """
        own = self.own_days(period)
        if own.start is None or self.whole(period):
            return None
        phase = self.phase_at(own.start - ONE_DAY)
        if phase and phase.in_order:
            return max(self._ended(phase, own.start), key=lambda one: one.sort_key, default=None)
        return self.at(own.start - ONE_DAY)

    def last_ended(self, day: date) -> Period | None:
        """The reporting period, or the dated span, that ended last before a day."""
        phase = self.phase_at(day)
        if phase and phase.cycle:
            own = phase.cycle.at(day)
            return self.previous(phase.cycle.reported(own))
        ended = [one for phase in self.phases for one in self._ended(phase, day)]
        return max(ended, key=lambda one: one.sort_key, default=None)

    def year_to_date(self, period: Period) -> tuple[Period, ...]:
        """The reporting periods of the year up to and including this one; itself alone where returns are not added."""
        phase = self.phase_at(period.start) if period.start and period.end else None
        if phase is None or not phase.adds_up or period.start is None:
            return (period,)
        year = phase.years.at(period.start)
        return self.within(Period(year.start, period.end)) or (period,)

    def place_in_year(self, period: Period) -> int:
        """Which period of its year this is, counted from 1 by its own cycle, whatever was reported before."""
        start = self.own_days(period).start
        phase = self.phase_at(start) if start else None
        if phase is None or start is None or not self.has(period):
            return 1
        if phase.cycle is None:
            return len(self.year_to_date(period))
        first, _ = _days(phase.years.at(start))
        return phase.cycle.number(start) - phase.cycle.number(first) + 1

    def _reported(self, cycle: Cycle, own: Period) -> Period:
        first, last = _days(own)
        is_part = self.begins is not None and not cycle.rolling and first < self.begins <= last
        return Period(self.begins, last) if is_part else cycle.reported(own)

    def _spans(self, phase: Phase) -> tuple[Period, ...]:
        """The dated spans that begin while a phase holds; all of them where it is the only one."""
        if len(self.phases) == 1:
            return phase.spans
        return tuple(one for one in phase.spans if one.start and self.phase_at(one.start) is phase)

    def _ended(self, phase: Phase, day: date) -> Iterator[Period]:
        return (one for one in self._spans(phase) if one.start and one.end and one.end < day)

    def _of_phase(self, phase: Phase, span: Period) -> Iterator[Period]:
        if phase.cycle is None:
            return (one for one in self._spans(phase) if span.start and span.end and span.contains(one))
        if span.start is None or span.end is None:
            return iter(())
        held = (own for own in phase.cycle.touching(span.start, span.end) if self.phase_at(_days(own)[0]) is phase)
        found = ((own, self._reported(phase.cycle, own)) for own in held)
        return (one for own, one in found if span.contains(own if phase.cycle.rolling else one))


def a_year_before(period: Period) -> Period | None:
    """The same months, or else the same days, of the year before; None where an end is not stated."""
    if period.start is None or period.end is None:
        return None
    months, _ = length(period) or (0, 0)
    if months:
        return whole_months(date(period.start.year - 1, period.start.month, 1), months)
    return Period(_year_earlier(period.start), _year_earlier(period.end))


def _year_earlier(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def year_of(day: date, year_starts: int) -> Period:
    """The reporting year, starting in that month (1 to 12), that the day is in."""
    return whole_months(date(first_year(day, year_starts), year_starts, 1), YEAR_MONTHS)


def parts_of(year: Period, frequency: str) -> tuple[Period, ...]:
    """The months, quarters or halves of a year, in order; of frequency `year`, the year alone."""
    first, _ = _days(year)
    months = CYCLE_MONTHS[frequency]
    return tuple(whole_months(first, months, after) for after in range(0, YEAR_MONTHS, months))


def cycle_period(day: date, frequency: str, year_starts: int) -> Period:
    """The period of a calendar's cycle that the day is in."""
    return yearly(year_starts, CYCLE_MONTHS[frequency]).at(day)


ENGLAND = "England"
NATIONS = {ENGLAND: "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR"}
"""The nations whose bank holidays contract text may name."""


def is_working_day(day: date, nation: str = ENGLAND) -> bool:
    """Whether the day is neither a Saturday, a Sunday nor a bank holiday of that nation."""
    return day.weekday() < SATURDAY and not bank_holiday(day, nation)


def bank_holiday(day: date, nation: str = ENGLAND) -> str:
    """The name of that nation's bank holiday on a day; empty where there is none."""
    return str(_bank_holidays(nation).get(day, ""))


@cache
def _bank_holidays(nation: str) -> Mapping[date, str]:
    """That nation's bank holidays, of whichever years are asked about."""
    from holidays import country_holidays

    return country_holidays("GB", subdiv=NATIONS[nation])


def add_working_days(day: date, days: int, nation: str = ENGLAND) -> date:
    """The day that many working days later; the count starts on the day after `day`."""
    for _ in range(days):
        day += ONE_DAY
        while not is_working_day(day, nation):
            day += ONE_DAY
    return day


def working_days_between(first: date, last: date, nation: str = ENGLAND) -> int:
    """How many working days come after the first day until the last: the days whose adding leads there; negative where
    the last day comes first."""
    if last < first:
        return -working_days_between(last, first, nation)
    return sum(is_working_day(first + timedelta(days=after), nation) for after in range(1, (last - first).days + 1))


def _months_later(day: date, months: int) -> date:
    """The same day of a month so much later; every month must have it."""
    year, month = divmod(day.year * YEAR_MONTHS + day.month - 1 + months, YEAR_MONTHS)
    return date(year, month + 1, day.day)


def _days(period: Period) -> tuple[date, date]:
    if period.start is None or period.end is None:
        raise UnclearPeriod(f"Period '{period}' does not state both its ends: give its first and last day.")
    return period.start, period.end


def day_in_words(day: date | None) -> str:
    """`28 October 2025`, however a day is written for people; empty where there is none."""
    return f"{day.day} {day:%B %Y}" if day else ""


MONTHS = {name[:length].lower(): n for n, name in enumerate(MONTH_NAMES, 1) for length in (3, len(name))} | {"sept": 9}
"""The numbers of the months by their names and short names, in small letters."""
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>\d{4}|'?\d\d)"
_ORDINAL = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_IN_WORDS = (
    re.compile(rf"{_ORDINAL}(?: of)?[ -]?(?P<month>{_MONTH})\.?(?:,? |-|,)?{_YEAR}"),
    re.compile(rf"(?P<month>{_MONTH})\.?[ -]{_ORDINAL}(?:,? |-|,){_YEAR}"),
    re.compile(rf"{_ORDINAL}(?: of)? (?P<month>{_MONTH})(?P<year>)"),
    re.compile(rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)(?P<year>)"),
)
"""With a year, and without one."""
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([./-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})")
_IN_NUMBERS = (
    re.compile(rf"(?P<day>\d{{1,2}})([./ -])(?P<month>\d{{1,2}})\2{_YEAR}"),
    re.compile(rf"(?P<month>\d{{1,2}})([./ -])(?P<day>\d{{1,2}})\2{_YEAR}"),
)
_WEEKDAY = re.compile(r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? )?")
_NO_TIME = re.compile(r"[ t]00:00(?::00)?$")
_SHORTEST, _LONGEST = 5, 40
_LAST_CENTURY = 70
_TO = re.compile(r"\s*(?:[-–—]|\b(?:to|until|and)\b)\s*")
_COULD = re.compile(r"\d")


def days_written(text: str, within: Period | None = None) -> tuple[date, ...]:
    """Every day that a text as a whole can mean: none, one, or two where either number may be the month, the day before
    the month first. `within` tells the year of a day that states none.

    Examples: `30 June 2026`, `Tuesday 30th of June 2026`, `30/06/26`, `Jun-30-2026`, `2026-06-30`; `1st July`.
    """
    return tuple(days[0] for days in days_of_one_hand((text,), within))


def days_of_one_hand(texts: Iterable[str], within: Period | None = None) -> tuple[tuple[date, ...], ...]:
    """Every way to read several texts as days, all with the day before the month, or all with the month before it: none
    where one of them is no day, or they are not written alike."""
    tidy = [_without_time(text) for text in texts]
    if not all(tidy):
        return ()
    ways = ([_day_in(text, order, within) for text in tidy] for order in _IN_NUMBERS)
    return tuple(dict.fromkeys(tuple(day for day in days if day) for days in ways if all(days)))


def spans_written(text: str, within: Period | None = None) -> tuple[Period, ...]:
    """Every span that a text as a whole can mean, by its first and last day: `1 April 2025 to 30 June 2025`."""
    ends = ((text[: found.start()].removeprefix("from "), text[found.end() :]) for found in _TO.finditer(text))
    days = (found for both in ends for found in days_of_one_hand(both, within))
    return tuple(Period(first, last) for first, last in days if first <= last)


def _without_time(text: str) -> str:
    tidy = " ".join(text.casefold().split()) if len(text) <= _LONGEST and _COULD.search(text) else ""
    tidy = _NO_TIME.sub("", tidy)
    return tidy[_WEEKDAY.match(tidy).end() :] if len(tidy) >= _SHORTEST else ""  # type: ignore[union-attr]


def _day_in(text: str, numbers: re.Pattern[str], within: Period | None) -> date | None:
    """The day that a text means, where its numbers stand in that order."""
    for shape in (numbers, _YEAR_FIRST, *_IN_WORDS):
        if found := shape.fullmatch(text):
            month = MONTHS.get(found["month"]) or int(found["month"])
            day = int(found["day"])
            return _a_day(_four_digits(found["year"]), month, day) if found["year"] else _only_one(within, month, day)
    return None


def _only_one(within: Period | None, month: int, day: int) -> date | None:
    """The one day of a period that has that month and day."""
    years = range(within.start.year, within.end.year + 1) if within and within.start and within.end else ()
    days = [found for year in years if (found := _a_day(year, month, day))]
    inside = [found for found in days if within and within.contains(Period(found, found))]
    return inside[0] if len(inside) == 1 else None


def _four_digits(year: str) -> int:
    """A year of two digits is one from 1970 to 2069."""
    digits = int(year.removeprefix("'"))
    return digits if len(year) == len("2025") else digits + (2000 if digits < _LAST_CENTURY else 1900)


def _a_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
