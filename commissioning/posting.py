"""Posting periods of an accounting year: 1 to 12 are its months, 13 takes what belongs to the year and came after."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from commissioning.errors import UnclearPeriod
from commissioning.period import YEAR_MONTHS, Period, whole_months

APRIL = 4
YEAR_END = 13
"""The number of the period that is left open for corrections of a year that has ended."""

_LABEL = re.compile(r"(?P<year>\d{4})-(?P<after>\d{2})-P(?P<number>\d{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class Posting:
    """A posting period: the calendar year (2025) in which its accounting year begins, and its number, 1 to 13."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year_label}-P{self.number:02}"

    @property
    def year_label(self) -> str:
        """Its accounting year: `2025-26`."""
        return f"{self.year}-{(self.year + 1) % 100:02}"

    @property
    def next(self) -> "Posting":
        """The posting period after it: after 13 comes the first of the next year."""
        return Posting(self.year + 1, 1) if self.number == YEAR_END else Posting(self.year, self.number + 1)

    @property
    def next_month(self) -> "Posting":
        """The next month's posting period, which is never 13."""
        return self.next.next if self.next.number == YEAR_END else self.next

    def month(self, year_starts: int = APRIL) -> Period:
        """The month it is; for 13, the last month of its year."""
        return whole_months(date(self.year, year_starts, 1), 1, min(self.number, YEAR_MONTHS) - 1)


def posting_at(day: date, year_starts: int = APRIL) -> Posting:
    """The posting period, 1 to 12, of the month that a day is in."""
    months = day.month - year_starts
    return Posting(day.year - (months < 0), months % YEAR_MONTHS + 1)


def postings_within(period: Period, year_starts: int = APRIL) -> tuple[Posting, ...]:
    """The posting periods of a period of known days: its months, and 13 where it holds the last month of a year."""
    if period.start is None or period.end is None:
        raise UnclearPeriod(f"{period} has no stated end: give a period with a first and a last day.")
    found: list[Posting] = []
    each, last = posting_at(period.start, year_starts), posting_at(period.end, year_starts)
    while each <= last or (each.number == YEAR_END and each.year == last.year and last.number == YEAR_MONTHS):
        found.append(each)
        each = each.next
    return tuple(found)


@cache
def accounting_year(year: int, year_starts: int = APRIL) -> Period:
    """The accounting year that begins in a calendar year."""
    return whole_months(date(year, year_starts, 1), YEAR_MONTHS)


def read_posting(text: str) -> Posting:
    """A posting period as `2025-26-P03` or `2025-26-P13`; UnclearPeriod for anything else."""
    found = _LABEL.fullmatch(text.strip())
    if found:
        year, number = int(found["year"]), int(found["number"])
        if (year + 1) % 100 == int(found["after"]) and 1 <= number <= YEAR_END:
            return Posting(year, number)
    raise UnclearPeriod(f"'{text.strip()}' is no posting period: write the year and 01 to 13, such as 2025-26-P03.")
