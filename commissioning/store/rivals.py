"""What a store says when two returns claim one place, and which days a return claims."""

from collections.abc import Callable

from commissioning.period import Period

OwnDays = Callable[[Period], Period]
"""The days of a period that no other return of its contract may be for."""


def all_days(period: Period) -> Period:
    """Every day of a period: what a return claims unless its contract reports periods that overlap."""
    return period


class RivalStands(Exception):
    """Another return was posted for the same contract and period while this one was judged."""


class PostedMeanwhile(Exception):
    """Charges of the contract were posted, or credited, while these were worked out; work them out again."""
