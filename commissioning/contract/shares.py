"""A funder's share as contract text writes it, `87%` or `1/3`, to an exact fraction; and what shares come to."""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from commissioning.model.contract import FundingShare
from commissioning.model.funding import FundingLine


def read_share(text: str) -> Fraction | None:
    """The exact fraction of 1 that the words state; None where they state none between 0 and 1."""
    share = read_fraction(text)
    return share if share is not None and share <= 1 else None


def read_fraction(text: str) -> Fraction | None:
    """The exact fraction that `50%` or `3/2` states, over 1 or not; None where the words state none."""
    percent = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", text.strip())
    parts = re.fullmatch(r"(\d+)\s*/\s*([1-9]\d*)", text.strip())
    if percent:
        return Fraction(percent[1]) / 100
    return Fraction(int(parts[1]), int(parts[2])) if parts else None


def greatest_total(shares: Iterable[FundingShare]) -> tuple[Fraction, date | None]:
    """The most that shares come to on any one day, and the first such day (None: from the beginning)."""
    shares = tuple(shares)
    days: list[date | None] = [None, *sorted({share.starts for share in shares if share.starts})]
    totals = [(sum((s.share for s in shares if holds_on(s, day)), Fraction()), day) for day in days]
    return max(totals, key=lambda total: total[0], default=(Fraction(), None))


def holds_on(share: FundingShare | FundingLine, day: date | None) -> bool:
    """Whether a share or a line holds on a day; None is the beginning of time."""
    if day is None:
        return share.starts is None
    return (share.starts is None or share.starts <= day) and (share.ends is None or day <= share.ends)
