"""How reports write days and periods."""

from datetime import date

from commissioning.contract.reporting import APRIL
from commissioning.period import Period, label


def day_in_words(day: date | None) -> str:
    """`28 October 2025`; empty where there is none."""
    return f"{day.day} {day:%B %Y}" if day else ""


def period_in_words(period: Period) -> str:
    """A period's label in years from April, since a report may hold contracts of several calendars."""
    return label(period, APRIL)
