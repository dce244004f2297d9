"""How reports write periods."""

from commissioning.contract.reporting import APRIL
from commissioning.period import Period, label


def period_in_words(period: Period) -> str:
    """A period's label in years from April, since a report may hold contracts of several calendars."""
    return label(period, APRIL)
