"""Numbers and times as files keep them, to cells as a person sees them: one rule for every sort of file."""

from datetime import datetime, timedelta
from decimal import Decimal

from commissioning.model.returned import Cell, Typed

_WHOLE_BELOW = 10**15
"""Whole numbers of no more than 15 digits are what they are."""


def exact(value: float) -> Decimal:
    """The number a spreadsheet means, to the 15 digits it keeps: 0.1 and not what a float makes of it."""
    if abs(value) < _WHOLE_BELOW and value == int(value):
        return Decimal(int(value))
    number = Decimal(format(value, ".15g"))
    return Decimal(format(number, "f")) if number else Decimal(0)


def of_number(number: Decimal, formula: str | None = None, *, percent: bool) -> Cell:
    """A number as a person sees it typed: 0.88 in a percent format is 88%."""
    if not percent:
        return Cell(Typed.NUMBER, format(number, "f"), number, formula)
    shown = format((number * 100).normalize(), "f")
    return Cell(Typed.NUMBER, f"{shown}%", number, formula, percent=True)


def of_days(days: float, *, from_1904: bool, is_length: bool = False) -> Cell:
    """Days since 1900 or 1904, as a workbook keeps a date, to that day; `is_length` is a time that may pass 24 hours.

    What no calendar holds is the number it is.
    """
    if is_length and 0 <= days < _MOST_DAYS:
        return Cell(Typed.DATE, of_hours(timedelta(days=days)))
    if not 0 <= days < _MOST_DAYS:
        return of_number(exact(days), percent=False)
    moment = _first_day(days, from_1904=from_1904) + timedelta(seconds=round(days * 86_400))
    if days < 1:
        return Cell(Typed.DATE, moment.time().isoformat())
    shown = moment.date().isoformat() if days == int(days) else moment.isoformat()
    return Cell(Typed.DATE, shown, day=moment.date())


_MOST_DAYS = 2_900_000
"""Days from 1900 to the end of the year 9999, less some."""
_LEAP_DAY_THAT_NEVER_WAS = 60


def _first_day(days: float, *, from_1904: bool) -> datetime:
    """Day nought; before the 29 February 1900 that Excel counts, one later."""
    if from_1904:
        return datetime(1904, 1, 1)  # noqa: DTZ001  # a cell has no time zone
    return datetime(1899, 12, 31 if days < _LEAP_DAY_THAT_NEVER_WAS else 30)  # noqa: DTZ001  # nor has this one


def of_hours(length: timedelta) -> str:
    """A length of time as hours, minutes and seconds: `30:05:00`."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
