"""A day or a period to the reporting periods and working days around it; a day as people write it, and back."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from commissioning.errors import UnclearPeriod
from commissioning.period import MONTH_NAMES, YEAR_MONTHS, Period, first_year, whole_months

CYCLE_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": YEAR_MONTHS}
"""How many months one period of each reporting frequency lasts; a dated span has no cycle."""

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def year_of(day: date, year_starts: int) -> Period:
    """The reporting year, starting in that month (1 to 12), that the day is in."""
    return whole_months(date(first_year(day, year_starts), year_starts, 1), YEAR_MONTHS)


def parts_of(year: Period, frequency: str) -> tuple[Period, ...]:
    """The months, quarters or halves of a year, in order; of frequency `year`, the year alone."""
    first, _ = _days(year)
    months = CYCLE_MONTHS[frequency]
    return tuple(whole_months(first, months, after) for after in range(0, YEAR_MONTHS, months))


def cycle_period(day: date, frequency: str, year_starts: int) -> Period:
    """The reporting period that the day is in."""
    months = CYCLE_MONTHS[frequency]
    return whole_months(day, months, after=-((day.month - year_starts) % months))


def previous(period: Period, frequency: str, year_starts: int) -> Period:
    """The reporting period that the day before this one's first is in."""
    first, _ = _days(period)
    return cycle_period(first - ONE_DAY, frequency, year_starts)


def periods_within(span: Period, frequency: str, year_starts: int) -> tuple[Period, ...]:
    """The reporting periods wholly inside a span with both ends stated, in order."""
    first, last = _days(span)
    return tuple(period for period in _cycle(first, last, frequency, year_starts) if span.contains(period))


def is_cycle_period(period: Period, frequency: str, year_starts: int) -> bool:
    """Whether the period is one of the reporting calendar's own; a dated span (`span`) never is."""
    if period.start is None or frequency not in CYCLE_MONTHS:
        return False
    return period == cycle_period(period.start, frequency, year_starts)


def year_to_date(period: Period, frequency: str, year_starts: int) -> tuple[Period, ...]:
    """The reporting periods of the year the period starts in, up to and including the period."""
    first, last = _days(period)
    year = year_of(first, year_starts)
    return tuple(part for part in parts_of(year, frequency) if part.end is not None and part.end <= last)


def add_working_days(day: date, days: int) -> date:
    """The day that many working days later, in England; the count starts on the day after `day`."""
    from holidays import country_holidays

    bank_holidays = country_holidays("GB", subdiv="ENG")
    for _ in range(days):
        day += ONE_DAY
        while day.weekday() >= SATURDAY or day in bank_holidays:
            day += ONE_DAY
    return day


def _cycle(first: date, last: date, frequency: str, year_starts: int) -> Iterator[Period]:
    months = CYCLE_MONTHS[frequency]
    begins, _ = _days(cycle_period(first, frequency, year_starts))
    length = (last.year - begins.year) * YEAR_MONTHS + last.month - begins.month + 1
    return (whole_months(begins, months, after) for after in range(0, length, months))


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
