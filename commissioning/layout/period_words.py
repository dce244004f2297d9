"""The words in which an organisation states a period to the period they mean, if they mean just one."""

import re
from datetime import date

from commissioning.calendar import MONTHS, days_written, spans_written, year_of
from commissioning.errors import UnclearPeriod
from commissioning.period import YEAR_MONTHS, Period, first_year, read_period, whole_months

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_PART = re.compile(r"(?P<part>q|quarter|qtr|h|half|half year)\s*(?P<number>[1-4])")
_MONTHS = re.compile(rf"(?P<first>{_MONTH})(?:\s*(?:-|to)\s*(?P<last>{_MONTH}))?")
_ENDING = re.compile(r"(?P<length>month|quarter|half year|year) end(?:ing|ed)?:? (?P<last>.+)")
_LENGTHS = {"month": 1, "quarter": 3, "half year": 6, "year": YEAR_MONTHS}
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SHORT_YEARS = (
    (re.compile(r"(?<!\d)(\d\d)\s*[-/]\s*((?:20)?\d\d)(?!\d)"), r"20\1/\2"),
    (re.compile(rf"\b({_MONTH})[ -]'?(?:20)?(\d\d)(?!\d)"), r"\1 20\2"),
)
"""Years as two figures, as a heading has room for them, or behind a dash: `25/26`, `Apr-25`, `Apr-2025`."""


def period_meant(text: str, year_starts: int, within: Period | None = None) -> Period | None:
    """The period that words mean, in years that start in that month (1 to 12); None where they mean none, or two.

    `within` tells the year of words that state none, such as `Q1` or `April`. Examples: `Q1 2025/26`, `2025-26 Quarter
    1 (April to June)`, `Apr-25`, `1 April 2025 to 30 June 2025`, `01/04/25 - 30/06/25`, `Quarter ending 30 June 2025`.
    """
    tidy = " ".join(re.sub("[\N{EN DASH}\N{EM DASH}]", "-", text.casefold()).split())
    parts = [part for part in (_BRACKETS.sub(" ", tidy).strip(), *_BRACKETS.findall(tidy)) if part]
    meant = [found for part in parts if (found := _whole(part, year_starts))]
    year = meant[0] if meant else within
    meant = [found for part in parts if (found := _whole(part, year_starts) or _part(part, year, year_starts))]
    return meant[0] if len(meant) == len(parts) and len(set(meant)) == 1 else None


def _whole(text: str, year_starts: int) -> Period | None:
    """The period of words that state their year, in four figures or in two."""
    if period := _read(text, year_starts):
        return period
    if spans := spans_written(text):
        return spans[0] if len(spans) == 1 else None
    if ending := _ENDING.fullmatch(text):
        return _ending_on(ending)
    for short, full in _SHORT_YEARS:
        text = short.sub(full, text)
    return _read(text, year_starts)


def _read(text: str, year_starts: int) -> Period | None:
    try:
        return read_period(text, year_starts)
    except UnclearPeriod:
        return None


def _part(text: str, within: Period | None, year_starts: int) -> Period | None:
    """The period of words that leave their year to another one."""
    if within is None or within.start is None:
        return None
    first = first_year(within.start, year_starts)
    begins = date(first, year_starts, 1)
    if spans := spans_written(text, year_of(within.start, year_starts)):
        return spans[0] if len(spans) == 1 else None
    if part := _PART.fullmatch(text):
        return _part_of(begins, part)
    if months := _MONTHS.fullmatch(text):
        after = (MONTHS[months["first"]] - year_starts) % YEAR_MONTHS
        last = (MONTHS[months["last"] or months["first"]] - year_starts) % YEAR_MONTHS
        return whole_months(begins, last - after + 1, after) if last >= after else None
    return None


def _part_of(begins: date, part: re.Match[str]) -> Period | None:
    months = 3 if part["part"].startswith("q") else 6
    number = int(part["number"])
    return whole_months(begins, months, months * (number - 1)) if months * number <= YEAR_MONTHS else None


def _ending_on(found: re.Match[str]) -> Period | None:
    """So long a time until the last day of a month, however that day is written."""
    days, months = days_written(found["last"]), _LENGTHS[found["length"]]
    periods = [period for last in days if (period := whole_months(last, months, 1 - months)).end == last]
    return periods[0] if len(periods) == 1 else None
