"""Numbers and times as files keep them, to cells as a person sees them: one rule for every sort of file."""

from datetime import timedelta
from decimal import Decimal

from commissioning.model.returned import Cell, Typed


def exact(value: float) -> Decimal:
    """The number a spreadsheet means, to the 15 digits it keeps: 0.1 and not what a float makes of it."""
    number = Decimal(format(value, ".15g"))
    return Decimal(format(number, "f")) if number else Decimal(0)


def of_number(number: Decimal, *, percent: bool) -> Cell:
    """A number as a person sees it typed: 0.88 in a percent format is 88%."""
    if not percent:
        return Cell(Typed.NUMBER, format(number, "f"), number=number)
    shown = format((number * 100).normalize(), "f")
    return Cell(Typed.NUMBER, f"{shown}%", number=number, percent=True)


def of_hours(length: timedelta) -> str:
    """A length of time as hours, minutes and seconds: `30:05:00`."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
