"""How reports write periods and lists."""

from collections.abc import Sequence

from commissioning.contract.reporting import APRIL
from commissioning.period import Period, label


def period_in_words(period: Period | None) -> str:
    """A period's label in years from April, since a report may hold contracts of several calendars."""
    return label(period, APRIL) if period else "not stated"


def list_in_words(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""
