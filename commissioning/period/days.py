"""The days of a period: from which to which, what lies inside it, and how long it is."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from commissioning.errors import UnclearPeriod
from commissioning.period.phrases import YEAR_MONTHS


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
