"""A day or a period to the reporting periods and working days around it."""

from collections.abc import Iterator
from datetime import date, timedelta

from commissioning.errors import UnclearPeriod
from commissioning.period import YEAR_MONTHS, Period, first_year, whole_months

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
