"""The text of a period to the days it covers, and those days back to the shortest text for them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from commissioning.errors import UnclearPeriod, UnreadablePeriod

YEAR_MONTHS = 12
PART_MONTHS = {"H": 6, "Q": 3}
NOT_STATED = "not stated"
"""The text of a period neither of whose ends is stated."""
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_PART = re.compile(r"H[12]|Q[1-4]", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BARE_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(
    rf"(?P<year>[0-9]{{4}})(?:[-/](?P<second>[0-9]{{4}}|[0-9]{{2}}))?(?:-(?P<part>{_PART.pattern}))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included; None is an end that is not stated.

    `as_at` says on which day a figure for the period was true, and takes no part in comparing.
    """

    start: date | None
    end: date | None
    as_at: date | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts: UnclearPeriod."""
        if self.start and self.end and self.start > self.end:
            raise UnclearPeriod(f"Period '{self}' ends before it starts: write the earlier day first.")

    def __str__(self) -> str:
        return "..".join(day.isoformat() if day else "" for day in (self.start, self.end))

    @property
    def sort_key(self) -> tuple[bool, date, bool, date]:
        """Orders periods by start, then end; a start not stated comes first, an end not stated last."""
        return (*self._from, *self._until)

    def contains(self, other: "Period") -> bool:
        """Whether the other lies wholly inside; an open end never lies inside a stated one."""
        return self._from <= other._from and other._until <= self._until

    def common(self, other: "Period") -> "Period":
        """What two periods that overlap have in common; an end that neither states stays open."""
        starts = [day for day in (self.start, other.start) if day]
        ends = [day for day in (self.end, other.end) if day]
        return Period(max(starts, default=None), min(ends, default=None))

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share at least one day."""
        return self._reaches(other) and other._reaches(self)

    def _reaches(self, other: "Period") -> bool:
        return self.end is None or other.start is None or self.end >= other.start

    @property
    def _from(self) -> tuple[bool, date]:
        return (self.start is not None, self.start or date.min)

    @property
    def _until(self) -> tuple[bool, date]:
        return (self.end is None, self.end or date.max)


def read_period(text: str, year_starts: int = 4) -> Period:
    """The period a label or span means, in years that start in that month (1 to 12); UnclearPeriod if not just one.

    Examples: `2019-20`, `2019-20-H1`, `2019-20-Q4`, `2019-07`, `2019-04-01..2019-09-30`,
    `2019-04..2019-09`, `2019-11..`, `not stated`; a slash, as in `2019/20`, always means a year. In years
    that start in January: `2019`, `2019-H1`, `2019-Q4`, `2018..2022-08`.
    """
    tidy = text.strip()
    if tidy == NOT_STATED:
        return Period(None, None)
    try:
        return _span(tidy, year_starts) if ".." in tidy else _labelled(tidy, year_starts)
    except ValueError:
        raise UnclearPeriod(f"Period '{tidy}' names a day that no calendar has: check its days and years.") from None


@lru_cache(maxsize=4096)
def label(period: Period, year_starts: int = 4) -> str:
    """The shortest text that reads back as the period: year, half, quarter, month, else its span, by months (years
    from January by years) where it begins and ends on their edges."""
    if not period.start and not period.end:
        return NOT_STATED
    short = _candidates(period.start, year_starts) if period.start and period.end else ()
    short = (*short, *_spans(period, year_starts))
    return next((text for text in short if _reads_as(text, period, year_starts)), str(period))


def whole_months(first: date, count: int, after: int = 0) -> Period:
    """`count` calendar months, beginning `after` months later than the one that `first` is in."""
    begins = first.year * YEAR_MONTHS + first.month - 1 + after
    (year, month), (last_year, last_month) = divmod(begins, YEAR_MONTHS), divmod(begins + count - 1, YEAR_MONTHS)
    last_day = monthrange(last_year, last_month + 1)[1]
    return Period(date(year, month + 1, 1), date(last_year, last_month + 1, last_day))


def length(period: Period) -> tuple[int, int] | None:
    """How long a period with both ends stated is: so many whole months, or else so many days."""
    if period.start is None or period.end is None:
        return None
    months = (period.end.year - period.start.year) * YEAR_MONTHS + period.end.month - period.start.month + 1
    whole = period == whole_months(period.start, months)
    return (months, 0) if whole else (0, (period.end - period.start).days + 1)


def first_year(day: date, year_starts: int) -> int:
    """The calendar year in which the reporting year of that day began."""
    return day.year - (day.month < year_starts)


def _span(text: str, year_starts: int) -> Period:
    left, _, right = text.partition("..")
    return Period(_edge(left.strip(), text, year_starts).start, _edge(right.strip(), text, year_starts).end)


def _edge(edge: str, span: str, year_starts: int) -> Period:
    if not edge:
        return Period(None, None)
    if _DAY.fullmatch(edge):
        return Period(date.fromisoformat(edge), date.fromisoformat(edge))
    if _MONTH.fullmatch(edge):
        return _month(edge, year_starts)
    if year_starts == 1 and _BARE_YEAR.fullmatch(edge):
        return _year_or_part(int(edge), "", 1)
    raise UnclearPeriod(
        f"Period '{span}' has '{edge}' where a day or a month must stand: "
        "write it like 2019-04-01..2019-09-30, and leave an end out where it is not stated."
    )


def _labelled(text: str, year_starts: int) -> Period:
    if _MONTH.fullmatch(text):
        return _month(text, year_starts)
    found = _YEAR.fullmatch(text)
    if found is None:
        raise _not_a_label(text, year_starts)
    year, second, part = int(found["year"]), found["second"], (found["part"] or "").upper()
    if second and not _follows(year, second):
        raise _years_apart(text, year, year_starts)
    if second and year_starts == 1:
        raise _two_years_from_january(text, year, part)
    if not second and year_starts != 1:
        raise _bare_year(text, year, part, year_starts)
    return _year_or_part(year, part, year_starts)


def _month(text: str, year_starts: int) -> Period:
    year, month = int(text[:4]), text[5:]
    if _follows(year, month):
        raise _month_or_year(text, year, year_starts)
    return whole_months(date(year, int(month), 1), 1)


def _year_or_part(year: int, part: str, year_starts: int) -> Period:
    first = date(year, year_starts, 1)
    if not part:
        return whole_months(first, YEAR_MONTHS)
    months = PART_MONTHS[part[0]]
    return whole_months(first, months, after=months * (int(part[1]) - 1))


def _follows(year: int, second: str) -> bool:
    return f"{year + 1:04}".endswith(second)


def _candidates(start: date, year_starts: int) -> tuple[str, ...]:
    first = first_year(start, year_starts)
    year = f"{first:04}" if year_starts == 1 else f"{first:04}-{(first + 1) % 100:02}"
    month = (start.month - year_starts) % YEAR_MONTHS
    parts = (f"{year}-{letter}{month // months + 1}" for letter, months in PART_MONTHS.items())
    return (year, *parts, start.isoformat()[:7])


def _spans(period: Period, year_starts: int) -> Iterator[str]:
    """The period's span by years, then by months, where its ends are on their edges."""
    for whole in (year_starts == 1, False):
        ends = (_whole(period.start, year=whole, first=True), _whole(period.end, year=whole, first=False))
        yield "..".join(ends)


def _whole(day: date | None, *, year: bool, first: bool) -> str:
    """The year or month that the day is the first or last of; else the day."""
    if day is None:
        return ""
    if day.day != (1 if first else monthrange(day.year, day.month)[1]):
        return day.isoformat()
    return f"{day.year:04}" if year and day.month == (1 if first else YEAR_MONTHS) else day.isoformat()[:7]


def _reads_as(text: str, period: Period, year_starts: int) -> bool:
    try:
        return read_period(text, year_starts) == period
    except UnclearPeriod:
        return False


def _from_month(period: Period) -> str:
    return f"from {MONTH_NAMES[period.start.month - 1]} {period.start.year}" if period.start else ""


def _month_or_year(text: str, year: int, year_starts: int) -> UnclearPeriod:
    month = whole_months(date(year, int(text[5:]), 1), 1)
    # Where the year starts in January, whoever writes 2011-12 for a year means the usual one from April.
    across = _year_or_part(year, "", 4 if year_starts == 1 else year_starts)
    return UnclearPeriod(
        f"Period '{text}' can mean {MONTH_NAMES[int(text[5:]) - 1]} {year} or the year {_from_month(across)}: "
        f"write {month} for the month, {across} for the year."
    )


def _bare_year(text: str, year: int, part: str, year_starts: int) -> UnclearPeriod:
    readings = (_year_or_part(year, part, year_starts), _year_or_part(year, part, 1))
    written = " or ".join(f"{label(period, year_starts)} ({_from_month(period)})" for period in readings)
    return UnclearPeriod(f"Period '{text}' can be read in two ways: write {written}.")


def _two_years_from_january(text: str, year: int, part: str) -> UnclearPeriod:
    here = " or ".join(label(_year_or_part(either, part, 1), 1) for either in (year, year + 1))
    return UnclearPeriod(
        f"Period '{text}' runs over two years, but here a year starts in January: "
        f"write {here}, or days like {_year_or_part(year, part, 4)}."
    )


def _years_apart(text: str, year: int, year_starts: int) -> UnclearPeriod:
    period = _year_or_part(year, "", year_starts)
    return UnclearPeriod(
        f"Period '{text}' is no year, since {year} is followed by {year + 1}: "
        f"write {label(period, year_starts)} for the year {_from_month(period)}, or days like {period}."
    )


def _not_a_label(text: str, year_starts: int) -> UnclearPeriod:
    if _PART.fullmatch(text):
        example = label(_year_or_part(2024, text.upper(), year_starts), year_starts)
        return UnclearPeriod(f"Period '{text}' does not say of which year: write it like {example}.")
    if _DAY.fullmatch(text):
        return UnclearPeriod(
            f"Period '{text}' is one day: write {text}..{text} for that day alone, {text}.. for all from it on."
        )
    year, half, quarter = (label(_year_or_part(2024, part, year_starts), year_starts) for part in ("", "H1", "Q1"))
    return UnreadablePeriod(
        f"Period '{text}' cannot be read: write a year like {year}, a half {half}, a quarter {quarter}, "
        "a month 2024-07 or days 2024-04-01..2024-09-30."
    )
