"""Days, months and years as contract text writes them, to the periods they cover."""

import re
from datetime import date

from commissioning.period import Period, read_period


def read_time(period: object, starts: object, ends: object) -> Period | None:
    """The period that contract text states as a label or span, or by its ends; None where it states none."""
    if isinstance(period, str):
        return read_period(period)
    if starts or ends:
        return read_period(f"{_edge(starts)}..{_edge(ends)}")
    return None


def read_day_month_or_year(words: date | str) -> Period:
    """What `2017-10-03`, `2017-10`, `2017` (a calendar year) or `2017-18` (a financial one) covers."""
    text = str(words).strip()
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return read_period(f"{text}..{text}")
    return read_period(text, 1 if re.fullmatch(r"[0-9]{4}", text) else 4)


def _edge(end: object) -> str:
    return "" if end in (None, "not stated") else str(end)
