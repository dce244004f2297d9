"""What stands outside any contract: values that rates are against, and what is published to be expected."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from commissioning.period import Period

Checked = Literal["in its source", "in part", "not checked", "illustrative"]
"""Whether what is stated was read in the source that is named."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value, and the day from which it is the one to use."""

    holds_from: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that rates are against, such as a population, oldest first; old after so many years."""

    id: str
    label: str
    unit: str
    values: tuple[DatedValue, ...]
    old_after_years: int
    source: str
    checked: Checked

    def in_force(self, period: Period) -> DatedValue | None:
        """The value that held on the last day of a period; None before the first, or where no day is stated."""
        day = period.end or period.start
        held = [value for value in self.values if day and value.holds_from <= day]
        return held[-1] if held else None

    def years_old(self, value: DatedValue, period: Period) -> int:
        """How many whole years before the end of a period a value began to hold."""
        day, since = period.end or period.start or value.holds_from, value.holds_from
        return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


@dataclass(frozen=True, slots=True)
class Expectation:
    """What somebody has published to be expected: a number, or from one to another. Nobody is rated by it."""

    id: str
    label: str
    low: Decimal | None
    high: Decimal | None
    source: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The place that figures are of, who records them, and the ids of the contracts they are shown beside.

    They are nobody's performance: nothing on a scorecard is rated.
    """

    place: str
    source: str
    beside: tuple[str, ...]
