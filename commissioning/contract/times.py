"""Days, months and years as contract text writes them, to the periods they cover."""

import re
from datetime import date, timedelta

from commissioning.calendar import day_in_words
from commissioning.model.agreed import When
from commissioning.period import MONTH_NAMES, NOT_STATED, Period, label, read_period

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"


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
    if re.fullmatch(_DAY, text):
        return read_period(f"{text}..{text}")
    return read_period(text, 1 if re.fullmatch(r"[0-9]{4}", text) else 4)


def day_month_or_year_in_words(words: str) -> str:
    """`3 October 2017`, `October 2017`; a year or a label as it is written."""
    if re.fullmatch(_DAY, words):
        return day_in_words(date.fromisoformat(words))
    if re.fullmatch(_MONTH, words):
        return f"{MONTH_NAMES[int(words[5:]) - 1]} {words[:4]}"
    return words


def time_in_words(when: When) -> str:
    """What time an amount is for: `2016-17`, `per year from 2018-10`, `as at 15 April 2016`, `not stated`."""
    period = when.period
    per = f"per {when.per}" if when.per else ""
    span = _span_in_words(period) if period else ""
    as_at = f"as at {day_in_words(period.as_at)}" if period and period.as_at else ""
    return " ".join(part for part in (per, span, as_at) if part) or NOT_STATED


def _span_in_words(period: Period) -> str:
    if period.start and not period.end:
        return f"from {_month_or_day(period.start, is_first=True)}"
    if period.end and not period.start:
        return f"until {_month_or_day(period.end, is_first=False)}"
    if not period.start or not period.end:
        return ""
    return day_in_words(period.start) if period.start == period.end else label(period)


def _month_or_day(day: date, *, is_first: bool) -> str:
    """The month, where the day is its first, or its last: contract text says no more than it has to."""
    edge = day.day == 1 if is_first else (day + timedelta(days=1)).day == 1
    return f"{day:%Y-%m}" if edge else str(day)


def _edge(end: object) -> str:
    return "" if end in (None, "not stated") else str(end)
